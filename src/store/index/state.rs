//! Which files make up the index of which graph: `index/<stamp>.json` names them, where the stamp is that of the
//! manifest. Written before the manifest is, so that who reads finds the two in step or neither.

use super::Snapshot;
use super::file::{Bytes, Output};
use super::merge::{write_changes, write_together};
use super::search::{self, Places};
use super::segment::Segment;
use super::writer::{Intake, write_all};
use crate::store::directory::{GraphDirectory, StoreError};
use crate::store::iri::{DEFAULT_BASE, Iris};
use crate::store::manifest::{Manifest, Shard};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufWriter};
use std::path::{Path, PathBuf};

pub const FOLDER: &str = "index";

/// The files of an index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    segments: Vec<String>,
    /// Names the file that says which graphs a file of quads has.
    graphs: String,
    /// The files of names, by segment; empty where a segment touches none.
    #[serde(default)]
    names: Vec<String>,
    /// The files of words of the texts, and a digest of which texts they are to cover.
    #[serde(default)]
    texts: Vec<String>,
    #[serde(default)]
    covered: String,
}

/// The graphs that each file of quads has, as keys.
type ShardGraphs = BTreeMap<String, BTreeSet<String>>;

/// Opens the index of a stamp; `None` where there is none that can be read.
pub fn open(directory: &GraphDirectory, stamp: &str) -> Option<Snapshot> {
    let folder = directory.path().join(FOLDER);
    let state = read_state(&folder, stamp)?;
    open_all(&folder, &state).ok().map(Snapshot::new)
}

/// Where the files lie in which names and texts of a stamp are searched.
pub fn places(directory: &GraphDirectory, stamp: &str) -> Option<Places> {
    let folder = directory.path().join(FOLDER);
    let state = read_state(&folder, stamp)?;
    (state.names.len() == state.segments.len()).then_some(Places { folder, names: state.names, texts: state.texts })
}

fn read_state(folder: &Path, stamp: &str) -> Option<State> {
    serde_json::from_slice(&std::fs::read(folder.join(format!("{stamp}.json"))).ok()?).ok()
}

fn open_all(folder: &Path, state: &State) -> io::Result<Vec<Segment>> {
    state.segments.iter().map(|name| Segment::open(&folder.join(name))).collect()
}

/// An index in memory of lines of N-Quads.
pub fn in_memory(lines: impl Iterator<Item = Result<String, StoreError>>) -> Result<Snapshot, StoreError> {
    let folder = std::env::temp_dir();
    let failed = |error: io::Error| StoreError::Quads { path: "quads".into(), message: error.to_string() };
    let mut intake = Intake::new(&folder);
    for line in lines {
        intake.line(&line?, None).map_err(failed)?;
    }
    let mut bytes = Vec::new();
    write_all(intake, &folder, &mut Output::new(&mut bytes)).map_err(failed)?;
    Ok(Snapshot::new(vec![Segment::read(Bytes::Memory(bytes)).map_err(failed)?]))
}

/// Writes the index of a graph, from that of an earlier stamp where it helps.
///
/// # Errors
/// The index cannot be written, or a file of quads cannot be read.
pub fn write(directory: &GraphDirectory, manifest: &Manifest, stamp: &str, earlier: Option<&str>) -> Result<(), StoreError> {
    let folder = directory.path().join(FOLDER);
    std::fs::create_dir_all(&folder).map_err(StoreError::io(&folder))?;
    let shards = manifest.shards();
    let writer = Writer { directory, shards: &shards, folder };
    let before = read_state(&writer.folder, stamp).filter(|_| open(directory, stamp).is_some());
    let mut state = match &before {
        Some(state) => state.clone(),
        None => match earlier.and_then(|earlier| writer.changed(earlier).transpose()) {
            Some(state) => state?,
            None => writer.whole()?,
        },
    };
    writer.names(&mut state, &manifest.base)?;
    writer.texts(&mut state, manifest)?;
    if before.as_ref() == Some(&state) {
        return Ok(());
    }
    let text = serde_json::to_vec_pretty(&state).map_err(|e| StoreError::io(&writer.folder)(e.into()))?;
    directory.write_atomically(&writer.folder.join(format!("{stamp}.json")), &text)
}

/// Names of the files that the index of a stamp needs.
pub fn files(directory: &GraphDirectory, stamp: &str) -> BTreeSet<String> {
    let state = read_state(&directory.path().join(FOLDER), stamp).unwrap_or_default();
    let own = [state.graphs, format!("{stamp}.json")];
    state.segments.into_iter().chain(state.names).chain(state.texts).chain(own).filter(|name| !name.is_empty()).collect()
}

struct Writer<'w> {
    directory: &'w GraphDirectory,
    shards: &'w [&'w Shard],
    folder: PathBuf,
}

impl Writer<'_> {
    fn failed(&self) -> impl Fn(io::Error) -> StoreError + use<'_> {
        |error| StoreError::io(&self.folder)(error)
    }

    /// All quads anew.
    fn whole(&self) -> Result<State, StoreError> {
        let (mut intake, mut graphs) = (Intake::new(&self.folder), ShardGraphs::new());
        for shard in self.shards {
            graphs.insert(shard.file.clone(), self.take(shard, &mut intake, None)?);
        }
        let name = self.segment(|out| write_all(intake, &self.folder, out).map(|()| true))?;
        Ok(State { segments: name.into_iter().collect(), graphs: self.write_graphs(&graphs)?, ..State::default() })
    }

    /// What has changed since an earlier index; `None` where that is too much or there is none.
    fn changed(&self, earlier: &str) -> Result<Option<State>, StoreError> {
        let Some(mut state) = read_state(&self.folder, earlier) else { return Ok(None) };
        let known = std::fs::read(self.folder.join(&state.graphs)).ok().and_then(|text| serde_json::from_slice::<ShardGraphs>(&text).ok());
        let (Some(mut known), Ok(segments)) = (known, open_all(&self.folder, &state)) else { return Ok(None) };
        let present: BTreeSet<&str> = self.shards.iter().map(|shard| shard.file.as_str()).collect();
        let (new, kept): (Vec<&Shard>, Vec<&Shard>) = self.shards.iter().partition(|shard| !known.contains_key(&shard.file));
        let sizes: Vec<u64> = segments.iter().map(Segment::size).collect();
        let (first, later) = sizes.split_first().map_or((0, 0), |(first, later)| (*first, later.iter().sum::<u64>()));
        let arriving: usize = new.iter().map(|shard| shard.quads).sum();
        // Beyond that, going through everything once costs less than carrying the changes along.
        if (arriving as u64 + later) * 2 > first {
            return Ok(None);
        }
        let old = Snapshot::new(segments);
        let mut intake = Intake::new(&self.folder);
        let mut affected: BTreeSet<String> =
            known.iter().filter(|(file, _)| !present.contains(file.as_str())).flat_map(|(_, graphs)| graphs.clone()).collect();
        known.retain(|file, _| present.contains(file.as_str()));
        for shard in new {
            let graphs = self.take(shard, &mut intake, None)?;
            affected.extend(graphs.iter().cloned());
            known.insert(shard.file.clone(), graphs);
        }
        // Files that have a part in the same graphs.
        for shard in kept {
            if known.get(&shard.file).is_some_and(|graphs| !graphs.is_disjoint(&affected)) {
                self.take(shard, &mut intake, Some(&affected))?;
            }
        }
        state.segments.extend(self.segment(|out| write_changes(&old, intake, &affected, &self.folder, out))?);
        drop(old);
        let before = state.segments.clone();
        self.put_together(&mut state)?;
        let same = before.iter().zip(&state.segments).take_while(|(old, new)| old == new).count();
        state.names.truncate(same);
        state.graphs = self.write_graphs(&known)?;
        Ok(Some(state))
    }

    /// Puts the latest segments together while the last is not much smaller than the one before it.
    fn put_together(&self, state: &mut State) -> Result<(), StoreError> {
        while state.segments.len() > 2 {
            let pair = state.segments.split_off(state.segments.len() - 2);
            let open = || pair.iter().map(|name| Segment::open(&self.folder.join(name))).collect::<io::Result<Vec<_>>>();
            let segments = open().map_err(self.failed())?;
            if segments[1].size() * 4 < segments[0].size() {
                state.segments.extend(pair);
                break;
            }
            state.segments.extend(self.segment(|out| write_together(segments, &self.folder, out).map(|()| true))?);
        }
        Ok(())
    }

    /// Takes the quads of a file in, those of some graphs or all, and says which graphs it has.
    fn take(&self, shard: &Shard, intake: &mut Intake, only: Option<&BTreeSet<String>>) -> Result<BTreeSet<String>, StoreError> {
        let mut graphs = BTreeSet::new();
        let mut lines = self.directory.open_shard(shard)?;
        let mut line = String::new();
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::InvalidInput => self.directory.damaged_shard(shard, &error),
            _ => self.failed()(error),
        };
        loop {
            line.clear();
            if lines.read_line(&mut line).map_err(|e| self.directory.damaged_shard(shard, &e))? == 0 {
                return Ok(graphs);
            }
            let graph = intake.line(&line, only).map_err(failed)?;
            if !graphs.contains(graph) {
                graphs.insert(graph.to_owned());
            }
        }
    }

    /// The names that segments touch, for those that have no file of them.
    fn names(&self, state: &mut State, base: &str) -> Result<(), StoreError> {
        let known = state.names.iter().take_while(|name| name.is_empty() || self.folder.join(name).is_file()).count();
        state.names.truncate(known);
        let base = Iris::new(if base.is_empty() { DEFAULT_BASE } else { base });
        for last in known..state.segments.len() {
            let open = || state.segments[..=last].iter().map(|name| Segment::open(&self.folder.join(name))).collect::<io::Result<_>>();
            let index = Snapshot::new(open().map_err(self.failed())?);
            let write = |out: &mut Output<'_>| search::write_names(&index, base.base(), &self.folder, out).map_err(self.failed());
            state.names.push(self.file("names", write)?.unwrap_or_default());
        }
        Ok(())
    }

    /// The words of the texts, for those that no file covers.
    fn texts(&self, state: &mut State, manifest: &Manifest) -> Result<(), StoreError> {
        let texts = search::texts_of(manifest);
        let covered = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(format!("{texts:?}").as_bytes()));
        if state.covered == covered && state.texts.iter().all(|name| self.folder.join(name).is_file()) {
            return Ok(());
        }
        let (kept, new) = search::planned(&self.folder, &state.texts, &texts);
        (state.texts, state.covered) = (kept, covered);
        if !new.is_empty() {
            let write = |out: &mut Output<'_>| search::write_texts(self.directory, new, &self.folder, out).map(|()| true);
            state.texts.extend(self.file("texts", write)?);
        }
        Ok(())
    }

    fn segment(&self, write: impl FnOnce(&mut Output<'_>) -> io::Result<bool>) -> Result<Option<String>, StoreError> {
        self.file("index", |out| write(out).map_err(self.failed()))
    }

    /// Writes a file and names it by what is in it; none where there is nothing to write.
    fn file(&self, ending: &str, write: impl FnOnce(&mut Output<'_>) -> Result<bool, StoreError>) -> Result<Option<String>, StoreError> {
        let mut file = self.directory.temporary(&self.folder)?;
        let (is_written, name) = {
            let mut buffered = BufWriter::with_capacity(1 << 16, file.as_file_mut());
            let mut out = Output::new(&mut buffered);
            let is_written = write(&mut out)?;
            let name = format!("{}.{ending}", out.name());
            io::Write::flush(&mut buffered).map_err(self.failed())?;
            (is_written, name)
        };
        if is_written {
            file.persist(self.folder.join(&name)).map_err(|e| self.failed()(e.error))?;
        }
        Ok(is_written.then_some(name))
    }

    fn write_graphs(&self, graphs: &ShardGraphs) -> Result<String, StoreError> {
        let text = serde_json::to_vec(graphs).map_err(|e| self.failed()(e.into()))?;
        let name = format!("{:032x}.graphs.json", xxhash_rust::xxh3::xxh3_128(&text));
        self.directory.write_atomically(&self.folder.join(&name), &text)?;
        Ok(name)
    }
}
