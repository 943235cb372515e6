//! Labels of turns in verbatim records: `Mr. X (State) (spoke in French):`, `The President:`, `President X (spoke in …):`,
//! `The Deputy Secretary-General:`.
//!
//! Left out: sentences with a colon that only begin as a label does.

use super::Cutter;
use crate::model::{Kind, Span};
use crate::recognise::person_names::{bare, reads_as_name};

pub type Label = (&'static str, Vec<(&'static str, Span)>);

/// Characters within which the colon of a label stands.
const LONGEST: usize = 140;

/// The speaker label that a line begins with: whose it is, and its pieces.
pub fn label(cutter: &Cutter<'_>, line: usize) -> Option<Label> {
    const LABELS: &[&str] = &["president", "acting-president", "secretary-general"];
    let text = cutter.line(line);
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(i, _)| i);
    text[..end].contains(':').then_some(())?;
    let fixed = LABELS.iter().find_map(|label| cutter.matches(label, line).map(|m| (*label, m.captures)));
    fixed.or_else(|| speaker(cutter, line)).or_else(|| opener(cutter, line))
}

/// A form of address and a name, with a State or without.
fn speaker(cutter: &Cutter<'_>, line: usize) -> Option<Label> {
    let mut captures = cutter.matches("speaker", line)?.captures;
    let settings = &cutter.rules().settings;
    let at = captures.iter().position(|(slot, _)| *slot == "name")?;
    let name = bare(&cutter.text.content, captures[at].1, settings);
    captures[at].1 = name;
    let told = captures.iter().any(|(slot, _)| matches!(*slot, "affiliation" | "tongue"));
    let is_name = reads_as_name(cutter.text.slice(name), cutter.language, settings, &cutter.knowledge.names.words);
    (told || is_name).then_some(("speaker", captures))
}

/// A post with a name or alone: with the language in brackets any words that begin with a capital, else a post that the
/// tables know.
fn opener(cutter: &Cutter<'_>, line: usize) -> Option<Label> {
    let marked = cutter.matches("opener", line).map(|m| (m, true));
    let (found, marked) = marked.or_else(|| cutter.matches("opener-alone", line).map(|m| (m, false)))?;
    let words = found.get("post")?;
    let (text, settings) = (cutter.text.slice(words), &cutter.rules().settings);
    let words_of_names = &cutter.knowledge.names.words;
    if text.contains(['.', '\u{3002}', ',', ';', ':']) && !marked || text.chars().next().is_some_and(char::is_lowercase) {
        return None;
    }
    let post = cutter.knowledge.names.find(text, cutter.language).filter(|(_, s)| s.entity.kind == Kind::Post).last();
    let is_name = |text: &str| reads_as_name(text, cutter.language, settings, words_of_names);
    let is_label = match post {
        Some((span, _)) => {
            let before = text[..span.start].trim();
            let article = before.is_empty() || settings.post_articles.iter().any(|a| a.to_lowercase() == before.to_lowercase());
            let titled = is_name(bare(text, Span::new(0, span.start), settings).of(text));
            let name = bare(text, Span::new(span.end, text.len()), settings).of(text);
            // A post alone has its article, where the language has one.
            let alone = name.is_empty() && (!before.is_empty() || settings.post_articles.is_empty());
            article && (marked || alone || is_name(name)) || marked && titled
        }
        None => marked && is_name(text),
    };
    is_label.then_some(("opener", found.captures))
}
