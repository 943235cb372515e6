//! The facts of an entity for its page: grouped by relation and direction, each with its statements.

use crate::explain::{self, Statement};
use crate::store::ends::{Ends, Window};
use crate::store::term::{self, Term};
use crate::store::{Graph, StoreError};
use crate::vocabulary::{dcterms, foaf, owl, rap, rdf, rdfs, skos};

/// Statements that are read of one fact.
const STATEMENTS: usize = 100;
/// Values of a predicate that names, classes or links.
const ASIDES: usize = 400;
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

/// All facts of an entity, the first of each relation with their statements.
pub fn gather(graph: &Graph, iri: &str) -> Result<Facts, StoreError> {
    let (mut aside, mut groups) = (Vec::new(), Vec::new());
    for ends in graph.around(iri, Window { from: 0, own: ASIDES, inverse: SHOWN })? {
        let is_aside = ASIDE.contains(&ends.predicate.as_str());
        let is_claim = ends.is_inverse && CLAIMS.contains(&ends.predicate.as_str());
        if is_aside && !ends.is_inverse {
            aside.extend(ends.shown.into_iter().map(|value| (ends.predicate.clone(), value)));
        } else if !is_aside && !is_claim {
            groups.push(group(graph, iri, ends, SHOWN)?);
        }
    }
    aside.sort_by_cached_key(|(predicate, value)| (predicate.clone(), value.to_string()));
    groups.sort_by_key(|group| order(&group.relation));
    Ok(Facts { aside, groups })
}

/// One page of the facts of one relation, with their statements.
pub fn of_relation(graph: &Graph, iri: &str, relation: &Relation, page: usize) -> Result<Group, StoreError> {
    let around = graph.around(iri, Window { from: page * PAGE, own: PAGE, inverse: PAGE })?;
    let wanted = around.into_iter().find(|ends| ends.predicate == relation.predicate && ends.is_inverse == relation.is_inverse);
    let none = Group { relation: relation.clone(), facts: Vec::new(), total: 0 };
    wanted.map_or(Ok(none), |ends| group(graph, iri, ends, PAGE))
}

fn group(graph: &Graph, iri: &str, ends: Ends, shown: usize) -> Result<Group, StoreError> {
    let relation = Relation { predicate: ends.predicate, is_inverse: ends.is_inverse };
    let mut facts = Vec::new();
    for other in ends.shown.into_iter().take(shown) {
        let statements = statements(graph, iri, &relation, &other)?;
        facts.push(Fact { other, statements });
    }
    Ok(Group { relation, facts, total: ends.total })
}

/// The statements of a fact, sorted by where they stand.
fn statements(graph: &Graph, iri: &str, relation: &Relation, other: &Term) -> Result<Vec<Statement>, StoreError> {
    let Some(own) = term::named(iri) else { return Ok(Vec::new()) };
    let (subject, object) = if relation.is_inverse { (other, &own) } else { (&own, other) };
    let mut found = Vec::new();
    for node in graph.saying_both((rdf::SUBJECT, subject), (rdf::OBJECT, object), STATEMENTS)? {
        let fact = explain::read(graph, &node)?.filter(|fact| fact.predicate == relation.predicate);
        found.extend(fact.into_iter().flat_map(|fact| fact.statements));
    }
    found.sort_by_cached_key(|s| (s.stated_in.iter().map(ToString::to_string).collect::<Vec<_>>(), s.evidence.clone()));
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
