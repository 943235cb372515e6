//! Tables as they come: any encoding, separated by commas, semicolons or tabs, with a header.

use super::TableError;
use crate::read::encoding;
use std::path::Path;

/// A header and its rows, all as long as the header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// The line of the file in which each row begins.
    pub lines: Vec<u64>,
}

/// Separators that are tried: what the header has most of is taken.
const SEPARATORS: &[u8] = b",;\t|";

impl Table {
    /// Reads a file.
    pub fn open(path: &Path) -> Result<Self, TableError> {
        let bytes = std::fs::read(path).map_err(|e| TableError::Io(path.display().to_string(), e))?;
        let (text, _) = encoding::decode(&path.display().to_string(), &bytes).map_err(|problem| TableError::Encoding(problem.message))?;
        Self::parse(&text)
    }

    /// Reads text. Rows that are shorter or longer than the header are filled or cut.
    pub fn parse(text: &str) -> Result<Self, TableError> {
        let text = text.trim_start_matches('\u{FEFF}');
        let first = text.lines().next().unwrap_or("");
        let separator = SEPARATORS.iter().max_by_key(|s| (first.bytes().filter(|b| b == *s).count(), **s == b',')).copied();
        let mut reader =
            csv::ReaderBuilder::new().delimiter(separator.unwrap_or(b',')).flexible(true).has_headers(true).from_reader(text.as_bytes());
        let header: Vec<String> = reader.headers()?.iter().map(|name| name.trim().to_owned()).collect();
        if header.iter().all(String::is_empty) {
            return Err(TableError::Header(String::new()));
        }
        if let Some(twice) = header.iter().enumerate().find(|(i, name)| header[..*i].contains(name)) {
            return Err(TableError::Header(twice.1.clone()));
        }
        let (mut rows, mut lines) = (Vec::new(), Vec::new());
        for record in reader.records() {
            let record = record?;
            lines.push(record.position().map_or(0, csv::Position::line));
            let mut row: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
            row.resize(header.len(), String::new());
            rows.push(row);
        }
        Ok(Self { header, rows, lines })
    }

    /// The place of a column; an error that names the columns where there is none such.
    pub fn column(&self, name: &str) -> Result<usize, TableError> {
        let missing = || TableError::NoColumn { wanted: name.to_owned(), known: self.header.join(", ") };
        self.header.iter().position(|known| known == name.trim()).ok_or_else(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_found_out() {
        for text in ["a,b\n1,\"x, y\"\n", "a;b\n1;x, y\n", "\u{FEFF}a\tb\n1\tx, y\n"] {
            let table = Table::parse(text).unwrap();
            assert_eq!((table.header.join("|"), table.rows[0].join("|")), ("a|b".to_owned(), "1|x, y".to_owned()), "{text}");
        }
    }

    #[test]
    fn rows_are_as_long_as_the_header() {
        let table = Table::parse("a,b\n1\n1,2,3\n").unwrap();
        assert_eq!(table.rows, [["1", ""], ["1", "2"]].map(|row| row.map(str::to_owned).to_vec()));
        assert_eq!(table.column("b").unwrap(), 1);
        assert!(table.column("c").unwrap_err().to_string().contains("it has a, b"));
        assert!(Table::parse("a,a\n").is_err());
        assert!(Table::parse("").is_err());
    }
}
