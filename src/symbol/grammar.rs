//! The grammar of symbols as the data have it: roots, bodies, natures, suffixes, shapes of series.
//!
//! The tables are compiled in; a data folder of the user's takes their place before the first symbol is read.

use super::body::Body;
use super::parts::Series;
use super::shape::Shape;
use std::sync::OnceLock;

/// Where the two tables stand below `data/`, for messages.
const SYMBOLS: &str = "gazetteers/symbols.csv";
const SERIES: &str = "gazetteers/series.csv";

const EMBEDDED: [&str; 2] = [include_str!("../../data/gazetteers/symbols.csv"), include_str!("../../data/gazetteers/series.csv")];

static GRAMMAR: OnceLock<Grammar> = OnceLock::new();

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub file: &'static str,
    pub line: u64,
    pub message: String,
}

/// A row of `series.csv`; without a shape the body passes such texts under symbols that are not known.
#[derive(Debug)]
pub(super) struct SeriesRow {
    pub body: Body,
    pub series: Series,
    pub shape: Option<Shape>,
}

#[derive(Debug, Default)]
pub(super) struct Grammar {
    /// Longest first.
    pub roots: Vec<String>,
    /// Beginnings of symbols with their bodies, longest first.
    owners: Vec<(String, Body)>,
    pub bodies: Vec<&'static str>,
    /// Bodies that pass resolutions.
    pub resolving: Vec<&'static str>,
    natures: Vec<(String, Series)>,
    /// Heads of components before a number: `C`, `CN`, `L`, `PV`.
    pub numbered: Vec<String>,
    /// Series whose number stands behind a point: `Res`.
    pub pointed: Vec<String>,
    pub suffixes: Vec<String>,
    pub parts: Vec<String>,
    pub alike: Vec<(char, char)>,
    pub misread: Vec<(char, char)>,
    pub series: Vec<SeriesRow>,
}

pub(super) fn grammar() -> &'static Grammar {
    GRAMMAR.get_or_init(|| Grammar::read(EMBEDDED).unwrap_or_default())
}

/// Takes the tables of a data folder, unless a symbol has been read by others already.
///
/// # Errors
/// The first row that does not fit.
pub fn install(symbols: &str, series: &str) -> Result<(), Fault> {
    let grammar = Grammar::read([symbols, series])?;
    // The first tables of a process stay: a symbol has one spelling.
    let _ = GRAMMAR.set(grammar);
    Ok(())
}

/// Whether two tables are a grammar.
///
/// # Errors
/// The first row that does not fit.
pub fn check(symbols: &str, series: &str) -> Result<(), Fault> {
    Grammar::read([symbols, series]).map(drop)
}

impl Grammar {
    fn read([symbols, series]: [&str; 2]) -> Result<Self, Fault> {
        let mut grammar = Self::default();
        for (line, fields) in rows(symbols) {
            let fault = |message: String| Fault { file: SYMBOLS, line, message };
            let [role, form, value] = [0, 1, 2].map(|i| fields.get(i).copied().unwrap_or(""));
            if form.is_empty() {
                return Err(fault("the form is empty".to_owned()));
            }
            grammar.row(role, form, value).map_err(fault)?;
        }
        for (line, fields) in rows(series) {
            let fault = |message: String| Fault { file: SERIES, line, message };
            let [body, series, shape, example] = [0, 1, 2, 3].map(|i| fields.get(i).copied().unwrap_or(""));
            let kind = Series::named(series).ok_or_else(|| fault(format!("`{series}` is no series")))?;
            let shape = if shape.is_empty() { None } else { Some(Shape::parse(shape).map_err(fault)?) };
            if shape.as_ref().is_some_and(|s| s.read(example).is_none()) {
                return Err(fault(format!("`{example}` does not have the shape of its row")));
            }
            let body = grammar.body(body);
            if kind == Series::Resolution && !grammar.resolving.contains(&body.code()) {
                grammar.resolving.push(body.code());
            }
            grammar.series.push(SeriesRow { body, series: kind, shape });
        }
        grammar.roots.sort_by_key(|r| std::cmp::Reverse(r.len()));
        grammar.owners.sort_by_key(|(r, _)| std::cmp::Reverse(r.len()));
        grammar.parts.sort_by_key(|r| std::cmp::Reverse(r.len()));
        Ok(grammar)
    }

    fn row(&mut self, role: &str, form: &str, value: &str) -> Result<(), String> {
        let one = |text: &str| {
            let mut chars = text.chars();
            chars.next().filter(|_| chars.next().is_none()).ok_or_else(|| format!("`{text}` is not one character"))
        };
        match role {
            "root" | "body" => {
                if role == "root" {
                    self.roots.push(form.to_owned());
                }
                if !value.is_empty() {
                    let body = self.body(value);
                    self.owners.push((form.to_owned(), body));
                }
            }
            "nature" => {
                let series = Series::named(value).ok_or_else(|| format!("`{value}` is no series"))?;
                self.natures.push((form.to_owned(), series));
                self.numbered.push(form.to_owned());
            }
            "numbered" => self.numbered.push(form.to_owned()),
            "pointed" => {
                let series = Series::named(value).ok_or_else(|| format!("`{value}` is no series"))?;
                self.natures.push((form.to_owned(), series));
                self.pointed.push(form.to_owned());
            }
            "suffix" => self.suffixes.push(form.to_owned()),
            "part" => self.parts.push(form.to_owned()),
            "alike" => self.alike.push((one(form)?, one(value)?)),
            "misread" => self.misread.push((one(form)?, one(value)?)),
            _ => return Err(format!("`{role}` is no role of a row of symbols")),
        }
        Ok(())
    }

    /// A code kept for the whole run: there are some fifty.
    fn body(&mut self, code: &str) -> Body {
        if let Some(known) = self.bodies.iter().find(|known| **known == code) {
            return Body::of_code(known);
        }
        let kept: &'static str = Box::leak(code.to_owned().into_boxed_str());
        self.bodies.push(kept);
        Body::of_code(kept)
    }

    /// The shapes of a body's series, in the order of the data.
    pub(super) fn shapes(&self, body: Body, series: Series) -> impl Iterator<Item = &Shape> {
        self.series.iter().filter(move |row| row.body == body && row.series == series).filter_map(|row| row.shape.as_ref())
    }

    /// The body whose documents begin so.
    pub(super) fn body_of(&self, symbol: &str) -> Option<Body> {
        let begins = |owner: &str| symbol.strip_prefix(owner).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']));
        self.owners.iter().find(|(owner, _)| begins(owner)).map(|(_, body)| *body)
    }

    /// Whether a component has a number behind a point: `PV`, but not `RES`.
    pub(super) fn is_numbered(&self, component: &str) -> bool {
        self.nature(component).is_some_and(|series| matches!(series, Series::VerbatimRecord | Series::SummaryRecord | Series::Draft))
    }

    /// How the documents of a body begin.
    pub(super) fn root_of(&self, body: Body) -> Option<&str> {
        self.owners.iter().find(|(_, owner)| *owner == body).map(|(root, _)| root.as_str())
    }

    /// The series that a component names: `PV.9688`, `RES`.
    pub(super) fn nature(&self, component: &str) -> Option<Series> {
        let head = component.split(['.', '(']).next().unwrap_or(component);
        self.natures.iter().find(|(nature, _)| nature == head).map(|(_, series)| *series)
    }
}

/// The rows below the heading, with their lines; no cell of these tables holds a comma.
fn rows(table: &str) -> impl Iterator<Item = (u64, Vec<&str>)> {
    let lines = (1..).zip(table.lines()).skip(1).filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| (at, line.split(',').map(str::trim).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_a_grammar() {
        assert_eq!(check(EMBEDDED[0], EMBEDDED[1]), Ok(()));
    }

    #[test]
    fn every_example_is_a_symbol_and_of_its_body() {
        for (_, fields) in rows(EMBEDDED[0]).filter(|(_, f)| f.len() > 3 && !f[3].is_empty() && f[0] != "misread") {
            let symbol = super::super::Symbol::read(fields[3]);
            assert_eq!(symbol.as_ref().map(super::super::Symbol::as_str), Some(fields[3]));
            if matches!(fields[0], "root" | "body") && !fields[2].is_empty() {
                let symbol = symbol.unwrap();
                let owner =
                    if fields[0] == "root" && symbol.parts().body.is_none_or(|b| b.code() != fields[2]) { continue } else { fields[2] };
                assert_eq!(symbol.parts().body.map(Body::code), Some(owner));
            }
        }
    }

    #[test]
    fn a_bad_row_is_named_with_its_line() {
        let fault = check("role,form,value,example\nroot,A,UNGA,\nalike,xy,x,\n", "").unwrap_err();
        assert_eq!((fault.file, fault.line), (SYMBOLS, 3));
        let fault = check("", "body,series,shape,example\nUNGA,letter,A/{n},A/1\n").unwrap_err();
        assert_eq!((fault.file, fault.line, fault.message.contains("letter")), (SERIES, 2, true));
    }
}
