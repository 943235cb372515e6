//! Words that point back: `this organisation`, `my country`, `all three organisations`, a treaty by its short title.
//!
//! Found here, resolved in [`resolve`] against what was named before; where two readings are possible there is
//! none. Left out: personal pronouns.

use super::titles::named_instrument;
use super::{Context, Mentions};
use crate::knowledge::Knowledge;
use crate::model::text::is_cjk;
use crate::model::{Deixis, Document, Entity, Kind, Language, Meaning, Mention, SegmentKind, Span};

/// Finds pointing words by the rows of the language's `deixis.csv`.
pub fn find(found: &mut Mentions<'_>, names: &[(Span, Entity)], language: Language, context: &Context<'_>) {
    for (span, deixis) in context.knowledge.rules(language).deixis.find(found.text) {
        // `The Union` points; `the Union of X` is a name.
        let in_name = names.iter().any(|(name, _)| name.contains(span) && *name != span || name.overlaps(span) && name.end > span.end);
        let in_word = found.text[span.end..].starts_with(|c: char| c.is_alphabetic() && !is_cjk(c));
        // `Our country` is no part of `your country`; letters of small words may be written before.
        let before = found.text[..span.start].chars().next_back().filter(|c| c.is_alphabetic() && !is_cjk(*c));
        let cut = before.is_some_and(|c| !context.knowledge.rules(language).settings.clitics.contains(c));
        if let Some(deixis) = deixis.filter(|_| !in_name && !in_word && !cut) {
            found.add(span, Meaning::Deixis(deixis));
        }
    }
}

/// The meaning of a title in title marks that is only the last word of an instrument's name (the Charter).
#[must_use]
pub fn short_title(inner: &str, language: Language, context: &Context<'_>) -> Option<Meaning> {
    let rules = context.knowledge.rules(language);
    let is_short = rules.short_titles.iter().any(|t| t == inner) || rules.references.is_generic_title(inner);
    is_short.then_some(Meaning::Deixis(Deixis::ThatInstrument))
}

/// Resolves the pointing words of a document, segment by segment, in place.
pub fn resolve(document: &mut Document, knowledge: &Knowledge) {
    for index in 0..document.segments.len() {
        for m in 0..document.mentions[index].len() {
            let Meaning::Deixis(deixis) = document.mentions[index][m].meaning else { continue };
            if let Some((entities, antecedent)) = antecedent(document, knowledge, index, m, deixis) {
                document.mentions[index][m].meaning = Meaning::Resolved(entities, antecedent);
                extend_to_protocol(document, knowledge, index, m, antecedent);
            }
        }
    }
}

/// `That agreement` with the noun of another instrument directly behind it (protocol) is the other one, whose name
/// begins with the agreement's.
fn extend_to_protocol(document: &mut Document, knowledge: &Knowledge, segment: usize, mention: usize, antecedent: Span) {
    let language = document.segments[segment].language;
    let here = document.mentions[segment][mention].span;
    let points = matches!(document.mentions[segment][mention].entities(), [one] if one.kind == Kind::Instrument);
    let rest = &document.text.content[here.end..document.segments[segment].span.end];
    let nouns = &knowledge.rules(language).short_titles;
    let Some(noun) = nouns.iter().find(|noun| points && language.is_unspaced() && rest.starts_with(noun.as_str())) else { return };
    let name = document.slice(antecedent).trim_matches(|c: char| !c.is_alphanumeric());
    let title = format!("{name}{noun}");
    let span = Span::new(here.start, here.end + noun.len());
    let free = document.mentions[segment].get(mention + 1).is_none_or(|next| next.span.start >= span.end);
    if free {
        document.mentions[segment][mention] = Mention { span, meaning: Meaning::Title(title) };
    }
}

fn antecedent(document: &Document, knowledge: &Knowledge, segment: usize, mention: usize, deixis: Deixis) -> Option<(Vec<Entity>, Span)> {
    let claimants = &document.claimants[segment].by;
    let container = document.segments[segment].parent.map_or(Span::default(), |p| document.segments[p].span);
    let own = |kind: Kind| match claimants.as_slice() {
        [one] if one.kind == kind => Some((vec![one.clone()], Span::new(container.start, container.start))),
        _ => None,
    };
    match deixis {
        Deixis::OwnState => own(Kind::State),
        Deixis::OwnOrganisation => own(Kind::Organisation),
        Deixis::ThatState => last_named(document, segment, mention, |e| e.kind == Kind::State),
        Deixis::ThatOrganisation => topic(document, knowledge, segment, mention),
        Deixis::TheseOrganisations => themes(document, knowledge, segment, mention),
        Deixis::ThoseOrganisations => those(document, knowledge, segment, mention),
        Deixis::ThatInstrument => that_instrument(document, knowledge, segment, mention),
        Deixis::OwnCouncil => own_organ(document, segment, mention, |organ| organ != ASSEMBLY),
        Deixis::OwnAssembly => own_organ(document, segment, mention, |organ| organ == ASSEMBLY),
    }
}

/// The one body that is an assembly among those whose documents these are; the others are councils.
const ASSEMBLY: &str = crate::symbol::Body::ASSEMBLY.code();

/// The body whose document it is, unless the paragraph has named another by the same noun.
fn own_organ(document: &Document, segment: usize, mention: usize, is_called_so: impl Fn(&str) -> bool) -> Option<(Vec<Entity>, Span)> {
    let organ = document.organ.as_ref().filter(|organ| is_called_so(&organ.key))?;
    let (here, before) = (&document.mentions[segment][mention], &document.mentions[segment][..mention]);
    let noun = document.slice(here.span).rsplit([' ', '\'']).next()?;
    let is_another = |m: &Mention| m.entities() != std::slice::from_ref(organ) && is_called(document.slice(m.span), noun);
    let named = before.iter().filter(|m| m.entities().iter().any(|e| e.kind == Kind::Organisation));
    (!named.into_iter().any(is_another)).then(|| (vec![organ.clone()], document.segments[0].span))
}

/// The last thing of a kind named before, in the same paragraph.
fn last_named(document: &Document, segment: usize, mention: usize, fits: impl Fn(&Entity) -> bool) -> Option<(Vec<Entity>, Span)> {
    document.mentions[segment][..mention].iter().rev().find_map(|m| match m.entities() {
        [one] if fits(one) => Some((vec![one.clone()], m.span)),
        _ => None,
    })
}

/// The organisation a paragraph is about: the last regional organisation named before; two different ones in the
/// nearest sentence that names any leave the word open.
fn topic(document: &Document, knowledge: &Knowledge, segment: usize, mention: usize) -> Option<(Vec<Entity>, Span)> {
    let here = document.mentions[segment][mention].span;
    let settings = &knowledge.rules(document.segments[segment].language).settings;
    let base = document.segments[segment].span;
    let sentences = super::sentences::split(document.slice(base), settings);
    let earlier = sentences.iter().map(|s| s.shifted(base.start)).filter(|s| s.start < here.start).rev();
    for sentence in earlier {
        let named: Vec<_> = document.mentions[segment][..mention]
            .iter()
            .filter(|m| sentence.contains(m.span) && m.span.end <= here.start)
            .filter_map(|m| match m.entities() {
                [one] if is_regional(knowledge, one) => Some((one.clone(), m.span)),
                _ => None,
            })
            .collect();
        if let Some((first, span)) = named.first() {
            return named.iter().all(|(e, _)| e == first).then(|| (vec![first.clone()], *span));
        }
    }
    None
}

fn is_regional(knowledge: &Knowledge, entity: &Entity) -> bool {
    entity.kind == Kind::Organisation && matches!(knowledge.gazetteer.kind_of(entity), "regional-organisation" | "group")
}

/// The organisations that a document's own title or agenda names: `these three organisations`.
fn themes(document: &Document, knowledge: &Knowledge, segment: usize, mention: usize) -> Option<(Vec<Entity>, Span)> {
    let _ = (segment, mention);
    let titles = document.segments.iter().enumerate().filter(|(_, s)| matches!(s.kind, SegmentKind::AgendaTitle | SegmentKind::Title));
    for (index, segment) in titles {
        let mut named: Vec<Entity> = Vec::new();
        for entity in document.mentions[index].iter().flat_map(|m| m.entities()) {
            if is_regional(knowledge, entity) && !named.contains(entity) {
                named.push(entity.clone());
            }
        }
        if named.len() > 1 {
            return Some((named, segment.span));
        }
    }
    None
}

/// The regional organisations, two or more, that the nearest sentence before names.
fn those(document: &Document, knowledge: &Knowledge, segment: usize, mention: usize) -> Option<(Vec<Entity>, Span)> {
    let here = document.mentions[segment][mention].span;
    let settings = &knowledge.rules(document.segments[segment].language).settings;
    let base = document.segments[segment].span;
    let sentences = super::sentences::split(document.slice(base), settings);
    let before = sentences.iter().map(|s| s.shifted(base.start)).rfind(|s| s.end <= here.start)?;
    let mut named: Vec<Entity> = Vec::new();
    let mut span = before;
    for m in document.mentions[segment].iter().filter(|m| before.contains(m.span)) {
        match m.entities() {
            [one] if is_regional(knowledge, one) && !named.contains(one) => {
                span = if named.is_empty() { m.span } else { span.joined(m.span) };
                named.push(one.clone());
            }
            _ => {}
        }
    }
    (named.len() > 1).then_some((named, span))
}

/// The one instrument of this part of the document that is called by the noun that points to it.
fn that_instrument(document: &Document, knowledge: &Knowledge, segment: usize, mention: usize) -> Option<(Vec<Entity>, Span)> {
    let here = document.mentions[segment][mention].span;
    let parent = document.segments[segment].parent;
    let noun = instrument_noun(document.slice(here), &knowledge.rules(document.segments[segment].language).short_titles);
    let mut candidates: Vec<(Entity, Span)> = Vec::new();
    for index in (0..=segment).filter(|&i| document.segments[i].parent == parent) {
        for m in document.mentions[index].iter().take_while(|m| m.span.start < here.start) {
            let behind = &document.text.content[m.span.end..document.segments[index].span.end];
            if let Some(instrument) = named_instrument(m)
                && (is_called(document.slice(m.span), noun)
                    || is_announced_as(behind, noun, knowledge, document.segments[segment].language))
            {
                candidates.push((instrument, m.span));
            }
        }
    }
    let last = candidates.last()?.clone();
    let charter = Entity::new(Kind::Instrument, "UN-CHARTER");
    // The Charter of the United Nations may be meant wherever it was named, beside another charter.
    let distinct = candidates.iter().any(|(e, _)| *e != last.0);
    (!distinct || last.0 != charter && candidates.iter().all(|(e, _)| *e != charter)).then(|| (vec![last.0.clone()], last.1))
}

/// What a pointing word calls the instrument: the known short title that it ends with, or its last word.
fn instrument_noun<'t>(pointing: &'t str, short_titles: &[String]) -> &'t str {
    let bare = pointing.trim_matches(|c: char| !c.is_alphanumeric());
    let short = short_titles.iter().filter(|t| bare.ends_with(t.as_str())).max_by_key(|t| t.len());
    match short {
        Some(short) => &bare[bare.len() - short.len()..],
        None => bare.rsplit(' ').next().unwrap_or(bare),
    }
}

/// Whether the words behind a title in quotation marks say what it is: a resolution.
fn is_announced_as(behind: &str, noun: &str, knowledge: &Knowledge, language: Language) -> bool {
    let settings = &knowledge.rules(language).settings;
    language.is_unspaced() && behind.trim_start_matches(|c: char| settings.particles.contains(c)).starts_with(noun)
}

/// Letters in which two forms of one noun agree at least, and may differ at most at the end.
const STEM: usize = 4;
const ENDING: usize = 2;

/// Whether a title has a noun for its kind: at its end where words are not set apart, as one of its words elsewhere.
fn is_called(title: &str, noun: &str) -> bool {
    let title = title.trim_end_matches(|c: char| !c.is_alphanumeric());
    if noun.chars().any(is_cjk) {
        return title.ends_with(noun) && title.len() > noun.len();
    }
    let noun = noun.to_lowercase();
    let length = noun.chars().count();
    title.to_lowercase().split(' ').any(|word| {
        let shared = word.chars().zip(noun.chars()).take_while(|(a, b)| a == b).count();
        let same = shared >= STEM && shared + ENDING >= length.max(word.chars().count());
        // An article may be written onto the noun.
        same || word.chars().count() >= STEM && noun.ends_with(word) && word.chars().count() + ENDING >= length
    })
}
