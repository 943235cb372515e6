//! SPARQL over the graph directory: oxigraph's parser and evaluator over the index, or with the feature `disk` over its
//! own store.

use super::directory::{GraphDirectory, StoreError};
use super::index::dataset::View;
use super::index::search::Places;
use super::index::{Graphs, Snapshot, state};
use super::iri::{DEFAULT_BASE, Iris};
use super::term::{Term, Triple};
use crate::vocabulary::PREFIXES;
use oxigraph::sparql::{PreparedSparqlQuery, QueryResults, SparqlEvaluator};
use std::io::BufRead;

/// The prefix of the entities of the graph in queries that do not declare another.
pub const ENTITY_PREFIX: &str = "id";

/// How often a reader begins anew when a writer has replaced what it was about to open.
const ATTEMPTS: usize = 16;

/// A graph opened for queries, as it stood at that moment. Its default graph is the union of all, in which a triple that
/// two copies state stands once: oxigraph's own union would count it twice.
pub struct Graph {
    pub(super) index: Snapshot,
    pub(super) base: String,
    stamp: String,
    /// Where what is searched in lies; nowhere for a graph in memory.
    pub(super) places: Option<Places>,
    #[cfg(feature = "disk")]
    store: Option<oxigraph::store::Store>,
}

/// What a query gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Names of the columns, then the rows; `None` where a variable is unbound.
    Table(Vec<String>, Vec<Vec<Option<Term>>>),
    Truth(bool),
    Triples(Vec<Triple>),
}

/// The base that a graph's IRIs were written with.
fn base_of(base: &str) -> String {
    Iris::new(if base.is_empty() { DEFAULT_BASE } else { base }).base().to_owned()
}

impl Graph {
    /// Opens a directory. Where its index is missing or damaged, it is written first; where another process is writing,
    /// or nothing can be written, it is made in memory.
    pub fn open(directory: &GraphDirectory) -> Result<Self, StoreError> {
        for _ in 0..ATTEMPTS {
            let head = directory.head()?;
            if let Some(index) = state::open(directory, &head.stamp) {
                return Self::opened(index, &head.base, head.stamp, directory);
            }
            if directory.head()? != head {
                continue;
            }
            let lock = directory.try_lock().ok().flatten();
            let manifest = directory.existing()?;
            let shards = manifest.shards();
            let is_written = lock.is_some() && state::write(directory, &manifest, &head.stamp, None).is_ok();
            if !is_written {
                let lines = shards.iter().flat_map(|shard| match directory.open_shard(shard) {
                    Ok(lines) => {
                        let lines = lines.lines().map(|line| line.map_err(|e| directory.damaged_shard(shard, &e)));
                        Box::new(lines) as Box<dyn Iterator<Item = _>>
                    }
                    Err(error) => Box::new(std::iter::once(Err(error))),
                });
                return Self::opened(state::in_memory(lines)?, &manifest.base, manifest.stamp(), directory);
            }
        }
        Err(StoreError::Locked(directory.path().to_owned()))
    }

    #[cfg_attr(not(feature = "disk"), expect(clippy::unnecessary_wraps))]
    fn opened(index: Snapshot, base: &str, stamp: String, directory: &GraphDirectory) -> Result<Self, StoreError> {
        Ok(Self {
            index,
            base: base_of(base),
            places: state::places(directory, &stamp),
            stamp,
            #[cfg(feature = "disk")]
            store: Some(super::disk::open(directory, &directory.existing()?)?),
        })
    }

    /// A graph of the reference graph alone, for tests: subjects below the default base, objects as they are written.
    #[cfg(test)]
    pub fn of_reference(quads: &[(&str, &str, &str)]) -> Self {
        let base = super::iri::DEFAULT_BASE;
        let quads: String = quads.iter().map(|(s, p, o)| format!("<{base}{s}> <{p}> {o} <{base}graph/reference> .\n")).collect();
        Self::from_quads(&quads).expect("the quads are well formed")
    }

    /// A graph of N-Quads text, in memory: for tests and streams.
    pub fn from_quads(text: &str) -> Result<Self, StoreError> {
        let lines = text.lines().filter(|line| !line.trim().is_empty()).map(|line| Ok(line.to_owned()));
        let index = state::in_memory(lines)?;
        Ok(Self {
            index,
            base: base_of(""),
            stamp: String::new(),
            places: None,
            #[cfg(feature = "disk")]
            store: None,
        })
    }

    /// Stands for the quads that were opened: that of the directory's head differs once it has others.
    #[must_use]
    pub fn stamp(&self) -> &str {
        &self.stamp
    }

    /// Triples of the union.
    pub fn len(&self) -> usize {
        self.index.quads([None; 3], Graphs::Union).map_or(0, Iterator::count)
    }

    pub fn is_empty(&self) -> bool {
        self.index.quads([None; 3], Graphs::Union).map_or(true, |mut quads| quads.next().is_none())
    }

    /// Base IRI of the entities, with its closing slash.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Answers a query over the union of all graphs; GRAPH and FROM reach each of them.
    pub fn query(&self, sparql: &str) -> Result<Answer, StoreError> {
        let query = prepare(sparql, &self.base)?;
        Ok(match self.results(query)? {
            QueryResults::Solutions(solutions) => {
                let names: Vec<String> = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
                let mut rows = Vec::new();
                for solution in solutions {
                    let solution = solution.map_err(failed)?;
                    rows.push((0..names.len()).map(|i| solution.get(i).cloned()).collect());
                }
                Answer::Table(names, rows)
            }
            QueryResults::Boolean(truth) => Answer::Truth(truth),
            QueryResults::Graph(triples) => Answer::Triples(triples.collect::<Result<_, _>>().map_err(failed)?),
        })
    }

    /// Answers a query that is put to certain graphs, as the SPARQL protocol has it; to all where none are named.
    pub fn query_on(&self, sparql: &str, graphs: &super::dataset::Graphs) -> Result<Answer, StoreError> {
        if graphs.is_empty() {
            return self.query(sparql);
        }
        check_syntax(sparql)?;
        self.query(&super::dataset::put_to(sparql, &self.base, graphs)?)
    }

    fn results(&self, query: PreparedSparqlQuery) -> Result<QueryResults<'_>, StoreError> {
        #[cfg(feature = "disk")]
        if let Some(store) = &self.store {
            return query.on_store(store).execute().map_err(failed);
        }
        query.on_queryable_dataset(View(&self.index)).execute().map_err(failed)
    }
}

pub(super) fn failed(error: impl std::fmt::Display) -> StoreError {
    StoreError::Evaluation(error.to_string())
}

pub(super) fn bare(term: &Term) -> String {
    super::term::lexical(term).to_owned()
}

/// Parses a query, in which the usual prefixes and the base need no declaration.
fn prepare(sparql: &str, base: &str) -> Result<PreparedSparqlQuery, StoreError> {
    super::nesting::check(sparql)?;
    let wrong = |e: oxigraph::model::IriParseError| StoreError::Syntax(format!("the base {base}: {e}"));
    let mut evaluator = SparqlEvaluator::new().with_base_iri(base).map_err(wrong)?;
    evaluator = evaluator.with_prefix(ENTITY_PREFIX, base).map_err(wrong)?;
    for (prefix, namespace) in PREFIXES {
        evaluator = evaluator.with_prefix(*prefix, *namespace).map_err(wrong)?;
    }
    let place = |e: &dyn std::fmt::Display| super::prefixes::undeclared(sparql).unwrap_or_else(|| with_line(&e.to_string(), sparql));
    evaluator.parse_query(sparql).map_err(|e| StoreError::Syntax(place(&e)))
}

/// A message of the parser (`error at 2:11: expected ...`) with the line that it is about.
fn with_line(message: &str, sparql: &str) -> String {
    let place = message.strip_prefix("error at ").and_then(|rest| rest.split_once(": "));
    let numbers =
        place.and_then(|(place, _)| place.split_once(':')).and_then(|(line, column)| Some((line.parse().ok()?, column.parse().ok()?)));
    let Some((line, column)): Option<(usize, usize)> = numbers else { return message.to_owned() };
    let text = line.checked_sub(1).and_then(|at| sparql.lines().nth(at)).unwrap_or("");
    let margin = format!("{line} | ");
    format!("{message}\n{margin}{text}\n{}^", " ".repeat(margin.len() + column.saturating_sub(1)))
}

/// Says where a query is wrong, before anything is loaded.
pub fn check_syntax(sparql: &str) -> Result<(), StoreError> {
    prepare(sparql, DEFAULT_BASE).map(|_| ())
}

/// Whether a query declares all prefixes itself, so that any store can answer it.
#[cfg(test)]
pub fn stands_alone(sparql: &str) -> bool {
    SparqlEvaluator::new().parse_query(sparql).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUADS: &str = "<https://w3id.org/rapporteur/id/state/TJK> <http://www.w3.org/ns/org#memberOf> <https://w3id.org/rapporteur/id/organisation/CSTO> <https://w3id.org/rapporteur/id/document/A@zh> .
<https://w3id.org/rapporteur/id/state/TJK> <http://www.w3.org/ns/org#memberOf> <https://w3id.org/rapporteur/id/organisation/CSTO> <https://w3id.org/rapporteur/id/document/A@en> .
";

    #[test]
    fn the_union_of_graphs_repeats_nothing() {
        let graph = Graph::from_quads(QUADS).unwrap();
        let answer = graph.query("SELECT (COUNT(*) AS ?n) { ?s org:memberOf <organisation/CSTO> }").unwrap();
        let Answer::Table(names, rows) = answer else { panic!("a table") };
        assert_eq!((names[0].as_str(), super::super::term::lexical(rows[0][0].as_ref().unwrap())), ("n", "1"));
        assert_eq!(graph.pairs("http://www.w3.org/ns/org#memberOf").unwrap().len(), 1);
        let answer = graph.query("SELECT ?g { GRAPH ?g { ?s org:memberOf ?o } }").unwrap();
        assert!(matches!(answer, Answer::Table(_, rows) if rows.len() == 2));
        assert!(graph.knows("https://w3id.org/rapporteur/id/organisation/CSTO"));
    }

    #[test]
    fn errors_name_the_place_in_the_query() {
        let error = check_syntax("SELECT ?s\nWHERE { ?s ?p }").unwrap_err().to_string();
        assert!(error.contains("error at 2:") && error.ends_with('^'), "{error}");
    }
}
