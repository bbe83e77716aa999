//! Runs of findings in a temporary file, and their merger.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{BYTES, Item, RUN, Stored};

/// Runs on disk before they are merged to one.
const RUNS: usize = 256;

/// Bytes read at a time from each run.
const BUFFER: usize = 16 << 10;

fn lock(file: &Mutex<File>) -> MutexGuard<'_, File> {
    file.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sorted runs in a temporary file that is gone when the process is.
#[derive(Debug)]
pub(super) struct Disk {
    file: Arc<Mutex<File>>,
    end: u64,
    runs: Vec<Range<u64>>,
}

impl Disk {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            file: Arc::new(Mutex::new(tempfile::tempfile()?)),
            end: 0,
            runs: Vec::new(),
        })
    }

    /// Adds a run; merges the runs when there are too many.
    pub(super) fn add(&mut self, items: &[Item]) -> io::Result<()> {
        self.append(items)?;
        if self.runs.len() < RUNS {
            return Ok(());
        }
        let mut merged = Self::new()?;
        let (mut batch, mut bytes) = (Vec::new(), 0);
        for item in std::mem::replace(self, Self::new()?).merge()? {
            let item = item?;
            bytes += item.size();
            batch.push(item);
            if batch.len() == RUN || bytes >= BYTES {
                merged.append(&batch)?;
                batch.clear();
                bytes = 0;
            }
        }
        merged.append(&batch)?;
        let all = 0..merged.end;
        merged.runs = vec![all];
        *self = merged;
        Ok(())
    }

    /// Adds a run as it stands.
    pub(super) fn append<T: Stored>(&mut self, items: &[T]) -> io::Result<()> {
        let mut bytes = Vec::new();
        for item in items {
            item.encode(&mut bytes)?;
            bytes.push(b'\n');
        }
        let mut file = lock(&self.file);
        file.seek(SeekFrom::Start(self.end))?;
        file.write_all(&bytes)?;
        let start = self.end;
        self.end += bytes.len() as u64;
        self.runs.push(start..self.end);
        Ok(())
    }

    /// Hands each item to `visit`, run by run.
    pub(super) fn each<T: Stored>(
        &self,
        visit: &mut dyn FnMut(&T) -> io::Result<()>,
    ) -> io::Result<()> {
        for range in &self.runs {
            let mut reader = Reader::new(&self.file, range.clone());
            while let Some(item) = reader.item()? {
                visit(&item)?;
            }
        }
        Ok(())
    }

    /// All runs as one.
    pub(super) fn merge(self) -> io::Result<Merge> {
        let mut readers: Vec<Reader> = self
            .runs
            .iter()
            .map(|range| Reader::new(&self.file, range.clone()))
            .collect();
        let mut heads = BinaryHeap::with_capacity(readers.len());
        for (run, reader) in readers.iter_mut().enumerate() {
            if let Some(item) = reader.item()? {
                heads.push(Head { item, run });
            }
        }
        Ok(Merge { readers, heads })
    }
}

/// The first finding of a run that has not been given yet.
#[derive(Debug)]
struct Head {
    item: Item,
    run: usize,
}

impl Ord for Head {
    /// The least finding of the earliest run is the greatest head.
    fn cmp(&self, other: &Self) -> Ordering {
        let order = other.item.0.order(&self.item.0);
        order.then(other.run.cmp(&self.run))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Head {}

/// Findings of all runs, the least first.
#[derive(Debug)]
pub(super) struct Merge {
    readers: Vec<Reader>,
    heads: BinaryHeap<Head>,
}

impl Iterator for Merge {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        let head = self.heads.pop()?;
        match self.readers[head.run].item() {
            Ok(Some(item)) => self.heads.push(Head {
                item,
                run: head.run,
            }),
            Ok(None) => {}
            Err(error) => {
                self.heads.clear();
                return Some(Err(error));
            }
        }
        Some(Ok(head.item))
    }
}

/// Reads a run from the file that all runs share.
#[derive(Debug)]
struct Reader {
    file: Arc<Mutex<File>>,
    range: Range<u64>,
    buffer: Vec<u8>,
    at: usize,
}

impl Reader {
    fn new(file: &Arc<Mutex<File>>, range: Range<u64>) -> Self {
        Self {
            file: Arc::clone(file),
            range,
            buffer: Vec::new(),
            at: 0,
        }
    }

    fn item<T: Stored>(&mut self) -> io::Result<Option<T>> {
        loop {
            let rest = &self.buffer[self.at..];
            if let Some(length) = memchr::memchr(b'\n', rest) {
                let item = T::decode(&rest[..length])?;
                self.at += length + 1;
                return Ok(Some(item));
            }
            if self.range.is_empty() {
                return Ok(None);
            }
            self.buffer.drain(..self.at);
            self.at = 0;
            let more = (self.range.end - self.range.start).min(BUFFER as u64);
            let mut file = lock(&self.file);
            file.seek(SeekFrom::Start(self.range.start))?;
            let read = (&mut *file).take(more).read_to_end(&mut self.buffer)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.range.start += read as u64;
        }
    }
}
