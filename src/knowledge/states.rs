//! States as lists of votes and sponsors print them: in capitals, without accents, turned round (Bolivia
//! (Plurinational State of)), cut in two, run together, misspelt. What is not one state beyond doubt is none.

use super::gazetteer::{Form, Gazetteer};
use crate::model::spelling::{edit_distance, unaccented};
use crate::model::{Entity, Kind, Language};
use rustc_hash::FxHashMap;

/// Letters that a misspelt name must have at least.
const LONG: usize = 6;
/// Pieces of one name at most.
const PIECES: usize = 8;

#[derive(Debug, Default)]
pub struct StateNames {
    /// By key; `None` where a name is that of two states.
    names: FxHashMap<String, Option<Entity>>,
    /// Keys of the English names, which lists of all language copies print: compared with misspelt ones.
    english: Vec<(Vec<char>, Entity)>,
    articles: Vec<String>,
}

/// Part of a list: where it stands, and the state it names, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub start: usize,
    pub end: usize,
    pub state: Option<Entity>,
}

impl StateNames {
    #[must_use]
    pub fn build(gazetteer: &Gazetteer, articles: &[String]) -> Self {
        let mut best: FxHashMap<String, (Form, Option<Entity>)> = FxHashMap::default();
        let mut built = Self { articles: articles.to_vec(), ..Self::default() };
        for row in gazetteer.names.iter().filter(|r| r.entity.kind == Kind::State) {
            let key = key(&row.name);
            if row.language == Language::En && row.form != Form::Inflected {
                built.english.push((key.chars().collect(), row.entity.clone()));
            }
            let known = best.entry(key).or_insert_with(|| (row.form, Some(row.entity.clone())));
            if row.form < known.0 {
                *known = (row.form, Some(row.entity.clone()));
            } else if row.form == known.0 && known.1.as_ref() != Some(&row.entity) {
                known.1 = None;
            }
        }
        built.names = best.into_iter().map(|(key, (_, state))| (key, state)).collect();
        built
    }

    /// The state of a name, however it is printed.
    #[must_use]
    pub fn exactly(&self, name: &str) -> Option<&Entity> {
        let whole = key(name);
        let known = |key: &str| self.names.get(key).and_then(Option::as_ref);
        let without_article = || self.articles.iter().find_map(|a| whole.strip_prefix(a.as_str())?.strip_prefix(' '));
        let turned = || {
            let (head, rest) = name.split_once('(')?;
            let (inner, after) = rest.split_once(')')?;
            after.trim().is_empty().then(|| known(&key(&format!("{inner} {head}"))))?
        };
        known(&whole).or_else(|| known(without_article()?)).or_else(turned)
    }

    /// The only state whose name differs by a slip of the pen.
    #[must_use]
    pub fn nearly(&self, name: &str) -> Option<&Entity> {
        let wanted: Vec<char> = key(name).chars().collect();
        if wanted.len() < LONG {
            return None;
        }
        let most = if wanted.len() >= 2 * LONG { 2 } else { 1 };
        let close = |known: &[char]| distance(&wanted, known, most);
        let near: Vec<(usize, &Entity)> = self.english.iter().filter_map(|(known, state)| Some((close(known)?, state))).collect();
        let least = near.iter().map(|&(d, _)| d).min()?;
        let mut nearest = near.iter().filter(|&&(d, _)| d == least).map(|&(_, state)| state);
        let first = nearest.next()?;
        nearest.all(|other| other == first).then_some(first)
    }

    /// The states of a list in one string: the longest names between its separators.
    #[must_use]
    pub fn list(&self, text: &str, separators: &[String]) -> Vec<Item> {
        let pieces = cut(text, separators);
        let mut items = Vec::new();
        let mut at = 0;
        while at < pieces.len() {
            let longest = (1..=PIECES.min(pieces.len() - at)).rev().find_map(|count| {
                let (start, end) = (pieces[at].0, pieces[at + count - 1].1);
                self.exactly(&text[start..end]).map(|state| (count, state.clone()))
            });
            let (count, state) = longest.map_or((1, None), |(count, state)| (count, Some(state)));
            let (start, end) = (pieces[at].0, pieces[at + count - 1].1);
            at += count;
            // A separator is missing: the words are names one after the other.
            let spaced = [" ".to_owned()];
            if state.is_none() && separators != spaced && text[start..end].contains(' ') {
                let names = self.list(&text[start..end], &spaced);
                if names.iter().all(|n| n.state.is_some()) {
                    items.extend(names.into_iter().map(|n| Item { start: n.start + start, end: n.end + start, ..n }));
                    continue;
                }
            }
            // What stands in brackets after a name says for whom the state acts.
            let state = state.or_else(|| self.exactly(text[start..end].split_once('(')?.0).cloned());
            items.push(Item { start, end, state });
        }
        items
    }
}

/// Stretches between separators; what is in brackets is not cut.
fn cut(text: &str, separators: &[String]) -> Vec<(usize, usize)> {
    let (mut pieces, mut start, mut at, mut depth) = (Vec::new(), 0, 0, 0usize);
    while at < text.len() {
        let rest = &text[at..];
        let c = rest.chars().next().unwrap_or(' ');
        let is_word = |s: &str| s.chars().next_back().is_some_and(char::is_alphabetic);
        let ended = |s: &str| !is_word(s) || rest[s.len()..].starts_with(char::is_whitespace);
        let separator = separators.iter().filter(|s| rest.starts_with(s.as_str()) && ended(s)).map(String::len).max();
        if let Some(length) = separator.filter(|_| depth == 0) {
            pieces.push((start, at));
            at += length;
            start = at;
            continue;
        }
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += c.len_utf8();
    }
    pieces.push((start, text.len()));
    let trim = |(s, e): (usize, usize)| {
        let piece = &text[s..e];
        let (left, right) = (piece.len() - piece.trim_start().len(), piece.len() - piece.trim_end().len());
        (s + left, e - right.min(piece.len() - left))
    };
    pieces.into_iter().map(trim).filter(|(s, e)| s < e).collect()
}

/// A name without case, accents and marks.
fn key(name: &str) -> String {
    let plain: String = unaccented(name)
        .filter(|c| !matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Edit distance, where it is at most `most`.
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    (a.len().abs_diff(b.len()) <= most).then(|| edit_distance(a, b)).filter(|&d| d <= most)
}
