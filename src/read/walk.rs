//! Files, folders and archives to sources, in an order that does not depend on the file system.

use super::kind::{self, Kind};
use super::zip::Members;
use super::{MAX_BYTES, too_large};
use crate::model::{Hints, Problem, Severity, Source};
use std::path::{Path, PathBuf};

/// All files below the given paths, sorted and without repetition; hidden files are passed over.
/// Symbolic links are followed, loops and what cannot be listed are problems.
pub fn collect_paths(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<Problem>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        if !path.exists() {
            problems.push(Problem::new(&name(path), Severity::Error, "no such file or folder: check the path"));
            continue;
        }
        if path.is_file() {
            files.push(path.clone());
            continue;
        }
        let walk = ignore::WalkBuilder::new(path).standard_filters(false).hidden(true).follow_links(true).build();
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) => files.push(entry.into_path()),
                Ok(_) => {}
                Err(error) => problems.push(Problem::new(&name(path), Severity::Error, format!("{error}: skipped"))),
            }
        }
    }
    files.sort();
    files.dedup();
    (files, problems)
}

/// The documents in a file: itself, or the members of an archive.
pub enum Documents {
    One(Option<Result<Source, Problem>>),
    Members(Box<Members>),
}

/// Opens a file. Archives are read member by member, as the documents are asked for.
#[must_use]
pub fn documents(path: &Path) -> Documents {
    match read_file(path) {
        Ok((path, bytes)) if kind::of(&path, &bytes) == Kind::Archive => match Members::of(&path, bytes) {
            Ok(members) => Documents::Members(Box::new(members)),
            Err(problem) => Documents::One(Some(Err(problem))),
        },
        read => Documents::One(Some(read.map(source))),
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

fn read_file(path: &Path) -> Result<(String, Vec<u8>), Problem> {
    let fail = |error: std::io::Error| Problem::new(&name(path), Severity::Error, format!("cannot be read: {error}"));
    let size = std::fs::metadata(path).map_err(fail)?.len();
    if size > MAX_BYTES as u64 {
        return Err(too_large(&name(path), size));
    }
    Ok((name(path), std::fs::read(path).map_err(fail)?))
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
