//! Each shipped question on a small graph written by hand (`tests/queries/graph.nq`: two letters, one of them in two
//! languages, and a verbatim record), with the very table that it must give.

use crate::facts::root;
use rapporteur::explain::meaning::{Meaning, Meanings};
use rapporteur::explain::report::Writer;
use rapporteur::query::format::{self, Format, Page};
use rapporteur::query::labels::Labels;
use rapporteur::query::lookup::Lookup;
use rapporteur::query::names::Names;
use rapporteur::query::{bind, shipped};
use rapporteur::store::Graph;
use rapporteur::{check, explain, stats};
use std::fs;

pub fn graph() -> Graph {
    let quads = fs::read_to_string(root("tests/queries/graph.nq")).expect("the graph is there");
    Graph::from_quads(&quads).expect("it loads")
}

/// The answer to a query as comma-separated values, one `\n` a line.
fn csv(graph: &Graph, sparql: &str) -> String {
    let answer = graph.query(sparql).expect("it runs");
    let mut out = Vec::new();
    format::write(
        &answer,
        Format::Csv,
        Page { base: graph.base(), width: None, names: &Names::none(graph.base()), gathered: &[] },
        &mut out,
    )
    .expect("it is written");
    String::from_utf8(out).expect("text").replace("\r\n", "\n")
}

fn bound(graph: &Graph, name: &str, bindings: &[(&str, &str)]) -> Vec<String> {
    let lookup = Lookup::new(graph).expect("names are read");
    let mut text = shipped::named(shipped::ANSWERS, name).expect("it is shipped").text.to_owned();
    for (variable, value) in bindings {
        text = bind::bind(&text, variable, &lookup.value(value).expect(value)).expect(variable);
    }
    csv(graph, &text).lines().skip(1).map(|line| line.replace(graph.base(), "")).collect()
}

#[test]
fn every_question_gives_its_table() {
    let graph = graph();
    for query in shipped::all(shipped::ANSWERS) {
        let file = root(&format!("tests/queries/{}.csv", query.name));
        let expected = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{}: no expected table", file.display()));
        assert_eq!(csv(&graph, query.text), expected, "{}", query.name);
    }
}

#[test]
fn variables_can_be_bound_by_key_name_and_date() {
    let graph = graph();
    assert_eq!(bound(&graph, "members-of-organisation", &[("organisation", "SCO"), ("member", "Tajikistan")]).len(), 1);
    // Defaults are replaced.
    let both = bound(&graph, "states-in-two-organisations", &[("first", "CSTO"), ("second", "organisation/SCO")]);
    assert_eq!(both, ["organisation/CSTO,organisation/SCO,state/KAZ", "organisation/CSTO,organisation/SCO,state/TJK"]);
    // A symbol is that of a document and that of its meeting.
    assert_eq!(bound(&graph, "speakers-of-meeting", &[("meeting", "S/PV.20001")]).len(), 5);
    assert_eq!(bound(&graph, "citing-documents", &[("cited", "S/2035/210")]).len(), 1);
    assert_eq!(bound(&graph, "signed-together", &[("state", "KGZ")]).len(), 2);
    assert_eq!(bound(&graph, "chairs-by-year", &[("year", "2035"), ("organisation", "CSTO")]).len(), 4);
    assert!(bound(&graph, "chairs-by-year", &[("year", "2034")]).is_empty());
    // Dates are as exact as they are written.
    let on = |date: &str| bound(&graph, "members-of-two-on-date", &[("date", date)]).len();
    assert_eq!((on("2035"), on("2035-03-05"), on("2034")), (2, 2, 0));
    let holders = |date: &str| bound(&graph, "post-holders-on-date", &[("date", date)]).len();
    assert_eq!((holders("2035"), holders("2035-07"), holders("2035-03-05"), holders("2036")), (3, 1, 2, 0));
    let changes = bound(&graph, "joined-or-left", &[("after", "2029"), ("before", "2031-06"), ("organisation", "SCO")]);
    assert_eq!(changes.len(), 2, "one in each language");
    let of_cis = |dates: &[(&str, &str)]| bound(&graph, "joined-or-left", &[&[("organisation", "CIS")], dates].concat()).len();
    assert_eq!((of_cis(&[]), of_cis(&[("after", "1900")]), of_cis(&[("before", "2100")])), (1, 0, 0), "no date is in no interval");
    assert_eq!(bound(&graph, "said-on-topic", &[("state", "KGZ"), ("topic", "SCO")]).len(), 1);
    assert_eq!(bound(&graph, "treaties-of-group", &[("party", "CSTO"), ("manner", "rap:regrets")]).len(), 0);
    let sentences = bound(&graph, "evidence-of-fact", &[("subject", "CSTO"), ("predicate", "rap:observerIn")]);
    assert_eq!(sentences.len(), 2, "one in each language");
}

#[test]
fn an_explanation_has_sentences_claims_and_places() {
    let graph = graph();
    let meanings = Meanings::new(&graph).expect("names are read");
    let labels = Labels::load(&graph).expect("labels are read").with_vocabulary();
    let report = |words: &[&str], language| {
        let meant: Vec<Meaning> = words.iter().map(|word| meanings.of(word).expect(word)).collect();
        let facts = explain::explain(&graph, &meant).expect("explained");
        Writer { labels: &labels, base: graph.base(), language }.report(&meant, &facts)
    };
    let text = report(&["TJK", "memberOf", "CSTO"], "en");
    let expected = [
        "Tajikistan (state/TJK) - member of - Collective Security Treaty Organization (organisation/CSTO)",
        "claimed by Kazakhstan, Tajikistan; stated in document/A/90/101; as of: 2035-03-05",
        "document/A/90/101@en, characters 200 to 352 (found by member_of as members)",
        "1 fact, 1 statement, 2 sentences",
    ];
    for line in expected {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
    // What is said in a qualifier counts; languages and order do not matter.
    assert!(report(&["A/RES/59/50"], "en").contains("observer in"));
    let french = report(&["chairs", "Tadjikistan"], "fr");
    assert!(french.contains("Tadjikistan (state/TJK)") && french.contains("1 fact"), "{french}");
    let error = meanings.of("Tajikstan").expect_err("no such name").to_string();
    assert!(error.contains("did you mean Tajikistan (state/TJK)?"), "{error}");
}

#[test]
fn the_graph_passes_every_check() {
    let graph = graph();
    for check in check::chosen(&[]).expect("all") {
        let outcome = check::run(&graph, check).expect("it runs");
        assert!(outcome.rows.is_empty(), "{}: {:?}", check.name, outcome.rows);
    }
}

/// Copies may have other verbs for one paragraph; one copy has one.
#[test]
fn the_actions_of_a_paragraph_are_counted_copy_by_copy() {
    let rows = |copies: [&str; 2]| {
        let base = "https://w3id.org/rapporteur/id";
        let quad = |predicate: &str, object: &str, copy: &str| {
            format!("<{base}/document/A/1#preamble-1> <{predicate}> <{object}> <{base}/document/A/1@{copy}> .\n")
        };
        let said = |copy: &str, action: &str| {
            let class = quad("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "https://w3id.org/rapporteur/ns#Paragraph", copy);
            let opening = quad("https://w3id.org/rapporteur/ns#evidence", &format!("{base}/evidence/{copy}"), copy);
            class + &opening + &quad("https://w3id.org/rapporteur/ns#action", &format!("{base}/action/{action}"), copy)
        };
        let graph = Graph::from_quads(&[said(copies[0], "recall"), said(copies[1], "note")].concat()).expect("it loads");
        let check = check::chosen(&["shape-paragraph".to_owned()]).expect("it is shipped")[0];
        check::run(&graph, check).expect("it runs").rows.len()
    };
    assert_eq!((rows(["en", "fr"]), rows(["en", "en"])), (0, 1));
}

#[test]
fn the_numbers_are_right() {
    let stats = stats::stats(&graph(), "en", 3).expect("counted");
    let cited: Vec<(&str, usize)> = stats.most_cited.iter().map(|c| (c.label.as_str(), c.number)).collect();
    assert_eq!(cited, [("A/RES/59/50", 3), ("A/90/101", 1), ("A/90/L.7", 1)]);
    let languages: Vec<(&str, usize)> = stats.languages.iter().map(|l| (l.language.as_str(), l.copies)).collect();
    assert_eq!(languages, [("en", 7), ("ru", 1), ("zh", 1)]);
    let states = stats.classes.iter().find(|c| c.class == "rap:State").expect("states");
    assert_eq!((states.entities, states.in_facts), (4, 4));
    let members = stats.relations.iter().find(|r| r.relation == "org:memberOf").expect("members");
    assert_eq!((members.facts, members.statements), (7, 7));
    assert_eq!(stats.most_connected.len(), 3);
    let all = stats::stats(&graph(), "en", 1000).expect("counted").most_connected;
    assert!(all.iter().any(|node| node.kind == "State") && all.iter().all(|node| !node.id.starts_with("action/")), "verbs are no entities");
    assert!(stats.most_connected.iter().all(|node| node.degree > 0 && node.betweenness.is_some()));
    assert!(stats.network.communities >= stats.network.components && stats.network.components >= 1);
}
