//! Letters, notes and requests for items: masthead, title, body, signatures, annexes.

use super::{Cutter, annexes, masthead};
use crate::knowledge::layout::LineMatch;
use crate::model::{SegmentKind as K, Span};

pub fn cut(cutter: &mut Cutter<'_>) {
    let is_title = |c: &Cutter<'_>, line: usize| title_of(c, line).is_some();
    let mut line = masthead::cut(cutter, is_title);
    // A request bears its own title before the letter's.
    while line < cutter.lines() {
        let Some((kind, found, next)) = title_of(cutter, line) else { break };
        let span = Span::new(cutter.span(line).start, cutter.span(next - 1).end);
        cutter.push_match(kind, span, found);
        line = next;
        while line < cutter.lines() && kind == K::Title && title_of(cutter, line).is_none() && line < super::genre::FRONT {
            let span = cutter.span(line);
            cutter.push(K::AgendaTitle, span);
            line += 1;
        }
    }
    let end = annexes::first(cutter, line);
    body(cutter, line, end, None);
    annexes::cut(cutter, end);
}

/// The title that begins in a line: its kind, its pieces, and the line behind it.
fn title_of(cutter: &Cutter<'_>, line: usize) -> Option<(K, LineMatch, usize)> {
    if annexes::begins(cutter, line) {
        return None;
    }
    let request = cutter.matches("request-title", line).map(|m| (K::Title, m, line + 1));
    let letter = |part: &str| title(cutter, part, line).map(|(m, next)| (K::LetterTitle, m, next));
    request.or_else(|| letter("letter-title")).or_else(|| letter("note-title"))
}

/// Lines over which a title may run.
const TALLEST: usize = 5;

/// A title of a letter or a note that begins in a line, and the line behind it. Titles run over several lines.
pub fn title(cutter: &Cutter<'_>, part: &str, line: usize) -> Option<(LineMatch, usize)> {
    let last = (line + TALLEST).min(cutter.lines());
    let mut next = line + 1;
    let mut found = loop {
        if let Some(found) = cutter.matches_lines(part, line, next) {
            break found;
        }
        // What ends a sentence ends the title.
        if next >= last || masthead::ends_sentence(cutter.line(next)) {
            return None;
        }
        next += 1;
    };
    while next < last && runs_on(cutter, line, next) {
        let Some(longer) = cutter.matches_lines(part, line, next + 1) else { break };
        (found, next) = (longer, next + 1);
    }
    Some((found, next))
}

/// Whether a name begins at the end of the lines before `next` and ends in that line.
fn runs_on(cutter: &Cutter<'_>, line: usize, next: usize) -> bool {
    let span = Span::new(cutter.span(line).start, cutter.span(next).end);
    let text = cutter.text.slice(span).replace('\n', " ");
    let cut = cutter.span(next).start - span.start - 1;
    cutter.knowledge.names.find(&text, cutter.language).any(|(name, _)| name.start < cut && cut < name.end)
}

/// Paragraphs until the signatures begin, then blocks of post, rank and name.
pub fn body(cutter: &mut Cutter<'_>, from: usize, to: usize, parent: Option<usize>) {
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
    super::paragraphs::plain(cutter, from, body_end, parent);
    for (i, &(begin, end)) in blocks.iter().enumerate() {
        let next = blocks.get(i + 1).map_or(to, |b| b.0);
        signature(cutter, begin, end, next, parent);
    }
    let after = blocks.last().map_or(to, |b| b.1);
    let rest = (after..to).find(|&l| is_prose(cutter.line(l))).unwrap_or(to);
    super::paragraphs::plain(cutter, rest, to, parent);
}

fn is_prose(line: &str) -> bool {
    line.ends_with(['.', '\u{3002}', ':', ';', '\u{61F}', '!']) || line.chars().count() > 60
}

/// Lines below a name in which its post stands.
const BELOW: usize = 4;

/// One signature: the name (which may run over two lines) with the post before it or after it.
fn signature(cutter: &mut Cutter<'_>, begin: usize, end: usize, next: usize, parent: Option<usize>) {
    let is_post = |l: &usize| cutter.matches("signatory-post", *l).is_some();
    let is_rank = |l: &usize| cutter.matches("rank", *l).is_some();
    let Some(found) = cutter.matches("signed", end - 1) else { return };
    let Some(name) = found.get("name") else { return };
    let above: Vec<usize> = (begin..end - 1).collect();
    let below = || end..next.min(end + BELOW);
    let post = above.iter().copied().find(is_post).or_else(|| below().find(is_post));
    // A rank says whose it is: Minister for Foreign Affairs of Chad.
    let is_held = |l: &usize| cutter.matches("rank", *l).is_some_and(|rank| rank.get("rest").is_some());
    let post = post.or_else(|| above.iter().copied().find(is_held)).or_else(|| below().find(is_held));
    // A name broken over two lines begins below the post and the rank.
    let first = above.iter().rev().take_while(|l| !is_post(l) && !is_rank(l)).last().copied();
    let start = first.map_or(name.start, |l| cutter.span(l).start);
    let span = Span::new(cutter.span(begin).start, cutter.span(end - 1).end);
    let post = post.map(|l| cutter.span(l));
    let name = crate::recognise::person_names::bare(&cutter.text.content, Span::new(start, name.end), &cutter.rules().settings);
    let segment = cutter.push(K::Signature, span);
    segment.parent = parent;
    segment.captures.push(("name", name));
    if let Some(post) = post {
        segment.captures.push(("post", post));
    }
}
