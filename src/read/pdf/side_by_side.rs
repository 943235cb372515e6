//! Two tables side by side, each of a narrow column of keys and a wide one of words: the first is read to its end before
//! the second, and a row before the next one, as a table of two columns would be. Where they stand is told by the page
//! alone: four columns, the distance within the first pair that within the second.
//!
//! Left out: three tables side by side, tables whose pairs differ in width.

use unpdf::parser::{TextLine, TextSpan};

/// Pieces of a line that stand so far apart, in sizes of their letters, belong to two cells.
const GAP: f32 = 0.8;
/// Columns begin at the same place, give or take these points.
const ALIKE: f32 = 2.5;
/// How many lines must begin a column.
const ENOUGH: usize = 2;
/// A column of keys is so wide, in sizes of its letters.
const KEYS: std::ops::RangeInclusive<f32> = 3.0..=10.0;
/// Rows stand further apart than the lines of one row by this share.
const APART: f32 = 1.12;

/// Where the four columns begin.
#[derive(Debug, Clone, Copy)]
struct Columns([f32; 4]);

/// A cell: pieces of one line that stand together.
#[derive(Debug, Clone)]
struct Cell {
    spans: Vec<TextSpan>,
    start: f32,
    end: f32,
    y: f32,
    size: f32,
}

/// The lines of a page, with those of tables side by side in the order in which they are read.
pub fn in_order(lines: Vec<TextLine>) -> Vec<TextLine> {
    let printed = baselines(&lines);
    let Some(columns) = columns(&printed) else { return lines };
    let printed: Vec<Vec<Cell>> = printed.into_iter().map(|line| line.into_iter().flat_map(|cell| columns.cut(cell)).collect()).collect();
    let mut out = Vec::new();
    let mut block: Vec<Vec<Cell>> = Vec::new();
    for line in printed {
        if columns.holds(&line) {
            block.push(line);
        } else {
            columns.write(&std::mem::take(&mut block), &mut out);
            out.push(TextLine::from_spans(line.into_iter().flat_map(|cell| cell.spans).collect()));
        }
    }
    columns.write(&block, &mut out);
    out
}

/// The printed lines from the top, each in its cells.
fn baselines(lines: &[TextLine]) -> Vec<Vec<Cell>> {
    let mut spans: Vec<&TextSpan> = lines.iter().flat_map(|l| &l.spans).filter(|s| !s.text.trim().is_empty()).collect();
    spans.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    let mut found: Vec<Vec<TextSpan>> = Vec::new();
    for span in spans {
        match found.last_mut().filter(|line| line[0].y - span.y < span.font_size.max(line[0].font_size) * 0.5) {
            Some(line) => line.push(span.clone()),
            None => found.push(vec![span.clone()]),
        }
    }
    found.into_iter().map(cells).collect()
}

fn cells(mut spans: Vec<TextSpan>) -> Vec<Cell> {
    spans.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut found: Vec<Cell> = Vec::new();
    for span in spans {
        let (start, end, size) = (span.x, super::line::right_of(&span), span.font_size);
        match found.last_mut().filter(|cell| start - cell.end < size * GAP) {
            Some(cell) => {
                cell.end = cell.end.max(end);
                cell.spans.push(span);
            }
            None => found.push(Cell { start, end, y: span.y, size, spans: vec![span] }),
        }
    }
    found
}

/// Four columns of a page that are two pairs alike.
fn columns(lines: &[Vec<Cell>]) -> Option<Columns> {
    let mut starts: Vec<(f32, usize)> = Vec::new();
    for cell in lines.iter().flatten() {
        match starts.iter_mut().find(|(at, _)| (*at - cell.start).abs() <= ALIKE) {
            Some((_, count)) => *count += 1,
            None => starts.push((cell.start, 1)),
        }
    }
    starts.retain(|&(_, count)| count >= ENOUGH);
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = lines.iter().flatten().map(|cell| cell.size).fold(0.0, f32::max).clamp(6.0, 12.0);
    let at: Vec<f32> = starts.iter().map(|&(at, _)| at).collect();
    let pairs = |from: usize| (from + 1..at.len()).map(move |to| (from, to));
    let is_keys = |&(from, to): &(usize, usize)| KEYS.contains(&((at[to] - at[from]) / size));
    for (a, b) in (0..at.len()).flat_map(pairs).filter(is_keys) {
        for (c, d) in (b + 1..at.len()).flat_map(pairs).filter(is_keys) {
            let found = Columns([at[a], at[b], at[c], at[d]]);
            let alike = ((at[b] - at[a]) - (at[d] - at[c])).abs() <= ALIKE * 2.0;
            // The columns of words are wider than those of keys.
            if alike && at[c] - at[b] > (at[b] - at[a]) * 1.5 && found.side_by_side(lines) >= ENOUGH {
                return Some(found);
            }
        }
    }
    None
}

impl Columns {
    fn column(&self, cell: &Cell) -> Option<usize> {
        self.0.iter().position(|at| (at - cell.start).abs() <= ALIKE)
    }

    /// Cells that stand close together: where a piece begins a column, another cell ends.
    fn cut(&self, cell: Cell) -> Vec<Cell> {
        let begins_column = |span: &TextSpan| span.x > cell.start + ALIKE && self.0.iter().any(|at| (span.x - at).abs() <= ALIKE);
        let Some(at) = cell.spans.iter().position(begins_column).filter(|_| self.column(&cell).is_some()) else { return vec![cell] };
        let mut left = cell;
        let right = left.spans.split_off(at);
        left.end = left.spans.iter().map(super::line::right_of).fold(left.start, f32::max);
        let end = right.iter().map(super::line::right_of).fold(right[0].x, f32::max);
        let right = Cell { start: right[0].x, end, y: left.y, size: left.size, spans: right };
        std::iter::once(left).chain(self.cut(right)).collect()
    }

    /// Whether all of a line's cells begin where a column does and end before the next one.
    fn holds(&self, line: &[Cell]) -> bool {
        let in_column =
            |cell: &Cell| self.column(cell).is_some_and(|column| self.0.get(column + 1).is_none_or(|next| cell.end < *next + ALIKE));
        line.iter().all(in_column) && !line.iter().all(|cell| cell.spans.iter().all(|s| s.is_bold))
    }

    /// Lines in which a column of the first table and one of the second have words.
    fn side_by_side(&self, lines: &[Vec<Cell>]) -> usize {
        let both = |line: &&Vec<Cell>| {
            let columns: Vec<usize> = line.iter().filter_map(|cell| self.column(cell)).collect();
            columns.iter().any(|&c| c < 2) && columns.iter().any(|&c| c >= 2) && self.holds(line)
        };
        lines.iter().filter(both).count()
    }

    /// One table after the other, row by row: its key, then its words.
    fn write(&self, block: &[Vec<Cell>], out: &mut Vec<TextLine>) {
        for first in [0, 2] {
            let mut lines: Vec<[Option<&Cell>; 2]> = Vec::new();
            for line in block {
                let of = |column| line.iter().find(|cell| self.column(cell) == Some(column));
                let both = [of(first), of(first + 1)];
                if both.iter().any(Option::is_some) {
                    lines.push(both);
                }
            }
            for row in rows(&lines) {
                for column in [0, 1] {
                    out.extend(row.iter().filter_map(|line| line[column]).map(|cell| TextLine::from_spans(cell.spans.clone())));
                }
            }
        }
    }
}

/// The lines of each row. Where rows stand apart, one begins with a key below a gap; elsewhere with each key that goes on
/// from no other.
fn rows<'l, 'c>(lines: &'l [[Option<&'c Cell>; 2]]) -> Vec<&'l [[Option<&'c Cell>; 2]]> {
    let top = |line: &[Option<&Cell>; 2]| line.iter().flatten().map(|cell| cell.y).fold(f32::MIN, f32::max);
    let distances: Vec<f32> = lines.windows(2).map(|pair| top(&pair[0]) - top(&pair[1])).collect();
    let leading = distances.iter().copied().fold(f32::MAX, f32::min) * APART;
    let within = distances.iter().filter(|distance| **distance <= leading).count();
    let stand_apart = within >= ENOUGH && within < distances.len();
    let mut found = Vec::new();
    let mut start = 0;
    for (at, distance) in distances.iter().enumerate() {
        let next = at + 1;
        let goes_on = || (start..next).rev().find_map(|i| lines[i][0]).is_some_and(ends_open);
        let begins = if stand_apart { *distance > leading } else { !goes_on() };
        if begins && lines[next][0].is_some() {
            found.push(&lines[start..next]);
            start = next;
        }
    }
    found.push(&lines[start..]);
    found
}

/// Whether a key is a list that goes on in the next line.
fn ends_open(cell: &Cell) -> bool {
    let last = cell.spans.last().map_or("", |span| span.text.trim_end());
    last.ends_with([';', ',', '\u{FF1B}', '\u{3001}', '\u{61B}', '\u{60C}'])
}
