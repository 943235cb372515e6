//! Rows to quads. Each row is a node of its own, so that what stands in one row stays together (the year and the
//! number of it); and each value is a fact of the entity, so that simple questions stay simple.

use super::columns::Type;
use super::key::KeyKind;
use super::matching::Found;
use super::read::Table;
use super::{Request, TableError};
use crate::store::iri::{Iris, write_literal, write_typed};
use crate::store::quads::QuadBuilder;
use crate::store::{Quads, term};
use crate::vocabulary::{dcterms, rap, rdf, rdfs, xsd};
use std::collections::BTreeSet;

/// A column whose cells become facts.
struct Column {
    at: usize,
    header: String,
    /// Fragment of its own predicate below the graph of the table.
    slug: String,
    /// The predicate that was asked for. Entities have it; a row, which is no voter, keeps the column's own.
    given: Option<String>,
    value: Value,
}

/// What becomes of a cell.
enum Value {
    Literal(Type),
    Entity(KeyKind),
}

/// The columns that become facts.
pub struct Plan {
    columns: Vec<Column>,
}

impl Plan {
    pub fn new(table: &Table, request: &Request) -> Result<Self, TableError> {
        let chosen: Vec<usize> = if request.columns.is_empty() {
            let key = table.column(&request.key)?;
            (0..table.header.len()).filter(|at| *at != key && !table.header[*at].is_empty()).collect()
        } else {
            request.columns.iter().map(|name| table.column(name)).collect::<Result<_, _>>()?
        };
        for name in request.linked.keys().chain(request.types.keys()) {
            table.column(name)?;
        }
        let given = request.predicate.as_deref().map(iri_of).transpose()?;
        if given.is_some() && chosen.len() != 1 {
            return Err(TableError::OnePredicate(chosen.len()));
        }
        let mut slugs = BTreeSet::new();
        let mut columns = Vec::new();
        for at in chosen {
            let header = table.header[at].clone();
            let cells = table.rows.iter().map(|row| row[at].as_str());
            let value = match (request.linked.get(&header), request.types.get(&header)) {
                (Some(kind), _) => Value::Entity(*kind),
                (None, Some(of)) => {
                    of.check(&header, cells)?;
                    Value::Literal(*of)
                }
                (None, None) => Value::Literal(Type::of(cells)),
            };
            let slug = unused(&slug(&header), &mut slugs);
            columns.push(Column { at, header, slug, given: given.clone(), value });
        }
        Ok(Self { columns })
    }
}

/// An IRI, or what a prefixed name stands for.
fn iri_of(text: &str) -> Result<String, TableError> {
    let bare = text.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(text);
    let iri = term::expand(bare).unwrap_or_else(|| bare.to_owned());
    if iri.contains("://") && term::named(&iri).is_some() { Ok(iri) } else { Err(TableError::NoIri(text.to_owned())) }
}

/// Letters and digits of any script; hyphens for all else.
#[must_use]
pub fn slug(header: &str) -> String {
    let kept: String = header.trim().chars().map(|c| if c.is_alphanumeric() || matches!(c, '_' | '.') { c } else { '-' }).collect();
    let kept: Vec<&str> = kept.split('-').filter(|part| !part.is_empty()).collect();
    if kept.is_empty() { "column".to_owned() } else { kept.join("-") }
}

fn unused(slug: &str, used: &mut BTreeSet<String>) -> String {
    let mut name = slug.to_owned();
    let mut number = 2;
    while !used.insert(name.clone()) {
        name = format!("{slug}-{number}");
        number += 1;
    }
    name
}

/// Writes the quads of a table.
pub struct Writer<'p> {
    iris: Iris,
    plan: &'p Plan,
    name: String,
    quads: Vec<(String, String, Object)>,
}

enum Object {
    Link(String),
    Literal(String, &'static str),
}

impl<'p> Writer<'p> {
    #[must_use]
    pub fn new(base: &str, table: &Table, request: &Request, plan: &'p Plan) -> Self {
        let mut writer = Self { iris: Iris::new(base), plan, name: graph_name(&request.name), quads: Vec::new() };
        let graph = writer.iris.graph(&writer.name);
        writer.literal(&graph, dcterms::TITLE, &request.name, xsd::STRING);
        writer.literal(&graph, dcterms::SOURCE, &format!("{} ({})", request.name, table.header.join(", ")), xsd::STRING);
        for column in &plan.columns {
            let predicate = writer.place(&column.slug);
            writer.link(&predicate, rdf::TYPE, rdf::PROPERTY);
            writer.literal(&predicate, rdfs::LABEL, &column.header, xsd::STRING);
        }
        writer
    }

    /// Writes a row; gives back the number of facts. `find` looks up the cells that are keys themselves.
    pub fn row(&mut self, number: usize, entity: &str, cells: &[String], find: &mut dyn FnMut(&str, &str, KeyKind) -> Found) -> usize {
        let row = self.place(&format!("row-{number}"));
        self.link(&row, rdf::TYPE, rap::ROW);
        self.link(&row, rap::ABOUT, entity);
        self.literal(&row, rap::ROW_NUMBER, &number.to_string(), xsd::INTEGER);
        let mut facts = 0;
        for column in &self.plan.columns {
            let cell = cells[column.at].as_str();
            if cell.is_empty() {
                continue;
            }
            let own = self.place(&column.slug);
            let predicate = column.given.as_ref().unwrap_or(&own);
            match column.value {
                Value::Literal(of) => {
                    self.literal(&row, &own, cell, of.datatype());
                    self.literal(entity, predicate, cell, of.datatype());
                }
                Value::Entity(kind) => {
                    let Found::One(object) = find(&column.header, cell, kind) else { continue };
                    self.link(&row, &own, &object);
                    self.link(entity, predicate, &object);
                }
            }
            facts += 1;
        }
        facts
    }

    #[must_use]
    pub fn finish(self) -> Quads {
        let mut builder = QuadBuilder::new(&self.iris, &self.iris.graph(&self.name));
        for (subject, predicate, object) in &self.quads {
            match object {
                Object::Link(iri) => builder.link(subject, predicate, iri),
                Object::Literal(text, xsd::STRING) => builder.add(subject, predicate, |_, out| write_literal(text, out)),
                Object::Literal(text, datatype) => builder.add(subject, predicate, |_, out| write_typed(text, datatype, out)),
            }
        }
        builder.finish()
    }

    fn place(&self, fragment: &str) -> String {
        self.iris.graph(&format!("{}#{fragment}", self.name))
    }

    fn link(&mut self, subject: &str, predicate: &str, object: &str) {
        self.quads.push((subject.to_owned(), predicate.to_owned(), Object::Link(object.to_owned())));
    }

    fn literal(&mut self, subject: &str, predicate: &str, text: &str, datatype: &'static str) {
        self.quads.push((subject.to_owned(), predicate.to_owned(), Object::Literal(text.to_owned(), datatype)));
    }
}

/// The graph of a table, below the graphs.
#[must_use]
pub fn graph_name(table: &str) -> String {
    format!("table/{}", slug(table))
}
