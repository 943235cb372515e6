//! The masthead: symbol, distribution, dates, job number, organs, sessions, agenda items and their titles.

use super::Cutter;
use crate::model::{Kind, SegmentKind as K, Span};
use crate::recognise::symbols;

/// Reads masthead lines from the first line on; ends before the first line that `stop` claims, or that is prose.
/// Returns the number of that line. Lines that are none of the masthead's parts are titles.
pub fn cut(cutter: &mut Cutter<'_>, stop: impl Fn(&Cutter<'_>, usize) -> bool) -> usize {
    let mut after_item = false;
    let end = cutter.lines().min(super::genre::FRONT);
    for line in 0..end {
        if stop(cutter, line) {
            return line;
        }
        if let Some((span, _)) = leading_symbol(cutter, line).filter(|_| line == 0) {
            cutter.push(K::Symbol, span);
        }
        let known = parts(cutter, line);
        if known {
            after_item = cutter.segments.last().is_some_and(|s| matches!(s.kind, K::AgendaItem));
            continue;
        }
        let text = cutter.line(line);
        if is_prose(text) {
            return line;
        }
        if names_the_body(cutter, line) {
            let span = cutter.span(line);
            cutter.push(K::Furniture, span);
            continue;
        }
        let item_title = after_item || text.ends_with(':') && cutter.segments.iter().any(|s| s.kind == K::AgendaItem);
        let continues = cutter.segments.last().is_some_and(|s| s.kind == K::AgendaTitle && cutter.text.slice(s.span).ends_with(':'));
        let kind = if item_title || continues { K::AgendaTitle } else { K::Title };
        let span = cutter.span(line);
        cutter.push(kind, span);
        after_item = false;
    }
    end
}

/// Lines of the widest masthead between the symbol and the distribution.
const HEAD_LINES: usize = 6;

/// Whether a line stands between the symbol and the distribution: there the body has its name, or the treaty whose body it is.
fn names_the_body(cutter: &Cutter<'_>, line: usize) -> bool {
    let has_symbol = cutter.segments.iter().any(|s| s.kind == K::Symbol);
    let is_open = has_symbol && !cutter.segments.iter().any(|s| matches!(s.kind, K::Distribution | K::Title | K::AgendaItem));
    let last = (line + HEAD_LINES).min(cutter.lines());
    is_open && (line + 1..last).any(|below| cutter.matches("distribution", below).is_some())
}

/// Whether a line is running text: a sentence, a quotation, a long line with commas.
pub fn is_prose(text: &str) -> bool {
    let quoted = text.starts_with(OPENING_QUOTES) && text.ends_with(CLOSING_QUOTES);
    let long = text.chars().count() > 160 && text.contains([',', '\u{3002}', '\u{60C}']);
    ends_sentence(if quoted { text.trim_end_matches(CLOSING_QUOTES) } else { text }) || long
}

/// Whether a line ends a sentence and is more than an abbreviation.
pub fn ends_sentence(text: &str) -> bool {
    text.ends_with(['\u{3002}', '.', '!', '?', ';', '\u{61B}', '\u{FF1B}', '\u{61F}']) && text.chars().count() > 12
}

/// Marks that open and close a quotation in one of the six languages.
pub const OPENING_QUOTES: [char; 6] = ['"', '\u{201C}', '\u{201D}', '\u{AB}', '\u{201E}', '\u{300C}'];
pub const CLOSING_QUOTES: [char; 5] = ['"', '\u{201C}', '\u{201D}', '\u{BB}', '\u{300D}'];

/// Pushes the masthead parts that a line holds; a line may hold two columns.
fn parts(cutter: &mut Cutter<'_>, line: usize) -> bool {
    if let Some((span, _)) = symbol_of_line(cutter, line) {
        cutter.push(K::Symbol, span);
        return true;
    }
    let whole = cutter.span(line);
    let columns: Vec<Span> = columns(cutter.text.slice(whole), whole.start);
    if columns.len() > 1 {
        let before = cutter.segments.len();
        if columns.iter().all(|&c| part(cutter, c) || organs(cutter, c)) {
            return true;
        }
        cutter.segments.truncate(before);
    }
    let before = cutter.segments.len();
    if !part(cutter, whole) {
        return organs(cutter, whole);
    }
    // A session and a year side by side have the shape of one long year.
    if cutter.segments.last().is_some_and(|s| s.kind == K::Session) {
        let one = cutter.segments.split_off(before);
        if !two_parts(cutter, whole) {
            cutter.segments.extend(one);
        }
    }
    true
}

/// Characters of the longest line in which two parts may stand without a space between.
const LONGEST_PAIR: usize = 40;

/// Two parts side by side whose space the reader of the file lost, as it may between unspaced characters.
fn two_parts(cutter: &mut Cutter<'_>, whole: Span) -> bool {
    let text = cutter.text.slice(whole);
    if !cutter.language.is_unspaced() || text.contains(' ') || text.chars().count() > LONGEST_PAIR {
        return false;
    }
    let before = cutter.segments.len();
    for (at, _) in text.char_indices().skip(1) {
        let (left, right) = (Span::new(whole.start, whole.start + at), Span::new(whole.start + at, whole.end));
        if part(cutter, left) && part(cutter, right) {
            return true;
        }
        cutter.segments.truncate(before);
    }
    false
}

fn columns(text: &str, at: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for word in text.split(' ') {
        found.push(Span::new(at + start, at + start + word.len()));
        start += word.len() + 1;
    }
    found
}

fn part(cutter: &mut Cutter<'_>, span: Span) -> bool {
    const PARTS: &[(&str, K)] = &[
        ("distribution", K::Distribution),
        ("original", K::OriginalLanguage),
        ("job-number", K::JobNumber),
        ("session", K::Session),
        ("council-year", K::Session),
        ("agenda-item", K::AgendaItem),
        ("issue-date", K::IssueDate),
        ("furniture", K::Furniture),
    ];
    let text = cutter.text.slice(span);
    for (part, kind) in PARTS {
        if let Some(found) = cutter.matches_text(part, text, span.start) {
            let kind = if *kind == K::IssueDate && is_stretch(cutter, text) { &K::Dateline } else { kind };
            let council = *part == "council-year";
            let segment = cutter.push_match(*kind, span, found);
            segment.number = u32::from(council);
            return true;
        }
    }
    false
}

/// Whether a date has two ends: when a session was held, not when something was issued.
fn is_stretch(cutter: &Cutter<'_>, text: &str) -> bool {
    let languages = [cutter.language, crate::model::Language::En];
    languages.iter().find_map(|&l| cutter.knowledge.rules(l).dates.parse(text, None)).is_some_and(|moment| moment.until.is_some())
}

/// A line that is nothing but names of United Nations organs.
fn organs(cutter: &mut Cutter<'_>, span: Span) -> bool {
    let text = cutter.text.slice(span);
    let names: Vec<(Span, bool)> =
        cutter.knowledge.names.find(text, cutter.language).map(|(s, sense)| (s, sense.entity.kind == Kind::Organisation)).collect();
    let mut rest = text.len();
    let mut found = Vec::new();
    for (name, is_organisation) in names {
        if !is_organisation {
            return false;
        }
        rest -= name.end - name.start;
        found.push(name.shifted(span.start));
    }
    if found.is_empty() || rest > text.matches(' ').count() {
        return false;
    }
    for name in found {
        cutter.push(K::Organ, name);
    }
    true
}

/// Whether a line repeats the document's own symbol, as the heads of pages do. Another symbol alone on its line is cited.
pub fn is_running_head(cutter: &Cutter<'_>, line: usize) -> bool {
    let Some((_, symbols)) = symbol_of_line(cutter, line) else { return false };
    let own = cutter.segments.iter().find(|s| s.kind == K::Symbol).map(|s| symbols::find(cutter.text.slice(s.span)));
    own.is_none_or(|own| own.iter().any(|(_, halves)| halves.iter().any(|half| symbols.contains(half))))
}

/// The own symbol at the beginning of a line that lost its breaks: the organisation's name or nothing before it, and
/// the name of an organ behind it.
pub fn leading_symbol(cutter: &Cutter<'_>, line: usize) -> Option<(Span, Vec<String>)> {
    let text = cutter.line(line);
    let head = &text[..text.char_indices().nth(LONGEST_HEAD).map_or(text.len(), |(at, _)| at)];
    let (span, symbols) = symbols::find(head).into_iter().next()?;
    let named = |name: &str| cutter.knowledge.names.exactly(name, cutter.language, Kind::Organisation).is_some();
    let before = head[..span.start].trim();
    let behind = head[span.end..].trim_start_matches(['*', ' ']);
    let organ = || cutter.knowledge.names.find(behind, cutter.language).next();
    let is_masthead =
        (before.is_empty() || named(before)) && organ().is_some_and(|(at, sense)| at.start == 0 && sense.entity.kind == Kind::Organisation);
    is_masthead.then(|| (span.shifted(cutter.span(line).start), symbols))
}

/// Characters within which a masthead on one line names its symbol and its organ.
const LONGEST_HEAD: usize = 160;

/// The symbol of a line that holds nothing else but the name of the organisation.
pub fn symbol_of_line(cutter: &Cutter<'_>, line: usize) -> Option<(Span, Vec<String>)> {
    let text = cutter.line(line);
    if text.len() > 120 {
        return None;
    }
    let (span, symbols) = symbols::find(text).into_iter().next()?;
    let rest = format!("{}{}", &text[..span.start], &text[span.end..]);
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '.' | '-'));
    let rest: String = rest.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    let alone = rest.is_empty() || cutter.knowledge.names.exactly(&rest, cutter.language, Kind::Organisation).is_some();
    alone.then(|| (span.shifted(cutter.span(line).start), symbols))
}
