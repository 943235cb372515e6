//! Whether a graph directory is as it was written: every file that the manifest names, by its digest.

use super::directory::{GraphDirectory, StoreError};
use super::index::state;
use crate::model::digest::short_hex;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// A file that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub file: PathBuf,
    pub message: String,
    /// What it comes from: a path, or a graph of its own.
    pub source: String,
}

/// What was looked at, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Report {
    pub files: usize,
    pub faults: Vec<Fault>,
}

/// Checks all files of a graph.
///
/// # Errors
/// There is no graph, or its manifest cannot be read.
pub fn verify(directory: &GraphDirectory) -> Result<Report, StoreError> {
    let (head, manifest) = (directory.head()?, directory.existing()?);
    let mut files = Vec::new();
    for (source, record) in &manifest.sources {
        files.extend(record.shard.iter().map(|shard| ("quads", shard, source)));
        files.extend(record.text.iter().map(|text| ("text", text, source)));
    }
    files.extend(manifest.graphs.iter().map(|(name, shard)| ("quads", shard, name)));
    let looked_at = |(folder, shard, source): &(&str, &super::Shard, &String)| {
        let file = Path::new(folder).join(&shard.file);
        let expected = shard.file.split('.').next().unwrap_or_default();
        let message = match unpacked(&directory.path().join(&file)) {
            Ok(text) if short_hex(&Sha256::digest(&text)) == expected => return None,
            Ok(_) => "its digest is another than its name says".to_owned(),
            Err(error) => error.to_string(),
        };
        Some(Fault { file, message, source: (*source).clone() })
    };
    let mut report = Report { files: files.len(), faults: files.par_iter().filter_map(looked_at).collect() };
    if manifest.stamp() != head.stamp {
        let message = "it names other quads than the file of sources".to_owned();
        report.faults.push(Fault { file: "manifest.json".into(), message, source: String::new() });
    }
    for name in state::files(directory, &head.stamp) {
        report.files += 1;
        let file = Path::new(state::FOLDER).join(&name);
        let whole = match fs::read(directory.path().join(&file)) {
            Ok(bytes) if name != format!("{}.json", head.stamp) => {
                let digest = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes));
                if name.starts_with(&digest) { Ok(()) } else { Err("its digest is another than its name says".to_owned()) }
            }
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        };
        report.faults.extend(whole.err().map(|message| Fault { file, message, source: "the index".to_owned() }));
    }
    report.faults.sort();
    report.faults.dedup();
    Ok(report)
}

fn unpacked(path: &Path) -> std::io::Result<Vec<u8>> {
    let bytes = fs::read(path)?;
    if bytes.is_empty() {
        return Err(std::io::Error::new(std::io::ErrorKind::UnexpectedEof, "the file is empty"));
    }
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(bytes.as_slice()), &mut text)?;
    Ok(text)
}
