//! Builds: the same bytes for any order and number of threads, incremental, old or new after a kill.

use crate::facts::{KNOWLEDGE, root};
use rapporteur::build::merge::merge;
use rapporteur::build::{BuildReport, Inputs, build};
use rapporteur::store::{GraphDirectory, Iris};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

pub fn build_into(graph: &Path, paths: &[PathBuf]) -> BuildReport {
    let directory = GraphDirectory::new(graph);
    directory.prepare().expect("creatable");
    let inputs = Inputs { paths, hints: &Default::default(), force: false, prune: false, keep_texts: true, trust_links: false };
    build(&directory, &inputs, &KNOWLEDGE, &Iris::default(), &|_, _| {}).expect("built")
}

pub fn bytes_of(graph: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(graph.join("quads")).expect("readable").flatten() {
        all.insert(entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("readable"));
    }
    all.insert("manifest".into(), fs::read(graph.join("manifest.json")).expect("readable"));
    all
}

pub fn samples() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(root("data/samples")).expect("readable").flatten().map(|e| e.path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "txt"));
    files.sort();
    files
}

#[test]
fn threads_and_order_do_not_change_a_byte() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (one, eight) = (folder.path().join("one"), folder.path().join("eight"));
    let in_pool = |threads: usize, work: &(dyn Fn() + Sync)| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool").install(work);
    };
    in_pool(1, &|| {
        build_into(&one, &samples());
    });
    let mut shuffled = samples();
    shuffled.reverse();
    shuffled.swap(0, 3);
    in_pool(8, &|| {
        build_into(&eight, &shuffled);
    });
    assert!(bytes_of(&one) == bytes_of(&eight));
}

#[test]
fn only_what_changed_is_read_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let texts = folder.path().join("texts");
    fs::create_dir(&texts).expect("creatable");
    for file in samples() {
        fs::copy(&file, texts.join(file.file_name().expect("named"))).expect("copied");
    }
    let graph = folder.path().join("graph");
    let all = samples().len();
    assert_eq!(build_into(&graph, std::slice::from_ref(&texts)).read, all);
    let first = bytes_of(&graph);
    let again = build_into(&graph, std::slice::from_ref(&texts));
    assert_eq!((again.read, again.unchanged), (0, all));
    assert!(first == bytes_of(&graph));
    let letter = texts.join("letter-A-75-860-zh.txt");
    let kept = fs::read(&letter).expect("readable");
    fs::write(&letter, [&kept[..], "\n".as_bytes()].concat()).expect("writable");
    assert_eq!(build_into(&graph, std::slice::from_ref(&texts)).read, 1);
    fs::remove_file(&letter).expect("removed");
    let less = build_into(&graph, std::slice::from_ref(&texts));
    assert_eq!((less.read, less.removed, less.documents), (0, 1, all - 1));
    fs::write(&letter, kept).expect("writable");
    build_into(&graph, &[texts]);
    assert!(first == bytes_of(&graph));
}

#[test]
fn the_union_of_two_extractions_is_the_extraction_of_the_union() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = samples();
    let (left, right) = files.split_at(files.len() / 2);
    for (name, part) in [("left", left), ("right", right), ("both", &files[..])] {
        build_into(&folder.path().join(name), part);
    }
    // Parts know nothing of each other; what their copies prove together is joined where they are put together.
    let part = |name: &str| GraphDirectory::new(&folder.path().join(name));
    part("joined").prepare().expect("writable");
    merge(&part("joined"), &[part("left"), part("right")], None).expect("the parts can be merged");
    assert!(bytes_of(&folder.path().join("joined")) == bytes_of(&folder.path().join("both")));
}

/// What a killed build leaves behind are files that the manifest does not name: the old graph stands, and the next
/// build clears them away.
#[test]
fn leftovers_of_a_killed_build_do_no_harm() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let graph = folder.path().join("graph");
    build_into(&graph, &samples());
    let before = bytes_of(&graph);
    fs::write(graph.join("quads/0000.nq.gz"), b"half a file").expect("writable");
    fs::write(graph.join("quads/.tmpAbC"), b"half a file").expect("writable");
    let manifest = GraphDirectory::new(&graph).existing().expect("the old manifest stands");
    assert!(manifest.shards().iter().all(|s| s.file != "0000.nq.gz"));
    build_into(&graph, &samples());
    assert!(before == bytes_of(&graph));
}
