//! What the slots of cue templates take: markers of names, lists of them, free text.

use super::Settings;
use super::cues::marker as m;
use crate::normalise::fold_line;
use rustc_hash::FxHashMap;

/// The slot that stands for the end of a sentence in a template that goes over two.
pub const NEXT_SENTENCE: &str = "then";

/// The most characters that slots of free text may take.
const WIDEST_TEXT: usize = 40;
const WIDEST_WORDS: usize = 60;
const WIDEST_EVENT: usize = 80;
const WIDEST_LIST: usize = 200;

const STATE: &[char] = &[m::STATE];
const ORGANISATION: &[char] = &[m::ORGANISATION];
const PARTY: &[char] = &[m::STATE, m::ORGANISATION];
const INSTRUMENT: &[char] = &[m::INSTRUMENT, m::TITLE];

/// What a slot takes.
#[derive(Debug, Clone, Copy)]
pub enum Slot {
    /// One marker of these classes.
    One(&'static [char]),
    /// A list of such markers.
    Several(&'static [char]),
    /// States with their dates in brackets.
    Terms,
    /// Characters that are no markers.
    Text,
    /// Anything up to the end of a line.
    Words,
    /// What is left of a sentence: a list of names that no table may know.
    List,
    /// Words that end with one of the language's nouns for events.
    Event,
}

/// The words of a language that slots go by.
#[derive(Debug)]
pub struct SlotWords {
    separators: Vec<String>,
    articles: Vec<String>,
    /// By the character that they begin with.
    event_nouns: FxHashMap<char, Vec<String>>,
    particles: String,
    sentence_end: String,
}

impl SlotWords {
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        let mut event_nouns: FxHashMap<char, Vec<String>> = FxHashMap::default();
        for noun in &settings.event_nouns {
            if let Some(first) = noun.chars().next() {
                event_nouns.entry(first).or_default().push(noun.clone());
            }
        }
        let folded = |words: &[String]| words.iter().map(|word| fold_line(word).trim().to_owned()).collect::<Vec<String>>();
        Self {
            separators: folded(&settings.list_separators),
            articles: folded(&settings.articles),
            event_nouns,
            particles: settings.particles.clone(),
            sentence_end: settings.sentence_end.clone(),
        }
    }

    /// Behind the mark that ends a sentence, and a space.
    #[must_use]
    pub fn behind_sentence_end(&self, text: &str, at: usize) -> Option<usize> {
        let mark = text[at..].chars().next().filter(|c| self.sentence_end.contains(*c))?;
        let behind = at + mark.len_utf8();
        Some(if text[behind..].starts_with(' ') { behind + 1 } else { behind })
    }

    /// Whether this is all that stands between two members of a list: a separator or two, and an article.
    fn separates(&self, between: &str) -> bool {
        let starts = |text: &str, words: &[String], then: &dyn Fn(&str) -> bool| {
            words.iter().filter_map(|word| text.strip_prefix(word.as_str())).any(|rest| then(rest.trim_start()))
        };
        let ends = |rest: &str| rest.is_empty() || starts(rest, &self.articles, &str::is_empty);
        starts(between.trim_start(), &self.separators, &|rest| ends(rest) || starts(rest, &self.separators, &ends))
    }
}

impl Slot {
    /// The slot of this name; a digit behind it tells two of a kind apart.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "state" => Self::One(STATE),
            "states" => Self::Several(STATE),
            "org" => Self::One(ORGANISATION),
            "orgs" => Self::Several(ORGANISATION),
            "party" => Self::One(PARTY),
            "parties" => Self::Several(PARTY),
            "person" => Self::One(&[m::PERSON]),
            "reference" => Self::One(&[m::REFERENCE]),
            "references" => Self::Several(&[m::REFERENCE]),
            "instrument" => Self::One(INSTRUMENT),
            "instruments" => Self::Several(INSTRUMENT),
            "date" => Self::One(&[m::MOMENT]),
            "place" => Self::One(&[m::PLACE]),
            "tongue" => Self::One(&[m::TONGUE]),
            "title" => Self::One(&[m::TITLE]),
            "terms" => Self::Terms,
            "text" => Self::Text,
            "words" => Self::Words,
            "list" => Self::List,
            "event" => Self::Event,
            _ => return None,
        })
    }

    /// The markers that it may begin with; `None` where it takes free text.
    #[must_use]
    pub const fn firsts(self) -> Option<&'static [char]> {
        match self {
            Self::One(classes) | Self::Several(classes) => Some(classes),
            Self::Terms => Some(STATE),
            Self::Text | Self::Words | Self::List | Self::Event => None,
        }
    }

    /// Tries the places where the slot may end, the likeliest first, until one leads on.
    pub fn each_end(self, text: &str, at: usize, words: &SlotWords, lead: &mut dyn FnMut(usize) -> Option<usize>) -> Option<usize> {
        match self {
            Self::One(classes) => lead(behind(text, at, classes)?),
            Self::Several(classes) => longest_first(text, at, words, lead, &|from| behind(text, from, classes)),
            Self::Terms => longest_first(text, at, words, lead, &|from| behind_term(text, from)),
            Self::Text => shortest_first(text, at, WIDEST_TEXT, lead, |c| !('\u{E000}'..='\u{E00F}').contains(&c)),
            Self::Words => shortest_first(text, at, WIDEST_WORDS, lead, |c| c != '\n'),
            Self::List => shortest_first(text, at, WIDEST_LIST, lead, |c| !matches!(c, ';' | '\u{3002}')),
            Self::Event => event(text, at, words, lead),
        }
    }
}

/// Behind a marker of one of these classes.
fn behind(text: &str, at: usize, classes: &[char]) -> Option<usize> {
    let marker = text[at..].chars().next()?;
    classes.contains(&marker).then(|| at + marker.len_utf8())
}

/// Behind a state with a date in brackets.
fn behind_term(text: &str, at: usize) -> Option<usize> {
    let state = behind(text, at, STATE)?;
    let rest = &text[state..];
    let bracket = rest.strip_prefix(char::is_whitespace).unwrap_or(rest).strip_prefix('(')?;
    let date = behind(text, text.len() - bracket.len(), &[m::MOMENT])?;
    text[date..].starts_with(')').then_some(date + 1)
}

/// A list of members, with as many as lead on.
fn longest_first(
    text: &str,
    at: usize,
    words: &SlotWords,
    lead: &mut dyn FnMut(usize) -> Option<usize>,
    member: &dyn Fn(usize) -> Option<usize>,
) -> Option<usize> {
    let mut ends = vec![member(at)?];
    let mut end = ends[0];
    while let Some(next) = text[end..].find(|c| ('\u{E000}'..='\u{E00F}').contains(&c)).map(|next| end + next) {
        let Some(behind) = member(next).filter(|_| words.separates(&text[end..next])) else { break };
        end = behind;
        ends.push(end);
    }
    ends.into_iter().rev().find_map(lead)
}

/// Characters of a kind, one at least, as few as lead on.
fn shortest_first(
    text: &str,
    at: usize,
    widest: usize,
    lead: &mut dyn FnMut(usize) -> Option<usize>,
    takes: impl Fn(char) -> bool,
) -> Option<usize> {
    let taken = text[at..].char_indices().take(widest).take_while(|(_, c)| takes(*c));
    taken.map(|(i, c)| at + i + c.len_utf8()).find_map(lead)
}

/// Words up to a noun for events; a theme in quotation marks may have commas in it.
fn event(text: &str, at: usize, words: &SlotWords, lead: &mut dyn FnMut(usize) -> Option<usize>) -> Option<usize> {
    let mut from = next_of_event(text, at, &words.particles)?;
    loop {
        if let Some(found) = behind_nouns(text, at, from, words, lead) {
            return Some(found);
        }
        from = next_of_event(text, from, "")?;
        if text[at..from].chars().count() > WIDEST_EVENT {
            return None;
        }
    }
}

/// Behind one character of an event's name, or a theme in quotation marks.
fn next_of_event(text: &str, at: usize, never: &str) -> Option<usize> {
    let first = text[at..].chars().next()?;
    let behind = at + first.len_utf8();
    match first {
        '"' | '\u{201C}' => {
            let close = behind + text[behind..].find(['"', '\u{201C}', '\u{201D}'])?;
            let mark = text[close..].chars().next().filter(|c| *c != '\u{201C}')?;
            (close > behind).then(|| close + mark.len_utf8())
        }
        ',' | ';' | '\u{201D}' | '\u{3002}' => None,
        c => (!never.contains(c)).then_some(behind),
    }
}

/// Behind the nouns that stand here, as many as lead on.
fn behind_nouns(text: &str, begin: usize, at: usize, words: &SlotWords, lead: &mut dyn FnMut(usize) -> Option<usize>) -> Option<usize> {
    let nouns = words.event_nouns.get(&text[at..].chars().next()?)?;
    nouns.iter().filter(|noun| text[at..].starts_with(noun.as_str())).map(|noun| at + noun.len()).find_map(|end| {
        let is_narrow = text[begin..end].chars().count() <= WIDEST_EVENT;
        is_narrow.then(|| behind_nouns(text, begin, end, words, lead).or_else(|| lead(end))).flatten()
    })
}
