//! All names that count in a language in one automaton: one pass over a text finds every state, organisation,
//! instrument, post and place. Put together for the first text of the language.

use super::gazetteer::{Form, NameRow};
use crate::model::text::cuts_word;
use crate::model::{Entity, Kind, Language, Span};
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// What a name may stand for.
#[derive(Debug, Clone)]
pub struct Sense {
    pub entity: Entity,
    pub language: Language,
    pub form: Form,
    pub needs: Option<Arc<str>>,
}

/// The names of the gazetteer, ready to be found in texts.
pub struct Names {
    rows: Arc<[NameRow]>,
    /// Words of each language in which a name stands without being meant.
    compounds: Vec<Vec<String>>,
    found_by: [OnceLock<Finder>; Language::ALL.len()],
}

/// The names that count in texts of one language.
struct Finder {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    /// Senses of each pattern.
    senses: Vec<Vec<Sense>>,
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Names({} rows)", self.rows.len())
    }
}

/// The Arabic article, and what it becomes after the preposition `lam`.
const ARTICLE: &str = "\u{627}\u{644}";
const LAM_ARTICLE: &str = "\u{644}\u{644}";
/// Arabic letters that are written onto the next word: and, so, with, as, to.
const CLITICS: [char; 5] = ['\u{648}', '\u{641}', '\u{628}', '\u{643}', '\u{644}'];

impl Names {
    /// The names of the gazetteer; words of each language in which a name stands without being meant are `compounds`.
    #[must_use]
    pub fn new(rows: Arc<[NameRow]>, compounds: Vec<Vec<String>>) -> Self {
        Self { rows, compounds, found_by: Default::default() }
    }

    fn finder(&self, language: Language) -> &Finder {
        self.found_by[language.index()].get_or_init(|| {
            let rows = self.rows.iter().filter(|row| counts_in(row, language));
            Finder::build(rows, &self.compounds[language.index()])
        })
    }

    /// Finds names in a text of a language, leftmost and longest; a name inside a longer word does not count.
    pub fn find<'n>(&'n self, text: &'n str, language: Language) -> impl Iterator<Item = (Span, &'n Sense)> + 'n {
        let finder = self.finder(language);
        let found = super::longest::fitting(&finder.automaton, text, move |span| stands_alone(text, span));
        found.filter_map(move |(span, name)| Some((span, choose(&finder.senses[name as usize], language)?)))
    }

    /// The sense of a text that is a name from its first to its last character.
    #[must_use]
    pub fn exactly(&self, text: &str, language: Language, kind: Kind) -> Option<&Sense> {
        let finder = self.finder(language);
        let m = finder.automaton.leftmost_find_iter(text).next()?;
        let senses = &finder.senses[m.value() as usize];
        let whole = m.start() == 0 && m.end() == text.len();
        let of_kind = || senses.iter().filter(|s| s.entity.kind == kind);
        whole.then(|| of_kind().find(|s| s.language == language).or_else(|| of_kind().next())).flatten()
    }
}

impl Finder {
    fn build<'r>(rows: impl Iterator<Item = &'r NameRow>, compounds: &[String]) -> Self {
        let mut patterns: FxHashMap<String, Vec<Sense>> = FxHashMap::default();
        for row in rows {
            let folded = crate::normalise::fold_line(&row.name);
            if row.language == Language::Ar
                && let Some(rest) = folded.strip_prefix(ARTICLE)
            {
                patterns.entry(format!("{LAM_ARTICLE}{rest}")).or_default().push(sense(row));
            }
            patterns.entry(folded).or_default().push(sense(row));
        }
        for compound in compounds {
            patterns.entry(crate::normalise::fold_line(compound)).or_default();
        }
        let mut sorted: Vec<(String, Vec<Sense>)> = patterns.into_iter().filter(|(p, _)| !p.is_empty()).collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build_with_values(sorted.iter().enumerate().map(|(i, (p, _))| (p.as_str(), i as u32)))
            .unwrap_or_else(|error| unreachable!("patterns are distinct and not empty: {error}"));
        Self { automaton, senses: sorted.into_iter().map(|(_, s)| s).collect() }
    }
}

/// A name counts in its own language; English ones and short forms of organisations count everywhere (see `choose`).
fn counts_in(row: &NameRow, language: Language) -> bool {
    let is_short = row.form == Form::Short && row.entity.kind == Kind::Organisation;
    row.language == language || is_short || row.language == Language::En && row.form != Form::Inflected
}

fn sense(row: &NameRow) -> Sense {
    Sense { entity: row.entity.clone(), language: row.language, form: row.form, needs: row.needs.clone() }
}

/// A name counts in its own language; Latin abbreviations count everywhere.
fn choose(senses: &[Sense], language: Language) -> Option<&Sense> {
    let own = senses.iter().find(|s| s.language == language);
    own.or_else(|| senses.iter().find(|s| s.language == Language::En && s.form != Form::Inflected))
        .or_else(|| senses.iter().find(|s| s.form == Form::Short && s.entity.kind == Kind::Organisation))
}

fn stands_alone(text: &str, span: Span) -> bool {
    if cuts_word(text, span.start) && !only_clitics_before(text, span.start) {
        return false;
    }
    let is_abbreviation = text[..span.end].ends_with(|c: char| c.is_ascii_uppercase());
    !cuts_word(text, span.end) || !is_abbreviation && begins_symbol(&text[span.end..])
}

/// A symbol is often printed onto the word before it, where the mark of a note was lost.
fn begins_symbol(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    (1..=2).contains(&letters) && text[letters..].starts_with('/')
}

fn only_clitics_before(text: &str, start: usize) -> bool {
    let word = text[..start].chars().rev().take_while(|c| c.is_alphanumeric());
    let mut length = 0;
    for c in word {
        length += 1;
        if length > 2 || !CLITICS.contains(&c) {
            return false;
        }
    }
    true
}
