//! What the graph directory holds: which file gave which quads. Replacing the manifest is what makes a build visible.
//!
//! On disk it is two files: `manifest.json`, short, which is replaced, and the one that it names, with all sources.

use crate::model::digest::short_hex;
use crate::model::{Hints, Problem};
use crate::resolve::ties::Ties;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The version of the directory's layout.
pub const FORMAT: u32 = 2;

/// The short part, enough to open a graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub format: u32,
    pub program: String,
    pub base: String,
    /// Stands for the quads: another stamp is another graph.
    pub stamp: String,
    pub quads: usize,
    /// The file with all the rest.
    pub sources: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Program version and digest of its data: other ones find other facts.
    pub program: String,
    pub base: String,
    /// Quads that belong to no source: the reference graph, the derived graph, joined tables, by graph name.
    pub graphs: BTreeMap<String, Shard>,
    /// By path: from the folder in which the graph directory lies, or absolute where the file lies elsewhere.
    pub sources: BTreeMap<String, SourceRecord>,
    /// What is wrong with paths that gave no source.
    #[serde(default)]
    pub problems: Vec<Problem>,
    /// What copies of one document have that could not be aligned.
    #[serde(default)]
    pub unjoined: Vec<Problem>,
}

/// A file below `quads/` or `text/`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    pub file: String,
    /// Nought for a text.
    #[serde(default)]
    pub quads: usize,
    /// Size and checksum of the file as it lies there.
    #[serde(default)]
    pub bytes: u64,
    #[serde(default)]
    pub sum: String,
}

/// What one source gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Digest of the file's bytes and of what the manifest file says of it.
    pub digest: String,
    #[serde(default)]
    pub hints: Hints,
    /// `None` where nothing could be read.
    pub shard: Option<Shard>,
    /// The text as it was read, where texts are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Shard>,
    /// The quads as they were found in it, where joining them with those of other copies has changed names in them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<Shard>,
    /// Digest of the names that were changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub renamed: String,
    /// What could prove its persons and turns to be those of other copies.
    #[serde(default)]
    pub ties: Ties,
    /// The copies found in it: `A/75/860@zh`.
    pub copies: Vec<String>,
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

    /// All files of texts.
    pub fn texts(&self) -> impl Iterator<Item = &Shard> {
        self.sources.values().filter_map(|source| source.text.as_ref())
    }

    /// A digest of the base and of the names of all files of quads, which are digests of their content.
    #[must_use]
    pub fn stamp(&self) -> String {
        let mut files: Vec<&str> = self.shards().into_iter().map(|shard| shard.file.as_str()).collect();
        files.sort_unstable();
        files.dedup();
        let mut hash = Sha256::new();
        for part in std::iter::once(self.base.as_str()).chain(files) {
            hash.update(part.as_bytes());
            hash.update(b"\n");
        }
        short_hex(&hash.finalize())
    }

    /// All files that are to stay: those of the graph, and those from which copies are joined anew.
    #[must_use]
    pub fn kept(&self) -> Vec<&Shard> {
        let own = self.sources.values().filter_map(|source| source.own.as_ref());
        self.shards().into_iter().chain(own).collect()
    }

    #[must_use]
    pub fn problems(&self) -> Vec<&Problem> {
        let mut all: Vec<&Problem> = self.sources.values().flat_map(|s| &s.problems).chain(&self.problems).chain(&self.unjoined).collect();
        all.sort();
        all
    }

    #[must_use]
    pub fn quads(&self) -> usize {
        self.shards().iter().map(|s| s.quads).sum()
    }
}
