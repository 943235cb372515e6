//! Floors that only rise: `tests/floors.csv` holds the least that each measure may be.

use crate::facts::root;
use std::collections::BTreeMap;

/// Compares measures with their floors; a measure without a floor is a failure too.
pub fn check(suite: &str, measures: &[(String, f64)]) {
    let mut floors: BTreeMap<String, f64> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(root("tests/floors.csv")).expect("tests/floors.csv is readable");
    for row in reader.deserialize::<(String, String, f64)>() {
        let (of, key, floor) = row.expect("rows are suite,measure,floor");
        if of == suite {
            floors.insert(key, floor);
        }
    }
    let mut below = Vec::new();
    for (key, value) in measures {
        match floors.get(key) {
            Some(floor) if value + 1e-9 < *floor => below.push(format!("{key}: {value:.4} is below its floor {floor:.4}")),
            Some(floor) if *value > floor + 0.02 => println!("{suite} {key}: {value:.4} is well above its floor {floor:.4}: raise it"),
            Some(_) => {}
            None => below.push(format!("{key}: {value:.4} has no floor in tests/floors.csv")),
        }
    }
    assert!(below.is_empty(), "{suite}:\n{}", below.join("\n"));
}

/// A share that is one where there was nothing to find.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
