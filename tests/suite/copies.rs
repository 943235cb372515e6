//! The language copies of one document in one graph: one address for a person, one number for a turn, whatever the order
//! in which they are read.

use crate::builds::{build_into, bytes_of, samples};
use crate::facts::root;
use rapporteur::store::{Answer, Graph, GraphDirectory};
use std::fs;
use std::path::{Path, PathBuf};

const PREFIX: &str = "PREFIX rap: <https://w3id.org/rapporteur/ns#> PREFIX foaf: <http://xmlns.com/foaf/0.1/> ";

fn rows(graph: &Path, question: &str) -> Vec<String> {
    let graph = Graph::open(&GraphDirectory::new(graph)).expect("it opens");
    let Answer::Table(_, rows) = graph.query(&format!("{PREFIX}{question}")).expect("it runs") else { panic!("no table") };
    rows.iter().map(|row| row.iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(" ")).collect()
}

fn record_copies() -> Vec<PathBuf> {
    samples().into_iter().filter(|path| path.to_string_lossy().contains("S-PV-9688")).collect()
}

#[test]
fn a_person_is_one_in_six_languages() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    build_into(folder.path(), &record_copies());
    let speakers = "SELECT DISTINCT ?p { ?s rap:speaker ?p }";
    let presiding = "SELECT DISTINCT ?p { ?s rap:presidedBy ?p }";
    assert_eq!(rows(folder.path(), presiding).len(), 1);
    let found = rows(folder.path(), speakers);
    assert_eq!(found.len(), 5, "{found:?}");
    assert!(found.iter().all(|person| person.is_ascii()), "{found:?}");
    // Every copy's spelling is a name of the one person; three are spelled alike in English, French and Spanish.
    let tongues = rows(folder.path(), "SELECT ?p (COUNT(DISTINCT LANG(?n)) AS ?c) { [] rap:speaker ?p . ?p foaf:name ?n } GROUP BY ?p");
    assert!(tongues.iter().all(|row| row.contains("\"6\"")), "{tongues:?}");
    let twice = rows(folder.path(), "SELECT ?s { ?s rap:speaker ?a, ?b FILTER(STR(?a) < STR(?b)) }");
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn copies_may_come_in_any_order() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (once, growing) = (folder.path().join("once"), folder.path().join("growing"));
    build_into(&once, &record_copies());
    let mut copies = record_copies();
    copies.reverse();
    for copy in &copies {
        build_into(&growing, std::slice::from_ref(copy));
    }
    assert!(bytes_of(&once) == bytes_of(&growing));
}

#[test]
fn what_a_copy_has_lost_shifts_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let read = |language: &str| fs::read_to_string(root(&format!("data/samples/S-PV-9688-{language}.txt"))).expect("readable");
    let french = read("fr");
    // The third speaker and what the president says after.
    let lost: Vec<&str> = french.lines().filter(|line| !line.starts_with("M. Hikmat")).collect();
    assert!(lost.len() < french.lines().count());
    fs::write(folder.path().join("fr.txt"), lost.join("\n")).expect("writable");
    for language in ["en", "ru", "zh"] {
        fs::write(folder.path().join(format!("{language}.txt")), read(language)).expect("writable");
    }
    let graph = folder.path().join("graph");
    let texts: Vec<PathBuf> = ["en", "fr", "ru", "zh"].iter().map(|l| folder.path().join(format!("{l}.txt"))).collect();
    build_into(&graph, &texts);
    assert_eq!(rows(&graph, "SELECT DISTINCT ?p { ?s rap:speaker ?p }").len(), 5);
    for predicate in ["speaker", "position"] {
        let twice = rows(&graph, &format!("SELECT ?s {{ ?s rap:{predicate} ?a, ?b FILTER(STR(?a) < STR(?b)) }}"));
        assert!(twice.is_empty(), "{twice:?}");
    }
}
