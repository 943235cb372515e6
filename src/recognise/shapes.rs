//! The shapes that numbers of resolutions and decisions have, whatever the language around them.

use crate::knowledge::references::ReferenceWords;
use crate::model::Span;
use crate::model::numeral::roman;
use crate::model::text::is_cjk;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// Session and serial; serial and year; serial and session in Roman numerals.
static SLASH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:(ES|S)-)?(\d{1,4})/(\d{1,4})(?: ?([A-Z](?:-[A-Z])?))?").expect("compiles"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\d{1,4}) ?\(((?:19[4-9]|20\d)\d)\)").expect("compiles"));
static ROMAN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(\d{1,4})(?: ?([A-Z\u{410}-\u{42F}]))? ?\(((?:ES-|S-)?[IVXL]+)\)").expect("compiles"));

/// A number that has the shape of a resolution's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    pub span: Span,
    pub form: Form,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// `59/50`, `S-30/1`, `47/21`, `2010/1`: the part before the slash, and after it.
    Slash { special: String, first: u32, rest: String },
    /// `242 (1967)`: the Security Council's since 1946.
    Year { number: u32, year: u32 },
    /// `2625 (XXV)`: the General Assembly's until 1975.
    Roman { number: String, session: String },
    /// `2231`, with the word resolution beside it: a Council resolution without its year.
    Bare { number: u32 },
}

/// The numbers of a paragraph that have the shape of a resolution's, in order, none over another.
pub(super) fn shapes(text: &str, words: &ReferenceWords) -> Vec<Shape> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let mut shapes: Vec<Shape> = Vec::new();
    let mut add = |span: Span, form: Form| {
        if !touches_number(text, span) && !shapes.iter().any(|s| s.span.overlaps(span)) {
            shapes.push(Shape { span, form });
        }
    };
    let number = |c: &Captures<'_>, i: usize| c.get(i).map_or("", |m| m.as_str()).to_owned();
    let whole = |c: &Captures<'_>| c.get(0).map_or(Span::default(), |m| Span::new(m.start(), m.end()));
    for c in YEAR.captures_iter(text) {
        let (n, y) = (number(&c, 1).parse().unwrap_or(0), number(&c, 2).parse().unwrap_or(0));
        add(whole(&c), Form::Year { number: n, year: y });
    }
    for c in ROMAN.captures_iter(text) {
        add(
            whole(&c),
            Form::Roman { number: number(&c, 1) + &words.item(&number(&c, 2).to_lowercase()).to_uppercase(), session: number(&c, 3) },
        );
    }
    for (expression, session) in &words.foreign_sessions {
        for c in expression.captures_iter(text) {
            let letter = c.name("letter").and_then(|m| words.letter(m.as_str())).unwrap_or_default();
            let n = c.name("n").map_or("", |m| m.as_str());
            let Some(k) = c.name("k").and_then(|m| m.as_str().parse().ok()) else { continue };
            add(whole(&c), Form::Roman { number: format!("{n}{letter}"), session: format!("{session}{}", roman(k)) });
        }
    }
    for c in SLASH.captures_iter(text) {
        let letters = c.get(4).map_or("", |m| m.as_str());
        // A capital after the number is a part of the resolution only where no word begins with it.
        let after = text[whole(&c).end..].chars().next();
        let is_part = !after.is_some_and(|a| a.is_alphanumeric() && !is_cjk(a) || matches!(a, '.' | '\'' | '/'));
        let end = if is_part || letters.is_empty() { whole(&c).end } else { c.get(3).map_or(0, |m| m.end()) };
        // A part set off by a space (54/54 N) shares the resolution's symbol; one written on (74/255A) has its own.
        let attached = c.get(3).zip(c.get(4)).is_some_and(|(number, letter)| number.end() == letter.start());
        let letters = if is_part && attached { letters } else { "" };
        let end = end + words.part_letter(&text[end..]).unwrap_or(0);
        let (mut start, mut special) = (whole(&c).start, number(&c, 1));
        for (prefix, code) in &words.special_prefixes {
            if let Some(head) = text[..start].strip_suffix(prefix.as_str()) {
                (start, special) = (head.len(), code.clone());
                break;
            }
        }
        let first = number(&c, 2).parse().unwrap_or(0);
        add(Span::new(start, end), Form::Slash { special, first, rest: format!("{}{letters}", number(&c, 3)) });
    }
    for c in words.bare.iter().flat_map(|r| r.captures_iter(text)) {
        if let Some(m) = c.name("n") {
            add(Span::new(m.start(), m.end()), Form::Bare { number: m.as_str().parse().unwrap_or(0) });
        }
    }
    shapes.sort_by_key(|s| s.span.start);
    shapes
}

/// A number inside a longer one, a symbol or a fraction is none.
fn touches_number(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let mut after = text[span.end..].chars();
    let (next, second) = (after.next(), after.next());
    before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-'))
        || next.is_some_and(|c| c.is_ascii_digit() || c == '/')
        || next == Some('-') && second.is_some_and(|c| c.is_ascii_digit())
}
