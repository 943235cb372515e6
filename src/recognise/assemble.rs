//! From an outline to a document that the extractors can read: identity, mentions, persons, claims, coreference.

use super::{Context, claims, deixis, headings, identity, mandates, offices, persons::KnownPersons, recognise, symbols, titles, turns};
use crate::knowledge::Knowledge;
use crate::model::{Document, Entity, Hints, Kind, Meaning, Mention, SegmentKind as K, Text};
use crate::resolve::People;
use crate::resolve::people::Sighting;
use crate::segment::Outline;

/// Puts a document together, with its persons.
#[must_use]
pub fn assemble(text: Text, outline: Outline, knowledge: &Knowledge, hints: &Hints) -> (Document, People) {
    let identity = identity::identify(&text, &outline, knowledge, hints);
    let mut document = Document {
        mentions: vec![Vec::new(); outline.segments.len()],
        claimants: vec![crate::model::Claimant::default(); outline.segments.len()],
        text,
        genre: outline.genre,
        language: outline.language,
        segments: outline.segments,
        entity: identity.entity,
        twin: identity.twin,
        date: identity.date,
        organ: identity.organ,
        sessions: identity.sessions,
        places: Vec::new(),
        senders: identity.senders,
        letters: Vec::new(),
        offices: Vec::new(),
        turns: Vec::new(),
        mandates: Vec::new(),
        programmes: Vec::new(),
        metadata: Vec::new(),
        references: Vec::new(),
    };
    document.places = claims::places(&document);
    document.letters = annexed_letters(&document, knowledge);
    read_paragraphs(&mut document, knowledge);
    symbols::join_halves(&mut document);
    (document.mandates, document.programmes) = mandates::find(&document, knowledge);
    document.offices = offices::find(&document, knowledge);
    document.turns = turns::find(&document, knowledge);
    claims::assign(&mut document);
    deixis::resolve(&mut document, knowledge);
    document.offices.extend(offices::of_own_states(&document, knowledge));
    let mut sightings = turns::sightings(&document, knowledge);
    sightings.extend(signatories(&document, knowledge));
    let people = People::gather(&sightings, &document.entity, &|name| knowledge.latin_key(name));
    (document, people)
}

/// Bytes of a mark before the first number of a row.
const MARK: usize = 8;

fn read_paragraphs(document: &mut Document, knowledge: &Knowledge) {
    let mut context = Context {
        knowledge,
        today: document.date,
        organ: document.organ.clone(),
        persons: KnownPersons::new(layout_names(document)),
        learned: Vec::new(),
        above: Vec::new(),
    };
    let mut above = headings::Above::default();
    for index in 0..document.segments.len() {
        let segment = &document.segments[index];
        if !segment.kind.is_prose() {
            continue;
        }
        context.above = above.regions(document, index, knowledge);
        let mentions = recognise(document.slice(segment.span), segment.language, segment.span.start, &context);
        learn(document, &mentions, &mut context);
        // A row of a list among the lines of a front page is no title.
        let is_row = |m: &Mention| {
            matches!(m.meaning, Meaning::Reference(_)) && context.above.iter().any(|r| m.span.start <= segment.span.start + r.at + MARK)
        };
        if segment.kind == K::Title && mentions.first().is_some_and(is_row) {
            document.segments[index].kind = K::Paragraph;
        }
        document.mentions[index] = mentions;
    }
}

/// Names of persons in labels, rosters and signatures.
fn layout_names(document: &Document) -> Vec<String> {
    let named = document.segments.iter().filter(|s| matches!(s.kind, K::Presiding | K::RosterRow | K::Speech | K::Signature));
    named.filter_map(|s| s.capture("name")).map(|n| document.slice(n).replace('\n', "")).collect()
}

/// Learns what the document introduces: `Full Name (short form)`, and which organisations it has named at all.
fn learn(document: &Document, mentions: &[Mention], context: &mut Context<'_>) {
    for mention in mentions {
        if let Meaning::Title(title) = &mention.meaning {
            titles::learn(title, context);
        }
        let Meaning::Name(entity) = &mention.meaning else { continue };
        if !matches!(entity.kind, Kind::Organisation | Kind::Instrument | Kind::State) {
            continue;
        }
        let known = |e: &Entity, learned: &[(String, Entity)]| learned.iter().any(|(_, l)| l == e);
        if entity.kind == Kind::Organisation && !known(entity, &context.learned) {
            context.learned.push((String::new(), entity.clone()));
        }
        if let Some(short) = introduced(document, mention)
            && !context.learned.iter().any(|(n, _)| *n == short)
            && !is_name_already(&short, document, context)
        {
            context.learned.push((short, entity.clone()));
        }
    }
}

/// Whether a short form is a known name, of whatever kind: `the Charter of the X (X)` says the organisation's.
fn is_name_already(short: &str, document: &Document, context: &Context<'_>) -> bool {
    let kinds = [Kind::Organisation, Kind::Instrument, Kind::State];
    kinds.into_iter().any(|kind| context.knowledge.names.exactly(short, document.language, kind).is_some())
}

/// The short form in brackets directly after a name: letters only, and no longer than the name.
fn introduced(document: &Document, mention: &Mention) -> Option<String> {
    let rest = &document.text.content[mention.span.end..];
    let inner = rest.strip_prefix('(').or_else(|| rest.strip_prefix(" ("))?;
    let end = inner.find(')')?;
    let short = &inner[..end];
    let name = document.slice(mention.span);
    let letters = short.chars().all(|c| c.is_alphanumeric() || c == '-');
    let size = (2..=12).contains(&short.chars().count()) && short.len() < name.len();
    // A short form is made of its name's characters, or is an abbreviation in capitals.
    let made_of = short.chars().all(|c| name.contains(c)) || short.chars().all(|c| c.is_uppercase() || c == '-');
    (letters && size && made_of && !short.chars().any(|c| c.is_ascii_digit())).then(|| short.to_owned())
}

/// The annexes that are letters, with who sends them: named in their titles or beside their signatures. One whose
/// sender is not told is nobody's word.
fn annexed_letters(document: &Document, knowledge: &Knowledge) -> Vec<(usize, Vec<Entity>)> {
    let annexes = document.of_kind(K::Annex).map(|(i, _)| i);
    let letters = annexes.filter_map(|annex| {
        let title = document.children(annex).find(|(_, s)| s.kind == K::LetterTitle).and_then(|(_, s)| s.capture("senders"));
        let words = title.map(|span| super::senders::whole(&document.text.content, span).of(&document.text.content));
        let named = words.map(|words| super::senders::of_phrase(words, document.language, knowledge).0);
        let mut signed = document.children(annex).filter(|(_, s)| s.kind == K::Signature).peekable();
        if named.is_none() && signed.peek().is_none() {
            return None;
        }
        let posts = signed.filter_map(|(_, s)| super::senders::holder(document.slice(s.capture("post")?), document.language, knowledge));
        let mut senders = named.filter(|senders| !senders.is_empty()).unwrap_or_else(|| posts.collect());
        senders.dedup();
        Some((annex, senders))
    });
    letters.collect()
}

/// Who signs, for which state: the state in the post's line, or the letter's only sender.
fn signatories(document: &Document, knowledge: &Knowledge) -> Vec<Sighting> {
    document
        .of_kind(K::Signature)
        .filter_map(|(_, segment)| {
            let name = document.slice(segment.capture("name")?).replace('\n', "");
            let (holder, post) = signatory_office(document, knowledge, segment);
            Some(Sighting { name, holder, post })
        })
        .collect()
}

/// Whose post a signature's line names, and which post.
#[must_use]
pub fn signatory_office(
    document: &Document,
    knowledge: &Knowledge,
    segment: &crate::model::Segment,
) -> (Option<Entity>, Option<std::sync::Arc<str>>) {
    let senders = document.letter_senders(segment.parent).unwrap_or(&document.senders);
    let only = match senders {
        [one] => Some(one.clone()),
        _ => None,
    };
    let Some(line) = segment.capture("post").map(|s| document.slice(s)) else {
        return (only, title_post(document, knowledge, segment.parent));
    };
    let mut names = knowledge.names.find(line, document.language).map(|(_, s)| s.entity.clone());
    let post = names.find(|e| e.kind == Kind::Post).map(|e| e.key);
    (super::senders::holder(line, document.language, knowledge).or(only), post)
}

/// The post named in the letter's title, where the signature names none.
fn title_post(document: &Document, knowledge: &Knowledge, annex: Option<usize>) -> Option<std::sync::Arc<str>> {
    let title = document.of_kind(K::LetterTitle).find(|(_, s)| s.parent == annex)?.1.capture("senders")?;
    let posts = knowledge.names.find(document.slice(title), document.language).filter(|(_, s)| s.entity.kind == Kind::Post);
    posts.last().map(|(_, s)| s.entity.key.clone())
}
