//! Made-up paragraphs by relation (`tests/cases/<relation>/*.md`), the same facts for every language block.

use crate::facts::{Found, read, root};
use crate::floors;
use rapporteur::model::{Hints, Language};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Predicates that count in each folder.
const FOLDERS: &[(&str, &[&str])] = &[
    ("member_of", &["org:memberOf"]),
    ("membership_change", &["rap:joined", "rap:formerMemberOf"]),
    ("observer_in", &["rap:observerIn"]),
    ("partner_of", &["rap:partnerOf"]),
    ("chairs", &["rap:chairs"]),
    ("candidate_for", &["rap:candidateFor"]),
    ("condemns", &["rap:condemns"]),
    ("commends", &["rap:commends"]),
    ("cites", &["cito:cites"]),
    ("holds", &["org:holds"]),
    ("sub_organisation_of", &["org:subOrganizationOf"]),
    ("cooperates_with", &["rap:cooperatesWith"]),
    ("adopted", &["rap:adoptedBy", "rap:issuedBy", "rap:adoptedOn", "rap:adoptedAt"]),
    ("events", &["rap:on", "rap:heldAt", "rap:hostedBy"]),
    ("speech", &["rap:position", "rap:speaker", "rap:onBehalfOf", "rap:spokenLanguage"]),
];

#[derive(Default)]
struct Score {
    expected: usize,
    found: usize,
    /// Expected facts that were found.
    hits: usize,
    /// Distinct facts found that some expected one names.
    right: usize,
}

#[test]
fn made_up_paragraphs_give_their_facts() {
    let mut scores: BTreeMap<(String, &str), Score> = BTreeMap::new();
    for (folder, predicates) in FOLDERS {
        let mut files: Vec<_> =
            fs::read_dir(root(&format!("tests/cases/{folder}"))).expect("the folder is there").flatten().map(|e| e.path()).collect();
        files.sort();
        for path in files {
            let case = fs::read_to_string(&path).expect("the case is readable");
            let blocks = blocks(&case);
            let expected = blocks.get("facts").unwrap_or_else(|| panic!("{}: no facts block", path.display()));
            for language in Language::ALL {
                let Some(text) = blocks.get(language.code()) else { continue };
                let hints = Hints { language: Some(language), date: Some("2023-06-15".into()), ..Hints::default() };
                let score = scores.entry(((*folder).to_owned(), language.code())).or_default();
                compare(&read(text, hints), expected, predicates, score, &format!("{}@{}", path.display(), language.code()));
            }
        }
    }
    let mut measures = Vec::new();
    for ((folder, language), score) in &scores {
        let (recall, precision) = (floors::share(score.hits, score.expected), floors::share(score.right, score.found));
        println!("{folder:20} {language}  recall {recall:.2} of {:3}, precision {precision:.2} of {:3}", score.expected, score.found);
        measures.push((format!("{folder} {language} recall"), recall));
        measures.push((format!("{folder} {language} precision"), precision));
    }
    floors::check("cases", &measures);
}

fn blocks(case: &str) -> BTreeMap<String, String> {
    let mut blocks: BTreeMap<String, String> = BTreeMap::new();
    let mut open: Option<String> = None;
    for line in case.lines() {
        match (&open, line.strip_prefix("```")) {
            (None, Some(name)) if !name.is_empty() => {
                blocks.insert(name.trim().to_owned(), String::new());
                open = Some(name.trim().to_owned());
            }
            (Some(_), Some(_)) => open = None,
            (Some(name), None) => {
                let text = blocks.entry(name.clone()).or_default();
                text.push_str(line);
                text.push('\n');
            }
            _ => {}
        }
    }
    blocks
}

fn compare(found: &Found, expected: &str, predicates: &[&str], score: &mut Score, place: &str) {
    let triples: BTreeSet<_> = found.triples().into_iter().filter(|t| predicates.contains(&t.1.as_str())).collect();
    let mut matched = BTreeSet::new();
    for line in expected.lines().filter(|l| !l.trim().is_empty()) {
        let fact = line.split(" | ").next().unwrap_or("");
        let Some(at) = predicates.iter().find_map(|p| fact.find(&format!(" {p} ")).map(|i| (i, *p))) else { continue };
        let (subject, predicate, object) = (&fact[..at.0], at.1, &fact[at.0 + at.1.len() + 2..]);
        let (subjects, objects) = (found.resolve(subject), found.resolve(object));
        let fits = |t: &&(String, String, String)| {
            let straight = subjects.contains(&t.0) && objects.contains(&t.2);
            t.1 == predicate && (straight || predicate == "rap:cooperatesWith" && subjects.contains(&t.2) && objects.contains(&t.0))
        };
        score.expected += 1;
        let hit: Vec<_> = triples.iter().filter(fits).collect();
        score.hits += usize::from(!hit.is_empty());
        if hit.is_empty() {
            println!("{place} misses {fact}");
        }
        matched.extend(hit);
    }
    let extra: Vec<_> = triples.iter().filter(|t| !matched.contains(t)).collect();
    for t in &extra {
        println!("{place} adds {} {} {}", t.0, t.1, t.2);
    }
    score.right += matched.len();
    score.found += extra.len() + matched.len();
}
