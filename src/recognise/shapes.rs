//! The shapes that numbers of resolutions and decisions have, whatever the language around them.

use super::letters::part_letters;
use crate::knowledge::lists::ListWords;
use crate::knowledge::references::ReferenceWords;
use crate::model::Span;
use crate::model::numeral::roman;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// Session and serial; serial and year; serial and session in Roman numerals.
static SLASH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:(ES|S)-)?(\d{1,4})( ?/ ?)(\d{1,4})").expect("compiles"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\d{1,4}) ?\( ?((?:19[4-9]|20\d)\d) ?\)").expect("compiles"));
static ROMAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(\d{1,4})(?: ?([A-Z\u{410}-\u{42F}])(?:[^()\d\n]{1,9}?[A-Z\u{410}-\u{42F}]){0,6})? ?\(((?:ES-|S-)?[IVXL]+)\)")
        .expect("compiles")
});

/// A number that has the shape of a resolution's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    pub span: Span,
    pub form: Form,
    /// What else the same words name: the parts B and C.
    pub more: Vec<Form>,
    /// Where the letters of parts begin, if set off by a space.
    pub letters: Option<usize>,
    /// A resolution's only within a list that has a head: a misprint, or its year stands with a later number.
    pub needs_head: bool,
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

impl Shape {
    pub(super) const fn new(span: Span, form: Form) -> Self {
        Self { span, form, more: Vec::new(), letters: None, needs_head: false }
    }

    /// The number that counts within its session or year, without the letters of parts.
    pub(super) fn serial(&self) -> Option<u32> {
        match &self.form {
            Form::Slash { rest, .. } => rest.trim_end_matches(|c: char| c.is_ascii_uppercase()).parse().ok(),
            Form::Roman { number, .. } => number.trim_end_matches(char::is_alphabetic).parse().ok(),
            Form::Year { number, .. } | Form::Bare { number } => Some(*number),
        }
    }

    /// Whether two numbers may stand in one list by their kind.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        // From 1946 on what stands before the slash is a year.
        let class = |special: &str, first: u32| (!special.is_empty(), first > 1945);
        match (&self.form, &other.form) {
            (Form::Slash { special, first, .. }, Form::Slash { special: s, first: f, .. }) => class(special, *first) == class(s, *f),
            (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
        }
    }
}

/// The numbers of a paragraph that have the shape of a resolution's, in order, none over another.
pub(super) fn shapes(text: &str, words: &ReferenceWords, lists: &ListWords) -> Vec<Shape> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let mut shapes: Vec<Shape> = Vec::new();
    let mut add = |shape: Shape| {
        if !touches_number(text, shape.span) && !shapes.iter().any(|s| s.span.overlaps(shape.span)) {
            shapes.push(shape);
        }
    };
    let number = |c: &Captures<'_>, i: usize| c.get(i).map_or("", |m| m.as_str()).to_owned();
    let whole = |c: &Captures<'_>| c.get(0).map_or(Span::default(), |m| Span::new(m.start(), m.end()));
    for c in YEAR.captures_iter(text) {
        let (n, y) = (number(&c, 1).parse().unwrap_or(0), number(&c, 2).parse().unwrap_or(0));
        add(Shape::new(whole(&c), Form::Year { number: n, year: y }));
    }
    for c in ROMAN.captures_iter(text) {
        let number = number(&c, 1) + &words.item(&number(&c, 2).to_lowercase()).to_uppercase();
        add(Shape::new(whole(&c), Form::Roman { number, session: c[3].to_owned() }));
    }
    for (expression, session) in &words.foreign_sessions {
        for c in expression.captures_iter(text) {
            let letter = c.name("letter").and_then(|m| words.letter(m.as_str())).unwrap_or_default();
            let n = c.name("n").map_or("", |m| m.as_str());
            let Some(k) = c.name("k").and_then(|m| m.as_str().parse().ok()) else { continue };
            add(Shape::new(whole(&c), Form::Roman { number: format!("{n}{letter}"), session: format!("{session}{}", roman(k)) }));
        }
    }
    for c in SLASH.captures_iter(text) {
        add(slash(text, &c, words, lists));
    }
    for c in words.bare.iter().flat_map(|r| r.captures_iter(text)) {
        if let Some(m) = c.name("n") {
            add(Shape::new(Span::new(m.start(), m.end()), Form::Bare { number: m.as_str().parse().unwrap_or(0) }));
        }
    }
    shapes.sort_by_key(|s| s.span.start);
    shapes
}

/// A session and a number in it, with the letters of its parts.
fn slash(text: &str, c: &Captures<'_>, words: &ReferenceWords, lists: &ListWords) -> Shape {
    let (mut start, end) = c.get(0).map_or((0, 0), |m| (m.start(), m.end()));
    let mut special = c.get(1).map_or("", |m| m.as_str()).to_owned();
    for (prefix, code) in &words.special_prefixes {
        if let Some(head) = text[..start].strip_suffix(prefix.as_str()) {
            (start, special) = (head.len(), code.clone());
            break;
        }
    }
    let first = c[2].parse().unwrap_or(0);
    let form = |letter: &str| Form::Slash { special: special.clone(), first, rest: format!("{}{letter}", &c[4]) };
    let letters = part_letters(&text[end..], words, lists);
    let mut forms = letters.iter().flat_map(|(_, all)| all).map(|letter| form(letter));
    let of = forms.next().unwrap_or_else(|| form(""));
    let spaced = letters.is_some() && text[end..].starts_with(' ');
    Shape {
        more: forms.collect(),
        letters: spaced.then_some(end),
        needs_head: c[3].len() > 1,
        ..Shape::new(Span::new(start, end + letters.map_or(0, |(length, _)| length)), of)
    }
}

/// A number inside a longer one, a symbol or a fraction is none; the mark of a note behind its bracket does no harm.
fn touches_number(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let mut rest = &text[span.end..];
    if text[..span.end].ends_with(')') {
        let marks = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        rest = if marks <= 2 { &rest[marks..] } else { rest };
    }
    let mut after = rest.chars();
    let (next, second) = (after.next(), after.next());
    before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-')) && !ends_range(&text[..span.start])
        || next.is_some_and(|c| c.is_ascii_digit() || c == '/')
        || next == Some('-') && second.is_some_and(|c| c.is_ascii_digit()) && !is_range(text, span)
}

/// Whether what stands before a number is another one and a dash: `2231-2233 (2015)`, `75/1-75/5`.
fn ends_range(before: &str) -> bool {
    let Some(head) = before.strip_suffix('-') else { return false };
    let start = head.trim_end_matches(|c: char| c.is_ascii_digit() || c == '/');
    let length = head.len() - start.len();
    (3..=8).contains(&length) && start.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '-'))
}

/// Whether a dash joins two numbers that are written alike: `75/1-75/5`.
fn is_range(text: &str, span: Span) -> bool {
    let rest = &text[span.end + 1..];
    [&*SLASH, &*YEAR].iter().any(|shape| shape.find(rest).is_some_and(|m| m.start() == 0))
}
