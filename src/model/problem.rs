//! What could not be read or understood: collected, reported, never fatal to the rest.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something was assumed (an encoding, a language); the facts stand.
    Note,
    /// Part of the file was not understood; the rest stands.
    Warning,
    /// Nothing of the file is in the graph.
    Error,
}

impl Severity {
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that went wrong or was assumed, with the file and the place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    pub path: String,
    /// Where in the file: `line 12`, `code point 5120`; empty for the whole file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    pub severity: Severity,
    /// What is wrong and what to do about it.
    pub message: String,
    /// What looks like a symbol and gave nothing.
    #[serde(default, skip_serializing_if = "<[Unread]>::is_empty")]
    pub unread: Box<[Unread]>,
}

/// A string that was not read, by the code points before it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unread {
    pub at: usize,
    pub text: String,
}

impl Problem {
    #[must_use]
    pub fn new(path: &str, severity: Severity, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), place: String::new(), severity, message: message.into(), unread: Box::default() }
    }

    /// The problem as a line of JSON without its end, safe on a terminal.
    #[must_use]
    pub fn as_json(&self) -> String {
        super::escape::json(&serde_json::to_string(self).unwrap_or_default())
    }

    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }
}
