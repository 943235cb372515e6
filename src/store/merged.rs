//! The lines of many sorted files as one sorted sequence without repetition, in memory that does not grow with them.

use super::directory::{GraphDirectory, StoreError};
use super::lines::triple;
use super::manifest::Shard;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::Path;

/// Files that are read at a time; many are merged to fewer first.
const AT_A_TIME: usize = 128;

type Lines = Box<dyn Iterator<Item = Result<String, StoreError>>>;

/// Gives each line of the files of a directory once, in ascending order; or each triple of them.
pub fn each_line<E: From<StoreError>>(
    directory: &GraphDirectory,
    shards: &[&Shard],
    with_graphs: bool,
    mut each: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let mut files = Vec::new();
    for some in shards.chunks(AT_A_TIME) {
        let lines = some.iter().map(|shard| lines_of(directory, shard, with_graphs)).collect::<Result<Vec<_>, _>>()?;
        files.push(lines);
    }
    while files.len() > 1 {
        let spilled = files.into_iter().map(|lines| spilled(lines, directory.path())).collect::<Result<Vec<_>, _>>()?;
        files = Vec::new();
        let mut spilled = spilled.into_iter().peekable();
        while spilled.peek().is_some() {
            files.push(spilled.by_ref().take(AT_A_TIME).collect());
        }
    }
    merge(files.pop().unwrap_or_default(), &mut each)
}

fn lines_of(directory: &GraphDirectory, shard: &Shard, with_graphs: bool) -> Result<Lines, StoreError> {
    let lines = directory.open_shard(shard)?.lines();
    let (directory, shard) = (directory.clone(), shard.clone());
    Ok(Box::new(lines.map(move |line| {
        let line = line.map_err(|e| directory.damaged_shard(&shard, &e))?;
        Ok(match triple(&line) {
            Some(triple) if !with_graphs => format!("{triple} ."),
            _ => line,
        })
    })))
}

fn merge<E: From<StoreError>>(mut files: Vec<Lines>, each: &mut impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut heads = BinaryHeap::new();
    for (number, lines) in files.iter_mut().enumerate() {
        heads.extend(lines.next().transpose()?.map(|line| Reverse((line, number))));
    }
    let mut last = String::new();
    while let Some(Reverse((line, number))) = heads.pop() {
        if line != last {
            each(&line)?;
            last = line;
        }
        heads.extend(files[number].next().transpose()?.map(|line| Reverse((line, number))));
    }
    Ok(())
}

/// Merges files to one, which has no name and is gone when it has been read.
fn spilled(files: Vec<Lines>, folder: &Path) -> Result<Lines, StoreError> {
    let failed = |error: io::Error| StoreError::io(folder)(error);
    let file = tempfile::tempfile_in(folder).or_else(|_| tempfile::tempfile()).map_err(failed)?;
    let mut out = GzEncoder::new(BufWriter::new(file), Compression::new(1));
    merge(files, &mut |line: &str| writeln!(out, "{line}").map_err(failed))?;
    let written = out.finish().and_then(|buffer| buffer.into_inner().map_err(io::IntoInnerError::into_error));
    let mut file = written.map_err(failed)?;
    file.rewind().map_err(failed)?;
    let folder = folder.to_owned();
    let lines = BufReader::new(MultiGzDecoder::new(BufReader::new(file))).lines();
    Ok(Box::new(lines.map(move |line| line.map_err(StoreError::io(&folder)))))
}
