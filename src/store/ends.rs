//! What stands around an entity, read by identifiers: of an organisation that half of a large graph names, only what is
//! shown is put into words.

use super::index::{Graphs, Order, Scan, Snapshot, key};
use super::sparql::{bare, failed};
use super::term::Term;
use super::{Graph, StoreError};
use std::collections::BTreeMap;
use std::io;

/// The other ends of an entity's facts of one relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ends {
    pub predicate: String,
    /// Whether the entity is the object.
    pub is_inverse: bool,
    pub total: usize,
    /// As many as were asked for.
    pub shown: Vec<Term>,
}

/// Which of the ends are put into words: how many are passed over, and how many of what an entity says and of what is
/// said of it.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub from: usize,
    pub own: usize,
    pub inverse: usize,
}

impl Graph {
    /// What an entity says and what is said of it, by relation: of each the ends within a window. Statements, which point
    /// to an entity by their qualifiers too, are passed over.
    pub fn around(&self, iri: &str, window: Window) -> Result<Vec<Ends>, StoreError> {
        let Some(entity) = self.id(iri)? else { return Ok(Vec::new()) };
        let mut around = Vec::new();
        let own = self.index.quads([Some(entity), None, None], Graphs::Union).map_err(failed)?;
        let mut by_predicate: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for quad in own {
            let [_, predicate, object, _] = quad.map_err(failed)?;
            by_predicate.entry(predicate).or_default().push(object);
        }
        for (predicate, objects) in by_predicate {
            let shown = objects.iter().skip(window.from).take(window.own).map(|id| self.term(*id)).collect::<Result<_, _>>()?;
            around.push(Ends { predicate: bare(&self.term(predicate)?), is_inverse: false, total: objects.len(), shown });
        }
        let statement = key::of_iri(&format!("{}statement/", self.base));
        let statements = self.index.range(&statement).map_err(failed)?;
        for predicate in self.index.heads(Order::Pos, &[]).map_err(failed)? {
            let (mut total, mut shown) = (0, Vec::new());
            for row in Scan::new(&self.index, Order::Pos, &[predicate, entity]).map_err(failed)? {
                let subject = row.map_err(failed)?[2];
                if self.index.begins(subject, &statement, &statements).map_err(failed)? {
                    continue;
                }
                if (window.from..window.from + window.inverse).contains(&total) {
                    shown.push(self.term(subject)?);
                }
                total += 1;
            }
            if total > 0 {
                around.push(Ends { predicate: bare(&self.term(predicate)?), is_inverse: true, total, shown });
            }
        }
        Ok(around)
    }

    /// Who says a value, with the predicate by which they say so; not more than `most` of each predicate.
    pub fn first_sayers(&self, value: &Term, most: usize) -> Result<Vec<(String, String)>, StoreError> {
        let Some(object) = self.index.id(&key::of(value)).map_err(failed)? else { return Ok(Vec::new()) };
        let mut sayers = Vec::new();
        for predicate in self.index.heads(Order::Pos, &[]).map_err(failed)? {
            for row in Scan::new(&self.index, Order::Pos, &[predicate, object]).map_err(failed)?.take(most) {
                sayers.push((bare(&self.term(row.map_err(failed)?[2])?), bare(&self.term(predicate)?)));
            }
        }
        Ok(sayers)
    }

    /// Nodes that say two things, each a predicate and its value; not more than `most`.
    pub fn saying_both(&self, one: (&str, &Term), other: (&str, &Term), most: usize) -> Result<Vec<String>, StoreError> {
        let prefix = |(predicate, value): (&str, &Term)| -> Result<Option<[u32; 2]>, StoreError> {
            let value = self.index.id(&key::of(value)).map_err(failed)?;
            Ok(self.id(predicate)?.zip(value).map(|(predicate, value)| [predicate, value]))
        };
        let (Some(one), Some(other)) = (prefix(one)?, prefix(other)?) else { return Ok(Vec::new()) };
        let found = common(&self.index, one, other, most).map_err(failed)?;
        found.into_iter().map(|id| Ok(bare(&self.term(id)?))).collect()
    }
}

/// The subjects that two predicates with their objects have in common, at most so many. Each of the two sequences leaps to
/// where the other is, so that the shorter one decides what it costs.
fn common(index: &Snapshot, one: [u32; 2], other: [u32; 2], most: usize) -> io::Result<Vec<u32>> {
    let prefixes = [one, other];
    let mut scans = [Scan::new(index, Order::Pos, &one)?, Scan::new(index, Order::Pos, &other)?];
    let (mut found, mut wanted, mut agreeing, mut at) = (Vec::new(), 0, 0, 0);
    while found.len() < most {
        let [predicate, object] = prefixes[at];
        scans[at].seek([predicate, object, wanted, 0])?;
        let Some(row) = scans[at].next().transpose()? else { break };
        agreeing = if row[2] == wanted { agreeing + 1 } else { 1 };
        wanted = row[2];
        if agreeing == 2 {
            found.push(wanted);
            let Some(next) = wanted.checked_add(1) else { break };
            (wanted, agreeing) = (next, 0);
        }
        at = 1 - at;
    }
    Ok(found)
}
