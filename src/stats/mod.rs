//! What is in a graph, in numbers: by class, relation, language and document; what is cited most, what is connected
//! best.

mod count;
pub mod rank;

use crate::export::network::Network;
use crate::export::node::Describer;
use crate::export::whole;
use crate::query::labels::Labels;
use crate::store::{Graph, StoreError};
use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::NodeIndex;
use serde::Serialize;

/// Numbers of a graph; every list has the largest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Stats {
    /// Of the union of all graphs.
    pub triples: usize,
    pub classes: Vec<Class>,
    pub relations: Vec<Relation>,
    pub languages: Vec<Language>,
    pub documents: Vec<Counted>,
    pub most_cited: Vec<Counted>,
    pub most_connected: Vec<Connected>,
}

/// Entities of a class; those that facts are about apart from those that reference data names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Class {
    pub class: String,
    pub entities: usize,
    pub in_facts: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Relation {
    pub relation: String,
    pub facts: usize,
    pub statements: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Language {
    pub language: String,
    pub copies: usize,
    pub sentences: usize,
}

/// An entity with a number: statements of a document, documents that cite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    pub id: String,
    pub label: String,
    pub number: usize,
}

/// An entity in the network of all facts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Connected {
    pub id: String,
    pub label: String,
    pub kind: String,
    /// Relations to others, both ways.
    pub degree: usize,
    pub page_rank: f64,
}

/// Counts a graph; of documents and entities the first `most`.
pub fn stats(graph: &Graph, language: &str, most: usize) -> Result<Stats, StoreError> {
    let labels = Labels::load(graph)?;
    let describer = Describer::load(graph, &labels, language)?;
    let facts = count::Facts::load(graph)?;
    let name = |iri: &str, number| Counted { id: describer.short(iri), label: labels.of(iri, language), number };
    let largest = |counts: std::collections::BTreeMap<String, usize>| {
        let mut all: Vec<(String, usize)> = counts.into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all.into_iter().take(most).map(|(iri, number)| name(&iri, number)).collect()
    };
    Ok(Stats {
        triples: graph.len(),
        classes: facts.classes(graph)?,
        relations: facts.relations(),
        languages: count::languages(graph)?,
        documents: largest(count::documents(graph)?),
        most_cited: largest(facts.cited()),
        most_connected: connected(&whole::network(graph, &describer)?, most),
    })
}

/// The nodes with the highest PageRank among those with a relation at all.
fn connected(network: &Network, most: usize) -> Vec<Connected> {
    let ranks = rank::page_rank(network);
    let degree = |node: NodeIndex| network.edges_directed(node, Incoming).count() + network.edges_directed(node, Outgoing).count();
    let mut all: Vec<Connected> = network
        .node_indices()
        .zip(ranks)
        .map(|(index, page_rank)| {
            let node = &network[index];
            Connected { id: node.id.clone(), label: node.label.clone(), kind: node.kind.clone(), degree: degree(index), page_rank }
        })
        .filter(|node| node.degree > 0)
        .collect();
    all.sort_by(|a, b| b.page_rank.total_cmp(&a.page_rank).then_with(|| a.id.cmp(&b.id)));
    all.truncate(most);
    all
}
