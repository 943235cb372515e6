//! What is on a page and not of the text: running headers and footers, page numbers, job numbers, bar codes; and
//! the notes at its foot, which are kept apart.

use super::Page;
use super::line::Line;
use rustc_hash::FxHashMap;

/// Running headers stand above this share of the page's height, footers below that.
const HEAD: f32 = 0.88;
const FOOT: f32 = 0.115;

pub fn set_aside(pages: &mut [Page]) {
    let usual = usual_size(pages);
    let repeated = repeated(pages);
    let many = pages.len();
    for (index, page) in pages.iter_mut().enumerate() {
        let height = page.height;
        let lines = std::mem::take(&mut page.lines);
        let is_furniture = |line: &Line| {
            let margin = in_margin(line, height);
            let is_repeated = index > 0 && margin && repeated.get(&key(line)).is_some_and(|&n| n > 1 && (n > 2 || many < 6));
            is_repeated || margin && is_page_mark(&line.text, index > 0) || super::super::is_bar_code(&line.text)
        };
        let aside: Vec<bool> = lines.iter().map(is_furniture).collect();
        // What looks like the number of a page and has words beside it is the key of a row.
        let has_words_beside = |line: &Line| {
            let level = |other: &Line| (other.y - line.y).abs() < line.size * 0.5;
            lines.iter().zip(&aside).any(|(other, aside)| !aside && level(other) && other.text.chars().any(char::is_alphabetic))
        };
        let is_key = |line: &Line| line.text.bytes().any(|b| b.is_ascii_digit()) && has_words_beside(line);
        page.lines = lines.iter().zip(&aside).filter(|(line, aside)| !**aside || is_key(line)).map(|(line, _)| line.clone()).collect();
        take_notes(page, usual);
    }
}

fn in_margin(line: &Line, height: f32) -> bool {
    line.y > height * HEAD || line.y < height * FOOT
}

/// How many pages have a line in their margins at the same height: figures differ from page to page, and spaces by the type
/// setter.
fn repeated(pages: &[Page]) -> FxHashMap<String, usize> {
    let mut count: FxHashMap<String, usize> = FxHashMap::default();
    for page in pages {
        let mut keys: Vec<String> = page.lines.iter().filter(|l| in_margin(l, page.height)).map(key).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            *count.entry(key).or_default() += 1;
        }
    }
    count
}

fn key(line: &Line) -> String {
    let letters: String = line.text.chars().filter(|c| !c.is_whitespace()).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    format!("{letters} {}", (line.y / 2.0).round())
}

/// `2/18`, `- 3 -`, `17`; on later pages the job number too, which the first page says in full.
fn is_page_mark(text: &str, later: bool) -> bool {
    let figures = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let is_number = |part: &str| figures(part) || part.split_once('/').is_some_and(|(a, b)| figures(a) && figures(b));
    let is_job = |part: &str| part.split_once('-').is_some_and(|(year, serial)| year.len() == 2 && figures(year) && is_serial(serial));
    let mut parts = text.split(' ').map(|part| part.trim_matches(['-', '\u{2013}', '\u{2014}'])).filter(|part| !part.is_empty());
    parts.all(|part| is_number(part) || later && (is_job(part) || part.starts_with('(') && part.len() == 3))
}

fn is_serial(text: &str) -> bool {
    (4..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The size in which most of the document is set.
fn usual_size(pages: &[Page]) -> f32 {
    let mut sizes: FxHashMap<i32, usize> = FxHashMap::default();
    for line in pages.iter().flat_map(|p| &p.lines) {
        *sizes.entry((line.size * 2.0).round() as i32).or_default() += line.text.len();
    }
    sizes.into_iter().max_by_key(|&(size, letters)| (letters, size)).map_or(0.0, |(size, _)| size as f32 / 2.0)
}

/// Moves the notes at the foot of a page out of the running text: what stands below a rule in small letters, and
/// small lines that begin with a raised mark, with those that go on from them.
fn take_notes(page: &mut Page, usual: f32) {
    let is_rule = |l: &Line| l.text.len() > 4 && l.text.bytes().all(|b| b == b'_');
    let rules: Vec<Line> = page.lines.iter().filter(|l| is_rule(l) && l.y < page.height * 0.8).cloned().collect();
    let is_small = |l: &Line| l.size < usual - 0.6;
    let below = |l: &Line| rules.iter().any(|r| l.y < r.y && l.x1 > r.x0 - 10.0 && l.x0 < r.x1 + 400.0) && is_small(l);
    let lowest = page.lines.iter().filter(|l| !is_small(l) && !is_rule(l)).map(|l| l.y).fold(f32::MAX, f32::min);
    let mut in_note = false;
    let lines = std::mem::take(&mut page.lines);
    for line in lines {
        let at_foot = is_small(&line) && (line.y < lowest || line.y < page.height * 0.3);
        let begins = at_foot && !line.row && (line.noted || line.text.starts_with("* ") || line.text.starts_with("** "));
        let continues = in_note && at_foot && !line.row && page.notes.last().is_some_and(|n| n.y - line.y < n.size * 1.6 && n.y > line.y);
        in_note = begins || continues || below(&line);
        match in_note {
            _ if is_rule(&line) => {}
            true => page.notes.push(line),
            false => page.lines.push(line),
        }
    }
}
