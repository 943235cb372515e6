//! SPARQL over the graph directory, with oxigraph in memory.

use super::directory::{GraphDirectory, StoreError};
use super::iri::{DEFAULT_BASE, Iris};
use super::term::{Term, Triple};
use crate::vocabulary::PREFIXES;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNodeRef, Quad};
use oxigraph::sparql::{PreparedSparqlQuery, QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use std::collections::{BTreeMap, BTreeSet};

/// The prefix of the entities of the graph in queries that do not declare another.
pub const ENTITY_PREFIX: &str = "id";

/// A graph loaded for queries.
pub struct Graph {
    store: Store,
    base: String,
}

/// What a query gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Names of the columns, then the rows; `None` where a variable is unbound.
    Table(Vec<String>, Vec<Vec<Option<Term>>>),
    Truth(bool),
    Triples(Vec<Triple>),
}

impl Graph {
    /// Loads all quads of a directory into memory.
    pub fn open(directory: &GraphDirectory) -> Result<Self, StoreError> {
        let manifest = directory.existing()?;
        let base = if manifest.base.is_empty() { DEFAULT_BASE } else { &manifest.base };
        let graph = Self::empty(base)?;
        for shard in manifest.shards() {
            let text = directory.read_shard(shard)?;
            graph.load(&text, &shard.file)?;
        }
        Ok(graph)
    }

    /// Loads N-Quads text, for tests and streams.
    pub fn from_quads(text: &str) -> Result<Self, StoreError> {
        let graph = Self::empty(DEFAULT_BASE)?;
        graph.load(text, "quads")?;
        Ok(graph)
    }

    fn empty(base: &str) -> Result<Self, StoreError> {
        let store = Store::new().map_err(|e| StoreError::Evaluation(e.to_string()))?;
        Ok(Self { store, base: Iris::new(base).base().to_owned() })
    }

    fn load(&self, text: &str, file: &str) -> Result<(), StoreError> {
        // The quads are this program's own: what it wrote needs no second check.
        let parser = RdfParser::from_format(RdfFormat::NQuads).lenient();
        let damaged = |message: String| StoreError::Quads { path: file.into(), message };
        let quads: Result<Vec<Quad>, _> = parser.for_slice(text.as_bytes()).collect();
        let quads = quads.map_err(|e| damaged(e.to_string()))?;
        let mut loader = self.store.bulk_loader();
        // The default graph is the union of all: a triple that two copies state stands in it once.
        let union = |q: &Quad| Quad::new(q.subject.clone(), q.predicate.clone(), q.object.clone(), GraphName::DefaultGraph);
        loader.load_quads(quads.iter().map(union)).map_err(|e| damaged(e.to_string()))?;
        loader.load_quads(quads).map_err(|e| damaged(e.to_string()))?;
        loader.commit().map_err(|e| StoreError::Quads { path: file.into(), message: e.to_string() })
    }

    /// Quads in the store.
    pub fn len(&self) -> usize {
        self.store.iter().filter(is_named).count()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Base IRI of the entities, with its closing slash.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Answers a query over the union of all graphs.
    pub fn query(&self, sparql: &str) -> Result<Answer, StoreError> {
        let query = prepare(sparql, &self.base)?;
        let failed = |e: oxigraph::sparql::QueryEvaluationError| StoreError::Evaluation(e.to_string());
        Ok(match query.on_store(&self.store).execute().map_err(failed)? {
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

    /// Subjects and objects of a predicate, in no order; a triple comes once for each graph it stands in.
    pub fn pairs(&self, predicate: &str) -> Result<Vec<(String, Term)>, StoreError> {
        let predicate = NamedNodeRef::new_unchecked(predicate);
        let quads = self.store.quads_for_pattern(None, Some(predicate), None, None).filter(is_named);
        let pair = |quad: Quad| (bare(&Term::from(quad.subject)), quad.object);
        quads.map(|quad| quad.map(pair).map_err(|e| StoreError::Evaluation(e.to_string()))).collect()
    }

    /// What a node says: predicates with their values, sorted, each once.
    pub fn about(&self, iri: &str) -> Result<Vec<(String, Term)>, StoreError> {
        let node = NamedNodeRef::new_unchecked(iri);
        let quads = self.store.quads_for_pattern(Some(node.into()), None, None, None);
        let pair = |quad: Quad| (quad.predicate.into_string(), quad.object);
        let all: Result<BTreeMap<(String, String), Term>, StoreError> = quads
            .map(|quad| quad.map(pair).map(|(p, o)| ((p, o.to_string()), o)).map_err(|e| StoreError::Evaluation(e.to_string())))
            .collect();
        Ok(all?.into_iter().map(|((predicate, _), object)| (predicate, object)).collect())
    }

    /// The nodes that say a value, each with the predicate by which it says so, sorted, each once.
    pub fn sayers(&self, value: &Term) -> Result<BTreeSet<(String, String)>, StoreError> {
        let quads = self.store.quads_for_pattern(None, None, Some(value.as_ref()), None);
        let pair = |quad: Quad| (bare(&Term::from(quad.subject)), quad.predicate.into_string());
        quads.map(|quad| quad.map(pair).map_err(|e| StoreError::Evaluation(e.to_string()))).collect()
    }

    /// Whether a graph says anything of an IRI, as subject or as object.
    #[must_use]
    pub fn knows(&self, iri: &str) -> bool {
        let node = NamedNodeRef::new_unchecked(iri);
        let as_subject = self.store.quads_for_pattern(Some(node.into()), None, None, None).next();
        as_subject.or_else(|| self.store.quads_for_pattern(None, None, Some(node.into()), None).next()).is_some()
    }

    /// All quads in a fixed order, without repetition.
    pub(super) fn quads(&self) -> Result<Vec<Quad>, StoreError> {
        let all: Result<Vec<Quad>, _> = self.store.iter().filter(is_named).collect();
        let mut all = all.map_err(|e| StoreError::Evaluation(e.to_string()))?;
        all.sort_by_cached_key(|quad| format!("{} {} {} {}", quad.graph_name, quad.subject, quad.predicate, quad.object));
        Ok(all)
    }
}

fn bare(term: &Term) -> String {
    super::term::lexical(term).to_owned()
}

/// Parses a query, in which the usual prefixes and the base need no declaration.
fn prepare(sparql: &str, base: &str) -> Result<PreparedSparqlQuery, StoreError> {
    let wrong = |e: oxigraph::model::IriParseError| StoreError::Syntax(format!("the base {base}: {e}"));
    let mut evaluator = SparqlEvaluator::new().with_base_iri(base).map_err(wrong)?;
    evaluator = evaluator.with_prefix(ENTITY_PREFIX, base).map_err(wrong)?;
    for (prefix, namespace) in PREFIXES {
        evaluator = evaluator.with_prefix(*prefix, *namespace).map_err(wrong)?;
    }
    evaluator.parse_query(sparql).map_err(|e| StoreError::Syntax(with_line(&e.to_string(), sparql)))
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

/// Whether a quad stands in a named graph, not only in the union of them.
fn is_named<E>(quad: &Result<Quad, E>) -> bool {
    quad.as_ref().map_or(true, |q| q.graph_name != GraphName::DefaultGraph)
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
        assert_eq!(graph.pairs("http://www.w3.org/ns/org#memberOf").unwrap().len(), 2);
        assert!(graph.knows("https://w3id.org/rapporteur/id/organisation/CSTO"));
    }

    #[test]
    fn errors_name_the_place_in_the_query() {
        let error = check_syntax("SELECT ?s\nWHERE { ?s ?p }").unwrap_err().to_string();
        assert!(error.contains("error at 2:") && error.ends_with('^'), "{error}");
    }
}
