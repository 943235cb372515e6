//! Joins external tables to the graph: each row is matched to an entity by a code, a symbol or a name, and its columns
//! become facts in a graph named after the table. What matches nothing, or more than one, is reported and left out.

mod abbreviated;
pub mod columns;
pub mod corrections;
pub mod facts;
pub mod kept;
pub mod key;
pub mod matching;
mod names;
pub mod read;

use crate::store::{Graph, Quads, StoreError};
use corrections::{Corrections, Open, Settled};
use key::KeyKind;
use matching::{Found, Matcher};
use read::Table;
use std::collections::BTreeMap;

/// What is to be joined, and how.
#[derive(Debug, Clone)]
pub struct Request {
    /// Name of the table in the graph.
    pub name: String,
    /// Column by which rows are matched, and what stands in it.
    pub key: String,
    pub kind: KeyKind,
    /// Class that keys must be of: local name (`State`).
    pub class: Option<String>,
    /// Predicate of the only value column, instead of one made from its header.
    pub predicate: Option<String>,
    /// Value columns; all but the key where empty.
    pub columns: Vec<String>,
    /// Value columns that are keys of entities themselves.
    pub linked: BTreeMap<String, KeyKind>,
    /// Types of columns that are not to be found out from their cells.
    pub types: BTreeMap<String, columns::Type>,
    /// Only rows that have these values.
    pub conditions: Vec<(String, String)>,
}

/// What a join gave.
#[derive(Debug, Clone, Default)]
pub struct Joined {
    pub quads: Quads,
    /// Rows that the conditions let through.
    pub rows: usize,
    pub matched: usize,
    pub ambiguous: usize,
    pub unmatched: usize,
    /// Rows that a correction says to leave out.
    pub left_out: usize,
    /// Facts about entities.
    pub facts: usize,
    /// Keys that found none or several, for a person to settle.
    pub open: Vec<Open>,
    /// A class that would settle all ambiguous keys.
    pub hint: Option<String>,
    /// What persons have settled, to be kept with the table.
    pub settled: Settled,
    /// Corrections that are of use for nothing in the table.
    pub idle: Vec<String>,
}

/// What can be wrong with a table or with what is asked of it.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}: the file cannot be read: {1}")]
    Io(String, std::io::Error),
    #[error("the table cannot be read: {0}")]
    Encoding(String),
    #[error("the table cannot be read: {0}")]
    Csv(#[from] csv::Error),
    #[error("the table has no column `{wanted}`; it has {known}")]
    NoColumn { wanted: String, known: String },
    #[error("the table has no header, or two columns are called `{0}`")]
    Header(String),
    #[error("--predicate is for one value column; there are {0}: choose it with --columns")]
    OnePredicate(usize),
    #[error("`{0}` is no IRI, nor a prefixed name such as rap:votedFor")]
    NoIri(String),
    #[error("nothing of the class `{wanted}` has a key of the kind `{kind}`; the classes that have one: {known}")]
    NoClass { wanted: String, kind: &'static str, known: String },
    #[error("row {row}: `{value}` in column `{column}` is not of type {wanted}")]
    Type { row: usize, column: String, value: String, wanted: &'static str },
    #[error("the corrections cannot be used:\n  {}", .0.join("\n  "))]
    Corrections(Vec<String>),
}

impl TableError {
    /// Whether what was asked is wrong, not the table.
    #[must_use]
    pub const fn is_usage(&self) -> bool {
        matches!(self, Self::NoClass { .. } | Self::OnePredicate(_) | Self::NoIri(_))
    }
}

/// Joins a table to a graph.
pub fn join(graph: &Graph, table: &Table, request: &Request, corrections: &Corrections) -> Result<Joined, TableError> {
    let plan = facts::Plan::new(table, request)?;
    let key = table.column(&request.key)?;
    let conditions: Vec<(usize, &str)> =
        request.conditions.iter().map(|(column, value)| Ok((table.column(column)?, value.as_str()))).collect::<Result<_, TableError>>()?;
    let matcher = Matcher::new(graph, (request.kind, request.class.as_deref()), request.linked.values().copied())?;
    let settled = corrections.resolve(graph)?;
    let mut join = Join { matcher: &matcher, settled: &settled, open: BTreeMap::new() };
    let mut joined = Joined { idle: corrections.idle(table), ..Joined::default() };
    let mut writer = facts::Writer::new(graph.base(), table, request, &plan);
    for (number, row) in table.rows.iter().enumerate() {
        if conditions.iter().any(|(column, value)| row[*column].trim() != *value) {
            continue;
        }
        joined.rows += 1;
        match join.find(&request.key, &row[key], request.kind, true) {
            Found::One(entity) => {
                joined.matched += 1;
                joined.facts += writer.row(number + 1, &entity, row, &mut |column, value, kind| join.find(column, value, kind, false));
            }
            Found::LeftOut => joined.left_out += 1,
            Found::Many(_) => joined.ambiguous += 1,
            Found::None => joined.unmatched += 1,
        }
    }
    joined.open = join.open.into_values().collect();
    joined.hint = matcher.class_that_settles(&joined.open);
    matcher.suggest(graph, &mut joined.open)?;
    joined.quads = writer.finish();
    joined.settled = settled;
    Ok(joined)
}

/// Looks keys up, and remembers what stays open.
struct Join<'j> {
    matcher: &'j Matcher,
    settled: &'j Settled,
    /// By column and key.
    open: BTreeMap<(String, String), Open>,
}

impl Join<'_> {
    fn find(&mut self, column: &str, value: &str, kind: KeyKind, own: bool) -> Found {
        let value = value.trim();
        let place = (column.to_owned(), value.to_owned());
        let found = match self.settled.get(&place) {
            Some(Some(entity)) => return Found::One(entity.clone()),
            Some(None) => return Found::LeftOut,
            None => self.matcher.find(value, kind, own),
        };
        let candidates = match &found {
            Found::Many(candidates) => candidates.clone(),
            Found::None => Vec::new(),
            _ => return found,
        };
        let is_ambiguous = !candidates.is_empty();
        let open = self.open.entry(place).or_insert_with(|| Open {
            column: column.to_owned(),
            key: value.to_owned(),
            rows: 0,
            is_ambiguous,
            candidates,
        });
        open.rows += 1;
        found
    }
}
