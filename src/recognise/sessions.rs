//! Whose session a line of the masthead names: `A/75` of the Assembly, `S/76` the year of the Council, `A/HRC/49` of the
//! Human Rights Council. A session of any other body is left open, and so is that of nobody in particular.

use crate::knowledge::Knowledge;
use crate::model::{Document, Kind, Language, Segment, SegmentKind as K, Text};

/// The sessions that a masthead names, in order; `symbols` are the document's own.
#[must_use]
pub fn all(text: &Text, segments: &[Segment], language: Language, knowledge: &Knowledge, symbols: &[&str]) -> Vec<String> {
    let masthead = Masthead { text, segments, language, knowledge, symbols };
    let mut found = Vec::new();
    for (index, _) in segments.iter().enumerate().filter(|(_, s)| s.kind == K::Session) {
        found.extend(masthead.session(index).filter(|session| !found.contains(session)));
    }
    found
}

/// The session that one line of a document names.
#[must_use]
pub fn of_segment(document: &Document, knowledge: &Knowledge, index: usize) -> Option<String> {
    let keys = std::iter::once(&document.entity).chain(&document.twin).map(|entity| &*entity.key);
    let symbols: Vec<&str> = keys.filter(|key| key.contains('/')).collect();
    let (text, language) = (&document.text, document.language);
    Masthead { text, segments: &document.segments, language, knowledge, symbols: &symbols }.session(index)
}

struct Masthead<'d> {
    text: &'d Text,
    segments: &'d [Segment],
    language: Language,
    knowledge: &'d Knowledge,
    symbols: &'d [&'d str],
}

impl Masthead<'_> {
    fn session(&self, index: usize) -> Option<String> {
        let segment = &self.segments[index];
        let rules = self.knowledge.rules(self.language);
        let number = rules.numerals.parse(self.text.slice(segment.capture("ordinal")?))?;
        if segment.number == 1 || rules.layout.is("council-year", self.text.slice(segment.span)) {
            let may_be = self.symbols.is_empty() || self.symbols.iter().any(|s| s.starts_with("S/") || s.starts_with("A/"));
            return may_be.then(|| format!("S/{number}"));
        }
        if self.symbols.is_empty() {
            return self.of_organ(index, number);
        }
        self.symbols.iter().find_map(|symbol| of_symbol(symbol, number))
    }

    /// Without a symbol, the body named last above the line; a line of unknown words there may be one too.
    fn of_organ(&self, index: usize, number: u32) -> Option<String> {
        let above = self.segments[..index].iter().rev();
        let nearest = above.clone().find(|s| s.kind == K::Organ);
        let is_body = |s: &Segment| {
            let mut names = self.knowledge.names.find(self.text.slice(s.span), self.language);
            s.kind == K::Title && !names.any(|(_, sense)| self.knowledge.gazetteer.kind_of(&sense.entity) == "principal-organ")
        };
        let is_below_title = above.clone().next().is_some_and(is_body);
        let body = nearest.and_then(|s| self.knowledge.names.exactly(self.text.slice(s.span), self.language, Kind::Organisation));
        match body.map(|sense| &*sense.entity.key) {
            Some("HRC") => Some(format!("A/HRC/{number}")),
            Some("ECOSOC") => Some(format!("E/{number}")),
            Some("UNGA" | "UN" | "UNSC") | None if !is_below_title => Some(format!("A/{number}")),
            _ => None,
        }
    }
}

/// The session of a number in a symbol that has it, and so is of that session.
fn of_symbol(symbol: &str, number: u32) -> Option<String> {
    let mut components = symbol.split('/');
    let body = match (components.next()?, components.clone().next()?) {
        ("A", "HRC") => "A/HRC",
        ("A", serial) => {
            // Before the thirty-first session symbols held no session, or held it in Roman figures.
            let plain = serial.bytes().all(|b| b.is_ascii_digit()) && components.clone().count() == 1;
            let roman = symbol.contains("(X") || symbol.contains("(V") || symbol.contains("(I");
            if plain || roman {
                return Some(format!("A/{number}"));
            }
            "A"
        }
        ("E", second) if !second.starts_with("C") => "E",
        _ => return None,
    };
    let form = |prefix: &str| format!("{prefix}{number}");
    let forms = [form(""), form("S-"), form("ES-")];
    components.find_map(|c| forms.iter().find(|f| *f == c)).map(|form| format!("{body}/{form}"))
}

#[cfg(test)]
mod tests {
    use super::of_symbol;

    #[test]
    fn a_session_is_that_of_the_body_in_the_symbol() {
        for (symbol, number, session) in [
            ("A/75/860", 75, Some("A/75")),
            ("A/C.3/75/L.5", 75, Some("A/75")),
            ("A/RES/75/276", 75, Some("A/75")),
            ("A/RES/S-30/1", 30, Some("A/S-30")),
            ("A/ES-11/L.1", 11, Some("A/ES-11")),
            ("A/RES/2625(XXV)", 25, Some("A/25")),
            ("A/5217", 17, Some("A/17")),
            ("A/HRC/49/98", 49, Some("A/HRC/49")),
            ("A/AC.105/1234", 63, None),
            ("E/2021/15", 2021, Some("E/2021")),
            ("E/CN.4/2005/10", 61, None),
            ("CEDAW/C/TCD/Q/9", 50, None),
            ("FCCC/CP/2015/10", 21, None),
        ] {
            assert_eq!(of_symbol(symbol, number).as_deref(), session, "{symbol}");
        }
    }
}
