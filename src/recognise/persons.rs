//! Persons: by the names learned from the roster, labels and signatures; by a form of address; by the post before
//! or after a name.
//!
//! Left out: surnames without any of these.

use super::person_names::{address, bare, nominative, reads_as_name, without_possessive};
use super::{Context, Mentions};
use crate::knowledge::Settings;
use crate::knowledge::phrases::Phrases;
use crate::knowledge::words::Words;
use crate::model::text::is_cjk;
use crate::model::{Language, Meaning, Span};

/// Names of persons that the document's layout gives (labels, rosters, signatures).
#[derive(Debug)]
pub struct KnownPersons {
    names: Phrases<String>,
}

impl KnownPersons {
    #[must_use]
    pub fn new(mut names: Vec<String>) -> Self {
        names.retain(|n| n.chars().count() > 1);
        Self { names: Phrases::new(names.into_iter().map(|n| (n.clone(), n)).collect()) }
    }
}

pub fn find(found: &mut Mentions<'_>, language: Language, context: &Context<'_>) {
    let rules = context.knowledge.rules(language);
    let titles: Vec<(Span, bool)> = rules.titles.find(found.text).map(|(span, before)| (span, *before)).collect();
    for (title, before) in titles {
        if before {
            addressed_before(found, title, &rules.settings);
        } else if language.is_unspaced() {
            addressed_after(found, title, &rules.settings);
        }
    }
    if language.is_unspaced() {
        beside_posts(found, &rules.settings, context);
    } else if !rules.settings.genitives.iter().any(String::is_empty) {
        behind_posts(found, language, context);
    }
    known(found, &context.persons);
}

/// Names that the layout gives, wherever they stand.
fn known(found: &mut Mentions<'_>, persons: &KnownPersons) {
    let text = found.text;
    for (span, name) in persons.names.find(text) {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !is_cjk(c) || c == '\u{B7}');
        if !letter(text[..span.start].chars().next_back()) && !letter(text[span.end..].chars().next()) {
            found.add(span, Meaning::Person(name.clone()));
        }
    }
}

/// A name before a form of address, in a script that does not mark names by capitals.
fn addressed_after(found: &mut Mentions<'_>, title: Span, settings: &Settings) {
    let end = title.start;
    let floor = found.all().iter().filter(|m| m.span.end <= end).map(|m| m.span.end).max().unwrap_or(0);
    if let Some(start) = name_before(found.text, floor, end, settings) {
        add(found, Span::new(start, end));
    }
}

/// Where the name that ends at `end` begins: transliterated characters and points, or all from a boundary.
fn name_before(text: &str, floor: usize, end: usize, settings: &Settings) -> Option<usize> {
    let is_name = |c: char| settings.name_characters.contains(c) || c == '\u{B7}' || c == '-';
    let run = &text[floor..end];
    let transliterated: usize = run.chars().rev().take_while(|&c| is_name(c)).map(char::len_utf8).sum();
    let start = end - transliterated;
    let length = text[start..end].chars().count();
    let word: usize = run.chars().rev().take_while(|&c| is_cjk(c) && c.is_alphabetic() || c == '\u{B7}').map(char::len_utf8).sum();
    let whole = &text[end - word..end];
    // A name with points that fills the stretch from a boundary is a name as it stands.
    if word == run.len() && whole.contains('\u{B7}') && whole.chars().count() <= 24 && floor > 0 {
        return Some(end - word);
    }
    // A short word between a boundary and the form of address is a name as it stands.
    if (2..=3).contains(&whole.chars().count()) && length < whole.chars().count() {
        return Some(end - word);
    }
    (2..=24).contains(&length).then_some(start)
}

/// Names in capitals directly behind a post: `President X`. Left out where a genitive needs no word of its own: there a
/// body may stand in the same place.
fn behind_posts(found: &mut Mentions<'_>, language: Language, context: &Context<'_>) {
    let settings = &context.knowledge.rules(language).settings;
    let text = found.text;
    let posts: Vec<Span> = found.all().iter().filter(|m| matches!(m.meaning, Meaning::Post(_))).map(|m| m.span).collect();
    for post in posts.into_iter().filter(|post| text[post.end..].starts_with(' ')) {
        let start = post.end + 1;
        let end = capitals_from(text, start, settings);
        let name = without_possessive(&text[start..end]);
        let span = Span::new(start, start + name.len());
        let begins = text[start..].starts_with(char::is_uppercase) && name.chars().count() > 2 && name.chars().any(char::is_lowercase);
        let is_known =
            context.knowledge.names.find(name, language).next().is_some() || is_mission(text, Span::new(post.start, span.end), settings);
        let capital = !settings.posts_in_capitals || post.of(text).starts_with(char::is_uppercase);
        if begins && capital && !is_known && reads_as_name(name, language, settings, &context.knowledge.names.words) {
            found.add(span, Meaning::Person(name.to_owned()));
        }
    }
}

/// Whether a post and the words behind it name a mission: the Permanent Observer Mission.
fn is_mission(text: &str, span: Span, settings: &Settings) -> bool {
    // Only what stands around them: a text may hold many posts.
    let covers = |form: &String| {
        let first = span.end.saturating_sub(form.len());
        (first..=span.start).any(|at| text.get(at..).is_some_and(|rest| rest.starts_with(form.as_str())))
    };
    settings.missions.iter().any(covers)
}

/// Names directly after a post (President X) or directly before one (X, Secretary-General).
fn beside_posts(found: &mut Mentions<'_>, settings: &Settings, context: &Context<'_>) {
    let (persons, words) = (&context.persons, &context.knowledge.names.words);
    let is_name = |c: char| settings.name_characters.contains(c) || c == '\u{B7}';
    let posts: Vec<Span> = found.all().iter().filter(|m| matches!(m.meaning, Meaning::Post(_))).map(|m| m.span).collect();
    for post in posts {
        let after: usize = found.text[post.end..].chars().take_while(|&c| is_name(c)).map(char::len_utf8).sum();
        let after = after.max(pointed(&found.text[post.end..], &is_name));
        let name = &found.text[post.end..post.end + after];
        let known_after = persons.names.at_start(&found.text[post.end..]).map(|(length, _)| length);
        if let Some(known) = known_after.filter(|&length| length >= after) {
            add(found, Span::new(post.end, post.end + known));
        } else if plausible(name) && is_no_word(name, &found.text[post.end..], words) {
            add(found, Span::new(post.end, post.end + after));
        }
        // Whatever stands before a point is the end of a name's part.
        let mut next = ' ';
        let in_name = |c: &char| {
            let ends_part = std::mem::replace(&mut next, *c) == '\u{B7}' && is_cjk(*c);
            is_name(*c) || ends_part
        };
        let before: usize = found.text[..post.start].chars().rev().take_while(in_name).map(char::len_utf8).sum();
        let name = &found.text[post.start - before..post.start];
        if plausible(name) && (name.contains('\u{B7}') || !words.holds_word(name)) {
            add(found, Span::new(post.start - before, post.start));
        }
    }
}

/// Length of a name with points: all of its parts but the last are as long as they are, the last as far as its
/// characters are those of names.
fn pointed(text: &str, is_name: &dyn Fn(char) -> bool) -> usize {
    let run: usize = text.chars().take(24).take_while(|&c| is_cjk(c) && c.is_alphabetic() || c == '\u{B7}').map(char::len_utf8).sum();
    let Some(point) = text[..run].rfind('\u{B7}').map(|i| i + '\u{B7}'.len_utf8()) else { return 0 };
    let last: usize = text[point..run].chars().take_while(|&c| is_name(c) && c != '\u{B7}').map(char::len_utf8).sum();
    if last > 0 { point + last } else { 0 }
}

/// Whether the characters of a name are not those of a common word (an adverb behind the post).
fn is_no_word(name: &str, text: &str, words: &Words) -> bool {
    name.contains('\u{B7}') || !words.begins_with_word(text) && !words.holds_word(name)
}

fn plausible(name: &str) -> bool {
    let length = name.chars().count();
    (2..=24).contains(&length) && !name.starts_with('\u{B7}') && (length > 2 || name.contains('\u{B7}') || length == 2)
}

fn add(found: &mut Mentions<'_>, span: Span) {
    let name = span.of(found.text).trim_matches(['\u{B7}', '-', ' ']).to_owned();
    if name.chars().count() > 1 {
        found.add(span, Meaning::Person(name));
    }
}

/// A name after a form of address, in scripts with capitals: `Mr. Omar Hilale`.
fn addressed_before(found: &mut Mentions<'_>, title: Span, settings: &Settings) {
    let Some((span, name)) = addressed(found.text, title, settings) else { return };
    found.add(span, Meaning::Person(nominative(name, title.of(found.text), settings)));
}

/// The name that follows a form of address, without ranks before it and a possessive ending.
fn addressed<'t>(text: &'t str, title: Span, settings: &Settings) -> Option<(Span, &'t str)> {
    let rest = &text[title.end..];
    let lead = rest.len() - rest.trim_start().len();
    if lead == 0 {
        return None;
    }
    let start = title.end + lead;
    // Of two forms of address the second is the one before the name.
    if settings.titles_before.iter().any(|t| text[start..].strip_prefix(t.as_str()).is_some_and(|rest| rest.starts_with(' '))) {
        return None;
    }
    let start = start + address(&text[start..], settings).unwrap_or(0);
    // `M. le Ministre` names a post.
    if text[start..].split(' ').next().is_some_and(|word| settings.post_articles.iter().any(|article| article == word)) {
        return None;
    }
    let end = if settings.not_in_names.is_empty() { capitals_from(text, start, settings) } else { clause_from(text, start, settings)? };
    let name = without_possessive(text[start..end].trim_end());
    let span = bare(text, Span::new(start, start + name.len()), settings);
    (span.end > span.start).then(|| (span, span.of(text)))
}

/// Where the words with capitals that begin at `start` end.
fn capitals_from(text: &str, start: usize, settings: &Settings) -> usize {
    let mut end = start;
    for word in text[start..].split_inclusive(' ') {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let particle = settings.name_particles.iter().any(|p| p == bare);
        let next_begins = end > start && settings.titles_before.iter().any(|t| word.trim_end() == t);
        if next_begins || !(bare.starts_with(char::is_uppercase) || particle) {
            break;
        }
        // An initial's full stop ends no name.
        let initial = bare.chars().count() == 1 && word.trim_end().strip_prefix(bare) == Some(".");
        end += if initial { word.trim_end().len() } else { bare.len() };
        // A mark after a word ends the name; a space alone does not.
        if word.trim_end() != bare && !initial {
            break;
        }
        end += word.len() - word.trim_end().len();
    }
    // No name ends in a particle.
    let mut name = text[start..end].trim_end();
    while let Some((rest, _)) = name.rsplit_once(' ').filter(|(_, last)| settings.name_particles.iter().any(|p| p == last)) {
        name = rest.trim_end();
    }
    start + name.len()
}

/// Words of the longest name without capitals.
const LONGEST_NAME: usize = 4;

/// Where a name without capitals ends: at a mark, or before a word that is in no name, and not later than its fourth word.
fn clause_from(text: &str, start: usize, settings: &Settings) -> Option<usize> {
    let mut end = start;
    for (count, word) in text[start..].split_inclusive(' ').enumerate() {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if settings.not_in_names.iter().any(|w| w == bare) {
            return (count > 0).then(|| start + text[start..end].trim_end().len());
        }
        if count >= LONGEST_NAME || bare.is_empty() {
            return None;
        }
        if word.trim_end() != bare {
            return Some(end + bare.len());
        }
        end += word.len();
    }
    (end == text.len()).then_some(end)
}

/// Stretches of a text that are names of persons though a State or a place may be named the same, and whether a form of
/// address says so.
pub fn covered(text: &str, language: Language, posts: &[Span], context: &Context<'_>) -> Vec<(Span, bool)> {
    let rules = context.knowledge.rules(language);
    let titles = rules.titles.find(text).filter(|(_, before)| **before);
    let addressed = titles.filter_map(|(title, _)| addressed(text, title, &rules.settings)).map(|(span, _)| (span, true));
    let addressed = addressed.filter(|(span, _)| !posts.iter().any(|post| post.overlaps(*span)));
    addressed.chain(context.persons.names.find(text).map(|(span, _)| (span, false))).collect()
}
