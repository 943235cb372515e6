//! What a manifest says of a file against what the file says of itself: where they differ, one of them is wrong.

use crate::knowledge::Knowledge;
use crate::model::{Hints, PartialDate, Problem, Severity, Source, Text};
use crate::recognise::identity::identify;
use crate::segment::{Outline, language_of};

/// Letters that tell a language; less may be a heading in another.
const ENOUGH: usize = 400;

/// Every contradiction, as a problem that says which of the two was followed.
#[must_use]
pub fn contradictions(source: &Source, text: &Text, outline: &Outline, knowledge: &Knowledge) -> Vec<Problem> {
    let hints = &source.hints;
    let mut found = Vec::new();
    let mut differ = |what: &str, told: &str, read: &str, followed: &str| {
        let message = format!("the manifest gives the {what} {told}, the text {read}: {followed} was followed; correct the manifest");
        found.push(Problem::new(&source.path, Severity::Warning, message));
    };
    if let Some(told) = hints.language {
        let read = language_of(&text.content);
        let letters = text.content.chars().filter(|c| c.is_alphabetic()).take(ENOUGH).count();
        if read != told && letters >= ENOUGH {
            differ("language", told.code(), read.code(), "the manifest");
        }
    }
    if hints.symbol.is_none() && hints.date.is_none() {
        return found;
    }
    let own = identify(text, outline, knowledge, &Hints::default());
    let says_itself = crate::symbol::is_key(&own.entity.key);
    if let Some(told) = hints.symbol.as_deref() {
        let halves: Vec<String> = crate::symbol::told(told);
        let is_own = |key: &str| halves.iter().any(|h| h == key);
        if says_itself && !is_own(&own.entity.key) && !own.twin.as_ref().is_some_and(|t| is_own(&t.key)) {
            differ("symbol", told, &own.entity.key, "the manifest");
        }
    }
    if let (Some(told), Some(read)) = (hints.date.as_deref(), own.date) {
        match told.parse::<PartialDate>() {
            Ok(date) if date != read => differ("date", told, &read.to_string(), "the text"),
            _ => {}
        }
    }
    found
}
