//! `check`: the shipped checks, each with the rows that it found.

use super::{DONE, GraphOption, WITH_PROBLEMS, output};
use anyhow::Result;
use clap::Args;
use rapporteur::check::{self, Outcome};
use rapporteur::query::format::Page;
use rapporteur::query::{shipped, table};
use rapporteur::store::Graph;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur check
  rapporteur check --graph un-graph --name two-chairs-in-one-year
  rapporteur check --list

Ends with 0 when nothing is found, with 3 when something is.")]
pub struct CheckArguments {
    /// Run this check only; may be given more than once
    #[arg(short, long)]
    name: Vec<String>,
    /// List the checks
    #[arg(long)]
    list: bool,
    /// Rows shown of each check
    #[arg(long, value_name = "N", default_value_t = 20)]
    rows: usize,
    #[command(flatten)]
    graph: GraphOption,
}

pub fn run(arguments: &CheckArguments) -> Result<u8> {
    if arguments.list {
        output::write(&super::query::list(shipped::CHECKS))?;
        return Ok(DONE);
    }
    let checks = check::chosen(&arguments.name)?;
    let graph = Graph::open(&arguments.graph.directory())?;
    let (mut broken, mut rows) = (0, 0);
    for check in &checks {
        let outcome = check::run(&graph, *check)?;
        if !outcome.rows.is_empty() {
            broken += 1;
            rows += outcome.rows.len();
            output::write(&text(&outcome, arguments.rows, graph.base()))?;
        }
    }
    output::write(&format!("{} checks: {} found nothing, {broken} found {rows} rows\n", checks.len(), checks.len() - broken))?;
    Ok(if broken == 0 { DONE } else { WITH_PROBLEMS })
}

fn text(outcome: &Outcome, most: usize, base: &str) -> String {
    let severity = if outcome.is_error { "error" } else { "warning" };
    let found = outcome.rows.len();
    let shown = &outcome.rows[..found.min(most)];
    let drawn = table::draw(&outcome.columns, shown, Page { base, width: output::width() });
    let more = if found > most { format!("... of {found}; --rows {found} shows all\n") } else { String::new() };
    format!("{severity}: {} ({})\n{drawn}{more}\n", outcome.check.question, outcome.check.name)
}
