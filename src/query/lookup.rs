//! What people type to mean an entity or a value: `TJK`, `state/TJK`, `A/RES/59/50`, a name in any language, an IRI,
//! a prefixed name, a date, a quoted string. What nothing answers to comes back with what is spelt nearly so.

use super::QueryError;
use super::labels::short;
use crate::model::Language;
use crate::model::spelling::edit_distance;
use crate::store::search::names::{Hit, Names};
use crate::store::term::{self, Term};
use crate::store::{Graph, StoreError};
use crate::vocabulary::{dcterms, foaf, skos, xsd};
use std::collections::BTreeSet;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// How many near matches are offered.
pub const OFFERED: usize = 5;

/// What was found that is compared with what was typed, letter by letter.
const COMPARED: usize = 200;

/// Keys and names of a graph's entities. What is typed as the graph has it is looked up; the index of names is opened only
/// for what differs in case or width, or is spelt nearly so.
pub struct Lookup<'g> {
    graph: &'g Graph,
    names: OnceLock<Names>,
}

const KEYS: &[&str] = &[skos::NOTATION];
const NAMES: &[&str] = &[skos::PREF_LABEL, skos::ALT_LABEL, foaf::NAME, dcterms::TITLE];

impl<'g> Lookup<'g> {
    pub fn new(graph: &'g Graph) -> Result<Self, StoreError> {
        Ok(Self { graph, names: OnceLock::new() })
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| self.graph.names().unwrap_or_default())
    }

    /// The names that are found by a text, with their entities.
    fn found(&self, text: &str, exactly: bool) -> Vec<(String, String)> {
        let hits = self.graph.find(self.names(), text, exactly).unwrap_or_default();
        let read = |hit: &Hit| Some((term::lexical(&self.graph.found_by(hit).ok()?).to_owned(), self.graph.found(hit).ok()?));
        hits.iter().take(COMPARED).filter_map(read).collect()
    }

    /// The entities whose key or name differs from a text in case or width alone: by their keys, else by their names.
    fn folded(&self, text: &str) -> Vec<String> {
        let wanted = fold(text);
        let found: BTreeSet<(String, String)> = self.found(text, true).into_iter().filter(|(name, _)| fold(name) == wanted).collect();
        let is_key = |(name, iri): &&(String, String)| {
            let about = self.graph.about(iri).unwrap_or_default();
            about.iter().any(|(predicate, value)| KEYS.contains(&predicate.as_str()) && term::lexical(value) == name)
        };
        let keys: BTreeSet<&String> = found.iter().filter(is_key).map(|(_, iri)| iri).collect();
        let all: BTreeSet<&String> = found.iter().map(|(_, iri)| iri).collect();
        if keys.is_empty() { all } else { keys }.into_iter().cloned().collect()
    }

    /// Entities that have the very text as a value of one of the predicates, in any language.
    fn exactly(&self, text: &str, predicates: &[&str]) -> Vec<String> {
        let tagged = Language::ALL.into_iter().map(|language| term::tagged(text, language.code()));
        let sayers = tagged.chain([term::plain(text)]).filter_map(|value| self.graph.sayers(&value).ok()).flatten();
        let named = sayers.filter(|(_, predicate)| predicates.contains(&predicate.as_str()));
        let entities: BTreeSet<String> = named.map(|(entity, _)| entity).collect();
        entities.into_iter().collect()
    }

    /// The terms that a value of `--bind` stands for.
    pub fn value(&self, text: &str) -> Result<Vec<Term>, QueryError> {
        if text.starts_with('"') {
            return term::parse(text).map(|t| vec![t]).ok_or_else(|| self.unknown(text));
        }
        if let Some(literal) = plain_literal(text) {
            return Ok(vec![literal]);
        }
        let iris = self.entities(text);
        let iris = if iris.is_empty() { term::expand(text).into_iter().collect() } else { iris };
        let terms: Vec<Term> = iris.iter().filter_map(|iri| term::named(iri)).collect();
        if terms.is_empty() { Err(self.unknown(text)) } else { Ok(terms) }
    }

    /// The entities that a text means: an IRI, a path below the base, a key, or a name; none where it means nothing.
    #[must_use]
    pub fn entities(&self, text: &str) -> Vec<String> {
        // A symbol has one spelling, however it is typed.
        let symbol = crate::symbol::Symbol::read(text).map(|symbol| symbol.to_string());
        let text = symbol.as_deref().unwrap_or(text);
        if let Some(iri) = text.strip_prefix('<').and_then(|t| t.strip_suffix('>')) {
            let absolute = iri.contains("://");
            return vec![if absolute { iri.to_owned() } else { format!("{}{iri}", self.graph.base()) }];
        }
        if text.starts_with("http://") || text.starts_with("https://") {
            return vec![text.to_owned()];
        }
        let exact = self.exact(text);
        if !exact.is_empty() {
            return exact;
        }
        self.folded(text)
    }

    /// The entities that have the very text for their key, path or name.
    #[must_use]
    pub fn exact(&self, text: &str) -> Vec<String> {
        let by_key = self.exactly(text, KEYS);
        if !by_key.is_empty() {
            return by_key;
        }
        let path = format!("{}{text}", self.graph.base());
        if text.contains('/') && self.graph.knows(&path) {
            return vec![path];
        }
        self.exactly(text, NAMES)
    }

    /// What is spelt nearly so: keys and names that contain the text, or differ in a letter or two.
    #[must_use]
    pub fn near(&self, text: &str) -> Vec<String> {
        let wanted = fold(text);
        let found = self.found(text, false);
        let near = found.iter().filter_map(|(name, iri)| {
            let folded = fold(name);
            distance(&wanted, &folded).map(|distance| (distance, folded.len(), name, iri))
        });
        let mut close: Vec<(usize, usize, &String, &String)> = near.collect();
        close.sort();
        // One name an entity: its nearest.
        let mut offered = BTreeSet::new();
        close.retain(|(_, _, _, iri)| offered.insert(*iri));
        close.into_iter().take(OFFERED).map(|(_, _, name, iri)| format!("{name} ({})", short(iri, self.graph.base()))).collect()
    }

    #[must_use]
    pub fn unknown(&self, text: &str) -> QueryError {
        QueryError::Unknown { term: text.to_owned(), near: self.near(text) }
    }
}

/// Text without differences of case and width.
#[must_use]
pub fn fold(text: &str) -> String {
    text.trim().nfkc().flat_map(char::to_lowercase).collect()
}

/// Dates, numbers and truth values, which need no quotation marks.
fn plain_literal(text: &str) -> Option<Term> {
    if matches!(text, "true" | "false") {
        return Some(term::typed(text, xsd::BOOLEAN));
    }
    term::date(text).or_else(|| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| term::typed(text, xsd::INTEGER))
    })
}

/// How far a name is from what was typed; `None` beyond what a slip of the pen changes.
#[must_use]
pub fn distance(wanted: &str, name: &str) -> Option<usize> {
    if wanted.is_empty() {
        return None;
    }
    let most = 1 + wanted.chars().count() / 5;
    // Three letters stand within nearly any name: they must begin it.
    if name.starts_with(wanted) || (wanted.len() > 3 && name.contains(wanted)) {
        return Some(0);
    }
    let (a, b): (Vec<char>, Vec<char>) = (wanted.chars().collect(), name.chars().collect());
    if a.len().abs_diff(b.len()) > most || a.len() < 4 {
        return None;
    }
    Some(edit_distance(&a, &b)).filter(|d| *d <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://w3id.org/rapporteur/id/";

    fn graph() -> Graph {
        Graph::of_reference(&[
            ("state/TJK", skos::NOTATION, "\"TJK\""),
            ("state/TJK", skos::PREF_LABEL, "\"Tajikistan\"@en"),
            ("meeting/S/PV.1", skos::NOTATION, "\"S/PV.1\""),
            ("document/S/PV.1", skos::NOTATION, "\"S/PV.1\""),
            ("document/S/PV.1#speech-1", "http://purl.org/dc/terms/isPartOf", &format!("<{BASE}document/S/PV.1>")),
        ])
    }

    #[test]
    fn one_word_means_what_it_names() {
        let graph = graph();
        let lookup = Lookup::new(&graph).unwrap();
        let state = vec![format!("{BASE}state/TJK")];
        for text in ["TJK", "tjk", "state/TJK", "<state/TJK>", "Tajikistan", "tajikistan", "https://w3id.org/rapporteur/id/state/TJK"] {
            assert_eq!(lookup.entities(text), state, "{text}");
        }
        assert_eq!(lookup.entities("S/PV.1").len(), 2);
        assert_eq!(lookup.entities("document/S/PV.1#speech-1").len(), 1);
    }

    #[test]
    fn values_may_be_literals() {
        let graph = graph();
        let lookup = Lookup::new(&graph).unwrap();
        assert_eq!(lookup.value("2024-07-19").unwrap(), [term::typed("2024-07-19", xsd::DATE)]);
        assert_eq!(lookup.value("12").unwrap(), [term::typed("12", xsd::INTEGER)]);
        assert_eq!(lookup.value("rap:chairs").unwrap().len(), 1);
        assert_eq!(lookup.value("\"A/75\"").unwrap().len(), 1);
    }

    #[test]
    fn a_slip_of_the_pen_is_answered() {
        let graph = graph();
        let lookup = Lookup::new(&graph).unwrap();
        let error = lookup.value("Tajikstan").unwrap_err().to_string();
        assert_eq!(error, "nothing in the graph is named `Tajikstan`; did you mean Tajikistan (state/TJK)?");
    }
}
