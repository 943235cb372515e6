//! The queries that come with the program, by folder: `answers`, `checks`, `views`. The first comment line of each
//! says what it asks; a comment line `severity:` says how bad a row of a check is.

use super::QueryError;
use include_dir::{Dir, include_dir};

static QUERIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/queries");

pub const ANSWERS: &str = "answers";
pub const CHECKS: &str = "checks";
pub const VIEWS: &str = "views";

/// What the export of everything is called among the views; it needs no query.
pub const WHOLE: &str = "whole";

/// A query with its name, which is its file's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    pub name: &'static str,
    pub question: &'static str,
    pub text: &'static str,
}

impl Shipped {
    /// What a comment line `# key: value` says.
    #[must_use]
    pub fn note(&self, key: &str) -> Option<&'static str> {
        note(self.text, key)
    }
}

/// What a comment line `# key: value` of a query says.
#[must_use]
pub fn note<'q>(query: &'q str, key: &str) -> Option<&'q str> {
    let comments = query.lines().filter_map(|line| line.strip_prefix('#'));
    comments.filter_map(|line| line.trim().split_once(':')).find(|(k, _)| *k == key).map(|(_, value)| value.trim())
}

/// The queries of a folder, by name.
#[must_use]
pub fn all(folder: &str) -> Vec<Shipped> {
    let files = QUERIES.get_dir(folder).map(Dir::files).into_iter().flatten();
    let mut found: Vec<Shipped> = files
        .filter_map(|file| {
            let name = file.path().file_name()?.to_str()?.strip_suffix(".rq")?;
            let text = file.contents_utf8()?;
            let question = text.lines().next().and_then(|line| line.strip_prefix('#')).unwrap_or("").trim();
            Some(Shipped { name, question, text })
        })
        .collect();
    found.sort_by_key(|query| query.name);
    found
}

/// A query of a folder by its name.
pub fn named(folder: &str, name: &str) -> Result<Shipped, QueryError> {
    let all = all(folder);
    let wanted = name.strip_suffix(".rq").unwrap_or(name);
    all.iter().find(|query| query.name == wanted).copied().ok_or_else(|| {
        let mut known: Vec<&str> = all.iter().map(|query| query.name).collect();
        let what = match folder {
            CHECKS => "check",
            VIEWS => {
                known.push(WHOLE);
                "view"
            }
            _ => "shipped query",
        };
        QueryError::NoSuchQuery { what, name: name.to_owned(), known: known.join(", ") }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sparql::{check_syntax, stands_alone};

    #[test]
    fn every_query_is_valid_and_says_what_it_asks() {
        for folder in [ANSWERS, CHECKS, VIEWS] {
            assert!(!all(folder).is_empty(), "{folder}");
            for query in all(folder) {
                assert!(!query.question.is_empty(), "{folder}/{}: no question", query.name);
                if let Err(error) = check_syntax(query.text) {
                    panic!("{folder}/{}: {error}", query.name);
                }
                assert!(stands_alone(query.text), "{folder}/{}: a prefix is not declared", query.name);
            }
        }
    }

    #[test]
    fn every_check_has_a_severity() {
        for check in all(CHECKS) {
            assert!(matches!(check.note("severity"), Some("error" | "warning")), "{}", check.name);
        }
    }

    #[test]
    fn an_unknown_name_lists_the_known_ones() {
        let error = named(ANSWERS, "nonsense").unwrap_err().to_string();
        assert!(error.contains("members-of-organisation"), "{error}");
        let error = named(VIEWS, "nonsense").unwrap_err().to_string();
        assert!(error.starts_with("no view is named `nonsense`; there are: citations") && error.ends_with(", whole"), "{error}");
    }
}
