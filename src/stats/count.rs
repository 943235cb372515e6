//! Plain counting of classes, relations, languages and documents.

use super::{Class, Coverage, Language, Relation, Summary};
use crate::store::term::{self, iri, lexical};
use crate::store::{Graph, StoreError};
use crate::vocabulary::{cito, dcterms, owl, rap, rdf, rdfs, shorten, skos};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// The three terms of each statement, by the statement.
pub struct Facts {
    subjects: FxHashMap<String, String>,
    predicates: FxHashMap<String, String>,
    /// As written, so that a name is not taken for a literal of the same letters.
    objects: FxHashMap<String, (String, bool)>,
}

impl Facts {
    pub fn load(graph: &Graph) -> Result<Self, StoreError> {
        let bare = |predicate| -> Result<FxHashMap<String, String>, StoreError> {
            Ok(graph.pairs(predicate)?.into_iter().map(|(node, term)| (node, lexical(&term).to_owned())).collect())
        };
        let objects = graph.pairs(rdf::OBJECT)?;
        let objects = objects.into_iter().map(|(node, term)| {
            let object = iri(&term).map_or_else(|| (term.to_string(), false), |iri| (iri.to_owned(), true));
            (node, object)
        });
        Ok(Self { subjects: bare(rdf::SUBJECT)?, predicates: bare(rdf::PREDICATE)?, objects: objects.collect() })
    }

    pub fn classes(&self, graph: &Graph) -> Result<Vec<Class>, StoreError> {
        let things = self.objects.values().filter(|(_, is_iri)| *is_iri).map(|(object, _)| object.as_str());
        let spoken_of: FxHashSet<&str> = self.subjects.values().map(String::as_str).chain(things).collect();
        let mut classes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (entity, class) in graph.pairs(rdf::TYPE)? {
            classes.entry(shorten(lexical(&class))).or_default().insert(entity);
        }
        let counted = classes.into_iter().map(|(class, entities)| {
            let in_facts = entities.iter().filter(|e| spoken_of.contains(e.as_str())).count();
            Class { class, entities: entities.len(), in_facts }
        });
        let mut counted: Vec<Class> = counted.collect();
        counted.sort_by(|a, b| b.entities.cmp(&a.entities).then_with(|| a.class.cmp(&b.class)));
        Ok(counted)
    }

    pub fn relations(&self) -> Vec<Relation> {
        let mut facts: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
        let mut statements: BTreeMap<&str, usize> = BTreeMap::new();
        for (statement, predicate) in &self.predicates {
            *statements.entry(predicate).or_default() += 1;
            if let (Some(subject), Some((object, _))) = (self.subjects.get(statement), self.objects.get(statement)) {
                facts.entry(predicate).or_default().insert((subject, object));
            }
        }
        let relation = |(predicate, statements): (&str, usize)| {
            let facts = facts.get(predicate).map_or(0, BTreeSet::len);
            Relation { relation: shorten(predicate), facts, statements }
        };
        let mut relations: Vec<Relation> = statements.into_iter().map(relation).collect();
        relations.sort_by(|a, b| b.facts.cmp(&a.facts).then_with(|| a.relation.cmp(&b.relation)));
        relations
    }

    /// Documents and instruments by the number of documents that cite them.
    pub fn cited(&self) -> BTreeMap<String, usize> {
        let mut citing: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (statement, _) in self.predicates.iter().filter(|(_, predicate)| *predicate == cito::CITES) {
            if let (Some(subject), Some((object, _))) = (self.subjects.get(statement), self.objects.get(statement)) {
                citing.entry(object).or_default().insert(subject);
            }
        }
        citing.into_iter().map(|(object, subjects)| (object.to_owned(), subjects.len())).collect()
    }
}

/// Relations that say what something is, not how it stands to others: they are no facts to count.
const KINDS: &[&str] = &[rdf::TYPE, owl::SAME_AS];

/// Documents and facts of a graph, counted without reading what they are called.
pub fn summary(graph: &Graph) -> Result<Summary, StoreError> {
    let copy = term::named(rap::COPY).ok_or_else(|| StoreError::Evaluation("the class of copies is no IRI".to_owned()))?;
    let copies = graph.sayers(&copy)?;
    let documents: BTreeSet<&str> = copies.iter().filter_map(|(copy, _)| copy.rsplit_once('@')).map(|(document, _)| document).collect();
    let mut relations = Vec::new();
    for predicate in graph.objects(rdf::PREDICATE)?.iter().map(lexical).filter(|predicate| !KINDS.contains(predicate)) {
        relations.push((shorten(predicate), graph.count(predicate)?));
    }
    relations.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(Summary { documents: documents.len(), facts: relations.iter().map(|(_, count)| count).sum(), relations })
}

/// Predicates that lead to the same thing elsewhere.
const OUTSIDE: &[&str] = &[owl::SAME_AS, skos::EXACT_MATCH, rdfs::SEE_ALSO];

/// Entities by kind, and how many of them have a link outside.
pub fn coverage(graph: &Graph) -> Result<Vec<Coverage>, StoreError> {
    let base = graph.base();
    // A copy's address is its document's.
    let entity = |iri: &str| iri.split(['@', '#']).next().unwrap_or(iri).strip_prefix(base).map(str::to_owned);
    let mut linked: BTreeSet<String> = BTreeSet::new();
    for predicate in OUTSIDE {
        let outside = graph.pairs(predicate)?.into_iter().filter(|(_, value)| iri(value).is_some_and(|iri| !iri.starts_with(base)));
        linked.extend(outside.filter_map(|(subject, _)| entity(&subject)));
    }
    let all: BTreeSet<String> = graph.pairs(rdf::TYPE)?.iter().filter_map(|(subject, _)| entity(subject)).collect();
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for path in &all {
        let counts = kinds.entry(path.split('/').next().unwrap_or(path)).or_default();
        counts.0 += 1;
        counts.1 += usize::from(linked.contains(path));
    }
    let counted = kinds.into_iter().filter(|(_, (_, linked))| *linked > 0);
    Ok(counted.map(|(kind, (entities, linked))| Coverage { kind: kind.to_owned(), entities, linked }).collect())
}

/// Copies and sentences in each language.
pub fn languages(graph: &Graph) -> Result<Vec<Language>, StoreError> {
    let copies: FxHashSet<String> =
        graph.pairs(rdf::TYPE)?.into_iter().filter(|(_, class)| lexical(class) == rap::COPY).map(|(copy, _)| copy).collect();
    let spoken: FxHashMap<String, String> = graph
        .pairs(dcterms::LANGUAGE)?
        .into_iter()
        .filter(|(copy, _)| copies.contains(copy))
        .map(|(copy, language)| (copy, lexical(&language).to_owned()))
        .collect();
    let mut counts: BTreeMap<String, (usize, BTreeSet<String>)> = BTreeMap::new();
    for language in spoken.values() {
        counts.entry(language.clone()).or_default().0 += 1;
    }
    for (evidence, copy) in graph.pairs(rap::SOURCE)? {
        if let Some(language) = spoken.get(lexical(&copy)) {
            counts.entry(language.clone()).or_default().1.insert(evidence);
        }
    }
    let counted = counts.into_iter().map(|(language, (copies, evidence))| Language { language, copies, sentences: evidence.len() });
    let mut counted: Vec<Language> = counted.collect();
    counted.sort_by(|a, b| b.copies.cmp(&a.copies).then_with(|| a.language.cmp(&b.language)));
    Ok(counted)
}

/// Statements by the document in which, or in a part of which, they stand.
pub fn documents(graph: &Graph) -> Result<BTreeMap<String, usize>, StoreError> {
    let mut statements: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (statement, place) in graph.pairs(rap::STATED_IN)? {
        let place = lexical(&place);
        let document = place.split('#').next().unwrap_or(place);
        statements.entry(document.to_owned()).or_default().insert(statement);
    }
    Ok(statements.into_iter().map(|(document, set)| (document, set.len())).collect())
}
