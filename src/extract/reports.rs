//! Reports that a paragraph asks for: who reports, to whom, by when, how often.
//!
//! `Requests the Secretary-General to submit to the Assembly at its eightieth session a report on …`. A day that is only
//! reckoned from the adoption says so (`rap:computed`). Left out: reports that are read, used or taken up.

use super::addressees::{Asked, asked, sentence_around};
use super::operative::acts;
use super::{Extractor, Reading, bodies, terms};
use crate::knowledge::mandates::Part;
use crate::model::text::is_within;
use crate::model::{Entity, Findings, Kind, Meaning, Node, Span};
use crate::symbol::Body;
use crate::vocabulary::rap;

pub struct Reports;

const NAME: &str = "reports";

/// Characters between the verb of submitting and the report, between a word of time and its number, and of a session's
/// number in words.
const SUBMITTED: usize = 90;
const TIMED: usize = 30;
const SESSION_WORDS: usize = 40;

impl Extractor for Reports {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::REQUESTS_REPORT]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let acts = acts(reading);
        for act in &acts {
            let own = asked(reading, act.segment);
            let inherited = act.chapeau.filter(|_| own.is_empty()).and_then(|at| asked(reading, acts[at].segment).pop());
            let whole = reading.document.segments[act.segment].span;
            let from_chapeau = inherited.into_iter().map(|asked| (asked, whole));
            let all = own.into_iter().map(|asked| {
                let clause = Span::new(asked.rest, asked.span.end.max(asked.rest));
                (asked, clause)
            });
            for (asked, clause) in all.chain(from_chapeau) {
                let order = Order { reading, segment: act.segment, clause };
                if order.is_for_a_report() {
                    order.state(&act.paragraph, &asked, out);
                }
            }
        }
    }
}

/// What is asked of someone: the words behind the addressee.
struct Order<'o, 'd> {
    reading: &'o Reading<'d>,
    segment: usize,
    clause: Span,
}

impl<'o> Order<'o, '_> {
    fn text(&self) -> &'o str {
        self.reading.document.slice(self.clause)
    }

    fn find(&self, part: Part) -> Vec<(Span, &'o str)> {
        let words = &self.reading.knowledge.rules(self.reading.document.segments[self.segment].language).mandates;
        words.find(part, self.text()).map(|(at, value)| (at.shifted(self.clause.start), value)).collect()
    }

    fn is_for_a_report(&self) -> bool {
        let submits = self.find(Part::Submit);
        let content = &self.reading.document.text.content;
        let unspaced = self.reading.document.segments[self.segment].language.is_unspaced();
        let reach = if unspaced { SUBMITTED / 3 } else { SUBMITTED };
        let submitted = |report: Span| {
            let mut before = submits.iter().filter(|(at, _)| at.end <= report.start);
            before.next_back().is_some_and(|(at, _)| is_within(&content[at.end..report.start], reach))
        };
        self.find(Part::Report).into_iter().any(|(at, value)| value == "verb" || submitted(at))
    }

    fn state(&self, paragraph: &Entity, asked: &Asked, out: &mut Findings) {
        let mut qualifiers = Vec::new();
        let body = self.reports_to(&asked.whom);
        qualifiers.extend(body.clone().map(|body| (rap::REPORTS_TO, body.into())));
        qualifiers.extend(self.due(body.as_ref()));
        let place = self.reading.place_in(self.segment, sentence_around(self.reading, self.segment, self.clause.start), NAME);
        for (who, _) in &asked.whom {
            out.state(paragraph, rap::REQUESTS_REPORT, who, &place.clone().pattern("report")).with_all(&qualifiers);
        }
    }

    /// The body that is reported to: one that passes resolutions, or a committee.
    fn reports_to(&self, whom: &[(Entity, Span)]) -> Option<Entity> {
        let gazetteer = &self.reading.knowledge.gazetteer;
        let is_body = |e: &&Entity| {
            let hears = gazetteer.passes_resolutions(e) || gazetteer.kind_of(e) == "committee" || e.key.ends_with("-COMMITTEE");
            e.kind == Kind::Organisation && hears && whom.iter().all(|(w, _)| w != *e)
        };
        let mentions = self.reading.document.mentions[self.segment].iter().filter(|m| self.clause.contains(m.span));
        let named = mentions.filter_map(|m| Some((m.span, m.entities().iter().find(is_body)?.clone())));
        let pointed = self.find(Part::Body).into_iter().filter(|(_, kind)| *kind == "committee");
        let pointed = pointed.filter_map(|(at, kind)| Some((at, bodies::meant(self.reading, self.segment, at, kind)?)));
        named.chain(pointed).min_by_key(|(at, _)| at.start).map(|(_, body)| body)
    }

    fn due(&self, body: Option<&Entity>) -> Vec<(&'static str, Node)> {
        let mut found: Vec<(&'static str, Node)> = Vec::new();
        let by = self.find(Part::By).into_iter().find_map(|(word, _)| terms::date_behind(self.reading, self.segment, word.end));
        let day = by.or_else(|| self.date_before());
        found.extend(day.map(|day| (rap::DUE_BY, day.into())));
        let within = self.find(Part::Within).into_iter().find_map(|(word, _)| self.timed(word.end));
        if let Some(within) = within {
            let from = self.find(Part::Adoption).first().and(self.reading.document.date);
            if let (None, Some(last)) = (day, from.and_then(|day| terms::after(day, &within))) {
                found.push((rap::DUE_BY, last.into()));
                found.push((rap::COMPUTED, Node::Boolean(true)));
            }
            found.push((rap::DUE_WITHIN, Node::Duration(within)));
        }
        let every = self.find(Part::Every).into_iter().find_map(|(word, value)| match value {
            "" => self.timed(word.end),
            value => Some(value.to_owned()),
        });
        found.extend(every.map(|every| (rap::EVERY, Node::Duration(every))));
        found.extend(body.and_then(|body| self.session(body)).map(|session| (rap::DUE_SESSION, Node::Plain(session))));
        found
    }

    /// A number with a unit of time that begins close behind a word.
    fn timed(&self, from: usize) -> Option<String> {
        let near: usize = self.reading.document.text.content[from..self.clause.end].chars().take(TIMED).map(char::len_utf8).sum();
        terms::period(self.reading, self.segment, Span::new(from, from + near))
    }

    /// A date with the word for `before` behind it.
    fn date_before(&self) -> Option<crate::model::PartialDate> {
        let document = self.reading.document;
        let words = &self.reading.knowledge.rules(document.segments[self.segment].language).mandates;
        let mut dates = document.mentions[self.segment].iter().filter(|m| self.clause.contains(m.span));
        dates.find_map(|m| match m.meaning {
            Meaning::Moment(moment) if !moment.relative => {
                words.begins(Part::Before, &document.text.content[m.span.end..self.clause.end]).map(|_| moment.until.unwrap_or(moment.from))
            }
            _ => None,
        })
    }

    /// A session of the body, as the contract writes them.
    fn session(&self, body: &Entity) -> Option<String> {
        let organ = Body::named(&body.key).filter(|body| *body == Body::ASSEMBLY)?;
        let document = self.reading.document;
        let numerals = &self.reading.knowledge.rules(document.segments[self.segment].language).numerals;
        let content = &document.text.content;
        self.find(Part::Session).into_iter().find_map(|(noun, _)| {
            let before: String = content[self.clause.start..noun.start].chars().rev().take(SESSION_WORDS).collect();
            let before: String = before.chars().rev().collect();
            let after: String = content[noun.end..self.clause.end].chars().take(SESSION_WORDS).collect();
            let number = longest(&before, true, numerals).or_else(|| longest(&after, false, numerals))?;
            organ.session(number)
        })
    }
}

/// The longest number in words or figures at the end or the beginning of a text.
fn longest(text: &str, at_end: bool, numerals: &crate::knowledge::numerals::Numerals) -> Option<u32> {
    let cuts = text.char_indices().map(|(i, _)| i).chain([text.len()]);
    let parse = |cut: usize| numerals.parse(&(if at_end { &text[cut..] } else { &text[..cut] }).trim().to_lowercase());
    if at_end { cuts.into_iter().find_map(parse) } else { cuts.rev().collect::<Vec<_>>().into_iter().find_map(parse) }
        .filter(|n| (1..200).contains(n))
}
