//! The SPARQL 1.1 protocol, for reading: a query in the address, in a form or as the body; the graphs that it is put
//! to; the form of its answer; the description of the service where nothing is asked. For a browser, the page.

use super::Server;
use super::http::{Ask, Form, Reply};
use super::negotiate::{self, PAGE, ROWS, TRIPLES};
use super::pages::Page;
use super::pages::sparql::Answered;
use super::pool::Outcome;
use super::route::{asked, made, trouble};
use super::rows::Rows;
use super::worker::Task;
use super::{description, route};
use crate::store::dataset::Graphs;
use hyper::{Method, StatusCode};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Answers a request to the endpoint.
pub async fn answer(mut ask: Ask, server: &Arc<Server>) -> Reply {
    match ask.method {
        Method::GET | Method::HEAD => {}
        Method::POST => match posted(&ask) {
            Ok(form) => ask.form.extend(form),
            Err(reply) => return reply,
        },
        _ => return Reply::message(StatusCode::METHOD_NOT_ALLOWED, "the graph is for reading").with("allow", "GET, HEAD, POST, OPTIONS"),
    }
    if ask.form.has("update") || ask.form.has("using-graph-uri") {
        return Reply::message(StatusCode::BAD_REQUEST, "the graph is for reading: there are no updates").open();
    }
    let is_page = ask.is_reading() && negotiate::choose(&ask, &with_page(TRIPLES)) == Some(PAGE) && wants_page(&ask);
    let Some(query) = ask.form.get("query").map(str::to_owned) else {
        if is_page {
            return made(ask, server.current(), |page| Ok(page.sparql(None))).await;
        }
        if ask.method == Method::POST {
            return Reply::message(
                StatusCode::BAD_REQUEST,
                "no query: give ?query=, a form with `query`, or a body of type application/sparql-query",
            )
            .open();
        }
        return made(ask, server.current(), |page| Ok(description::service(page))).await;
    };
    if ask.form.all("query").count() > 1 {
        return Reply::message(StatusCode::BAD_REQUEST, "more than one query").open();
    }
    if is_page { page_of(query, ask, server).await } else { result_of(query, &ask, server).await }
}

/// Whether a browser asks, and for no format.
fn wants_page(ask: &Ask) -> bool {
    !ask.form.has("format") && ask.header("accept").contains("text/html")
}

fn with_page(offered: &[negotiate::Form]) -> Vec<negotiate::Form> {
    std::iter::once(PAGE).chain(offered.iter().copied()).collect()
}

/// What the body of a POST asks.
fn posted(ask: &Ask) -> Result<Form, Reply> {
    let refuse = |message: String| Reply::message(StatusCode::BAD_REQUEST, message).open();
    let text = std::str::from_utf8(&ask.body).map_err(|_| refuse("the request is not UTF-8".to_owned()))?;
    match ask.body_type().as_str() {
        "application/x-www-form-urlencoded" => Ok(Form::read(text)),
        "application/sparql-query" => Ok(Form::one("query", text)),
        "application/sparql-update" => Err(refuse("the graph is for reading: there are no updates".to_owned())),
        other => {
            let message = format!("a body of type `{other}` is no query: application/sparql-query or application/x-www-form-urlencoded");
            Err(Reply::message(StatusCode::UNSUPPORTED_MEDIA_TYPE, message).open())
        }
    }
}

fn graphs(ask: &Ask) -> Graphs {
    let all = |name: &str| ask.form.all(name).map(str::to_owned).collect();
    Graphs { default: all("default-graph-uri"), named: all("named-graph-uri") }
}

/// The answer in the form that was asked for.
async fn result_of(query: String, ask: &Ask, server: &Arc<Server>) -> Reply {
    // It is not known yet which kind of answer the query has: one of the two must be acceptable.
    let (rows, triples) = (negotiate::choose(ask, ROWS), negotiate::choose(ask, TRIPLES));
    if rows.is_none() && triples.is_none() {
        return Reply::message(
            StatusCode::NOT_ACCEPTABLE,
            format!("rows {}; triples {}", negotiate::on_offer(ROWS), negotiate::on_offer(TRIPLES)),
        )
        .open();
    }
    let name = |form: Option<negotiate::Form>| form.map_or("", |form| form.name).to_owned();
    let task = Task::Query { query, graphs: graphs(ask), rows: name(rows), triples: name(triples) };
    match asked(server, &task).await.1 {
        Outcome::Done(head, bytes) if head.status == 200 => {
            let kind = if head.triples { triples } else { rows }.map_or("text/plain", |form| form.kind);
            let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind.to_owned() };
            Reply::new(StatusCode::OK, &kind, bytes).open().with("vary", "Accept")
        }
        outcome => {
            let is_busy = matches!(outcome, Outcome::Busy | Outcome::Moved);
            let (status, message) = trouble(outcome, server);
            let reply = Reply::message(status, message).open();
            if is_busy { reply.with("retry-after", "5") } else { reply }
        }
    }
}

/// The page with the answer on it.
async fn page_of(query: String, ask: Ask, server: &Arc<Server>) -> Reply {
    let task = Task::Query { query, graphs: graphs(&ask), rows: "json".to_owned(), triples: "ttl".to_owned() };
    let (snapshot, outcome) = route::asked(server, &task).await;
    let answered = match outcome {
        Outcome::Done(head, bytes) if head.status == 200 && head.triples => Answered::Triples(String::from_utf8_lossy(&bytes).into_owned()),
        Outcome::Done(head, bytes) if head.status == 200 => match Rows::read(&bytes) {
            Ok(rows) => Answered::Rows(rows),
            Err(error) => Answered::Trouble(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
        },
        outcome => {
            let (status, message) = trouble(outcome, server);
            Answered::Trouble(status, message)
        }
    };
    let done = spawn_blocking(move || Page::new(&snapshot, &ask).sparql(Some(answered)));
    done.await.unwrap_or_else(|_| Reply::message(StatusCode::INTERNAL_SERVER_ERROR, "the page could not be made"))
}
