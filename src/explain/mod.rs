//! Why the graph says what it says: the facts that match a few words, each with who claims it, where, and the
//! sentences themselves.

pub mod meaning;
pub mod report;

use crate::query::QueryError;
use crate::store::quads::STRUCTURE;
use crate::store::term::{self, Term, iri, lexical};
use crate::store::{Graph, StoreError};
use crate::vocabulary::{dcterms, rap, rdf};
use meaning::Meaning;
use std::collections::{BTreeMap, BTreeSet};

/// What can go wrong with an explanation.
#[derive(Debug, thiserror::Error)]
pub enum ExplainError {
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a fact is between two things at most: give one or two of them, and one relation")]
    TooManyThings,
    #[error("a fact has one relation; `{0}` and `{1}` are two")]
    TwoRelations(String, String),
}

/// A fact with all that states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub subject: Term,
    pub predicate: String,
    pub object: Term,
    pub statements: Vec<Statement>,
}

impl Fact {
    /// What a report of it names.
    pub fn named(&self) -> impl Iterator<Item = &Term> {
        let behind = self.statements.iter().flat_map(|s| s.claimed_by.iter().chain(s.qualifiers.iter().map(|(_, value)| value)));
        [&self.subject, &self.object].into_iter().chain(behind)
    }
}

/// One statement of a fact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statement {
    pub claimed_by: Vec<Term>,
    pub stated_in: Vec<Term>,
    /// Predicate and value, sorted.
    pub qualifiers: Vec<(String, Term)>,
    pub evidence: Vec<Evidence>,
}

/// A sentence that a statement stands on.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    pub copy: String,
    pub start: u64,
    pub end: u64,
    pub quote: String,
    pub extractor: String,
    pub pattern: String,
}

impl Evidence {
    /// Whether two rules found the same words in the same place.
    #[must_use]
    pub fn is_same_place(&self, other: &Self) -> bool {
        (&self.copy, self.start, self.end) == (&other.copy, other.start, other.end)
    }
}

/// The relations in which things stand at all, with the number of their facts: what to ask when nothing was found.
pub fn relations(graph: &Graph, things: &[Term]) -> Result<BTreeMap<String, usize>, StoreError> {
    let mut relations = BTreeMap::new();
    for statement in about(graph, things)? {
        let about = graph.about(&statement)?;
        if about.iter().any(|(property, class)| property == rdf::TYPE && lexical(class) == rap::STATEMENT) {
            for (_, predicate) in about.iter().filter(|(property, _)| property == rdf::PREDICATE) {
                *relations.entry(lexical(predicate).to_owned()).or_default() += 1;
            }
        }
    }
    Ok(relations)
}

/// The facts that match: of the given things, in the given relation.
pub fn explain(graph: &Graph, meanings: &[Meaning]) -> Result<Vec<Fact>, ExplainError> {
    let (things, relations): (Vec<&Meaning>, Vec<&Meaning>) = meanings.iter().partition(|m| m.predicates.is_empty());
    let relation = match relations.as_slice() {
        [] => None,
        [one] => Some(&one.predicates),
        [one, other, ..] => return Err(ExplainError::TwoRelations(one.text.clone(), other.text.clone())),
    };
    let candidates = match things.as_slice() {
        [] => relation.map(|predicates| with_predicate(graph, predicates)).transpose()?.unwrap_or_default(),
        [one] => about(graph, &one.values)?,
        [one, other] => between(graph, &one.values, &other.values)?,
        _ => return Err(ExplainError::TooManyThings),
    };
    let mut facts: BTreeMap<(String, String, String), Fact> = BTreeMap::new();
    let mut found = Vec::new();
    for statement in candidates {
        found.extend(read(graph, &statement)?);
    }
    if let [one] = things.as_slice() {
        for value in &one.values {
            found.extend(structure(graph, value)?);
        }
    }
    for read in found {
        if relation.is_some_and(|predicates| !predicates.contains(&read.predicate)) {
            continue;
        }
        let key = (read.subject.to_string(), read.predicate.clone(), read.object.to_string());
        match facts.get_mut(&key) {
            Some(fact) => fact.statements.extend(read.statements),
            None => drop(facts.insert(key, read)),
        }
    }
    let mut facts: Vec<Fact> = facts.into_values().collect();
    for fact in &mut facts {
        fact.statements.sort_by_cached_key(|s| (s.stated_in.iter().map(ToString::to_string).collect::<Vec<_>>(), s.evidence.clone()));
    }
    Ok(facts)
}

fn with_predicate(graph: &Graph, predicates: &[String]) -> Result<BTreeSet<String>, StoreError> {
    let terms: Vec<Term> = predicates.iter().filter_map(|p| term::named(p)).collect();
    Ok(saying(graph, &terms, |p| p == rdf::PREDICATE)?.into_iter().collect())
}

/// Statements of which one of the values is subject, object or qualifier. Where something is stated and who claims it
/// is left out: else a document would match all that it says.
fn about(graph: &Graph, values: &[Term]) -> Result<BTreeSet<String>, StoreError> {
    saying(graph, values, |predicate| {
        predicate == rdf::SUBJECT
            || predicate == rdf::OBJECT
            || (predicate.starts_with(rap::NS) && ![rap::STATED_IN, rap::CLAIMED_BY, rap::EVIDENCE, rap::SOURCE].contains(&predicate))
    })
}

/// Statements of one value about another, or the other way round.
fn between(graph: &Graph, first: &[Term], second: &[Term]) -> Result<BTreeSet<String>, StoreError> {
    let mut statements = BTreeSet::new();
    for (one, other) in first.iter().flat_map(|one| second.iter().map(move |other| (one, other))) {
        statements.extend(graph.sayers_of_all(&[(rdf::SUBJECT, one), (rdf::OBJECT, other)])?);
        statements.extend(graph.sayers_of_all(&[(rdf::SUBJECT, other), (rdf::OBJECT, one)])?);
    }
    Ok(statements)
}

/// The nodes that say one of the values by a predicate that fits.
fn saying(graph: &Graph, values: &[Term], fits: impl Fn(&str) -> bool) -> Result<BTreeSet<String>, StoreError> {
    let mut nodes = BTreeSet::new();
    for value in values {
        nodes.extend(graph.sayers(value)?.into_iter().filter(|(_, predicate)| fits(predicate)).map(|(node, _)| node));
    }
    Ok(nodes)
}

/// A statement as a fact of its own; `None` where the node is no statement.
pub fn read(graph: &Graph, node: &str) -> Result<Option<Fact>, StoreError> {
    let (mut subject, mut predicate, mut object, mut is_statement) = (None, None, None, false);
    let mut statement = Statement::default();
    for (property, value) in graph.about(node)? {
        match property.as_str() {
            rdf::TYPE => is_statement |= lexical(&value) == rap::STATEMENT,
            rdf::SUBJECT => subject = Some(value),
            rdf::PREDICATE => predicate = Some(lexical(&value).to_owned()),
            rdf::OBJECT => object = Some(value),
            rap::CLAIMED_BY => statement.claimed_by.push(value),
            rap::STATED_IN => statement.stated_in.push(value),
            rap::EVIDENCE => statement.evidence.extend(iri(&value).map(|node| evidence(graph, node)).transpose()?),
            _ => statement.qualifiers.push((property, value)),
        }
    }
    statement.evidence.sort();
    let (Some(subject), Some(predicate), Some(object), true) = (subject, predicate, object, is_statement) else { return Ok(None) };
    Ok(Some(Fact { subject, predicate, object, statements: vec![statement] }))
}

/// What makes a paragraph one: it stands on the evidence that the paragraph itself carries.
fn structure(graph: &Graph, value: &Term) -> Result<Vec<Fact>, StoreError> {
    let Some(node) = iri(value) else { return Ok(Vec::new()) };
    let about = graph.about(node)?;
    let is_paragraph = about.iter().any(|(property, class)| property == rdf::TYPE && lexical(class) == rap::PARAGRAPH);
    if !is_paragraph {
        return Ok(Vec::new());
    }
    let mut statement = Statement::default();
    for (_, place) in about.iter().filter(|(property, _)| property == rap::EVIDENCE) {
        statement.evidence.extend(iri(place).map(|node| evidence(graph, node)).transpose()?);
    }
    statement.evidence.sort();
    let fact = |subject: Term, predicate: String, object: Term| Fact { subject, predicate, object, statements: vec![statement.clone()] };
    let wholes = graph.sayers(value)?.into_iter().filter(|(_, predicate)| predicate == dcterms::HAS_PART);
    let mut facts: Vec<Fact> = wholes.filter_map(|(whole, predicate)| Some(fact(term::named(&whole)?, predicate, value.clone()))).collect();
    let own = about.into_iter().filter(|(property, _)| STRUCTURE.contains(&property.as_str()));
    facts.extend(own.map(|(property, object)| fact(value.clone(), property, object)));
    Ok(facts)
}

fn evidence(graph: &Graph, node: &str) -> Result<Evidence, StoreError> {
    let mut evidence = Evidence::default();
    for (property, value) in graph.about(node)? {
        let text = || lexical(&value).to_owned();
        match property.as_str() {
            rap::SOURCE => evidence.copy = text(),
            rap::START => evidence.start = lexical(&value).parse().unwrap_or(0),
            rap::END => evidence.end = lexical(&value).parse().unwrap_or(0),
            rap::QUOTE => evidence.quote = text(),
            rap::RULE => (evidence.extractor, evidence.pattern) = rule(graph, lexical(&value))?,
            _ => {}
        }
    }
    Ok(evidence)
}

/// The extractor and the pattern of a rule.
pub fn rule(graph: &Graph, node: &str) -> Result<(String, String), StoreError> {
    let about = graph.about(node)?;
    let value = |wanted| about.iter().find(|(property, _)| property == wanted).map_or_else(String::new, |(_, v)| lexical(v).to_owned());
    Ok((value(rap::EXTRACTOR), value(rap::PATTERN)))
}
