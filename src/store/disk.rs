//! The store of the feature `disk`: oxigraph on RocksDB, kept in step with the graph directory.
//!
//! The directory stays the source of truth. Beside the store stands a stamp that says from which files it was loaded;
//! where the manifest names others, a new store is loaded beside the old one and takes its place.

use super::directory::{GraphDirectory, StoreError};
use super::lines::Union;
use super::manifest::Manifest;
use crate::model::digest::hex;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::store::{BulkLoader, Store};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

const STORE: &str = "store";
const NEXT: &str = "store.next";
const STAMP: &str = "store.stamp";
const LOCK: &str = "store.lock";

/// Opens the store of a directory for reading, loading it first where it is not in step.
///
/// # Errors
/// The store cannot be opened or written, or a file of quads is damaged.
pub fn open(directory: &GraphDirectory, manifest: &Manifest) -> Result<Store, StoreError> {
    let (path, stamp) = (directory.path().join(STORE), directory.path().join(STAMP));
    let expected = stamp_of(manifest);
    // One at a time: who comes second finds the store in step. The lock ends with the file's handle.
    let lock_path = directory.path().join(LOCK);
    let lock = fs::File::create(&lock_path).map_err(StoreError::io(&lock_path))?;
    lock.lock().map_err(StoreError::io(&lock_path))?;
    let in_step = path.is_dir() && fs::read_to_string(&stamp).is_ok_and(|found| found == expected);
    if !in_step {
        let next = directory.path().join(NEXT);
        remove(&next)?;
        load(directory, manifest, &next)?;
        // A store without its stamp is loaded anew: a kill between any two steps does no harm.
        remove(&stamp)?;
        remove(&path)?;
        fs::rename(&next, &path).map_err(StoreError::io(&path))?;
        fs::write(&stamp, expected).map_err(StoreError::io(&stamp))?;
    }
    Store::open_read_only(&path).map_err(|e| failed(&path, &e))
}

/// Loads the union of all graphs as the default graph, each triple once, and every graph by its name.
fn load(directory: &GraphDirectory, manifest: &Manifest, path: &Path) -> Result<(), StoreError> {
    let store = Store::open(path).map_err(|e| failed(path, &e))?;
    let mut loader = store.bulk_loader();
    let mut union = Union::default();
    for shard in manifest.shards() {
        let text = directory.read_shard(shard)?;
        feed(&mut loader, &union.new_triples(&text), RdfFormat::NTriples, &shard.file)?;
        feed(&mut loader, &text, RdfFormat::NQuads, &shard.file)?;
    }
    loader.commit().map_err(|e| failed(path, &e))?;
    store.flush().map_err(|e| failed(path, &e))
}

/// Parses the text of a file of quads into a store that is being loaded.
fn feed(loader: &mut BulkLoader<'_>, text: &str, format: RdfFormat, file: &str) -> Result<(), StoreError> {
    // The quads are this program's own: what it wrote needs no second check.
    let parser = RdfParser::from_format(format).lenient();
    loader.load_from_slice(parser, text.as_bytes()).map_err(|e| StoreError::Quads { path: file.into(), message: e.to_string() })
}

/// Files of quads are named by their digest: their names tell their content.
fn stamp_of(manifest: &Manifest) -> String {
    let mut hash = Sha256::new();
    for shard in manifest.shards() {
        hash.update(shard.file.as_bytes());
        hash.update([b'\n']);
    }
    hex(&hash.finalize())
}

fn remove(path: &Path) -> Result<(), StoreError> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::io(path)(error)),
        _ => Ok(()),
    }
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Quads { path: path.to_path_buf(), message: error.to_string() }
}
