//! Agreement with the official links in 163 resolutions, by language; skipped where the corpus is absent.
//!
//! A citation found is right where two language copies link it, or this copy's own; it is due where four do.

use crate::facts::{corpus, read};
use crate::floors;
use rapporteur::model::{Hints, Language};
use rapporteur::vocabulary::cito;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Links = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

#[test]
fn citations_agree_with_the_official_links() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("resolutions");
    let (links, documents) = gold(&folder);
    let mut measures = Vec::new();
    for language in Language::ALL {
        let mine: Vec<_> = documents.iter().filter(|(_, l, _)| l == language.code()).collect();
        let counts: Vec<[usize; 4]> = mine.par_iter().map(|(symbol, _, file)| score(&folder, &links, symbol, file, language)).collect();
        let total = counts.iter().fold([0; 4], |t, c| [t[0] + c[0], t[1] + c[1], t[2] + c[2], t[3] + c[3]]);
        let (precision, recall) = (floors::share(total[0], total[1]), floors::share(total[2], total[3]));
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        println!("citations {}: precision {precision:.4} recall {recall:.4} F1 {f1:.4}", language.code());
        measures.push((format!("{} F1", language.code()), f1));
    }
    floors::check("citations", &measures);
}

fn gold(folder: &Path) -> (Links, Vec<(String, String, String)>) {
    let mut links: Links = BTreeMap::new();
    let rows = |name: &str| {
        let reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_path(folder.join(name));
        reader.expect("readable").into_records().map(|r| r.expect("a row")).collect::<Vec<_>>()
    };
    for row in rows("citations.tsv") {
        let (own, target) = (row[0].to_uppercase(), row[2].to_uppercase());
        if own != target {
            let all = links.entry(own).or_default().entry(row[1].to_owned()).or_default();
            all.extend(rapporteur::symbol::told(&target).iter().map(|s| whole(s)));
        }
    }
    let documents = rows("documents.tsv").iter().map(|r| (r[0].to_uppercase(), r[1].to_owned(), r[4].to_owned())).collect();
    (links, documents)
}

/// The resolution of a part: the official links lead now to the part (60/266 A), now to the whole.
fn whole(symbol: &str) -> String {
    let parts = rapporteur::symbol::Parts::of(symbol);
    let of = |body| {
        let number = rapporteur::symbol::Number { letters: String::new(), ..parts.numbered()? };
        rapporteur::symbol::Symbol::of(body, parts.series, &number)
    };
    let lettered = parts.body.filter(|_| !parts.letters.is_empty()).and_then(of);
    lettered.map_or_else(|| symbol.to_uppercase(), |whole| whole.as_str().to_uppercase())
}

/// Right, found, due and found, due.
fn score(folder: &Path, links: &Links, symbol: &str, file: &str, language: Language) -> [usize; 4] {
    let path = folder.join("txt").join(language.code()).join(format!("{file}.txt"));
    let Ok(text) = std::fs::read_to_string(path) else { return [0; 4] };
    let hints = Hints { language: Some(language), ..Hints::default() };
    let found = read(&text, hints);
    let cited: BTreeSet<String> = found
        .findings
        .all
        .iter()
        .filter(|f| f.predicate == cito::CITES)
        .map(|f| crate::facts::key(&f.object))
        .filter_map(|k| k.strip_prefix("document/").map(whole))
        .filter(|k| k != symbol)
        .collect();
    let empty = BTreeMap::new();
    let copies = links.get(symbol).unwrap_or(&empty);
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for target in copies.values().flatten() {
        *count.entry(target).or_default() += 1;
    }
    let own = copies.get(language.code());
    let right = |t: &str| count.get(t).is_some_and(|&n| n >= 2) || own.is_some_and(|o| o.contains(t));
    let due: BTreeSet<&str> = count.iter().filter(|&(_, &n)| n >= 4).map(|(t, _)| *t).collect();
    [cited.iter().filter(|t| right(t)).count(), cited.len(), due.iter().filter(|t| cited.contains(**t)).count(), due.len()]
}
