//! The words of headings: what may stand in one beside the name of a body (`ministerial declarations and resolutions`),
//! what opens a list of mandates, and what programmes and their parts are called.

use super::dates::alternatives;
use super::table::{Data, DataError, Row, forms_of};
use regex::Regex;

/// What part of a programme of work a heading names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    Programme,
    Subprogramme,
    Component,
}

#[derive(Debug)]
pub struct HeadingWords {
    /// A whole text of nothing but words that a heading has beside names and words for resolutions.
    filling: Regex,
    /// What else than resolutions a heading may announce: mandates, reports.
    pub kinds: Regex,
    /// Headings of lists of mandates.
    mandates: Vec<String>,
    /// What a sentence says that opens such a list.
    entrusted: Vec<String>,
    /// Headings of the paragraphs that tell what a mandate derives from.
    background: Vec<String>,
    derives: Vec<Regex>,
    units: Vec<(Regex, Unit)>,
}

impl HeadingWords {
    pub fn load(data: &Data, file: &str) -> Result<Self, DataError> {
        let rows = data.rows(file, &["role", "form", "value"])?;
        let of = |role: &str| forms_of(&rows, role);
        let compile = |expression: String| {
            Regex::new(&expression).map_err(|e| DataError::Row { file: file.to_owned(), line: 0, message: e.to_string() })
        };
        let one_of = |words: &[String]| alternatives(words.iter().map(String::as_str));
        let (mut derives, mut units) = (Vec::new(), Vec::new());
        for row in &rows {
            let fail = |message: String| DataError::Row { file: file.to_owned(), line: row.line, message };
            match row.fields[0].as_str() {
                "derives" => derives.push(compile(expression(row).map_err(fail)?)?),
                "unit" => {
                    let unit = match row.fields[2].as_str() {
                        "programme" => Unit::Programme,
                        "subprogramme" => Unit::Subprogramme,
                        "component" => Unit::Component,
                        other => return Err(fail(format!("`{other}` is no part of a programme of work"))),
                    };
                    let form = expression(row).map_err(fail)?;
                    units.push((compile(format!(r"^{form}\**(?:\s*[.:\u{{2014}}-]?\s+(?P<name>\S.*))?$"))?, unit));
                }
                "filling" | "kind" | "mandates" | "entrusted" | "background" => {}
                other => return Err(fail(format!("`{other}` is no role of a word in headings"))),
            }
        }
        Ok(Self {
            filling: compile(format!(r"(?i)^(?:[\s,.:;()&/\u{{60C}}\u{{3001}}-]|{})*$", one_of(&of("filling"))))?,
            kinds: compile(format!(r"(?i){}", one_of(&of("kind"))))?,
            mandates: of("mandates"),
            entrusted: of("entrusted"),
            background: of("background"),
            derives,
            units,
        })
    }

    /// Whether a heading has nothing beside the names and words that were taken out of it.
    #[must_use]
    pub fn is_filling(&self, text: &str) -> bool {
        self.filling.is_match(text)
    }

    /// Whether a line is the heading of a list of mandates, or the sentence that opens one.
    #[must_use]
    pub fn opens_mandates(&self, line: &str) -> bool {
        let line = line.trim();
        is_heading(&self.mandates, line) || self.entrusted.iter().any(|form| line.contains(form.as_str()))
    }

    /// Whether a line is the heading of the paragraphs that tell of a mandate.
    #[must_use]
    pub fn opens_background(&self, line: &str) -> bool {
        is_heading(&self.background, line.trim())
    }

    /// Where a sentence begins to tell what a mandate derives from.
    #[must_use]
    pub fn derives(&self, sentence: &str) -> Option<usize> {
        self.derives.iter().filter_map(|regex| regex.find(sentence)).map(|m| m.end()).min()
    }

    /// The part of a programme of work that a line names: what it is, its number, its name.
    #[must_use]
    pub fn unit<'t>(&self, line: &'t str) -> Option<(Unit, u32, Option<&'t str>)> {
        self.units.iter().find_map(|(regex, unit)| {
            let captures = regex.captures(line.trim())?;
            let number = captures.name("n")?.as_str().parse().ok()?;
            Some((*unit, number, captures.name("name").map(|m| m.as_str())))
        })
    }
}

/// Whether a line is one of some headings, perhaps behind its number.
fn is_heading(forms: &[String], line: &str) -> bool {
    let unnumbered = line.split_once(". ").filter(|(label, _)| label.len() <= 5).map_or(line, |(_, rest)| rest.trim());
    forms.iter().any(|form| [line, unnumbered].contains(&form.as_str()))
}

fn expression(row: &Row) -> Result<String, String> {
    let pieces = super::template::parse(&row.fields[1])?;
    let slot = |name: &str| (name == "n").then(|| r"(?P<n>\d{1,3})".to_owned());
    super::template::expression(&pieces, r"[^.\u{3002}]{0,160}?", &slot)
}
