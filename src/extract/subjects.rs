//! Subject headings: links into the UNBIS thesaurus and the Sustainable Development Goals.

use super::{Extractor, Reading};
use crate::model::metadata::Field;
use crate::model::{Findings, Language, Node};
use crate::vocabulary::{dcterms, skos};

pub struct Subjects;

const NAME: &str = "subjects";

/// Where the United Nations keep their vocabularies; links elsewhere were found by machine and are left out.
const HOME: &str = "://metadata.un.org/";

impl Extractor for Subjects {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[dcterms::SUBJECT]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        for record in document.metadata.iter().filter(|r| r.field == Field::Subject && r.value.contains(HOME)) {
            let subject = Node::Link(record.value.clone());
            out.state(&document.entity, dcterms::SUBJECT, subject.clone(), &reading.place_of(record, NAME).pattern("metadata"));
            let words = record.detail.replace('_', " ");
            if !words.is_empty() {
                out.describe(subject, skos::PREF_LABEL, Node::Text(words, Language::En));
            }
        }
    }
}
