//! Bodies of a paragraph whose resolutions may be cited: named (General Assembly, Economic Commission for Africa), or
//! pointed to (the Council, in a document of the Human Rights Council).

use super::Context;
use crate::knowledge::names::Sense;
use crate::model::text::is_cjk;
use crate::model::{Deixis, Entity, Kind, Language, Span};
use crate::symbol::Body;

/// Kinds of organisations whose resolutions, where they have any, are their own.
const RESOLVING: [&str; 8] = [
    "subsidiary-organ",
    "organ",
    "regional-commission",
    "treaty-body",
    "agency",
    "regional-organisation",
    "related-organisation",
    "programme",
];

/// Finds them, in the order of the text.
pub fn find(text: &str, names: &[(Span, &Sense)], language: Language, context: &Context<'_>) -> Vec<(Span, Entity)> {
    let gazetteer = &context.knowledge.gazetteer;
    let resolves = |body: &Entity| Body::has_resolutions(&body.key) || RESOLVING.contains(&gazetteer.kind_of(body));
    let named = names.iter().filter(|(_, sense)| sense.entity.kind == Kind::Organisation && resolves(&sense.entity));
    let mut bodies: Vec<(Span, Entity)> = named.map(|(span, sense)| (*span, sense.entity.clone())).collect();
    let within = |span: Span| names.iter().any(|(name, _)| name.overlaps(span) && name.end > span.end || name.contains(span));
    for (span, is_council) in pointing(text, language, context).into_iter().filter(|(span, _)| !within(*span)) {
        let body = if is_council { council(span, &bodies, context) } else { Entity::organisation(Body::ASSEMBLY.code()) };
        bodies.push((span, body));
    }
    bodies.sort_by_key(|(span, _)| span.start);
    bodies
}

/// Words that point to a council or an assembly, with whether it is a council.
fn pointing(text: &str, language: Language, context: &Context<'_>) -> Vec<(Span, bool)> {
    let rules = context.knowledge.rules(language);
    let mut found = Vec::new();
    for (span, deixis) in rules.deixis.find(text) {
        let ends_word = !text[span.end..].starts_with(|c: char| c.is_alphabetic() && !is_cjk(c));
        match deixis {
            Some(Deixis::OwnCouncil) if ends_word => found.push((span, true)),
            Some(Deixis::OwnAssembly) if ends_word => found.push((span, false)),
            _ => {}
        }
    }
    for form in &rules.references.councils {
        found.extend(text.match_indices(form.as_str()).map(|(at, _)| (Span::new(at, at + form.len()), true)));
    }
    found
}

/// The council that is meant: that of the document, or the one that the paragraph named before; else some council.
fn council(here: Span, named: &[(Span, Entity)], context: &Context<'_>) -> Entity {
    let is_council = |body: &Entity| Body::named(&body.key).is_some_and(|b| b != Body::ASSEMBLY && b.is_council_or_assembly());
    let own = context.organ.as_ref().filter(|organ| is_council(organ));
    let before = named.iter().rev().filter(|(span, _)| span.end <= here.start).map(|(_, body)| body).find(|body| is_council(body));
    own.or(before).cloned().unwrap_or_else(|| Entity::organisation(""))
}
