//! Answers and graphs written in the formats of the W3C, with oxigraph's writers.

use super::directory::{GraphDirectory, StoreError};
use super::merged::each_line;
use super::sparql::Graph;
use super::term::{Term, Triple};
use crate::vocabulary::PREFIXES;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::Variable;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use std::io::{self, Write};

/// A format for the rows of SELECT and the truth of ASK.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFormat {
    Csv,
    Tsv,
    Json,
    Xml,
}

/// A format for triples or quads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphFormat {
    Turtle,
    NTriples,
    NQuads,
    TriG,
    JsonLd,
    RdfXml,
}

impl RowFormat {
    const fn writer(self) -> QueryResultsFormat {
        match self {
            Self::Csv => QueryResultsFormat::Csv,
            Self::Tsv => QueryResultsFormat::Tsv,
            Self::Json => QueryResultsFormat::Json,
            Self::Xml => QueryResultsFormat::Xml,
        }
    }
}

impl GraphFormat {
    const fn writer(self) -> RdfFormat {
        match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::NTriples => RdfFormat::NTriples,
            Self::NQuads => RdfFormat::NQuads,
            Self::TriG => RdfFormat::TriG,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        }
    }

    /// Whether named graphs survive in it.
    #[must_use]
    pub const fn keeps_graphs(self) -> bool {
        matches!(self, Self::NQuads | Self::TriG | Self::JsonLd)
    }

    /// A writer that uses the prefixes people know, and writes entities as paths below the base.
    fn serializer(self, base: &str) -> RdfSerializer {
        let mut serializer = RdfSerializer::from_format(self.writer());
        // A base that is no IRI only costs the short forms.
        serializer = serializer.clone().with_base_iri(base).unwrap_or(serializer);
        for (prefix, namespace) in PREFIXES {
            serializer = serializer.clone().with_prefix(*prefix, *namespace).unwrap_or(serializer);
        }
        serializer
    }
}

/// Writes the rows of a SELECT.
pub fn write_rows(format: RowFormat, names: &[String], rows: &[Vec<Option<Term>>], out: &mut dyn Write) -> io::Result<()> {
    let variables: Vec<Variable> = names.iter().map(Variable::new_unchecked).collect();
    let serializer = QueryResultsSerializer::from_format(format.writer());
    let mut writer = serializer.serialize_solutions_to_writer(out, variables.clone())?;
    for row in rows {
        writer.serialize(variables.iter().zip(row).filter_map(|(v, t)| t.as_ref().map(|t| (v, t))))?;
    }
    writer.finish().map(|_| ())
}

/// Writes the answer of an ASK.
pub fn write_truth(format: RowFormat, truth: bool, out: &mut dyn Write) -> io::Result<()> {
    let serializer = QueryResultsSerializer::from_format(format.writer());
    serializer.serialize_boolean_to_writer(&mut *out, truth)?;
    out.write_all(b"\n")
}

/// Writes triples, sorted and without repetition.
pub fn write_triples(format: GraphFormat, triples: &[Triple], base: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut keyed: Vec<(String, &Triple)> = triples.iter().map(|t| (t.to_string(), t)).collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    keyed.dedup_by(|a, b| a.0 == b.0);
    let mut writer = format.serializer(base).for_writer(out);
    for (_, triple) in keyed {
        writer.serialize_triple(triple)?;
    }
    writer.finish().map(|_| ())
}

/// Writes a whole graph in a fixed order; in a format without named graphs, each triple once.
pub fn write_graph(graph: &Graph, format: GraphFormat, out: &mut dyn Write) -> Result<(), SerialiseError> {
    let quads = graph.quads(format.keeps_graphs())?;
    if !format.keeps_graphs() {
        let triples: Vec<Triple> = quads.into_iter().map(Triple::from).collect();
        return Ok(write_triples(format, &triples, graph.base(), out)?);
    }
    if format == GraphFormat::NQuads {
        let mut lines: Vec<String> = quads.iter().map(|quad| format!("{quad} .\n")).collect();
        lines.sort_unstable();
        return Ok(lines.iter().try_for_each(|line| out.write_all(line.as_bytes()))?);
    }
    let mut writer = format.serializer(graph.base()).for_writer(out);
    for quad in &quads {
        writer.serialize_quad(quad)?;
    }
    writer.finish()?;
    Ok(())
}

/// Writes the lines of a graph directory as they are kept, sorted and without repetition, as N-Quads or N-Triples, in
/// memory that does not grow with them. Needs no store, and keeps the very characters of numbers and dates, which a store
/// may write another way.
pub fn write_lines(directory: &GraphDirectory, with_graphs: bool, out: &mut dyn Write) -> Result<(), SerialiseError> {
    let manifest = directory.existing()?;
    each_line(directory, &manifest.shards(), with_graphs, |line| Ok(writeln!(out, "{line}")?))
}

/// What can go wrong while a graph is written.
#[derive(Debug, thiserror::Error)]
pub enum SerialiseError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the output cannot be written")]
    Io(#[from] io::Error),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::quads::QuadBuilder;
    use crate::store::{Iris, Manifest};

    #[test]
    fn lines_are_sorted_and_come_once() {
        let folder = tempfile::tempdir().unwrap();
        let directory = GraphDirectory::new(folder.path());
        directory.prepare().unwrap();
        let iris = Iris::default();
        let mut manifest = Manifest::default();
        for name in ["b", "a"] {
            let mut quads = QuadBuilder::new(&iris, &iris.graph(name));
            quads.link("http://e/s", "http://e/p", "http://e/o");
            manifest.graphs.insert(name.to_owned(), directory.write_shard(&quads.finish()).unwrap());
        }
        directory.commit(&manifest).unwrap();
        let written = |with_graphs| {
            let mut out = Vec::new();
            write_lines(&directory, with_graphs, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(false), "<http://e/s> <http://e/p> <http://e/o> .\n");
        assert_eq!(written(true).lines().count(), 2);
        assert!(written(true).lines().is_sorted());
    }

    #[test]
    fn turtle_is_short() {
        let quad = "<https://w3id.org/rapporteur/id/state/TJK> <http://www.w3.org/ns/org#memberOf> <https://w3id.org/rapporteur/id/organisation/CSTO> <http://e/g> .\n";
        let graph = Graph::from_quads(quad).unwrap();
        let mut out = Vec::new();
        write_graph(&graph, GraphFormat::Turtle, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("<state/TJK> org:memberOf <organisation/CSTO>"), "{text}");
    }
}
