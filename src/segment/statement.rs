//! Presidential statements: masthead, the sentence that says at which meeting the statement was made, its paragraphs,
//! each in quotation marks that the next one opens again.

use super::{Cutter, annexes, masthead};
use crate::model::{SegmentKind as K, Span};

pub fn cut(cutter: &mut Cutter<'_>) {
    let opens = |c: &Cutter<'_>, line: usize| c.matches("statement-opening", line).is_some();
    let start = masthead::cut(cutter, |c, line| opens(c, line) || annexes::begins(c, line));
    let end = annexes::first(cutter, start);
    let mut line = start;
    if line < end
        && let Some(found) = cutter.matches("statement-opening", line)
    {
        let span = cutter.span(line);
        cutter.push_match(K::Opening, span, found);
        line += 1;
    } else if line + 1 < end && announces(cutter, line) {
        let span = cutter.span(line);
        cutter.push(K::Opening, span);
        line += 1;
    }
    paragraphs(cutter, line, end);
    annexes::cut(cutter, end);
}

fn is_quoted(line: &str) -> bool {
    line.starts_with(masthead::OPENING_QUOTES)
}

/// Whether a line in no known form announces the statement: what the Council says begins behind it, in quotation marks.
fn announces(cutter: &Cutter<'_>, line: usize) -> bool {
    let is_plain = |line: usize| !is_quoted(cutter.line(line)) && !is_subject(cutter, line);
    is_plain(line) && is_quoted(cutter.line(line + 1))
}

fn paragraphs(cutter: &mut Cutter<'_>, from: usize, to: usize) {
    let quoted = from < to && is_quoted(cutter.line(from));
    // Some statements open the marks once and close them at their end.
    let reopens = (from..to).filter(|&line| is_quoted(cutter.line(line))).count() > 1;
    let mut number = 0;
    let mut open: Option<usize> = None;
    for line in from..to {
        let (span, text) = (cutter.span(line), cutter.line(line));
        if masthead::symbol_of_line(cutter, line).is_some() {
            cutter.push(K::Furniture, span);
        } else if let Some(last) = open.filter(|_| quoted && !is_quoted(text) && (reopens || !is_subject(cutter, line))) {
            // Broken by a page, or an item of a list.
            let whole = &mut cutter.segments[last].span;
            *whole = Span::new(whole.start, span.end);
        } else {
            number += 1;
            cutter.push(K::Operative, span).number = number;
            open = Some(cutter.segments.len() - 1);
        }
    }
}

/// Whether a line begins with the Council as its subject, as paragraphs of a statement do.
fn is_subject(cutter: &Cutter<'_>, line: usize) -> bool {
    cutter.matches("statement-subject", line).is_some()
}
