//! Real documents against facts written down by a reader before the program was run on them: the founding documents,
//! and English ones in their formats.
//!
//! A row whose note says `doubt:` counts neither as missed nor as wrong.

use crate::facts::{Found, corpus, read, read_source, root};
use crate::floors;
use rapporteur::model::{Hints, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// Facts that the golden files do not list: of what kind they are follows from others, or they were left out.
const NOT_LISTED: &[&str] = &["rap:adoptedFrom", "rap:mentions", "rap:recordOf", "rap:number", "skos:notation", "rap:procedural"];

#[derive(Default, Clone, Copy)]
struct Count {
    stated: usize,
    stated_found: usize,
    second: usize,
    second_found: usize,
    unlisted: usize,
    right: usize,
}

#[test]
fn founding_documents_give_their_golden_facts() {
    let Some(corpus) = corpus() else { return };
    let mut report = Report::default();
    for number in ["000", "001", "002", "003", "004"] {
        let seeds = std::fs::read_dir(corpus.join("seeds")).expect("the seeds are readable").flatten();
        let path = seeds.map(|e| e.path()).find(|p| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with(number)));
        let text = std::fs::read_to_string(path.expect("the seed is there")).expect("it is UTF-8");
        report.add(number, &root(&format!("tests/golden/{number}.tsv")), &read(&text, Hints::default()));
    }
    report.check("golden");
}

#[test]
fn english_documents_give_their_golden_facts() {
    let Some(corpus) = corpus() else { return };
    let mut report = Report::default();
    let files = std::fs::read_dir(root("tests/golden/en")).expect("the golden files are readable").flatten();
    for golden in files.map(|entry| entry.path()).collect::<BTreeSet<_>>() {
        let facts = std::fs::read_to_string(&golden).expect("the golden file is readable");
        let file = facts.lines().find_map(|line| line.strip_prefix("# file: ")).expect("the golden file names its document");
        let path = corpus.join(file);
        let bytes = std::fs::read(&path).expect("the document is readable");
        let source = Source { path: path.to_string_lossy().into_owned(), bytes, hints: Hints::default() };
        let name = golden.file_stem().expect("a name").to_string_lossy().into_owned();
        report.add(&name, &golden, &read_source(&source));
    }
    report.check("golden");
}

/// What was found of each golden file, and of each relation over all of them.
#[derive(Default)]
struct Report {
    by_predicate: BTreeMap<String, Count>,
    measures: Vec<(String, f64)>,
}

impl Report {
    fn add(&mut self, name: &str, golden: &Path, found: &Found) {
        let mut total = Count::default();
        for (predicate, count) in compare(found, name, golden) {
            add(&mut total, count);
            add(self.by_predicate.entry(predicate).or_default(), count);
        }
        self.measures.push((format!("{name} stated recall"), floors::share(total.stated_found, total.stated)));
        self.measures.push((format!("{name} second-look recall"), floors::share(total.second_found, total.second)));
        self.measures.push((format!("{name} precision"), floors::share(total.right, total.right + total.unlisted)));
    }

    fn check(&self, suite: &str) {
        let mut report = format!("{:26} {:>12} {:>12} {:>9}\n", "relation", "stated", "second look", "unlisted");
        for (predicate, c) in &self.by_predicate {
            let stated = format!("{}/{}", c.stated_found, c.stated);
            let second = format!("{}/{}", c.second_found, c.second);
            let _ = writeln!(report, "{predicate:26} {stated:>12} {second:>12} {:>9}", c.unlisted);
        }
        for (key, value) in &self.measures {
            let _ = writeln!(report, "{key:26} {value:.4}");
        }
        println!("{report}");
        floors::check(suite, &self.measures);
    }
}

/// Names that a note calls as good as that of its row hold for every row.
fn synonyms(file: &str) -> BTreeMap<&str, &str> {
    let rows = file.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect::<Vec<_>>());
    let mut all = BTreeMap::new();
    for fields in rows.filter(|fields| fields.len() > 4) {
        for other in alternatives(fields[fields.len() - 1]).into_iter().filter(|other| other.contains(":\"")) {
            for named in [fields[1], fields[3]].into_iter().filter(|named| named.contains(":\"") && kind(named) == kind(other)) {
                all.insert(named, other);
            }
        }
    }
    all
}

/// What a note names after `alt:` as just as good: identifiers, predicates, words of actions.
fn alternatives(note: &str) -> Vec<&str> {
    let listed = note.split_once("alt:").map_or("", |(_, rest)| rest);
    listed.split([',', ';']).map(str::trim).filter(|other| !other.is_empty() && (!other.contains(' ') || other.contains('"'))).collect()
}

/// `organisation` of `organisation/UN` and of `organisation:"…"`.
fn kind(key: &str) -> &str {
    key.split(['/', ':']).next().unwrap_or(key)
}

fn add(total: &mut Count, c: Count) {
    total.stated += c.stated;
    total.stated_found += c.stated_found;
    total.second += c.second;
    total.second_found += c.second_found;
    total.unlisted += c.unlisted;
    total.right += c.right;
}

fn compare(found: &Found, name: &str, golden: &Path) -> BTreeMap<String, Count> {
    let triples = found.triples();
    let file = std::fs::read_to_string(golden).expect("the golden file is readable");
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut listed: BTreeSet<&(String, String, String)> = BTreeSet::new();
    let synonyms = synonyms(&file);
    for line in file.lines().filter(|l| !l.starts_with('#') && !l.starts_with("look\t")) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [look, subject, predicate, object, .., note] = fields.as_slice() else { continue };
        let (mut subjects, mut objects) = (found.resolve(subject), found.resolve(object));
        subjects.extend(synonyms.get(*subject).into_iter().flat_map(|other| found.resolve(other)));
        objects.extend(synonyms.get(*object).into_iter().flat_map(|other| found.resolve(other)));
        let mut predicates = BTreeSet::from([*predicate]);
        for other in alternatives(note) {
            if other.starts_with("rap:") || other.starts_with("dcterms:") {
                predicates.insert(other);
            } else if kind(other) == kind(subject) && !subject.starts_with("document") {
                subjects.extend(found.resolve(other));
            } else if kind(other) == kind(object) || other.starts_with("state/") {
                objects.extend(found.resolve(other));
            } else if *predicate == "rap:action" {
                objects.extend(found.resolve(&format!("\"{other}\"")));
            }
        }
        let object_true = (*object == "true").then(|| "\"true\"".to_owned());
        let fits = |t: &(String, String, String)| {
            let straight = subjects.contains(&t.0) && (objects.contains(&t.2) || Some(&t.2) == object_true.as_ref());
            let turned = *predicate == "rap:cooperatesWith" && subjects.contains(&t.2) && objects.contains(&t.0);
            predicates.contains(t.1.as_str()) && (straight || turned)
        };
        let matching: Vec<_> = triples.iter().filter(|t| fits(t)).collect();
        let hit = usize::from(!matching.is_empty());
        listed.extend(matching);
        if note.contains("doubt:") {
            continue;
        }
        if hit == 0 {
            println!("{name} misses ({look}): {}", fields[1..].join(" | "));
        }
        let count = counts.entry((*predicate).to_owned()).or_default();
        if *look == "stated" {
            count.stated += 1;
            count.stated_found += hit;
        } else {
            count.second += 1;
            count.second_found += hit;
        }
    }
    for triple in found.findings.all.iter().map(crate::facts::triple).collect::<BTreeSet<_>>() {
        if NOT_LISTED.contains(&triple.1.as_str()) {
            continue;
        }
        let count = counts.entry(triple.1.clone()).or_default();
        if listed.contains(&triple) {
            count.right += 1;
        } else {
            count.unlisted += 1;
            println!("{name} not in the golden file: {} {} {}", triple.0, triple.1, triple.2);
        }
    }
    counts
}
