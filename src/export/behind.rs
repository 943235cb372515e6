//! The sentences behind an edge of a network: of the facts between its two ends; where a view joins what has something
//! in common (who signed one letter, who is in one organisation), of the facts that they have in common.

use crate::explain;
use crate::query::labels::short;
use crate::store::term::{self, Term};
use crate::store::{Graph, StoreError};
use crate::vocabulary::{rap, rdf};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Predicates that no view means when it names them.
const INNER: &[&str] = &[rap::STATED_IN, rap::CLAIMED_BY, rap::EVIDENCE, rap::SOURCE, rap::QUOTE];

/// Things in common that are looked at.
const THIRDS: usize = 12;

/// A sentence behind an edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub quote: String,
    /// Path of the language copy below the base.
    pub copy: String,
    pub start: u64,
    pub end: u64,
    /// Short IRIs of who claims it.
    pub claimed_by: Vec<String>,
}

impl Sentence {
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({ "quote": self.quote, "copy": self.copy, "start": self.start, "end": self.end, "by": self.claimed_by })
    }
}

type Pairs = BTreeSet<(String, String)>;

/// Finds sentences, and keeps what it has read of each end.
pub struct Behind<'g> {
    graph: &'g Graph,
    /// Predicates that the view is about; none where it names none.
    predicates: Vec<String>,
    sayers: FxHashMap<String, Pairs>,
}

impl<'g> Behind<'g> {
    #[must_use]
    pub fn new(graph: &'g Graph, view: Option<&str>) -> Self {
        Self { graph, predicates: view.map(predicates).unwrap_or_default(), sayers: FxHashMap::default() }
    }

    /// Some of the sentences behind an edge.
    pub fn sentences(&mut self, source: &str, target: &str, relation: Option<&str>, most: usize) -> Result<Vec<Sentence>, StoreError> {
        let exact = relation.and_then(term::expand);
        let mut facts = between(self.graph, source, target, exact.as_slice())?;
        if facts.is_empty() {
            facts = self.in_common(source, target)?;
        }
        let mut found: Vec<Sentence> = Vec::new();
        for statement in facts.iter().flat_map(|fact| &fact.statements) {
            for evidence in &statement.evidence {
                let sentence = Sentence {
                    quote: evidence.quote.split_whitespace().collect::<Vec<_>>().join(" "),
                    copy: short(&evidence.copy, self.graph.base()),
                    start: evidence.start,
                    end: evidence.end,
                    claimed_by: statement.claimed_by.iter().filter_map(term::iri).map(|iri| short(iri, self.graph.base())).collect(),
                };
                if !found.iter().any(|known| (&known.copy, known.start) == (&sentence.copy, sentence.start)) {
                    found.push(sentence);
                }
            }
            if found.len() >= most {
                break;
            }
        }
        found.truncate(most);
        Ok(found)
    }

    /// The facts of two ends about the same third thing, by the predicates of the view.
    fn in_common(&mut self, one: &str, other: &str) -> Result<Vec<explain::Fact>, StoreError> {
        let mut thirds: Vec<(String, String)> = Vec::new();
        let (first, second) = (self.pairs(one)?.clone(), self.pairs(other)?.clone());
        thirds.extend(first.intersection(&second).filter(|(_, predicate)| self.predicates.contains(predicate)).cloned());
        let own: Vec<(String, Term)> = self.graph.about(one)?;
        let theirs: Vec<(String, Term)> = self.graph.about(other)?;
        for (predicate, value) in own.iter().filter(|pair| self.predicates.contains(&pair.0) && theirs.contains(pair)) {
            thirds.extend(term::iri(value).map(|iri| (iri.to_owned(), predicate.clone())));
        }
        let mut facts = Vec::new();
        for (third, predicate) in thirds.iter().take(THIRDS) {
            for end in [one, other] {
                facts.extend(between(self.graph, end, third, std::slice::from_ref(predicate))?);
            }
        }
        Ok(facts)
    }

    /// Who speaks of a thing, and how: no statements.
    fn pairs(&mut self, iri: &str) -> Result<&Pairs, StoreError> {
        if !self.sayers.contains_key(iri) {
            let sayers = term::named(iri).map(|value| self.graph.sayers(&value)).transpose()?.unwrap_or_default();
            let kept = sayers.into_iter().filter(|(_, predicate)| predicate != rdf::SUBJECT && predicate != rdf::OBJECT).collect();
            self.sayers.insert(iri.to_owned(), kept);
        }
        Ok(&self.sayers[iri])
    }
}

/// The statements of facts between two entities, either way; of some predicates if any are given.
fn between(graph: &Graph, one: &str, other: &str, predicates: &[String]) -> Result<Vec<explain::Fact>, StoreError> {
    let nodes = |iri: &str| -> Result<FxHashMap<String, String>, StoreError> {
        let Some(value) = term::named(iri) else { return Ok(FxHashMap::default()) };
        let all = graph.sayers(&value)?.into_iter();
        Ok(all.filter(|(_, predicate)| predicate == rdf::SUBJECT || predicate == rdf::OBJECT).collect())
    };
    let (first, second) = (nodes(one)?, nodes(other)?);
    let mut shared: Vec<&String> =
        first.iter().filter(|(node, role)| second.get(*node).is_some_and(|r| r != *role)).map(|(n, _)| n).collect();
    shared.sort_unstable();
    let mut facts = Vec::new();
    for node in shared {
        let fact = explain::read(graph, node)?.filter(|fact| predicates.is_empty() || predicates.contains(&fact.predicate));
        facts.extend(fact);
    }
    Ok(facts)
}

/// The predicates that the text of a view names.
fn predicates(view: &str) -> Vec<String> {
    let lines = view.lines().filter(|line| !line.starts_with('#') && !line.trim_start().to_ascii_uppercase().starts_with("PREFIX"));
    let words = lines.flat_map(|line| line.split(|c: char| !(c.is_ascii_alphanumeric() || c == ':')));
    let mut found: Vec<String> = words
        .filter_map(term::expand)
        .filter(|iri| !INNER.contains(&iri.as_str()) && !iri.starts_with("http://www.w3.org/1999/02/22-rdf-syntax-ns#"))
        .collect();
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::shipped;

    #[test]
    fn views_say_which_facts_they_join() {
        let view = shipped::named(shipped::VIEWS, "co-signatures").unwrap();
        assert!(predicates(view.text).contains(&rap::SENT_BY.to_owned()), "{:?}", predicates(view.text));
        assert!(!predicates(view.text).contains(&rap::STATED_IN.to_owned()));
    }
}
