//! What is in a graph, in numbers: by class, relation, language and document; what is cited most, what is connected
//! best.

mod count;

pub use count::summary;

use crate::export::network::Network;
use crate::export::node::Describer;
use crate::export::whole;
use crate::measures::{Measures, derive};
use crate::query::labels::Labels;
use crate::store::{Graph, Quads, StoreError};
use petgraph::graph::NodeIndex;
use serde::Serialize;

/// Numbers of a graph; every list has the largest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Stats {
    /// Documents of which there are copies, as the summary of a build counts them.
    pub documents_read: usize,
    /// Of the union of all graphs.
    pub triples: usize,
    pub classes: Vec<Class>,
    pub relations: Vec<Relation>,
    pub languages: Vec<Language>,
    /// Links to other systems, by kind of entity.
    pub links: Vec<Coverage>,
    pub documents: Vec<Counted>,
    pub most_cited: Vec<Counted>,
    pub most_connected: Vec<Connected>,
    /// Of the network of all facts between entities, without the entities that no fact is about.
    pub network: Shape,
}

/// What a graph has, in the fewest words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub documents: usize,
    pub facts: usize,
    /// The most frequent first.
    pub relations: Vec<(String, usize)>,
}

/// The network as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Shape {
    pub nodes: usize,
    pub edges: usize,
    pub components: usize,
    pub communities: usize,
}

/// Entities of a class; those that facts are about apart from those that reference data names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Class {
    pub class: String,
    pub entities: usize,
    pub in_facts: usize,
}

/// How many entities of a kind have a link outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    pub kind: String,
    pub entities: usize,
    pub linked: usize,
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
    /// Distinct neighbours.
    pub degree: usize,
    pub page_rank: f64,
    /// `None` where the network is too large for it.
    pub betweenness: Option<f64>,
    pub component: usize,
    pub community: usize,
}

/// The measures of the network of all facts, as quads of the derived graph.
pub fn derived(graph: &Graph) -> Result<Quads, StoreError> {
    let labels = Labels::load(graph)?;
    let network = whole::network(graph, &Describer::load(graph, &labels, "en")?)?;
    Ok(derive::quads(&network, &Measures::of(&network, false), graph.base()))
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
    let network = whole::network(graph, &describer)?;
    let measures = Measures::of(&network, false);
    Ok(Stats {
        documents_read: summary(graph)?.documents,
        triples: graph.len(),
        classes: facts.classes(graph)?,
        relations: facts.relations(),
        languages: count::languages(graph)?,
        links: count::coverage(graph)?,
        documents: largest(count::documents(graph)?),
        most_cited: largest(facts.cited()),
        most_connected: connected(&network, &measures, most),
        network: shape(&network, &measures),
    })
}

fn shape(network: &Network, measures: &Measures) -> Shape {
    let (components, communities) = measures.groups();
    let nodes = measures.degree.iter().filter(|degree| **degree > 0).count();
    Shape { nodes, edges: network.edge_count(), components, communities }
}

/// The nodes with the highest PageRank among those with a relation at all.
fn connected(network: &Network, measures: &Measures, most: usize) -> Vec<Connected> {
    let mut order: Vec<usize> = (0..network.node_count()).filter(|index| measures.degree[*index] > 0).collect();
    let rank = |index: usize| measures.page_rank[index];
    let id = |index: usize| &network[NodeIndex::new(index)].id;
    order.sort_by(|a, b| rank(*b).total_cmp(&rank(*a)).then_with(|| id(*a).cmp(id(*b))));
    order.truncate(most);
    let connected = order.into_iter().map(|index| {
        let node = &network[NodeIndex::new(index)];
        Connected {
            id: node.id.clone(),
            label: node.label.clone(),
            kind: node.kind.clone(),
            degree: measures.degree[index],
            page_rank: rank(index),
            betweenness: measures.betweenness.as_ref().map(|b| b[index]),
            component: measures.component[index],
            community: measures.community[index],
        }
    });
    connected.collect()
}
