//! What was read last, in two generations: when the young one is full it becomes the old one, and what nobody asked for
//! since is forgotten.

use rustc_hash::FxHashMap;
use std::hash::Hash;
use std::io;
use std::mem;
use std::sync::{Mutex, PoisonError};

#[derive(Debug)]
pub struct Cache<K, V> {
    generations: Mutex<[FxHashMap<K, V>; 2]>,
    most: usize,
}

impl<K: Hash + Eq + Copy, V: Clone> Cache<K, V> {
    pub fn new(most: usize) -> Self {
        Self { generations: Mutex::new([FxHashMap::default(), FxHashMap::default()]), most }
    }

    /// What is remembered, or else what is read.
    pub fn get(&self, key: K, read: impl FnOnce() -> io::Result<V>) -> io::Result<V> {
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = generations[0].get(&key) {
            return Ok(known.clone());
        }
        let value = match generations[1].remove(&key) {
            Some(known) => known,
            None => {
                drop(generations);
                let value = read()?;
                generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
                value
            }
        };
        if generations[0].len() >= self.most {
            generations[1] = mem::take(&mut generations[0]);
        }
        generations[0].insert(key, value.clone());
        Ok(value)
    }
}
