//! What a person has settled of a table stays beside the graph, under the table's name; and files that a person has
//! written in are not written over.

use super::TableError;
use super::corrections::{Corrections, Settled};
use super::facts::slug;
use super::read::Table;
use crate::store::GraphDirectory;
use std::path::{Path, PathBuf};

/// Where the corrections of a table are kept.
#[must_use]
pub fn path(directory: &GraphDirectory, name: &str) -> PathBuf {
    directory.path().join(format!("{}.corrections.csv", slug(name)))
}

/// The corrections of a table so far.
pub fn open(directory: &GraphDirectory, name: &str) -> Result<Corrections, TableError> {
    let path = path(directory, name);
    if path.exists() { Corrections::open(&path) } else { Ok(Corrections::default()) }
}

/// Keeps all that is settled for the next time.
pub fn keep(directory: &GraphDirectory, name: &str, corrections: &Corrections, settled: &Settled, base: &str) -> Result<(), TableError> {
    if corrections.is_empty() {
        return Ok(());
    }
    let path = path(directory, name);
    let mut text = Vec::new();
    corrections.write_kept(settled, base, &mut text).map_err(|e| TableError::Io(path.display().to_string(), e))?;
    Ok(directory.write_atomically(&path, &text)?)
}

/// Where the open keys of a table go: the first name that is free, or has a file that nobody has written in.
#[must_use]
pub fn place_for_open(directory: &GraphDirectory, name: &str, given: Option<&Path>) -> PathBuf {
    let numbered = |number: usize| {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        directory.path().join(format!("{}.unmatched{number}.csv", slug(name)))
    };
    let is_free = |path: &PathBuf| !given.is_some_and(|given| is_same(given, path)) && !is_filled_in(path);
    (1..).map(numbered).find(is_free).unwrap_or_else(|| numbered(1))
}

/// Whether two paths lead to one file.
#[must_use]
pub fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// Whether a file has entities in it that a person wrote, or is something else altogether.
#[must_use]
pub fn is_filled_in(path: &Path) -> bool {
    if !path.exists() {
        return false;
    }
    let filled = Table::open(path).and_then(|table| Corrections::of("", &table)).map(|corrections| !corrections.is_empty());
    filled.unwrap_or(true)
}
