//! The graph over HTTP, for reading: the SPARQL 1.1 Protocol at `/sparql`, and a page to ask from.
//!
//! Queries run in processes of their own, which are ended when their time is up: a query that joins everything with
//! everything cannot be stopped in any gentler way.

mod form;
mod respond;
pub mod worker;

pub use respond::Answerer;

use oxhttp::Server;
use oxhttp::model::{Body, Method, Request, Response, StatusCode};
use std::io::{self, Read};
use std::net::SocketAddr;
use std::time::Duration;

/// What the server depends on.
#[derive(Debug, Clone)]
pub struct Settings {
    pub bind: SocketAddr,
    /// Time that a query may take.
    pub limit: Duration,
    /// Queries that may run at once, each in a process that holds the graph.
    pub workers: usize,
}

/// Most bytes of a request.
const MOST: u64 = 1 << 20;
/// Most connections at once; who comes later waits.
const CONNECTIONS: usize = 64;

const PAGE: &str = include_str!("page.html");

/// Serves until the program is ended.
pub fn serve(settings: &Settings, answerer: Answerer) -> io::Result<()> {
    let server = Server::new(move |request| route(request, &answerer)).bind(settings.bind);
    // A connection may wait for a worker and then take all the time of a query.
    let patience = settings.limit * 4 + Duration::from_secs(10);
    server.with_global_timeout(patience).with_max_concurrent_connections(CONNECTIONS).spawn()?.join()
}

fn route(request: &mut Request<Body>, answerer: &Answerer) -> Response<Body> {
    let path = request.uri().path().to_owned();
    match (path.as_str(), request.method()) {
        ("/", &Method::GET | &Method::HEAD) => respond::text(StatusCode::OK, "text/html; charset=utf-8", PAGE.to_owned()),
        ("/questions", &Method::GET | &Method::HEAD) => respond::text(StatusCode::OK, "application/json", respond::questions()),
        ("/sparql" | "/query", &Method::GET | &Method::POST) => match query_of(request) {
            Ok(query) => answerer.answer(&query, request.headers()),
            Err(message) => respond::text(StatusCode::BAD_REQUEST, "text/plain; charset=utf-8", message),
        },
        ("/sparql" | "/query", &Method::OPTIONS) => respond::options(),
        ("/" | "/questions" | "/sparql" | "/query", _) => {
            respond::text(StatusCode::METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", "the graph is for reading\n".to_owned())
        }
        _ => respond::text(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "nothing here: see / and /sparql\n".to_owned()),
    }
}

/// The query of a request, in one of the three ways of the protocol: in the address, in a form, as the body.
fn query_of(request: &mut Request<Body>) -> Result<String, String> {
    let missing = || "no query: give ?query=, a form with `query`, or a body of type application/sparql-query\n".to_owned();
    if request.method() == Method::GET {
        return form::value(request.uri().query().unwrap_or(""), "query").ok_or_else(missing);
    }
    let kind = request.headers().get("content-type").and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    let mut body = Vec::new();
    request.body_mut().take(MOST + 1).read_to_end(&mut body).map_err(|e| format!("the request cannot be read: {e}\n"))?;
    if body.len() as u64 > MOST {
        return Err(format!("the request is longer than {MOST} bytes\n"));
    }
    let body = String::from_utf8(body).map_err(|_| "the request is not UTF-8\n".to_owned())?;
    match kind.split(';').next().unwrap_or("").trim() {
        "application/sparql-query" => Ok(body),
        "application/x-www-form-urlencoded" => form::value(&body, "query").ok_or_else(missing),
        other => Err(format!("a body of type `{other}` is no query: application/sparql-query or application/x-www-form-urlencoded\n")),
    }
}
