//! The table of facts as CSV, JSON Lines or Parquet.

use super::row::{COLUMNS, Cell, Row};
use super::{Facts, FactsError};
use crate::model::named::{by_name, name_of};
use std::io::Write;

/// What the table is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    JsonLines,
    Parquet,
}

impl Format {
    pub const ALL: &[(&str, Self)] = &[("csv", Self::Csv), ("jsonl", Self::JsonLines), ("parquet", Self::Parquet)];

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        by_name(Self::ALL, name)
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        name_of(Self::ALL, &self).unwrap_or("csv")
    }
}

/// Writes all facts; gives back the number of rows.
pub fn write(facts: &mut Facts<'_>, format: Format, out: &mut (dyn Write + Send)) -> Result<usize, FactsError> {
    match format {
        Format::Csv => csv(facts, out),
        Format::JsonLines => json_lines(facts, out),
        #[cfg(feature = "parquet")]
        Format::Parquet => super::parquet::write(facts, out),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(FactsError::NoParquet),
    }
}

fn csv(facts: &mut Facts<'_>, out: &mut dyn Write) -> Result<usize, FactsError> {
    let mut table = csv::Writer::from_writer(out);
    let wrong = |error: csv::Error| std::io::Error::from(error);
    table.write_record(COLUMNS).map_err(wrong)?;
    let mut rows = 0;
    facts.for_each(|row: &Row| {
        let cells = row.cells().map(|cell| match cell {
            Cell::Text(text) => text.unwrap_or_default().to_owned(),
            Cell::Number(number) => number.map_or_else(String::new, |number| number.to_string()),
        });
        rows += 1;
        Ok::<_, FactsError>(table.write_record(cells).map_err(wrong)?)
    })?;
    table.flush()?;
    Ok(rows)
}

fn json_lines(facts: &mut Facts<'_>, out: &mut dyn Write) -> Result<usize, FactsError> {
    let mut rows = 0;
    facts.for_each(|row| {
        serde_json::to_writer(&mut *out, row).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
        rows += 1;
        Ok::<_, FactsError>(())
    })?;
    Ok(rows)
}
