//! Persons of a document: which names are one person.
//!
//! Two names are one person where the holder (state or organisation) is the same, the posts do not differ and the
//! names are alike; never by name alone. Left out: joining persons who changed post between documents.

use crate::model::spelling::edit_distance;
use crate::model::{Entity, Kind};
use std::sync::Arc;

/// A person's name at one place, with what the place says of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    pub name: String,
    pub holder: Option<Entity>,
    pub post: Option<Arc<str>>,
}

/// One person of the document.
#[derive(Debug, Clone)]
pub struct Person {
    pub entity: Entity,
    pub holder: Option<Entity>,
    pub posts: Vec<Arc<str>>,
    /// Names as printed with how often each was seen.
    pub names: Vec<(String, usize)>,
}

#[derive(Debug, Default)]
pub struct People {
    persons: Vec<Person>,
}

/// Names this alike are one name in two transliterations.
pub const ALIKE: f64 = 0.6;

/// As alike as names must be where the post is the same.
const ALIKE_IN_POST: f64 = 0.55;

impl People {
    /// Joins sightings, in the order in which they come, and names each person after the fullest form.
    #[must_use]
    pub fn gather(sightings: &[Sighting], document: &Entity, latin: &dyn Fn(&str) -> String) -> Self {
        let mut people = Self::default();
        for sighting in sightings {
            people.add(sighting);
        }
        for person in &mut people.persons {
            let whose = person.holder.as_ref().map_or(&document.key, |h| &h.key);
            person.entity = Entity::new(Kind::Person, format!("{whose}/{}", latin(fullest(&person.names))));
        }
        people
    }

    fn add(&mut self, sighting: &Sighting) {
        if let Some(at) = self.position(&sighting.name, sighting.holder.as_ref(), sighting.post.as_deref()) {
            let person = &mut self.persons[at];
            match person.names.iter_mut().find(|(n, _)| *n == sighting.name) {
                Some((_, count)) => *count += 1,
                None => person.names.push((sighting.name.clone(), 1)),
            }
            if person.holder.is_none() {
                person.holder.clone_from(&sighting.holder);
            }
            if let Some(post) = sighting.post.as_ref() {
                // The post with its portfolio takes the place of the bare one.
                person.posts.retain(|p| !is_portfolio(p, post));
                if !person.posts.iter().any(|p| is_same_post(p, post)) {
                    person.posts.push(post.clone());
                }
            }
        } else {
            self.persons.push(Person {
                entity: Entity::new(Kind::Person, ""),
                holder: sighting.holder.clone(),
                posts: sighting.post.iter().cloned().collect(),
                names: vec![(sighting.name.clone(), 1)],
            });
        }
    }

    /// The one person that a name with a holder and a post may be.
    fn position(&self, name: &str, holder: Option<&Entity>, post: Option<&str>) -> Option<usize> {
        let fits = |p: &Person| {
            let holders = p.holder.is_none() || holder.is_none() || p.holder.as_ref() == holder;
            let posts = p.posts.is_empty() || post.is_none_or(|post| p.posts.iter().any(|q| is_same_post(q, post)));
            holders && posts
        };
        let shares_post = |p: &Person| post.is_some_and(|post| p.posts.iter().any(|q| is_same_post(q, post)));
        let candidates: Vec<(usize, f64)> = self
            .persons
            .iter()
            .enumerate()
            .filter(|(_, p)| fits(p))
            .map(|(i, p)| (i, p.names.iter().map(|(n, _)| likeness(n, name)).fold(0.0, f64::max)))
            .filter(|&(i, alike)| alike >= if shares_post(&self.persons[i]) { ALIKE_IN_POST } else { ALIKE })
            .collect();
        let best = candidates.iter().map(|c| c.1).fold(0.0, f64::max);
        let mut at_best = candidates.iter().filter(|c| c.1 >= best);
        match (at_best.next(), at_best.next()) {
            (Some(&(at, _)), None) => Some(at),
            _ => None,
        }
    }

    /// The person that a name means, given what else is known at that place.
    #[must_use]
    pub fn find(&self, name: &str, holder: Option<&Entity>, post: Option<&str>) -> Option<&Person> {
        self.position(name, holder, post).map(|i| &self.persons[i])
    }

    /// The post as fully as the document names it for this person: with its portfolio.
    #[must_use]
    pub fn full_post(&self, person: &Entity, post: &Arc<str>) -> Arc<str> {
        let known = self.persons.iter().find(|p| p.entity == *person);
        let full = known.and_then(|p| p.posts.iter().find(|q| is_portfolio(post, q)));
        full.unwrap_or(post).clone()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.persons.iter()
    }
}

/// Whether a code is that of a post (`assistant-secretary-general`) with a portfolio (`…-for-peacebuilding-support`).
fn is_portfolio(post: &str, of: &str) -> bool {
    of.strip_prefix(post).is_some_and(|rest| rest.starts_with("-for-"))
}

/// Whether two codes can be one post, with its portfolio or without.
fn is_same_post(a: &str, b: &str) -> bool {
    a == b || is_portfolio(a, b) || is_portfolio(b, a)
}

/// The form that says most: given name and surname before a surname alone, then the most frequent, then the first.
fn fullest(names: &[(String, usize)]) -> &str {
    let rank = |(name, count): &(String, usize)| (name.contains(['\u{B7}', ' ']), *count);
    let mut best = &names[0];
    for candidate in &names[1..] {
        if rank(candidate) > rank(best) {
            best = candidate;
        }
    }
    &best.0
}

/// How alike two names are, 0 to 1: of the whole names, or of the surnames where one lacks the given name.
#[must_use]
pub fn likeness(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let surname = |name: &str| name.rsplit(['\u{B7}', ' ']).next().unwrap_or(name).to_owned();
    let is_full = |name: &str| name.contains(['\u{B7}', ' ']);
    let parts = if is_full(a) == is_full(b) { similarity(a, b) } else { 0.95 * similarity(&surname(a), &surname(b)) };
    let short = |name: &str| surname(name).chars().count() <= 3;
    // Short names differ in meaning when they differ in a character.
    if (short(a) || short(b)) && surname(a) != surname(b) && !(is_full(a) && is_full(b)) { 0.0 } else { parts }
}

/// One minus the edit distance over the length.
fn similarity(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longest = a.len().max(b.len()).max(1);
    1.0 - edit_distance(&a, &b) as f64 / longest as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sighting(name: &str, holder: &str, post: &str) -> Sighting {
        let holder = (!holder.is_empty()).then(|| Entity::organisation(holder));
        Sighting { name: name.to_owned(), holder, post: (!post.is_empty()).then(|| post.into()) }
    }

    #[test]
    fn joins_spellings_of_one_holder() {
        let sightings = [
            sighting("Imangali Tasmagambetov", "CSTO", "secretary-general"),
            sighting("Tasmagambietov", "", ""),
            sighting("Tasmaghambetov", "CSTO", ""),
        ];
        let people = People::gather(&sightings, &Entity::document("S/PV.1"), &|name| name.to_lowercase().replace(' ', "-"));
        assert_eq!(people.iter().count(), 1);
        assert_eq!(&*people.iter().next().unwrap().entity.key, "CSTO/imangali-tasmagambetov");
    }

    #[test]
    fn keeps_apart_who_only_shares_a_name() {
        let sightings = [
            sighting("Aliyev", "AZE", "representative"),
            sighting("Ilham Aliyev", "AZE", "president"),
            sighting("Aliyev", "KAZ", "representative"),
        ];
        assert_eq!(
            People::gather(&sightings, &Entity::document("S/PV.1"), &|name| name.to_lowercase().replace(' ', "-")).iter().count(),
            3
        );
    }
}
