//! Decisions: masthead, the line that says when the body adopted it, number and title, then plain paragraphs.

use super::{Cutter, annexes, masthead, paragraphs};
use crate::knowledge::layout::LineMatch;
use crate::model::SegmentKind as K;

pub fn cut(cutter: &mut Cutter<'_>) {
    let is_body = |c: &Cutter<'_>, line: usize| heading(c, line).is_some() || annexes::begins(c, line);
    let mut line = masthead::cut(cutter, is_body);
    while line < cutter.lines()
        && let Some((kind, found)) = heading(cutter, line)
    {
        let span = cutter.span(line);
        cutter.push_match(kind, span, found);
        line += 1;
    }
    let end = annexes::first(cutter, line);
    paragraphs::plain(cutter, line, end, None);
    annexes::cut(cutter, end);
}

fn heading(cutter: &Cutter<'_>, line: usize) -> Option<(K, LineMatch)> {
    let adoption = cutter.matches("adoption", line).map(|found| (K::AdoptionLine, found));
    adoption.or_else(|| cutter.matches("resolution-title", line).map(|found| (K::Title, found)))
}
