//! The graph, or a view of it, for other programs: Gephi, networkx, igraph, Cytoscape, a spreadsheet, a triple store.

pub mod behind;
pub mod edge_list;
pub mod gexf;
pub mod graphml;
pub mod html;
pub mod layout;
pub mod looks;
pub mod network;
pub mod node;
pub mod shape;
pub mod svg;
pub mod svg_layout;
pub mod view;
pub mod whole;
mod xml;

use crate::measures::Measures;
use crate::query::labels::Labels;
use crate::query::shipped;
use crate::store::serialise::{GraphFormat, SerialiseError, write_graph, write_triples};
use crate::store::{Answer, Graph, StoreError};
use network::Network;
use node::Describer;
use shape::Shape;
use std::io::{self, Write};

/// A format of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    GraphMl,
    Gexf,
    Csv,
    Svg,
    Html,
    Rdf(GraphFormat),
}

impl Format {
    pub const ALL: &[(&str, Self)] = &[
        ("graphml", Self::GraphMl),
        ("gexf", Self::Gexf),
        ("csv", Self::Csv),
        ("svg", Self::Svg),
        ("html", Self::Html),
        ("turtle", Self::Rdf(GraphFormat::Turtle)),
        ("ntriples", Self::Rdf(GraphFormat::NTriples)),
        ("nquads", Self::Rdf(GraphFormat::NQuads)),
        ("trig", Self::Rdf(GraphFormat::TriG)),
        ("jsonld", Self::Rdf(GraphFormat::JsonLd)),
    ];

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        crate::model::named::by_name(Self::ALL, name)
    }

    /// The format of files with an ending.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        let name = match ending {
            "ttl" => "turtle",
            "nt" => "ntriples",
            "nq" => "nquads",
            "htm" => "html",
            "json" => "jsonld",
            other => other,
        };
        Self::named(name)
    }
}

/// What can go wrong with an export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the output cannot be written")]
    Io(#[from] io::Error),
    #[error(
        "the view selects {found}; it must select ?source and ?target, and may select ?relation, ?weight, ?documents, ?first, ?last, ?terms and ?known"
    )]
    NoEdges { found: String },
    #[error("the view asks yes or no; write a SELECT of ?source and ?target, or a CONSTRUCT")]
    NoGraph,
    #[error("the view gives rows, not triples: export it as graphml, gexf or csv, or write it as a CONSTRUCT")]
    NoTriples,
}

impl From<SerialiseError> for ExportError {
    fn from(error: SerialiseError) -> Self {
        match error {
            SerialiseError::Store(error) => Self::Store(error),
            SerialiseError::Io(error) => Self::Io(error),
        }
    }
}

/// What is written besides the graph and the view.
#[derive(Debug, Clone)]
pub struct Manner<'m> {
    pub format: Format,
    /// Of the labels.
    pub language: &'m str,
    pub shape: Shape,
}

/// Writes the whole graph, or what a query selects of it. Gives back the number of edges or triples.
pub fn export(graph: &Graph, view: Option<&str>, manner: &Manner<'_>, out: &mut dyn Write) -> Result<usize, ExportError> {
    let Manner { format, language, shape } = manner;
    if let Format::Rdf(format) = *format {
        let Some(query) = view else {
            write_graph(graph, format, out)?;
            return Ok(graph.len());
        };
        let Answer::Triples(triples) = graph.query(query)? else { return Err(ExportError::NoTriples) };
        write_triples(format, &triples, graph.base(), out)?;
        return Ok(triples.len());
    }
    if *format == Format::Html {
        return html::file(graph, view, language, out);
    }
    let network = measured(graph, view, language, shape)?;
    match format {
        Format::Gexf => gexf::write(&network, shape, out)?,
        Format::Csv => edge_list::write(&network, out)?,
        Format::Svg => svg::write(&network, &svg::Words::of(view, language), out)?,
        _ => graphml::write(&network, shape.undirected, out)?,
    }
    Ok(network.edge_count())
}

/// Writes a table of edges and one of nodes; gives back the number of edges.
pub fn tables(
    graph: &Graph,
    view: Option<&str>,
    manner: &Manner<'_>,
    edges: &mut dyn Write,
    nodes: &mut dyn Write,
) -> Result<usize, ExportError> {
    let network = measured(graph, view, manner.language, &manner.shape)?;
    edge_list::write(&network, edges)?;
    edge_list::write_nodes(&network, nodes)?;
    Ok(network.edge_count())
}

/// The network with the measures of its nodes among their attributes.
pub fn measured(graph: &Graph, view: Option<&str>, language: &str, shape: &Shape) -> Result<Network, ExportError> {
    let mut network = shape.of(network(graph, view, language)?);
    Measures::of(&network, shape.undirected || view.is_some_and(is_symmetric)).attach(&mut network);
    Ok(network)
}

/// Whether the edges of a view have no direction: a comment line of it says so.
#[must_use]
pub fn is_symmetric(view: &str) -> bool {
    shipped::note(view, "edges") == Some("symmetric")
}

/// The network of the whole graph or of a view.
pub fn network(graph: &Graph, view: Option<&str>, language: &str) -> Result<Network, ExportError> {
    let labels = Labels::load(graph)?;
    let describer = Describer::load(graph, &labels, language)?;
    match view {
        Some(query) => view::network(graph.query(query)?, &describer),
        None => Ok(whole::network(graph, &describer)?),
    }
}
