//! Real documents in their formats, against published tables and against each other; skipped where the corpus is absent.

use crate::facts::{KNOWLEDGE, corpus, key};
use crate::floors;
use rapporteur::model::{Document, Entity, Finding, Hints, Language, SegmentKind, Severity, Source};
use rapporteur::pipeline::understand;
use rapporteur::recognise::turns::affiliation;
use rapporteur::vocabulary::cito;
use std::collections::BTreeSet;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

fn source(path: &Path) -> Source {
    let bytes = std::fs::read(path).expect("readable");
    Source { path: path.to_string_lossy().into_owned(), bytes, hints: Hints::default() }
}

fn found(path: &Path) -> (Document, Vec<Finding>) {
    let (document, findings, _) = understand(&source(path), &KNOWLEDGE).expect("readable");
    (document, findings.all)
}

#[test]
fn a_report_cites_the_same_in_docx_and_in_pdf() {
    let Some(corpus) = corpus() else { return };
    let (mut both, mut all) = (0, 0);
    for report in ["A_80_590", "A_80_604_Add.1", "A_80_604_Add.6"] {
        let cited = |extension: &str| -> BTreeSet<String> {
            let (document, findings) = found(&corpus.join(format!("office/{report}.{extension}")));
            assert_eq!(document.entity.key.replace(['/', '.'], "_"), report.replace('.', "_"), "the symbol of {report}.{extension}");
            findings.iter().filter(|f| f.predicate == cito::CITES).map(|f| key(&f.object)).collect()
        };
        let (docx, pdf) = (cited("docx"), cited("pdf"));
        println!("{report}: {} cited, differing {:?}", docx.len(), docx.symmetric_difference(&pdf).collect::<Vec<_>>());
        both += docx.intersection(&pdf).count();
        all += docx.union(&pdf).count();
    }
    floors::check("formats", &[("DOCX and PDF cited documents".to_owned(), both as f64 / all.max(1) as f64)]);
}

#[test]
fn scanned_letters_are_problems_that_name_the_way_out() {
    let Some(corpus) = corpus() else { return };
    for entry in std::fs::read_dir(corpus.join("letters")).expect("a folder") {
        let source = source(&entry.expect("an entry").path());
        match rapporteur::read::read(&source) {
            Ok((text, _)) => assert!(text.content.len() > 200, "{}", source.path),
            Err(problem) => assert!(problem.severity == Severity::Error && problem.message.contains("ocrmypdf"), "{}", problem.message),
        }
    }
}

#[test]
fn turns_of_printed_records_agree_with_the_published_table() {
    let Some(corpus) = corpus() else { return };
    let (mut right, mut printed, mut listed, mut sides) = (0, 0, 0, 0);
    for record in ["8698", "8699", "8699(Resumption1)", "8700", "8702"] {
        let (document, _) = found(&corpus.join(format!("verbatim/S_PV.{record}_E.pdf")));
        let turns = turns(&document);
        let table = table(&corpus, &record.replace(['(', ')'], ""));
        let pairs = align(&table, &turns);
        println!("S/PV.{record}: {} turns in the table, {} found, {} aligned", table.len(), turns.len(), pairs.len());
        right += pairs.len();
        printed += turns.len();
        listed += table.len();
        sides += pairs.iter().filter(|&&(a, b)| is_side(&table[a].1, &turns[b].1)).count();
    }
    let measures = [("precision", right, printed), ("recall", right, listed), ("on behalf of", sides, right)];
    let measures: Vec<(String, f64)> = measures.iter().map(|(of, n, all)| (format!("turns {of}"), floors::share(*n, *all))).collect();
    println!("{measures:?}");
    floors::check("formats", &measures);
}

/// Speaker and side of each turn; the chair speaks for the state of the president on the front page.
fn turns(document: &Document) -> Vec<(String, Option<Entity>)> {
    let presiding: Vec<_> = document.of_kind(SegmentKind::Presiding).map(|(_, s)| s).collect();
    let names: Vec<&str> = presiding.iter().filter_map(|s| s.capture("name")).map(|n| document.slice(n)).collect();
    let state = presiding.first().and_then(|s| affiliation(document, &KNOWLEDGE, s));
    let turn = |turn: &rapporteur::model::Turn| {
        if turn.presiding {
            return (names.join("/"), state.clone());
        }
        let post = turn.post.as_ref().map(|p| p.key.rsplit('/').next().unwrap_or_default().to_owned());
        (turn.name.clone().or(post).unwrap_or_default(), turn.side.clone())
    };
    document.turns.iter().map(turn).collect()
}

fn table(corpus: &Path, record: &str) -> Vec<(String, String)> {
    let reader = csv::ReaderBuilder::new().delimiter(b'\t').from_path(corpus.join("verbatim/speeches.tsv"));
    let rows = reader.expect("readable").into_records().map(|r| r.expect("a row"));
    rows.filter(|r| &r[0] == record).map(|r| (r[3].to_owned(), r[5].to_owned())).collect()
}

/// Latin letters alone, without marks.
fn plain(text: &str) -> String {
    text.nfd().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
}

/// One name in two spellings: the table lost the marks over letters, and names both of two presidents.
fn is_name(listed: &str, printed: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split([' ', '/', '-']).filter(|w| !w.ends_with('.') && *w != "The").map(plain).filter(|w| !w.is_empty()).collect()
    };
    let (a, b) = (words(listed), words(printed));
    let near = |x: &str, y: &str| x == y || rapporteur::resolve::people::likeness(x, y) >= 0.7;
    a.iter().any(|x| b.iter().any(|y| near(x, y)))
}

/// The longest sequence of turns that both have.
fn align(table: &[(String, String)], turns: &[(String, Option<Entity>)]) -> Vec<(usize, usize)> {
    let mut best = vec![vec![0usize; turns.len() + 1]; table.len() + 1];
    for i in (0..table.len()).rev() {
        for j in (0..turns.len()).rev() {
            let same = is_name(&table[i].0, &turns[j].0);
            best[i][j] = best[i + 1][j].max(best[i][j + 1]).max(if same { 1 + best[i + 1][j + 1] } else { 0 });
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < table.len() && j < turns.len() {
        if is_name(&table[i].0, &turns[j].0) && best[i][j] == 1 + best[i + 1][j + 1] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Whether an entity bears the name that the table gives.
fn is_side(listed: &str, side: &Option<Entity>) -> bool {
    let Some(side) = side else { return false };
    let listed = plain(listed);
    let names = KNOWLEDGE.gazetteer.names.iter().filter(|n| n.language == Language::En && n.entity == *side);
    plain(&side.key) == listed || names.map(|n| plain(&n.name)).any(|n| n == listed || n.strip_prefix("the") == Some(&listed))
}
