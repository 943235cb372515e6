//! Names as people look for them, in one part and in several.

use crate::store::quads::Quads;
use crate::store::{Graph, GraphDirectory, Manifest};
use crate::vocabulary::{dcterms, skos};

const BASE: &str = "https://w3id.org/rapporteur/id/";

fn graph() -> Graph {
    Graph::of_reference(&[
        ("state/TJK", skos::PREF_LABEL, "\"Tajikistan\"@en"),
        ("state/TJK", skos::PREF_LABEL, "\"\u{5854}\u{5409}\u{514B}\u{65AF}\u{5766}\"@zh"),
        ("state/CIV", skos::PREF_LABEL, "\"C\u{F4}te d\u{2019}Ivoire\"@en"),
        ("organisation/SCO", skos::PREF_LABEL, "\"Shanghai Cooperation Organization\"@en"),
        ("organisation/SCO", skos::NOTATION, "\"SCO\""),
        ("document/A/RES/75/1", skos::NOTATION, "\"A/RES/75/1\""),
        ("document/A/RES/75/1", dcterms::DATE, "\"2020-09-21\"^^<http://www.w3.org/2001/XMLSchema#date>"),
        ("document/A/RES/75/1", dcterms::TITLE, "\"Declaration on Shanghai\"@en"),
    ])
}

#[test]
fn names_are_found_from_any_word_with_slips_and_in_any_script() {
    let graph = graph();
    let names = graph.names().unwrap();
    let find = |text: &str| graph.find(&names, text, false).unwrap();
    let first = |text: &str| find(text).first().map(|hit| graph.found(hit).unwrap().replace(BASE, "")).unwrap_or_default();
    for text in ["Tajikistan", "tajik", "TAJIKISTAN", "Tajikstan", "Tadjikistan", "\u{5409}\u{514B}", "\u{5854}\u{5409}"] {
        assert_eq!(first(text), "state/TJK", "{text}");
    }
    for text in ["cote divoire", "Cote d'Ivoire", "ivoire c\u{F4}te"] {
        assert_eq!(first(text), "state/CIV", "{text}");
    }
    assert_eq!(first("organization shanghai"), "organisation/SCO");
    assert_eq!(first("Shanghai Cooperation Organization"), "organisation/SCO");
    assert_eq!(first("a/res/75"), "document/A/RES/75/1");
    assert_eq!(find("shanghai").len(), 2);
    assert!(find("zzzz").is_empty() && find(" - ").is_empty() && find("Shanghai Cooperation Organization of the").is_empty());
}

#[test]
fn what_is_called_exactly_so_is_told_apart() {
    let graph = graph();
    let names = graph.names().unwrap();
    let exact = |text: &str| graph.find(&names, text, true).unwrap();
    assert_eq!((exact("tajikistan").len(), exact("Shanghai Cooperation Organization").len()), (1, 1));
    assert!(exact("tajik").is_empty() && exact("tajikstan").is_empty() && exact("Shanghai Cooperation Organizations").is_empty());
    let hit = exact("A/RES/75/1")[0];
    assert_eq!((hit.year, names.body(&hit), hit.kind()), (2020, Some("A"), "document"));
    assert_eq!((names.counts()["state"], names.counts()["document"]), (2, 1));
}

/// Entity, predicate, value.
type Said<'s> = (&'s str, &'s str, &'s str);

#[test]
fn later_parts_hold_against_earlier_ones() {
    let folder = tempfile::tempdir().unwrap();
    let directory = GraphDirectory::new(folder.path());
    directory.prepare().unwrap();
    let mut manifest = Manifest::default();
    let mut commit = |graphs: &[(&str, &[Said<'_>])]| {
        for (graph, said) in graphs {
            let line =
                |(entity, predicate, value): &Said<'_>| format!("<{BASE}{entity}> <{predicate}> \"{value}\" <{BASE}graph/{graph}> .");
            let quads = Quads::of_lines(&said.iter().map(line).collect::<Vec<_>>());
            manifest.graphs.insert((*graph).to_owned(), directory.write_shard(&quads).unwrap());
        }
        directory.commit(&manifest).unwrap();
        let graph = Graph::open(&directory).unwrap();
        (graph.names().unwrap(), graph)
    };
    let many: Vec<(String, String)> = (0..60).map(|n| (format!("place/{n}"), format!("Lake {n}"))).collect();
    let mut first: Vec<Said<'_>> = many.iter().map(|(place, name)| (place.as_str(), skos::PREF_LABEL, name.as_str())).collect();
    first.push(("document/A/1", skos::NOTATION, "A/1"));
    commit(&[("all", &first), ("some", &[("state/TJK", skos::PREF_LABEL, "Old")])]);
    let (names, graph) = commit(&[("some", &[("state/TJK", skos::PREF_LABEL, "New"), ("document/A/1", dcterms::DATE, "2020-01-01")])]);
    assert_eq!(names.parts.len(), 2, "a small change is a part of its own");
    let found = |text: &str| graph.find(&names, text, true).unwrap();
    assert_eq!((found("Old").len(), found("New").len(), found("Lake 7").len()), (0, 1, 1));
    assert_eq!((found("A/1")[0].year, names.counts()["state"]), (2020, 1));
}
