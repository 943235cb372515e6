//! What was put to the vote in a record, who voted how, and what became of it.
//!
//! `document S/2035/27, which contains the text of a draft resolution`, then the vote and its roll, then `adopted as
//! resolution 2999 (2035)`: the roll belongs to the draft, and the resolution was adopted from it. A draft that has
//! only a number within a report is named by what it was adopted as. Left out: votes on a paragraph, and on texts that
//! have no name or several.

use super::Reading;
use super::sponsors::{StateList, lists};
use crate::knowledge::layout::LayoutPatterns;
use crate::model::{Entity, Meaning, SegmentKind, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A vote, or a decision without one.
#[derive(Debug, Default)]
pub struct Poll<'d> {
    /// What was decided on.
    pub text: Option<Entity>,
    /// What it was adopted as, and where that is told.
    pub result: Option<(Entity, usize, Span)>,
    /// The lists of its roll, by the label of the layout.
    pub rolls: Vec<(&'static str, StateList<'d>)>,
}

/// Labels of the lists of a roll.
pub const LABELS: [&str; 3] = ["votes-for", "votes-against", "votes-abstaining"];

/// Segments between the putting to the vote and its result.
const REACH: usize = 16;

/// The lists of the rolls of a document, by segment.
pub fn rolls<'d>(reading: &Reading<'d>) -> BTreeMap<usize, (&'static str, StateList<'d>)> {
    LABELS.into_iter().flat_map(|label| lists(reading, label).into_iter().map(move |list| (list.segment, (label, list)))).collect()
}

/// The decisions of a record, in order.
pub fn polls<'d>(reading: &Reading<'d>) -> Vec<Poll<'d>> {
    let mut desk = Desk {
        reading,
        rolls: rolls(reading),
        announced: BTreeSet::new(),
        amendments: BTreeSet::new(),
        put: None,
        open: Poll::default(),
        done: Vec::new(),
    };
    for segment in 0..reading.document.segments.len() {
        desk.take(segment);
    }
    desk.close(None);
    desk.done
}

/// What lies before the body as its record goes on.
struct Desk<'r, 'd> {
    reading: &'r Reading<'d>,
    rolls: BTreeMap<usize, (&'static str, StateList<'d>)>,
    /// Drafts last spoken of as such.
    announced: BTreeSet<Entity>,
    amendments: BTreeSet<Entity>,
    /// What was put to the vote, if it has a name, and in which segment.
    put: Option<(Option<Entity>, usize)>,
    open: Poll<'d>,
    done: Vec<Poll<'d>>,
}

impl Desk<'_, '_> {
    fn take(&mut self, index: usize) {
        let document = self.reading.document;
        if let Some(roll) = self.rolls.remove(&index) {
            self.open.rolls.push(roll);
            return;
        }
        let segment = &document.segments[index];
        if !segment.kind.is_prose() || !self.is_of_the_chair(index) {
            return;
        }
        let layout = &self.reading.knowledge.rules(segment.language).layout;
        let text = document.slice(segment.span);
        if self.is_result(layout, text) {
            self.conclude(index, layout);
            return;
        }
        let (drafts, amendments) = (self.drafts(index, "draft-announced"), self.drafts(index, "amendment-announced"));
        if !drafts.is_empty() {
            self.announced.clone_from(&drafts);
        }
        if !amendments.is_empty() {
            self.amendments.clone_from(&amendments);
        }
        if layout.is("put-to-vote", text) {
            self.close(None);
            let of_amendment = layout.is("amendment-announced", text);
            let (named, before) = if of_amendment { (amendments, &self.amendments) } else { (drafts, &self.announced) };
            let candidates = if named.is_empty() { before.clone() } else { named };
            let nameless = layout.is("numbered-draft", text) || layout.is("part-put", text);
            self.put = Some((only(&candidates).filter(|_| !nameless), index));
        }
    }

    /// Whether a paragraph is the chair's own, or the record's.
    fn is_of_the_chair(&self, index: usize) -> bool {
        let document = self.reading.document;
        document.segments[index].parent.is_none_or(|parent| document.turns.iter().any(|t| t.segment == parent && t.presiding))
    }

    fn is_result(&self, layout: &LayoutPatterns, text: &str) -> bool {
        let told = layout.is("vote-result", text) || layout.is("vote-failed", text);
        told && (layout.is("draft-announced", text) || layout.is("amendment-announced", text) || layout.is("part-put", text))
            && (!self.open.rolls.is_empty() || self.put.is_some() || layout.is("vote-result", text))
    }

    /// A paragraph tells what became of a draft: that which it names, or the one put to the vote.
    fn conclude(&mut self, index: usize, layout: &LayoutPatterns) {
        let document = self.reading.document;
        let segment = &document.segments[index];
        let text = document.slice(segment.span);
        let named = self.drafts(index, "draft-announced");
        let near = self.put.take().filter(|(_, at)| index - at <= REACH);
        if layout.is("part-put", text) {
            self.open = Poll::default();
            return;
        }
        let of_amendment = layout.is("amendment-announced", text) && !layout.is("draft-announced", text);
        let numbered = layout.is("numbered-draft", text);
        let put = near.and_then(|(put, _)| put);
        self.open.text = if named.is_empty() { put.filter(|_| !numbered) } else { only(&named) };
        let adopted = (layout.is("vote-result", text) && !layout.is("vote-failed", text) && !of_amendment)
            .then(|| only(&self.resolutions(index)))
            .flatten();
        let told = self.open.text.is_some() || numbered;
        self.close(adopted.filter(|_| told).map(|resolution| (resolution, index, segment.span)));
    }

    fn close(&mut self, result: Option<(Entity, usize, Span)>) {
        let mut poll = std::mem::take(&mut self.open);
        if poll.text.is_none() && result.is_none() {
            poll.text = self.put.take().and_then(|(put, _)| put);
        }
        if let Some(text) = &poll.text {
            self.announced.remove(text);
        }
        poll.result = result;
        if poll.text.is_some() && poll.result.is_some() || !poll.rolls.is_empty() {
            self.done.push(poll);
        }
    }

    /// The drafts that the sentences of a kind name.
    fn drafts(&self, index: usize, part: &str) -> BTreeSet<Entity> {
        self.named(index, Some(part)).into_iter().filter(|e| is_draft(&e.key)).collect()
    }

    fn resolutions(&self, index: usize) -> BTreeSet<Entity> {
        self.named(index, None).into_iter().filter(|e| e.key.contains("/RES/")).collect()
    }

    fn named(&self, index: usize, part: Option<&str>) -> BTreeSet<Entity> {
        let document = self.reading.document;
        let layout = &self.reading.knowledge.rules(document.segments[index].language).layout;
        let first = self.reading.sentences.partition_point(|s| s.segment < index);
        let own = self.reading.sentences[first..].iter().take_while(|s| s.segment == index);
        let of_kind = own.filter(|s| part.is_none_or(|part| layout.is(part, document.slice(s.span))));
        let mentions = of_kind.flat_map(|s| self.reading.mentions(s)).filter(|m| matches!(m.meaning, Meaning::Reference(_)));
        mentions.filter_map(|m| m.entities().first().cloned()).collect()
    }
}

/// Drafts of the Council have the symbols of its documents, those of the Assembly are limited papers.
fn is_draft(key: &str) -> bool {
    let mut parts = key.split('/');
    let council = parts.next() == Some("S") && parts.next().is_some_and(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()));
    council || key.split('/').any(|part| part.starts_with("L."))
}

fn only(entities: &BTreeSet<Entity>) -> Option<Entity> {
    if entities.len() == 1 { entities.first().cloned() } else { None }
}

/// Whether a paragraph of a record is a list of a roll: nobody's words.
pub fn is_roll(reading: &Reading<'_>, segment: usize) -> bool {
    let document = reading.document;
    let labelled = |index: usize| {
        let layout = &reading.knowledge.rules(document.segments[index].language).layout;
        document.segments[index].kind == SegmentKind::Paragraph
            && LABELS.iter().any(|label| layout.is(label, document.slice(document.segments[index].span)))
    };
    let states = |index: usize| document.mentions[index].iter().any(|m| m.entities().iter().any(Entity::is_state));
    labelled(segment) || segment > 0 && labelled(segment - 1) && !states(segment - 1)
}
