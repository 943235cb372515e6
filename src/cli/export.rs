//! `export`: the graph or a view of it in the formats of other programs.

use super::shipped::{NameOf, list};
use super::{DONE, GraphOption, query};
use anyhow::{Context, Result};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use rapporteur::export::shape::Shape;
use rapporteur::export::{self, Format, Manner};
use rapporteur::query::shipped;
use rapporteur::store::serialise::{GraphFormat, write_lines};
use rapporteur::store::{Graph, sparql};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = help())]
pub struct ExportArguments {
    /// Format; what the ending of the file says where none is given
    #[arg(short, long, value_parser = format_parser(), required_unless_present_any = ["list", "output"])]
    format: Option<Format>,
    /// A shipped view, or a file with a SPARQL query; the whole graph without it
    #[arg(long, value_name = "NAME|FILE.rq", value_parser = NameOf(shipped::VIEWS), hide_possible_values = true)]
    view: Option<String>,
    /// List the shipped views
    #[arg(long)]
    list: bool,
    /// Language of the labels (ar, en, es, fr, ru, zh); the next best where there is none
    #[arg(short, long, value_name = "CODE", default_value = "en")]
    language: String,
    /// Leave out the times of nodes and edges (GEXF)
    #[arg(long = "static")]
    is_static: bool,
    /// One edge for both directions, and a file without direction
    #[arg(long)]
    undirected: bool,
    /// Only edges of this weight or more
    #[arg(long, value_name = "N")]
    min_weight: Option<f64>,
    /// Only the N nodes with the most neighbours, and the edges between them
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Label nodes by their keys (TJK, A/RES/59/50) instead of their names
    #[arg(long)]
    codes: bool,
    /// Write to this file instead of standard output; for CSV the edges, with the nodes beside them in NAME.nodes.csv
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    graph: GraphOption,
}

fn help() -> String {
    format!(
        "Examples:
  rapporteur export --view co-signatures -o co-signatures.graphml
  rapporteur export --view citations --top 200 --codes -o cited.gexf
  rapporteur export --view shared-memberships --undirected --min-weight 2 -o shared.csv   (and shared.nodes.csv)
  rapporteur export --format nquads | gzip > graph.nq.gz
  rapporteur export --format svg --view shared-memberships --language es -o shared.svg
  rapporteur export --format csv --view my-view.rq > edges.csv

Views (a view of your own selects ?source ?target [?relation ?weight ?documents ?first ?last ?terms ?known]):
{}",
        views().lines().map(|line| format!("  {line}\n")).collect::<String>()
    )
}

/// The shipped views, and the whole.
fn views() -> String {
    format!("{}{}  Everything: one edge for each fact between two entities (as without --view)\n", list(shipped::VIEWS), shipped::WHOLE)
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    let names: Vec<&str> = Format::ALL.iter().map(|(name, _)| *name).collect();
    PossibleValuesParser::new(names).try_map(|name| Format::named(&name).ok_or("no such format"))
}

pub fn run(arguments: &ExportArguments) -> Result<u8> {
    if arguments.list {
        super::output::write(&views())?;
        return Ok(DONE);
    }
    let target = arguments.output.as_deref();
    let format = arguments.format.or_else(|| Format::of_ending(&target.and_then(ending)?));
    let format = format.with_context(|| {
        let known: Vec<&str> = Format::ALL.iter().map(|(name, _)| *name).collect();
        format!("the ending of the file names no format: give one with --format ({})", known.join(", "))
    })?;
    let view = arguments.view.as_deref().filter(|name| *name != shipped::WHOLE).map(view_text).transpose()?;
    let directory = arguments.graph.directory();
    if let (None, Format::Rdf(lines @ (GraphFormat::NQuads | GraphFormat::NTriples))) = (&view, format) {
        to_target(target, &mut |out| Ok(write_lines(&directory, lines.keeps_graphs(), out)?))?;
        return Ok(DONE);
    }
    let graph = Graph::open(&directory)?;
    let manner = Manner { format, language: &arguments.language, shape: arguments.shape() };
    let mut written = 0;
    match target.filter(|_| format == Format::Csv) {
        Some(path) => to_target(target, &mut |edges| {
            to_target(Some(&nodes_beside(path)), &mut |nodes| {
                written = export::tables(&graph, view.as_deref(), &manner, edges, nodes)?;
                Ok(())
            })
        })?,
        None => to_target(target, &mut |out| {
            written = export::export(&graph, view.as_deref(), &manner, out)?;
            Ok(())
        })?,
    }
    if written == 0 {
        eprintln!("the view {} is empty: the graph has nothing that fits it", arguments.view.as_deref().unwrap_or(shipped::WHOLE));
    }
    Ok(DONE)
}

impl ExportArguments {
    fn shape(&self) -> Shape {
        let (undirected, is_static, codes) = (self.undirected, self.is_static, self.codes);
        Shape { undirected, is_static, min_weight: self.min_weight, top: self.top, codes }
    }
}

/// Where the nodes of a table of edges are written: `shared.csv` has `shared.nodes.csv` beside it.
fn nodes_beside(edges: &Path) -> PathBuf {
    edges.with_extension("nodes.csv")
}

/// The ending of a file's name, in small letters.
pub fn ending(path: &Path) -> Option<String> {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase())
}

/// The query of a view: a file's where it looks like one, else the shipped one's.
fn view_text(view: &str) -> Result<String> {
    let path = Path::new(view);
    if !path.exists() && !view.ends_with(".rq") {
        return Ok(shipped::named(shipped::VIEWS, view)?.text.to_owned());
    }
    let text = query::read(path)?;
    sparql::check_syntax(&text).with_context(|| view.to_owned())?;
    Ok(text)
}

/// Writes to standard output, or to a file that is complete or not there.
pub fn to_target(target: Option<&Path>, write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<()>) -> Result<()> {
    let Some(path) = target else {
        let mut out = BufWriter::new(std::io::stdout());
        write(&mut out)?;
        return Ok(out.flush()?);
    };
    // A device or a pipe is written to as it is; a file is replaced when the new one is whole.
    if path.exists() && !path.is_file() {
        return to_file(path, write);
    }
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let written =
        to_file(&part, write).and_then(|()| std::fs::rename(&part, path).with_context(|| format!("{} cannot be written", path.display())));
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written
}

fn to_file(path: &Path, write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<()>) -> Result<()> {
    let unwritable = || format!("{} cannot be written", path.display());
    let mut out = BufWriter::new(File::create(path).with_context(unwritable)?);
    write(&mut out)?;
    out.flush().with_context(unwritable)
}
