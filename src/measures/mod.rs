//! How the nodes of a network stand to each other: degree, PageRank, betweenness, component, community.
//!
//! Degree counts neighbours, PageRank follows edges by their weight, the other three ask who is connected with whom
//! and so take no account of direction. The same network gives the same numbers, in any run.

pub mod communities;
pub mod derive;
pub mod rank;

use crate::export::network::Network;
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;
use rustworkx_core::centrality::betweenness_centrality;
use std::collections::{BTreeMap, BTreeSet};

/// Most nodes for which betweenness is computed: its cost is nodes times edges, and half a minute here.
pub const BETWEENNESS_NODES: usize = 5_000;

/// The measures of a network, each in the order of the nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// Distinct neighbours.
    pub degree: Vec<usize>,
    /// Together 1.
    pub page_rank: Vec<f64>,
    /// Share of the shortest paths between two others that lead over the node; `None` where the network is too large.
    pub betweenness: Option<Vec<f64>>,
    /// From 0, the largest first.
    pub component: Vec<usize>,
    pub community: Vec<usize>,
}

impl Measures {
    /// Measures a network. Where the edges of it have no direction (who signed with whom), PageRank follows them both
    /// ways.
    #[must_use]
    pub fn of(network: &Network, symmetric: bool) -> Self {
        let plain = plain(network);
        let degree: Vec<usize> = plain.node_indices().map(|node| plain.neighbors(node).filter(|n| *n != node).count()).collect();
        let connected = degree.iter().filter(|d| **d > 0).count();
        Self {
            page_rank: rank::page_rank(network, symmetric),
            betweenness: (connected <= BETWEENNESS_NODES).then(|| between(&plain)),
            component: components(&plain),
            community: communities::of(&plain),
            degree,
        }
    }

    /// Writes the measures into the attributes of the nodes; who has no neighbour has no measure.
    pub fn attach(&self, network: &mut Network) {
        for index in 0..network.node_count() {
            if self.degree[index] == 0 {
                continue;
            }
            let attributes = &mut network[NodeIndex::new(index)].attributes;
            attributes.insert("degree", self.degree[index].to_string());
            attributes.insert("pagerank", rounded(self.page_rank[index]));
            attributes.insert("component", self.component[index].to_string());
            attributes.insert("community", self.community[index].to_string());
            if let Some(betweenness) = &self.betweenness {
                attributes.insert("betweenness", rounded(betweenness[index]));
            }
        }
    }

    /// Numbers of components and communities, of nodes that have a neighbour.
    #[must_use]
    pub fn groups(&self) -> (usize, usize) {
        let distinct = |groups: &[usize]| {
            let connected = groups.iter().zip(&self.degree).filter(|(_, degree)| **degree > 0);
            connected.map(|(group, _)| *group).collect::<BTreeSet<_>>().len()
        };
        (distinct(&self.component), distinct(&self.community))
    }
}

/// Digits enough to tell nodes apart, few enough to be the same on any processor.
#[must_use]
pub fn rounded(value: f64) -> String {
    format!("{value:.8}")
}

/// The network without direction and with one edge between two nodes, whose weight is that of all of them.
fn plain(network: &Network) -> UnGraph<(), f64> {
    let mut weights: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for edge in network.edge_references() {
        let (a, b) = (edge.source().index(), edge.target().index());
        *weights.entry((a.min(b), a.max(b))).or_default() += edge.weight().weight.max(0.0);
    }
    let mut plain = UnGraph::with_capacity(network.node_count(), weights.len());
    for _ in 0..network.node_count() {
        plain.add_node(());
    }
    for ((a, b), weight) in weights {
        plain.add_edge(NodeIndex::new(a), NodeIndex::new(b), weight);
    }
    plain
}

fn between(plain: &UnGraph<(), f64>) -> Vec<f64> {
    // In one thread: sums in another order would differ in the last digits.
    let values = betweenness_centrality(plain, false, true, usize::MAX);
    values.into_iter().map(|value| value.filter(|v| v.is_finite()).unwrap_or(0.0)).collect()
}

fn components(plain: &UnGraph<(), f64>) -> Vec<usize> {
    let mut sets: UnionFind<usize> = UnionFind::new(plain.node_count());
    for edge in plain.edge_references() {
        sets.union(edge.source().index(), edge.target().index());
    }
    numbered(&sets.into_labeling())
}

/// Groups by number: the largest is 0; of two as large, the one whose first node comes first.
fn numbered(labels: &[usize]) -> Vec<usize> {
    let mut sizes: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (at, label) in labels.iter().enumerate() {
        sizes.entry(*label).or_insert((0, at)).0 += 1;
    }
    let mut order: Vec<(usize, (usize, usize))> = sizes.into_iter().collect();
    order.sort_by_key(|(_, (size, first))| (usize::MAX - size, *first));
    let numbers: BTreeMap<usize, usize> = order.into_iter().enumerate().map(|(number, (label, _))| (label, number)).collect();
    labels.iter().map(|label| numbers[label]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::network::{Edge, Node};

    /// Two triangles joined by a bridge of one node, and a node alone.
    fn network() -> Network {
        let mut network = Network::new();
        let nodes: Vec<_> = (0..8).map(|i| network.add_node(Node { id: i.to_string(), ..Node::default() })).collect();
        for (a, b) in [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 6), (6, 4)] {
            network.add_edge(nodes[a], nodes[b], Edge { weight: 1.0, ..Edge::default() });
        }
        // The other way and once more: still one neighbour.
        network.add_edge(nodes[1], nodes[0], Edge { weight: 2.0, ..Edge::default() });
        network
    }

    #[test]
    fn bridges_lie_between_and_triangles_are_communities() {
        let measures = Measures::of(&network(), false);
        assert_eq!(measures.degree, [2, 2, 3, 2, 3, 2, 2, 0]);
        let betweenness = measures.betweenness.as_ref().expect("a small network");
        assert!((betweenness[3] - 9.0 / 21.0).abs() < 1e-9, "{betweenness:?}");
        assert_eq!(betweenness[0], 0.0);
        assert_eq!(measures.component, [0, 0, 0, 0, 0, 0, 0, 1]);
        assert!(measures.community[0] == measures.community[1] && measures.community[5] == measures.community[6]);
        assert_ne!(measures.community[0], measures.community[5]);
        assert_eq!(measures.groups(), (1, 2));
    }

    #[test]
    fn the_same_network_has_the_same_measures() {
        assert_eq!(Measures::of(&network(), true), Measures::of(&network(), true));
        let empty = Measures::of(&Network::new(), false);
        assert_eq!(empty.groups(), (0, 0));
    }

    #[test]
    fn who_is_alone_has_no_measure() {
        let mut network = network();
        Measures::of(&network, false).attach(&mut network);
        assert_eq!(network[NodeIndex::new(3)].attributes.get("degree").map(String::as_str), Some("2"));
        assert!(network[NodeIndex::new(7)].attributes.is_empty());
    }
}
