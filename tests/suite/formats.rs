//! Documents as they come: each format by a small file of its own, and what is damaged, hidden or too large.

use crate::facts::KNOWLEDGE;
use crate::fixtures::{docx, encrypted_pdf, pdf, scanned_pdf, zip};
use proptest::prelude::*;
use rapporteur::build::{Inputs, build};
use rapporteur::model::{Hints, Problem, RawText, Severity, Source};
use rapporteur::pipeline::process;
use rapporteur::read::{documents, read};
use rapporteur::store::{GraphDirectory, Iris};
use std::fs;

fn source(path: &str, bytes: &[u8]) -> Source {
    Source { path: path.to_owned(), bytes: bytes.to_vec(), hints: Hints::default() }
}

fn text(path: &str, bytes: &[u8]) -> RawText {
    read(&source(path, bytes)).expect("readable").0
}

fn lines(path: &str, bytes: &[u8]) -> Vec<String> {
    text(path, bytes).content.lines().map(str::to_owned).collect()
}

fn refused(path: &str, bytes: &[u8]) -> Problem {
    let problem = read(&source(path, bytes)).expect_err("refused");
    assert_eq!((problem.severity, problem.path.as_str()), (Severity::Error, path));
    problem
}

/// Two pages of two columns with running headers, a footnote and a paragraph that goes on on the second page.
fn record() -> Vec<u8> {
    let mut pages = Vec::new();
    for page in 1..=3 {
        let mut pieces = vec![(60.0, 740.0, 8.0, "F2", "S/PV.9999"), (500.0, 740.0, 8.0, "F2", "08/01/2020")];
        let lead = ["Mr. Roe (Chad):", "Mr. Poe (Peru):", "Mr. Doe (Mali):"][page - 1];
        pieces.push((78.0, 690.0, 10.0, "F2", lead));
        pieces.push((162.0, 690.0, 10.0, "F1", "left one of the words that"));
        pieces.push((60.0, 678.0, 10.0, "F1", "the left column holds and of what the secretary-"));
        pieces.push((60.0, 666.0, 10.0, "F1", "general has said of it in the hall of the great many"));
        pieces.push((60.0, 654.0, 10.0, "F1", "members who sit there and listen to what is said at"));
        pieces.push((60.0, 642.0, 10.0, "F1", "length."));
        pieces.push((96.0, 645.0, 6.0, "F1", "1"));
        pieces.push((330.0, 690.0, 10.0, "F1", "Right one of the many words of the second"));
        pieces.push((312.0, 678.0, 10.0, "F1", "column, which go on and on without an end so that"));
        pieces.push((312.0, 666.0, 10.0, "F1", "the page is full of them and they run over to what is"));
        pieces.push((312.0, 654.0, 10.0, "F1", "printed on the page that comes after this one and so"));
        if page == 2 {
            pieces.push((60.0, 100.0, 6.0, "F1", "1"));
            pieces.push((66.0, 97.0, 8.0, "F1", "See A/75/860 on this matter."));
        }
        let number = ["1/3", "2/3", "3/3"][page - 1];
        pieces.push((60.0, 40.0, 8.0, "F2", number));
        pages.push(pieces);
    }
    pages[1].insert(2, (60.0, 702.0, 10.0, "F1", "ended at last in the first column of the second page."));
    pdf(&pages)
}

#[test]
fn a_pdf_is_read_column_by_column_without_its_furniture() {
    let lines = lines("record.txt", &record());
    let all = lines.join("\n");
    assert!(!all.contains("1/3") && !all.contains("08/01/2020\n08"), "{all}");
    assert_eq!(all.matches("S/PV.9999").count(), 1, "running headers repeat the first page's symbol: {all}");
    let first = lines.iter().position(|l| l.starts_with("Mr. Roe (Chad): left one")).expect("the label begins a line");
    assert!(lines[first].ends_with("at length."), "the mark of the note is out: {}", lines[first]);
    assert!(lines[first].contains("secretary-general"), "{}", lines[first]);
    assert!(lines[first + 1].starts_with("Right one of the many"), "{all}");
    assert!(lines[first + 1].contains("and so ended at last in the first column"), "the paragraph goes on over the page: {all}");
    assert!(lines.iter().any(|l| l == "1 See A/75/860 on this matter."), "{all}");
}

#[test]
fn pages_are_kept_with_the_text() {
    let text = text("record.pdf", &record());
    let at = |words: &str| text.content.find(words).expect("printed");
    let page = |offset: usize| text.pages.iter().take_while(|(start, _)| *start <= offset).last().map(|p| p.1);
    assert_eq!(page(at("left one")), Some(1));
    assert_eq!(page(at("and so ended")), Some(1));
    assert_eq!(page(at("ended at last")), Some(2));
    assert_eq!(page(at("Mr. Poe")), Some(2));
    assert_eq!(page(at("Mr. Doe")), Some(3));
    let outcome = process(&source("record.pdf", &record()), &KNOWLEDGE, &Iris::default());
    let quads = outcome.quads.expect("facts");
    assert!(quads.text().contains("#page> \"2\""), "evidence says its page");
}

#[test]
fn a_roster_keeps_its_rows() {
    let dots = ".".repeat(80);
    let [president, first, second] = ["Mr. Roe", "Belgium", "China"].map(|words| format!("{words} {dots}"));
    let page = vec![
        (127.0, 740.0, 14.0, "F1", "United Nations"),
        (495.0, 740.0, 11.0, "F1", "S/PV.9999"),
        (64.0, 566.0, 10.0, "F1", "President:"),
        (127.0, 566.0, 10.0, "F1", &president),
        (392.0, 566.0, 10.0, "F1", "(Chad)"),
        (64.0, 527.0, 10.0, "F1", "Members:"),
        (127.0, 527.0, 10.0, "F1", &first),
        (392.0, 527.0, 10.0, "F1", "Mr. Poe"),
        (127.0, 514.0, 10.0, "F1", &second),
        (392.0, 514.0, 10.0, "F1", "Ms. Doe"),
    ];
    let lines = lines("roster.pdf", &pdf(&[page]));
    for row in ["President: Mr. Roe ... (Chad)", "Members: Belgium ... Mr. Poe", "China ... Ms. Doe"] {
        assert!(lines.iter().any(|l| l == row), "{row} is not in {lines:?}");
    }
}

#[test]
fn a_pdf_that_cannot_be_read_says_what_to_do() {
    assert!(refused("scan.pdf", &scanned_pdf()).message.contains("OCR"));
    assert!(refused("locked.pdf", &encrypted_pdf()).message.contains("encrypted"));
    assert!(refused("half.pdf", &record()[..200]).message.contains("PDF"));
    let many = vec![vec![(60.0, 700.0, 10.0, "F1", "x")]; 5_001];
    assert!(refused("many.pdf", &pdf(&many)).message.contains("split it"));
}

#[test]
fn a_pdf_made_to_harm_ends_only_the_process_that_reads_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut deep = record();
    let at = deep.len() - 400;
    deep.splice(at..at, [b"99 0 obj\n".to_vec(), vec![b'['; 400_000], b"\nendobj\n".to_vec()].concat());
    fs::write(folder.path().join("deep.pdf"), deep).expect("writable");
    fs::write(folder.path().join("good.pdf"), record()).expect("writable");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_rapporteur")).arg("extract").arg(folder.path()).output().expect("started");
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains("deep.pdf"));
    assert!(String::from_utf8_lossy(&output.stdout).contains("S/PV.9999"), "the other file is read");
}

const PARAGRAPHS: &str = concat!(
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t xml:space=\"preserve\">First </w:t></w:r>",
    "<w:del><w:r><w:delText>deleted</w:delText><w:t>gone</w:t></w:r></w:del><w:ins><w:r><w:t>kept</w:t></w:r></w:ins>",
    "<w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:t> &amp; more.</w:t></w:r></w:p>",
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>Sub</w:t></w:r></w:p>",
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>Second</w:t></w:r>",
    "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>",
    "<w:p><w:r><mc:AlternateContent xmlns:mc=\"x\"><mc:Choice><w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p></w:txbxContent></mc:Choice>",
    "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>One</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Two</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "<w:p><w:pPr><w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9\"/></w:tabs></w:pPr><w:r><w:t>China</w:t></w:r><w:r><w:tab/><w:t>Mr. Roe</w:t></w:r></w:p>",
);

#[test]
fn a_docx_is_read_with_its_headers_notes_and_lists() {
    let lines = lines("report.bin", &docx(PARAGRAPHS));
    let expected = [
        "United Nations\tA/75/999",
        "Distr.: General",
        "21-01234 (E)",
        "1. First kept & more.",
        "1 See A/RES/59/50.",
        "(a) Sub",
        "2. Second",
        "Boxed",
        "One\tTwo",
        "China ... Mr. Roe",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn office_files_that_are_not_read_name_a_converter() {
    for magic in [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), b"\xFFWPC\x10\0\0\0", b"{\\rtf1\\ansi}"] {
        assert!(refused("old.docx", magic).message.contains("soffice"));
    }
    assert!(
        refused("sheet.zip", &zip(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<x/>")])).message.contains("spreadsheet")
    );
    let bomb = vec![b' '; 140 << 20];
    let message = refused("bomb.docx", &zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", &bomb)])).message;
    assert!(message.contains("too large"), "{message}");
}

#[test]
fn a_page_of_html_is_read_without_what_is_around_it() {
    let page = "<!DOCTYPE html><html><head><title>no</title><style>p{}</style></head><body><nav>menu</nav><script>if (a<b) {}</script>\
                <div style=\"display: none\">hidden</div><h1>Title</h1><p>Two <b>bo</b>ld\n words<sup>3</sup>.</p><ul><li>one<li>two</ul>\
                <table><tr><td>a</td><td>b</td></tr></table><footer>imprint</footer></body></html>";
    assert_eq!(lines("page.txt", page.as_bytes()), ["Title", "Two bold words.", "one", "two", "a\tb"]);
    let chinese = "<html><body><p>\u{5B89}\u{5168}\n  \u{7406}\u{4E8B}<em>\u{4F1A}</em>\u{7B2C}\n242(1967)\u{53F7}</p></body></html>";
    assert_eq!(lines("page.html", chinese.as_bytes()), ["\u{5B89}\u{5168}\u{7406}\u{4E8B}\u{4F1A}\u{7B2C} 242(1967)\u{53F7}"]);
    let encoded = encoding_rs::GB18030
        .encode("<html><head><meta charset=\"gb2312\"></head><body>\u{5B89}\u{5168}\u{7406}\u{4E8B}\u{4F1A}</body></html>")
        .0;
    assert_eq!(lines("page.html", &encoded), ["\u{5B89}\u{5168}\u{7406}\u{4E8B}\u{4F1A}"]);
}

#[test]
fn a_structured_record_becomes_the_lines_of_a_printed_one() {
    let page = "<html><body><div class=\"heading\"><span class=\"code\">S-PV-9999</span> <span class=\"date\">2003-04-24</span></div>\
        <div class=\"council-attendees\"><p><span class=\"name\">Mr. Roe</span> <span class=\"nation\">Chad</span> <span class=\"place\">president</span></p>\
        <p><span class=\"name\">Mr. Poe</span> <span class=\"nation\">Peru</span> <span class=\"place\">member</span></p></div>\
        <div class=\"spoken\"><h3 class=\"speaker\"> <span class=\"name\">Mr. Poe</span> <span class=\"nation\">Peru</span> <span class=\"language\">Spanish</span> </h3>\
        <p>First words.</p><p>More words.</p></div></body></html>";
    let expected = [
        "S/PV.9999",
        "2003-04-24",
        "President: Mr. Roe (Chad)",
        "Peru ... Mr. Poe",
        "Mr. Poe (Peru) [Spanish]: First words.",
        "More words.",
    ];
    assert_eq!(lines("record.html", page.as_bytes()), expected);
}

#[test]
fn an_archive_is_read_as_a_folder() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let letter = fs::read(crate::facts::root("data/samples/letter-A-75-860-zh.txt")).expect("readable");
    let inner = zip(&[("deep.txt", b"deep words"), ("report.docx", &docx(PARAGRAPHS))]);
    let path = folder.path().join("texts.zip");
    let members: &[(&str, &[u8])] =
        &[("b/letter.txt", &letter), ("a.txt", b"words"), ("__MACOSX/a.txt", b"x"), (".hidden", b"x"), ("inner.zip", &inner)];
    fs::write(&path, zip(members)).expect("writable");
    let names: Vec<String> =
        documents(&path).map(|d| d.expect("readable").path.rsplit_once("texts.zip/").map(|p| p.1.to_owned()).unwrap_or_default()).collect();
    assert_eq!(names, ["a.txt", "b/letter.txt", "inner.zip/deep.txt", "inner.zip/report.docx"]);
    let directory = GraphDirectory::new(&folder.path().join("graph"));
    directory.prepare().expect("creatable");
    let paths = [path];
    let inputs = Inputs { paths: &paths, hints: &Default::default(), force: false, prune: false, keep_texts: true, trust_links: false };
    let run = || build(&directory, &inputs, &KNOWLEDGE, &Iris::default(), &|_, _| {}).expect("built");
    let first = run();
    assert_eq!((first.documents, first.read), (4, 4), "{:?}", first.problems);
    assert_eq!((run().read, run().unchanged), (0, 4), "members are not read again");
}

#[test]
fn archives_made_to_harm_are_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let problems = |bytes: &[u8]| -> Vec<String> {
        let path = folder.path().join("bad.zip");
        fs::write(&path, bytes).expect("writable");
        documents(&path).filter_map(Result::err).map(|p| p.message).collect()
    };
    let bomb = vec![b'0'; 64 << 20];
    assert!(problems(&zip(&[("bomb.txt", &bomb)]))[0].contains("bomb"));
    let mut nested = zip(&[("a.txt", b"words")]);
    for _ in 0..4 {
        nested = zip(&[("inner.zip", &nested)]);
    }
    assert!(problems(&nested)[0].contains("within each other"));
    let whole = zip(&[("a.txt", b"words")]);
    assert!(refused("cut.zip", &whole[..whole.len() - 10]).message.contains("damaged"));
}

#[test]
fn what_the_manifest_says_against_the_text_is_a_problem() {
    let letter = fs::read(crate::facts::root("data/samples/letter-A-75-860-zh.txt")).expect("readable");
    let said = |hints: Hints| -> Vec<String> {
        let outcome = process(&Source { hints, ..source("letter.txt", &letter) }, &KNOWLEDGE, &Iris::default());
        outcome.problems.into_iter().map(|p| p.message).filter(|m| m.contains("manifest")).collect()
    };
    let hints = |symbol: Option<&str>, date: Option<&str>| Hints {
        symbol: symbol.map(str::to_owned),
        date: date.map(str::to_owned),
        ..Hints::default()
    };
    assert!(said(hints(Some("A/75/860"), None)).is_empty());
    assert!(said(hints(Some("A/75/861"), None))[0].contains("A/75/860"));
    assert!(said(hints(None, Some("1999-01-01")))[0].contains("date"));
    let russian = Hints { language: Some(rapporteur::model::Language::Ru), ..Hints::default() };
    assert!(said(russian)[0].contains("language"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Each format cut off and with bytes changed, under any name.
    #[test]
    fn damaged_files_are_read_without_a_panic(
        which in 0usize..4, cut in 0.0f64..1.0, whole in any::<bool>(), changes in prop::collection::vec((0.0f64..1.0, any::<u8>()), 0..24),
        name in prop::sample::select(vec!["a.pdf", "a.docx", "a.html", "a.txt", "a.zip", "a"]),
    ) {
        let mut bytes = match which {
            0 => record(),
            1 => docx(PARAGRAPHS),
            2 => b"<html><body><div class=\"heading\"><p>a<sup>1</sup><table><td>b</body>".to_vec(),
            _ => zip(&[("a.txt", b"words"), ("b.docx", &docx(PARAGRAPHS))]),
        };
        let length = bytes.len() as f64;
        for (at, byte) in changes {
            let at = (at * length) as usize;
            bytes[at] = byte;
        }
        if !whole {
            bytes.truncate((cut * length) as usize);
        }
        let outcome = process(&source(name, &bytes), &KNOWLEDGE, &Iris::default());
        prop_assert!(!outcome.problems.iter().any(|p| p.message.contains("defect")));
    }
}
