//! Many documents to a graph directory, in parallel and incrementally.
//!
//! An unchanged file (digest of its bytes, of what the manifest file says of it, and of the program with its data)
//! is not read again; a changed or removed one replaces exactly its own facts. Files of earlier builds that lie
//! outside the paths given now stay in the graph.

use crate::knowledge::Knowledge;
use crate::model::{Hints, Problem, Severity, Source};
use crate::pipeline::process;
use crate::read::{collect_paths, read_source};
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
    #[derive(serde::Deserialize)]
    struct Row {
        path: String,
        #[serde(flatten)]
        hints: Hints,
    }
    let mut reader = csv::Reader::from_path(path)?;
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
    let records: Vec<(String, SourceRecord, bool)> = files
        .par_iter()
        .map(|file| {
            let known = old.sources.get(&*file.to_string_lossy()).filter(|_| usable);
            let result = read_one(directory, file, inputs, known, knowledge, iris);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, files.len());
            result
        })
        .collect::<Result<_, _>>()?;
    let mut report = BuildReport::default();
    let mut manifest = Manifest { program, base: iris.base().to_owned(), problems: missing, ..Manifest::default() };
    if usable {
        keep_outside(&old, inputs.paths, &mut manifest);
    }
    for (path, record, fresh) in records {
        report.read += usize::from(fresh);
        report.unchanged += usize::from(!fresh);
        manifest.sources.insert(path, record);
    }
    report.removed = old.sources.keys().filter(|path| !manifest.sources.contains_key(*path)).count();
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
    for (name, shard) in &old.graphs {
        manifest.graphs.insert(name.clone(), shard.clone());
    }
}

/// Reads one file, or takes over what an earlier build found in it. The flag says whether it was read.
fn read_one(
    directory: &GraphDirectory,
    file: &Path,
    inputs: &Inputs<'_>,
    known: Option<&SourceRecord>,
    knowledge: &Knowledge,
    iris: &Iris,
) -> Result<(String, SourceRecord, bool), StoreError> {
    let path = file.to_string_lossy().into_owned();
    let source = match read_source(file, hints_of(file, inputs)) {
        Ok(source) => source,
        Err(problem) => return Ok((path, SourceRecord { problems: vec![problem], ..SourceRecord::default() }, true)),
    };
    let digest = digest(&source);
    if let Some(known) = known.filter(|k| k.digest == digest) {
        return Ok((path, known.clone(), false));
    }
    let outcome = process(&source, knowledge, iris);
    let shard: Option<Shard> = outcome.quads.as_ref().map(|q| directory.write_shard(q)).transpose()?;
    let record = SourceRecord { digest, shard, copies: outcome.copies, facts: outcome.facts, problems: outcome.problems };
    Ok((path, record, true))
}

/// The row of the manifest file for a path: by the whole path, or by the file's name.
fn hints_of(file: &Path, inputs: &Inputs<'_>) -> Hints {
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let known = inputs.hints.get(&*file.to_string_lossy()).or_else(|| inputs.hints.get(&name)).cloned().unwrap_or_default();
    Hints { trust_links: known.trust_links || inputs.trust_links, ..known }
}

fn digest(source: &Source) -> String {
    let mut hash = Sha256::new();
    hash.update(&source.bytes);
    hash.update(serde_json::to_vec(&source.hints).unwrap_or_default());
    hash.finalize().iter().take(16).map(|b| format!("{b:02x}")).collect()
}
