//! The texts of a graph: each as it was read, so that the offsets of the evidence lead to their place.

use super::directory::{GraphDirectory, StoreError};
use super::manifest::Shard;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Which texts a graph has, by the key of the copy (`A/75/860@zh`).
#[derive(Debug, Clone)]
pub struct Texts {
    directory: GraphDirectory,
    by_copy: BTreeMap<String, Shard>,
}

/// The little of a manifest that names texts: of a large graph it is long.
#[derive(Deserialize)]
struct Sources {
    sources: BTreeMap<String, Source>,
}

#[derive(Deserialize)]
struct Source {
    text: Option<Shard>,
    copies: Vec<String>,
}

/// The text of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptText {
    pub content: String,
    /// The code points from which it stands on a page, with the page; empty where it has no pages.
    pub pages: Vec<(usize, u32)>,
}

impl Texts {
    /// Finds out which texts a graph has.
    ///
    /// # Errors
    /// There is no graph, or its manifest cannot be read.
    pub fn open(directory: &GraphDirectory) -> Result<Self, StoreError> {
        let mut by_copy = BTreeMap::new();
        let sources = directory.sources::<Sources>()?.ok_or_else(|| StoreError::NoGraph(directory.path().to_owned()))?;
        for record in sources.sources.into_values() {
            if let Some(text) = record.text {
                for copy in record.copies {
                    by_copy.entry(copy).or_insert_with(|| text.clone());
                }
            }
        }
        Ok(Self { directory: directory.clone(), by_copy })
    }

    /// Keys of the copies whose texts are kept, sorted.
    pub fn copies(&self) -> impl Iterator<Item = &str> {
        self.by_copy.keys().map(String::as_str)
    }

    /// Whether the text of a copy is the one that a file holds.
    #[must_use]
    pub fn has(&self, copy: &str, file: &str) -> bool {
        self.by_copy.get(copy).is_some_and(|text| text.file == file)
    }

    /// The text of a copy; `None` where none is kept.
    ///
    /// # Errors
    /// The file is damaged or missing.
    pub fn of(&self, copy: &str) -> Result<Option<KeptText>, StoreError> {
        let Some(shard) = self.by_copy.get(copy) else { return Ok(None) };
        let text = self.directory.read_text(shard)?;
        let (pages, content) = text.split_once('\n').unwrap_or(("", &text));
        Ok(Some(KeptText { content: content.to_owned(), pages: serde_json::from_str(pages).unwrap_or_default() }))
    }
}
