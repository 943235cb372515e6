//! All names that count in a language in one automaton: one pass over a text finds every state, organisation,
//! instrument, post and place. Put together for the first text of the language.
//!
//! A name counts where it stands for itself: not within a word, not across two, not as the second half of a longer title,
//! and not as another word that is written the same (`edges`).

use super::Settings;
use super::capitals::{self, CapitalNames};
use super::edges::Edges;
use super::gazetteer::{Form, NameRow};
use super::words::Words;
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
    /// What each language says of words beside names and of words in which a name stands without being meant.
    settings: Vec<Settings>,
    /// Words of unspaced languages, by which a name across two of them is known.
    pub words: Words,
    found_by: [OnceLock<Finder>; Language::ALL.len()],
}

/// The names that count in texts of one language.
struct Finder {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    /// Senses of each pattern.
    senses: Vec<Vec<Sense>>,
    edges: Edges,
    /// As they look in capitals; put together for the first text that has a line of them.
    capitals: OnceLock<CapitalNames>,
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
    /// The names of the gazetteer.
    #[must_use]
    pub fn new(rows: Arc<[NameRow]>, settings: Vec<Settings>, words: Words) -> Self {
        Self { rows, settings, words, found_by: Default::default() }
    }

    fn finder(&self, language: Language) -> &Finder {
        self.found_by[language.index()].get_or_init(|| {
            let rows = self.rows.iter().filter(|row| counts_in(row, language));
            Finder::build(rows, &self.settings[language.index()])
        })
    }

    /// Finds names in a text of a language, leftmost and longest; what is no name where it stands does not count.
    pub fn find<'n>(&'n self, text: &'n str, language: Language) -> impl Iterator<Item = (Span, &'n Sense)> + 'n {
        let finder = self.finder(language);
        let stretches = capitals::stretches(text);
        let mut found: Vec<(Span, &Sense)> = super::longest::fitting(&finder.automaton, text, |span| stands_alone(text, span))
            .filter(|(span, _)| !stretches.iter().any(|s| s.contains(*span) && !is_caseless(span.of(text))))
            .filter_map(|(span, name)| Some((span, choose(&finder.senses[name as usize], language, span.of(text))?)))
            .collect();
        for stretch in &stretches {
            let rows = || CapitalNames::build(self.rows.iter().filter(|row| counts_in(row, language)));
            let words = stretch.of(text);
            let named = finder.capitals.get_or_init(rows).find(words, |span| stands_alone(words, span));
            found.extend(named.filter_map(|(span, senses)| Some((span.shifted(stretch.start), choose(senses, language, words)?))));
        }
        if !stretches.is_empty() {
            found.sort_by_key(|(span, _)| span.start);
        }
        let counts: Vec<bool> = (0..found.len())
            .map(|at| {
                let (span, sense) = found[at];
                let is_post = sense.entity.kind == Kind::Post;
                let cut = || self.words.cut(text, span, is_post, &finder.edges.letters);
                finder.edges.allow(text, &found, at) && !(language.is_unspaced() && cut())
            })
            .collect();
        found.into_iter().zip(counts).filter_map(|(name, counts)| counts.then_some(name))
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
    fn build<'r>(rows: impl Iterator<Item = &'r NameRow>, settings: &Settings) -> Self {
        let mut patterns: FxHashMap<String, Vec<Sense>> = FxHashMap::default();
        for row in rows {
            let folded = crate::normalise::fold_line(&row.name);
            if row.language == Language::Ar
                && let Some(rest) = folded.strip_prefix(ARTICLE)
            {
                patterns.entry(format!("{LAM_ARTICLE}{rest}")).or_default().push(Sense::of(row));
            }
            patterns.entry(folded).or_default().push(Sense::of(row));
        }
        for compound in &settings.compounds {
            patterns.entry(crate::normalise::fold_line(compound)).or_default();
        }
        let mut sorted: Vec<(String, Vec<Sense>)> = patterns.into_iter().filter(|(p, _)| !p.is_empty()).collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build_with_values(sorted.iter().enumerate().map(|(i, (p, _))| (p.as_str(), i as u32)))
            .unwrap_or_else(|error| unreachable!("patterns are distinct and not empty: {error}"));
        let senses = sorted.into_iter().map(|(_, s)| s).collect();
        Self { automaton, senses, edges: Edges::new(settings), capitals: OnceLock::new() }
    }
}

/// A name counts in its own language; English ones and short forms of organisations count everywhere (see `choose`).
fn counts_in(row: &NameRow, language: Language) -> bool {
    // Groups are addressees alone: sentences are matched against their words.
    if row.entity.kind == Kind::Group {
        return false;
    }
    let is_short = row.form == Form::Short && row.entity.kind == Kind::Organisation;
    row.language == language || is_short || row.language == Language::En && row.form != Form::Inflected
}

impl Sense {
    pub fn of(row: &NameRow) -> Self {
        Self { entity: row.entity.clone(), language: row.language, form: row.form, needs: row.needs.clone() }
    }
}

/// A name counts in its own language; English proper names and Latin abbreviations count everywhere.
fn choose<'s>(senses: &'s [Sense], language: Language, name: &str) -> Option<&'s Sense> {
    let own = senses.iter().find(|s| s.language == language);
    let is_proper = name.chars().any(char::is_uppercase);
    let english = |s: &&Sense| s.language == Language::En && s.form != Form::Inflected && s.entity.kind != Kind::Post && is_proper;
    own.or_else(|| senses.iter().find(english))
        .or_else(|| senses.iter().find(|s| s.form == Form::Short && s.entity.kind == Kind::Organisation))
}

/// Whether a text has no letters that are great or small.
fn is_caseless(text: &str) -> bool {
    !text.chars().any(|c| c.is_uppercase() || c.is_lowercase())
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
