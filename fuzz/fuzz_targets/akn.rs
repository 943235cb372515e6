//! An AKN4UN file through the whole extraction: votes, sponsors and links of its markup reach the later stages.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur_fuzz::{extract, ready, source};

fuzz_target!(init: ready(), |data: &[u8]| {
    let mut source = source("fuzz.xml", [b"<!--akomaNtoso-->", data].concat());
    source.hints.trust_links = true;
    extract(&source);
});
