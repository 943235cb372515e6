//! What the recognisers find in a paragraph.

use super::{Entity, Moment, Span};
use std::sync::Arc;

/// A word that points back instead of naming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deixis {
    /// The state or side that speaks.
    OwnState,
    /// The organisation that speaks.
    OwnOrganisation,
    /// A state named before.
    ThatState,
    /// An organisation named before.
    ThatOrganisation,
    /// Several organisations named before (all three organisations).
    TheseOrganisations,
    /// The organisations that the sentence before speaks of (they).
    ThoseOrganisations,
    /// An instrument named before.
    ThatInstrument,
    /// The council whose document it is, or that meets (the Council).
    OwnCouncil,
    /// The assembly whose document it is, or that meets.
    OwnAssembly,
}

/// What a stretch of text stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A state, organisation, instrument or place by one of its names.
    Name(Entity),
    /// Documents cited by symbol or number; several where a symbol is double.
    Reference(Vec<Entity>),
    Moment(Moment),
    /// A post without its holder (Secretary-General).
    Post(Arc<str>),
    /// A language people speak.
    Tongue(Arc<str>),
    /// A person, by the name as printed without title.
    Person(String),
    /// A title in quotation marks or title brackets that no table knows.
    Title(String),
    /// Points to something named elsewhere; `resolve` turns it into a name or leaves it.
    Deixis(Deixis),
    /// A pointing word that was resolved: to what, and where that was named (span in the same text).
    Resolved(Vec<Entity>, Span),
    /// A part of an instrument, such as `Chapter VIII` or `rule 37`.
    Provision(String),
}

/// A meaning at a place; spans are offsets into the whole document's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub span: Span,
    pub meaning: Meaning,
}

impl Mention {
    /// The entities meant, in order; none for dates, titles and unresolved words.
    #[must_use]
    pub fn entities(&self) -> &[Entity] {
        match &self.meaning {
            Meaning::Name(e) => std::slice::from_ref(e),
            Meaning::Reference(es) | Meaning::Resolved(es, _) => es,
            _ => &[],
        }
    }

    /// Where a pointing word's antecedent stands.
    #[must_use]
    pub fn antecedent(&self) -> Option<Span> {
        match self.meaning {
            Meaning::Resolved(_, span) => Some(span),
            _ => None,
        }
    }
}
