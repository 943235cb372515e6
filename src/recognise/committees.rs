//! Committees of the Security Council that are named by the resolution that set them up: the Committee established
//! pursuant to resolution 1540 (2004).

use super::{Context, Mentions};
use crate::model::text::is_within;
use crate::model::{Entity, Language, Meaning, Span};
use crate::symbol::{Body, Parts, Series};

/// Characters between the words for the committee and the number: paragraph 16 of Security Council resolution.
const BETWEEN: usize = 60;

/// Characters between two numbers of one list.
const LINK: usize = 6;

/// Resolutions that one committee is named by at most; a longer list is that of several committees.
const MOST: usize = 3;

/// Finds them; must run after the resolutions and before the names.
pub fn find(found: &mut Mentions<'_>, language: Language, context: &Context<'_>) {
    let forms = &context.knowledge.rules(language).references.committees;
    let numbered: Vec<(Span, Entity)> = found.all().iter().filter_map(|m| Some((m.span, committee_of(&m.meaning)?))).collect();
    let text = found.text;
    let linked = |a: &(Span, Entity), b: &(Span, Entity)| is_within(&text[a.0.end..b.0.start], LINK);
    let mut before = 0;
    // The resolution that stands first names it: established pursuant to resolutions A, B and C.
    for list in numbered.chunk_by(linked).filter(|list| list.len() <= MOST) {
        let ((first, committee), last) = (&list[0], list[list.len() - 1].0);
        let named = if language.is_unspaced() {
            let longest = forms.iter().find(|form| text[last.end..].starts_with(form.as_str()));
            longest.map(|form| Span::new(last.end, last.end + form.len()))
        } else {
            named_before(text, before, first.start, forms)
        };
        if let Some(span) = named {
            found.add(span, Meaning::Resolved(vec![committee.clone()], *first));
        }
        before = last.end;
    }
}

/// The words for a committee in front of a number, behind what was read before.
fn named_before(text: &str, from: usize, number: usize, forms: &[String]) -> Option<Span> {
    let lead = &text[from..number];
    let (at, length) = forms.iter().filter_map(|form| lead.rfind(form.as_str()).map(|at| (at, form.len()))).max()?;
    let between = &lead[at + length..];
    let near = is_within(between, BETWEEN) && !between.contains([',', ';', '(', '\u{60C}']);
    near.then(|| Span::new(from + at, from + at + length))
}

/// The committee that a resolution of the Council gives its number to.
fn committee_of(meaning: &Meaning) -> Option<Entity> {
    let Meaning::Reference(documents) = meaning else { return None };
    let parts = Parts::of(&documents.first()?.key);
    let number = parts.number.filter(|_| parts.is(Body::SECURITY_COUNCIL, Series::Resolution))?;
    Some(Entity::organisation(&format!("SC-{number}-COMMITTEE")))
}
