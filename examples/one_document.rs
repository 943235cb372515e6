//! Reads one document with the library and prints its facts as N-Quads:
//! `cargo run --example one_document -- letter.txt [DATA_FOLDER]`

#![allow(clippy::print_stdout)]

use rapporteur::knowledge::Knowledge;
use rapporteur::model::{Hints, Source};
use rapporteur::pipeline::process;
use rapporteur::store::Iris;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: one_document FILE [DATA_FOLDER]")?;
    let data = arguments.next();
    let knowledge = Knowledge::load(data.as_deref().map(Path::new))?;
    let source = Source { bytes: std::fs::read(&path)?, path, hints: Hints::default() };
    let outcome = process(&source, &knowledge, &Iris::default());
    for problem in &outcome.problems {
        eprintln!("{}: {}", problem.path, problem.message);
    }
    print!("{}", outcome.quads.map(|q| q.text().to_owned()).unwrap_or_default());
    Ok(())
}
