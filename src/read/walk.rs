//! Files, folders and archives to sources, in an order that does not depend on the file system.
//!
//! A file is one however its path is typed: paths are made canonical. What is no regular file, has a name that is no
//! UTF-8 or belongs to a graph directory is a problem; hidden files below a folder are passed over.

use super::kind::{self, Kind};
use super::zip::Members;
use super::{MAX_BYTES, too_large};
use crate::model::{Hints, Problem, Severity, Source};
use crate::store::GraphDirectory;
use std::collections::BTreeSet;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

/// What lies below some paths.
#[derive(Debug, Default)]
pub struct Collected {
    /// Canonical paths, sorted, each once.
    pub files: Vec<PathBuf>,
    pub problems: Vec<Problem>,
    /// Canonical paths that were gone through without a hitch: a file that is missing there has been removed.
    pub whole: Vec<PathBuf>,
    /// Canonical paths, as far as they can be made so, that could not be read, or not all that is below them.
    pub unread: Vec<PathBuf>,
}

/// All files below the given paths. Symbolic links are followed, loops and what cannot be listed are problems.
#[must_use]
pub fn collect_paths(paths: &[PathBuf]) -> Collected {
    let mut collected = Collected::default();
    let mut files = BTreeSet::new();
    for path in paths {
        let before = (files.len(), collected.problems.len());
        let fail = |message: String| Problem::new(&name(path), Severity::Error, message);
        let canonical = match path.canonicalize() {
            Ok(canonical) => canonical,
            Err(error) => {
                let message = match error.kind() {
                    io::ErrorKind::NotFound => "no such file or folder: check the path".to_owned(),
                    _ => format!("cannot be read: {error}"),
                };
                collected.problems.push(fail(message));
                collected.unread.push(absolute(path));
                continue;
            }
        };
        if let Some(graph) = canonical.ancestors().find(|folder| GraphDirectory::is_at(folder)) {
            collected.problems.push(fail(format!("it belongs to the graph in {}: a graph is no input", name(graph))));
            continue;
        }
        match fs::metadata(&canonical).map(|found| found.file_type()) {
            Ok(kind) if kind.is_dir() => below(&canonical, path, &mut files, &mut collected.problems),
            Ok(kind) => collected.problems.extend(take(canonical.clone(), kind, &mut files).err()),
            Err(error) => collected.problems.push(fail(format!("cannot be read: {error}"))),
        }
        // An empty folder is what is left of a share that is not mounted.
        let is_whole = collected.problems.len() == before.1 && files.len() > before.0;
        if is_whole { collected.whole.push(canonical) } else { collected.unread.push(canonical) }
    }
    collected.files = files.into_iter().collect();
    collected
}

fn below(folder: &Path, typed: &Path, files: &mut BTreeSet<PathBuf>, problems: &mut Vec<Problem>) {
    let is_graph = |entry: &ignore::DirEntry| entry.file_type().is_some_and(|t| t.is_dir()) && GraphDirectory::is_at(entry.path());
    let walk = ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .filter_entry(move |entry| !is_graph(entry))
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let Some(kind) = entry.file_type().filter(|kind| !kind.is_dir()) else { continue };
                // A link leads to the file that it stands for.
                match entry.path().canonicalize() {
                    Ok(path) if path != entry.path() && path.ancestors().any(GraphDirectory::is_at) => {}
                    Ok(path) => problems.extend(take(path, kind, files).err()),
                    Err(error) => problems.push(Problem::new(&name(entry.path()), Severity::Error, format!("cannot be read: {error}"))),
                }
            }
            Err(error) => problems.push(Problem::new(&name(typed), Severity::Error, format!("{error}: skipped"))),
        }
    }
}

/// Takes a file, where it is one whose name can be written.
fn take(path: PathBuf, kind: FileType, files: &mut BTreeSet<PathBuf>) -> Result<(), Problem> {
    let fail = |message: &str| Err(Problem::new(&name(&path), Severity::Error, message));
    if !kind.is_file() {
        return fail(
            "it is no regular file (a pipe, a device, a socket): save what it gives to a file, or pipe it into `rapporteur extract -`",
        );
    }
    if path.to_str().is_none() {
        return fail("its name is not UTF-8: rename it");
    }
    files.insert(path);
    Ok(())
}

/// How a file is named: from a folder where it lies below it, else from the root.
#[must_use]
pub fn key(file: &Path, folder: &Path) -> String {
    let below = file.strip_prefix(folder).ok().filter(|rest| !rest.as_os_str().is_empty());
    name(below.unwrap_or(file))
}

/// A path that may not be there, from the root: as much of it as there is, canonical.
#[must_use]
pub fn absolute(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = absolute.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    match there {
        Some((above, canonical)) => absolute.strip_prefix(above).map_or(absolute.clone(), |rest| canonical.join(rest)),
        None => absolute,
    }
}

/// The documents in a file: itself, or the members of an archive.
pub enum Documents {
    One(Option<Result<Source, Problem>>),
    Members(Box<Members>),
}

/// Opens a file. Archives are read member by member, as the documents are asked for.
#[must_use]
pub fn documents(path: &Path) -> Documents {
    documents_named(path, &name(path))
}

/// The same under another name.
#[must_use]
pub fn documents_named(path: &Path, name: &str) -> Documents {
    match read_file(path, name) {
        Ok(bytes) if kind::of(name, &bytes) == Kind::Archive => match Members::of(name, bytes) {
            Ok(members) => Documents::Members(Box::new(members)),
            Err(problem) => Documents::One(Some(Err(problem))),
        },
        read => Documents::One(Some(read.map(|bytes| source((name.to_owned(), bytes))))),
    }
}

impl Iterator for Documents {
    type Item = Result<Source, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::One(one) => one.take(),
            Self::Members(members) => members.next().map(|member| member.map(source)),
        }
    }
}

fn source((path, bytes): (String, Vec<u8>)) -> Source {
    Source { path, bytes, hints: Hints::default() }
}

fn read_file(path: &Path, name: &str) -> Result<Vec<u8>, Problem> {
    let fail = |error: io::Error| Problem::new(name, Severity::Error, format!("cannot be read: {error}"));
    let before = fs::metadata(path).map_err(fail)?;
    if before.len() > MAX_BYTES as u64 {
        return Err(too_large(name, before.len()));
    }
    let bytes = fs::read(path).map_err(fail)?;
    let after = fs::metadata(path).map_err(fail)?;
    let is_same = before.len() == after.len() && before.modified().ok() == after.modified().ok();
    if before.is_file() && (!is_same || bytes.len() as u64 != after.len()) {
        return Err(Problem::new(name, Severity::Error, "it changed while it was read: build again when it is complete"));
    }
    Ok(bytes)
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
