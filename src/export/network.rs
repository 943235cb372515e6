//! The graph as other programs know graphs: nodes with attributes and weighted, directed edges, in a fixed order.

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// An entity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Node {
    /// Path below the base (`state/TJK`), or the IRI.
    pub id: String,
    pub label: String,
    /// Local name of its class.
    pub kind: String,
    /// By the names of [`NODE_ATTRIBUTES`].
    pub attributes: BTreeMap<&'static str, String>,
}

/// What a node may have beside label and kind.
pub const NODE_ATTRIBUTES: &[&str] = &["notation", "iri", "title", "date", "session", "wikidata"];

/// A relation between two entities.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edge {
    /// Prefixed name (`org:memberOf`).
    pub relation: String,
    /// Number of statements, or what a view counts.
    pub weight: f64,
    /// Number of distinct documents that state it; `None` where a view does not say.
    pub documents: Option<u64>,
    /// Earliest and latest date, each as exact as known.
    pub first: Option<String>,
    pub last: Option<String>,
}

/// Nodes by id, edges by source, target and relation.
pub type Network = DiGraph<Node, Edge>;

/// An edge before its ends are nodes: ids of source and target, then the relation.
pub type EdgeKey = (String, String, String);

/// Builds a network whose order depends on what is in it alone.
#[must_use]
pub fn assemble(nodes: BTreeMap<String, Node>, edges: BTreeMap<EdgeKey, Edge>) -> Network {
    let mut network = Network::with_capacity(nodes.len(), edges.len());
    let indices: FxHashMap<String, NodeIndex> = nodes.into_iter().map(|(id, node)| (id, network.add_node(node))).collect();
    for ((source, target, _), edge) in edges {
        if let (Some(source), Some(target)) = (indices.get(&source), indices.get(&target)) {
            network.add_edge(*source, *target, edge);
        }
    }
    network
}

impl Edge {
    /// Widens the time of the relation.
    pub fn dated(&mut self, date: &str) {
        if self.first.as_deref().is_none_or(|first| date < first) {
            self.first = Some(date.to_owned());
        }
        if self.last.as_deref().is_none_or(|last| date > last) {
            self.last = Some(date.to_owned());
        }
    }
}
