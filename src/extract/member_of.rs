//! Membership: `As a member of the CSTO, Tajikistan …`, `the members of X: A, B and C`.

use super::clause::tokens;
use super::reading::{Match, as_of};
use super::unreal::before;
use super::{Extractor, Reading};
use crate::knowledge::clauses::Roles;
use crate::model::{Entity, Findings, Node, Span};
use crate::vocabulary::{org, rap};

pub struct MemberOf;

const NAME: &str = "member_of";

impl Extractor for MemberOf {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[org::MEMBER_OF]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        reading.matches(NAME, |m| {
            if is_list(m) {
                return;
            }
            let members = members(m);
            for organisation in m.any(&["orgs", "org"]) {
                for member in members.iter().filter(|member| **member != organisation && may_be_member(reading, member, &organisation)) {
                    let finding = out.state(member, org::MEMBER_OF, &organisation, &m.place(NAME));
                    let qualifiers = m.qualifiers();
                    finding.with_all(&qualifiers);
                    if !qualifiers.iter().any(|(p, _)| matches!(*p, rap::FROM | rap::ON)) {
                        finding.with_all(&as_of(reading.document.date));
                    }
                }
            }
        });
    }
}

/// Whether names stand side by side, each for itself: `X, members of Y and others`, `between members of X and of Y`.
fn is_list(m: &Match<'_, '_>) -> bool {
    let Some(whole) = m.original_whole() else { return false };
    if before(m, whole).iter().any(|t| t.does(Roles::BETWEEN)) {
        return true;
    }
    let text = &m.sentence.skeleton.text[m.whole().start..m.whole().end];
    let mut marks = text.char_indices().filter(|(_, c)| is_marker(*c)).map(|(at, c)| at + c.len_utf8());
    let is_apposition = marks.next().is_some_and(|end| text[end..].trim_start().starts_with(COMMAS));
    let sentence = m.sentence;
    let rest = tokens(m.reading, sentence.segment, Span::new(whole.end.min(sentence.span.end), sentence.span.end));
    let next = rest.iter().find(|t| !t.is_stop() || m.reading.document.slice(t.span) != ",");
    let begins_with_name = text.starts_with(is_marker);
    begins_with_name && is_apposition && next.is_some_and(|t| t.does(Roles::JOINT))
}

const COMMAS: [char; 3] = [',', '\u{60C}', '\u{3001}'];

fn is_marker(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

/// The members of the principal organs are States.
fn may_be_member(reading: &Reading<'_>, member: &Entity, organisation: &Entity) -> bool {
    member.is_state() || reading.knowledge.gazetteer.kind_of(organisation) != "principal-organ"
}

/// The parties that the sentence names, or the side that speaks.
pub fn members(m: &Match<'_, '_>) -> Vec<Entity> {
    if m.setting("subject") == Some("claimants") {
        return m.reading.document.claimants[m.sentence.segment].by.iter().filter(|c| c.is_state()).cloned().collect();
    }
    let named = m.any(&["parties", "party", "states", "state"]);
    if named.is_empty() { m.claimant().into_iter().collect() } else { named }
}

/// A date qualifier under a predicate of its own.
pub fn on(m: &Match<'_, '_>) -> Vec<(&'static str, Node)> {
    m.moment("date").map(|d| (rap::ON, d.from.into())).into_iter().collect()
}
