//! AKN4UN files: one written for this project, ill-formed variants of it, and the official ones where they are present.

use crate::facts::{KNOWLEDGE, corpus, key, read, root};
use crate::floors;
use rapporteur::model::{Findings, Hints, Language, Node, Problem, Severity, Source};
use rapporteur::pipeline::understand;
use rapporteur::vocabulary::{cito, rap, shorten};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn fixture() -> String {
    fs::read_to_string(root("tests/akn/resolution.xml")).expect("the fixture is readable")
}

fn understood(xml: &str, trust_links: bool) -> (Findings, Vec<Problem>) {
    let hints = Hints { trust_links, ..Hints::default() };
    let source = Source { path: "fixture.xml".into(), bytes: xml.as_bytes().to_vec(), hints };
    let (document, findings, problems) = understand(&source, &KNOWLEDGE).expect("the file is readable");
    assert_eq!(document.copy_key(), "A/RES/99/1@en");
    (findings, problems)
}

/// Facts as `subject predicate object`, with the extractors that found each.
fn facts(findings: &Findings) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for f in &findings.all {
        let fact = format!("{} {} {}", key(&f.subject), shorten(f.predicate), key(&f.object));
        all.entry(fact).or_default().insert(f.evidence.extractor.to_string());
    }
    all
}

/// States that stand in a relation to the fixture.
fn states(findings: &Findings, predicate: &str) -> BTreeSet<String> {
    let of = findings.all.iter().filter(|f| f.predicate == predicate && key(&f.object) == "document/A/RES/99/1");
    of.map(|f| key(&f.subject).trim_start_matches("state/").to_owned()).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

#[test]
fn metadata_become_facts_and_what_is_unknown_a_problem() {
    let (findings, problems) = understood(&fixture(), false);
    assert_eq!(states(&findings, rap::VOTED_FOR), set(&["ALB", "BOL", "CIV", "GNB", "GTM", "NER", "NGA"]));
    assert_eq!(states(&findings, rap::VOTED_AGAINST), set(&["KEN"]));
    assert_eq!(states(&findings, rap::ABSTAINED_ON), set(&["TTO"]));
    assert_eq!(states(&findings, rap::SPONSORS), set(&["BIH", "CIV", "GMB", "ISL", "ITA", "PER", "TCD", "TON"]));
    let all = facts(&findings);
    for fact in [
        "state/PER rap:sponsors document/A/C.4/99/L.7",
        "document/A/RES/99/1 rap:adoptedFrom document/A/C.4/99/L.7",
        "document/A/RES/99/1 rap:recommendedIn document/A/99/481",
        "document/A/RES/99/1 rap:recordedIn document/A/99/PV.44",
        "document/A/RES/99/1 rap:adoptedIn meeting/A/99/PV.44",
        "meeting/A/99/PV.44 rap:heldOn \"2044-12-05\"",
        "document/A/RES/99/1 dcterms:issued \"2044-12-19\"",
        "document/A/RES/99/1 dcterms:subject http://metadata.un.org/sdg/14",
        "document/A/RES/99/1 dcterms:subject http://metadata.un.org/thesaurus/999",
        "document/A/RES/99/1@en rap:jobNumber \"44-12345(E)\"",
    ] {
        assert!(all.contains_key(fact), "no {fact} in {:#?}", all.keys());
    }
    assert!(!all.keys().any(|f| f.contains("example.org")));
    let said = |words: &str, severity| problems.iter().any(|p| p.message.contains(words) && p.severity == severity);
    assert!(said("ATLANTIS", Severity::Warning), "{problems:?}");
    assert!(said("against 2", Severity::Warning), "the count and the names differ: {problems:?}");
    assert!(said("GUATEMLA", Severity::Note), "{problems:?}");
    assert_eq!(problems.len(), 3, "{problems:?}");
}

#[test]
fn evidence_of_metadata_quotes_its_row() {
    let source = Source { path: "fixture.xml".into(), bytes: fixture().into_bytes(), hints: Hints::default() };
    let (document, findings, _) = understand(&source, &KNOWLEDGE).expect("readable");
    let quote = |predicate: &str, subject: &str| {
        let found = findings.all.iter().find(|f| f.predicate == predicate && key(&f.subject) == subject).expect("stated");
        document.text.quote(found.evidence.span)
    };
    assert_eq!(quote(rap::VOTED_FOR, "state/ALB"), "inFavour: ALBANIA");
    assert_eq!(quote(rap::VOTED_FOR, "state/BOL"), "inFavour: BOLIVIA (PLURINATIONAL inFavour: STATE OF)");
    assert!(quote(rap::SPONSORS, "state/PER").ends_with("Bosnia and Herzegovina and Peru"));
    assert!(!document.text.body().contains("ALBANIA"), "metadata are no part of the text");
}

#[test]
fn the_text_is_cut_as_that_of_a_page() {
    let (findings, _) = understood(&fixture(), false);
    let all = facts(&findings);
    for fact in [
        "document/A/RES/99/1 rap:session \"A/99\"",
        "document/A/RES/99/1 dcterms:hasPart document/A/RES/99/1#preamble-2",
        "document/A/RES/99/1 dcterms:hasPart document/A/RES/99/1#paragraph-2",
        "document/A/RES/99/1 rap:recalls document/A/RES/70/1",
        "document/A/RES/99/1 cito:cites document/A/99/73",
    ] {
        assert!(all.contains_key(fact), "no {fact} in {:#?}", all.keys());
    }
    assert!(!all.contains_key("document/A/RES/99/1 dcterms:hasPart document/A/RES/99/1#preamble-3"));
}

#[test]
fn links_count_only_where_they_are_trusted() {
    let linked = "document/A/RES/99/1 cito:cites document/A/99/74";
    let (findings, _) = understood(&fixture(), false);
    assert!(!facts(&findings).contains_key(linked));
    let (findings, _) = understood(&fixture(), true);
    let all = facts(&findings);
    assert_eq!(all[linked], BTreeSet::from(["linked".to_owned()]));
    assert_eq!(all["document/A/RES/99/1 cito:cites document/A/RES/70/1"], BTreeSet::from(["cites".to_owned(), "linked".to_owned()]));
    let links = findings.all.iter().filter(|f| f.evidence.extractor == "linked" && key(&f.object).ends_with("70/1")).count();
    assert_eq!(links, 1, "a link in two anchors is one");
}

#[test]
fn ill_formed_files_are_read_as_far_as_they_go() {
    let whole = fixture();
    let (expected, _) = understood(&whole, false);
    let expected: BTreeSet<String> = facts(&expected).into_keys().collect();
    let broken = [
        whole.replacen("</a> of 25", " of 25", 1),
        whole.replacen("</span> its", "</i> its", 1),
        whole.replacen("</container>", "</p></container>", 1),
        whole.replacen("reports &amp; the", "reports & the", 1),
        whole.replacen("</preamble>", "", 1),
        whole.replacen("</organization>", "</organisation>", 1),
        whole.replace("</akomaNtoso>", "").replace("</statement>", ""),
        whole.replacen("<preamble>", "<preamble <", 1),
    ];
    for (at, xml) in broken.iter().enumerate() {
        assert_ne!(*xml, whole, "variant {at} is the whole file");
        let (findings, problems) = understood(xml, false);
        let found: BTreeSet<String> = facts(&findings).into_keys().collect();
        let lost: Vec<_> = expected.difference(&found).collect();
        assert!(lost.len() <= 2, "variant {at} lost {lost:#?}");
        let bare_ampersand = xml.contains("reports & the");
        assert!(bare_ampersand || problems.iter().any(|p| p.message.contains("ill-formed") && p.place.starts_with("line ")), "{at}");
    }
}

#[test]
fn a_file_without_text_is_a_problem_and_one_cut_off_keeps_its_beginning() {
    let whole = fixture();
    for xml in ["<akomaNtoso></akomaNtoso>", "<akomaNtoso><meta><FRBRWork/></meta>"] {
        let source = Source { path: "empty.xml".into(), bytes: xml.as_bytes().to_vec(), hints: Hints::default() };
        let problem = understand(&source, &KNOWLEDGE).expect_err("there is no text");
        assert!(problem.message.contains("no text"), "{}", problem.message);
    }
    for share in 1..40 {
        let cut = whole.len() * share / 40;
        let end = (0..=cut).rev().find(|&i| whole.is_char_boundary(i)).unwrap_or(0);
        let source = Source { path: "cut.xml".into(), bytes: whole.as_bytes()[..end].to_vec(), hints: Hints::default() };
        let outcome = understand(&source, &KNOWLEDGE);
        let problems = outcome.map_or_else(|p| vec![p], |(_, _, problems)| problems);
        assert!(!problems.is_empty(), "cut at {end}: nothing is said of it");
    }
}

#[test]
fn the_file_may_name_another_language_than_its_words_have() {
    let (_, problems) = understood(&fixture().replace("language=\"eng\"", "language=\"spa\""), false);
    assert!(problems.iter().any(|p| p.severity == Severity::Note && p.message.contains("its language is es")), "{problems:?}");
}

#[test]
fn lists_of_votes_and_sponsors_are_read_in_plain_text() {
    let text = "United Nations\nA/RES/99/2\nGeneral Assembly\nDistr.: General\nNinety-ninth session\n\
        Resolution adopted by the General Assembly on 5 December 2044\n\
        [without reference to a Main Committee (A/99/L.3 and Add.1)]\n99/2. Keeping of buoys\nThe General Assembly,\n\
        Recalling its resolution 99/1 of 5 December 2044,\n1. Decides to remain seized of the matter.\n\
        44th plenary meeting 5 December 2044\nSponsored by: Chad, Peru and Tonga.\n\
        In favour: Albania, Bosnia and Herzegovina, Niger.\nAgainst: Kenya.\nAbstaining: Trinidad and Tobago.\n";
    let found = read(text, Hints::default());
    let all = facts(&found.findings);
    for fact in ["state/PER rap:sponsors", "state/BIH rap:votedFor", "state/KEN rap:votedAgainst", "state/TTO rap:abstainedOn"] {
        let fact = format!("{fact} document/A/RES/99/2");
        assert!(all.contains_key(&fact), "no {fact} in {:#?}", all.keys());
    }
    assert!(all.contains_key("document/A/RES/99/2 rap:adoptedFrom document/A/99/L.3"));
}

/// The official files beside the plain text of the same documents.
struct Copy {
    language: Language,
    symbol: String,
    xml: Findings,
    text: Findings,
}

fn copies(folder: &Path) -> Vec<Copy> {
    let mut files = Vec::new();
    for language in Language::ALL {
        let listed = fs::read_dir(folder.join("akn").join(language.code())).expect("the folder is readable");
        files.extend(listed.map(|f| (language, f.expect("listed").path())));
    }
    files.sort();
    let read_copy = |(language, path): &(Language, std::path::PathBuf)| {
        let source = Source { path: path.display().to_string(), bytes: fs::read(path).ok()?, hints: Hints::default() };
        let (document, xml, _) = understand(&source, &KNOWLEDGE).ok()?;
        let name = path.file_stem()?.to_string_lossy().into_owned();
        let text = fs::read_to_string(folder.join("txt").join(language.code()).join(format!("{name}.txt"))).ok()?;
        let text = read(&text, Hints::default()).findings;
        Some(Copy { language: *language, symbol: document.entity.key.to_string(), xml, text })
    };
    files.par_iter().filter_map(read_copy).collect()
}

#[test]
fn official_files_agree_with_their_plain_text_and_hold_all_votes() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("resolutions");
    let copies = copies(&folder);
    let mut measures = Vec::new();
    let expected = votes(&folder);
    for language in Language::ALL {
        let mine: Vec<&Copy> = copies.iter().filter(|c| c.language == language).collect();
        let mean = |f: &dyn Fn(&Copy) -> f64| mine.iter().map(|c| f(c)).sum::<f64>() / mine.len().max(1) as f64;
        let facts = mean(&|c| likeness(&said(&c.xml, |_| true), &said(&c.text, |_| true)));
        let citations = mean(&|c| likeness(&said(&c.xml, |p| p == cito::CITES), &said(&c.text, |p| p == cito::CITES)));
        let found: BTreeSet<(String, String, String)> = mine.iter().flat_map(|c| voted(c)).collect();
        let right = found.intersection(&expected).count();
        let code = language.code();
        println!("akn {code}: {} files, facts {facts:.4}, citations {citations:.4}, votes {right} of {}", mine.len(), expected.len());
        measures.push((format!("{code} facts as in text"), facts));
        measures.push((format!("{code} citations as in text"), citations));
        measures.push((format!("{code} votes precision"), floors::share(right, found.len())));
        measures.push((format!("{code} votes recall"), floors::share(right, expected.len())));
    }
    floors::check("akn", &measures);
}

/// Facts that the text states; what only the metadata state cannot be in a text.
fn said(findings: &Findings, wanted: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let of_text = findings.all.iter().filter(|f| f.evidence.pattern != "metadata" && wanted(f.predicate));
    of_text.map(|f| format!("{} {} {}", key(&f.subject), f.predicate, key(&f.object))).collect()
}

fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    floors::share(a.intersection(b).count(), a.union(b).count())
}

fn voted(copy: &Copy) -> Vec<(String, String, String)> {
    let votes = copy.xml.all.iter().filter(|f| [rap::VOTED_FOR, rap::VOTED_AGAINST, rap::ABSTAINED_ON].contains(&f.predicate));
    let state = |node: &Node| key(node).trim_start_matches("state/").to_owned();
    votes.map(|f| (copy.symbol.to_uppercase(), f.predicate.to_owned(), state(&f.subject))).collect()
}

/// The published table: symbol, vote, state; its names as the gazetteer has them, turned round where it turns them.
fn votes(folder: &Path) -> BTreeSet<(String, String, String)> {
    let reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_path(folder.join("votes.tsv"));
    let rows = reader.expect("readable").into_records().map(|r| r.expect("a row"));
    rows.map(|row| {
        let predicate = match &row[1] {
            "inFavour" => rap::VOTED_FOR,
            "against" => rap::VOTED_AGAINST,
            _ => rap::ABSTAINED_ON,
        };
        let state = KNOWLEDGE.states().exactly(&row[2]).unwrap_or_else(|| panic!("{} is unknown", &row[2]));
        (row[0].to_uppercase(), predicate.to_owned(), state.key.to_string())
    })
    .collect()
}
