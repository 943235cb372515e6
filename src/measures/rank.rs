//! PageRank by power iteration, each round in time linear in nodes and edges; petgraph's own is quadratic.

use crate::export::network::Network;
use petgraph::visit::EdgeRef;

/// Chance that the walker follows an edge rather than starting anew.
const DAMPING: f64 = 0.85;
/// Rounds after which the ranks are taken as they are.
const ROUNDS: usize = 100;
/// Change of all ranks together below which they have settled.
const SETTLED: f64 = 1e-10;

/// The rank of each node, in the order of the nodes; together they are 1. Edges count by their weight, and lead both
/// ways where they have no direction.
#[must_use]
pub fn page_rank(network: &Network, symmetric: bool) -> Vec<f64> {
    let count = network.node_count();
    if count == 0 {
        return Vec::new();
    }
    let mut edges: Vec<(usize, usize, f64)> =
        network.edge_references().map(|edge| (edge.source().index(), edge.target().index(), edge.weight().weight.max(0.0))).collect();
    if symmetric {
        let back: Vec<_> = edges.iter().map(|(source, target, weight)| (*target, *source, *weight)).collect();
        edges.extend(back);
    }
    let mut outgoing = vec![0.0; count];
    for (source, _, weight) in &edges {
        outgoing[*source] += weight;
    }
    let mut ranks = vec![1.0 / count as f64; count];
    for _ in 0..ROUNDS {
        // Who leads nowhere sends the walker to any node.
        let stranded: f64 = ranks.iter().zip(&outgoing).filter(|(_, out)| **out <= 0.0).map(|(rank, _)| rank).sum();
        let share = (1.0 - DAMPING + DAMPING * stranded) / count as f64;
        let mut next = vec![share; count];
        for (source, target, weight) in edges.iter().filter(|(source, _, _)| outgoing[*source] > 0.0) {
            next[*target] += DAMPING * ranks[*source] * weight / outgoing[*source];
        }
        let change: f64 = ranks.iter().zip(&next).map(|(old, new)| (old - new).abs()).sum();
        ranks = next;
        if change < SETTLED {
            break;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::network::{Edge, Node};

    #[test]
    fn who_is_pointed_to_ranks_high() {
        let mut network = Network::new();
        let nodes: Vec<_> = (0..4).map(|i| network.add_node(Node { id: i.to_string(), ..Node::default() })).collect();
        for source in [0, 1, 2] {
            network.add_edge(nodes[source], nodes[3], Edge { weight: 1.0, ..Edge::default() });
        }
        let ranks = page_rank(&network, false);
        assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(ranks[3] > 2.0 * ranks[0]);
        let both_ways = page_rank(&network, true);
        assert!(both_ways[0] > ranks[0], "the walker comes back");
        assert!(page_rank(&Network::new(), false).is_empty());
    }
}
