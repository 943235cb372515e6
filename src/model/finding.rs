//! What the extractors find: a fact with its qualifiers, whose claim it is, and the sentence it stands in.

use super::{Entity, Node, Span};
use std::borrow::Cow;

/// Where a fact was read, and by which rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The sentence, as a span of the document's content.
    pub span: Span,
    /// Name of the extractor: its file or its row in `relations.toml`, its folder of test cases.
    pub extractor: Cow<'static, str>,
    /// The cue row or layout template that matched.
    pub pattern: String,
    /// What a pointing word in the sentence was resolved to, by the words where that stands.
    pub antecedents: Vec<Span>,
}

/// A fact before linking.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub subject: Node,
    pub predicate: &'static str,
    pub object: Node,
    pub qualifiers: Vec<(&'static str, Node)>,
    pub claimed_by: Vec<Entity>,
    pub stated_in: Entity,
    pub evidence: Evidence,
}

/// Collects the findings of one extractor in one document. Evidence is an argument of `state`, so that no
/// extractor can forget it.
#[derive(Debug, Default)]
pub struct Findings {
    pub all: Vec<Finding>,
    /// Types, labels and keys of what the facts are about: plain triples, no claims.
    pub described: Vec<(Node, &'static str, Node)>,
    /// Paragraphs whose addressee is described in words that no row knows.
    pub open: Vec<String>,
}

/// The place of a fact: its sentence, the part it stands in, whose claim it is.
#[derive(Debug, Clone)]
pub struct Place<'d> {
    pub evidence: Evidence,
    pub stated_in: &'d Entity,
    pub claimed_by: &'d [Entity],
}

impl Place<'_> {
    #[must_use]
    pub fn pattern(mut self, pattern: impl Into<String>) -> Self {
        self.evidence.pattern = pattern.into();
        self
    }
}

impl Findings {
    /// Describes an entity by its type, a label or a key.
    pub fn describe(&mut self, subject: impl Into<Node>, predicate: &'static str, object: impl Into<Node>) {
        self.described.push((subject.into(), predicate, object.into()));
    }

    /// States a fact at a place; qualifiers are added to what this returns.
    pub fn state(&mut self, subject: impl Into<Node>, predicate: &'static str, object: impl Into<Node>, place: &Place<'_>) -> &mut Finding {
        self.all.push(Finding {
            subject: subject.into(),
            predicate,
            object: object.into(),
            qualifiers: Vec::new(),
            claimed_by: place.claimed_by.to_vec(),
            stated_in: place.stated_in.clone(),
            evidence: place.evidence.clone(),
        });
        let last = self.all.len() - 1;
        &mut self.all[last]
    }
}

impl Finding {
    pub fn with(&mut self, predicate: &'static str, value: impl Into<Node>) -> &mut Self {
        self.qualifiers.push((predicate, value.into()));
        self
    }

    pub fn with_all(&mut self, qualifiers: &[(&'static str, Node)]) -> &mut Self {
        self.qualifiers.extend_from_slice(qualifiers);
        self
    }
}
