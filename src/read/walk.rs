//! Files and folders to sources, in an order that does not depend on the file system.

use super::MAX_TEXT_BYTES;
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

/// Reads one file's bytes.
pub fn read_source(path: &Path, hints: Hints) -> Result<Source, Problem> {
    let fail = |message: String| Problem::new(&name(path), Severity::Error, message);
    let size = std::fs::metadata(path).map_err(|e| fail(format!("cannot be read: {e}")))?.len();
    if size > MAX_TEXT_BYTES as u64 {
        return Err(fail(format!("the file has {size} bytes, more than the {MAX_TEXT_BYTES} that are read as one document: split it")));
    }
    let bytes = std::fs::read(path).map_err(|e| fail(format!("cannot be read: {e}")))?;
    Ok(Source { path: name(path), bytes, hints })
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
