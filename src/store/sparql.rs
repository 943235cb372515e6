//! SPARQL over the graph directory, with oxigraph in memory.

use super::directory::{GraphDirectory, StoreError};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term, Variable};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;

/// A graph loaded for queries.
pub struct Graph {
    store: Store,
}

/// What a query gave.
pub enum Answer {
    /// Names of the columns, then the rows; `None` where a variable is unbound.
    Table(Vec<String>, Vec<Vec<Option<Term>>>),
    Truth(bool),
    Triples(Vec<(NamedOrBlankNode, String, Term)>),
}

impl Graph {
    /// Loads all quads of a directory into memory.
    pub fn open(directory: &GraphDirectory) -> Result<Self, StoreError> {
        let manifest = directory.existing()?;
        let store = Store::new().map_err(|e| StoreError::Evaluation(e.to_string()))?;
        for shard in manifest.shards() {
            let text = directory.read_shard(shard)?;
            Self::load(&store, &text, &shard.file)?;
        }
        Ok(Self { store })
    }

    /// Loads N-Quads text, for tests and streams.
    pub fn from_quads(text: &str) -> Result<Self, StoreError> {
        let store = Store::new().map_err(|e| StoreError::Evaluation(e.to_string()))?;
        Self::load(&store, text, "quads")?;
        Ok(Self { store })
    }

    fn load(store: &Store, text: &str, file: &str) -> Result<(), StoreError> {
        // The quads are this program's own: what it wrote needs no second check.
        let parser = RdfParser::from_format(RdfFormat::NQuads).lenient();
        let mut loader = store.bulk_loader();
        loader.load_from_slice(parser, text.as_bytes()).map_err(|e| StoreError::Quads { path: file.into(), message: e.to_string() })?;
        loader.commit().map_err(|e| StoreError::Quads { path: file.into(), message: e.to_string() })
    }

    /// Quads in the store.
    pub fn len(&self) -> usize {
        self.store.len().unwrap_or(0)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Answers a query over the union of all graphs; `bindings` fix variables to terms in N-Triples syntax.
    pub fn query(&self, sparql: &str, bindings: &[(String, Term)]) -> Result<Answer, StoreError> {
        let mut query = SparqlEvaluator::new().parse_query(sparql).map_err(|e| StoreError::Syntax(e.to_string()))?;
        query.dataset_mut().set_default_graph_as_union();
        let mut bound = query.on_store(&self.store);
        for (name, term) in bindings {
            let variable = Variable::new(name).map_err(|e| StoreError::Syntax(format!("--bind {name}: {e}")))?;
            bound = bound.substitute_variable(variable, term.clone());
        }
        let results = bound.execute().map_err(|e| StoreError::Evaluation(e.to_string()))?;
        let failed = |e: oxigraph::sparql::QueryEvaluationError| StoreError::Evaluation(e.to_string());
        Ok(match results {
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
            QueryResults::Graph(triples) => {
                let mut all = Vec::new();
                for triple in triples {
                    let triple = triple.map_err(failed)?;
                    all.push((triple.subject, triple.predicate.as_str().to_owned(), triple.object));
                }
                Answer::Triples(all)
            }
        })
    }
}
