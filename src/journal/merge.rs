//! Joins journals: their documents in the order of one run over all.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::path::{Path, PathBuf};

use super::{Entry, Header, Reader, STATE, scan};
use crate::error::{Error, Result};

/// The documents of several shards, sorted by name. Of each shard a block is held, of one the document.
#[derive(Debug)]
pub struct Merge {
    shards: Vec<(PathBuf, Reader)>,
    /// Names of the documents that come next, and the shards they are in.
    heads: BinaryHeap<Reverse<(String, usize)>>,
    /// The last one.
    last: Option<(String, usize)>,
}

impl Merge {
    /// Of these reports: folders that `audit --shard` wrote, or files of state alone.
    ///
    /// # Errors
    /// [`Error::Read`]; [`Error::State`] when a report has no state, is unfinished, was edited, or was made with other
    /// options than the first one.
    pub fn new(reports: &[PathBuf]) -> Result<Self> {
        let mut shards: Vec<(PathBuf, Reader)> = Vec::with_capacity(reports.len());
        let mut heads = BinaryHeap::new();
        for (number, report) in reports.iter().enumerate() {
            let mut reader = open(report)?;
            if let Some((first, other)) = shards.first()
                && let Some(difference) = reader.header().difference(other.header())
            {
                let first = first.display();
                return Err(Error::State {
                    path: report.clone(),
                    message: format!(
                        "was audited otherwise than {first}: {difference}; audit all shards with the same version and options"
                    ),
                });
            }
            if let Some(name) = reader.peek()? {
                heads.push(Reverse((name.to_owned(), number)));
            }
            shards.push((report.clone(), reader));
        }
        Ok(Self {
            shards,
            heads,
            last: None,
        })
    }

    /// What all shards were audited with; nothing when there are none.
    #[must_use]
    pub fn header(&self) -> Option<&Header> {
        self.shards.first().map(|(_, reader)| reader.header())
    }

    /// The next document.
    ///
    /// # Errors
    /// [`Error::State`] when a shard does not hold what was written, or two shards hold the same document.
    pub fn entry(&mut self) -> Result<Option<Entry>> {
        let Some(Reverse((name, number))) = self.heads.pop() else {
            return Ok(None);
        };
        if let Some((last, other)) = &self.last
            && *last == name
            && *other != number
        {
            let first = self.shards[*other].0.display();
            return Err(Error::State {
                path: self.shards[number].0.clone(),
                message: format!(
                    "holds `{name}`, which {first} holds as well; give each document to one shard"
                ),
            });
        }
        let reader = &mut self.shards[number].1;
        let entry = reader.entry()?;
        if let Some(next) = reader.peek()? {
            self.heads.push(Reverse((next.to_owned(), number)));
        }
        self.last = Some((name, number));
        Ok(entry)
    }
}

fn open(report: &Path) -> Result<Reader> {
    let is_folder = report.is_dir();
    let path = if is_folder {
        report.join(STATE)
    } else {
        report.to_owned()
    };
    if is_folder && !path.exists() {
        return Err(Error::State {
            path: report.to_owned(),
            message: format!("has no {STATE}; audit the shard with --shard"),
        });
    }
    let scan = scan(&path, false)?;
    let Some(seal) = &scan.seal else {
        return Err(Error::State {
            path,
            message: "is unfinished; let its audit end, or copy it anew".to_owned(),
        });
    };
    if is_folder {
        seal.check(report)?;
    }
    Reader::new(&path, scan)
}
