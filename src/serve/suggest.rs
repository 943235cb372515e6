//! What belongs to the reconciliation service beside its answers: suggestions, previews, the values that extend a table.

use super::description::summary;
use super::http::Reply;
use super::pages::Page;
use super::reconcile::{BATCH, TYPES};
use crate::store::search::words::fold;
use crate::store::term::{self, Term, lexical};
use crate::store::{StoreError, ontology};
use crate::vocabulary::{org, rap, shorten, skos};
use hyper::StatusCode;
use maud::{DOCTYPE, html};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Debug, Deserialize)]
struct Extension {
    ids: Vec<String>,
    properties: Vec<Wanted>,
}

#[derive(Debug, Deserialize)]
struct Wanted {
    id: String,
}

/// Suggestions, previews and properties, below `/reconcile/`.
pub fn part(page: &Page<'_>) -> Result<Reply, StoreError> {
    let text = page.ask.form.get("prefix").unwrap_or("");
    match page.ask.path.as_str() {
        "/reconcile/suggest/entity" => suggest_entity(page, text),
        "/reconcile/suggest/type" => Ok(suggest(TYPES.iter().map(|class| (shorten(class), page.words.term(class))), text)),
        "/reconcile/suggest/property" => Ok(suggest(properties(page).into_iter(), text)),
        "/reconcile/properties" => {
            let all: Vec<Value> = properties(page).into_iter().map(|(id, name)| json!({ "id": id, "name": name })).collect();
            Ok(Reply::json(&json!({ "type": page.ask.form.get("type").unwrap_or(""), "limit": all.len(), "properties": all })))
        }
        "/reconcile/preview" => preview(page),
        _ => Ok(Reply::message(StatusCode::NOT_FOUND, "no such part of the service").open()),
    }
}

/// The relations and codes that a table may be given.
fn properties(page: &Page<'_>) -> Vec<(String, String)> {
    let small = |iri: &str| iri.rsplit(['#', '/']).next().is_some_and(|local| local.starts_with(|c: char| c.is_lowercase()));
    let own = ontology::labels().into_iter().map(|(iri, _)| iri).filter(|iri| iri.starts_with(rap::NS) && small(iri));
    let standard = [
        org::MEMBER_OF,
        org::HOLDS,
        skos::NOTATION,
        crate::vocabulary::dcterms::TITLE,
        crate::vocabulary::dcterms::DATE,
        crate::vocabulary::owl::SAME_AS,
    ];
    let mut all: Vec<(String, String)> = own.chain(standard.map(str::to_owned)).map(|iri| (shorten(&iri), page.words.term(&iri))).collect();
    all.sort();
    all.dedup();
    all
}

fn suggest(all: impl Iterator<Item = (String, String)>, text: &str) -> Reply {
    let wanted = fold(text);
    let fits = |id: &str, name: &str| fold(name).contains(&wanted) || fold(id).contains(&wanted);
    let found: Vec<Value> = all.filter(|(id, name)| fits(id, name)).map(|(id, name)| json!({ "id": id, "name": name })).collect();
    Reply::json(&json!({ "result": found }))
}

fn suggest_entity(page: &Page<'_>, text: &str) -> Result<Reply, StoreError> {
    let mut found = Vec::new();
    for hit in page.snapshot.find(text, false)?.into_iter().take(20) {
        let iri = page.snapshot.graph.found(&hit)?;
        let kind = page.words.get(&format!("kind.{}", hit.kind())).to_owned();
        let id = iri.strip_prefix(page.base()).unwrap_or(&iri);
        found.push(json!({ "id": id, "name": page.name(&iri), "description": kind }));
    }
    Ok(Reply::json(&json!({ "result": found })))
}

pub fn extend(page: &Page<'_>, wanted: &str) -> Result<Reply, StoreError> {
    let Ok(wanted) = serde_json::from_str::<Extension>(wanted) else {
        return Ok(Reply::message(StatusCode::BAD_REQUEST, "`extend` is no JSON object of `ids` and `properties`").open());
    };
    let predicates: Vec<(String, String)> =
        wanted.properties.iter().map(|p| (p.id.clone(), term::expand(&p.id).unwrap_or_else(|| p.id.clone()))).collect();
    let mut rows = Map::new();
    for id in wanted.ids.iter().take(BATCH) {
        let about = page.snapshot.graph.about(&format!("{}{id}", page.base()))?;
        let mut row = Map::new();
        for (property, predicate) in &predicates {
            let values = about.iter().filter(|(known, _)| known == predicate).map(|(_, value)| cell(page, value));
            row.insert(property.clone(), Value::from(values.collect::<Vec<_>>()));
        }
        rows.insert(id.clone(), Value::Object(row));
    }
    let meta: Vec<Value> = predicates.iter().map(|(id, iri)| json!({ "id": id, "name": page.words.term(iri) })).collect();
    Ok(Reply::json(&json!({ "meta": meta, "rows": rows })))
}

fn cell(page: &Page<'_>, value: &Term) -> Value {
    match term::iri(value) {
        Some(iri) => match iri.strip_prefix(page.base()) {
            Some(path) => json!({ "id": path, "name": page.title(iri) }),
            None => json!({ "str": iri }),
        },
        None => json!({ "str": lexical(value) }),
    }
}

/// A small page that another program shows in a frame.
fn preview(page: &Page<'_>) -> Result<Reply, StoreError> {
    let id = page.ask.form.get("id").unwrap_or("");
    let iri = format!("{}{id}", page.base());
    if term::named(&iri).is_none() || !page.snapshot.graph.knows(&iri) {
        return Ok(page.unknown(&iri).framed());
    }
    let lines = summary(page, &iri, 6)?;
    let body = html! {
        (DOCTYPE)
        html lang=(page.words.code) dir=(if page.words.is_rtl { "rtl" } else { "ltr" }) {
            head { meta charset="utf-8"; title { (page.title(&iri)) } link rel="stylesheet" href="/assets/style.css"; }
            body.preview { main {
                h1 { (page.title(&iri)) } p.iri { code { (id) } }
                dl { @for (relation, ends) in lines { div { dt { (relation) } dd { (ends.join(", ")) } } } }
            } }
        }
    };
    Ok(Reply::html(body.into_string()).framed())
}
