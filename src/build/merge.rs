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

/// Files of quads that `extract` wrote. They come without the reference graph, which is that of the knowledge.
#[derive(Debug)]
pub struct Shards<'s> {
    pub files: Vec<PathBuf>,
    pub knowledge: &'s Knowledge,
    /// With the base that `extract` had.
    pub iris: &'s Iris,
}

/// Makes a graph of parts that `build --output` wrote, of files of quads, and of what it holds already.
///
/// # Errors
/// A part is no graph, or was built by another program; a file has other lines than quads; the directory cannot be written.
pub fn merge(directory: &GraphDirectory, parts: &[GraphDirectory], shards: Option<&Shards<'_>>) -> Result<BuildReport, MergeError> {
    let _lock = directory.lock()?;
    directory.clear_leftovers();
    let mut merged = directory.manifest()?.unwrap_or_default();
    let mut from = directory.path().display().to_string();
    let mut report = BuildReport::default();
    // What was derived from other facts is not true of these.
    merged.graphs.retain(|name, _| name == "reference" || name.starts_with("table/"));
    merged.problems.clear();
    for part in parts {
        let name = part.path().display().to_string();
        if part.path().canonicalize().ok() == directory.path().canonicalize().ok() {
            return Err(MergeError::Itself(name));
        }
        let manifest = part.existing()?;
        agree(&mut merged, &mut from, (&manifest.program, &manifest.base), name)?;
        report.read += manifest.sources.len();
        take(directory, part, manifest, &mut merged)?;
    }
    if let Some(shards) = shards {
        let name = shards.files.first().map_or_else(String::new, |file| file.display().to_string());
        agree(&mut merged, &mut from, (&program(shards.knowledge), shards.iris.base()), name)?;
        report.read += take_shards(directory, shards, &mut merged)?;
    }
    let iris = Iris::new(&merged.base);
    join::copies(directory, &mut merged, &iris)?;
    directory.commit(&merged)?;
    complete(&mut report, &merged);
    Ok(report)
}

/// The program and the base of a part are those of all: the first tells them.
fn agree(merged: &mut Manifest, from: &mut String, (program, base): (&str, &str), name: String) -> Result<(), MergeError> {
    if merged.program.is_empty() {
        (merged.program, merged.base) = (program.to_owned(), base.to_owned());
        *from = name;
    } else if (merged.program.as_str(), merged.base.as_str()) != (program, base) {
        return Err(MergeError::Different(from.clone(), name));
    }
    Ok(())
}

/// Takes the copies in files of quads over, and says how many there were.
fn take_shards(directory: &GraphDirectory, shards: &Shards<'_>, merged: &mut Manifest) -> Result<usize, MergeError> {
    let found = merged.sources.values().filter_map(|source| source.own.as_ref().or(source.shard.as_ref()));
    let mut known = found.map(|shard| shard.file.clone()).collect();
    let mut read = 0;
    for path in &shards.files {
        let taken = shards::take(directory, path, shards.iris, merged, &mut known)?;
        read += taken;
        merged.problems.extend((taken == 0).then(|| shards::nothing(path)));
    }
    merged.problems.sort();
    merged.problems.dedup();
    merged.graphs.insert("reference".to_owned(), directory.write_shard(&reference::quads(shards.knowledge, shards.iris))?);
    Ok(read)
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
