//! Organs that no table knows, named after their organisation: `CIS` + `statistics committee`.
//!
//! Only in languages that write the organisation first and the kind of organ last (`organ_nouns` in the data).

use super::{Context, Mentions};
use crate::model::text::is_cjk;
use crate::model::{Entity, Kind, Language, Meaning, Span};
use crate::store::iri::hash;

/// Characters an organ's name may have behind that of its organisation.
const LONGEST: usize = 16;

/// Extends organisations to their organs; must run before the names are added.
pub fn find(found: &mut Mentions<'_>, names: &[(Span, Entity)], language: Language, context: &Context<'_>) {
    let settings = &context.knowledge.rules(language).settings;
    if settings.organ_nouns.is_empty() {
        return;
    }
    for (at, (span, entity)) in names.iter().enumerate() {
        if entity.kind != Kind::Organisation || context.knowledge.gazetteer.kind_of(entity) == "principal-organ" {
            continue;
        }
        let limit = names.get(at + 1).map_or(found.text.len(), |(next, _)| next.start);
        let rest = &found.text[span.end..limit];
        let run: usize = rest
            .chars()
            .take(LONGEST)
            .take_while(|&c| is_cjk(c) && c.is_alphabetic() && !settings.organ_breaks.contains(c))
            .map(char::len_utf8)
            .sum();
        let run = &rest[..run];
        // A verb makes a clause of it: the agency supports the committee.
        if settings.organ_verbs.iter().any(|verb| run.contains(verb.as_str())) {
            continue;
        }
        let ends = settings.organ_nouns.iter().filter_map(|noun| run.rfind(noun.as_str()).filter(|&i| i > 0).map(|i| i + noun.len()));
        if let Some(end) = ends.max() {
            let whole = Span::new(span.start, span.end + end);
            found.add(whole, Meaning::Name(unknown(entity, &run[..end])));
        }
    }
}

/// An organ by its organisation and its own name.
#[must_use]
pub fn unknown(whole: &Entity, name: &str) -> Entity {
    Entity::organisation(&format!("x-{}", &hash(&[&whole.key, name])[..12]))
}
