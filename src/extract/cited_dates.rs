//! The days of cited documents, as they stand beside their symbols and numbers.

use super::Reading;
use super::reading::Sentence;
use crate::model::text::is_within;
use crate::model::{Entity, Meaning, Mention, PartialDate, Span};
use crate::symbol::Parts;

/// Characters between a number, its body and its day.
const BESIDE: usize = 10;

/// Characters between the day of an act and the number of the resolution that it passed.
const CLAUSE: usize = 60;

/// Whether a day can be that of a document whose symbol names a year: `S/RES/2640(2022)`, `S/2019/883`.
pub fn fits_symbol(date: PartialDate, entity: &Entity) -> bool {
    Parts::of(&entity.key).year().is_none_or(|year| u32::from(date.year.unsigned_abs()).abs_diff(year) <= 1)
}

/// The day of a cited document: printed directly before its number, or after it with a word between.
pub fn date_beside(reading: &Reading<'_>, sentence: &Sentence<'_>, mentions: &[Mention], at: usize) -> Option<PartialDate> {
    if !matches!(mentions[at].meaning, Meaning::Reference(_)) {
        return None;
    }
    let content = &reading.document.text.content;
    if content[..mentions[at].span.start].ends_with('(') {
        return date_before_bracket(reading, sentence, mentions, at);
    }
    if reading.document.segments[sentence.segment].language.is_unspaced() {
        let before = at.checked_sub(1).map(|i| &mentions[i])?;
        let beside = (before.span.end == mentions[at].span.start).then(|| day(before)).flatten();
        return beside.or_else(|| date_of_act(reading, sentence, &mentions[..at], mentions[at].span));
    }
    date_after(reading, sentence, mentions, at)
}

/// The day that a mention is, where it is told as such and is no range.
fn day(mention: &Mention) -> Option<PartialDate> {
    match mention.meaning {
        Meaning::Moment(moment) if moment.until.is_none() && moment.from.is_day() && !moment.relative => Some(moment.from),
        _ => None,
    }
}

/// A symbol in brackets belongs to what stands before them: `the report of 20 March 2020 (S/2020/219)`.
fn date_before_bracket(reading: &Reading<'_>, sentence: &Sentence<'_>, mentions: &[Mention], at: usize) -> Option<PartialDate> {
    let content = &reading.document.text.content;
    let references = &reading.knowledge.rules(reading.document.segments[sentence.segment].language).references;
    let before = at.checked_sub(1).map(|i| &mentions[i])?;
    if content.get(before.span.end..mentions[at].span.start)?.trim_start() != "(" {
        return None;
    }
    let lead = content[sentence.span.start..before.span.start].trim_end();
    // Any other day is that of what the document is about: `the period ended 30 June 2025 (A/80/5)`.
    let ends_in = |words: &[String]| words.iter().any(|word| lead.ends_with(word.as_str()));
    let is_its_own = ends_in(&references.dated) && !ends_in(&references.undated)
        || lead.trim_end_matches(|c: char| c.is_alphabetic()).trim_end().ends_with([')', ',', '\u{3001}']);
    is_its_own.then(|| day(before)).flatten()
}

/// The day after a number, with the body between them or not: `1631 (2005) of the Council of 17 October 2005`.
fn date_after(reading: &Reading<'_>, sentence: &Sentence<'_>, mentions: &[Mention], at: usize) -> Option<PartialDate> {
    let content = &reading.document.text.content;
    let resolves = |m: &&Mention| m.entities().iter().any(|e| reading.knowledge.gazetteer.passes_resolutions(e));
    let body = mentions.get(at + 1).filter(resolves);
    let from = body.filter(|b| content.get(mentions[at].span.end..b.span.start).is_some_and(|t| is_within(t, BESIDE)));
    let (from, after) = match from {
        Some(body) => (body, mentions.get(at + 2)?),
        None => (&mentions[at], mentions.get(at + 1)?),
    };
    let between = content.get(from.span.end..after.span.start)?;
    // A word that joins begins the next member of a list: `1874 (2009) and the 4 March 2021 report`.
    let language = reading.document.segments[sentence.segment].language;
    let separators = &reading.knowledge.rules(language).settings.list_separators;
    let joins = between.split_whitespace().any(|word| separators.iter().any(|s| s.trim() == word.trim_matches(',') && s != ","));
    (is_within(between, BESIDE) && !joins && !between.contains([';', '(', ')', '/'])).then(|| day(after)).flatten()
}

/// The day of a body's act that a clause before the number tells: `the Assembly, on D giving X a standing, resolution N`.
fn date_of_act(reading: &Reading<'_>, sentence: &Sentence<'_>, before: &[Mention], cited: Span) -> Option<PartialDate> {
    let (at, date) = before.iter().enumerate().rev().find(|(_, m)| matches!(m.meaning, Meaning::Moment(_)))?;
    let body = at.checked_sub(1).map(|i| &before[i]).filter(|body| body.span.end == date.span.start);
    let acts = body.is_some_and(|body| body.entities().iter().any(|e| reading.knowledge.gazetteer.passes_resolutions(e)));
    let clause = reading.document.text.content.get(date.span.end..cited.start)?;
    let rules = reading.knowledge.rules(reading.document.segments[sentence.segment].language);
    let settings = &rules.settings;
    // `its D resolution on X, N` needs no body beside the date.
    let on = rules.references.title_begins.iter().chain(&rules.references.announces).any(|word| clause.starts_with(word.as_str()));
    let modifies = clause.chars().next_back().is_some_and(|c| settings.particles.contains(c));
    let alone = !before[at + 1..].iter().any(|m| matches!(m.meaning, Meaning::Reference(_)));
    let one_clause = modifies && alone && !clause.contains([',', ';', '\u{3002}', '\n']) && is_within(clause, CLAUSE);
    match date.meaning {
        Meaning::Moment(moment) if one_clause && moment.from.is_day() && (acts || on) => Some(moment.from),
        _ => None,
    }
}
