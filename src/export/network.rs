//! The graph as other programs know graphs: nodes with attributes and weighted, directed edges, in a fixed order.

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

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

/// What a node may have beside label and kind, with its type in GraphML and GEXF.
pub const NODE_ATTRIBUTES: &[(&str, &str)] = &[
    ("notation", "string"),
    ("iri", "string"),
    ("title", "string"),
    ("date", "string"),
    ("session", "string"),
    ("iso2", "string"),
    ("iso3", "string"),
    ("m49", "string"),
    ("cow", "string"),
    ("wikidata", "string"),
    ("address", "string"),
    ("degree", "long"),
    ("pagerank", "double"),
    ("betweenness", "double"),
    ("component", "long"),
    ("community", "long"),
];

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
    /// When the relation held, where the graph says so: terms of a chair, years of a membership.
    pub terms: BTreeSet<Term>,
    /// Days on which it is said to hold (`as of`), without a word of when it began or ended.
    pub known: BTreeSet<String>,
}

/// From when until when something held; an end that is not known is open.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    pub from: Option<String>,
    pub until: Option<String>,
}

impl Term {
    /// Reads an interval as ISO 8601 writes it: `2020/2021`, `1991/..`, `../2009`; `None` where both ends are open.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (from, until) = text.split_once('/')?;
        let end = |date: &str| Some(date.to_owned()).filter(|d| !matches!(d.as_str(), "" | ".."));
        let term = Self { from: end(from), until: end(until) };
        (term != Self::default()).then_some(term)
    }
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

    /// What is known to hold on a day alone is taken to last from the first such day on: a membership that is mentioned in
    /// a speech does not end with the day of the speech.
    pub fn last_where_known(&mut self) {
        if self.terms.is_empty() {
            self.terms.extend(self.known.first().map(|day| Term { from: Some(day.clone()), until: None }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_may_be_open() {
        let term = |from: Option<&str>, until: Option<&str>| Some(Term { from: from.map(Into::into), until: until.map(Into::into) });
        assert_eq!(Term::parse("2020/2021-06"), term(Some("2020"), Some("2021-06")));
        assert_eq!(Term::parse("1991/.."), term(Some("1991"), None));
        assert_eq!(Term::parse("../.."), None);
        assert_eq!(Term::parse("2020"), None);
    }
}
