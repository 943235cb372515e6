//! The reconciliation service, version 0.2 of the W3C community group: which entity a name in a table means. What is
//! called exactly so, or so but for the order of words, and is the only one of its type, is a match; all else are
//! candidates.

use super::Server;
use super::description::origin;
use super::http::{Ask, Form, Reply};
use super::pages::Page;
use super::route::made;
use super::suggest;
use crate::store::StoreError;
use crate::store::search::words::fold;
use crate::store::term::{self, Term, lexical};
use crate::tables::key::KeyKind;
use crate::tables::matching::Found;
use crate::vocabulary::{foaf, org, rap, rdf, shorten};
use hyper::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Queries of one batch.
pub const BATCH: usize = 500;
/// Candidates where nobody says how many.
const LIMIT: usize = 5;
/// What is found that is looked at for its type.
const LOOKED_AT: usize = 60;
/// Types that tables have.
pub const TYPES: &[&str] = &[
    rap::STATE,
    rap::ORGANISATION,
    foaf::PERSON,
    rap::DOCUMENT,
    rap::RESOLUTION,
    rap::INSTRUMENT_CLASS,
    rap::MEETING,
    org::POST,
    rap::PLACE,
    rap::EVENT,
];

#[derive(Debug, Deserialize)]
struct Query {
    query: String,
    #[serde(default)]
    r#type: Option<OneOrMore>,
    #[serde(default)]
    limit: Option<usize>,
    #[serde(default)]
    properties: Vec<Property>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

#[derive(Debug, Deserialize)]
struct Property {
    pid: String,
    v: Value,
}

/// The manifest, the answers to a batch of queries, or the values of a data extension.
pub async fn answer(mut ask: Ask, server: &Arc<Server>) -> Reply {
    if ask.method == Method::POST {
        ask.form.extend(Form::read(&String::from_utf8_lossy(&ask.body)));
    } else if !ask.is_reading() {
        return Reply::message(StatusCode::METHOD_NOT_ALLOWED, "GET or POST").with("allow", "GET, HEAD, POST, OPTIONS");
    }
    made(ask, server.current(), |page| {
        if let Some(queries) = page.ask.form.get("queries") {
            return batch(page, queries);
        }
        match page.ask.form.get("extend") {
            Some(wanted) => suggest::extend(page, wanted),
            None => Ok(manifest(page)),
        }
    })
    .await
}

fn manifest(page: &Page<'_>) -> Reply {
    let origin = origin(page);
    let service = |path: &str| json!({ "service_url": origin, "service_path": path });
    let types: Vec<Value> = TYPES.iter().map(|class| json!({ "id": shorten(class), "name": page.words.term(class) })).collect();
    Reply::json(&json!({
        "versions": ["0.2"],
        "name": "rapporteur",
        "identifierSpace": page.base(),
        "schemaSpace": rap::NS,
        "defaultTypes": types,
        "view": { "url": format!("{origin}/id/{{{{id}}}}") },
        "preview": { "url": format!("{origin}/reconcile/preview?id={{{{id}}}}"), "width": 430, "height": 300 },
        "suggest": {
            "entity": service("/reconcile/suggest/entity"),
            "type": service("/reconcile/suggest/type"),
            "property": service("/reconcile/suggest/property"),
        },
        "extend": { "propose_properties": service("/reconcile/properties"), "property_settings": [] },
        "batchSize": 50,
    }))
}

fn batch(page: &Page<'_>, queries: &str) -> Result<Reply, StoreError> {
    let bad = |message: &str| Ok(Reply::message(StatusCode::BAD_REQUEST, message).open());
    let Ok(queries) = serde_json::from_str::<BTreeMap<String, Query>>(queries) else {
        return bad("`queries` is no JSON object of queries with `query`");
    };
    if queries.len() > BATCH {
        return bad("too many queries in one batch");
    }
    let mut answers = Map::new();
    for (key, query) in queries {
        answers.insert(key, json!({ "result": candidates(page, &query)? }));
    }
    Ok(Reply::json(&Value::Object(answers)))
}

/// A candidate before it is written.
struct Candidate {
    iri: String,
    score: f64,
    /// Called exactly so.
    is_exact: bool,
    types: Vec<String>,
}

fn candidates(page: &Page<'_>, query: &Query) -> Result<Vec<Value>, StoreError> {
    let wanted: Vec<&str> = match &query.r#type {
        None => Vec::new(),
        Some(OneOrMore::One(one)) => vec![one],
        Some(OneOrMore::More(all)) => all.iter().map(String::as_str).collect(),
    };
    let mut found: Vec<Candidate> = Vec::new();
    let mut take = |iri: String, score: f64, is_exact: bool| -> Result<(), StoreError> {
        if found.iter().any(|known| known.iri == iri) {
            return Ok(());
        }
        let about = page.snapshot.graph.about(&iri)?;
        let types: Vec<String> = about.iter().filter(|(p, _)| p == rdf::TYPE).map(|(_, class)| shorten(lexical(class))).collect();
        if !wanted.is_empty() && !types.iter().any(|own| wanted.iter().any(|w| is_type(w, own))) {
            return Ok(());
        }
        let agreed = query.properties.iter().map(|property| agrees(page, &about, property)).collect::<Vec<_>>();
        let share = if agreed.is_empty() { 1.0 } else { agreed.iter().filter(|agrees| **agrees).count() as f64 / agreed.len() as f64 };
        found.push(Candidate { iri, score: score * (0.6 + 0.4 * share), is_exact: is_exact && share > 0.99, types });
        Ok(())
    };
    for hit in page.snapshot.find(&query.query, true)? {
        take(page.snapshot.graph.found(&hit)?, 100.0, true)?;
    }
    if let Some(matcher) = page.snapshot.matcher() {
        let meant = match matcher.find(&query.query, KeyKind::Name, true) {
            Found::One(iri) => vec![iri],
            Found::Many(iris) => iris,
            Found::None | Found::LeftOut => Vec::new(),
        };
        for iri in meant {
            take(iri, 95.0, true)?;
        }
    }
    for (at, hit) in page.snapshot.find(&query.query, false)?.iter().take(LOOKED_AT).enumerate() {
        take(page.snapshot.graph.found(hit)?, 80.0 / (1.0 + at as f64 / 20.0), false)?;
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.iri.cmp(&b.iri)));
    let exact = found.iter().filter(|candidate| candidate.is_exact).count();
    found.truncate(query.limit.unwrap_or(LIMIT).clamp(1, 100));
    Ok(found.iter().map(|candidate| written(page, candidate, exact == 1 && candidate.is_exact)).collect())
}

fn written(page: &Page<'_>, candidate: &Candidate, is_match: bool) -> Value {
    let id = candidate.iri.strip_prefix(page.base()).unwrap_or(&candidate.iri);
    let types: Vec<Value> = candidate
        .types
        .iter()
        .map(|class| json!({ "id": class, "name": term::expand(class).map_or_else(|| class.clone(), |iri| page.words.term(&iri)) }))
        .collect();
    json!({ "id": id, "name": page.name(&candidate.iri), "type": types, "score": (candidate.score * 10.0).round() / 10.0, "match": is_match })
}

/// Whether a type that is asked for is the one that an entity has.
fn is_type(wanted: &str, own: &str) -> bool {
    wanted == own || term::expand(own).is_some_and(|iri| iri == wanted) || own.rsplit(':').next() == Some(wanted)
}

/// Whether an entity has a value that a table gives.
fn agrees(page: &Page<'_>, about: &[(String, Term)], property: &Property) -> bool {
    let predicate = term::expand(&property.pid).unwrap_or_else(|| property.pid.clone());
    let given = match &property.v {
        Value::Object(entity) => entity.get("id").and_then(Value::as_str).unwrap_or("").to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.first().and_then(Value::as_str).unwrap_or("").to_owned(),
        other => other.to_string(),
    };
    let given = given.trim();
    about.iter().filter(|(known, _)| *known == predicate).any(|(_, value)| {
        let own = lexical(value);
        let path = own.strip_prefix(page.base()).unwrap_or(own);
        own.eq_ignore_ascii_case(given) || path == given || fold(&page.plain(value)) == fold(given)
    })
}
