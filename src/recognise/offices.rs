//! Persons named with a post and its holder, in any language: `CSTO Secretary-General X`, `X, President of Y`.

use super::described_posts::{described, is_portfolio};
use super::person_names::address;
use crate::knowledge::Knowledge;
use crate::model::{Document, Entity, Kind, Meaning, Mention, Office, Span};
use crate::resolve::people::{ALIKE, likeness};

/// Bytes that may stand between a holder, a post and a name: a portfolio, an article, a comma.
const WIDEST: usize = 60;

/// Bytes between a holder and its post: a space, an apostrophe with its letter.
const ADJACENT: usize = 3;

/// Finds the offices of a document; its paragraphs must have been read.
#[must_use]
pub fn find(document: &Document, knowledge: &Knowledge) -> Vec<Office> {
    let mut found = Vec::new();
    for (segment, mentions) in document.mentions.iter().enumerate() {
        for (at, mention) in mentions.iter().enumerate() {
            let Meaning::Person(name) = &mention.meaning else { continue };
            let office = respective(document, mentions, at)
                .or_else(|| before(document, knowledge, mentions, at))
                .or_else(|| between(document, knowledge, mentions, at))
                .or_else(|| after(document, knowledge, mentions, at))
                .or_else(|| behind_holder(document, knowledge, mentions, at))
                .or_else(|| around(document, knowledge, mentions, at));
            let described = if office.is_none() { described(document, knowledge, mentions, at) } else { None };
            let label = described.as_ref().and_then(|d| d.label);
            let office = office.or_else(|| described.map(|d| (d.holder, d.post, d.span)));
            let other = in_capacity(document, knowledge, mentions, at).filter(|(_, _, span)| office.as_ref().is_none_or(|o| o.2 != *span));
            let office = office.filter(|office| may_hold(knowledge, office));
            let other = other.filter(|office| may_hold(knowledge, office));
            let first = office.as_ref().map(|(holder, ..)| holder.clone());
            let all = office.into_iter().map(|o| (o, None)).chain(other.map(|o| (o, first)));
            for ((holder, post, span), beside) in all {
                let post = presidency(knowledge, &holder, post);
                let label = label.filter(|_| beside.is_none());
                found.push(Office { segment, span, name: name.clone(), holder, post, label, beside, antecedent: None });
            }
        }
    }
    found.extend(of_known_holders(document, knowledge, &found));
    found
}

/// Posts that only one organisation has, right beside a name; where the document names the person with another
/// holder of that post (a department of it), the other one is meant.
fn of_known_holders(document: &Document, knowledge: &Knowledge, told: &[Office]) -> Vec<Office> {
    let mut found = Vec::new();
    for (segment, mentions) in document.mentions.iter().enumerate() {
        for (at, mention) in mentions.iter().enumerate() {
            let Meaning::Person(name) = &mention.meaning else { continue };
            let Some((holder, post, span)) = of_known_holder(document, knowledge, mentions, at) else { continue };
            let same: Vec<&Office> = told.iter().filter(|other| likeness(&other.name, name) >= ALIKE).collect();
            if !same.iter().any(|other| other.post.starts_with(&*post) || post.starts_with(&*other.post)) {
                let beside = same.first().map(|other| other.holder.clone());
                found.push(Office { segment, span, name: name.clone(), holder, post, label: None, beside, antecedent: None });
            }
        }
    }
    found
}

/// A post of a state in a sentence that names no state but the speaker's own: President X, beside `my country`.
/// Pointing words must have been resolved.
#[must_use]
pub fn of_own_states(document: &Document, knowledge: &Knowledge) -> Vec<Office> {
    let mut found = Vec::new();
    for (segment, mentions) in document.mentions.iter().enumerate() {
        let base = document.segments[segment].span;
        let settings = &knowledge.rules(document.segments[segment].language).settings;
        let points = |m: &Mention| m.antecedent().is_some() && m.entities() == document.claimants[segment].by.as_slice();
        if !mentions.iter().any(|m| points(m) && m.entities().iter().all(Entity::is_state)) {
            continue;
        }
        for sentence in super::sentences::split(document.slice(base), settings) {
            let sentence = sentence.shifted(base.start);
            let within: Vec<&Mention> = mentions.iter().filter(|m| sentence.contains(m.span)).collect();
            let mut states = within.iter().filter(|m| m.entities().iter().any(Entity::is_state));
            let Some(own) = states.clone().find(|m| points(m) && m.entities().len() == 1) else { continue };
            if !states.all(|m| m.entities() == own.entities()) {
                continue;
            }
            for pair in within.windows(2) {
                let known = document.offices.iter().any(|o| o.segment == segment && o.span.overlaps(pair[0].span.joined(pair[1].span)));
                if let Some((name, post)) = held_beside(document, knowledge, pair).filter(|_| !known) {
                    let span = pair[0].span.joined(pair[1].span);
                    let holder = own.entities()[0].clone();
                    found.push(Office { segment, span, name, holder, post, label: None, beside: None, antecedent: Some(own.span) });
                }
            }
        }
    }
    found
}

/// A person and a post of a state, side by side.
fn held_beside(document: &Document, knowledge: &Knowledge, pair: &[&Mention]) -> Option<(String, std::sync::Arc<str>)> {
    let (name, post) = match (&pair[0].meaning, &pair[1].meaning) {
        (Meaning::Person(name), Meaning::Post(post)) | (Meaning::Post(post), Meaning::Person(name)) => (name, post),
        _ => return None,
    };
    let beside = document.text.content.get(pair[0].span.end..pair[1].span.start).is_some_and(|between| between.trim().is_empty());
    // Organisations have presidents too; but they stand beside their names.
    let is_of_states = &**post == "president" || knowledge.gazetteer.kind_of(&Entity::new(Kind::Post, post.clone())) == "state";
    (beside && is_of_states).then(|| (name.clone(), post.clone()))
}

type Found = (Entity, std::sync::Arc<str>, Span);

/// Who chairs an organ with a series of resolutions is its president, whatever a language calls the post.
#[must_use]
pub fn presidency(knowledge: &Knowledge, holder: &Entity, post: std::sync::Arc<str>) -> std::sync::Arc<str> {
    let is_organ = knowledge.gazetteer.has_president(holder);
    let is_part = matches!(knowledge.gazetteer.kind_of(holder), "mission" | "office" | "department");
    match &*post {
        "chair" if is_organ => "president".into(),
        // Languages that have one word for presidents and heads.
        "president" if is_part => "head".into(),
        _ => post,
    }
}

/// Holders A, B and C, one post, names X, Y and Z: each name belongs to the holder of its place in the list.
fn respective(document: &Document, mentions: &[Mention], at: usize) -> Option<Found> {
    let is_person = |m: &Mention| matches!(m.meaning, Meaning::Person(_));
    let linked = |a: &Mention, b: &Mention| gap(document, a.span.end, b.span.start, 24) || list_gap(document, a, b);
    let mut first = at;
    while first > 0 && is_person(&mentions[first - 1]) && linked(&mentions[first - 1], &mentions[first]) {
        first -= 1;
    }
    let mut last = at;
    while last + 1 < mentions.len() && is_person(&mentions[last + 1]) && linked(&mentions[last], &mentions[last + 1]) {
        last += 1;
    }
    let post = mentions[..first].last()?;
    let Meaning::Post(code) = &post.meaning else { return None };
    let mut holders: Vec<&Mention> = Vec::new();
    for mention in mentions[..first - 1].iter().rev() {
        let next = holders.last().copied().unwrap_or(post);
        if holder_of(mention).is_none() || !(linked(mention, next) || list_gap(document, mention, next)) {
            break;
        }
        // A name and its abbreviation in brackets are one holder.
        if holders.last().is_none_or(|h| h.entities() != mention.entities()) {
            holders.push(mention);
        }
    }
    holders.reverse();
    let persons = last - first + 1;
    if persons < 2 || holders.len() < persons || !gap(document, post.span.end, mentions[first].span.start, 12) {
        return None;
    }
    let holder = holders[holders.len() - persons + (at - first)];
    Some((holder_of(holder)?, code.clone(), holder.span.joined(mentions[last].span)))
}

/// What separates the members of a list: short, and no end of a sentence.
fn list_gap(document: &Document, a: &Mention, b: &Mention) -> bool {
    let Some(between) = document.text.content.get(a.span.end..b.span.start) else { return false };
    between.len() <= 24 && !between.contains(['\u{3002}', ';', '!', '?', '\n', ':'])
}

/// Holder, post, name.
fn before(document: &Document, knowledge: &Knowledge, mentions: &[Mention], at: usize) -> Option<Found> {
    let post = mentions[..at].last()?;
    let Meaning::Post(code) = &post.meaning else { return None };
    let apposed = !is_listed(document, mentions, at) && is_apposed(document, knowledge, post.span.end, mentions[at].span.start);
    if !apposed && !gap(document, post.span.end, mentions[at].span.start, 3) {
        return None;
    }
    let holder = mentions[..at - 1].last()?;
    // Where words are divided by spaces, the holder of a post stands right before it; a verb would stand between.
    let widest = if document.language.is_unspaced() { WIDEST } else { ADJACENT };
    let is_near = gap(document, holder.span.end, post.span.start, widest);
    let is_theirs = !document.language.is_unspaced() || !is_portfolio(document, knowledge, holder, post);
    let entity = holder_of(holder).filter(|_| is_near && is_theirs)?;
    Some((entity, code.clone(), holder.span.joined(mentions[at].span)))
}

/// Post, name, holder: `President X of Y`.
fn around(document: &Document, knowledge: &Knowledge, mentions: &[Mention], at: usize) -> Option<Found> {
    let (post, holder) = (&mentions[at.checked_sub(1)?], mentions.get(at + 1)?);
    let Meaning::Post(code) = &post.meaning else { return None };
    let settings = &knowledge.rules(document.language).settings;
    let spelled = !settings.genitives.iter().any(String::is_empty) && !document.language.is_unspaced();
    let joined = document.text.content.get(mentions[at].span.end..holder.span.start).is_some_and(|between| settings.joins_holder(between));
    let near = spelled && joined && gap(document, post.span.end, mentions[at].span.start, ADJACENT);
    let entity = holder_of(holder).filter(|_| near)?;
    Some((entity, code.clone(), post.span.joined(holder.span)))
}

/// Name, holder, post: `X, the CSTO Secretary-General`.
fn behind_holder(document: &Document, knowledge: &Knowledge, mentions: &[Mention], at: usize) -> Option<Found> {
    let [holder, post, ..] = mentions.get(at + 1..)? else { return None };
    let Meaning::Post(code) = &post.meaning else { return None };
    let next = mentions.get(at + 3).filter(|m| matches!(m.meaning, Meaning::Person(_)));
    let led = opens_post(document, knowledge, mentions[at].span.end, holder.span.start);
    let theirs = next.is_some_and(|next| list_gap(document, post, next));
    let near = led && !theirs && !document.language.is_unspaced() && gap(document, holder.span.end, post.span.start, ADJACENT);
    let entity = holder_of(holder).filter(|_| near)?;
    Some((entity, code.clone(), mentions[at].span.joined(post.span)))
}

/// Post, holder, name: the order of languages that put the holder behind the post.
fn between(document: &Document, knowledge: &Knowledge, mentions: &[Mention], at: usize) -> Option<Found> {
    let [.., post, holder] = &mentions[..at] else { return None };
    let Meaning::Post(code) = &post.meaning else { return None };
    let spaced = |from: usize, to: usize, most: usize| to > from && gap(document, from, to, most);
    let beside = spaced(holder.span.end, mentions[at].span.start, 16)
        || !is_listed(document, mentions, at) && is_apposed(document, knowledge, holder.span.end, mentions[at].span.start);
    let near = is_joined(document, knowledge, post, holder) && beside;
    let entity = holder_of(holder).filter(|_| near)?;
    Some((entity, code.clone(), post.span.joined(mentions[at].span)))
}

/// Name, post, holder.
fn after(document: &Document, knowledge: &Knowledge, mentions: &[Mention], at: usize) -> Option<Found> {
    let [post, holder, ..] = mentions.get(at + 1..)? else { return None };
    let Meaning::Post(code) = &post.meaning else { return None };
    let beside = opens_post(document, knowledge, mentions[at].span.end, post.span.start);
    let near = beside && is_joined(document, knowledge, post, holder);
    let entity = holder_of(holder).filter(|_| near)?;
    Some((entity, code.clone(), mentions[at].span.joined(holder.span)))
}

/// A post that only one organisation has, right beside the name.
fn of_known_holder(document: &Document, knowledge: &Knowledge, mentions: &[Mention], at: usize) -> Option<Found> {
    let before = at.checked_sub(1).map(|i| &mentions[i]);
    let found = |post: &Mention, from: usize, to: usize| {
        let Meaning::Post(code) = &post.meaning else { return None };
        let holder = knowledge.gazetteer.holder_of(code).filter(|_| is_apposed(document, knowledge, from, to))?;
        Some((holder, code.clone(), post.span.joined(mentions[at].span)))
    };
    before
        .and_then(|post| found(post, post.span.end, mentions[at].span.start))
        .or_else(|| mentions.get(at + 1).and_then(|post| found(post, mentions[at].span.end, post.span.start)))
}

/// Whether a name and the post before it belong to a list of names with their posts behind them: `X, President of A, Y,
/// Minister of B`.
fn is_listed(document: &Document, mentions: &[Mention], at: usize) -> bool {
    let is_beside = |a: &Mention, b: &Mention| b.span.start - a.span.end <= 8 && list_gap(document, a, b);
    let person_before = at.checked_sub(3).map(|i| &mentions[i]).filter(|m| matches!(m.meaning, Meaning::Person(_)));
    let post_behind = mentions.get(at + 1).filter(|m| matches!(m.meaning, Meaning::Post(_)));
    person_before.is_some_and(|person| is_beside(person, &mentions[at - 2]))
        || post_behind.is_some_and(|post| is_beside(&mentions[at], post))
}

/// Whether nothing stands between a name and what it is beside but a comma and forms of address.
fn is_apposed(document: &Document, knowledge: &Knowledge, from: usize, to: usize) -> bool {
    let Some(between) = document.text.content.get(from..to) else { return false };
    let mut rest = between.trim_start_matches([',', '\u{60C}', ' ']);
    let settings = &knowledge.rules(document.language).settings;
    while let Some(length) = address(rest, settings) {
        rest = &rest[length..];
    }
    let rest = rest.trim();
    rest.is_empty() || settings.titles_before.iter().chain(&settings.titles_after).any(|title| title == rest)
}

/// Whether a post may begin behind a name: a comma and an article may stand between, no other word, which would begin the
/// next member of a list.
pub(super) fn opens_post(document: &Document, knowledge: &Knowledge, from: usize, to: usize) -> bool {
    let Some(between) = document.text.content.get(from..to).filter(|between| !between.is_empty()) else { return false };
    let word = between.trim_start_matches([',', '\u{60C}', ' ']).trim_end();
    word.is_empty() || knowledge.rules(document.language).settings.post_articles.iter().any(|article| article == word)
}

/// Name, then the post in whose capacity the person acts beside any other.
fn in_capacity(document: &Document, knowledge: &Knowledge, mentions: &[Mention], at: usize) -> Option<Found> {
    let [first, second, ..] = mentions.get(at + 1..)? else { return None };
    let (holder, post, code) = match (&first.meaning, &second.meaning) {
        (_, Meaning::Post(code)) => (first, second, code),
        (Meaning::Post(code), _) => (second, first, code),
        _ => return None,
    };
    let lead = document.text.content.get(mentions[at].span.end..first.span.start)?;
    let words = &knowledge.rules(document.language).settings.in_capacity;
    // A form of address may stand between the name and the words.
    let lead = lead.trim_matches([' ', ',']);
    let leads = lead.len() < WIDEST && words.iter().any(|word| lead.ends_with(word.as_str()));
    let near = gap(document, first.span.end, second.span.start, if std::ptr::eq(post, first) { 12 } else { ADJACENT });
    let entity = holder_of(holder).filter(|_| leads && near)?;
    Some((entity, code.clone(), mentions[at].span.joined(second.span)))
}

/// Whether a holder stands behind its post with nothing but the word that says whose it is between them.
fn is_joined(document: &Document, knowledge: &Knowledge, post: &Mention, holder: &Mention) -> bool {
    let between = document.text.content.get(post.span.end..holder.span.start);
    between.is_some_and(|between| knowledge.rules(document.language).settings.joins_holder(between))
}

/// Whether states or organisations, whichever the holder is, have such posts: no organisation has a minister.
fn may_hold(knowledge: &Knowledge, (holder, post, _): &Found) -> bool {
    match knowledge.gazetteer.kind_of(&Entity::new(Kind::Post, post.clone())) {
        "state" => holder.is_state(),
        "organisation" => !holder.is_state(),
        _ => true,
    }
}

pub(super) fn holder_of(mention: &Mention) -> Option<Entity> {
    match mention.entities() {
        [one] if matches!(one.kind, Kind::State | Kind::Organisation) => Some(one.clone()),
        _ => None,
    }
}

/// Whether two mentions stand close, with no end of a clause between them.
fn gap(document: &Document, from: usize, to: usize, most: usize) -> bool {
    if from > to || to - from > most {
        return false;
    }
    let between = document.slice(Span::new(from, to));
    !between.contains(['\u{3002}', '.', ',', '\u{60C}', ';', '\u{3001}', '!', '?', '\n', ':', '(', ')'])
}
