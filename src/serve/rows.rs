//! The rows of an answer as pages show them, read back from the JSON that a process of a query writes.

use crate::store::term::{self, Term, lexical};
use crate::vocabulary::xsd;
use serde::Deserialize;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Columns and rows; `truth` for a question of yes or no.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub names: Vec<String>,
    pub rows: Vec<Vec<Option<Term>>>,
    pub truth: Option<bool>,
}

#[derive(Deserialize)]
struct Answer {
    head: Head,
    results: Option<Results>,
    boolean: Option<bool>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    vars: Vec<String>,
}

#[derive(Deserialize)]
struct Results {
    bindings: Vec<BTreeMap<String, Value>>,
}

#[derive(Deserialize)]
struct Value {
    #[serde(rename = "type")]
    kind: String,
    value: String,
    #[serde(rename = "xml:lang")]
    language: Option<String>,
    datatype: Option<String>,
}

impl Rows {
    /// Reads SPARQL results in JSON.
    pub fn read(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let answer: Answer = serde_json::from_slice(bytes)?;
        let names = answer.head.vars;
        let bindings = answer.results.map(|results| results.bindings).unwrap_or_default();
        let row = |mut binding: BTreeMap<String, Value>| names.iter().map(|name| binding.remove(name).and_then(term)).collect();
        let rows = bindings.into_iter().map(row).collect();
        Ok(Self { rows, names, truth: answer.boolean })
    }

    /// Puts rows in the order of a column: numbers by size, all else by its characters.
    pub fn sort(&mut self, column: usize, descending: bool) {
        let order = |a: &Option<Term>, b: &Option<Term>| match (a, b) {
            (Some(a), Some(b)) => compare(lexical(a), lexical(b)),
            // What is not there comes last.
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        self.rows.sort_by(|a, b| {
            let found = order(&a[column], &b[column]);
            if descending { found.reverse() } else { found }
        });
    }
}

fn compare(a: &str, b: &str) -> Ordering {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => a.total_cmp(&b),
        _ => a.cmp(b),
    }
}

fn term(value: Value) -> Option<Term> {
    match (value.kind.as_str(), value.language) {
        ("uri", _) => term::named(&value.value),
        (_, Some(language)) => Some(term::tagged(&value.value, &language)),
        _ => Some(term::typed(&value.value, value.datatype.as_deref().unwrap_or(xsd::STRING))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_and_are_sorted() {
        let json = r#"{"head":{"vars":["a","n"]},"results":{"bindings":[
            {"a":{"type":"uri","value":"http://e/x"},"n":{"type":"literal","value":"10","datatype":"http://www.w3.org/2001/XMLSchema#integer"}},
            {"a":{"type":"literal","value":"y","xml:lang":"fr"},"n":{"type":"literal","value":"9"}},{}]}}"#;
        let mut rows = Rows::read(json.as_bytes()).unwrap();
        rows.sort(1, false);
        let numbers: Vec<_> = rows.rows.iter().map(|row| row[1].as_ref().map(lexical)).collect();
        assert_eq!(numbers, [Some("9"), Some("10"), None]);
        assert_eq!(term::language(rows.rows[0][0].as_ref().unwrap()), Some("fr"));
        assert_eq!(Rows::read(br#"{"head":{},"boolean":true}"#).unwrap().truth, Some(true));
    }
}
