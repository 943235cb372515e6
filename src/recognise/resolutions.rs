//! Resolutions and decisions cited by number: `resolution 59/50`, `242 (1967) and 338 (1973)`, `2625 (XXV)`,
//! `S-30/1`, in lists whose head or tail names the body once.
//!
//! Shapes first, words second: the numbers look alike in all languages; the words around them (data) say whether
//! they belong to a list and whose resolutions they are. A list is read item by item: one that is not understood does
//! not end it ([`super::gaps`]). Left out: `ibid.`.

use super::gaps::Joint;
use super::headings::Governing;
use super::shapes::{Form, Shape, shapes};
use crate::knowledge::lists::ListWords;
use crate::knowledge::numerals::Numerals;
use crate::knowledge::references::ReferenceWords;
use crate::knowledge::{Knowledge, Settings};
use crate::model::text::is_cjk;
use crate::model::{Entity, Language, Span};
use crate::symbol::Body;
use regex::Regex;
use std::sync::LazyLock;

/// What a number, or several that share their words, were found to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    pub span: Span,
    pub documents: Vec<Entity>,
    /// The part that is cited: where it is named, and its name (`section XI`).
    pub part: Option<(Span, String)>,
}

/// A stretch of a paragraph below or beside a heading, from a byte of it on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    pub at: usize,
    pub governing: Governing,
}

/// What may stand between the beginning of a row and its first number: the mark of an item.
static ITEM_MARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\s\u{B7}*\u{2014}-]*(?:\(?[0-9A-Za-z]{1,3}[.)]\s*)?$").expect("compiles"));

/// What a list has in common.
#[derive(Debug, Clone)]
struct Chain {
    /// Its last number.
    last: Shape,
    body: Option<Entity>,
    is_decision: bool,
    /// It stands below a heading that says whose its numbers are.
    is_governed: bool,
}

/// The document that cites: `its resolution` is its body's, and no session is later than itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whose<'e> {
    pub organ: Option<&'e Entity>,
    pub year: Option<u32>,
}

/// The organisations named in a paragraph, as recognised by name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bodies<'b> {
    /// Those whose resolutions have a series of symbols.
    pub known: &'b [(Span, Entity)],
    pub others: &'b [Span],
}

/// Finds the resolutions and decisions cited in a paragraph.
pub fn find(
    text: &str,
    language: Language,
    knowledge: &Knowledge,
    bodies: Bodies<'_>,
    document: Whose<'_>,
    above: &[Region],
) -> Vec<Cited> {
    let Whose { organ, year } = document;
    let rules = knowledge.rules(language);
    let words = &rules.references;
    let mut shapes = shapes(text, words, &rules.lists);
    let triggers: Vec<Span> = words.triggers.find_iter(text).map(|m| Span::new(m.start(), m.end())).collect();
    let scan = Scan {
        text,
        words,
        lists: &rules.lists,
        knowledge,
        bodies: bodies.known,
        others: bodies.others,
        triggers: &triggers,
        organ,
        dates: &rules.dates.any,
        settings: &rules.settings,
        year,
    };
    scan.add_bare(&mut shapes, above);
    shapes.iter_mut().for_each(|shape| scan.with_year(shape));
    let mut found = Vec::new();
    let mut chain: Option<Chain> = None;
    for (i, shape) in shapes.iter().enumerate() {
        let before = chain.take();
        let is_apart = |last: &Shape| above.iter().any(|r| r.at >= last.span.end && r.at <= shape.span.start);
        let joined = before.as_ref().filter(|c| !is_apart(&c.last)).and_then(|c| scan.joint(&c.last, shape, !c.is_governed));
        let continued = before.clone().filter(|_| joined.is_some());
        let beside = || before.clone().filter(|c| c.is_governed && !is_apart(&c.last) && scan.is_beside(c, shape));
        let opened = || scan.opened(above, shape).or_else(|| scan.inherited(before.as_ref(), shape)).or_else(beside);
        let Some(mut current) = continued.or_else(opened).or_else(|| scan.head(shape)) else { continue };
        current.last = shape.clone();
        if current.is_governed {
            if current.body.is_some() {
                found.extend(scan.cited(shape, &current, before.filter(|_| joined == Some(Joint::Range)), &rules.numerals));
            }
            chain = Some(current);
            continue;
        }
        let own = scan.body_directly_after(&shapes[i..], &rules.settings.list_separators);
        if own.is_some() {
            current.body = own;
        }
        // Where numbers carry marks the body stands before them; elsewhere it may follow the list.
        if current.body.is_none() && words.before_number.is_empty() {
            current.body = scan.body_after(&shapes[i..]);
        }
        if matches!(shape.form, Form::Bare { .. }) && joined.is_none() && !scan.has_tail(shape, &shapes[i..]) {
            continue;
        }
        current.is_decision |= scan.tail_is_decision(&shapes[i..]);
        found.extend(scan.cited(shape, &current, before.filter(|_| joined == Some(Joint::Range)), &rules.numerals));
        chain = Some(current);
    }
    found
}

pub(super) struct Scan<'s> {
    pub(super) text: &'s str,
    pub(super) words: &'s ReferenceWords,
    pub(super) lists: &'s ListWords,
    pub(super) knowledge: &'s Knowledge,
    pub(super) bodies: &'s [(Span, Entity)],
    /// Names of organisations without a series of symbols.
    pub(super) others: &'s [Span],
    pub(super) triggers: &'s [Span],
    pub(super) organ: Option<&'s Entity>,
    pub(super) dates: &'s Regex,
    pub(super) settings: &'s Settings,
    /// Of the document.
    pub(super) year: Option<u32>,
}

impl Scan<'_> {
    /// What a number of a list means, with those of a range that it ends.
    fn cited(&self, shape: &Shape, list: &Chain, range: Option<Chain>, numerals: &Numerals) -> Option<Cited> {
        // The Economic and Social Council counts by years; before, it gave its sessions in Roman numerals.
        let is_session = matches!(&shape.form, Form::Slash { special, first, .. } if special.is_empty() && *first < 1946);
        if list.is_governed && is_session && list.body.as_ref().is_some_and(|body| &*body.key == "ECOSOC") {
            return None;
        }
        let between = range.map_or_else(Vec::new, |before| before.last.up_to(shape));
        let forms = between.into_iter().chain([shape.form.clone()]).chain(shape.more.iter().cloned());
        let of = |form| self.entity(&Shape { form, ..shape.clone() }, list.body.as_ref(), list.is_decision);
        let documents: Vec<Entity> = forms.filter_map(of).collect();
        let span = self.printed(shape.span);
        (!documents.is_empty()).then(|| Cited { span, documents, part: self.part_behind(span.end, numerals) })
    }

    /// The list that a row begins: the heading above it or beside it says whose its numbers are.
    fn opened(&self, above: &[Region], shape: &Shape) -> Option<Chain> {
        let region = above.iter().rev().find(|region| region.at <= shape.span.start)?;
        let mark = &self.text[region.at..self.marked_start(shape.span.start)];
        let trigger = self.words.triggers.find(mark);
        let rest = trigger.map_or_else(|| mark.to_owned(), |m| format!("{}{}", &mark[..m.start()], &mark[m.end()..]));
        let Governing { body, is_decision } = region.governing.clone();
        let is_decision = trigger.map_or(is_decision, |m| self.words.is_decision(m.as_str()));
        ITEM_MARK.is_match(&rest).then(|| Chain { last: shape.clone(), body, is_decision, is_governed: true })
    }

    /// Whether a number stands by itself further on in a row: in a second column that the page sets beside the first.
    fn is_beside(&self, list: &Chain, shape: &Shape) -> bool {
        let between = &self.text[list.last.span.end..shape.span.start];
        let alone = self.body_before(list.last.span.end, shape.span.start).is_none() && !self.words.triggers.is_match(between);
        list.last.is_like(shape) && alone && !between.trim_end().ends_with(['(', ','])
    }

    /// The list that goes on with another word for its numbers: `79/122 and decision 80/521`.
    fn inherited(&self, before: Option<&Chain>, shape: &Shape) -> Option<Chain> {
        let before = before.filter(|list| list.is_governed)?;
        let (from, to) = (before.last.span.end, self.marked_start(shape.span.start));
        let trigger = self.triggers.iter().find(|t| t.start >= from && t.end <= to)?;
        let is_joined = self.lists.separator.find(&self.text[from..trigger.start]).is_some_and(|m| from + m.end() == trigger.start);
        let is_joined = is_joined && self.text[trigger.end..to].trim().is_empty();
        let is_decision = self.words.is_decision(trigger.of(self.text));
        is_joined.then(|| Chain { last: shape.clone(), is_decision, ..before.clone() })
    }

    /// The part of a document that is named behind its number.
    fn part_behind(&self, end: usize, numerals: &Numerals) -> Option<(Span, String)> {
        let behind = &self.text[end..];
        let end = end + self.words.triggers.find(behind).filter(|m| m.start() == 0).map_or(0, |m| m.end());
        let (range, name) = self.lists.part_at(&self.text[end..], numerals)?;
        Some((Span::new(end + range.start, end + range.end), name?))
    }

    /// The head of a new list: a trigger before the number, or what stands directly around it.
    fn head(&self, shape: &Shape) -> Option<Chain> {
        let start = self.marked_start(shape.span.start);
        // Where numbers carry marks of their own, the word comes after them, or directly before a bare number.
        let marks = !self.words.before_number.is_empty();
        let trigger = self.triggers.iter().rev().find(|t| t.end <= start).filter(|t| !marks || t.end == start);
        if let Some(trigger) = trigger.filter(|t| self.links_around_bodies(t.end, start)) {
            let word = trigger.of(self.text);
            let between = self.body_before(trigger.end, start);
            let body = between.or_else(|| self.body_of_trigger(*trigger));
            return Some(Chain { last: shape.clone(), body, is_decision: self.words.is_decision(word), is_governed: false });
        }
        if let Some(list) = trigger.and_then(|trigger| self.bracketed(*trigger, shape)) {
            return Some(list);
        }
        let body = self.body_touching(start);
        let marked = start < shape.span.start || self.after_number(shape.span.end).is_some();
        let stands_alone = matches!(shape.form, Form::Year { .. } | Form::Roman { .. }) && !shape.needs_head;
        let counts_else = marked && !stands_alone && self.counts_something_else(shape.span.end);
        (!counts_else && (marked || stands_alone)).then(|| Chain { last: shape.clone(), body, is_decision: false, is_governed: false })
    }

    /// A list whose numbers stand in brackets behind what they are about: `resolutions on wells (43/222)`.
    fn bracketed(&self, trigger: Span, shape: &Shape) -> Option<Chain> {
        let between = &self.text[trigger.end..shape.span.start];
        let inner = between.strip_suffix('(').filter(|inner| !inner.contains(['(', ')', ';']) && inner.len() <= super::gaps::REACH)?;
        let is_about = self.lists.begins_description(inner) && !super::gaps::ends_sentence(inner);
        let is_decision = self.words.is_decision(trigger.of(self.text));
        let body = self.body_of_trigger(trigger);
        (is_about && matches!(shape.form, Form::Slash { .. })).then(|| Chain { last: shape.clone(), body, is_decision, is_governed: false })
    }

    /// Whether a marked number goes on with a word of its own (warehouse No. 70/1) and no trigger follows in the sentence.
    fn counts_something_else(&self, end: usize) -> bool {
        let tail = self.after_number(end).unwrap_or(end);
        let rest = &self.text[tail..];
        let sentence = &rest[..rest.find(['\u{3002}', ';', '!', '?']).unwrap_or(rest.len())];
        sentence.chars().next().is_some_and(|c| is_cjk(c) && c.is_alphabetic()) && !self.words.triggers.is_match(sentence)
    }

    /// The body whose resolutions a trigger announces: named before it, or `its`.
    fn body_of_trigger(&self, trigger: Span) -> Option<Entity> {
        if self.words.is_own(trigger.of(self.text)) {
            return self.organ.cloned();
        }
        if let Some(body) = self.lists.body_of_short(trigger.of(self.text)) {
            return Some(Entity::organisation(body));
        }
        if let Some(body) = self.body_touching(trigger.start) {
            return Some(body);
        }
        let before = self.text[..trigger.start].trim_end();
        let own = self.words.own.iter().find(|w| ends_with_word(before, w))?;
        // `the Human Rights Council, in its resolution`: the nearest body before is meant.
        let start = before.len() - own.len();
        self.body_touching(start).or_else(|| self.organ.cloned())
    }

    /// A body that ends where a place begins, but for linking words.
    fn body_touching(&self, at: usize) -> Option<Entity> {
        let (span, body) = self.bodies.iter().rev().find(|(s, body)| s.end <= at && self.reaches(*s, body, at))?;
        self.links(span.end, at).then(|| body.clone())
    }

    /// A body without a series here counts only directly beside a number or the word for it: other organisations are
    /// named near resolutions that are not theirs.
    fn reaches(&self, span: Span, body: &Entity, at: usize) -> bool {
        let beside = |between: &str| between.trim().is_empty() || self.words.own.iter().any(|own| between.trim().ends_with(own.as_str()));
        !is_foreign(body) || self.text.get(span.end..at).is_some_and(beside)
    }

    /// Whether a body announces the numbers behind its name: it says nothing of those before.
    fn announces(&self, span: Span) -> bool {
        let rest = self.text[span.end..].trim_start();
        let at = self.text.len() - rest.len();
        rest.starts_with(|c: char| c.is_ascii_digit()) || self.triggers.iter().any(|t| t.start == at)
    }

    fn body_before(&self, from: usize, to: usize) -> Option<Entity> {
        self.bodies.iter().rev().find(|(s, _)| s.start >= from && s.end <= to).map(|(_, b)| b.clone())
    }

    /// A body named after the list: the last member that is linked to the first, then the name.
    fn body_after(&self, shapes: &[Shape]) -> Option<Entity> {
        let end = self.end_of_list(shapes);
        let (span, body) = self.bodies.iter().find(|(s, _)| s.start >= end).filter(|(s, body)| !is_foreign(body) && !self.announces(*s))?;
        self.links(end, span.start).then(|| body.clone())
    }

    /// A body named directly after its numbers (`46/182 of the General Assembly`): nearer than one before them.
    fn body_directly_after(&self, shapes: &[Shape], separators: &[String]) -> Option<Entity> {
        if !self.words.before_number.is_empty() {
            return None;
        }
        let mut end = shapes[0].span.end;
        for shape in &shapes[1..] {
            if !self.links(end, shape.span.start) {
                break;
            }
            end = shape.span.end;
        }
        let (span, body) = self.bodies.iter().find(|(s, _)| s.start >= end).filter(|(s, _)| !self.announces(*s))?;
        let between = self.text.get(end..span.start)?;
        if is_foreign(body) && !self.settings.joins_holder(&format!("{} ", between.trim_end())) && !self.settings.joins_holder(between) {
            return None;
        }
        let joins = |word: &str| separators.iter().any(|s| s.trim() == word);
        let apart = between.contains([',', ';', '(']) || between.split_whitespace().any(joins);
        (!apart && self.links(end, span.start)).then(|| body.clone())
    }

    fn end_of_list(&self, shapes: &[Shape]) -> usize {
        let mut end = shapes[0].span.end;
        for shape in &shapes[1..] {
            if !self.links_around_bodies(end, shape.span.start) {
                break;
            }
            end = shape.span.end;
        }
        end
    }

    /// Where the mark before a number begins, or the number itself.
    fn marked_start(&self, start: usize) -> usize {
        let mark = self.words.before_number.iter().find_map(|m| self.text[..start].strip_suffix(m.as_str()));
        mark.map_or(start, str::len)
    }

    fn after_number(&self, end: usize) -> Option<usize> {
        self.words.after_number.iter().find(|m| self.text[end..].starts_with(m.as_str())).map(|m| end + m.len())
    }

    fn has_tail(&self, shape: &Shape, shapes: &[Shape]) -> bool {
        let own = self.marked_start(shape.span.start) < shape.span.start || self.after_number(shape.span.end).is_some();
        let marks = !self.words.before_number.is_empty();
        let before = |t: &Span| {
            t.end <= shape.span.start && if marks { t.end == shape.span.start } else { self.links_around_bodies(t.end, shape.span.start) }
        };
        own || self.triggers.iter().any(before) || {
            let end = self.end_of_list(shapes);
            self.triggers.iter().any(|t| t.start >= end && self.links(end, t.start))
        }
    }

    fn tail_is_decision(&self, shapes: &[Shape]) -> bool {
        // The word nearest behind a number says what it is: `resolutions A and B, and decision C`.
        let end = self.end_of_list(shapes);
        let tail = self.after_number(end).unwrap_or(end);
        let mut behind = self.triggers.iter().filter(|t| t.start >= shapes[0].span.end && t.start <= tail);
        behind.next().is_some_and(|t| self.words.is_decision(t.of(self.text)))
    }

    /// The number with the marks around it, as the evidence shows it.
    pub(super) fn printed(&self, span: Span) -> Span {
        Span::new(self.marked_start(span.start), self.after_number(span.end).unwrap_or(span.end))
    }
}

/// Whether a body has no series of symbols here.
fn is_foreign(body: &Entity) -> bool {
    !body.key.is_empty() && !Body::named(&body.key).is_some_and(Body::passes_resolutions)
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|rest| is_cjk(word.chars().next().unwrap_or(' ')) || !rest.ends_with(|c: char| c.is_alphanumeric()))
}
