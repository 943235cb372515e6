//! A stretch of text as a row of tokens: names, words with what they do in a clause, marks.
//!
//! `in its resolution 1 (2020) and` is: another word, a word of objects, another, a name, a joint.

use super::Reading;
use crate::knowledge::clauses::{Roles, lowered, pieces};
use crate::model::text::is_cjk;
use crate::model::{Language, Mention, Span};

/// A token and where it stands in the document.
#[derive(Debug, Clone, Copy)]
pub struct Token<'d> {
    pub span: Span,
    pub kind: Part<'d>,
}

#[derive(Debug, Clone, Copy)]
pub enum Part<'d> {
    Name(&'d Mention),
    Word(Roles),
    /// A comma, semicolon, colon, stop: a list may go on behind it.
    Stop,
    /// Brackets, quotation marks, dashes, numbers: between words they say nothing.
    Mark(char),
    Other,
}

impl Token<'_> {
    pub const fn does(&self, role: Roles) -> bool {
        matches!(self.kind, Part::Word(roles) if roles.has(role))
    }

    pub const fn is_stop(&self) -> bool {
        matches!(self.kind, Part::Stop)
    }
}

/// The tokens of a stretch of a segment.
#[must_use]
pub fn tokens<'d>(reading: &Reading<'d>, segment: usize, stretch: Span) -> Vec<Token<'d>> {
    let mentions = &reading.document.mentions[segment];
    let language = reading.document.segments[segment].language;
    let (mut found, mut at) = (Vec::new(), stretch.start);
    let first = mentions.partition_point(|m| m.span.start < stretch.start);
    for mention in mentions[first..].iter().take_while(|m| m.span.end <= stretch.end) {
        if mention.span.start < at {
            continue;
        }
        literal(reading, language, Span::new(at, mention.span.start), &mut found);
        found.push(Token { span: mention.span, kind: Part::Name(mention) });
        at = mention.span.end;
    }
    if at < stretch.end {
        literal(reading, language, Span::new(at, stretch.end), &mut found);
    }
    found
}

fn literal(reading: &Reading<'_>, language: Language, stretch: Span, found: &mut Vec<Token<'_>>) {
    let clauses = &reading.knowledge.rules(language).clauses;
    let text = lowered(reading.document.slice(stretch));
    let words = pieces(&text);
    let mut next = 0;
    while let Some(&(start, end)) = words.get(next) {
        let (kind, used) = match clauses.at(&text, &words[next..]) {
            Some((roles, used)) => (Part::Word(roles), used),
            None => (mark(&text[start..end]), 1),
        };
        let span = Span::new(start, words[next + used - 1].1).shifted(stretch.start);
        found.push(Token { span, kind });
        next += used;
    }
}

fn mark(piece: &str) -> Part<'static> {
    let Some(c) = piece.chars().next() else { return Part::Other };
    match c {
        ',' | ';' | ':' | '.' | '\u{60C}' | '\u{61B}' | '\u{3002}' | '\u{3001}' | '!' | '?' | '\u{61F}' => Part::Stop,
        _ if c.is_numeric() || !c.is_alphanumeric() && !is_letter_like(c) => Part::Mark(c),
        _ => Part::Other,
    }
}

fn is_letter_like(c: char) -> bool {
    is_cjk(c) && c.is_alphabetic()
}
