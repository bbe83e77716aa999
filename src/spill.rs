//! What one document brings, in bounded memory.
//!
//! Up to [`RUN`] findings, or [`BYTES`] of them, are held. What is more goes to a temporary file without a name, run by
//! sorted run, and the runs are merged when the findings are asked for. A document of ordinary size never touches the
//! disk. Rows of `segments.csv` are kept in the same way.

use std::io;

use crate::finding::Finding;

mod disk;
mod stored;

use disk::{Disk, Merge};
pub use stored::Stored;

/// Findings that are held in memory, of each document.
pub const RUN: usize = 4096;

/// Bytes of findings that are held in memory, of each document.
pub const BYTES: usize = 4 << 20;

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
            disk.each(visit)?;
        }
        self.held.iter().try_for_each(visit)
    }
}

#[cfg(test)]
mod tests {
    use super::stored::tests::finding;
    use super::*;

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
