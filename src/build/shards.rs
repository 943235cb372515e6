//! Files of quads that `extract` wrote, on whatever machines: taken into a graph copy by copy, in the memory of one copy.

use crate::model::Problem;
use crate::model::digest::short_hex;
use crate::resolve::ties;
use crate::store::problems::{self, GRAPH};
use crate::store::{GraphDirectory, Iris, Manifest, Quads, SourceRecord, StoreError};
use flate2::bufread::MultiGzDecoder;
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// What a packed file begins with.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What is wrong with a file of quads.
#[derive(Debug, thiserror::Error)]
pub enum ShardError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{path}: {source}")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{path}, line {line}: {what}")]
    Line { path: PathBuf, line: usize, what: String },
}

/// The files of quads in a folder, as batch engines leave them: those whose names begin with `_` or `.` are theirs.
///
/// # Errors
/// The folder cannot be read.
pub fn files_of(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let is_own = !entry.file_name().to_string_lossy().starts_with(['_', '.']);
        if is_own && entry.file_type()?.is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// Takes the copies of a file of quads, plain or packed with gzip, into a graph directory; those whose files of quads are
/// `known` stand there already.
///
/// # Errors
/// The file cannot be read, a line is no quad of a copy below the base, the directory cannot be written.
pub fn take(
    directory: &GraphDirectory,
    path: &Path,
    iris: &Iris,
    merged: &mut Manifest,
    known: &mut FxHashSet<String>,
) -> Result<usize, ShardError> {
    let name = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()).display().to_string();
    let mut taker = Taker { directory, iris, name, lines: Vec::new(), merged, known, taken: 0 };
    let mut graph = String::new();
    let mut text = opened(path).map_err(|source| ShardError::Read { path: path.to_owned(), source })?;
    let (mut line, mut number) = (String::new(), 0);
    loop {
        number += 1;
        line.clear();
        if text.read_line(&mut line).map_err(|source| ShardError::Read { path: path.to_owned(), source })? == 0 {
            taker.end(&graph)?;
            return Ok(taker.taken);
        }
        let quad = line.trim_end();
        if quad.is_empty() {
            continue;
        }
        let of = graph_of(quad, iris.base()).map_err(|what| ShardError::Line { path: path.to_owned(), line: number, what })?;
        if of != graph {
            taker.end(&graph)?;
            of.clone_into(&mut graph);
        }
        taker.lines.push(quad.to_owned());
    }
}

fn opened(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let mut reader = BufReader::new(File::open(path)?);
    if reader.fill_buf()?.starts_with(&GZIP) {
        return Ok(Box::new(BufReader::new(MultiGzDecoder::new(reader))));
    }
    Ok(Box::new(reader))
}

/// The graph of a line, behind the base.
fn graph_of<'l>(line: &'l str, base: &str) -> Result<&'l str, String> {
    let graph = line.strip_suffix(" .").and_then(|line| line.rsplit_once(" <")).and_then(|(_, graph)| graph.strip_suffix('>'));
    let graph = graph.ok_or("this is no line of N-Quads with a graph, as `rapporteur extract` writes them")?;
    graph.strip_prefix(base).ok_or_else(|| format!("the graph <{graph}> is not below {base}: give the --base that `extract` had"))
}

struct Taker<'t> {
    directory: &'t GraphDirectory,
    iris: &'t Iris,
    /// The file that the quads come from.
    name: String,
    lines: Vec<String>,
    merged: &'t mut Manifest,
    known: &'t mut FxHashSet<String>,
    taken: usize,
}

impl Taker<'_> {
    /// Takes what was read of a graph.
    fn end(&mut self, graph: &str) -> Result<(), StoreError> {
        if self.lines.is_empty() {
            return Ok(());
        }
        self.lines.sort_unstable();
        self.lines.dedup();
        let quads = Quads::of_lines(&self.lines);
        self.lines.clear();
        if graph.strip_prefix("graph/") == Some(GRAPH) {
            self.merged.problems.extend(problems::of_quads(quads.text()));
            return Ok(());
        }
        let shard = self.directory.write_shard(&quads)?;
        self.taken += 1;
        if !self.known.insert(shard.file.clone()) {
            return Ok(());
        }
        let copy = graph.strip_prefix("document/").unwrap_or(graph).to_owned();
        let record = SourceRecord {
            digest: short_hex(&Sha256::digest(quads.text().as_bytes())),
            shard: Some(shard),
            ties: ties::of_quads(quads.text(), self.iris.base()),
            copies: vec![copy.clone()],
            ..SourceRecord::default()
        };
        let path = (1..).map(|n| if n == 1 { format!("{}/{copy}", self.name) } else { format!("{}/{copy} ({n})", self.name) });
        let is_free = |path: &String| self.merged.sources.get(path).is_none_or(|known| known.digest == record.digest);
        if let Some(path) = path.into_iter().find(is_free) {
            self.merged.sources.insert(path, record);
        }
        Ok(())
    }
}

/// A problem with a part that gave nothing.
#[must_use]
pub fn nothing(path: &Path) -> Problem {
    let message = "the file has no quads of documents: is it what `rapporteur extract` wrote?";
    Problem::new(&path.display().to_string(), crate::model::Severity::Warning, message)
}
