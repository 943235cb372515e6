//! What is only hoped for, denied, conditional or to come.

use super::reading::Match;

/// Whether words around the match say that it is hoped for, denied, conditional or to come.
pub fn is_unreal(m: &Match<'_, '_>) -> bool {
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
    unreal.iter().any(|word| scope.contains(word.as_str()) && !m.cue.template.contains(word.as_str()))
}
