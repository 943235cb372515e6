//! What entities are called, in the language that is asked for or the next best.

use crate::store::term::{self, Term};
use crate::store::{Graph, StoreError, ontology};
use crate::vocabulary::{dcterms, foaf, rdfs, shorten, skos};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// The order in which languages are tried after the one asked for.
const LANGUAGES: &[&str] = &["en", "fr", "es", "ru", "zh", "ar"];

/// Predicates that name, best first: a document is known by its symbol before its title.
const NAMING: &[&str] = &[skos::PREF_LABEL, foaf::NAME, skos::NOTATION, dcterms::TITLE, rdfs::LABEL];

/// The names of a graph's entities.
#[derive(Debug, Default)]
pub struct Labels {
    base: String,
    /// Rank of the predicate, language, text.
    by_iri: FxHashMap<String, Vec<(usize, String, String)>>,
}

impl Labels {
    pub fn load(graph: &Graph) -> Result<Self, StoreError> {
        let mut labels = Self { base: graph.base().to_owned(), by_iri: FxHashMap::default() };
        for (rank, predicate) in NAMING.iter().enumerate() {
            for (subject, name) in graph.pairs(predicate)? {
                let language = term::language(&name).unwrap_or("").to_owned();
                labels.by_iri.entry(subject).or_default().push((rank, language, term::lexical(&name).to_owned()));
            }
        }
        Ok(labels)
    }

    /// Names that are learnt one entity at a time.
    #[must_use]
    pub fn none(graph: &Graph) -> Self {
        Self { base: graph.base().to_owned(), by_iri: FxHashMap::default() }
    }

    /// Reads the names of one entity, unless they are known; it stays known that there are none.
    pub fn learn(&mut self, graph: &Graph, iri: &str) -> Result<(), StoreError> {
        if self.by_iri.contains_key(iri) {
            return Ok(());
        }
        let mut names = Vec::new();
        for (predicate, name) in graph.about(iri)? {
            let Some(rank) = NAMING.iter().position(|known| *known == predicate) else { continue };
            names.push((rank, term::language(&name).unwrap_or("").to_owned(), term::lexical(&name).to_owned()));
        }
        self.by_iri.insert(iri.to_owned(), names);
        Ok(())
    }

    /// Names of those entities alone that are among some terms.
    pub fn of_terms<'t>(graph: &Graph, terms: impl Iterator<Item = &'t Term>) -> Result<Self, StoreError> {
        let mut labels = Self::none(graph);
        terms.filter_map(term::iri).try_for_each(|iri| labels.learn(graph, iri))?;
        Ok(labels)
    }

    /// How many entities are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_iri.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_iri.is_empty()
    }

    /// The same with the names of the vocabulary's terms.
    #[must_use]
    pub fn with_vocabulary(mut self) -> Self {
        for (term, label) in ontology::labels() {
            let language = term::language(&label).unwrap_or("").to_owned();
            self.by_iri.entry(term).or_default().push((0, language, term::lexical(&label).to_owned()));
        }
        self
    }

    /// The name of a relation: its label in the vocabulary, else the words of its IRI.
    #[must_use]
    pub fn relation(&self, predicate: &str, language: &str) -> String {
        if self.has(predicate) { self.of(predicate, language) } else { words(predicate) }
    }

    /// The name of an entity; its short IRI where it has none.
    #[must_use]
    pub fn of(&self, iri: &str, language: &str) -> String {
        let preference = |tag: &str| match tag {
            // A key means the same in all languages.
            "" => 0,
            tag if tag == language => 0,
            tag => 1 + LANGUAGES.iter().position(|l| *l == tag).unwrap_or(LANGUAGES.len()),
        };
        let names = self.by_iri.get(iri).into_iter().flatten();
        // A document with two symbols is named by the first. The longest form of a name says most: given name and
        // surname before a surname alone.
        let best = names
            .min_by_key(|(rank, tag, text)| (*rank, preference(tag), !iri.ends_with(text.as_str()), Reverse(text.chars().count()), text));
        best.map_or_else(|| self.key(iri), |(_, _, text)| text.clone())
    }

    /// The plain key of an entity (`TJK`, `A/RES/59/50`).
    #[must_use]
    pub fn notation(&self, iri: &str) -> Option<&str> {
        self.first(iri, skos::NOTATION, "")
    }

    /// The title of a document.
    #[must_use]
    pub fn title(&self, iri: &str, language: &str) -> Option<&str> {
        let tags = std::iter::once(&language).chain(LANGUAGES);
        tags.filter_map(|tag| self.first(iri, dcterms::TITLE, tag)).next()
    }

    /// Whether an entity has a name or a key.
    #[must_use]
    pub fn has(&self, iri: &str) -> bool {
        self.by_iri.contains_key(iri)
    }

    /// Whether anything is known to be called, not only looked for.
    #[must_use]
    pub fn is_named(&self, iri: &str) -> bool {
        self.by_iri.get(iri).is_some_and(|names| !names.is_empty())
    }

    fn first(&self, iri: &str, predicate: &str, language: &str) -> Option<&str> {
        let rank = NAMING.iter().position(|p| *p == predicate);
        let names = self.by_iri.get(iri).into_iter().flatten();
        let texts = names.filter(|(r, tag, _)| Some(*r) == rank && tag == language).map(|(_, _, text)| text.as_str());
        texts.min_by_key(|text| (!iri.ends_with(text), *text))
    }

    /// The path of an entity without its folder; a short form of any other IRI.
    fn key(&self, iri: &str) -> String {
        let path = short(iri, &self.base);
        match path.split_once('/') {
            Some((_, key)) if iri.starts_with(&self.base) => key.to_owned(),
            _ => path,
        }
    }
}

/// An IRI as people write it: `state/TJK` below the base, `org:memberOf` in a known vocabulary, else as it is.
#[must_use]
pub fn short(iri: &str, base: &str) -> String {
    match iri.strip_prefix(base) {
        Some(path) if !path.is_empty() => path.to_owned(),
        _ => shorten(iri),
    }
}

/// A term as people read it: a short IRI, or the characters of a literal.
#[must_use]
pub fn readable(value: &Term, base: &str) -> String {
    term::iri(value).map_or_else(|| term::lexical(value).to_owned(), |iri| short(iri, base))
}

/// The words of a predicate's name: `memberOf` as "member of".
#[must_use]
pub fn words(predicate: &str) -> String {
    let local = predicate.rsplit(['#', '/', ':']).next().unwrap_or(predicate);
    let mut out = String::new();
    for c in local.chars() {
        if c.is_uppercase() {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    out.trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://w3id.org/rapporteur/id/";

    fn graph() -> Graph {
        Graph::of_reference(&[
            ("state/TJK", skos::PREF_LABEL, "\"Tajikistan\"@en"),
            ("state/TJK", skos::PREF_LABEL, "\"Tadjikistan\"@fr"),
            ("state/TJK", skos::NOTATION, "\"TJK\""),
            ("document/A/1", skos::NOTATION, "\"A/1\""),
            ("document/A/1", skos::NOTATION, "\"S/2021/1\""),
            ("document/A/1", dcterms::TITLE, "\"Letter\"@en"),
            ("person/TJK/x", foaf::NAME, "\"X\"@zh"),
            ("person/TJK/x", foaf::NAME, "\"Y X\"@zh"),
        ])
    }

    #[test]
    fn falls_back_from_language_to_language_to_key() {
        let labels = Labels::load(&graph()).unwrap();
        let of = |path: &str, language| labels.of(&format!("{BASE}{path}"), language);
        assert_eq!(of("state/TJK", "fr"), "Tadjikistan");
        assert_eq!(of("state/TJK", "ar"), "Tajikistan");
        assert_eq!(of("document/A/1", "en"), "A/1");
        assert_eq!(of("person/TJK/x", "en"), "Y X");
        assert_eq!(of("post/TJK/president", "en"), "TJK/president");
    }

    #[test]
    fn shortens_what_it_knows() {
        assert_eq!(short("https://w3id.org/rapporteur/id/state/TJK", BASE), "state/TJK");
        assert_eq!(short("http://www.w3.org/ns/org#memberOf", BASE), "org:memberOf");
        assert_eq!(short("http://example.org/x", BASE), "http://example.org/x");
        assert_eq!(words("http://www.w3.org/ns/org#formerMemberOf"), "former member of");
    }
}
