//! Rows of a manifest; what the first of them say of a short text is taken through the extraction.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur::build::hints_of;
use rapporteur_fuzz::{extract, ready, source};

const TEXT: &str = "United Nations S/RES/2535 (2020)\nResolution 2535 (2020)\nAdopted by the Security Council on 14 July 2020\n\n\
                    The Security Council,\n\nRecalling resolution 2250 (2015),\n\n1. Decides to remain seized of the matter.\n";

fuzz_target!(init: ready(), |data: &[u8]| {
    let Ok(rows) = hints_of(data) else { return };
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    for (path, hints) in rows.into_iter().take(4) {
        let mut source = source(&path, TEXT.as_bytes().to_vec());
        source.hints = hints;
        extract(&source);
    }
});
