//! Rows as a table for people: names for IRIs, columns that fit the terminal; or each row as lines, one for each value.

use super::format::Page;
use super::gather::gather;
use crate::store::Term;
use comfy_table::{ContentArrangement, Table, presets};
use unicode_width::UnicodeWidthStr;

/// Columns of a terminal that a column of a table needs to be read.
const COLUMN: usize = 14;

/// Draws rows under their names, with a count below.
#[must_use]
pub fn draw(names: &[String], rows: &[Vec<Option<Term>>], page: Page<'_>) -> String {
    let cells = cells(names, rows, page);
    let count = count(cells.len());
    format!("{}\n{count}\n", grid(names, cells, page.width))
}

/// Draws each row as lines of a name and a value.
#[must_use]
pub fn lines(names: &[String], rows: &[Vec<Option<Term>>], page: Page<'_>) -> String {
    let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let cells = cells(names, rows, page);
    let mut out = String::new();
    for row in &cells {
        for (name, value) in names.iter().zip(row).filter(|(_, value)| !value.is_empty()) {
            out.push_str(&format!("{name:width$}  {}\n", value.replace(char::is_control, " ")));
        }
        out.push('\n');
    }
    out.push_str(&count(cells.len()));
    out.push('\n');
    out
}

/// Whether a terminal is too narrow for so many columns.
#[must_use]
pub fn is_narrow(columns: usize, width: Option<u16>) -> bool {
    width.is_some_and(|width| usize::from(width) < columns * COLUMN)
}

fn cells(names: &[String], rows: &[Vec<Option<Term>>], page: Page<'_>) -> Vec<Vec<String>> {
    let facts = gather(names, rows, page.gathered);
    facts.iter().map(|row| row.iter().map(|values| page.names.cell(values)).collect()).collect()
}

fn count(rows: usize) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

/// A table of plain text.
#[must_use]
pub fn grid(names: &[String], rows: Vec<Vec<String>>, width: Option<u16>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_BORDERS_ONLY).set_header(names);
    if let Some(width) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    for row in rows {
        table.add_row(row.into_iter().map(|cell| cell.replace(char::is_control, " ")));
    }
    table.trim_fmt()
}
