//! Symbols of a paragraph, with their places, and what a document proves of them: see [`crate::symbol`].

use crate::knowledge::Knowledge;
use crate::model::{Document, Entity, Meaning, Problem, Severity, Span};
use crate::symbol::{self, Body, Number, Parts, Series, Session, Symbol};
use std::collections::{BTreeMap, BTreeSet};

/// Finds the symbols of a text, in their one spelling; a double symbol gives both halves.
pub fn find(text: &str) -> Vec<(Span, Vec<String>)> {
    let found = symbol::find(text).into_iter();
    found.map(|f| (Span::new(f.range.start, f.range.end), f.symbols.iter().map(Symbol::to_string).collect())).collect()
}

/// The document of a symbol; one of a resolution of the Council gets the year that it lacks.
#[must_use]
pub fn document(symbol: &str, knowledge: &Knowledge) -> Entity {
    let parts = Parts::of(symbol);
    let lacks_year = parts.is(Body::SECURITY_COUNCIL, Series::Resolution) && parts.session.is_none() && parts.behind.is_empty();
    let complete = || {
        let number = parts.number.filter(|_| lacks_year)?;
        let year = knowledge.gazetteer.council_year(number)?;
        let number = Number { session: Some(Session::InYear(year)), number, letters: String::new() };
        Symbol::of(Body::SECURITY_COUNCIL, Series::Resolution, &number)
    };
    complete().map_or_else(|| Entity::document(symbol), |whole| Entity::document(whole.as_str()))
}

/// A text that prints a double symbol proves that its second half is the document of the first: so it is wherever the
/// half stands alone.
pub fn join_halves(document: &mut Document) {
    let mut firsts: BTreeMap<Entity, Entity> = BTreeMap::new();
    for mention in document.mentions.iter().flatten().filter(|m| matches!(m.meaning, Meaning::Reference(_))) {
        if let Some((first, second)) = symbol::double(document.slice(mention.span)) {
            firsts.insert(Entity::document(second.as_str()), Entity::document(first.as_str()));
        }
    }
    if firsts.is_empty() {
        return;
    }
    for mention in document.mentions.iter_mut().flatten() {
        if let Meaning::Reference(entities) = &mut mention.meaning {
            entities.iter_mut().for_each(|e| {
                if let Some(first) = firsts.get(e) {
                    *e = first.clone();
                }
            });
        }
    }
}

/// Years printed beside numbers of the Council that the table of its years contradicts: they stand as printed, and are
/// told.
#[must_use]
pub fn contradictions(path: &str, document: &Document, knowledge: &Knowledge) -> Vec<Problem> {
    let entities: BTreeSet<&Entity> = document.mentions.iter().flatten().flat_map(|m| m.entities()).collect();
    let of = |entity: &&Entity| {
        let parts = Parts::of(&entity.key);
        let number = parts.number.filter(|_| parts.is(Body::SECURITY_COUNCIL, Series::Resolution))?;
        let known = knowledge.gazetteer.council_year(number).filter(|known| parts.year().is_some_and(|year| year != *known))?;
        let message = format!("`{}` is kept as printed, but resolution {number} was adopted in {known}", entity.key);
        Some(Problem::new(path, Severity::Note, message))
    };
    entities.iter().filter_map(of).collect()
}
