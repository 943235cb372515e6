//! Arguments, progress and printing; the work is done by the library.

mod agreement;
mod build;
mod check;
mod completions;
mod data;
mod explain;
mod export;
mod extract;
mod facts;
mod graph;
mod link;
mod output;
mod query;
mod serve;
mod shipped;
mod stats;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use rapporteur::knowledge::Knowledge;
use rapporteur::model::escape;
use rapporteur::store::{GraphDirectory, Iris};
use rapporteur::tables::TableError;
use std::path::PathBuf;
use std::process::ExitCode;

/// Nobody reads the output any more: the code with which a shell tells of a program that SIGPIPE has ended, as it ends
/// others in the same place (`... | head`).
const CLOSED_PIPE: u8 = 141;

/// All well.
pub const DONE: u8 = 0;
/// The command failed.
pub const FAILED: u8 = 1;
/// What was asked for makes no sense; as where the arguments cannot be parsed.
pub const USAGE: u8 = 2;
/// Done, but some inputs had problems.
pub const WITH_PROBLEMS: u8 = 3;

#[derive(Debug, Parser)]
#[command(name = "rapporteur", version, about, max_term_width = 100, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read files and folders and write the graph that is in them
    Build(build::BuildArguments),
    /// Print the N-Quads of documents, without a graph directory
    Extract(extract::ExtractArguments),
    /// Ask the graph a question in SPARQL
    Query(query::QueryArguments),
    /// Write the graph or a view of it for other programs
    Export(export::ExportArguments),
    /// Write the tidy table of facts: a row for each statement and sentence
    Facts(facts::FactsArguments),
    /// Join an external table to the graph
    Link(link::LinkArguments),
    /// Show the facts that match, with the sentences they stand on
    Explain(explain::ExplainArguments),
    /// Look for contradictions and defects in the graph
    Check(check::CheckArguments),
    /// Count what is in the graph, and find what is most cited and best connected
    Stats(stats::StatsArguments),
    /// Make one graph of parts that were built apart
    Merge(graph::MergeArguments),
    /// Print the text of a document as it was read: what the offsets of the evidence count
    Text(graph::TextArguments),
    /// Look after the graph directory
    Graph(graph::GraphArguments),
    /// Serve the graph over HTTP: a SPARQL endpoint and a page to ask from
    Serve(serve::ServeArguments),
    /// Check a folder of names and wordings that is used with --data
    Data(data::DataArguments),
    /// Print a script that completes commands in a shell
    Completions(completions::CompletionsArguments),
    /// Print the manual page
    Man(completions::ManArguments),
    /// Read one file from standard input in a process of its own
    #[command(name = rapporteur::read::apart::COMMAND, hide = true)]
    ReadApart,
}

/// Where the graph is.
#[derive(Debug, Args, Clone)]
pub struct GraphOption {
    /// The graph directory
    #[arg(long = "graph", value_name = "DIR", default_value = "./graph")]
    pub graph: PathBuf,
}

impl GraphOption {
    pub fn directory(&self) -> GraphDirectory {
        GraphDirectory::new(&self.graph)
    }
}

/// What the reading of documents depends on.
#[derive(Debug, Args, Clone)]
pub struct ReadingOptions {
    /// Base IRI of the entities
    #[arg(long, value_name = "IRI", default_value = rapporteur::store::iri::DEFAULT_BASE, value_parser = base)]
    pub base: String,
    /// Read names and cues from this folder instead of those built in (same structure as `data/`)
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Count the links that XML files set in their text as citations too (their extractor is `linked`)
    #[arg(long)]
    pub trust_links: bool,
    /// Threads; as many as there are processors by default
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<usize>,
}

fn base(text: &str) -> Result<String, String> {
    Iris::checked(text).map(|iris| iris.base().to_owned())
}

impl ReadingOptions {
    pub fn knowledge(&self) -> Result<Knowledge> {
        Ok(Knowledge::load(self.data.as_deref())?)
    }

    pub fn iris(&self) -> Iris {
        Iris::new(&self.base)
    }

    pub fn use_threads(&self) -> Result<()> {
        if let Some(jobs) = self.jobs {
            anyhow::ensure!(jobs > 0, "--jobs must be at least 1");
            rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global()?;
        }
        Ok(())
    }
}

/// Runs the command of the command line.
pub fn run() -> ExitCode {
    quiet_panics();
    if let Ok(program) = std::env::current_exe() {
        rapporteur::read::apart::use_program(program);
    }
    let result = match Cli::parse().command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Query(arguments) => query::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Facts(arguments) => facts::run(&arguments),
        Command::Link(arguments) => link::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Stats(arguments) => stats::run(&arguments),
        Command::Merge(arguments) => graph::merge(&arguments),
        Command::Text(arguments) => graph::text(&arguments),
        Command::Graph(arguments) => graph::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Data(arguments) => data::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => completions::man(&arguments),
        Command::ReadApart => rapporteur::read::apart::serve().map(|()| DONE).map_err(Into::into),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(error) if output::is_closed_pipe(&error) => ExitCode::from(CLOSED_PIPE),
        Err(error) => {
            eprintln!("rapporteur: {}", escape::lines(&format!("{error:#}")));
            let is_usage = error.downcast_ref::<TableError>().is_some_and(TableError::is_usage);
            ExitCode::from(if is_usage { USAGE } else { FAILED })
        }
    }
}

/// A panic while a document is read is reported as that document's problem, not as a trace in the middle of the
/// progress bar; `RUST_BACKTRACE=1` shows it all the same.
fn quiet_panics() {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
}
