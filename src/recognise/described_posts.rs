//! Posts that have no row of their own, as they are described behind a name: `X, Special Envoy of the Secretary-General
//! for Y`, `X, Director, Coordination Division, Z`. They get a key of their own, never that of the nearest post.
//!
//! Left out: languages without spaces, which put the post before the name.

use super::offices::{holder_of, opens_post};
use crate::knowledge::Knowledge;
use crate::model::digest::short_hex;
use crate::model::{Document, Entity, Kind, Meaning, Mention, Span};
use sha2::{Digest, Sha256};
use std::sync::Arc;

const SECRETARY_GENERAL: &str = "secretary-general";

/// Bytes of the longest description.
const LONGEST: usize = 160;

pub struct Described {
    pub holder: Entity,
    pub post: Arc<str>,
    pub span: Span,
    /// The words of the post, where its key does not tell them.
    pub label: Option<Span>,
}

/// The post that is described behind a name.
pub fn described(document: &Document, knowledge: &Knowledge, mentions: &[Mention], at: usize) -> Option<Described> {
    let name = &mentions[at];
    if document.language.is_unspaced()
        && let Some(office) = for_what(document, knowledge, mentions, at)
    {
        return Some(office);
    }
    if let Some(office) = named_after_post(document, knowledge, mentions, at) {
        return Some(office);
    }
    let post = mentions.get(at + 1)?;
    let Meaning::Post(code) = &post.meaning else { return None };
    let content = document.text.content.as_str();
    let led = opens_post(document, knowledge, name.span.end, post.span.start);
    let comma = content.get(name.span.end..post.span.start)?.contains([',', '\u{60C}']);
    if document.language.is_unspaced() || !led || !comma {
        return None;
    }
    let rest = &mentions[at + 2..];
    if let Some(end) = secretary_generals(document, knowledge, post) {
        return Some(of_secretariat(document, knowledge, name, Span::new(post.span.start, end), code));
    }
    // The Special Envoy, of the Secretary-General.
    let settings = &knowledge.rules(document.language).settings;
    if let Some(head) = rest.first()
        && matches!(&head.meaning, Meaning::Post(of) if &**of == SECRETARY_GENERAL)
        && settings.joins_holder(content.get(post.span.end..head.span.start)?)
    {
        return Some(of_secretariat(document, knowledge, name, post.span.joined(head.span), code));
    }
    in_division(document, knowledge, name, post, code, rest)
}

/// The Secretary-General's post for something, before a name, in a language that puts what it is for between the two.
fn for_what(document: &Document, knowledge: &Knowledge, mentions: &[Mention], at: usize) -> Option<Described> {
    let [.., head, of, post] = &mentions[..at] else { return None };
    let Meaning::Post(code) = &post.meaning else { return None };
    let is_head = matches!(&head.meaning, Meaning::Post(head) if &**head == SECRETARY_GENERAL);
    let near = head.span.end == of.span.start && post.span.end == mentions[at].span.start;
    let [entity] = of.entities() else { return None };
    if !is_head || !near || !is_portfolio(document, knowledge, of, post) {
        return None;
    }
    let code = Arc::from(format!("{code}-for-{}", knowledge.latin_key(&entity.key)));
    Some(Described { holder: Entity::organisation("UN"), post: code, span: head.span.joined(mentions[at].span), label: None })
}

/// Whether what stands before a post, in a language that puts it there, is what the post is for and not whose it is.
pub(super) fn is_portfolio(document: &Document, knowledge: &Knowledge, of: &Mention, post: &Mention) -> bool {
    let between = document.text.content.get(of.span.end..post.span.start).unwrap_or_default();
    knowledge.rules(document.language).settings.portfolios.iter().any(|word| between.starts_with(word.as_str()))
}

/// A person beside an office that is called after the post of its head (the Special Envoy of X for Y): behind it with a
/// comma, or right before the name where words are not divided.
fn named_after_post(document: &Document, knowledge: &Knowledge, mentions: &[Mention], at: usize) -> Option<Described> {
    let name = &mentions[at];
    let exactly = |text: &str| knowledge.names.exactly(text, document.language, Kind::Post).map(|s| s.entity.key.clone());
    let (office, post) = if document.language.is_unspaced() {
        let office = at.checked_sub(1).map(|i| &mentions[i]).filter(|m| m.span.end == name.span.start)?;
        let text = document.slice(office.span);
        (office, text.char_indices().skip(1).find_map(|(i, _)| exactly(&text[i..])))
    } else {
        let office = mentions.get(at + 1)?;
        let led = opens_post(document, knowledge, name.span.end, office.span.start);
        let between = document.text.content.get(name.span.end..office.span.start)?;
        let text = document.slice(office.span);
        let post = text.rmatch_indices(' ').find_map(|(i, _)| exactly(&text[..i]));
        (office, post.filter(|_| led && between.contains([',', '\u{60C}'])))
    };
    let (holder, post, span) = (holder_of(office).filter(|entity| !entity.is_state())?, post?, name.span.joined(office.span));
    // What it is for tells the post as well as in a text that does not know the office by this name.
    let text = document.slice(office.span);
    let for_what = knowledge.names.find(text, document.language).filter(|(_, s)| matches!(s.entity.kind, Kind::State | Kind::Place));
    let for_what: Vec<&Entity> = for_what.map(|(_, s)| &s.entity).collect();
    let of_un = text.char_indices().filter(|(i, _)| *i > 0).any(|(i, _)| {
        let sense = knowledge.names.find(&text[i..], document.language).next();
        sense.is_some_and(|(at, s)| at.start == 0 && s.entity.kind == Kind::Post && &*s.entity.key == SECRETARY_GENERAL)
    });
    match for_what.as_slice() {
        [entity] if of_un || document.language.is_unspaced() => {
            let post = Arc::from(format!("{post}-for-{}", knowledge.latin_key(&entity.key)));
            Some(Described { holder: Entity::organisation("UN"), post, span, label: None })
        }
        _ => Some(Described { holder, post, span, label: None }),
    }
}

/// Where the words of a post that say that it is the Secretary-General's end.
fn secretary_generals(document: &Document, knowledge: &Knowledge, post: &Mention) -> Option<usize> {
    let text = document.slice(post.span);
    text.char_indices().filter(|(i, _)| *i > 0).find_map(|(i, _)| {
        let (span, sense) = knowledge.names.find(&text[i..], document.language).next()?;
        let is_head = span.start == 0 && sense.entity.kind == Kind::Post && &*sense.entity.key == SECRETARY_GENERAL;
        is_head.then_some(post.span.start + i + span.end)
    })
}

/// A post of the United Nations, with what it is for.
fn of_secretariat(document: &Document, knowledge: &Knowledge, name: &Mention, post: Span, code: &Arc<str>) -> Described {
    let settings = &knowledge.rules(document.language).settings;
    let un = Entity::organisation("UN");
    let content = document.text.content.as_str();
    let after = &content[post.end..];
    let plain = Described { holder: un.clone(), post: code.clone(), span: name.span.joined(post), label: None };
    let Some(word) =
        settings.portfolios.iter().filter(|w| after.strip_prefix(' ').is_some_and(|a| a.starts_with(w.as_str()))).max_by_key(|w| w.len())
    else {
        return plain;
    };
    let begin = post.end + 1 + word.len();
    let begin = begin + content[begin..].len() - content[begin..].trim_start().len();
    let to = content[begin..].char_indices().nth(LONGEST).map_or(content.len(), |(i, _)| begin + i);
    let first = knowledge.names.find(&content[begin..to], document.language).next().filter(|(span, _)| span.start == 0);
    if let Some((span, sense)) = first.filter(|(_, s)| matches!(s.entity.kind, Kind::State | Kind::Place | Kind::Organisation)) {
        let code = Arc::from(format!("{code}-for-{}", knowledge.latin_key(&sense.entity.key)));
        return Described { post: code, span: name.span.joined(Span::new(begin, begin + span.end)), ..plain };
    }
    let end = begin + content[begin..].find([',', '.', ';', '\n', '(', '\u{60C}']).unwrap_or(content.len() - begin);
    let words = Span::new(post.start, end);
    if words.end - words.start > LONGEST {
        return plain;
    }
    Described { holder: un, post: own_key(document, words), span: name.span.joined(words), label: Some(words) }
}

/// A post in a part of an organisation that is named behind it: the part alone is not known.
fn in_division(
    document: &Document,
    knowledge: &Knowledge,
    name: &Mention,
    post: &Mention,
    code: &Arc<str>,
    rest: &[Mention],
) -> Option<Described> {
    let holder = rest.first()?;
    let entity = holder_of(holder).filter(|entity| !entity.is_state())?;
    let between = document.text.content.get(post.span.end..holder.span.start).filter(|b| b.len() <= LONGEST)?;
    let span = name.span.joined(holder.span);
    if between.trim() == "," {
        return Some(Described { holder: entity, post: code.clone(), span, label: None });
    }
    let settings = &knowledge.rules(document.language).settings;
    let is_small = |word: &str| {
        let words = settings.genitives.iter().chain(&settings.post_articles).chain(&settings.portfolios).chain(&settings.name_particles);
        words.flat_map(|w| w.split(' ')).chain(settings.list_separators.iter().map(|w| w.trim())).any(|w| w == word)
    };
    let mut capitals = 0;
    for word in between.split([' ', ',']).filter(|w| !w.is_empty()) {
        let capital = word.starts_with(char::is_uppercase);
        capitals += usize::from(capital);
        if !capital && !is_small(word) {
            return None;
        }
    }
    let closed = between.contains(['.', ';', ':', '\n', '(', ')']);
    let words = Span::new(post.span.start, post.span.end + between.trim_end_matches([',', ' ']).len());
    let words = trimmed(document, words, &is_small);
    (capitals > 0 && !closed).then(|| Described { holder: entity, post: own_key(document, words), span, label: Some(words) })
}

/// Without the small words at its end: of the, for.
fn trimmed(document: &Document, span: Span, is_small: &dyn Fn(&str) -> bool) -> Span {
    let mut text = document.slice(span);
    while let Some((rest, _)) = text.rsplit_once(' ').filter(|(_, last)| is_small(last)) {
        text = rest.trim_end_matches([' ', ',']);
    }
    Span::new(span.start, span.start + text.len())
}

fn own_key(document: &Document, words: Span) -> Arc<str> {
    let text = document.slice(words).to_lowercase();
    let digest = short_hex(&Sha256::digest(text.split_whitespace().collect::<Vec<_>>().join(" ").as_bytes()));
    Arc::from(format!("x-{}", &digest[..digest.len().min(12)]))
}
