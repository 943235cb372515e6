//! Rows as a table for people: short names for IRIs, columns that fit the terminal.

use super::format::Page;
use super::labels::readable;
use crate::store::Term;
use comfy_table::{ContentArrangement, Table, presets};

/// Draws rows under their names, with a count below.
#[must_use]
pub fn draw(names: &[String], rows: &[Vec<Option<Term>>], page: Page<'_>) -> String {
    let cells = rows.iter().map(|row| {
        let cell = |value: &Option<Term>| value.as_ref().map_or_else(String::new, |term| readable(term, page.base));
        row.iter().map(cell).collect()
    });
    let count = match rows.len() {
        1 => "1 row".to_owned(),
        number => format!("{number} rows"),
    };
    format!("{}\n{count}\n", grid(names, cells.collect(), page.width))
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
