//! Text that was broken into lines before it was printed: a text file saved as PDF. Where its lines end says nothing of
//! the page, so that they are handed on as lines, for `normalise` to join as it joins those of a text file.

use super::Page;
use super::flow::{Bound, Measures, is_short, stands_below};
use super::line::Line;
use crate::model::RawText;

/// Pairs of lines that must speak before the text is taken for one.
const ENOUGH: usize = 12;
/// A line of at least this share of its block's width is broken, not ended.
const LONG: f32 = 0.6;
/// Share of the lines broken within a sentence that had room for more: printed pages have next to none.
const SHORT: f32 = 0.4;

/// Whether most lines that break within a sentence had room for the next word.
pub fn is_wrapped(pages: &[Page], bounds: &[Vec<Bound>], measures: &Measures) -> bool {
    let (mut broken, mut short) = (0usize, 0usize);
    for (page, bounds) in pages.iter().zip(bounds) {
        for (pair, reach) in page.lines.windows(2).zip(bounds) {
            let (before, line) = (&pair[0], &pair[1]);
            let is_prose = !before.row && !line.row && !before.bold && !line.bold && before.rtl == line.rtl;
            let is_long = before.width() >= (reach.right - reach.left) * LONG;
            if is_prose && is_long && !before.ends_sentence() && stands_below(before, line, measures) {
                broken += 1;
                short += usize::from(is_short(before, *reach, line));
            }
        }
    }
    broken >= ENOUGH && short as f32 >= broken as f32 * SHORT
}

/// The lines as a text file has them: indented by spaces, with empty lines where the page has room for them.
pub fn lines(pages: &[Page]) -> RawText {
    let mut out = RawText::default();
    for page in pages {
        let left = page.lines.iter().map(|l| l.x0).fold(f32::MAX, f32::min);
        let mut before: Option<&Line> = None;
        for line in page.lines.iter().chain(&page.notes) {
            match before {
                None => out.pages.push((out.content.len(), line.page)),
                Some(before) => (0..empty_lines(before, line)).for_each(|_| out.content.push('\n')),
            }
            let indent = ((line.x0 - left) / (line.size * 0.5)).round().clamp(0.0, 60.0) as usize;
            out.content.push_str(&" ".repeat(indent));
            out.content.push_str(&line.text);
            out.content.push('\n');
            before = Some(line);
        }
    }
    out
}

/// Empty lines that fit between two lines of a page.
fn empty_lines(before: &Line, line: &Line) -> usize {
    let lines = (before.y - line.y) / (line.size.max(1.0) * 1.3);
    (lines.round() - 1.0).clamp(0.0, 5.0) as usize
}
