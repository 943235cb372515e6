//! Small whole documents (`tests/documents/<area>/*.md`) with the facts that must come out of each, those that must
//! not, and the problems that must be told. Each assertion fails by itself; what is known to fail is listed in its file
//! with the reason, and a listed failure that holds is an error too.

use crate::facts::{KNOWLEDGE, key, root, squeeze};
use rapporteur::model::{Finding, Findings, Hints, Language, Problem, Source};
use rapporteur::pipeline::understand;
use rapporteur::vocabulary::shorten;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What one text of a case gave.
struct Given {
    findings: Findings,
    problems: Vec<Problem>,
}

/// An assertion of a block: a fact, with what its statement must say besides.
#[derive(Debug)]
struct Assertion<'c> {
    subject: &'c str,
    predicate: &'c str,
    object: &'c str,
    /// `rap:claimedBy=state/TJK`.
    qualifiers: Vec<(&'c str, &'c str)>,
    /// Why it is known to fail.
    listed: Option<&'c str>,
}

#[test]
fn small_documents_say_what_is_in_them_and_no_more() {
    let mut wrong = Vec::new();
    let mut asserted = 0;
    for path in cases(&root("tests/documents")) {
        let case = std::fs::read_to_string(&path).expect("the case is readable");
        let blocks = blocks(&case);
        let name = path.strip_prefix(root("tests/documents")).unwrap_or(&path).display().to_string();
        assert!(blocks.iter().any(|(kind, _)| kind != "text"), "{name} asserts nothing");
        for (_, text) in blocks.iter().filter(|(kind, _)| kind == "text") {
            let given = read(&name, text);
            asserted += judge(&format!("{name} ({})", text.label), &given, &blocks, &mut wrong);
        }
    }
    println!("{asserted} assertions");
    assert!(wrong.is_empty(), "{} of {asserted} assertions fail:\n{}", wrong.len(), wrong.join("\n"));
}

/// A fenced block: the words after its fence, and its lines.
#[derive(Debug, Clone)]
struct Block {
    label: String,
    hints: BTreeMap<String, String>,
    body: String,
}

fn cases(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(cases(&path));
        } else if path.extension().is_some_and(|e| e == "md") && path.file_stem().is_some_and(|n| n != "README") {
            all.push(path);
        }
    }
    all.sort();
    all
}

/// The blocks of a case in order, each with its kind: `text`, `facts`, `never` or `problems`.
fn blocks(case: &str) -> Vec<(String, Block)> {
    let mut blocks: Vec<(String, Block)> = Vec::new();
    let mut is_open = false;
    for line in case.lines() {
        match (is_open, line.strip_prefix("```")) {
            (false, Some(fence)) if !fence.trim().is_empty() => {
                let mut words = fence.split_whitespace();
                let label = words.next().unwrap_or("").to_owned();
                let hints = words.filter_map(|w| w.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
                let kind = if matches!(label.as_str(), "facts" | "never" | "problems") { label.clone() } else { "text".to_owned() };
                blocks.push((kind, Block { label, hints, body: String::new() }));
                is_open = true;
            }
            (true, Some(_)) => is_open = false,
            (true, None) => {
                if let Some((_, block)) = blocks.last_mut() {
                    block.body.push_str(line);
                    block.body.push('\n');
                }
            }
            _ => {}
        }
    }
    blocks
}

fn read(name: &str, block: &Block) -> Given {
    let hint = |key: &str| block.hints.get(key).cloned();
    let hints = Hints {
        symbol: hint("symbol"),
        date: hint("date"),
        // The language of the fence is what a reader sees; the program is told only where the case says so.
        language: hint("language").and_then(|code| Language::ALL.into_iter().find(|l| l.code() == code)),
        ..Hints::default()
    };
    let source = Source { path: format!("{name}.txt"), bytes: block.body.as_bytes().to_vec(), hints };
    match understand(&source, &KNOWLEDGE) {
        Ok((_, findings, problems)) => Given { findings, problems },
        Err(problem) => Given { findings: Findings::default(), problems: vec![problem] },
    }
}

/// Checks all blocks against what a text gave; returns how many assertions were made.
fn judge(place: &str, given: &Given, blocks: &[(String, Block)], wrong: &mut Vec<String>) -> usize {
    let mut asserted = 0;
    for (kind, block) in blocks.iter().filter(|(kind, _)| kind != "text") {
        for line in block.body.lines().map(str::trim).filter(|l| !l.is_empty()) {
            asserted += 1;
            let (holds, listed) = match kind.as_str() {
                "problems" => (given.problems.iter().any(|p| p.message.contains(line)), None),
                kind => {
                    let assertion = assertion(line).unwrap_or_else(|| panic!("{place}: `{line}` is no fact"));
                    let is_there = assertion.is_in(&given.findings);
                    (is_there == (kind == "facts"), assertion.listed)
                }
            };
            match (holds, listed) {
                (false, None) => wrong.push(format!("{place}: {kind}: {line}")),
                (true, Some(reason)) => wrong.push(format!("{place}: holds now, though listed as failing ({reason}): {line}")),
                _ => {}
            }
        }
    }
    asserted
}

/// `? subject predicate object | qualifier=value # reason`.
fn assertion(line: &str) -> Option<Assertion<'_>> {
    let (line, listed) = match line.strip_prefix("? ") {
        Some(rest) => rest.rsplit_once(" # ").map(|(fact, reason)| (fact, Some(reason)))?,
        None => (line, None),
    };
    let mut parts = line.split(" | ");
    let mut words = parts.next()?.trim().splitn(3, ' ');
    let (subject, predicate, object) = (words.next()?, words.next()?, words.next()?.trim());
    let qualifiers = parts.map(|part| part.trim().split_once('=')).collect::<Option<Vec<_>>>()?;
    Some(Assertion { subject, predicate, object, qualifiers, listed })
}

impl Assertion<'_> {
    fn is_in(&self, findings: &Findings) -> bool {
        // Literals compare without white space and quotation marks, as they are found.
        let wanted = if self.object.starts_with('"') { format!("\"{}\"", squeeze(self.object)) } else { self.object.to_owned() };
        let fits = |subject: &str, predicate: &str, object: &str| {
            matches(self.subject, subject) && matches(self.predicate, predicate) && matches(&wanted, object)
        };
        let described = || findings.described.iter().any(|(s, p, o)| fits(&key(s), &shorten(p), &key(o)));
        let stated = |f: &Finding| {
            fits(&key(&f.subject), &shorten(f.predicate), &key(&f.object)) && self.qualifiers.iter().all(|&(p, v)| says(f, p, v))
        };
        findings.all.iter().any(stated) || self.qualifiers.is_empty() && described()
    }
}

/// Whether a statement says a qualifier, its claimant or its place; `none` where it must say none.
fn says(finding: &Finding, predicate: &str, value: &str) -> bool {
    let values: Vec<String> = match predicate {
        "rap:claimedBy" => finding.claimed_by.iter().map(|e| key(&e.into())).collect(),
        "rap:statedIn" => vec![key(&(&finding.stated_in).into())],
        _ => finding.qualifiers.iter().filter(|(p, _)| shorten(p) == predicate).map(|(_, v)| key(v)).collect(),
    };
    if value == "none" { values.is_empty() } else { values.iter().any(|v| matches(value, v)) }
}

/// Whether a text fits a pattern in which `*` stands for any run of characters.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let last = pieces.pop().unwrap_or("");
    for piece in pieces {
        let Some(at) = text.find(piece) else { return false };
        text = &text[at + piece.len()..];
    }
    text.ends_with(last)
}

#[test]
fn a_star_stands_for_any_run_of_characters() {
    assert!(matches("person/*/hans-*", "person/UN/hans-zenith"));
    assert!(matches("*", "") && matches("a*", "a") && !matches("a*b", "ba") && !matches("ab*ba", "aba"));
}
