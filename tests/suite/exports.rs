//! Exports of the graph written by hand: well-formed, complete, the same each time, and read back by other programs.

use crate::answers::graph;
use crate::facts::root;
use petgraph::visit::EdgeRef;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rapporteur::export::network::Network;
use rapporteur::export::shape::Shape;
use rapporteur::export::{self, Format, Manner};
use rapporteur::query::shipped;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

fn view(name: &str) -> Option<&'static str> {
    (name != "whole").then(|| shipped::named(shipped::VIEWS, name).expect("it is shipped").text)
}

fn exported(format: &str, name: &str) -> String {
    let mut out = Vec::new();
    export::export(&graph(), view(name), &manner(format, Shape::default()), &mut out).expect("written");
    String::from_utf8(out).expect("text")
}

fn manner(format: &str, shape: Shape) -> Manner<'static> {
    Manner { format: Format::named(format).expect("a format"), language: "en", shape }
}

fn network(name: &str) -> Network {
    export::measured(&graph(), view(name), "en", &Shape::default()).expect("a network")
}

/// How often each element occurs; fails where the XML is not well-formed.
fn elements(xml: &str) -> BTreeMap<String, usize> {
    assert!(!xml.chars().any(|c| c.is_control() && c != '\n'), "a control character was let through");
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut counts = BTreeMap::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) | Event::Empty(tag) => {
                tag.attributes().for_each(|attribute| drop(attribute.expect("well-formed attributes")));
                *counts.entry(String::from_utf8_lossy(tag.name().as_ref()).into_owned()).or_default() += 1;
            }
            Event::Eof => return counts,
            _ => {}
        }
    }
}

#[test]
fn graphml_and_gexf_have_all_nodes_and_edges() {
    for name in std::iter::once("whole").chain(shipped::all(shipped::VIEWS).iter().map(|query| query.name)) {
        let network = network(name);
        for format in ["graphml", "gexf"] {
            let found = elements(&exported(format, name));
            let number = |tag: &str| found.get(tag).copied().unwrap_or(0);
            assert_eq!((number("node"), number("edge")), (network.node_count(), network.edge_count()), "{format} of {name}");
        }
        assert_eq!(exported("csv", name).lines().count(), network.edge_count() + 1, "csv of {name}");
    }
}

#[test]
fn edges_count_statements_documents_and_dates() {
    let network = network("whole");
    let edge = |source: &str, relation: &str, target: &str| {
        let edges = network.edge_references();
        let mut found =
            edges.filter(|e| network[e.source()].id == source && network[e.target()].id == target && e.weight().relation == relation);
        found.next().map(|e| e.weight().clone()).unwrap_or_else(|| panic!("no edge {source} {relation} {target}"))
    };
    let chairs = edge("state/TJK", "rap:chairs", "organisation/CSTO");
    assert_eq!((chairs.weight, chairs.documents), (1.0, Some(1)), "two languages are one statement");
    assert_eq!((chairs.first.as_deref(), chairs.last.as_deref()), (Some("2035"), Some("2035")));
    let cites = edge("document/A/90/102", "rap:refersTo", "document/A/90/101");
    assert_eq!(cites.first.as_deref(), Some("2035-04-07"), "the date of the document where the statement has none");
    let state = network.node_weights().find(|node| node.id == "state/TJK").expect("a node");
    assert_eq!((state.label.as_str(), state.kind.as_str()), ("Tajikistan", "State"));
    assert_eq!(state.attributes.get("wikidata").map(String::as_str), Some("Q863"));
    assert!(network.node_weights().all(|node| !matches!(node.kind.as_str(), "Statement" | "Evidence" | "Copy")));
}

#[test]
fn a_view_counts_what_it_says() {
    let table = exported("csv", "co-signatures");
    assert!(table.contains("state/KAZ,state/TJK,sent together,2,2,2035-03-05,2035-04-07,Kazakhstan,State,Tajikistan,State"), "{table}");
}

#[test]
fn every_format_is_the_same_each_time() {
    for (format, _) in Format::ALL {
        assert!(exported(format, "whole") == exported(format, "whole"), "{format} differs from one time to the next");
    }
    let quads = fs::read_to_string(root("tests/queries/graph.nq")).expect("the graph is there");
    assert_eq!(exported("nquads", "whole"), quads, "N-Quads in are N-Quads out");
}

#[test]
fn rows_are_not_exported_as_triples() {
    let plain = |format| manner(format, Shape::default());
    let error = export::export(&graph(), view("citations"), &plain("turtle"), &mut Vec::new()).expect_err("rows");
    assert!(error.to_string().contains("CONSTRUCT"), "{error}");
    let nothing = export::export(&graph(), Some("SELECT ?s { ?s ?p ?o }"), &plain("graphml"), &mut Vec::new()).expect_err("no edges");
    assert!(nothing.to_string().contains("?source and ?target"), "{nothing}");
}

/// Elements of GEXF 1.3 with those in which they may stand and the attributes they may have, after its published
/// schema (gexf.xsd, data.xsd, dynamics.xsd, viz.xsd); an attribute with `!` must be there.
const GEXF: &[(&str, &[&str], &[&str])] = &[
    ("gexf", &[""], &["xmlns!", "xmlns:viz", "version!", "variant"]),
    ("meta", &["gexf"], &["lastmodifieddate"]),
    ("creator", &["meta"], &[]),
    ("graph", &["gexf"], &["defaultedgetype", "mode", "timeformat", "timerepresentation", "idtype", "start", "end"]),
    ("attributes", &["graph"], &["class!", "mode", "start", "end"]),
    ("attribute", &["attributes"], &["id!", "title!", "type!"]),
    ("nodes", &["graph"], &["count"]),
    ("node", &["nodes"], &["id!", "label", "start", "end"]),
    ("edges", &["graph"], &["count"]),
    ("edge", &["edges"], &["id!", "source!", "target!", "kind", "weight", "type", "label", "start", "end"]),
    ("attvalues", &["node", "edge"], &[]),
    ("attvalue", &["attvalues"], &["for!", "value!", "start", "end"]),
    ("spells", &["node", "edge"], &[]),
    ("spell", &["spells"], &["start", "end"]),
    ("viz:color", &["node", "edge"], &["r!", "g!", "b!", "a"]),
    ("viz:size", &["node"], &["value!"]),
];

#[test]
fn gexf_has_the_structure_of_its_schema() {
    for name in std::iter::once("whole").chain(shipped::all(shipped::VIEWS).iter().map(|query| query.name)) {
        let xml = exported("gexf", name);
        let mut path: Vec<String> = vec![String::new()];
        let mut ids = BTreeSet::new();
        let mut reader = Reader::from_str(&xml);
        loop {
            let (tag, is_open) = match reader.read_event().expect("well-formed") {
                Event::Start(tag) => (tag, true),
                Event::Empty(tag) => (tag, false),
                Event::End(_) => {
                    path.pop();
                    continue;
                }
                Event::Eof => break,
                _ => continue,
            };
            let element = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
            let attributes = check_element(&element, path.last().expect("a parent"), &tag);
            if let Some(id) = attributes.get("id").filter(|_| element == "node") {
                assert!(ids.insert(id.clone()), "{name}: two nodes {id}");
            }
            for end in ["source", "target"].iter().filter_map(|end| attributes.get(*end)) {
                assert!(ids.contains(end), "{name}: an edge at {end}, which is no node");
            }
            if let (Some(start), Some(end)) = (attributes.get("start"), attributes.get("end")) {
                assert!(start <= end, "{name}: a time that ends before it begins: {start} {end}");
            }
            if is_open {
                path.push(element);
            }
        }
    }
}

/// The attributes of an element that stands where it may, with those that it may have and must have.
fn check_element(element: &str, parent: &str, tag: &BytesStart<'_>) -> BTreeMap<String, String> {
    let (_, parents, known) = GEXF.iter().find(|(name, _, _)| *name == element).unwrap_or_else(|| panic!("<{element}> is no GEXF"));
    assert!(parents.contains(&parent), "<{element}> in <{parent}>");
    let mut found = BTreeMap::new();
    for attribute in tag.attributes() {
        let attribute = attribute.expect("well-formed");
        let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        assert!(known.iter().any(|k| k.trim_end_matches('!') == key), "<{element} {key}>");
        found.insert(key, attribute.unescape_value().expect("text").into_owned());
    }
    let needed = known.iter().filter_map(|k| k.strip_suffix('!'));
    needed.for_each(|key| assert!(found.contains_key(key), "<{element}> without {key}"));
    found
}

#[test]
fn gexf_has_times() {
    let memberships = exported("gexf", "memberships");
    assert!(memberships.contains("start=\"2035-01-01\" end=\"2035-12-31\""), "the term of a chair");
    assert!(memberships.contains("start=\"2031-06-15\">"), "who has joined stays");
    let citations = exported("gexf", "citations");
    assert!(citations.contains("id=\"document/A/90/101\" label=\"A/90/101\" start=\"2035-03-05\""), "a dated document");
}

#[test]
fn pictures_name_what_they_show() {
    for name in ["whole", "memberships", "co-signatures", "citations-by-year"] {
        let svg = exported("svg", name);
        let network = network(name);
        let found = elements(&svg);
        let kinds: BTreeSet<&str> =
            network.node_weights().filter(|node| node.attributes.contains_key("degree")).map(|n| n.kind.as_str()).collect();
        let nodes = network.node_weights().filter(|node| node.attributes.contains_key("degree")).count();
        assert_eq!(found["circle"], nodes + kinds.len(), "{name}: a circle for each node and for each kind of the legend");
        assert_eq!(svg, exported("svg", name), "{name} differs from one time to the next");
    }
    assert!(exported("svg", "memberships").contains("Tajikistan"));
}

#[test]
fn networkx_and_igraph_read_the_same_graph() {
    let probe = Command::new("python3").args(["-c", "import networkx, igraph"]).output();
    if !probe.is_ok_and(|output| output.status.success()) {
        println!("skipped: reading exports back needs python3 with networkx and igraph (pip install networkx igraph)");
        return;
    }
    for name in std::iter::once("whole").chain(shipped::all(shipped::VIEWS).iter().map(|query| query.name)) {
        let folder = tempfile::tempdir().expect("a folder");
        for format in ["graphml", "gexf", "csv"] {
            fs::write(folder.path().join(format!("graph.{format}")), exported(format, name)).expect("writable");
        }
        fs::write(folder.path().join("expected.json"), expected(name, &network(name))).expect("writable");
        let output = Command::new("python3").arg(root("tests/readback.py")).arg(folder.path()).output().expect("python3 runs");
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn pyoxigraph_and_rdflib_read_the_same_quads() {
    let probe = Command::new("python3").args(["-c", "import pyoxigraph, rdflib"]).output();
    if !probe.is_ok_and(|output| output.status.success()) {
        println!("skipped: round trips need python3 with pyoxigraph and rdflib (pip install pyoxigraph rdflib)");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for (format, ending) in [("nquads", "nq"), ("ntriples", "nt"), ("turtle", "ttl"), ("trig", "trig"), ("jsonld", "jsonld")] {
        fs::write(folder.path().join(format!("graph.{ending}")), exported(format, "whole")).expect("writable");
    }
    let output = Command::new("python3").arg(root("tests/roundtrip.py")).arg(folder.path()).output().expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The network as the other programs must see it.
fn expected(name: &str, network: &Network) -> String {
    let symmetric = view(name).is_some_and(|text| shipped::note(text, "edges") == Some("symmetric"));
    let nodes = network.node_weights().map(|node| {
        let mut attributes: BTreeMap<&str, &str> = node.attributes.iter().map(|(k, v)| (*k, v.as_str())).collect();
        attributes.extend([("label", node.label.as_str()), ("kind", node.kind.as_str())]);
        // Control characters have no place in XML.
        let cleaned: BTreeMap<&str, String> = attributes.into_iter().map(|(k, v)| (k, v.replace('\u{1}', ""))).collect();
        (node.id.clone(), cleaned)
    });
    let edges = network.edge_references().map(|edge| {
        let (source, target, edge) = (&network[edge.source()].id, &network[edge.target()].id, edge.weight());
        json!({ "source": source, "target": target, "relation": edge.relation, "weight": edge.weight,
            "documents": edge.documents, "first": edge.first, "last": edge.last })
    });
    json!({ "nodes": nodes.collect::<BTreeMap<_, _>>(), "edges": edges.collect::<Vec<_>>(), "symmetric": symmetric }).to_string()
}

#[test]
fn networks_can_be_shaped() {
    let shaped = |format: &str, shape: Shape| {
        let mut out = Vec::new();
        export::export(&graph(), view("memberships"), &manner(format, shape), &mut out).expect("written");
        String::from_utf8(out).expect("text")
    };
    let fixed = shaped("gexf", Shape { is_static: true, undirected: true, ..Shape::default() });
    assert!(fixed.contains("defaultedgetype=\"undirected\" mode=\"static\"") && !fixed.contains("start="), "{fixed}");
    assert!(shaped("graphml", Shape { undirected: true, ..Shape::default() }).contains("edgedefault=\"undirected\""));
    assert!(shaped("gexf", Shape { codes: true, ..Shape::default() }).contains("id=\"state/TJK\" label=\"TJK\""));
    let (mut edges, mut nodes) = (Vec::new(), Vec::new());
    let manner = manner("csv", Shape { top: Some(2), ..Shape::default() });
    let count = export::tables(&graph(), view("memberships"), &manner, &mut edges, &mut nodes).expect("written");
    let (edges, nodes) = (String::from_utf8(edges).expect("text"), String::from_utf8(nodes).expect("text"));
    assert_eq!((edges.lines().count(), nodes.lines().count()), (count + 1, 3), "{nodes}");
    let names: BTreeSet<&str> = nodes.lines().skip(1).filter_map(|row| row.split(',').next()).collect();
    assert!(edges.lines().skip(1).all(|row| row.split(',').take(2).all(|end| names.contains(end))), "{edges}");
}
