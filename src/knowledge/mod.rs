//! What the program knows without reading a document: names and codes, and how each language says things.
//! All of it is data (`data/`), embedded in the binary and overridable by `--data DIR`. It holds names, codes and
//! links, never facts about the world.

pub mod actions;
pub mod alternatives;
mod capitals;
pub mod clauses;
pub mod cues;
pub mod dates;
mod edges;
pub mod gazetteer;
pub mod headings;
pub mod layout;
pub mod links;
pub mod lists;
mod longest;
pub mod mandates;
pub mod manners;
pub mod matcher;
pub mod names;
pub mod numerals;
pub mod pattern;
pub mod phrases;
pub mod references;
pub mod relations;
pub mod schema;
pub mod slots;
pub mod states;
pub mod table;
pub mod template;
pub mod transliteration;
pub mod words;

use crate::model::Language;
use actions::Actions;
use gazetteer::Gazetteer;
use names::Names;
use phrases::Phrases;
use std::sync::OnceLock;
use table::{Data, DataError};

/// Everything the recognisers and extractors look up; read-only and shared by all threads.
#[derive(Debug)]
pub struct Knowledge {
    pub gazetteer: Gazetteer,
    /// Subject headings with their codes in other systems.
    pub subjects: links::Subjects,
    pub names: Names,
    /// Letters of all languages in Latin ones.
    letters: Vec<(String, String)>,
    states: OnceLock<states::StateNames>,
    /// Loaded when a text first needs them: most runs read one language or two.
    languages: [OnceLock<LanguageRules>; Language::ALL.len()],
    /// Relations that one sentence says.
    pub relations: Vec<relations::Relation>,
    data: Data,
    /// Digest of all data files: facts found with other data are found anew.
    pub digest: String,
}

/// How one language says things.
#[derive(Debug)]
pub struct LanguageRules {
    pub language: Language,
    pub settings: Settings,
    pub numerals: numerals::Numerals,
    pub dates: dates::DatePatterns,
    pub layout: layout::LayoutPatterns,
    pub references: references::ReferenceWords,
    pub lists: lists::ListWords,
    pub headings: headings::HeadingWords,
    pub manners: manners::Manners,
    pub clauses: clauses::Clauses,
    /// How a body asks and gives mandates, and the groups that it addresses.
    pub mandates: mandates::MandateWords,
    pub cues: cues::Cues,
    /// Beginnings of paragraphs, in lower case, with the action they announce.
    pub actions: Actions,
    /// Words that point back.
    pub deixis: Phrases<Option<crate::model::Deixis>>,
    /// Forms of address; the flag is set where they stand before the name.
    pub titles: Phrases<bool>,
    /// Titles in title marks that are only the last word of an instrument's name.
    pub short_titles: Vec<String>,
}

/// `language.toml`: what is one value for the whole language.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// English name, for messages.
    pub name: String,
    /// Characters that end a sentence.
    pub sentence_end: String,
    /// What stands between the members of a list.
    pub list_separators: Vec<String>,
    /// Words that may stand before a name and belong to it in a list (articles, particles).
    #[serde(default)]
    pub articles: Vec<String>,
    /// Forms of address that stand before a person's name.
    #[serde(default)]
    pub titles_before: Vec<String>,
    /// Forms of address that stand after a person's name.
    #[serde(default)]
    pub titles_after: Vec<String>,
    /// Small words inside a person's name (de, van, bin).
    #[serde(default)]
    pub name_particles: Vec<String>,
    /// Characters that transliterated foreign names are written with, where names are not marked by capitals.
    #[serde(default)]
    pub name_characters: String,
    /// Nouns that end the name of an event.
    #[serde(default)]
    pub event_nouns: Vec<String>,
    /// Words in which a name stands without being meant (an Assembly inside a national assembly).
    #[serde(default)]
    pub compounds: Vec<String>,
    /// Names that are other words too: they count where one of `before_homographs` stands before them, at the beginning
    /// of a sentence, alone in brackets, or in a list of States.
    #[serde(default)]
    pub homographs: Vec<String>,
    #[serde(default)]
    pub before_homographs: Vec<String>,
    /// Words before a post, or behind it, that make it another post (Deputy, Vice-; elect).
    #[serde(default)]
    pub post_heads: Vec<String>,
    #[serde(default)]
    pub post_tails: Vec<String>,
    /// Whether a post before a name is written with a capital.
    #[serde(default)]
    pub posts_in_capitals: bool,
    /// Articles between a name and the post behind it.
    #[serde(default)]
    pub post_articles: Vec<String>,
    /// Words between a post and what it is for.
    #[serde(default)]
    pub portfolios: Vec<String>,
    /// Ranks that stand before a name or behind it and are no part of it.
    #[serde(default)]
    pub ranks: Vec<String>,
    /// Words that no name of a person contains, where names are not marked by capitals.
    #[serde(default)]
    pub not_in_names: Vec<String>,
    /// Letters of the language in Latin ones.
    #[serde(default)]
    pub transliteration: Vec<(String, String)>,
    /// Endings of names after forms of address in a case other than the nominative: form, ending, ending of the nominative.
    #[serde(default)]
    pub declensions: Vec<(Vec<String>, String, String)>,
    /// Words that end what stands before the name of an event and is no part of it: presided over by, held at.
    #[serde(default)]
    pub event_breaks: Vec<String>,
    /// Characters that no name of an event begins with.
    #[serde(default)]
    pub particles: String,
    /// Nouns that end the name of an organ of an organisation.
    #[serde(default)]
    pub organ_nouns: Vec<String>,
    /// Characters that no organ's name contains: particles and conjunctions.
    #[serde(default)]
    pub organ_breaks: String,
    /// Verbs that make a clause of what stands between an organisation and a noun of organs.
    #[serde(default)]
    pub organ_verbs: Vec<String>,
    /// Letters written before a word without a space (Arabic conjunctions and prepositions).
    #[serde(default)]
    pub clitics: String,
    /// Pairs of opening and closing marks around titles of documents.
    pub title_marks: Vec<(String, String)>,
    /// Words that change nothing in the action of a paragraph: also, once again, in this regard.
    #[serde(default)]
    pub fillers: Vec<String>,
    /// Words that join a post to whose it is, behind it; an empty one where the case of the word does.
    #[serde(default)]
    pub genitives: Vec<String>,
    /// Whether whose post it is stands before the post.
    #[serde(default)]
    pub holder_first: bool,
    /// Nouns for what speaks for a State: its mission, its government.
    #[serde(default)]
    pub missions: Vec<String>,
    /// Words between a post, its holder and where it is accredited, beside articles and genitives.
    #[serde(default)]
    pub mission_links: Vec<String>,
    /// Words between a person and the other post in which the person acts: in his capacity as.
    #[serde(default)]
    pub in_capacity: Vec<String>,
    /// Words that make the statement around them no plain fact (hoped for, denied, conditional, future).
    #[serde(default)]
    pub unreal: Vec<String>,
}

impl Knowledge {
    /// Loads the embedded data, or a folder of the same structure.
    pub fn load(folder: Option<&std::path::Path>) -> Result<Self, DataError> {
        let data = Data::open(folder)?;
        if !data.is_embedded() {
            let slips = schema::slips(&data);
            if !slips.is_empty() {
                return Err(DataError::Slips(slips));
            }
            data.install_symbols()?;
        }
        let mut gazetteer = Gazetteer::load(&data)?;
        let subjects = links::load(&data, &mut gazetteer)?;
        let settings = Language::ALL.iter().map(|&l| Settings::load(&data, l)).collect::<Result<Vec<_>, DataError>>()?;
        let letters = settings.iter().flat_map(|settings| settings.transliteration.iter().cloned()).collect();
        let words = words::Words::load(&data, gazetteer.names.clone())?;
        let names = Names::new(gazetteer.names.clone(), settings, words);
        let relations = relations::load(&data)?;
        let digest = data.digest();
        let states = OnceLock::new();
        let knowledge = Self { gazetteer, subjects, names, letters, states, languages: Default::default(), relations, data, digest };
        // A user's rows are read at once, so that what is wrong with them is said before anything is done.
        if !knowledge.data.is_embedded() {
            for language in Language::ALL {
                let rules = LanguageRules::load(&knowledge.data, language, &knowledge.gazetteer)?;
                drop(knowledge.languages[language.index()].set(rules));
            }
        }
        Ok(knowledge)
    }

    /// States as lists of votes print them; put together for the first file that has such lists.
    pub fn states(&self) -> &states::StateNames {
        self.states.get_or_init(|| states::StateNames::build(&self.gazetteer, &self.rules(Language::En).settings.articles))
    }

    /// A name in Latin letters, as the last part of a key.
    #[must_use]
    pub fn latin_key(&self, name: &str) -> String {
        transliteration::key(name, &self.letters)
    }

    #[must_use]
    pub fn rules(&self, language: Language) -> &LanguageRules {
        let load = || LanguageRules::load(&self.data, language, &self.gazetteer);
        self.languages[language.index()]
            .get_or_init(|| load().unwrap_or_else(|error| unreachable!("the tests load every language: {error}")))
    }
}

impl Settings {
    /// Whether what stands between a post and a name behind it says that the post is theirs.
    #[must_use]
    pub fn joins_holder(&self, between: &str) -> bool {
        between.starts_with(' ') && self.genitives.iter().any(|word| word == between.trim())
    }

    /// Whether a text begins with what joins the members of a list.
    #[must_use]
    pub fn begins_with_separator(&self, text: &str) -> bool {
        let text = text.trim_start();
        self.list_separators.iter().any(|separator| {
            // One that no space goes before is written onto the next word.
            let ends_word = |rest: &str| rest.starts_with(' ') || !separator.starts_with(' ');
            text.strip_prefix(separator.trim()).is_some_and(ends_word)
        })
    }

    /// Whether a text ends with such a word.
    #[must_use]
    pub fn ends_in_genitive(&self, text: &str) -> bool {
        let ends = |word: &str| text.trim_end().strip_suffix(word).is_some_and(|rest| rest.ends_with(' ') || word.is_empty());
        self.genitives.iter().any(|word| ends(word))
    }

    fn load(data: &Data, language: Language) -> Result<Self, DataError> {
        let mut settings: Self = data.toml(&format!("languages/{}/language.toml", language.code()))?;
        // Compared with texts, which are folded.
        let people = [&mut settings.titles_before, &mut settings.titles_after, &mut settings.ranks, &mut settings.not_in_names];
        for words in people.into_iter().chain([&mut settings.portfolios, &mut settings.post_articles]) {
            words.iter_mut().for_each(|word| *word = crate::normalise::fold_line(word));
        }
        // The longest form counts: a permanent observer mission is more than a permanent mission.
        settings.missions.sort_by_key(|form| std::cmp::Reverse(form.len()));
        Ok(settings)
    }
}

impl LanguageRules {
    fn load(data: &Data, language: Language, gazetteer: &Gazetteer) -> Result<Self, DataError> {
        let settings = Settings::load(data, language)?;
        let file = |name: &str| format!("languages/{}/{name}", language.code());
        let named = template::NamedPieces::load(data, &file("phrases.csv"))?;
        let numerals = numerals::Numerals::load(data, &file("numerals.csv"))?;
        let dates = dates::DatePatterns::load(data, &file("dates.csv"), &numerals)?;
        let layout = layout::LayoutPatterns::load(data, language, &settings, &dates, &named)?;
        let lists = lists::ListWords::load(data, &file("lists.csv"))?;
        let short: Vec<&str> = lists.short_names().collect();
        let references = references::ReferenceWords::load(data, &file("references.csv"), &short, language)?;
        let headings = headings::HeadingWords::load(data, &file("headings.csv"))?;
        let manners = manners::Manners::load(data, &file("manners.csv"), language)?;
        let clauses = clauses::Clauses::load(data, &file("clauses.csv"), language.is_unspaced(), &settings.clitics)?;
        let mandates = mandates::MandateWords::load(data, &file("mandates.csv"), gazetteer, language)?;
        let cues = cues::Cues::load(data, &file("cues.csv"), &settings, &named)?;
        let actions = Actions::load(data, &file("actions.csv"), &settings.fillers)?;
        let before = settings.titles_before.iter().map(|t| (crate::normalise::fold_line(t), true));
        let after = settings.titles_after.iter().map(|t| (crate::normalise::fold_line(t), false));
        let titles = Phrases::new(before.chain(after).collect());
        let (deixis, short_titles) = load_deixis(data, &file("deixis.csv"))?;
        Ok(Self {
            language,
            settings,
            numerals,
            dates,
            layout,
            references,
            lists,
            headings,
            manners,
            clauses,
            mandates,
            cues,
            actions,
            deixis,
            titles,
            short_titles,
        })
    }
}

type DeixisTables = (Phrases<Option<crate::model::Deixis>>, Vec<String>);

fn load_deixis(data: &Data, file: &str) -> Result<DeixisTables, DataError> {
    use crate::model::Deixis as D;
    let (mut words, mut short_titles) = (Vec::new(), Vec::new());
    for row in data.rows(file, &["kind", "form"])? {
        let fail = |message: String| DataError::Row { file: file.to_owned(), line: row.line, message };
        let forms = alternatives::expand(&row.fields[1]).map_err(fail)?;
        let forms = forms.iter().map(|form| crate::normalise::fold_line(form));
        let kind = match row.fields[0].as_str() {
            "own-state" => Some(D::OwnState),
            "own-organisation" => Some(D::OwnOrganisation),
            "that-state" => Some(D::ThatState),
            "that-organisation" => Some(D::ThatOrganisation),
            "these-organisations" => Some(D::TheseOrganisations),
            "those-organisations" => Some(D::ThoseOrganisations),
            "that-instrument" => Some(D::ThatInstrument),
            "own-council" => Some(D::OwnCouncil),
            "own-assembly" => Some(D::OwnAssembly),
            // It begins as another row does and points to nothing: the Council of Ministers.
            "passes" => None,
            "short-title" => {
                short_titles.extend(forms);
                continue;
            }
            other => {
                return Err(fail(format!("`{other}` is no kind of pointing word")));
            }
        };
        words.extend(forms.map(|form| (form, kind)));
    }
    Ok((Phrases::new(words), short_titles))
}
