//! A text in any encoding through the whole extraction.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur_fuzz::{extract, ready, source};

fuzz_target!(init: ready(), |data: &[u8]| extract(&source("fuzz.txt", data.to_vec())));
