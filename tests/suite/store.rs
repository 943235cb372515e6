//! The index answers as oxigraph's own store in memory does: the shipped questions, views and checks, and a thousand
//! random ones.

use crate::builds::{build_into, samples};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use rapporteur::query::shipped;
use rapporteur::store::lines::Union;
use rapporteur::store::{Answer, Graph, GraphDirectory, sparql};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The same quads in both.
struct Pair {
    _folder: tempfile::TempDir,
    graph: Graph,
    store: Store,
    quads: Vec<[String; 4]>,
}

fn pair(documents: usize) -> Pair {
    let folder = tempfile::tempdir().expect("a temporary folder");
    build_into(folder.path(), &samples()[..documents]);
    let directory = GraphDirectory::new(folder.path());
    let store = Store::new().expect("a store");
    let (mut union, mut quads) = (Union::default(), Vec::new());
    for shard in directory.existing().expect("a graph").shards() {
        let text = directory.read_shard(shard).expect("readable");
        let load = |text: &str, format| {
            store.load_from_slice(RdfParser::from_format(format).lenient(), text.as_bytes()).expect("quads");
        };
        load(&union.new_triples(&text), RdfFormat::NTriples);
        load(&text, RdfFormat::NQuads);
        let parsed = RdfParser::from_format(RdfFormat::NQuads).for_slice(text.as_bytes()).map(|quad| quad.expect("a quad"));
        // Of the documents: the reference graph has names alone.
        let parsed = parsed.filter(|quad| !quad.graph_name.to_string().contains("/graph/"));
        quads.extend(parsed.map(|q| [q.subject.to_string(), q.predicate.to_string(), q.object.to_string(), q.graph_name.to_string()]));
    }
    Pair { graph: Graph::open(&directory).expect("it opens"), _folder: folder, store, quads }
}

impl Pair {
    /// The answer of each, as sorted lines.
    fn answers(&self, query: &str) -> [Vec<String>; 2] {
        let mine = match self.graph.query(query) {
            Ok(Answer::Table(_, rows)) => rows.iter().map(|row| line(row.iter().map(Option::as_ref))).collect(),
            Ok(Answer::Truth(truth)) => vec![truth.to_string()],
            Ok(Answer::Triples(triples)) => triples.iter().map(ToString::to_string).collect(),
            Err(error) => vec![error.to_string()],
        };
        let mut evaluator = SparqlEvaluator::new().with_base_iri(self.graph.base()).expect("a base");
        evaluator = evaluator.with_prefix(sparql::ENTITY_PREFIX, self.graph.base()).expect("a prefix");
        for (prefix, namespace) in rapporteur::vocabulary::PREFIXES {
            evaluator = evaluator.with_prefix(*prefix, *namespace).expect("a prefix");
        }
        let theirs = match evaluator.parse_query(query).expect("a query").on_store(&self.store).execute() {
            Ok(QueryResults::Solutions(solutions)) => {
                let names = solutions.variables().to_vec();
                solutions.map(|row| row.map(|row| line(names.iter().map(|name| row.get(name)))).unwrap_or_else(|e| e.to_string())).collect()
            }
            Ok(QueryResults::Boolean(truth)) => vec![truth.to_string()],
            Ok(QueryResults::Graph(triples)) => triples.map(|triple| triple.expect("a triple").to_string()).collect(),
            Err(error) => vec![error.to_string()],
        };
        [mine, theirs].map(|mut lines: Vec<String>| {
            if query.contains("GROUP_CONCAT") {
                // In which order words are put together is left to the store.
                lines.iter_mut().for_each(|line| *line = sorted_words(line));
            }
            lines.sort();
            lines
        })
    }

    fn agree(&self, name: &str, query: &str) -> usize {
        let [mine, theirs] = self.answers(query);
        assert!(
            mine == theirs,
            "{name}: {} rows and {}\n{query}\n{:?}\n{:?}",
            mine.len(),
            theirs.len(),
            differing(&mine, &theirs),
            differing(&theirs, &mine)
        );
        mine.len()
    }
}

fn sorted_words(line: &str) -> String {
    let mut words: Vec<&str> = line.split([' ', '"']).collect();
    words.sort_unstable();
    words.join(" ")
}

fn differing<'l>(one: &'l [String], other: &[String]) -> Vec<&'l String> {
    let other: BTreeSet<&String> = other.iter().collect();
    one.iter().filter(|line| !other.contains(line)).take(3).collect()
}

fn line<'t>(terms: impl Iterator<Item = Option<&'t rapporteur::store::Term>>) -> String {
    terms.map(|term| term.map_or_else(|| "-".to_owned(), ToString::to_string)).collect::<Vec<_>>().join(" ")
}

#[test]
fn shipped_questions_are_answered_as_in_memory() {
    let pair = pair(samples().len());
    let mut rows = 0;
    for folder in [shipped::ANSWERS, shipped::CHECKS, "views"] {
        for query in shipped::all(folder) {
            rows += pair.agree(query.name, query.text);
        }
    }
    assert!(rows > 1000, "{rows} rows in all");
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }
}

/// A pattern around a quad of the graph, with some of its terms left open.
fn pattern(quad: &[String; 4], subject: &str, object: &str, dice: &mut Dice) -> String {
    let s = if dice.below(3) == 0 { &quad[0] } else { subject };
    let o = if dice.below(3) == 0 { &quad[2] } else { object };
    let p = if s == quad[0] && dice.below(3) == 0 { "?p" } else { &quad[1] };
    format!("{s} {p} {o} .")
}

fn random(quads: &[[String; 4]], dice: &mut Dice) -> String {
    let first = quads[dice.below(quads.len())].clone();
    // One that says more of what the first is about, or of what it says.
    let place = if dice.below(2) == 0 { 0 } else { 2 };
    let joined: Vec<&[String; 4]> = quads.iter().filter(|quad| quad[0] == first[place]).take(200).collect();
    let second = joined.get(dice.below(joined.len().max(1))).map_or_else(|| first.clone(), |quad| (*quad).clone());
    let a = pattern(&first, "?a", "?b", dice);
    let b = pattern(&second, if place == 0 { "?a" } else { "?b" }, "?c", dice);
    let graph = first[3].as_str();
    let mut tail = "";
    let (prefix, body) = match dice.below(18) {
        0 => ("SELECT *", a),
        1 => ("SELECT *", format!("{a} {b}")),
        2 => ("SELECT *", format!("{a} OPTIONAL {{ {b} }}")),
        3 => ("SELECT *", format!("{{ {a} }} UNION {{ {b} }}")),
        4 => ("SELECT *", format!("{a} MINUS {{ {b} }}")),
        5 => ("SELECT *", format!("{a} FILTER EXISTS {{ {b} }}")),
        6 => ("SELECT *", format!("GRAPH ?g {{ {a} }}")),
        7 => ("SELECT *", format!("GRAPH {graph} {{ {a} {b} }}")),
        8 => ("SELECT *", format!("GRAPH ?g {{ {a} }} {b}")),
        9 => ("SELECT DISTINCT ?a ?x", format!("{a} {b} BIND (STRLEN(STR(?a)) AS ?x)")),
        10 => ("SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?a) AS ?m) (MIN(?b) AS ?x)", format!("{a} {b}")),
        11 => {
            tail = " GROUP BY ?p HAVING (COUNT(*) > 1)";
            ("SELECT ?p (COUNT(*) AS ?n)", format!("{} ?p ?o", first[0]))
        }
        12 => ("SELECT *", format!("{} {}/{} ?x", first[0], first[1], second[1])),
        13 => ("SELECT *", format!("{} ({}|{})+ ?x", first[0], first[1], second[1])),
        14 => ("SELECT *", format!("?x ^{} {} . {b}", first[1], first[0])),
        15 => ("SELECT *", format!("VALUES ?a {{ {} <http://e/none> }} {a} {b}", first[0])),
        16 => ("ASK", format!("{a} {b} FILTER (?c != \"none\" || ISIRI(?b))")),
        _ => ("CONSTRUCT { ?a <http://e/p> ?b }", format!("{a} FILTER (!CONTAINS(STR(?b), \"x\"))")),
    };
    let mut query = String::new();
    let from = if dice.below(10) == 0 && !prefix.starts_with("CONSTRUCT") { format!("FROM {graph} ") } else { String::new() };
    let _ = write!(query, "{prefix} {from}WHERE {{ {body} }}{tail}");
    query
}

#[test]
fn random_questions_are_answered_as_in_memory() {
    let pair = pair(3);
    let mut dice = Dice(2036);
    let (mut answered, mut asked) = (0, 0);
    while asked < 1000 {
        let query = random(&pair.quads, &mut dice);
        if SparqlEvaluator::new().parse_query(&query).is_err() {
            continue;
        }
        asked += 1;
        answered += usize::from(pair.agree("random", &query) > 0);
    }
    assert!(answered > 600, "{answered} of {asked} have an answer");
}
