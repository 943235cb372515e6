//! What the words of a question mean: things by key, symbol, name or IRI; relations by name.

use crate::query::lookup::{Lookup, OFFERED, distance, fold};
use crate::query::{QueryError, labels};
use crate::store::term::{self, Term, lexical};
use crate::store::{Graph, StoreError, ontology};
use crate::vocabulary::rdf;
use std::collections::BTreeSet;

/// A name without what stands between its words: `member-of`, `member_of` and `memberOf` are one.
fn joined(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || *c == ':').collect()
}

/// What a word means: things, or relations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meaning {
    /// As typed.
    pub text: String,
    pub values: Vec<Term>,
    pub predicates: Vec<String>,
}

/// Finds the meanings of words in a graph.
pub struct Meanings<'g> {
    graph: &'g Graph,
    lookup: Lookup<'g>,
    /// The relations of the graph's facts, with what they are called.
    relations: Vec<(String, BTreeSet<String>)>,
}

impl<'g> Meanings<'g> {
    pub fn new(graph: &'g Graph) -> Result<Self, StoreError> {
        let used: BTreeSet<String> = graph.objects(rdf::PREDICATE)?.iter().map(|p| lexical(p).to_owned()).collect();
        let vocabulary = ontology::labels();
        let relations = used.into_iter().map(|predicate| {
            let local = predicate.rsplit(['#', '/']).next().unwrap_or(&predicate);
            let mut names = BTreeSet::from([fold(local), fold(&labels::words(&predicate)), fold(&crate::vocabulary::shorten(&predicate))]);
            names.extend(vocabulary.iter().filter(|(term, _)| *term == predicate).map(|(_, label)| fold(lexical(label))));
            (predicate, names.iter().map(|name| joined(name)).chain(names.iter().cloned()).collect())
        });
        Ok(Self { graph, lookup: Lookup::new(graph)?, relations: relations.collect() })
    }

    /// What a word means: a thing where one is called so, else a relation, else a value that facts have.
    pub fn of(&self, text: &str) -> Result<Meaning, QueryError> {
        let mut meaning = Meaning { text: text.to_owned(), ..Meaning::default() };
        // A relation's name needs no search through all names, unless something else is called just so.
        let relations = self.relations_called(text, &[]);
        let iris = if relations.is_empty() { self.lookup.entities(text) } else { self.lookup.exact(text) };
        meaning.predicates = self.relations_called(text, &iris);
        if !meaning.predicates.is_empty() {
            return Ok(meaning);
        }
        meaning.values = iris.iter().filter(|iri| self.graph.knows(iri)).filter_map(|iri| term::named(iri)).collect();
        if meaning.values.is_empty() {
            meaning.values = self.literals(text)?;
        }
        if meaning.values.is_empty() { Err(self.unknown(text)) } else { Ok(meaning) }
    }

    /// Relations by name; a word that also names a thing is a relation only by its IRI.
    fn relations_called(&self, text: &str, iris: &[String]) -> Vec<String> {
        let (wanted, letters) = (fold(text), joined(&fold(text)));
        let called = self.relations.iter().filter(|(predicate, names)| match iris {
            [] => names.contains(&wanted) || names.contains(&letters),
            iris => iris.contains(predicate),
        });
        called.map(|(predicate, _)| predicate.clone()).collect()
    }

    /// Dates, sessions and other plain values that are objects of facts.
    fn literals(&self, text: &str) -> Result<Vec<Term>, StoreError> {
        let objects = self.graph.objects(rdf::OBJECT)?.into_iter();
        let mut found: Vec<Term> = objects.filter(|object| term::iri(object).is_none() && lexical(object) == text).collect();
        found.sort_by_cached_key(ToString::to_string);
        found.dedup();
        Ok(found)
    }

    fn unknown(&self, text: &str) -> QueryError {
        let wanted = fold(text);
        // A relation begins what was typed (`chairs of`), or is spelt nearly so; the nearest first.
        let far = |name: &String| if name.len() > 3 && wanted.starts_with(name) { Some(0) } else { distance(&wanted, name) };
        let mut close: Vec<(usize, &String)> = Vec::new();
        if wanted.chars().count() > 2 {
            close.extend(self.relations.iter().filter_map(|(predicate, names)| Some((names.iter().filter_map(far).min()?, predicate))));
        }
        close.sort();
        let mut near: Vec<String> = close.into_iter().take(OFFERED).map(|(_, predicate)| crate::vocabulary::shorten(predicate)).collect();
        near.extend(self.lookup.near(text));
        QueryError::Unknown { term: text.to_owned(), near }
    }
}
