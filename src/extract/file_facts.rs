//! What a file's metadata say of the document and its copy: days of adoption and issue, job number.

use super::{Extractor, Reading};
use crate::model::metadata::Field;
use crate::model::{Findings, Node};
use crate::vocabulary::{dcterms, rap};

pub struct FileFacts;

const NAME: &str = "file_facts";

impl Extractor for FileFacts {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[dcterms::DATE, dcterms::ISSUED, rap::ADOPTED_ON, rap::JOB_NUMBER]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        for record in &document.metadata {
            let place = reading.place_of(record, NAME).pattern("metadata");
            match (record.field, record.date) {
                (Field::Adopted, Some(day)) => {
                    out.state(&document.entity, dcterms::DATE, day, &place);
                    out.state(&document.entity, rap::ADOPTED_ON, day, &place);
                }
                (Field::Issued, Some(day)) => {
                    out.state(&document.entity, dcterms::ISSUED, day, &place);
                }
                (Field::JobNumber, _) => {
                    let number = super::document_facts::job_number(&record.value);
                    out.state(Node::Plain(document.copy_key()), rap::JOB_NUMBER, Node::Plain(number), &place);
                }
                _ => {}
            }
        }
    }
}
