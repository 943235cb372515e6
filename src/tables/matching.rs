//! From the key of a row to an entity: by a code, a symbol, or a name in any of the languages of the graph.

use super::TableError;
use super::corrections::Open;
use crate::query::labels::short;
use crate::query::lookup::{Lookup, fold};
use crate::store::term::{Term, lexical};
use crate::store::{Graph, StoreError};
use crate::vocabulary::{WIKIDATA, dcterms, foaf, owl, rap, rdf, skos};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most keys for which near names are looked for: each is compared with all names.
const SUGGESTED: usize = 300;

/// What stands in a column of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    Iso3,
    Iso2,
    M49,
    Cow,
    CowIgo,
    Wikidata,
    Symbol,
    Name,
}

impl KeyKind {
    pub const ALL: &[(&str, Self)] = &[
        ("iso3", Self::Iso3),
        ("iso2", Self::Iso2),
        ("m49", Self::M49),
        ("cow", Self::Cow),
        ("cow-igo", Self::CowIgo),
        ("wikidata", Self::Wikidata),
        ("symbol", Self::Symbol),
        ("name", Self::Name),
    ];

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("name", |(name, _)| *name)
    }

    /// The predicates that say it of an entity.
    const fn predicates(self) -> &'static [&'static str] {
        match self {
            Self::Iso3 => &[rap::ISO3],
            Self::Iso2 => &[rap::ISO2],
            Self::M49 => &[rap::M49, rap::ISO_NUMERIC],
            Self::Cow => &[rap::COW],
            Self::CowIgo => &[rap::COW_IGO],
            Self::Wikidata => &[owl::SAME_AS],
            Self::Symbol => &[skos::NOTATION],
            Self::Name => &[skos::PREF_LABEL, skos::ALT_LABEL, foaf::NAME, dcterms::TITLE],
        }
    }

    /// A key without what differs from table to table; `None` where it cannot be one.
    fn normal(self, value: &Term) -> Option<String> {
        let text = lexical(value);
        match (self, value) {
            (Self::Wikidata, Term::NamedNode(node)) => node.as_str().strip_prefix(WIKIDATA).map(str::to_owned),
            (Self::Symbol, _) if !text.contains('/') => None,
            _ => Some(self.cleaned(text)),
        }
    }

    /// The same of a cell.
    fn cleaned(self, cell: &str) -> String {
        match self {
            Self::Iso3 | Self::Iso2 => cell.to_uppercase(),
            // Programs turn codes into numbers, and numbers into decimals.
            Self::M49 | Self::Cow | Self::CowIgo => {
                let digits = cell.strip_suffix(".0").unwrap_or(cell).trim_start_matches('0');
                if digits.is_empty() { "0".to_owned() } else { digits.to_owned() }
            }
            Self::Wikidata => cell.rsplit(['/', ':']).next().unwrap_or(cell).to_owned(),
            Self::Symbol => cell.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect(),
            Self::Name => fold(cell),
        }
    }
}

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
    /// the Islamic Republic of Iran.
    loose: BTreeMap<bool, Index>,
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
        let mut matcher = Self { base: graph.base().to_owned(), by_key: BTreeMap::new(), loose: BTreeMap::new(), classes };
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
                    self.loose.entry(own.is_some()).or_default().entry(loosened(lexical(&value))).or_default().insert(entity.clone());
                }
                index.entry(key).or_default().insert(entity);
            }
        }
        self.by_key.insert((kind, own.is_some()), index);
        Ok(())
    }

    /// What a cell means: of the rows' own keys, or of another column.
    #[must_use]
    pub fn find(&self, cell: &str, kind: KeyKind, own: bool) -> Found {
        let cell = cell.trim();
        if cell.is_empty() {
            return Found::None;
        }
        let exact = self.by_key.get(&(kind, own)).and_then(|index| index.get(&kind.cleaned(cell)));
        let found = match exact {
            None if kind == KeyKind::Name => self.loose.get(&own).and_then(|index| index.get(&loosened(cell))),
            found => found,
        };
        let entities: Vec<String> = found.into_iter().flatten().cloned().collect();
        match entities.as_slice() {
            [] => Found::None,
            [only] => Found::One(only.clone()),
            _ => Found::Many(entities),
        }
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

/// Letters and digits of a name without accents, word by word in order.
fn loosened(name: &str) -> String {
    let plain: String = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    // Apostrophes stand within words, hyphens between them.
    let plain = plain.replace(['\'', '\u{2019}', '\u{2BC}'], "");
    let mut words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

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
