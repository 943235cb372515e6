//! The on-disk store of the feature `disk`: oxigraph on RocksDB, kept in step with the graph directory.
//!
//! The directory stays the source of truth. The store remembers which manifest it was loaded from; when the manifest
//! is another, a new store is loaded beside the old one and takes its place.

use super::directory::{GraphDirectory, StoreError};
use super::manifest::Manifest;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::store::Store;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

const STORE: &str = "store";
const NEXT: &str = "store.next";
/// Beside the store: the digest of the manifest that it was loaded from.
const STAMP: &str = "store.stamp";

/// Opens the store of a directory, loading it first where it is not in step.
///
/// # Errors
/// The store cannot be opened or written, or a file of quads is damaged.
pub fn open(directory: &GraphDirectory, manifest: &Manifest) -> Result<Store, StoreError> {
    let path = directory.path().join(STORE);
    let stamp = stamp_of(manifest);
    if path.is_dir() && fs::read_to_string(directory.path().join(STAMP)).is_ok_and(|s| s == stamp) {
        return Store::open_read_only(&path).map_err(|e| failed(&path, e.to_string()));
    }
    reload(directory, manifest, &path, &stamp)?;
    Store::open_read_only(&path).map_err(|e| failed(&path, e.to_string()))
}

fn reload(directory: &GraphDirectory, manifest: &Manifest, path: &Path, stamp: &str) -> Result<(), StoreError> {
    let next = directory.path().join(NEXT);
    remove(&next)?;
    {
        let store = Store::open(&next).map_err(|e| failed(&next, e.to_string()))?;
        let mut loader = store.bulk_loader();
        for shard in manifest.shards() {
            let text = directory.read_shard(shard)?;
            let parser = RdfParser::from_format(RdfFormat::NQuads).lenient();
            loader.load_from_slice(parser, text.as_bytes()).map_err(|e| failed(Path::new(&shard.file), e.to_string()))?;
        }
        loader.commit().map_err(|e| failed(&next, e.to_string()))?;
        store.flush().map_err(|e| failed(&next, e.to_string()))?;
    }
    // The stamp goes first and comes last: a store without a stamp is loaded anew.
    remove(&directory.path().join(STAMP))?;
    remove(path)?;
    fs::rename(&next, path).map_err(StoreError::io(path))?;
    let stamp_path = directory.path().join(STAMP);
    fs::write(&stamp_path, stamp).map_err(StoreError::io(&stamp_path))
}

fn remove(path: &Path) -> Result<(), StoreError> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io(path)(error)),
        _ => Ok(()),
    }
}

fn stamp_of(manifest: &Manifest) -> String {
    let files: Vec<&str> = manifest.shards().into_iter().map(|s| s.file.as_str()).collect();
    Sha256::digest(files.join("\n")).iter().map(|b| format!("{b:02x}")).collect()
}

fn failed(path: &Path, message: String) -> StoreError {
    StoreError::Quads { path: PathBuf::from(path), message }
}
