//! Communities by the Leiden algorithm: groups more closely connected within than without.

use super::numbered;
use leiden_rs::{GraphDataBuilder, Leiden, LeidenConfig};
use petgraph::graph::UnGraph;
use petgraph::visit::EdgeRef;

/// Leiden breaks ties by chance; with a fixed seed it does so the same way each time.
const SEED: u64 = 1945;

/// The community of each node, from 0, the largest first. Without edges, or where the algorithm gives none, each node
/// is its own.
#[must_use]
pub fn of(plain: &UnGraph<(), f64>) -> Vec<usize> {
    numbered(&labels(plain).unwrap_or_else(|| (0..plain.node_count()).collect()))
}

fn labels(plain: &UnGraph<(), f64>) -> Option<Vec<usize>> {
    if plain.edge_count() == 0 {
        return None;
    }
    let mut builder = GraphDataBuilder::new(plain.node_count());
    for edge in plain.edge_references() {
        builder.add_edge(edge.source().index(), edge.target().index(), *edge.weight()).ok()?;
    }
    let config = LeidenConfig::builder().seed(SEED).build();
    let found = Leiden::new(config).run(&builder.build().ok()?).ok()?;
    Some(found.partition.as_slice().to_vec())
}
