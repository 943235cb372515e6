//! What genre a document is: from its symbol, else from the layout of its masthead and title, never from a word of its
//! text. What tells no genre is `Genre::Document`, which claims nothing.

use super::{Cutter, letter, masthead};
use crate::model::{Genre, Hints};
use crate::symbol::{Series, Symbol};

/// Lines of the beginning in which a masthead and a title stand.
pub const FRONT: usize = 60;

pub fn recognise(cutter: &Cutter<'_>, hints: &Hints) -> Genre {
    let front = cutter.lines().min(FRONT);
    let symbol = hints.symbol.clone().or_else(|| own_symbol(cutter, front));
    if let Some(genre) = symbol.as_deref().and_then(of_symbol) {
        return genre;
    }
    // The masthead and the titles end where the text begins.
    let head = (0..front).find(|&line| masthead::is_prose(cutter.line(line))).map_or(front, |line| line + 1);
    let has = |part: &str, lines: usize| (0..lines).any(|line| cutter.matches(part, line).is_some());
    let titled = |part: &str| (0..head).any(|line| letter::title(cutter, part, line).is_some());
    if is_record(cutter, front) {
        Genre::VerbatimRecord
    } else if has("request-title", head) {
        Genre::RequestForItem
    } else if titled("letter-title") {
        Genre::Letter
    } else if titled("note-title") {
        Genre::Note
    } else if has("statement-title", head) && has("statement-opening", front) {
        Genre::PresidentialStatement
    } else if symbol.is_none() && is_resolution(cutter, front) {
        Genre::Resolution
    } else if has("draft-resolution", head) && symbol.as_deref().is_none_or(|s| is_of(s, Series::Draft)) {
        Genre::DraftResolution
    } else if has("report-title", head) {
        Genre::Report
    } else {
        Genre::Document
    }
}

/// The labels of speakers, or the front page of a record.
fn is_record(cutter: &Cutter<'_>, front: usize) -> bool {
    let has = |part: &str| (0..front).any(|line| cutter.matches(part, line).is_some());
    let labelled = |label: &str| {
        (0..front).any(|line| cutter.matches(label, line).is_some_and(|m| m.get("affiliation").is_some() || m.get("tongue").is_some()))
    };
    labelled("speaker") || labelled("president") || has("meeting") && (has("verbatim") || has("meeting-opened") || has("presiding"))
}

/// A resolution without its symbol: a line that says when it was adopted, or its number, above the body that resolves.
fn is_resolution(cutter: &Cutter<'_>, front: usize) -> bool {
    let Some(opening) = (0..front).find(|&line| cutter.matches("body-opening", line).is_some()) else { return false };
    (0..opening).any(|line| {
        cutter.matches("adoption", line).is_some_and(|m| m.get("date").is_some()) || cutter.matches("resolution-title", line).is_some()
    })
}

/// The symbol that stands alone on a line of the masthead, or after the organisation's name.
fn own_symbol(cutter: &Cutter<'_>, front: usize) -> Option<String> {
    let of_line = (0..front).find_map(|line| masthead::symbol_of_line(cutter, line));
    of_line.or_else(|| masthead::leading_symbol(cutter, 0).filter(|_| front > 0)).map(|(_, s)| s[0].clone())
}

fn is_of(symbol: &str, series: Series) -> bool {
    Symbol::read(symbol).is_some_and(|read| read.parts().series == series)
}

/// The genre that a symbol alone tells.
#[must_use]
pub fn of_symbol(symbol: &str) -> Option<Genre> {
    match Symbol::read(symbol)?.parts().series {
        Series::Resolution => Some(Genre::Resolution),
        Series::Decision => Some(Genre::Decision),
        Series::PresidentialStatement => Some(Genre::PresidentialStatement),
        Series::VerbatimRecord => Some(Genre::VerbatimRecord),
        Series::SummaryRecord => Some(Genre::SummaryRecord),
        _ => None,
    }
}
