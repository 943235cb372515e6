//! Keys that found none or several, as a table that a person fills in and gives back.

use super::TableError;
use super::read::Table;
use crate::query::lookup::Lookup;
use crate::store::Graph;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

const COLUMNS: &[&str] = &["column", "key", "rows", "reason", "candidates", "entity"];

/// In the column `entity`: the key is of nothing in the graph, and is no longer to be asked about.
const NOTHING: &str = "-";

/// A key that found none or several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Open {
    pub column: String,
    pub key: String,
    pub rows: usize,
    pub is_ambiguous: bool,
    /// The several; or what is spelt nearly so.
    pub candidates: Vec<String>,
}

/// What a person has filled in.
#[derive(Debug, Clone, Default)]
pub struct Corrections {
    /// Line, column of the table, key, entity.
    rows: Vec<(usize, String, String, String)>,
}

impl Corrections {
    pub fn open(path: &Path) -> Result<Self, TableError> {
        Self::of(&Table::open(path)?)
    }

    /// Rows in which the entity is filled in; the others are still open.
    pub fn of(table: &Table) -> Result<Self, TableError> {
        let (column, key, entity) = (table.column("column")?, table.column("key")?, table.column("entity")?);
        let filled = table.rows.iter().enumerate().filter(|(_, row)| !row[entity].is_empty());
        let rows = filled.map(|(at, row)| (at + 2, row[column].clone(), row[key].clone(), row[entity].clone()));
        Ok(Self { rows: rows.collect() })
    }

    /// The entities by column and key; `None` for those that are of nothing.
    pub fn resolve(&self, graph: &Graph) -> Result<BTreeMap<(String, String), Option<String>>, TableError> {
        let mut settled = BTreeMap::new();
        if self.rows.is_empty() {
            return Ok(settled);
        }
        let lookup = Lookup::new(graph)?;
        for (line, column, key, entity) in &self.rows {
            let found = if entity == NOTHING { Vec::new() } else { lookup.entities(entity) };
            if entity != NOTHING && found.len() != 1 {
                return Err(TableError::Correction { line: *line, entity: entity.clone(), found: found.len() });
            }
            settled.insert((column.clone(), key.clone()), found.into_iter().next());
        }
        Ok(settled)
    }
}

/// Writes open keys for a person to settle.
pub fn write(open: &[Open], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    for key in open {
        let reason = if key.is_ambiguous { "ambiguous" } else { "unmatched" };
        table.write_record([&key.column, &key.key, &key.rows.to_string(), reason, &key.candidates.join("; "), ""])?;
    }
    table.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_filled_in_and_read() {
        let open = [Open { column: "state".into(), key: "Tajikstan, Rep.".into(), rows: 2, ..Open::default() }];
        let mut out = Vec::new();
        write(&open, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "column,key,rows,reason,candidates,entity\nstate,\"Tajikstan, Rep.\",2,unmatched,,\n");
        let graph = Graph::from_quads(
            "<https://w3id.org/rapporteur/id/state/TJK> <http://www.w3.org/2004/02/skos/core#notation> \"TJK\" <http://e/g> .\n",
        );
        let graph = graph.unwrap();
        let resolve = |entity: &str| {
            let filled = text.replace("unmatched,,\n", &format!("unmatched,,{entity}\n"));
            Corrections::of(&Table::parse(&filled).unwrap()).unwrap().resolve(&graph)
        };
        let key = ("state".to_owned(), "Tajikstan, Rep.".to_owned());
        assert_eq!(resolve("TJK").unwrap()[&key].as_deref(), Some("https://w3id.org/rapporteur/id/state/TJK"));
        assert_eq!(resolve("-").unwrap()[&key], None);
        assert!(resolve("").unwrap().is_empty());
        assert!(resolve("XYZ").unwrap_err().to_string().starts_with("corrections, line 2"));
    }
}
