//! Reads the data files; a bad row is an error with file and line.

use crate::model::digest::short_hex;
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

static GAZETTEERS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/gazetteers");
static EXTERNAL: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/external");
static RELATIONS: &str = include_str!("../../data/relations.toml");
static LANGUAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/languages");

/// What is wrong with a data file.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    #[error("data file {file}: cannot be read: {source}")]
    Io { file: String, source: std::io::Error },
    #[error("data file {file} is missing")]
    Missing { file: String },
    #[error("data file {file}, line {line}: {message}")]
    Row { file: String, line: u64, message: String },
    #[error("{}", lines(.0))]
    Slips(Vec<DataError>),
}

fn lines(slips: &[DataError]) -> String {
    slips.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// A row of a table with the line it stands on.
#[derive(Debug, Clone)]
pub struct Row {
    pub line: u64,
    pub fields: Vec<String>,
}

/// The forms of a role in a table of `role,form`, folded, the longest first.
pub fn forms_of(rows: &[Row], role: &str) -> Vec<String> {
    let of_role = rows.iter().filter(|row| row.fields[0] == role);
    let mut forms: Vec<String> = of_role.map(|row| crate::normalise::fold_line(&row.fields[1])).collect();
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    forms
}

/// The data files, by path below `data/`.
#[derive(Debug)]
pub struct Data {
    /// The program carries it; otherwise it is a folder of the user.
    embedded: bool,
    files: BTreeMap<String, String>,
}

impl Data {
    /// The embedded files, or those of a folder.
    pub fn open(folder: Option<&Path>) -> Result<Self, DataError> {
        let mut files = BTreeMap::new();
        match folder {
            None => {
                for (prefix, dir) in [("external", &EXTERNAL), ("gazetteers", &GAZETTEERS), ("languages", &LANGUAGES)] {
                    embed(prefix, dir, &mut files);
                }
                files.insert("relations.toml".to_owned(), RELATIONS.to_owned());
            }
            Some(folder) => gather(folder, folder, &mut files)?,
        }
        Ok(Self { embedded: folder.is_none(), files })
    }

    pub const fn is_embedded(&self) -> bool {
        self.embedded
    }

    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (name, text) in &self.files {
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        short_hex(&hash.finalize())
    }

    pub(super) fn text(&self, file: &str) -> Result<&str, DataError> {
        self.files.get(file).map(String::as_str).ok_or_else(|| DataError::Missing { file: file.to_owned() })
    }

    /// Makes the grammar of symbols in this data that of the process.
    pub fn install_symbols(&self) -> Result<(), DataError> {
        self.with_symbols(crate::symbol::install)
    }

    /// Whether the tables of symbols are a grammar.
    pub fn check_symbols(&self) -> Result<(), DataError> {
        self.with_symbols(crate::symbol::check)
    }

    fn with_symbols(&self, take: impl Fn(&str, &str) -> Result<(), crate::symbol::Fault>) -> Result<(), DataError> {
        let [symbols, series] = ["gazetteers/symbols.csv", "gazetteers/series.csv"].map(|file| self.text(file));
        take(symbols?, series?).map_err(|fault| DataError::Row { file: fault.file.to_owned(), line: fault.line, message: fault.message })
    }

    pub fn toml<T: serde::de::DeserializeOwned>(&self, file: &str) -> Result<T, DataError> {
        let text = self.text(file)?;
        toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |s| text[..s.start.min(text.len())].matches('\n').count() as u64 + 1);
            DataError::Row { file: file.to_owned(), line, message: error.message().to_owned() }
        })
    }

    /// The files, by path.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    #[must_use]
    pub fn has(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }

    /// The rows of a CSV table whose header begins with `columns`; what stands behind them (examples) is left out.
    pub fn rows(&self, file: &str, columns: &[&str]) -> Result<Vec<Row>, DataError> {
        let fail = |line: u64, message: String| DataError::Row { file: file.to_owned(), line, message };
        let (header, mut rows) = self.all(file)?;
        if !header.iter().map(String::as_str).take(columns.len()).eq(columns.iter().copied()) {
            return Err(fail(1, format!("the header must be {}", columns.join(","))));
        }
        for row in &mut rows {
            if row.fields.len() < columns.len() {
                return Err(fail(row.line, format!("{} fields where {} are needed", row.fields.len(), columns.len())));
            }
            row.fields.truncate(columns.len());
        }
        Ok(rows)
    }

    /// The header and all rows of a CSV table, as they stand.
    pub fn all(&self, file: &str) -> Result<(Vec<String>, Vec<Row>), DataError> {
        let fail = |line: u64, message: String| DataError::Row { file: file.to_owned(), line, message };
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(self.text(file)?.as_bytes());
        let header = reader.headers().map_err(|e| fail(1, e.to_string()))?.iter().map(str::to_owned).collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|e| fail(e.position().map_or(0, csv::Position::line), e.to_string()))?;
            let line = record.position().map_or(0, csv::Position::line);
            rows.push(Row { line, fields: record.iter().map(str::to_owned).collect() });
        }
        Ok((header, rows))
    }
}

fn embed(prefix: &str, dir: &Dir<'_>, files: &mut BTreeMap<String, String>) {
    for entry in dir.entries() {
        match entry {
            include_dir::DirEntry::Dir(inner) => embed(prefix, inner, files),
            include_dir::DirEntry::File(file) => {
                if let Some(text) = file.contents_utf8() {
                    let path: Vec<_> = file.path().iter().map(|p| p.to_string_lossy()).collect();
                    files.insert(format!("{prefix}/{}", path.join("/")), text.to_owned());
                }
            }
        }
    }
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) -> Result<(), DataError> {
    let io = |path: &Path| {
        let file = path.display().to_string();
        move |source| DataError::Io { file, source }
    };
    for entry in std::fs::read_dir(folder).map_err(io(folder))? {
        let path: PathBuf = entry.map_err(io(folder))?.path();
        if path.is_dir() {
            gather(root, &path, files)?;
        } else if path.extension().is_some_and(|e| e == "csv" || e == "toml") {
            let name: Vec<_> = path.strip_prefix(root).unwrap_or(&path).iter().map(|p| p.to_string_lossy()).collect();
            files.insert(name.join("/"), std::fs::read_to_string(&path).map_err(io(&path))?);
        }
    }
    Ok(())
}
