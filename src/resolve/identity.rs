//! One address for every person: what copies prove (the same turn, seat, signature, or post) joins the names of one, and
//! the name of the best copy is that of all.
//!
//! Never by a name alone; never two whom one copy tells apart.

use super::alignment::Numbers;
use super::people::likeness;
use super::ties::{Ties, holder};
use std::collections::{BTreeMap, BTreeSet};

/// As alike as names must be whose only proof is a post: spellings of other scripts are far apart.
const ALIKE_IN_POST: f64 = 0.3;

/// The persons of many copies, with the one whose name each gets; those who keep theirs are left out.
#[must_use]
pub fn names(copies: &[&Ties], parts: &[BTreeMap<String, Numbers>]) -> BTreeMap<String, String> {
    let mut groups = Groups::of(copies);
    for (proof, pairs) in proofs(copies, parts) {
        let weak = proof.starts_with("post ");
        for pair in pairs.iter().collect::<Vec<_>>().windows(2) {
            let name = |person: &str| person.rsplit('/').next().unwrap_or_default().replace('-', " ");
            if !weak || likeness(&name(pair[0]), &name(pair[1])) >= ALIKE_IN_POST {
                groups.join(pair[0], pair[1]);
            }
        }
    }
    groups.names()
}

/// Each proof with the persons whom it proves to be one; the strong ones first. A proof that fits two persons of a copy
/// proves nothing.
fn proofs(copies: &[&Ties], parts: &[BTreeMap<String, Numbers>]) -> Vec<(String, BTreeSet<String>)> {
    let mut found: BTreeMap<(u8, String), Option<BTreeSet<String>>> = BTreeMap::new();
    for (ties, renumbered) in copies.iter().zip(parts) {
        let mut own: BTreeMap<(u8, String), BTreeSet<&str>> = BTreeMap::new();
        for (series, all) in &ties.parts {
            for turn in all {
                let number = renumbered.get(series).and_then(|numbers| numbers.get(&turn.number)).copied().unwrap_or(Some(turn.number));
                if let (Some(number), [speaker]) = (number, turn.speakers.as_slice()) {
                    own.entry((1, format!("turn {series}{number}"))).or_default().insert(speaker);
                }
            }
        }
        for (proof, person) in &ties.proofs {
            let weak = proof.starts_with("post ");
            // A post proves whom it names within one document alone.
            let proof = if weak { format!("{proof} {}", ties.document) } else { proof.clone() };
            own.entry((if weak { 2 } else { 0 }, proof)).or_default().insert(person);
        }
        for (proof, persons) in own {
            let known = found.entry(proof).or_insert_with(|| Some(BTreeSet::new()));
            match (persons.len(), known.as_mut()) {
                (1, Some(known)) => known.extend(persons.into_iter().map(str::to_owned)),
                (_, _) => *known = None,
            }
        }
    }
    found.into_iter().filter_map(|((_, proof), persons)| persons.filter(|p| p.len() > 1).map(|p| (proof, p))).collect()
}

/// Persons who are one, with the copies that know each.
struct Groups {
    index: BTreeMap<String, usize>,
    parent: Vec<usize>,
    /// Members of each group, under its first.
    members: Vec<Vec<usize>>,
    /// The copies in which a person stands, and the best language of them.
    copies: Vec<BTreeSet<usize>>,
    rank: Vec<usize>,
}

impl Groups {
    fn of(copies: &[&Ties]) -> Self {
        let mut known: BTreeMap<String, (BTreeSet<usize>, usize)> = BTreeMap::new();
        for (at, ties) in copies.iter().enumerate() {
            for person in &ties.persons {
                let entry = known.entry(person.clone()).or_insert_with(|| (BTreeSet::new(), usize::MAX));
                entry.0.insert(at);
                entry.1 = entry.1.min(super::language_rank(&ties.language));
            }
        }
        let index = known.keys().enumerate().map(|(i, person)| (person.clone(), i)).collect();
        let count = known.len();
        let (copies, rank) = known.into_values().unzip();
        Self { index, parent: (0..count).collect(), members: (0..count).map(|i| vec![i]).collect(), copies, rank }
    }

    fn root(&self, mut at: usize) -> usize {
        while self.parent[at] != at {
            at = self.parent[at];
        }
        at
    }

    /// Joins two, unless a copy knows members of both.
    fn join(&mut self, a: &str, b: &str) {
        let (Some(&a), Some(&b)) = (self.index.get(a), self.index.get(b)) else { return };
        let (a, b) = (self.root(a), self.root(b));
        if a == b || !self.copies[a].is_disjoint(&self.copies[b]) {
            return;
        }
        let (into, from) = if a < b { (a, b) } else { (b, a) };
        self.parent[from] = into;
        let moved = std::mem::take(&mut self.members[from]);
        self.members[into].extend(moved);
        let copies = std::mem::take(&mut self.copies[from]);
        self.copies[into].extend(copies);
    }

    /// Who gets whose name.
    fn names(&self) -> BTreeMap<String, String> {
        let persons: Vec<&String> = self.index.keys().collect();
        let mut renamed = BTreeMap::new();
        for group in self.members.iter().filter(|group| group.len() > 1) {
            // A holder that is known, a Latin original, the fullest name, the first of the alphabet.
            let rank = |&at: &usize| {
                let person = persons[at].as_str();
                let known = !holder(person).contains('/');
                let parts = person.matches('-').count();
                (std::cmp::Reverse(known), self.rank[at], std::cmp::Reverse(parts), person)
            };
            let Some(best) = group.iter().min_by_key(|at| rank(at)) else { continue };
            for at in group.iter().filter(|at| *at != best) {
                renamed.insert(persons[*at].clone(), persons[*best].clone());
            }
        }
        renamed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(language: &str, proofs: &[(&str, &str)]) -> Ties {
        let own = |(proof, person): &(&str, &str)| ((*proof).to_owned(), (*person).to_owned());
        Ties {
            language: language.to_owned(),
            persons: proofs.iter().map(|(_, person)| (*person).to_owned()).collect(),
            proofs: proofs.iter().map(own).collect(),
            ..Ties::default()
        }
    }

    fn joined(copies: &[Ties]) -> BTreeMap<String, String> {
        let copies: Vec<&Ties> = copies.iter().collect();
        names(&copies, &vec![BTreeMap::new(); copies.len()])
    }

    #[test]
    fn a_seat_joins_the_spellings_of_two_languages() {
        let copies = [copy("zh", &[("seat m JOR", "JOR/beita")]), copy("en", &[("seat m JOR", "JOR/beta")])];
        assert_eq!(joined(&copies), BTreeMap::from([("JOR/beita".to_owned(), "JOR/beta".to_owned())]));
        let reversed = [copies[1].clone(), copies[0].clone()];
        assert_eq!(joined(&copies), joined(&reversed));
    }

    #[test]
    fn whom_a_copy_tells_apart_are_two() {
        let copies = [
            copy("en", &[("seat m JOR", "JOR/beta"), ("signed d JOR", "JOR/gamma")]),
            copy("ru", &[("seat m JOR", "JOR/beta"), ("signed d JOR", "JOR/beta")]),
        ];
        assert!(joined(&copies).is_empty());
    }
}
