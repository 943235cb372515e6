//! Who speaks for whom in a verbatim record: labels, the roster, invitations, and changes of capacity.
//!
//! The bracket after a name is a state for its representatives; a guest introduced as the holder of a post in an
//! organisation speaks for that, whatever the bracket says.

use crate::knowledge::Knowledge;
use crate::knowledge::layout::LayoutPatterns;
use crate::model::{Capacity, Document, Entity, Kind, Segment, SegmentKind as K, Span, Turn};
use crate::resolve::people::{Sighting, likeness};
use std::sync::Arc;

/// Code of the post of those who represent a state at a meeting.
pub const REPRESENTATIVE: &str = "representative";

/// The turns of a document, before its persons are joined.
#[must_use]
pub fn find(document: &Document, knowledge: &Knowledge) -> Vec<Turn> {
    let presiding = document.of_kind(K::Presiding).next().map(|(_, s)| s);
    // Where two presided in turn, the label does not tell which of them speaks.
    let presidents: Vec<String> =
        document.of_kind(K::Presiding).filter_map(|(_, s)| s.capture("name")).map(|n| document.slice(n).to_owned()).collect();
    let president = presidents.first().filter(|_| presidents.len() == 1).cloned();
    let presidents_state = presiding.and_then(|s| affiliation(document, knowledge, s));
    let chair = document.organ.clone().unwrap_or_else(|| Entity::organisation("UN"));
    let speeches: Vec<usize> = document.of_kind(K::Speech).map(|(i, _)| i).collect();
    speeches
        .into_iter()
        .map(|segment| {
            let speech = &document.segments[segment];
            let is = |label: &str| speech.capture(label).is_some();
            let presiding = is("president") || is("acting-president");
            let mut turn =
                Turn { segment, presiding, name: None, title: None, one_of: Vec::new(), side: None, post: None, capacities: Vec::new() };
            if presiding {
                turn.name = president.clone().filter(|_| is("president"));
                turn.one_of = presidents.iter().filter(|_| is("president") && presidents.len() > 1).cloned().collect();
                turn.side = Some(chair.clone());
                turn.post = Some(Entity::post(&chair, if is("president") { "president" } else { "acting-president" }));
                turn.capacities = capacities(document, knowledge, segment, &chair, presidents_state.as_ref());
            } else if is("secretary-general") {
                let un = Entity::organisation("UN");
                turn.post = Some(Entity::post(&un, "secretary-general"));
                turn.side = Some(un);
            } else if let Some(words) = speech.capture("post") {
                titled(document, knowledge, speech, words, &mut turn);
                turn.capacities = groups(document, knowledge, segment, turn.side.as_ref());
            } else {
                named(document, knowledge, speech, &mut turn);
                turn.capacities = groups(document, knowledge, segment, turn.side.as_ref());
            }
            turn
        })
        .collect()
}

/// A turn that begins with a post: `President X`, `The Deputy Secretary-General`. Whose post it is tells the document, or,
/// of the two posts at the head of the Secretariat, their name alone.
fn titled(document: &Document, knowledge: &Knowledge, speech: &Segment, words: Span, turn: &mut Turn) {
    let text = document.slice(words);
    let settings = &knowledge.rules(speech.language).settings;
    let named: Vec<_> = knowledge.names.find(text, speech.language).collect();
    let Some((post, sense)) = named.iter().find(|(_, s)| s.entity.kind == Kind::Post) else {
        turn.name = Some(text.to_owned());
        turn.side = affiliation(document, knowledge, speech);
        return;
    };
    let code = sense.entity.key.clone();
    let holder = named.iter().find(|(span, s)| {
        let behind = text.get(post.end..span.start).is_some_and(|between| settings.joins_holder(between));
        behind && matches!(s.entity.kind, Kind::State | Kind::Organisation)
    });
    let from = holder.map_or(post.end, |(span, _)| span.end);
    let bare = |from: usize, to: usize| super::person_names::bare(text, Span::new(from, to), settings).of(text);
    let articles = &settings.post_articles;
    let name = Some(bare(from, text.len())).filter(|name| !name.is_empty()).unwrap_or_else(|| bare(0, post.start));
    let name = if articles.iter().any(|a| a.to_lowercase() == name.to_lowercase()) { "" } else { name };
    if let Some((_, sense)) = holder {
        turn.post = Some(Entity::post(&sense.entity, &code));
        turn.side = Some(side_of(&sense.entity, knowledge));
        turn.name = Some(name.to_owned()).filter(|name| !name.is_empty());
        return;
    }
    turn.side = affiliation(document, knowledge, speech);
    if name.is_empty() {
        let heads = ["secretary-general", "deputy-secretary-general"];
        let un = Entity::organisation("UN");
        if heads.contains(&&*code) {
            turn.post = Some(Entity::post(&un, &code));
            turn.side = Some(un);
        }
        return;
    }
    turn.name = Some(name.to_owned());
    let offices = document.offices.iter().filter(|o| o.beside.is_none() && o.post == code);
    let told = offices.max_by(|a, b| likeness(&a.name, name).total_cmp(&likeness(&b.name, name)));
    let told = told.filter(|o| likeness(&o.name, name) >= crate::resolve::people::ALIKE);
    let holder = told.map(|o| o.holder.clone()).or_else(|| turn.side.clone().filter(Entity::is_state));
    match holder {
        Some(holder) => {
            turn.post = Some(Entity::post(&holder, &code));
            turn.side = Some(side_of(&holder, knowledge));
        }
        // An ambassador by name has a seat; any other post is the holder's own.
        None => turn.title = Some(code).filter(|code| !REPRESENT_STATES.contains(&&**code)),
    }
}

/// Posts of those who may have a seat at the meeting.
const REPRESENT_STATES: [&str; 4] = ["ambassador", "permanent-representative", "representative", "minister"];

fn named(document: &Document, knowledge: &Knowledge, speech: &Segment, turn: &mut Turn) {
    let Some(name) = speech.capture("name").map(|n| document.slice(n)) else { return };
    turn.name = Some(name.to_owned());
    let state = affiliation(document, knowledge, speech);
    let alike = |bar: f64| {
        let mut best = None;
        for office in document.offices.iter().filter(|o| o.holder.kind == Kind::Organisation && o.beside.is_none()) {
            let score = likeness(&office.name, name);
            if score >= bar && best.as_ref().is_none_or(|&(_, s)| score > s) {
                best = Some((office, score));
            }
        }
        best.map(|(office, _)| office)
    };
    let on_roster = document.of_kind(K::RosterRow).any(|(_, r)| r.capture("name").is_some_and(|n| document.slice(n) == name));
    let guest = match state {
        Some(_) if on_roster => None,
        Some(_) => alike(1.0),
        None => alike(crate::resolve::people::ALIKE),
    };
    match guest {
        Some(office) => {
            turn.side = Some(side_of(&office.holder, knowledge));
            turn.post = Some(Entity::post(&office.holder, &office.post));
        }
        None => turn.side = state,
    }
}

/// The State or organisation whose key a post's key begins with.
#[must_use]
pub fn holder_named(key: &str, knowledge: &Knowledge) -> Entity {
    let state = Entity::new(Kind::State, key);
    if knowledge.gazetteer.entity(&state).is_some() { state } else { Entity::organisation(key) }
}

/// Officials of the Secretariat speak for the United Nations.
fn side_of(holder: &Entity, knowledge: &Knowledge) -> Entity {
    match knowledge.gazetteer.kind_of(holder) {
        "department" | "office" | "mission" => Entity::organisation("UN"),
        _ => holder.clone(),
    }
}

/// The state or organisation in a label's or a roster's brackets.
#[must_use]
pub fn affiliation(document: &Document, knowledge: &Knowledge, segment: &Segment) -> Option<Entity> {
    let span = segment.capture("affiliation").or_else(|| segment.capture("state"))?;
    let text = document.slice(span).trim();
    let of = |kind| knowledge.names.exactly(text, segment.language, kind).map(|s| s.entity.clone());
    of(Kind::State).or_else(|| of(Kind::Organisation)).or_else(|| {
        let mut states = knowledge.names.find(text, segment.language).filter(|(_, s)| s.entity.kind == Kind::State);
        states.next().map(|(_, s)| s.entity.clone())
    })
}

/// The sentences of a turn in which the president changes capacity.
fn capacities(document: &Document, knowledge: &Knowledge, speech: usize, chair: &Entity, own: Option<&Entity>) -> Vec<Capacity> {
    let mut found = Vec::new();
    for (index, span, layout) in sentences(document, knowledge, speech) {
        let text = document.slice(span);
        if layout.is("resumption", text) {
            let post = Some(Entity::post(chair, "president"));
            found.push(Capacity { span, side: chair.clone(), post, resumed: true });
        } else if let Some(matched) = layout.line("capacity", text, span.start) {
            let words = matched.get("text").unwrap_or(span);
            found.extend(capacity(document, index, span, words, own));
        }
    }
    found
}

/// The sentences of a speech with the segment that each stands in, and the layout of its language.
fn sentences<'d>(
    document: &'d Document,
    knowledge: &'d Knowledge,
    speech: usize,
) -> impl Iterator<Item = (usize, Span, &'d LayoutPatterns)> {
    let paragraphs = document.children(speech).filter(|(_, s)| s.kind == K::Paragraph);
    paragraphs.flat_map(move |(index, paragraph)| {
        let rules = knowledge.rules(paragraph.language);
        let all = super::sentences::split(document.slice(paragraph.span), &rules.settings);
        all.into_iter().map(move |sentence| (index, sentence.shifted(paragraph.span.start), &rules.layout))
    })
}

/// The sentences of a turn in which a representative begins to speak for an organisation or a group of states too, and
/// those in which the state's own word begins.
fn groups(document: &Document, knowledge: &Knowledge, speech: usize, own: Option<&Entity>) -> Vec<Capacity> {
    let mut found: Vec<Capacity> = Vec::new();
    let Some(own) = own.filter(|side| side.is_state()) else { return found };
    for (index, span, layout) in sentences(document, knowledge, speech) {
        let text = document.slice(span);
        if !found.is_empty() && layout.is("national-capacity", text) {
            found.push(Capacity { span, side: own.clone(), post: None, resumed: true });
        } else if let Some(words) = layout.line("speaks-for", text, span.start).and_then(|matched| matched.get("text")) {
            let inside = document.mentions[index].iter().filter(|m| words.contains(m.span)).flat_map(|m| m.entities());
            let mut groups: Vec<&Entity> = inside.filter(|e| e.kind == Kind::Organisation).collect();
            groups.dedup();
            // Two groups at once: whose word it is would be open.
            if let [group] = groups.as_slice() {
                found.push(Capacity { span, side: (*group).clone(), post: None, resumed: false });
            }
        }
    }
    found
}

fn capacity(document: &Document, paragraph: usize, span: Span, words: Span, own: Option<&Entity>) -> Option<Capacity> {
    let inside = || document.mentions[paragraph].iter().filter(move |m| words.contains(m.span));
    let side = inside().flat_map(|m| m.entities()).find(|e| matches!(e.kind, Kind::State | Kind::Organisation)).or(own)?.clone();
    let post = inside().find_map(|m| match &m.meaning {
        crate::model::Meaning::Post(code) => Some(code.clone()),
        _ => None,
    });
    let post = post.unwrap_or_else(|| Arc::from(REPRESENTATIVE));
    Some(Capacity { span, post: Some(Entity::post(&side, &post)), side, resumed: false })
}

/// Every name that the layout and the offices give, with what is known there.
#[must_use]
pub fn sightings(document: &Document, knowledge: &Knowledge) -> Vec<Sighting> {
    let mut all: Vec<Sighting> = Vec::new();
    let representative: Arc<str> = Arc::from(REPRESENTATIVE);
    for (_, segment) in document.segments.iter().enumerate().filter(|(_, s)| matches!(s.kind, K::Presiding | K::RosterRow)) {
        let holder = affiliation(document, knowledge, segment);
        if let Some(name) = segment.capture("name") {
            all.push(Sighting { name: document.slice(name).to_owned(), holder, post: Some(representative.clone()) });
        }
    }
    for office in document.offices.iter().filter(|o| o.beside.is_none()) {
        all.push(Sighting { name: office.name.clone(), holder: Some(office.holder.clone()), post: Some(office.post.clone()) });
    }
    for turn in document.turns.iter().filter(|t| !t.presiding) {
        let Some(name) = turn.name.clone() else { continue };
        let office = turn.post.as_ref().and_then(|p| p.key.rsplit_once('/')).map(|(h, p)| (holder_named(h, knowledge), Arc::from(p)));
        let (holder, post) = match office {
            Some((holder, post)) => (Some(holder), Some(post)),
            None if turn.title.is_some() => (None, turn.title.clone()),
            None => (turn.side.clone(), turn.side.as_ref().filter(|s| s.is_state()).map(|_| representative.clone())),
        };
        all.push(Sighting { name, holder, post });
    }
    all.extend(invited(document, knowledge));
    all
}

/// Names that the president invites without a post beside them.
fn invited<'d>(document: &'d Document, knowledge: &'d Knowledge) -> impl Iterator<Item = Sighting> + 'd {
    let turns = document.turns.iter().filter(|t| t.presiding);
    let paragraphs = turns
        .flat_map(|t| document.children(t.segment))
        .filter(|(_, p)| p.kind == K::Paragraph && knowledge.rules(p.language).layout.is("invites", document.slice(p.span)));
    paragraphs.flat_map(|(index, _)| &document.mentions[index]).filter_map(|mention| match &mention.meaning {
        crate::model::Meaning::Person(name) if !document.offices.iter().any(|o| o.name == *name) => {
            Some(Sighting { name: name.clone(), holder: None, post: None })
        }
        _ => None,
    })
}
