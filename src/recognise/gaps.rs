//! What stands between two numbers of a list: joining words, dates, parts, notes; or, with recovery, the description of
//! the first of them (`71/275 of D on X and 75/28 of D on Y`). What ends a sentence or opens a list of its own parts them.

use super::resolutions::Scan;
use super::shapes::{Form, Shape};
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// A title between a trigger and its numbers: `resolutions entitled X of D, N`.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "[\"\u{201C}\u{AB}\u{201E}][^\"\u{201C}\u{201D}\u{AB}\u{BB}]{2,200}[\"\u{201D}\u{BB}]|\u{201D}[^\u{201C}\u{201D}]{2,200}\u{201C}",
    )
    .expect("compiles")
});

/// A letter that a misprint has parted from its number, and the mark of a note.
static STRAY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:^|[\s,])(?:[A-Z]|\d{1,2}\b)(?:[\s,;]|$)").expect("compiles"));

/// From the end of one bracket to the beginning of the next.
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[^()]{0,40}\)[^()]+\($").expect("compiles"));

/// The end of a sentence.
static SENTENCE_END: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[.?!\u{61F}]\s+\p{Lu}|[.?!\u{61F}]\s+\d+\.\s|[\u{3002}\u{FF1F}\u{FF01};\u{61B}\n]").expect("compiles"));

/// Bytes that a list may be interrupted for by a note.
const LONGEST_NOTE: usize = 500;

/// Bytes within which a trigger or a body must stand.
pub(super) const REACH: usize = 220;

/// Bytes of the longest description of an item.
const LONGEST_DESCRIPTION: usize = 400;

/// How two numbers of one list stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// Nothing but joining words between them.
    Listed,
    /// All between them belong to the list too.
    Range,
    /// What the first is about stands between them.
    Described,
}

/// Whether a sentence ends within a text.
pub(super) fn ends_sentence(text: &str) -> bool {
    SENTENCE_END.is_match(text)
}

impl Scan<'_> {
    /// Whether the text between two places is only what links the members of a list.
    pub(super) fn links(&self, from: usize, to: usize) -> bool {
        self.linking(from, to).is_some_and(|text| self.words.link.is_match(&text))
    }

    /// A stretch between two members without notes, titles and dates.
    fn linking(&self, from: usize, to: usize) -> Option<String> {
        if from > to || to - from > LONGEST_NOTE {
            return None;
        }
        let text = self.words.without_note(&self.text[from..to]);
        let text = QUOTED.replace_all(&text, " ");
        (text.len() <= REACH).then(|| self.dates.replace_all(&text, " ").into_owned())
    }

    /// How two numbers are joined, if they are.
    pub(super) fn joint(&self, before: &Shape, next: &Shape, described: bool) -> Option<Joint> {
        let (from, to) = (before.span.end, next.span.start);
        let gap = self.text.get(from..to)?;
        if !gap.trim().is_empty() && self.lists.range.find(gap).is_some_and(|m| m.end() == gap.len()) && before.is_like(next) {
            return Some(Joint::Range);
        }
        if self.links(from, to) || self.links_with_parts(from, to, before, next) {
            return Some(Joint::Listed);
        }
        (described && self.describes(before, next)).then_some(Joint::Described)
    }

    /// As `links`, with parts of documents, stray letters and marks left out of account.
    fn links_with_parts(&self, from: usize, to: usize, before: &Shape, next: &Shape) -> bool {
        let Some(text) = self.linking(from, to) else { return false };
        let text = self.lists.without_parts(&text);
        let text = STRAY.replace_all(&text, " ").replace([';', '\u{61B}', '(', ')'], " ");
        // A list of rows may mix old numbers and new ones; in prose only what is written alike goes on.
        text.trim().is_empty() || before.is_like(next) && self.words.link.is_match(&text)
    }

    /// Whether what stands between two numbers says what the first is about, and the second goes on with the list.
    fn describes(&self, before: &Shape, next: &Shape) -> bool {
        let (from, to) = (before.span.end, next.span.start);
        if to - from > LONGEST_DESCRIPTION || !before.is_like(next) || matches!(next.form, Form::Bare { .. }) {
            return false;
        }
        let note: Cow<'_, str> = self.words.without_note(&self.text[from..to]);
        let ends = SENTENCE_END.is_match(&note) || self.triggers.iter().any(|t| t.start >= from && t.end <= to);
        // What each is about stands before its brackets: `on X (43/222), Y (50/11) and Z (73/341)`.
        if !ends && BRACKETED.is_match(&note) {
            return true;
        }
        if ends || !self.ends_in_separator(&note) {
            return false;
        }
        let text = self.dates.replace_all(&note, " ");
        let text = self.lists.without_parts(&text);
        let is_about = self.lists.begins_description(&text);
        let behind = &self.text[self.printed(next.span).end..];
        let ends_item = behind.trim_start().starts_with([',', '.', ';', ')', '\u{60C}', '\u{3001}']) || behind.trim().is_empty();
        self.has_date_beside(next) && self.has_date_beside(before) || is_about && (ends_item || self.lists.begins_description(behind))
    }

    /// Whether a stretch ends in what separates the members of a list.
    fn ends_in_separator(&self, text: &str) -> bool {
        let text = text.trim_end();
        let text = self.words.before_number.iter().find_map(|mark| text.strip_suffix(mark.as_str())).unwrap_or(text);
        let begins = text.char_indices().rev().take(MOST_LETTERS).map(|(at, _)| at);
        begins.into_iter().any(|at| {
            let apart = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() || crate::model::text::is_cjk(c));
            let is_mark = text[at..].starts_with([',', '\u{60C}', '\u{3001}']);
            (apart || is_mark) && self.lists.separator.find(&text[at..]).is_some_and(|m| m.end() == text.len() - at)
        })
    }

    /// As `links`, with names of bodies left out of account.
    pub(super) fn links_around_bodies(&self, from: usize, to: usize) -> bool {
        if from > to || to - from > REACH {
            return false;
        }
        let (mut rest, mut at) = (String::new(), from);
        for (span, _) in self.bodies.iter().filter(|(s, _)| s.start >= from && s.end <= to) {
            rest.push_str(&self.text[at..span.start]);
            rest.push(' ');
            at = span.end;
        }
        rest.push_str(&self.text[at..to]);
        self.words.link.is_match(&self.dates.replace_all(&rest, " "))
    }
}

/// Letters of the longest separator.
const MOST_LETTERS: usize = 14;
