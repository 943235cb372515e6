//! What a language copy says that could prove who its persons are and which turn is which, read from its quads alone:
//! speakers of turns, seats at a meeting, signatures under a document, posts held.
//!
//! Left out: posts that several hold at once (ministers, ambassadors).

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Posts of which a holder may have several: they prove nobody.
const SHARED: &[&str] = &[
    "adviser",
    "ambassador",
    "alternate-representative",
    "commissioner",
    "coordinator",
    "counsellor",
    "deputy",
    "director",
    "first-secretary",
    "governor",
    "head",
    "independent-expert",
    "judge",
    "minister",
    "rapporteur",
    "representative",
    "second-secretary",
    "senior-adviser",
    "special-adviser",
    "special-envoy",
    "special-rapporteur",
    "special-representative",
    "spokesperson",
    "third-secretary",
    "vice-chair",
    "vice-president",
];

/// What one copy knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ties {
    /// The language of the copy.
    pub language: String,
    /// The document of which it is a copy.
    pub document: String,
    /// Its persons, by the part of their address behind the kind.
    pub persons: BTreeSet<String>,
    /// What proves who a person is (`seat S/PV.1 JOR`), with the person; turns are told apart.
    pub proofs: BTreeSet<(String, String)>,
    /// Its parts that are counted, by what their addresses begin with (`S/PV.1#speech-`, `A/RES/1/1#preamble-`).
    pub parts: BTreeMap<String, Vec<Part>>,
}

/// A turn or a paragraph as a copy counts it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Part {
    pub number: u32,
    /// For whom it is spoken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sides: Vec<String>,
    #[serde(default)]
    pub procedural: bool,
    /// Who speaks, where the copy tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<String>,
    /// Symbols and bodies that are named in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<String>,
    /// What a paragraph does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub action: String,
}

const RAP: &str = "https://w3id.org/rapporteur/ns#";

/// The subject, the predicate and the object of a line, as they are written.
#[must_use]
pub fn terms(line: &str) -> Option<(&str, &str, &str)> {
    let (subject, rest) = line.split_once(' ')?;
    let (predicate, rest) = rest.split_once(' ')?;
    let (object, _) = rest.strip_suffix(" .")?.rsplit_once(" <")?;
    Some((subject, predicate, object))
}

/// What the quads of a copy say; `base` is what the addresses of its entities begin with.
#[must_use]
pub fn of_quads(quads: &str, base: &str) -> Ties {
    let mut ties = Ties::default();
    let mut parts: BTreeMap<(String, u32), Part> = BTreeMap::new();
    let mut seat = Seat::default();
    for line in quads.lines() {
        let Some((subject, predicate, object)) = terms(line) else { continue };
        let Some(subject) = key(subject, base) else { continue };
        let predicate = predicate.trim_start_matches('<').trim_end_matches('>');
        if let Some(person) = subject.strip_prefix("person/") {
            ties.persons.insert(person.to_owned());
        }
        if subject.starts_with("statement/") {
            seat.take(subject, predicate, key(object, base), &mut ties);
        } else if let Some((series, number)) = part_of(subject) {
            let part = parts.entry((series.to_owned(), number)).or_default();
            part.number = number;
            take_part(part, predicate.strip_prefix(RAP).unwrap_or_default(), object, base);
        } else {
            proof(&mut ties, subject, predicate, key(object, base));
        }
        if predicate == "http://purl.org/dc/terms/isVersionOf" {
            ties.document = key(object, base).unwrap_or_default().to_owned();
        }
        if ties.language.is_empty() && predicate == "http://purl.org/dc/terms/language" && subject.contains('@') {
            ties.language = object.trim_matches('"').to_owned();
        }
    }
    for ((series, _), part) in parts {
        ties.parts.entry(series).or_default().push(part);
    }
    ties
}

/// An entity's address behind the base.
fn key<'t>(term: &'t str, base: &str) -> Option<&'t str> {
    term.strip_prefix('<')?.strip_suffix('>')?.strip_prefix(base)
}

/// Parts that are counted, not numbered in print.
const COUNTED: [&str; 2] = ["#speech-", "#preamble-"];

/// `document/S/PV.1#speech-3`: what the addresses of its like begin with, and the number.
fn part_of(subject: &str) -> Option<(&str, u32)> {
    let part = subject.strip_prefix("document/")?;
    let end = COUNTED.iter().find_map(|kind| part.find(kind).map(|at| at + kind.len()))?;
    Some((&part[..end], part[end..].parse().ok()?))
}

fn take_part(part: &mut Part, predicate: &str, object: &str, base: &str) {
    let named = key(object, base);
    match (predicate, named) {
        ("speaker", Some(person)) => part.speakers.extend(person.strip_prefix("person/").map(str::to_owned)),
        ("onBehalfOf", Some(side)) => part.sides.push(side.to_owned()),
        ("procedural", _) => part.procedural = object.starts_with("\"true"),
        ("mentions", Some(name)) => part.anchors.push(name.to_owned()),
        ("action", Some(action)) => action.clone_into(&mut part.action),
        _ => {}
    }
}

fn proof(ties: &mut Ties, subject: &str, predicate: &str, object: Option<&str>) {
    let Some(object) = object else { return };
    let person = |entity: &str| entity.strip_prefix("person/").map(str::to_owned);
    let named = match predicate.strip_prefix(RAP) {
        Some("signedBy") => person(object).map(|p| (format!("signed {subject} {}", holder(&p)), p)),
        Some("presidedBy") => person(object).map(|p| (format!("presided {subject} {}", holder(&p)), p)),
        _ => None,
    };
    ties.proofs.extend(named);
    if predicate == "http://www.w3.org/ns/org#holds"
        && let (Some(person), Some(post)) = (person(subject), object.strip_prefix("post/"))
        && let Some((_, code)) = post.rsplit_once('/')
        && !code.starts_with("x-")
        && !SHARED.iter().any(|shared| code == *shared || code.strip_prefix(shared).is_some_and(|rest| rest.starts_with("-secretary")))
    {
        ties.proofs.insert((format!("post {post}"), person));
    }
}

/// Whose person it is: the first part of the key, or the document where that is not known.
#[must_use]
pub fn holder(person: &str) -> &str {
    person.rsplit_once('/').map_or("", |(holder, _)| holder)
}

/// A statement that says who sits for a State, as its lines come.
#[derive(Default)]
struct Seat {
    statement: String,
    of: Option<String>,
    state: Option<String>,
    person: Option<String>,
}

impl Seat {
    fn take(&mut self, statement: &str, predicate: &str, object: Option<&str>, ties: &mut Ties) {
        if self.statement != statement {
            *self = Self { statement: statement.to_owned(), ..Self::default() };
        }
        let object = object.map(str::to_owned);
        match predicate {
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject" => self.of = object.filter(|o| o.starts_with("meeting/")),
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#object" => self.state = object,
            _ if predicate.strip_prefix(RAP) == Some("representedBy") => {
                self.person = object.and_then(|o| o.strip_prefix("person/").map(str::to_owned));
            }
            _ => return,
        }
        if let (Some(of), Some(state), Some(person)) = (&self.of, &self.state, &self.person) {
            ties.proofs.insert((format!("seat {of} {state}"), person.clone()));
        }
    }
}
