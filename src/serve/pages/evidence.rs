//! A fact as a page shows it: the other end, when, by whose word, and the sentences behind.

use super::Page;
use crate::explain::{Evidence, Statement};
use crate::query::labels::short;
use crate::serve::facts::Fact;
use crate::store::term::{self, Term};
use crate::vocabulary::rap;
use maud::{Markup, html};

/// Sentences that a fact shows.
const SENTENCES: usize = 12;

/// Qualifiers that the line of a fact tells; the others stand with the sentences.
const ON_THE_LINE: &[&str] = &[rap::FROM, rap::UNTIL, rap::ON, rap::AS_OF, rap::ROLE, rap::PROVISION, rap::COUNT];

impl Page<'_> {
    /// A fact on a line, its sentences to be opened.
    #[must_use]
    pub fn fact(&self, fact: &Fact) -> Markup {
        html! {
            li.fact {
                div.line { span.other { (self.term(&fact.other)) } (self.qualifiers(&fact.statements)) (self.claimants(&fact.statements)) }
                (self.sentences(&fact.statements))
            }
        }
    }

    fn qualifiers(&self, statements: &[Statement]) -> Markup {
        let mut told: Vec<(&str, &Term)> = Vec::new();
        for (predicate, value) in statements.iter().flat_map(|statement| &statement.qualifiers) {
            if ON_THE_LINE.contains(&predicate.as_str()) && !told.contains(&(predicate, value)) {
                told.push((predicate, value));
            }
        }
        told.sort_by_key(|(predicate, value)| (ON_THE_LINE.iter().position(|known| known == predicate), value.to_string()));
        let more = told.len().saturating_sub(4);
        html! {
            @for (predicate, value) in told.iter().take(4) {
                span.qualifier { (self.words.term(predicate)) " " b { (self.value(value)) } }
            }
            @if more > 0 { span.qualifier { "+" (more) } }
        }
    }

    fn value(&self, value: &Term) -> String {
        match term::iri(value) {
            Some(iri) if self.words.has_term(iri) => self.words.term(iri),
            Some(iri) => self.title(iri),
            None => term::lexical(value).to_owned(),
        }
    }

    /// By whose word a fact is one.
    fn claimants(&self, statements: &[Statement]) -> Markup {
        let mut all: Vec<&Term> = statements.iter().flat_map(|statement| &statement.claimed_by).collect();
        all.sort_by_cached_key(|claimant| claimant.to_string());
        all.dedup();
        html! {
            @if !all.is_empty() {
                span.claim {
                    (self.words.get("claimed")) " "
                    @for (at, claimant) in all.iter().take(3).enumerate() { @if at > 0 { ", " } (self.term(claimant)) }
                    @if all.len() > 3 { " +" (all.len() - 3) }
                }
            }
        }
    }

    /// The sentences of statements, closed until somebody opens them.
    #[must_use]
    pub fn sentences(&self, statements: &[Statement]) -> Markup {
        let mut places = places(statements);
        // What the reader can read comes first.
        places.sort_by_key(|(_, evidence)| !evidence.copy.ends_with(self.words.code));
        html! {
            @if !places.is_empty() {
                details.evidence {
                    summary { (self.words.count("sentences", places.len())) }
                    @for (statement, evidence) in places.iter().take(SENTENCES) { (self.sentence(statement, evidence)) }
                    @if places.len() > SENTENCES { p.more { (self.words.count("sentences.more", places.len() - SENTENCES)) } }
                }
            }
        }
    }

    /// A sentence with its place, who says it, and the rule that found it.
    #[must_use]
    pub fn sentence(&self, statement: &Statement, evidence: &Evidence) -> Markup {
        let language = evidence.copy.rsplit_once('@').map(|(_, code)| code);
        let text = self.address(&evidence.copy).map(|address| format!("{address}?at={}-{}#mark", evidence.start, evidence.end));
        html! {
            figure.sentence {
                blockquote lang=[language] dir="auto" { (evidence.quote.split_whitespace().collect::<Vec<_>>().join(" ")) }
                figcaption {
                    @for place in &statement.stated_in { span { (self.term(place)) } }
                    @for claimant in &statement.claimed_by { span { (self.words.get("claimed")) " " (self.term(claimant)) } }
                    @for (predicate, value) in &statement.qualifiers { span.qualifier { (self.words.term(predicate)) " " (self.term(value)) } }
                    @if let Some(text) = text { a.place href=(text) { (self.words.get("in.text")) " (" (short(&evidence.copy, self.base()).trim_start_matches("document/")) ", " (evidence.start) "\u{2013}" (evidence.end) ")" } }
                    span.rule title=(evidence.pattern) { (evidence.extractor) }
                }
            }
        }
    }
}

/// The places of statements, each once.
fn places(statements: &[Statement]) -> Vec<(&Statement, &Evidence)> {
    let mut found: Vec<(&Statement, &Evidence)> = Vec::new();
    for statement in statements {
        for evidence in &statement.evidence {
            if !found.iter().any(|(known, other)| std::ptr::eq(*known, statement) && other.is_same_place(evidence)) {
                found.push((statement, evidence));
            }
        }
    }
    found
}
