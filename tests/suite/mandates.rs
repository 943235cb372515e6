//! Who is asked, and for which reports: English resolutions against paragraphs read before the program was run on them,
//! and the six copies of resolutions against each other.

use crate::facts::{corpus, read, root};
use crate::floors;
use rapporteur::model::Hints;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const LANGUAGES: [&str; 6] = ["ar", "en", "es", "fr", "ru", "zh"];
/// Every so many resolutions are compared: all of them would take minutes.
const STEP: usize = 6;

/// Objects of a relation by paragraph (`paragraph-3(a)`), of the paragraphs of one document.
type Asked = BTreeMap<String, BTreeSet<String>>;

/// What golden paragraphs hold, and how much of it was found.
#[derive(Default)]
struct Score {
    due: usize,
    met: usize,
    right: usize,
    wrong: usize,
    reports: usize,
    reported: usize,
}

#[test]
fn golden_paragraphs_name_who_is_asked() {
    let Some(corpus) = corpus() else { return };
    let mut measures = Vec::new();
    // The second file was read by someone else after the rules for the first had been written.
    for (file, kind, name) in [("addressees", "/RES/", ""), ("unseen", "/RES/", "unseen "), ("unseen", "/PRST/", "statements' ")] {
        let score = score(&corpus, file, kind);
        measures.extend([
            (format!("{name}addressees recall"), floors::share(score.met, score.due)),
            (format!("{name}addressees precision"), floors::share(score.right, score.right + score.wrong)),
            (format!("{name}reports recall"), floors::share(score.reported, score.reports)),
        ]);
    }
    floors::check("mandates", &measures);
}

/// Scores the documents of a golden file whose symbols have a part.
fn score(corpus: &Path, file: &str, kind: &str) -> Score {
    let golden = std::fs::read_to_string(root(&format!("tests/golden/mandates/{file}.tsv"))).expect("the golden file is readable");
    let rows = golden.lines().filter(|line| !line.starts_with(['#', 's'])).map(|line| line.split('\t').collect::<Vec<&str>>());
    let rows: Vec<Vec<&str>> = rows.filter(|row| row[0].contains(kind)).collect();
    let symbols: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
    let mut score = Score::default();
    for symbol in symbols {
        let text = std::fs::read_to_string(file_of(corpus, symbol)).expect("the document is readable");
        let (asked, asked_to_report) = (objects(&text, "rap:addressee"), objects(&text, "rap:requestsReport"));
        for row in rows.iter().filter(|row| row[0] == symbol) {
            let none = BTreeSet::new();
            score.addressees(row, asked.get(row[1]).unwrap_or(&none));
            score.reports(row, asked_to_report.get(row[1]).unwrap_or(&none));
        }
    }
    score
}

impl Score {
    fn addressees(&mut self, row: &[&str], found: &BTreeSet<String>) {
        let wanted: BTreeSet<&str> = row[2].split(' ').filter(|key| !matches!(key.trim_start_matches('?'), "-" | "open")).collect();
        let certain = wanted.iter().filter(|key| !key.starts_with('?'));
        let here = |key: &str| found.iter().any(|f| is(f, key));
        self.due += certain.clone().count();
        self.met += certain.clone().filter(|key| here(key)).count();
        let stray: Vec<_> = found.iter().filter(|f| !wanted.iter().any(|key| is(f, key.trim_start_matches('?')))).collect();
        self.right += found.len() - stray.len();
        self.wrong += stray.len();
        let missed: Vec<_> = certain.filter(|key| !here(key)).collect();
        if !(stray.is_empty() && missed.is_empty()) {
            println!("{} {}: missed {missed:?}, not told {stray:?}", row[0], row[1]);
        }
    }

    fn reports(&mut self, row: &[&str], found: &BTreeSet<String>) {
        let reporters: BTreeSet<&str> =
            row[3].split(' ').filter(|key| !matches!(*key, "-" | "open") && !key.contains('=') && !key.starts_with('?')).collect();
        for reporter in reporters {
            self.reports += 1;
            let is_found = found.iter().any(|f| is(f, reporter));
            self.reported += usize::from(is_found);
            if !is_found {
                println!("{} {}: no report of {reporter}", row[0], row[1]);
            }
        }
    }
}

#[test]
fn copies_ask_the_same() {
    let Some(corpus) = corpus() else { return };
    let mut files: Vec<_> = std::fs::read_dir(corpus.join("resolutions/txt/en")).expect("the texts are there").flatten().collect();
    files.sort_by_key(std::fs::DirEntry::file_name);
    let (mut shared, mut all) = (BTreeMap::new(), BTreeMap::new());
    for file in files.iter().step_by(STEP) {
        let text = |language: &str| {
            let path = corpus.join("resolutions/txt").join(language).join(file.file_name());
            std::fs::read_to_string(path).map(|text| pairs(&objects(&text, "rap:addressee"))).ok()
        };
        let Some(english) = text("en") else { continue };
        for language in LANGUAGES.into_iter().filter(|language| *language != "en") {
            let Some(other) = text(language) else { continue };
            *shared.entry(language).or_insert(0) += english.intersection(&other).count();
            *all.entry(language).or_insert(0) += english.union(&other).count();
        }
    }
    let share = |language: &&str| (format!("{language} addressees as in English"), floors::share(shared[language], all[language]));
    floors::check("mandates", &shared.keys().map(share).collect::<Vec<_>>());
}

fn pairs(asked: &Asked) -> BTreeSet<(String, String)> {
    asked.iter().flat_map(|(paragraph, all)| all.iter().map(|key| (paragraph.clone(), key.clone()))).collect()
}

fn objects(text: &str, relation: &str) -> Asked {
    let mut asked = Asked::new();
    for (subject, predicate, object) in read(text, Hints::default()).triples() {
        if let (true, Some((_, paragraph))) = (predicate == relation, subject.split_once('#')) {
            asked.entry(paragraph.to_owned()).or_default().insert(object);
        }
    }
    asked
}

/// Whether a key found is the one that the golden file writes; a panel's key depends on what the document introduces.
fn is(found: &str, golden: &str) -> bool {
    found == golden || golden == "panel" && (found.contains("PANEL") || found.contains("GROUP-OF-EXPERTS"))
}

fn file_of(corpus: &Path, symbol: &str) -> PathBuf {
    let name = format!("{}.txt", symbol.replace('/', "_"));
    ["resolutions/txt/en", "security-council-en/txt", "presidential-statements-en/txt"]
        .into_iter()
        .map(|folder| corpus.join(folder).join(&name))
        .find(|path| path.is_file())
        .unwrap_or_else(|| panic!("{name} is in the corpus"))
}
