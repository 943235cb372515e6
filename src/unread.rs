//! What looks like the symbol or number of a document and gave nothing: told, so that silence can be measured.
//!
//! A note for each document counts the strings (`A/9/9`, `80/12`, `9 (XXX)`) in its running text that no mention covers.

use crate::extract::is_running_text;
use crate::model::problem::Unread;
use crate::model::{Document, Meaning, Problem, Severity, Span};
use regex::Regex;
use std::sync::LazyLock;

/// Symbols by shape; numbers of resolutions with session or year.
static LOOKS_LIKE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"[A-Z]{1,6}(?:/[A-Za-z0-9.()-]+)+|(?:E?S-)?\d{1,4}/\d{1,4}(?: [A-Z]\b)?",
        r"|\d{1,4} ?\((?:19[4-9]\d|20\d\d|(?:E?S-)?[IVXL]+)\)"
    ))
    .expect("compiles")
});

/// Sessions and years that can stand before a stroke.
const SESSIONS: std::ops::RangeInclusive<u32> = 31..=199;
const YEARS: std::ops::RangeInclusive<u32> = 1946..=2100;

/// The note of a document, if anything in it was not read.
#[must_use]
pub fn note(path: &str, document: &Document) -> Option<Problem> {
    let mut unread = Vec::new();
    for (segment, mentions) in document.segments.iter().zip(&document.mentions).filter(|(s, _)| is_running_text(s.kind)) {
        let text = document.slice(segment.span);
        let found = LOOKS_LIKE.find_iter(text).filter(|m| stands_apart(text, m.range()) && is_like_a_symbol(m.as_str()));
        for found in found {
            let span = Span::new(found.start(), found.end()).shifted(segment.span.start);
            let covers = |meaning: &Meaning| !matches!(meaning, Meaning::Provision(_) | Meaning::Post(_) | Meaning::Tongue(_));
            let is_own = document.entity.key.ends_with(&format!("/{}", found.as_str().replace(' ', "")));
            if !is_own && !mentions.iter().any(|m| m.span.overlaps(span) && covers(&m.meaning)) {
                let at = document.text.code_point(document.text.raw_span(span).start);
                unread.push(Unread { at, text: found.as_str().to_owned() });
            }
        }
    }
    let message = match unread.len() {
        0 => return None,
        1 => "1 string that looks like the symbol of a document gave nothing".to_owned(),
        many => format!("{many} strings that look like symbols of documents gave nothing"),
    };
    let message = format!("{message}: `rapporteur check --unread` lists them");
    Some(Problem { unread: unread.into(), ..Problem::new(path, Severity::Note, message) })
}

fn stands_apart(text: &str, range: std::ops::Range<usize>) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-');
    let before = text[..range.start].chars().next_back().is_some_and(joins);
    let after = text[range.end..].chars().next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '/');
    !before && !after
}

/// A number with a session or year; letters before a stroke need a figure behind it. A pair of years is a period.
fn is_like_a_symbol(text: &str) -> bool {
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) && !text.starts_with("S-") && !text.starts_with("ES-") {
        return text.bytes().any(|b| b.is_ascii_digit());
    }
    let Some((first, rest)) = text.split_once('/') else { return true };
    let Ok(first) = first.parse::<u32>() else { return true };
    let rest = rest.split(' ').next().unwrap_or(rest);
    let is_period = rest.len() == 2 && rest.parse() == Ok((first + 1) % 100) && YEARS.contains(&first);
    SESSIONS.contains(&first) || YEARS.contains(&first) && !is_period
}
