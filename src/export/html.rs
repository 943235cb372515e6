//! A view as a living network: what its page draws, as JSON, and the same as one file that opens anywhere, with the
//! sentences of its heaviest edges in it.

use super::behind::{Behind, Sentence};
use super::layout::forces;
use super::looks::{self, degree, size};
use super::network::{Edge, Network};
use super::shape::Shape;
use super::svg::Words as Captions;
use super::{ExportError, is_symmetric, measured};
use crate::interface::{Words, words};
use crate::store::Graph;
use maud::{DOCTYPE, PreEscaped, html};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use serde_json::{Map, Value, json};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::Write;

/// Nodes and edges that are drawn: those with the most neighbours, those of the greatest weight.
const NODES: usize = 5_000;
const EDGES: usize = 40_000;
/// Edges that take their sentences with them into a file.
const TOLD: usize = 2_000;
/// Sentences of each.
const SENTENCES: usize = 3;

/// What a network looks like, and its script.
pub const STYLE: &str = include_str!("network.css");
pub const SCRIPT: &str = include_str!("network.js");
/// What all pages look like.
const PAGES: &str = include_str!("../serve/assets/style.css");

/// An edge between two nodes by their numbers.
type Line<'n> = (usize, usize, &'n Edge);

/// The page of an entity where one is at hand.
pub type Address<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Writes what the page of a view draws.
pub fn json(graph: &Graph, view: Option<&str>, language: &str, address: Address<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    Ok(out.write_all(network_json(graph, view, language, Some(address))?.to_string().as_bytes())?)
}

/// Writes one file with the network, its script and its style in it; gives back the number of edges.
pub fn file(graph: &Graph, view: Option<&str>, language: &str, out: &mut dyn Write) -> Result<usize, ExportError> {
    let data = network_json(graph, view, language, None)?;
    let words = words(language);
    let title = data["title"].as_str().unwrap_or("").to_owned();
    // The only way out of a script's text is its end mark.
    let text = data.to_string().replace("</", "<\\/").replace("<!--", "<\\u0021--");
    let direction = if words.is_rtl { "rtl" } else { "ltr" };
    let page = html! {
        (DOCTYPE)
        html lang=(language) dir=(direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:";
                title { (title) }
                style { (PreEscaped(PAGES)) (PreEscaped(STYLE)) }
            }
            body.file {
                main #content { h1 { (title) } div #network.network {} }
                script #network-data type="application/json" { (PreEscaped(text)) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    out.write_all(page.into_string().as_bytes())?;
    Ok(data["edges"].as_array().map_or(0, Vec::len))
}

/// Nodes with their places, edges with their times, names and colours; sentences where no page can be asked for them.
fn network_json(graph: &Graph, view: Option<&str>, language: &str, address: Option<Address<'_>>) -> Result<Value, ExportError> {
    let network = measured(graph, view, language, &Shape::default())?;
    let chosen = chosen(&network);
    let edges = heaviest(&network, &chosen);
    let captions = Captions::of(view, language);
    let words = words(language);
    let told = if address.is_none() { sentences(graph, view, &network, &chosen, &edges)? } else { Vec::new() };
    let lines = edges.iter().enumerate().map(|(number, (a, b, edge))| {
        let (first, last) = (year(edge.first.as_deref()), year(edge.last.as_deref()));
        json!([a, b, edge.relation, edge.weight, first, last, told.get(number)])
    });
    Ok(json!({
        "title": title(view, words, &captions.title), "language": language, "rtl": words.is_rtl,
        "directed": !view.is_some_and(is_symmetric), "of": network.node_count(),
        "nodes": nodes(&network, &chosen, &edges, address), "edges": lines.collect::<Vec<_>>(),
        "kinds": kinds(&network, &chosen, &captions), "relations": relations(&edges, words),
        "colours": (0..12).map(looks::series).collect::<Vec<_>>(), "words": texts(words),
    }))
}

/// Edges among the chosen nodes, by their numbers; the heaviest first.
fn heaviest<'n>(network: &'n Network, chosen: &[NodeIndex]) -> Vec<Line<'n>> {
    let numbers: BTreeMap<NodeIndex, usize> = chosen.iter().enumerate().map(|(number, index)| (*index, number)).collect();
    let mut edges: Vec<Line<'n>> = Vec::new();
    for edge in network.edge_references() {
        if let (Some(a), Some(b)) = (numbers.get(&edge.source()), numbers.get(&edge.target())) {
            edges.push((*a, *b, edge.weight()));
        }
    }
    edges.sort_by(|a, b| b.2.weight.total_cmp(&a.2.weight).then_with(|| (a.0, a.1, &a.2.relation).cmp(&(b.0, b.1, &b.2.relation))));
    edges.truncate(EDGES);
    edges
}

fn nodes(network: &Network, chosen: &[NodeIndex], edges: &[Line<'_>], address: Option<Address<'_>>) -> Vec<Value> {
    let mut pairs: Vec<(usize, usize)> = edges.iter().filter(|(a, b, _)| a != b).map(|(a, b, _)| (*a.min(b), *a.max(b))).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let most = chosen.iter().map(|index| degree(&network[*index])).max().unwrap_or(0);
    let places = forces(chosen.len(), &pairs);
    let node = |(index, (x, y)): (&NodeIndex, (f64, f64))| {
        let node = &network[*index];
        let iri = node.attributes.get("iri").map_or("", String::as_str);
        json!({
            "id": node.id, "label": node.label, "kind": node.kind, "x": round(x), "y": round(y), "r": round(size(node, most) / 2.0),
            "degree": degree(node), "community": node.attributes.get("community").and_then(|c| c.parse::<usize>().ok()),
            "address": address.and_then(|address| address(iri)), "iri": iri, "title": node.attributes.get("title"),
        })
    };
    chosen.iter().zip(places).map(node).collect()
}

/// Some sentences behind each of the heaviest edges.
fn sentences(
    graph: &Graph,
    view: Option<&str>,
    network: &Network,
    chosen: &[NodeIndex],
    edges: &[Line<'_>],
) -> Result<Vec<Value>, ExportError> {
    let mut behind = Behind::new(graph, view);
    let iri = |at: usize| network[chosen[at]].attributes.get("iri").map_or("", String::as_str);
    let mut told = Vec::new();
    for (a, b, edge) in edges.iter().take(TOLD) {
        let sentences = behind.sentences(iri(*a), iri(*b), Some(&edge.relation), SENTENCES)?;
        told.push(sentences.iter().map(Sentence::json).collect());
    }
    Ok(told)
}

/// The question of a view in the reader's language.
fn title(view: Option<&str>, words: &Words, otherwise: &str) -> String {
    let shipped = crate::query::shipped::all(crate::query::shipped::VIEWS);
    let known = shipped.iter().find(|known| Some(known.text) == view).map(|known| known.name);
    let name = if view.is_none() { Some(crate::query::shipped::WHOLE) } else { known };
    name.map_or(otherwise, |name| words.question(name, otherwise)).to_owned()
}

fn chosen(network: &Network) -> Vec<NodeIndex> {
    let mut chosen: Vec<NodeIndex> = network.node_indices().filter(|index| degree(&network[*index]) > 0).collect();
    chosen.sort_by_key(|index| (Reverse(degree(&network[*index])), *index));
    chosen.truncate(NODES);
    chosen
}

fn kinds(network: &Network, chosen: &[NodeIndex], captions: &Captions) -> Map<String, Value> {
    let mut kinds = Map::new();
    for kind in chosen.iter().map(|index| &network[*index].kind) {
        let name = captions.kinds.get(kind).map_or(kind.as_str(), String::as_str);
        kinds.entry(kind.clone()).or_insert_with(|| json!([name, looks::hex(kind)]));
    }
    kinds
}

/// Names and colours of relations, those with the most edges first.
fn relations(edges: &[Line<'_>], words: &Words) -> Map<String, Value> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, edge) in edges {
        *counts.entry(&edge.relation).or_default() += 1;
    }
    let mut order: Vec<(&str, usize)> = counts.into_iter().collect();
    order.sort_by_key(|(relation, count)| (Reverse(*count), *relation));
    let name = |relation: &str| crate::store::term::expand(relation).map_or_else(|| words.get(relation).to_owned(), |iri| words.term(&iri));
    order.iter().enumerate().map(|(at, (relation, _))| ((*relation).to_owned(), json!([name(relation), looks::series(at)]))).collect()
}

/// The words that the script says.
fn texts(words: &Words) -> Map<String, Value> {
    const KEYS: &[&str] = &[
        "search",
        "network.all",
        "network.shown",
        "network.years",
        "network.weight",
        "network.colour",
        "network.kind",
        "network.community",
        "network.relation",
        "network.labels",
        "network.fit",
        "network.larger",
        "network.smaller",
        "network.svg",
        "network.hubs",
        "network.edges",
        "network.none",
        "network.keys",
        "network.open",
        "network.loading",
        "network.more",
        "network.image",
        "close",
        "claimed",
        "in.text",
    ];
    KEYS.iter().map(|key| ((*key).to_owned(), Value::from(words.get(key)))).collect()
}

fn year(date: Option<&str>) -> Option<i32> {
    date.and_then(|date| date.get(..4)).and_then(|year| year.parse().ok())
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
