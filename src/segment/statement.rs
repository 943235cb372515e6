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
    }
    paragraphs(cutter, line, end);
    annexes::cut(cutter, end);
}

fn paragraphs(cutter: &mut Cutter<'_>, from: usize, to: usize) {
    let begins = |line: &str| line.starts_with(masthead::OPENING_QUOTES);
    let quoted = from < to && begins(cutter.line(from));
    let mut number = 0;
    let mut open: Option<usize> = None;
    for line in from..to {
        let (span, text) = (cutter.span(line), cutter.line(line));
        if masthead::symbol_of_line(cutter, line).is_some() {
            cutter.push(K::Furniture, span);
        } else if let Some(last) = open.filter(|_| quoted && !begins(text)) {
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
