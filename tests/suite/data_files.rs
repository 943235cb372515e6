//! The data files: every row compiles, every language has what the others have, codes agree, terms are defined.

use crate::facts::{KNOWLEDGE, root};
use rapporteur::knowledge::table::{Data, DataError};
use rapporteur::knowledge::{Knowledge, links, schema};
use rapporteur::model::{Kind, Language};
use rapporteur::proof;
use rapporteur::vocabulary::rap;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn names_are_not_shared_by_two_entities_of_a_kind() {
    let mut seen: BTreeMap<(Kind, Language, &str), &str> = BTreeMap::new();
    for row in KNOWLEDGE.gazetteer.names.iter() {
        let other = seen.insert((row.entity.kind, row.language, &row.name), &row.entity.key);
        let same = other.is_none_or(|o| *o == *row.entity.key);
        assert!(same, "{} ({}) names both {} and {}", row.name, row.language.code(), other.unwrap_or(""), row.entity.key);
    }
}

#[test]
fn every_member_state_has_a_name_in_six_languages() {
    let named: BTreeSet<(&str, Language)> = KNOWLEDGE.gazetteer.names.iter().map(|n| (&*n.entity.key, n.language)).collect();
    let states: Vec<_> = KNOWLEDGE.gazetteer.entities.iter().filter(|e| e.entity.kind == Kind::State).collect();
    assert_eq!(states.iter().filter(|s| s.kind == "member").count(), 193);
    assert_eq!(states.iter().filter(|s| s.kind == "observer").count(), 2);
    for state in states {
        for language in Language::ALL {
            assert!(named.contains(&(&*state.entity.key, language)), "{} has no name in {}", state.entity.key, language.code());
        }
    }
}

#[test]
fn the_organisations_are_named_in_chinese_and_english() {
    let named: BTreeSet<(&str, Language)> =
        KNOWLEDGE.gazetteer.names.iter().filter(|n| n.entity.kind == Kind::Organisation).map(|n| (&*n.entity.key, n.language)).collect();
    let organisations: Vec<_> = KNOWLEDGE.gazetteer.entities.iter().filter(|e| e.entity.kind == Kind::Organisation).collect();
    assert!(organisations.len() >= 200);
    for organisation in organisations {
        for language in [Language::Zh, Language::En] {
            assert!(named.contains(&(&*organisation.entity.key, language)), "{} in {}", organisation.entity.key, language.code());
        }
    }
}

/// What Chinese has and another language lacks is reported; for English it is a failure.
#[test]
fn languages_cover_the_same_parts_and_relations() {
    let parts = |l: Language| KNOWLEDGE.rules(l).layout.parts().map(str::to_owned).collect::<BTreeSet<_>>();
    let relations = |l: Language| KNOWLEDGE.rules(l).cues.relations().map(str::to_owned).collect::<BTreeSet<_>>();
    let (chinese_parts, chinese_relations) = (parts(Language::Zh), relations(Language::Zh));
    for language in Language::ALL {
        let lacking: Vec<_> =
            chinese_parts.difference(&parts(language)).chain(chinese_relations.difference(&relations(language))).cloned().collect();
        if !lacking.is_empty() {
            println!("{} lacks what Chinese has: {}", language.code(), lacking.join(", "));
        }
    }
}

#[test]
fn a_bad_row_is_named_with_file_and_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&root("data"), folder.path());
    let cues = folder.path().join("languages/zh/cues.csv");
    let mut text = std::fs::read_to_string(&cues).expect("readable");
    let line = text.lines().count() + 1;
    text.push_str("member_of,{parties}[is,\n");
    std::fs::write(&cues, text).expect("writable");
    let error = Knowledge::load(Some(folder.path())).expect_err("the row is wrong").to_string();
    assert!(error.contains("languages/zh/cues.csv") && error.contains(&format!("line {line}")), "{error}");
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in std::fs::read_dir(from).expect("readable").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).expect("creatable");
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

#[test]
fn every_term_of_the_program_is_defined_in_the_ontology() {
    let ontology = std::fs::read_to_string(root("ontology/rapporteur.ttl")).expect("readable");
    for term in rap::ALL {
        let local = term.trim_start_matches(rap::NS);
        let defined = ontology.lines().any(|l| l.split_whitespace().next() == Some(&format!("rap:{local}")));
        assert!(defined, "rap:{local} is not defined in ontology/rapporteur.ttl");
    }
}

/// Codes of entities in other systems: of the right shape, and none of two entities that are there today.
#[test]
fn codes_of_other_systems_are_codes_and_not_shared() {
    let mut seen: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    let mut counts: BTreeMap<(&str, Kind), usize> = BTreeMap::new();
    for row in &KNOWLEDGE.gazetteer.entities {
        for (system, value) in row.codes.iter().map(|(system, value)| (system.as_str(), value.as_str())) {
            assert!(links::fits(system, value), "{}: `{value}` is no code of {system}", row.entity.key);
            *counts.entry((system, row.entity.kind)).or_default() += 1;
            // Codes of former states were given again.
            if row.kind != "former" {
                let other = seen.insert((system, value), &row.entity.key);
                assert!(other.is_none(), "{system} {value} is of both {} and {}", other.unwrap_or(""), row.entity.key);
            }
        }
    }
    println!("codes of other systems: {counts:?}");
    for system in ["iso2", "m49", "wikidata"] {
        assert!(counts[&(system, Kind::State)] >= 195, "{system}: every state of today has one");
    }
    assert!(counts[&("cow", Kind::State)] >= 193 && counts[&("wikidata", Kind::Organisation)] >= 100);
}

#[test]
fn subjects_have_their_codes() {
    let goals =
        (1..=17).filter(|goal| KNOWLEDGE.subjects.get(&format!("sdg-{goal}")).is_some_and(|codes| codes["sdg"] == goal.to_string()));
    assert_eq!(goals.count(), 17);
    let mut seen = BTreeSet::new();
    let codes = KNOWLEDGE.subjects.values().flat_map(|codes| codes.iter());
    codes.for_each(|code| assert!(seen.insert(code), "{code:?} is of two subjects"));
}

/// Each kind of slip in a copy of the tables is named with its file and line.
#[test]
fn a_slip_is_named_with_file_and_line() {
    const SLIPS: &[(&str, &str, &str)] = &[
        ("languages/en/cues.csv", "membr_of,{party} belongs fully to {org},", "did you mean `member_of`?"),
        ("languages/en/cues.csv", "member_of,{party} sits in {org},roll=FullMember", "no qualifier `roll`"),
        ("languages/en/cues.csv", "member_of,{party} sits in {org},role=FulMember", "`FulMember` is no value of `role`"),
        ("languages/en/cues.csv", "member_of,{party} sits in {org},", "`example` is empty"),
        ("languages/ru/cues.csv", "candidate_for,{instrument} stands for {org},", "no slot {instrument}"),
        ("languages/fr/layout.csv", "speeker,{name} :", "did you mean `speaker`?"),
        ("languages/es/references.csv", "resolutoin,resolucion,", "did you mean `resolution`?"),
        ("languages/ar/manners.csv", "recals,x", "did you mean `recalls`?"),
        ("languages/zh/actions.csv", "recall,preambulary,x", "did you mean `preambular`?"),
        ("languages/zh/dates.csv", "day,{day}.{month}.{year},tomorrow", "`tomorrow` is no value"),
        ("languages/en/deixis.csv", "own-stat,my land", "did you mean `own-state`?"),
        ("languages/en/numerals.csv", "umpteen,many,word", "`many` is no value"),
        ("gazetteers/states.csv", "Tjk,member,TJ,762,702,Q863,none", "`Tjk` is no code"),
        ("gazetteers/states.csv", "TJK,member,TJ,762,702,Q863,none", "stands in line"),
        ("gazetteers/organisations.csv", "XYZ,clubb,,none", "`clubb` is no kind"),
        ("gazetteers/organisations.names.csv", "NOSUCH,en,name,No Such Body,", "`NOSUCH` has no row"),
        ("gazetteers/organisations.names.csv", "CSTO,en,nam,Collective Body,", "did you mean `name`?"),
        ("gazetteers/organisations.names.csv", "SCO,en,name,Collective Security Treaty Organization,", "names SCO here and CSTO"),
        ("gazetteers/states.names.csv", "TJK,uz,name,Tojikiston", "`uz` is no language"),
        ("gazetteers/posts.csv", "keeper,organisation,NOSUCH,none", "`NOSUCH` has no row"),
        ("gazetteers/places.csv", "dushanbe-2,863,none", "`863` is no wikidata"),
    ];
    for (file, row, message) in SLIPS {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(&root("data"), folder.path());
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).expect("readable");
        let text = if text.ends_with('\n') { text } else { text + "\n" };
        let line = text.lines().count() + 1;
        std::fs::write(&path, format!("{text}{row}\n")).expect("writable");
        let error = Knowledge::load(Some(folder.path())).expect_err(row).to_string();
        assert!(error.contains(message) && error.contains(file) && error.contains(&format!("line {line}")), "{row}: {error}");
    }
}

/// A row that nobody can read at a glance is several rows, or names its pieces.
#[test]
fn no_wording_is_longer_than_two_hundred_characters() {
    const WORDINGS: [&str; 2] = ["form", "template"];
    let data = Data::open(Some(&root("data"))).expect("readable");
    for language in Language::ALL {
        let folder = root("data").join("languages").join(language.code());
        for entry in std::fs::read_dir(folder).expect("a folder of tables") {
            let name = entry.expect("readable").file_name().to_string_lossy().into_owned();
            if !name.ends_with(".csv") {
                continue;
            }
            let file = format!("languages/{}/{name}", language.code());
            let (header, rows) = data.all(&file).expect("a table");
            for at in (0..header.len()).filter(|&at| WORDINGS.contains(&header[at].as_str())) {
                let long = rows.iter().find(|row| row.fields.get(at).is_some_and(|wording| wording.chars().count() > 200));
                assert!(long.is_none(), "{file}, line {}", long.map_or(0, |row| row.line));
            }
        }
    }
}

#[test]
fn the_tables_are_in_order_and_rows_match_their_examples() {
    let folder = root("data");
    let slips = schema::slips(&Data::open(Some(&folder)).expect("readable"));
    assert!(slips.is_empty(), "{}", DataError::Slips(slips));
    let (proven, wrong) = proof::check(None, &KNOWLEDGE).expect("readable");
    println!("{proven:?}");
    assert!(wrong.is_empty(), "{}", DataError::Slips(wrong));
    assert_eq!(
        std::fs::read_to_string(folder.join("README.md")).unwrap_or_default(),
        schema::readme(),
        "data/README.md is made from the schema: rapporteur data readme > data/README.md"
    );
}
