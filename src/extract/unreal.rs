//! What is only hoped for, denied, supposed, told of others, or to come.
//!
//! `Nobody says that X is a member`, `the false claim that`, `if`: nothing is stated. The clause around the match
//! counts, and where that is a clause of another (that, which), the whole sentence before it.

use super::clause::{Token, tokens};
use super::reading::Match;
use crate::knowledge::clauses::Roles;
use crate::model::Span;

/// Whether words around the match say that it is hoped for, denied, conditional or to come.
pub fn is_unreal(m: &Match<'_, '_>) -> bool {
    is_hoped_for(m) || is_denied(m)
}

fn is_hoped_for(m: &Match<'_, '_>) -> bool {
    let whole = m.whole();
    let skeleton = &m.sentence.skeleton.text;
    let before: String = skeleton[..whole.start].chars().rev().take_while(|&c| c != ',').take(14).collect();
    let before: String = before.chars().rev().collect();
    let scope = format!("{before}{}", &skeleton[whole.start..whole.end]);
    let language = m.reading.document.segments[m.sentence.segment].language;
    let settings = &m.reading.knowledge.rules(language).settings;
    // What leads up to an event's name (on the theme of) is no word of hope.
    let scope = settings.event_breaks.iter().fold(scope, |scope, word| scope.replace(word.as_str(), ""));
    let unreal = &settings.unreal;
    // A cue that says `no longer` itself is not undone by it.
    unreal.iter().any(|word| scope.contains(word.as_str()) && !m.cue.says(word))
}

fn is_denied(m: &Match<'_, '_>) -> bool {
    let Some(whole) = m.original_whole() else { return false };
    let clause = before(m, whole);
    let denies = |t: &Token<'_>| t.does(Roles::DENIES) || t.does(Roles::REPORTS);
    clause.iter().any(denies) || after(m, whole).iter().any(|t| t.does(Roles::REFUTES))
}

/// The clause before a match, with the clauses that it depends on.
pub fn before<'d>(m: &Match<'_, 'd>, whole: Span) -> Vec<Token<'d>> {
    let sentence = m.sentence;
    let mut all = tokens(m.reading, sentence.segment, Span::new(sentence.span.start, whole.start));
    let clause = all.iter().rposition(Token::is_stop).map_or(0, |at| at + 1);
    if !all[clause..].iter().any(|t| t.does(Roles::LINKS)) {
        all.drain(..clause);
    }
    all
}

/// The rest of the clause behind a match.
pub fn after<'d>(m: &Match<'_, 'd>, whole: Span) -> Vec<Token<'d>> {
    let sentence = m.sentence;
    let mut all = tokens(m.reading, sentence.segment, Span::new(whole.end.min(sentence.span.end), sentence.span.end));
    let clause = all.iter().position(Token::is_stop).unwrap_or(all.len());
    all.truncate(clause);
    all
}
