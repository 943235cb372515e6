//! Citations that the markup of a file links, where the user trusts its links.

use super::{Extractor, Reading};
use crate::model::{Findings, Node};
use crate::vocabulary::{cito, skos};

pub struct Linked;

const NAME: &str = "linked";

impl Extractor for Linked {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[cito::CITES]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        for reference in document.references.iter().filter(|r| r.target != document.entity) {
            let at = reference.span.start;
            let sentence = reading.sentences.iter().find(|s| s.span.start <= at && at < s.span.end);
            let Some(sentence) = sentence else { continue };
            out.state(&document.entity, cito::CITES, &reference.target, &reading.place(sentence, NAME).pattern("link"));
            out.describe(&reference.target, skos::NOTATION, Node::Plain(reference.target.key.to_string()));
        }
    }
}
