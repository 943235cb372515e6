//! The server as a program, over HTTP: pages, the protocols, and that nobody who asks for too much keeps others from an
//! answer.

use rapporteur::build::{Inputs, build};
use rapporteur::store::{GraphDirectory, Iris};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that ends with the test.
pub struct Server {
    pub child: Child,
    pub port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A response: status, headers in lower case, body.
pub struct Got {
    pub status: u16,
    pub headers: String,
    pub body: String,
}

impl Server {
    pub fn start(graph: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.args(["serve", "--seconds", "3", "--workers", "2", "--memory", "256", "--bind", "127.0.0.1:0", "--graph"]).arg(graph);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stderr.take().expect("piped")).read_line(&mut line).expect("it says where it is");
        let port = line.split(' ').next().and_then(|address| address.rsplit(':').next()).and_then(|port| port.parse().ok());
        let server = Self { child, port: port.expect("an address") };
        let started = Instant::now();
        while server.get("/?q=tajikistan").status == 503 {
            assert!(started.elapsed() < Duration::from_secs(60), "no index");
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    pub fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("settable");
        let length = body.len();
        let host = if headers.contains("Host:") { "" } else { "Host: localhost\r\n" };
        let request = format!("{method} {path} HTTP/1.1\r\n{host}Connection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}");
        stream.write_all(request.as_bytes()).expect("sent");
        stream
    }

    pub fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Got {
        let mut bytes = Vec::new();
        self.send(method, path, headers, body).read_to_end(&mut bytes).expect("received");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Got { status, headers: head.to_lowercase(), body: body.to_owned() }
    }

    pub fn get(&self, path: &str) -> Got {
        self.ask("GET", path, "", "")
    }

    /// A query by POST, in the way of programs.
    pub fn query(&self, query: &str, accept: &str) -> Got {
        self.ask("POST", "/sparql", &format!("Accept: {accept}\r\nContent-Type: application/sparql-query\r\n"), query)
    }
}

/// A graph of one document that somebody wrote for the tests.
pub fn graph_of(folder: &Path, documents: &[(&str, &str)]) -> GraphDirectory {
    let directory = GraphDirectory::new(&folder.join("graph"));
    directory.prepare().expect("creatable");
    let sources = folder.join("sources");
    std::fs::create_dir_all(&sources).expect("creatable");
    for (name, text) in documents {
        std::fs::write(sources.join(name), text).expect("writable");
    }
    let inputs = Inputs { paths: &[sources], hints: &Default::default(), force: false, prune: false, keep_texts: true, trust_links: false };
    build(&directory, &inputs, &crate::facts::KNOWLEDGE, &Iris::default(), &|_, _| {}).expect("built");
    directory
}

const DOCUMENT: &str = "United Nations\tA/RES/74/901\n\nGeneral Assembly\n\nResolution adopted by the General Assembly on 3 March 2020\n\n\
    74/901. Cooperation on lakes\n\nThe General Assembly,\n\nRecalling its resolution 60/1 of 16 September 2005,\n\n\
    1. Reaffirms its resolution 70/1;\n\n2. Decides to remain seized of the matter.\n";

const ENDLESS: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
const HUNGRY: &str = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f";

#[test]
fn pages_are_for_people_and_data_for_programs() {
    let folder = tempfile::tempdir().expect("a folder");
    graph_of(folder.path(), &[("a.txt", DOCUMENT)]);
    let server = Server::start(&folder.path().join("graph"));
    let html = "Accept: text/html\r\n";
    let page = server.ask("GET", "/id/document/A/RES/74/901", html, "");
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.headers.contains("content-security-policy: default-src 'none'"), "{}", page.headers);
    assert!(page.body.contains("<blockquote") && page.body.contains("Recalling its resolution 60/1"), "{}", page.body);
    assert!(page.body.contains("href=\"/id/document/A/RES/60/1\""), "{}", page.body);
    // The same address for programs, by weights.
    for (accept, kind, sign) in [
        ("text/turtle", "text/turtle", "rap:recalls"),
        ("application/ld+json", "application/ld+json", "\"@id\""),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.2", "application/rdf+xml", "<rdf:RDF"),
        ("application/n-triples", "application/n-triples", " ."),
    ] {
        let got = server.ask("GET", "/id/document/A/RES/74/901", &format!("Accept: {accept}\r\n"), "");
        assert!(
            got.status == 200 && got.headers.contains(&format!("content-type: {kind}")) && got.body.contains(sign),
            "{accept}: {}",
            got.body
        );
    }
    assert_eq!(server.ask("GET", "/id/state/TJK", "Accept: image/png\r\n", "").status, 406);
    assert_eq!(server.get("/id/state/XXX").status, 404);
    let head = server.ask("HEAD", "/id/state/TJK", html, "");
    assert!(head.status == 200 && head.body.is_empty() && !head.headers.contains("content-length: 0"), "{}", head.headers);
    // The reader's language.
    let arabic = server.ask("GET", "/id/state/TJK", "Accept: text/html\r\nAccept-Language: ar-EG, en;q=0.5\r\n", "");
    assert!(arabic.body.contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", arabic.body);
    let chosen = server.ask("GET", "/?language=zh", html, "");
    assert!(chosen.headers.contains("set-cookie: language=zh") && chosen.body.contains("lang=\"zh\""), "{}", chosen.headers);
    // The text, its marks, and what it gave.
    let text = server.get("/text/A/RES/74/901@en");
    assert!(text.status == 200 && text.body.contains("<mark"), "{}", text.body);
    assert!(server.ask("DELETE", "/", "", "").status == 405 && server.get("/elsewhere").status == 404);
}

#[test]
fn names_and_sentences_are_found() {
    let folder = tempfile::tempdir().expect("a folder");
    graph_of(folder.path(), &[("a.txt", DOCUMENT)]);
    let server = Server::start(&folder.path().join("graph"));
    for text in [
        "Tajikistan",
        "tajikstan",
        "%D8%B7%D8%A7%D8%AC%D9%8A%D9%83%D8%B3%D8%AA%D8%A7%D9%86",
        "%D0%A2%D0%B0%D0%B4%D0%B6%D0%B8%D0%BA",
        "%E5%A1%94%E5%90%89",
        "TJK",
    ] {
        let started = Instant::now();
        let found = server.get(&format!("/suggest?q={text}"));
        assert!(found.body.contains("\"path\":\"state/TJK\""), "{text}: {}", found.body);
        assert!(started.elapsed() < Duration::from_millis(500));
        assert!(server.get(&format!("/?q={text}")).body.contains("href=\"/id/state/TJK\""), "{text}");
    }
    let started = Instant::now();
    while !server.get("/?q=recalling+resolution").body.contains("<blockquote") {
        assert!(started.elapsed() < Duration::from_secs(30), "no sentence");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(server.get("/?q=A%2FRES&kind=document&body=A").body.contains("A/RES/74/901"));
    assert!(!server.get("/?q=A%2FRES&kind=state").body.contains("A/RES/74/901"));
    let hostile = server.get("/?q=%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(!hostile.body.contains("<script>alert"), "{}", hostile.body);
}

#[test]
fn the_sparql_protocol_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    graph_of(folder.path(), &[("a.txt", DOCUMENT)]);
    let server = Server::start(&folder.path().join("graph"));
    let csv = server.query("SELECT ?s WHERE { ?s rap:iso2 \"TJ\" }", "text/csv");
    assert!(csv.headers.contains("text/csv") && csv.body.contains("state/TJK"), "{}", csv.body);
    let got = server.get("/sparql?query=ASK%20%7B%20%3Cstate%2FTJK%3E%20%3Fp%20%3Fo%20%7D");
    assert!(got.headers.contains("application/sparql-results+json") && got.body.contains("true"), "{}", got.body);
    let form = server.ask("POST", "/sparql", "Content-Type: application/x-www-form-urlencoded\r\n", "query=ASK+%7B%7D");
    assert!(form.body.contains("true"));
    // Graphs that the protocol names.
    let count = "SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fs%20%3Fp%20%3Fo%7D";
    let none = server.ask("GET", &format!("/sparql?query={count}&default-graph-uri=urn:none"), "Accept: text/csv\r\n", "");
    assert_eq!(none.body, "n\r\n0\r\n");
    let one = server.ask(
        "GET",
        &format!("/sparql?query={count}&default-graph-uri=https://w3id.org/rapporteur/id/document/A/RES/74/901@en"),
        "Accept: text/csv\r\n",
        "",
    );
    assert!(one.status == 200 && !one.body.contains("\n0\r"), "{}", one.body);
    for (accept, kind) in [
        ("application/rdf+xml", "rdf+xml"),
        ("application/trig", "trig"),
        ("application/ld+json", "ld+json"),
        ("text/turtle;q=0.1, application/n-triples", "n-triples"),
    ] {
        let got = server.query("CONSTRUCT WHERE { ?s rap:iso2 \"TJ\" }", accept);
        assert!(got.status == 200 && got.headers.contains(kind), "{accept}: {}", got.headers);
    }
    assert_eq!(server.query("ASK {}", "image/png").status, 406);
    assert_eq!(server.query("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv").status, 406);
    let wrong = server.query("SELECT nonsense", "*/*");
    assert!(wrong.status == 400 && wrong.body.contains("not valid SPARQL"), "{}", wrong.body);
    assert_eq!(server.query("DELETE WHERE { ?s ?p ?o }", "*/*").status, 400, "for reading only");
    assert_eq!(server.ask("POST", "/sparql", "Content-Type: text/plain\r\n", "ASK {}").status, 415);
    assert_eq!(server.ask("POST", "/sparql", "Content-Type: application/sparql-update\r\n", "CLEAR ALL").status, 400);
    assert_eq!(server.ask("DELETE", "/sparql", "", "").status, 405);
    let service = server.get("/sparql");
    assert!(service.headers.contains("text/turtle") && service.body.contains("sparql-service-description#Service"), "{}", service.body);
    assert!(server.get("/.well-known/void").body.contains("void#sparqlEndpoint"));
    let page = server.ask("GET", "/sparql?query=SELECT%20%3Fs%20%7B%3Fs%20rap%3Aiso2%20%22TJ%22%7D", "Accept: text/html\r\n", "");
    assert!(page.body.contains("<table") && page.body.contains(">Tajikistan<"), "{}", page.body);
}

#[test]
fn questions_are_forms_and_views_networks() {
    let folder = tempfile::tempdir().expect("a folder");
    graph_of(folder.path(), &[("a.txt", DOCUMENT)]);
    let server = Server::start(&folder.path().join("graph"));
    let form = server.get("/questions/citations-of-document");
    assert!(form.body.contains("name=\"document\""), "{}", form.body);
    let answer = server.get("/questions/citations-of-document?document=A/RES/74/901&ask=1");
    assert!(answer.body.contains("A/RES/60/1") && answer.body.contains("<table"), "{}", answer.body);
    let csv = server.get("/questions/citations-of-document?document=a/res/74/901&format=csv");
    assert!(
        csv.headers.contains("text/csv") && csv.body.lines().next().is_some_and(|line| line.contains("cited,cited_name")),
        "{}",
        csv.body
    );
    let unknown = server.get("/questions/citations-of-document?document=A/RES/74/909&ask=1");
    assert!(unknown.body.contains("role=\"alert\"") && unknown.body.contains("A/RES/74/90"), "{}", unknown.body);
    let view = server.get("/view/citations");
    assert!(view.body.contains("id=\"network\"") && view.body.contains("<noscript>"));
    let data: serde_json::Value = serde_json::from_str(&server.get("/view/citations?format=json").body).expect("JSON");
    assert!(data["nodes"].as_array().is_some_and(|nodes| nodes.len() >= 3), "{data}");
    let behind = server.get("/view/citations/edge?source=document/A/RES/74/901&target=document/A/RES/60/1&relation=rap:recalls");
    assert!(behind.body.contains("Recalling its resolution 60/1"), "{}", behind.body);
    for (format, sign) in [("svg", "<svg"), ("graphml", "<graphml"), ("gexf", "<gexf"), ("html", "network-data")] {
        assert!(server.get(&format!("/view/citations?format={format}")).body.contains(sign), "{format}");
    }
    assert_eq!(server.get("/view/none").status, 404);
}

#[test]
fn names_of_tables_are_reconciled() {
    let folder = tempfile::tempdir().expect("a folder");
    graph_of(folder.path(), &[("a.txt", DOCUMENT)]);
    let server = Server::start(&folder.path().join("graph"));
    let manifest: serde_json::Value = serde_json::from_str(&server.get("/reconcile").body).expect("JSON");
    assert_eq!(manifest["versions"][0], "0.2");
    let result = |query: &str| -> serde_json::Value {
        let body = form_urlencoded::Serializer::new(String::new()).append_pair("queries", &format!("{{\"q0\":{query}}}")).finish();
        let got = server.ask("POST", "/reconcile", "Content-Type: application/x-www-form-urlencoded\r\n", &body);
        serde_json::from_str::<serde_json::Value>(&got.body).expect("JSON")["q0"]["result"].clone()
    };
    for (name, id) in [
        ("Tajikistan", "state/TJK"),
        ("Iran (Islamic Republic of)", "state/IRN"),
        ("TADJIKISTAN", "state/TJK"),
        ("C\u{F4}te d'Ivoire", "state/CIV"),
    ] {
        let found = result(&format!("{{\"query\":\"{name}\",\"type\":\"rap:State\"}}"));
        assert!(found[0]["id"] == id && found[0]["match"] == true, "{name}: {found}");
    }
    let slip = result("{\"query\":\"Tajikstan\"}");
    assert!(slip[0]["id"] == "state/TJK" && slip[0]["match"] == false, "{slip}");
    let typed = result("{\"query\":\"Tajikistan\",\"type\":\"rap:State\",\"properties\":[{\"pid\":\"rap:iso3\",\"v\":\"UZB\"}]}");
    assert_eq!(typed[0]["match"], false, "{typed}");
    let extended =
        server.get("/reconcile?extend=%7B%22ids%22:%5B%22state/TJK%22%5D,%22properties%22:%5B%7B%22id%22:%22rap:iso3%22%7D%5D%7D");
    assert!(extended.body.contains("{\"str\":\"TJK\"}"), "{}", extended.body);
    assert!(server.get("/reconcile/suggest/entity?prefix=tajik").body.contains("state/TJK"));
    assert!(server.get("/reconcile/suggest/type?prefix=sta").body.contains("rap:State"));
    assert!(server.get("/reconcile/preview?id=state/TJK").body.contains("Tajikistan"));
    assert_eq!(server.get("/reconcile?queries=no").status, 400);
}

#[test]
fn what_is_dear_does_not_keep_others_waiting() {
    let folder = tempfile::tempdir().expect("a folder");
    graph_of(folder.path(), &[("a.txt", DOCUMENT)]);
    let server = Server::start(&folder.path().join("graph"));
    let started = Instant::now();
    let endless = server.query(ENDLESS, "*/*");
    assert!(endless.status == 503 && endless.body.contains("more than 3 seconds"), "{}", endless.body);
    let hungry = server.query(HUNGRY, "*/*");
    assert!(hungry.status == 503, "{}", hungry.body);
    assert!(started.elapsed() < Duration::from_secs(30));
    // Others do not wait while two of them run, nor for idle connections.
    let idle: Vec<TcpStream> = (0..100).map(|_| TcpStream::connect(("127.0.0.1", server.port)).expect("it listens")).collect();
    let hostile: Vec<TcpStream> =
        (0..8).map(|n| server.send("POST", "/sparql", "Content-Type: application/sparql-query\r\n", &format!("{ENDLESS} # {n}"))).collect();
    std::thread::sleep(Duration::from_millis(1500));
    let started = Instant::now();
    assert_eq!(server.get("/id/state/TJK").status, 200);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    // The first who comes after eight that are dear may be asked to come again.
    while !server.query("ASK { <state/TJK> ?p ?o }", "*/*").body.contains("true") {
        assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    }
    drop((idle, hostile));
    // What clients that are gone had asked ends with them.
    #[cfg(target_os = "linux")]
    {
        std::thread::sleep(Duration::from_millis(300));
        let started = Instant::now();
        while running(server.child.id()) > 0 {
            assert!(started.elapsed() < Duration::from_secs(2), "queries go on for nobody");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
    let deep = format!("ASK {}{}", "{".repeat(6000), "}".repeat(6000));
    assert_eq!(server.query(&deep, "*/*").status, 400);
    let stranger = server.ask("GET", "/", "Host: attacker.example\r\n", "");
    assert_eq!(stranger.status, 421);
}

/// Processes below a server that use the processor now.
#[cfg(target_os = "linux")]
fn running(server: u32) -> usize {
    let all = std::fs::read_dir("/proc").expect("there").flatten();
    let stats = all.filter_map(|entry| std::fs::read_to_string(entry.path().join("stat")).ok());
    stats
        .filter(|stat| {
            let rest: Vec<&str> = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
            rest.get(1).and_then(|parent| parent.parse().ok()) == Some(server) && rest.get(16).is_some_and(|nice| *nice == "19")
        })
        .count()
}

#[test]
fn a_rebuilt_graph_is_answered_from_as_a_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    graph_of(folder.path(), &[("a.txt", DOCUMENT)]);
    let server = Server::start(&folder.path().join("graph"));
    graph_of(folder.path(), &[("a.txt", &DOCUMENT.replace("60/1", "60/77"))]);
    std::thread::sleep(Duration::from_millis(50));
    let started = Instant::now();
    loop {
        let plain = server.query("ASK { <document/A/RES/74/901> rap:recalls <document/A/RES/60/77> }", "text/csv").body;
        let named = server.query("ASK { GRAPH ?g { <document/A/RES/74/901> rap:recalls <document/A/RES/60/77> } }", "text/csv").body;
        let page = server.ask("GET", "/id/document/A/RES/74/901", "Accept: text/html\r\n", "").body.contains("A/RES/60/77");
        if plain.contains("true") && named.contains("true") && page {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{plain} {named} {page}");
        std::thread::sleep(Duration::from_millis(200));
    }
    let both =
        "SELECT (COUNT(*) AS ?n) { { ?d rap:recalls ?o } UNION { GRAPH ?g { ?d rap:recalls ?o } } FILTER (?o = <document/A/RES/60/1>) }";
    assert_eq!(server.query(both, "text/csv").body, "n\r\n0\r\n");
}

#[cfg(unix)]
#[test]
fn processes_end_with_the_server() {
    let folder = tempfile::tempdir().expect("a folder");
    graph_of(folder.path(), &[]);
    let mut server = Server::start(&folder.path().join("graph"));
    let asked = server.send("POST", "/sparql", "Content-Type: application/sparql-query\r\n", ENDLESS);
    std::thread::sleep(Duration::from_millis(800));
    let mark = folder.path().join("graph").display().to_string();
    let working = || {
        let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        all.filter_map(|entry| std::fs::read_to_string(entry.path().join("cmdline")).ok())
            .filter(|line| line.contains("--worker") && line.contains(&mark))
            .count()
    };
    assert!(working() > 0 || cfg!(not(target_os = "linux")));
    let told = Command::new("kill").arg(server.child.id().to_string()).status().expect("kill");
    assert!(told.success());
    let started = Instant::now();
    while working() > 0 || server.child.try_wait().expect("waitable").is_none() {
        assert!(started.elapsed() < Duration::from_secs(5), "{} processes go on", working());
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(asked);
}

#[test]
fn a_deep_query_is_refused_by_the_command_too() {
    let folder = tempfile::tempdir().expect("a folder");
    graph_of(folder.path(), &[]);
    let deep = format!("ASK {}{}", "{ { } UNION ".repeat(3000), "}".repeat(3000));
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    let said = command.args(["query", "-e", &deep, "--graph"]).arg(folder.path().join("graph")).output().expect("it runs");
    let message = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(said.status.code() == Some(1) && message.contains("deep"), "{message}");
}

#[test]
fn a_view_is_one_file_that_needs_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    graph_of(folder.path(), &[("a.txt", &DOCUMENT.replace("Cooperation on lakes", "Cooperation on </script><script>alert(1)</script>"))]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    let said = command.args(["export", "--format", "html", "--view", "citations", "--graph"]).arg(folder.path().join("graph")).output();
    let page = String::from_utf8(said.expect("it runs").stdout).expect("UTF-8");
    assert!(page.contains("id=\"network-data\"") && page.contains("Recalling its resolution 60/1"), "{page}");
    assert!(!page.contains("src=") && !page.contains("href=\"http") && page.matches("</script>").count() == 2);
}
