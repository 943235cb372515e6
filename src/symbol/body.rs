//! Bodies whose documents have symbols: the Assembly, the Council, commissions, committees of treaties.

use super::grammar::grammar;

/// A body that the grammar knows, by the code that the gazetteer of organisations has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Body(&'static str);

impl Body {
    pub const ASSEMBLY: Self = Self("UNGA");
    pub const SECURITY_COUNCIL: Self = Self("UNSC");
    pub const ECONOMIC_AND_SOCIAL_COUNCIL: Self = Self("ECOSOC");
    pub const HUMAN_RIGHTS_COUNCIL: Self = Self("HRC");

    /// The body that has a code.
    #[must_use]
    pub fn named(code: &str) -> Option<Self> {
        grammar().bodies.iter().find(|known| **known == code).map(|known| Self(known))
    }

    /// The code, as in `organisation/UNSC`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// Whether it passes resolutions whose symbols are known.
    #[must_use]
    pub fn passes_resolutions(self) -> bool {
        grammar().shapes(self, super::Series::Resolution).next().is_some()
    }

    /// Whether it passes resolutions at all, known by a symbol or not.
    #[must_use]
    pub fn has_resolutions(code: &str) -> bool {
        grammar().resolving.iter().any(|known| **known == *code)
    }

    /// A session as the graph writes it: `A/75`, `S/76`.
    #[must_use]
    pub fn session(self, number: u32) -> Option<String> {
        grammar().root_of(self).map(|root| format!("{root}/{number}"))
    }

    /// The number of a session that is this body's: 75 of `A/75`.
    #[must_use]
    pub fn ordinal(self, session: &str) -> Option<u32> {
        session.strip_prefix(grammar().root_of(self)?)?.strip_prefix('/')?.parse().ok()
    }

    /// Whether a president presides over it, and letters are circulated as its documents.
    #[must_use]
    pub fn is_council_or_assembly(self) -> bool {
        [Self::ASSEMBLY, Self::SECURITY_COUNCIL, Self::ECONOMIC_AND_SOCIAL_COUNCIL, Self::HUMAN_RIGHTS_COUNCIL].contains(&self)
    }

    pub(super) const fn of_code(code: &'static str) -> Self {
        Self(code)
    }
}
