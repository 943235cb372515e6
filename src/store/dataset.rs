//! The graphs that a query is put to when the SPARQL protocol names them: they take the place of its own FROM.

use super::directory::StoreError;
use super::sparql::ENTITY_PREFIX;
use crate::vocabulary::PREFIXES;
use oxigraph::model::NamedNode;
use serde::{Deserialize, Serialize};
use spargebra::algebra::QueryDataset;
use spargebra::{Query, SparqlParser};

/// IRIs of graphs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Graphs {
    /// `default-graph-uri`: together the default graph.
    pub default: Vec<String>,
    /// `named-graph-uri`: those that GRAPH reaches.
    pub named: Vec<String>,
}

impl Graphs {
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.default.is_empty() && self.named.is_empty()
    }
}

fn parsed(sparql: &str, base: &str) -> Result<Query, StoreError> {
    let wrong = |error: &dyn std::fmt::Display| StoreError::Syntax(error.to_string());
    let mut parser = SparqlParser::new().with_base_iri(base).map_err(|e| wrong(&e))?;
    for (prefix, namespace) in PREFIXES.iter().copied().chain([(ENTITY_PREFIX, base)]) {
        parser = parser.with_prefix(prefix, namespace).map_err(|e| wrong(&e))?;
    }
    parser.parse_query(sparql).map_err(|e| wrong(&e))
}

/// Whether the answer to a query is triples, and not rows or yes or no.
pub fn gives_triples(sparql: &str, base: &str) -> Result<bool, StoreError> {
    super::sparql::check_syntax(sparql)?;
    Ok(matches!(parsed(sparql, base)?, Query::Construct { .. } | Query::Describe { .. }))
}

/// The IRIs that a query names, in full, each once.
pub fn iris(sparql: &str, base: &str) -> Result<Vec<String>, StoreError> {
    let written = parsed(sparql, base)?.to_string();
    let mut iris = std::collections::BTreeSet::new();
    let mut rest = written.as_str();
    while let Some(at) = rest.find(['<', '"']) {
        let is_iri = rest[at..].starts_with('<');
        rest = &rest[at + 1..];
        let end = if is_iri { rest.find(['>', ' ']) } else { end_of_string(rest) };
        let Some(end) = end else { break };
        if is_iri && rest[end..].starts_with('>') {
            iris.insert(rest[..end].to_owned());
        }
        rest = &rest[end + 1..];
    }
    Ok(iris.into_iter().collect())
}

/// Where a string ends that has begun.
fn end_of_string(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let ends = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends.then_some(at)
    })
}

/// The query as it is when it is put to graphs.
pub fn put_to(sparql: &str, base: &str, graphs: &Graphs) -> Result<String, StoreError> {
    let wrong = |error: &dyn std::fmt::Display| StoreError::Syntax(error.to_string());
    let nodes = |iris: &[String]| iris.iter().map(NamedNode::new).collect::<Result<Vec<_>, _>>().map_err(|e| wrong(&e));
    let dataset = QueryDataset { default: nodes(&graphs.default)?, named: Some(nodes(&graphs.named)?) };
    let mut query = parsed(sparql, base)?;
    match &mut query {
        Query::Select { dataset: own, .. }
        | Query::Construct { dataset: own, .. }
        | Query::Describe { dataset: own, .. }
        | Query::Ask { dataset: own, .. } => *own = Some(dataset),
    }
    Ok(query.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Answer, Graph};

    const QUADS: &str = "<http://e/s> <http://e/p> \"1\" <http://e/g> .\n<http://e/s> <http://e/p> \"2\" <http://e/h> .\n";

    fn rows(query: &str, default: &[&str], named: &[&str]) -> usize {
        let own = |iris: &[&str]| iris.iter().map(|iri| (*iri).to_owned()).collect();
        let graphs = Graphs { default: own(default), named: own(named) };
        match Graph::from_quads(QUADS).unwrap().query_on(query, &graphs).unwrap() {
            Answer::Table(_, rows) => rows.len(),
            _ => 0,
        }
    }

    #[test]
    fn the_protocol_says_which_graphs_are_asked() {
        let all = "SELECT ?o FROM <http://e/h> WHERE { ?s ?p ?o }";
        assert_eq!(rows(all, &["urn:none"], &[]), 0);
        assert_eq!(rows(all, &["http://e/g"], &[]), 1);
        assert_eq!(rows("SELECT ?o { ?s ?p ?o }", &["http://e/g", "http://e/h"], &[]), 2);
        assert_eq!(rows("SELECT ?o { ?s ?p ?o }", &[], &[]), 2);
        let named = "SELECT ?o ?g { GRAPH ?g { ?s ?p ?o } }";
        assert_eq!(rows(named, &[], &["http://e/g"]), 1);
        assert_eq!(rows(named, &["http://e/g"], &[]), 0);
    }

    #[test]
    fn a_graph_that_is_no_iri_is_refused() {
        let graphs = Graphs { default: vec!["no iri".to_owned()], named: Vec::new() };
        assert!(matches!(put_to("ASK {}", "http://e/", &graphs), Err(StoreError::Syntax(_))));
    }
}
