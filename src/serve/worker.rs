//! A process that holds the graph and does one task after the other over its standard input and output: a line of
//! JSON in; a line of JSON and as many bytes as it says out. It ends when whoever started it is gone.

use super::pages::address;
use crate::export::shape::Shape;
use crate::export::{self, ExportError, Manner, html};
use crate::query::shipped;
use crate::store::serialise::{GraphFormat, RowFormat, write_rows, write_triples, write_truth};
use crate::store::{Answer, Graph, GraphDirectory, StoreError, dataset};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Write};
use std::sync::mpsc;

/// What a process may be asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Task {
    /// A query, the graphs that it is put to (all where none are named), and the forms in which it may come back:
    /// of rows, of triples; empty where that kind of answer is not wanted.
    Query { query: String, graphs: dataset::Graphs, rows: String, triples: String },
    /// A shipped view as a network: for the page, or in a format of exports.
    View { name: String, language: String, format: String },
}

/// What comes before the bytes of an outcome.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Head {
    /// Status of HTTP.
    pub status: u16,
    pub format: String,
    /// Whether the bytes are triples.
    pub triples: bool,
    pub length: usize,
}

/// What a process says when it holds the graph, before the stamp of the graph that it holds.
pub const READY: &str = "ready";

/// Stack of the thread that evaluates: what the limits of depth let through stays far within it.
const STACK: usize = 256 << 20;

/// Opens the graph and does what comes in until nothing more does; `memory` bytes may be used beside the graph.
///
/// # Errors
/// The graph cannot be read, or the output is closed.
pub fn work(directory: &GraphDirectory, memory: u64) -> Result<(), StoreError> {
    let graph = Graph::open(directory)?;
    limit(memory);
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let mut out = io::stdout().lock();
        writeln!(out, "{READY} {}", graph.stamp())?;
        out.flush()?;
        answer_all(&graph, &lines(), &mut out)
    });
    let done = worker.and_then(|thread| thread.join().unwrap_or_else(|_| Err(io::Error::other("a panic"))));
    done.map_err(StoreError::io(directory.path()))
}

/// The lines of standard input. When it ends nobody waits for an answer: the process ends in the middle of one.
fn lines() -> mpsc::Receiver<String> {
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
        std::process::exit(0);
    });
    receive
}

fn answer_all(graph: &Graph, lines: &mpsc::Receiver<String>, out: &mut dyn Write) -> io::Result<()> {
    for line in lines {
        let (head, bytes) = match serde_json::from_str::<Task>(&line) {
            Ok(task) => outcome(graph, &task),
            Err(error) => failure(400, &error),
        };
        writeln!(out, "{}", serde_json::to_string(&head)?)?;
        out.write_all(&bytes)?;
        out.flush()?;
    }
    Ok(())
}

/// Does a task.
#[must_use]
pub fn outcome(graph: &Graph, task: &Task) -> (Head, Vec<u8>) {
    match task {
        Task::Query { query, rows, triples, .. } if unwanted(graph, query, rows, triples) => {
            failure(406, &"the answer to this query is not to be had in a form that was accepted")
        }
        Task::Query { query, graphs, rows, triples } => match graph.query_on(query, graphs) {
            Ok(answer) => written(graph, &answer, rows, triples),
            Err(error @ StoreError::Syntax(_)) => failure(400, &error),
            Err(error) => failure(500, &error),
        },
        Task::View { name, language, format } => {
            let Some(view) = view(name) else { return failure(404, &format!("no view is named `{name}`")) };
            let mut bytes = Vec::new();
            match written_view(graph, view, language, format, &mut bytes) {
                Ok(()) => success(format, false, bytes),
                Err(error) => failure(500, &error),
            }
        }
    }
}

fn written_view(graph: &Graph, view: Option<&str>, language: &str, format: &str, out: &mut Vec<u8>) -> Result<(), ExportError> {
    if format == "json" {
        let base = graph.base().to_owned();
        return html::json(graph, view, language, &|iri| address(iri, &base), out);
    }
    let format = export::Format::named(format).unwrap_or(export::Format::GraphMl);
    export::export(graph, view, &Manner { format, language, shape: Shape::default() }, out).map(|_| ())
}

/// The text of a view; `Some(None)` for the whole graph.
fn view(name: &str) -> Option<Option<&'static str>> {
    if name == shipped::WHOLE { Some(None) } else { shipped::named(shipped::VIEWS, name).ok().map(|view| Some(view.text)) }
}

/// Whether a query has a kind of answer that is not accepted: what nobody wants is not worked out.
fn unwanted(graph: &Graph, query: &str, rows: &str, triples: &str) -> bool {
    let kind = if rows.is_empty() || triples.is_empty() { dataset::gives_triples(query, graph.base()).ok() } else { None };
    kind.is_some_and(|gives_triples| if gives_triples { triples.is_empty() } else { rows.is_empty() })
}

fn written(graph: &Graph, answer: &Answer, rows: &str, triples: &str) -> (Head, Vec<u8>) {
    let mut bytes = Vec::new();
    if let Answer::Triples(found) = answer {
        let Some(format) = triples_format(triples) else { return failure(406, &"the answer is triples, which were not accepted") };
        return match write_triples(format, found, graph.base(), &mut bytes) {
            Ok(()) => success(triples, true, bytes),
            Err(error) => failure(500, &error),
        };
    }
    let format = match rows {
        "json" => RowFormat::Json,
        "xml" => RowFormat::Xml,
        "csv" => RowFormat::Csv,
        "tsv" => RowFormat::Tsv,
        _ => return failure(406, &"the answer is rows, or yes or no, which were not accepted"),
    };
    let done = match answer {
        Answer::Table(names, found) => write_rows(format, names, found, &mut bytes),
        Answer::Truth(truth) => write_truth(format, *truth, &mut bytes),
        Answer::Triples(_) => Ok(()),
    };
    match done {
        Ok(()) => success(rows, false, bytes),
        Err(error) => failure(500, &error),
    }
}

/// The format of triples by the name that negotiation gives it.
#[must_use]
pub fn triples_format(name: &str) -> Option<GraphFormat> {
    Some(match name {
        // Each Turtle document is one of N3.
        "ttl" | "n3" => GraphFormat::Turtle,
        "nt" => GraphFormat::NTriples,
        "nq" => GraphFormat::NQuads,
        "trig" => GraphFormat::TriG,
        "jsonld" => GraphFormat::JsonLd,
        "xml" => GraphFormat::RdfXml,
        _ => return None,
    })
}

fn success(format: &str, triples: bool, bytes: Vec<u8>) -> (Head, Vec<u8>) {
    (Head { status: 200, format: format.to_owned(), triples, length: bytes.len() }, bytes)
}

fn failure(status: u16, message: &dyn std::fmt::Display) -> (Head, Vec<u8>) {
    let bytes = format!("{message}\n").into_bytes();
    (Head { status, format: String::new(), triples: false, length: bytes.len() }, bytes)
}

/// Where the system keeps no limits, that of time remains.
fn limit(memory: u64) {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        // What is mapped by now is the graph's; the figures are pages.
        let mapped = std::fs::read_to_string("/proc/self/statm").ok().and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
        let most = mapped.unwrap_or(0) * 4096 + memory + STACK as u64;
        let _ = Resource::AS.set(most, most);
        let _ = Resource::CORE.set(0, 0);
    }
    #[cfg(not(unix))]
    let _ = memory;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_come_in_and_outcomes_go_out() {
        let graph = Graph::from_quads("<http://e/s> <http://e/p> \"o\" <http://e/g> .\n").unwrap();
        let ask = |query: &str, rows: &str, triples: &str| {
            let graphs = dataset::Graphs::default();
            let task = Task::Query { query: query.to_owned(), graphs, rows: rows.to_owned(), triples: triples.to_owned() };
            let (head, bytes) = outcome(&graph, &task);
            (head.status, String::from_utf8(bytes).unwrap())
        };
        assert_eq!(ask("SELECT ?o { ?s ?p ?o }", "csv", "nt"), (200, "o\r\no\r\n".to_owned()));
        assert_eq!(ask("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "nt").1, "<http://e/s> <http://e/p> \"o\" .\n");
        assert_eq!(ask("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "").0, 406);
        assert_eq!(ask("ASK { ?s ?p ?o }", "", "nt").0, 406);
        assert_eq!(ask("SELECT nonsense", "csv", "nt").0, 400);
        let (sender, receiver) = mpsc::channel();
        sender.send("no task".to_owned()).unwrap();
        drop(sender);
        let mut out = Vec::new();
        answer_all(&graph, &receiver, &mut out).unwrap();
        assert!(String::from_utf8(out).unwrap().starts_with("{\"status\":400"));
    }
}
