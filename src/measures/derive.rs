//! The measures as facts of the derived graph, so that questions can ask for them.

use super::{Measures, rounded};
use crate::export::network::Network;
use crate::store::Quads;
use crate::store::iri::{Iris, write_typed};
use crate::store::quads::QuadBuilder;
use crate::vocabulary::{rap, xsd};
use petgraph::graph::NodeIndex;

/// Name of the graph.
pub const GRAPH: &str = "derived";

/// The quads of a measured network; who has no neighbour has no measure.
#[must_use]
pub fn quads(network: &Network, measures: &Measures, base: &str) -> Quads {
    let iris = Iris::new(base);
    let mut quads = QuadBuilder::new(&iris, &iris.graph(GRAPH));
    for index in 0..network.node_count() {
        let Some(iri) = network[NodeIndex::new(index)].attributes.get("iri").filter(|_| measures.degree[index] > 0) else { continue };
        let mut add = |predicate: &str, value: &str, datatype: &str| quads.add(iri, predicate, |_, out| write_typed(value, datatype, out));
        add(rap::DEGREE, &measures.degree[index].to_string(), xsd::INTEGER);
        add(rap::PAGE_RANK, &rounded(measures.page_rank[index]), xsd::DOUBLE);
        if let Some(betweenness) = &measures.betweenness {
            add(rap::BETWEENNESS, &rounded(betweenness[index]), xsd::DOUBLE);
        }
        add(rap::COMPONENT, &measures.component[index].to_string(), xsd::INTEGER);
        add(rap::COMMUNITY, &measures.community[index].to_string(), xsd::INTEGER);
    }
    quads.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::network::{Edge, Node};

    #[test]
    fn measures_are_facts() {
        let mut network = Network::new();
        let node = |id: &str| {
            let mut node = Node { id: id.to_owned(), ..Node::default() };
            node.attributes.insert("iri", format!("http://e/{id}"));
            node
        };
        let (a, b) = (network.add_node(node("a")), network.add_node(node("b")));
        network.add_node(node("alone"));
        network.add_edge(a, b, Edge { weight: 1.0, ..Edge::default() });
        let text = quads(&network, &Measures::of(&network, false), "http://e/").text().to_owned();
        let degree = "<http://e/a> <https://w3id.org/rapporteur/ns#degree> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/graph/derived> .";
        assert!(text.contains(degree), "{text}");
        assert!(!text.contains("alone"));
    }
}
