//! Rows of tables: short cells stand on one line, cells with paragraphs keep their lines.

use super::parts::Line;

/// Longest cell of a row that is written as one line.
const SHORT: usize = 60;

/// The rows that are open: tables may stand in cells.
#[derive(Debug, Default)]
pub struct Rows {
    open: Vec<Vec<Vec<Line>>>,
}

impl Rows {
    pub fn begin_row(&mut self) {
        self.open.push(Vec::new());
    }

    pub fn begin_cell(&mut self) {
        if let Some(row) = self.open.last_mut() {
            row.push(Vec::new());
        }
    }

    /// Takes a line into the cell that is open, or gives it back.
    pub fn take(&mut self, line: Line) -> Option<Line> {
        match self.open.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => {
                cell.push(line);
                None
            }
            None => Some(line),
        }
    }

    pub const fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// The lines of the row that ends.
    pub fn end_row(&mut self) -> Vec<Line> {
        let Some(row) = self.open.pop() else { return Vec::new() };
        let filled: Vec<&Vec<Line>> = row.iter().filter(|cell| !cell.is_empty()).collect();
        let is_short = |cell: &&Vec<Line>| cell.len() == 1 && cell[0].text.chars().count() <= SHORT && !cell[0].text.contains('\n');
        if filled.len() > 1 && filled.iter().all(is_short) {
            let text = filled.iter().map(|cell| cell[0].text.trim()).collect::<Vec<_>>().join("\t");
            return vec![Line { text, heading: false }];
        }
        row.into_iter().flatten().collect()
    }
}
