//! Lists of mandates in programme budgets: which lines of a document say what a programme, a part of it or an
//! organisation is mandated by. Under `Legislative mandates` each line begins with its documents; a paragraph may say it
//! in a sentence (`the mandate derives from resolution N`). Left out: articles of treaties.

use super::headings::block_heading;
use super::sentences;
use crate::knowledge::Knowledge;
use crate::knowledge::headings::Unit;
use crate::knowledge::references::ReferenceWords;
use crate::model::{Document, Entity, Kind, Mandates, Meaning, Mention, Programme, Span};

/// Bytes before the organisation that a paragraph speaks of.
const FIRST: usize = 60;

/// Characters of the shortest line that is prose.
const PROSE: usize = 80;

/// Where the reading stands: the programme, its part, the organisation; within a list or the paragraphs before one.
#[derive(Debug, Default)]
struct At {
    units: Vec<(Unit, Entity)>,
    organisation: Option<Entity>,
    in_list: bool,
    has_rows: bool,
    in_background: bool,
    /// The first paragraph has told whose mandates they are.
    is_told: bool,
}

/// Finds them, with the programmes that the document names.
pub fn find(document: &Document, knowledge: &Knowledge) -> (Vec<Mandates>, Vec<Programme>) {
    let words = &knowledge.rules(document.language).headings;
    let (mut found, mut programmes) = (Vec::new(), Vec::new());
    let mut at = At::default();
    for (index, segment) in document.segments.iter().enumerate().filter(|(_, s)| s.kind.is_prose()) {
        let line = document.slice(segment.span);
        if let Some((unit, number, name)) = words.unit(line) {
            at.unit(unit, number);
            let name = name.map_or_else(|| name_below(document, index, segment.span), |n| n.trim().to_owned());
            programmes.extend(at.programme().filter(|_| !name.is_empty()).map(|entity| Programme { entity, name, segment: index }));
            continue;
        }
        if words.opens_mandates(line) {
            at.begin_list();
            continue;
        }
        if words.opens_background(line) {
            (at.in_background, at.is_told) = (true, false);
            at.in_list = false;
            continue;
        }
        if at.in_list {
            if let Some(head) = head_of_row(document, index, knowledge) {
                at.has_rows = true;
                let stretches = std::iter::once(head).chain(second_column(document, index, head, knowledge));
                found.extend(stretches.filter_map(|span| Some(Mandates { segment: index, span, units: at.holders()? })));
            } else if at.has_rows && is_prose(line) {
                at.in_list = false;
            }
            continue;
        }
        if let Some(organisation) = organisation_alone(line, document, knowledge) {
            at.organisation = Some(organisation);
        } else if at.in_background {
            if block_heading(document, segment.span) {
                at.in_background = false;
                continue;
            }
            if !at.is_told {
                let spoken_of = organisation_spoken_of(document, index).filter(|o| !is_principal(o, knowledge));
                at.organisation = spoken_of.or(at.organisation.take());
                at.is_told = true;
            }
            found.extend(derived(document, index, knowledge, &at));
        }
    }
    (found, programmes)
}

impl At {
    fn unit(&mut self, unit: Unit, number: u32) {
        self.units.retain(|(above, _)| *above < unit);
        let above = self.units.last().map(|(_, entity)| entity.key.to_string());
        let key = match (unit, above) {
            (Unit::Programme, _) => number.to_string(),
            (Unit::Subprogramme, Some(above)) => format!("{above}/subprogramme-{number}"),
            (Unit::Component, Some(above)) => format!("{above}/component-{number}"),
            // A part of a programme that was not named.
            _ => return,
        };
        self.units.push((unit, Entity::new(Kind::Programme, key)));
    }

    fn begin_list(&mut self) {
        self.units.retain(|(unit, _)| *unit == Unit::Programme);
        (self.in_list, self.has_rows, self.in_background) = (true, false, false);
    }

    fn programme(&self) -> Option<Entity> {
        self.units.last().map(|(_, entity)| entity.clone())
    }

    /// Whose mandates are listed here: the part of the programme, and the organisation whose programme it is.
    fn holders(&self) -> Option<Vec<Entity>> {
        let all: Vec<Entity> = self.programme().into_iter().chain(self.organisation.clone()).collect();
        (!all.is_empty()).then_some(all)
    }
}

/// The name of a programme stands on the line below its number.
fn name_below(document: &Document, index: usize, span: Span) -> String {
    let next = document.segments.get(index + 1).filter(|next| next.kind.is_prose());
    let line = next.map_or("", |next| document.slice(next.span));
    let is_name = block_heading(document, span) == next.is_some_and(|next| block_heading(document, next.span));
    if is_name && !is_prose(line) && line.chars().count() <= 250 { line.trim().to_owned() } else { String::new() }
}

fn is_prose(line: &str) -> bool {
    line.chars().count() >= PROSE && line.ends_with(['.', '\u{3002}', ':', ';'])
}

/// A line that is the name of an organisation and no principal organ, perhaps behind its number.
fn organisation_alone(line: &str, document: &Document, knowledge: &Knowledge) -> Option<Entity> {
    let line = line.trim();
    let name = line.split_once(". ").filter(|(label, _)| label.len() <= 5).map_or(line, |(_, rest)| rest.trim());
    let entity = knowledge.names.exactly(name, document.language, Kind::Organisation)?.entity.clone();
    (!is_principal(&entity, knowledge) && Some(&entity) != document.organ.as_ref()).then_some(entity)
}

/// The principal organs have no programme of their own.
fn is_principal(entity: &Entity, knowledge: &Knowledge) -> bool {
    knowledge.gazetteer.kind_of(entity) == "principal-organ"
}

/// The organisation with which a paragraph begins.
fn organisation_spoken_of(document: &Document, index: usize) -> Option<Entity> {
    let start = document.segments[index].span.start;
    let first = document.mentions[index].iter().find(|m| !matches!(m.meaning, Meaning::Provision(_) | Meaning::Moment(_)))?;
    match &first.meaning {
        Meaning::Name(entity) if entity.kind == Kind::Organisation && first.span.start - start <= FIRST => Some(entity.clone()),
        _ => None,
    }
}

/// Where the documents end with which a line begins.
fn head_of_row(document: &Document, index: usize, knowledge: &Knowledge) -> Option<Span> {
    let segment = &document.segments[index];
    let rules = knowledge.rules(segment.language);
    let mut end: Option<usize> = None;
    let mut from = segment.span.start;
    for mention in &document.mentions[index] {
        match mention.meaning {
            Meaning::Reference(_) | Meaning::Provision(_)
                if joins(document.text.content.get(from..mention.span.start)?, &rules.references) =>
            {
                if matches!(mention.meaning, Meaning::Reference(_)) {
                    end = Some(mention.span.end);
                }
                from = mention.span.end;
            }
            _ => break,
        }
    }
    end.map(|end| Span::new(segment.span.start, end))
}

/// Documents that end up within a row where pages set rows side by side: no word announces them.
fn second_column(document: &Document, index: usize, head: Span, knowledge: &Knowledge) -> Vec<Span> {
    if document.text.page(0).is_none() {
        return Vec::new();
    }
    let words = &knowledge.rules(document.segments[index].language).references;
    let later = document.mentions[index].iter().filter(|m| m.span.start >= head.end && matches!(m.meaning, Meaning::Reference(_)));
    let is_announced = |m: &&Mention| {
        let before = document.text.content[head.end..m.span.start].trim_end();
        before.ends_with(['(', ',']) || words.triggers.find_iter(before).any(|t| t.end() == before.len())
    };
    later.filter(|m| !is_announced(m)).map(|m| m.span).collect()
}

/// Whether what stands between the documents of a row only joins them: marks, letters of parts, words for decisions.
fn joins(between: &str, words: &ReferenceWords) -> bool {
    let rest = words.triggers.replace_all(between, " ");
    let rest = rest.replace([';', '\u{61B}', '(', ')', '.', '-', '\u{B7}', '*', '/'], " ");
    let is_small = |word: &str| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_alphanumeric());
    rest.split(' ').all(|word| is_small(word) || words.link.is_match(word)) && between.chars().count() <= 40
}

/// The documents of a sentence that says what a mandate derives from.
fn derived(document: &Document, index: usize, knowledge: &Knowledge, at: &At) -> Vec<Mandates> {
    let segment = &document.segments[index];
    let rules = knowledge.rules(segment.language);
    let base = segment.span.start;
    let sentences = sentences::split(document.slice(segment.span), &rules.settings).into_iter().map(|s| s.shifted(base));
    let of = |sentence: Span| {
        let from = rules.headings.derives(document.slice(sentence))?;
        Some(Mandates { segment: index, span: Span::new(sentence.start + from, sentence.end), units: at.holders()? })
    };
    sentences.filter_map(of).collect()
}
