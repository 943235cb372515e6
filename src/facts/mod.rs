//! The tidy table of facts: a row for each statement and each sentence that it stands on, for pandas, DuckDB and R.

#[cfg(feature = "parquet")]
mod parquet;
mod row;
mod write;

pub use row::{COLUMNS, Row};
pub use write::{Format, write};

use crate::explain::rule;
use crate::query::labels::{Labels, short};
use crate::store::term::{self, Term, iri, lexical};
use crate::store::{Graph, StoreError};
use crate::vocabulary::{dcterms, rap, rdf, shorten};
use rustc_hash::FxHashMap;
use std::io;

/// What can go wrong with a table of facts.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the output cannot be written")]
    Io(#[from] io::Error),
    #[error("the program was built without Parquet: build it with `--features parquet`, or take csv or jsonl")]
    NoParquet,
    #[error("the Parquet file cannot be written: {0}")]
    Parquet(String),
}

/// Reads rows out of a graph, statement by statement.
pub struct Facts<'g> {
    graph: &'g Graph,
    labels: Labels,
    language: String,
    /// Extractor and pattern by rule; language by copy; date by document: few, and asked for again and again.
    rules: FxHashMap<String, (String, String)>,
    languages: FxHashMap<String, String>,
    dates: FxHashMap<String, String>,
}

impl<'g> Facts<'g> {
    /// Names are in a language, or the next best.
    pub fn new(graph: &'g Graph, language: &str) -> Result<Self, StoreError> {
        let values = |predicate| -> Result<FxHashMap<String, String>, StoreError> {
            let mut pairs: Vec<(String, String)> =
                graph.pairs(predicate)?.into_iter().map(|(node, value)| (node, lexical(&value).to_owned())).collect();
            // Of two dates of a document the first counts, in any order of the quads.
            pairs.sort_unstable_by(|a, b| b.cmp(a));
            Ok(pairs.into_iter().collect())
        };
        Ok(Self {
            graph,
            labels: Labels::load(graph)?.with_vocabulary(),
            language: language.to_owned(),
            rules: FxHashMap::default(),
            languages: values(dcterms::LANGUAGE)?,
            dates: values(dcterms::DATE)?,
        })
    }

    /// Gives all rows to a function, in the order of the statements' names.
    pub fn for_each<E: From<StoreError>>(&mut self, mut give: impl FnMut(&Row) -> Result<(), E>) -> Result<(), E> {
        let class = term::named(rap::STATEMENT).ok_or_else(|| StoreError::Evaluation("the class of statements is no IRI".to_owned()))?;
        for (statement, _) in self.graph.sayers(&class)? {
            for row in self.rows(&statement)? {
                give(&row)?;
            }
        }
        Ok(())
    }

    /// The rows of a statement: one for each piece of evidence, or one without any.
    fn rows(&mut self, statement: &str) -> Result<Vec<Row>, StoreError> {
        let mut row = Row { statement: short(statement, self.graph.base()), ..Row::default() };
        let (mut evidence, mut claimants, mut qualifiers) = (Vec::new(), Vec::new(), Vec::new());
        for (property, value) in self.graph.about(statement)? {
            match property.as_str() {
                rdf::TYPE => {}
                rdf::SUBJECT => (row.subject, row.subject_name, row.subject_kind) = self.end(&value),
                rdf::PREDICATE => row.relation = shorten(lexical(&value)),
                rdf::OBJECT => (row.object, row.object_name, row.object_kind) = self.end(&value),
                rap::STATED_IN => self.stated_in(&mut row, lexical(&value)),
                rap::CLAIMED_BY => claimants.push(value),
                rap::EVIDENCE => evidence.extend(iri(&value).map(str::to_owned)),
                rap::FROM => row.from = some(&value),
                rap::UNTIL => row.until = some(&value),
                rap::ON => row.on = some(&value),
                rap::AS_OF => row.as_of = some(&value),
                _ => qualifiers.push(format!("{}={}", shorten(&property), self.short(&value))),
            }
        }
        row.qualifiers = joined(&qualifiers);
        row.claimed_by = joined(&claimants.iter().map(|claimant| self.short(claimant)).collect::<Vec<_>>());
        row.claimed_by_name = joined(&claimants.iter().filter_map(|claimant| self.end(claimant).1).collect::<Vec<_>>());
        let mut rows = Vec::with_capacity(evidence.len().max(1));
        for node in &evidence {
            rows.push(self.with_evidence(row.clone(), node)?);
        }
        if rows.is_empty() {
            rows.push(row);
        }
        Ok(rows)
    }

    fn stated_in(&self, row: &mut Row, place: &str) {
        let document = place.split('#').next().unwrap_or(place);
        row.date = self.dates.get(document).cloned();
        row.stated_in = Some(short(place, self.graph.base()));
        row.document = Some(short(document, self.graph.base()));
    }

    fn with_evidence(&mut self, mut row: Row, node: &str) -> Result<Row, StoreError> {
        for (property, value) in self.graph.about(node)? {
            match property.as_str() {
                rap::SOURCE => row.language = self.languages.get(lexical(&value)).cloned(),
                rap::PAGE => row.page = lexical(&value).parse().ok(),
                rap::START => row.start = lexical(&value).parse().ok(),
                rap::END => row.end = lexical(&value).parse().ok(),
                rap::QUOTE => row.quote = some(&value),
                rap::RULE => {
                    let (extractor, pattern) = self.rule(lexical(&value))?;
                    row.rule = Some(extractor);
                    row.pattern = Some(pattern).filter(|pattern| !pattern.is_empty());
                }
                _ => {}
            }
        }
        Ok(row)
    }

    fn rule(&mut self, node: &str) -> Result<(String, String), StoreError> {
        if let Some(known) = self.rules.get(node) {
            return Ok(known.clone());
        }
        let read = rule(self.graph, node)?;
        self.rules.insert(node.to_owned(), read.clone());
        Ok(read)
    }

    /// An end of a fact: how it is written, what it is called, and what kind of thing it is.
    fn end(&self, value: &Term) -> (String, Option<String>, String) {
        let Some(iri) = iri(value) else {
            let kind = term::datatype(value).map_or("", |datatype| datatype.rsplit('#').next().unwrap_or(datatype));
            return (lexical(value).to_owned(), None, kind.to_owned());
        };
        let written = short(iri, self.graph.base());
        let kind = if iri.starts_with(self.graph.base()) { written.split('/').next().unwrap_or("") } else { "" };
        let name = self.labels.is_named(iri).then(|| self.labels.of(iri, &self.language));
        (written.clone(), name, kind.to_owned())
    }

    fn short(&self, value: &Term) -> String {
        iri(value).map_or_else(|| lexical(value).to_owned(), |iri| short(iri, self.graph.base()))
    }
}

fn some(value: &Term) -> Option<String> {
    Some(lexical(value).to_owned())
}

/// Several values in one cell.
fn joined(values: &[String]) -> Option<String> {
    (!values.is_empty()).then(|| values.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_with_two_sentences_is_two_rows() {
        let (base, ns) = ("https://w3id.org/rapporteur/id/", rap::NS);
        let quad = |s: &str, p: &str, o: &str| format!("<{base}{s}> <{p}> {o} <{base}document/A@en> .\n");
        let ours = |name: &str| format!("{ns}{name}");
        let quads = [
            quad("statement/1", rdf::TYPE, &format!("<{}>", rap::STATEMENT)),
            quad("statement/1", rdf::SUBJECT, &format!("<{base}state/TJK>")),
            quad("statement/1", rdf::PREDICATE, "<http://www.w3.org/ns/org#memberOf>"),
            quad("statement/1", rdf::OBJECT, &format!("<{base}organisation/CIS>")),
            quad("statement/1", rap::STATED_IN, &format!("<{base}document/A#annex>")),
            quad("statement/1", rap::EVIDENCE, &format!("<{base}evidence/1>")),
            quad("statement/1", rap::EVIDENCE, &format!("<{base}evidence/2>")),
            quad("statement/1", &ours("role"), &format!("<{ns}FullMember>")),
            quad("evidence/1", rap::QUOTE, "\"a member\"@en"),
            quad("evidence/1", rap::START, "7"),
            quad("document/A", dcterms::DATE, "\"2024-07-19\""),
            quad("state/TJK", crate::vocabulary::skos::PREF_LABEL, "\"Tajikistan\"@en"),
        ];
        let quads = quads.concat().replace("> 7 <", "> \"7\"^^<http://www.w3.org/2001/XMLSchema#integer> <");
        let graph = Graph::from_quads(&quads).unwrap();
        let mut rows = Vec::new();
        let keep = |row: &Row| {
            rows.push(row.clone());
            Ok::<_, StoreError>(())
        };
        Facts::new(&graph, "en").unwrap().for_each(keep).unwrap();
        assert_eq!(rows.len(), 2);
        let first = &rows[0];
        assert_eq!(
            (first.subject.as_str(), first.subject_name.as_deref(), first.subject_kind.as_str()),
            ("state/TJK", Some("Tajikistan"), "state")
        );
        assert_eq!((first.relation.as_str(), first.object.as_str()), ("org:memberOf", "organisation/CIS"));
        assert_eq!((first.document.as_deref(), first.date.as_deref()), (Some("document/A"), Some("2024-07-19")));
        assert_eq!((first.start, first.quote.as_deref()), (Some(7), Some("a member")));
        assert_eq!(first.qualifiers.as_deref(), Some("rap:role=rap:FullMember"));
        assert_eq!((rows[1].start, rows[1].statement.as_str()), (None, "statement/1"));
    }
}
