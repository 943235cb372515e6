//! `query`: SPARQL over the graph; the shipped questions by name.

use super::{DONE, GraphOption, output};
use anyhow::{Context, Result, bail};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use rapporteur::query::format::{self, Format, Page};
use rapporteur::query::lookup::Lookup;
use rapporteur::query::{QueryError, bind, shipped};
use rapporteur::store::{Graph, sparql};
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur query --list
  rapporteur query --name members-of-organisation --bind organisation=CSTO
  rapporteur query --name states-in-two-organisations --bind first=CIS --bind second=SCO
  rapporteur query -e 'SELECT ?state WHERE { ?state org:memberOf <organisation/CSTO> }'
  rapporteur query question.rq --format json > answer.json

The prefixes rap, rdf, rdfs, owl, xsd, skos, org, foaf, dcterms, cito and id (entities) need no declaration;
<state/TJK> is an IRI below the base of the graph.
A value of --bind is an IRI (<state/TJK>), a prefixed name (rap:chairs), a key (TJK, A/RES/59/50), a name in any
language, a date (2024, 2024-07, 2024-07-19), a number, or a quoted string ('\"A/75\"').")]
pub struct QueryArguments {
    /// A file with a SPARQL query; `-` for standard input
    #[arg(value_name = "FILE.rq", required_unless_present_any = ["expression", "name", "list"], conflicts_with_all = ["expression", "name"])]
    file: Option<PathBuf>,
    /// A SPARQL query
    #[arg(short, long, value_name = "SPARQL", conflicts_with = "name")]
    expression: Option<String>,
    /// A shipped query
    #[arg(short, long)]
    name: Option<String>,
    /// List the shipped queries with their questions
    #[arg(long)]
    list: bool,
    /// Fix a variable of the query; may be given more than once
    #[arg(short, long, value_name = "VARIABLE=VALUE")]
    bind: Vec<String>,
    /// Format of the answer; a table on a terminal, CSV in a pipe
    #[arg(short, long, value_parser = format_parser())]
    format: Option<Format>,
    /// In CSV and TSV, a quotation mark before cells that a spreadsheet would take for formulas (=, +, -, @)
    #[arg(long)]
    safe_csv: bool,
    #[command(flatten)]
    graph: GraphOption,
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    let names: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
    PossibleValuesParser::new(names).try_map(|name| Format::named(&name).ok_or("no such format"))
}

pub fn run(arguments: &QueryArguments) -> Result<u8> {
    if arguments.list {
        output::write(&list(shipped::ANSWERS))?;
        return Ok(DONE);
    }
    let (origin, text) = text_of(arguments)?;
    sparql::check_syntax(&text).with_context(|| origin.clone())?;
    let graph = Graph::open(&arguments.graph.directory())?;
    let text = bound(&graph, text, &arguments.bind)?;
    let mut answer = graph.query(&text).with_context(|| origin)?;
    if arguments.safe_csv {
        answer = format::without_formulas(answer);
    }
    let terminal = std::io::stdout().is_terminal();
    let format = arguments.format.unwrap_or_else(|| Format::usual(&answer, terminal));
    let mut out = Vec::new();
    format::write(&answer, format, Page { base: graph.base(), width: output::width() }, &mut out)?;
    output::write_bytes(&out)?;
    Ok(DONE)
}

/// The query, and where it comes from.
fn text_of(arguments: &QueryArguments) -> Result<(String, String)> {
    if let Some(name) = &arguments.name {
        return Ok((name.clone(), shipped::named(shipped::ANSWERS, name)?.text.to_owned()));
    }
    if let Some(expression) = &arguments.expression {
        return Ok(("-e".to_owned(), expression.clone()));
    }
    match &arguments.file {
        Some(path) => Ok((path.display().to_string(), read(path)?)),
        None => bail!("no query: give a file, -e or --name"),
    }
}

/// The text of a query file or of standard input.
pub fn read(path: &Path) -> Result<String> {
    if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text).context("standard input")?;
        return Ok(text);
    }
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

fn bound(graph: &Graph, mut text: String, bindings: &[String]) -> Result<String> {
    if bindings.is_empty() {
        return Ok(text);
    }
    let lookup = Lookup::new(graph)?;
    for binding in bindings {
        let (variable, value) = binding.split_once('=').ok_or_else(|| QueryError::NoBinding(binding.clone()))?;
        let terms = lookup.value(value.trim()).with_context(|| format!("--bind {variable}"))?;
        text = bind::bind(&text, variable.trim().trim_start_matches(['?', '$']), &terms)?;
    }
    Ok(text)
}

/// The shipped queries of a folder with what they ask.
pub fn list(folder: &str) -> String {
    let all = shipped::all(folder);
    let width = all.iter().map(|query| query.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for query in all {
        out.push_str(&format!("{:width$}  {}\n", query.name, query.question));
    }
    out
}
