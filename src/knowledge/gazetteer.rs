//! States, organisations, instruments, posts, places and languages: their codes and their names in six languages.

use super::table::{Data, DataError, Row};
use crate::model::{Entity, Kind, Language};
use crate::symbol::{Body, Parts, Series};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What a table of names names.
pub const TABLES: [(&str, Kind); 7] = [
    ("states", Kind::State),
    ("organisations", Kind::Organisation),
    ("instruments", Kind::Instrument),
    ("posts", Kind::Post),
    ("places", Kind::Place),
    ("groups", Kind::Group),
    ("tongues", Kind::Tongue),
];

/// How a name is used: the first two are labels, the others are only recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    Name,
    Formal,
    Short,
    Alias,
    Inflected,
}

/// One name of one entity in one language.
#[derive(Debug, Clone)]
pub struct NameRow {
    pub entity: Entity,
    pub language: Language,
    pub form: Form,
    /// As printed in labels.
    pub name: String,
    /// Organisation that must have been named before this name stands for the entity.
    pub needs: Option<Arc<str>>,
}

/// A row of a table of entities.
#[derive(Debug, Clone)]
pub struct EntityRow {
    pub entity: Entity,
    /// The table's second column: kind of organisation, status of a state, kind of instrument.
    pub kind: String,
    /// Codes in other systems, by column name.
    pub codes: Vec<(String, String)>,
}

/// The post at the head of the Secretariat, and whose it is.
const SECRETARY: &str = "secretary-general";
const UNITED_NATIONS: &str = "UN";

#[derive(Debug, Default)]
pub struct Gazetteer {
    pub entities: Vec<EntityRow>,
    pub names: Arc<[NameRow]>,
    by_entity: FxHashMap<Entity, usize>,
    /// Last Security Council resolution of each year, in order.
    council_years: Vec<(u32, u32)>,
    /// The organ whose meetings are called an organisation's summits.
    summits: FxHashMap<String, String>,
    /// Posts that only one organisation has, with the organisation.
    holders: FxHashMap<String, String>,
}

impl Gazetteer {
    pub fn load(data: &Data) -> Result<Self, DataError> {
        let mut gazetteer = Self::default();
        gazetteer.load_entities(data, "states", Kind::State, &["code", "status", "iso2", "m49", "cow", "wikidata", "source"])?;
        gazetteer.load_entities(data, "organisations", Kind::Organisation, &["code", "kind", "wikidata", "source"])?;
        gazetteer.load_entities(data, "instruments", Kind::Instrument, &["code", "kind", "wikidata", "unts", "source"])?;
        gazetteer.load_entities(data, "posts", Kind::Post, &["code", "scope", "holder", "source"])?;
        gazetteer.load_entities(data, "places", Kind::Place, &["code", "wikidata", "source"])?;
        gazetteer.load_entities(data, "groups", Kind::Group, &["code", "source"])?;
        let mut names = Vec::new();
        for (table, kind) in TABLES {
            gazetteer.load_names(data, table, kind, &mut names)?;
        }
        gazetteer.names = names.into();
        for row in data.rows("gazetteers/summits.csv", &["organisation", "organ", "source"])? {
            gazetteer.summits.insert(row.fields[0].clone(), row.fields[1].clone());
        }
        let file = "gazetteers/council_years.csv";
        for row in data.rows(file, &["year", "last"])? {
            let number = |i: usize| row.fields[i].parse().map_err(|_| fail(file, &row, "year and last must be numbers".to_owned()));
            gazetteer.council_years.push((number(1)?, number(0)?));
        }
        gazetteer.council_years.sort_unstable();
        Ok(gazetteer)
    }

    /// Whether it is a body whose resolutions have a series of symbols.
    #[must_use]
    pub fn passes_resolutions(&self, body: &Entity) -> bool {
        body.kind == Kind::Organisation && Body::named(&body.key).is_some_and(Body::passes_resolutions)
    }

    /// Whether a president presides over it, whatever a language calls the post.
    #[must_use]
    pub fn has_president(&self, body: &Entity) -> bool {
        body.kind == Kind::Organisation && Body::named(&body.key).is_some_and(Body::is_council_or_assembly)
    }

    /// The body in whose series a resolution is.
    #[must_use]
    pub fn body_of(&self, resolution: &Entity) -> Option<Entity> {
        let parts = Parts::of(&resolution.key);
        parts.body.filter(|_| parts.series == Series::Resolution).map(|body| Entity::organisation(body.code()))
    }

    /// The organ that meets as an organisation's summit.
    #[must_use]
    pub fn summit_of(&self, organisation: &Entity) -> Option<Entity> {
        self.summits.get(&*organisation.key).map(|organ| Entity::new(Kind::Organisation, organ.as_str()))
    }

    /// The organisation whose post it is wherever it is named, where no other has such a post.
    #[must_use]
    pub fn holder_of(&self, post: &str) -> Option<Entity> {
        self.holders.get(post).map(|organisation| Entity::organisation(organisation))
    }

    /// The year in which the Security Council adopted a resolution, as far as the table reaches.
    #[must_use]
    pub fn council_year(&self, number: u32) -> Option<u32> {
        let at = self.council_years.partition_point(|&(last, _)| last < number);
        self.council_years.get(at).map(|&(_, year)| year).filter(|_| number > 0)
    }

    /// The organisation whose secretary-general a document of this organ means: its chief officer has the post that the
    /// series of its symbols belong to.
    #[must_use]
    pub fn secretary_of(&self, organ: &Entity, post: &str) -> Option<Entity> {
        (post == SECRETARY && self.is_principal(organ)).then(|| Entity::organisation(UNITED_NATIONS))
    }

    /// Whether it is a principal organ of the United Nations.
    #[must_use]
    pub fn is_principal(&self, organ: &Entity) -> bool {
        self.kind_of(organ) == "principal-organ" || &*organ.key == UNITED_NATIONS
    }

    fn load_entities(&mut self, data: &Data, table: &str, kind: Kind, columns: &[&str]) -> Result<(), DataError> {
        let file = format!("gazetteers/{table}.csv");
        let holder = columns.iter().position(|column| *column == "holder");
        for row in data.rows(&file, columns)? {
            let entity = Entity::new(kind, row.fields[0].as_str());
            if self.by_entity.insert(entity.clone(), self.entities.len()).is_some() {
                return Err(fail(&file, &row, format!("`{}` stands in the table twice", entity.key)));
            }
            let described = matches!(columns[1], "kind" | "status" | "scope");
            let codes = columns.iter().zip(&row.fields).skip(1 + usize::from(described));
            let codes = codes.filter(|(c, v)| !matches!(**c, "source" | "holder") && !v.is_empty());
            let codes = codes.map(|(c, v)| ((*c).to_owned(), v.clone())).collect();
            let kind = if described { row.fields[1].clone() } else { String::new() };
            if let Some(holder) = holder.map(|i| &row.fields[i]).filter(|holder| !holder.is_empty()) {
                self.holders.insert(entity.key.to_string(), holder.clone());
            }
            self.entities.push(EntityRow { entity, kind, codes });
        }
        Ok(())
    }

    fn load_names(&self, data: &Data, table: &str, kind: Kind, names: &mut Vec<NameRow>) -> Result<(), DataError> {
        let file = format!("gazetteers/{table}.names.csv");
        let with_needs = kind == Kind::Organisation;
        let columns: &[&str] =
            if with_needs { &["code", "language", "form", "name", "needs"] } else { &["code", "language", "form", "name"] };
        for row in data.rows(&file, columns)? {
            let entity = Entity::new(kind, row.fields[0].as_str());
            if kind != Kind::Tongue && !self.by_entity.contains_key(&entity) {
                return Err(fail(&file, &row, format!("`{}` has no row in {table}.csv", entity.key)));
            }
            let language = Language::from_code(&row.fields[1])
                .filter(|_| row.fields[1].len() == 2)
                .ok_or_else(|| fail(&file, &row, format!("`{}` is none of ar, en, es, fr, ru, zh", row.fields[1])))?;
            let form = form(&row.fields[2]).ok_or_else(|| fail(&file, &row, format!("`{}` is no form of name", row.fields[2])))?;
            let name = row.fields[3].clone();
            if name.trim().is_empty() || name.trim() != name {
                return Err(fail(&file, &row, "the name is empty or has spaces around it".to_owned()));
            }
            let needs = row.fields.get(4).filter(|n| !n.is_empty()).map(|n| Arc::from(n.as_str()));
            names.push(NameRow { entity, language, form, name, needs });
        }
        Ok(())
    }

    /// Adds a code of another system to an entity; false where there is no such entity, or it has one.
    pub fn link(&mut self, entity: &Entity, system: &str, value: &str) -> bool {
        let Some(&at) = self.by_entity.get(entity) else { return false };
        let codes = &mut self.entities[at].codes;
        let is_new = codes.iter().all(|(known, _)| known != system);
        if is_new {
            codes.push((system.to_owned(), value.to_owned()));
        }
        is_new
    }

    #[must_use]
    pub fn entity(&self, entity: &Entity) -> Option<&EntityRow> {
        self.by_entity.get(entity).map(|&i| &self.entities[i])
    }

    /// Kind of an organisation or instrument (`regional-organisation`, `rules`); empty where unknown.
    #[must_use]
    pub fn kind_of(&self, entity: &Entity) -> &str {
        self.entity(entity).map_or("", |row| &row.kind)
    }
}

fn form(text: &str) -> Option<Form> {
    match text {
        "name" => Some(Form::Name),
        "formal" => Some(Form::Formal),
        "short" => Some(Form::Short),
        "alias" | "feminine" => Some(Form::Alias),
        "inflected" => Some(Form::Inflected),
        _ => None,
    }
}

fn fail(file: &str, row: &Row, message: String) -> DataError {
    DataError::Row { file: file.to_owned(), line: row.line, message }
}
