//! Whose word each part of a document is, and where it stands: the senders of a letter, the adopters of an annex,
//! the side for which a speaker speaks, the body that resolves.

use crate::model::{Claimant, Document, Entity, Genre, Meaning, SegmentKind as K, Turn};
use rustc_hash::FxHashMap;

/// The place and the claimants of each segment, in order.
#[must_use]
pub fn places(document: &Document) -> Vec<Entity> {
    document
        .segments
        .iter()
        .enumerate()
        .map(|(i, segment)| {
            let container = if matches!(segment.kind, K::Annex | K::Speech) { Some(i) } else { segment.parent };
            container.map_or_else(|| document.entity.clone(), |c| part_entity(document, c))
        })
        .collect()
}

/// The IRI key of an annex or a speech.
#[must_use]
pub fn part_entity(document: &Document, container: usize) -> Entity {
    let segment = &document.segments[container];
    match (segment.kind, segment.number) {
        (K::Speech, n) => document.entity.part(&format!("speech-{n}")),
        (_, 0) => document.entity.part("annex"),
        (_, n) => document.entity.part(&format!("annex-{n}")),
    }
}

/// Sets who asserts what each segment says.
pub fn assign(document: &mut Document) {
    let parts = Parts::of(document);
    let claimants: Vec<Claimant> = (0..document.segments.len()).map(|i| Claimant { by: of_segment(document, i, &parts) }).collect();
    document.claimants = claimants;
}

/// What is found once for an annex or a speech, however many segments stand in it.
struct Parts<'d> {
    adopters: FxHashMap<usize, Vec<Entity>>,
    turns: FxHashMap<usize, &'d Turn>,
}

impl<'d> Parts<'d> {
    fn of(document: &'d Document) -> Self {
        let annexes = document.of_kind(K::Annex).map(|(i, _)| i);
        let adopters = annexes.map(|i| (i, annexed(document, i))).collect();
        Self { adopters, turns: document.turns.iter().map(|turn| (turn.segment, turn)).collect() }
    }
}

/// Whose word an annex is: of those who send it, of those who adopted it, of who sends the whole.
fn annexed(document: &Document, annex: usize) -> Vec<Entity> {
    let letter = document.letter_senders(Some(annex)).map(<[Entity]>::to_vec);
    letter.or_else(|| adopters(document, annex)).unwrap_or_else(|| document.senders.clone())
}

fn of_segment(document: &Document, index: usize, parts: &Parts<'_>) -> Vec<Entity> {
    let segment = &document.segments[index];
    if !segment.kind.is_prose() || matches!(segment.kind, K::AgendaTitle | K::Title | K::LetterTitle | K::AdoptionLine) {
        return Vec::new();
    }
    if let Some(parent) = segment.parent {
        return match document.segments[parent].kind {
            K::Speech => parts.turns.get(&parent).and_then(|turn| speech_side(document, turn, index)).into_iter().collect(),
            K::Annex => parts.adopters.get(&parent).cloned().unwrap_or_default(),
            _ => Vec::new(),
        };
    }
    match document.genre {
        Genre::Resolution | Genre::DraftResolution | Genre::Decision | Genre::PresidentialStatement => {
            document.organ.iter().cloned().collect()
        }
        Genre::VerbatimRecord => Vec::new(),
        _ => document.senders.clone(),
    }
}

/// The side for which a paragraph of a speech speaks: that of the turn, or the capacity last taken up.
fn speech_side(document: &Document, turn: &Turn, paragraph: usize) -> Option<Entity> {
    let at = document.segments[paragraph].span.start;
    let capacity = turn.capacities.iter().rev().find(|c| c.span.start <= at);
    capacity.map(|c| c.side.clone()).or_else(|| turn.side.clone())
}

/// Who adopted an annexed text: the organisations named in its title, or the states listed in its first sentence.
fn adopters(document: &Document, annex: usize) -> Option<Vec<Entity>> {
    if let Some(states) = first_person(document, annex) {
        return Some(states);
    }
    let title = document.children(annex).find(|(_, s)| s.kind == K::AnnexTitle);
    let (index, _) = title?;
    let mut organisations: Vec<Entity> = Vec::new();
    for mention in &document.mentions[index] {
        if let Meaning::Name(entity) = &mention.meaning
            && matches!(entity.kind, crate::model::Kind::Organisation)
            && !is_united_nations(entity)
        {
            organisations.push(entity.clone());
        }
    }
    organisations.truncate(1);
    (!organisations.is_empty() && is_own_word(document, annex)).then_some(organisations)
}

/// `We, the representatives of A, B and C`: those whom the first person stands for.
fn first_person(document: &Document, annex: usize) -> Option<Vec<Entity>> {
    let (index, opening) = document.children(annex).find(|(_, s)| s.kind == K::Paragraph)?;
    let list = opening.capture("senders")?;
    let named = document.mentions[index].iter().filter(|m| list.contains(m.span)).flat_map(|m| m.entities());
    let mut states: Vec<Entity> = Vec::new();
    for state in named.filter(|e| e.is_state()) {
        if !states.contains(state) {
            states.push(state.clone());
        }
    }
    (states.len() > 1).then_some(states)
}

fn is_united_nations(entity: &Entity) -> bool {
    matches!(&*entity.key, "UN" | "UNGA" | "UNSC")
}

/// Memoranda and draft resolutions are the senders' own; declarations and statements are those of who adopted them.
fn is_own_word(document: &Document, annex: usize) -> bool {
    !document.children(annex).any(|(_, s)| matches!(s.kind, K::Operative)) && document.genre != Genre::RequestForItem
}
