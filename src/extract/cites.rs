//! What a document cites: documents by symbol or number and instruments by name, with the verb that governs the
//! citation and the part that is cited.

use super::reading::{Match, Sentence, describe_title, is_running_text};
use super::{Extractor, Reading, cited_dates};
use crate::knowledge::manners::{Behind, Government, Manners};
use crate::model::finding::Place;
use crate::model::{Entity, Findings, Genre, Kind, Meaning, Mention, Node, SegmentKind as K, Span};
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

/// The verb that governs a citation: the last one before it in its sentence, unless words between end its rule.
fn manner(reading: &Reading<'_>, sentence: &Sentence<'_>, mention: &Mention) -> Option<&'static str> {
    let document = reading.document;
    let language = document.segments[sentence.segment].language;
    let before = &document.text.content[sentence.span.start..mention.span.start];
    let rules = reading.knowledge.rules(language);
    let manners = &rules.manners;
    let resolves = matches!(document.segments[sentence.segment].kind, K::Preambular | K::Operative);
    let is_note = |at: Span| resolves && rules.references.is_note(at.of(before));
    let within = |at: Span| reading.mentions(sentence).iter().any(|m| m.span.contains(at.shifted(sentence.span.start)));
    let verbs: Vec<_> = manners.find(before).collect();
    if let Some(manner) = verb_behind(reading, sentence, mention, &verbs, manners) {
        return Some(manner);
    }
    // Words of a name or of a quoted title are not the author's verbs.
    let mut own = verbs.iter().rev().filter(|(at, _)| !within(*at) && !is_quoted_apart(before, at.end));
    let mut last = own.next()?;
    if is_note(last.0) {
        // The notes of a resolution are not its acts; behind a note the sentence goes on.
        if !ends_note(&before[last.0.end..]) {
            return None;
        }
        last = own.find(|(at, _)| !is_note(*at))?;
    }
    if describes_another(reading, sentence, mention, &manners.modifiers) {
        return None;
    }
    let &(at, governing) = last;
    let between = outside_mentions(reading, sentence, Span::new(sentence.span.start + at.end, mention.span.start));
    match governing {
        Government::Manner(manner) => {
            // In a resolution the verb that opens a paragraph governs all of it; elsewhere only what is near.
            let near = between <= NEAR;
            (near || resolves).then_some(manner)
        }
        Government::Under => {
            let after: String = document.text.content[mention.span.end..sentence.span.end].chars().take(NEAR).collect();
            let own = manners.own_acts.iter().any(|(act, organ)| (resolves || !organ) && after.contains(act.as_str()));
            (own && between <= 4).then_some(rap::ACTS_UNDER)
        }
        Government::Ends => None,
    }
}

/// The manner of a verb that stands behind the citation: `towards X we feel regret`.
fn verb_behind(
    reading: &Reading<'_>,
    sentence: &Sentence<'_>,
    mention: &Mention,
    verbs: &[(Span, Government)],
    manners: &Manners,
) -> Option<&'static str> {
    let content = &reading.document.text.content;
    let clause_end = [',', ';', '\u{3002}'];
    let before = &content[sentence.span.start..mention.span.start];
    let clause = before.rfind(clause_end).map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
    // What is added in brackets is not between.
    let after = &content[mention.span.end..sentence.span.end];
    let bracket = after.strip_prefix('(').and_then(|rest| rest.find(')').map(|i| i + 2)).unwrap_or(0);
    let after = &after[bracket..];
    let governs = |behind: &&Behind| {
        let opens = before[clause..].rfind(behind.opening.as_str()).map(|at| clause + at);
        let is_free = opens.is_some_and(|opens| verbs.iter().all(|(at, _)| at.start < opens || behind.opening.is_empty()));
        let between = after.find(behind.verb.as_str()).map(|closes| &after[..closes]);
        is_free && between.is_some_and(|between| between.chars().count() <= BEHIND && !between.contains(clause_end))
    };
    manners.behind.iter().find(governs).map(|behind| behind.manner)
}

/// Characters between a citation and the verb behind it.
const BEHIND: usize = 3;

/// Whether a note inside a sentence has come to its full stop: no number goes on behind it (No. 53).
fn ends_note(text: &str) -> bool {
    text.match_indices('.').any(|(at, _)| {
        let rest = &text[at + 1..];
        rest.starts_with([',', ')', '\u{60C}']) || rest.starts_with(' ') && !rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether a place stands in quotation marks that close before the end of the text.
fn is_quoted_apart(text: &str, at: usize) -> bool {
    let depth = |text: &str| {
        let marks = |marks: [char; 2]| text.matches(marks).count() as isize;
        let straight = text.matches('"').count() as isize % 2;
        marks(['\u{201C}', '\u{AB}']) - marks(['\u{201D}', '\u{BB}']) + straight
    };
    depth(&text[..at]) > depth(text)
}

/// Whether the list of citations that this one belongs to only says which thing is meant: what follows tells.
fn describes_another(reading: &Reading<'_>, sentence: &Sentence<'_>, mention: &Mention, modifiers: &[String]) -> bool {
    let content = &reading.document.text.content;
    let mut end = mention.span.end;
    let later = reading.mentions(sentence).iter().filter(|m| m.span.start >= mention.span.end);
    for next in later.take_while(|m| matches!(m.meaning, Meaning::Reference(_) | Meaning::Moment(_))) {
        if content.get(end..next.span.start).is_none_or(|between| between.chars().count() > LINK) {
            break;
        }
        end = next.span.end;
    }
    let after = content[end..sentence.span.end].trim_start();
    modifiers.iter().any(|form| after.starts_with(form.as_str()))
}

/// Characters between two members of one list.
const LINK: usize = 6;

/// Characters of a stretch that belong to no name, date or number.
fn outside_mentions(reading: &Reading<'_>, sentence: &Sentence<'_>, stretch: Span) -> usize {
    let named = reading.mentions(sentence).iter().filter(|m| stretch.contains(m.span));
    let inside: usize = named.map(|m| reading.document.slice(m.span).chars().count()).sum();
    reading.document.slice(stretch).chars().count() - inside
}

/// Characters within which a verb of a speech or a letter governs a citation.
const NEAR: usize = 30;
