//! Regular expressions of data rows, compiled when first needed: most rows of most languages never are.

use super::table::Data;
use regex::Regex;
use std::sync::OnceLock;

/// An expression that is known to compile, compiled on demand.
#[derive(Debug)]
pub struct Pattern {
    expression: String,
    regex: OnceLock<Regex>,
}

impl Pattern {
    /// A pattern of a data row. The rows that the program carries are compiled in its tests; those of a user's folder
    /// at once, so that an error names its row.
    ///
    /// # Errors
    /// What is wrong with the expression of a row that the program does not carry.
    pub fn new(expression: String, data: &Data) -> Result<Self, String> {
        let pattern = Self { expression, regex: OnceLock::new() };
        if !data.is_embedded() {
            let regex = Regex::new(&pattern.expression).map_err(|e| e.to_string())?;
            drop(pattern.regex.set(regex));
        }
        Ok(pattern)
    }

    pub fn regex(&self) -> &Regex {
        let compiled = || Regex::new(&self.expression);
        self.regex.get_or_init(|| compiled().unwrap_or_else(|error| unreachable!("the tests compile every row: {error}")))
    }
}
