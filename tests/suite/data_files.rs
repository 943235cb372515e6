//! The data files: every row compiles, every language has what the others have, codes agree, terms are defined.

use crate::facts::{KNOWLEDGE, root};
use rapporteur::knowledge::{Knowledge, links};
use rapporteur::model::{Kind, Language};
use rapporteur::vocabulary::rap;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn names_are_not_shared_by_two_entities_of_a_kind() {
    let mut seen: BTreeMap<(Kind, Language, &str), &str> = BTreeMap::new();
    for row in &KNOWLEDGE.gazetteer.names {
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
