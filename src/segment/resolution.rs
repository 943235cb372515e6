//! Resolutions, draft resolutions and presidential statements: title, adoption line, preambular and operative
//! paragraphs.

use super::{Cutter, annexes, masthead};
use crate::model::SegmentKind as K;

pub fn cut(cutter: &mut Cutter<'_>) {
    let is_body = |c: &Cutter<'_>, line: usize| {
        c.matches("body-opening", line).is_some() || c.matches("resolution-title", line).is_some() || c.matches("adoption", line).is_some()
    };
    let mut line = masthead::cut(cutter, is_body);
    let front = cutter.lines().min(super::genre::FRONT);
    // Where the body opens further down, all before it is heading, however long.
    let opens = (line..front).any(|l| cutter.matches("body-opening", l).is_some());
    while line < front && cutter.matches("body-opening", line).is_none() {
        let span = cutter.span(line);
        if let Some(found) = cutter.matches("adoption", line) {
            cutter.push_match(K::AdoptionLine, span, found);
        } else if let Some(found) = cutter.matches("resolution-title", line) {
            cutter.push_match(K::Title, span, found);
        } else if !opens && (begins_preamble(cutter, line) || is_operative(cutter.line(line)) || cutter.line(line).chars().count() > 200) {
            break;
        } else {
            cutter.push(K::Title, span);
        }
        line += 1;
    }
    let end = annexes::first(cutter, line);
    let unheaded = annexes::unheaded(cutter, line, end);
    body(cutter, line, unheaded.first().copied().unwrap_or(end), None);
    annexes::cut_with(cutter, end, &unheaded);
}

/// Whether a line begins as a preambular paragraph does.
fn begins_preamble(cutter: &Cutter<'_>, line: usize) -> bool {
    let head: String = cutter.line(line).chars().take(80).collect();
    cutter.rules().actions.of(&head.to_lowercase(), true).is_some()
}

/// Preambular paragraphs until the first numbered one, then operative paragraphs.
pub fn body(cutter: &mut Cutter<'_>, from: usize, to: usize, parent: Option<usize>) {
    let (mut preambular, mut operative) = (0u32, 0u32);
    // Numbers in another style, or that go back, are those of a list within a paragraph.
    let mut style = None;
    for line in from..to {
        let span = cutter.span(line);
        let text = cutter.line(line);
        let kind = if cutter.matches("body-opening", line).is_some() && operative == 0 {
            K::Furniture
        } else if cutter.matches("closing", line).is_some() || masthead::is_running_head(cutter, line) {
            K::Closing
        } else if masthead::symbol_of_line(cutter, line).is_some() {
            K::Paragraph
        } else if let Some(note) = footnote(text) {
            let _ = note;
            K::Footnote
        } else if let Some((number, mark)) = number_of(text).filter(|&(number, mark)| number > operative && style.is_none_or(|s| s == mark))
        {
            (operative, style) = (number, Some(mark));
            K::Operative
        } else if operative == 0 && parent.is_none_or(|_| true) {
            preambular += 1;
            K::Preambular
        } else {
            // Sub-paragraphs and quoted texts belong to the paragraph before them.
            K::Paragraph
        };
        if kind == K::Preambular && preambular > 0 && continues_previous(cutter, parent) {
            if let Some(last) = cutter.segments.last_mut() {
                last.span.end = span.end;
            }
            preambular -= 1;
            continue;
        }
        let number = if kind == K::Operative { operative } else { preambular };
        let segment = cutter.push(kind, span);
        segment.number = if matches!(kind, K::Operative | K::Preambular) { number } else { 0 };
        segment.parent = parent;
    }
}

/// Whether the last paragraph was cut off by a page break: preambular paragraphs end in a comma or a full stop.
fn continues_previous(cutter: &Cutter<'_>, parent: Option<usize>) -> bool {
    cutter.segments.last().is_some_and(|last| {
        let text = cutter.text.slice(last.span).trim_end_matches(['"', '\u{201D}', ')', ' ']);
        let cut_off = text.chars().next_back().is_some_and(crate::model::text::is_cjk) && !text.ends_with(['\u{3002}', '\u{3001}']);
        last.kind == K::Preambular && last.parent == parent && cut_off
    })
}

/// A paragraph that begins with its number.
fn is_operative(text: &str) -> bool {
    number_of(text).is_some()
}

/// The number that a paragraph begins with, and the mark behind it.
pub fn number_of(text: &str) -> Option<(u32, char)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = text[digits..].trim_start();
    let mark = rest.chars().next().filter(|c| (1..=3).contains(&digits) && matches!(c, '.' | '-' | ')'))?;
    Some((text[..digits].parse().ok()?, mark))
}

/// A note at the foot of a page: its mark, then its words.
fn footnote(text: &str) -> Option<&str> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let words = text[digits..].trim();
    // A dash stands between the number of a paragraph and its words, as in Arabic.
    ((1..=2).contains(&digits) && text[digits..].starts_with(' ') && !words.starts_with('-')).then_some(words)
}
