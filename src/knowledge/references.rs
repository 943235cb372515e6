//! The words with which a language cites: what a resolution is called, what may stand between the members of a list.

use super::alternatives::expand;
use super::dates::alternatives;
use super::table::{Data, DataError, Row, forms_of};
use crate::model::Language;
use crate::vocabulary::rap;
use regex::Regex;

#[derive(Debug)]
pub struct ReferenceWords {
    /// `resolution`, `decision` and the like in all their forms.
    pub triggers: Regex,
    triggers_own: Vec<String>,
    triggers_decision: Vec<String>,
    /// Possessives before a trigger: its.
    pub own: Vec<String>,
    /// What stands directly before and after a number that is cited.
    pub before_number: Vec<String>,
    pub after_number: Vec<String>,
    /// The whole text between two members of one list, or between a trigger and its first number.
    pub link: Regex,
    /// How a note begins that stands inside a sentence, where a text was made from a file with notes in place.
    notes: Vec<String>,
    /// What stands for `S-` and `ES-` before a number in this language.
    pub special_prefixes: Vec<(String, String)>,
    /// How old sessions are written here instead of in Roman numerals, with the prefix of their kind.
    pub foreign_sessions: Vec<(Regex, String)>,
    letters: Vec<(String, String)>,
    item_letters: Vec<(String, String)>,
    /// A Council resolution by its bare number: templates with `{n}`.
    pub bare: Vec<Regex>,
    /// Titles printed without marks: what announces one, then the title as group `title`.
    pub unmarked_titles: Option<Regex>,
    /// What kind of document is meant where its symbol stands in brackets after these words, or its title before them.
    pub kinds: Vec<(String, &'static str)>,
    /// Words before the day of the document whose symbol follows in brackets: of, dated.
    pub dated: Vec<String>,
    /// Longer ones before a day that is another's: as of.
    pub undated: Vec<String>,
    /// Words before a title in quotation marks: entitled.
    pub announces: Vec<String>,
    /// Words in the titles of records and collections: where a text is printed, not what is cited.
    pub publications: Vec<String>,
    /// Titles of such words alone name a kind: the joint communique, the action plan.
    generic_titles: Option<Regex>,
    /// What a committee is called beside the resolution that set it up.
    pub committees: Vec<String>,
    /// How a body is called up to the instrument in its name, and behind it: the Mission to Support the X Agreement.
    within_names: Vec<String>,
    /// What points to a council whose document it is, beside the words of `deixis.csv`.
    pub councils: Vec<String>,
    behind_names: Vec<String>,
    /// How a title without marks begins.
    pub title_begins: Vec<String>,
    /// Words that point to a text instead of naming it: this, its, the following.
    pub pointing: Vec<String>,
    /// Parts of instruments: (`Article {number}` form, its English name).
    pub provisions: Vec<(Regex, String)>,
}

/// The forms of a role, longest first; a row may write several.
fn expanded(rows: &[Row], role: &str, file: &str) -> Result<Vec<String>, DataError> {
    let mut forms = Vec::new();
    for row in rows.iter().filter(|row| row.fields[0] == role) {
        let all = expand(&row.fields[1]).map_err(|message| DataError::Row { file: file.to_owned(), line: row.line, message })?;
        forms.extend(all.iter().map(|form| crate::normalise::fold_line(form)));
    }
    forms.sort_by_key(|form: &String| std::cmp::Reverse(form.len()));
    Ok(forms)
}

impl ReferenceWords {
    pub fn load(data: &Data, file: &str, short: &[&str], _language: Language) -> Result<Self, DataError> {
        let rows = data.rows(file, &["role", "form", "value"])?;
        let of = |role: &str| forms_of(&rows, role);
        let compile = |expression: String| {
            Regex::new(&expression).map_err(|e| DataError::Row { file: file.to_owned(), line: 0, message: e.to_string() })
        };
        let mut triggers: Vec<String> = [of("resolution"), of("decision"), of("own-resolution")].concat();
        triggers.extend(short.iter().map(|&form| form.to_owned()));
        triggers.sort_by_key(|f| std::cmp::Reverse(f.len()));
        let triggers = compile(alternatives(triggers.iter().map(String::as_str)))?;
        let link = compile(format!("^(?:[\\s,]|{})*$", alternatives(of("link").iter().map(String::as_str))))?;
        let pairs = |role: &str| -> Vec<(String, String)> {
            let of_role = rows.iter().filter(|r| r.fields[0] == role);
            let mut pairs: Vec<_> = of_role.map(|r| (crate::normalise::fold_line(&r.fields[1]), r.fields[2].clone())).collect();
            pairs.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
            pairs
        };
        let unmarked_titles = unmarked_titles(&of("title-after"), &of("title-begins"), &of("title-noun")).map(compile).transpose()?;
        let generic = of("title-generic");
        let generic = (!generic.is_empty()).then(|| format!("^(?:{})+$", alternatives(generic.iter().map(String::as_str))));
        let letters = pairs("letter");
        let letter_names = alternatives(letters.iter().map(|(form, _)| form.as_str()));
        let NumberForms { provisions, foreign_sessions, bare } = number_forms(&rows, file, &letter_names)?;
        Ok(Self {
            triggers,
            triggers_own: of("own-resolution"),
            triggers_decision: of("decision"),
            own: of("own"),
            before_number: of("before-number"),
            after_number: of("after-number"),
            link,
            notes: of("note"),
            special_prefixes: pairs("special"),
            foreign_sessions,
            letters,
            item_letters: pairs("item-letter"),
            bare,
            kinds: kinds(&pairs("kind")).map_err(|name| DataError::Row {
                file: file.to_owned(),
                line: 0,
                message: format!("`{name}` is no kind of document"),
            })?,
            dated: of("dated"),
            undated: of("undated"),
            announces: of("announces"),
            publications: of("publication"),
            generic_titles: generic.map(compile).transpose()?,
            committees: expanded(&rows, "committee", file)?,
            councils: expanded(&rows, "council", file)?,
            within_names: expanded(&rows, "within-name", file)?,
            behind_names: expanded(&rows, "behind-name", file)?,
            title_begins: of("title-begins"),
            unmarked_titles,
            pointing: of("pointing"),
            provisions,
        })
    }

    /// A stretch between two citations without the note in it: from the note's first word to its last full stop.
    #[must_use]
    pub fn without_note<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
        let begins = self.notes.iter().filter_map(|n| text.find(n.as_str())).min();
        let ends = text.rfind(['.', '\u{3002}']).map(|i| i + text[i..].chars().next().map_or(1, char::len_utf8));
        match (begins, ends) {
            (Some(begin), Some(end)) if begin < end => {
                format!("{} {}", text[..begin].trim_end_matches('('), text[end..].trim_start_matches(')')).into()
            }
            _ => text.into(),
        }
    }

    /// Whether a name at a place is but a part of that of a body.
    #[must_use]
    pub fn is_within_name(&self, text: &str, start: usize, end: usize, articles: &[String]) -> bool {
        let before = text[..start].trim_end();
        let bare = articles.iter().find_map(|article| before.strip_suffix(article.as_str())).unwrap_or(before).trim_end();
        self.within_names.iter().any(|form| [before, bare].iter().any(|lead| lead.ends_with(form.trim_end())))
            || self.behind_names.iter().any(|form| text[end..].starts_with(form.as_str()))
    }

    /// Whether a word begins a note that stands inside a sentence.
    #[must_use]
    pub fn is_note(&self, word: &str) -> bool {
        self.notes.iter().any(|note| note.to_lowercase() == word.to_lowercase())
    }

    /// Whether a title says only what kind of text it is: whose, only the text before can tell.
    #[must_use]
    pub fn is_generic_title(&self, title: &str) -> bool {
        self.generic_titles.as_ref().is_some_and(|generic| generic.is_match(title))
    }

    /// The Latin letter that a part of a resolution is called by here.
    #[must_use]
    pub fn letter(&self, form: &str) -> Option<&str> {
        self.letters.iter().find(|(f, _)| f == form).map(|(_, letter)| letter.as_str())
    }

    /// The name of a letter that a text begins with: its length, and the Latin letter.
    #[must_use]
    pub fn letter_at(&self, text: &str) -> Option<(usize, &str)> {
        self.letters.iter().find(|(form, _)| text.starts_with(form.as_str())).map(|(form, letter)| (form.len(), letter.as_str()))
    }

    /// The Latin letters of an agenda sub-item: other alphabets number in their own order or write look-alikes.
    #[must_use]
    pub fn item(&self, number: &str) -> String {
        let latin = |c: char| self.item_letters.iter().find(|(form, _)| form.starts_with(c)).map_or(c.to_string(), |(_, l)| l.clone());
        number.chars().map(latin).collect()
    }

    #[must_use]
    pub fn is_own(&self, trigger: &str) -> bool {
        self.triggers_own.iter().any(|t| t == trigger)
    }

    #[must_use]
    pub fn is_decision(&self, trigger: &str) -> bool {
        self.triggers_decision.iter().any(|t| t == trigger)
    }
}

/// Forms of numbers that a row spells out.
#[derive(Default)]
struct NumberForms {
    provisions: Vec<(Regex, String)>,
    foreign_sessions: Vec<(Regex, String)>,
    bare: Vec<Regex>,
}

fn number_forms(rows: &[Row], file: &str, letter_names: &str) -> Result<NumberForms, DataError> {
    let mut forms = NumberForms::default();
    for row in rows.iter().filter(|r| matches!(r.fields[0].as_str(), "provision" | "session" | "bare")) {
        let fail = |message: String| DataError::Row { file: file.to_owned(), line: row.line, message };
        let pieces = super::template::parse(&row.fields[1]).map_err(fail)?;
        let slot = |name: &str| match name {
            "n" if row.fields[0] == "provision" => Some("(?P<n>[0-9IVXLC]+|[^\\s\\d,;()]{1,12}?)".to_owned()),
            // A Council resolution by its bare number; low ones are paragraphs and items.
            "n" if row.fields[0] == "bare" => Some("(?P<n>\\d{3,4})".to_owned()),
            "n" => Some("(?P<n>\\d{1,4})".to_owned()),
            "k" => Some("(?P<k>\\d{1,2})".to_owned()),
            "letter" => Some(format!("(?:\\s?(?P<letter>{letter_names}))?")),
            _ => None,
        };
        let expression = super::template::expression(&pieces, ".*?", &slot).map_err(fail)?;
        let regex = Regex::new(&expression).map_err(|e| fail(e.to_string()))?;
        match row.fields[0].as_str() {
            "provision" => forms.provisions.push((regex, row.fields[2].clone())),
            "session" => forms.foreign_sessions.push((regex, row.fields[2].clone())),
            _ => forms.bare.push(regex),
        }
    }
    Ok(forms)
}

/// Classes of the ontology for the names that the data use.
///
/// # Errors
/// The name that is none.
fn kinds(rows: &[(String, String)]) -> Result<Vec<(String, &'static str)>, String> {
    const CLASSES: &[&str] =
        &[rap::RESOLUTION, rap::PRESIDENTIAL_STATEMENT, rap::REPORT, rap::DECLARATION, rap::LETTER, rap::DRAFT_RESOLUTION];
    let class = |name: &str| CLASSES.iter().find(|iri| iri.ends_with(&format!("#{name}"))).copied();
    rows.iter().map(|(form, name)| class(name).map(|iri| (form.clone(), iri)).ok_or_else(|| name.clone())).collect()
}

/// Where a language does not mark titles, a title is what follows a verb of adoption or begins as titles do, up to a
/// noun of its kind, within one clause.
fn unmarked_titles(verbs: &[String], beginnings: &[String], nouns: &[String]) -> Option<String> {
    let one_of = |words: &[String]| alternatives(words.iter().map(String::as_str));
    let body = "[^\\s,;:.()\"\u{201C}\u{201D}\u{300A}\u{300B}\u{3001}\u{3002}]";
    let nouns = (!nouns.is_empty()).then(|| one_of(nouns))?;
    Some(format!(
        "(?:(?:{})(?P<after>{body}{{4,30}}?(?:{nouns}))|(?P<title>(?:{}){body}{{4,30}}?(?:{nouns})))",
        one_of(verbs),
        one_of(beginnings)
    ))
}
