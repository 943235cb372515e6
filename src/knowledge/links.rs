//! What entities are called in other systems: the columns of the gazetteers and `external/links.csv`, each value with
//! its source. What is not known is absent.

use super::gazetteer::Gazetteer;
use super::table::{Data, DataError};
use crate::model::{Entity, Kind};
use std::collections::BTreeMap;

const FILE: &str = "external/links.csv";

/// The shape of a code in groups of 8, 4, 4, 4 and 12 hexadecimal digits.
const UUID: &str = "uuid";

/// Systems of codes, with what a code of each looks like: digits, or a letter before them.
const SHAPES: &[(&str, &str)] = &[
    ("iso2", "AA"),
    ("iso3", "AAA"),
    ("isoNumeric", "999"),
    ("m49", "999"),
    ("cow", "9+"),
    ("cowIgo", "9+"),
    ("wikidata", "Q9+"),
    ("unbis", "9999999"),
    ("sdg", "9+"),
    ("unts", "9+"),
    ("unterm", UUID),
];

/// A subject heading with its codes, by system.
pub type Subjects = BTreeMap<String, BTreeMap<String, String>>;

/// Adds the rows to the entities that they are of; gives back the subject headings, which are no entities of the
/// gazetteers.
pub fn load(data: &Data, gazetteer: &mut Gazetteer) -> Result<Subjects, DataError> {
    let mut subjects = Subjects::new();
    for row in data.rows(FILE, &["kind", "code", "system", "value", "source"])? {
        let fail = |message: String| DataError::Row { file: FILE.to_owned(), line: row.line, message };
        let [kind, code, system, value, source] = row.fields.as_slice() else { continue };
        if !fits(system, value) {
            return Err(fail(format!("`{value}` is no code of {system}")));
        }
        if source.is_empty() {
            return Err(fail("a link needs a source".to_owned()));
        }
        let kind = match kind.as_str() {
            "state" => Kind::State,
            "organisation" => Kind::Organisation,
            "instrument" => Kind::Instrument,
            "place" => Kind::Place,
            "subject" => {
                subjects.entry(code.clone()).or_default().insert(system.clone(), value.clone());
                continue;
            }
            other => return Err(fail(format!("`{other}` is none of state, organisation, instrument, place, subject"))),
        };
        if !gazetteer.link(&Entity::new(kind, code.as_str()), system, value) {
            return Err(fail(format!("`{code}` is not in the gazetteer, or has a code of {system} already")));
        }
    }
    Ok(subjects)
}

/// Whether a value looks like a code of a system; no value is one of a system that is not known.
#[must_use]
pub fn fits(system: &str, value: &str) -> bool {
    SHAPES.iter().any(|(known, shape)| *known == system && has_shape(value, shape))
}

fn has_shape(value: &str, shape: &str) -> bool {
    if shape == UUID {
        let groups: Vec<usize> = value.split('-').map(str::len).collect();
        let is_hex = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b'-');
        return groups == [8, 4, 4, 4, 12] && value.bytes().all(is_hex);
    }
    let any_length = shape.ends_with('+');
    let shape = shape.trim_end_matches('+');
    let (value, shape) = match shape.strip_prefix('Q') {
        Some(rest) => (value.strip_prefix('Q').unwrap_or(""), rest),
        None => (value, shape),
    };
    let sort = shape.as_bytes().first().copied().unwrap_or(b'9');
    let right = |b: u8| if sort == b'A' { b.is_ascii_uppercase() } else { b.is_ascii_digit() };
    !value.is_empty() && value.bytes().all(right) && (any_length || value.len() == shape.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_shapes() {
        assert!(fits("iso2", "TJ") && fits("m49", "004") && fits("wikidata", "Q863") && fits("unbis", "1005064"));
        assert!(fits("unterm", "c2263f22-a4b7-48f0-abe8-f8fc08a9d3dd") && !fits("unterm", "c2263f22"));
        assert!(!fits("iso2", "TJK") && !fits("m49", "4") && !fits("wikidata", "863") && !fits("wikidata", "Q"));
        assert!(!fits("unheard", "1") && !fits("cow", ""));
    }
}
