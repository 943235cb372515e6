//! What a document cites: documents by symbol or number and instruments by name, with the verb that governs the
//! citation and the part that is cited.

use super::manner::manner;
use super::reading::{Match, Sentence, describe_title, is_running_text};
use super::{Extractor, Reading, cited_dates};
use crate::model::finding::Place;
use crate::model::{Entity, Findings, Genre, Kind, Meaning, Mention, Node, SegmentKind as K};
use crate::recognise::titles::titled_instrument;
use crate::symbol::{Parts, Series};
use crate::vocabulary::{cito, dcterms, owl, rap, rdf, skos};

pub struct Cites;

const NAME: &str = "cites";

impl Extractor for Cites {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[
            cito::CITES,
            dcterms::DATE,
            owl::SAME_AS,
            rap::RECALLS,
            rap::REAFFIRMS,
            rap::ACTS_UNDER,
            rap::REFERS_TO,
            rap::WELCOMES,
            rap::SUPPORTS,
            rap::NOTES,
            rap::REGRETS,
            rap::CALLS_FOR,
        ]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        for sentence in &reading.sentences {
            let kind = reading.document.segments[sentence.segment].kind;
            let front_page = reading.document.genre == Genre::VerbatimRecord && kind == K::AgendaTitle;
            if is_running_text(kind) || front_page {
                sentence_citations(reading, sentence, out);
            }
        }
    }
}

fn sentence_citations(reading: &Reading<'_>, sentence: &Sentence<'_>, out: &mut Findings) {
    let document = reading.document;
    let mentions = reading.mentions(sentence);
    for (at, mention) in mentions.iter().enumerate() {
        let cited = cited(mention);
        for entity in cited {
            if entity == document.entity || Some(&entity) == document.twin.as_ref() || is_annexed(reading, mention) {
                continue;
            }
            let provision = provision(reading, mentions, at, &entity);
            let with: Vec<_> = provision.map(|p| (rap::PROVISION, Node::Plain(p))).into_iter().collect();
            let place = cite(reading, sentence, mention, &entity, &with, out);
            if let Some(date) =
                cited_dates::date_beside(reading, sentence, mentions, at).filter(|date| cited_dates::fits_symbol(*date, &entity))
            {
                out.state(&entity, dcterms::DATE, date, &place.pattern("date-of-cited"));
            }
        }
    }
}

/// States that the document cites an entity that a mention means, and how.
pub fn cite<'d>(
    reading: &Reading<'d>,
    sentence: &Sentence<'_>,
    mention: &Mention,
    entity: &Entity,
    with: &[(&'static str, Node)],
    out: &mut Findings,
) -> Place<'d> {
    let segment = &reading.document.segments[sentence.segment];
    let mut place = reading.place(sentence, NAME).pattern("citation");
    place.evidence.antecedents.extend(mention.antecedent());
    describe(out, entity, mention, segment.language);
    if let Some(twin) = twin(reading, mention, entity) {
        out.describe(entity, skos::NOTATION, Node::Plain(twin.key.to_string()));
        out.state(entity, owl::SAME_AS, &twin, &place);
    }
    if let Some(class) = super::cited_kinds::kind_beside(reading, sentence, mention) {
        out.describe(entity, rdf::TYPE, Node::Term(class));
    }
    out.state(&reading.document.entity, cito::CITES, entity, &place).with_all(with);
    // What an annexed letter thinks of a text, the document does not.
    let own_word = is_running_text(segment.kind) && reading.document.letter_senders(segment.parent).is_none();
    if let Some(manner) = manner(reading, sentence, mention).filter(|_| own_word) {
        let place = place.clone().pattern(manner.rsplit('#').next().unwrap_or(""));
        out.state(&reading.document.entity, manner, entity, &place).with_all(with);
    }
    place
}

/// The second half of a double symbol, where the citation prints both: another name of the same document.
fn twin(reading: &Reading<'_>, mention: &Mention, entity: &Entity) -> Option<Entity> {
    let Meaning::Reference(_) = mention.meaning else { return None };
    let text = reading.document.text.content.get(mention.span.start..mention.span.end)?;
    crate::symbol::double(text).filter(|(first, _)| first.as_str() == &*entity.key).map(|(_, second)| Entity::document(second.as_str()))
}

/// A text that has no title but is described (the declaration adopted on D at P): it is cited, and named by its
/// description.
pub fn described(m: &Match<'_, '_>, out: &mut Findings) -> Option<Entity> {
    let span = m.original_whole()?;
    let words = m.reading.document.text.quote(span);
    let entity = titled_instrument(&words);
    let kinds = &m.reading.knowledge.rules(m.reading.document.language).references.kinds;
    let mention = Mention { span, meaning: Meaning::Title(words.clone()) };
    cite(m.reading, m.sentence, &mention, &entity, &[], out);
    if let Some((_, class)) = kinds.iter().find(|(form, _)| words.ends_with(form.as_str())) {
        out.describe(&entity, rdf::TYPE, Node::Term(class));
    }
    Some(entity)
}

/// Whether a title is that of an annex: what is sent along is no citation.
pub fn is_annexed(reading: &Reading<'_>, mention: &Mention) -> bool {
    let Meaning::Title(title) = &mention.meaning else { return false };
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let titles = reading.document.of_kind(K::AnnexTitle);
    titles.into_iter().any(|(_, segment)| squeezed(reading.document.slice(segment.span)).contains(&squeezed(title)))
}

fn cited(mention: &Mention) -> Vec<Entity> {
    match &mention.meaning {
        Meaning::Reference(documents) => documents.clone(),
        Meaning::Name(entity) if entity.kind == Kind::Instrument => vec![entity.clone()],
        Meaning::Resolved(entities, _) => entities.iter().filter(|e| e.kind == Kind::Instrument).cloned().collect(),
        Meaning::Title(title) => vec![titled_instrument(title)],
        _ => Vec::new(),
    }
}

fn describe(out: &mut Findings, entity: &Entity, mention: &Mention, language: crate::model::Language) {
    match &mention.meaning {
        Meaning::Title(title) => describe_title(out, entity, title.clone(), language),
        Meaning::Reference(_) => {
            out.describe(entity, skos::NOTATION, Node::Plain(entity.key.to_string()));
            match Parts::of(&entity.key).series {
                Series::Resolution => out.describe(entity, rdf::TYPE, Node::Term(rap::RESOLUTION)),
                Series::PresidentialStatement => out.describe(entity, rdf::TYPE, Node::Term(rap::PRESIDENTIAL_STATEMENT)),
                _ => {}
            }
        }
        _ => {}
    }
}

/// The chapter, article or rule beside an instrument: directly after it, or directly before.
fn provision(reading: &Reading<'_>, mentions: &[Mention], at: usize, entity: &Entity) -> Option<String> {
    let is_rules = reading.knowledge.gazetteer.kind_of(entity) == "rules";
    let words = |m: &Mention| match &m.meaning {
        Meaning::Provision(words) => Some(words.clone()),
        _ => None,
    };
    let near = |a: usize, b: usize, most: usize| a <= b && b - a <= most;
    let triggers = &reading.knowledge.rules(reading.document.language).references.triggers;
    let is_own = |from: usize, to: usize| {
        let between = reading.document.text.content.get(from..to).unwrap_or_default();
        let between = triggers.find(between).filter(|m| m.start() == 0).map_or(between, |m| &between[m.end()..]);
        between.trim_matches([' ', ',', '(', '\u{60C}']).is_empty() && from <= to
    };
    let after = mentions.get(at + 1).filter(|m| is_own(mentions[at].span.end, m.span.start)).and_then(words);
    let before = || at.checked_sub(1).map(|i| &mentions[i]).filter(|m| near(m.span.end, mentions[at].span.start, 12)).and_then(words);
    let found = after.or_else(before)?;
    // What an instrument's parts are called depends on its kind: rules have rules, treaties articles.
    Some(match found.strip_prefix("Article ") {
        Some(number) if is_rules => format!("rule {number}"),
        _ => found,
    })
}
