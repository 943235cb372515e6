//! What genre a document is, from its symbol, its title and its typical lines.

use super::Cutter;
use crate::model::{Genre, Hints};
use crate::symbol::{Series, Symbol};

/// Lines of the beginning in which a masthead and a title stand.
pub const FRONT: usize = 60;

pub fn recognise(cutter: &Cutter<'_>, hints: &Hints) -> Genre {
    let front = cutter.lines().min(FRONT);
    let has = |part: &str| (0..front).any(|line| cutter.matches(part, line).is_some());
    let symbol = hints.symbol.clone().or_else(|| own_symbol(cutter, front));
    if let Some(genre) = symbol.as_deref().and_then(of_symbol) {
        return genre;
    }
    let labelled = |label: &str| {
        (0..front).any(|line| cutter.matches(label, line).is_some_and(|m| m.get("affiliation").is_some() || m.get("tongue").is_some()))
    };
    if labelled("speaker") || labelled("president") || has("meeting") && (has("verbatim") || has("meeting-opened") || has("presiding")) {
        Genre::VerbatimRecord
    } else if has("request-title") {
        Genre::RequestForItem
    } else if has("letter-title") {
        Genre::Letter
    } else if has("note-title") {
        Genre::Note
    } else if has("adoption") || has("resolution-title") {
        Genre::Resolution
    } else if has("draft-resolution") {
        Genre::DraftResolution
    } else if has("report-title") {
        Genre::Report
    } else {
        Genre::Document
    }
}

/// The symbol that stands alone on a line of the masthead, or after the organisation's name.
fn own_symbol(cutter: &Cutter<'_>, front: usize) -> Option<String> {
    let of_line = (0..front).find_map(|line| super::masthead::symbol_of_line(cutter, line));
    of_line.or_else(|| super::masthead::leading_symbol(cutter, 0).filter(|_| front > 0)).map(|(_, s)| s[0].clone())
}

/// The genre that a symbol alone tells.
#[must_use]
pub fn of_symbol(symbol: &str) -> Option<Genre> {
    match Symbol::read(symbol)?.parts().series {
        Series::Resolution => Some(Genre::Resolution),
        Series::PresidentialStatement => Some(Genre::PresidentialStatement),
        Series::VerbatimRecord => Some(Genre::VerbatimRecord),
        _ => None,
    }
}
