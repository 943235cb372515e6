//! What all extractors read: the document's sentences with their skeletons, and the cues that may match in each.

use super::unreal::is_unreal;
use crate::knowledge::Knowledge;
use crate::knowledge::cues::Cue;
use crate::knowledge::matcher::Captured;
use crate::model::finding::Place;
use crate::model::metadata::Record;
use crate::model::{Document, Entity, Evidence, Meaning, Mention, Node, PartialDate, SegmentKind, Span};
use crate::recognise::sentences;
use crate::recognise::skeleton::Skeleton;
use crate::recognise::titles::titled_instrument;
use crate::resolve::People;
use crate::vocabulary::{rap, skos};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A sentence of the document.
#[derive(Debug)]
pub struct Sentence<'k> {
    pub segment: usize,
    pub span: Span,
    /// Indices of its mentions among its segment's.
    pub mentions: std::ops::Range<usize>,
    pub skeleton: Skeleton,
    cues: Vec<&'k Cue>,
}

/// A document ready to be read.
#[derive(Debug)]
pub struct Reading<'d> {
    pub document: &'d Document,
    pub knowledge: &'d Knowledge,
    pub people: &'d People,
    pub sentences: Vec<Sentence<'d>>,
    /// Two sentences together, where a cue goes over the end of the first.
    pairs: Vec<Sentence<'d>>,
    /// The resolutions that set up the document's panels, by kind, once they are asked for.
    pub(super) panels: OnceLock<BTreeMap<String, Option<String>>>,
}

impl<'d> Reading<'d> {
    #[must_use]
    pub fn new(document: &'d Document, people: &'d People, knowledge: &'d Knowledge) -> Self {
        let (mut all, mut pairs) = (Vec::new(), Vec::new());
        for (index, segment) in document.segments.iter().enumerate().filter(|(_, s)| s.kind.is_prose()) {
            let rules = knowledge.rules(segment.language);
            let mentions = &document.mentions[index];
            for span in sentences::split(document.slice(segment.span), &rules.settings) {
                let span = span.shifted(segment.span.start);
                let first = mentions.partition_point(|m| m.span.start < span.start);
                let last = first + mentions[first..].partition_point(|m| m.span.end <= span.end);
                let skeleton = Skeleton::of(document.slice(span), span.start, &mentions[first..last]);
                let (over_two, cues) = rules.cues.possible(&skeleton.text).into_iter().partition(|cue| cue.spans_sentences);
                let before = all.last().filter(|s: &&Sentence<'_>| s.segment == index).map(|s| (s.span, s.mentions.start));
                all.push(Sentence { segment: index, span, mentions: first..last, skeleton, cues });
                if let Some((before, first)) = before.filter(|_| !over_two.is_empty()) {
                    let span = Span::new(before.start, span.end);
                    let skeleton = Skeleton::of(document.slice(span), span.start, &mentions[first..last]);
                    pairs.push(Sentence { segment: index, span, mentions: first..last, skeleton, cues: over_two });
                }
            }
        }
        Self { document, knowledge, people, sentences: all, pairs, panels: OnceLock::new() }
    }

    #[must_use]
    pub fn mentions(&self, sentence: &Sentence<'_>) -> &'d [Mention] {
        &self.document.mentions[sentence.segment][sentence.mentions.clone()]
    }

    /// The place of a fact that a sentence states.
    #[must_use]
    pub fn place(&self, sentence: &Sentence<'_>, extractor: impl Into<Cow<'static, str>>) -> Place<'d> {
        self.place_in(sentence.segment, sentence.span, extractor)
    }

    /// The place of a fact that stands at a span of a segment.
    #[must_use]
    pub fn place_in(&self, segment: usize, span: Span, extractor: impl Into<Cow<'static, str>>) -> Place<'d> {
        Place {
            evidence: Evidence { span, extractor: extractor.into(), pattern: String::new(), antecedents: Vec::new() },
            stated_in: &self.document.places[segment],
            claimed_by: &self.document.claimants[segment].by,
        }
    }

    /// The place of a fact that the file's metadata state: nobody's claim.
    #[must_use]
    pub fn place_of(&self, record: &Record, extractor: impl Into<Cow<'static, str>>) -> Place<'d> {
        Place {
            evidence: Evidence { span: record.span, extractor: extractor.into(), pattern: String::new(), antecedents: Vec::new() },
            stated_in: &self.document.entity,
            claimed_by: &[],
        }
    }

    /// Every match of a relation's cues in the prose of the document; statements that are only hoped for, denied or
    /// still to come are left out.
    pub fn matches(&self, relation: &str, mut each: impl FnMut(&Match<'_, 'd>)) {
        self.all_matches(relation, |m| {
            if !is_unreal(m) {
                each(m);
            }
        });
    }

    /// Every match of a relation's cues that says a fact, also where a wording that knows more takes it in.
    pub fn each_match(&self, relation: &str, mut each: impl FnMut(&Match<'_, 'd>)) {
        for sentence in self.sentences.iter().chain(&self.pairs) {
            for cue in sentence.cues.iter().filter(|c| c.relation == relation) {
                for captures in cue.matches(&sentence.skeleton.text) {
                    let found = Match { reading: self, sentence, cue, captures };
                    if !is_unreal(&found) {
                        each(&found);
                    }
                }
            }
        }
    }

    /// As `matches`, with what is only hoped for or to come.
    pub fn all_matches(&self, relation: &str, mut each: impl FnMut(&Match<'_, 'd>)) {
        for sentence in self.sentences.iter().chain(&self.pairs) {
            let cues = sentence.cues.iter().filter(|c| c.relation == relation);
            let matches = cues.flat_map(|cue| {
                let all = cue.matches(&sentence.skeleton.text);
                all.into_iter().map(move |captures| Match { reading: self, sentence, cue, captures })
            });
            let matches: Vec<Match<'_, 'd>> = matches.collect();
            let takes: Vec<(Span, Vec<usize>)> = matches.iter().map(|m| (m.whole(), m.taken())).collect();
            // The wording that takes in more of the sentence knows more: one inside it that names nothing else says
            // nothing new.
            let says_less = |(span, taken): &(Span, Vec<usize>)| {
                takes.iter().any(|(s, t)| s != span && s.contains(*span) && taken.iter().all(|m| t.contains(m)))
            };
            matches.iter().zip(&takes).filter(|(_, take)| !says_less(take)).for_each(|(m, _)| each(m));
        }
    }

    /// The person that a name means here.
    #[must_use]
    pub fn person(&self, name: &str, holder: Option<&Entity>, post: Option<&str>) -> Option<&'d Entity> {
        self.people.find(name, holder, post).map(|p| &p.entity)
    }
}

/// A cue's match in a sentence.
#[derive(Debug)]
pub struct Match<'m, 'd> {
    pub reading: &'m Reading<'d>,
    pub sentence: &'m Sentence<'d>,
    pub cue: &'m Cue,
    captures: Captured<'m>,
}

impl<'d> Match<'_, 'd> {
    pub(super) fn whole(&self) -> Span {
        self.captures.whole
    }

    /// All mentions that its slots captured; what a gap skips is not taken.
    fn taken(&self) -> Vec<usize> {
        self.captures.spans().flat_map(|span| self.sentence.skeleton.mentions_in(span)).collect()
    }

    /// Mentions captured by a slot.
    #[must_use]
    pub fn mentions(&self, slot: &str) -> Vec<&'d Mention> {
        let Some(found) = self.captures.slot(slot) else { return Vec::new() };
        let mentions = self.reading.mentions(self.sentence);
        self.sentence.skeleton.mentions_in(found).map(|i| &mentions[i]).collect()
    }

    /// Entities captured by a slot or its plural.
    #[must_use]
    pub fn entities(&self, slot: &str) -> Vec<Entity> {
        let mut found: Vec<Entity> = Vec::new();
        for mention in self.mentions(slot) {
            let titled = match &mention.meaning {
                Meaning::Title(title) => vec![titled_instrument(title)],
                _ => mention.entities().to_vec(),
            };
            for entity in titled {
                if !found.contains(&entity) {
                    found.push(entity);
                }
            }
        }
        found
    }

    /// Entities of any of several slots, in the order given.
    #[must_use]
    pub fn any(&self, slots: &[&str]) -> Vec<Entity> {
        slots.iter().map(|s| self.entities(s)).find(|e| !e.is_empty()).unwrap_or_default()
    }

    #[must_use]
    pub fn one(&self, slot: &str) -> Option<Entity> {
        self.entities(slot).into_iter().next()
    }

    /// The words of the document that a slot captured.
    #[must_use]
    pub fn original(&self, slot: &str) -> Option<(Span, String)> {
        let found = self.captures.slot(slot)?;
        let span = self.sentence.skeleton.original(found, self.reading.mentions(self.sentence))?;
        Some((span, self.reading.document.text.quote(span)))
    }

    /// The stretch of the document that the whole match covers.
    #[must_use]
    pub fn original_whole(&self) -> Option<Span> {
        self.sentence.skeleton.original(self.whole(), self.reading.mentions(self.sentence))
    }

    /// The literal text that a slot captured.
    #[must_use]
    pub fn words(&self, slot: &str) -> Option<&str> {
        self.captures.slot(slot).map(|span| &self.sentence.skeleton.text[span.start..span.end])
    }

    #[must_use]
    pub fn moment(&self, slot: &str) -> Option<crate::model::Moment> {
        self.mentions(slot).into_iter().find_map(|m| match m.meaning {
            Meaning::Moment(moment) => Some(moment),
            _ => None,
        })
    }

    /// The single side whose word the sentence is.
    #[must_use]
    pub fn claimant(&self) -> Option<Entity> {
        match self.reading.document.claimants[self.sentence.segment].by.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// The place of what this match says; pointing words in it name their antecedents.
    #[must_use]
    pub fn place(&self, extractor: impl Into<Cow<'static, str>>) -> Place<'d> {
        let mut place = self.reading.place(self.sentence, extractor).pattern(self.cue.template.clone());
        let mentions = self.reading.mentions(self.sentence);
        let within = self.sentence.skeleton.mentions_in(self.whole());
        place.evidence.antecedents = within.filter_map(|i| mentions[i].antecedent()).collect();
        place
    }

    /// The cue's own qualifiers: its role, and the date that it captured.
    #[must_use]
    pub fn qualifiers(&self) -> Vec<(&'static str, Node)> {
        let mut found = Vec::new();
        for (key, value) in &self.cue.qualifiers {
            match key.as_str() {
                "role" => found.extend(role(value).map(|r| (rap::ROLE, Node::Term(r)))),
                "date" => found.extend(self.moment("date").map(|m| Self::time(m, value)).into_iter().flatten()),
                _ => {}
            }
        }
        found
    }

    /// The qualifiers of a date: the day of it, or the term that it bounds.
    #[must_use]
    pub fn time(moment: crate::model::Moment, value: &str) -> Vec<(&'static str, Node)> {
        match (value, moment.until) {
            ("on", _) => vec![(rap::ON, moment.from.into())],
            (_, Some(until)) => vec![(rap::FROM, moment.from.into()), (rap::UNTIL, until.into())],
            ("from", None) => vec![(rap::FROM, moment.from.into())],
            (_, None) => vec![(rap::FROM, moment.from.into()), (rap::UNTIL, moment.from.into())],
        }
    }

    /// A qualifier of the cue row.
    #[must_use]
    pub fn setting(&self, key: &str) -> Option<&str> {
        self.cue.qualifiers.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }
}

fn role(name: &str) -> Option<&'static str> {
    match name {
        "FoundingMember" => Some(rap::FOUNDING_MEMBER),
        "FullMember" => Some(rap::FULL_MEMBER),
        "NewMember" => Some(rap::NEW_MEMBER),
        _ => None,
    }
}

/// The date as of which a document's statements about standing hold.
#[must_use]
pub fn as_of(date: Option<PartialDate>) -> Vec<(&'static str, Node)> {
    date.map(|d| (rap::AS_OF, d.into())).into_iter().collect()
}

/// Labels an entity that no table knows with the words that name it.
pub fn describe_title(out: &mut crate::model::Findings, entity: &Entity, words: String, language: crate::model::Language) {
    out.describe(entity, crate::vocabulary::rdf::TYPE, Node::Term(rap::INSTRUMENT_CLASS));
    out.describe(entity, skos::PREF_LABEL, Node::Text(words, language));
}

/// Whether sentences of this kind of segment are someone's word rather than layout.
#[must_use]
pub const fn is_running_text(kind: SegmentKind) -> bool {
    matches!(kind, SegmentKind::Paragraph | SegmentKind::Preambular | SegmentKind::Operative | SegmentKind::Footnote)
}
