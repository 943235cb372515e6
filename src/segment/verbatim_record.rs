//! Verbatim records: front page with roster and agenda, procedural part, turns, closing.

use super::{Cutter, language, masthead};
use crate::knowledge::layout::LineMatch;
use crate::model::text::is_cjk;
use crate::model::{SegmentKind as K, Span};

pub fn cut(cutter: &mut Cutter<'_>) {
    let opening = (0..cutter.lines()).find(|&l| cutter.matches("meeting-opened", l).is_some());
    let first_turn = (0..cutter.lines()).find(|&l| label(cutter, l).is_some());
    let start = opening.or(first_turn).unwrap_or(0);
    front(cutter, start);
    turns(cutter, start);
}

/// The front page, up to the line in which the meeting is called to order.
fn front(cutter: &mut Cutter<'_>, end: usize) {
    let mut in_agenda = false;
    let mut in_note = false;
    for line in 0..end {
        let span = cutter.span(line);
        if let Some((symbol, _)) = masthead::symbol_of_line(cutter, line) {
            cutter.push(K::Symbol, symbol);
        } else if let Some((kind, found)) = front_part(cutter, line) {
            if matches!(kind, K::Presiding | K::RosterRow) {
                roster_rows(cutter, kind, span, &found);
            } else {
                cutter.push_match(kind, span, found);
            }
        } else if cutter.matches("agenda-heading", line).is_some() {
            in_agenda = true;
            cutter.push(K::Furniture, span);
        } else if cutter.matches("record-note", line).is_some() || in_note {
            in_note = true;
            cutter.push(K::Furniture, span);
        } else if in_agenda {
            cutter.push(K::AgendaTitle, span);
        } else if super::annexes::is_dateline(cutter, line) {
            cutter.push(K::Dateline, span);
        } else {
            cutter.push(K::Furniture, span);
        }
    }
}

/// A row of the roster; two names divided by a stroke are two persons.
pub fn roster_rows(cutter: &mut Cutter<'_>, kind: K, span: Span, found: &LineMatch) {
    let whole = found.get("name").unwrap_or(Span::new(span.end, span.end));
    let mut at = whole.start;
    for part in cutter.text.slice(whole).split('/') {
        let titles = &cutter.rules().settings.titles_before;
        // A name may look like a form of address (Ms. King) or begin like one.
        let untitled = titles.iter().filter_map(|t| part.trim_start().strip_prefix(t.as_str()));
        let untitled = untitled.filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() && !is_cjk(c)));
        let name = untitled.map(str::trim).filter(|rest| !rest.is_empty()).min_by_key(|n| n.len());
        let name = name.unwrap_or_else(|| part.trim());
        let start = at + (name.as_ptr() as usize - part.as_ptr() as usize);
        at += part.len() + 1;
        let segment = cutter.push(kind, span);
        segment.captures = found.captures.iter().filter(|(slot, _)| *slot != "name").copied().collect();
        segment.captures.push(("name", Span::new(start, start + name.len())));
    }
}

fn front_part(cutter: &Cutter<'_>, line: usize) -> Option<(K, LineMatch)> {
    const PARTS: &[(&str, K)] = &[
        ("meeting", K::Meeting),
        ("meeting-time", K::Opening),
        ("job-number", K::JobNumber),
        ("council-year", K::Session),
        ("session", K::Session),
        ("presiding", K::Presiding),
        ("roster-row", K::RosterRow),
    ];
    PARTS.iter().find_map(|&(part, kind)| cutter.matches(part, line).map(|m| (kind, m)))
}

fn turns(cutter: &mut Cutter<'_>, start: usize) {
    let mut number = 0;
    let mut speech: Option<usize> = None;
    for line in start..cutter.lines() {
        let span = cutter.span(line);
        let label = label(cutter, line);
        let is_mark = label.is_some() || cutter.matches("meeting-closed", line).is_some();
        if is_mark && let Some(open) = speech.take() {
            let end = cutter.segments[cutter.segments.len() - 1].span.end;
            cutter.segments[open].span.end = end;
        }
        if let Some((kind, captures)) = label {
            number += 1;
            let rest = captures.iter().find(|(slot, _)| *slot == "rest").map_or(Span::new(span.end, span.end), |&(_, s)| s);
            let turn = cutter.push(K::Speech, span);
            turn.number = number;
            turn.captures = captures;
            turn.captures.push((kind, Span::new(span.start, rest.start)));
            let parent = cutter.segments.len() - 1;
            speech = Some(parent);
            paragraph(cutter, rest, parent);
        } else if let Some(found) = cutter.matches("meeting-closed", line) {
            cutter.push_match(K::Closing, span, found);
        } else if let Some(found) = cutter.matches("meeting-opened", line) {
            cutter.push_match(K::Opening, span, found);
        } else if let (Some(found), Some(parent)) = (cutter.matches("tongue-change", line), speech) {
            cutter.push_match(K::TongueChange, span, found).parent = Some(parent);
        } else if let (Some(parent), 0) = (speech, cutter.text.blocks[line].heading) {
            paragraph(cutter, span, parent);
        } else {
            cutter.push(K::Furniture, span);
        }
    }
    if let Some(open) = speech {
        let end = cutter.segments[cutter.segments.len() - 1].span.end;
        cutter.segments[open].span.end = end;
    }
}

fn paragraph(cutter: &mut Cutter<'_>, span: Span, parent: usize) {
    if span.start < span.end {
        let of = language::of_span(cutter.text.slice(span), cutter.language);
        let segment = cutter.push(K::Paragraph, span);
        segment.parent = Some(parent);
        segment.language = of;
    }
}

type Label = (&'static str, Vec<(&'static str, Span)>);

/// The speaker label that a line begins with: whose it is, and its pieces.
fn label(cutter: &Cutter<'_>, line: usize) -> Option<Label> {
    const LABELS: &[&str] = &["president", "acting-president", "secretary-general", "speaker"];
    let text = cutter.line(line);
    // A label ends in a colon near the beginning of its line.
    let end = text.char_indices().nth(140).map_or(text.len(), |(i, _)| i);
    text[..end].contains(':').then_some(())?;
    LABELS.iter().find_map(|label| cutter.matches(label, line).map(|m| (*label, m.captures)))
}
