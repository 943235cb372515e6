//! A DOCX whose parts are the input's, so that checksums do not stand in the way.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur_fuzz::{archive, parts, read, source};

const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="h" Type="x/header" Target="header1.xml"/>
<Relationship Id="n" Type="x/numbering" Target="numbering.xml"/><Relationship Id="f" Type="x/footnotes" Target="footnotes.xml"/>
<Relationship Id="s" Type="x/styles" Target="styles.xml"/></Relationships>"#;

fuzz_target!(|data: &[u8]| {
    let [document, numbering, footnotes, styles, header, relations] = parts::<6>(data);
    let relations = if relations.is_empty() { RELATIONS } else { relations };
    let package = archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document),
        ("word/numbering.xml", numbering),
        ("word/footnotes.xml", footnotes),
        ("word/styles.xml", styles),
        ("word/header1.xml", header),
        ("word/_rels/document.xml.rels", relations),
    ]);
    read(&source("fuzz.docx", package));
});
