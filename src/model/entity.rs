//! What a fact is about: entities named by kind and key, and literal values. IRIs are minted in `store::iri` alone.

use super::{Language, PartialDate};
use std::sync::Arc;

/// The kinds of entity that have an IRI of their own, in the order of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    State,
    Organisation,
    /// A document, one of its parts (`A/75/860#annex`) or a speech (`S/PV.9688#speech-12`).
    Document,
    Meeting,
    AgendaItem,
    Instrument,
    Person,
    Post,
    Event,
    Place,
    Action,
    /// A programme of work or a part of it, by its numbers: `8/subprogramme-1`.
    Programme,
    /// A kind of measure: an arms embargo.
    Measure,
    /// Addressees that are named together: the Member States.
    Group,
    /// A language people speak; becomes a plain literal in the graph.
    Tongue,
}

/// An entity by kind and key (`State`, `TJK`): the same whatever the language that named it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entity {
    pub kind: Kind,
    pub key: Arc<str>,
}

impl Entity {
    #[must_use]
    pub fn new(kind: Kind, key: impl Into<Arc<str>>) -> Self {
        Self { kind, key: key.into() }
    }

    #[must_use]
    pub fn document(symbol: &str) -> Self {
        Self::new(Kind::Document, symbol)
    }

    /// A part of a document, by its fragment.
    #[must_use]
    pub fn part(&self, fragment: &str) -> Self {
        Self::new(self.kind, format!("{}#{fragment}", self.key))
    }

    #[must_use]
    pub fn post(holder: &Self, post: &str) -> Self {
        Self::new(Kind::Post, format!("{}/{post}", holder.key))
    }

    #[must_use]
    pub fn organisation(code: &str) -> Self {
        Self::new(Kind::Organisation, code)
    }

    #[must_use]
    pub fn is_state(&self) -> bool {
        self.kind == Kind::State
    }
}

/// Subject or object of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Node {
    Entity(Entity),
    /// A term of a vocabulary, by its full IRI.
    Term(&'static str),
    /// Something outside the graph, by its address.
    Link(String),
    /// Words in a language.
    Text(String, Language),
    /// A plain string that is the same in all languages (a symbol, a job number, a language code).
    Plain(String),
    Date(PartialDate),
    /// `HH:MM:SS`.
    Time(String),
    Integer(i64),
    Boolean(bool),
    /// An `xsd:duration`.
    Duration(String),
}

impl From<Entity> for Node {
    fn from(entity: Entity) -> Self {
        Self::Entity(entity)
    }
}

impl From<&Entity> for Node {
    fn from(entity: &Entity) -> Self {
        Self::Entity(entity.clone())
    }
}

impl From<PartialDate> for Node {
    fn from(date: PartialDate) -> Self {
        Self::Date(date)
    }
}

impl From<&PartialDate> for Node {
    fn from(date: &PartialDate) -> Self {
        Self::Date(*date)
    }
}
