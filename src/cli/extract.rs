//! `extract`: documents in, N-Quads out; nothing is kept.

use super::{DONE, ReadingOptions, WITH_PROBLEMS, output};
use anyhow::{Context, Result};
use clap::Args;
use rapporteur::model::{Hints, Problem, Severity, Source};
use rapporteur::pipeline::{Outcome, process};
use rapporteur::read::{collect_paths, documents, documents_named, key};
use rapporteur::store::problems as in_band;
use rayon::prelude::*;
use serde::Deserialize;
use std::io::BufRead;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rapporteur extract letter.txt > letter.nq
  rapporteur extract FOLDER | gzip > all.nq.gz
  echo '{\"id\": \"1\", \"path\": \"letter.txt\", \"language\": \"zh\"}' | rapporteur extract -
  rapporteur extract - --problems - --lenient < documents.jsonl > shard.nq     (for batch engines; then: rapporteur merge)")]
pub struct ExtractArguments {
    /// Files and folders, or `-` for one JSON object a line on standard input
    /// ({"id", "text" or "path", "media_type", "symbol", "language"})
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Write problems to this file too, one JSON object a line; `-` puts them into the output, as quads of rap:Problem
    #[arg(long, value_name = "FILE")]
    problems: Option<PathBuf>,
    /// Exit with 0 though some documents had problems
    #[arg(long)]
    lenient: bool,
    #[command(flatten)]
    reading: ReadingOptions,
}

/// A line of standard input.
#[derive(Debug, Deserialize)]
struct Line {
    id: String,
    text: Option<String>,
    path: Option<PathBuf>,
    #[serde(flatten)]
    hints: Hints,
}

/// Documents that are read before their quads are printed.
const BATCH: usize = 64;

pub fn run(arguments: &ExtractArguments) -> Result<u8> {
    arguments.reading.use_threads()?;
    let knowledge = arguments.reading.knowledge()?;
    let iris = arguments.reading.iris();
    let mut problems = Vec::new();
    let trust_links = arguments.reading.trust_links;
    let mut print = |sources: Vec<Result<Source, Problem>>| -> Result<()> {
        let outcomes: Vec<Outcome> = sources
            .into_par_iter()
            .map(|source| match source {
                Ok(mut source) => {
                    source.hints.trust_links |= trust_links;
                    process(&source, &knowledge, &iris)
                }
                Err(problem) => Outcome { problems: vec![problem], ..Outcome::default() },
            })
            .collect();
        for outcome in outcomes {
            if let Some(quads) = &outcome.quads {
                output::write(quads.text())?;
            }
            problems.extend(outcome.problems);
        }
        Ok(())
    };
    if arguments.paths.iter().any(|p| p.as_os_str() == "-") {
        let mut batch = Vec::new();
        for (number, line) in std::io::stdin().lock().split(b'\n').enumerate() {
            let line = line.context("standard input")?;
            if line.trim_ascii().is_empty() {
                continue;
            }
            match std::str::from_utf8(&line) {
                Ok(line) => batch.extend(sources_of_line(line)),
                Err(error) => batch.push(Err(unreadable(number + 1, &error))),
            }
            if batch.len() == BATCH {
                print(std::mem::take(&mut batch))?;
            }
        }
        print(batch)?;
    } else {
        let collected = collect_paths(&arguments.paths);
        let here = std::env::current_dir().unwrap_or_default();
        let mut all = collected.files.iter().flat_map(|file| documents_named(file, &key(file, &here)));
        loop {
            let batch: Vec<_> = all.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            print(batch)?;
        }
        problems.extend(collected.problems);
    }
    tell(&problems, arguments)?;
    let is_well = arguments.lenient || problems.iter().all(|p| p.severity == Severity::Note);
    Ok(if is_well { DONE } else { WITH_PROBLEMS })
}

/// Problems go where they were asked for, and to standard error.
fn tell(problems: &[Problem], arguments: &ExtractArguments) -> Result<()> {
    match arguments.problems.as_deref() {
        None => {}
        Some(path) if path.as_os_str() == "-" => output::write(in_band::quads(problems, &arguments.reading.iris()).text())?,
        Some(path) => {
            let text: String = problems.iter().map(|problem| problem.as_json() + "\n").collect();
            std::fs::write(path, text).with_context(|| path.display().to_string())?;
        }
    }
    for problem in problems {
        eprintln!("{}", super::build::problem_line(problem));
    }
    Ok(())
}

/// A line of which no other suffers.
fn unreadable(line: usize, error: &std::str::Utf8Error) -> Problem {
    let message = format!("the line is not UTF-8 ({error}): it was passed over; write it as UTF-8");
    Problem::new("standard input", Severity::Error, message).at(format!("line {line}"))
}

fn sources_of_line(line: &str) -> Vec<Result<Source, Problem>> {
    let parsed: Line = match serde_json::from_str(line) {
        Ok(parsed) => parsed,
        Err(error) => {
            let start: String = line.chars().take(60).collect();
            let message = format!("`{start}` is not one of the expected JSON objects: {error}");
            return vec![Err(Problem::new("standard input", Severity::Error, message))];
        }
    };
    match (parsed.text, parsed.path) {
        (Some(text), _) => vec![Ok(Source { path: parsed.id, bytes: text.into_bytes(), hints: parsed.hints })],
        (None, Some(path)) => {
            documents(&path).map(|document| document.map(|source| Source { hints: parsed.hints.clone(), ..source })).collect()
        }
        (None, None) => vec![Err(Problem::new(&parsed.id, Severity::Error, "the JSON object has neither `text` nor `path`"))],
    }
}
