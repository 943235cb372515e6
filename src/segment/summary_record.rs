//! Summary records: masthead, which meeting, when and where, who presided; then turns in reported speech: `Ms. X (Y)
//! said that …`. Left out: speakers whom a paragraph only tells of.

use super::{Cutter, annexes, masthead, verbatim_record};
use crate::model::{SegmentKind as K, Span};

/// Lines in which the front page ends.
const FRONT: usize = 40;

pub fn cut(cutter: &mut Cutter<'_>) {
    let is_meeting = |c: &Cutter<'_>, line: usize| c.matches("summary-title", line).is_some();
    let is_held = |c: &Cutter<'_>, line: usize| c.matches("meeting-held", line).is_some();
    let mut line = masthead::cut(cutter, |c, line| is_meeting(c, line) || is_held(c, line));
    let begins = |c: &Cutter<'_>, line: usize| c.matches("meeting-opened", line).is_some() || speaker(c, line).is_some();
    let front = cutter.lines().min(line + FRONT);
    while line < front && !begins(cutter, line) {
        let span = cutter.span(line);
        if let Some(found) = cutter.matches("summary-title", line) {
            cutter.push_match(K::Meeting, span, found);
        } else if let Some(found) = cutter.matches("meeting-held", line) {
            cutter.push_match(K::Opening, span, found);
        } else if let Some(found) = cutter.matches("presiding", line) {
            verbatim_record::roster_rows(cutter, K::Presiding, span, &found);
        } else {
            cutter.push(K::Furniture, span);
        }
        line += 1;
    }
    let end = annexes::first(cutter, line);
    turns(cutter, line, end);
    annexes::cut(cutter, end);
}

type Label = (&'static str, Vec<(&'static str, Span)>);

/// Who speaks in a paragraph, told by its beginning.
fn speaker(cutter: &Cutter<'_>, line: usize) -> Option<Label> {
    // The chair of a committee is no president of its organ: a turn of the chair is nobody's in particular.
    const LABELS: &[(&str, &str)] = &[("reported-chair", "chair"), ("reported-speaker", "speaker")];
    masthead::ends_sentence(cutter.line(line)).then_some(())?;
    LABELS.iter().find_map(|&(part, label)| cutter.matches(part, line).map(|m| (label, m.captures)))
}

fn turns(cutter: &mut Cutter<'_>, from: usize, to: usize) {
    let mut number = 0;
    let mut speech: Option<usize> = None;
    for line in from..to {
        let span = cutter.span(line);
        if let Some(found) = cutter.matches("meeting-opened", line) {
            cutter.push_match(K::Opening, span, found);
        } else if let Some(found) = cutter.matches("meeting-closed", line) {
            cutter.push_match(K::Closing, span, found);
            speech = None;
        } else if masthead::symbol_of_line(cutter, line).is_some() {
            cutter.push(K::Furniture, span);
        } else if let Some((label, captures)) = speaker(cutter, line) {
            number += 1;
            let rest = captures.iter().find(|(slot, _)| *slot == "rest").map_or(span, |&(_, rest)| rest);
            let turn = cutter.push(K::Speech, span);
            turn.number = number;
            turn.captures = captures;
            turn.captures.push((label, Span::new(span.start, rest.start)));
            let parent = cutter.segments.len() - 1;
            speech = Some(parent);
            cutter.push(K::Paragraph, rest).parent = Some(parent);
        } else {
            // A heading between the turns ends one; a paragraph goes on with it.
            speech = speech.filter(|_| masthead::ends_sentence(cutter.line(line)));
            cutter.push(K::Paragraph, span).parent = speech;
            if let Some(turn) = speech {
                cutter.segments[turn].span.end = span.end;
            }
        }
    }
}
