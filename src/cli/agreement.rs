//! The part of `check` that compares language copies: a table of relations by pairs of languages, then the facts
//! that differ, sentences side by side.

use super::output::{self, grouped};
use anyhow::{Context, Result};
use rapporteur::agreement::{Agreement, Count, Difference};
use rapporteur::model::spelling::shortened;
use rapporteur::query::table;
use std::fmt::Write;
use std::path::Path;

/// Name by which `--name` asks for it.
pub const NAME: &str = "language-copies";
pub const QUESTION: &str = "Facts that one language copy of a document has and another lacks.";

/// The language that the others are compared with where there is a copy in it.
const PIVOT: &str = "en";

/// Characters of a sentence that are shown.
const SHOWN: usize = 240;

/// The report for people: nothing where no document has two copies.
#[must_use]
pub fn text(agreement: &Agreement, most: usize) -> String {
    if agreement.documents == 0 {
        return String::new();
    }
    let found = agreement.differences.len();
    let mut out = format!(
        "{}: {QUESTION} ({NAME})\n{} documents have copies in two languages or more; {} facts differ\n",
        if found == 0 { "agreed" } else { "warning" },
        grouped(agreement.documents),
        grouped(found)
    );
    out.push_str(&summary(agreement));
    for difference in agreement.differences.iter().take(most) {
        write_difference(difference, &mut out);
    }
    if found > most {
        let _ = writeln!(out, "... of {}; --rows N shows more, --differences FILE.csv writes all", grouped(found));
    }
    out.push('\n');
    out
}

/// Shares of the facts of a relation that both copies of a pair have, of those that either has.
fn summary(agreement: &Agreement) -> String {
    let languages = agreement.languages();
    let pivot = languages.get(PIVOT).or_else(|| languages.first()).copied().unwrap_or(PIVOT);
    let others: Vec<&str> = languages.iter().copied().filter(|l| *l != pivot).collect();
    let mut names = vec!["relation".to_owned()];
    names.extend(others.iter().map(|other| format!("{pivot}-{other}")));
    names.push("differ".to_owned());
    let mut rows: Vec<(usize, Vec<String>)> = agreement
        .relations
        .keys()
        .map(|relation| {
            let differ = agreement.differences.iter().filter(|d| d.relation == *relation).count();
            (differ, row(agreement, Some(relation), pivot, &others, differ))
        })
        .collect();
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let agreed = rows.iter().filter(|(differ, _)| *differ == 0).count();
    let mut rows: Vec<Vec<String>> = rows.into_iter().filter(|(differ, _)| *differ > 0).map(|(_, row)| row).collect();
    rows.push(row(agreement, None, pivot, &others, agreement.differences.len()));
    format!("{}{agreed} relations more agree in full\n", table::grid(&names, rows, output::width()))
}

fn row(agreement: &Agreement, relation: Option<&str>, pivot: &str, others: &[&str], differ: usize) -> Vec<String> {
    let share = |c: Count| if c.all == 0 { "-".to_owned() } else { format!("{:.3}", c.same as f64 / c.all as f64) };
    let mut cells = vec![relation.unwrap_or("all").to_owned()];
    cells.extend(others.iter().map(|other| share(agreement.of_pair(relation, pivot, other))));
    cells.push(grouped(differ));
    cells
}

fn write_difference(difference: &Difference, out: &mut String) {
    let Difference { subject, relation, object, has, lacks, .. } = difference;
    let _ = writeln!(out, "\n{subject} {relation} {object}");
    for (language, words) in has {
        let _ = writeln!(out, "  {language} has    {}", shortened(words, SHOWN));
    }
    for (language, words) in lacks {
        let words = if words.is_empty() { "(nothing was read in this paragraph)".to_owned() } else { shortened(words, SHOWN) };
        let _ = writeln!(out, "  {language} lacks  {words}");
    }
}

/// Writes all differences as a table: a row for each copy.
pub fn write_table(agreement: &Agreement, path: &Path) -> Result<()> {
    let named = || format!("{} cannot be written", path.display());
    let mut table = csv::Writer::from_path(path).with_context(named)?;
    table.write_record(["document", "subject", "relation", "object", "language", "has", "words"])?;
    for d in &agreement.differences {
        let copies = d.has.iter().map(|c| ("true", c)).chain(d.lacks.iter().map(|c| ("false", c)));
        for (has, (language, words)) in copies {
            table.write_record([&d.document, &d.subject, &d.relation, &d.object, language, has, words])?;
        }
    }
    table.flush().with_context(named)
}
