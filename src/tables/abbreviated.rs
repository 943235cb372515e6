//! Names as tables shorten them: `Congo, Dem. Rep.`, `Lao PDR`, `St. Lucia`, `Bosnia & Herzegovina`.
//!
//! Short words that a name writes small (of, the, and) say nothing here, in whatever language; the others must all be
//! met, each by itself, by an abbreviation of it, or several by their initials. One of them at least stands in full.

use crate::model::spelling::unaccented;

/// Most letters of a word that stands for the initials of others.
const INITIALS: usize = 4;

/// Most letters of a word written small that says nothing.
const SMALL: usize = 3;

/// A word of a name that a table prints.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    Whole(String),
    /// With a full stop behind it.
    Short(String),
    /// In capitals: itself, or the initials of others.
    Capitals(String),
}

/// A name of a table that is shortened, to be compared with names as they are known.
#[derive(Debug)]
pub struct Abbreviated(Vec<Word>);

impl Abbreviated {
    /// `None` where nothing says that a name is shortened or turned round, or where no word of it stands in full.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        let mut words = Vec::new();
        let is_marked = name.contains(['.', ',', '&']) || name.split_whitespace().any(is_initials);
        let mut rest = name.chars().peekable();
        while let Some(first) = rest.next() {
            if !first.is_alphanumeric() {
                continue;
            }
            let mut word = String::from(first);
            while let Some(next) = rest.next_if(|c| is_within(*c)) {
                word.push(next);
            }
            let is_short = rest.peek() == Some(&'.');
            if !(is_short || is_said(&word)) {
                continue;
            }
            let capitals = is_initials(&word);
            let plain = plain(&word);
            words.push(if is_short {
                Word::Short(plain)
            } else if capitals {
                Word::Capitals(plain)
            } else {
                Word::Whole(plain)
            });
        }
        let has_whole = words.iter().any(|word| matches!(word, Word::Whole(_)));
        (is_marked && has_whole).then_some(Self(words))
    }

    /// Whether a known name is what is shortened.
    #[must_use]
    pub fn is_of(&self, name: &str) -> bool {
        let known: Vec<String> = name.split(|c: char| !is_within(c)).filter(|word| is_said(word)).map(plain).collect();
        // Cheap first: at least as many words, and those in full among them.
        let whole = self.0.iter().all(|word| !matches!(word, Word::Whole(text) if !known.contains(text)));
        known.len() >= self.0.len() && whole && meets(&self.0, &mut vec![false; known.len()], &known)
    }
}

/// Whether each word meets one of its own, and none is left over. Few words, so all ways are tried.
fn meets(words: &[Word], taken: &mut Vec<bool>, known: &[String]) -> bool {
    let Some((word, others)) = words.split_first() else { return taken.iter().all(|taken| *taken) };
    (0..known.len()).any(|at| {
        let count = match word {
            Word::Capitals(initials) if known[at] != *initials => initials.chars().count(),
            _ => 1,
        };
        let places = at..at + count;
        if places.end > known.len() || taken[places.clone()].contains(&true) || !stands_for(word, &known[places.clone()]) {
            return false;
        }
        taken[places.clone()].fill(true);
        let met = meets(others, taken, known);
        taken[places].fill(false);
        met
    })
}

fn stands_for(word: &Word, known: &[String]) -> bool {
    match (word, known) {
        (Word::Whole(text), [one]) => text == one,
        (Word::Short(text), [one]) => is_short_for(text, one),
        (Word::Capitals(text), [one]) if one == text => true,
        (Word::Capitals(text), many) => many.len() > 1 && text.chars().eq(many.iter().filter_map(|word| word.chars().next())),
        _ => false,
    }
}

/// Whether a word begins as another does, and has its letters in the same order: `Rep` for Republic, `Sts` for States.
fn is_short_for(short: &str, word: &str) -> bool {
    let mut letters = word.chars();
    short.chars().next() == word.chars().next() && short.chars().all(|c| letters.any(|letter| letter == c))
}

/// Whether a word says something: not where it is short and written small (of, and, du, la).
fn is_said(word: &str) -> bool {
    word.chars().next().is_some_and(|first| !first.is_lowercase()) || word.chars().count() > SMALL
}

fn is_initials(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    (2..=INITIALS).contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

/// Letters, figures, and the marks that stand within words.
fn is_within(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}' | '-')
}

fn plain(word: &str) -> String {
    unaccented(word).filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_of(short: &str, name: &str) -> bool {
        Abbreviated::read(short).is_some_and(|short| short.is_of(name))
    }

    #[test]
    fn shortened_words_and_initials_are_met() {
        for (short, name) in [
            ("Congo, Dem. Rep.", "Democratic Republic of the Congo"),
            ("Micronesia, Fed. Sts.", "Federated States of Micronesia"),
            ("Lao PDR", "Lao People's Democratic Republic"),
            ("Venezuela, RB", "Rep\u{FA}blica Bolivariana de Venezuela"),
            ("St. Kitts & Nevis", "Saint Kitts and Nevis"),
            ("U.R. of Tanzania", "United Republic of Tanzania"),
        ] {
            assert!(is_of(short, name), "{short}");
        }
    }

    #[test]
    fn what_has_a_word_more_is_another() {
        for (short, name) in [
            ("Korea, Rep.", "Democratic People's Republic of Korea"),
            ("Congo, Rep.", "Democratic Republic of the Congo"),
            ("Guinea, Rep.", "Republic of Equatorial Guinea"),
            ("U.S.", "United States"),
            ("Republic of Guinea", "Republic of Guinea"),
            ("Congo, Rep.", "R\u{E9}publique d\u{E9}mocratique du Congo"),
            ("Korea, Rep.", "Korea"),
        ] {
            assert!(!is_of(short, name), "{short} is not {name}");
        }
    }
}
