//! From a query to a response: which worker answers, in which format.

use super::worker::{Question, Reply, Worker};
use crate::query::shipped;
use oxhttp::model::{Body, HeaderMap, Response, StatusCode};
use std::io;
use std::process::Command;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Media types, with the formats of the program.
const ROWS: &[(&str, &str)] = &[
    ("application/sparql-results+json", "json"),
    ("application/json", "json"),
    ("text/csv", "csv"),
    ("text/tab-separated-values", "tsv"),
    ("application/sparql-results+xml", "xml"),
    ("application/xml", "xml"),
];
const TRIPLES: &[(&str, &str)] = &[("text/turtle", "ttl"), ("application/n-triples", "nt")];

/// Makes the command of a worker.
pub type Starter = Box<dyn Fn() -> Command + Send + Sync>;

/// Workers, and whom to ask for new ones.
pub struct Answerer {
    start: Starter,
    limit: Duration,
    /// Workers that are free; `None` in place of one that is to be started.
    free: Mutex<Vec<Option<Worker>>>,
    freed: Condvar,
}

impl Answerer {
    /// Starts the first worker, so that a graph that cannot be read is told at once.
    pub fn new(start: Starter, workers: usize, limit: Duration) -> io::Result<Self> {
        let mut free: Vec<Option<Worker>> = (1..workers.max(1)).map(|_| None).collect();
        free.push(Some(Worker::start(&mut start())?));
        Ok(Self { start, limit, free: Mutex::new(free), freed: Condvar::new() })
    }

    /// Answers a query in a format that the headers accept.
    #[must_use]
    pub fn answer(&self, query: &str, headers: &HeaderMap) -> Response<Body> {
        let accept = headers.get("accept").and_then(|value| value.to_str().ok()).unwrap_or("");
        let question =
            Question { query: query.to_owned(), rows: chosen(accept, ROWS).to_owned(), triples: chosen(accept, TRIPLES).to_owned() };
        match self.ask(&question) {
            Ok(Some(Reply::Answer { format, bytes })) => {
                let kind = ROWS.iter().chain(TRIPLES).find(|(_, name)| *name == format).map_or("text/plain", |(kind, _)| *kind);
                response(StatusCode::OK, kind, bytes)
            }
            Ok(Some(Reply::Wrong(message))) => text(StatusCode::BAD_REQUEST, PLAIN, message),
            Ok(None) => {
                let message = format!("the query took more than {} seconds and was ended: ask for less\n", self.limit.as_secs());
                text(StatusCode::SERVICE_UNAVAILABLE, PLAIN, message)
            }
            Err(error) => text(StatusCode::INTERNAL_SERVER_ERROR, PLAIN, format!("no process for the query: {error}\n")),
        }
    }

    /// Takes a worker, starts one where none runs, and gives back its place.
    fn ask(&self, question: &Question) -> io::Result<Option<Reply>> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = loop {
            match free.pop() {
                Some(worker) => break worker,
                None => free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner),
            }
        };
        drop(free);
        let worker = taken.map_or_else(|| Worker::start(&mut (self.start)()), Ok);
        let (reply, back) = match worker {
            Ok(mut worker) => match worker.ask(question, self.limit) {
                Some(reply) => (Ok(Some(reply)), Some(worker)),
                None => (Ok(None), None),
            },
            Err(error) => (Err(error), None),
        };
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(back);
        self.freed.notify_one();
        reply
    }
}

const PLAIN: &str = "text/plain; charset=utf-8";

/// The first format that is accepted; the first of all where none is named.
fn chosen(accept: &str, known: &[(&str, &'static str)]) -> &'static str {
    let wanted = accept.split(',').map(|part| part.split(';').next().unwrap_or("").trim());
    let mut found = wanted.filter_map(|kind| known.iter().find(|(name, _)| *name == kind).map(|(_, format)| *format));
    found.next().or_else(|| known.first().map(|(_, format)| *format)).unwrap_or("json")
}

/// The shipped questions as JSON, for the page.
pub fn questions() -> String {
    let all: Vec<_> = shipped::all(shipped::ANSWERS)
        .into_iter()
        .map(|query| serde_json::json!({ "name": query.name, "question": query.question, "text": query.text }))
        .collect();
    serde_json::Value::from(all).to_string()
}

pub fn text(status: StatusCode, kind: &str, body: String) -> Response<Body> {
    response(status, kind, body.into_bytes())
}

/// What a page of another site may ask before it asks.
pub fn options() -> Response<Body> {
    let mut response = response(StatusCode::NO_CONTENT, PLAIN, Vec::new());
    for (name, value) in [("access-control-allow-methods", "GET, POST, OPTIONS"), ("access-control-allow-headers", "Accept, Content-Type")]
    {
        response.headers_mut().insert(name, oxhttp::model::HeaderValue::from_static(value));
    }
    response
}

fn response(status: StatusCode, kind: &str, body: Vec<u8>) -> Response<Body> {
    // The graph is for anybody to read, from any page.
    let built = Response::builder().status(status).header("content-type", kind).header("access-control-allow-origin", "*");
    built.header("x-content-type-options", "nosniff").body(Body::from(body)).unwrap_or_else(|_| Response::new(Body::empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_negotiated() {
        assert_eq!(chosen("text/csv;q=0.9, application/json", ROWS), "csv");
        assert_eq!(chosen("*/*", ROWS), "json");
        assert_eq!(chosen("text/html, application/n-triples", TRIPLES), "nt");
    }
}
