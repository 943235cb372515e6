//! The kinds of keys that a table may have, and how each is brought into one form.

use crate::model::named::{by_name, name_of};
use crate::query::lookup::fold;
use crate::store::term::{Term, lexical};
use crate::symbol::Symbol;
use crate::vocabulary::{WIKIDATA, dcterms, foaf, owl, rap, skos};

/// What stands in a column of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    Iso3,
    Iso2,
    M49,
    Cow,
    CowIgo,
    Wikidata,
    Symbol,
    Name,
}

impl KeyKind {
    pub const ALL: &[(&str, Self)] = &[
        ("iso3", Self::Iso3),
        ("iso2", Self::Iso2),
        ("m49", Self::M49),
        ("cow", Self::Cow),
        ("cow-igo", Self::CowIgo),
        ("wikidata", Self::Wikidata),
        ("symbol", Self::Symbol),
        ("name", Self::Name),
    ];

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        by_name(Self::ALL, name)
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        name_of(Self::ALL, &self).unwrap_or("name")
    }

    /// The predicates that say it of an entity.
    pub(super) const fn predicates(self) -> &'static [&'static str] {
        match self {
            Self::Iso3 => &[rap::ISO3],
            Self::Iso2 => &[rap::ISO2],
            Self::M49 => &[rap::M49, rap::ISO_NUMERIC],
            Self::Cow => &[rap::COW],
            Self::CowIgo => &[rap::COW_IGO],
            Self::Wikidata => &[owl::SAME_AS],
            Self::Symbol => &[skos::NOTATION],
            Self::Name => &[skos::PREF_LABEL, skos::ALT_LABEL, foaf::NAME, dcterms::TITLE],
        }
    }

    /// A key without what differs from table to table; `None` where it cannot be one.
    pub(super) fn normal(self, value: &Term) -> Option<String> {
        let text = lexical(value);
        match (self, value) {
            (Self::Wikidata, Term::NamedNode(node)) => node.as_str().strip_prefix(WIKIDATA).map(str::to_owned),
            (Self::Symbol, _) if !text.contains('/') => None,
            _ => Some(self.cleaned(text)),
        }
    }

    /// The same of a cell.
    pub(super) fn cleaned(self, cell: &str) -> String {
        match self {
            Self::Iso3 | Self::Iso2 => cell.to_uppercase(),
            // Programs turn codes into numbers, and numbers into decimals.
            Self::M49 | Self::Cow | Self::CowIgo => {
                let digits = cell.strip_suffix(".0").unwrap_or(cell).trim_start_matches('0');
                if digits.is_empty() { "0".to_owned() } else { digits.to_owned() }
            }
            Self::Wikidata => cell.rsplit(['/', ':']).next().unwrap_or(cell).to_owned(),
            Self::Symbol => match Symbol::read(cell) {
                Some(symbol) => symbol.as_str().to_uppercase(),
                None => cell.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect(),
            },
            Self::Name => fold(cell),
        }
    }
}
