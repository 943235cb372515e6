//! The index against a plain set of quads, through changes.

use super::{Graphs, Snapshot, key, state};
use crate::store::quads::{QuadBuilder, Quads};
use crate::store::{GraphDirectory, Iris, Manifest};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

type Quad = [String; 4];

fn term(kind: &str, number: u64) -> String {
    match (kind, number % 5) {
        ("o", 0) => format!("\"{number}\"^^<http://www.w3.org/2001/XMLSchema#integer>"),
        ("o", 1) => format!("\"text {number}\"@en"),
        ("o", 2) => format!("\"{number}\""),
        _ => format!("<http://e/{kind}{number}>"),
    }
}

/// Quads of a graph: few terms, so that graphs share triples.
fn some_quads(graph: u64, count: u64, dice: &mut Dice) -> BTreeSet<Quad> {
    let mut quad = || [term("s", dice.below(40)), term("p", dice.below(5)), term("o", dice.below(60)), term("g", graph)];
    (0..count).map(|_| quad()).collect()
}

fn written(quads: &BTreeSet<Quad>, graph: u64, iris: &Iris) -> Quads {
    let mut builder = QuadBuilder::new(iris, term("g", graph).trim_matches(['<', '>']));
    for [s, p, o, _] in quads {
        builder.add(s.trim_matches(['<', '>']), p.trim_matches(['<', '>']), |_, out| out.push_str(o));
    }
    builder.finish()
}

/// All quads that fit a pattern, as the index has them.
fn found(index: &Snapshot, pattern: [Option<&str>; 3], graph: Option<Option<&str>>) -> Option<Vec<Quad>> {
    let id = |text: &str| index.id(&key::of(&crate::store::term::parse(text)?)).unwrap();
    let graphs = match graph {
        None => Graphs::Union,
        Some(None) => Graphs::Named,
        Some(Some(graph)) => Graphs::One(id(graph)?),
    };
    let mut ids = [None; 3];
    for (id_of, text) in ids.iter_mut().zip(pattern) {
        *id_of = match text {
            Some(text) => Some(id(text)?),
            None => None,
        };
    }
    let quads = index.quads(ids, graphs).unwrap().map(|quad| {
        let quad = quad.unwrap();
        quad.map(|id| if id == key::NO_GRAPH { String::new() } else { index.term(id).unwrap().to_string() })
    });
    Some(quads.collect())
}

fn check(index: &Snapshot, all: &BTreeSet<Quad>, dice: &mut Dice) {
    let some = all.iter().nth(dice.below(all.len() as u64) as usize).unwrap().clone();
    for mask in 0..8 {
        let pattern: [Option<&str>; 3] = std::array::from_fn(|at| (mask >> at & 1 == 1).then_some(some[at].as_str()));
        let fits = |quad: &&Quad| pattern.iter().zip(quad.iter()).all(|(wanted, found)| wanted.is_none_or(|w| w == found));
        for graph in [None, Some(None), Some(Some(some[3].as_str()))] {
            let of_graph = |quad: &&Quad| !matches!(graph, Some(Some(graph)) if graph != quad[3]);
            let mut expected: Vec<Quad> = all.iter().filter(fits).filter(of_graph).cloned().collect();
            if graph.is_none() {
                expected.iter_mut().for_each(|quad| quad[3].clear());
                expected.dedup();
                expected.sort();
                expected.dedup();
            }
            let mut found = found(index, pattern, graph).unwrap_or_default();
            found.sort();
            assert_eq!(found, expected, "{pattern:?} {graph:?}");
        }
    }
}

#[test]
fn changes_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let directory = GraphDirectory::new(folder.path());
    directory.prepare().unwrap();
    let (iris, mut dice) = (Iris::default(), Dice(42));
    let mut graphs: BTreeMap<u64, BTreeSet<Quad>> = (0..30).map(|g| (g, some_quads(g, 150, &mut dice))).collect();
    let mut most_segments = 0;
    for step in 0..40 {
        let mut manifest = Manifest::default();
        for (graph, quads) in &graphs {
            manifest.graphs.insert(format!("g{graph}"), directory.write_shard(&written(quads, *graph, &iris)).unwrap());
        }
        directory.commit(&manifest).unwrap();
        let index = state::open(&directory, &manifest.stamp()).expect("an index in step");
        most_segments = most_segments.max(index.segments.len());
        let all: BTreeSet<Quad> = graphs.values().flatten().cloned().collect();
        check(&index, &all, &mut dice);
        assert_eq!(index.heads(super::Order::Gspo, &[]).unwrap().len(), graphs.values().filter(|quads| !quads.is_empty()).count());
        // A graph goes, one comes, one changes a little.
        let (gone, changed) = (dice.below(30), dice.below(30));
        match step % 3 {
            0 => drop(graphs.remove(&gone)),
            1 => drop(graphs.insert(gone, some_quads(gone, 20, &mut dice))),
            _ => graphs.entry(changed).or_default().extend(some_quads(changed, 3, &mut dice)),
        }
    }
    assert!(most_segments > 2, "changes were written as segments of their own");
}

#[test]
fn damage_is_an_error_and_never_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    let directory = GraphDirectory::new(folder.path());
    directory.prepare().unwrap();
    let (iris, mut dice) = (Iris::default(), Dice(7));
    let quads = some_quads(1, 400, &mut dice);
    let shard = directory.write_shard(&written(&quads, 1, &iris)).unwrap();
    let manifest = Manifest { graphs: [("g".to_owned(), shard)].into(), ..Manifest::default() };
    directory.commit(&manifest).unwrap();
    let index = folder.path().join(state::FOLDER);
    let file =
        std::fs::read_dir(&index).unwrap().flatten().map(|e| e.path()).find(|p| p.extension().is_some_and(|e| e == "index")).unwrap();
    let whole = std::fs::read(&file).unwrap();
    for _ in 0..300 {
        let mut bytes = whole.clone();
        let at = dice.below(bytes.len() as u64) as usize;
        if dice.below(4) == 0 {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1 << dice.below(8);
        }
        std::fs::write(&file, bytes).unwrap();
        let Some(index) = state::open(&directory, &manifest.stamp()) else { continue };
        let all: Result<Vec<_>, _> = index.quads([None; 3], Graphs::Named).and_then(Iterator::collect);
        // What can be read is right.
        if let Ok(all) = all {
            assert_eq!(all.len(), quads.len());
            let _ = all.iter().flatten().try_for_each(|id| index.term(*id).map(drop));
        }
    }
}

#[test]
fn a_triple_of_many_graphs_stands_once() {
    let lines = (0..50).flat_map(|n| ["a", "b"].map(|o| format!("<http://e/s> <http://e/p> <http://e/{o}> <http://e/g{n}> .")));
    let index = state::in_memory(lines.map(Ok)).unwrap();
    let count = |pattern, graphs| index.quads(pattern, graphs).unwrap().map(Result::unwrap).count();
    let s = index.id(&key::of_iri("http://e/s")).unwrap();
    assert_eq!(
        (count([None; 3], Graphs::Union), count([s, None, None], Graphs::Union), count([s, None, None], Graphs::Named)),
        (2, 2, 100)
    );
}

#[test]
fn identifiers_of_a_beginning_are_neighbours() {
    let lines = (0..400).map(|n| format!("<http://e/{}/{n}> <http://e/p> \"{n}\" <http://e/g> .", if n % 3 == 0 { "a" } else { "b" }));
    let index = state::in_memory(lines.map(Ok)).unwrap();
    let start = key::of_iri("http://e/a/");
    let range = index.range(&start).unwrap();
    assert_eq!(range.len(), 134);
    for n in 0..400 {
        let kind = if n % 3 == 0 { "a" } else { "b" };
        let id = index.id(&key::of_iri(&format!("http://e/{kind}/{n}"))).unwrap().unwrap();
        assert_eq!(index.begins(id, &start, &range).unwrap(), kind == "a");
    }
}
