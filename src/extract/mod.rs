//! Documents to findings: one extractor a relation, the same for every language and genre.
//!
//! An extractor is pure: it reads a document and states facts, each with the sentence it stands in. Its name is the
//! name of its file, of its folder of test cases, and of the `rap:extractor` in the evidence.

mod addressees;
mod adopted;
mod at_meeting;
mod bodies;
mod cited_dates;
mod cited_kinds;
mod cited_letters;
mod cited_statements;
mod cites;
mod clause;
mod cooperates_with;
mod correspondence;
mod document_facts;
mod drafts;
mod events;
mod file_facts;
mod holds;
mod linked;
mod lives;
mod mandated_by;
mod manner;
mod meeting;
mod member_of;
mod mentions;
mod operative;
mod paragraphs;
mod polls;
mod reading;
mod reports;
mod said;
mod signed_by;
mod speech;
mod sponsors;
mod sub_organisation_of;
mod subjects;
mod terms;
mod unreal;
mod votes;

pub use reading::{Reading, is_running_text};

use crate::model::Findings;

/// Finds the facts of one relation, or of a few that are said in one breath.
pub trait Extractor: Sync {
    fn name(&self) -> &'static str;
    /// The predicates it states.
    fn states(&self) -> &'static [&'static str];
    fn extract(&self, reading: &Reading<'_>, out: &mut Findings);
}

pub const EXTRACTORS: &[&dyn Extractor] = &[
    &document_facts::DocumentFacts,
    &file_facts::FileFacts,
    &correspondence::Correspondence,
    &signed_by::SignedBy,
    &at_meeting::AtMeeting,
    &meeting::Meeting,
    &speech::Speech,
    &paragraphs::Paragraphs,
    &addressees::Addressees,
    &reports::Reports,
    &lives::Lives,
    &drafts::Drafts,
    &sponsors::Sponsors,
    &votes::Votes,
    &subjects::Subjects,
    &cites::Cites,
    &linked::Linked,
    &mandated_by::MandatedBy,
    &cited_letters::CitedLetters,
    &cited_statements::CitedStatements,
    &member_of::MemberOf,
    &said::Said,
    &holds::Holds,
    &sub_organisation_of::SubOrganisationOf,
    &cooperates_with::CooperatesWith,
    &adopted::Adopted,
    &events::Events,
    &mentions::Mentions,
];

/// Runs all extractors on a document.
#[must_use]
pub fn extract(reading: &Reading<'_>) -> Findings {
    let mut findings = Findings::default();
    for extractor in EXTRACTORS {
        extractor.extract(reading, &mut findings);
    }
    findings
}
