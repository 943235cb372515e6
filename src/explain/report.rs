//! An explanation as lines for people.

use super::meaning::Meaning;
use super::{Evidence, Fact, Statement};
use crate::query::labels::{Labels, readable, short};
use crate::store::term::{self, Term};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Writes facts in a language.
#[derive(Clone, Copy)]
pub struct Writer<'w> {
    pub labels: &'w Labels,
    pub base: &'w str,
    pub language: &'w str,
}

impl Writer<'_> {
    /// What the words were taken to mean, then the facts, then how many there are.
    #[must_use]
    pub fn report(&self, meanings: &[Meaning], facts: &[Fact]) -> String {
        let mut out = String::new();
        for meaning in meanings {
            let _ = writeln!(out, "{}: {}", meaning.text, self.meant(meaning));
        }
        out.push('\n');
        for fact in facts {
            self.fact(fact, &mut out);
        }
        let statements: usize = facts.iter().map(|fact| fact.statements.len()).sum();
        let sentences: usize = facts.iter().flat_map(|fact| &fact.statements).map(|s| places(&s.evidence).count()).sum();
        let counts = [counted(facts.len(), "fact"), counted(statements, "statement"), counted(sentences, "sentence")];
        let _ = writeln!(out, "{}", counts.join(", "));
        out
    }

    /// What to say where no fact matches: in which relations the things stand at all.
    #[must_use]
    pub fn instead(&self, meanings: &[Meaning], relations: &[BTreeMap<String, usize>]) -> String {
        let mut out = String::new();
        for (meaning, relations) in meanings.iter().zip(relations).filter(|(_, relations)| !relations.is_empty()) {
            let mut listed: Vec<(&String, &usize)> = relations.iter().collect();
            listed.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
            let listed: Vec<String> = listed.iter().map(|(relation, count)| format!("{} ({count})", short(relation, self.base))).collect();
            let _ = writeln!(out, "No fact says so. The facts about {}: {}", meaning.text, listed.join(", "));
        }
        if out.is_empty() { "No fact says so.\n".to_owned() } else { out }
    }

    fn meant(&self, meaning: &Meaning) -> String {
        let things = meaning.values.iter().map(|value| self.thing(value));
        let relations = meaning.predicates.iter().map(|predicate| format!("the relation {}", short(predicate, self.base)));
        things.chain(relations).collect::<Vec<_>>().join("; ")
    }

    fn fact(&self, fact: &Fact, out: &mut String) {
        let relation = self.labels.relation(&fact.predicate, self.language);
        let _ = writeln!(out, "{} - {relation} - {}", self.thing(&fact.subject), self.thing(&fact.object));
        for statement in &fact.statements {
            let _ = writeln!(out, "  {}", self.statement(statement));
            places(&statement.evidence).for_each(|place| self.sentence(place, out));
        }
        out.push('\n');
    }

    fn statement(&self, statement: &Statement) -> String {
        let names = |values: &[Term]| values.iter().map(|value| self.name(value)).collect::<Vec<_>>().join(", ");
        let mut parts = Vec::new();
        if !statement.claimed_by.is_empty() {
            parts.push(format!("claimed by {}", names(&statement.claimed_by)));
        }
        if !statement.stated_in.is_empty() {
            let places: Vec<String> = statement.stated_in.iter().map(|place| readable(place, self.base)).collect();
            parts.push(format!("stated in {}", places.join(", ")));
        }
        for (predicate, value) in &statement.qualifiers {
            parts.push(format!("{}: {}", self.labels.relation(predicate, self.language), self.name(value)));
        }
        parts.join("; ")
    }

    /// A sentence with all the rules that found the fact in it.
    fn sentence(&self, place: &[Evidence], out: &mut String) {
        let Some(first) = place.first() else { return };
        let quote: Vec<&str> = first.quote.split_whitespace().collect();
        let _ = writeln!(out, "    \"{}\"", quote.join(" "));
        let found = place.iter().map(|evidence| {
            let pattern = if evidence.pattern.is_empty() { String::new() } else { format!(" {}", evidence.pattern) };
            format!("{}{pattern}", evidence.extractor)
        });
        let found: Vec<String> = found.collect();
        let copy = short(&first.copy, self.base);
        let _ = writeln!(out, "      {copy}, characters {} to {} (found by {})", first.start, first.end, found.join("; by "));
    }

    /// A name with the key that tells it from others of the name.
    fn thing(&self, value: &Term) -> String {
        let Some(iri) = term::iri(value) else { return format!("\"{}\"", term::lexical(value)) };
        let (name, key) = (self.name(value), short(iri, self.base));
        if key.ends_with(&name) { key } else { format!("{name} ({key})") }
    }

    fn name(&self, value: &Term) -> String {
        term::iri(value).map_or_else(|| term::lexical(value).to_owned(), |iri| self.labels.of(iri, self.language))
    }
}

/// Evidence by place; what stands in one place is together already.
fn places(evidence: &[Evidence]) -> impl Iterator<Item = &[Evidence]> {
    evidence.chunk_by(Evidence::is_same_place)
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
