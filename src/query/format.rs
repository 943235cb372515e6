//! Answers in the formats that people and programs read.

use super::QueryError;
use super::names::Names;
use super::table;
use crate::store::serialise::{GraphFormat, RowFormat, write_rows, write_triples, write_truth};
use crate::store::{Answer, Term, term};
use crate::vocabulary::xsd;
use serde::Serializer as _;
use std::io::Write;

/// A format of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Table,
    Lines,
    Csv,
    Tsv,
    Json,
    JsonLines,
    Xml,
    Turtle,
    NTriples,
}

impl Format {
    pub const ALL: &[Self] =
        &[Self::Table, Self::Lines, Self::Csv, Self::Tsv, Self::Json, Self::JsonLines, Self::Xml, Self::Turtle, Self::NTriples];

    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Lines => "lines",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Xml => "xml",
            Self::Turtle => "ttl",
            Self::NTriples => "nt",
        }
    }

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|format| format.name() == name).copied()
    }

    /// The format that suits an answer when nobody asks for one.
    #[must_use]
    pub fn usual(answer: &Answer, terminal: bool, width: Option<u16>) -> Self {
        match (answer, terminal) {
            (Answer::Triples(_), true) => Self::Turtle,
            (Answer::Triples(_), false) => Self::NTriples,
            (Answer::Table(names, _), true) if table::is_narrow(names.len(), width) => Self::Lines,
            (_, true) => Self::Table,
            (_, false) => Self::Csv,
        }
    }

    const fn rows(self) -> Option<RowFormat> {
        match self {
            Self::Csv => Some(RowFormat::Csv),
            Self::Tsv => Some(RowFormat::Tsv),
            Self::Json => Some(RowFormat::Json),
            Self::Xml => Some(RowFormat::Xml),
            Self::Table | Self::Lines | Self::JsonLines | Self::Turtle | Self::NTriples => None,
        }
    }
}

/// What the writing of an answer depends on.
#[derive(Debug, Clone, Copy)]
pub struct Page<'p> {
    /// Base of the IRIs that a table shortens.
    pub base: &'p str,
    /// Columns of the terminal; `None` where lines may be of any length.
    pub width: Option<u16>,
    /// What things are called, for people.
    pub names: &'p Names,
    /// Columns whose values are gathered where the others agree, for people.
    pub gathered: &'p [&'p str],
}

/// Writes an answer. Triples may also be written as rows of three columns.
pub fn write(answer: &Answer, format: Format, page: Page<'_>, out: &mut dyn Write) -> Result<(), QueryError> {
    match answer {
        Answer::Table(names, rows) => rows_in(names, rows, format, page, out),
        Answer::Truth(truth) => match (format, format.rows()) {
            (Format::Table | Format::Lines, _) => Ok(out.write_all(if *truth { b"yes\n" } else { b"no\n" })?),
            (Format::JsonLines, _) => Ok(writeln!(out, "{truth}")?),
            (_, Some(rows)) => Ok(write_truth(rows, *truth, out)?),
            _ => Err(wrong(format, "yes or no (ASK)")),
        },
        Answer::Triples(triples) => {
            let graph = match format {
                Format::Turtle => GraphFormat::Turtle,
                Format::NTriples => GraphFormat::NTriples,
                _ => {
                    let names = ["subject", "predicate", "object"].map(str::to_owned);
                    let row = |t: &crate::store::term::Triple| {
                        vec![Some(Term::from(t.subject.clone())), Some(Term::from(t.predicate.clone())), Some(t.object.clone())]
                    };
                    let rows: Vec<_> = triples.iter().map(row).collect();
                    return rows_in(&names, &rows, format, page, out);
                }
            };
            Ok(write_triples(graph, triples, page.base, out)?)
        }
    }
}

/// Strings that a spreadsheet would take for formulas, with the mark before them by which it takes them for text.
#[must_use]
pub fn without_formulas(answer: Answer) -> Answer {
    let safe = |value: Term| {
        let is_formula = term::is_text(&value) && term::lexical(&value).starts_with(['=', '+', '-', '@', '\t', '\r']);
        if !is_formula {
            return value;
        }
        let text = format!("'{}", term::lexical(&value));
        term::language(&value).map_or_else(|| term::plain(&text), |language| term::tagged(&text, language))
    };
    match answer {
        Answer::Table(names, rows) => {
            let rows = rows.into_iter().map(|row| row.into_iter().map(|cell| cell.map(safe)).collect());
            Answer::Table(names, rows.collect())
        }
        other => other,
    }
}

fn rows_in(names: &[String], rows: &[Vec<Option<Term>>], format: Format, page: Page<'_>, out: &mut dyn Write) -> Result<(), QueryError> {
    match format.rows() {
        Some(format) => Ok(write_rows(format, names, rows, out)?),
        None if format == Format::Table => Ok(out.write_all(table::draw(names, rows, page).as_bytes())?),
        None if format == Format::Lines => Ok(out.write_all(table::lines(names, rows, page).as_bytes())?),
        None if format == Format::JsonLines => json_lines(names, rows, out),
        None => Err(wrong(format, "rows (SELECT)")),
    }
}

/// One object a row, with what is bound: IRIs and texts as strings, numbers and truth values as such.
fn json_lines(names: &[String], rows: &[Vec<Option<Term>>], out: &mut dyn Write) -> Result<(), QueryError> {
    for row in rows {
        let bound = names.iter().zip(row).filter_map(|(name, cell)| Some((name.clone(), json(cell.as_ref()?))));
        // In the order of the columns, which a map of values would not keep.
        serde_json::Serializer::new(&mut *out).collect_map(bound).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn json(value: &Term) -> serde_json::Value {
    let text = term::lexical(value);
    let plain = || serde_json::Value::from(text);
    match term::datatype(value) {
        Some(xsd::INTEGER) => text.parse::<i64>().map_or_else(|_| plain(), Into::into),
        Some(xsd::DECIMAL | xsd::DOUBLE) => text.parse::<f64>().map_or_else(|_| plain(), Into::into),
        Some(xsd::BOOLEAN) => text.parse::<bool>().map_or_else(|_| plain(), Into::into),
        _ => plain(),
    }
}

const fn wrong(format: Format, answer: &'static str) -> QueryError {
    QueryError::WrongFormat { format: format.name(), answer, instead: "table, lines, csv, tsv, json, jsonl or xml" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::term::{named, typed};

    fn written(answer: &Answer, format: Format) -> Result<String, QueryError> {
        let mut out = Vec::new();
        let base = "https://w3id.org/rapporteur/id/";
        let page = Page { base, width: None, names: &Names::none(base), gathered: &[] };
        write(answer, format, page, &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    fn table() -> Answer {
        let row = vec![named("https://w3id.org/rapporteur/id/state/TJK"), None, Some(typed("2024", xsd::G_YEAR))];
        Answer::Table(vec!["state".into(), "until".into(), "from".into()], vec![row])
    }

    #[test]
    fn comma_separated_values_have_full_iris_and_plain_values() {
        assert_eq!(written(&table(), Format::Csv).unwrap(), "state,until,from\r\nhttps://w3id.org/rapporteur/id/state/TJK,,2024\r\n");
    }

    #[test]
    fn tables_have_short_names() {
        let drawn = written(&table(), Format::Table).unwrap();
        assert!(drawn.contains("state/TJK") && !drawn.contains("https:") && drawn.contains("1 row"), "{drawn}");
    }

    #[test]
    fn each_row_may_be_lines_or_an_object() {
        assert_eq!(written(&table(), Format::Lines).unwrap(), "state  state/TJK\nfrom   2024\n\n1 row\n");
        let number =
            Answer::Table(vec!["n".into(), "is".into()], vec![vec![Some(typed("3", xsd::INTEGER)), Some(typed("true", xsd::BOOLEAN))]]);
        assert_eq!(written(&number, Format::JsonLines).unwrap(), "{\"n\":3,\"is\":true}\n");
        assert_eq!(Format::usual(&table(), true, Some(30)), Format::Lines);
        assert_eq!(Format::usual(&table(), true, Some(120)), Format::Table);
    }

    #[test]
    fn rows_are_no_triples() {
        let error = written(&table(), Format::Turtle).unwrap_err().to_string();
        assert!(error.contains("table, lines, csv, tsv, json, jsonl or xml"), "{error}");
        assert_eq!(written(&Answer::Truth(true), Format::Csv).unwrap(), "true\n");
    }
}
