//! Any other document: masthead, then paragraphs; annexes by their headings.

use super::{Cutter, annexes, masthead};
use crate::model::SegmentKind;

pub fn cut(cutter: &mut Cutter<'_>) {
    let start = masthead::cut(cutter, |c, line| annexes::begins(c, line) || c.matches("body-opening", line).is_some());
    let body_end = annexes::first(cutter, start);
    plain(cutter, start, body_end, None);
    annexes::cut(cutter, body_end);
}

/// Pushes lines as plain paragraphs of a parent.
pub fn plain(cutter: &mut Cutter<'_>, from: usize, to: usize, parent: Option<usize>) {
    for line in from..to {
        let span = cutter.span(line);
        let kind = if masthead::is_running_head(cutter, line) { SegmentKind::Furniture } else { SegmentKind::Paragraph };
        cutter.push(kind, span).parent = parent;
    }
}
