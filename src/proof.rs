//! Whether the rows of the data files match their examples, and do not match their near misses.
//!
//! A cue is tried on its example as on any document: names are recognised, pointing words resolved, the sentence becomes
//! a skeleton. A row of layout is tried on a line, a date on its own text.

use crate::extract::Reading;
use crate::knowledge::alternatives::expand;
use crate::knowledge::table::{Data, DataError, Row};
use crate::knowledge::{Knowledge, LanguageRules};
use crate::model::{Document, Hints, Language, PartialDate, SegmentKind, Source};
use crate::recognise::assemble::assemble;
use crate::{normalise, read, segment};
use rayon::prelude::*;
use std::path::Path;

/// How many rows of the tables that ask for examples have one.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Proven {
    pub rows: usize,
    pub with_example: usize,
    pub with_near_miss: usize,
}

/// Every example that its row does not match, and every near miss that it does, with file and line.
///
/// # Errors
/// The folder cannot be read.
pub fn check(folder: Option<&Path>, knowledge: &Knowledge) -> Result<(Proven, Vec<DataError>), DataError> {
    let data = Data::open(folder)?;
    let (mut proven, mut wrong) = (Proven::default(), Vec::new());
    for language in Language::ALL {
        for table in TABLES {
            let file = format!("languages/{}/{}.csv", language.code(), table);
            let (header, rows) = data.all(&file)?;
            let column = |name: &str| header.iter().position(|column| column == name);
            let (example, near_miss) = (column("example"), column("near_miss"));
            proven.rows += rows.len();
            let text = |row: &Row, at: Option<usize>| at.and_then(|at| row.fields.get(at)).filter(|t| !t.is_empty()).cloned();
            proven.with_example += rows.iter().filter(|row| text(row, example).is_some()).count();
            proven.with_near_miss += rows.iter().filter(|row| text(row, near_miss).is_some()).count();
            let trial = Trial { knowledge, rules: knowledge.rules(language) };
            let judge = |row: &Row| -> Vec<DataError> {
                let fail = |message: String| DataError::Row { file: file.clone(), line: row.line, message };
                let should = text(row, example).filter(|example| !trial.matches(table, row, example));
                let should_not = text(row, near_miss).filter(|near| trial.matches(table, row, near));
                let missed = should.map(|text| fail(format!("the row does not match its example `{text}`")));
                missed.into_iter().chain(should_not.map(|text| fail(format!("the row matches its near miss `{text}`")))).collect()
            };
            wrong.par_extend(rows.par_iter().flat_map_iter(judge));
        }
    }
    Ok((proven, wrong))
}

/// The tables whose rows carry examples.
const TABLES: [&str; 6] = ["cues", "layout", "dates", "references", "manners", "actions"];

struct Trial<'k> {
    knowledge: &'k Knowledge,
    rules: &'k LanguageRules,
}

impl Trial<'_> {
    /// Whether a row of a table matches a text.
    fn matches(&self, table: &str, row: &Row, text: &str) -> bool {
        match table {
            "cues" => self.cue(row, text),
            "layout" => self.layout(row, text),
            "dates" => self.date(row, text),
            "references" => contains(row, text),
            "manners" => has_phrase(row, text),
            _ => self.action(row, text),
        }
    }

    fn read(&self, text: &str) -> Option<(Document, crate::resolve::People)> {
        let hints = Hints { language: Some(self.rules.language), date: Some("2023-06-15".to_owned()), ..Hints::default() };
        let source = Source { path: "example".to_owned(), bytes: text.as_bytes().to_vec(), hints };
        let (raw, _) = read::read(&source).ok()?;
        let text = normalise::normalise(raw);
        let mut outline = segment::segment(&text, self.knowledge, &source.hints);
        // A sentence taken from anywhere is prose, whatever a layout would make of its line.
        for segment in &mut outline.segments {
            segment.kind = if segment.kind.is_prose() { segment.kind } else { SegmentKind::Paragraph };
        }
        Some(assemble(text, outline, self.knowledge, &source.hints))
    }

    /// Some sentence of the text matches the cue, and says it as a fact.
    fn cue(&self, row: &Row, text: &str) -> bool {
        let Some((document, people)) = self.read(text) else { return false };
        let reading = Reading::new(&document, &people, self.knowledge);
        let mut found = false;
        reading.each_match(&row.fields[0], |m| found |= m.cue.line == row.line);
        found
    }

    fn layout(&self, row: &Row, text: &str) -> bool {
        let line = normalise::fold_line(text);
        self.rules.layout.row_matches(&row.fields[0], row.line, &line)
    }

    /// The text is a time or a date, and the month that the row names is the date's.
    fn date(&self, row: &Row, text: &str) -> bool {
        let text = normalise::fold_line(text);
        let dates = &self.rules.dates;
        let date = dates.parse(&text, PartialDate::day(2023, 6, 15));
        match row.fields[0].as_str() {
            "time" => dates.parse_time(&text).is_some(),
            "month-name" => date.is_some_and(|date| date.from.month.to_string() == row.fields[2]),
            _ => date.is_some(),
        }
    }

    fn action(&self, row: &Row, text: &str) -> bool {
        let lower = normalise::fold_line(text).to_lowercase();
        self.rules.actions.of(&lower, row.fields[1] != "operative").is_some_and(|(_, action)| action == row.fields[0])
    }
}

/// The literal text that a row of words around numbers begins with stands in the text.
fn contains(row: &Row, text: &str) -> bool {
    let text = normalise::fold_line(text);
    let mut plain = row.fields[1].split(['{', '[', '<']).map(|piece| normalise::fold_line(piece.trim()));
    plain.find(|piece| !piece.is_empty()).is_none_or(|piece| text.contains(&piece))
}

/// One of the phrases that a row writes stands in the text.
fn has_phrase(row: &Row, text: &str) -> bool {
    let text = normalise::fold_line(text);
    let forms = expand(&row.fields[1]).unwrap_or_default();
    forms.iter().any(|form| form.split('\u{2026}').all(|piece| text.contains(&normalise::fold_line(piece))))
}
