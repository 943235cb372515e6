//! A PDF, read in this process. What unpdf panics at is caught by the reader; what exhausts the stack ends the process
//! that reads apart, and here the fuzzer.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use rapporteur_fuzz::{forgive_libraries, read, source};

fuzz_target!(init: forgive_libraries(), |data: &[u8]| -> Corpus {
    if !data.starts_with(b"%PDF-") {
        return Corpus::Reject;
    }
    read(&source("fuzz.pdf", data.to_vec()));
    Corpus::Keep
});
