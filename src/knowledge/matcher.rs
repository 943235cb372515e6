//! Templates of cues matched against skeletons of sentences.
//!
//! A cue is tried on few sentences, and most cues of most languages on none: what costs is to be ready. So a template
//! becomes a short list of steps, made in microseconds, and is matched by going back where a way does not lead on. The
//! first way that does is the match, in the order in which the template writes its alternatives; gaps and slots of free
//! text take as little as they can, lists as much as they can. From one place of a template at one place of a sentence
//! the way leads on or it does not, whatever was read before: each such pair is tried once, so the work is bounded by
//! the length of the template times that of the sentence.

use super::slots::{Slot, SlotWords};
use super::template::Piece;
use crate::model::Span;

/// The most characters of a sentence that a gap may span.
const WIDEST_GAP: usize = 40;

/// A template ready to be matched.
#[derive(Debug)]
pub struct Matcher {
    steps: Vec<Step>,
    /// Names of the slots, by their number.
    slots: Vec<String>,
    /// Slots that stand on the way to the end of what has been made into steps: of two alternatives each may have its own.
    taken: Vec<usize>,
    /// How many steps have several ways to go on.
    branches: usize,
    /// What a match may begin with.
    first: Firsts,
}

/// Characters that something may begin with, as a set that may hold more than it was given: 64 classes of characters.
/// Most ways do not begin with the character at hand and are passed over without being tried.
#[derive(Debug, Clone, Copy)]
struct Firsts(u64);

impl Firsts {
    const ANY: Self = Self(u64::MAX);

    fn of(characters: impl IntoIterator<Item = char>) -> Self {
        Self(characters.into_iter().fold(0, |all, c| all | Self::class(c)))
    }

    const fn class(c: char) -> u64 {
        1 << (c as u32 % 64)
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether what follows in a text may begin so.
    fn may_begin(self, text: &str) -> bool {
        self.0 == u64::MAX || text.chars().next().is_some_and(|c| self.0 & Self::class(c) != 0)
    }
}

#[derive(Debug)]
enum Step {
    Literal(Literal),
    /// One of several ways, the first that leads on.
    Fork {
        branch: usize,
        ways: Vec<(Firsts, usize)>,
    },
    Jump(usize),
    Slot {
        branch: usize,
        number: usize,
        slot: Slot,
    },
    Gap {
        branch: usize,
    },
    SentenceEnd,
}

/// Words with white space between them; a space before or behind them may be any white space or, beside unspaced
/// scripts, none.
#[derive(Debug)]
struct Literal {
    may_lead: bool,
    words: Vec<String>,
    may_trail: bool,
}

/// What a template matched: the whole stretch, and what its slots captured.
#[derive(Debug)]
pub struct Captured<'m> {
    pub whole: Span,
    slots: Vec<(&'m str, Span)>,
}

impl Captured<'_> {
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<Span> {
        self.slots.iter().find(|(slot, _)| *slot == name).map(|(_, span)| *span)
    }

    /// Everything that slots captured.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.slots.iter().map(|(_, span)| *span)
    }
}

impl Matcher {
    /// The steps of a parsed template.
    ///
    /// # Errors
    /// Names the slot that no cue knows.
    pub fn new(pieces: &[Piece]) -> Result<Self, String> {
        let mut matcher = Self { steps: Vec::new(), slots: Vec::new(), taken: Vec::new(), branches: 0, first: Firsts::ANY };
        matcher.add(pieces)?;
        matcher.find_firsts();
        Ok(matcher)
    }

    /// Every match in a sentence's skeleton, leftmost first, none overlapping another.
    pub fn matches<'m>(&'m self, text: &str, words: &SlotWords) -> Vec<Captured<'m>> {
        let mut run = Run { matcher: self, text, words, failed: Failed::new(self.branches, text.len()), captured: Vec::new() };
        let (mut found, mut at) = (Vec::new(), 0);
        loop {
            if let Some(end) = self.first.may_begin(&text[at..]).then(|| run.go(0, at)).flatten() {
                let slots = run.captured.drain(..).map(|(number, span)| (self.slots[number].as_str(), span)).collect();
                found.push(Captured { whole: Span::new(at, end), slots });
                run.failed.clear();
                if end > at {
                    at = end;
                    continue;
                }
            }
            let Some(c) = text[at..].chars().next() else { return found };
            at += c.len_utf8();
        }
    }

    fn add(&mut self, pieces: &[Piece]) -> Result<(), String> {
        for piece in pieces {
            match piece {
                Piece::Literal(text) => self.steps.push(Step::Literal(Literal::new(text))),
                Piece::Gap => {
                    let branch = self.branch();
                    self.steps.push(Step::Gap { branch });
                }
                Piece::Slot(name) => self.add_slot(name)?,
                Piece::Options(options) => self.add_options(options)?,
            }
        }
        Ok(())
    }

    fn add_slot(&mut self, name: &str) -> Result<(), String> {
        if name == super::slots::NEXT_SENTENCE {
            self.steps.push(Step::SentenceEnd);
            return Ok(());
        }
        let slot = Slot::named(name).ok_or_else(|| format!("no slot is called `{name}`"))?;
        let known = self.slots.iter().position(|other| other == name);
        let number = known.unwrap_or_else(|| {
            self.slots.push(name.to_owned());
            self.slots.len() - 1
        });
        if self.taken.contains(&number) {
            return Err(format!("two slots are called `{name}`: a digit tells them apart"));
        }
        self.taken.push(number);
        let branch = self.branch();
        self.steps.push(Step::Slot { branch, number, slot });
        Ok(())
    }

    fn add_options(&mut self, options: &[Vec<Piece>]) -> Result<(), String> {
        let (fork, branch) = (self.steps.len(), self.branch());
        self.steps.push(Step::Fork { branch, ways: Vec::new() });
        let (mut begins, mut ends) = (Vec::new(), Vec::new());
        let before = self.taken.clone();
        let mut after = before.clone();
        for option in options {
            begins.push(self.steps.len());
            self.taken.clone_from(&before);
            self.add(option)?;
            after.extend(&self.taken[before.len()..]);
            ends.push(self.steps.len());
            self.steps.push(Step::Jump(0));
        }
        self.taken = after;
        let onwards = self.steps.len();
        ends.into_iter().for_each(|end| self.steps[end] = Step::Jump(onwards));
        self.steps[fork] = Step::Fork { branch, ways: begins.into_iter().map(|begin| (Firsts::ANY, begin)).collect() };
        Ok(())
    }

    /// What each step may begin with, from the last to the first: steps only lead onwards.
    fn find_firsts(&mut self) {
        let mut firsts = vec![Firsts::ANY; self.steps.len() + 1];
        for at in (0..self.steps.len()).rev() {
            firsts[at] = match &mut self.steps[at] {
                Step::Literal(literal) => literal.firsts(firsts[at + 1]),
                Step::Jump(to) => firsts[*to],
                Step::Slot { slot, .. } => slot.firsts().map_or(Firsts::ANY, |classes| Firsts::of(classes.iter().copied())),
                Step::Gap { .. } | Step::SentenceEnd => Firsts::ANY,
                Step::Fork { ways, .. } => ways.iter_mut().fold(Firsts::of([]), |all, (first, way)| {
                    *first = firsts[*way];
                    all.and(*first)
                }),
            };
        }
        self.first = firsts[0];
    }

    const fn branch(&mut self) -> usize {
        self.branches += 1;
        self.branches - 1
    }
}

impl Literal {
    fn new(text: &str) -> Self {
        Self {
            may_lead: text.starts_with(' '),
            words: text.split(' ').filter(|word| !word.is_empty()).map(crate::normalise::fold_line).collect(),
            may_trail: text.len() > 1 && text.ends_with(' '),
        }
    }

    fn firsts(&self, onwards: Firsts) -> Firsts {
        let own = self.words.first().map_or(onwards, |word| Firsts::of(word.chars().next()));
        if self.may_lead || self.words.is_empty() { own.and(Firsts::of([' ', '\t', '\n'])) } else { own }
    }

    /// Where the text goes on behind these words, if they stand there.
    fn read(&self, text: &str, mut at: usize) -> Option<usize> {
        if self.may_lead {
            at = behind_space(text, at);
        }
        for (i, word) in self.words.iter().enumerate() {
            if i > 0 {
                let onwards = behind_space(text, at);
                if onwards == at {
                    return None;
                }
                at = onwards;
            }
            if !text.as_bytes()[at..].starts_with(word.as_bytes()) {
                return None;
            }
            at += word.len();
        }
        Some(if self.may_trail { behind_space(text, at) } else { at })
    }
}

/// Behind white space as it is left by folding.
fn behind_space(text: &str, at: usize) -> usize {
    at + text.as_bytes()[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n')).count()
}

/// Steps with several ways from which, at a place of the text, none leads on.
struct Failed {
    places: usize,
    bits: Vec<u64>,
}

impl Failed {
    fn new(branches: usize, length: usize) -> Self {
        let places = length + 1;
        Self { places, bits: vec![0; (branches * places).div_ceil(64)] }
    }

    fn has(&self, branch: usize, at: usize) -> bool {
        let bit = branch * self.places + at;
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    fn put(&mut self, branch: usize, at: usize) {
        let bit = branch * self.places + at;
        self.bits[bit / 64] |= 1 << (bit % 64);
    }

    fn clear(&mut self) {
        self.bits.fill(0);
    }
}

/// A search through one sentence.
struct Run<'r> {
    matcher: &'r Matcher,
    text: &'r str,
    words: &'r SlotWords,
    failed: Failed,
    captured: Vec<(usize, Span)>,
}

impl Run<'_> {
    /// Where a match that goes on with a step at a place ends.
    fn go(&mut self, mut step: usize, mut at: usize) -> Option<usize> {
        let matcher = self.matcher;
        loop {
            match matcher.steps.get(step) {
                None => return Some(at),
                Some(Step::Literal(literal)) => {
                    at = literal.read(self.text, at)?;
                    step += 1;
                }
                Some(Step::Jump(to)) => step = *to,
                Some(Step::SentenceEnd) => {
                    at = self.words.behind_sentence_end(self.text, at)?;
                    step += 1;
                }
                Some(Step::Fork { branch, ways }) => {
                    return self.once(*branch, at, |run| {
                        let rest = &run.text[at..];
                        ways.iter().filter(|(first, _)| first.may_begin(rest)).find_map(|&(_, way)| run.go(way, at))
                    });
                }
                Some(Step::Gap { branch }) => {
                    let onwards = step + 1;
                    return self.once(*branch, at, |run| run.gap(onwards, at));
                }
                Some(Step::Slot { branch, number, slot }) => {
                    let onwards = step + 1;
                    return self.once(*branch, at, |run| {
                        slot.each_end(run.text, at, run.words, &mut |end| {
                            let before = run.captured.len();
                            run.captured.push((*number, Span::new(at, end)));
                            let found = run.go(onwards, end);
                            if found.is_none() {
                                run.captured.truncate(before);
                            }
                            found
                        })
                    });
                }
            }
        }
    }

    /// Tries the ways from a step at a place, unless it is known that none leads on.
    fn once(&mut self, branch: usize, at: usize, ways: impl FnOnce(&mut Self) -> Option<usize>) -> Option<usize> {
        if self.failed.has(branch, at) {
            return None;
        }
        let found = ways(self);
        if found.is_none() {
            self.failed.put(branch, at);
        }
        found
    }

    fn gap(&mut self, onwards: usize, at: usize) -> Option<usize> {
        let text = &self.text[at..];
        let ends = text.char_indices().take_while(|(_, c)| *c != '\n').map(|(i, c)| i + c.len_utf8()).take(WIDEST_GAP);
        std::iter::once(0).chain(ends).find_map(|end| self.go(onwards, at + end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::cues::marker;
    use crate::knowledge::template::parse;
    use crate::knowledge::{Knowledge, Settings};
    use crate::model::Language;

    fn words() -> SlotWords {
        let knowledge = Knowledge::load(None).expect("the data is whole");
        let settings: &Settings = &knowledge.rules(Language::En).settings;
        SlotWords::of(settings)
    }

    /// What a template matches in a skeleton (`S` a state, `O` an organisation), and what a slot captures there.
    fn matched(template: &str, skeleton: &str, slot: &str) -> Vec<(String, String)> {
        let plain = |text: &str| text.replace(marker::STATE, "S").replace(marker::ORGANISATION, "O");
        let text = skeleton.replace('S', &marker::STATE.to_string()).replace('O', &marker::ORGANISATION.to_string());
        let matcher = Matcher::new(&parse(template).expect("parses")).expect("slots are known");
        let found = matcher.matches(&text, &words());
        let own = |span: Span| plain(&text[span.start..span.end]);
        found.iter().map(|m| (own(m.whole), m.slot(slot).map(own).unwrap_or_default())).collect()
    }

    fn whole(template: &str, skeleton: &str) -> Vec<String> {
        matched(template, skeleton, "").into_iter().map(|(whole, _)| whole).collect()
    }

    #[test]
    fn alternatives_are_tried_in_their_order_and_left_where_they_do_not_lead_on() {
        assert_eq!(whole("{state} [is a|is] member", "S is a member, S is  member"), ["S is a member", "S is  member"]);
        assert_eq!(whole("[a|ab][c|]d", "abd acd ad"), ["abd", "acd", "ad"]);
        assert!(whole("{state} is a member", "S isa member").is_empty());
    }

    #[test]
    fn lists_take_as_much_as_leads_on_and_gaps_as_little() {
        let list = matched("{states} join {org}", "S, S and the S join O", "states");
        assert_eq!(list, [("S, S and the S join O".to_owned(), "S, S and the S".to_owned())]);
        assert_eq!(whole("{state}~{org}", "S of O and O"), ["S of O"]);
        assert!(whole("{state}~{org}", &format!("S{}O", "x".repeat(41))).is_empty());
        assert_eq!(whole("{state}~{org}", &format!("S{}S of O", "x".repeat(41))), ["S of O"]);
    }

    #[test]
    fn no_text_takes_long() {
        let template = format!("{{state}}{}end", "[a|aa|~|]".repeat(40));
        assert!(whole(&template, &format!("S{}", "a".repeat(2_000))).is_empty());
    }

    #[test]
    fn slots_that_are_unknown_or_stand_twice_are_told() {
        let error = |template: &str| Matcher::new(&parse(template).expect("parses")).expect_err("no matcher");
        assert!(error("{what} is").contains("what") && error("{state} and {state}").contains("two slots"));
        assert!(error("{state} [is|and {state} are] in {org}").contains("two slots"));
        assert!(error("[{state} is|in {org} is] {state}").contains("two slots"));
    }

    #[test]
    fn a_slot_may_stand_in_each_of_several_alternatives() {
        let joined = matched("[{state} joined|joined was {org} by {state}]", "S joined, joined was O by S", "state");
        assert_eq!(joined, [("S joined".to_owned(), "S".to_owned()), ("joined was O by S".to_owned(), "S".to_owned())]);
    }
}
