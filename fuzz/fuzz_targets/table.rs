//! A table that is joined to a graph, with corrections: options, table and corrections are the parts of the input.
//! What is joined must load.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur::store::{Graph, Iris, reference};
use rapporteur::tables::columns::Type;
use rapporteur::tables::corrections::{self, Corrections};
use rapporteur::tables::matching::KeyKind;
use rapporteur::tables::read::Table;
use rapporteur::tables::{Request, join};
use rapporteur_fuzz::{knowledge, load, parts, ready};
use std::cell::OnceCell;

thread_local! {
    /// A few entities of each class; the whole gazetteer would be indexed for every input.
    static GRAPH: OnceCell<Graph> = const { OnceCell::new() };
}

fn graph() -> Graph {
    let quads = reference::quads(knowledge(), &Iris::default());
    let wanted = ["/id/state/TJK>", "/id/state/FRA>", "/id/organisation/CSTO>", "/id/organisation/UN>", "/id/place/paris>"];
    let lines = quads.text().lines().filter(|line| wanted.iter().any(|w| line.split(' ').next().is_some_and(|s| s.ends_with(w))));
    load(&lines.map(|line| format!("{line}\n")).collect::<String>())
}

/// `name,key column,kind,predicate,linked column,kind,column,type,condition column,value`
fn request(options: &str) -> Request {
    let mut fields = options.split('\n').map(str::to_owned);
    let mut next = || fields.next().unwrap_or_default();
    let (name, key, kind, predicate) = (next(), next(), next(), next());
    let (linked, linked_kind, typed, of, column, value) = (next(), next(), next(), next(), next(), next());
    Request {
        name,
        key,
        kind: KeyKind::named(&kind).unwrap_or(KeyKind::Name),
        class: None,
        predicate: Some(predicate).filter(|p| !p.is_empty()),
        columns: Vec::new(),
        linked: KeyKind::named(&linked_kind).map(|kind| (linked, kind)).into_iter().collect(),
        types: Type::named(&of).map(|of| (typed, of)).into_iter().collect(),
        conditions: Some((column, value)).filter(|(column, _)| !column.is_empty()).into_iter().collect(),
    }
}

fuzz_target!(init: ready(), |data: &[u8]| {
    let [options, table, filled] = parts::<3>(data).map(String::from_utf8_lossy);
    let Ok(table) = Table::parse(&table) else { return };
    let filled = Table::parse(&filled).and_then(|table| Corrections::of(&table)).unwrap_or_default();
    GRAPH.with(|kept| {
        if let Ok(joined) = join(kept.get_or_init(graph), &table, &request(&options), &filled) {
            load(joined.quads.text());
            let mut written = Vec::new();
            corrections::write(&joined.open, &mut written).expect("memory takes all");
            let again = Table::parse(&String::from_utf8(written).expect("UTF-8")).expect("a table that the program wrote");
            Corrections::of(&again).expect("with its columns");
        }
    });
});
