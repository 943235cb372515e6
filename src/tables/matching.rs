//! From the key of a row to an entity: by a code, a symbol, or a name in any of the languages of the graph.

use super::TableError;
use super::abbreviated::Abbreviated;
use super::corrections::Open;
use super::key::KeyKind;
use super::names::{halves, is_inflected, is_undivided, letters, unarticled, unmarked, words};
use crate::interface::articles;
use crate::query::labels::short;
use crate::query::lookup::Lookup;
use crate::store::term::lexical;
use crate::store::{Graph, StoreError};
use crate::vocabulary::{rap, rdf, skos};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Most keys for which near names are looked for: each is compared with all names.
const SUGGESTED: usize = 300;

/// What a key means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    One(String),
    Many(Vec<String>),
    None,
    /// A person said that it is nothing in the graph.
    LeftOut,
}

type Index = FxHashMap<String, BTreeSet<String>>;

/// Knows the entities of a graph by their keys.
#[derive(Debug)]
pub struct Matcher {
    base: String,
    /// By kind, for the rows' own keys (which a class may narrow down) and for keys in other columns.
    by_key: BTreeMap<(KeyKind, bool), Index>,
    /// Names without accents and punctuation, their words in order of the alphabet: `Iran (Islamic Republic of)` is
    /// the Islamic Republic of Iran. And names by their letters alone, for words that a bracket divides.
    by_words: BTreeMap<bool, FxHashMap<Vec<String>, BTreeSet<String>>>,
    by_letters: BTreeMap<bool, Index>,
    /// Names as they are, and the codes of states and organisations in capitals, which tables print among names.
    as_printed: BTreeMap<bool, Vec<(String, String)>>,
    codes: BTreeMap<bool, Index>,
    classes: FxHashMap<String, BTreeSet<String>>,
}

impl Matcher {
    /// Reads the keys of the rows, of entities of a class if one is given, and those of linked columns.
    pub fn new(graph: &Graph, key: (KeyKind, Option<&str>), linked: impl Iterator<Item = KeyKind>) -> Result<Self, TableError> {
        let mut classes: FxHashMap<String, BTreeSet<String>> = FxHashMap::default();
        for (entity, of) in graph.pairs(rdf::TYPE)? {
            let local = lexical(&of).rsplit(['#', '/']).next().unwrap_or("").to_owned();
            classes.entry(entity).or_default().insert(local);
        }
        let (by_key, by_words, by_letters, as_printed, codes) = Default::default();
        let mut matcher = Self { base: graph.base().to_owned(), by_key, by_words, by_letters, as_printed, codes, classes };
        matcher.read(graph, key.0, Some(key.1))?;
        if let (Some(class), true) = (key.1, matcher.by_key[&(key.0, true)].is_empty()) {
            return Err(matcher.no_class(graph, class, key.0)?);
        }
        for kind in linked.collect::<BTreeSet<_>>() {
            matcher.read(graph, kind, None)?;
        }
        Ok(matcher)
    }

    /// That nothing of a class has keys of the kind, with the classes of what has.
    fn no_class(&mut self, graph: &Graph, class: &str, kind: KeyKind) -> Result<TableError, StoreError> {
        self.read(graph, kind, None)?;
        let entities = self.by_key[&(kind, false)].values().flatten().filter_map(|entity| self.classes.get(entity));
        let known: BTreeSet<&str> = entities.flatten().map(String::as_str).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.into_iter().collect::<Vec<_>>().join(", ") };
        Ok(TableError::NoClass { wanted: class.to_owned(), kind: kind.name(), known })
    }

    /// `own` is there for the rows' own keys, with the class if one is asked for.
    fn read(&mut self, graph: &Graph, kind: KeyKind, own: Option<Option<&str>>) -> Result<(), StoreError> {
        let class = own.flatten();
        let documents = format!("{}document/", self.base);
        let mut index = Index::default();
        for predicate in kind.predicates() {
            for (entity, value) in graph.pairs(predicate)? {
                let is_wanted = class.is_none_or(|c| self.classes.get(&entity).is_some_and(|of| of.contains(c)));
                // A meeting has the symbol of its record; a symbol is a document's.
                let is_wanted = is_wanted && entity.starts_with(&self.base) && (kind != KeyKind::Symbol || entity.starts_with(&documents));
                let Some(key) = kind.normal(&value).filter(|_| is_wanted) else { continue };
                if kind == KeyKind::Name {
                    let (own, name) = (own.is_some(), lexical(&value));
                    self.by_words.entry(own).or_default().entry(words(name)).or_default().insert(entity.clone());
                    self.by_letters.entry(own).or_default().entry(letters(name)).or_default().insert(entity.clone());
                    self.as_printed.entry(own).or_default().push((name.to_owned(), entity.clone()));
                }
                index.entry(key).or_default().insert(entity);
            }
        }
        self.by_key.insert((kind, own.is_some()), index);
        if kind == KeyKind::Name { self.read_codes(graph, own) } else { Ok(()) }
    }

    fn read_codes(&mut self, graph: &Graph, own: Option<Option<&str>>) -> Result<(), StoreError> {
        let mut codes = Index::default();
        for predicate in [skos::NOTATION, rap::ISO2, rap::ISO3] {
            for (entity, code) in graph.pairs(predicate)? {
                let is_wanted = own.flatten().is_none_or(|c| self.classes.get(&entity).is_some_and(|of| of.contains(c)));
                let is_code = lexical(&code).bytes().all(|b| b.is_ascii_uppercase());
                if is_wanted && is_code && entity.starts_with(&self.base) {
                    codes.entry(lexical(&code).to_owned()).or_default().insert(entity);
                }
            }
        }
        self.codes.insert(own.is_some(), codes);
        Ok(())
    }

    /// What a cell means: of the rows' own keys, or of another column.
    #[must_use]
    pub fn find(&self, cell: &str, kind: KeyKind, own: bool) -> Found {
        let cell = cell.trim();
        if cell.is_empty() {
            return Found::None;
        }
        let found = match kind {
            KeyKind::Name => {
                let bare = || self.named(unarticled(unmarked(cell), articles())?, own);
                let named = self.named(cell, own).or_else(|| self.named(unmarked(cell), own)).or_else(bare);
                named.or_else(|| self.coded(cell, own)).or_else(|| self.shortened(unmarked(cell), own))
            }
            _ => self.exact(cell, kind, own).cloned(),
        };
        let entities: Vec<String> = found.into_iter().flatten().collect();
        match entities.as_slice() {
            [] => Found::None,
            [only] => Found::One(only.clone()),
            _ => Found::Many(entities),
        }
    }

    fn exact(&self, cell: &str, kind: KeyKind, own: bool) -> Option<&BTreeSet<String>> {
        self.by_key.get(&(kind, own))?.get(&kind.cleaned(cell))
    }

    /// What a code among names means: `US`, `U.S.`, `CSTO`.
    fn coded(&self, cell: &str, own: bool) -> Option<BTreeSet<String>> {
        let code = cell.replace(['.', ' '], "");
        self.codes.get(&own)?.get(&code).filter(|_| code.len() > 1).cloned()
    }

    /// What a shortened name means.
    fn shortened(&self, name: &str, own: bool) -> Option<BTreeSet<String>> {
        let short = Abbreviated::read(name)?;
        let meant: BTreeSet<String> =
            self.as_printed.get(&own)?.iter().filter(|(known, _)| short.is_of(known)).map(|(_, entity)| entity.clone()).collect();
        (!meant.is_empty()).then_some(meant)
    }

    /// What a name means: as it is; with its words in another order; with its halves turned round. The first that
    /// means anything counts, and where it means several it is ambiguous.
    fn named(&self, name: &str, own: bool) -> Option<BTreeSet<String>> {
        if let Some(exact) = self.exact(name, KeyKind::Name, own) {
            return Some(exact.clone());
        }
        let halves = halves(name);
        let (by_words, by_letters) = (self.by_words.get(&own)?, self.by_letters.get(&own)?);
        // Signs in another order are another name, unless a bracket says that the order was changed.
        let mixed = if is_undivided(name) && halves.is_none() { by_letters.get(&letters(name)) } else { by_words.get(&words(name)) };
        if let Some(mixed) = mixed {
            return Some(mixed.clone());
        }
        let (first, second) = halves?;
        let turned = [[second, first], [first, second]];
        if let Some(turned) = turned.iter().find_map(|halves| by_letters.get(&letters(&halves.concat()))) {
            return Some(turned.clone());
        }
        let meant = self.exact(first, KeyKind::Name, own).or_else(|| by_words.get(&words(first)))?;
        // The same thing by two names, or a name whose words have other endings where they stand together.
        let again = self.exact(second, KeyKind::Name, own).map(|other| meant & other).filter(|both| !both.is_empty());
        again.or_else(|| {
            let wanted = words(name);
            let alike = by_words.iter().filter(|(known, of)| !of.is_disjoint(meant) && is_inflected(&wanted, known));
            let alike: BTreeSet<String> = alike.flat_map(|(_, of)| of & meant).collect();
            (!alike.is_empty()).then_some(alike)
        })
    }

    /// The class of which each ambiguous key means exactly one.
    #[must_use]
    pub fn class_that_settles(&self, open: &[Open]) -> Option<String> {
        let mut shared: Option<BTreeSet<&str>> = None;
        for key in open.iter().filter(|key| key.is_ambiguous) {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for class in key.candidates.iter().filter_map(|entity| self.classes.get(entity)).flatten() {
                *counts.entry(class).or_default() += 1;
            }
            let single: BTreeSet<&str> = counts.into_iter().filter(|(_, n)| *n == 1).map(|(class, _)| class).collect();
            shared = Some(shared.map_or(single.clone(), |known| known.intersection(&single).copied().collect()));
        }
        shared.and_then(|classes| classes.first().map(|class| (*class).to_owned()))
    }

    /// Shortens candidates, and names what is spelt nearly as the keys that mean nothing.
    pub fn suggest(&self, graph: &Graph, open: &mut [Open]) -> Result<(), StoreError> {
        for key in open.iter_mut() {
            key.candidates = key.candidates.iter().map(|entity| short(entity, &self.base)).collect();
        }
        let unmatched: Vec<&mut Open> = open.iter_mut().filter(|key| !key.is_ambiguous && !key.key.is_empty()).take(SUGGESTED).collect();
        if !unmatched.is_empty() {
            let lookup = Lookup::new(graph)?;
            for key in unmatched {
                key.candidates = lookup.near(&key.key);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::owl;

    const BASE: &str = "https://w3id.org/rapporteur/id/";

    fn graph() -> Graph {
        let quad = |s: &str, p: &str, o: &str| format!("<{BASE}{s}> <{p}> {o} <{BASE}graph/reference> .\n");
        let state = format!("<{}>", rap::STATE);
        let place = format!("<{}>", rap::PLACE);
        let quads = [
            quad("state/IRN", rdf::TYPE, &state),
            quad("state/IRN", skos::PREF_LABEL, "\"Islamic Republic of Iran\"@en"),
            quad("state/IRN", rap::M49, "\"364\""),
            quad("state/AFG", rap::M49, "\"004\""),
            quad("state/MCO", rdf::TYPE, &state),
            quad("state/MCO", skos::PREF_LABEL, "\"Monaco\"@en"),
            quad("place/monaco", rdf::TYPE, &place),
            quad("place/monaco", skos::PREF_LABEL, "\"Monaco\"@fr"),
            quad("document/A/RES/59/50", skos::NOTATION, "\"A/RES/59/50\""),
            quad("meeting/S/PV.1", skos::NOTATION, "\"S/PV.1\""),
            quad("state/IRN", owl::SAME_AS, "<http://www.wikidata.org/entity/Q794>"),
        ];
        Graph::from_quads(&quads.concat()).unwrap()
    }

    fn found(cell: &str, kind: KeyKind, class: Option<&str>) -> Found {
        Matcher::new(&graph(), (kind, class), std::iter::empty()).unwrap().find(cell, kind, true)
    }

    fn one(path: &str) -> Found {
        Found::One(format!("{BASE}{path}"))
    }

    #[test]
    fn keys_are_met_as_tables_write_them() {
        assert_eq!(found("IRAN (ISLAMIC REPUBLIC OF)", KeyKind::Name, None), one("state/IRN"));
        assert_eq!(found("4", KeyKind::M49, None), one("state/AFG"));
        assert_eq!(found("364.0", KeyKind::M49, None), one("state/IRN"));
        assert_eq!(found("a/res/59/ 50", KeyKind::Symbol, None), one("document/A/RES/59/50"));
        assert_eq!(found("https://www.wikidata.org/wiki/Q794", KeyKind::Wikidata, None), one("state/IRN"));
        assert_eq!(found("S/PV.1", KeyKind::Symbol, None), Found::None);
        assert_eq!(found("", KeyKind::Name, None), Found::None);
    }

    #[test]
    fn notes_and_turned_names_are_met_and_what_is_ambiguous_stays_so() {
        assert_eq!(found("Islamic Republic of Iran[3]", KeyKind::Name, None), one("state/IRN"));
        assert_eq!(found("Iran (Islamic Republic of) (a)", KeyKind::Name, None), one("state/IRN"));
        assert_eq!(found("the Islamic Republic of Iran", KeyKind::Name, None), one("state/IRN"));
        assert!(matches!(found("Monaco\u{B9}", KeyKind::Name, None), Found::Many(all) if all.len() == 2));
        assert!(matches!(found("Monaco (Monaco)", KeyKind::Name, None), Found::Many(all) if all.len() == 2));
        assert_eq!(found("Iran (Kingdom of)", KeyKind::Name, None), Found::None);
    }

    #[test]
    fn a_class_that_nothing_is_of_is_an_error() {
        let error = Matcher::new(&graph(), (KeyKind::Name, Some("Stat")), std::iter::empty()).unwrap_err();
        assert!(error.is_usage());
        assert_eq!(error.to_string(), "nothing of the class `Stat` has a key of the kind `name`; the classes that have one: Place, State");
    }

    #[test]
    fn two_of_a_name_are_not_chosen_from() {
        assert!(matches!(found("Monaco", KeyKind::Name, None), Found::Many(all) if all.len() == 2));
        assert_eq!(found("Monaco", KeyKind::Name, Some("State")), one("state/MCO"));
    }
}
