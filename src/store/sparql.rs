//! SPARQL over the graph directory: oxigraph's parser and evaluator over the index, or with the feature `disk` over its
//! own store.

use super::directory::{GraphDirectory, StoreError};
use super::index::dataset::View;
use super::index::search::names::{Hit, Names};
use super::index::search::passages::Passages;
use super::index::search::{self, Places};
use super::index::{Graphs, Order, Snapshot, key, state};
use super::iri::{DEFAULT_BASE, Iris};
use super::term::{Term, Triple};
use super::texts::Texts;
use crate::vocabulary::PREFIXES;
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad};
use oxigraph::sparql::{PreparedSparqlQuery, QueryResults, SparqlEvaluator};
use std::collections::BTreeSet;
use std::io::{self, BufRead};

/// The prefix of the entities of the graph in queries that do not declare another.
pub const ENTITY_PREFIX: &str = "id";

/// How often a reader begins anew when a writer has replaced what it was about to open.
const ATTEMPTS: usize = 16;

/// A graph opened for queries, as it stood at that moment. Its default graph is the union of all, in which a triple that
/// two copies state stands once: oxigraph's own union would count it twice.
pub struct Graph {
    index: Snapshot,
    base: String,
    stamp: String,
    /// Where what is searched in lies; nowhere for a graph in memory.
    places: Option<Places>,
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

    /// Subjects and objects of a predicate, in no order, each pair once.
    pub fn pairs(&self, predicate: &str) -> Result<Vec<(String, Term)>, StoreError> {
        let Some(predicate) = self.id(predicate)? else { return Ok(Vec::new()) };
        let pairs = self.index.quads([None, Some(predicate), None], Graphs::Union).map_err(failed)?;
        let mut pairs = pairs.map(|quad| quad.map(|[s, _, o, _]| (s, o))).collect::<Result<Vec<_>, _>>().map_err(failed)?;
        // Neighbours in the dictionary are read together.
        pairs.sort_unstable();
        pairs.into_iter().map(|(s, o)| Ok((bare(&self.term(s)?), self.term(o)?))).collect()
    }

    /// The different objects of a predicate.
    pub fn objects(&self, predicate: &str) -> Result<Vec<Term>, StoreError> {
        let Some(predicate) = self.id(predicate)? else { return Ok(Vec::new()) };
        let objects = self.index.heads(Order::Pos, &[predicate]).map_err(failed)?;
        objects.into_iter().map(|object| self.term(object)).collect()
    }

    /// What a node says: predicates with their values, sorted.
    pub fn about(&self, iri: &str) -> Result<Vec<(String, Term)>, StoreError> {
        let Some(subject) = self.id(iri)? else { return Ok(Vec::new()) };
        let quads = self.index.quads([Some(subject), None, None], Graphs::Union).map_err(failed)?;
        let pairs = quads.map(|quad| {
            let [_, p, o, _] = quad.map_err(failed)?;
            Ok((bare(&self.term(p)?), self.term(o)?))
        });
        let mut all = pairs.collect::<Result<Vec<_>, StoreError>>()?;
        all.sort_by_cached_key(|(predicate, value)| (predicate.clone(), value.to_string()));
        Ok(all)
    }

    /// The nodes that say a value, each with the predicate by which it says so.
    pub fn sayers(&self, value: &Term) -> Result<BTreeSet<(String, String)>, StoreError> {
        let Some(object) = self.index.id(&key::of(value)).map_err(failed)? else { return Ok(BTreeSet::new()) };
        let quads = self.index.quads([None, None, Some(object)], Graphs::Union).map_err(failed)?;
        quads
            .map(|quad| {
                let [s, p, _, _] = quad.map_err(failed)?;
                Ok((bare(&self.term(s)?), bare(&self.term(p)?)))
            })
            .collect()
    }

    /// The nodes that say each of some values by its predicate. What they are called is read of those alone that say all.
    pub fn sayers_of_all(&self, said: &[(&str, &Term)]) -> Result<BTreeSet<String>, StoreError> {
        let mut kept: Option<BTreeSet<u32>> = None;
        for (predicate, value) in said {
            let object = self.index.id(&key::of(value)).map_err(failed)?;
            let (Some(predicate), Some(object)) = (self.id(predicate)?, object) else { return Ok(BTreeSet::new()) };
            let quads = self.index.quads([None, Some(predicate), Some(object)], Graphs::Union).map_err(failed)?;
            let found = quads.map(|quad| quad.map(|[s, ..]| s));
            let fits = |id: &io::Result<u32>| kept.as_ref().is_none_or(|kept| id.as_ref().map_or(true, |id| kept.contains(id)));
            kept = Some(found.filter(fits).collect::<Result<_, _>>().map_err(failed)?);
        }
        kept.into_iter().flatten().map(|id| Ok(bare(&self.term(id)?))).collect()
    }

    /// The names of its entities, to search in.
    pub fn names(&self) -> Result<Names, StoreError> {
        match self.places.as_ref().map(Places::names) {
            Some(Ok(names)) => Ok(names),
            // Derived, so that what is missing or damaged can be made again.
            _ => search::names_in_memory(&self.index, &self.base).map_err(failed),
        }
    }

    /// The words of its texts, to search in; nothing where there are none.
    pub fn passages(&self, texts: &Texts) -> Passages {
        self.places.as_ref().and_then(|places| places.passages(texts).ok()).unwrap_or_default()
    }

    /// The entities that a text may mean, best first; only those that are called exactly so, if asked for.
    pub fn find(&self, names: &Names, text: &str, exactly: bool) -> Result<Vec<Hit>, StoreError> {
        let read = |id| self.term(id);
        if exactly { names.exact(text, &read) } else { names.find(text, &read) }
    }

    /// The entity that was found.
    pub fn found(&self, hit: &Hit) -> Result<String, StoreError> {
        Ok(bare(&self.term(hit.entity)?))
    }

    /// The name by which it was found.
    pub fn found_by(&self, hit: &Hit) -> Result<Term, StoreError> {
        self.term(hit.text)
    }

    /// Whether a graph says anything of an IRI, as subject or as object.
    #[must_use]
    pub fn knows(&self, iri: &str) -> bool {
        let Ok(Some(id)) = self.id(iri) else { return false };
        let any = |pattern| self.index.quads(pattern, Graphs::Union).is_ok_and(|mut quads| quads.next().is_some());
        any([Some(id), None, None]) || any([None, None, Some(id)])
    }

    /// Whether an IRI occurs at all, as a predicate too.
    #[must_use]
    pub fn uses(&self, iri: &str) -> bool {
        self.knows(iri) || self.count(iri).is_ok_and(|count| count > 0)
    }

    /// How many triples of the union have a predicate.
    pub fn count(&self, predicate: &str) -> Result<usize, StoreError> {
        let Some(predicate) = self.id(predicate)? else { return Ok(0) };
        Ok(self.index.quads([None, Some(predicate), None], Graphs::Union).map_err(failed)?.count())
    }

    fn id(&self, iri: &str) -> Result<Option<u32>, StoreError> {
        self.index.id(&key::of_iri(iri)).map_err(failed)
    }

    fn term(&self, id: u32) -> Result<Term, StoreError> {
        self.index.term(id).map_err(failed)
    }

    /// All quads in a fixed order: of the named graphs, or of the union.
    pub(super) fn quads(&self, named: bool) -> Result<Vec<Quad>, StoreError> {
        let graphs = if named { Graphs::Named } else { Graphs::Union };
        let quads = self.index.quads([None; 3], graphs).map_err(failed)?;
        let mut all = quads.map(|quad| self.quad(quad.map_err(failed)?)).collect::<Result<Vec<Quad>, _>>()?;
        all.sort_by_cached_key(|quad| format!("{} {} {} {}", quad.graph_name, quad.subject, quad.predicate, quad.object));
        Ok(all)
    }

    fn quad(&self, [s, p, o, g]: [u32; 4]) -> Result<Quad, StoreError> {
        let wrong = |_| failed("a literal stands where none may");
        let subject = NamedOrBlankNode::try_from(self.term(s)?).map_err(wrong)?;
        let graph = match g {
            key::NO_GRAPH => GraphName::DefaultGraph,
            g => GraphName::from(NamedOrBlankNode::try_from(self.term(g)?).map_err(wrong)?),
        };
        Ok(Quad::new(subject, NamedNode::new_unchecked(bare(&self.term(p)?)), self.term(o)?, graph))
    }
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
