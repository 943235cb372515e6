//! Outline to mentions: shapes first (symbols, numbers of resolutions, dates), then names, then persons.
//!
//! One pass per kind over a paragraph; what an earlier kind has taken, a later one leaves alone.

pub mod assemble;
mod bodies;
pub mod claims;
mod committees;
pub mod deixis;
mod described_posts;
mod gaps;
pub mod headings;
pub mod identity;
mod letters;
pub mod mandates;
pub mod metadata;
mod numbers;
pub mod offices;
pub mod organs;
pub mod person_names;
pub mod persons;
pub mod resolutions;
pub mod senders;
pub mod sentences;
mod series;
pub mod sessions;
mod shapes;
pub mod skeleton;
pub mod symbols;
pub mod titles;
pub mod turns;

use crate::knowledge::Knowledge;
use crate::knowledge::names::Sense;
use crate::model::{Entity, Kind, Language, Meaning, Mention, PartialDate, Span};
use persons::KnownPersons;

/// What is known of the document while its paragraphs are read.
#[derive(Debug)]
pub struct Context<'k> {
    pub knowledge: &'k Knowledge,
    /// The document's date: what `this year` is reckoned from.
    pub today: Option<PartialDate>,
    /// The body whose document it is: what `its resolution` means.
    pub organ: Option<Entity>,
    /// Persons named in the roster, in labels and signatures.
    pub persons: KnownPersons,
    /// Abbreviations that the document has introduced, by name.
    pub learned: Vec<(String, Entity)>,
    /// The stretches of the paragraph that stand below or beside a heading which says whose their numbers are.
    pub above: Vec<resolutions::Region>,
}

/// Finds all mentions in a stretch of text; spans are offset by `at`, its place in the document.
pub fn recognise(text: &str, language: Language, at: usize, context: &Context<'_>) -> Vec<Mention> {
    let mut found = Mentions { text, taken: Vec::new() };
    let rules = context.knowledge.rules(language);
    for (span, symbols) in symbols::find(text) {
        // The first half of a double symbol names the document.
        found.add(span, Meaning::Reference(symbols.iter().take(1).map(|s| symbols::document(s, context.knowledge)).collect()));
    }
    // What an instrument is within the name of a body cites nothing.
    let cites = |span: Span, sense: &Sense| {
        sense.entity.kind != Kind::Instrument || !rules.references.is_within_name(text, span.start, span.end, &rules.settings.articles)
    };
    let names = context.knowledge.names.find(text, language);
    let names: Vec<(Span, &Sense)> = names.filter(|(span, sense)| cites(*span, sense)).collect();
    // A name with a title inside (the friends of the Charter) is more than the title.
    let marks = &rules.settings.title_marks;
    for (span, sense) in &names {
        if marks.iter().any(|(open, _)| span.of(text).contains(open.as_str())) {
            found.add(*span, meaning_of(sense));
        }
    }
    titles::announced(&mut found, language, context);
    titles::marked(&mut found, language, context);
    titles::unmarked(&mut found, language, context);
    let known = bodies::find(text, &names, language, context);
    let passes = |sense: &Sense| context.knowledge.gazetteer.passes_resolutions(&sense.entity);
    let organisations = names.iter().filter(|(_, s)| s.entity.kind == Kind::Organisation && !passes(s));
    let others: Vec<Span> = organisations.map(|(span, _)| *span).collect();
    // A title with a year in it (the 2030 Agenda) is more than the year.
    for (span, sense) in names.iter().filter(|(span, s)| s.needs.is_none() && s.entity.kind == Kind::Instrument && has_digit(span.of(text)))
    {
        found.add(*span, meaning_of(sense));
    }
    numbers_of_documents(&mut found, language, context, resolutions::Bodies { known: &known, others: &others });
    committees::find(&mut found, language, context);
    for m in rules.dates.any.find_iter(text) {
        let span = Span::new(m.start(), m.end());
        if !digit_beside(text, span)
            && let Some(moment) = rules.dates.parse(m.as_str(), context.today)
        {
            found.add(span, Meaning::Moment(moment));
        }
    }
    let named: Vec<(Span, Entity)> = names.iter().map(|(span, sense)| (*span, sense.entity.clone())).collect();
    deixis::find(&mut found, &named, language, context);
    organs::find(&mut found, &named, language, context);
    learned(&mut found, &named, context);
    let posts: Vec<Span> = named.iter().filter(|(_, e)| e.kind == Kind::Post).map(|(span, _)| *span).collect();
    let covered = persons::covered(text, language, &posts, context);
    for (span, sense) in names {
        let of_person = matches!(sense.entity.kind, Kind::State | Kind::Place)
            && covered.iter().any(|(person, addressed)| person.contains(span) && (*addressed || *person != span));
        if of_person {
            continue;
        }
        if sense.needs.is_none() || context.learned.iter().any(|(_, e)| sense.needs.as_deref() == Some(&*e.key)) {
            found.add(span, meaning_of(sense));
        }
    }
    provisions(&mut found, language, context);
    persons::find(&mut found, language, context);
    found.finish(at)
}

/// Resolutions and decisions by their numbers, with the parts of them that are meant.
fn numbers_of_documents(found: &mut Mentions<'_>, language: Language, context: &Context<'_>, bodies: resolutions::Bodies<'_>) {
    let year = context.today.map(|d| u32::from(d.year.unsigned_abs()));
    let whose = resolutions::Whose { organ: context.organ.as_ref(), year };
    for cited in resolutions::find(found.text, language, context.knowledge, bodies, whose, &context.above) {
        if found.add(cited.span, Meaning::Reference(cited.documents))
            && let Some((span, part)) = cited.part
        {
            found.add(span, Meaning::Provision(part));
        }
    }
}

fn meaning_of(sense: &Sense) -> Meaning {
    match sense.entity.kind {
        Kind::Post => Meaning::Post(sense.entity.key.clone()),
        Kind::Tongue => Meaning::Tongue(sense.entity.key.clone()),
        _ => Meaning::Name(sense.entity.clone()),
    }
}

/// Mentions of a paragraph as they are found; none overlaps another.
#[derive(Debug)]
pub struct Mentions<'t> {
    pub text: &'t str,
    taken: Vec<Mention>,
}

impl Mentions<'_> {
    /// Adds a mention unless its place is taken.
    pub fn add(&mut self, span: Span, meaning: Meaning) -> bool {
        let at = self.taken.partition_point(|m| m.span.start < span.start);
        let free = self.taken.get(at).is_none_or(|m| !m.span.overlaps(span))
            && at.checked_sub(1).is_none_or(|i| !self.taken[i].span.overlaps(span));
        if free {
            self.taken.insert(at, Mention { span, meaning });
        }
        free
    }

    #[must_use]
    pub fn all(&self) -> &[Mention] {
        &self.taken
    }

    fn finish(mut self, at: usize) -> Vec<Mention> {
        for mention in &mut self.taken {
            mention.span = mention.span.shifted(at);
            if let Meaning::Resolved(_, antecedent) = &mut mention.meaning {
                *antecedent = antecedent.shifted(at);
            }
        }
        self.taken
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

fn digit_beside(text: &str, span: Span) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (first, last) = (text[span.start..].chars().next(), text[..span.end].chars().next_back());
    digit(first) && digit(text[..span.start].chars().next_back()) || digit(last) && digit(text[span.end..].chars().next())
}

/// Abbreviations that this document has introduced.
fn learned(found: &mut Mentions<'_>, names: &[(Span, Entity)], context: &Context<'_>) {
    for (name, entity) in context.learned.iter().filter(|(n, _)| !n.is_empty()) {
        for (start, _) in found.text.match_indices(name.as_str()) {
            let span = Span::new(start, start + name.len());
            // Inside a longer name it is a part of it.
            if !names.iter().any(|(longer, _)| longer.contains(span) && *longer != span) {
                found.add(span, Meaning::Name(entity.clone()));
            }
        }
    }
}

/// Chapters, articles and rules; their number in the form of the contract.
fn provisions(found: &mut Mentions<'_>, language: Language, context: &Context<'_>) {
    let rules = context.knowledge.rules(language);
    for (regex, name) in &rules.references.provisions {
        for captures in regex.captures_iter(found.text) {
            let (Some(whole), Some(n)) = (captures.get(0), captures.name("n")) else { continue };
            let roman = n.as_str().bytes().all(|b| b"IVXLC".contains(&b));
            let number = if roman {
                n.as_str().to_owned()
            } else {
                let Some(value) = rules.numerals.parse(n.as_str()) else { continue };
                if name.contains("Chapter") { crate::model::numeral::roman(value) } else { value.to_string() }
            };
            found.add(Span::new(whole.start(), whole.end()), Meaning::Provision(format!("{name} {number}")));
        }
    }
}
