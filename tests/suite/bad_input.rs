//! Bad input: a problem that names the file and the way out, everything else done, never a panic.

use crate::facts::KNOWLEDGE;
use proptest::prelude::*;
use rapporteur::build::{Inputs, build};
use rapporteur::model::{Hints, Severity, Source};
use rapporteur::pipeline::process;
use rapporteur::store::{GraphDirectory, Iris};
use std::fs;

fn outcome(bytes: &[u8]) -> rapporteur::pipeline::Outcome {
    let source = Source { path: "bad.txt".into(), bytes: bytes.to_vec(), hints: Hints::default() };
    process(&source, &KNOWLEDGE, &Iris::default())
}

#[test]
fn unreadable_files_are_problems_that_say_what_to_do() {
    let cases: &[(&[u8], &str)] = &[
        (b"", "empty"),
        (b" \n\t\n", "white space"),
        (b"%PDF-1.7 \x00\x01", "whole copy"),
        (b"PK\x03\x04rest", "whole copy"),
        (&[0u8; 4096], "not text"),
    ];
    for (bytes, expected) in cases {
        let outcome = outcome(bytes);
        assert!(outcome.quads.is_none());
        let problem = &outcome.problems[0];
        assert_eq!(problem.severity, Severity::Error);
        assert_eq!(problem.path, "bad.txt");
        assert!(problem.message.contains(expected), "{}", problem.message);
    }
}

#[test]
fn broken_utf8_is_read_with_a_warning() {
    let text = "\u{5927}\u{4F1A}\u{7B2C}59/50\u{53F7}\u{51B3}\u{8BAE}\u{3002}".repeat(40);
    let mut bytes = text.into_bytes();
    bytes.truncate(bytes.len() - 1);
    let outcome = outcome(&bytes);
    assert!(outcome.quads.is_some());
    assert!(outcome.problems.iter().any(|p| p.severity == Severity::Warning && p.place.contains("code point")));
}

#[test]
fn a_folder_with_bad_files_builds_the_others() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let texts = folder.path().join("texts");
    fs::create_dir(&texts).expect("creatable");
    fs::copy(crate::facts::root("data/samples/letter-A-75-860-zh.txt"), texts.join("good.txt")).expect("copied");
    fs::write(texts.join("empty.txt"), "").expect("writable");
    fs::write(texts.join("picture.txt"), b"\x89PNG\r\n\x1a\n").expect("writable");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&texts, texts.join("loop")).expect("linked");
    let directory = GraphDirectory::new(&folder.path().join("graph"));
    directory.prepare().expect("creatable");
    let inputs = Inputs {
        paths: &[texts, folder.path().join("nowhere")],
        hints: &Default::default(),
        force: false,
        prune: false,
        keep_texts: true,
        trust_links: false,
    };
    let report = build(&directory, &inputs, &KNOWLEDGE, &Iris::default(), &|_, _| {}).expect("the build goes on");
    assert_eq!(report.documents, 1);
    let named = |name: &str| report.problems.iter().any(|p| p.path.contains(name));
    assert!(named("empty.txt") && named("picture.txt") && named("nowhere"), "{:?}", report.problems);
    assert!(fs::read_to_string(directory.path().join("problems.jsonl")).expect("written").contains("empty.txt"));
}

#[test]
fn a_directory_that_cannot_be_written_is_an_error_with_its_path() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("file");
    fs::write(&file, "in the way").expect("writable");
    let error = GraphDirectory::new(&file).prepare().expect_err("a file is no folder").to_string();
    assert!(error.contains("file"), "{error}");
}

/// Reads under the name that says the format; a defect is no answer.
fn read_as(name: &str, bytes: &[u8]) -> rapporteur::pipeline::Outcome {
    let source = Source { path: name.into(), bytes: bytes.to_vec(), hints: Hints { trust_links: true, ..Hints::default() } };
    let outcome = process(&source, &KNOWLEDGE, &Iris::default());
    assert!(!outcome.problems.iter().any(|p| p.message.contains("defect in")), "{:?}", outcome.problems);
    outcome
}

#[test]
fn a_link_within_a_link_is_read() {
    read_as("a.xml", b"<akomaNtoso><p><a href=\"/A/1\">one <a href=\"/A/1\">two</a></a></p></akomaNtoso>");
}

#[test]
fn a_raised_mark_whose_line_is_gone_is_read() {
    let page = "<html><div class=\"heading\"><p>ab<sup><span class=\"code\">x</span>\u{4E00}</sup></p></div></html>";
    read_as("a.html", page.as_bytes());
}

#[test]
fn markup_nested_without_end_is_read_in_time() {
    let started = std::time::Instant::now();
    let outcome = read_as("a.xml", format!("<akomaNtoso>{}words", "<p>".repeat(200_000)).as_bytes());
    assert!(outcome.problems.iter().any(|p| p.message.contains("ill-formed")));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn a_note_that_is_referred_to_again_and_again_fills_no_memory() {
    let reference = "<w:p><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>";
    let notes =
        format!("<w:footnotes><w:footnote w:id=\"1\"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote></w:footnotes>", "x".repeat(1 << 20));
    let relation = "<Relationships><Relationship Id=\"f\" Type=\"x/footnotes\" Target=\"footnotes.xml\"/></Relationships>";
    let document = format!("<w:document><w:p><w:r><w:t>words</w:t></w:r></w:p>{}</w:document>", reference.repeat(2_000));
    let bytes = crate::fixtures::zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
        ("word/_rels/document.xml.rels", relation.as_bytes()),
    ]);
    let source = Source { path: "a.docx".into(), bytes, hints: Hints::default() };
    let (raw, _) = rapporteur::read::read(&source).expect("readable");
    assert!(raw.content.len() < 20 << 20, "{} bytes", raw.content.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let outcome = outcome(&bytes);
        prop_assert!(!outcome.problems.iter().any(|p| p.message.contains("defect")));
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "[\\n .,;:()0-9/A-Z\u{7B2C}\u{53F7}\u{51B3}\u{8BAE}\u{5E74}\u{6708}\u{65E5}\u{4E3B}\u{5E2D}\u{FF08}\u{FF09}\u{300A}\u{300B}]{0,200}") {
        let outcome = outcome(text.as_bytes());
        prop_assert!(!outcome.problems.iter().any(|p| p.message.contains("defect")));
    }

    /// A sample with bytes changed and cut off at any place.
    #[test]
    fn damaged_samples_are_read_without_a_panic(cut in 0usize..4000, changes in prop::collection::vec((0usize..4000, any::<u8>()), 0..20)) {
        let mut bytes = fs::read(crate::facts::root("data/samples/letter-A-75-860-zh.txt")).expect("readable");
        bytes.truncate(cut.max(1));
        for (at, byte) in changes {
            if at < bytes.len() {
                bytes[at] = byte;
            }
        }
        let outcome = outcome(&bytes);
        prop_assert!(!outcome.problems.iter().any(|p| p.message.contains("defect")));
    }
}
