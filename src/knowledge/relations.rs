//! `relations.toml`: relations that one sentence says, each with its predicate, its slots and its qualifiers.

use super::table::{Data, DataError};
use crate::vocabulary;

/// A relation as the data declare it.
#[derive(Debug)]
pub struct Relation {
    /// The extractor named in the evidence.
    pub name: String,
    /// The relation of its rows in `cues.csv`.
    pub cues: String,
    pub predicate: &'static str,
    pub subject: Subject,
    /// Slots that may hold the objects; the first that does counts.
    pub object: Vec<String>,
    /// The predicate of the date in the sentence; without one the row of the cue tells.
    pub date: Option<&'static str>,
    /// Whether the document's date stands where the sentence has no time of its own.
    pub as_of: bool,
    /// Further slots with the predicates of their qualifiers.
    pub slots: Vec<(String, &'static str)>,
    /// Whether states with their years in brackets are read too.
    pub terms: bool,
    pub implies: Option<Implied>,
}

/// What follows from a relation by the same word, and the predicate of its date.
#[derive(Debug)]
pub struct Implied {
    pub predicate: &'static str,
    pub date: &'static str,
}

/// Who a relation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// The parties that the sentence names, or the side that speaks.
    Party,
    /// As `Party`, states alone.
    State,
    /// The document, or the speech of a record.
    Stance,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    relation: Vec<Row>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    cues: Option<String>,
    predicate: String,
    subject: Subject,
    object: Vec<String>,
    date: Option<String>,
    as_of: Option<AsOf>,
    #[serde(default)]
    slots: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    terms: bool,
    implies: Option<ImpliedRow>,
}

#[derive(serde::Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum AsOf {
    Undated,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ImpliedRow {
    predicate: String,
    date: String,
}

const FILE: &str = "relations.toml";

/// Reads the relations; an unknown predicate is an error that names it.
pub fn load(data: &Data) -> Result<Vec<Relation>, DataError> {
    let table: Table = data.toml(FILE)?;
    table.relation.into_iter().map(Row::checked).collect()
}

impl Row {
    fn checked(self) -> Result<Relation, DataError> {
        let slots = self.slots.into_iter().map(|(slot, predicate)| Ok((slot, term(&predicate)?)));
        let implied = |row: ImpliedRow| Ok(Implied { predicate: term(&row.predicate)?, date: term(&row.date)? });
        Ok(Relation {
            cues: self.cues.unwrap_or_else(|| self.name.clone()),
            name: self.name,
            predicate: term(&self.predicate)?,
            subject: self.subject,
            object: self.object,
            date: self.date.as_deref().map(term).transpose()?,
            as_of: self.as_of == Some(AsOf::Undated),
            slots: slots.collect::<Result<_, DataError>>()?,
            terms: self.terms,
            implies: self.implies.map(implied).transpose()?,
        })
    }
}

fn term(name: &str) -> Result<&'static str, DataError> {
    let message = || format!("`{name}` is no term of the vocabulary");
    vocabulary::term(name).ok_or_else(|| DataError::Row { file: FILE.to_owned(), line: 0, message: message() })
}
