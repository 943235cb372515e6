//! Annexes: headings, titles, original language, date and place, then the text of their own genre.

use super::{Cutter, letter, paragraphs, resolution};
use crate::knowledge::layout::LineMatch;
use crate::model::{SegmentKind as K, Span};

/// Whether an annex begins at a line.
pub fn begins(cutter: &Cutter<'_>, line: usize) -> bool {
    cutter.line(line).len() < 1200 && cutter.matches("annex", line).is_some()
}

/// The first line of the first annex at or after `from`, or the end.
pub fn first(cutter: &Cutter<'_>, from: usize) -> usize {
    (from..cutter.lines()).find(|&l| begins(cutter, l)).unwrap_or_else(|| cutter.lines())
}

/// Annexes that a document can have: what is of each is looked for among all parts.
const MAX_ANNEXES: usize = 1_000;

/// Cuts all annexes from a line on.
pub fn cut(cutter: &mut Cutter<'_>, from: usize) {
    cut_with(cutter, from, &[]);
}

/// The same with texts that begin without a heading.
pub fn cut_with(cutter: &mut Cutter<'_>, from: usize, unheaded: &[usize]) {
    let headed = (from..cutter.lines()).filter(|&l| begins(cutter, l));
    let starts: Vec<usize> = unheaded.iter().copied().chain(headed).take(MAX_ANNEXES).collect();
    let several = starts.len() > 1;
    for (i, &start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or_else(|| cutter.lines());
        annex(cutter, start, end, if several { i as u32 + 1 } else { 0 });
    }
}

fn annex(cutter: &mut Cutter<'_>, start: usize, end: usize, number: u32) {
    let span = Span::new(cutter.span(start).start, cutter.span(end - 1).end);
    let captures = cutter.matches("annex", start).map(|m| m.captures).unwrap_or_default();
    let segment = cutter.push(K::Annex, span);
    segment.number = number;
    segment.captures = captures;
    let parent = cutter.segments.len() - 1;
    let mut line = if begins(cutter, start) { start + 1 } else { start };
    let mut title: Option<usize> = None;
    while line < end {
        let at = cutter.span(line);
        if let Some(found) = cutter.matches("original", line) {
            cutter.push_match(K::OriginalLanguage, at, found).parent = Some(parent);
        } else if is_dateline(cutter, line) {
            cutter.push(K::Dateline, at).parent = Some(parent);
        } else if letter_title(cutter, line).is_some() {
            break;
        } else if title.is_none_or(|t| t + 1 == line) && is_title(cutter.line(line)) && !is_opening(cutter, line) {
            cutter.push(K::AnnexTitle, at).parent = Some(parent);
            title = Some(line);
        } else {
            break;
        }
        line += 1;
    }
    if let Some((found, next)) = (line..end.min(line + 2)).find_map(|l| letter_title(cutter, l)) {
        // A letter has its own sender and signature, wherever it is annexed.
        let span = Span::new(cutter.span(line).start, cutter.span(next - 1).end);
        cutter.push_match(K::LetterTitle, span, found).parent = Some(parent);
        letter::body(cutter, next, end, Some(parent));
        return;
    }
    let resolution_body = (line..end.min(line + 3)).any(|l| is_opening(cutter, l));
    if resolution_body {
        resolution::body(cutter, line, end, Some(parent));
        return;
    }
    if letter_opens(cutter, line, end) {
        letter::body(cutter, line, end, Some(parent));
        return;
    }
    let mut last = end;
    while last > line && is_dateline(cutter, last - 1) {
        last -= 1;
    }
    let first_paragraph = cutter.segments.len();
    paragraphs::plain(cutter, line, last, Some(parent));
    if line < last
        && let Some(found) = cutter.matches("first-person", line)
        && let Some(segment) = cutter.segments.get_mut(first_paragraph)
    {
        segment.captures = found.captures;
    }
    for l in last..end {
        let at = cutter.span(l);
        cutter.push(K::Dateline, at).parent = Some(parent);
    }
}

/// The title of an annexed letter, dated or not, and the line behind it.
pub fn letter_title(cutter: &Cutter<'_>, line: usize) -> Option<(LineMatch, usize)> {
    let parts = ["letter-title", "note-title", "annexed-letter"];
    parts.iter().find_map(|part| letter::title(cutter, part, line))
}

/// Whether a text begins as letters do and is signed.
fn letter_opens(cutter: &Cutter<'_>, from: usize, to: usize) -> bool {
    let opens = (from..to.min(from + 3)).any(|line| cutter.matches("annexed-opening", line).is_some());
    opens && (from..to).any(|line| cutter.matches("signed", line).is_some())
}

/// Where texts begin behind a resolution that are not its own though no heading says so: a letter, a text in another
/// original language, numbers that begin again.
pub fn unheaded(cutter: &Cutter<'_>, from: usize, to: usize) -> Vec<usize> {
    let (mut starts, mut last) = (Vec::new(), None);
    for line in from..to {
        let number = resolution::number_of(cutter.line(line));
        let begins_again = matches!((last, number), (Some((before, style)), Some((1, same))) if before > 1 && style == same);
        let foreign = last.is_some()
            && starts.is_empty()
            && (cutter.matches("original", line).is_some() || letter_title(cutter, line).is_some() || letter_opens(cutter, line, to));
        if begins_again || foreign {
            starts.push(line);
            // Inside a letter numbers are its own.
            if foreign {
                break;
            }
        }
        last = number.or(last);
    }
    starts
}

/// A title has no full stop and does not run to the length of a paragraph.
fn is_title(line: &str) -> bool {
    !line.ends_with(['.', '\u{3002}', ';', ':'])
        && line.chars().count() < 200
        && !line.contains('\u{3002}')
        && !line.starts_with(|c: char| c.is_ascii_digit() && line.contains(". "))
}

fn is_opening(cutter: &Cutter<'_>, line: usize) -> bool {
    cutter.matches("body-opening", line).is_some()
}

/// A line that is only a date, a place, or both.
pub fn is_dateline(cutter: &Cutter<'_>, line: usize) -> bool {
    let text = cutter.line(line);
    if text.chars().count() > 60 {
        return false;
    }
    let rest = cutter.rules().dates.any.replace_all(text, " ").into_owned();
    let had_date = rest != text;
    let places: Vec<_> = cutter.knowledge.names.find(&rest, cutter.language).collect();
    let all_places = places.iter().all(|(_, s)| s.entity.kind == crate::model::Kind::Place);
    let covered: usize = places.iter().map(|(s, _)| s.end - s.start).sum();
    let left = rest.chars().filter(|c| c.is_alphanumeric()).count();
    let in_places: usize = places.iter().map(|(s, _)| rest[s.start..s.end].chars().filter(|c| c.is_alphanumeric()).count()).sum();
    (had_date || covered > 0) && all_places && left == in_places
}
