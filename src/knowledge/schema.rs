//! What the data files may say (`data/schema.toml`), and every slip in a folder of them, with file and line.
//!
//! Checked where a folder is given (`--data DIR`, `data check DIR`); the files that the program carries are checked by
//! its tests. Whether a row matches its example is not asked here: that takes a whole reading.

use super::table::{Data, DataError, Row};
use super::template::{self, NamedPieces};
use crate::model::Language;
use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/schema.toml")).unwrap_or_else(|error| unreachable!("data/schema.toml: {error}"))
});

/// The whole schema.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    lists: BTreeMap<String, Vec<String>>,
    relations: BTreeMap<String, Relation>,
    #[serde(rename = "table")]
    tables: Vec<Table>,
}

/// What a cue of a relation may capture and set.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Relation {
    slots: Vec<String>,
    qualifiers: BTreeMap<String, Values>,
}

/// The values of a qualifier: of a list, or any word.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Values {
    OneOf(Vec<String>),
    /// `"word"`.
    Any(String),
}

/// A table, or the tables of all languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// Path below `data/`; `*` stands for the code of a language, `{a,b}` for one of several names.
    file: String,
    about: String,
    /// Whether it holds names, of which no two entities may share one.
    #[serde(default)]
    names_of: bool,
    #[serde(rename = "column")]
    columns: Vec<Column>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    name: String,
    about: String,
    one_of: Option<String>,
    refers_to: Option<String>,
    fits: Option<String>,
    #[serde(default)]
    unique: bool,
    #[serde(default)]
    may_be_empty: bool,
    #[serde(default)]
    optional: bool,
}

/// All slips in the tables of a folder, in the order of its files and lines.
#[must_use]
pub fn slips(data: &Data) -> Vec<DataError> {
    let mut check = Check { data, slips: Vec::new(), codes: FxHashMap::default() };
    for file in data.files().filter(|file| is_table(file)) {
        match SCHEMA.tables.iter().find(|table| table.covers(file)) {
            Some(table) => check.table(file, table),
            None => check.slip(file, 0, "no table of this name is known: see README.md beside schema.toml".to_owned()),
        }
    }
    for table in SCHEMA.tables.iter().filter(|table| table.is_needed()) {
        for file in table.files() {
            if !data.has(&file) {
                check.slips.push(DataError::Missing { file });
            }
        }
    }
    // Only where both tables are there and well-formed is it asked whether they are a grammar.
    if check.slips.is_empty() {
        check.slips.extend(data.check_symbols().err());
    }
    check.slips
}

fn is_table(file: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, ending)| ending == "csv")
}

/// `data/README.md`: the tables and their columns, made from the schema.
#[must_use]
pub fn readme() -> String {
    let mut text = String::from(
        "# The data\n\nMade from `schema.toml` by `rapporteur data readme`; `rapporteur data check DIR` checks a folder against it. \
         Rows that begin with `#` are remarks.\n",
    );
    for table in &SCHEMA.tables {
        text.push_str(&format!("\n## `{}`\n\n{}\n\n| column | what it is | what it may say |\n|---|---|---|\n", table.file, table.about));
        for column in &table.columns {
            text.push_str(&format!("| `{}` | {} | {} |\n", column.name, column.about, column.says()));
        }
    }
    text.push_str("\n## Relations of cues\n\n| relation | slots | qualifiers |\n|---|---|---|\n");
    for (name, relation) in &SCHEMA.relations {
        let slots: Vec<String> = relation.slots.iter().map(|slot| format!("`{{{slot}}}`")).collect();
        let qualifiers: Vec<String> = relation.qualifiers.iter().map(|(key, values)| format!("`{key}` {}", values.names())).collect();
        text.push_str(&format!("| `{name}` | {} | {} |\n", slots.join(" "), qualifiers.join("; ")));
    }
    text
}

impl Values {
    fn names(&self) -> String {
        match self {
            Self::OneOf(values) => format!("({})", values.join(", ")),
            Self::Any(what) => format!("(a {what})"),
        }
    }

    fn allow(&self, value: &str) -> bool {
        match self {
            Self::OneOf(values) => values.iter().any(|v| v == value),
            Self::Any(_) => !value.is_empty(),
        }
    }
}

impl Table {
    /// The files that it stands for.
    fn files(&self) -> Vec<String> {
        if let Some((before, after)) = self.file.split_once('*') {
            return Language::ALL.iter().map(|l| format!("{before}{}{after}", l.code())).collect();
        }
        match self.file.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
            Some((before, (names, after))) => names.split(',').map(|name| format!("{before}{name}{after}")).collect(),
            None => vec![self.file.clone()],
        }
    }

    fn covers(&self, file: &str) -> bool {
        self.files().iter().any(|f| f == file)
    }

    /// Named pieces are a convenience: a language may do without.
    fn is_needed(&self) -> bool {
        !self.file.ends_with("phrases.csv")
    }
}

impl Column {
    /// What it may say, for the README.
    fn says(&self) -> String {
        let mut all = Vec::new();
        if let Some(list) = &self.one_of {
            all.push(match SCHEMA.lists.get(list) {
                Some(values) => values.iter().map(|v| format!("`{v}`")).collect::<Vec<_>>().join(", "),
                None => format!("one of the {list}"),
            });
        }
        all.extend(
            self.refers_to.iter().map(|file| if file == "same" { "a code of its table".to_owned() } else { format!("a code of `{file}`") }),
        );
        all.extend(self.fits.iter().map(|shape| format!("`{}`", shape.replace('|', "\\|"))));
        all.extend(self.unique.then(|| "no two rows the same".to_owned()));
        all.extend(self.optional.then(|| "may be left out".to_owned()));
        all.extend((self.may_be_empty && !self.optional).then(|| "may be empty".to_owned()));
        all.join("; ")
    }
}

struct Check<'d> {
    data: &'d Data,
    slips: Vec<DataError>,
    /// Codes of the tables that others refer to.
    codes: FxHashMap<String, FxHashSet<String>>,
}

impl Check<'_> {
    fn slip(&mut self, file: &str, line: u64, message: String) {
        self.slips.push(DataError::Row { file: file.to_owned(), line, message });
    }

    fn table(&mut self, file: &str, table: &Table) {
        let (header, rows) = match self.data.all(file) {
            Ok(all) => all,
            Err(error) => return self.slips.push(error),
        };
        let Some(columns) = self.columns(file, table, &header) else { return };
        for (at, column) in columns.iter().enumerate() {
            self.column(file, column, at, &rows);
        }
        for row in rows.iter().filter(|row| row.fields.len() > header.len()) {
            self.slip(file, row.line, format!("{} fields in a table of {} columns", row.fields.len(), header.len()));
        }
        if table.names_of {
            self.shared_names(file, &rows);
        }
        if columns.iter().any(|column| column.one_of.as_deref() == Some("relations")) {
            self.cues(file, &rows);
        }
    }

    /// The columns of a table by its header; nothing where it is another table's.
    fn columns<'t>(&mut self, file: &str, table: &'t Table, header: &[String]) -> Option<Vec<&'t Column>> {
        let mut columns = Vec::new();
        let mut names = header.iter().peekable();
        for column in &table.columns {
            if names.peek().is_some_and(|name| **name == column.name) {
                names.next();
                columns.push(column);
            } else if !column.optional {
                break;
            }
        }
        let needed = table.columns.iter().filter(|c| !c.optional).count();
        let whole = names.next().is_none() && columns.iter().filter(|c| !c.optional).count() == needed;
        if !whole {
            let all: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
            self.slip(file, 1, format!("the header must be {}", all.join(",")));
        }
        whole.then_some(columns)
    }

    fn column(&mut self, file: &str, column: &Column, at: usize, rows: &[Row]) {
        let shape = column.fits.as_ref().and_then(|shape| Regex::new(&format!("^(?:{shape})$")).ok());
        let refers = column.refers_to.as_ref().map(|to| if to == "same" { file.replace(".names", "") } else { to.clone() });
        if let Some(to) = &refers {
            self.gather_codes(to);
        }
        let mut seen: FxHashMap<&str, u64> = FxHashMap::default();
        for row in rows {
            let value = row.fields.get(at).map_or("", String::as_str);
            let name = &column.name;
            let found = match value {
                "" if column.may_be_empty || column.optional => None,
                "" => Some(format!("`{name}` is empty")),
                value if value.trim() != value && name != "form" && name != "template" => Some(format!("`{name}` has spaces around it")),
                value => self
                    .not_listed(column, value)
                    .or_else(|| shape.as_ref().filter(|s| !s.is_match(value)).map(|s| format!("`{value}` is no {name}: it must fit {s}")))
                    .or_else(|| {
                        let to = refers.as_ref().filter(|to| !self.codes.get(*to).is_some_and(|codes| codes.contains(value)))?;
                        Some(format!("`{value}` has no row in {to}"))
                    })
                    .or_else(|| {
                        let first = seen.insert(value, row.line).filter(|_| column.unique)?;
                        Some(format!("`{value}` stands in line {first} already"))
                    }),
            };
            if let Some(message) = found {
                self.slip(file, row.line, message);
            }
        }
    }

    fn not_listed(&self, column: &Column, value: &str) -> Option<String> {
        let list = column.one_of.as_deref()?;
        let known: Vec<&str> = match list {
            "relations" => SCHEMA.relations.keys().map(String::as_str).collect(),
            "languages" => Language::ALL.iter().map(|l| l.code()).collect(),
            list => SCHEMA.lists.get(list).map_or(Vec::new(), |values| values.iter().map(String::as_str).collect()),
        };
        if known.contains(&value) {
            return None;
        }
        let near = known.iter().min_by_key(|k| distance(k, value)).filter(|k| distance(k, value) <= 2);
        let hint = near.map_or_else(|| format!("there are {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
        Some(format!("`{value}` is no {}: {hint}", column.name))
    }

    fn gather_codes(&mut self, file: &str) {
        if !self.codes.contains_key(file) {
            let rows = self.data.all(file).map_or_else(|_| Vec::new(), |(_, rows)| rows);
            let codes = rows.into_iter().filter_map(|row| row.fields.into_iter().next()).collect();
            self.codes.insert(file.to_owned(), codes);
        }
    }

    /// One name, two entities: which is meant could only be guessed.
    fn shared_names(&mut self, file: &str, rows: &[Row]) {
        let mut seen: FxHashMap<(&str, &str), (&str, u64)> = FxHashMap::default();
        for row in rows {
            let [code, language, _, name, ..] = row.fields.as_slice() else { continue };
            let (first, line) = *seen.entry((language, name)).or_insert((code, row.line));
            if first != code {
                self.slip(file, row.line, format!("`{name}` names {code} here and {first} in line {line}"));
            }
        }
    }

    fn cues(&mut self, file: &str, rows: &[Row]) {
        let pieces = file.replace("cues.csv", "phrases.csv");
        let named = NamedPieces::load(self.data, &pieces).unwrap_or_default();
        for row in rows {
            let Some(relation) = row.fields.first().and_then(|name| SCHEMA.relations.get(name)) else { continue };
            for slot in row.fields.get(1).and_then(|t| named.parse(t).ok()).iter().flat_map(|pieces| template::slots(pieces)) {
                if !relation.slots.contains(&slot) {
                    self.slip(file, row.line, format!("{} has no slot {{{slot}}}: {}", row.fields[0], relation.slots.join(", ")));
                }
            }
            let pairs = row.fields.get(2).map_or("", String::as_str).split(';').map(str::trim).filter(|pair| !pair.is_empty());
            for pair in pairs {
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                match relation.qualifiers.get(key) {
                    None => {
                        let known: Vec<&str> = relation.qualifiers.keys().map(String::as_str).collect();
                        self.slip(file, row.line, format!("{} has no qualifier `{key}`: there are {}", row.fields[0], known.join(", ")));
                    }
                    Some(values) if !values.allow(value) => {
                        self.slip(file, row.line, format!("`{value}` is no value of `{key}`: there are {}", values.names()));
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    crate::model::spelling::edit_distance(&a, &b)
}
