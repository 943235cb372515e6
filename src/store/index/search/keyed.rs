//! Lists of numbers by word: the words are keys of a finite-state transducer, in which a prefix is a range and a slip of
//! the pen an automaton; the lists stand in the order of the words, so that those of a range lie side by side.

use super::runs::{Runs, put_list};
use crate::store::index::file::{Bytes, Output, damaged};
use crate::store::index::section::{Cursor, Section, Writer};
use fst::{Automaton, IntoStreamer, Map, MapBuilder, Streamer};
use serde::{Deserialize, Serialize};
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

/// Where the parts lie.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Description {
    keys: Section,
    lists: Section,
}

/// Writes the words of runs.
pub fn write(runs: Runs, folder: &Path, out: &mut Output<'_>) -> io::Result<Description> {
    let mut keys = MapBuilder::new(BufWriter::new(tempfile::tempfile_in(folder)?)).map_err(failed)?;
    let mut lists = Writer::new(out);
    let mut list = Vec::new();
    runs.finish(|word, numbers| {
        keys.insert(word, lists.at()).map_err(failed)?;
        list.clear();
        put_list(numbers, &mut list);
        lists.write_all(&list)
    })?;
    let lists = lists.finish()?;
    let mut file = keys.into_inner().map_err(failed)?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    let mut keys = Writer::new(out);
    io::copy(&mut file, &mut keys)?;
    Ok(Description { keys: keys.finish()?, lists })
}

fn failed(error: fst::Error) -> io::Error {
    match error {
        fst::Error::Io(error) => error,
        fst::Error::Fst(_) => damaged(),
    }
}

/// Reads lists by their words.
#[derive(Debug)]
pub struct Keyed {
    keys: Map<Vec<u8>>,
    lists: Section,
}

impl Keyed {
    pub fn open(description: Description, file: &Bytes) -> io::Result<Self> {
        let keys = Map::new(description.keys.whole(file)?).map_err(failed)?;
        Ok(Self { keys, lists: description.lists })
    }

    /// The numbers of all words that an automaton takes, sorted; no more once there are so many words, or so many numbers.
    pub fn numbers(&self, automaton: impl Automaton, words: usize, most: usize, file: &Bytes) -> io::Result<Vec<u32>> {
        let mut stream = self.keys.search(automaton).into_stream();
        let mut cursor = Cursor::new(&self.lists, file);
        let (mut found, mut taken) = (Vec::new(), 0);
        while let Some((_, at)) = stream.next() {
            cursor.seek(at);
            let mut last = 0;
            for _ in 0..cursor.number()? {
                last += u32::try_from(cursor.number()?).map_err(|_| damaged())?;
                found.push(last);
            }
            taken += 1;
            if found.len() > most || taken >= words {
                break;
            }
        }
        if taken > 1 {
            found.sort_unstable();
            found.dedup();
        }
        Ok(found)
    }
}
