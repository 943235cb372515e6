//! What people search in, written with the index and read where it lies: the names of entities, and the kept texts.
//!
//! Each segment has a file of the names that it touches; texts have files of their own. Both are derived, as the index
//! is. What it leaves out: words that differ by their endings, and weights of words.

mod keyed;
pub mod names;
pub mod passages;
mod records;
mod runs;
mod slips;
pub mod words;

use super::Snapshot;
use super::file::{Bytes, Output};
use crate::store::directory::{GraphDirectory, StoreError};
use crate::store::manifest::Manifest;
use crate::store::texts::Texts;
use names::Names;
use passages::{Files, Passages};
pub use records::write as write_names;
use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Kinds of entities by the folders of their IRIs, in the order in which people look for them.
pub const KINDS: &[&str] =
    &["state", "organisation", "instrument", "person", "document", "post", "group", "meeting", "event", "place", "agenda-item", "subject"];

struct Kinds;

impl Kinds {
    fn of(path: &str) -> u8 {
        let folder = path.split('/').next().unwrap_or("");
        KINDS.iter().position(|kind| *kind == folder).unwrap_or(KINDS.len()) as u8
    }

    fn name(number: u8) -> &'static str {
        KINDS.get(usize::from(number)).copied().unwrap_or("other")
    }
}

/// Where what is searched in lies.
#[derive(Debug, Clone, Default)]
pub struct Places {
    pub folder: PathBuf,
    pub names: Vec<String>,
    pub texts: Vec<String>,
}

impl Places {
    pub fn names(&self) -> io::Result<Names> {
        Names::open(opened(&self.folder, &self.names)?)
    }

    pub fn passages(&self, texts: &Texts) -> io::Result<Passages> {
        Passages::open(opened(&self.folder, &self.texts)?, texts)
    }
}

fn opened(folder: &Path, names: &[String]) -> io::Result<Vec<Bytes>> {
    names.iter().filter(|name| !name.is_empty()).map(|name| File::open(folder.join(name)).map(Bytes::Disk)).collect()
}

/// The names of an index that has no files.
pub fn names_in_memory(index: &Snapshot, base: &str) -> io::Result<Names> {
    let mut bytes = Vec::new();
    let is_there = write_names(index, base, &std::env::temp_dir(), &mut Output::new(&mut bytes))?;
    Names::open(if is_there { vec![Bytes::Memory(bytes)] } else { Vec::new() })
}

/// The texts of a graph, each once.
pub fn texts_of(manifest: &Manifest) -> BTreeSet<(String, String)> {
    let texts = manifest.sources.values().filter_map(|source| Some((source.text.as_ref()?, source.copies.first()?)));
    texts.map(|(text, copy)| (text.file.clone(), copy.clone())).collect()
}

/// What is to become of the files that cover the texts of a graph: those that stay, and the texts of one that is new.
pub fn planned(folder: &Path, known: &[String], texts: &BTreeSet<(String, String)>) -> (Vec<String>, Files) {
    let cover = |name: &String| File::open(folder.join(name)).and_then(|file| passages::covered(&Bytes::Disk(file))).ok();
    let mut parts: Vec<(String, Files)> = known.iter().filter_map(|name| Some((name.clone(), cover(name)?))).collect();
    let (mut all, mut live) = (0, 0);
    for (_, files) in &mut parts {
        all += files.len();
        files.retain(|file| texts.contains(file));
        live += files.len();
    }
    if all > 2 * live {
        parts.clear();
    }
    let covered: BTreeSet<&(String, String)> = parts.iter().flat_map(|(_, files)| files).collect();
    let mut new: Files = texts.iter().filter(|text| !covered.contains(text)).cloned().collect();
    // Small files are put together, so that there are few.
    while !new.is_empty() && parts.last().is_some_and(|(_, files)| files.len() < 4 * new.len()) {
        new.extend(parts.pop().into_iter().flat_map(|(_, files)| files));
    }
    new.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    (parts.into_iter().map(|(name, _)| name).collect(), new)
}

/// Writes the words of some texts of a directory.
pub fn write_texts(directory: &GraphDirectory, files: Files, folder: &Path, out: &mut Output<'_>) -> Result<(), StoreError> {
    let read =
        |file: &str| directory.read_text_file(file).map(|text| text.split_once('\n').map_or(String::new(), |(_, text)| text.to_owned()));
    passages::write(files, read, folder, out)
}
