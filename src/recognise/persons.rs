//! Persons: by the names learned from the roster, labels and signatures; by a form of address; by the post before
//! or after a name.
//!
//! Left out: surnames without any of these.

use super::{Context, Mentions};
use crate::knowledge::Settings;
use crate::knowledge::phrases::Phrases;
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
        } else {
            addressed_after(found, title, &rules.settings);
        }
    }
    if language.is_unspaced() {
        beside_posts(found, &rules.settings, &context.persons);
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

/// Names directly after a post (President X) or directly before one (X, Secretary-General).
fn beside_posts(found: &mut Mentions<'_>, settings: &Settings, persons: &KnownPersons) {
    let is_name = |c: char| settings.name_characters.contains(c) || c == '\u{B7}';
    let posts: Vec<Span> = found.all().iter().filter(|m| matches!(m.meaning, Meaning::Post(_))).map(|m| m.span).collect();
    for post in posts {
        let after: usize = found.text[post.end..].chars().take_while(|&c| is_name(c)).map(char::len_utf8).sum();
        let after = after.max(pointed(&found.text[post.end..], &is_name));
        let name = &found.text[post.end..post.end + after];
        let known_after = persons.names.at_start(&found.text[post.end..]).map(|(length, _)| length);
        if let Some(known) = known_after.filter(|&length| length >= after) {
            add(found, Span::new(post.end, post.end + known));
        } else if plausible(name) {
            add(found, Span::new(post.end, post.end + after));
        }
        // Whatever stands before a point is the end of a name's part.
        let mut next = ' ';
        let in_name = |c: &char| {
            let ends_part = std::mem::replace(&mut next, *c) == '\u{B7}' && is_cjk(*c);
            is_name(*c) || ends_part
        };
        let before: usize = found.text[..post.start].chars().rev().take_while(in_name).map(char::len_utf8).sum();
        if plausible(&found.text[post.start - before..post.start]) {
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
    let rest = &found.text[title.end..];
    let lead = rest.len() - rest.trim_start().len();
    if lead == 0 {
        return;
    }
    let start = title.end + lead;
    let mut end = start;
    for word in found.text[start..].split_inclusive(' ') {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !(bare.starts_with(char::is_uppercase) || settings.name_particles.iter().any(|p| p == bare)) {
            break;
        }
        end += bare.len();
        // A mark after a word ends the name; a space alone does not.
        if word.trim_end() != bare {
            break;
        }
        end += word.len() - bare.len();
    }
    let name = found.text[start..end].trim_end();
    add(found, Span::new(start, start + name.len()));
}
