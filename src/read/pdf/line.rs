//! A printed line: its words without the marks of notes, where it stands, and how it is set.

use unpdf::parser::{TextLine, TextSpan};

#[derive(Debug, Clone, Default)]
pub struct Line {
    pub text: String,
    pub page: u32,
    /// Left and right end; for lines that are read from right to left measured from the right edge of the page, so
    /// that a line always begins at its smaller end.
    pub x0: f32,
    pub x1: f32,
    /// Height of the baseline above the foot of the page.
    pub y: f32,
    pub size: f32,
    /// All of it in bold letters.
    pub bold: bool,
    /// Begins in bold letters and goes on without: a speaker's name.
    pub bold_lead: bool,
    /// Begins with the raised mark of a note.
    pub noted: bool,
    /// Pieces that stand far apart: a row of a table.
    pub row: bool,
    pub rtl: bool,
}

/// Gap within a line, in sizes of its letters, that only a table has.
const ROW_GAP: f32 = 1.6;
/// Width of a space, in sizes of its letters.
const SPACE: f32 = 0.3;
/// Smaller letters than this share of the line's are marks of notes, if they are raised.
const MARK_SIZE: f32 = 0.8;

impl Line {
    /// A line of a page whose left lower corner is at `left`, `foot`; none for a line without words.
    pub fn of(line: &TextLine, page: u32, left: f32, foot: f32, width: f32) -> Option<Self> {
        let size = usual_size(&line.spans)?;
        let y = line.spans.iter().find(|s| same(s.font_size, size)).map_or(line.y, |s| s.y);
        let is_raised = |s: &TextSpan| s.font_size < size * MARK_SIZE && s.y > y + size * 0.12;
        let is_mark = |s: &TextSpan, before: Option<char>| is_raised(s) && super::super::is_note_mark(s.text.trim(), before);
        let first = line.spans.iter().position(|s| !s.text.trim().is_empty())?;
        let noted = is_mark(&line.spans[first], None);
        let mut kept = line.clone();
        let (mut index, mut unit, mut before) = (0, false, None);
        kept.spans.retain(|s| {
            index += 1;
            let keep = index - 1 <= first || unit || !is_mark(s, before);
            unit = ends_in_unit(&s.text);
            before = s.text.chars().next_back();
            keep
        });
        let printed = kept.text();
        let mut text = clean(&printed);
        // Spaces at the beginning are an indentation that the letters do not show.
        let indent = printed.chars().take_while(|c| *c == ' ').count() as f32 * size * SPACE;
        if noted {
            let mark = line.spans[first].text.trim();
            if let Some(rest) = text.strip_prefix(mark).filter(|r| !r.starts_with(' ')) {
                text = format!("{mark} {rest}");
            }
        }
        if text.is_empty() {
            return None;
        }
        let rtl = is_rtl(&text);
        let right = kept.spans.iter().map(right_of).fold(line.x, f32::max);
        let (x0, x1) = if rtl { (width - (right - left), width - (line.x - left)) } else { (line.x - left + indent, right - left) };
        let (bold, bold_lead) = boldness(&kept.spans);
        let row = text.contains(" ... ") || is_row(&kept.spans, size);
        Some(Self { text, page, x0, x1, y: y - foot, size, bold, bold_lead, noted, row, rtl })
    }

    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Whether its last character ends a sentence.
    pub fn ends_sentence(&self) -> bool {
        let text = self.text.trim_end_matches(['"', '\u{201D}', '\u{2019}', ')', ']', '\u{BB}', ' ']);
        text.ends_with(['.', '!', '?', ':', ';', '\u{3002}', '\u{FF1A}', '\u{FF1B}', '\u{61F}', '\u{61B}'])
    }
}

pub fn same(a: f32, b: f32) -> bool {
    (a - b).abs() <= 0.6
}

/// The size in which most of the letters are set.
fn usual_size(spans: &[TextSpan]) -> Option<f32> {
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    for span in spans {
        let letters = span.text.chars().filter(|c| !c.is_whitespace()).count();
        match sizes.iter_mut().find(|(size, _)| same(*size, span.font_size)) {
            Some((_, count)) => *count += letters,
            None => sizes.push((span.font_size, letters)),
        }
    }
    sizes.into_iter().filter(|&(size, count)| count > 0 && size > 0.0).max_by_key(|&(_, count)| count).map(|(size, _)| size)
}

/// Where the letters of a span end: white space after them has width, but no ink.
pub fn right_of(span: &TextSpan) -> f32 {
    let blank = span.text.chars().rev().take_while(|c| c.is_whitespace()).count() as f32;
    let measured = span.ink_width.unwrap_or_else(|| (span.width - blank * span.font_size * 0.25).max(0.0));
    span.x + measured
}

/// Metres may be square or cubic: a figure raised behind them marks no note.
fn ends_in_unit(text: &str) -> bool {
    let word = text.rsplit(|c: char| c.is_whitespace() || c.is_ascii_digit()).next().unwrap_or_default();
    matches!(word, "m" | "km" | "cm")
}

fn boldness(spans: &[TextSpan]) -> (bool, bool) {
    let mut printed = spans.iter().filter(|s| !s.text.trim().is_empty());
    let begins = printed.clone().next().is_some_and(|s| s.is_bold);
    let all = printed.all(|s| s.is_bold);
    (all, begins && !all)
}

fn is_row(spans: &[TextSpan], size: f32) -> bool {
    let printed: Vec<&TextSpan> = spans.iter().filter(|s| !s.text.trim().is_empty()).collect();
    printed.windows(2).any(|pair| {
        let gap = pair[1].x - right_of(pair[0]);
        let dots = pair.iter().any(|s| s.text.contains("..."));
        gap > size * ROW_GAP && !dots
    })
}

/// White space to single spaces, leader dots to three, symbols closed up that the type setter has spaced out.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let dots = word.len() - word.trim_start_matches('.').len();
        let is_leader = dots > 1 && dots == word.len();
        if is_leader && out.ends_with("...") {
            continue;
        }
        if !out.is_empty() && !continues_symbol(&out, word) {
            out.push(' ');
        }
        out.push_str(if is_leader { "..." } else { word });
    }
    whole_symbol(&out).unwrap_or(out)
}

/// `S/ PV.8585`: no symbol ends in a stroke.
fn continues_symbol(before: &str, word: &str) -> bool {
    let last = before.rsplit([' ', '(']).next().unwrap_or_default();
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    last.ends_with('/') && last.starts_with(|c: char| c.is_ascii_uppercase()) && letters >= 2 && word[letters..].starts_with(['.', '/'])
}

/// A line that is nothing but a symbol: `S/PV.870 0`.
fn whole_symbol(line: &str) -> Option<String> {
    if line.len() > 40 || !line.contains(' ') || !line.contains('/') {
        return None;
    }
    let joined: String = line.split(' ').collect();
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"./()-".contains(&b));
    let body = joined.split_once('/').filter(|(organ, _)| (1..=4).contains(&organ.len()) && organ.bytes().all(|b| b.is_ascii_uppercase()));
    body.filter(|(_, rest)| is_part(rest) && rest.bytes().any(|b| b.is_ascii_digit()))?;
    Some(joined)
}

fn is_rtl(text: &str) -> bool {
    let (mut rtl, mut ltr) = (0usize, 0usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        match c {
            '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => rtl += 1,
            _ => ltr += 1,
        }
    }
    rtl > ltr
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaced_out_symbols_close_up() {
        assert_eq!(clean("S/ PV.870 0"), "S/PV.8700");
        assert_eq!(clean("(see A/49/ PV.14) as President"), "(see A/49/PV.14) as President");
        assert_eq!(clean("A/80/590 of 7 January"), "A/80/590 of 7 January");
        assert_eq!(clean("Belgium ........... ..... Mr. X"), "Belgium ... Mr. X");
    }
}
