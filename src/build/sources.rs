//! Which files a build reads, and which sources of earlier builds it takes over unread.

use super::Inputs;
use crate::model::{Problem, Severity};
use crate::read::{Collected, absolute, collect_paths};
use crate::store::{GraphDirectory, Manifest, SourceRecord};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const UNREAD: &str = "it and what lies with it could not be looked for: what earlier builds found there is kept; --prune removes it";
const AWAY: &str = "it is not there any more: what an earlier build found in it is kept; --prune removes it";
const LOST: &str = "its quads in the graph are damaged or missing, and it is not there to be read again: give the folder that it is in now";

/// What a build is to do.
#[derive(Debug, Default)]
pub struct Plan {
    /// Canonical paths, sorted.
    pub files: Vec<PathBuf>,
    /// Those of them that were not given, but of which what the graph has is no longer good.
    pub again: BTreeSet<PathBuf>,
    /// Sources that are taken over as they are.
    pub kept: Vec<String>,
    pub problems: Vec<Problem>,
}

impl Plan {
    pub fn new(directory: &GraphDirectory, old: &Manifest, usable: bool, inputs: &Inputs<'_>, root: &Path) -> Self {
        let given = collect_paths(inputs.paths);
        let mut plan = Self { files: given.files.clone(), problems: given.problems.clone(), ..Self::default() };
        let files: BTreeSet<&PathBuf> = given.files.iter().collect();
        let mut is_told = false;
        for (path, record) in &old.sources {
            let place = root.join(path);
            let file = place.ancestors().find(|path| path.is_file()).map(Path::to_owned);
            if file.as_ref().is_some_and(|file| files.contains(file)) {
                continue;
            }
            let whereabouts = Whereabouts::of(&place, &given);
            if whereabouts == Whereabouts::Gone || (whereabouts == Whereabouts::Unread && inputs.prune) {
                continue;
            }
            let is_good = is_whole(directory, record);
            match file {
                // Another program finds other facts; damage is mended.
                Some(file) if !usable || !is_good => drop(plan.again.insert(file)),
                None if !is_good => plan.problem(path, Severity::Error, LOST),
                None if !usable && inputs.prune => {}
                file => {
                    plan.kept.push(path.clone());
                    if whereabouts == Whereabouts::Unread && !is_told {
                        plan.problem(path, Severity::Warning, UNREAD);
                        is_told = true;
                    } else if file.is_none() && !usable {
                        plan.problem(path, Severity::Warning, AWAY);
                    }
                }
            }
        }
        plan.files.extend(plan.again.iter().cloned());
        plan.files.sort();
        plan.files.dedup();
        plan
    }

    fn problem(&mut self, path: &str, severity: Severity, message: &str) {
        self.problems.push(Problem::new(path, severity, message));
    }
}

/// Where a source of an earlier build is, that is not among the files found now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whereabouts {
    /// Outside the given paths.
    Elsewhere,
    /// Below one that could not be read, or not whole.
    Unread,
    /// Below one that was read: it has been removed.
    Gone,
}

impl Whereabouts {
    fn of(place: &Path, given: &Collected) -> Self {
        // Of the paths above it, the nearest says most.
        let nearest = |paths: &[PathBuf]| paths.iter().filter(|path| place.starts_with(path)).map(|path| path.as_os_str().len()).max();
        match (nearest(&given.unread), nearest(&given.whole)) {
            (None, None) => Self::Elsewhere,
            (unread, whole) if unread > whole => Self::Unread,
            _ => Self::Gone,
        }
    }
}

/// Whether all that an earlier build wrote for a source lies there as it was written.
pub fn is_whole(directory: &GraphDirectory, record: &SourceRecord) -> bool {
    record.shard.as_ref().is_none_or(|shard| directory.has_shard(shard)) && record.text.as_ref().is_none_or(|text| directory.has_text(text))
}

/// The folder from which sources are named: that in which the graph directory lies.
pub fn root_of(directory: &GraphDirectory) -> PathBuf {
    let graph = absolute(directory.path());
    graph.parent().map_or_else(|| graph.clone(), Path::to_owned)
}
