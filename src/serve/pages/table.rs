//! Rows as a table with names in place of IRIs, sorted by a column, page by page; or as CSV with both.

use super::Page;
use crate::serve::http::Reply;
use crate::serve::rows::Rows;
use crate::store::term;
use hyper::StatusCode;
use maud::{Markup, html};

/// Rows on a page.
const SIZE: usize = 50;

/// Dates and numbers are not broken.
fn is_brief(cell: Option<&term::Term>) -> bool {
    cell.is_some_and(|value| term::iri(value).is_none() && term::lexical(value).len() < 12)
}

impl Page<'_> {
    /// The page of rows that is asked for.
    #[must_use]
    pub fn table(&self, rows: &mut Rows) -> Markup {
        if let Some(truth) = rows.truth {
            return html! { p.truth { (self.words.get(if truth { "yes" } else { "no" })) } };
        }
        let (sorted, descending) = (self.ask.form.get("sort").unwrap_or(""), self.ask.form.has("down"));
        if let Some(column) = rows.names.iter().position(|name| name == sorted) {
            rows.sort(column, descending);
        }
        let page = self.ask.form.number("page", 0).min(1_000_000);
        html! {
            p.count { (self.words.count("rows", rows.rows.len())) }
            div.scroll tabindex="0" role="region" aria-label=(self.words.get("answer")) {
                table {
                    thead { tr { @for name in &rows.names { (self.heading(name, sorted, descending)) } } }
                    tbody { @for row in rows.rows.iter().skip(page * SIZE).take(SIZE) {
                        tr { @for cell in row { td .brief[is_brief(cell.as_ref())] { @if let Some(value) = cell { (self.term(value)) } } } }
                    } }
                }
            }
            (self.pager(page, SIZE, rows.rows.len()))
        }
    }

    fn heading(&self, name: &str, sorted: &str, descending: bool) -> Markup {
        let is_sorted = name == sorted;
        let down = if is_sorted && !descending { "1" } else { "" };
        let address = format!("?{}", self.ask.form.with(&[("sort", name), ("down", down), ("page", "")]));
        let order = is_sorted.then_some(if descending { "descending" } else { "ascending" });
        html! { th scope="col" aria-sort=[order] { a href=(address) { (self.words.field(name)) } } }
    }

    /// All rows as CSV: a column of entities stands twice, by IRI and by name.
    #[must_use]
    pub fn csv(&self, rows: &Rows, file: &str) -> Reply {
        let mut table = csv::Writer::from_writer(Vec::new());
        let has_entities = |at: usize| rows.rows.iter().any(|row| row[at].as_ref().and_then(term::iri).is_some());
        let named: Vec<bool> = (0..rows.names.len()).map(has_entities).collect();
        let headings = rows
            .names
            .iter()
            .zip(&named)
            .flat_map(|(name, named)| std::iter::once(name.clone()).chain(named.then(|| format!("{name}_name"))));
        let mut written = table.write_record(headings);
        for row in &rows.rows {
            let cells = row.iter().zip(&named).flat_map(|(cell, named)| {
                let own = cell.as_ref().map(|value| term::lexical(value).to_owned()).unwrap_or_default();
                std::iter::once(own).chain(named.then(|| cell.as_ref().map(|value| self.plain(value)).unwrap_or_default()))
            });
            written = written.and_then(|()| table.write_record(cells));
        }
        match written.map_err(|error| error.to_string()).and_then(|()| table.into_inner().map_err(|error| error.to_string())) {
            Ok(bytes) => Reply::new(StatusCode::OK, "text/csv; charset=utf-8", bytes).saved_as(file),
            Err(error) => Reply::message(StatusCode::INTERNAL_SERVER_ERROR, error),
        }
    }
}
