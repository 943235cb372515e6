//! Document symbols as a type: `A/RES/60/266A`, `S/RES/242(1967)`, `A/81/6(Sect.10)/PartA`, each in one spelling.
//!
//! The grammar is data (`gazetteers/symbols.csv`, `series.csv`): which roots there are and whose they are, what the
//! components say, which shapes a body's series have. Whoever asks what a symbol is asks here; nobody tests its text.
//! Left out: serial numbers without an organ, and years that only a table of years could add.

mod body;
mod find;
mod grammar;
mod parts;
mod shape;
mod spelling;

pub use body::Body;
pub use find::{Found, expression, find};
pub use grammar::{Fault, check, install};
pub use parts::{Number, Parts, Series, Session};

use std::fmt;
use std::str::FromStr;

/// A symbol in its one spelling: no blanks, Latin letters, suffixes in their usual case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(Box<str>);

/// The symbols that somebody gives for a document: both halves of a double one; what is no symbol stays as it was told.
#[must_use]
pub fn told(text: &str) -> Vec<String> {
    let halves: Vec<String> = Symbol::halves(text).iter().map(Symbol::to_string).collect();
    if halves.is_empty() { vec![text.split_whitespace().collect()] } else { halves }
}

/// Whether the key of a document is a symbol: keys of documents without one have no stroke.
#[must_use]
pub fn is_key(key: &str) -> bool {
    key.contains('/')
}

/// The symbol that a file is named after: `S-PV-4743` is `S/PV.4743`.
#[must_use]
pub fn of_file_name(name: &str) -> Option<Symbol> {
    let mut text = String::new();
    for component in name.split(['-', '/']) {
        let after_nature = text.rsplit('/').next().is_some_and(|last| grammar::grammar().is_numbered(last));
        let joint = if text.is_empty() {
            ""
        } else if after_nature {
            "."
        } else {
            "/"
        };
        text.push_str(joint);
        text.push_str(component);
    }
    Symbol::read(&text)
}

/// The halves of the double symbol that a text is.
#[must_use]
pub fn double(text: &str) -> Option<(Symbol, Symbol)> {
    let dashed = text.contains(['-', '\u{2014}']) && text.matches('/').count() > 1;
    let mut halves = if dashed { find::whole(text)? } else { return None };
    let second = halves.pop()?;
    halves.pop().map(|first| (first, second))
}

/// A text that is no symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no symbol of a document")]
pub struct NoSymbol;

impl Symbol {
    /// The symbol that a whole text is; of a double symbol the first half.
    ///
    /// ```
    /// use rapporteur::symbol::Symbol;
    /// let symbol: Symbol = "s/res/242 (1967)".parse().unwrap();
    /// assert_eq!(symbol.as_str(), "S/RES/242(1967)");
    /// ```
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut halves = find::whole(text)?.into_iter();
        halves.next()
    }

    /// Both halves of a double symbol that a whole text is, or the one symbol.
    #[must_use]
    pub fn halves(text: &str) -> Vec<Self> {
        find::whole(text).unwrap_or_default()
    }

    /// The symbol of a resolution, decision or record of a body by its number; `None` where the series of the body
    /// have no such numbers, or its symbols are not known.
    #[must_use]
    pub fn of(body: Body, series: Series, number: &Number) -> Option<Self> {
        grammar::grammar().shapes(body, series).find_map(|shape| shape.write(number)).map(Self::spelled)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it says: body, series, session, number.
    #[must_use]
    pub fn parts(&self) -> Parts<'_> {
        Parts::of(&self.0)
    }

    fn spelled(text: String) -> Self {
        Self(text.into_boxed_str())
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Symbol {
    type Err = NoSymbol;

    fn from_str(text: &str) -> Result<Self, NoSymbol> {
        Self::read(text).ok_or(NoSymbol)
    }
}

impl AsRef<str> for Symbol {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> String {
        text.parse::<Symbol>().map_or_else(|_| format!("no symbol: {text}"), |s| s.to_string())
    }

    #[test]
    fn a_symbol_has_one_spelling() {
        for (text, symbol) in [
            ("S/RES/242 (1967)", "S/RES/242(1967)"),
            ("s/res/242(1967)", "S/RES/242(1967)"),
            ("S/RES/l325 (2OOO)", "S/RES/1325(2000)"),
            ("A/RES/60/266 A", "A/RES/60/266A"),
            ("A/81/6 (Sect. 10)/Part A*", "A/81/6(Sect.10)/PartA"),
            ("A/62/17 (PART I)", "A/62/17(PartI)"),
            ("A/37/351/ADD.1/CORR.2", "A/37/351/Add.1/Corr.2"),
            ("A/69/53/Add.1/ Corr.1", "A/69/53/Add.1/Corr.1"),
            ("A/75/7ADD.4", "A/75/7/Add.4"),
            ("\u{410}/\u{421}.3/79/L.5", "A/C.3/79/L.5"),
            ("S/PV. 9688", "S/PV.9688"),
            ("UNEP/EA.5/RES.14", "UNEP/EA.5/Res.14"),
            ("S/AC.37/2004/(1455)/58", "S/AC.37/2004/(1455)/58"),
            ("S/PV.6201 (Resumption 1)", "S/PV.6201(Resumption1)"),
            ("ICCD/COP(13)/21/Add.1", "ICCD/COP(13)/21/Add.1"),
            ("E/CN.4/Sub.2/2005/1", "E/CN.4/Sub.2/2005/1"),
        ] {
            assert_eq!(one(text), symbol);
            assert_eq!(one(symbol), symbol);
        }
        assert!("and/or".parse::<Symbol>().is_err());
        assert!("resolution 59/50".parse::<Symbol>().is_err());
    }

    #[test]
    fn says_what_it_is() {
        let of = |text: &str| {
            let symbol: Symbol = text.parse().unwrap();
            let parts = symbol.parts();
            (parts.body.map_or("", Body::code).to_owned(), parts.series, parts.session.map(|s| s.to_string()), parts.number)
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(of("S/RES/242(1967)"), ("UNSC".into(), Series::Resolution, some("1967"), Some(242)));
        assert_eq!(of("A/RES/60/266A"), ("UNGA".into(), Series::Resolution, some("60"), Some(266)));
        assert_eq!(of("A/RES/ES-11/6"), ("UNGA".into(), Series::Resolution, some("ES-11"), Some(6)));
        assert_eq!(of("E/CN.4/RES/2005/80"), ("CHR".into(), Series::Resolution, some("2005"), Some(80)));
        assert_eq!(of("S/PV.9688(Resumption1)"), ("UNSC".into(), Series::VerbatimRecord, None, Some(9688)));
        assert_eq!(of("A/77/L.13"), ("UNGA".into(), Series::Draft, some("77"), Some(13)));
        assert_eq!(of("A/HRC/46/19"), ("HRC".into(), Series::Document, some("46"), Some(19)));
        assert_eq!(of("CEDAW/C/SR.999"), ("CEDAW".into(), Series::SummaryRecord, None, Some(999)));
    }

    #[test]
    fn is_made_of_a_number_where_the_body_has_such_numbers() {
        let body = |code: &str| Body::named(code).unwrap();
        let number = |session: Session| Number { session: Some(session), number: 80, letters: String::new() };
        let of = |code: &str, session| Symbol::of(body(code), Series::Resolution, &number(session)).map(|s| s.to_string());
        assert_eq!(of("UNGA", Session::Ordinal(60)).as_deref(), Some("A/RES/60/80"));
        assert_eq!(of("CHR", Session::Year(2005)).as_deref(), Some("E/CN.4/RES/2005/80"));
        assert_eq!(of("UNSC", Session::InYear(1950)).as_deref(), Some("S/RES/80(1950)"));
        assert_eq!(of("CHR", Session::Ordinal(60)), None);
        assert_eq!(of("ECA", Session::Ordinal(60)), None);
    }
}
