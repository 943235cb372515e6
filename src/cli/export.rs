//! `export`: the graph or a view of it in the formats of other programs.

use super::shipped::{NameOf, list};
use super::{DONE, GraphOption, query};
use anyhow::{Context, Result};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use rapporteur::export::{self, Format};
use rapporteur::query::shipped;
use rapporteur::store::serialise::{GraphFormat, write_lines};
use rapporteur::store::{Graph, sparql};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = help())]
pub struct ExportArguments {
    /// Format of the export
    #[arg(short, long, value_parser = format_parser(), required_unless_present = "list")]
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
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    graph: GraphOption,
}

fn help() -> String {
    format!(
        "Examples:
  rapporteur export --format graphml --view co-signatures -o co-signatures.graphml
  rapporteur export --format gexf --language fr -o graph.gexf
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
    let Some(format) = arguments.format.filter(|_| !arguments.list) else {
        super::output::write(&views())?;
        return Ok(DONE);
    };
    let view = arguments.view.as_deref().filter(|name| *name != shipped::WHOLE).map(view_text).transpose()?;
    let directory = arguments.graph.directory();
    if let (None, Format::Rdf(lines @ (GraphFormat::NQuads | GraphFormat::NTriples))) = (&view, format) {
        to_target(arguments.output.as_deref(), &mut |out| Ok(write_lines(&directory, lines.keeps_graphs(), out)?))?;
        return Ok(DONE);
    }
    let graph = Graph::open(&directory)?;
    let mut written = 0;
    to_target(arguments.output.as_deref(), &mut |out| {
        written = export::export(&graph, view.as_deref(), format, &arguments.language, out)?;
        Ok(())
    })?;
    if written == 0 {
        eprintln!("the view {} is empty: the graph has nothing that fits it", arguments.view.as_deref().unwrap_or(shipped::WHOLE));
    }
    Ok(DONE)
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
fn to_target(target: Option<&Path>, write: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
    let Some(path) = target else {
        let mut out = BufWriter::new(std::io::stdout().lock());
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

fn to_file(path: &Path, write: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
    let unwritable = || format!("{} cannot be written", path.display());
    let mut out = BufWriter::new(File::create(path).with_context(unwritable)?);
    write(&mut out)?;
    out.flush().with_context(unwritable)
}
