//! What the graph directory holds: which file gave which quads. Replacing the manifest is what makes a build visible.

use crate::model::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Program version and digest of its data: other ones find other facts.
    pub program: String,
    pub base: String,
    /// Quads that belong to no source: the reference graph, the derived graph, joined tables, by graph name.
    pub graphs: BTreeMap<String, Shard>,
    /// By path.
    pub sources: BTreeMap<String, SourceRecord>,
    /// What is wrong with paths that gave no source.
    #[serde(default)]
    pub problems: Vec<Problem>,
}

/// A file of quads below `quads/`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    pub file: String,
    pub quads: usize,
}

/// What one source gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Digest of the file's bytes and of what the manifest file says of it.
    pub digest: String,
    /// `None` where nothing could be read.
    pub shard: Option<Shard>,
    /// The copies found in it: `A/75/860@zh`.
    pub copies: Vec<String>,
    /// Facts by predicate.
    pub facts: BTreeMap<String, usize>,
    pub problems: Vec<Problem>,
}

impl Manifest {
    /// All files of quads, in the order of the graphs they hold.
    #[must_use]
    pub fn shards(&self) -> Vec<&Shard> {
        let sources = self.sources.values().filter_map(|s| s.shard.as_ref().map(|shard| (s.copies.first(), shard)));
        let mut shards: Vec<_> = sources.collect();
        shards.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.file.cmp(&b.1.file)));
        let mut files: Vec<&Shard> = shards.into_iter().map(|(_, s)| s).chain(self.graphs.values()).collect();
        files.dedup_by(|a, b| a.file == b.file);
        files
    }

    #[must_use]
    pub fn problems(&self) -> Vec<&Problem> {
        let mut all: Vec<&Problem> = self.sources.values().flat_map(|s| &s.problems).chain(&self.problems).collect();
        all.sort();
        all
    }

    #[must_use]
    pub fn quads(&self) -> usize {
        self.shards().iter().map(|s| s.quads).sum()
    }

    /// Facts by predicate over all sources.
    #[must_use]
    pub fn facts(&self) -> BTreeMap<&str, usize> {
        let mut facts = BTreeMap::new();
        for (predicate, count) in self.sources.values().flat_map(|s| &s.facts) {
            *facts.entry(predicate.as_str()).or_default() += count;
        }
        facts
    }
}
