//! Each stage of the flow on the sample documents, in bytes a second: `cargo bench`.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use rapporteur::extract::{Reading, extract};
use rapporteur::knowledge::Knowledge;
use rapporteur::model::{Hints, Source};
use rapporteur::normalise::normalise;
use rapporteur::recognise::assemble::assemble;
use rapporteur::segment::segment;
use rapporteur::store::{Iris, quads};
use std::sync::LazyLock;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(None).expect("the data files load"));
static SAMPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/samples");
    let files = std::fs::read_dir(folder).expect("the samples are here").flatten().map(|e| e.path());
    let texts = files.filter(|f| f.extension().is_some_and(|e| e == "txt"));
    texts.map(|f| std::fs::read_to_string(f).expect("they are UTF-8")).collect()
});

fn main() {
    LazyLock::force(&KNOWLEDGE);
    divan::main();
}

fn bytes() -> BytesCount {
    BytesCount::new(SAMPLES.iter().map(String::len).sum::<usize>())
}

#[divan::bench]
fn load_knowledge(bencher: Bencher<'_, '_>) {
    bencher.bench(|| Knowledge::load(None));
}

#[divan::bench]
fn read_bytes(bencher: Bencher<'_, '_>) {
    let sources: Vec<Source> =
        SAMPLES.iter().map(|t| Source { path: String::new(), bytes: t.clone().into_bytes(), hints: Hints::default() }).collect();
    bencher.counter(bytes()).bench(|| sources.iter().map(|s| rapporteur::read::read(black_box(s)).is_ok()).filter(|ok| *ok).count());
}

#[divan::bench]
fn normalise_text(bencher: Bencher<'_, '_>) {
    bencher.counter(bytes()).bench(|| SAMPLES.iter().map(|t| normalise(black_box(t).clone()).content.len()).sum::<usize>());
}

#[divan::bench]
fn segment_text(bencher: Bencher<'_, '_>) {
    let texts: Vec<_> = SAMPLES.iter().map(|t| normalise(t.clone())).collect();
    bencher
        .counter(bytes())
        .bench(|| texts.iter().map(|t| segment(black_box(t), &KNOWLEDGE, &Hints::default()).segments.len()).sum::<usize>());
}

#[divan::bench]
fn recognise_mentions(bencher: Bencher<'_, '_>) {
    bencher
        .counter(bytes())
        .with_inputs(|| {
            SAMPLES.iter().map(|t| normalise(t.clone())).map(|t| (segment(&t, &KNOWLEDGE, &Hints::default()), t)).collect::<Vec<_>>()
        })
        .bench_values(|inputs| {
            inputs.into_iter().map(|(outline, text)| assemble(text, outline, &KNOWLEDGE, &Hints::default()).0.mentions.len()).sum::<usize>()
        });
}

#[divan::bench]
fn extract_findings(bencher: Bencher<'_, '_>) {
    let documents = SAMPLES.iter().map(|t| normalise(t.clone())).map(|t| (segment(&t, &KNOWLEDGE, &Hints::default()), t));
    let documents: Vec<_> = documents.map(|(o, t)| assemble(t, o, &KNOWLEDGE, &Hints::default())).collect();
    bencher.counter(bytes()).bench(|| documents.iter().map(|(d, p)| extract(&Reading::new(d, p, &KNOWLEDGE)).all.len()).sum::<usize>());
}

#[divan::bench]
fn write_quads(bencher: Bencher<'_, '_>) {
    let texts: Vec<_> = SAMPLES.iter().map(|t| normalise(t.clone())).map(|t| (segment(&t, &KNOWLEDGE, &Hints::default()), t)).collect();
    let documents: Vec<_> = texts.into_iter().map(|(o, t)| assemble(t, o, &KNOWLEDGE, &Hints::default())).collect();
    let findings: Vec<_> = documents.iter().map(|(d, p)| extract(&Reading::new(d, p, &KNOWLEDGE))).collect();
    let iris = Iris::default();
    bencher
        .counter(bytes())
        .bench(|| documents.iter().zip(&findings).map(|((d, _), f)| quads::of_document(d, f, None, &iris).len()).sum::<usize>());
}
