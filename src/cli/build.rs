//! `build`: files in, graph directory out; only what has changed is read again.

use super::output::grouped;
use super::{DONE, GraphOption, ReadingOptions, WITH_PROBLEMS};
use anyhow::{Context, Result};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rapporteur::build::{self, BuildReport, Inputs};
use rapporteur::model::{Problem, Severity, escape};
use rapporteur::stats;
use rapporteur::store::{Graph, GraphDirectory};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Instant;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur build letters/
  rapporteur build letters/ records/ --graph un-graph --jobs 4
  rapporteur build scans/ --manifest symbols.csv     (columns: path,symbol,language,date)")]
pub struct BuildArguments {
    /// Files and folders; folders are read with all that is below them
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    graph: GraphOption,
    /// Write a part of a graph to this folder instead, for `rapporteur merge`
    #[arg(long, value_name = "PART", conflicts_with = "graph")]
    output: Option<PathBuf>,
    /// A table that says symbol, language or date of files that do not say it themselves
    #[arg(long, value_name = "FILE.csv")]
    manifest: Option<PathBuf>,
    /// Read all files again, changed or not
    #[arg(long)]
    force: bool,
    /// Remove what earlier builds found in files that cannot be looked for now
    #[arg(long)]
    prune: bool,
    /// Keep no texts beside the graph: `text` and the explorer then show sentences alone
    #[arg(long)]
    no_text: bool,
    #[command(flatten)]
    reading: ReadingOptions,
}

pub fn run(arguments: &BuildArguments) -> Result<u8> {
    let started = Instant::now();
    arguments.reading.use_threads()?;
    let directory = arguments.output.as_deref().map_or_else(|| arguments.graph.directory(), GraphDirectory::part);
    directory.prepare().with_context(|| format!("the graph directory {} cannot be written", directory.path().display()))?;
    let knowledge = arguments.reading.knowledge()?;
    let hints = arguments.manifest.as_deref().map(build::read_hints).transpose()?.unwrap_or_default();
    if directory.try_lock()?.is_none() {
        eprintln!("another rapporteur is writing to {}: waiting until it is done", directory.path().display());
    }
    let inputs = Inputs {
        paths: &arguments.paths,
        hints: &hints,
        force: arguments.force,
        prune: arguments.prune,
        keep_texts: !arguments.no_text,
        trust_links: arguments.reading.trust_links,
    };
    let bar = progress_bar();
    let report = build::build(&directory, &inputs, &knowledge, &arguments.reading.iris(), &|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    })?;
    bar.finish_and_clear();
    print_summary(&report, &directory, started.elapsed().as_secs_f64())?;
    Ok(code(&report))
}

pub fn code(report: &BuildReport) -> u8 {
    if report.problems.iter().any(|p| p.severity > Severity::Note) { WITH_PROBLEMS } else { DONE }
}

fn progress_bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} reading {bar:40} {pos}/{len} files, {eta} left");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Relations that the summary names; `stats` has all.
const RELATIONS: usize = 8;

/// Says what the graph has now: its own counts, so that `stats` and `query` say the same.
pub fn print_summary(report: &BuildReport, directory: &GraphDirectory, seconds: f64) -> Result<()> {
    for problem in &report.problems {
        eprintln!("{}", problem_line(problem));
    }
    let (files, quads) = (grouped(report.documents), grouped(report.quads));
    let BuildReport { read, unchanged, removed, failed, .. } = report;
    let files = format!("{files} files: {read} read now, {unchanged} unchanged, {removed} removed, {failed} with problems");
    let graph = directory.path().display().to_string();
    if directory.is_part() {
        // A part has no index to count from, and what it says is counted when the parts are one graph.
        eprintln!("{files}\n{quads} quads in {seconds:.2} s: {graph}\nNext: rapporteur merge {graph} ... --graph DIR");
        return Ok(());
    }
    let counts = stats::summary(&Graph::open(directory)?)?;
    eprintln!("{} documents in {files}", grouped(counts.documents));
    let named = counts.relations.iter().take(RELATIONS).map(|(relation, count)| format!("{} {relation}", grouped(*count)));
    let rest = counts.relations.len().saturating_sub(RELATIONS);
    let more = if rest > 0 { format!(" and {rest} more relations") } else { String::new() };
    eprintln!("{} facts: {}{more}", grouped(counts.facts), named.collect::<Vec<_>>().join(", "));
    eprintln!("{quads} quads in {seconds:.2} s: {graph}");
    let option = if graph == "./graph" { String::new() } else { format!(" --graph {graph}") };
    eprintln!("Next: rapporteur query --list{option}, rapporteur stats{option} or rapporteur explain TERM{option}");
    Ok(())
}

/// A problem as one line for people.
#[must_use]
pub fn problem_line(problem: &Problem) -> String {
    let word = problem.severity.word();
    let place = if problem.place.is_empty() { String::new() } else { format!(", {}", problem.place) };
    escape::plain(&format!("{word}: {}{place}: {}", problem.path, problem.message))
}
