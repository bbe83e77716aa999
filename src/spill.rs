//! What one document brings, in bounded memory.
//!
//! Up to [`RUN`] findings, or [`BYTES`] of them, are held. What is more goes to a temporary file without a name, run by
//! sorted run, and the runs are merged when the findings are asked for. A document of ordinary size never touches the
//! disk. Rows of `segments.csv` are kept in the same way.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::chars::Script;
use crate::document::SegmentRow;
use crate::finding::Finding;
use crate::position::Position;
use crate::rule::Severity;
use crate::rules;

/// Findings that are held in memory, of each document.
pub const RUN: usize = 4096;

/// Bytes of findings that are held in memory, of each document.
pub const BYTES: usize = 4 << 20;

/// Runs on disk before they are merged to one.
const RUNS: usize = 256;

/// Bytes read at a time from each run.
const BUFFER: usize = 16 << 10;

/// A finding, and the suppressions that hold at its place.
pub type Item = (Finding, Vec<u32>);

/// Takes findings in any order and gives them in reading order; those of one place in the order they came.
#[derive(Debug)]
pub struct Sorter {
    limit: usize,
    held: Vec<Item>,
    bytes: usize,
    disk: Option<Disk>,
    failed: Option<io::Error>,
}

impl Default for Sorter {
    fn default() -> Self {
        Self::with_limit(RUN)
    }
}

impl Sorter {
    /// Holds `limit` findings in memory.
    #[must_use]
    pub fn with_limit(limit: usize) -> Self {
        Self {
            limit: limit.max(1),
            held: Vec::new(),
            bytes: 0,
            disk: None,
            failed: None,
        }
    }

    /// Takes a finding.
    pub fn push(&mut self, item: Item) {
        self.bytes += item.size();
        self.held.push(item);
        if self.held.len() >= self.limit || self.bytes >= BYTES {
            self.spill();
        }
    }

    /// Writes what is held to the disk. After a failure findings are dropped; the failure is told at the end.
    fn spill(&mut self) {
        let mut held = std::mem::take(&mut self.held);
        self.bytes = 0;
        if self.failed.is_some() {
            return;
        }
        held.sort_by(|one, two| one.0.order(&two.0));
        let outcome = match &mut self.disk {
            Some(disk) => disk.add(&held),
            None => Disk::new().and_then(|mut disk| {
                disk.add(&held)?;
                self.disk = Some(disk);
                Ok(())
            }),
        };
        self.failed = outcome.err();
        held.clear();
        self.held = held;
    }

    /// The findings in reading order.
    ///
    /// # Errors
    /// When the disk could not take them.
    pub fn sorted(mut self) -> io::Result<Sorted> {
        if self.disk.is_some() && !self.held.is_empty() {
            self.spill();
        }
        if let Some(error) = self.failed {
            return Err(error);
        }
        if let Some(disk) = self.disk {
            return Ok(Sorted(Source::Disk(disk.merge()?)));
        }
        self.held.sort_by(|one, two| one.0.order(&two.0));
        Ok(Sorted(Source::Memory(self.held.into_iter())))
    }
}

/// Findings in reading order.
#[derive(Debug)]
pub struct Sorted(Source);

#[derive(Debug)]
enum Source {
    Memory(std::vec::IntoIter<Item>),
    Disk(Merge),
}

impl Iterator for Sorted {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Source::Memory(items) => items.next().map(Ok),
            Source::Disk(merge) => merge.next(),
        }
    }
}

/// What can be kept in a temporary file, a line each.
pub trait Stored: Sized {
    /// Writes it down.
    ///
    /// # Errors
    /// Those of the writer.
    fn encode(&self, line: &mut Vec<u8>) -> io::Result<()>;

    /// Reads it back.
    ///
    /// # Errors
    /// When `line` is not what was written.
    fn decode(line: &[u8]) -> io::Result<Self>;

    /// Bytes that it takes in memory, about.
    fn size(&self) -> usize;
}

/// A list in its order: the last of it in memory, what came before in a temporary file.
#[derive(Debug)]
pub struct Rest<T> {
    disk: Option<Disk>,
    held: Vec<T>,
    bytes: usize,
    count: u64,
}

impl<T> Default for Rest<T> {
    fn default() -> Self {
        Self {
            disk: None,
            held: Vec::new(),
            bytes: 0,
            count: 0,
        }
    }
}

impl<T: Stored> Rest<T> {
    /// Takes the next of the list.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn push(&mut self, item: T) -> io::Result<()> {
        self.bytes += item.size();
        self.held.push(item);
        self.count += 1;
        if self.held.len() < RUN && self.bytes < BYTES {
            return Ok(());
        }
        if self.disk.is_none() {
            self.disk = Some(Disk::new()?);
        }
        if let Some(disk) = &mut self.disk {
            disk.append(&self.held)?;
        }
        self.held.clear();
        self.bytes = 0;
        Ok(())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Hands each to `visit`, in order.
    ///
    /// # Errors
    /// When the temporary file cannot be read, and what `visit` returns.
    pub fn each(&self, visit: &mut dyn FnMut(&T) -> io::Result<()>) -> io::Result<()> {
        if let Some(disk) = &self.disk {
            for range in &disk.runs {
                let mut reader = Reader::new(&disk.file, range.clone());
                while let Some(item) = reader.item()? {
                    visit(&item)?;
                }
            }
        }
        self.held.iter().try_for_each(visit)
    }
}

fn lock(file: &Mutex<File>) -> MutexGuard<'_, File> {
    file.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sorted runs in a temporary file that is gone when the process is.
#[derive(Debug)]
struct Disk {
    file: Arc<Mutex<File>>,
    end: u64,
    runs: Vec<Range<u64>>,
}

impl Disk {
    fn new() -> io::Result<Self> {
        Ok(Self {
            file: Arc::new(Mutex::new(tempfile::tempfile()?)),
            end: 0,
            runs: Vec::new(),
        })
    }

    /// Adds a run; merges the runs when there are too many.
    fn add(&mut self, items: &[Item]) -> io::Result<()> {
        self.append(items)?;
        if self.runs.len() < RUNS {
            return Ok(());
        }
        let mut merged = Self::new()?;
        let mut batch = Vec::with_capacity(RUN);
        for item in std::mem::replace(self, Self::new()?).merge()? {
            batch.push(item?);
            if batch.len() == RUN {
                merged.append(&batch)?;
                batch.clear();
            }
        }
        merged.append(&batch)?;
        let all = 0..merged.end;
        merged.runs = vec![all];
        *self = merged;
        Ok(())
    }

    fn append<T: Stored>(&mut self, items: &[T]) -> io::Result<()> {
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

    fn merge(self) -> io::Result<Merge> {
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

#[derive(Debug)]
struct Merge {
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

impl Stored for Item {
    fn encode(&self, line: &mut Vec<u8>) -> io::Result<()> {
        Ok(serde_json::to_writer(line, &Record::of(&self.0, &self.1))?)
    }

    fn decode(line: &[u8]) -> io::Result<Self> {
        let record: Record = serde_json::from_slice(line)?;
        Ok(record.into_item())
    }

    fn size(&self) -> usize {
        size_of::<Vec<u32>>() + self.0.size()
    }
}

impl Stored for Finding {
    fn encode(&self, line: &mut Vec<u8>) -> io::Result<()> {
        Ok(serde_json::to_writer(line, &Record::of(self, &[]))?)
    }

    fn decode(line: &[u8]) -> io::Result<Self> {
        let record: Record = serde_json::from_slice(line)?;
        Ok(record.into_item().0)
    }

    fn size(&self) -> usize {
        let texts = [
            &self.message,
            &self.excerpt,
            &self.suggestion,
            &self.source,
            &self.target,
            &self.line,
        ];
        size_of::<Self>() + texts.iter().map(|text| text.len()).sum::<usize>()
    }
}

impl Stored for SegmentRow {
    fn encode(&self, line: &mut Vec<u8>) -> io::Result<()> {
        let row = (
            &self.segment,
            self.line,
            self.side,
            &self.language,
            self.confidence,
            self.script,
            self.letters,
            &self.expected,
            self.consistent,
        );
        Ok(serde_json::to_writer(line, &row)?)
    }

    fn decode(line: &[u8]) -> io::Result<Self> {
        type Row<'a> = (
            String,
            u64,
            &'a str,
            String,
            Option<f32>,
            &'a str,
            u64,
            String,
            Option<bool>,
        );
        let (segment, place, side, language, confidence, script, letters, expected, consistent): Row<'_> =
            serde_json::from_slice(line)?;
        let known = |name: &str| {
            Script::ALL
                .iter()
                .map(|script| script.code())
                .find(|&code| code == name)
        };
        Ok(Self {
            segment,
            line: place,
            side: ["text", "source", "target"]
                .into_iter()
                .find(|&name| name == side)
                .unwrap_or(""),
            language,
            confidence,
            script: known(script).unwrap_or(""),
            letters,
            expected,
            consistent,
        })
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.segment.len() + self.language.len() + self.expected.len()
    }
}

/// A finding as it lies on disk.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    id: String,
    rule: String,
    severity: Severity,
    confidence: f32,
    place: [u64; 4],
    segment: String,
    language: String,
    message: String,
    excerpt: String,
    suggestion: String,
    source: String,
    target: String,
    line: String,
    mark: (usize, usize),
    residue: bool,
    suppressions: Vec<u32>,
}

impl Record {
    fn of(finding: &Finding, suppressions: &[u32]) -> Self {
        let finding = finding.clone();
        Self {
            id: finding.id,
            rule: finding.rule.to_owned(),
            severity: finding.severity,
            confidence: finding.confidence,
            place: [
                finding.start.line,
                finding.start.column,
                finding.end.line,
                finding.end.column,
            ],
            segment: finding.segment,
            language: finding.language,
            message: finding.message,
            excerpt: finding.excerpt,
            suggestion: finding.suggestion,
            source: finding.source,
            target: finding.target,
            line: finding.line,
            mark: (finding.mark.start, finding.mark.end),
            residue: finding.residue,
            suppressions: suppressions.to_vec(),
        }
    }

    fn into_item(self) -> Item {
        let rule = rules::find(&self.rule);
        let [line, column, end_line, end_column] = self.place;
        let finding = Finding {
            id: self.id,
            rule: rule.map_or("", |rule| rule.name),
            mqm: rule.map_or("", |rule| rule.mqm),
            severity: self.severity,
            confidence: self.confidence,
            start: Position { line, column },
            end: Position {
                line: end_line,
                column: end_column,
            },
            segment: self.segment,
            language: self.language,
            message: self.message,
            excerpt: self.excerpt,
            suggestion: self.suggestion,
            source: self.source,
            target: self.target,
            line: self.line,
            mark: self.mark.0..self.mark.1,
            residue: self.residue,
        };
        (finding, self.suppressions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;

    fn finding(line: u64, message: &str) -> Finding {
        let record = Record {
            id: String::new(),
            rule: RULES[0].name.to_owned(),
            severity: Severity::Minor,
            confidence: 0.25,
            place: [line, 1, line, 2],
            segment: "7".to_owned(),
            language: "en".to_owned(),
            message: message.to_owned(),
            excerpt: "“a”\n\u{FFFD}".to_owned(),
            suggestion: String::new(),
            source: "s".to_owned(),
            target: "t".to_owned(),
            line: "l".to_owned(),
            mark: (0, 1),
            residue: true,
            suppressions: Vec::new(),
        };
        record.into_item().0
    }

    /// Numbers that look random and hold some twice.
    fn lines() -> impl Iterator<Item = u64> {
        (0..2000_u64).map(|n| n.wrapping_mul(0x9E37_79B9) % 977)
    }

    #[test]
    fn runs_on_disk_come_out_as_they_would_from_memory() {
        let merged = |limit: usize| -> Vec<Item> {
            let mut sorter = Sorter::with_limit(limit);
            for (number, line) in (0..).zip(lines()) {
                sorter.push((finding(line, "m"), vec![number]));
            }
            let items = sorter.sorted().expect("a disk");
            items.collect::<io::Result<_>>().expect("a disk")
        };
        let memory = merged(10_000);
        assert_eq!(memory.len(), 2000);
        for limit in [1, 3, 100, 1999] {
            assert_eq!(merged(limit), memory, "{limit}");
        }
    }

    #[test]
    fn no_more_than_a_run_is_held() {
        let mut sorter = Sorter::default();
        for line in 0..3 * RUN as u64 {
            sorter.push((finding(line, "m"), Vec::new()));
            assert!(sorter.held.len() < RUN);
        }
        let long = "x".repeat(BYTES / 8);
        for line in 0..20 {
            sorter.push((finding(line, &long), Vec::new()));
            assert!(sorter.bytes < BYTES && sorter.held.len() < 9);
        }
        assert_eq!(sorter.sorted().expect("a disk").count(), 3 * RUN + 20);
    }

    #[test]
    fn the_rest_keeps_its_order() {
        let mut rest = Rest::default();
        let count = 2 * RUN as u64 + 10;
        for line in 0..count {
            rest.push(finding(line, "m")).expect("a disk");
        }
        let mut next = 0;
        rest.each(&mut |found| {
            assert_eq!(*found, finding(next, "m"));
            next += 1;
            Ok(())
        })
        .expect("a disk");
        assert_eq!((next, rest.len()), (count, count));
    }
}
