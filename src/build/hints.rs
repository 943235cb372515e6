//! The manifest file of a build: what is known of files that do not say it themselves. A row that says nothing of any
//! file, or a day that no calendar has, is a problem.

use super::Inputs;
use crate::model::{Hints, Language, PartialDate, Problem, Severity};
use crate::read;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::path::Path;

/// A table `path,symbol,language,date` that says what files do not say themselves.
///
/// # Errors
/// The file cannot be read, or a row is wrong; the message names the line.
pub fn read_hints(path: &Path) -> Result<FxHashMap<String, Hints>, csv::Error> {
    hints_of(std::fs::File::open(path)?)
}

/// The rows of such a table, by path.
///
/// # Errors
/// A row is wrong; the message names the line.
pub fn hints_of(table: impl std::io::Read) -> Result<FxHashMap<String, Hints>, csv::Error> {
    #[derive(serde::Deserialize)]
    struct Row {
        path: String,
        // Named one by one: an empty cell is none, which it would not be in a flattened record.
        symbol: Option<String>,
        language: Option<Language>,
        date: Option<String>,
        media_type: Option<String>,
    }
    let mut reader = csv::Reader::from_reader(table);
    let hints = |row: Row| {
        let Row { path, symbol, language, date, media_type } = row;
        (path, empty_to_none(Hints { symbol, language, date, media_type, trust_links: false }))
    };
    reader.deserialize::<Row>().map(|row| row.map(hints)).collect()
}

fn empty_to_none(hints: Hints) -> Hints {
    let keep = |text: Option<String>| text.filter(|t| !t.trim().is_empty());
    Hints { symbol: keep(hints.symbol), date: keep(hints.date), media_type: keep(hints.media_type), ..hints }
}

/// What is known of the sources of a build.
#[derive(Debug, Default)]
pub struct Known {
    /// By path as sources are named, or by the file's name.
    by_path: FxHashMap<String, Hints>,
    /// How each row names its file.
    rows: Vec<(String, String)>,
    trust_links: bool,
    pub problems: Vec<Problem>,
}

impl Known {
    pub fn new(inputs: &Inputs<'_>, root: &Path) -> Self {
        let mut known = Self { trust_links: inputs.trust_links, ..Self::default() };
        let mut rows: Vec<(&String, &Hints)> = inputs.hints.iter().collect();
        rows.sort_by_key(|(path, _)| *path);
        for (path, hints) in rows {
            let mut fail = |message: String| known.problems.push(Problem::new(path, Severity::Warning, message));
            if Path::new(path).is_dir() {
                fail("the manifest gives the name of a folder: give each of its files a row".to_owned());
                continue;
            }
            let mut hints = hints.clone();
            if let Some(date) = hints.date.take_if(|date| date.parse::<PartialDate>().is_err()) {
                fail(format!("the manifest gives the date {date}, which is none (2035, 2035-12 or 2035-12-05): it was passed over"));
            }
            let place = Path::new(path).canonicalize().map_or_else(|_| path.clone(), |file| read::key(&file, root));
            known.rows.push((path.clone(), place.clone()));
            known.by_path.insert(place, hints);
        }
        known
    }

    /// The row of a source: by its whole path, or by the file's name.
    pub fn of(&self, path: &str) -> Hints {
        let known = self.by_path.get(path).or_else(|| self.by_path.get(name(path))).cloned().unwrap_or_default();
        Hints { trust_links: known.trust_links || self.trust_links, ..known }
    }

    /// Rows that say nothing of any source.
    pub fn idle<'s>(&self, sources: impl Iterator<Item = &'s String>) -> Vec<Problem> {
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for source in sources {
            names.extend([source.as_str(), name(source)]);
        }
        let idle = self.rows.iter().filter(|(_, place)| !names.contains(place.as_str()));
        let message = "the manifest has a row for it, but it is not among the files that were read: check the name";
        idle.map(|(path, _)| Problem::new(path, Severity::Warning, message)).collect()
    }
}

fn name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
