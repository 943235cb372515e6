//! How much of a network is written, and as what: without times, without direction, its heaviest edges, its best
//! connected nodes.

use super::network::{Edge, EdgeKey, Network, Node, assemble};
use petgraph::visit::{EdgeRef, IntoNodeReferences};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What is asked for; by default all of it, with direction and times.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shape {
    /// One edge for both directions.
    pub undirected: bool,
    /// No times of nodes and edges.
    pub is_static: bool,
    /// Edges of at least this weight.
    pub min_weight: Option<f64>,
    /// So many nodes: those with the most neighbours.
    pub top: Option<usize>,
    /// Nodes are labelled by their keys (`TJK`) instead of their names.
    pub codes: bool,
}

impl Shape {
    /// The part of a network that is asked for.
    #[must_use]
    pub fn of(&self, network: Network) -> Network {
        if *self == Self::default() {
            return network;
        }
        let mut edges = self.edges(&network);
        let is_cut = self.min_weight.is_some() || self.top.is_some();
        // Of a part only what is connected in it is shown; of the best connected all, also where no two are neighbours.
        let kept = best_connected(&edges, self.top.unwrap_or(usize::MAX));
        edges.retain(|(source, target, _), _| kept.contains(source) && kept.contains(target));
        let nodes = network.node_references().filter(|(_, node)| !is_cut || kept.contains(&node.id));
        assemble(nodes.map(|(_, node)| (node.id.clone(), self.node(node))).collect(), edges)
    }

    fn edges(&self, network: &Network) -> BTreeMap<EdgeKey, Edge> {
        let mut edges: BTreeMap<EdgeKey, Edge> = BTreeMap::new();
        for edge in network.edge_references() {
            let (mut ends, relation) = ([edge.source(), edge.target()].map(|end| network[end].id.clone()), &edge.weight().relation);
            if self.undirected {
                ends.sort();
            }
            let [source, target] = ends;
            match edges.get_mut(&(source.clone(), target.clone(), relation.clone())) {
                Some(known) => turn_in(known, edge.weight()),
                None => drop(edges.insert((source, target, relation.clone()), edge.weight().clone())),
            }
        }
        edges.retain(|_, edge| self.min_weight.is_none_or(|least| edge.weight >= least));
        if self.is_static {
            edges.values_mut().for_each(|edge| edge.terms.clear());
        }
        edges
    }

    fn node(&self, node: &Node) -> Node {
        let mut node = node.clone();
        if let (true, Some(code)) = (self.codes, node.attributes.get("notation")) {
            node.label.clone_from(code);
        }
        node
    }
}

/// Puts the way back into the way there. In how many documents the two stand together is not known any more.
fn turn_in(known: &mut Edge, other: &Edge) {
    known.weight += other.weight;
    known.documents = None;
    known.terms.extend(other.terms.iter().cloned());
    other.first.iter().chain(&other.last).for_each(|date| known.dated(date));
}

/// The nodes with the most neighbours; of equals those that come first by their id.
fn best_connected(edges: &BTreeMap<EdgeKey, Edge>, top: usize) -> BTreeSet<String> {
    let mut neighbours: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (source, target, _) in edges.keys() {
        neighbours.entry(source).or_default().insert(target);
        neighbours.entry(target).or_default().insert(source);
    }
    let mut order: Vec<(Reverse<usize>, &str)> = neighbours.iter().map(|(node, others)| (Reverse(others.len()), *node)).collect();
    order.sort_unstable();
    order.into_iter().take(top).map(|(_, node)| node.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network() -> Network {
        let node = |id: &str| (id.to_owned(), Node { id: id.to_owned(), ..Node::default() });
        let edge = |source: &str, target: &str, weight: f64| {
            let edge = Edge { relation: "r".into(), weight, documents: Some(1), ..Edge::default() };
            ((source.to_owned(), target.to_owned(), "r".to_owned()), edge)
        };
        let edges = [edge("a", "b", 3.0), edge("b", "a", 2.0), edge("b", "c", 1.0), edge("b", "d", 4.0)];
        assemble(["a", "b", "c", "d", "e"].map(node).into(), edges.into())
    }

    fn shaped(shape: &Shape) -> (usize, Vec<(String, f64)>) {
        let network = shape.of(network());
        let edge = |e: petgraph::graph::EdgeReference<'_, Edge>| {
            (format!("{}{}", network[e.source()].id, network[e.target()].id), e.weight().weight)
        };
        (network.node_count(), network.edge_references().map(edge).collect())
    }

    #[test]
    fn both_directions_become_one_edge() {
        let (nodes, edges) = shaped(&Shape { undirected: true, ..Shape::default() });
        assert_eq!((nodes, edges.len()), (5, 3));
        assert_eq!(edges[0], ("ab".to_owned(), 5.0));
    }

    #[test]
    fn what_is_light_or_hardly_connected_stays_out() {
        let (nodes, edges) = shaped(&Shape { min_weight: Some(3.0), ..Shape::default() });
        assert_eq!((nodes, edges.iter().map(|(ends, _)| ends.as_str()).collect::<Vec<_>>()), (3, vec!["ab", "bd"]));
        let (nodes, edges) = shaped(&Shape { top: Some(2), ..Shape::default() });
        assert_eq!((nodes, edges.iter().map(|(ends, _)| ends.as_str()).collect::<Vec<_>>()), (2, vec!["ab", "ba"]));
        let apart = Shape { top: Some(2), min_weight: Some(4.0), ..Shape::default() };
        assert_eq!(shaped(&apart).0, 2);
    }
}
