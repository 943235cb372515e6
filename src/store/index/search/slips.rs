//! Words that differ from one that was typed by some slips of the pen: letters changed, added or left out, in any script.
//! (fst's own automaton misses letters that share their first byte with the right one, as most Arabic and Cyrillic ones do.)

use fst::Automaton;

/// Takes what begins with a word, or nearly so.
pub struct Slips {
    wanted: Vec<char>,
    most: u8,
}

/// How far a word has been read.
#[derive(Clone)]
pub enum State {
    /// It begins nearly as it should; what follows does not matter.
    Taken,
    /// Slips so far against each beginning of what is wanted, and the bytes of a letter that is not whole yet.
    Open { row: Vec<u8>, letter: [u8; 4], bytes: usize },
}

impl Slips {
    #[must_use]
    pub fn new(wanted: &str, most: u8) -> Self {
        Self { wanted: wanted.chars().collect(), most }
    }

    fn after(&self, row: &[u8], letter: char) -> State {
        let mut next = Vec::with_capacity(row.len());
        next.push(row[0].saturating_add(1));
        for (at, wanted) in self.wanted.iter().enumerate() {
            let changed = row[at].saturating_add(u8::from(*wanted != letter));
            next.push(changed.min(row[at + 1].saturating_add(1)).min(next[at].saturating_add(1)));
        }
        if next[self.wanted.len()] <= self.most { State::Taken } else { State::Open { row: next, letter: [0; 4], bytes: 0 } }
    }
}

impl Automaton for Slips {
    type State = State;

    fn start(&self) -> State {
        State::Open { row: (0..=self.wanted.len().min(250) as u8).collect(), letter: [0; 4], bytes: 0 }
    }

    fn is_match(&self, state: &State) -> bool {
        matches!(state, State::Taken)
    }

    fn can_match(&self, state: &State) -> bool {
        match state {
            State::Taken => true,
            State::Open { row, .. } => row.iter().any(|slips| *slips <= self.most),
        }
    }

    fn will_always_match(&self, state: &State) -> bool {
        self.is_match(state)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        let State::Open { row, letter, bytes } = state else { return State::Taken };
        let (mut letter, bytes) = (*letter, bytes + 1);
        letter[(bytes - 1).min(3)] = byte;
        match std::str::from_utf8(&letter[..bytes.min(4)]).ok().and_then(|text| text.chars().next()) {
            Some(whole) => self.after(row, whole),
            None => State::Open { row: row.clone(), letter, bytes: bytes.min(3) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::spelling::edit_distance;
    use proptest::prelude::*;

    fn is_taken(wanted: &str, most: u8, word: &str) -> bool {
        let slips = Slips::new(wanted, most);
        let state = word.bytes().fold(slips.start(), |state, byte| slips.accept(&state, byte));
        slips.is_match(&state)
    }

    #[test]
    fn letters_of_one_script_are_told_apart() {
        assert!(is_taken("\u{635}\u{631}\u{628}\u{64A}\u{629}", 1, "\u{635}\u{631}\u{628}\u{64A}\u{627}"));
        assert!(is_taken("tadjikistan", 2, "tajikistan republic") && !is_taken("tajik", 1, "tonga"));
    }

    proptest! {
        #[test]
        fn slips_are_counted_as_distances(wanted in "[a\u{628}\u{62A}]{3,8}", word in "[a\u{628}\u{62A}]{0,8}", most in 1_u8..3) {
            let letters: Vec<char> = word.chars().collect();
            let target: Vec<char> = wanted.chars().collect();
            let near = (1..=letters.len()).any(|end| edit_distance(&target, &letters[..end]) <= usize::from(most));
            prop_assert_eq!(is_taken(&wanted, most, &word), near);
        }
    }
}
