//! Keys that found none or several, as a table that a person fills in and gives back.

use super::TableError;
use super::read::Table;
use crate::query::labels::short;
use crate::query::lookup::Lookup;
use crate::store::term::lexical;
use crate::store::{Graph, StoreError};
use crate::vocabulary::{WIKIDATA, owl};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

const COLUMNS: &[&str] = &["column", "key", "rows", "reason", "candidates", "entity"];

/// In the column `entity`: the key is of nothing in the graph, and is no longer to be asked about.
const NOTHING: &str = "-";

/// Most things that are listed where an entity means several.
const LISTED: usize = 5;

/// A key that found none or several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Open {
    pub column: String,
    pub key: String,
    pub rows: usize,
    pub is_ambiguous: bool,
    /// The several; or what is spelt nearly so.
    pub candidates: Vec<String>,
}

/// A key that a person has settled.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    /// File and line.
    place: String,
    column: String,
    key: String,
    entity: String,
}

/// What a person has filled in.
#[derive(Debug, Clone, Default)]
pub struct Corrections {
    /// Given now: each must be of use.
    given: Vec<Row>,
    /// Given with the table before: those hold as long as nothing new is said of their key.
    kept: Vec<Row>,
}

/// By column and key; `None` for what is of nothing in the graph.
pub type Settled = BTreeMap<(String, String), Option<String>>;

impl Corrections {
    pub fn open(path: &Path) -> Result<Self, TableError> {
        Self::of(&path.display().to_string(), &Table::open(path)?)
    }

    /// Rows in which the entity is filled in; the others are still open.
    pub fn of(file: &str, table: &Table) -> Result<Self, TableError> {
        let missing = |error: TableError| TableError::Corrections(vec![format!("{file}: {error}")]);
        let column = |name| table.column(name).map_err(missing);
        let (column, key, entity) = (column("column")?, column("key")?, column("entity")?);
        let filled = table.rows.iter().zip(&table.lines).filter(|(row, _)| !row[entity].is_empty());
        let rows = filled.map(|(row, line)| Row {
            place: format!("{file}, line {line}"),
            column: row[column].clone(),
            key: row[key].clone(),
            entity: row[entity].clone(),
        });
        Ok(Self { given: rows.collect(), kept: Vec::new() })
    }

    /// With those that the table was joined with before.
    #[must_use]
    pub fn after(self, before: Self) -> Self {
        Self { kept: before.given, ..self }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.given.is_empty() && self.kept.is_empty()
    }

    /// The entities by column and key. What is wrong with the rows that are given now is told of all of them at once;
    /// a kept row whose entity has left the graph leaves its key open again.
    pub fn resolve(&self, graph: &Graph) -> Result<Settled, TableError> {
        let mut settled = Settled::new();
        if self.is_empty() {
            return Ok(settled);
        }
        let known = Known::load(graph)?;
        for row in &self.kept {
            if let Ok(entity) = known.entity(&row.entity) {
                settled.insert((row.column.clone(), row.key.clone()), entity);
            }
        }
        let mut wrong = Vec::new();
        let mut said: FxHashMap<(&str, &str), (&str, Option<String>)> = FxHashMap::default();
        for row in &self.given {
            let entity = match known.entity(&row.entity) {
                Ok(entity) => entity,
                Err(message) => {
                    wrong.push(format!("{}: {message}", row.place));
                    continue;
                }
            };
            let (place, first) = said.entry((&row.column, &row.key)).or_insert_with(|| (&row.place, entity.clone()));
            if *first != entity {
                wrong.push(format!("{}: of `{}` something else is said in {place}", row.place, row.key));
            }
            settled.insert((row.column.clone(), row.key.clone()), entity);
        }
        if wrong.is_empty() { Ok(settled) } else { Err(TableError::Corrections(wrong)) }
    }

    /// Writes what is settled, to be kept with the table; what was kept and has left the graph may come back to it.
    pub fn write_kept(&self, settled: &Settled, base: &str, out: &mut dyn Write) -> io::Result<()> {
        let before = self.kept.iter().map(|row| ((&row.column, &row.key), row.entity.clone()));
        let mut rows: BTreeMap<(&String, &String), String> = before.collect();
        for ((column, key), entity) in settled {
            let entity = entity.as_ref().map_or_else(|| NOTHING.to_owned(), |iri| short(iri, base));
            rows.insert((column, key), entity);
        }
        let mut table = csv::Writer::from_writer(out);
        table.write_record(["column", "key", "entity"])?;
        for ((column, key), entity) in rows {
            table.write_record([column, key, &entity])?;
        }
        table.flush()
    }

    /// What is said now of keys that the table does not have, or not in that column.
    #[must_use]
    pub fn idle(&self, table: &Table) -> Vec<String> {
        let message = |row: &Row| match table.column(&row.column) {
            Err(error) => Some(format!("{}: {error}", row.place)),
            Ok(at) if table.rows.iter().all(|cells| cells[at] != row.key) => {
                Some(format!("{}: no row has `{}` in the column `{}`", row.place, row.key, row.column))
            }
            Ok(_) => None,
        };
        self.given.iter().filter_map(message).collect()
    }
}

/// What the entity of a correction may be called.
struct Known<'g> {
    graph: &'g Graph,
    lookup: Lookup<'g>,
    /// By the number of the item.
    wikidata: FxHashMap<String, Vec<String>>,
}

impl<'g> Known<'g> {
    fn load(graph: &'g Graph) -> Result<Self, StoreError> {
        let mut wikidata: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for (entity, same) in graph.pairs(owl::SAME_AS)? {
            if let Some(item) = lexical(&same).strip_prefix(WIKIDATA) {
                wikidata.entry(item.to_owned()).or_default().push(entity);
            }
        }
        Ok(Self { graph, lookup: Lookup::new(graph)?, wikidata })
    }

    /// The only entity of the graph that a text means; `None` for nothing.
    fn entity(&self, text: &str) -> Result<Option<String>, String> {
        if text == NOTHING {
            return Ok(None);
        }
        let named = self.named(text);
        // A candidate as it was offered: its name, and its path in brackets, which says the same more exactly.
        let offered = text.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")).map(|(_, path)| self.named(path));
        let found = if named.len() == 1 { named } else { offered.filter(|paths| !paths.is_empty()).unwrap_or(named) };
        match found.as_slice() {
            [only] => Ok(Some(only.clone())),
            [] => Err(self.lookup.unknown(text).to_string()),
            several => {
                let paths: Vec<String> = several.iter().take(LISTED).map(|iri| short(iri, self.graph.base())).collect();
                Err(format!("`{text}` means {} things in the graph; write one of them: {}", several.len(), paths.join(", ")))
            }
        }
    }

    fn named(&self, text: &str) -> Vec<String> {
        let bare = text.trim_start_matches('<').trim_end_matches('>');
        let item =
            if bare.contains("wikidata.org/") || bare.starts_with("wd:") { bare.rsplit(['/', ':']).next().unwrap_or(bare) } else { bare };
        if let Some(entities) = self.wikidata.get(&item.to_uppercase()) {
            return entities.clone();
        }
        // An IRI means itself, known or not; a slip in one is to be told.
        let known = |iri: &String| iri.starts_with(self.graph.base()) && self.graph.knows(iri);
        self.lookup.entities(text).into_iter().filter(known).collect()
    }
}

/// Writes open keys for a person to settle.
pub fn write(open: &[Open], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    for key in open {
        let reason = if key.is_ambiguous { "ambiguous" } else { "unmatched" };
        table.write_record([&key.column, &key.key, &key.rows.to_string(), reason, &key.candidates.join("; "), ""])?;
    }
    table.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUADS: &str = "<https://w3id.org/rapporteur/id/state/TJK> <http://www.w3.org/2004/02/skos/core#notation> \"TJK\" <http://e/g> .
<https://w3id.org/rapporteur/id/state/TJK> <http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q863> <http://e/g> .
<https://w3id.org/rapporteur/id/state/MCO> <http://www.w3.org/2004/02/skos/core#prefLabel> \"Monaco\"@en <http://e/g> .
<https://w3id.org/rapporteur/id/place/monaco> <http://www.w3.org/2004/02/skos/core#prefLabel> \"Monaco\"@fr <http://e/g> .
";

    fn resolved(text: &str) -> Result<Settled, TableError> {
        Corrections::of("fixes.csv", &Table::parse(text)?)?.resolve(&Graph::from_quads(QUADS).unwrap())
    }

    #[test]
    fn what_is_written_can_be_filled_in_and_read() {
        let open = [Open { column: "state".into(), key: "Tajikstan, Rep.".into(), rows: 2, ..Open::default() }];
        let mut out = Vec::new();
        write(&open, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "column,key,rows,reason,candidates,entity\nstate,\"Tajikstan, Rep.\",2,unmatched,,\n");
        let resolve = |entity: &str| resolved(&text.replace("unmatched,,\n", &format!("unmatched,,{entity}\n")));
        let key = ("state".to_owned(), "Tajikstan, Rep.".to_owned());
        let state = Some("https://w3id.org/rapporteur/id/state/TJK");
        for entity in ["TJK", "state/TJK", "Tajikistan (state/TJK)", "Q863", "wd:Q863", "https://www.wikidata.org/wiki/Q863"] {
            assert_eq!(resolve(entity).unwrap()[&key].as_deref(), state, "{entity}");
        }
        assert_eq!(resolve("-").unwrap()[&key], None);
        assert!(resolve("").unwrap().is_empty());
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once_with_file_and_line() {
        let text = "column,key,entity\nstate,\"two\nlines\",Q1\nstate,a,Monaco\nstate,b,TJK\nstate,b,state/MCO\nstate,c,https://w3id.org/rapporteur/id/state/X\n";
        let TableError::Corrections(wrong) = resolved(text).unwrap_err() else { panic!("of the corrections") };
        let begin = [
            "fixes.csv, line 2: nothing",
            "fixes.csv, line 4: `Monaco` means 2",
            "fixes.csv, line 6: of `b`",
            "fixes.csv, line 7: nothing",
        ];
        assert_eq!(wrong.len(), begin.len(), "{wrong:?}");
        assert!(wrong.iter().zip(begin).all(|(message, begin)| message.starts_with(begin)), "{wrong:?}");
    }

    #[test]
    fn what_was_said_before_holds_until_something_new_is_said() {
        let rows = |text: &str| Corrections::of("fixes.csv", &Table::parse(&format!("column,key,entity\n{text}")).unwrap()).unwrap();
        let before = rows("state,a,TJK\nstate,b,-\nstate,gone,state/XXX\n");
        let all = rows("state,b,state/MCO\n").after(before);
        let settled = all.resolve(&Graph::from_quads(QUADS).unwrap()).unwrap();
        assert_eq!(settled.len(), 2, "what has left the graph is open again");
        let mut out = Vec::new();
        all.write_kept(&settled, "https://w3id.org/rapporteur/id/", &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "column,key,entity\nstate,a,state/TJK\nstate,b,state/MCO\nstate,gone,state/XXX\n");
    }
}
