//! What a symbol says: whose document it is, of which series, session and number.

use super::body::Body;
use super::grammar::grammar;
use std::fmt;

/// Kinds of documents that a symbol tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Series {
    Resolution,
    Decision,
    VerbatimRecord,
    SummaryRecord,
    PresidentialStatement,
    Draft,
    Report,
    Bulletin,
    /// Any other.
    Document,
}

impl Series {
    const NAMES: &[(&str, Self)] = &[
        ("resolution", Self::Resolution),
        ("decision", Self::Decision),
        ("verbatim-record", Self::VerbatimRecord),
        ("summary-record", Self::SummaryRecord),
        ("presidential-statement", Self::PresidentialStatement),
        ("draft", Self::Draft),
        ("report", Self::Report),
        ("bulletin", Self::Bulletin),
        ("document", Self::Document),
    ];

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, series)| *series)
    }
}

/// The session or year of a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Session {
    /// `59`
    Ordinal(u32),
    /// `ES-11`, `S-30`
    Special(String),
    /// The year before the number: `2005/80`
    Year(u32),
    /// The year behind the number: `242 (1967)`
    InYear(u32),
    /// `XXV`, `S-VI`
    Roman(String),
}

impl Session {
    /// The session or year that digits before a number are: no body has had as many sessions as there are years.
    #[must_use]
    pub fn of_digits(digits: &str) -> Option<Self> {
        let number: u32 = digits.parse().ok()?;
        Some(if number > 1945 { Self::Year(number) } else { Self::Ordinal(number) })
    }
}

impl fmt::Display for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ordinal(n) | Self::Year(n) | Self::InYear(n) => write!(f, "{n}"),
            Self::Special(text) | Self::Roman(text) => f.write_str(text),
        }
    }
}

/// Session, number and letters of the parts of a resolution.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Number {
    pub session: Option<Session>,
    pub number: u32,
    /// `A`, `AA`, `A-C`; empty where there is none.
    pub letters: String,
}

/// What a symbol says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts<'s> {
    /// The body whose series it is in.
    pub body: Option<Body>,
    pub series: Series,
    pub session: Option<Session>,
    pub number: Option<u32>,
    pub letters: String,
    /// What stands behind the number: `/Add.1/Corr.2`, `(Sect.10)/PartA`.
    pub behind: &'s str,
}

impl<'s> Parts<'s> {
    /// Reads the key of a document: a symbol in its one spelling. One of another form says nothing of itself.
    #[must_use]
    pub fn of(key: &'s str) -> Self {
        let whole = key.split('#').next().unwrap_or(key);
        let grammar = grammar();
        let body = grammar.body_of(whole);
        if let Some((shape, (number, behind))) = grammar.series.iter().find_map(|s| Some((s, s.shape.as_ref()?.read(whole)?))) {
            let (session, letters) = (number.session, number.letters);
            return Parts { body: Some(shape.body), series: shape.series, session, number: Some(number.number), letters, behind };
        }
        let components: Vec<&str> = whole.split('/').skip(1).collect();
        let series = components.iter().find_map(|c| grammar.nature(c)).unwrap_or(Series::Document);
        let count = |c: &str| c.rsplit(['.', '/']).next().and_then(|n| n.parse::<u32>().ok());
        let natured = components.iter().find(|c| grammar.nature(c).is_some()).and_then(|c| count(c));
        let session = components.iter().take_while(|c| grammar.nature(c).is_none()).filter_map(|c| c.parse::<u32>().ok()).next();
        let session = session.map(|n| if n > 1900 { Session::Year(n) } else { Session::Ordinal(n) });
        Parts { body, series, session, number: natured, letters: String::new(), behind: "" }
    }

    /// The year that it names, before or behind its number.
    #[must_use]
    pub const fn year(&self) -> Option<u32> {
        match self.session {
            Some(Session::Year(year) | Session::InYear(year)) => Some(year),
            _ => None,
        }
    }

    #[must_use]
    pub fn is(&self, body: Body, series: Series) -> bool {
        self.body == Some(body) && self.series == series
    }

    /// The session, number and letters together.
    #[must_use]
    pub fn numbered(&self) -> Option<Number> {
        Some(Number { session: self.session.clone(), number: self.number?, letters: self.letters.clone() })
    }
}
