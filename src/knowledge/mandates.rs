//! The words by which a body asks, sets terms and gives mandates (`mandates.csv`), and the groups that it addresses.

use super::alternatives::expand;
use super::gazetteer::Gazetteer;
use super::phrases::Phrases;
use super::table::{Data, DataError};
use crate::model::text::{cuts_word, is_cjk};
use crate::model::{Entity, Kind, Language, Span};
use std::collections::BTreeMap;

/// What a word of `mandates.csv` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A verb that asks who stands behind it: requests.
    Ask,
    /// A verb behind which one is told what to do, where a word of `Shall` follows: decides that.
    Decide,
    Shall,
    /// Words before an addressee that name nobody: the, all, relevant.
    Skip,
    /// Words behind an addressee that belong to it: authorities, concerned.
    Behind,
    /// Words behind a name by which another is meant: personnel of the mission.
    Another,
    /// Words that join one addressee to the next.
    Join,
    /// A body by its kind alone: the Mission, the Panel of Experts; its value is the kind.
    Body,
    /// Words between a body and the resolution that set it up.
    SetUp,
    /// A verb of a mandate's life; its value says which.
    Life,
    /// The noun for a mandate.
    Mandate,
    /// The nouns for measures; the value is the kind of measure, where it is one.
    Measures,
    /// Words before the last day.
    Until,
    /// Words that reckon a time from the day of adoption.
    Adoption,
    /// Words at which a sentence turns to another act.
    Turn,
    /// Units of time; the value is the letter of a duration.
    Unit,
    /// Words by which a report is asked for; with the value `verb` they say so alone.
    Report,
    /// Verbs of submitting.
    Submit,
    /// Words behind a date before which something is due.
    Before,
    /// Words before the day by which something is due.
    By,
    /// Words before a time within which it is due.
    Within,
    /// How often; the value is a duration, or nothing where number and unit follow.
    Every,
    /// The noun for a session of a body.
    Session,
}

const PARTS: &[(&str, Part)] = &[
    ("ask", Part::Ask),
    ("decide", Part::Decide),
    ("shall", Part::Shall),
    ("skip", Part::Skip),
    ("behind", Part::Behind),
    ("another", Part::Another),
    ("join", Part::Join),
    ("body", Part::Body),
    ("set-up", Part::SetUp),
    ("life", Part::Life),
    ("mandate", Part::Mandate),
    ("measures", Part::Measures),
    ("until", Part::Until),
    ("adoption", Part::Adoption),
    ("turn", Part::Turn),
    ("unit", Part::Unit),
    ("report", Part::Report),
    ("submit", Part::Submit),
    ("before", Part::Before),
    ("by", Part::By),
    ("within", Part::Within),
    ("every", Part::Every),
    ("session", Part::Session),
];

/// The words of a language, by what they do.
#[derive(Debug)]
pub struct MandateWords {
    parts: BTreeMap<Part, Phrases<String>>,
    groups: Phrases<Entity>,
    /// What a body of a kind is called: the first of its rows.
    kinds: BTreeMap<String, String>,
}

impl MandateWords {
    pub fn load(data: &Data, file: &str, gazetteer: &Gazetteer, language: Language) -> Result<Self, DataError> {
        let mut rows: BTreeMap<Part, Vec<(String, String)>> = BTreeMap::new();
        let mut kinds = BTreeMap::new();
        for row in data.rows(file, &["part", "form", "value"])? {
            let fail = |message: String| DataError::Row { file: file.to_owned(), line: row.line, message };
            let part = PARTS.iter().find(|(name, _)| *name == row.fields[0]).map(|&(_, part)| part);
            let part = part.ok_or_else(|| fail(format!("`{}` is no part of a mandate", row.fields[0])))?;
            for form in expand(&row.fields[1]).map_err(fail)? {
                let form = crate::normalise::fold_line(&form);
                if part == Part::Body {
                    kinds.entry(row.fields[2].clone()).or_insert_with(|| form.clone());
                }
                let all = rows.entry(part).or_default();
                all.push((capitalised(&form), row.fields[2].clone()));
                all.push((form, row.fields[2].clone()));
            }
        }
        let parts = rows.into_iter().map(|(part, rows)| (part, Phrases::new(rows))).collect();
        Ok(Self { parts, groups: groups(gazetteer, language)?, kinds })
    }

    /// The longest phrase of a part that a text begins with.
    #[must_use]
    pub fn begins<'p>(&'p self, part: Part, text: &'p str) -> Option<(usize, &'p str)> {
        let found = self.parts.get(&part)?.at_start_where(text, |end| ends_word(text, end));
        found.map(|(length, value)| (length, value.as_str()))
    }

    /// The phrases of a part in a text, with their places.
    pub fn find<'p>(&'p self, part: Part, text: &'p str) -> impl Iterator<Item = (Span, &'p str)> + 'p {
        let found = self.parts.get(&part).into_iter().flat_map(move |phrases| phrases.find(text));
        let whole = move |span: Span| !cuts_word(text, span.start) && ends_word(text, span.end);
        found.filter(move |(span, _)| whole(*span)).map(|(span, value)| (span, value.as_str()))
    }

    /// What a body of a kind is called in this language.
    #[must_use]
    pub fn called(&self, kind: &str) -> Option<&str> {
        self.kinds.get(kind).map(String::as_str)
    }

    /// The group that a text begins with.
    #[must_use]
    pub fn group<'p>(&'p self, text: &'p str) -> Option<(usize, &'p Entity)> {
        self.groups.at_start_where(text, |end| ends_word(text, end))
    }
}

fn ends_word(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    after.is_none_or(|c| !c.is_alphanumeric() || is_cjk(c)) || before.is_some_and(|c| !c.is_alphanumeric() || is_cjk(c))
}

fn capitalised(form: &str) -> String {
    let mut chars = form.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The names of groups in the gazetteer, where one row may write many.
fn groups(gazetteer: &Gazetteer, language: Language) -> Result<Phrases<Entity>, DataError> {
    let mut forms = Vec::new();
    for row in gazetteer.names.iter().filter(|row| row.entity.kind == Kind::Group && row.language == language) {
        let fail = |message| DataError::Row { file: "gazetteers/groups.names.csv".to_owned(), line: 0, message };
        for form in expand(&row.name).map_err(fail)? {
            let form = crate::normalise::fold_line(&form);
            forms.push((capitalised(&form), row.entity.clone()));
            forms.push((form, row.entity.clone()));
        }
    }
    Ok(Phrases::new(forms))
}
