//! Which document it is: symbol, twin, date, organ, sessions; and a name for one without a symbol.

use crate::knowledge::Knowledge;
use crate::knowledge::dates::DatePatterns;
use crate::model::{Entity, Genre, Hints, Kind, Moment, PartialDate, SegmentKind as K, Text};
use crate::segment::Outline;
use crate::store::iri::hash;
use crate::symbol::{Body, Number, Parts, Series, Session, Symbol};

/// What identifies a document, the same from any language copy.
#[derive(Debug, Clone)]
pub struct Identity {
    pub entity: Entity,
    pub twin: Option<Entity>,
    pub date: Option<PartialDate>,
    pub organ: Option<Entity>,
    pub sessions: Vec<String>,
    /// States and organisations that send it.
    pub senders: Vec<Entity>,
}

pub fn identify(text: &Text, outline: &Outline, knowledge: &Knowledge, hints: &Hints) -> Identity {
    let rules = knowledge.rules(outline.language);
    let organs = organs(text, outline, knowledge);
    let senders = senders(text, outline, knowledge);
    let date = date(text, outline, knowledge).or_else(|| hints.date.as_deref().and_then(|d| d.parse().ok()));
    let symbols = hints.symbol.as_deref().map(crate::symbol::told);
    let symbols: Vec<String> = symbols.unwrap_or_else(|| own_symbols(text, outline));
    let own: Vec<&str> = symbols.iter().map(String::as_str).collect();
    let sessions = super::sessions::all(text, &outline.segments, outline.language, knowledge, &own);
    // The symbol is more exact than the masthead, which names the Assembly above its Council.
    let organ = symbols.first().and_then(|s| organ_of_symbol(s)).or_else(|| organs.first().cloned());
    let of_meeting = || meeting_symbol(text, outline, rules, organ.as_ref(), &sessions);
    let of_title = || resolution_symbol(text, outline, knowledge, organ.as_ref());
    let key = symbols.first().cloned().or_else(of_meeting).or_else(of_title);
    let key = key.unwrap_or_else(|| nameless(text, outline, date, &senders, &sessions));
    let twin = symbols.get(1).map(|s| Entity::document(s));
    Identity { entity: Entity::document(&key), twin, date, organ, sessions, senders }
}

/// Symbols in the masthead; a double symbol has two.
fn own_symbols(text: &Text, outline: &Outline) -> Vec<String> {
    let segment = outline.segments.iter().find(|s| s.kind == K::Symbol);
    segment.and_then(|s| super::symbols::find(text.slice(s.span)).into_iter().next()).map(|(_, s)| s).unwrap_or_default()
}

fn organs(text: &Text, outline: &Outline, knowledge: &Knowledge) -> Vec<Entity> {
    let mut organs: Vec<Entity> = Vec::new();
    let lines = outline
        .segments
        .iter()
        .filter(|s| matches!(s.kind, K::Organ | K::Furniture) || outline.genre == Genre::Resolution && s.kind == K::Title);
    for segment in lines.take(40) {
        let line = text.slice(segment.span).trim_end_matches([',', '*']);
        let named = knowledge.names.exactly(line, outline.language, Kind::Organisation);
        if let Some(sense) = named
            .filter(|s| knowledge.gazetteer.kind_of(&s.entity) == "principal-organ" || knowledge.gazetteer.passes_resolutions(&s.entity))
            && !matches!(&*sense.entity.key, "UN" | "UN-SECRETARIAT")
            && !organs.contains(&sense.entity)
        {
            organs.push(sense.entity.clone());
        }
    }
    organs
}

/// The body whose document it is, where that body has sessions or resolutions of its own.
fn organ_of_symbol(symbol: &str) -> Option<Entity> {
    let body = Parts::of(symbol).body.filter(|body| body.passes_resolutions())?;
    Some(Entity::organisation(body.code()))
}

fn senders(text: &Text, outline: &Outline, knowledge: &Knowledge) -> Vec<Entity> {
    let title = outline.segments.iter().find(|s| s.kind == K::LetterTitle && s.parent.is_none());
    let Some(span) = title.and_then(|t| t.capture("senders")) else { return Vec::new() };
    let words = super::senders::whole(&text.content, span).of(&text.content);
    super::senders::of_phrase(words, outline.language, knowledge).0
}

/// The date of the letter, the meeting or the adoption.
fn date(text: &Text, outline: &Outline, knowledge: &Knowledge) -> Option<PartialDate> {
    let dates = &knowledge.rules(outline.language).dates;
    let of = |kinds: &[K]| {
        let segments = outline.segments.iter().filter(|s| kinds.contains(&s.kind) && s.parent.is_none());
        let day = |s: &crate::model::Segment| match (s.capture("date"), s.capture("unread")) {
            (Some(date), _) => dates.parse(text.slice(date), None),
            (None, words) => only_date(dates, text.slice(words?)),
        };
        segments.into_iter().find_map(day).map(|m| m.from).filter(PartialDate::is_day)
    };
    of(&[K::LetterTitle]).or_else(|| of(&[K::Opening])).or_else(|| of(&[K::AdoptionLine]))
}

/// The one day in words that are no date as a whole: with that of another calendar beside it.
fn only_date(dates: &DatePatterns, words: &str) -> Option<Moment> {
    let mut days = dates.any.find_iter(words).filter_map(|m| dates.parse(m.as_str(), None)).filter(|m| m.from.is_day());
    days.next().filter(|_| days.next().is_none())
}

/// `S/PV.9688` from the organ and the number of the meeting.
fn meeting_symbol(
    text: &Text,
    outline: &Outline,
    rules: &crate::knowledge::LanguageRules,
    organ: Option<&Entity>,
    sessions: &[String],
) -> Option<String> {
    let meeting = outline.segments.iter().find(|s| s.kind == K::Meeting)?;
    let number = rules.numerals.parse(text.slice(meeting.capture("ordinal")?))?;
    let record = |body: Body, session| {
        let number = Number { session, number, letters: String::new() };
        Symbol::of(body, Series::VerbatimRecord, &number).map(|symbol| symbol.to_string())
    };
    match organ.and_then(|o| Body::named(&o.key)) {
        Some(Body::ASSEMBLY) => {
            sessions.iter().find_map(|s| Body::ASSEMBLY.ordinal(s)).and_then(|n| record(Body::ASSEMBLY, Some(Session::Ordinal(n))))
        }
        Some(Body::SECURITY_COUNCIL) => record(Body::SECURITY_COUNCIL, None),
        // The Council numbers its meetings through; the Assembly begins anew each session.
        _ if number > 1000 => record(Body::SECURITY_COUNCIL, None),
        _ => None,
    }
}

/// `A/RES/75/276` from the number before a resolution's title.
fn resolution_symbol(text: &Text, outline: &Outline, knowledge: &Knowledge, organ: Option<&Entity>) -> Option<String> {
    if outline.genre != Genre::Resolution {
        return None;
    }
    use super::resolutions::{Bodies, Whose, find};
    let titles: Vec<&str> = outline.segments.iter().filter(|s| s.kind == K::Title).map(|s| text.slice(s.span)).collect();
    titles.iter().find_map(|title| {
        let head: String = title.chars().take(40).collect();
        let found = find(&head, outline.language, knowledge, Bodies::default(), Whose { organ, year: None }, &[]);
        let number = head.split('.').next().unwrap_or("");
        let bare = number.split_once('/').filter(|(a, b)| [a, b].iter().all(|p| !p.is_empty() && p.bytes().all(|c| c.is_ascii_digit())));
        let body = Body::named(organ.map_or(Body::ASSEMBLY.code(), |o| &o.key));
        let numbered = || {
            let (session, number) = bare?;
            let number = Number { session: Some(Session::of_digits(session)?), number: number.parse().ok()?, letters: String::new() };
            Symbol::of(body?, Series::Resolution, &number).map(|symbol| symbol.to_string())
        };
        found.first().map(|cited| cited.documents[0].key.to_string()).or_else(numbered)
    })
}

/// A name for a document without a symbol, from what all its copies share.
fn nameless(text: &Text, outline: &Outline, date: Option<PartialDate>, senders: &[Entity], sessions: &[String]) -> String {
    let genre = match outline.genre {
        Genre::Letter => "letter",
        Genre::RequestForItem => "request",
        Genre::Note => "note",
        Genre::VerbatimRecord => "record",
        Genre::Resolution => "resolution",
        _ => "document",
    };
    let day = date.map(|d| format!("{d}")).unwrap_or_default();
    let mut names: Vec<&str> = senders.iter().map(|s| &*s.key).collect();
    names.sort_unstable();
    let item = outline.segments.iter().find(|s| s.kind == K::AgendaItem).and_then(|s| s.capture("item")).map_or("", |s| text.slice(s));
    let item: String = item.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    // Nothing to tell it by: its words are all there is, and each copy stands for itself.
    let words = if date.is_none() && names.is_empty() { text.body() } else { "" };
    let digest = hash(&[genre, &day, &names.join(","), &sessions.join(","), &item, words]);
    let dash = if day.is_empty() { "" } else { "-" };
    format!("{genre}{dash}{day}-{}", &digest[..12])
}
