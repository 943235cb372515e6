//! The store on disk: in step with its directory after every change to it, and with the union as its default graph.

use crate::builds::{build_into, samples};
use rapporteur::store::sparql::Answer;
use rapporteur::store::{Graph, GraphDirectory};
use std::fs;
use std::path::Path;

fn count(folder: &Path, query: &str) -> String {
    let graph = Graph::open(&GraphDirectory::new(folder)).expect("it opens");
    match graph.query(query).expect("it runs") {
        Answer::Table(_, rows) => rows[0][0].as_ref().expect("a count").to_string(),
        other => unreachable!("a table was asked for: {other:?}"),
    }
}

const COPIES: &str = "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?c a rap:Copy }";
const TWICE: &str = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }";
const ONCE: &str = "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } }";

#[test]
fn the_store_follows_its_directory() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (all, stamp) = (samples(), folder.path().join("store.stamp"));
    build_into(folder.path(), &all[..2]);
    let before = count(folder.path(), COPIES);
    let first = fs::read_to_string(&stamp).expect("a stamp beside the store");
    // Opened again, nothing is loaded.
    let loaded = fs::metadata(folder.path().join("store")).and_then(|m| m.modified()).expect("a store");
    assert_eq!(count(folder.path(), COPIES), before);
    assert_eq!(fs::metadata(folder.path().join("store")).and_then(|m| m.modified()).expect("a store"), loaded);
    build_into(folder.path(), &all);
    assert_ne!(count(folder.path(), COPIES), before);
    assert_ne!(fs::read_to_string(&stamp).expect("a stamp"), first);
    assert_eq!(count(folder.path(), TWICE), count(folder.path(), ONCE), "the default graph is the union, each triple once");
}

#[test]
fn leftovers_of_a_killed_load_do_no_harm() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    build_into(folder.path(), &samples());
    let whole = count(folder.path(), TWICE);
    // Killed between the renaming of the store and its stamp, with half a store beside it.
    fs::remove_file(folder.path().join("store.stamp")).expect("it was there");
    fs::create_dir(folder.path().join("store.next")).expect("creatable");
    fs::write(folder.path().join("store.next/CURRENT"), "half").expect("writable");
    assert_eq!(count(folder.path(), TWICE), whole);
    assert!(!folder.path().join("store.next").exists());
}
