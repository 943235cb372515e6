//! What is known of a node: label, kind, key, codes, dates.

use super::network::Node;
use crate::query::labels::{Labels, short};
use crate::store::iri::OFFICIAL_ADDRESS;
use crate::store::term::{self, Term};
use crate::store::{Graph, StoreError};
use crate::vocabulary::{WIKIDATA, dcterms, owl, rap, rdf, rdfs};
use rustc_hash::FxHashMap;

/// Classes of what the program keeps for itself: no entities.
const INNER: &[&str] = &[rap::STATEMENT, rap::EVIDENCE_CLASS, rap::COPY];

/// Classes that say less than any other that an entity has.
const GENERAL: &[&str] = &["Document", "Annex", "Concept"];

/// The attributes that are read from a predicate of the node.
const READ: &[(&str, &str)] = &[
    ("date", dcterms::DATE),
    ("date", rap::HELD_ON),
    ("date", rap::ADOPTED_ON),
    ("date", rap::ON),
    ("session", rap::SESSION),
    ("action", rap::ACTION),
    ("iso2", rap::ISO2),
    ("iso3", rap::ISO3),
    ("m49", rap::M49),
    ("cow", rap::COW),
];

/// Knows what to say of each node of a graph.
pub struct Describer<'l> {
    base: String,
    labels: &'l Labels,
    language: &'l str,
    kinds: FxHashMap<String, String>,
    inner: FxHashMap<String, ()>,
    attributes: FxHashMap<String, Vec<(&'static str, String)>>,
}

impl<'l> Describer<'l> {
    pub fn load(graph: &Graph, labels: &'l Labels, language: &'l str) -> Result<Self, StoreError> {
        let base = graph.base().to_owned();
        let mut describer =
            Self { base, labels, language, kinds: FxHashMap::default(), inner: FxHashMap::default(), attributes: FxHashMap::default() };
        describer.classes(graph)?;
        for (name, predicate) in READ {
            for (subject, value) in graph.pairs(predicate)? {
                let value = describer.id(&value);
                describer.attribute(subject, name, value);
            }
        }
        for (subject, page) in graph.pairs(rdfs::SEE_ALSO)? {
            let page = term::lexical(&page);
            if page.starts_with(OFFICIAL_ADDRESS) {
                describer.attribute(subject, "address", page.to_owned());
            }
        }
        for (subject, same) in graph.pairs(owl::SAME_AS)? {
            if let Some(code) = term::lexical(&same).strip_prefix(WIKIDATA) {
                describer.attribute(subject, "wikidata", code.to_owned());
            }
        }
        Ok(describer)
    }

    fn classes(&mut self, graph: &Graph) -> Result<(), StoreError> {
        for (subject, class) in graph.pairs(rdf::TYPE)? {
            let class = term::lexical(&class);
            if INNER.contains(&class) {
                self.inner.insert(subject, ());
                continue;
            }
            let kind = class.rsplit(['#', '/']).next().unwrap_or(class).to_owned();
            let rank = |kind: &str| (GENERAL.contains(&kind), kind.to_owned());
            let known = self.kinds.entry(subject).or_insert_with(|| kind.clone());
            if rank(&kind) < rank(known) {
                *known = kind;
            }
        }
        Ok(())
    }

    /// Of several values the first counts.
    fn attribute(&mut self, subject: String, name: &'static str, value: String) {
        let attributes = self.attributes.entry(subject).or_default();
        match attributes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) if value < *known => *known = value,
            Some(_) => {}
            None => attributes.push((name, value)),
        }
    }

    /// All entities that have a class.
    pub fn entities(&self) -> impl Iterator<Item = &str> {
        self.kinds.keys().map(String::as_str).filter(|iri| self.is_entity(iri))
    }

    /// Whether an IRI is what facts are about: no statement, evidence or language copy.
    #[must_use]
    pub fn is_entity(&self, iri: &str) -> bool {
        !self.inner.contains_key(iri)
    }

    /// A prefixed name or path for an IRI.
    #[must_use]
    pub fn short(&self, iri: &str) -> String {
        short(iri, &self.base)
    }

    /// The id of a term in exports.
    #[must_use]
    pub fn id(&self, value: &Term) -> String {
        term::iri(value).map_or_else(|| term::lexical(value).to_owned(), |iri| self.short(iri))
    }

    #[must_use]
    pub fn node(&self, iri: &str) -> Node {
        let id = self.short(iri);
        let mut node = Node { label: self.labels.of(iri, self.language), kind: self.kind(iri, &id), id, ..Node::default() };
        node.attributes.insert("iri", iri.to_owned());
        if let Some(notation) = self.labels.notation(iri) {
            node.attributes.insert("notation", notation.to_owned());
        }
        if let Some(title) = self.labels.title(iri, self.language) {
            node.attributes.insert("title", title.to_owned());
        }
        node.attributes.extend(self.attributes.get(iri).into_iter().flatten().cloned());
        node
    }

    /// A value that a view has at the end of an edge.
    #[must_use]
    pub fn literal(&self, value: &Term) -> Node {
        let text = term::lexical(value).to_owned();
        let kind = if term::is_year(value) { "Year" } else { "Literal" };
        Node { label: text.clone(), id: text, kind: kind.to_owned(), ..Node::default() }
    }

    /// The class; where none is stated, the folder of the IRI.
    fn kind(&self, iri: &str, id: &str) -> String {
        if let Some(kind) = self.kinds.get(iri) {
            return kind.clone();
        }
        let folder = if iri.starts_with(&self.base) { id.split('/').next().unwrap_or("") } else { "" };
        let words = folder.split('-').map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
        });
        let kind: String = words.collect();
        if kind.is_empty() { "Resource".to_owned() } else { kind }
    }
}
