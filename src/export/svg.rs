//! A picture of a network: forces place the nodes, kinds colour them, labels never overlap, a legend says what is what.

use super::looks::{degree, hex, series, size};
use super::network::{Network, Node};
use super::svg_layout::{LETTER, Point, labels, places};
use super::xml::{clean, document};
use crate::interface;
use crate::query::shipped;
use crate::store::ontology;
use crate::store::term::{self, language as tag, lexical};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Most nodes of a picture: more are a cloud. Those with the most neighbours are shown.
const MOST: usize = 250;
const PICTURE: Point = (1400.0, 1000.0);
const MARGIN: f64 = 60.0;
/// Room above the picture for its heading.
const HEADING: f64 = 50.0;
/// Room below the picture for the legend.
const LEGEND: f64 = 92.0;
const FONT: &str = "Noto Sans, DejaVu Sans, Arial, sans-serif";

type Xml<'w> = Writer<&'w mut dyn Write>;

/// What the picture says in words.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub title: String,
    /// Whether edges lead from one end to the other.
    pub is_directed: bool,
    /// Code of the language.
    pub language: String,
    /// Names of kinds, by the local name of their class.
    pub kinds: BTreeMap<String, String>,
}

impl Words {
    /// The question of a view, and the names that the vocabulary has for classes in a language.
    #[must_use]
    pub fn of(view: Option<&str>, language: &str) -> Self {
        let question = view.and_then(|text| text.lines().next()).and_then(|line| line.strip_prefix('#'));
        let mut kinds = BTreeMap::new();
        for (term, label) in ontology::labels() {
            if tag(&label) == Some(language) {
                kinds.insert(term.rsplit(['#', '/']).next().unwrap_or("").to_owned(), lexical(&label).to_owned());
            }
        }
        let is_directed = !view.is_some_and(super::is_symmetric);
        Self { title: question.map_or(shipped::WHOLE, str::trim).to_owned(), is_directed, language: language.to_owned(), kinds }
    }
}

/// What is drawn of a network: nodes with their neighbours among them.
struct Drawing<'n> {
    nodes: Vec<&'n Node>,
    /// Ends, relation, weight.
    edges: Vec<(usize, usize, &'n str, f64)>,
    /// Relations, those with the most edges first: their colours.
    relations: Vec<&'n str>,
    places: Vec<(Point, f64)>,
    /// Nodes with neighbours in the whole network.
    of: usize,
}

pub fn write(network: &Network, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    let drawing = Drawing::of(network);
    let mut writer = document(out)?;
    let (width, height) = (PICTURE.0, PICTURE.1 + LEGEND);
    let view = format!("0 {} {width} {}", -HEADING, height + HEADING);
    let root = writer.create_element("svg").with_attribute(("xmlns", "http://www.w3.org/2000/svg"));
    let root = root.with_attribute(("viewBox", view.as_str())).with_attribute(("font-family", FONT));
    root.write_inner_content(|writer| {
        writer.create_element("title").write_text_content(BytesText::new(&clean(&words.title)))?;
        let paper = writer.create_element("rect").with_attribute(("y", (-HEADING).to_string().as_str())).with_attribute(("width", "100%"));
        paper.with_attribute(("height", "100%")).with_attribute(("fill", "white")).write_empty()?;
        text(writer, &words.title, (20.0, -18.0), "22")?;
        drawing.edges(writer, words.is_directed)?;
        drawing.nodes(writer)?;
        drawing.names(writer)?;
        drawing.legend(writer, words)
    })?;
    writer.into_inner().write_all(b"\n")
}

impl<'n> Drawing<'n> {
    fn of(network: &'n Network) -> Self {
        let mut chosen: Vec<NodeIndex> = network.node_indices().filter(|i| degree(&network[*i]) > 0).collect();
        let of = chosen.len();
        chosen.sort_by_key(|i| (Reverse(degree(&network[*i])), *i));
        chosen.truncate(MOST);
        let numbers: BTreeMap<NodeIndex, usize> = chosen.iter().enumerate().map(|(number, i)| (*i, number)).collect();
        let mut weights: BTreeMap<(usize, usize, &str), f64> = BTreeMap::new();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for edge in network.edge_references() {
            if let (Some(a), Some(b)) = (numbers.get(&edge.source()), numbers.get(&edge.target()))
                && a != b
            {
                *weights.entry((*a, *b, &edge.weight().relation)).or_default() += edge.weight().weight;
                *counts.entry(&edge.weight().relation).or_default() += 1;
            }
        }
        let nodes: Vec<&Node> = chosen.iter().map(|i| &network[*i]).collect();
        let most = nodes.iter().map(|node| degree(node)).max().unwrap_or(0);
        let mut pairs: Vec<(usize, usize)> = weights.keys().map(|(a, b, _)| (*a.min(b), *a.max(b))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut relations: Vec<&str> = counts.keys().copied().collect();
        relations.sort_by_key(|relation| Reverse(counts[relation]));
        let points = places(nodes.len(), &pairs, PICTURE, MARGIN);
        let places = points.into_iter().zip(&nodes).map(|(point, node)| (point, size(node, most) / 2.0)).collect();
        let edges = weights.into_iter().map(|((a, b, relation), weight)| (a, b, relation, weight)).collect();
        Self { nodes, edges, relations, places, of }
    }

    /// Lines in the colours of their relations, with a head at the end where they have a direction.
    fn edges(&self, writer: &mut Xml<'_>, is_directed: bool) -> io::Result<()> {
        let most = self.edges.iter().map(|(_, _, _, weight)| *weight).fold(1.0, f64::max);
        let group = writer.create_element("g").with_attribute(("stroke-opacity", "0.45")).with_attribute(("fill-opacity", "0.7"));
        group.write_inner_content(|writer| {
            self.edges.iter().try_for_each(|(a, b, relation, weight)| {
                let ((from, _), (to, radius)) = (self.places[*a], self.places[*b]);
                let width = format!("{:.1}", 0.6 + 3.4 * (weight.max(0.0) / most).sqrt());
                let colour = self.relation_colour(relation);
                let way = format!("M{:.1} {:.1}L{:.1} {:.1}", from.0, from.1, to.0, to.1);
                let line = writer.create_element("path").with_attribute(("d", way.as_str())).with_attribute(("stroke", colour));
                line.with_attribute(("stroke-width", width.as_str())).write_empty()?;
                match head(from, to, radius).filter(|_| is_directed) {
                    Some(head) => {
                        let head_element = writer.create_element("path").with_attribute(("d", head.as_str()));
                        head_element.with_attribute(("fill", colour)).write_empty().map(|_| ())
                    }
                    None => Ok(()),
                }
            })
        })?;
        Ok(())
    }

    /// One relation alone needs no colour.
    fn relation_colour(&self, relation: &str) -> &'static str {
        match self.relations.iter().position(|known| *known == relation) {
            Some(at) if self.relations.len() > 1 => series(at),
            _ => "#888888",
        }
    }

    fn nodes(&self, writer: &mut Xml<'_>) -> io::Result<()> {
        let group = writer.create_element("g").with_attribute(("stroke", "white")).with_attribute(("stroke-width", "0.8"));
        group.write_inner_content(|writer| {
            self.nodes.iter().zip(&self.places).try_for_each(|(node, ((x, y), radius))| {
                let numbers = [("cx", *x), ("cy", *y), ("r", *radius)].map(|(name, value)| (name, format!("{value:.1}")));
                let fill = hex(&node.kind);
                let mut circle = writer.create_element("circle").with_attribute(("fill", fill.as_str()));
                for (name, value) in &numbers {
                    circle = circle.with_attribute((*name, value.as_str()));
                }
                circle.write_inner_content(|writer| {
                    // Shown by browsers under the pointer, for the nodes whose label found no place.
                    let text = clean(&format!("{} ({})", node.label, node.id));
                    writer.create_element("title").write_text_content(BytesText::new(&text)).map(|_| ())
                })?;
                Ok(())
            })
        })?;
        Ok(())
    }

    fn names(&self, writer: &mut Xml<'_>) -> io::Result<()> {
        let texts: Vec<String> = self.nodes.iter().map(|node| shortened(&clean(&node.label))).collect();
        // The nodes are in the order of their degree.
        let order: Vec<usize> = (0..texts.len()).collect();
        let found = labels(&texts, &self.places, &order, PICTURE);
        let size = LETTER.to_string();
        let group = writer.create_element("g").with_attribute(("font-size", size.as_str())).with_attribute(("fill", "#222"));
        // A white rim keeps letters readable where lines pass below them.
        let group = group.with_attribute(("stroke", "white")).with_attribute(("stroke-width", "2.5"));
        let group = group.with_attribute(("paint-order", "stroke")).with_attribute(("stroke-linejoin", "round"));
        group.write_inner_content(|writer| {
            let placed = texts.iter().zip(found).filter_map(|(text, place)| place.map(|place| (text, place)));
            let mut placed = placed;
            placed.try_for_each(|(text, place)| label(writer, text, place))
        })?;
        Ok(())
    }

    fn legend(&self, writer: &mut Xml<'_>, words: &Words) -> io::Result<()> {
        let kinds: BTreeSet<&str> = self.nodes.iter().map(|node| node.kind.as_str()).collect();
        let (mut x, y) = (20.0, PICTURE.1 + 22.0);
        for kind in kinds {
            let name = words.kinds.get(kind).map_or(kind, String::as_str);
            let fill = hex(kind);
            let numbers = [("cx", x), ("cy", y - 4.0), ("r", 5.0)].map(|(name, value)| (name, format!("{value:.1}")));
            let mut circle = writer.create_element("circle").with_attribute(("fill", fill.as_str()));
            for (name, value) in &numbers {
                circle = circle.with_attribute((*name, value.as_str()));
            }
            circle.write_empty()?;
            text(writer, name, (x + 9.0, y), "13")?;
            x += 34.0 + unicode_width::UnicodeWidthStr::width(name) as f64 * 7.6;
        }
        let (mut x, lines) = (20.0, y + 22.0);
        for relation in self.relations.iter().take(10).filter(|_| self.relations.len() > 1) {
            let name = term::expand(relation).map_or_else(|| (*relation).to_owned(), |iri| interface::words(&words.language).term(&iri));
            let (way, colour) = (format!("M{:.1} {:.1}h14", x - 5.0, lines - 4.0), self.relation_colour(relation));
            let line = writer.create_element("path").with_attribute(("d", way.as_str())).with_attribute(("stroke", colour));
            line.with_attribute(("stroke-width", "3")).write_empty()?;
            text(writer, &name, (x + 14.0, lines), "13")?;
            x += 39.0 + unicode_width::UnicodeWidthStr::width(name.as_str()) as f64 * 7.6;
        }
        let shown =
            if self.nodes.len() < self.of { format!("{} of {} nodes", self.nodes.len(), self.of) } else { format!("{} nodes", self.of) };
        let numbers = format!("{shown}, {} edges; size: number of neighbours, width: weight", self.edges.len());
        text(writer, &numbers, (20.0, y + 44.0), "11")
    }
}

/// The head of an arrow that ends at the rim of a node; none where there is no room for it.
fn head((x1, y1): Point, (x2, y2): Point, radius: f64) -> Option<String> {
    const LENGTH: f64 = 7.0;
    let distance = (x2 - x1).hypot(y2 - y1);
    if distance < radius + 2.0 * LENGTH {
        return None;
    }
    let (ux, uy) = ((x2 - x1) / distance, (y2 - y1) / distance);
    let (tx, ty) = (x2 - ux * (radius + 1.0), y2 - uy * (radius + 1.0));
    let (bx, by) = (tx - ux * LENGTH, ty - uy * LENGTH);
    let half = LENGTH / 2.2;
    Some(format!("M{tx:.1} {ty:.1}L{:.1} {:.1}L{:.1} {:.1}z", bx - uy * half, by + ux * half, bx + uy * half, by - ux * half))
}

fn text(writer: &mut Xml<'_>, words: &str, (x, y): Point, size: &str) -> io::Result<()> {
    let (x, y) = (format!("{x:.1}"), format!("{y:.1}"));
    let element = writer.create_element("text").with_attribute(("x", x.as_str())).with_attribute(("y", y.as_str()));
    element.with_attribute(("font-size", size)).write_text_content(BytesText::new(&clean(words))).map(|_| ())
}

fn label(writer: &mut Xml<'_>, words: &str, (x, y): Point) -> io::Result<()> {
    let (x, y) = (format!("{x:.1}"), format!("{y:.1}"));
    // Left to right also where the script is not: the place was measured from the left.
    let element = writer.create_element("text").with_attribute(("x", x.as_str())).with_attribute(("y", y.as_str()));
    element.with_attribute(("direction", "ltr")).write_text_content(BytesText::new(words)).map(|_| ())
}

/// A label of at most some thirty letters.
fn shortened(label: &str) -> String {
    const LETTERS: usize = 32;
    if label.chars().count() <= LETTERS {
        return label.to_owned();
    }
    let kept: String = label.chars().take(LETTERS - 1).collect();
    format!("{}\u{2026}", kept.trim_end())
}
