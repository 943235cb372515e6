//! The facts of an entity for its page: grouped by relation and direction, each with its statements.

use crate::explain::{self, Statement};
use crate::store::term::{self, Term};
use crate::store::{Graph, StoreError};
use crate::vocabulary::{dcterms, foaf, owl, rap, rdf, rdfs, skos};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Statements that are read for one page; an entity with more shows its facts relation by relation.
const STATEMENTS: usize = 6_000;
/// Facts that a group shows before it has a page of its own.
pub const SHOWN: usize = 12;
/// Facts on a page of one relation.
pub const PAGE: usize = 50;

/// Predicates that name, class or link an entity, or belong to what the graph keeps for itself: no facts of a page.
const ASIDE: &[&str] = &[
    rdf::TYPE,
    rdf::SUBJECT,
    rdf::PREDICATE,
    rdf::OBJECT,
    skos::PREF_LABEL,
    skos::ALT_LABEL,
    skos::NOTATION,
    skos::EXACT_MATCH,
    foaf::NAME,
    owl::SAME_AS,
    rdfs::SEE_ALSO,
    rap::EVIDENCE,
    rap::SOURCE,
    rap::ISO2,
    rap::ISO3,
    rap::ISO_NUMERIC,
    rap::M49,
    rap::COW,
    rap::COW_IGO,
    rap::DEGREE,
    rap::PAGE_RANK,
    rap::BETWEENNESS,
    rap::COMPONENT,
    rap::COMMUNITY,
    dcterms::IS_VERSION_OF,
];

/// Predicates of statements that say whose word they are, not what they are about.
const CLAIMS: &[&str] = &[rap::CLAIMED_BY, rap::STATED_IN];

/// A relation, from the entity or towards it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Relation {
    pub predicate: String,
    pub is_inverse: bool,
}

/// A fact: the other end and all that states it.
#[derive(Debug, Clone)]
pub struct Fact {
    pub other: Term,
    pub statements: Vec<Statement>,
}

/// The facts of one relation.
#[derive(Debug, Clone)]
pub struct Group {
    pub relation: Relation,
    /// As many as are shown.
    pub facts: Vec<Fact>,
    pub total: usize,
}

/// What an entity says and what is said of it.
#[derive(Debug, Default)]
pub struct Facts {
    /// Names, classes, codes and links.
    pub aside: Vec<(String, Term)>,
    pub groups: Vec<Group>,
}

/// Facts by relation, before it is known which are shown.
type Ends = BTreeMap<Relation, Vec<Term>>;

/// All facts of an entity, the first of each relation with their statements.
pub fn gather(graph: &Graph, iri: &str) -> Result<Facts, StoreError> {
    let (aside, ends, sayers) = ends(graph, iri)?;
    let about: Vec<&String> = sayers.iter().filter(|(_, p)| p == rdf::SUBJECT || p == rdf::OBJECT).map(|(node, _)| node).collect();
    let mut statements = if about.len() <= STATEMENTS { statements(graph, iri, about)? } else { FxHashMap::default() };
    let mut groups: Vec<Group> = Vec::new();
    for (relation, others) in ends {
        let total = others.len();
        let shown = others.into_iter().take(SHOWN);
        let facts = shown.map(|other| {
            let statements = statements.remove(&(relation.clone(), other.to_string())).unwrap_or_default();
            Fact { other, statements }
        });
        groups.push(Group { facts: facts.collect(), relation, total });
    }
    groups.sort_by_key(|group| order(&group.relation));
    Ok(Facts { aside, groups })
}

/// One page of the facts of one relation, with their statements.
pub fn of_relation(graph: &Graph, iri: &str, relation: &Relation, page: usize) -> Result<Group, StoreError> {
    let (_, mut ends, sayers) = ends(graph, iri)?;
    let others = ends.remove(relation).unwrap_or_default();
    let (own, theirs) = if relation.is_inverse { (rdf::OBJECT, rdf::SUBJECT) } else { (rdf::SUBJECT, rdf::OBJECT) };
    let about: FxHashSet<&String> = sayers.iter().filter(|(_, predicate)| predicate == own).map(|(node, _)| node).collect();
    let mut facts = Vec::new();
    for other in others.iter().skip(page * PAGE).take(PAGE) {
        let nodes = graph.sayers(other)?;
        let shared = nodes.iter().filter(|(node, predicate)| predicate == theirs && about.contains(node)).map(|(node, _)| node).collect();
        let found = statements(graph, iri, shared)?;
        let statements = found.into_iter().filter(|((known, _), _)| known == relation).flat_map(|(_, statements)| statements);
        facts.push(Fact { other: other.clone(), statements: statements.collect() });
    }
    Ok(Group { relation: relation.clone(), facts, total: others.len() })
}

type Sayers = std::collections::BTreeSet<(String, String)>;

/// What an entity says aside, the ends of its facts, who speaks of it.
type Around = (Vec<(String, Term)>, Ends, Sayers);

/// What an entity says aside, the ends of its facts by relation, and who speaks of it.
fn ends(graph: &Graph, iri: &str) -> Result<Around, StoreError> {
    let mut ends = Ends::new();
    let mut aside = Vec::new();
    for (predicate, value) in graph.about(iri)? {
        if ASIDE.contains(&predicate.as_str()) {
            aside.push((predicate, value));
        } else {
            ends.entry(Relation { predicate, is_inverse: false }).or_default().push(value);
        }
    }
    let Some(value) = term::named(iri) else { return Ok((aside, ends, Sayers::new())) };
    let sayers = graph.sayers(&value)?;
    let statement = format!("{}statement/", graph.base());
    for (node, predicate) in &sayers {
        // Statements point to an entity by their qualifiers too.
        let is_inner = node.starts_with(&statement) || CLAIMS.contains(&predicate.as_str()) || ASIDE.contains(&predicate.as_str());
        if let (false, Some(node)) = (is_inner, term::named(node)) {
            ends.entry(Relation { predicate: predicate.clone(), is_inverse: true }).or_default().push(node);
        }
    }
    Ok((aside, ends, sayers))
}

type ByFact = FxHashMap<(Relation, String), Vec<Statement>>;

fn statements(graph: &Graph, iri: &str, nodes: Vec<&String>) -> Result<ByFact, StoreError> {
    let mut found = ByFact::default();
    for node in nodes {
        let Some(fact) = explain::read(graph, node)? else { continue };
        let is_subject = term::iri(&fact.subject) == Some(iri);
        let (other, is_inverse) = if is_subject { (&fact.object, false) } else { (&fact.subject, true) };
        let relation = Relation { predicate: fact.predicate.clone(), is_inverse };
        found.entry((relation, other.to_string())).or_default().extend(fact.statements);
    }
    for statements in found.values_mut() {
        statements.sort_by_cached_key(|s| (s.stated_in.iter().map(ToString::to_string).collect::<Vec<_>>(), s.evidence.clone()));
    }
    Ok(found)
}

/// Relations that say what something is come first, then what it did; parts, numbers and mentions last.
fn order(relation: &Relation) -> (usize, bool, String) {
    const FIRST: &[&str] = &[
        dcterms::TITLE,
        "http://www.w3.org/ns/org#memberOf",
        rap::CHAIRS,
        rap::OBSERVER_IN,
        rap::PARTNER_OF,
        rap::JOINED,
        rap::FORMER_MEMBER_OF,
        rap::CANDIDATE_FOR,
        "http://www.w3.org/ns/org#subOrganizationOf",
        "http://www.w3.org/ns/org#holds",
        rap::REPRESENTS,
        rap::COOPERATES_WITH,
        dcterms::DATE,
        dcterms::ISSUED,
        rap::SENT_BY,
        rap::SIGNED_BY,
        rap::ADOPTED_BY,
        rap::ADOPTED_ON,
        rap::SPONSORS,
    ];
    const LAST: &[&str] = &[
        rap::MENTIONS,
        dcterms::HAS_PART,
        dcterms::IS_PART_OF,
        rap::NUMBER,
        rap::ACTION,
        rap::POSITION,
        rap::PROCEDURAL,
        rap::OPERATIVE,
        rap::PREAMBULAR,
        rap::DISTRIBUTION,
        rap::JOB_NUMBER,
    ];
    let place = |known: &[&str]| known.iter().position(|p| *p == relation.predicate);
    let rank = place(FIRST).or_else(|| place(LAST).map(|at| 1000 + at)).unwrap_or(500);
    (rank, relation.is_inverse, relation.predicate.clone())
}
