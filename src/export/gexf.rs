//! GEXF 1.3 for Gephi: nodes coloured by kind and sized by degree, edges and dated nodes with their time, so that the
//! timeline works.

use super::looks;
use super::network::{Edge, NODE_ATTRIBUTES, Network, Node, Term};
use super::shape::Shape;
use super::xml::{clean, document};
use petgraph::visit::{EdgeRef, IntoNodeReferences};
use quick_xml::Writer;
use std::io::{self, Write};

const NAMESPACE: &str = "http://gexf.net/1.3";
const LOOKS: &str = "http://gexf.net/1.3/viz";

/// Attributes of edges with their types; the weight is an attribute of GEXF itself.
const EDGE_ATTRIBUTES: &[(&str, &str)] = &[("relation", "string"), ("documents", "long"), ("first", "string"), ("last", "string")];

type Xml<'w> = Writer<&'w mut dyn Write>;

pub fn write(network: &Network, shape: &Shape, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = document(out)?;
    let root = writer.create_element("gexf").with_attribute(("xmlns", NAMESPACE));
    let root = root.with_attribute(("xmlns:viz", LOOKS)).with_attribute(("version", "1.3"));
    root.write_inner_content(|writer| {
        // No date of the file: the same graph gives the same bytes.
        let meta = writer.create_element("meta");
        meta.write_inner_content(|writer| {
            writer.create_element("creator").write_text_content(quick_xml::events::BytesText::new("rapporteur"))?;
            Ok(())
        })?;
        let direction = if shape.undirected { "undirected" } else { "directed" };
        let mut graph = writer.create_element("graph").with_attribute(("defaultedgetype", direction));
        graph = if shape.is_static {
            graph.with_attribute(("mode", "static"))
        } else {
            let dynamic = graph.with_attribute(("mode", "dynamic")).with_attribute(("timeformat", "date"));
            dynamic.with_attribute(("timerepresentation", "interval"))
        };
        graph.write_inner_content(|writer| content(writer, network, shape.is_static))?;
        Ok(())
    })?;
    writer.into_inner().write_all(b"\n")
}

fn content(writer: &mut Xml<'_>, network: &Network, is_static: bool) -> io::Result<()> {
    let of_nodes: Vec<(&str, &str)> = std::iter::once(&("kind", "string")).chain(NODE_ATTRIBUTES).copied().collect();
    let most = network.node_weights().map(looks::degree).max().unwrap_or(0);
    declare(writer, "node", &of_nodes)?;
    declare(writer, "edge", EDGE_ATTRIBUTES)?;
    writer
        .create_element("nodes")
        .write_inner_content(|writer| network.node_references().try_for_each(|(_, node)| node_element(writer, node, most, is_static)))?;
    writer.create_element("edges").write_inner_content(|writer| {
        network.edge_references().enumerate().try_for_each(|(i, edge)| {
            let ends = (network[edge.source()].id.as_str(), network[edge.target()].id.as_str());
            edge_element(writer, i, ends, edge.weight(), is_static)
        })
    })?;
    Ok(())
}

fn declare(writer: &mut Xml<'_>, class: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let element = writer.create_element("attributes").with_attribute(("class", class)).with_attribute(("mode", "static"));
    element.write_inner_content(|writer| {
        attributes.iter().try_for_each(|(name, kind)| {
            let element = writer.create_element("attribute").with_attribute(("id", *name));
            element.with_attribute(("title", *name)).with_attribute(("type", *kind)).write_empty().map(|_| ())
        })
    })?;
    Ok(())
}

fn values<'v>(writer: &mut Xml<'_>, values: impl Iterator<Item = (&'v str, String)>) -> io::Result<()> {
    let mut values = values;
    writer.create_element("attvalues").write_inner_content(|writer| {
        values.try_for_each(|(name, value)| {
            let element = writer.create_element("attvalue").with_attribute(("for", name));
            element.with_attribute(("value", clean(&value).as_str())).write_empty().map(|_| ())
        })
    })?;
    Ok(())
}

fn node_element(writer: &mut Xml<'_>, node: &Node, most: usize, is_static: bool) -> io::Result<()> {
    let (id, label) = (clean(&node.id), clean(&node.label));
    let mut element = writer.create_element("node").with_attribute(("id", id.as_str())).with_attribute(("label", label.as_str()));
    // What has a date is there from then on: a resolution is cited long after its day.
    let start = node.attributes.get("date").filter(|_| !is_static).and_then(|date| first_day(date));
    if let Some(day) = &start {
        element = element.with_attribute(("start", day.as_str()));
    }
    element.write_inner_content(|writer| {
        let known = NODE_ATTRIBUTES.iter().filter_map(|(name, _)| node.attributes.get(name).map(|value| (*name, value.clone())));
        values(writer, std::iter::once(("kind", node.kind.clone())).chain(known))?;
        let (red, green, blue) = looks::colour(&node.kind);
        let [red, green, blue] = [red, green, blue].map(|part| part.to_string());
        let colour = writer.create_element("viz:color").with_attribute(("r", red.as_str()));
        colour.with_attribute(("g", green.as_str())).with_attribute(("b", blue.as_str())).write_empty()?;
        let size = format!("{:.2}", looks::size(node, most));
        writer.create_element("viz:size").with_attribute(("value", size.as_str())).write_empty()?;
        Ok(())
    })?;
    Ok(())
}

fn edge_element(writer: &mut Xml<'_>, number: usize, (source, target): (&str, &str), edge: &Edge, is_static: bool) -> io::Result<()> {
    let (id, weight) = (number.to_string(), edge.weight.to_string());
    let (source, target) = (clean(source), clean(target));
    let times = if is_static { Vec::new() } else { times(edge) };
    let mut element = writer.create_element("edge").with_attribute(("id", id.as_str()));
    element = element.with_attribute(("source", source.as_str())).with_attribute(("target", target.as_str()));
    // Gephi keeps two edges between two nodes apart by their kind.
    element = element.with_attribute(("kind", edge.relation.as_str())).with_attribute(("weight", weight.as_str()));
    if let [only] = times.as_slice() {
        for (name, day) in ends(only) {
            element = element.with_attribute((name, day));
        }
    }
    element.write_inner_content(|writer| {
        let documents = edge.documents.map(|d| d.to_string());
        let others = [
            ("relation", Some(edge.relation.clone())),
            ("documents", documents),
            ("first", edge.first.clone()),
            ("last", edge.last.clone()),
        ];
        values(writer, others.into_iter().filter_map(|(name, value)| value.map(|v| (name, v))))?;
        if times.len() > 1 { spells(writer, &times) } else { Ok(()) }
    })?;
    Ok(())
}

/// Several times at which one edge is there: the terms of a chair.
fn spells(writer: &mut Xml<'_>, times: &[Term]) -> io::Result<()> {
    writer.create_element("spells").write_inner_content(|writer| {
        times.iter().try_for_each(|time| {
            let element = writer.create_element("spell");
            ends(time).into_iter().fold(element, |e, end| e.with_attribute(end)).write_empty().map(|_| ())
        })
    })?;
    Ok(())
}

fn ends(time: &Term) -> Vec<(&'static str, &str)> {
    let ends = [("start", &time.from), ("end", &time.until)];
    ends.into_iter().filter_map(|(name, day)| day.as_deref().map(|day| (name, day))).collect()
}

/// The days between which an edge is there: its terms where the graph knows them, else from its first date to its last.
fn times(edge: &Edge) -> Vec<Term> {
    let whole = Term { from: edge.first.clone(), until: edge.last.clone() };
    let terms = if edge.terms.is_empty() { vec![whole] } else { edge.terms.iter().cloned().collect() };
    let days = terms
        .into_iter()
        .map(|term| Term { from: term.from.as_deref().and_then(first_day), until: term.until.as_deref().and_then(last_day) });
    apart(days.filter(|term| *term != Term::default()).filter(in_order).collect())
}

/// Times that have a day in common are one: Gephi drops an edge whose times overlap.
fn apart(mut times: Vec<Term>) -> Vec<Term> {
    times.sort();
    let mut apart: Vec<Term> = Vec::with_capacity(times.len());
    for time in times {
        match apart.last_mut().filter(|last| last.until.is_none() || time.from <= last.until) {
            Some(last) if last.until.is_none() || time.until.is_none() => last.until = None,
            Some(last) => last.until = time.until.max(last.until.take()),
            None => apart.push(time),
        }
    }
    apart
}

/// Gephi refuses a time that ends before it begins.
fn in_order(term: &Term) -> bool {
    match (&term.from, &term.until) {
        (Some(from), Some(until)) => from <= until,
        _ => true,
    }
}

/// The day on which a year, month or day begins; GEXF knows days only.
fn first_day(date: &str) -> Option<String> {
    let complete = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    complete.parse::<jiff::civil::Date>().ok().map(|day| day.to_string())
}

/// The day on which it ends.
fn last_day(date: &str) -> Option<String> {
    let first: jiff::civil::Date = first_day(date)?.parse().ok()?;
    let last = match date.len() {
        4 => first.last_of_year(),
        7 => first.last_of_month(),
        _ => first,
    };
    Some(last.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_come_before_dates_of_documents() {
        let mut edge = Edge { first: Some("2024-07-19".into()), last: Some("2024-07-19".into()), ..Edge::default() };
        assert_eq!(times(&edge), [Term { from: Some("2024-07-19".into()), until: Some("2024-07-19".into()) }]);
        edge.terms.extend(["2020/2020", "2014/..", "2010/2011"].iter().filter_map(|t| Term::parse(t)));
        let found: Vec<_> = times(&edge).into_iter().map(|t| (t.from, t.until)).collect();
        let day = |text: &str| Some(text.to_owned());
        // What lies within another time is no time of its own.
        assert_eq!(found, [(day("2010-01-01"), day("2011-12-31")), (day("2014-01-01"), None)]);
        assert!(times(&Edge::default()).is_empty());
    }

    #[test]
    fn times_of_one_edge_do_not_overlap() {
        let of = |terms: &[&str]| {
            let edge = Edge { terms: terms.iter().filter_map(|t| Term::parse(t)).collect(), ..Edge::default() };
            let ends = times(&edge).into_iter().map(|t| format!("{}/{}", t.from.unwrap_or_default(), t.until.unwrap_or_default()));
            ends.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(of(&["2022/2023", "2023/2023"]), "2022-01-01/2023-12-31");
        assert_eq!(of(&["2020/2021", "2022/2022"]), "2020-01-01/2021-12-31 2022-01-01/2022-12-31");
        assert_eq!(of(&["../2009", "2008/2010", "2012/.."]), "/2010-12-31 2012-01-01/");
        assert_eq!(of(&["1991/..", "2005/2006"]), "1991-01-01/");
        assert_eq!(of(&["2001/2009", "2002/2003"]), "2001-01-01/2009-12-31");
    }

    #[test]
    fn dates_become_days() {
        assert_eq!((first_day("2024").as_deref(), last_day("2024").as_deref()), (Some("2024-01-01"), Some("2024-12-31")));
        assert_eq!(last_day("2024-02").as_deref(), Some("2024-02-29"));
        assert_eq!(last_day("2024-07-19").as_deref(), Some("2024-07-19"));
        assert_eq!(first_day("soon"), None);
    }
}
