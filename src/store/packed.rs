//! The packed files of a graph directory, quads and texts: written under names that are digests of what is in them, and
//! read back.

use super::directory::{GraphDirectory, QUADS, StoreError, TEXTS};
use super::manifest::Shard;
use super::quads::Quads;
use crate::model::digest::short_hex;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_128;

impl GraphDirectory {
    /// Writes quads to a file named by their digest; the same quads give the same bytes.
    pub fn write_shard(&self, quads: &Quads) -> Result<Shard, StoreError> {
        self.write_packed(QUADS, ".nq.gz", quads.text().as_bytes(), quads.len())
    }

    /// Writes the text of a document.
    pub fn write_text(&self, text: &[u8]) -> Result<Shard, StoreError> {
        self.write_packed(TEXTS, ".txt.gz", text, 0)
    }

    fn write_packed(&self, folder: &str, ending: &str, bytes: &[u8], quads: usize) -> Result<Shard, StoreError> {
        let file = format!("{}{ending}", short_hex(&Sha256::digest(bytes)));
        let path = self.path().join(folder).join(&file);
        let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 8), Compression::new(1));
        encoder.write_all(bytes).map_err(StoreError::io(&path))?;
        let packed = encoder.finish().map_err(StoreError::io(&path))?;
        // What lies there under the name may be damaged.
        if fs::read(&path).ok().as_ref() != Some(&packed) {
            self.write_unsynced(&path, &packed)?;
        }
        Ok(Shard { file, quads, bytes: packed.len() as u64, sum: sum(&packed) })
    }

    /// Whether a file of quads lies there as it was written.
    #[must_use]
    pub fn has_shard(&self, shard: &Shard) -> bool {
        self.is_whole(QUADS, shard)
    }

    /// Whether a text lies there as it was written.
    #[must_use]
    pub fn has_text(&self, text: &Shard) -> bool {
        self.is_whole(TEXTS, text)
    }

    fn is_whole(&self, folder: &str, shard: &Shard) -> bool {
        fs::read(self.path().join(folder).join(&shard.file))
            .is_ok_and(|bytes| bytes.len() as u64 == shard.bytes && sum(&bytes) == shard.sum)
    }

    /// Reads a file of quads back.
    pub fn read_shard(&self, shard: &Shard) -> Result<String, StoreError> {
        let mut text = String::new();
        self.open_shard(shard)?.read_to_string(&mut text).map_err(|e| self.damaged_shard(shard, &e))?;
        Ok(text)
    }

    /// Reads a file of quads line by line.
    pub fn open_shard(&self, shard: &Shard) -> Result<impl BufRead + use<>, StoreError> {
        let path = self.path().join(QUADS).join(&shard.file);
        self.open_packed(&path).map_err(|e| self.damaged_shard(shard, &e))
    }

    /// Reads the text of a document back.
    pub fn read_text(&self, text: &Shard) -> Result<String, StoreError> {
        self.read_text_file(&text.file)
    }

    /// The same by the name of its file.
    pub fn read_text_file(&self, file: &str) -> Result<String, StoreError> {
        let path = self.path().join(TEXTS).join(file);
        let mut read = String::new();
        let opened = self.open_packed(&path).and_then(|mut file| file.read_to_string(&mut read));
        opened.map_err(StoreError::io(&path))?;
        Ok(read)
    }

    fn open_packed(&self, path: &Path) -> io::Result<impl BufRead + use<>> {
        let file = File::open(path)?;
        // An empty file unpacks to nothing without an error.
        if file.metadata()?.len() == 0 {
            return Err(io::Error::new(ErrorKind::UnexpectedEof, "the file is empty"));
        }
        Ok(BufReader::with_capacity(1 << 15, MultiGzDecoder::new(file)))
    }

    /// Writes one of many files, which are made safe together later.
    fn write_unsynced(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let mut file = self.temporary(path.parent().unwrap_or(self.path()))?;
        file.write_all(bytes).map_err(StoreError::io(path))?;
        file.persist(path).map_err(|e| StoreError::io(path)(e.error))?;
        Ok(())
    }
}

fn sum(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}
