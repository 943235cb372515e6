//! The shipped questions, checks and exports on the graph of the samples.

use crate::facts::{KNOWLEDGE, root};
use rapporteur::build::{Inputs, build};
use rapporteur::export::shape::Shape;
use rapporteur::export::{self, Format, Manner};
use rapporteur::facts::{self, Facts};
use rapporteur::query::shipped;
use rapporteur::store::{Answer, Graph, GraphDirectory, Iris};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The graph of the samples, built once.
static SAMPLES: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let graph = folder.path().join("graph");
    let directory = GraphDirectory::new(&graph);
    directory.prepare().expect("creatable");
    let inputs = Inputs {
        paths: &[root("data/samples")],
        hints: &Default::default(),
        force: false,
        prune: false,
        keep_texts: true,
        trust_links: false,
    };
    build(&directory, &inputs, &KNOWLEDGE, &Iris::default(), &|_, _| {}).expect("built");
    (folder, graph)
});

fn graph() -> Graph {
    Graph::open(&GraphDirectory::new(&SAMPLES.1)).expect("the graph opens")
}

/// Rows of a shipped question, their columns joined by tabs, IRIs without the base.
fn rows(graph: &Graph, name: &str) -> Vec<String> {
    let query = shipped::named("answers", name).expect("it is shipped");
    let Answer::Table(_, rows) = graph.query(query.text).expect("it runs") else { panic!("{name} is no table") };
    let cell = |c: Option<rapporteur::store::Term>| c.map(|t| rapporteur::query::labels::readable(&t, graph.base())).unwrap_or_default();
    rows.into_iter().map(|r| r.into_iter().map(cell).collect::<Vec<_>>().join("\t")).collect()
}

#[test]
fn every_shipped_question_runs_and_most_are_answered() {
    let graph = graph();
    let mut unanswered = Vec::new();
    for query in shipped::all("answers") {
        if rows(&graph, query.name).is_empty() {
            unanswered.push(query.name);
        }
    }
    println!("questions that the samples do not answer: {unanswered:?}");
    assert!(unanswered.len() <= 3, "{unanswered:?}");
}

#[test]
fn answers_are_those_that_the_samples_state() {
    let graph = graph();
    let has = |name: &str, parts: &[&str]| {
        let rows = rows(&graph, name);
        assert!(rows.iter().any(|r| parts.iter().all(|p| r.contains(p))), "{name}: no row with {parts:?} in\n{}", rows.join("\n"));
    };
    has("members-of-organisation", &["organisation/CSTO", "state/TJK", "2024-07-19"]);
    has("members-of-organisation", &["organisation/CIS", "state/KGZ", "FoundingMember"]);
    has("states-in-two-organisations", &["state/TJK"]);
    has("chairs-by-year", &["organisation/CSTO", "state/TJK", "2020"]);
    has("observers", &["organisation/CIS", "organisation/UNGA", "document/A/RES/48/237"]);
    has("speakers-of-meeting", &["state/TJK"]);
    has("citing-documents", &["document/A/RES/59/50"]);
}

#[test]
fn the_samples_break_no_shape() {
    let graph = graph();
    for check in shipped::all("checks").into_iter().filter(|c| c.name.starts_with("shape-") || c.name.contains("without")) {
        let Answer::Table(_, rows) = graph.query(check.text).expect("it runs") else { panic!("{} is no table", check.name) };
        assert!(rows.is_empty(), "{}: {rows:?}", check.name);
    }
}

#[test]
fn graphml_is_read_back_by_networkx_and_igraph() {
    let file = SAMPLES.0.path().join("memberships.graphml");
    let mut bytes = Vec::new();
    let view = shipped::named("views", "memberships").expect("it is shipped").text;
    let manner = Manner { format: Format::GraphMl, language: "en", shape: Shape::default() };
    export::export(&graph(), Some(view), &manner, &mut bytes).expect("written");
    fs::write(&file, bytes).expect("writable");
    let network = export::network(&graph(), Some(view), "en").expect("a network");
    for library in ["networkx", "igraph"] {
        match read_back(library, &file) {
            Some(found) => assert_eq!(found, format!("{} {}", network.node_count(), network.edge_count()), "{library}"),
            None => println!("skipped: python3 with {library} is not here (pip install {library})"),
        }
    }
}

/// Numbers of nodes and edges as a Python library reads them.
fn read_back(library: &str, file: &Path) -> Option<String> {
    let read = if library == "networkx" {
        "g=m.read_graphml(f); print(g.number_of_nodes(), g.number_of_edges())"
    } else {
        "g=m.Graph.Read_GraphML(f); print(g.vcount(), g.ecount())"
    };
    let script = format!("import sys, {library} as m\nf=sys.argv[1]\n{read}");
    let output = Command::new("python3").args(["-c", &script]).arg(file).output().ok()?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.contains("ModuleNotFoundError"), "{library}: {error}");
        return None;
    }
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The table of facts: a row for each statement and sentence, and the examples of its page.
#[test]
fn the_table_of_facts_is_tidy_and_its_page_is_true() {
    let (graph, mut table, mut lines) = (graph(), Vec::new(), Vec::new());
    let mut facts = Facts::new(&graph, "en").expect("names are read");
    let rows = facts::write(&mut facts, facts::Format::Csv, &mut table).expect("written");
    assert_eq!(facts::write(&mut facts, facts::Format::JsonLines, &mut lines).expect("written"), rows);
    let mut read = csv::Reader::from_reader(table.as_slice());
    assert_eq!(read.headers().expect("a header"), facts::COLUMNS);
    let records: Vec<csv::StringRecord> = read.records().map(|record| record.expect("a row")).collect();
    let objects = String::from_utf8(lines).expect("text").lines().count();
    assert_eq!((records.len(), objects), (rows, rows));
    let Answer::Table(_, sentences) = graph.query("SELECT DISTINCT ?s ?e { ?s a rap:Statement ; rap:evidence ?e }").expect("it runs")
    else {
        panic!("no table")
    };
    assert_eq!(rows, sentences.len(), "a row for each statement and sentence");
    let column = |name: &str| facts::COLUMNS.iter().position(|column| *column == name).expect("a column");
    let [quote, start, end, rule] = ["quote", "start", "end", "rule"].map(column);
    assert!(
        records
            .iter()
            .all(|row| !row[quote].is_empty() && !row[rule].is_empty() && row[start].parse::<u64>().ok() < row[end].parse::<u64>().ok())
    );

    fs::write(SAMPLES.0.path().join("facts.csv"), table).expect("writable");
    let probe = Command::new("python3").args(["-c", "import duckdb, pandas"]).output();
    if !probe.is_ok_and(|output| output.status.success()) {
        println!("skipped: the examples of the page need python3 with duckdb and pandas (pip install duckdb pandas)");
        return;
    }
    let script = [root("tests/page.py"), root("docs/facts.md"), SAMPLES.0.path().to_owned()];
    let output = Command::new("python3").args(script).output().expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
