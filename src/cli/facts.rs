//! `facts`: the tidy table.

use super::export::{ending, to_target};
use super::{DONE, GraphOption};
use anyhow::{Result, bail};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use rapporteur::facts::{self, Facts, Format};
use rapporteur::store::Graph;
use std::io::IsTerminal;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur facts -o facts.csv
  rapporteur facts -o facts.parquet
  rapporteur facts --format jsonl | jq 'select(.relation == \"org:memberOf\")'
  duckdb -c \"SELECT subject_name, count(*) FROM 'facts.parquet' WHERE relation = 'rap:sentBy' GROUP BY ALL\"

A row is a statement with one sentence that it stands on: a fact that two speakers state, or that two languages tell, has
several. Count facts with DISTINCT subject, relation, object.")]
pub struct FactsArguments {
    /// Format; what the ending of the file says, else CSV
    #[arg(short, long, value_parser = format_parser())]
    format: Option<Format>,
    /// Language of the names (ar, en, es, fr, ru, zh); the next best where there is none
    #[arg(short, long, value_name = "CODE", default_value = "en")]
    language: String,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    graph: GraphOption,
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    let names: Vec<&str> = Format::ALL.iter().map(|(name, _)| *name).collect();
    PossibleValuesParser::new(names).try_map(|name| Format::named(&name).ok_or("no such format"))
}

pub fn run(arguments: &FactsArguments) -> Result<u8> {
    let by_ending = arguments.output.as_deref().and_then(ending).and_then(|ending| Format::named(&ending));
    let format = arguments.format.or(by_ending).unwrap_or(Format::Csv);
    if format == Format::Parquet && arguments.output.is_none() && std::io::stdout().is_terminal() {
        bail!("Parquet is for a file: give one with -o");
    }
    let graph = Graph::open(&arguments.graph.directory())?;
    let mut facts = Facts::new(&graph, &arguments.language)?;
    to_target(arguments.output.as_deref(), &mut |out| {
        facts::write(&mut facts, format, out)?;
        Ok(())
    })?;
    Ok(DONE)
}
