//! Which address is answered by what.

use super::Server;
use super::http::{Ask, JSON, PLAIN, Reply};
use super::negotiate::{self, PAGE, TRIPLES};
use super::pages::{Page, language};
use super::pool::Outcome;
use super::rows::Rows;
use super::snapshot::Snapshot;
use super::worker::{Task, triples_format};
use super::{description, protocol, reconcile, suggest};
use crate::query::shipped;
use crate::store::StoreError;
use crate::store::serialise::write_triples;
use bytes::Bytes;
use hyper::{Method, StatusCode};
use percent_encoding::percent_decode_str;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Files that pages load, by name.
const ASSETS: &[(&str, &str, &str)] = &[
    ("style.css", "text/css; charset=utf-8", include_str!("assets/style.css")),
    ("network.css", "text/css; charset=utf-8", crate::export::html::STYLE),
    ("search.js", "text/javascript; charset=utf-8", include_str!("assets/search.js")),
    ("sparql.js", "text/javascript; charset=utf-8", include_str!("assets/sparql.js")),
    ("network.js", "text/javascript; charset=utf-8", crate::export::html::SCRIPT),
    ("icon.svg", "image/svg+xml", include_str!("assets/icon.svg")),
];

/// Answers a request.
pub async fn route(ask: Ask, server: &Arc<Server>) -> Reply {
    let path = ask.path.clone();
    if ask.method == Method::OPTIONS {
        let reply = Reply::new(StatusCode::NO_CONTENT, PLAIN, Bytes::new()).open();
        return reply
            .with("access-control-allow-methods", "GET, HEAD, POST, OPTIONS")
            .with("access-control-allow-headers", "Accept, Content-Type");
    }
    match path.as_str() {
        "/sparql" | "/query" => return protocol::answer(ask, server).await,
        "/reconcile" | "/reconcile/" => return reconcile::answer(ask, server).await,
        _ => {}
    }
    if !ask.is_reading() {
        return Reply::message(StatusCode::METHOD_NOT_ALLOWED, "the graph is for reading").with("allow", "GET, HEAD, OPTIONS");
    }
    if path == "/favicon.ico" {
        return asset("icon.svg");
    }
    if let Some(name) = path.strip_prefix("/assets/") {
        return asset(name);
    }
    match path.strip_prefix("/view/") {
        Some(rest) if rest.ends_with("/edge") || !rest.contains('/') => return view(rest, ask, server).await,
        _ => {}
    }
    if let Some(name) = path.strip_prefix("/questions/") {
        return question(name, ask, server).await;
    }
    made(ask, server.current(), page).await
}

/// Makes a page where it may take its time.
pub async fn made(ask: Ask, snapshot: Arc<Snapshot>, make: fn(&Page<'_>) -> Result<Reply, StoreError>) -> Reply {
    let done = spawn_blocking(move || {
        let page = Page::new(&snapshot, &ask);
        make(&page).unwrap_or_else(|error| page.trouble(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()))
    });
    done.await.unwrap_or_else(|_| Reply::message(StatusCode::INTERNAL_SERVER_ERROR, "the page could not be made"))
}

fn asset(name: &str) -> Reply {
    let known = ASSETS.iter().find(|(known, _, _)| *known == name);
    known.map_or_else(
        || Reply::message(StatusCode::NOT_FOUND, "no such file"),
        |(_, kind, text)| Reply::new(StatusCode::OK, kind, text.as_bytes()).with("cache-control", "max-age=300"),
    )
}

/// The pages that need no process of their own.
fn page(page: &Page<'_>) -> Result<Reply, StoreError> {
    let path = page.ask.path.as_str();
    if let Some(entity) = path.strip_prefix("/id/") {
        return dereferenced(page, entity);
    }
    if let Some(key) = path.strip_prefix("/text/") {
        let key = percent_decode_str(key).decode_utf8_lossy();
        return Ok(page.text(&key)?.unwrap_or_else(|| page.unknown(&key)));
    }
    Ok(match path {
        "/" => return page.home(),
        "/suggest" => return page.suggestions(),
        "/questions" => page.questions(),
        "/view" => page.views(),
        "/sparql/terms" => page.terms(),
        "/.well-known/void" | "/void" => description::void(page),
        path if path.starts_with("/reconcile/") => return suggest::part(page),
        _ => page.trouble(StatusCode::NOT_FOUND, page.words.get("not.found")),
    })
}

/// An entity at its address: a page, or triples.
fn dereferenced(page: &Page<'_>, path: &str) -> Result<Reply, StoreError> {
    let graph = &page.snapshot.graph;
    let part = page.ask.form.get("part").map(|part| format!("#{part}")).unwrap_or_default();
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    // An IRI may itself hold an escape, which an address as people write it does not escape again.
    let candidates = [format!("{}{decoded}{part}", graph.base()), format!("{}{path}{part}", graph.base())];
    let Some(iri) = candidates.iter().find(|iri| is_iri(iri) && graph.knows(iri)) else { return Ok(page.unknown(&candidates[0])) };
    let offered: Vec<negotiate::Form> = std::iter::once(PAGE).chain(TRIPLES.iter().copied()).collect();
    match negotiate::choose(page.ask, &offered) {
        None => Ok(Reply::message(StatusCode::NOT_ACCEPTABLE, negotiate::on_offer(&offered))),
        Some(form) if form == PAGE => page.entity(iri),
        Some(form) => {
            let triples = description::of_entity(graph, iri)?;
            let mut bytes = Vec::new();
            let format = triples_format(form.name).unwrap_or(crate::store::serialise::GraphFormat::Turtle);
            write_triples(format, &triples, graph.base(), &mut bytes).map_err(|error| StoreError::Evaluation(error.to_string()))?;
            Ok(Reply::new(StatusCode::OK, form.kind, bytes).open().with("vary", "Accept"))
        }
    }
}

fn is_iri(text: &str) -> bool {
    crate::store::term::named(text).is_some()
}

/// What a process says to a task; the server moves over first where the graph is another by now.
pub async fn asked(server: &Arc<Server>, task: &Task) -> (Arc<Snapshot>, Outcome) {
    for _ in 0..3 {
        let snapshot = server.current();
        match snapshot.pool.ask(task).await {
            Outcome::Moved => server.move_over().await,
            outcome => return (snapshot, outcome),
        }
    }
    (server.current(), Outcome::Busy)
}

/// What went wrong with a task, for who asked.
#[must_use]
pub fn trouble(outcome: Outcome, server: &Server) -> (StatusCode, String) {
    let seconds = server.settings.limits.time.as_secs();
    match outcome {
        Outcome::TooLong => {
            (StatusCode::SERVICE_UNAVAILABLE, format!("the query took more than {seconds} seconds and was ended: ask for less"))
        }
        Outcome::TooMuch => {
            (StatusCode::SERVICE_UNAVAILABLE, "the query needed more memory than it may have and was ended: ask for less".to_owned())
        }
        Outcome::Busy | Outcome::Moved => {
            (StatusCode::SERVICE_UNAVAILABLE, "too many expensive queries run at the moment: ask again later".to_owned())
        }
        Outcome::Failed(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("no process for the query: {error}")),
        Outcome::Done(head, bytes) => (
            StatusCode::from_u16(head.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            String::from_utf8_lossy(&bytes).trim_end().to_owned(),
        ),
    }
}

/// A view: its page, its data, a file, or the sentences behind an edge.
async fn view(rest: &str, ask: Ask, server: &Arc<Server>) -> Reply {
    let (name, is_edge) = rest.strip_suffix("/edge").map_or((rest, false), |name| (name, true));
    let shipped = shipped::named(shipped::VIEWS, name).ok();
    if shipped.is_none() && name != shipped::WHOLE {
        return made(ask, server.current(), |page| Ok(page.trouble(StatusCode::NOT_FOUND, page.words.get("not.found")))).await;
    }
    if is_edge {
        return made(ask, server.current(), |page| {
            let name = page.ask.path.trim_start_matches("/view/").trim_end_matches("/edge");
            page.edge(shipped::named(shipped::VIEWS, name).ok().map(|view| view.text))
        })
        .await;
    }
    let Some(format) = ask.form.get("format").map(str::to_owned) else {
        return made(ask, server.current(), |page| {
            let name = page.ask.path.trim_start_matches("/view/");
            Ok(page.view(name, shipped::named(shipped::VIEWS, name).map_or(name, |view| view.question)))
        })
        .await;
    };
    let kinds = [
        ("json", JSON),
        ("svg", "image/svg+xml"),
        ("graphml", "application/graphml+xml"),
        ("gexf", "application/gexf+xml"),
        ("csv", "text/csv; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
    ];
    let Some((_, kind)) = kinds.iter().find(|(known, _)| *known == format) else {
        return Reply::message(StatusCode::NOT_ACCEPTABLE, "a view is to be had as json, svg, graphml, gexf, csv or html");
    };
    let language = language(&ask).to_owned();
    let key = format!("view {name} {language} {format}");
    let bytes = match server.current().kept(&key) {
        Some(bytes) => bytes,
        None => match asked(server, &Task::View { name: name.to_owned(), language, format: format.clone() }).await {
            (snapshot, Outcome::Done(head, bytes)) if head.status == 200 => {
                let bytes = Bytes::from(bytes);
                snapshot.keep(&key, &bytes);
                bytes
            }
            (_, outcome) => {
                let (status, message) = trouble(outcome, server);
                return Reply::message(status, message);
            }
        },
    };
    let reply = Reply::new(StatusCode::OK, kind, bytes);
    if matches!(format.as_str(), "json" | "svg") { reply } else { reply.saved_as(&format!("{name}.{format}")) }
}

/// A question as a form, with its answer where it is put.
async fn question(name: &str, ask: Ask, server: &Arc<Server>) -> Reply {
    let Ok(query) = shipped::named(shipped::ANSWERS, name) else {
        return made(ask, server.current(), |page| Ok(page.trouble(StatusCode::NOT_FOUND, page.words.get("not.found")))).await;
    };
    if !ask.form.has("ask") && !ask.form.has("format") {
        return made(ask, server.current(), |page| {
            let name = page.ask.path.trim_start_matches("/questions/");
            Ok(shipped::named(shipped::ANSWERS, name).map_or_else(|_| page.questions(), |query| page.question(&query, None)))
        })
        .await;
    }
    let snapshot = server.current();
    let bound = {
        let (snapshot, ask) = (Arc::clone(&snapshot), ask.clone());
        spawn_blocking(move || Page::new(&snapshot, &ask).bound(&query)).await
    };
    let answer = match bound {
        Ok(Ok(text)) => rows(&text, server).await,
        Ok(Err(message)) => Err((StatusCode::OK, message)),
        Err(error) => Err((StatusCode::INTERNAL_SERVER_ERROR, error.to_string())),
    };
    let made = spawn_blocking(move || {
        let page = Page::new(&snapshot, &ask);
        match answer {
            Ok(rows) if ask.form.get("format") == Some("csv") => page.csv(&rows, &format!("{}.csv", query.name)),
            Ok(rows) => page.question(&query, Some(Ok(rows))),
            Err((status, message)) => page.question(&query, Some(Err(message))).status(status),
        }
    });
    made.await.unwrap_or_else(|_| Reply::message(StatusCode::INTERNAL_SERVER_ERROR, "the page could not be made"))
}

/// The rows of a query; those of the same query again without asking.
pub async fn rows(query: &str, server: &Arc<Server>) -> Result<Rows, (StatusCode, String)> {
    let key = format!("rows {query}");
    let task = Task::Query { query: query.to_owned(), graphs: Default::default(), rows: "json".to_owned(), triples: String::new() };
    let bytes = match server.current().kept(&key) {
        Some(bytes) => bytes,
        None => match asked(server, &task).await {
            (snapshot, Outcome::Done(head, bytes)) if head.status == 200 => {
                let bytes = Bytes::from(bytes);
                snapshot.keep(&key, &bytes);
                bytes
            }
            (_, outcome) => return Err(trouble(outcome, server)),
        },
    };
    Rows::read(&bytes).map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))
}
