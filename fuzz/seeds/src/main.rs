//! Writes `fuzz/corpus/TARGET/`: what the tests make, the samples, and the DOCX files named as arguments, cut into the
//! parts that the target of DOCX puts together.

#[allow(dead_code)]
#[path = "../../../tests/suite/fixtures.rs"]
mod fixtures;

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

/// Between the parts of an input.
const SEPARATOR: &str = "\u{1E}";

/// The parts of a package, in the order in which the target takes them.
const PARTS: [&str; 5] = ["document.xml", "numbering.xml", "footnotes.xml", "styles.xml", "header1.xml"];

/// Characters of a part that are kept.
const LONGEST: usize = 12_000;

const BODY: &str = concat!(
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t xml:space=\"preserve\">First </w:t></w:r>",
    "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:t> &amp; more.</w:t></w:r></w:p>",
    "<w:p><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/><w:b/></w:rPr><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r></w:p>",
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>One</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Two</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "<w:p><w:pPr><w:pStyle w:val=\"H\"/><w:tabs><w:tab w:leader=\"dot\"/></w:tabs></w:pPr><w:r><w:t>China</w:t></w:r><w:r><w:tab/><w:br/></w:r></w:p>",
    "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
);

const PAGES: [&str; 3] = [
    "<head><meta charset=\"gb2312\"><title>no</title></head><nav>menu</nav><script>if (a<b) {}</script><h1>Title</h1><p>Two <b>bo</b>ld\n \
     words<sup>3</sup>.</p><ul><li>one<li>two</ul><table><tr><td>a</td><td>b</td></tr></table><div style=\"display: none\">x</div>",
    "<div class=\"heading\"><span class=\"code\">S-PV-9999</span> <span class=\"date\">2003-04-24</span></div><div class=\"council-attendees\"><p>\
     <span class=\"name\">Mr. Roe</span> <span class=\"nation\">Chad</span> <span class=\"place\">president</span></p></div><h3 class=\"speaker\">\
     <span class=\"name\">Mr. Poe</span> <span class=\"nation\">Peru</span> <span class=\"language\">Spanish</span></h3><p>First words.</p>",
    "<article><header>kept</header><p hidden>x</p><del>gone</del><ruby>a<rt>b</rt></ruby>&nbsp;&#x4e00;</article><textarea>&lt;</textarea>",
];

const ROWS: [&str; 7] = [
    "trelation of [both |][the |]{orgs}~{state2} \\[x\\]",
    "crelation,template,qualifiers\nmember_of,\"[As |]members of [the |]{orgs}, {parties}~{text}\",role=Founder; date=on\n\u{1E}As members of the \u{E001}, \u{E000} and \u{E000} x",
    "dkind,template,value\nmonth-name,January,1\ndate,{day} {month} {year},\ndate,{month} {year},\n\u{1E}14 January 2020",
    "nform,value,role\nzero,0,digit\none,1,digit\nten,10,unit\nhundred,100,multiplier\n\u{1E}one hundred ten",
    "mmanner,form\nrecalls,Recall\nwelcomes,welcomes [the |]\n\u{1E}Recall and welcomes it",
    "rrole,form,value\nresolution,resolutions,\ndecision,decision,\nseries,A,A\nletter,alpha,a\n\u{1E}resolutions 1 and 2",
    "lpart,template\ndistribution,Distr.[: |:| ]{text}\nsymbol,{symbol}\nissue-date,{date}\n\u{1E}Distr.: General",
];

const TABLES: [&str; 3] = [
    "igo\nccode\ncow\n\n\n\nmembers\ninteger\nyear\n1992\u{1E}ccode,year,members\n702,1992,1\n702.0,1993,2\n999,1992,3\n\u{1E}",
    "votes\nstate\nname\nrap:votedFor\nresolution\nsymbol\u{1E}resolution;state\nA/90/102;TAJIKISTAN\nA/90/999;France\n;Frnce\n\u{1E}",
    "n\nname\nname\u{1E}name,date,url,x x\nTajik,2020-01-01,https://example.org/a,\"a \"\"b\"\"\"\nTajikistan,2020-02-30,b,\n\u{1E}\
     column,key,rows,reason,candidates,entity\nname,Tajik,1,unmatched,,state/TJK\nname,Nowhere,1,unmatched,,-\n",
];

const MANIFEST: &str = "path,symbol,language,date,media_type,trust_links\na.txt,S/RES/2535 (2020),en,2020-07-14,,true\nb.txt,A/75/1-S/2020/2,fr,2020-07,text/html,false\n";

fn main() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let seed = |target: &str, name: &str, bytes: &[u8]| {
        let folder = fuzz.join("corpus").join(target);
        fs::create_dir_all(&folder).expect("creatable");
        fs::write(folder.join(name), bytes).expect("writable");
    };
    let lines =
        vec![(60.0, 740.0, 8.0, "F2", "S/PV.9999"), (60.0, 690.0, 10.0, "F2", "Mr. Roe (Chad):"), (140.0, 690.0, 10.0, "F1", "one")];
    seed("pdf", "record", &fixtures::pdf(&[lines.clone(), lines]));
    seed("pdf", "scanned", &fixtures::scanned_pdf());
    seed("pdf", "encrypted", &fixtures::encrypted_pdf());
    let docx = fixtures::docx(BODY);
    seed("docx", "made", cut(&docx).as_bytes());
    let inner = fixtures::zip(&[("deep.txt", b"deep words"), ("report.docx", &docx)]);
    seed("zip", "nested", &fixtures::zip(&[("b/a.txt", b"words"), (".hidden", b"x"), ("inner.zip", &inner)]));
    seed("zip", "docx", &docx);
    seed("zip", "made", "+a.txt\u{1E}words\u{1E}b/c.html\u{1E}<p>more</p>\u{1E}__MACOSX/x\u{1E}y".as_bytes());
    let akn = fs::read(fuzz.join("../tests/akn/resolution.xml")).expect("the fixture is here");
    seed("akn", "resolution", &akn);
    let numbered =
        |target: &str, seeds: &[&str]| seeds.iter().enumerate().for_each(|(i, text)| seed(target, &i.to_string(), text.as_bytes()));
    numbered("html", &PAGES);
    numbered("data", &ROWS);
    numbered("table", &TABLES);
    numbered("manifest", &[MANIFEST]);
    for file in fs::read_dir(fuzz.join("../data/samples")).expect("the samples are here").flatten() {
        seed("text", &file.file_name().to_string_lossy(), &fs::read(file.path()).expect("readable"));
    }
    for (at, file) in std::env::args_os().skip(1).map(PathBuf::from).enumerate() {
        seed("docx", &format!("given-{at}"), cut(&fs::read(file).expect("readable")).as_bytes());
    }
}

fn cut(docx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("a package");
    let part = |name: &str| {
        let mut text = String::new();
        if let Ok(mut file) = archive.by_name(&format!("word/{name}")) {
            file.read_to_string(&mut text).expect("UTF-8");
        }
        // The beginning will do: small inputs are tried often.
        text.chars().take(LONGEST).collect::<String>()
    };
    PARTS.map(part).join(SEPARATOR)
}
