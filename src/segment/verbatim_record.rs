//! Verbatim records: front page with roster and agenda, procedural part, turns, closing.

use super::{Cutter, language, masthead, speaker_labels};
use crate::knowledge::layout::LineMatch;
use crate::model::{Kind, SegmentKind as K, Span};
use crate::recognise::person_names::bare;

pub fn cut(cutter: &mut Cutter<'_>) {
    let opening = (0..cutter.lines()).find(|&l| cutter.matches("meeting-opened", l).is_some());
    let first_turn = (0..cutter.lines()).find(|&l| speaker_labels::label(cutter, l).is_some());
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
        if roster_line(cutter, span) {
            continue;
        }
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
        let part = Span::new(at, at + part.len());
        at = part.end + 1;
        let name = bare(&cutter.text.content, part, &cutter.rules().settings);
        let segment = cutter.push(kind, span);
        segment.captures = found.captures.iter().filter(|(slot, _)| *slot != "name").copied().collect();
        segment.captures.push(("name", name));
    }
}

/// The leader between the columns of a roster.
const LEADERS: [&str; 3] = ["...", ". . .", "\u{2026}"];

/// Several rows of the roster on one line, cut before each State whose seat has a leader; whether there were such.
fn roster_line(cutter: &mut Cutter<'_>, span: Span) -> bool {
    let text = cutter.text.slice(span);
    if !LEADERS.iter().any(|leader| text.contains(leader)) {
        return false;
    }
    let leads = |at: usize| LEADERS.iter().any(|leader| text[at..].trim_start().starts_with(leader));
    let seats: Vec<usize> = cutter
        .knowledge
        .names
        .find(text, cutter.language)
        .filter(|(name, sense)| sense.entity.kind == Kind::State && leads(name.end))
        .map(|(name, _)| name.start)
        .collect();
    let [first, rest @ ..] = seats.as_slice() else { return false };
    // What stands before the first State is its column's heading, or the line of the president.
    let is_presiding = |end: usize| cutter.matches_text("presiding", text[..end].trim_end(), span.start).is_some();
    let heading = text[..*first].rfind(')').map_or(0, |i| i + 1);
    let mut cuts: Vec<usize> = if heading > 0 && is_presiding(heading) { vec![0, heading] } else { vec![0] };
    cuts.extend(rest);
    if cuts.len() < 2 {
        return false;
    }
    cuts.push(text.len());
    let pieces: Vec<Span> = cuts
        .windows(2)
        .map(|w| {
            let piece = text[w[0]..w[1]].trim();
            let at = span.start + (piece.as_ptr() as usize - text.as_ptr() as usize);
            Span::new(at, at + piece.len())
        })
        .collect();
    let matched: Option<Vec<_>> = pieces.iter().map(|p| roster_part(cutter, *p).map(|(kind, found)| (kind, *p, found))).collect();
    let Some(matched) = matched else { return false };
    for (kind, piece, found) in matched {
        roster_rows(cutter, kind, piece, &found);
    }
    true
}

fn roster_part(cutter: &Cutter<'_>, piece: Span) -> Option<(K, LineMatch)> {
    let parts = [("presiding", K::Presiding), ("roster-row", K::RosterRow)];
    parts.into_iter().find_map(|(part, kind)| cutter.matches_text(part, cutter.text.slice(piece), piece.start).map(|m| (kind, m)))
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
        let label = speaker_labels::label(cutter, line);
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
