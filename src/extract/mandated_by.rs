//! What a programme or an organisation is mandated by: the documents in its list of mandates, with the part of each that
//! is meant (`79/258, sect. IX`); the programmes themselves with their names. Left out: what the rows are about.

use super::{Extractor, Reading};
use crate::model::{Findings, Meaning, Mention, Node, Span};
use crate::vocabulary::{rap, rdf, skos};

pub struct MandatedBy;

const NAME: &str = "mandated_by";

impl Extractor for MandatedBy {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::MANDATED_BY]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        for programme in &document.programmes {
            let language = document.segments[programme.segment].language;
            out.describe(&programme.entity, rdf::TYPE, Node::Term(rap::PROGRAMME));
            out.describe(&programme.entity, skos::NOTATION, Node::Plain(programme.entity.key.to_string()));
            out.describe(&programme.entity, skos::PREF_LABEL, Node::Text(programme.name.clone(), language));
        }
        for mandates in &document.mandates {
            let mentions = &document.mentions[mandates.segment];
            for (at, mention) in mentions.iter().enumerate().filter(|(_, m)| mandates.span.contains(m.span)) {
                let Meaning::Reference(documents) = &mention.meaning else { continue };
                let part = part_behind(reading, mentions, at);
                let place = reading.place_in(mandates.segment, sentence(reading, mandates.segment, mention.span), NAME);
                let place = place.pattern("list-of-mandates");
                for cited in documents.iter().filter(|d| **d != document.entity && Some(*d) != document.twin.as_ref()) {
                    for unit in &mandates.units {
                        let with: Vec<_> = part.iter().map(|p| (rap::PROVISION, Node::Plain(p.clone()))).collect();
                        out.state(unit, rap::MANDATED_BY, cited, &place).with_all(&with);
                    }
                }
            }
        }
    }
}

/// The part of a document that is named directly behind it.
fn part_behind(reading: &Reading<'_>, mentions: &[Mention], at: usize) -> Option<String> {
    let next = mentions.get(at + 1)?;
    let Meaning::Provision(part) = &next.meaning else { return None };
    let between = reading.document.text.content.get(mentions[at].span.end..next.span.start)?;
    between.trim_matches([' ', ',', '(', '\u{60C}']).is_empty().then(|| part.clone())
}

/// The sentence that a mention stands in; a row is one.
fn sentence(reading: &Reading<'_>, segment: usize, mention: Span) -> Span {
    let found = reading.sentences.iter().find(|s| s.segment == segment && s.span.contains(mention));
    found.map_or(reading.document.segments[segment].span, |s| s.span)
}
