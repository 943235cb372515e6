//! Which turn or counted paragraph of one copy of a document is which of another: by who speaks for whom, by what is done
//! and named in it, not by counting, so that a part that one copy has lost shifts nothing.
//!
//! The copies that have as many parts as most have count for all. A part that is in no such copy stays with its own.

use super::ties::{Part, Ties};
use std::collections::BTreeMap;

/// The number that a part of a copy has among all copies; `None` where it is in its own copy alone.
pub type Numbers = BTreeMap<u32, Option<u32>>;

/// Aligns the copies of every document: for each copy and series, the parts whose number changes.
#[must_use]
pub fn align(copies: &[&Ties]) -> Vec<BTreeMap<String, Numbers>> {
    let mut by_series: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, ties) in copies.iter().enumerate() {
        for series in ties.parts.keys() {
            by_series.entry(series).or_default().push(at);
        }
    }
    let mut found = vec![BTreeMap::new(); copies.len()];
    for (series, members) in by_series.into_iter().filter(|(_, members)| members.len() > 1) {
        let parts = |at: usize| copies[at].parts[series].as_slice();
        let as_many = |at: usize| members.iter().filter(|other| parts(**other).len() == parts(at).len()).count();
        let rank = |at: &usize| {
            let (many, length) = (as_many(*at), parts(*at).len());
            (std::cmp::Reverse((many, length)), super::language_rank(&copies[*at].language), *at)
        };
        let Some(spine) = members.iter().copied().min_by_key(rank) else { continue };
        for &at in members.iter().filter(|at| **at != spine) {
            let numbers = numbers(parts(spine), parts(at));
            if !numbers.is_empty() {
                found[at].insert(series.to_owned(), numbers);
            }
        }
    }
    found
}

/// The parts of a copy that have another number in the spine, or none.
fn numbers(spine: &[Part], own: &[Part]) -> Numbers {
    let pairs = pairs(spine, own);
    let mut numbers = Numbers::new();
    for (at, turn) in own.iter().enumerate() {
        let number = pairs.get(&at).map(|&s| spine[s].number);
        if number != Some(turn.number) {
            numbers.insert(turn.number, number);
        }
    }
    numbers
}

/// How well two parts fit; zero where they cannot be one.
fn fit(a: &Part, b: &Part) -> u32 {
    let shared = |a: &[String], b: &[String]| a.iter().filter(|x| b.contains(x)).count() as u32;
    let sides = shared(&a.sides, &b.sides);
    if sides == 0 && !a.sides.is_empty() && !b.sides.is_empty() {
        return 0;
    }
    let action = match (a.action.as_str(), b.action.as_str()) {
        (a, b) if a == b && !a.is_empty() => 16,
        ("", _) | (_, "") => 0,
        // A translator's choice, or another paragraph.
        _ => return 2 + shared(&a.anchors, &b.anchors).min(20),
    };
    8 + action + 16 * sides.min(1) + 4 * u32::from(a.procedural == b.procedural) + shared(&a.anchors, &b.anchors).min(20)
}

/// The pairs of the best alignment in order, by the place in `own`.
fn pairs(spine: &[Part], own: &[Part]) -> BTreeMap<usize, usize> {
    // Copies that agree turn by turn need no search.
    if spine.len() == own.len() && spine.iter().zip(own).all(|(a, b)| fit(a, b) > 0) {
        return (0..own.len()).map(|i| (i, i)).collect();
    }
    let width = own.len() + 1;
    let mut best = vec![0u32; (spine.len() + 1) * width];
    for s in (0..spine.len()).rev() {
        for o in (0..own.len()).rev() {
            let fit = fit(&spine[s], &own[o]);
            let both = if fit > 0 { fit + best[(s + 1) * width + o + 1] } else { 0 };
            best[s * width + o] = both.max(best[(s + 1) * width + o]).max(best[s * width + o + 1]);
        }
    }
    let (mut s, mut o, mut pairs) = (0, 0, BTreeMap::new());
    while s < spine.len() && o < own.len() {
        let here = best[s * width + o];
        let fit = fit(&spine[s], &own[o]);
        if fit > 0 && here == fit + best[(s + 1) * width + o + 1] {
            pairs.insert(o, s);
            (s, o) = (s + 1, o + 1);
        } else if here == best[(s + 1) * width + o] {
            s += 1;
        } else {
            o += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(number: u32, side: &str, anchor: &str) -> Part {
        let listed = |word: &str| if word.is_empty() { Vec::new() } else { vec![word.to_owned()] };
        Part { number, sides: listed(side), anchors: listed(anchor), ..Part::default() }
    }

    #[test]
    fn a_lost_turn_shifts_nothing() {
        let spine = [turn(1, "chair", ""), turn(2, "JOR", "a"), turn(3, "chair", ""), turn(4, "TCD", "b")];
        let own = [turn(1, "chair", ""), turn(2, "chair", ""), turn(3, "TCD", "b")];
        let found = numbers(&spine, &own);
        assert_eq!(found.get(&3), Some(&Some(4)));
        assert!(found.values().all(Option::is_some), "{found:?}");
    }

    #[test]
    fn what_is_in_one_copy_alone_has_no_number() {
        let spine = [turn(1, "chair", ""), turn(2, "JOR", ""), turn(3, "TCD", "")];
        let own = [turn(1, "chair", ""), turn(2, "KEN", ""), turn(3, "TCD", "")];
        assert_eq!(numbers(&spine, &own), Numbers::from([(2, None)]));
    }
}
