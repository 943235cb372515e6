//! The graph directory: compressed N-Quads by source, and a manifest that names them.
//!
//! New files of quads are written first, under names that are digests of what is in them; then the manifest is
//! replaced in one step; then files that it no longer names are removed. A kill at any moment leaves the old graph
//! or the new one.

use super::manifest::{Manifest, Shard};
use super::quads::Quads;
use crate::model::digest::short_hex;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

const MANIFEST: &str = "manifest.json";
const QUADS: &str = "quads";
const PROBLEMS: &str = "problems.jsonl";

/// What can go wrong with the directory or with a query on it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{0}: no graph here; `rapporteur build FOLDER --graph {0}` makes one")]
    NoGraph(PathBuf),
    #[error("{path}: the manifest is damaged ({message}); build again with --force")]
    Manifest { path: PathBuf, message: String },
    #[error("{path}: damaged quads, {message}; build again with --force")]
    Quads { path: PathBuf, message: String },
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
}

impl GraphDirectory {
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The manifest; `None` where there is no graph yet.
    pub fn manifest(&self) -> Result<Option<Manifest>, StoreError> {
        let path = self.path.join(MANIFEST);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io(&path)(error)),
        };
        serde_json::from_str(&text).map(Some).map_err(|e| StoreError::Manifest { path, message: e.to_string() })
    }

    /// The manifest of a graph that must exist.
    pub fn existing(&self) -> Result<Manifest, StoreError> {
        self.manifest()?.ok_or_else(|| StoreError::NoGraph(self.path.clone()))
    }

    /// Makes the folders, and fails early where nothing can be written.
    pub fn prepare(&self) -> Result<(), StoreError> {
        let quads = self.path.join(QUADS);
        fs::create_dir_all(&quads).map_err(StoreError::io(&quads))
    }

    /// Writes quads to a file named by their digest; the same quads give the same bytes.
    pub fn write_shard(&self, quads: &Quads) -> Result<Shard, StoreError> {
        let file = format!("{}.nq.gz", short_hex(&Sha256::digest(quads.text().as_bytes())));
        let path = self.path.join(QUADS).join(&file);
        if !path.exists() {
            let mut encoder = GzEncoder::new(Vec::with_capacity(quads.text().len() / 8), Compression::new(1));
            encoder.write_all(quads.text().as_bytes()).map_err(StoreError::io(&path))?;
            let bytes = encoder.finish().map_err(StoreError::io(&path))?;
            self.write_atomically(&path, &bytes)?;
        }
        Ok(Shard { file, quads: quads.len() })
    }

    /// Reads a file of quads back.
    pub fn read_shard(&self, shard: &Shard) -> Result<String, StoreError> {
        let path = self.path.join(QUADS).join(&shard.file);
        let bytes = fs::read(&path).map_err(StoreError::io(&path))?;
        let mut text = String::new();
        let read = flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text);
        read.map_err(|e| StoreError::Quads { path, message: e.to_string() })?;
        Ok(text)
    }

    /// Makes a new manifest the valid one, then clears away what it does not name.
    pub fn commit(&self, manifest: &Manifest) -> Result<(), StoreError> {
        let path = self.path.join(MANIFEST);
        let text =
            serde_json::to_string_pretty(manifest).map_err(|e| StoreError::Manifest { path: path.clone(), message: e.to_string() })?;
        self.write_atomically(&path, format!("{text}\n").as_bytes())?;
        let mut problems = String::new();
        for problem in manifest.problems() {
            problems.push_str(&serde_json::to_string(problem).unwrap_or_default());
            problems.push('\n');
        }
        self.write_atomically(&self.path.join(PROBLEMS), problems.as_bytes())?;
        self.sweep(manifest)
    }

    fn sweep(&self, manifest: &Manifest) -> Result<(), StoreError> {
        let named: BTreeSet<&str> = manifest.shards().into_iter().map(|s| s.file.as_str()).collect();
        let folder = self.path.join(QUADS);
        for entry in fs::read_dir(&folder).map_err(StoreError::io(&folder))?.flatten() {
            if !named.contains(&*entry.file_name().to_string_lossy()) {
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }

    /// Writes beside the target and renames, so that a reader never sees half a file.
    pub fn write_atomically(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let folder = path.parent().unwrap_or(&self.path);
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(StoreError::io(folder))?;
        file.write_all(bytes).map_err(StoreError::io(path))?;
        file.persist(path).map_err(|e| StoreError::io(path)(e.error))?;
        Ok(())
    }
}
