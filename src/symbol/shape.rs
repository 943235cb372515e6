//! The shapes of a series' symbols: `A/RES/{session}/{n}{letters}`. One shape reads and writes.

use super::parts::{Number, Session};

/// A piece of a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Slot(Slot),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Number,
    Letters,
    /// `59`
    Ordinal,
    /// `ES-11`, `S-30`
    Special,
    /// `2010` before the number
    Year,
    /// `(1967)` behind the number
    InYear,
    /// `XXV`, `S-VI`
    Roman,
}

/// A shape of symbols, compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape(Vec<Piece>);

impl Shape {
    /// Reads a shape as the data write it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        let mut numbered = false;
        while !rest.is_empty() {
            let open = rest.find('{').unwrap_or(rest.len());
            if open > 0 {
                pieces.push(Piece::Literal(rest[..open].to_owned()));
            }
            let Some(slot) = rest[open..].strip_prefix('{') else { break };
            let (name, after) = slot.split_once('}').ok_or_else(|| format!("`{text}` has a bracket that does not close"))?;
            let slot = match name {
                "n" => Slot::Number,
                "letters" => Slot::Letters,
                "session" => Slot::Ordinal,
                "special" => Slot::Special,
                "roman" => Slot::Roman,
                "year" if numbered => Slot::InYear,
                "year" => Slot::Year,
                _ => return Err(format!("`{name}` is no slot of a shape")),
            };
            numbered |= slot == Slot::Number;
            pieces.push(Piece::Slot(slot));
            rest = after;
        }
        if numbered { Ok(Self(pieces)) } else { Err(format!("`{text}` has no number {{n}}")) }
    }

    /// The number of a symbol of this shape, and what follows it (suffixes, parts).
    pub(super) fn read<'s>(&self, symbol: &'s str) -> Option<(Number, &'s str)> {
        let mut number = Number::default();
        let mut rest = symbol;
        for piece in &self.0 {
            rest = match piece {
                Piece::Literal(text) => rest.strip_prefix(text.as_str())?,
                Piece::Slot(slot) => slot.read(rest, &mut number)?,
            };
        }
        (rest.is_empty() || rest.starts_with(['/', '('])).then_some((number, rest))
    }

    /// The symbol of a number; `None` where the shape has another kind of session.
    pub(super) fn write(&self, number: &Number) -> Option<String> {
        let mut symbol = String::new();
        let mut told = false;
        let mut lettered = false;
        for piece in &self.0 {
            match piece {
                Piece::Literal(text) => symbol.push_str(text),
                Piece::Slot(Slot::Number) => symbol.push_str(&number.number.to_string()),
                Piece::Slot(Slot::Letters) => {
                    lettered = true;
                    symbol.push_str(&number.letters);
                }
                Piece::Slot(slot) => {
                    let session = number.session.as_ref().filter(|s| slot.is_of(s))?;
                    told = true;
                    symbol.push_str(&session.to_string());
                }
            }
        }
        (told == number.session.is_some() && (lettered || number.letters.is_empty())).then_some(symbol)
    }
}

impl Slot {
    const fn is_of(self, session: &Session) -> bool {
        matches!(
            (self, session),
            (Self::Ordinal, Session::Ordinal(_))
                | (Self::Special, Session::Special(_))
                | (Self::Year, Session::Year(_))
                | (Self::InYear, Session::InYear(_))
                | (Self::Roman, Session::Roman(_))
        )
    }

    /// Takes what fits from the beginning of a text; gives what is left.
    fn read<'s>(self, text: &'s str, number: &mut Number) -> Option<&'s str> {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let count = |least: usize, most: usize| (least..=most).contains(&digits).then(|| text[..digits].parse::<u32>().ok()).flatten();
        match self {
            Self::Number => number.number = count(1, 6)?,
            Self::Ordinal => number.session = Some(Session::Ordinal(count(1, 3)?)),
            Self::Year => number.session = Some(Session::Year(count(4, 4)?)),
            Self::InYear => number.session = Some(Session::InYear(count(4, 4)?)),
            Self::Letters => {
                let end = text.find(|c: char| !c.is_ascii_uppercase() && c != '-').unwrap_or(text.len());
                number.letters = text[..end].to_owned();
                return Some(&text[end..]);
            }
            Self::Special => {
                let end = text.find('/')?;
                let (kind, ordinal) = text[..end].split_once('-')?;
                let fits = !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_uppercase()) && ordinal.bytes().all(|b| b.is_ascii_digit());
                number.session = Some(Session::Special(text[..end].to_owned())).filter(|_| fits && !ordinal.is_empty());
                return number.session.is_some().then(|| &text[end..]);
            }
            Self::Roman => {
                let end = text.find(')')?;
                let fits = end > 0 && text[..end].bytes().all(|b| b"IVXLCSE-".contains(&b));
                number.session = Some(Session::Roman(text[..end].to_owned())).filter(|_| fits);
                return fits.then(|| &text[end..]);
            }
        }
        Some(&text[digits..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shape_reads_it_writes() {
        for (shape, symbol) in [
            ("A/RES/{session}/{n}{letters}", "A/RES/60/266A"),
            ("A/RES/{special}/{n}{letters}", "A/RES/ES-11/6"),
            ("A/RES/{n}{letters}({roman})", "A/RES/377A(V)"),
            ("A/RES/{n}{letters}({roman})", "A/RES/3202(S-VI)"),
            ("S/RES/{n}({year})", "S/RES/242(1967)"),
            ("E/RES/{year}/{n}{letters}", "E/RES/1989/62"),
        ] {
            let shape = Shape::parse(shape).unwrap();
            let (number, rest) = shape.read(symbol).unwrap();
            assert_eq!((shape.write(&number).as_deref(), rest), (Some(symbol), ""));
        }
    }

    #[test]
    fn a_bad_shape_says_what_is_wrong() {
        assert!(Shape::parse("A/{session}").unwrap_err().contains("no number"));
        assert!(Shape::parse("A/{meeting}/{n}").unwrap_err().contains("meeting"));
        assert!(Shape::parse("A/{n").unwrap_err().contains("does not close"));
    }
}
