//! What kind of document a citation means, as the words around it say.

use super::Reading;
use super::reading::Sentence;
use crate::model::text::is_within;
use crate::model::{Meaning, Mention};
use crate::vocabulary::rap;

/// Characters between the noun of a kind and the brackets in which the symbol stands.
const REACH: usize = 220;

/// The kind that words beside a citation say: before a symbol in brackets, or after a title.
pub fn kind_beside(reading: &Reading<'_>, sentence: &Sentence<'_>, mention: &Mention) -> Option<&'static str> {
    let text = &reading.document.text.content;
    let language = reading.document.segments[sentence.segment].language;
    let kinds = &reading.knowledge.rules(language).references.kinds;
    match mention.meaning {
        Meaning::Reference(_) => {
            let before = text[sentence.span.start..mention.span.start].trim_end().strip_suffix('(')?.trim_end();
            if language.is_unspaced() {
                return kinds.iter().find(|(form, _)| before.ends_with(form.as_str())).map(|(_, class)| *class);
            }
            // What was cited before has its own noun.
            let others = reading.mentions(sentence).iter().filter(|m| matches!(m.meaning, Meaning::Reference(_)));
            let last = others.take_while(|m| m.span.end <= mention.span.start).last();
            let from = last.map_or(0, |m| m.span.end - sentence.span.start).min(before.len());
            // A resolution is known by its own symbol; what else is said beside the word is another document.
            only_kind(&before[from..], kinds).filter(|class| *class != rap::RESOLUTION)
        }
        Meaning::Title(_) => {
            let after = text[mention.span.end..sentence.span.end].trim_start();
            kinds.iter().find(|(form, _)| after.starts_with(form.as_str())).map(|(_, class)| *class)
        }
        _ => None,
    }
}

/// The one kind that a clause names: `the report of the Secretary-General on X (S/2019/1005)`; with two it is open
/// which of them the symbol is.
fn only_kind(clause: &str, kinds: &[(String, &'static str)]) -> Option<&'static str> {
    let clause = &clause[clause.rfind([';', ':']).map_or(0, |at| at + 1)..];
    if !is_within(clause, REACH) {
        return None;
    }
    let lower = clause.to_lowercase();
    let is_word = |at: usize, form: &str| {
        let before = lower[..at].chars().next_back();
        let after = lower[at + form.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    let mut found: Vec<(usize, usize, &'static str)> = Vec::new();
    // Longer forms come first: a draft resolution is no resolution.
    for (form, class) in kinds {
        for (at, _) in lower.match_indices(form.as_str()).filter(|&(at, _)| is_word(at, form)) {
            if !found.iter().any(|&(start, end, _)| start <= at && at < end) {
                found.push((at, at + form.len(), class));
            }
        }
    }
    let (_, _, first) = found.first()?;
    found.iter().all(|(_, _, class)| class == first).then_some(*first)
}
