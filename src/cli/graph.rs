//! `graph verify`, `merge`, `text`: what concerns the directory itself and the texts in it.

use super::output::{self, grouped};
use super::{DONE, GraphOption, WITH_PROBLEMS};
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use rapporteur::build::merge::{self, Shards};
use rapporteur::build::shards::files_of;
use rapporteur::knowledge::Knowledge;
use rapporteur::model::escape;
use rapporteur::store::texts::Texts;
use rapporteur::store::verify::verify;
use rapporteur::store::{GraphDirectory, Iris};
use std::path::PathBuf;
use std::time::Instant;

#[derive(Debug, Args)]
pub struct GraphArguments {
    #[command(subcommand)]
    command: GraphCommand,
}

#[derive(Debug, Subcommand)]
enum GraphCommand {
    /// Check every file of the graph directory by its digest
    #[command(after_help = "Example:\n  rapporteur graph verify --graph un-graph")]
    Verify(VerifyArguments),
}

#[derive(Debug, Args)]
struct VerifyArguments {
    #[command(flatten)]
    graph: GraphOption,
}

pub fn run(arguments: &GraphArguments) -> Result<u8> {
    let GraphCommand::Verify(arguments) = &arguments.command;
    let report = verify(&arguments.graph.directory())?;
    for fault in &report.faults {
        let source = if fault.source.is_empty() { String::new() } else { format!(" (of {})", fault.source) };
        eprintln!("{}", escape::plain(&format!("{}{source}: {}", fault.file.display(), fault.message)));
    }
    if report.faults.is_empty() {
        eprintln!("{} files are as they were written", grouped(report.files));
        return Ok(DONE);
    }
    eprintln!(
        "{} of {} files are damaged; `rapporteur build` with the folders that the graph was built from mends it",
        report.faults.len(),
        grouped(report.files)
    );
    Ok(WITH_PROBLEMS)
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur build letters-1/ --output part-1     (on one machine)
  rapporteur build letters-2/ --output part-2     (on another)
  rapporteur merge part-1 part-2 --graph un-graph
  rapporteur merge shards/ --graph un-graph           (files of quads that `extract` wrote in a batch engine)")]
pub struct MergeArguments {
    /// Parts that `build --output` wrote, or files of quads that `extract` wrote (plain or gzip), or folders of such files
    #[arg(required = true, value_name = "PART")]
    parts: Vec<PathBuf>,
    #[command(flatten)]
    graph: GraphOption,
    /// Base IRI that `extract` had, for files of quads
    #[arg(long, value_name = "IRI", default_value = rapporteur::store::iri::DEFAULT_BASE, value_parser = super::base)]
    base: String,
    /// The folder of names and cues that `extract` had, for files of quads
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub fn merge(arguments: &MergeArguments) -> Result<u8> {
    let started = Instant::now();
    let directory = arguments.graph.directory();
    directory.prepare().with_context(|| format!("the graph directory {} cannot be written", directory.path().display()))?;
    let (mut parts, mut files) = (Vec::new(), Vec::new());
    for part in &arguments.parts {
        let as_directory = GraphDirectory::part(part);
        if part.is_file() {
            files.push(part.clone());
        } else if part.is_dir() && !as_directory.is_graph() {
            let found = files_of(part).with_context(|| part.display().to_string())?;
            anyhow::ensure!(!found.is_empty(), "{}: neither a part that `build --output` wrote nor a folder of quads", part.display());
            files.extend(found);
        } else {
            parts.push(as_directory);
        }
    }
    let report = if files.is_empty() {
        merge::merge(&directory, &parts, None)?
    } else {
        let (knowledge, iris) = (Knowledge::load(arguments.data.as_deref())?, Iris::new(&arguments.base));
        merge::merge(&directory, &parts, Some(&Shards { files, knowledge: &knowledge, iris: &iris }))?
    };
    super::build::print_summary(&report, &directory, started.elapsed().as_secs_f64())?;
    Ok(super::build::code(&report))
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rapporteur text A/RES/59/50@fr")]
pub struct TextArguments {
    /// The language copy of a document: A/RES/59/50@fr
    #[arg(value_name = "DOCUMENT@LANG")]
    copy: String,
    #[command(flatten)]
    graph: GraphOption,
}

pub fn text(arguments: &TextArguments) -> Result<u8> {
    let directory = arguments.graph.directory();
    let base = directory.head()?.base;
    let copy = arguments.copy.trim_start_matches('<').trim_end_matches('>');
    let copy = copy.strip_prefix(&base).unwrap_or(copy);
    let copy = copy.strip_prefix("document/").unwrap_or(copy);
    let texts = Texts::open(&directory)?;
    let Some(text) = texts.of(copy)? else {
        let document = copy.split('@').next().unwrap_or(copy);
        let others: Vec<&str> = texts.copies().filter(|known| known.split('@').next() == Some(document)).collect();
        if texts.copies().next().is_none() {
            bail!("no texts are kept in this graph: build without --no-text");
        }
        if others.is_empty() {
            bail!("no text of `{copy}` is kept: give a document and a language (A/RES/59/50@fr)");
        }
        bail!("no text of `{copy}` is kept; there are: {}", others.join(", "));
    };
    output::write(&text.content)?;
    Ok(DONE)
}
