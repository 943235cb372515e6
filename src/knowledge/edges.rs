//! What stands beside a name decides whether it is one: another word written the same (the financial statement, Mali), a
//! title of which it is only the second half (Deputy Minister).
//!
//! Left out: words that `language.toml` does not have.

use super::Settings;
use super::names::Sense;
use crate::model::text::cuts_word;
use crate::model::{Kind, Span};
use rustc_hash::FxHashSet;

/// Bytes between two names of a list.
const LIST_GAP: usize = 6;

/// What a language says of the words beside names.
#[derive(Debug, Default)]
pub struct Edges {
    homographs: FxHashSet<String>,
    before: Vec<String>,
    heads: Vec<String>,
    tails: Vec<String>,
    /// With which names are transliterated.
    pub letters: String,
}

impl Edges {
    pub fn new(settings: &Settings) -> Self {
        let fold = |words: &[String]| -> Vec<String> { words.iter().map(|w| crate::normalise::fold_line(w)).collect() };
        Self {
            homographs: fold(&settings.homographs).into_iter().collect(),
            before: fold(&settings.before_homographs),
            heads: fold(&settings.post_heads),
            tails: fold(&settings.post_tails),
            letters: settings.name_characters.clone(),
        }
    }

    /// Whether a name counts, given what was found beside it.
    pub fn allow(&self, text: &str, found: &[(Span, &Sense)], at: usize) -> bool {
        let (span, sense) = found[at];
        match sense.entity.kind {
            Kind::Post => !self.is_half_title(text, span),
            _ if self.homographs.is_empty() || !self.homographs.contains(span.of(text)) => true,
            _ => self.is_led(text, span) || is_alone(text, span) || is_listed(text, found, at),
        }
    }

    /// Whether a word before a post or behind it makes it another one.
    fn is_half_title(&self, text: &str, span: Span) -> bool {
        let (before, after) = (&text[..span.start], &text[span.end..]);
        let ends = |head: &String| {
            let rest = before.strip_suffix(' ').unwrap_or(before);
            rest.ends_with(head.as_str())
                && (head.ends_with('-') || rest.len() < before.len() || !cuts_word(text, span.start))
                && !cuts_word(text, rest.len() - head.len())
        };
        let begins = |tail: &String| {
            let rest = after.strip_prefix(' ').unwrap_or(after);
            rest.starts_with(tail.as_str()) && !cuts_word(text, text.len() - rest.len() + tail.len())
        };
        self.heads.iter().any(ends) || self.tails.iter().any(begins)
    }

    /// Whether a word before the name tells that it is one.
    fn is_led(&self, text: &str, span: Span) -> bool {
        let before = text[..span.start].trim_end();
        let spaced = before.len() < span.start;
        // A letter written onto the name belongs to it; what tells stands before that.
        let word = before.rfind(|c: char| !c.is_alphanumeric()).map_or(before, |i| before[i..].trim_start());
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        spaced && self.before.iter().any(|led| led == word)
            || !spaced && self.before.iter().any(|led| before.ends_with(led.as_str()) && led.chars().count() == 1)
    }
}

/// Whether a name begins its sentence, or stands alone in brackets or on its line.
fn is_alone(text: &str, span: Span) -> bool {
    let before = text[..span.start].trim_end().chars().next_back();
    before.is_none_or(|c| matches!(c, '.' | '!' | '?' | ':' | '(' | '\u{61F}' | '\n'))
}

/// Whether a name of a State stands beside it in a list.
fn is_listed(text: &str, found: &[(Span, &Sense)], at: usize) -> bool {
    let span = found[at].0;
    let is_state = |other: &(Span, &Sense)| other.1.entity.kind == Kind::State;
    let near = |from: usize, to: usize| {
        text.get(from..to).is_some_and(|between| between.len() <= LIST_GAP && between.contains(['\u{60C}', ',', '\u{648}']))
    };
    let before = at.checked_sub(1).map(|i| &found[i]).filter(|other| is_state(other));
    let after = found.get(at + 1).filter(|other| is_state(other));
    before.is_some_and(|other| near(other.0.end, span.start)) || after.is_some_and(|other| near(span.end, other.0.start))
}
