//! A page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur_fuzz::{read, source};

fuzz_target!(|data: &[u8]| read(&source("fuzz.html", [b"<!doctype html>", data].concat())));
