//! The network of all entities: one edge for each fact between two of them, weighted by its statements.

use super::network::{Edge, EdgeKey, Network, Term as Interval, assemble};
use super::node::Describer;
use crate::store::term::{self, Term};
use crate::store::{Graph, StoreError, ontology};
use crate::vocabulary::{dcterms, rap, rdf, shorten};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// Qualifiers that say when a fact holds.
const DATES: &[&str] = &[rap::FROM, rap::UNTIL, rap::ON, rap::AS_OF];

/// By the IRI of the subject.
type Values = FxHashMap<String, Vec<String>>;

/// A statement's three terms, as far as read.
#[derive(Default)]
struct Fact {
    subject: String,
    predicate: String,
    object: Option<String>,
}

pub fn network(graph: &Graph, describer: &Describer<'_>) -> Result<Network, StoreError> {
    let mut nodes = BTreeMap::new();
    for iri in describer.entities() {
        let node = describer.node(iri);
        nodes.insert(node.id.clone(), node);
    }
    let mut edges: BTreeMap<EdgeKey, Edge> = BTreeMap::new();
    let mut documents: FxHashMap<EdgeKey, FxHashSet<String>> = FxHashMap::default();
    let times = Times::load(graph)?;
    for (statement, fact) in facts(graph)? {
        let Some(object) = fact.object.filter(|o| describer.is_entity(o) && describer.is_entity(&fact.subject)) else { continue };
        for end in [&fact.subject, &object] {
            nodes.entry(describer.short(end)).or_insert_with(|| describer.node(end));
        }
        let relation = shorten(&fact.predicate);
        let key = (describer.short(&fact.subject), describer.short(&object), relation.clone());
        let edge = edges.entry(key.clone()).or_insert_with(|| Edge { relation, ..Edge::default() });
        edge.weight += 1.0;
        times.dates(&statement).for_each(|date| edge.dated(date));
        edge.terms.extend(times.term(&statement));
        edge.known.extend(times.known(&statement));
        documents.entry(key).or_default().extend(times.documents(&statement).map(str::to_owned));
    }
    say_once(&mut edges);
    for (key, edge) in &mut edges {
        edge.documents = documents.get(key).map(|set| set.len() as u64);
        edge.last_where_known();
    }
    Ok(assemble(nodes, edges))
}

/// Leaves out of two edges between the same ends the one whose relation says less: that a document cites another, where
/// it recalls it.
fn say_once(edges: &mut BTreeMap<EdgeKey, Edge>) {
    let wider: Vec<(String, String)> = ontology::wider().into_iter().map(|(narrow, wide)| (shorten(&narrow), shorten(&wide))).collect();
    let mut less: BTreeSet<EdgeKey> = BTreeSet::new();
    for (source, target, relation) in edges.keys() {
        let wide = wider.iter().filter(|(narrow, _)| narrow == relation);
        less.extend(wide.map(|(_, wide)| (source.clone(), target.clone(), wide.clone())));
    }
    edges.retain(|key, _| !less.contains(key));
}

/// Predicates whose objects are no entities: what class something is of, with which verb a paragraph begins. Verbs
/// would be connected best of all, and join what has nothing to do with each other.
const NO_RELATIONS: &[&str] = &[rdf::TYPE, rap::ACTION];

/// The statements whose object is a thing, by IRI.
fn facts(graph: &Graph) -> Result<FxHashMap<String, Fact>, StoreError> {
    let mut facts: FxHashMap<String, Fact> = FxHashMap::default();
    for (statement, subject) in graph.pairs(rdf::SUBJECT)? {
        facts.entry(statement).or_default().subject = bare(&subject);
    }
    for (statement, predicate) in graph.pairs(rdf::PREDICATE)? {
        facts.entry(statement).or_default().predicate = bare(&predicate);
    }
    for (statement, object) in graph.pairs(rdf::OBJECT)? {
        facts.entry(statement).or_default().object = term::iri(&object).map(str::to_owned);
    }
    let relates = |predicate: &str| !predicate.is_empty() && !NO_RELATIONS.contains(&predicate);
    facts.retain(|_, fact| fact.object.is_some() && !fact.subject.is_empty() && relates(&fact.predicate));
    Ok(facts)
}

/// Where and when statements are made.
struct Times {
    stated_in: Values,
    qualifiers: Values,
    from: Values,
    until: Values,
    as_of: Values,
    /// Dates of documents.
    dated: Values,
}

impl Times {
    fn load(graph: &Graph) -> Result<Self, StoreError> {
        let mut qualifiers = Values::default();
        for predicate in DATES {
            for (statement, date) in graph.pairs(predicate)? {
                qualifiers.entry(statement).or_default().push(bare(&date));
            }
        }
        Ok(Self {
            stated_in: values(graph, rap::STATED_IN)?,
            qualifiers,
            from: values(graph, rap::FROM)?,
            until: values(graph, rap::UNTIL)?,
            as_of: values(graph, rap::AS_OF)?,
            dated: values(graph, dcterms::DATE)?,
        })
    }

    /// The documents in which, or in parts of which, a statement stands.
    fn documents(&self, statement: &str) -> impl Iterator<Item = &str> {
        let places = self.stated_in.get(statement).into_iter().flatten();
        places.map(|place| place.split('#').next().unwrap_or(place))
    }

    /// The term that a statement gives.
    fn term(&self, statement: &str) -> Option<Interval> {
        let first = |values: &Values| values.get(statement).and_then(|dates| dates.iter().min().cloned());
        Some(Interval { from: first(&self.from), until: first(&self.until) }).filter(|term| *term != Interval::default())
    }

    /// The day on which a statement says that something holds.
    fn known(&self, statement: &str) -> Option<String> {
        self.as_of.get(statement).and_then(|days| days.iter().min().cloned())
    }

    /// The dates that a statement gives; those of its documents where it gives none.
    fn dates(&self, statement: &str) -> impl Iterator<Item = &str> {
        let own = self.qualifiers.get(statement).into_iter().flatten();
        let documents = self.documents(statement).filter(|_| !self.qualifiers.contains_key(statement));
        own.chain(documents.filter_map(|document| self.dated.get(document)).flatten()).map(String::as_str)
    }
}

fn values(graph: &Graph, predicate: &str) -> Result<Values, StoreError> {
    let mut values = Values::default();
    for (subject, value) in graph.pairs(predicate)? {
        values.entry(subject).or_default().push(bare(&value));
    }
    Ok(values)
}

fn bare(value: &Term) -> String {
    term::lexical(value).to_owned()
}
