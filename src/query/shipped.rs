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

/// A variable that can be bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    /// What may be given, as the query's comment says.
    pub hint: String,
}

impl Shipped {
    /// The variables that the comment `Bind:` names.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        let Some(note) = self.note("Bind") else { return Vec::new() };
        let mut fields = Vec::new();
        let (mut depth, mut part) = (0, String::new());
        for c in note.chars().chain([',']) {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                ',' | '.' if depth == 0 => {
                    let name: String = part.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
                    let hint = part.split_once('(').map_or("", |(_, hint)| hint.trim_end_matches(')')).to_owned();
                    fields.extend((!name.is_empty()).then_some(Field { name, hint }));
                    part.clear();
                    // What follows the list are sentences.
                    if c == '.' {
                        break;
                    }
                    continue;
                }
                _ => {}
            }
            part.push(c);
        }
        fields
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
    fn fields_are_what_the_comment_names() {
        let of = |note: &'static str| Shipped { name: "x", question: "?", text: note }.fields();
        let names = |note| of(note).into_iter().map(|field| field.name).collect::<Vec<_>>();
        assert_eq!(names("# Q?\n# Bind: organisation, member.\n"), ["organisation", "member"]);
        assert_eq!(
            names("# Q?\n# Bind: first, second (else the one, and the other), date (2035, 2035-03), state.\n"),
            ["first", "second", "date", "state"]
        );
        assert_eq!(names("# Q?\n# Bind: party, before (2030). Without dates, all is there.\n"), ["party", "before"]);
        assert_eq!(of("# Q?\n# Bind: year (2024).\n")[0].hint, "2024");
        assert!(names("# Q?\n").is_empty());
    }

    #[test]
    fn every_field_and_gathered_column_is_a_variable_of_its_query() {
        for query in all(ANSWERS) {
            assert!(!query.fields().is_empty(), "{}", query.name);
            let fields = query.fields().into_iter().map(|field| field.name);
            for name in fields.chain(crate::query::gather::columns(query.note("Gather")).into_iter().map(str::to_owned)) {
                assert!(query.text.contains(&format!("?{name}")), "{}: {name}", query.name);
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
