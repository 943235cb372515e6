//! Many documents to a graph directory, in parallel and incrementally.
//!
//! An unchanged file (digest of its bytes, of what the manifest file says of it, and of the program with its data)
//! is not read again; a changed or removed one replaces exactly its own facts. Files of earlier builds that lie
//! outside the paths given now stay in the graph.

use crate::knowledge::Knowledge;
use crate::model::digest::short_hex;
use crate::model::{Hints, Problem, Severity, Source};
use crate::pipeline::process;
use crate::read::{collect_paths, documents};
use crate::store::manifest::Shard;
use crate::store::{GraphDirectory, Iris, Manifest, SourceRecord, StoreError, reference};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a build reads.
#[derive(Debug)]
pub struct Inputs<'i> {
    pub paths: &'i [PathBuf],
    /// By path as the manifest file names it.
    pub hints: &'i FxHashMap<String, Hints>,
    pub force: bool,
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
    /// By prefixed name of the predicate.
    pub facts: Vec<(String, usize)>,
    pub quads: usize,
    pub problems: Vec<Problem>,
}

/// A table `path,symbol,language,date` that says what files do not say themselves.
///
/// # Errors
/// The file cannot be read, or a row is wrong; the message names the line.
pub fn read_hints(path: &Path) -> Result<FxHashMap<String, Hints>, csv::Error> {
    hints_of(std::fs::File::open(path)?)
}

/// The rows of such a table, by path.
///
/// # Errors
/// A row is wrong; the message names the line.
pub fn hints_of(table: impl std::io::Read) -> Result<FxHashMap<String, Hints>, csv::Error> {
    #[derive(serde::Deserialize)]
    struct Row {
        path: String,
        #[serde(flatten)]
        hints: Hints,
    }
    let mut reader = csv::Reader::from_reader(table);
    reader.deserialize::<Row>().map(|row| row.map(|r| (r.path, empty_to_none(r.hints)))).collect()
}

fn empty_to_none(hints: Hints) -> Hints {
    let keep = |text: Option<String>| text.filter(|t| !t.trim().is_empty());
    Hints { symbol: keep(hints.symbol), date: keep(hints.date), media_type: keep(hints.media_type), ..hints }
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
    let program = format!("{} {}", env!("CARGO_PKG_VERSION"), knowledge.digest);
    let old = directory.manifest()?.unwrap_or_default();
    let usable = old.program == program && old.base == iris.base() && !inputs.force;
    let (files, missing) = collect_paths(inputs.paths);
    let done = AtomicUsize::new(0);
    let reader = Reader { directory, inputs, old: old.sources.iter().filter(|_| usable).collect(), knowledge, iris };
    let records: Vec<Vec<Record>> = files
        .par_iter()
        .map(|file| {
            let result = reader.read_file(file);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, files.len());
            result
        })
        .collect::<Result<_, _>>()?;
    let mut report = BuildReport::default();
    let mut manifest = Manifest { program, base: iris.base().to_owned(), problems: missing, ..Manifest::default() };
    if usable {
        keep_outside(&old, inputs.paths, &mut manifest);
    }
    for (path, record, fresh) in records.into_iter().flatten() {
        report.read += usize::from(fresh);
        report.unchanged += usize::from(!fresh);
        manifest.sources.insert(path, record);
    }
    report.removed = old.sources.keys().filter(|path| !manifest.sources.contains_key(*path)).count();
    if old.base == manifest.base {
        keep_graphs(&old, usable && old.sources == manifest.sources, &mut manifest);
    }
    let shard = directory.write_shard(&reference::quads(knowledge, iris))?;
    manifest.graphs.insert("reference".to_owned(), shard);
    directory.commit(&manifest)?;
    complete(&mut report, &manifest);
    Ok(report)
}

fn complete(report: &mut BuildReport, manifest: &Manifest) {
    report.documents = manifest.sources.values().filter(|s| s.shard.is_some()).count();
    report.failed = manifest.sources.values().filter(|s| s.problems.iter().any(|p| p.severity > Severity::Note)).count();
    report.failed += manifest.problems.len();
    report.quads = manifest.quads();
    report.problems = manifest.problems().into_iter().cloned().collect();
    report.facts = manifest.facts().into_iter().map(|(p, n)| (crate::vocabulary::shorten(p), n)).collect();
    report.facts.sort();
}

/// Takes over sources of earlier builds that are not below the paths given now.
fn keep_outside(old: &Manifest, paths: &[PathBuf], manifest: &mut Manifest) {
    for (path, record) in &old.sources {
        if !paths.iter().any(|p| Path::new(path).starts_with(p)) {
            manifest.sources.insert(path.clone(), record.clone());
        }
    }
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
    /// Sources of the earlier build that may be taken over.
    old: FxHashMap<&'r String, &'r SourceRecord>,
    knowledge: &'r Knowledge,
    iris: &'r Iris,
}

impl Reader<'_> {
    /// Reads the documents of one file: itself, or the members of an archive.
    fn read_file(&self, file: &Path) -> Result<Vec<Record>, StoreError> {
        let mut documents = documents(file).map(|d| d.map_err(|p| (p.path.clone(), p)));
        let mut records = Vec::new();
        loop {
            let batch: Vec<_> = documents.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(records);
            }
            let read: Vec<Record> = batch.into_par_iter().map(|d| self.read_one(d)).collect::<Result<_, _>>()?;
            records.extend(read);
        }
    }

    /// Reads one document, or takes over what an earlier build found in it.
    fn read_one(&self, document: Result<Source, (String, Problem)>) -> Result<Record, StoreError> {
        let mut source = match document {
            Ok(source) => source,
            Err((path, problem)) => return Ok((path, SourceRecord { problems: vec![problem], ..SourceRecord::default() }, true)),
        };
        source.hints = known_of(&source.path, self.inputs);
        let digest = digest(&source);
        if let Some(known) = self.old.get(&source.path).filter(|k| k.digest == digest) {
            return Ok((source.path, (*known).clone(), false));
        }
        let outcome = process(&source, self.knowledge, self.iris);
        let shard: Option<Shard> = outcome.quads.as_ref().map(|q| self.directory.write_shard(q)).transpose()?;
        let record = SourceRecord { digest, shard, copies: outcome.copies, facts: outcome.facts, problems: outcome.problems };
        Ok((source.path, record, true))
    }
}

/// The row of the manifest file for a path: by the whole path, or by the file's name.
fn known_of(path: &str, inputs: &Inputs<'_>) -> Hints {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let known = inputs.hints.get(path).or_else(|| inputs.hints.get(name)).cloned().unwrap_or_default();
    Hints { trust_links: known.trust_links || inputs.trust_links, ..known }
}

fn digest(source: &Source) -> String {
    let mut hash = Sha256::new();
    hash.update(&source.bytes);
    hash.update(serde_json::to_vec(&source.hints).unwrap_or_default());
    short_hex(&hash.finalize())
}
