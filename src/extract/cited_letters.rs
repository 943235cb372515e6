//! Letters that a document cites: who sent them when, to whom.

use super::{Extractor, Reading};
use crate::model::{Entity, Findings, Node};
use crate::vocabulary::{dcterms, rap, rdf};

pub struct CitedLetters;

const NAME: &str = "cited_letters";

impl Extractor for CitedLetters {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::SENT_BY, dcterms::DATE, rap::ADDRESSED_TO]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        reading.matches("letter_cited", |m| {
            let place = m.place(NAME);
            let (Some(letter), Some(sender)) = (m.one("reference"), m.one("state")) else { return };
            out.describe(&letter, rdf::TYPE, Node::Term(rap::LETTER));
            out.state(&letter, rap::SENT_BY, sender, &place);
            if let Some(date) = m.moment("date").filter(|d| d.from.is_day()) {
                out.state(&letter, dcterms::DATE, date.from, &place);
            }
            let language = reading.document.segments[m.sentence.segment].language;
            let post = m.words("words").and_then(|w| reading.knowledge.names.exactly(w, language, crate::model::Kind::Post));
            if post.is_some_and(|p| &*p.entity.key == "secretary-general") {
                out.state(&letter, rap::ADDRESSED_TO, Entity::post(&Entity::organisation("UN"), "secretary-general"), &place);
            }
        });
    }
}
