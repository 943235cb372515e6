//! Titles of declarations, treaties and programmes that no table knows.

use super::{Context, Mentions, deixis};
use crate::model::text::is_cjk;
use crate::model::{Entity, Kind, Language, Meaning, Mention, Span};
use crate::store::iri::hash;

/// Characters of a title that can be told from common words: without marks, and between them.
const SHORTEST: usize = 5;
const SHORTEST_MARKED: usize = 4;

/// An entity for a title that no table knows: named by a digest, labelled with its words.
#[must_use]
pub fn titled_instrument(title: &str) -> Entity {
    let plain: String = title.chars().filter(|c| c.is_alphanumeric()).collect();
    Entity::new(Kind::Instrument, format!("x-{}", &hash(&[&plain.to_lowercase()])[..12]))
}

/// The instrument that a mention names in full: known by name, or by a title of its own.
#[must_use]
pub fn named_instrument(mention: &Mention) -> Option<Entity> {
    match &mention.meaning {
        Meaning::Name(entity) if entity.kind == Kind::Instrument => Some(entity.clone()),
        Meaning::Title(title) => Some(titled_instrument(title)),
        _ => None,
    }
}

/// A title that has been printed between marks is known where it stands without them.
pub fn learn(title: &str, context: &mut Context<'_>) {
    let says_enough = title.chars().count() >= SHORTEST;
    if says_enough && !context.learned.iter().any(|(name, _)| name == title) {
        context.learned.push((title.to_owned(), titled_instrument(title)));
    }
}

/// Titles between title marks: a known instrument, or a title of its own.
pub fn marked(found: &mut Mentions<'_>, language: Language, context: &Context<'_>) {
    let text = found.text;
    for (open, close) in &context.knowledge.rules(language).settings.title_marks {
        let mut from = 0;
        while let Some(start) = text[from..].find(open.as_str()).map(|i| i + from) {
            let Some(end) = balanced_end(text, start, open, close) else { break };
            let inner = &text[start + open.len()..end - close.len()];
            let exactly = |name: &str| context.knowledge.names.exactly(name, language, Kind::Instrument);
            // A short form in brackets at the end is not part of the name.
            let known = exactly(inner).or_else(|| exactly(inner.strip_suffix(')')?.rsplit_once('(')?.0));
            let printed_in = |word: &String| inner.contains(word.as_str());
            let references = &context.knowledge.rules(language).references;
            let is_publication = references.publications.iter().any(printed_in);
            let meaning = match known {
                Some(sense) => Meaning::Name(sense.entity.clone()),
                // A record or a collection, or a bare word (the Declaration) that no other text explains.
                None if is_publication || inner.chars().count() < SHORTEST_MARKED || references.is_generic_title(inner) => {
                    if let Some(pointing) = deixis::short_title(inner, language, context) {
                        found.add(Span::new(start, end), pointing);
                    }
                    from = end;
                    continue;
                }
                None => deixis::short_title(inner, language, context).unwrap_or_else(|| Meaning::Title(inner.to_owned())),
            };
            found.add(Span::new(start, end), meaning);
            from = end;
        }
    }
}

/// Titles in quotation marks that a word announces, with their kind after them: entitled `X`, a resolution.
pub fn announced(found: &mut Mentions<'_>, language: Language, context: &Context<'_>) {
    let text = found.text;
    let references = &context.knowledge.rules(language).references;
    for word in &references.announces {
        for (at, _) in text.match_indices(word.as_str()) {
            let Some((open, quoted)) = quoted_at(text, at + word.len()) else { continue };
            let title = &text[quoted.start..quoted.end];
            let close = text[quoted.end..].chars().next().map_or(0, char::len_utf8);
            let is_document = references.kinds.iter().any(|(form, _)| text[quoted.end + close..].trim_start().starts_with(form.as_str()));
            if is_document && title.chars().count() >= SHORTEST {
                found.add(Span::new(open, quoted.end + close), Meaning::Title(title.to_owned()));
            }
        }
    }
}

/// Where a quotation opens directly behind a place, and what stands in it.
fn quoted_at(text: &str, from: usize) -> Option<(usize, Span)> {
    let open = from + (text[from..].len() - text[from..].trim_start().len());
    let mark = text[open..].chars().next().filter(|c| matches!(c, '"' | '\u{201C}' | '\u{201D}' | '\u{AB}'))?;
    let start = open + mark.len_utf8();
    // Some Arabic texts close with the mark that others open with.
    let close = if mark == '\u{201D}' { ['\u{201C}'; 3] } else { ['"', '\u{201D}', '\u{BB}'] };
    let length = text[start..].find(close)?;
    Some((open, Span::new(start, start + length)))
}

/// Titles of declarations and programmes that are printed without marks.
pub fn unmarked(found: &mut Mentions<'_>, language: Language, context: &Context<'_>) {
    let rules = context.knowledge.rules(language);
    let Some(regex) = &rules.references.unmarked_titles else { return };
    for captures in regex.captures_iter(found.text) {
        let after = captures.name("after");
        let Some(title) = after.or(captures.name("title")) else { continue };
        let rest = found.text[title.end()..].chars().next();
        // A noun that goes on is the beginning of another word; one that ends `on X` does not.
        let ends = after.is_none() || rest.is_none_or(|c| !is_cjk(c) || !c.is_alphabetic() || rules.settings.organ_breaks.contains(c));
        let points = rules.references.pointing.iter().any(|word| title.as_str().contains(word.as_str()));
        if ends && !points && context.knowledge.names.exactly(title.as_str(), language, Kind::Instrument).is_none() {
            found.add(Span::new(title.start(), title.end()), Meaning::Title(title.as_str().to_owned()));
        }
    }
}

/// End of the outermost pair of marks that opens at `start`, within a sensible length.
fn balanced_end(text: &str, start: usize, open: &str, close: &str) -> Option<usize> {
    let (mut depth, mut at) = (0usize, start);
    while at < text.len() && at - start < 600 {
        if text[at..].starts_with(open) {
            depth += 1;
            at += open.len();
        } else if text[at..].starts_with(close) {
            depth -= 1;
            at += close.len();
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}
