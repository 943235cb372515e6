//! Lines to paragraphs: across lines, columns and pages, by where they stand and how far they reach.

use super::Page;
use super::line::{Line, same};
use super::wrapped;
use crate::model::RawText;
use crate::model::text::is_cjk;
use rustc_hash::FxHashMap;

/// Lines that stand further apart than this, in usual distances, begin a new paragraph.
const APART: f32 = 1.3;
/// A first line is indented by at least this, in sizes of its letters.
const INDENT: f32 = 0.7;

/// What leader dots are written as.
const LEADER: &str = " ... ";

/// Lines of one text stand at most so far apart, in sizes of their letters: written with an empty line between any two.
const WIDEST_LEADING: f32 = 3.2;

/// Columns of text are at least so wide, in sizes of their letters.
const COLUMN: f32 = 10.0;

/// All paragraphs of a document; notes follow the paragraph that is open at the end of their page.
pub fn put_together(pages: &[Page]) -> RawText {
    let measures = Measures::of(pages);
    let all_bounds: Vec<Vec<Bound>> = pages.iter().map(|page| bounds(&page.lines, &measures)).collect();
    if wrapped::is_wrapped(pages, &all_bounds, &measures) {
        return wrapped::lines(pages);
    }
    let mut flow = Flow { out: RawText::of_paragraphs(), open: Vec::new(), body: None, notes: Vec::new(), measures: &measures };
    for (page, bounds) in pages.iter().zip(&all_bounds) {
        for (line, bound) in page.lines.iter().zip(bounds) {
            flow.add(line, *bound);
        }
        let bounds = self::bounds(&page.notes, &measures);
        flow.notes.extend(page.notes.iter().cloned().zip(bounds));
    }
    flow.close();
    flow.close_notes();
    flow.out
}

/// What is usual in the document.
pub struct Measures {
    /// Distance of lines by their size.
    leading: FxHashMap<i32, f32>,
    /// First lines of paragraphs begin further in than the others.
    indented: bool,
}

impl Measures {
    fn of(pages: &[Page]) -> Self {
        let mut distances: FxHashMap<i32, FxHashMap<i32, usize>> = FxHashMap::default();
        let (mut deeper, mut all) = (0usize, 0usize);
        for pair in pages.iter().flat_map(|p| p.lines.windows(2)) {
            let (a, b) = (&pair[0], &pair[1]);
            let distance = a.y - b.y;
            if !same(a.size, b.size) || distance < a.size * 0.6 || distance > a.size * WIDEST_LEADING || a.row || b.row {
                continue;
            }
            *distances.entry(key(a.size)).or_default().entry((distance * 4.0).round() as i32).or_default() += 1;
            all += 1;
            deeper += usize::from(a.x0 > b.x0 + a.size * INDENT && a.x0 < b.x0 + a.size * 6.0);
        }
        let leading = distances.into_iter().filter_map(|(size, counts)| {
            let usual = counts.into_iter().max_by_key(|&(distance, n)| (n, -distance))?;
            Some((size, usual.0 as f32 / 4.0))
        });
        Self { leading: leading.collect(), indented: deeper * 20 > all }
    }

    fn leading(&self, size: f32) -> f32 {
        self.leading.get(&key(size)).copied().unwrap_or(size * 1.2)
    }
}

fn key(size: f32) -> i32 {
    (size * 2.0).round() as i32
}

/// Between which ends the lines around a line run.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    pub left: f32,
    pub right: f32,
}

/// A block of lines tells its own bounds; for a short one the lines of the page that begin as it does speak too.
fn bounds(lines: &[Line], measures: &Measures) -> Vec<Bound> {
    let mut bounds = Vec::with_capacity(lines.len());
    let mut start = 0;
    while start < lines.len() {
        let mut end = start + 1;
        while end < lines.len() && stands_below(&lines[end - 1], &lines[end], measures) && (lines[end - 1].x0 - lines[end].x0).abs() < 60.0
        {
            end += 1;
        }
        let block = &lines[start..end];
        let left = block.iter().map(|l| l.x0).fold(f32::MAX, f32::min);
        let right = block.iter().map(|l| l.x1).fold(0.0, f32::max);
        for line in block {
            let alike = lines.iter().filter(|l| (l.x0 - line.x0).abs() <= 3.0 && same(l.size, line.size));
            let widest = alike.map(|l| l.x1).fold(right, f32::max);
            bounds.push(Bound { left, right: if block.len() >= 4 { right } else { widest } });
        }
        start = end;
    }
    bounds
}

/// Whether a line is the next one in the same block.
pub fn stands_below(before: &Line, line: &Line, measures: &Measures) -> bool {
    let distance = before.y - line.y;
    before.page == line.page
        && same(before.size, line.size)
        && distance > line.size * 0.4
        && distance <= measures.leading(line.size) * APART
}

struct Flow<'f> {
    out: RawText,
    /// The lines of the paragraph that is open, each with its bounds.
    open: Vec<(Line, Bound)>,
    /// Where the lines after the first begin.
    body: Option<f32>,
    notes: Vec<(Line, Bound)>,
    measures: &'f Measures,
}

impl Flow<'_> {
    fn add(&mut self, line: &Line, bound: Bound) {
        if let Some((before, reach)) = self.open.last() {
            if self.joins(before, *reach, line, bound) {
                let jumped = !stands_below(before, line, self.measures);
                self.body = if jumped { None } else { Some(line.x0) };
                self.open.push((line.clone(), bound));
                return;
            }
            self.close();
            if self.notes.first().is_some_and(|(note, _)| note.page < line.page) {
                self.close_notes();
            }
        }
        self.body = None;
        self.open.push((line.clone(), bound));
    }

    /// Whether a line goes on from the one before it.
    fn joins(&self, before: &Line, reach: Bound, line: &Line, bound: Bound) -> bool {
        if before.row || line.row || line.noted || line.bold_lead && begins_label(line) || before.rtl != line.rtl {
            return false;
        }
        if !same(before.size, line.size) || before.bold && !line.bold {
            return false;
        }
        // Two rows of a roster, each with its leader dots.
        if before.text.contains(LEADER) && line.text.contains(LEADER) {
            return false;
        }
        let below = stands_below(before, line, self.measures);
        if before.page == line.page && before.y > line.y && !below && overlaps(before, line) {
            return false;
        }
        if begins_item(&line.text) && (before.ends_sentence() || before.text.ends_with(',')) {
            return false;
        }
        if below && before.bold && line.bold {
            return before.width() > (reach.right - reach.left) * 0.4 && !before.ends_sentence();
        }
        let hyphened = before.text.ends_with(['-', '\u{2010}', '\u{AD}']);
        let short = !hyphened && is_short(before, reach, line);
        if below {
            return self.begins_like_body(before, line) && (!short || goes_on_small(before, line));
        }
        // A new column or page; a masthead's pieces stand apart, but are no columns.
        let is_jump = line.page > before.page || line.y > before.y;
        if !is_jump || before.width() < before.size * COLUMN {
            return false;
        }
        let indented = line.x0 > bound.left + line.size * INDENT;
        let ended = before.ends_sentence() && (indented || !self.measures.indented);
        !(short || ended || line.bold || indented && self.measures.indented)
    }

    /// Whether a line begins where the paragraph's lines begin.
    fn begins_like_body(&self, before: &Line, line: &Line) -> bool {
        match self.body {
            Some(body) => (line.x0 - body).abs() <= 2.5,
            None => {
                let inward = line.x0 - before.x0;
                let hangs = begins_item(&before.text) && inward > 0.0 && inward < line.size * 6.0;
                inward <= 2.5 && inward > -line.size * 8.0 || hangs
            }
        }
    }

    fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        write(&mut self.out, &open);
    }

    /// Writes the notes of the pages that are over: each begins with its mark.
    fn close_notes(&mut self) {
        let mut note: Vec<(Line, Bound)> = Vec::new();
        for (line, bound) in std::mem::take(&mut self.notes) {
            let begins = line.noted || line.text.starts_with('*') || note.last().is_some_and(|(n, _)| n.page != line.page);
            if begins {
                write(&mut self.out, &note);
                note.clear();
            }
            note.push((line, bound));
        }
        write(&mut self.out, &note);
    }
}

fn overlaps(a: &Line, b: &Line) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1
}

/// Whether the first word of the next line would have had room.
pub fn is_short(before: &Line, reach: Bound, line: &Line) -> bool {
    let letters = line.text.chars().count().max(1) as f32;
    let word = match line.text.chars().next() {
        Some(c) if is_cjk(c) => 1,
        _ => line.text.chars().take_while(|c| !c.is_whitespace() && !is_cjk(*c)).count(),
    };
    let needed = line.width() * word as f32 / letters + line.size * 0.25;
    before.x1 + needed < reach.right - line.size * 0.3
}

/// A small letter goes on from an unfinished line, however short that is.
fn goes_on_small(before: &Line, line: &Line) -> bool {
    line.text.starts_with(char::is_lowercase) && !before.ends_sentence() && before.text.contains(' ')
}

/// `The President:`: what is in bold letters ends in a colon.
fn begins_label(line: &Line) -> bool {
    let front: String = line.text.chars().take(140).collect();
    front.contains(':')
}

/// `1.`, `10.1`, `8.I.21`, `(a)`, `b)`, a bullet; no initial of a name.
fn begins_item(text: &str) -> bool {
    let word = text.split(' ').next().unwrap_or_default();
    let core = word.trim_start_matches('(').trim_end_matches(['.', ')']);
    let letters = (1..=4).contains(&core.chars().count()) && core.chars().all(char::is_alphanumeric);
    let is_mark = match (word.starts_with('('), word.ends_with(')')) {
        (true, closed) => closed && letters,
        (false, true) => letters && core.len() <= 3,
        _ => core.len() < word.len() && (1..=3).contains(&core.len()) && core.bytes().all(|b| b.is_ascii_digit()),
    };
    // A paragraph of a chapter: parts with full stops between, the first and the last with figures.
    let parts: Vec<&str> = word.trim_end_matches('.').split('.').collect();
    let is_part = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    let has_figures = |part: Option<&&str>| part.is_some_and(|part| part.bytes().any(|b| b.is_ascii_digit()));
    let chaptered = (2..=4).contains(&parts.len()) && parts.iter().all(is_part) && has_figures(parts.first()) && has_figures(parts.last());
    is_mark || chaptered || text.starts_with(['\u{2022}', '\u{B7}', '\u{2014}', '\u{2013}'])
}

/// Writes a paragraph, and where it goes on on another page.
fn write(out: &mut RawText, lines: &[(Line, Bound)]) {
    let Some((first, _)) = lines.first() else { return };
    let mut text = String::new();
    let base = out.content.len();
    let mut page = out.pages.last().map_or(0, |p| p.1);
    for (line, _) in lines {
        let mut words = line.text.as_str();
        if let Some(last) = text.chars().next_back() {
            words = join(&mut text, last, words);
        }
        if line.page != page {
            page = line.page;
            out.pages.push((base + text.len(), page));
        }
        text.push_str(words);
    }
    out.line(&text, first.bold && lines.iter().all(|(l, _)| l.bold));
}

/// Puts between two lines what belongs there: nothing after a hyphen, a stroke or inside Chinese.
fn join<'t>(text: &mut String, last: char, words: &'t str) -> &'t str {
    let first = words.chars().next().unwrap_or(' ');
    match last {
        '\u{AD}' => {
            text.pop();
        }
        '-' | '\u{2010}' | '\u{2011}' if first.is_alphanumeric() && !text.ends_with(" -") => {}
        '/' if first.is_alphanumeric() => {}
        _ if is_cjk(last) && is_cjk(first) => {}
        _ => text.push(' '),
    }
    words
}
