//! Rows of the data files of a user's folder: the first letter says of which file, a separator ends them, and what they
//! describe is looked for in the text behind it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur::knowledge::cues::Cues;
use rapporteur::knowledge::dates::DatePatterns;
use rapporteur::knowledge::layout::LayoutPatterns;
use rapporteur::knowledge::manners::Manners;
use rapporteur::knowledge::numerals::Numerals;
use rapporteur::knowledge::references::ReferenceWords;
use rapporteur::knowledge::table::{Data, DataError};
use rapporteur::knowledge::template;
use rapporteur::model::Language::En;
use rapporteur_fuzz::{file, knowledge, parts, ready};

fuzz_target!(init: ready(), |data: &[u8]| {
    let [rows, text] = parts::<2>(data).map(String::from_utf8_lossy);
    let Some(sort) = rows.chars().next() else { return };
    let _ = try_rows(sort, &rows[sort.len_utf8()..], &text);
});

fn try_rows(sort: char, rows: &str, text: &str) -> Result<(), DataError> {
    let settings = &knowledge().rules(En).settings;
    let folder = || Data::open(file("rows/rows.csv", rows.as_bytes()).parent());
    let layout = || Data::open(file("layout/languages/en/layout.csv", rows.as_bytes()).ancestors().nth(3));
    match sort {
        't' => {
            if let Ok(pieces) = template::parse(rows) {
                let _ = (template::anchor(&pieces), template::slots(&pieces));
                let _ = template::expression(&pieces, ".*?", &|slot| Some(format!("<{slot}>")));
            }
        }
        'd' => {
            let dates = DatePatterns::load(&folder()?, "rows.csv", En)?;
            let _ = (dates.parse(text, None), dates.parse_time(text));
        }
        'n' => {
            let _ = Numerals::load(&folder()?, "rows.csv")?.parse(text);
        }
        'm' => drop(Manners::load(&folder()?, "rows.csv", En)?.find(text).count()),
        'r' => {
            let words = ReferenceWords::load(&folder()?, "rows.csv", En)?;
            let _ = (words.without_note(text), words.letter(text), words.item(text), words.is_own(text), words.is_decision(text));
        }
        'l' => {
            let layout = LayoutPatterns::load(&layout()?, En, settings, &knowledge().rules(En).dates)?;
            let parts: Vec<String> = layout.parts().map(str::to_owned).collect();
            parts.iter().for_each(|part| drop(layout.line(part, text, 0)));
        }
        _ => {
            let cues = Cues::load(&folder()?, "rows.csv", settings)?;
            for cue in cues.possible(text) {
                let _ = (cue.matches(text), cue.slots().count());
            }
        }
    }
    Ok(())
}
