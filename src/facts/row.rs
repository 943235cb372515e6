//! A row of the table of facts.

use serde::Serialize;

/// Entities are written as below the base (`state/TJK`), terms with their prefix (`org:memberOf`), dates as exact as they
/// are known (`2024`, `2024-07`, `2024-07-19`). Several claimants or qualifiers are divided by `; `.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Row {
    pub statement: String,
    pub subject: String,
    pub subject_name: Option<String>,
    pub subject_kind: String,
    pub relation: String,
    pub object: String,
    pub object_name: Option<String>,
    pub object_kind: String,
    pub from: Option<String>,
    pub until: Option<String>,
    pub on: Option<String>,
    pub as_of: Option<String>,
    /// The others, as `rap:role=rap:FullMember`.
    pub qualifiers: Option<String>,
    pub claimed_by: Option<String>,
    pub claimed_by_name: Option<String>,
    pub stated_in: Option<String>,
    pub document: Option<String>,
    /// Of the document.
    pub date: Option<String>,
    pub language: Option<String>,
    pub page: Option<i64>,
    pub start: Option<i64>,
    pub end: Option<i64>,
    pub quote: Option<String>,
    pub rule: Option<String>,
    pub pattern: Option<String>,
}

/// A cell of a column, of the two types that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'r> {
    Text(Option<&'r str>),
    Number(Option<i64>),
}

/// The columns, in their order.
pub const COLUMNS: &[&str] = &[
    "statement",
    "subject",
    "subject_name",
    "subject_kind",
    "relation",
    "object",
    "object_name",
    "object_kind",
    "from",
    "until",
    "on",
    "as_of",
    "qualifiers",
    "claimed_by",
    "claimed_by_name",
    "stated_in",
    "document",
    "date",
    "language",
    "page",
    "start",
    "end",
    "quote",
    "rule",
    "pattern",
];

fn text(value: &Option<String>) -> Cell<'_> {
    Cell::Text(value.as_deref())
}

const fn always(value: &str) -> Cell<'_> {
    Cell::Text(Some(value))
}

impl Row {
    /// The cells in the order of [`COLUMNS`].
    #[must_use]
    pub fn cells(&self) -> [Cell<'_>; COLUMNS.len()] {
        [
            always(&self.statement),
            always(&self.subject),
            text(&self.subject_name),
            always(&self.subject_kind),
            always(&self.relation),
            always(&self.object),
            text(&self.object_name),
            always(&self.object_kind),
            text(&self.from),
            text(&self.until),
            text(&self.on),
            text(&self.as_of),
            text(&self.qualifiers),
            text(&self.claimed_by),
            text(&self.claimed_by_name),
            text(&self.stated_in),
            text(&self.document),
            text(&self.date),
            text(&self.language),
            Cell::Number(self.page),
            Cell::Number(self.start),
            Cell::Number(self.end),
            text(&self.quote),
            text(&self.rule),
            text(&self.pattern),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_under_their_columns() {
        let row = Row { statement: "s".into(), page: Some(3), pattern: Some("p".into()), from: Some("2024".into()), ..Row::default() };
        let object = serde_json::to_value(&row).unwrap();
        for (name, cell) in COLUMNS.iter().zip(row.cells()) {
            let expected = match cell {
                Cell::Text(text) => serde_json::json!(text),
                Cell::Number(number) => serde_json::json!(number),
            };
            assert_eq!(object[*name], expected, "{name}");
        }
        assert_eq!(object.as_object().map(serde_json::Map::len), Some(COLUMNS.len()));
    }
}
