//! Parts of a graph, built on as many machines as one likes, to one graph.

use super::{BuildReport, complete, program, shards};
use crate::knowledge::Knowledge;
use crate::model::{Problem, Severity};
use crate::store::{GraphDirectory, Iris, Manifest, Shard, StoreError, join, reference};
use std::fs;
use std::path::{Path, PathBuf};

/// What can go wrong with a merge.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Shard(#[from] shards::ShardError),
    #[error("{0} and {1} were built by different programs, with other data, or with another --base: build the parts with one")]
    Different(String, String),
    #[error("{0} is the graph itself: name the parts")]
    Itself(String),
}

/// What is merged: what `build --output` wrote, or files of quads that `extract` wrote.
#[derive(Debug, Default)]
pub struct Parts {
    pub directories: Vec<GraphDirectory>,
    pub shards: Vec<PathBuf>,
}

/// Makes a graph of parts and of what it holds already. Files of quads come without the reference graph, which is that of
/// `knowledge`, and are below the base of `iris`.
///
/// # Errors
/// A part is no graph, or was built by another program; a file has other lines than quads; the directory cannot be written.
pub fn merge(directory: &GraphDirectory, parts: &Parts, knowledge: &Knowledge, iris: &Iris) -> Result<BuildReport, MergeError> {
    let _lock = directory.lock()?;
    directory.clear_leftovers();
    let mut merged = directory.manifest()?.unwrap_or_default();
    let mut from = directory.path().display().to_string();
    let mut report = BuildReport::default();
    // What was derived from other facts is not true of these.
    merged.graphs.retain(|name, _| name == "reference" || name.starts_with("table/"));
    merged.problems.clear();
    for part in &parts.directories {
        let name = part.path().display().to_string();
        if part.path().canonicalize().ok() == directory.path().canonicalize().ok() {
            return Err(MergeError::Itself(name));
        }
        let manifest = part.existing()?;
        if merged.program.is_empty() {
            (merged.program, merged.base) = (manifest.program.clone(), manifest.base.clone());
            from.clone_from(&name);
        } else if (&merged.program, &merged.base) != (&manifest.program, &manifest.base) {
            return Err(MergeError::Different(from, name));
        }
        report.read += manifest.sources.len();
        take(directory, part, manifest, &mut merged)?;
    }
    if !parts.shards.is_empty() {
        let own = (program(knowledge), iris.base().to_owned());
        if merged.program.is_empty() {
            (merged.program, merged.base) = own;
        } else if (&merged.program, &merged.base) != (&own.0, &own.1) {
            return Err(MergeError::Different(from, parts.shards[0].display().to_string()));
        }
        let found = merged.sources.values().filter_map(|source| source.own.as_ref().or(source.shard.as_ref()));
        let mut known = found.map(|shard| shard.file.clone()).collect();
        for path in &parts.shards {
            let taken = shards::take(directory, path, iris, &mut merged, &mut known)?;
            report.read += taken;
            merged.problems.extend((taken == 0).then(|| shards::nothing(path)));
        }
        merged.problems.sort();
        merged.problems.dedup();
        merged.graphs.insert("reference".to_owned(), directory.write_shard(&reference::quads(knowledge, iris))?);
    }
    let iris = Iris::new(&merged.base);
    join::copies(directory, &mut merged, &iris)?;
    directory.commit(&merged)?;
    complete(&mut report, &merged);
    Ok(report)
}

/// Takes the files of a part over.
fn take(directory: &GraphDirectory, part: &GraphDirectory, manifest: Manifest, merged: &mut Manifest) -> Result<(), StoreError> {
    let copy = |folder: &str, shard: &Shard| {
        let (from, to) = (part.path().join(folder).join(&shard.file), directory.path().join(folder).join(&shard.file));
        copied(&from, &to)
    };
    for (path, record) in manifest.sources {
        record.shard.iter().chain(&record.own).try_for_each(|shard| copy("quads", shard))?;
        record.text.iter().try_for_each(|text| copy("text", text))?;
        // Two machines may have other files under one path: both are kept.
        let is_other = |known: &String| merged.sources.get(known).is_some_and(|known| known.digest != record.digest);
        let mut name = path.clone();
        let mut number = 2;
        while is_other(&name) {
            name = format!("{path} ({number})");
            number += 1;
        }
        if name != path {
            let message = format!("two parts have different files of this name: that of {} is now `{name}`", part.path().display());
            merged.problems.push(Problem::new(&path, Severity::Note, message));
        }
        merged.sources.insert(name, record);
    }
    for (name, shard) in manifest.graphs.into_iter().filter(|(name, _)| name != "derived") {
        copy("quads", &shard)?;
        merged.graphs.insert(name, shard);
    }
    merged.problems.extend(manifest.problems);
    Ok(())
}

/// A link where the file system has them, else a copy: the files never change.
fn copied(from: &Path, to: &Path) -> Result<(), StoreError> {
    if fs::read(to).ok().is_some_and(|there| fs::read(from).is_ok_and(|bytes| bytes == there)) {
        return Ok(());
    }
    let _ = fs::remove_file(to);
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ())).map_err(StoreError::io(from))
}
