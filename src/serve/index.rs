//! What is searched in: the names of all entities, in all languages, from any word on, with slips of the pen
//! (`Tadjikistan`, `taj`, two Chinese characters), and the words of the sentences.
//!
//! Names are keys of a finite-state transducer, one for each word (for each sign, where words are not divided) that
//! they could be looked for by; so a prefix is a range and a slip is an automaton.

use crate::model::spelling::unaccented;
use crate::store::term::{self, Term};
use crate::store::{Graph, StoreError};
use crate::vocabulary::{dcterms, foaf, skos};
use fst::automaton::Levenshtein;
use fst::{Automaton, IntoStreamer, Map, MapBuilder, Streamer};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

pub use super::sentences::Sentences;

/// Characters of a key.
const KEY: usize = 32;
/// Names that one word may find.
const FOUND: usize = 50_000;
/// Names that are weighed against each other.
const WEIGHED: usize = 6_000;
/// What there must be before slips of the pen are thought of.
const ENOUGH: usize = 3;

/// Predicates that name, with their rank.
const NAMING: &[(&str, u8)] = &[(skos::PREF_LABEL, 0), (foaf::NAME, 0), (skos::NOTATION, 1), (skos::ALT_LABEL, 1), (dcterms::TITLE, 2)];

/// Kinds of entities by the folders of their IRIs, in the order in which people look for them.
pub const KINDS: &[&str] =
    &["state", "organisation", "instrument", "person", "document", "post", "group", "meeting", "event", "place", "agenda-item", "subject"];

/// An entity that can be found.
#[derive(Debug)]
pub struct Entry {
    /// Its IRI below the base.
    pub path: Box<str>,
    pub year: u16,
    kind: u8,
}

#[derive(Debug)]
struct Name {
    text: Box<str>,
    entity: u32,
    rank: u8,
    language: [u8; 2],
}

/// Names of entities.
pub struct Index {
    entries: Vec<Entry>,
    names: Vec<Name>,
    /// Key to the place in `lists`.
    keys: Map<Vec<u8>>,
    /// Names by key.
    lists: Vec<Box<[u32]>>,
    by_path: FxHashMap<Box<str>, u32>,
}

/// What was found: the better, the smaller `rank`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    rank: (u8, u8, u8, u8, u16),
    name: u32,
    pub entity: u32,
}

impl Index {
    pub fn of(graph: &Graph) -> Result<Self, StoreError> {
        let (mut entries, mut names): (Vec<Entry>, Vec<Name>) = (Vec::new(), Vec::new());
        let mut by_path: FxHashMap<Box<str>, u32> = FxHashMap::default();
        for (predicate, rank) in NAMING {
            for (subject, value) in graph.pairs(predicate)? {
                let Some(path) = subject.strip_prefix(graph.base()) else { continue };
                let entity = *by_path.entry(path.into()).or_insert_with(|| {
                    entries.push(Entry { path: path.into(), year: 0, kind: kind_of(path) });
                    (entries.len() - 1) as u32
                });
                names.push(Name { text: term::lexical(&value).into(), entity, rank: *rank, language: tag(&value) });
            }
        }
        for (subject, date) in graph.pairs(dcterms::DATE)? {
            let entity = subject.strip_prefix(graph.base()).and_then(|path| by_path.get(path));
            if let (Some(entity), Some(year)) = (entity, term::lexical(&date).get(..4).and_then(|year| year.parse().ok())) {
                entries[*entity as usize].year = year;
            }
        }
        // The order of the store is none.
        names.sort_by(|a, b| (&entries[a.entity as usize].path, a.rank, &a.text).cmp(&(&entries[b.entity as usize].path, b.rank, &b.text)));
        let (keys, lists) = keyed(&names)?;
        Ok(Self { entries, names, keys, lists, by_path })
    }

    #[must_use]
    pub fn entry(&self, hit: &Hit) -> &Entry {
        &self.entries[hit.entity as usize]
    }

    /// The name by which something was found, with its language.
    #[must_use]
    pub fn name(&self, hit: &Hit) -> (&str, &str) {
        let name = &self.names[hit.name as usize];
        (&name.text, std::str::from_utf8(&name.language).unwrap_or("").trim_end())
    }

    #[must_use]
    pub fn knows(&self, path: &str) -> bool {
        self.by_path.contains_key(path)
    }

    /// Entities by kind.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for entry in &self.entries {
            *counts.entry(entry.kind()).or_default() += 1;
        }
        counts
    }

    /// The entities that are called exactly so, but for accents and case.
    #[must_use]
    pub fn exact(&self, text: &str) -> Vec<Hit> {
        let wanted = fold(text);
        let mut hits: Vec<Hit> = self.beginning(&wanted, None).iter().map(|name| self.hit(*name, 0, &wanted)).collect();
        hits.retain(|hit| !wanted.is_empty() && hit.rank.1 == 0);
        hits.sort_unstable();
        let mut seen = rustc_hash::FxHashSet::default();
        hits.retain(|hit| seen.insert(hit.entity));
        hits
    }

    /// What a text may mean, best first, each entity once.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let wanted = fold(text);
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut best: FxHashMap<u32, Hit> = FxHashMap::default();
        let mut take = |tier: u8, names: &[u32]| {
            for name in names.iter().take(WEIGHED) {
                let hit = self.hit(*name, tier, &wanted);
                best.entry(hit.entity).and_modify(|known| *known = hit.min(*known)).or_insert(hit);
            }
            best.len()
        };
        let whole = self.beginning(&wanted, None);
        let mut found = take(0, &whole);
        let words: Vec<&str> = wanted.split(' ').collect();
        if words.len() > 1 {
            found = take(1, &self.all_of(&words, |word| self.beginning(word, None)));
        }
        if found < ENOUGH {
            take(2, &self.all_of(&words, |word| self.beginning(word, Some(slips(word)))));
        }
        let mut hits: Vec<Hit> = best.into_values().collect();
        hits.sort_unstable();
        hits
    }

    fn hit(&self, name: u32, tier: u8, wanted: &str) -> Hit {
        let known = &self.names[name as usize];
        let folded = fold(&known.text);
        let place = match folded.find(wanted) {
            Some(0) if folded.len() == wanted.len() => 0,
            Some(0) => 1,
            Some(_) => 2,
            None => 3,
        };
        let kind = self.entries[known.entity as usize].kind;
        let length = known.text.chars().count().min(usize::from(u16::MAX)) as u16;
        Hit { rank: (tier, place, kind, known.rank, length), name, entity: known.entity }
    }

    /// Names with a word that begins with a text, or nearly so.
    fn beginning(&self, text: &str, slips: Option<u32>) -> Vec<u32> {
        let key = cut(text);
        let automaton = slips.filter(|most| *most > 0).and_then(|most| Levenshtein::new(key, most).ok());
        match (automaton, slips) {
            (Some(automaton), _) => self.gathered(automaton.starts_with()),
            (None, Some(_)) | (None, None) => self.gathered(fst::automaton::Str::new(key).starts_with()),
        }
    }

    fn gathered(&self, automaton: impl Automaton) -> Vec<u32> {
        let mut stream = self.keys.search(automaton).into_stream();
        let mut found = Vec::new();
        while let Some((_, place)) = stream.next() {
            found.extend_from_slice(&self.lists[place as usize]);
            if found.len() > FOUND {
                break;
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Names of entities that each of the words finds.
    fn all_of(&self, words: &[&str], names: impl Fn(&str) -> Vec<u32>) -> Vec<u32> {
        let mut kept: Option<Vec<u32>> = None;
        for word in words {
            let found = names(word);
            kept = Some(match kept {
                None => found,
                Some(kept) => {
                    let entities: rustc_hash::FxHashSet<u32> = found.iter().map(|name| self.names[*name as usize].entity).collect();
                    kept.into_iter().filter(|name| entities.contains(&self.names[*name as usize].entity)).collect()
                }
            });
        }
        kept.unwrap_or_default()
    }
}

impl Entry {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        KINDS.get(usize::from(self.kind)).copied().unwrap_or("other")
    }

    /// The part of a document's symbol that says whose it is (`A`, `S`).
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.path.strip_prefix("document/").and_then(|symbol| symbol.split_once('/')).map(|(body, _)| body)
    }
}

/// Keys with the places of their lists, and the lists.
type Keys = (Map<Vec<u8>>, Vec<Box<[u32]>>);

/// The keys under which names are found, and the names under each.
fn keyed(names: &[Name]) -> Result<Keys, StoreError> {
    let mut pairs: Vec<(Box<str>, u32)> = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let folded = fold(&name.text);
        pairs.extend(starts(&folded).map(|at| (cut(&folded[at..]).into(), number as u32)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    let failed = |error: fst::Error| StoreError::Evaluation(error.to_string());
    let mut builder = MapBuilder::memory();
    let mut lists = Vec::new();
    for group in pairs.chunk_by(|a, b| a.0 == b.0) {
        builder.insert(group[0].0.as_bytes(), lists.len() as u64).map_err(failed)?;
        lists.push(group.iter().map(|(_, number)| *number).collect());
    }
    Ok((builder.into_map(), lists))
}

fn kind_of(path: &str) -> u8 {
    let folder = path.split('/').next().unwrap_or("");
    KINDS.iter().position(|kind| *kind == folder).unwrap_or(KINDS.len()) as u8
}

fn tag(value: &Term) -> [u8; 2] {
    let mut tag = [b' '; 2];
    for (place, byte) in tag.iter_mut().zip(term::language(value).unwrap_or("").bytes()) {
        *place = byte;
    }
    tag
}

/// Slips of the pen that a word of its length may have.
fn slips(word: &str) -> u32 {
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Text without accents, case and punctuation, its words divided by one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in unaccented(text) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') && !matches!(c, '\'' | '\u{2019}' | '\u{640}') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Signs that are words of their own.
#[must_use]
pub const fn is_sign(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Where words begin in folded text.
fn starts(folded: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before = ' ';
    folded.char_indices().filter_map(move |(at, c)| {
        let begins = c != ' ' && (before == ' ' || is_sign(c) || is_sign(before));
        before = c;
        begins.then_some(at)
    })
}

fn cut(text: &str) -> &str {
    text.char_indices().nth(KEY).map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://w3id.org/rapporteur/id/";

    fn index() -> Index {
        let quad = |s: &str, p: &str, o: &str| format!("<{BASE}{s}> <{p}> {o} <{BASE}graph/reference> .\n");
        let quads = [
            quad("state/TJK", skos::PREF_LABEL, "\"Tajikistan\"@en"),
            quad("state/TJK", skos::PREF_LABEL, "\"\u{5854}\u{5409}\u{514B}\u{65AF}\u{5766}\"@zh"),
            quad("state/CIV", skos::PREF_LABEL, "\"C\u{F4}te d\u{2019}Ivoire\"@en"),
            quad("organisation/SCO", skos::PREF_LABEL, "\"Shanghai Cooperation Organization\"@en"),
            quad("organisation/SCO", skos::NOTATION, "\"SCO\""),
            quad("document/A/RES/75/1", skos::NOTATION, "\"A/RES/75/1\""),
            quad("document/A/RES/75/1", dcterms::DATE, "\"2020-09-21\"^^<http://www.w3.org/2001/XMLSchema#date>"),
            quad("document/A/RES/75/1", dcterms::TITLE, "\"Declaration on Shanghai\"@en"),
        ];
        Index::of(&Graph::from_quads(&quads.concat()).unwrap()).unwrap()
    }

    #[test]
    fn names_are_found_from_any_word_with_slips_and_in_any_script() {
        let index = index();
        let first = |text: &str| index.find(text).first().map(|hit| index.entry(hit).path.to_string()).unwrap_or_default();
        for text in ["Tajikistan", "tajik", "TAJIKISTAN", "Tajikstan", "Tadjikistan", "\u{5409}\u{514B}", "\u{5854}\u{5409}"] {
            assert_eq!(first(text), "state/TJK", "{text}");
        }
        for text in ["cote divoire", "Cote d'Ivoire", "ivoire c\u{F4}te"] {
            assert_eq!(first(text), "state/CIV", "{text}");
        }
        assert_eq!(first("organization shanghai"), "organisation/SCO");
        assert_eq!(first("a/res/75"), "document/A/RES/75/1");
        assert_eq!(index.find("shanghai").len(), 2);
        assert!(index.find("zzzz").is_empty() && index.find(" - ").is_empty());
    }

    #[test]
    fn what_is_called_exactly_so_is_told_apart() {
        let index = index();
        assert_eq!(index.exact("tajikistan").len(), 1);
        assert!(index.exact("tajik").is_empty() && index.exact("tajikstan").is_empty());
        let hit = index.exact("A/RES/75/1")[0];
        assert_eq!((index.entry(&hit).year, index.entry(&hit).body(), index.entry(&hit).kind()), (2020, Some("A"), "document"));
    }
}
