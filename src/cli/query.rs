//! `query`: SPARQL over the graph; the shipped questions by name.

use super::shipped::{NameOf, list};
use super::{DONE, GraphOption, output};
use anyhow::{Context, Result, bail};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use rapporteur::query::format::{self, Format, Page};
use rapporteur::query::lookup::Lookup;
use rapporteur::query::names::Names;
use rapporteur::query::{QueryError, bind, gather, hints, shipped};
use rapporteur::store::{Answer, Graph, sparql};
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur query --list
  rapporteur query --name members-of-organisation --bind organisation=CSTO
  rapporteur query --name states-in-two-organisations --bind first=CIS --bind second=SCO
  rapporteur query -e 'SELECT ?state WHERE { ?state org:memberOf <organisation/CSTO> }'
  rapporteur query --show members-of-organisation > my-question.rq
  rapporteur query question.rq --format json --labels fr > answer.json

On a terminal an answer is a table with names, one row for each fact; on a narrow one (or with --format lines) each value
has a line of its own. In a pipe it is CSV, with full IRIs and a row for each sentence; --labels puts names beside them.

The prefixes rap, rdf, rdfs, owl, xsd, skos, org, foaf, dcterms, cito and id (entities) need no declaration;
<state/TJK> is an IRI below the base of the graph.
A value of --bind is an IRI (<state/TJK>), a prefixed name (rap:chairs), a key (TJK, A/RES/59/50), a name in any
language, a date (2024, 2024-07, 2024-07-19), a number, or a quoted string ('\"A/75\"').")]
pub struct QueryArguments {
    /// A file with a SPARQL query; `-` for standard input
    #[arg(value_name = "FILE.rq", required_unless_present_any = ["expression", "name", "list", "show"], conflicts_with_all = ["expression", "name"])]
    file: Option<PathBuf>,
    /// A SPARQL query
    #[arg(short, long, value_name = "SPARQL", conflicts_with = "name")]
    expression: Option<String>,
    /// A shipped query
    #[arg(short, long, value_parser = NameOf(shipped::ANSWERS), hide_possible_values = true)]
    name: Option<String>,
    /// List the shipped queries with their questions and what can be bound
    #[arg(long)]
    list: bool,
    /// Print the SPARQL of a shipped query, to begin one of your own
    #[arg(long, value_name = "NAME", value_parser = NameOf(shipped::ANSWERS), hide_possible_values = true)]
    show: Option<String>,
    /// Fix a variable of the query; may be given more than once
    #[arg(short, long, value_name = "VARIABLE=VALUE")]
    bind: Vec<String>,
    /// Format of the answer; a table on a terminal, CSV in a pipe
    #[arg(short, long, value_parser = format_parser())]
    format: Option<Format>,
    /// Names in this language (ar, en, es, fr, ru, zh): in a table instead of IRIs, in other formats in a column beside
    /// them; `none` for IRIs alone. Tables have English ones without it
    #[arg(short, long, value_name = "CODE", value_parser = ["ar", "en", "es", "fr", "ru", "zh", NO_LABELS], hide_possible_values = true)]
    labels: Option<String>,
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

/// The value of `--labels` that asks for none.
const NO_LABELS: &str = "none";

pub fn run(arguments: &QueryArguments) -> Result<u8> {
    if arguments.list {
        output::write(&list(shipped::ANSWERS))?;
        return Ok(DONE);
    }
    if let Some(name) = &arguments.show {
        output::write(shipped::named(shipped::ANSWERS, name)?.text)?;
        return Ok(DONE);
    }
    let (origin, text) = text_of(arguments)?;
    sparql::check_syntax(&text).with_context(|| origin.clone())?;
    let graph = Graph::open(&arguments.graph.directory())?;
    let text = bound(&graph, text, &arguments.bind)?;
    let answer = graph.query(&text).with_context(|| origin)?;
    let is_empty = matches!(&answer, Answer::Table(_, rows) if rows.is_empty()) || answer == Answer::Truth(false);
    write(arguments, &graph, &text, answer)?;
    if is_empty {
        hints::absent(&graph, &text)?.iter().for_each(|hint| eprintln!("{hint}"));
    }
    Ok(DONE)
}

fn write(arguments: &QueryArguments, graph: &Graph, text: &str, answer: Answer) -> Result<()> {
    let (terminal, width) = (std::io::stdout().is_terminal(), output::width());
    let format = arguments.format.unwrap_or_else(|| Format::usual(&answer, terminal, width));
    let is_for_people = matches!(format, Format::Table | Format::Lines);
    let language = arguments.labels.as_deref().or(is_for_people.then_some("en")).filter(|code| *code != NO_LABELS);
    let names = language.map_or_else(|| Ok(Names::none(graph.base())), |language| Names::of(graph, &answer, language))?;
    let mut answer = if language.is_some() && !is_for_people { names.beside(answer) } else { answer };
    if arguments.safe_csv {
        answer = format::without_formulas(answer);
    }
    let gathered = gather::columns(shipped::note(text, "Gather"));
    let mut out = Vec::new();
    format::write(&answer, format, Page { base: graph.base(), width, names: &names, gathered: &gathered }, &mut out)?;
    Ok(output::write_bytes(&out)?)
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
