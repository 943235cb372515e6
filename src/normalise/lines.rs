//! Lines of the page and which of them belong together.
//!
//! A line that reaches the right margin without ending its sentence goes on in the next one, across page breaks
//! too; a short line, a list mark or a heading stands alone. Left out: reading order of columns (a reader's work).

use crate::model::Span;
use crate::model::text::is_cjk;
use crate::symbol;
use regex::Regex;
use std::sync::LazyLock;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    Blank,
    Text,
    /// A footnote mark that stands on a line of its own inside a sentence.
    NoteMark,
    /// Page numbers, addresses of pages, rules: set aside.
    Furniture,
}

/// A line of the folded text, without its indentation and decoration.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub span: Span,
    pub kind: LineKind,
    pub indent: u16,
    pub heading: u8,
    /// Columns: two for a character of an unspaced script, one for any other.
    pub width: u32,
    /// Blank lines before it.
    pub gap: u16,
    ends_sentence: bool,
    /// Ends in a mark that ends at least a clause.
    ends_clause: bool,
    begins_item: bool,
    /// A row of a list: its number, then its title.
    begins_row: bool,
    /// Tabs part it into columns in the original.
    has_columns: bool,
    is_bare_mark: bool,
    /// Columns with leader dots between them.
    is_row: bool,
    /// A title or a bracket opens in it that does not close in it.
    is_open: bool,
    /// Of a script with spaces, and ending within a clause.
    is_mid_clause: bool,
    /// Short and ending in a comma: `The General Assembly,` opens what follows and ends nothing.
    is_opening: bool,
    is_prose: bool,
    begins_lower: bool,
    /// Holds more than the members of a list: a comma, the end of a sentence.
    has_clauses: bool,
    /// Begins with a letter of a script with capitals, and which.
    begins_small: bool,
    begins_upper: bool,
    cjk: bool,
}

impl Line {
    /// Whether it ends in mid-sentence.
    pub const fn is_unfinished(&self) -> bool {
        !self.ends_sentence && self.heading == 0 && self.is_prose
    }

    /// Whether it may be the rest of a sentence.
    pub const fn may_continue(&self) -> bool {
        !self.begins_item && !self.is_bare_mark && self.heading == 0
    }
}

/// Bytes of the longest line, and of the longest paragraph: some of what is looked for in one takes the square of its
/// length. Printed ones have a tenth of it.
pub const LONGEST: usize = 1 << 16;

pub fn measure(folded: &str) -> Vec<Line> {
    let (mut lines, mut gap, mut printed) = (Vec::new(), 0u16, 0);
    for text in folded.split('\n').flat_map(pieces) {
        let mut line = measure_line(text, offset_in(folded, text), gap);
        printed += usize::from(line.kind != LineKind::Blank);
        // What ends in the symbol of a masthead goes on in no other line.
        line.ends_sentence |= printed <= MASTHEAD && line.width <= PROSE * 2 && ends_in_symbol(text.trim());
        gap = if line.kind == LineKind::Blank { gap.saturating_add(1) } else { 0 };
        lines.push(line);
    }
    lines
}

/// A line, cut behind a space or a full stop where it is too long.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        if text.len() <= LONGEST {
            return Some(text);
        }
        let most = (0..=LONGEST).rev().find(|&at| text.is_char_boundary(at))?;
        let end = text[..most].rfind([' ', '\u{3002}']).map_or(most, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        let (piece, after) = text.split_at(end);
        rest = Some(after);
        Some(piece)
    })
}

/// Takes over which lines the format marks as headings; `raw` leads a folded offset back to the raw one.
pub fn mark_headings(lines: &mut [Line], headings: &[usize], raw: impl Fn(usize) -> usize) {
    let mut rest = headings;
    for line in lines.iter_mut().filter(|l| l.kind != LineKind::Blank) {
        // Offsets are those of lines' beginnings: what lies up to this line's first character is its own.
        let passed = rest.partition_point(|&heading| heading <= raw(line.span.start));
        if passed > 0 {
            line.heading = line.heading.max(1);
        }
        rest = &rest[passed..];
    }
}

/// Takes note of the lines that tabs part into columns; `raw` leads a folded offset back to the raw one.
pub fn mark_columns(lines: &mut [Line], text: &str, raw: impl Fn(usize) -> usize) {
    if !text.contains('\t') {
        return;
    }
    for line in lines.iter_mut().filter(|l| l.kind == LineKind::Text) {
        line.has_columns = text.get(raw(line.span.start)..raw(line.span.end.saturating_sub(1))).is_some_and(|body| body.contains('\t'));
    }
}

fn measure_line(text: &str, at: usize, gap: u16) -> Line {
    let indent = text.len() - text.trim_start_matches(' ').len();
    let mut body = text.trim();
    let mut heading = 0u8;
    let marks = body.len() - body.trim_start_matches('#').len();
    if (1..=6).contains(&marks) && body[marks..].starts_with(|c: char| c == ' ' || is_cjk(c)) {
        heading = marks as u8;
        body = body[marks..].trim_start();
    }
    let start = at + offset_in(text, body);
    let width = body.chars().map(|c| if is_cjk(c) { 2 } else { 1 }).sum();
    let last = body.trim_end_matches(['*', '"', '\u{201D}', '\'', ')', '\u{BB}']).chars().next_back();
    Line {
        span: Span::new(start, start + body.len()),
        kind: kind_of(body),
        indent: indent.min(u16::MAX as usize) as u16,
        heading,
        width,
        gap,
        ends_sentence: last.is_some_and(ends_sentence),
        ends_clause: last.is_some_and(|c| matches!(c, ',' | '\u{60C}') || ends_sentence(c)),
        begins_row: begins_row(body, gap),
        has_columns: false,
        begins_item: begins_item(body) || begins_row(body, gap) || is_dateline(body, width, last),
        is_bare_mark: is_bare_mark(body),
        is_row: is_row(body),
        is_open: [('\u{300A}', '\u{300B}'), ('\u{AB}', '\u{BB}'), ('(', ')')]
            .iter()
            .any(|&(open, close)| body.matches(open).count() > body.matches(close).count()),
        is_mid_clause: !body.ends_with([',', ';', '\u{60C}', '\u{61B}']) && !body.chars().any(is_cjk),
        is_opening: width <= 36 && body.ends_with([',', '\u{60C}']),
        is_prose: body.contains(['\u{3002}', '\u{3001}']) || body.contains([',', '\u{60C}']) || body.contains(". "),
        begins_lower: body.starts_with(|c: char| c.is_lowercase() || is_cjk(c) && !c.is_ascii_punctuation()),
        has_clauses: body.contains(['\u{3002}', ',', '\u{60C}']) || body.contains(". "),
        begins_small: body.starts_with(char::is_lowercase),
        begins_upper: body.starts_with(char::is_uppercase),
        cjk: body.chars().next_back().is_some_and(is_cjk),
    }
}

/// Lines among which a masthead prints the document's symbol.
const MASTHEAD: usize = 8;

/// Whether a line ends in a symbol, with nothing but a name before it.
fn ends_in_symbol(body: &str) -> bool {
    let body = body.trim_end_matches(['*', ' ']);
    let Some(last) = symbol::find(body).pop().filter(|last| last.range.end == body.len()) else { return false };
    let before = &body[..last.range.start];
    let is_name = |word: &str| !word.starts_with(|c: char| c.is_lowercase() || c.is_ascii_punctuation());
    before.split_whitespace().all(is_name) && before.chars().count() <= PROSE as usize && !before.contains([',', '.', ':'])
}

fn offset_in(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}

fn kind_of(body: &str) -> LineKind {
    let is_address = |w: &str| w.starts_with("http://") || w.starts_with("https://") || w.starts_with("www.");
    let is_rule = body.len() > 3 && body.bytes().all(|b| matches!(b, b'_' | b'-' | b'=' | b'*' | b' '));
    if body.is_empty() {
        LineKind::Blank
    } else if body.split(' ').all(is_address) || is_rule || is_page_number(body) {
        LineKind::Furniture
    } else if body.len() <= 2 && body.bytes().all(|b| b.is_ascii_digit() || b == b'*') {
        LineKind::NoteMark
    } else {
        LineKind::Text
    }
}

/// Words, leader dots, words: a row of a roster or of contents.
fn is_row(body: &str) -> bool {
    let leader = |c: char| matches!(c, '.' | '\u{B7}' | '\u{2026}' | '_' | ' ');
    let rest = body.trim_start_matches(|c| !leader(c));
    let mut rest = rest;
    while !rest.is_empty() {
        let run = rest.len() - rest.trim_start_matches(leader).len();
        let dots = rest[..run].chars().filter(|c| *c != ' ').map(|c| if c == '\u{2026}' { 3 } else { 1 }).sum::<usize>();
        if dots >= 3 {
            return rest.len() > run;
        }
        rest = rest[run..].trim_start_matches(|c| !leader(c));
    }
    false
}

/// `2/5`, `- 3 -`: a page number, never a resolution (its first number has two digits at least).
fn is_page_number(body: &str) -> bool {
    // A dash on one side only belongs to the number of a paragraph.
    let is_dash = |c: char| matches!(c, '-' | '\u{2014}');
    let inner = body.trim_matches(|c| is_dash(c) || c == ' ');
    if body.starts_with(is_dash) && body.ends_with(is_dash) && (1..=4).contains(&inner.len()) {
        return inner.bytes().all(|b| b.is_ascii_digit());
    }
    matches!(body.split_once('/'), Some((a, b)) if a.len() <= 1 && (1..=2).contains(&b.len())
        && a.bytes().chain(b.bytes()).all(|c| c.is_ascii_digit()) && !a.is_empty())
}

const fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ':' | ';' | '\u{3002}' | '\u{2026}' | '\u{61F}' | '\u{61B}')
}

/// `1. `, `(a) `, `2) `, `\u{B7} `: an item of a list begins.
fn begins_item(body: &str) -> bool {
    let digits = body.len() - body.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &body[digits..];
    if (1..=3).contains(&digits) && rest.starts_with(['.', ')']) {
        return rest[1..].starts_with(|c: char| c == ' ' || is_cjk(c)) || rest.len() == 1;
    }
    body.starts_with(['\u{B7}', '[']) || body.starts_with("- ") || {
        let mut chars = body.chars();
        chars.next() == Some('(') && chars.clone().position(|c| c == ')').is_some_and(|n| (1..=4).contains(&n))
    }
}

/// The number of a document that begins a row of a list, before its title or a gap between columns.
static ROW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:E?S-)?\d{1,4}(?:/\d{1,4}(?: [A-Z]{1,2})?| ?\((?:E?S-)?(?:\d{4}|[IVXL]+)\)) (?P<next>\S)").expect("compiles")
});

/// A row of a list begins: in a script without capitals only a blank line before it tells.
fn begins_row(body: &str, gap: u16) -> bool {
    let next = ROW.captures(body).and_then(|c| c["next"].chars().next());
    next.is_some_and(|c| c.is_uppercase() || is_cjk(c) || gap > 0 && c.is_alphabetic() && !c.is_lowercase())
}

/// A short line that begins with a figure and ends no sentence: a date under a title.
fn is_dateline(body: &str, width: u32, last: Option<char>) -> bool {
    width <= 24 && body.starts_with(|c: char| c.is_ascii_digit()) && !last.is_some_and(ends_sentence) && body.len() > 4
}

/// A number or letter of a list that stands alone on its line; its words come on the next.
fn is_bare_mark(body: &str) -> bool {
    let core = body.trim_end_matches(['.', ')', '-', ' ', '\'']).trim_start_matches(['(', '\'']);
    core.len() < body.len() && (1..=4).contains(&core.chars().count()) && core.chars().all(char::is_alphanumeric)
}

/// How wide this document's lines run and how far apart they stand.
#[derive(Debug)]
pub struct Layout {
    margin: u32,
    /// The reader knew the paragraphs: no lines are joined.
    whole: bool,
    /// Lines are whole paragraphs: the file was not broken to a page width.
    unwrapped: bool,
    /// Blank lines that usually stand between two lines.
    usual_gap: u16,
    /// Paragraphs begin further right than their other lines.
    indented: bool,
}

/// Wider lines than these columns are no lines of a page.
const WIDEST_PAGE: u32 = 160;
/// No page of an unspaced script has lines of so few columns.
const NARROWEST_PAGE: u32 = 56;
/// Lines of fewer columns may end anywhere.
const PROSE: u32 = 40;
/// A line that fills this share of the margin may go on in the next one.
const FULL: f64 = 0.75;

impl Layout {
    pub fn of(lines: &[Line], whole: bool) -> Self {
        let text: Vec<&Line> = lines.iter().filter(|l| l.kind == LineKind::Text).collect();
        let mut widths: Vec<u32> = text.iter().map(|l| l.width).filter(|&w| w >= 16).collect();
        widths.sort_unstable();
        let margin = widths.get(widths.len() * 9 / 10).copied().unwrap_or(0);
        let mut gaps: Vec<u16> = text.iter().map(|l| l.gap).collect();
        gaps.sort_unstable();
        let flush = text.iter().filter(|l| l.indent == 0).count();
        let indented = text.len() - flush >= 3 && flush * 5 > text.len();
        // Lines broken by a page end anywhere; in a short text whose lines end where clauses do, they are paragraphs.
        let prose: Vec<&&Line> = text.iter().filter(|l| l.is_prose && l.width >= PROSE).collect();
        let ended = prose.iter().filter(|l| l.ends_clause).count();
        let clauses = prose.len() > 1 && ended * 5 >= prose.len() * 4;
        let is_cjk_text = text.iter().filter(|l| l.cjk).count() * 3 > text.len();
        Self {
            whole,
            margin,
            unwrapped: clauses || margin > WIDEST_PAGE || is_cjk_text && margin < NARROWEST_PAGE,
            usual_gap: gaps.get(gaps.len() / 2).copied().unwrap_or(0),
            indented,
        }
    }

    fn is_full(&self, line: &Line) -> bool {
        f64::from(line.width) >= f64::from(self.margin) * FULL
    }

    pub fn joins(&self, before: &Line, line: &Line) -> bool {
        if self.whole || line.heading > 0 || before.heading > 0 || line.is_bare_mark || before.is_row {
            return false;
        }
        if before.is_bare_mark {
            return line.gap <= 1;
        }
        if before.begins_row && line.gap > 0 || before.has_columns && line.has_columns {
            return false;
        }
        if line.begins_item || self.unwrapped && line.is_opening {
            return false;
        }
        if self.unwrapped {
            // A page break inside a paragraph; titles and roster rows have no sentence behind them.
            return !before.ends_sentence && before.is_prose && before.width >= 100 && line.begins_lower && before.cjk;
        }
        // A page break leaves no blank line where the others have one, and a stray indentation.
        let page_break = line.gap < self.usual_gap;
        // An indented block (a title) keeps its indentation; a paragraph has it on its first line alone.
        let same_block = line.indent == before.indent && before.is_mid_clause;
        let begins = self.indented && line.indent > 0 && !same_block && !page_break;
        if before.ends_sentence || begins {
            return false;
        }
        // Beyond more than the usual space a sentence may go on, but no title does.
        let goes_on = line.gap <= self.usual_gap || !line.begins_upper && (line.begins_small || before.has_clauses);
        (self.is_full(before) || before.is_open && before.is_prose) && line.gap <= self.usual_gap + 1 && goes_on
    }
}
