//! Who is to act: `calls upon all Member States and the Secretary-General to …` → the paragraph's addressees.
//!
//! Behind a verb that asks stands a list of states, bodies, posts and groups. A sub-paragraph inherits what its chapeau
//! asks for; the numbered paragraph has the addressees of its sub-paragraphs too. Left out: addressees that are only
//! described; where a paragraph opens with such a one, it is counted.

use super::operative::{Act, acts};
use super::{Extractor, Reading, bodies};
use crate::knowledge::Settings;
use crate::knowledge::mandates::{MandateWords, Part};
use crate::model::{Deixis, Entity, Findings, Kind, Meaning, Node, Span};
use crate::vocabulary::{dcterms, org, rap, rdf, skos};

pub struct Addressees;

const NAME: &str = "addressees";

/// Characters in which the word of an order follows whom it tells: X, in consultation with Y, shall.
const ORDER: usize = 12;

/// Addressees that one verb may have.
const MOST: usize = 24;

impl Extractor for Addressees {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::ADDRESSEE, org::POST_IN, dcterms::HAS_PART]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let acts = acts(reading);
        let asked: Vec<Vec<Asked>> = acts.iter().map(|act| asked(reading, act.segment)).collect();
        for (act, own) in acts.iter().zip(&asked) {
            if let Some(at) = act.chapeau {
                let begins = sentence_around(reading, act.segment, reading.document.segments[act.segment].span.start);
                let place = reading.place_in(act.segment, begins, NAME).pattern("sub-paragraph");
                out.describe(&act.paragraph, rdf::TYPE, Node::Term(rap::PARAGRAPH));
                out.state(&acts[at].paragraph, dcterms::HAS_PART, &act.paragraph, &place);
            }
            let inherited = match act.chapeau {
                Some(at) if own.is_empty() && ends_open(reading, acts[at].segment) => &asked[at],
                _ => own,
            };
            for asked in inherited {
                state(reading, act, &act.paragraph, asked, out);
                if let Some(at) = act.chapeau.filter(|_| !own.is_empty()) {
                    state(reading, act, &acts[at].paragraph, asked, out);
                }
            }
        }
        let open = acts.iter().zip(&asked).filter(|(_, asked)| asked.iter().any(|a| a.whom.is_empty()));
        out.open.extend(open.map(|(act, _)| act.paragraph.key.to_string()));
    }
}

/// Whom one verb asks.
#[derive(Debug)]
pub struct Asked {
    /// The sentence or clause: from the verb to the next verb that asks.
    pub span: Span,
    /// Where the words behind the addressees begin.
    pub rest: usize,
    /// Nobody where the addressee is only described.
    pub whom: Vec<(Entity, Span)>,
}

/// What a segment asks, verb by verb.
pub fn asked(reading: &Reading<'_>, segment: usize) -> Vec<Asked> {
    let s = &reading.document.segments[segment];
    let text = reading.document.slice(s.span);
    let words = &reading.knowledge.rules(s.language).mandates;
    let list = List { reading, segment, words, text };
    let mut found: Vec<Asked> = Vec::new();
    let asks = words.find(Part::Ask, text).map(|(at, _)| (at, false));
    let mut verbs: Vec<(Span, bool)> = asks.chain(words.find(Part::Decide, text).map(|(at, _)| (at, true))).collect();
    verbs.sort_by_key(|(at, _)| (at.start, std::cmp::Reverse(at.end)));
    for (at, decides) in verbs {
        if found.last().is_some_and(|last| at.start + s.span.start < last.rest) || list.mention_over(at.start) {
            continue;
        }
        let (whom, end) = list.read(at.end);
        let told = || {
            let near: String = text[end..].chars().take(ORDER).collect();
            words.find(Part::Shall, &near).next().is_some()
        };
        let opens = text[..at.start].chars().all(|c| !c.is_alphabetic()) && !decides;
        if !whom.is_empty() && (!decides || told()) || whom.is_empty() && opens {
            let start = s.span.start;
            if let Some(last) = found.last_mut() {
                last.span.end = at.start + start;
            }
            found.push(Asked { span: Span::new(at.start + start, s.span.end), rest: end + start, whom });
        }
    }
    found
}

/// Whether a chapeau is left open for its sub-paragraphs.
fn ends_open(reading: &Reading<'_>, segment: usize) -> bool {
    let text = reading.document.slice(reading.document.segments[segment].span);
    text.trim_end().ends_with([':', '\u{FF1A}', ',', '\u{60C}', '\u{2014}'])
}

fn state(reading: &Reading<'_>, act: &Act, paragraph: &Entity, asked: &Asked, out: &mut Findings) {
    for (entity, words) in &asked.whom {
        let mut place = reading.place_in(act.segment, sentence_around(reading, act.segment, asked.span.start), NAME).pattern("asked");
        if !reading.document.segments[act.segment].span.contains(*words) {
            place.evidence.antecedents.push(*words);
        }
        if entity.kind == Kind::Organisation {
            bodies::describe(reading, entity, reading.document.slice(*words), act.segment, out);
        }
        if let (Kind::Post, Some((holder, _))) = (entity.kind, entity.key.split_once('/')) {
            out.describe(entity, rdf::TYPE, Node::Term(org::POST));
            out.describe(entity, skos::NOTATION, Node::Plain(entity.key.to_string()));
            out.state(entity, org::POST_IN, Entity::organisation(holder), &place);
        }
        out.state(paragraph, rap::ADDRESSEE, entity, &place);
    }
}

/// The sentence of a segment in which a place lies, or that begins it where the place is in another segment.
pub fn sentence_around(reading: &Reading<'_>, segment: usize, at: usize) -> Span {
    let mut of_segment = reading.sentences.iter().filter(|s| s.segment == segment).map(|s| s.span);
    let whole = reading.document.segments[segment].span;
    of_segment.clone().find(|s| s.start <= at && at < s.end).or_else(|| of_segment.next()).unwrap_or(whole)
}

/// A list of addressees behind a verb.
struct List<'l, 'd> {
    reading: &'l Reading<'d>,
    segment: usize,
    words: &'l MandateWords,
    text: &'l str,
}

impl List<'_, '_> {
    /// The addressees from a place on, and where the list ends.
    fn read(&self, from: usize) -> (Vec<(Entity, Span)>, usize) {
        let start = self.reading.document.segments[self.segment].span.start;
        let (mut found, mut at, mut end) = (Vec::new(), self.inset(from), from);
        while found.len() < MOST {
            let head_at = self.skip(at, Part::Skip);
            let Some((entities, head_end)) = self.head(head_at) else { break };
            let behind = self.behind(head_end);
            if self.begins(Part::Another, behind).is_some() {
                break;
            }
            let span = Span::new(head_at + start, head_end + start);
            found.extend(entities.into_iter().map(|e| (e, span)));
            end = behind;
            let Some(next) = self.joined(self.spaces(end)) else { break };
            at = self.spaces(next);
            // One comma and the word for `and` join together.
            at = self.begins(Part::Join, at).map_or(at, |next| self.spaces(next));
        }
        (found, end)
    }

    /// Behind words set in commas directly after the verb: requests, in this regard, the …
    fn inset(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let Some(inner) = rest.strip_prefix([',', '\u{60C}', '\u{FF0C}']) else { return at };
        let close = inner.char_indices().take(INSET).find(|(_, c)| matches!(c, ',' | '\u{60C}' | '\u{FF0C}'));
        close.map_or(at, |(i, c)| at + (rest.len() - inner.len()) + i + c.len_utf8())
    }

    fn spaces(&self, at: usize) -> usize {
        at + self.text[at..].len() - self.text[at..].trim_start().len()
    }

    fn begins(&self, part: Part, at: usize) -> Option<usize> {
        self.words.begins(part, &self.text[at..]).map(|(length, _)| at + length)
    }

    /// Behind what joins the next of a list; a letter that joins may be written with the word behind it.
    fn joined(&self, at: usize) -> Option<usize> {
        let letter = || {
            let first = self.text[at..].chars().next().filter(|c| self.settings().clitics.contains(*c))?;
            self.words.begins(Part::Join, first.encode_utf8(&mut [0; 4])).map(|(length, _)| at + length)
        };
        self.begins(Part::Join, at).or_else(letter)
    }

    fn settings(&self) -> &Settings {
        &self.reading.knowledge.rules(self.reading.document.segments[self.segment].language).settings
    }

    fn skip(&self, from: usize, part: Part) -> usize {
        let mut at = self.spaces(from);
        while self.head_is_none(at)
            && let Some(next) = self.begins(part, at)
        {
            at = self.spaces(next);
        }
        at
    }

    fn head_is_none(&self, at: usize) -> bool {
        self.head(at).is_none()
    }

    /// Words and brackets behind a name that belong to it.
    fn behind(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            let next = self.spaces(at);
            if let Some(inner) = self.text[next..].strip_prefix('(') {
                let Some(close) = inner.char_indices().take(BRACKET).find(|(_, c)| *c == ')') else { return at };
                at = next + 1 + close.0 + 1;
            } else if let Some(end) = self.begins(Part::Behind, next) {
                at = end;
            } else {
                return at;
            }
        }
    }

    /// The addressee that begins at a place, and where its name ends.
    fn head(&self, at: usize) -> Option<(Vec<Entity>, usize)> {
        let rest = &self.text[at..];
        let group = self.words.group(rest).map(|(length, group)| (vec![group.clone()], at + length));
        let named = self.named(at);
        let body = || {
            let (length, kind) = self.words.begins(Part::Body, rest)?;
            let start = self.reading.document.segments[self.segment].span.start;
            let span = Span::new(at, at + length).shifted(start);
            let body = bodies::meant(self.reading, self.segment, span, kind)?;
            Some((vec![body], at + length))
        };
        match (named, group) {
            (Some(named), Some(group)) => Some(if group.1 > named.1 { group } else { named }),
            (named, group) => named.or(group).or_else(body),
        }
    }

    /// A state, body or post that is named at a place.
    fn named(&self, at: usize) -> Option<(Vec<Entity>, usize)> {
        let document = self.reading.document;
        let start = document.segments[self.segment].span.start;
        let settings = self.settings();
        let mentions = &document.mentions[self.segment];
        let first = mentions.partition_point(|m| m.span.start < at + start);
        let mention = mentions.get(first)?;
        let lead = &document.text.content[at + start..mention.span.start];
        let joined = lead.chars().count() <= 2 && lead.chars().all(|c| settings.clitics.contains(c));
        let end = mention.span.end - start;
        match &mention.meaning {
            _ if !joined => None,
            Meaning::Post(post) => {
                let whose =
                    mentions.get(first + 1).filter(|m| settings.joins_holder(&document.text.content[mention.span.end..m.span.start]));
                let named =
                    whose.and_then(|m| Some((m.entities().iter().find(|e| e.kind == Kind::Organisation)?.clone(), m.span.end - start)));
                let (holder, end) = named.or_else(|| Some((self.holder(post)?, end)))?;
                Some((vec![Entity::post(&holder, post)], end))
            }
            Meaning::Deixis(Deixis::OwnCouncil | Deixis::OwnAssembly) => None,
            _ => {
                let fits = |e: &&Entity| matches!(e.kind, Kind::State | Kind::Organisation);
                let entities: Vec<Entity> = mention.entities().iter().filter(fits).cloned().collect();
                (!entities.is_empty()).then_some((entities, end))
            }
        }
    }

    /// Whose post it is where the text does not tell: the one organisation that has it, or the author's.
    fn holder(&self, post: &str) -> Option<Entity> {
        let gazetteer = &self.reading.knowledge.gazetteer;
        gazetteer.holder_of(post).or_else(|| gazetteer.secretary_of(self.reading.document.organ.as_ref()?, post))
    }

    fn mention_over(&self, at: usize) -> bool {
        let at = at + self.reading.document.segments[self.segment].span.start;
        self.reading.document.mentions[self.segment].iter().any(|m| m.span.start <= at && at < m.span.end)
    }
}

/// Characters of words set in commas, and of what stands in brackets behind a name.
const INSET: usize = 70;
const BRACKET: usize = 60;
