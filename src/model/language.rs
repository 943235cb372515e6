//! The six official languages of the United Nations.

use serde::{Deserialize, Serialize};

/// One of the six official languages; its code is ISO 639-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    Ar,
    En,
    Es,
    Fr,
    Ru,
    Zh,
}

impl Language {
    pub const ALL: [Self; 6] = [Self::Ar, Self::En, Self::Es, Self::Fr, Self::Ru, Self::Zh];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::En => "en",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::Ru => "ru",
            Self::Zh => "zh",
        }
    }

    /// The language of an ISO 639-1 or 639-2 code, or of the one-letter code in job numbers (A C E F R S).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code.to_ascii_lowercase().as_str() {
            "ar" | "ara" | "a" => Some(Self::Ar),
            "en" | "eng" | "e" => Some(Self::En),
            "es" | "spa" | "s" => Some(Self::Es),
            "fr" | "fra" | "f" => Some(Self::Fr),
            "ru" | "rus" | "r" => Some(Self::Ru),
            "zh" | "zho" | "c" => Some(Self::Zh),
            _ => None,
        }
    }

    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Whether words are written without spaces between them.
    #[must_use]
    pub const fn is_unspaced(self) -> bool {
        matches!(self, Self::Zh)
    }
}
