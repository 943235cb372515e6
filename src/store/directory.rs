//! The graph directory: compressed N-Quads by source, their texts, an index, and a manifest that names the files.
//!
//! New files are written first, under names that are digests of what is in them; then the manifest is replaced in one
//! step; then files that it no longer names are removed. A kill at any moment leaves the old graph or the new one. Who
//! writes holds a lock, which the system frees when the process ends, however it ends; who reads needs none.

use super::index::state;
use super::manifest::{FORMAT, Head, Manifest, Shard};
use crate::model::digest::short_hex;
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

const MANIFEST: &str = "manifest.json";
pub(super) const QUADS: &str = "quads";
pub(super) const TEXTS: &str = "text";
const PROBLEMS: &str = "problems.jsonl";
const LOCK: &str = "lock";
/// How files begin that are being written.
const TEMPORARY: &str = ".tmp";
/// How often a reader begins anew when a writer has replaced what it was about to read.
const ATTEMPTS: usize = 16;

/// What can go wrong with the directory or with a query on it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{0}: no graph here; `rapporteur build FOLDER --graph {0}` makes one")]
    NoGraph(PathBuf),
    #[error("{0}: a graph of an earlier version; `rapporteur build FOLDER --graph {0}`, with the folders it was built from, makes it anew")]
    Older(PathBuf),
    #[error("{path}: the manifest is damaged ({message}); build again with --force")]
    Manifest { path: PathBuf, message: String },
    #[error("{path}: damaged quads, {message}; `rapporteur build` with the folders it was built from mends it")]
    Quads { path: PathBuf, message: String },
    #[error("{0}: another rapporteur is writing to this graph: try again when it is done")]
    Locked(PathBuf),
    #[error("the query is not valid SPARQL: {0}")]
    Syntax(String),
    #[error("the query failed: {0}")]
    Evaluation(String),
}

impl StoreError {
    pub fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}

/// A graph directory that exists or will.
#[derive(Debug, Clone)]
pub struct GraphDirectory {
    path: PathBuf,
    is_part: bool,
}

/// The right to write to a directory, until it is dropped or the process ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl GraphDirectory {
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), is_part: false }
    }

    /// A part of a graph that is to be merged with others: it needs no index.
    #[must_use]
    pub fn part(path: &Path) -> Self {
        Self { path: path.to_owned(), is_part: true }
    }

    #[must_use]
    pub const fn is_part(&self) -> bool {
        self.is_part
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a folder is a graph directory.
    #[must_use]
    pub fn is_at(path: &Path) -> bool {
        path.join(QUADS).is_dir() && (path.join(MANIFEST).is_file() || path.join(LOCK).is_file())
    }

    /// What opens the graph.
    pub fn head(&self) -> Result<Head, StoreError> {
        self.read_head()?.ok_or_else(|| StoreError::NoGraph(self.path.clone()))
    }

    fn read_head(&self) -> Result<Option<Head>, StoreError> {
        let path = self.path.join(MANIFEST);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io(&path)(error)),
        };
        let damaged = |message: String| StoreError::Manifest { path: path.clone(), message };
        let value: serde_json::Value = serde_json::from_str(&text).map_err(|e| damaged(e.to_string()))?;
        match value.get("format").and_then(serde_json::Value::as_u64) {
            Some(format) if format == u64::from(FORMAT) => serde_json::from_value(value).map(Some).map_err(|e| damaged(e.to_string())),
            Some(format) if format > u64::from(FORMAT) => {
                Err(damaged(format!("it is of a later version, {format}: use the rapporteur that wrote it")))
            }
            _ => Err(StoreError::Older(self.path.clone())),
        }
    }

    /// The manifest; `None` where there is no graph yet.
    pub fn manifest(&self) -> Result<Option<Manifest>, StoreError> {
        self.sources()
    }

    /// What is asked for of the manifest; `None` where there is no graph yet.
    pub fn sources<T: DeserializeOwned>(&self) -> Result<Option<T>, StoreError> {
        for _ in 0..ATTEMPTS {
            let Some(head) = self.read_head()? else { return Ok(None) };
            let path = self.path.join(&head.sources);
            match fs::read(&path) {
                Ok(text) => {
                    return serde_json::from_slice(&text).map(Some).map_err(|e| StoreError::Manifest { path, message: e.to_string() });
                }
                // Replaced since: the new one names another file.
                Err(error) if error.kind() == ErrorKind::NotFound && self.read_head()?.is_some_and(|now| now != head) => {}
                Err(error) => return Err(StoreError::Manifest { path, message: error.to_string() }),
            }
        }
        Err(StoreError::Locked(self.path.clone()))
    }

    /// The manifest of a graph that must exist.
    pub fn existing(&self) -> Result<Manifest, StoreError> {
        self.manifest()?.ok_or_else(|| StoreError::NoGraph(self.path.clone()))
    }

    /// What an earlier version wrote: its sources are read again, its tables are kept.
    pub fn of_earlier_version(&self) -> Option<Manifest> {
        serde_json::from_slice(&fs::read(self.path.join(MANIFEST)).ok()?).ok()
    }

    /// Whether a graph was written here.
    #[must_use]
    pub fn is_graph(&self) -> bool {
        self.path.join(MANIFEST).is_file()
    }

    /// Makes the folders, and fails early where nothing can be written.
    pub fn prepare(&self) -> Result<(), StoreError> {
        for folder in [QUADS, TEXTS] {
            let folder = self.path.join(folder);
            fs::create_dir_all(&folder).map_err(StoreError::io(&folder))?;
        }
        Ok(())
    }

    /// The right to write; `None` while another process has it.
    pub fn try_lock(&self) -> Result<Option<Lock>, StoreError> {
        let file = self.lock_file()?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(StoreError::io(&self.path.join(LOCK))(error)),
        }
    }

    /// The right to write, when the process that has it is done.
    pub fn lock(&self) -> Result<Lock, StoreError> {
        let file = self.lock_file()?;
        file.lock().map_err(StoreError::io(&self.path.join(LOCK)))?;
        Ok(Lock { _file: file })
    }

    fn lock_file(&self) -> Result<File, StoreError> {
        let path = self.path.join(LOCK);
        File::options().create(true).truncate(false).write(true).open(&path).map_err(StoreError::io(&path))
    }

    #[must_use]
    pub fn damaged_shard(&self, shard: &Shard, error: &io::Error) -> StoreError {
        StoreError::Quads { path: self.path.join(QUADS).join(&shard.file), message: error.to_string() }
    }

    /// Changes the manifest of an existing graph, with the right to write.
    pub fn update<E: From<StoreError>>(&self, change: impl FnOnce(&mut Manifest) -> Result<(), E>) -> Result<(), E> {
        let _lock = self.lock()?;
        let mut manifest = self.existing()?;
        change(&mut manifest)?;
        Ok(self.commit(&manifest)?)
    }

    /// Makes a new manifest the valid one, then clears away what it does not name. Who calls holds the lock.
    pub fn commit(&self, manifest: &Manifest) -> Result<(), StoreError> {
        let stamp = manifest.stamp();
        let earlier = self.read_head().ok().flatten();
        self.sync(manifest)?;
        if !self.is_part {
            state::write(self, manifest, &stamp, earlier.as_ref().map(|head| head.stamp.as_str()))?;
        }
        let text = serde_json::to_vec_pretty(manifest).map_err(|e| self.unwritten(&e))?;
        let sources = format!("sources-{}.json", short_hex(&Sha256::digest(&text)));
        self.write_atomically(&self.path.join(&sources), &text)?;
        let (program, base) = (manifest.program.clone(), manifest.base.clone());
        let head = Head { format: FORMAT, program, base, stamp, quads: manifest.quads(), sources };
        let text = serde_json::to_string_pretty(&head).map_err(|e| self.unwritten(&e))?;
        self.write_atomically(&self.path.join(MANIFEST), format!("{text}\n").as_bytes())?;
        let mut problems = String::new();
        for problem in manifest.problems() {
            problems.push_str(&problem.as_json());
            problems.push('\n');
        }
        self.write_atomically(&self.path.join(PROBLEMS), problems.as_bytes())?;
        self.sweep(&head, manifest);
        Ok(())
    }

    fn unwritten(&self, error: &serde_json::Error) -> StoreError {
        StoreError::Manifest { path: self.path.join(MANIFEST), message: error.to_string() }
    }

    /// Makes sure that a crash of the machine loses nothing that the manifest is about to name.
    fn sync(&self, manifest: &Manifest) -> Result<(), StoreError> {
        let known: BTreeSet<String> = match self.manifest() {
            Ok(Some(old)) => old.kept().into_iter().chain(old.texts()).map(|shard| shard.file.clone()).collect(),
            _ => BTreeSet::new(),
        };
        let shards = manifest.kept().into_iter().map(|shard| (QUADS, shard)).chain(manifest.texts().map(|text| (TEXTS, text)));
        let new: Vec<PathBuf> = shards
            .filter(|(_, shard)| !known.contains(&shard.file))
            .map(|(folder, shard)| self.path.join(folder).join(&shard.file))
            .collect();
        new.par_iter().try_for_each(|path| File::open(path).and_then(|file| file.sync_all()).map_err(StoreError::io(path)))?;
        sync_folder(&self.path.join(QUADS));
        sync_folder(&self.path.join(TEXTS));
        Ok(())
    }

    /// Clears away what a killed process has left. Who calls holds the lock.
    pub fn clear_leftovers(&self) {
        if let (Ok(Some(head)), Ok(Some(manifest))) = (self.read_head(), self.manifest()) {
            self.sweep(&head, &manifest);
        }
    }

    /// Removes files that the manifest does not name; that one is left behind does no harm.
    fn sweep(&self, head: &Head, manifest: &Manifest) {
        let shards: BTreeSet<String> = manifest.kept().into_iter().map(|s| s.file.clone()).collect();
        let texts: BTreeSet<String> = manifest.texts().map(|text| text.file.clone()).collect();
        remove_others(&self.path.join(QUADS), |name| shards.contains(name));
        remove_others(&self.path.join(TEXTS), |name| texts.contains(name));
        let index = state::files(self, &head.stamp);
        remove_others(&self.path.join(state::FOLDER), |name| index.contains(name));
        let is_ours = |name: &str| name.starts_with(TEMPORARY) || name.starts_with("sources-");
        remove_others(&self.path, |name| name == head.sources || !is_ours(name));
    }

    /// A file in a folder that takes its name when all is written, with the mode that the user's files have.
    pub fn temporary(&self, folder: &Path) -> Result<NamedTempFile, StoreError> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMPORARY);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        builder.tempfile_in(folder).map_err(StoreError::io(folder))
    }

    /// Writes beside the target and renames, so that a reader never sees half a file, and a crash leaves none.
    pub fn write_atomically(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let folder = path.parent().unwrap_or(&self.path);
        let mut file = self.temporary(folder)?;
        file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(StoreError::io(path))?;
        file.persist(path).map_err(|e| StoreError::io(path)(e.error))?;
        sync_folder(folder);
        Ok(())
    }
}

/// The names of files are safe when their folder is; not every file system can say so.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

fn remove_others(folder: &Path, is_kept: impl Fn(&str) -> bool) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && !is_kept(&entry.file_name().to_string_lossy()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
