//! Many documents to a graph directory, in parallel and incrementally.
//!
//! An unchanged file (digest of its bytes, of what the manifest file says of it, and of the program with its data)
//! is not read again; a changed or removed one replaces exactly its own facts. Files of earlier builds that lie
//! outside the paths given now stay in the graph, and so does what could not be looked for.

mod hints;
pub mod merge;
pub mod shards;
mod sources;

pub use hints::{hints_of, read_hints};

use crate::knowledge::Knowledge;
use crate::model::digest::short_hex;
use crate::model::{Hints, Problem, Severity, Source};
use crate::pipeline::process;
use crate::read::{self, documents_named};
use crate::store::manifest::Shard;
use crate::store::{GraphDirectory, Iris, Manifest, SourceRecord, StoreError, join, reference};
use hints::Known;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use sources::{Plan, is_whole};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a build reads.
#[derive(Debug)]
pub struct Inputs<'i> {
    pub paths: &'i [PathBuf],
    /// By path as the manifest file names it.
    pub hints: &'i FxHashMap<String, Hints>,
    pub force: bool,
    /// Whether what cannot be found any more is removed even where it could not be looked for.
    pub prune: bool,
    /// Whether texts are kept beside the quads.
    pub keep_texts: bool,
    /// Whether links that markup sets count as citations.
    pub trust_links: bool,
}

/// What a build did.
#[derive(Debug, Default)]
pub struct BuildReport {
    /// Files with facts in the graph.
    pub documents: usize,
    pub read: usize,
    pub unchanged: usize,
    pub removed: usize,
    pub failed: usize,
    pub quads: usize,
    pub problems: Vec<Problem>,
}

/// Builds or renews a graph. `progress` is told how many files of how many are done.
///
/// # Errors
/// The directory cannot be read or written; what is wrong with single files is in the report.
pub fn build(
    directory: &GraphDirectory,
    inputs: &Inputs<'_>,
    knowledge: &Knowledge,
    iris: &Iris,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<BuildReport, StoreError> {
    let _lock = directory.lock()?;
    directory.clear_leftovers();
    let program = program(knowledge);
    let (old, is_old_format) = old_manifest(directory)?;
    let usable = old.program == program && old.base == iris.base() && !inputs.force && !is_old_format;
    let root = sources::root_of(directory);
    let known = Known::new(inputs, &root);
    let Plan { files, again, kept, mut problems } = Plan::new(directory, &old, usable, inputs, &root);
    problems.extend(known.problems.iter().cloned());
    let mut manifest = Manifest { program, base: iris.base().to_owned(), problems, ..Manifest::default() };
    let done = AtomicUsize::new(0);
    let reader = Reader { directory, inputs, known: &known, old: &old, usable, root: &root, again: &again, knowledge, iris };
    let records: Vec<Vec<Record>> = files
        .par_iter()
        .map(|file| {
            let result = reader.read_file(file);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, files.len());
            result
        })
        .collect::<Result<_, _>>()?;
    let mut report = BuildReport::default();
    for (path, record, fresh) in records.into_iter().flatten() {
        report.read += usize::from(fresh);
        report.unchanged += usize::from(!fresh);
        manifest.sources.insert(path, record);
    }
    manifest.problems.extend(known.idle(manifest.sources.keys()));
    for path in kept {
        manifest.sources.entry(path.clone()).or_insert_with(|| old.sources[&path].clone());
    }
    report.removed = old.sources.keys().filter(|path| !manifest.sources.contains_key(*path)).count();
    join::copies(directory, &mut manifest, iris)?;
    if old.base == manifest.base {
        keep_graphs(&old, usable && old.sources == manifest.sources, &mut manifest);
    }
    let shard = directory.write_shard(&reference::quads(knowledge, iris))?;
    manifest.graphs.insert("reference".to_owned(), shard);
    directory.commit(&manifest)?;
    complete(&mut report, &manifest);
    Ok(report)
}

/// The program and its data, as one name: other ones find other facts.
fn program(knowledge: &Knowledge) -> String {
    format!("{} {}", env!("CARGO_PKG_VERSION"), knowledge.digest)
}

/// What the directory holds, and whether an earlier version wrote it; nothing where the manifest is damaged and all is to
/// be read again.
fn old_manifest(directory: &GraphDirectory) -> Result<(Manifest, bool), StoreError> {
    match directory.manifest() {
        Ok(manifest) => Ok((manifest.unwrap_or_default(), false)),
        Err(StoreError::Older(_)) => Ok((directory.of_earlier_version().unwrap_or_default(), true)),
        Err(StoreError::Manifest { .. }) => Ok((Manifest::default(), false)),
        Err(error) => Err(error),
    }
}

fn complete(report: &mut BuildReport, manifest: &Manifest) {
    report.documents = manifest.sources.values().filter(|s| s.shard.is_some()).count();
    report.failed = manifest.sources.values().filter(|s| s.problems.iter().any(|p| p.severity > Severity::Note)).count();
    report.failed += manifest.problems.iter().filter(|problem| problem.severity > Severity::Note).count();
    report.quads = manifest.quads();
    report.problems = manifest.problems().into_iter().cloned().collect();
}

/// Takes over the joined tables, which need no reading again: their entities are the same in any build. What was
/// derived from the facts goes when they have changed.
fn keep_graphs(old: &Manifest, same_facts: bool, manifest: &mut Manifest) {
    for (name, shard) in old.graphs.iter().filter(|(name, _)| name.starts_with("table/") || same_facts) {
        manifest.graphs.insert(name.clone(), shard.clone());
    }
}

/// A source's path, what is known of it now, and whether it was read.
type Record = (String, SourceRecord, bool);

/// Members of an archive that are in memory at a time.
const BATCH: usize = 32;

/// What the reading of a file needs to know.
struct Reader<'r> {
    directory: &'r GraphDirectory,
    inputs: &'r Inputs<'r>,
    known: &'r Known,
    old: &'r Manifest,
    /// Whether what the earlier build found may be taken over.
    usable: bool,
    root: &'r Path,
    /// Files that were not given but are read again.
    again: &'r BTreeSet<PathBuf>,
    knowledge: &'r Knowledge,
    iris: &'r Iris,
}

impl Reader<'_> {
    /// Reads the documents of one file: itself, or the members of an archive.
    fn read_file(&self, file: &Path) -> Result<Vec<Record>, StoreError> {
        let key = read::key(file, self.root);
        let is_again = self.again.contains(file);
        let mut documents = documents_named(file, &key).map(|d| d.map_err(|p| Box::new((p.path.clone(), p))));
        let mut records = Vec::new();
        loop {
            let batch: Vec<_> = documents.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(records);
            }
            let read: Vec<Record> = batch.into_par_iter().map(|d| self.read_one(d, is_again)).collect::<Result<_, _>>()?;
            records.extend(read);
        }
    }

    /// Reads one document, or takes over what an earlier build found in it.
    fn read_one(&self, document: Result<Source, Box<(String, Problem)>>, is_again: bool) -> Result<Record, StoreError> {
        let known = |path: &String| self.old.sources.get(path).filter(|known| self.is_whole(known));
        let mut source = match document {
            Ok(source) => source,
            Err(unread) => {
                let (path, problem) = *unread;
                // What cannot be read at the moment has not changed for all that is known.
                let known = known(&path).filter(|known| self.usable && known.shard.is_some() && !self.inputs.prune);
                let mut record = known.cloned().unwrap_or_default();
                record.problems = vec![problem];
                return Ok((path, record, true));
            }
        };
        source.hints = self.known.of(&source.path);
        if let Some(before) = self.old.sources.get(&source.path).filter(|_| is_again) {
            // What an earlier manifest file said of a file that is read again for another reason.
            source.hints = before.hints.clone();
        }
        let digest = digest(&source);
        if let Some(known) = known(&source.path).filter(|known| self.usable && known.digest == digest) {
            return Ok((source.path, known.clone(), false));
        }
        let outcome = process(&source, self.knowledge, self.iris);
        let shard: Option<Shard> = outcome.quads.as_ref().map(|q| self.directory.write_shard(q)).transpose()?;
        let text = outcome.text.as_ref().filter(|_| self.inputs.keep_texts);
        let text = text.map(|text| self.directory.write_text(text.as_bytes())).transpose()?;
        let record = SourceRecord {
            digest,
            hints: source.hints,
            shard,
            text,
            copies: outcome.copies,
            problems: outcome.problems,
            ties: outcome.ties,
            ..SourceRecord::default()
        };
        Ok((source.path, record, true))
    }

    /// Whether what an earlier build wrote for a source lies there as it was written, with its text where texts are kept.
    fn is_whole(&self, record: &SourceRecord) -> bool {
        let has_text = record.text.is_some() || record.shard.is_none() || !self.inputs.keep_texts;
        has_text && is_whole(self.directory, record)
    }
}

fn digest(source: &Source) -> String {
    let mut hash = Sha256::new();
    hash.update(&source.bytes);
    hash.update(serde_json::to_vec(&source.hints).unwrap_or_default());
    short_hex(&hash.finalize())
}
