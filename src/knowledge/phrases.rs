//! A set of phrases with a value each, found in one pass over a text: leftmost, longest.

use super::longest::fitting;
use crate::model::Span;
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

/// Characters of the longest phrase that a text may begin with.
const LONGEST: usize = 100;

pub struct Phrases<V> {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    values: Vec<V>,
}

impl<V> std::fmt::Debug for Phrases<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Phrases({})", self.values.len())
    }
}

impl<V> Phrases<V> {
    /// Of phrases that stand twice, the first counts.
    #[must_use]
    pub fn new(rows: Vec<(String, V)>) -> Self {
        let mut rows: Vec<(String, V)> = rows.into_iter().filter(|(p, _)| !p.is_empty()).collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows.dedup_by(|later, first| later.0 == first.0);
        let patterns = rows.iter().enumerate().map(|(i, (phrase, _))| (phrase.as_str(), i as u32));
        // An empty set builds no automaton, and finds nothing.
        let automaton =
            CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).build_with_values(patterns).ok();
        Self { automaton, values: rows.into_iter().map(|(_, v)| v).collect() }
    }

    /// The phrases of a text, with their places.
    pub fn find<'p, 't: 'p>(&'p self, text: &'t str) -> impl Iterator<Item = (Span, &'p V)> + 'p {
        let found = self.automaton.iter().flat_map(move |a| a.leftmost_find_iter(text));
        found.map(|m| (Span::new(m.start(), m.end()), &self.values[m.value() as usize]))
    }

    /// The phrase that a text begins with, and its length.
    #[must_use]
    pub fn at_start<'p>(&'p self, text: &'p str) -> Option<(usize, &'p V)> {
        self.at_start_where(text, |_| true)
    }

    /// The longest phrase that a text begins with and that ends where `fits` says.
    #[must_use]
    pub fn at_start_where<'p>(&'p self, text: &'p str, fits: impl Fn(usize) -> bool) -> Option<(usize, &'p V)> {
        // A phrase at the beginning is found without looking at the rest.
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(i, _)| i);
        let (span, phrase) = fitting(self.automaton.as_ref()?, &text[..end], |span| fits(span.end)).next()?;
        (span.start == 0).then(|| (span.end, &self.values[phrase as usize]))
    }
}
