//! The network of a view: rows of `?source ?target [?relation ?weight ?documents ?first ?last ?terms ?known]`, or triples.

use super::ExportError;
use super::network::{Edge, EdgeKey, Network, Node, Term as Interval, assemble};
use super::node::Describer;
use crate::store::Answer;
use crate::store::term::{self, Term};
use crate::vocabulary::shorten;
use std::collections::BTreeMap;

/// The relation of rows that name none.
const RELATED: &str = "related";

pub fn network(answer: Answer, describer: &Describer<'_>) -> Result<Network, ExportError> {
    let mut gathered = Gathered { describer, nodes: BTreeMap::new(), edges: BTreeMap::new() };
    match answer {
        Answer::Truth(_) => return Err(ExportError::NoGraph),
        Answer::Triples(triples) => {
            for triple in triples {
                let edge = Edge { relation: shorten(triple.predicate.as_str()), weight: 1.0, ..Edge::default() };
                gathered.add(&Term::from(triple.subject), &triple.object, edge);
            }
        }
        Answer::Table(names, rows) => gathered.rows(&names, &rows)?,
    }
    gathered.edges.values_mut().for_each(Edge::last_where_known);
    Ok(assemble(gathered.nodes, gathered.edges))
}

struct Gathered<'d> {
    describer: &'d Describer<'d>,
    nodes: BTreeMap<String, Node>,
    edges: BTreeMap<EdgeKey, Edge>,
}

impl Gathered<'_> {
    fn rows(&mut self, names: &[String], rows: &[Vec<Option<Term>>]) -> Result<(), ExportError> {
        let column = |name: &str| names.iter().position(|known| known == name);
        let (Some(source), Some(target)) = (column("source"), column("target")) else {
            let found: Vec<String> = names.iter().map(|name| format!("?{name}")).collect();
            return Err(ExportError::NoEdges { found: found.join(", ") });
        };
        let others = ["relation", "weight", "documents", "first", "last", "terms", "known"].map(column);
        for row in rows {
            // A row without both ends is no edge: an optional part of the view that was not there.
            let (Some(source), Some(target)) = (&row[source], &row[target]) else { continue };
            let [relation, weight, documents, first, last, terms, known] = others.map(|c| c.and_then(|c| row[c].as_ref()));
            let text = |value: Option<&Term>| value.map(|v| term::lexical(v).to_owned()).filter(|v| !v.is_empty());
            let edge = Edge {
                relation: text(relation).map_or_else(|| RELATED.to_owned(), |iri| shorten(&iri)),
                weight: text(weight).and_then(|w| w.parse().ok()).unwrap_or(1.0),
                documents: text(documents).and_then(|d| d.parse().ok()),
                first: text(first),
                last: text(last),
                terms: text(terms).iter().flat_map(|t| t.split_whitespace()).filter_map(Interval::parse).collect(),
                known: text(known).iter().flat_map(|days| days.split_whitespace()).map(str::to_owned).collect(),
            };
            self.add(source, target, edge);
        }
        Ok(())
    }

    /// Adds an edge; one that is there already grows.
    fn add(&mut self, source: &Term, target: &Term, edge: Edge) {
        let key = (self.node(source), self.node(target), edge.relation.clone());
        let Some(known) = self.edges.get_mut(&key) else {
            self.edges.insert(key, edge);
            return;
        };
        known.weight += edge.weight;
        known.documents = match (known.documents, edge.documents) {
            (Some(a), Some(b)) => Some(a + b),
            (a, b) => a.or(b),
        };
        known.terms.extend(edge.terms.iter().cloned());
        known.known.extend(edge.known.iter().cloned());
        edge.first.iter().chain(&edge.last).for_each(|date| known.dated(date));
    }

    fn node(&mut self, end: &Term) -> String {
        let id = self.describer.id(end);
        let describer = self.describer;
        self.nodes.entry(id.clone()).or_insert_with(|| term::iri(end).map_or_else(|| describer.literal(end), |iri| describer.node(iri)));
        id
    }
}
