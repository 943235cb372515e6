//! The server as a program: what it answers, and that a query which takes too long is ended and the next one answered.

use rapporteur::build::{Inputs, build};
use rapporteur::store::{GraphDirectory, Iris};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that ends with the test.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(graph: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.args(["serve", "--seconds", "2", "--workers", "1", "--bind", &format!("127.0.0.1:{port}"), "--graph"]).arg(graph);
        let child = command.stderr(Stdio::null()).spawn().expect("the program starts");
        let server = Self { child, port };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(60), "the server does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Status line, headers and body of a response.
    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let length = body.len();
        let request =
            format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("received");
        response
    }
}

#[test]
fn questions_are_answered_and_endless_ones_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let directory = GraphDirectory::new(folder.path());
    directory.prepare().expect("creatable");
    let inputs = Inputs { paths: &[], hints: &Default::default(), force: false, trust_links: false };
    build(&directory, &inputs, &crate::facts::KNOWLEDGE, &Iris::default(), &|_, _| {}).expect("built");
    let server = Server::start(folder.path());
    let page = server.ask("GET", "/", "", "");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("<textarea"), "{page}");
    assert!(server.ask("GET", "/questions", "", "").contains("members-of-organisation"));
    let query = "SELECT ?s WHERE { ?s rap:iso2 \"TJ\" }";
    let csv = server.ask("POST", "/sparql", "Accept: text/csv\r\nContent-Type: application/sparql-query\r\n", query);
    assert!(csv.contains("text/csv") && csv.contains("state/TJK"), "{csv}");
    let got = server.ask(
        "GET",
        "/sparql?query=ASK%20%7B%20%3Chttps%3A%2F%2Fw3id.org%2Frapporteur%2Fid%2Fstate%2FTJK%3E%20%3Fp%20%3Fo%20%7D",
        "",
        "",
    );
    assert!(got.contains("application/sparql-results+json") && got.contains("true"), "{got}");
    let post = "Content-Type: application/sparql-query\r\n";
    let wrong = server.ask("POST", "/sparql", post, "SELECT nonsense");
    assert!(wrong.starts_with("HTTP/1.1 400") && wrong.contains("not valid SPARQL"), "{wrong}");
    assert!(server.ask("POST", "/sparql", post, "DELETE WHERE { ?s ?p ?o }").starts_with("HTTP/1.1 400"), "for reading only");
    assert!(server.ask("DELETE", "/sparql", "", "").starts_with("HTTP/1.1 405"));
    assert!(server.ask("GET", "/elsewhere", "", "").starts_with("HTTP/1.1 404"));
    let started = Instant::now();
    let endless = server.ask("POST", "/sparql", post, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }");
    assert!(endless.starts_with("HTTP/1.1 503") && endless.contains("more than 2 seconds"), "{endless}");
    assert!(started.elapsed() < Duration::from_secs(30));
    let again = server.ask("POST", "/sparql", post, "ASK { ?s ?p ?o }");
    assert!(again.contains("true"), "another process answers the next query: {again}");
}
