//! Letters, notes and requests for items: masthead, title, body, signatures, annexes.

use super::{Cutter, annexes, masthead};
use crate::model::{SegmentKind as K, Span};

pub fn cut(cutter: &mut Cutter<'_>) {
    let is_title = |c: &Cutter<'_>, line: usize| title_of(c, line).is_some();
    let mut line = masthead::cut(cutter, is_title);
    // A request bears its own title before the letter's.
    while line < cutter.lines() {
        let Some((kind, found)) = title_of(cutter, line) else { break };
        let span = cutter.span(line);
        cutter.push_match(kind, span, found);
        line += 1;
        while line < cutter.lines() && kind == K::Title && title_of(cutter, line).is_none() && line < super::genre::FRONT {
            let span = cutter.span(line);
            cutter.push(K::AgendaTitle, span);
            line += 1;
        }
    }
    let end = annexes::first(cutter, line);
    body(cutter, line, end);
    annexes::cut(cutter, end);
}

fn title_of(cutter: &Cutter<'_>, line: usize) -> Option<(K, crate::knowledge::layout::LineMatch)> {
    if annexes::begins(cutter, line) {
        return None;
    }
    let request = cutter.matches("request-title", line).map(|m| (K::Title, m));
    let letter = || cutter.matches("letter-title", line).or_else(|| cutter.matches("note-title", line)).map(|m| (K::LetterTitle, m));
    request.or_else(letter)
}

/// Paragraphs until the signatures begin, then blocks of post, rank and name.
fn body(cutter: &mut Cutter<'_>, from: usize, to: usize) {
    let signed: Vec<usize> = (from..to).filter(|&l| cutter.matches("signed", l).is_some()).collect();
    let last_prose = |before: usize, floor: usize| (floor..before).rev().find(|&l| is_prose(cutter.line(l))).map_or(floor, |l| l + 1);
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    let mut floor = from;
    for &line in &signed {
        let begin = last_prose(line, floor);
        blocks.push((begin, line + 1));
        floor = line + 1;
    }
    let body_end = blocks.first().map_or(to, |&(begin, _)| begin);
    super::paragraphs::plain(cutter, from, body_end, None);
    for (i, &(begin, end)) in blocks.iter().enumerate() {
        let next = blocks.get(i + 1).map_or(to, |b| b.0);
        signature(cutter, begin, end, next);
    }
    let after = blocks.last().map_or(to, |b| b.1);
    let rest = (after..to).find(|&l| is_prose(cutter.line(l))).unwrap_or(to);
    super::paragraphs::plain(cutter, rest, to, None);
}

fn is_prose(line: &str) -> bool {
    line.ends_with(['.', '\u{3002}', ':', ';', '\u{61F}', '!']) || line.chars().count() > 60
}

/// One signature: the name (which may run over two lines) with the post before it or after it.
fn signature(cutter: &mut Cutter<'_>, begin: usize, end: usize, next: usize) {
    let is_post = |l: &usize| cutter.matches("signatory-post", *l).is_some();
    let is_rank = |l: &usize| cutter.matches("rank", *l).is_some();
    let Some(found) = cutter.matches("signed", end - 1) else { return };
    let Some(name) = found.get("name") else { return };
    let above: Vec<usize> = (begin..end - 1).collect();
    let post = above.iter().copied().find(is_post).or_else(|| (end..next).find(is_post));
    // A name broken over two lines begins below the post and the rank.
    let first = above.iter().rev().take_while(|l| !is_post(l) && !is_rank(l)).last().copied();
    let start = first.map_or(name.start, |l| cutter.span(l).start);
    let span = Span::new(cutter.span(begin).start, cutter.span(end - 1).end);
    let post = post.map(|l| cutter.span(l));
    let segment = cutter.push(K::Signature, span);
    segment.captures.push(("name", Span::new(start, name.end)));
    if let Some(post) = post {
        segment.captures.push(("post", post));
    }
}
