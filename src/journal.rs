//! What an audit can be continued and joined from: every document's audit as it was before anything was compared over
//! the run, in the order of the documents.
//!
//! A run that can be stopped ([`Writer`]) writes it as it goes. Read back ([`Reader`], [`Merge`]), the audits go
//! through the same line as fresh ones, so reports that are continued or joined are those of one run, to the byte.
//!
//! The file is a row of blocks, each with its length, its checksum and a Zstandard frame. A block holds lines: a letter
//! for what it is, then JSON. The first block is the [`Header`]; the last one of a file that is whole is its [`Seal`].
//! A file cut off anywhere is good up to the last block with which a document ends.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::detect::Audit;
use crate::error::{Error, Result};

mod block;
mod line;
mod merge;
mod read;
mod write;

pub use merge::Merge;
pub use read::{Reader, Scan, scan};
pub use write::Writer;

/// Name of the state in a shard's report.
pub const STATE: &str = "corpus.state";

/// Name of the journal in the folder of a run that can be continued.
pub const JOURNAL: &str = ".traditore-resume";

/// What a run was begun with. Only what was audited alike can be continued or joined.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Header {
    /// Version of traditore.
    pub version: String,
    /// What changes a report, by the name of the option; files by what they hold.
    pub options: BTreeMap<String, String>,
    /// Findings below this confidence are left out.
    pub min_confidence: f32,
    /// Whether there are rows of `segments.csv`.
    pub segments: bool,
    /// Ids of the baseline.
    pub silent: Vec<String>,
}

impl Header {
    /// Of a run of this version with these options.
    #[must_use]
    pub fn new(options: BTreeMap<String, String>, min_confidence: f32, segments: bool) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            options,
            min_confidence,
            segments,
            silent: Vec::new(),
        }
    }

    /// What parts it from `other`: an option with both values. Nothing when they are alike.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<String> {
        if self.version != other.version {
            return Some(format!("traditore {} and {}", self.version, other.version));
        }
        let names = self.options.keys().chain(other.options.keys());
        for name in names {
            let (one, two) = (self.options.get(name), other.options.get(name));
            if one != two {
                let shown = |value: Option<&String>| match value {
                    Some(value) if !value.is_empty() => format!("`{value}`"),
                    _ => "none".to_owned(),
                };
                return Some(format!("--{name} {} and {}", shown(one), shown(two)));
            }
        }
        if self.segments != other.segments {
            return Some("with and without --segments".to_owned());
        }
        (self != other).then(|| "other options".to_owned())
    }
}

/// A file as it was when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// When it was changed, in nanoseconds since 1970.
    pub modified: u64,
}

impl Stamp {
    /// Of the file `path`; nothing when it is not there.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok()?;
        let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self {
            size: metadata.len(),
            modified: u64::try_from(modified.as_nanos()).unwrap_or(u64::MAX),
        })
    }
}

/// One document's audit, before anything is compared over the run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// The audit.
    pub audit: Audit,
    /// The file that was read, if it was one.
    pub stamp: Option<Stamp>,
    /// Ids of the baseline that should silence something in this document.
    pub expected: Vec<String>,
}

/// How a file of state ends: what belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Seal {
    /// Documents in it.
    pub documents: u64,
    /// The other files of the report, by name: the hash of what they hold.
    pub files: BTreeMap<String, String>,
}

impl Seal {
    /// Over the files called `names` in `folder`, as far as they are there.
    ///
    /// # Errors
    /// [`Error::Read`].
    pub fn over(folder: &Path, names: &[&str]) -> Result<BTreeMap<String, String>> {
        let mut files = BTreeMap::new();
        for name in names {
            let path = folder.join(name);
            match hash(&path) {
                Ok(hash) => {
                    files.insert((*name).to_owned(), hash);
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(source) => return Err(Error::Read { path, source }),
            }
        }
        Ok(files)
    }

    /// Whether the files in `folder` are those it was set over.
    ///
    /// # Errors
    /// [`Error::State`], which names the file that is missing or another one.
    pub fn check(&self, folder: &Path) -> Result<()> {
        for (name, expected) in &self.files {
            let path = folder.join(name);
            let wrong = |message: &str| Error::State {
                path: path.clone(),
                message: message.to_owned(),
            };
            match hash(&path) {
                Ok(found) if found == *expected => {}
                Ok(_) => {
                    return Err(wrong(
                        "is not as the audit wrote it; merge reports before they are judged or edited, or audit the shard again",
                    ));
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    return Err(wrong(
                        "is missing; copy the whole report folder, or audit the shard again",
                    ));
                }
                Err(source) => return Err(Error::Read { path, source }),
            }
        }
        Ok(())
    }
}

fn hash(path: &Path) -> std::io::Result<String> {
    use std::io::Read;
    let mut file = std::fs::File::open(path)?;
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    let mut buffer = vec![0; 256 << 10];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(format!("{:032x}", hasher.digest128())),
            read => hasher.update(&buffer[..read]),
        }
    }
}
