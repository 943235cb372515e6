//! Small files of each format, written by the tests themselves.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::{SimpleFileOptions, ZipWriter};

/// A piece of text on a page: place, size, font (`F1` plain, `F2` bold), words.
pub type Piece<'p> = (f32, f32, f32, &'p str, &'p str);

/// A PDF of pages of pieces, in two of the fonts that every reader knows.
pub fn pdf(pages: &[Vec<Piece<'_>>]) -> Vec<u8> {
    let contents = pages.iter().map(|pieces| {
        let mut content = String::new();
        for (x, y, size, font, words) in pieces {
            let words = words.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
            let _ = writeln!(content, "BT /{font} {size} Tf {x} {y} Td ({words}) Tj ET");
        }
        content
    });
    pdf_of(&contents.collect::<Vec<_>>(), "")
}

/// A page that is a picture and nothing else.
pub fn scanned_pdf() -> Vec<u8> {
    pdf_of(&["q 612 0 0 792 0 0 cm /Im Do Q".to_owned()], "")
}

/// A PDF that says it is encrypted.
pub fn encrypted_pdf() -> Vec<u8> {
    let encryption = "/Encrypt << /Filter /Standard /V 1 /R 2 /O <00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF> \
                      /U <0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF> /P -4 >> /ID [<01> <01>]";
    pdf_of(&["BT /F1 12 Tf 100 700 Td (secret) Tj ET".to_owned()], encryption)
}

fn pdf_of(contents: &[String], trailer: &str) -> Vec<u8> {
    let fonts =
        "/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> /F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>";
    let kids: Vec<String> = (0..contents.len()).map(|i| format!("{} 0 R", 4 + 2 * i)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {} /Kids [{}] >>", contents.len(), kids.join(" ")),
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\nA\nendstream"
            .to_owned(),
    ];
    for (index, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R /Resources << /Font << {fonts} >> /XObject << /Im 3 0 R >> >> >>",
            5 + 2 * index
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len() + 1));
    }
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let start = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(out, "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
}

/// An archive of members.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a member begins");
        writer.write_all(bytes).expect("a member is written");
    }
    writer.finish().expect("the archive is written").into_inner()
}

const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// A DOCX with a body, a header and a footer of the first page, a running header, a list and a footnote.
pub fn docx(body: &str) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let relations = |inner: &str| {
        format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>")
    };
    let parts = [
        ("h1", "header", "header1.xml"),
        ("h2", "header", "header2.xml"),
        ("f1", "footer", "footer1.xml"),
        ("n", "numbering", "numbering.xml"),
        ("fn", "footnotes", "footnotes.xml"),
    ];
    let inner: String = parts.iter().map(|(id, kind, target)| relation(id, kind, target)).collect();
    let section = "<w:sectPr><w:headerReference w:type=\"first\" r:id=\"h1\"/><w:headerReference w:type=\"default\" r:id=\"h2\"/>\
                   <w:footerReference w:type=\"first\" r:id=\"f1\"/><w:titlePg/></w:sectPr>";
    let document = format!("<w:document {WORD}><w:body>{body}{section}</w:body></w:document>");
    let page = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/>\
                </w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let header = format!(
        "<w:hdr {WORD}><w:tbl><w:tr><w:tc><w:p><w:r><w:t>United Nations</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>A/75/999</w:t></w:r></w:p>\
         </w:tc></w:tr></w:tbl><w:p><w:r><w:t>Distr.: General</w:t></w:r></w:p><w:p>{page}</w:p></w:hdr>"
    );
    let running = format!("<w:hdr {WORD}><w:p><w:r><w:t>running A/75/999</w:t></w:r></w:p></w:hdr>");
    let footer = format!("<w:ftr {WORD}><w:p><w:r><w:t>21-01234 (E)</w:t></w:r></w:p><w:p><w:r><w:t>*2101234*</w:t></w:r></w:p></w:ftr>");
    let numbering = format!(
        "<w:numbering {WORD}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>\
         <w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"(%2)\"/>\
         </w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    );
    let notes = format!(
        "<w:footnotes {WORD}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:t>____</w:t></w:r></w:p></w:footnote>\
         <w:footnote w:id=\"1\"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> See A/RES/59/50.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let root = relations(&relation("d", "officeDocument", "word/document.xml"));
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("word/_rels/document.xml.rels", relations(&inner).as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/header1.xml", header.as_bytes()),
        ("word/header2.xml", running.as_bytes()),
        ("word/footer1.xml", footer.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
    ])
}
