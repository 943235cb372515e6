//! Statements of a president that a text cites by their day alone, with the symbol in a note: `the statement by its
//! President of 13 January 2010`.

use super::cites::cite;
use super::{Extractor, Reading};
use crate::model::{Entity, Findings, Meaning, Mention, Span};
use crate::symbol::{Body, Parts, Series};
use crate::vocabulary::{cito, dcterms, rap};

pub struct CitedStatements;

const NAME: &str = "cited_statements";

impl Extractor for CitedStatements {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[cito::CITES, dcterms::DATE, rap::RECALLS, rap::REAFFIRMS, rap::REFERS_TO, rap::WELCOMES, rap::NOTES]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        reading.matches("statement_cited", |m| {
            let Some(day) = m.moment("date").map(|moment| moment.from).filter(|date| date.is_day()) else { return };
            let Some((statement, note)) = only_statement(reading, day.year) else { return };
            let Some((span, _)) = m.original("date").filter(|_| !m.sentence.span.contains(note)) else { return };
            let mention = Mention { span, meaning: Meaning::Reference(vec![statement.clone()]) };
            let mut place = cite(reading, m.sentence, &mention, &statement, &[], out);
            place.evidence.antecedents.push(note);
            out.state(&statement, dcterms::DATE, day, &place.pattern("date-of-cited"));
        });
    }
}

/// The one presidential statement of a year that the document cites by its symbol, and where.
fn only_statement(reading: &Reading<'_>, year: i16) -> Option<(Entity, Span)> {
    let is_of_year = |e: &&Entity| {
        let parts = Parts::of(&e.key);
        parts.is(Body::SECURITY_COUNCIL, Series::PresidentialStatement) && parts.year() == u32::try_from(year).ok()
    };
    let all = reading.document.mentions.iter().flatten().filter(|m| matches!(m.meaning, Meaning::Reference(_)));
    let mut of_year = all.filter_map(|m| Some((m.entities().first().filter(is_of_year)?, m.span)));
    let (statement, note) = of_year.next()?;
    of_year.all(|(other, _)| other == statement).then(|| (statement.clone(), note))
}
