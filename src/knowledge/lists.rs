//! The words of lists of numbers: what joins two of them, makes a range of them, names a part of one
//! (`section XI`, `annex`), or begins the description of one; short names of resolutions (UNSCR).

use super::dates::alternatives;
use super::numerals::Numerals;
use super::table::{Data, DataError, Row, forms_of};
use crate::model::numeral::roman;
use regex::Regex;

#[derive(Debug)]
pub struct ListWords {
    /// What stands between two numbers, at the beginning of a text: commas, semicolons, `and`.
    pub separator: Regex,
    /// What makes a range of two numbers, at the beginning of a text: `to`, a dash.
    pub range: Regex,
    /// Words before a bare number (No.), at the beginning of a text.
    pub mark: Regex,
    /// Short names of a body's resolutions, with the body's code.
    short: Vec<(String, String)>,
    /// A part of a document, wherever it stands.
    any_part: Regex,
    /// The same one by one, at the beginning of a text, with its English name.
    parts: Vec<(Regex, String)>,
    /// Words that begin what an item is about: on, concerning.
    about: Regex,
    /// Capitals that are also words of the language.
    words: Vec<String>,
}

/// A number of a part of a document, with what it has in brackets: `10`, `XI`, `3 (a)`.
const PART: &str = r"(?:\d{1,3}|[IVXLC]{1,6}|[A-H])\b(?:\s?\(?[0-9a-z]{1,4}\))*";

impl ListWords {
    pub fn load(data: &Data, file: &str) -> Result<Self, DataError> {
        let rows = data.rows(file, &["role", "form", "value"])?;
        if let Some(row) = rows.iter().find(|r| !matches!(&*r.fields[0], "and" | "range" | "mark" | "short" | "part" | "about" | "word")) {
            return Err(fail(file, row, format!("`{}` is no role of a word in lists", row.fields[0])));
        }
        let of = |role: &str| forms_of(&rows, role);
        let compile = |expression: String| {
            Regex::new(&expression).map_err(|e| DataError::Row { file: file.to_owned(), line: 0, message: e.to_string() })
        };
        let one_of = |words: &[String]| alternatives(words.iter().map(String::as_str));
        let (and, range) = (one_of(&of("and")), one_of(&of("range")));
        let between = format!(r"(?:\s*(?:[,;\u{{60C}}\u{{61B}}\u{{3001}}/]|{and})\s*)+");
        let ranges = format!(r"\s*(?:[-\u{{2014}}~]|{range})\s*");
        let (mut parts, mut all) = (Vec::new(), Vec::new());
        let more = format!("{PART}(?:(?:{between}|{ranges}){PART})*");
        for row in rows.iter().filter(|r| r.fields[0] == "part") {
            let expression = part(row, &more).map_err(|message| fail(file, row, message))?;
            parts.push((compile(format!(r"^\s*[,(\u{{60C}}]?\s*(?P<whole>{expression})"))?, row.fields[2].clone()));
            all.push(expression.replace("(?P<n>", "(?:").replace("(?P<w>", "(?:"));
        }
        let any_part = if all.is_empty() { alternatives(std::iter::empty()) } else { all.join("|") };
        let mut short: Vec<(String, String)> = rows
            .iter()
            .filter(|r| r.fields[0] == "short")
            .map(|r| (crate::normalise::fold_line(&r.fields[1]), r.fields[2].clone()))
            .collect();
        short.sort_by_key(|(form, _)| std::cmp::Reverse(form.len()));
        Ok(Self {
            separator: compile(format!("^{between}"))?,
            range: compile(format!("^{ranges}"))?,
            mark: compile(format!(r"^(?:\s*(?:{})\s*)+", one_of(&of("mark"))))?,
            short,
            any_part: compile(format!(r"\(?(?:{any_part})\)?"))?,
            parts,
            words: of("word"),
            about: compile(format!(r"^[\s,]*(?:{})(?:\s|$)", one_of(&of("about"))))?,
        })
    }

    /// The body that a short name of its resolutions names.
    #[must_use]
    pub fn body_of_short(&self, word: &str) -> Option<&str> {
        self.short.iter().find(|(form, _)| form == word).map(|(_, body)| body.as_str())
    }

    /// The short names themselves.
    pub fn short_names(&self) -> impl Iterator<Item = &str> {
        self.short.iter().map(|(form, _)| form.as_str())
    }

    /// A text without the parts of documents that it names.
    #[must_use]
    pub fn without_parts<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
        self.any_part.replace_all(text, " ")
    }

    /// The part that is named at the beginning of a text: where its name stands, and its name in English.
    #[must_use]
    pub fn part_at(&self, text: &str, numerals: &Numerals) -> Option<(std::ops::Range<usize>, Option<String>)> {
        let found = self.parts.iter().filter_map(|(regex, name)| regex.captures(text).map(|c| (c, name)));
        let (captures, name) = found.max_by_key(|(c, _)| c.get(0).map_or(0, |m| m.end()))?;
        let whole = captures.name("whole")?.range();
        let said = match (captures.name("n"), captures.name("w")) {
            (Some(n), _) => Some(format!("{name} {}", n.as_str())),
            // What stands behind the number may belong to it (the eleventh is written in two words).
            (None, Some(word)) => {
                let value = numerals.parse(&text[word.start()..whole.end]).or_else(|| numerals.parse(word.as_str()));
                value.map(|value| format!("{name} {}", numbered(name, value)))
            }
            (None, None) => Some(name.clone()),
        };
        Some((whole, said))
    }

    /// Whether a capital may be a word.
    #[must_use]
    pub fn is_word(&self, letter: &str) -> bool {
        self.words.iter().any(|word| word == letter)
    }

    /// Whether a text begins as the description of an item does.
    #[must_use]
    pub fn begins_description(&self, text: &str) -> bool {
        self.about.is_match(text)
    }
}

/// Sections, parts and annexes are counted in Roman numerals, paragraphs in figures.
fn numbered(name: &str, value: u32) -> String {
    if name == "paragraph" { value.to_string() } else { roman(value) }
}

fn fail(file: &str, row: &Row, message: String) -> DataError {
    DataError::Row { file: file.to_owned(), line: row.line, message }
}

/// The expression of a part: `{n}` one number or several, `{w}` a number in words.
fn part(row: &Row, number: &str) -> Result<String, String> {
    let pieces = super::template::parse(&row.fields[1])?;
    let slot = |name: &str| match name {
        "n" => Some(format!("(?P<n>{number})")),
        "w" => Some(r"(?P<w>[^\s\d,;.()\u{3001}\u{3002}\u{60C}]{1,12}?)".to_owned()),
        _ => None,
    };
    let expression = super::template::expression(&pieces, ".*?", &slot)?;
    let ends_in_word = row.fields[1].chars().next_back().is_some_and(|c| c.is_alphabetic() && !crate::model::text::is_cjk(c) || c == '}');
    Ok(if ends_in_word { format!(r"{expression}\b") } else { expression })
}
