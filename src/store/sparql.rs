//! SPARQL over the graph directory, with oxigraph in memory.

use super::directory::{GraphDirectory, StoreError};
use super::iri::{DEFAULT_BASE, Iris};
use super::lines::Union;
use super::manifest::Manifest;
use super::term::{Term, Triple};
use crate::vocabulary::PREFIXES;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphNameRef, NamedNodeRef, Quad, TermRef};
use oxigraph::sparql::{PreparedSparqlQuery, QueryResults, SparqlEvaluator};
use oxigraph::store::{BulkLoader, QuadIter, Store};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// The prefix of the entities of the graph in queries that do not declare another.
pub const ENTITY_PREFIX: &str = "id";

/// A graph loaded for queries. Its default graph is the union of all, in which a triple that two copies state stands
/// once: oxigraph's own union would count it twice. The named graphs, which few queries ask for, are read when one does.
pub struct Graph {
    store: Store,
    base: String,
    unread: Mutex<Option<GraphDirectory>>,
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
fn base_of(manifest: &Manifest) -> &str {
    if manifest.base.is_empty() { DEFAULT_BASE } else { &manifest.base }
}

impl Graph {
    /// Opens the store on disk, bringing it into step with its directory first.
    #[cfg(feature = "disk")]
    pub fn open(directory: &GraphDirectory) -> Result<Self, StoreError> {
        let manifest = directory.existing()?;
        let store = super::disk::open(directory, &manifest)?;
        Ok(Self { store, base: Iris::new(base_of(&manifest)).base().to_owned(), unread: Mutex::new(None) })
    }

    /// Loads a directory into memory.
    #[cfg(not(feature = "disk"))]
    pub fn open(directory: &GraphDirectory) -> Result<Self, StoreError> {
        let manifest = directory.existing()?;
        let graph = Self::empty(base_of(&manifest), Some(directory.clone()))?;
        let mut union = Union::default();
        for shard in manifest.shards() {
            let text = directory.read_shard(shard)?;
            graph.load(&union.new_triples(&text), RdfFormat::NTriples, &shard.file)?;
        }
        Ok(graph)
    }

    /// Loads N-Quads text, for tests and streams.
    pub fn from_quads(text: &str) -> Result<Self, StoreError> {
        let graph = Self::empty(DEFAULT_BASE, None)?;
        graph.load(&Union::default().new_triples(text), RdfFormat::NTriples, "quads")?;
        graph.load(text, RdfFormat::NQuads, "quads")?;
        Ok(graph)
    }

    fn empty(base: &str, unread: Option<GraphDirectory>) -> Result<Self, StoreError> {
        let store = Store::new().map_err(|e| StoreError::Evaluation(e.to_string()))?;
        Ok(Self { store, base: Iris::new(base).base().to_owned(), unread: Mutex::new(unread) })
    }

    fn load(&self, text: &str, format: RdfFormat, file: &str) -> Result<(), StoreError> {
        let mut loader = self.store.bulk_loader();
        feed(&mut loader, text, format, file)?;
        loader.commit().map_err(|e| StoreError::Quads { path: file.into(), message: e.to_string() })
    }

    /// Reads the named graphs, unless that has been done.
    fn read_named(&self) -> Result<(), StoreError> {
        let mut unread = self.unread.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(directory) = unread.take() {
            for shard in directory.existing()?.shards() {
                self.load(&directory.read_shard(shard)?, RdfFormat::NQuads, &shard.file)?;
            }
        }
        Ok(())
    }

    /// Triples of the union.
    pub fn len(&self) -> usize {
        self.union(None, None, None).count()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Base IRI of the entities, with its closing slash.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Answers a query over the union of all graphs; GRAPH and FROM reach each of them.
    pub fn query(&self, sparql: &str) -> Result<Answer, StoreError> {
        let query = prepare(sparql, &self.base)?;
        if !query.dataset().is_default_dataset() || sparql.to_ascii_lowercase().contains("graph") {
            self.read_named()?;
        }
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

    /// Answers a query that is put to certain graphs, as the SPARQL protocol has it; to all where none are named.
    pub fn query_on(&self, sparql: &str, graphs: &super::dataset::Graphs) -> Result<Answer, StoreError> {
        if graphs.is_empty() {
            return self.query(sparql);
        }
        check_syntax(sparql)?;
        self.query(&super::dataset::put_to(sparql, &self.base, graphs)?)
    }

    /// Subjects and objects of a predicate, in no order, each pair once.
    pub fn pairs(&self, predicate: &str) -> Result<Vec<(String, Term)>, StoreError> {
        let quads = self.union(None, Some(NamedNodeRef::new_unchecked(predicate)), None);
        quads.map(|quad| quad.map(|q| (bare(&q.subject.into()), q.object)).map_err(failed)).collect()
    }

    /// What a node says: predicates with their values, sorted.
    pub fn about(&self, iri: &str) -> Result<Vec<(String, Term)>, StoreError> {
        let quads = self.union(Some(NamedNodeRef::new_unchecked(iri)), None, None);
        let pairs = quads.map(|quad| quad.map(|q| (q.predicate.into_string(), q.object)).map_err(failed));
        let mut all = pairs.collect::<Result<Vec<_>, StoreError>>()?;
        all.sort_by_cached_key(|(predicate, value)| (predicate.clone(), value.to_string()));
        Ok(all)
    }

    /// The nodes that say a value, each with the predicate by which it says so.
    pub fn sayers(&self, value: &Term) -> Result<BTreeSet<(String, String)>, StoreError> {
        let quads = self.union(None, None, Some(value.as_ref()));
        quads.map(|quad| quad.map(|q| (bare(&q.subject.into()), q.predicate.into_string())).map_err(failed)).collect()
    }

    /// Whether a graph says anything of an IRI, as subject or as object.
    #[must_use]
    pub fn knows(&self, iri: &str) -> bool {
        let node = NamedNodeRef::new_unchecked(iri);
        self.union(Some(node), None, None).next().is_some() || self.union(None, None, Some(node.into())).next().is_some()
    }

    /// The triples of the union that fit.
    fn union(&self, subject: Option<NamedNodeRef<'_>>, predicate: Option<NamedNodeRef<'_>>, object: Option<TermRef<'_>>) -> QuadIter<'_> {
        self.store.quads_for_pattern(subject.map(Into::into), predicate, object, Some(GraphNameRef::DefaultGraph))
    }

    /// All quads in a fixed order: of the named graphs, or of the union.
    pub(super) fn quads(&self, named: bool) -> Result<Vec<Quad>, StoreError> {
        if named {
            self.read_named()?;
        }
        let wanted = |quad: &Quad| quad.graph_name.is_default_graph() != named;
        let all = self.store.iter().filter(|quad| quad.as_ref().map_or(true, wanted)).collect::<Result<Vec<Quad>, _>>();
        let mut all = all.map_err(failed)?;
        all.sort_by_cached_key(|quad| format!("{} {} {} {}", quad.graph_name, quad.subject, quad.predicate, quad.object));
        Ok(all)
    }
}

/// Parses the text of a file of quads into a store that is being loaded.
pub(super) fn feed(loader: &mut BulkLoader<'_>, text: &str, format: RdfFormat, file: &str) -> Result<(), StoreError> {
    // The quads are this program's own: what it wrote needs no second check.
    let parser = RdfParser::from_format(format).lenient();
    loader.load_from_slice(parser, text.as_bytes()).map_err(|e| StoreError::Quads { path: file.into(), message: e.to_string() })
}

fn failed(error: impl std::fmt::Display) -> StoreError {
    StoreError::Evaluation(error.to_string())
}

fn bare(term: &Term) -> String {
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
