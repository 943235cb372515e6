//! Edges as rows of a table, for spreadsheets and for everything else.

use super::network::{NODE_ATTRIBUTES, Network};
use petgraph::visit::EdgeRef;
use std::io::{self, Write};

const COLUMNS: &[&str] =
    &["source", "target", "relation", "weight", "documents", "first", "last", "source_label", "source_kind", "target_label", "target_kind"];

pub fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    for edge in network.edge_references() {
        let (source, target) = (&network[edge.source()], &network[edge.target()]);
        let edge = edge.weight();
        let documents = edge.documents.map(|d| d.to_string());
        table.write_record([
            source.id.as_str(),
            &target.id,
            &edge.relation,
            &edge.weight.to_string(),
            documents.as_deref().unwrap_or(""),
            edge.first.as_deref().unwrap_or(""),
            edge.last.as_deref().unwrap_or(""),
            &source.label,
            &source.kind,
            &target.label,
            &target.kind,
        ])?;
    }
    table.flush()
}

/// Nodes as rows, with all that they may have: what Gephi's import of spreadsheets takes beside the edges.
pub fn write_nodes(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let names = NODE_ATTRIBUTES.iter().map(|(name, _)| *name);
    table.write_record(["id", "label", "kind"].into_iter().chain(names.clone()))?;
    for node in network.node_weights() {
        let attributes = names.clone().map(|name| node.attributes.get(name).map_or("", String::as_str));
        table.write_record([node.id.as_str(), &node.label, &node.kind].into_iter().chain(attributes))?;
    }
    table.flush()
}
