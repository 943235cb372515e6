//! Layout templates: how a line of each part of a document reads in a language.

use super::Settings;
use super::dates::{DatePatterns, alternatives};
use super::pattern::Pattern;
use super::table::{Data, DataError};
use super::template::{self, NamedPieces};
use crate::model::{Language, Span};
use rustc_hash::FxHashMap;

/// Names of slots that a template may capture.
const SLOTS: &[&str] = &[
    "text",
    "text2",
    "rest",
    "date",
    "date2",
    "ordinal",
    "job",
    "number",
    "number2",
    "item",
    "symbol",
    "time",
    "name",
    "title",
    "tongue",
    "affiliation",
    "place",
    "leader",
    "senders",
    "addressee",
    "organ",
    "post",
    "state",
    "roman",
    "sponsors",
    "unread",
    "weekday",
];

/// The number of an agenda item with the letter of its part, which is doubled behind the end of the alphabet.
pub const ITEM: &str = r"\d+\s*(?:\(\s*\p{L}(?: ?\p{L})?\s*\)|\p{L}{1,2}\))?";

/// A part's name in `layout.csv` with what a line of it captured.
#[derive(Debug)]
pub struct LineMatch {
    pub captures: Vec<(&'static str, Span)>,
}

impl LineMatch {
    #[must_use]
    pub fn get(&self, slot: &str) -> Option<Span> {
        self.captures.iter().find(|(name, _)| *name == slot).map(|&(_, s)| s)
    }
}

#[derive(Debug)]
pub struct LayoutPatterns {
    patterns: FxHashMap<String, Vec<Template>>,
}

/// A template with the literal text that every line of its kind holds: looked for first, since most lines lack it.
#[derive(Debug)]
struct Template {
    anchor: Option<String>,
    pattern: Pattern,
    /// The line of the table that it stands on.
    line: u64,
}

impl Template {
    fn may_match(&self, line: &str) -> bool {
        self.anchor.as_ref().is_none_or(|anchor| line.contains(anchor.as_str()))
    }
}

impl LayoutPatterns {
    pub fn load(
        data: &Data,
        language: Language,
        settings: &Settings,
        dates: &DatePatterns,
        named: &NamedPieces,
    ) -> Result<Self, DataError> {
        let file = format!("languages/{}/layout.csv", language.code());
        let titles = settings.titles_before.iter().chain(&settings.titles_after);
        let mut titles: Vec<String> = titles.map(|t| crate::normalise::fold_line(t)).collect();
        titles.sort_by_key(|t| std::cmp::Reverse(t.len()));
        let titles = alternatives(titles.iter().map(String::as_str));
        let slot = |name: &str| {
            let slot = SLOTS.iter().find(|s| **s == name)?;
            let expression = slot_expression(slot, dates, &titles);
            Some(format!("(?P<{slot}>{expression})"))
        };
        let mut patterns: FxHashMap<String, Vec<Template>> = FxHashMap::default();
        for row in data.rows(&file, &["part", "template"])? {
            let fail = |message: String| DataError::Row { file: file.clone(), line: row.line, message };
            let pieces = named.parse(&row.fields[1]).map_err(fail)?;
            let expression = template::expression(&pieces, ".*?", &slot).map_err(fail)?;
            let pattern = Pattern::new(format!("^(?:{expression})$"), data).map_err(fail)?;
            patterns.entry(row.fields[0].clone()).or_default().push(Template {
                anchor: template::anchor(&pieces),
                pattern,
                line: row.line,
            });
        }
        Ok(Self { patterns })
    }

    /// Matches a whole line as a part; captured spans are offset by `at`, the line's place in the content.
    #[must_use]
    pub fn line(&self, part: &str, line: &str, at: usize) -> Option<LineMatch> {
        let captures = self.patterns.get(part)?.iter().filter(|p| p.may_match(line)).find_map(|p| {
            let captures = p.pattern.regex().captures(line)?;
            let names = SLOTS.iter().filter_map(|s| captures.name(s).map(|m| (*s, Span::new(m.start() + at, m.end() + at))));
            Some(names.collect())
        })?;
        Some(LineMatch { captures })
    }

    #[must_use]
    pub fn is(&self, part: &str, line: &str) -> bool {
        self.patterns.get(part).is_some_and(|ps| ps.iter().any(|p| p.may_match(line) && p.pattern.regex().is_match(line)))
    }

    /// Whether the template on a line of the table matches a line of text.
    #[must_use]
    pub fn row_matches(&self, part: &str, row: u64, line: &str) -> bool {
        self.patterns.get(part).is_some_and(|all| all.iter().any(|p| p.line == row && p.pattern.regex().is_match(line)))
    }

    /// The parts that this language has templates for: compared between languages by the data check.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.patterns.keys().map(String::as_str)
    }
}

fn slot_expression(slot: &str, dates: &DatePatterns, titles: &str) -> String {
    match slot {
        "date" | "date2" => dates.expression().to_owned(),
        "time" => dates.time_expression().to_owned(),
        "rest" => "(?s:.*)".to_owned(),
        // Leader dots between the columns of a roster.
        "leader" => "[.\u{B7}\u{2026}_ ]{3,}|\\s{2,}".to_owned(),
        "number" | "number2" => "\\d+".to_owned(),
        // Year and serial, the copy's language letter, then dates of translation and printing.
        "job" => "\\d{2}-\\d{5}(?:\\s*\\([A-Z]\\))?(?:\\s+\\d{6})*".to_owned(),
        "roman" => "[IVXLC]+".to_owned(),
        "item" => ITEM.to_owned(),
        "symbol" => crate::symbol::expression().to_owned(),
        "title" => titles.to_owned(),
        // Titles of letters run over several lines.
        "senders" | "addressee" => "(?s:.+?)".to_owned(),
        "weekday" => "\\p{L}[\\p{L} -]{0,20}?".to_owned(),
        // A date that is not understood costs the date, not the letter.
        "unread" => "[^\\n]{4,60}?".to_owned(),
        "name" => "[^:()\\n,;\u{3002}]{1,60}?".to_owned(),
        "ordinal" => "[^,;:()\u{3002}]{1,40}?".to_owned(),
        "affiliation" | "tongue" => "[^()]{1,80}?".to_owned(),
        _ => ".+?".to_owned(),
    }
}
