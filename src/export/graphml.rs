//! GraphML with typed keys, for networkx, igraph, Gephi, Cytoscape and yEd.

use super::network::{Edge, NODE_ATTRIBUTES, Network, Node};
use super::xml::{clean, document};
use petgraph::visit::{EdgeRef, IntoNodeReferences};
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io::{self, Write};

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";

/// Attributes of edges with their types.
const EDGE_KEYS: &[(&str, &str)] =
    &[("relation", "string"), ("weight", "double"), ("documents", "long"), ("first", "string"), ("last", "string")];

type Xml<'w> = Writer<&'w mut dyn Write>;

pub fn write(network: &Network, undirected: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = document(out)?;
    writer.create_element("graphml").with_attribute(("xmlns", NAMESPACE)).write_inner_content(|writer| {
        keys(writer)?;
        let direction = if undirected { "undirected" } else { "directed" };
        let graph = writer.create_element("graph").with_attribute(("id", "rapporteur")).with_attribute(("edgedefault", direction));
        graph.write_inner_content(|writer| {
            network.node_references().try_for_each(|(_, node)| node_element(writer, node))?;
            network.edge_references().enumerate().try_for_each(|(i, edge)| {
                let ends = (network[edge.source()].id.as_str(), network[edge.target()].id.as_str());
                edge_element(writer, i, ends, edge.weight())
            })
        })?;
        Ok(())
    })?;
    writer.into_inner().write_all(b"\n")
}

fn keys(writer: &mut Xml<'_>) -> io::Result<()> {
    for (name, kind) in [("label", "string"), ("kind", "string")].iter().chain(NODE_ATTRIBUTES) {
        key(writer, "node", name, kind)?;
    }
    EDGE_KEYS.iter().try_for_each(|(name, kind)| key(writer, "edge", name, kind))
}

/// A key's id says what it is of, since `date` or `label` may be said of both.
fn key(writer: &mut Xml<'_>, of: &str, name: &str, kind: &str) -> io::Result<()> {
    let id = format!("{of}-{name}");
    let element = writer.create_element("key").with_attribute(("id", id.as_str())).with_attribute(("for", of));
    element.with_attribute(("attr.name", name)).with_attribute(("attr.type", kind)).write_empty()?;
    Ok(())
}

fn data(writer: &mut Xml<'_>, of: &str, name: &str, value: &str) -> io::Result<()> {
    let key = format!("{of}-{name}");
    writer.create_element("data").with_attribute(("key", key.as_str())).write_text_content(BytesText::new(&clean(value)))?;
    Ok(())
}

fn node_element(writer: &mut Xml<'_>, node: &Node) -> io::Result<()> {
    let element = writer.create_element("node").with_attribute(("id", clean(&node.id).as_str()));
    element.write_inner_content(|writer| {
        data(writer, "node", "label", &node.label)?;
        data(writer, "node", "kind", &node.kind)?;
        let known = NODE_ATTRIBUTES.iter().filter_map(|(name, _)| node.attributes.get(name).map(|value| (name, value)));
        known.into_iter().try_for_each(|(name, value)| data(writer, "node", name, value))
    })?;
    Ok(())
}

fn edge_element(writer: &mut Xml<'_>, number: usize, (source, target): (&str, &str), edge: &Edge) -> io::Result<()> {
    let id = format!("e{number}");
    let (source, target) = (clean(source), clean(target));
    let element = writer.create_element("edge").with_attribute(("id", id.as_str()));
    let element = element.with_attribute(("source", source.as_str())).with_attribute(("target", target.as_str()));
    element.write_inner_content(|writer| {
        data(writer, "edge", "relation", &edge.relation)?;
        data(writer, "edge", "weight", &edge.weight.to_string())?;
        let documents = edge.documents.map(|d| d.to_string());
        let others = [("documents", documents.as_ref()), ("first", edge.first.as_ref()), ("last", edge.last.as_ref())];
        let known = others.into_iter().filter_map(|(name, value)| value.map(|v| (name, v)));
        known.into_iter().try_for_each(|(name, value)| data(writer, "edge", name, value))
    })?;
    Ok(())
}
