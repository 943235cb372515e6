//! A process that holds the graph and answers one query after the other over its standard input and output: a line of
//! JSON in; a line of JSON and as many bytes as it says out.

use crate::query::format::{self, Format, Page};
use crate::store::{Answer, Graph};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// A query, with the formats of answers in which it may come back: of rows, of triples.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Question {
    pub query: String,
    pub rows: String,
    pub triples: String,
}

/// What comes before the bytes of an answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Head {
    ok: bool,
    format: String,
    length: usize,
}

/// An answer, or what is wrong with the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    Answer { format: String, bytes: Vec<u8> },
    Wrong(String),
}

/// What a process says when it has read the graph.
const READY: &str = "ready";

/// Answers what comes in until nothing more does.
pub fn work(graph: &Graph, input: impl Read, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{READY}")?;
    out.flush()?;
    for line in BufReader::new(input).lines() {
        let (head, bytes) = match serde_json::from_str::<Question>(&line?) {
            Ok(question) => answer(graph, &question),
            Err(error) => wrong(&error.to_string()),
        };
        writeln!(out, "{}", serde_json::to_string(&head)?)?;
        out.write_all(&bytes)?;
        out.flush()?;
    }
    Ok(())
}

fn answer(graph: &Graph, question: &Question) -> (Head, Vec<u8>) {
    let answer = match graph.query(&question.query) {
        Ok(answer) => answer,
        Err(error) => return wrong(&error.to_string()),
    };
    let name = if matches!(answer, Answer::Triples(_)) { &question.triples } else { &question.rows };
    let mut bytes = Vec::new();
    let chosen = Format::named(name).unwrap_or(Format::Json);
    match format::write(&answer, chosen, Page { base: graph.base(), width: None }, &mut bytes) {
        Ok(()) => (Head { ok: true, format: chosen.name().to_owned(), length: bytes.len() }, bytes),
        Err(error) => wrong(&error.to_string()),
    }
}

fn wrong(message: &str) -> (Head, Vec<u8>) {
    let bytes = format!("{message}\n").into_bytes();
    (Head { ok: false, format: String::new(), length: bytes.len() }, bytes)
}

/// The other end: a running process.
#[derive(Debug)]
pub struct Worker {
    child: Child,
    pipes: Option<(ChildStdin, BufReader<ChildStdout>)>,
}

impl Worker {
    /// Starts a process that works on its standard input and output, and waits until it has read the graph.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take().map(BufReader::new));
        let mut worker = Self { child, pipes };
        let mut line = String::new();
        if let Some((_, output)) = &mut worker.pipes {
            output.read_line(&mut line)?;
        }
        if line.trim_end() == READY { Ok(worker) } else { Err(io::Error::other("the process of a query could not read the graph")) }
    }

    /// Asks; `None` where the time is up or the process has died, after which it is of no more use.
    pub fn ask(&mut self, question: &Question, limit: Duration) -> Option<Reply> {
        let mut pipes = self.pipes.take()?;
        let line = serde_json::to_string(question).ok()?;
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            let reply = exchange(&mut pipes, &line);
            // Nobody listens any more once the time is up.
            let _ = sender.send((reply, pipes));
        });
        match receiver.recv_timeout(limit) {
            Ok((Ok(reply), pipes)) => {
                self.pipes = Some(pipes);
                Some(reply)
            }
            Ok((Err(_), _)) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn exchange((input, output): &mut (ChildStdin, BufReader<ChildStdout>), line: &str) -> io::Result<Reply> {
    writeln!(input, "{line}")?;
    input.flush()?;
    let mut head = String::new();
    if output.read_line(&mut head)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let head: Head = serde_json::from_str(&head)?;
    let mut bytes = vec![0; head.length];
    output.read_exact(&mut bytes)?;
    Ok(if head.ok { Reply::Answer { format: head.format, bytes } } else { Reply::Wrong(String::from_utf8_lossy(&bytes).into_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_come_in_and_answers_go_out() {
        let graph = Graph::from_quads("<http://e/s> <http://e/p> \"o\" <http://e/g> .\n").unwrap();
        let question = |query: &str| serde_json::json!({ "query": query, "rows": "csv", "triples": "nt" }).to_string();
        let input = [question("SELECT ?o { ?s ?p ?o }"), question("SELECT nonsense"), question("CONSTRUCT WHERE { ?s ?p ?o }")].join("\n");
        let mut out = Vec::new();
        work(&graph, input.as_bytes(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("\"format\":\"csv\",\"length\":6}\no\r\no\r\n"), "{text}");
        assert!(text.contains("\"ok\":false") && text.contains("not valid SPARQL"), "{text}");
        assert!(text.contains("<http://e/s> <http://e/p> \"o\" ."), "{text}");
    }
}
