//! Sentences and lines printed in capitals: a short code there may be any word (UN, WHO, ARE), and a name in full counts
//! though its letters are capitals.
//!
//! Left out: headings of one or two words.

use super::gazetteer::{Form, NameRow};
use super::names::Sense;
use crate::model::{Kind, Span};
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// Words and letters from which a stretch without small letters is taken for one printed in capitals.
const WORDS: usize = 3;
const LETTERS: usize = 12;

/// A code of so many letters is no ordinary word.
const LONG_CODE: usize = 6;

/// The stretches of a text, each a sentence or a line, that are printed in capitals.
pub fn stretches(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        if matches!(c, '.' | '!' | '?' | ';' | '\n') {
            if in_capitals(&text[start..at]) {
                found.push(Span::new(start, at));
            }
            start = at + c.len_utf8().min(text.len() - at);
        }
    }
    found
}

fn in_capitals(stretch: &str) -> bool {
    let mut letters = 0;
    for c in stretch.chars().filter(|c| c.is_alphabetic()) {
        if !c.is_uppercase() {
            return false;
        }
        letters += 1;
    }
    let words = stretch.split_whitespace().filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 1).count();
    letters >= LETTERS && words >= WORDS
}

/// Names as they look in capitals, with their accents and without.
pub struct CapitalNames {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    senses: Vec<Vec<Sense>>,
}

impl CapitalNames {
    pub fn build<'r>(rows: impl Iterator<Item = &'r NameRow>) -> Self {
        let mut patterns: FxHashMap<String, Vec<Sense>> = FxHashMap::default();
        for row in rows.filter(|row| !matches!(row.entity.kind, Kind::Post | Kind::Tongue)) {
            let folded = crate::normalise::fold_line(&row.name);
            if !folded.chars().any(char::is_lowercase) && !is_long_code(&folded, row.form) {
                continue;
            }
            let capitals = folded.to_uppercase();
            let bare: String = capitals.nfd().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).collect();
            for pattern in [capitals.as_str(), bare.as_str()].iter().take(if bare == capitals { 1 } else { 2 }) {
                patterns.entry((*pattern).to_owned()).or_default().push(Sense::of(row));
            }
        }
        let mut sorted: Vec<(String, Vec<Sense>)> = patterns.into_iter().collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build_with_values(sorted.iter().enumerate().map(|(i, (p, _))| (p.as_str(), i as u32)))
            .ok();
        Self { automaton, senses: sorted.into_iter().map(|(_, s)| s).collect() }
    }

    /// Names in a stretch, with all that each may stand for.
    pub fn find<'n>(&'n self, stretch: &'n str, fits: impl Fn(Span) -> bool + 'n) -> impl Iterator<Item = (Span, &'n [Sense])> + 'n {
        let fits = std::rc::Rc::new(fits);
        self.automaton.iter().flat_map(move |automaton| {
            let fits = fits.clone();
            super::longest::fitting(automaton, stretch, move |span| fits(span))
                .map(|(span, name)| (span, self.senses[name as usize].as_slice()))
                .collect::<Vec<_>>()
        })
    }
}

fn is_long_code(name: &str, form: Form) -> bool {
    form == Form::Short && name.chars().filter(|c| c.is_alphabetic()).count() >= LONG_CODE
}
