//! External tables joined to the graph of the questions: by name, by code and year, by symbol, in other scripts; what
//! is left open is filled in and given back.

use crate::answers::graph;
use rapporteur::build::{Inputs, build};
use rapporteur::export;
use rapporteur::query::shipped;
use rapporteur::stats;
use rapporteur::store::{Answer, Graph, GraphDirectory, Iris, Manifest, reference};
use rapporteur::tables::corrections::{self, Corrections};
use rapporteur::tables::key::KeyKind;
use rapporteur::tables::read::Table;
use rapporteur::tables::{Joined, Request, join};
use std::collections::BTreeMap;

fn request(name: &str, key: &str, kind: KeyKind) -> Request {
    Request {
        name: name.to_owned(),
        key: key.to_owned(),
        kind,
        class: None,
        predicate: None,
        columns: Vec::new(),
        linked: BTreeMap::new(),
        types: BTreeMap::new(),
        conditions: Vec::new(),
    }
}

fn joined(text: &str, request: &Request, corrections: &Corrections) -> Joined {
    join(&graph(), &Table::parse(text).expect("a table"), request, corrections).expect("joined")
}

/// Triples of the table, IRIs without the base.
fn lines(joined: &Joined) -> String {
    lines_below(joined, graph().base())
}

fn lines_below(joined: &Joined, base: &str) -> String {
    joined.quads.text().replace(base, "")
}

#[test]
fn codes_and_years_stay_together() {
    let joined = joined(
        "ccode,year,members\n702,1992,1\n702.0,1993,2\n999,1992,3\n",
        &request("igo", "ccode", KeyKind::Cow),
        &Corrections::default(),
    );
    assert_eq!((joined.rows, joined.matched, joined.unmatched, joined.facts), (3, 2, 1, 4));
    let text = lines(&joined);
    for line in [
        "<graph/table/igo#row-2> <https://w3id.org/rapporteur/ns#about> <state/TJK>",
        "<graph/table/igo#row-2> <graph/table/igo#year> \"1993\"^^<http://www.w3.org/2001/XMLSchema#gYear>",
        "<state/TJK> <graph/table/igo#members> \"2\"^^<http://www.w3.org/2001/XMLSchema#integer>",
        "<graph/table/igo#members> <http://www.w3.org/2000/01/rdf-schema#label> \"members\" <graph/table/igo> .",
    ] {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
    assert!(!text.contains("row-3"), "what matches nothing is left out");
}

#[test]
fn votes_by_name_become_edges_of_a_view() {
    let table = "resolution;vote;state\nA/90/102;yes;KAZAKHSTAN\nA/90/102;yes;Kyrgyzstan\nA/90/102;no;France\nA/90/999;yes;Tajikistan\n";
    let mut request = request("votes", "state", KeyKind::Name);
    request.class = Some("State".to_owned());
    request.columns = vec!["resolution".to_owned()];
    request.linked = BTreeMap::from([("resolution".to_owned(), KeyKind::Symbol)]);
    request.conditions = vec![("vote".to_owned(), "yes".to_owned())];
    request.predicate = Some("rap:votedFor".to_owned());
    let joined = joined(table, &request, &Corrections::default());
    assert_eq!((joined.rows, joined.matched, joined.facts), (3, 3, 2));
    assert_eq!(joined.open.len(), 1, "the symbol of no document in the graph");
    let quads =
        format!("{}{}", std::fs::read_to_string(crate::facts::root("tests/queries/graph.nq")).expect("the graph"), joined.quads.text());
    let graph = Graph::from_quads(&quads).expect("it loads");
    let view = shipped::named(shipped::VIEWS, "votes-alike").expect("it is shipped").text;
    let network = export::network(&graph, Some(view), "en").expect("a network");
    let edge = network.edge_weights().find(|edge| edge.weight > 1.5).expect("an edge for two votes");
    assert!(network.node_weights().all(|node| node.kind == "State"), "rows do not vote");
    assert_eq!((edge.weight, edge.documents), (2.0, Some(2)), "Kazakhstan and Kyrgyzstan, a vote of a record and one of the table");
}

#[test]
fn names_of_other_scripts_match() {
    let text = std::fs::read_to_string(crate::facts::root("tests/tables/names-zh.csv")).expect("the table is there");
    let table = Table::parse(&text).expect("a table");
    let joined = joined(&text, &request("names", &table.header[0], KeyKind::Name), &Corrections::default());
    assert_eq!((joined.matched, joined.facts), (3, 2));
    let fact = format!("<state/TJK> <graph/table/names#{}> \"2024-07-19\"^^<http://www.w3.org/2001/XMLSchema#date>", table.header[1]);
    assert!(lines(&joined).contains(&fact));
}

/// Marks of notes, and the forms with brackets in which the organisation itself lists its members.
#[test]
fn names_as_tables_print_them_match_the_gazetteers() {
    let quads = reference::quads(&crate::facts::KNOWLEDGE, &Iris::default());
    let graph = Graph::from_quads(quads.text()).expect("it loads");
    let text = std::fs::read_to_string(crate::facts::root("tests/tables/names-printed.csv")).expect("the table is there");
    let table = Table::parse(&text).expect("a table");
    let mut request = request("printed", "name", KeyKind::Name);
    request.class = Some("State".to_owned());
    let joined = join(&graph, &table, &request, &Corrections::default()).expect("joined");
    let text = lines_below(&joined, graph.base());
    for (number, row) in table.rows.iter().enumerate() {
        let about = format!("<graph/table/printed#row-{}> <https://w3id.org/rapporteur/ns#about> <state/{}>", number + 1, row[1]);
        let reason = joined
            .open
            .iter()
            .find(|open| open.key == row[0])
            .map_or("unmatched", |open| if open.is_ambiguous { "ambiguous" } else { "unmatched" });
        let is_right =
            if row[1].len() == 3 { text.contains(&about) } else { reason == row[1] && !text.contains(&format!("row-{}>", number + 1)) };
        assert!(is_right, "{}: {reason}, not {}", row[0], row[1]);
    }
}

#[test]
fn an_ambiguous_row_is_left_to_a_person() {
    let named = |path: &str| {
        format!(
            "<https://w3id.org/rapporteur/id/{path}> <http://www.w3.org/2004/02/skos/core#prefLabel> \"Georgia\"@en \
             <https://w3id.org/rapporteur/id/graph/reference> .\n"
        )
    };
    let graph = Graph::from_quads(&[named("state/GEO"), named("place/georgia")].concat()).expect("it loads");
    for name in ["Georgia", "GEORGIA", "Georgia (a)", "Georgia[2]"] {
        let table = Table::parse(&format!("name,n\n{name},1\n")).expect("a table");
        let joined = join(&graph, &table, &request("two", "name", KeyKind::Name), &Corrections::default()).expect("joined");
        assert_eq!((joined.matched, joined.ambiguous, joined.facts), (0, 1, 0), "{name}");
        assert_eq!(joined.open[0].candidates, ["place/georgia", "state/GEO"], "{name}");
    }
}

/// With the names of all states, not those of the small graph.
#[test]
fn names_in_russian_match_the_gazetteers() {
    let quads = reference::quads(&crate::facts::KNOWLEDGE, &Iris::default());
    let graph = Graph::from_quads(quads.text()).expect("it loads");
    let text = std::fs::read_to_string(crate::facts::root("tests/tables/names-ru.csv")).expect("the table is there");
    let table = Table::parse(&text).expect("a table");
    let joined = join(&graph, &table, &request("ru", &table.header[0], KeyKind::Name), &Corrections::default()).expect("joined");
    assert_eq!((joined.matched, joined.unmatched), (2, 1));
}

#[test]
fn symbols_match_documents() {
    let joined = joined(
        "symbol\tpages\nA/RES/59/50\t2\ns/2035/210\t5\nA/1/1\t1\n",
        &request("pages", "symbol", KeyKind::Symbol),
        &Corrections::default(),
    );
    assert_eq!((joined.matched, joined.unmatched), (2, 1), "a second symbol is one too");
    assert!(lines(&joined).contains("<document/A/90/101> <graph/table/pages#pages> \"5\""));
}

#[test]
fn what_is_open_can_be_settled() {
    let table = "name,n\nTajikstan,1\nAtlantis,2\nKazakhstan,3\n";
    let request = request("slips", "name", KeyKind::Name);
    let first = joined(table, &request, &Corrections::default());
    assert_eq!((first.matched, first.unmatched), (1, 2));
    let mut open = Vec::new();
    corrections::write(&first.open, &mut open).expect("written");
    let open = String::from_utf8(open).expect("text");
    assert!(open.contains("Tajikistan (state/TJK)"), "what is spelt nearly so is offered: {open}");
    let filled: Vec<String> = open
        .lines()
        .map(|line| match line {
            line if line.contains(",Tajikstan,") => format!("{line}TJK"),
            line if line.contains(",Atlantis,") => format!("{line}-"),
            line => line.to_owned(),
        })
        .collect();
    let corrections = Corrections::of("filled.csv", &Table::parse(&filled.join("\n")).expect("a table")).expect("corrections");
    let second = joined(table, &request, &corrections);
    assert_eq!((second.matched, second.unmatched, second.left_out), (2, 0, 1));
    assert!(second.open.is_empty());
}

#[test]
fn the_same_table_gives_the_same_quads_and_its_terms_answer() {
    let table = "iso,gdp\nTJ,10.5\nKG,8\n";
    let request = request("gdp", "iso", KeyKind::Iso2);
    let one = joined(table, &request, &Corrections::default());
    assert_eq!(one.quads, joined(table, &request, &Corrections::default()).quads);
    let graph = Graph::from_quads(one.quads.text()).expect("it loads");
    let question = "SELECT ?s ?v { ?p rdfs:label \"gdp\" . ?s ?p ?v FILTER (!EXISTS { ?s a rap:Row } && ?v > 9) }";
    assert!(matches!(graph.query(question).expect("it runs"), Answer::Table(_, rows) if rows.len() == 1));
}

/// Joined tables outlive builds; what was derived from the facts goes when they change.
#[test]
fn builds_keep_tables_and_drop_what_was_derived() {
    let folder = tempfile::tempdir().expect("a folder");
    let directory = GraphDirectory::new(&folder.path().join("graph"));
    directory.prepare().expect("creatable");
    let letter = folder.path().join("letter.txt");
    let built = |text: &str| {
        std::fs::write(&letter, text).expect("writable");
        let inputs = Inputs {
            paths: std::slice::from_ref(&letter),
            hints: &Default::default(),
            force: false,
            prune: false,
            keep_texts: true,
            trust_links: false,
        };
        build(&directory, &inputs, &crate::facts::KNOWLEDGE, &Iris::default(), &|_, _| {}).expect("built");
        directory.existing().expect("a manifest")
    };
    let mut manifest = built("Tajikistan is a member of the Collective Security Treaty Organization.\n");
    let graph = Graph::open(&directory).expect("it opens");
    let gdp =
        join(&graph, &Table::parse("iso,gdp\nTJ,1\n").expect("a table"), &request("gdp", "iso", KeyKind::Iso2), &Corrections::default());
    manifest.graphs.insert("table/gdp".to_owned(), directory.write_shard(&gdp.expect("joined").quads).expect("written"));
    manifest.graphs.insert("derived".to_owned(), directory.write_shard(&stats::derived(&graph).expect("measured")).expect("written"));
    directory.commit(&manifest).expect("committed");
    let names = |manifest: &Manifest| manifest.graphs.keys().cloned().collect::<Vec<_>>().join(" ");
    let same = built("Tajikistan is a member of the Collective Security Treaty Organization.\n");
    assert_eq!(names(&same), "derived reference table/gdp");
    assert_eq!(names(&built("Kazakhstan is a member of the Shanghai Cooperation Organization.\n")), "reference table/gdp");
}
