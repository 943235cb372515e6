//! The life of mandates and measures: `decides to extend the mandate of X until D`, `renews the measures of resolution N`.
//!
//! The verb's clause reaches to the next act of its sentence. In it stand the noun (mandate, measures), the body or the
//! resolution that it is of, and the last day or the period. Left out: what is only reviewed, intended or recalled.

use super::addressees::sentence_around;
use super::operative::acts;
use super::{Extractor, Reading, bodies, terms};
use crate::knowledge::mandates::{MandateWords, Part};
use crate::model::text::is_within;
use crate::model::{Entity, Findings, Kind, Meaning, Mention, Node, Span};
use crate::vocabulary::{rap, rdf, skos};

pub struct Lives;

const NAME: &str = "lives";

/// Characters between the noun for a mandate, or the verb, and the body's name.
const NEAR: usize = 70;

/// Resolutions whose measures one clause names at most.
const MOST: usize = 6;

impl Extractor for Lives {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[
            rap::EXTENDS_MANDATE,
            rap::ESTABLISHES,
            rap::TERMINATES,
            rap::AUTHORISES,
            rap::RENEWS_MEASURES,
            rap::IMPOSES_MEASURES,
            rap::LIFTS_MEASURES,
        ]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        for act in acts(reading) {
            let span = reading.document.segments[act.segment].span;
            for (verb, deed) in verbs(reading, act.segment) {
                let clause = Clause::new(reading, act.segment, verb.shifted(span.start));
                clause.state(deed, out);
            }
        }
    }
}

/// The verbs of a segment that say what happens to a mandate. One that does not say itself who decides (shall be
/// extended) needs a decision before it in its clause.
fn verbs<'r>(reading: &'r Reading<'_>, segment: usize) -> Vec<(Span, &'r str)> {
    let s = &reading.document.segments[segment];
    let text = reading.document.slice(s.span);
    let words = &reading.knowledge.rules(s.language).mandates;
    let decided = |at: usize| {
        let last = words.find(Part::Decide, &text[..at]).last();
        last.is_some_and(|(decision, _)| turn(words, &text[decision.end..at]).is_none())
    };
    let found = words.find(Part::Life, text).filter_map(|(at, value)| match value.strip_suffix("-that") {
        Some(deed) => decided(at.start).then_some((at, deed)),
        None => Some((at, value)),
    });
    found.collect()
}

/// Where a text turns to another act.
fn turn(words: &MandateWords, text: &str) -> Option<usize> {
    let ends = text.find([';', '\u{61B}', '\u{FF1B}', '\u{3002}']);
    let first = |part| words.find(part, text).next().map(|(at, _)| at.start);
    [ends, first(Part::Turn), first(Part::Ask)].into_iter().flatten().min()
}

/// What stands in the clause of a verb.
struct Clause<'c, 'd> {
    reading: &'c Reading<'d>,
    segment: usize,
    words: &'c MandateWords,
    verb: Span,
    /// From the beginning of the decision to the next act.
    span: Span,
}

impl<'c, 'd> Clause<'c, 'd> {
    fn new(reading: &'c Reading<'d>, segment: usize, verb: Span) -> Self {
        let s = &reading.document.segments[segment];
        let words = &reading.knowledge.rules(s.language).mandates;
        let content = &reading.document.text.content;
        let end = turn(words, &content[verb.end..s.span.end]).map_or(s.span.end, |at| verb.end + at);
        let before = &content[s.span.start..verb.start];
        let decision = words.find(Part::Decide, before).last().map_or(verb.start, |(at, _)| s.span.start + at.start);
        let span = Span::new(decision.max(s.span.start), end);
        Self { reading, segment, words, verb, span }
    }

    fn text(&self, span: Span) -> &'c str {
        &self.reading.document.text.content[span.start..span.end]
    }

    fn find(&self, part: Part) -> Vec<(Span, &'c str)> {
        self.words.find(part, self.text(self.span)).map(|(at, value)| (at.shifted(self.span.start), value)).collect()
    }

    fn mentions(&self) -> impl Iterator<Item = &'c Mention> + use<'c, 'd> {
        let span = self.span;
        self.reading.document.mentions[self.segment].iter().filter(move |m| span.contains(m.span))
    }

    fn state(&self, deed: &str, out: &mut Findings) {
        let mandate = self.nearest(&self.find(Part::Mandate));
        let measures = self.find(Part::Measures);
        let first = self.nearest(&measures);
        match (deed, mandate, first) {
            ("extend" | "terminate", Some(mandate), measures) if measures.is_none_or(|m| self.distance(mandate) < self.distance(m)) => {
                let predicate = if deed == "extend" { rap::EXTENDS_MANDATE } else { rap::TERMINATES };
                self.mandate(predicate, self.body_of(mandate), out);
            }
            ("extend" | "terminate" | "impose", _, Some(_)) => self.measures(deed, &measures, out),
            ("establish", ..) => self.mandate(rap::ESTABLISHES, self.body_behind(self.verb.end), out),
            ("authorise", ..) => self.mandate(rap::AUTHORISES, self.body_behind(self.verb.end), out),
            _ => {}
        }
    }

    /// The noun that the verb is about: the first behind it; before it where the language has it so.
    fn nearest(&self, nouns: &[(Span, &str)]) -> Option<Span> {
        nouns.iter().map(|(at, _)| *at).min_by_key(|at| self.distance(*at))
    }

    fn distance(&self, noun: Span) -> (bool, usize) {
        let unspaced = self.reading.document.segments[self.segment].language.is_unspaced();
        let before = noun.end <= self.verb.start;
        (before != unspaced, if before { self.verb.start - noun.end } else { noun.start.abs_diff(self.verb.end) })
    }

    fn mandate(&self, predicate: &'static str, body: Option<(Entity, Span)>, out: &mut Findings) {
        let Some((body, words)) = body else { return };
        let document = self.reading.document;
        bodies::describe(self.reading, &body, &document.text.quote(words), self.segment, out);
        let qualifiers = self.qualifiers();
        let place = self.reading.place_in(self.segment, self.sentence(), NAME).pattern("mandate");
        out.state(&document.entity, predicate, &body, &place).with_all(&qualifiers);
    }

    fn measures(&self, deed: &str, nouns: &[(Span, &str)], out: &mut Findings) {
        let document = self.reading.document;
        let predicate = match deed {
            "extend" => rap::RENEWS_MEASURES,
            "impose" => rap::IMPOSES_MEASURES,
            _ => rap::LIFTS_MEASURES,
        };
        let mut qualifiers = self.qualifiers();
        let kinds = nouns.iter().filter(|(_, kind)| !kind.is_empty());
        qualifiers.extend(kinds.map(|(_, kind)| (rap::MEASURE, Node::Entity(Entity::new(Kind::Measure, *kind)))));
        let place = self.reading.place_in(self.segment, self.sentence(), NAME).pattern("measures");
        let references = self.mentions().filter(|m| matches!(m.meaning, Meaning::Reference(_)));
        for resolution in references.flat_map(|m| m.entities()).filter(|e| e.key.contains("/RES/")).take(MOST) {
            out.describe(resolution, skos::NOTATION, Node::Plain(resolution.key.to_string()));
            out.describe(resolution, rdf::TYPE, Node::Term(rap::RESOLUTION));
            out.state(&document.entity, predicate, resolution, &place).with_all(&qualifiers);
        }
    }

    fn sentence(&self) -> Span {
        sentence_around(self.reading, self.segment, self.verb.start)
    }

    /// The last day, the period, and the last day as it is reckoned from the day of adoption.
    fn qualifiers(&self) -> Vec<(&'static str, Node)> {
        let mut found = Vec::new();
        let until = self.find(Part::Until).into_iter().find_map(|(word, _)| terms::date_behind(self.reading, self.segment, word.end));
        found.extend(until.map(|date| (rap::UNTIL, date.into())));
        if let Some(period) = terms::period(self.reading, self.segment, self.span) {
            found.push((rap::PERIOD, Node::Duration(period.clone())));
            let from = self.find(Part::Adoption).first().and(self.reading.document.date);
            if let (None, Some(last)) = (until, from.and_then(|day| terms::after(day, &period))) {
                found.push((rap::UNTIL, last.into()));
                found.push((rap::COMPUTED, Node::Boolean(true)));
            }
        }
        found
    }

    /// The body whose mandate it is: behind the noun, or before it where the language has it so.
    fn body_of(&self, noun: Span) -> Option<(Entity, Span)> {
        let language = self.reading.document.segments[self.segment].language;
        let bodies = self.bodies();
        let behind = || self.body_behind(noun.end);
        let before = || bodies.iter().rev().find(|(_, at)| at.end <= noun.start).cloned();
        let its = self.find(Part::Mandate).iter().any(|(at, value)| *at == noun && *value == "its");
        if its {
            return before().or_else(|| self.named_before(noun.start));
        }
        if language.is_unspaced() { before().or_else(behind) } else { behind().or_else(before) }
    }

    /// The last body that the paragraph has named before a place.
    fn named_before(&self, at: usize) -> Option<(Entity, Span)> {
        let earlier = self.reading.document.mentions[self.segment].iter().rev().filter(|m| m.span.end <= at);
        earlier
            .filter_map(|m| Some((m.entities().iter().find(|e| e.kind == Kind::Organisation)?.clone(), m.span)))
            .find(|(e, _)| !self.reading.knowledge.gazetteer.is_principal(e))
    }

    fn body_behind(&self, from: usize) -> Option<(Entity, Span)> {
        let content = &self.reading.document.text.content;
        let near = |at: usize| is_within(&content[from..at], NEAR);
        self.bodies().into_iter().find(|(_, at)| at.start >= from && near(at.start))
    }

    /// The bodies of the clause, by name or by their kind, in the order of the text.
    fn bodies(&self) -> Vec<(Entity, Span)> {
        let own = |e: &&Entity| Some(*e) == self.reading.document.organ.as_ref() || self.reading.knowledge.gazetteer.is_principal(e);
        let named = self.mentions().filter_map(|m| {
            let one = m.entities().iter().find(|e| e.kind == Kind::Organisation && !own(e))?;
            Some((one.clone(), m.span))
        });
        let mut found: Vec<(Entity, Span)> = named.collect();
        for (at, kind) in self.find(Part::Body) {
            if found.iter().all(|(_, span)| !span.overlaps(at))
                && let Some(body) = bodies::meant(self.reading, self.segment, at, kind)
            {
                found.push((body, at));
            }
        }
        found.sort_by_key(|(_, at)| at.start);
        found
    }
}
