//! `check`: the shipped checks, each with the rows that it found.

use super::shipped::{NameOf, list};
use super::{DONE, GraphOption, WITH_PROBLEMS, agreement, output};
use anyhow::Result;
use clap::Args;
use rapporteur::check::{self, Outcome};
use rapporteur::query::format::Page;
use rapporteur::query::names::Names;
use rapporteur::query::{shipped, table};
use rapporteur::store::Graph;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur check
  rapporteur check --graph un-graph --name two-chairs-in-one-year
  rapporteur check --name language-copies --differences differences.csv
  rapporteur check --unread
  rapporteur check --list

Ends with 0 when nothing is found, with 3 when something is.")]
pub struct CheckArguments {
    /// Run this check only; may be given more than once
    #[arg(short, long, value_parser = NameOf(shipped::CHECKS), hide_possible_values = true)]
    name: Vec<String>,
    /// List the checks
    #[arg(long)]
    list: bool,
    /// List what looks like a symbol and gave nothing, a line each: file, characters before it, the string
    #[arg(long)]
    unread: bool,
    /// Rows shown of each check
    #[arg(long, value_name = "N", default_value_t = 20)]
    rows: usize,
    /// Write all facts in which language copies differ to a table
    #[arg(long, value_name = "FILE.csv")]
    differences: Option<std::path::PathBuf>,
    #[command(flatten)]
    graph: GraphOption,
}

pub fn run(arguments: &CheckArguments) -> Result<u8> {
    if arguments.list {
        let list = list(shipped::CHECKS);
        output::write(&format!("{list}{}  {}\n", agreement::NAME, agreement::QUESTION))?;
        return Ok(DONE);
    }
    if arguments.unread {
        return unread(arguments);
    }
    let mut names = arguments.name.clone();
    names.retain(|name| name != agreement::NAME);
    let compares = names.len() < arguments.name.len() || names.is_empty();
    let checks = if names.is_empty() && !arguments.name.is_empty() { Vec::new() } else { check::chosen(&names)? };
    let graph = (!checks.is_empty()).then(|| Graph::open(&arguments.graph.directory())).transpose()?;
    let (mut broken, mut rows) = (0, 0);
    if compares {
        let found = rapporteur::agreement::compare(&arguments.graph.directory())?;
        output::write(&agreement::text(&found, arguments.rows))?;
        if let Some(path) = &arguments.differences {
            agreement::write_table(&found, path)?;
        }
        broken += usize::from(!found.differences.is_empty());
        rows += found.differences.len();
    }
    let all = checks.len() + usize::from(compares);
    for (check, graph) in checks.iter().zip(graph.iter().cycle()) {
        let outcome = check::run(graph, *check)?;
        if !outcome.rows.is_empty() {
            broken += 1;
            rows += outcome.rows.len();
            output::write(&text(&outcome, arguments.rows, graph.base()))?;
        }
    }
    output::write(&format!("{all} checks: {} found nothing, {broken} found {rows} rows\n", all - broken))?;
    Ok(if broken == 0 { DONE } else { WITH_PROBLEMS })
}

/// Lists what looks like a symbol and gave nothing.
fn unread(arguments: &CheckArguments) -> Result<u8> {
    let manifest = arguments.graph.directory().manifest()?;
    let sources = manifest.iter().flat_map(|m| m.sources.values());
    let mut count = 0;
    for problem in sources.flat_map(|source| &source.problems) {
        for unread in &problem.unread {
            count += 1;
            output::write(&format!("{}: {}: {}\n", problem.path, unread.at, unread.text))?;
        }
    }
    Ok(if count == 0 { DONE } else { WITH_PROBLEMS })
}

fn text(outcome: &Outcome, most: usize, base: &str) -> String {
    let severity = if outcome.is_error { "error" } else { "warning" };
    let found = outcome.rows.len();
    let shown = &outcome.rows[..found.min(most)];
    let drawn = table::draw(&outcome.columns, shown, Page { base, width: output::width(), names: &Names::none(base), gathered: &[] });
    let more = if found > most { format!("... of {found}; --rows {found} shows all\n") } else { String::new() };
    format!("{severity}: {} ({})\n{drawn}{more}\n", outcome.check.question, outcome.check.name)
}
