//! Who sends a letter, from the words of its title: the states and organisations whose posts or missions are named.
//!
//! A state counts only beside a post or a mission of states (the Permanent Representative of Chad); inside the name of
//! a body (the Panel of Experts on Mali) it says what the body is concerned with. A body that no table knows is itself.

use super::{Context, persons::KnownPersons, recognise};
use crate::knowledge::{Knowledge, Settings};
use crate::model::text::is_cjk;
use crate::model::{Entity, Kind, Language, Meaning, Span};
use crate::store::iri::hash;

/// The senders that words name, and how the one that no table knows is called.
#[must_use]
pub fn of_phrase(words: &str, language: Language, knowledge: &Knowledge) -> (Vec<Entity>, Option<Span>) {
    let phrase = Phrase::new(words, language, knowledge);
    let known = phrase.known();
    if !known.is_empty() {
        return (known, None);
    }
    if let Some(committee) = phrase.committee() {
        return (vec![committee], None);
    }
    match phrase.unknown() {
        Some(name) => (vec![unknown(name.of(words))], Some(name)),
        None => (Vec::new(), None),
    }
}

/// The words for the senders from the beginning of their first word on: an article may be written onto it.
#[must_use]
pub fn whole(text: &str, span: Span) -> Span {
    let word = text[..span.start].chars().rev().take_while(|&c| c.is_alphanumeric() && !is_cjk(c));
    Span::new(span.start - word.map(char::len_utf8).sum::<usize>(), span.end)
}

/// The one state or organisation whose post a line names.
#[must_use]
pub fn holder(line: &str, language: Language, knowledge: &Knowledge) -> Option<Entity> {
    let known = Phrase::new(line, language, knowledge).known();
    <[Entity; 1]>::try_from(known).ok().map(|[one]| one)
}

/// A body by its own name.
fn unknown(name: &str) -> Entity {
    let name: String = name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    Entity::organisation(&format!("x-{}", &hash(&["body", &name])[..12]))
}

/// What a piece of the phrase is.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    /// A post; whether states have it.
    Post(bool),
    /// A mission or a government.
    Mission,
    Party(Entity),
    Other,
}

struct Phrase<'p> {
    words: &'p str,
    language: Language,
    knowledge: &'p Knowledge,
    settings: &'p Settings,
    pieces: Vec<(Span, Piece)>,
}

impl<'p> Phrase<'p> {
    fn new(words: &'p str, language: Language, knowledge: &'p Knowledge) -> Self {
        let settings = &knowledge.rules(language).settings;
        let mut pieces: Vec<(Span, Piece)> = Vec::new();
        for form in &settings.missions {
            let starts = words.match_indices(form.as_str()).map(|(at, _)| Span::new(at, at + form.len()));
            let fresh: Vec<Span> = starts.filter(|span| pieces.iter().all(|(other, _)| !other.overlaps(*span))).collect();
            pieces.extend(fresh.into_iter().map(|span| (span, Piece::Mission)));
        }
        let names: Vec<(Span, Piece)> = knowledge
            .names
            .find(words, language)
            .map(|(span, sense)| {
                let piece = match sense.entity.kind {
                    Kind::Post => Piece::Post(knowledge.gazetteer.kind_of(&sense.entity) != "organisation"),
                    Kind::State | Kind::Organisation if &*sense.entity.key != "UN" => Piece::Party(sense.entity.clone()),
                    _ => Piece::Other,
                };
                (span, piece)
            })
            .filter(|(span, _)| pieces.iter().all(|(other, _)| !other.overlaps(*span)))
            .collect();
        pieces.extend(names);
        pieces.sort_by_key(|(span, _)| span.start);
        Self { words, language, knowledge, settings, pieces }
    }

    /// States and organisations beside a post or a mission, or that stand alone.
    fn known(&self) -> Vec<Entity> {
        let parties = || self.pieces.iter().enumerate().filter(|(_, (_, piece))| matches!(piece, Piece::Party(_)));
        let alone = parties().count() > 0 && self.is_link(&self.without(|piece| matches!(piece, Piece::Party(_) | Piece::Other)));
        let mut found: Vec<Entity> = Vec::new();
        for (at, (_, piece)) in parties() {
            let Piece::Party(entity) = piece else { continue };
            if (alone || self.is_represented(at)) && !found.contains(entity) {
                found.push(entity.clone());
            }
        }
        found
    }

    /// Whether a party follows a post that it may have, with other parties of the list between at most; precedes it in
    /// languages that put the holder first.
    fn is_represented(&self, at: usize) -> bool {
        let Piece::Party(party) = &self.pieces[at].1 else { return false };
        if !party.is_state() && !self.ends_here(at) {
            return false;
        }
        let order: Vec<usize> = if self.settings.holder_first { (at + 1..self.pieces.len()).collect() } else { (0..at).rev().collect() };
        let mut last = at;
        for next in order {
            let (left, right) = (last.min(next), last.max(next));
            let between = &self.words[self.pieces[left].0.end..self.pieces[right].0.start];
            if !self.is_link(between) {
                return false;
            }
            match &self.pieces[next].1 {
                Piece::Mission => return true,
                Piece::Post(of_states) if *of_states || !party.is_state() => return true,
                Piece::Post(_) => return false,
                Piece::Party(_) | Piece::Other => last = next,
            }
        }
        false
    }

    /// Whether the name of an organisation is all of its name: no further noun follows it.
    fn ends_here(&self, at: usize) -> bool {
        if self.settings.holder_first {
            return true;
        }
        let (span, end) = (self.pieces[at].0, self.pieces[at].0.end);
        // A name with a number in it is that of one committee; what follows says what it is concerned with.
        if span.of(self.words).bytes().any(|b| b.is_ascii_digit()) {
            return true;
        }
        let next = self.pieces.get(at + 1).map_or(self.words.len(), |(span, _)| span.start);
        let rest = self.words[end..next].trim_start();
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
        word.is_empty() || self.is_link(&word)
    }

    /// The committee of the Council that the phrase names by its resolution, with nothing before it but its post.
    fn committee(&self) -> Option<Entity> {
        let context = Context {
            knowledge: self.knowledge,
            today: None,
            organ: None,
            persons: KnownPersons::new(Vec::new()),
            learned: Vec::new(),
            above: Vec::new(),
        };
        let mentions = recognise(self.words, self.language, 0, &context);
        let (at, entity) = mentions.iter().enumerate().find_map(|(at, m)| match &m.meaning {
            Meaning::Resolved(entities, _) => entities.first().filter(|e| e.key.ends_with("-COMMITTEE")).map(|e| (at, e.clone())),
            _ => None,
        })?;
        let before = if self.settings.holder_first { return Some(entity) } else { Span::new(0, mentions[at].span.start) };
        let mut rest = before.of(self.words).to_owned();
        for (span, _) in self.pieces.iter().rev().filter(|(span, _)| before.contains(*span)) {
            rest.replace_range(span.start..span.end, " ");
        }
        self.is_link(&rest).then_some(entity)
    }

    /// The name of a body that no table knows, behind the post of who speaks for it.
    fn unknown(&self) -> Option<Span> {
        let (mut start, mut end) = (0, self.words.len());
        if self.settings.holder_first {
            if let Some((span, Piece::Post(_))) = self.pieces.last().filter(|(span, _)| span.end == end) {
                end = span.start;
            }
        } else {
            let first = self.pieces.first().filter(|(span, piece)| *piece != Piece::Other && self.is_link(&self.words[..span.start]));
            match first {
                Some((span, Piece::Post(_))) => start = span.end,
                // Who sends for a state or an organisation in a way that is not understood.
                Some((_, Piece::Mission)) => return None,
                _ => {}
            }
            start += self.links_before(&self.words[start..]);
        }
        let name = self.words[start..end].trim();
        let at = start + (self.words[start..end].len() - self.words[start..end].trim_start().len());
        let span = Span::new(at, at + name.len());
        let begins_post = self.pieces.iter().any(|(p, piece)| matches!(piece, Piece::Post(_)) && p.start == span.start);
        let titled = self.settings.titles_before.iter().any(|title| name.starts_with(title.as_str()));
        let is_name = name.chars().count() > 3 && name.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
        (is_name && !begins_post && !titled).then_some(span)
    }

    /// Bytes of the words that only link, at the beginning of a text.
    fn links_before(&self, text: &str) -> usize {
        let mut at = 0;
        for word in text.split_inclusive([' ', '\n', '\'']) {
            if !self.is_link(word.trim()) {
                break;
            }
            at += word.len();
        }
        at
    }

    fn without(&self, leaves_out: impl Fn(&Piece) -> bool) -> String {
        let mut rest = self.words.to_owned();
        for (span, _) in self.pieces.iter().rev().filter(|(_, piece)| leaves_out(piece)) {
            rest.replace_range(span.start..span.end, " ");
        }
        rest
    }

    /// Whether words only link a post, its holders and each other: articles, genitives, marks of a list.
    fn is_link(&self, text: &str) -> bool {
        let settings = self.settings;
        // A separator with a preposition behind it says more than that a list goes on.
        let separators = settings.list_separators.iter().map(|link| link.trim()).filter(|link| !link.contains(' '));
        let others = settings.genitives.iter().chain(&settings.mission_links).map(|link| link.trim());
        let links = || separators.clone().chain(others.clone()).filter(|link| !link.is_empty());
        if self.language.is_unspaced() {
            let mut rest = text.to_owned();
            let mut all: Vec<&str> = links().collect();
            all.sort_by_key(|link| std::cmp::Reverse(link.len()));
            all.into_iter().for_each(|link| rest = rest.replace(link, ""));
            return !rest.chars().any(char::is_alphanumeric);
        }
        let text = text.to_lowercase();
        let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.all(|word| links().any(|link| link.split([' ', '\'', ',', '.']).any(|part| part.to_lowercase() == word)))
    }
}
