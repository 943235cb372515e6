//! An archive as it comes; or, behind a plus sign, one made of names and contents in turn, whose checksums are right.
//! Every member is read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur::read::documents;
use rapporteur_fuzz::{SEPARATOR, archive, file, forgive_libraries, read};

fuzz_target!(init: forgive_libraries(), |data: &[u8]| {
    let bytes = match data.strip_prefix(b"+") {
        Some(rest) => {
            let pieces: Vec<&[u8]> = rest.split(|b| *b == SEPARATOR).collect();
            let names: Vec<_> = pieces.chunks(2).map(|pair| String::from_utf8_lossy(pair[0])).collect();
            let contents = pieces.chunks(2).map(|pair| pair.get(1).copied().unwrap_or_default());
            archive(&names.iter().map(|n| n.as_ref()).zip(contents).collect::<Vec<_>>())
        }
        None => data.to_vec(),
    };
    documents(&file("fuzz.zip", &bytes)).flatten().for_each(|source| read(&source));
});
