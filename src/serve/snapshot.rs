//! One state of the graph and all that is made from it, so that a server moves from one to the next as a whole:
//! the graph that pages read, the processes that queries run in, the index of names, the names met so far.

use super::pool::Pool;
use crate::query::labels::Labels;
use crate::store::search::names::{Hit, Names};
use crate::store::search::passages::Passages;
use crate::store::texts::Texts;
use crate::store::{Graph, GraphDirectory, StoreError};
use crate::tables::key::KeyKind;
use crate::tables::matching::Matcher;
use bytes::Bytes;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Names that are kept between pages; then they are learnt anew.
const NAMES: usize = 200_000;
/// Bytes of answers that are kept: a view is laid out once.
const KEPT: usize = 64 << 20;

/// A state of the graph.
pub struct Snapshot {
    pub graph: Graph,
    pub stamp: String,
    directory: GraphDirectory,
    texts: OnceLock<Option<Texts>>,
    pub pool: Pool,
    names: OnceLock<Names>,
    passages: OnceLock<Passages>,
    labels: Mutex<Labels>,
    kept: Mutex<BTreeMap<String, Bytes>>,
    size: OnceLock<usize>,
    counts: OnceLock<BTreeMap<&'static str, usize>>,
    matcher: OnceLock<Option<Matcher>>,
}

impl Snapshot {
    /// Opens a graph directory.
    pub fn open(directory: &GraphDirectory, stamp: String, pool: Pool) -> Result<Self, StoreError> {
        let graph = Graph::open(directory)?;
        let (directory, texts) = (directory.clone(), OnceLock::new());
        let labels = Mutex::new(Labels::none(&graph));
        let (names, passages, kept) = (OnceLock::new(), OnceLock::new(), Mutex::default());
        let (size, counts, matcher) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Ok(Self { graph, stamp, directory, texts, pool, names, passages, labels, kept, size, counts, matcher })
    }

    /// The names to search in; none where they cannot be read.
    pub fn names(&self) -> &Names {
        self.names.get_or_init(|| self.graph.names().unwrap_or_default())
    }

    /// The texts that are kept; none where nothing says which.
    pub fn texts(&self) -> Option<&Texts> {
        self.texts.get_or_init(|| Texts::open(&self.directory).ok()).as_ref()
    }

    /// The texts to search in.
    pub fn passages(&self) -> &Passages {
        self.passages.get_or_init(|| self.texts().map(|texts| self.graph.passages(texts)).unwrap_or_default())
    }

    /// Entities that have a name, by kind; counted once.
    pub fn counts(&self) -> &BTreeMap<&'static str, usize> {
        self.counts.get_or_init(|| self.names().counts())
    }

    /// The entities that a text may mean, best first; only those that are called exactly so, if asked for.
    pub fn find(&self, text: &str, exactly: bool) -> Result<Vec<Hit>, StoreError> {
        let mut hits = self.graph.find(self.names(), text, exactly)?;
        let mut seen = FxHashSet::default();
        hits.retain(|hit| seen.insert(hit.entity));
        Ok(hits)
    }

    /// The name of an entity in a language.
    #[must_use]
    pub fn name(&self, iri: &str, language: &str) -> String {
        let mut labels = self.labels.lock().unwrap_or_else(PoisonError::into_inner);
        if labels.len() > NAMES {
            *labels = Labels::none(&self.graph);
        }
        // What cannot be read has no name but its key.
        let _ = labels.learn(&self.graph, iri);
        labels.of(iri, language)
    }

    /// The text of a language copy (`A/75/860@zh`) as it was read; `None` where it was not kept.
    pub fn text(&self, copy: &str) -> Result<Option<String>, StoreError> {
        Ok(self.texts().map(|texts| texts.of(copy)).transpose()?.flatten().map(|text| text.content))
    }

    /// What was made under a key before.
    #[must_use]
    pub fn kept(&self, key: &str) -> Option<Bytes> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Keeps what was made; when there is too much, nothing else is kept.
    pub fn keep(&self, key: &str, bytes: &Bytes) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let total: usize = kept.values().map(Bytes::len).sum();
        if total + bytes.len() > KEPT {
            kept.clear();
        }
        kept.insert(key.to_owned(), bytes.clone());
    }

    /// Finds who is meant by names as tables print them.
    #[must_use]
    pub fn matcher(&self) -> Option<&Matcher> {
        self.matcher.get_or_init(|| Matcher::new(&self.graph, (KeyKind::Name, None), std::iter::empty()).ok()).as_ref()
    }

    /// Triples of the union; counted once.
    #[must_use]
    pub fn size(&self) -> usize {
        *self.size.get_or_init(|| self.graph.len())
    }
}
