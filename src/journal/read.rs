//! Reads a journal back, a block at a time.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::block::{self, Head, Kind, MAGIC};
use super::line::{self, Begin};
use super::{Entry, Header, Seal};
use crate::corpus::Digest;
use crate::detect::{Audit, AuditBuilder, Silencer};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::spill::Stored;

/// How far a file is good.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Scan {
    /// What the run was begun with; nothing when not even that was written.
    pub header: Option<Header>,
    /// Bytes up to the last block with which a document ends.
    pub whole: u64,
    /// How it ends, if it is whole.
    pub seal: Option<Seal>,
}

/// Looks how far the file `path` is good; with `thorough`, also whether each block holds what was written.
///
/// # Errors
/// [`Error::Read`]; [`Error::State`] when it is no file of state.
pub fn scan(path: &Path, thorough: bool) -> Result<Scan> {
    let read = |source| Error::Read {
        path: path.to_owned(),
        source,
    };
    let mut file = File::open(path).map_err(read)?;
    let length = file.metadata().map_err(read)?.len();
    let mut found = Scan {
        header: None,
        whole: 0,
        seal: None,
    };
    let mut magic = Vec::new();
    (&mut file)
        .take(MAGIC.len() as u64)
        .read_to_end(&mut magic)
        .map_err(read)?;
    if !MAGIC.starts_with(&magic) {
        return Err(Error::State {
            path: path.to_owned(),
            message: format!(
                "is no state of an audit; `audit --shard` writes {}",
                super::STATE
            ),
        });
    }
    let mut at = MAGIC.len() as u64;
    // what cannot be read ends what is good
    while let Ok(Some(head)) = block::head(&mut file) {
        let end = at + (block::HEAD as u64) + u64::from(head.packed);
        if end > length || (head.kind == Kind::Header) != found.header.is_none() {
            break;
        }
        match head.kind {
            Kind::Header => match head.content(&mut file).ok().and_then(|json| parse(&json)) {
                Some(header) => {
                    found.header = Some(header);
                    found.whole = end;
                }
                None => break,
            },
            Kind::Seal => {
                found.seal = head.content(&mut file).ok().and_then(|json| parse(&json));
                break;
            }
            Kind::Part | Kind::Whole => {
                let passed = if thorough {
                    head.frame(&mut file).map(|_| end)
                } else {
                    file.seek(SeekFrom::Start(end))
                };
                if passed.is_err() {
                    break;
                }
                if head.kind == Kind::Whole {
                    found.whole = end;
                }
            }
        }
        at = end;
    }
    Ok(found)
}

fn parse<T: serde::de::DeserializeOwned>(json: &[u8]) -> Option<T> {
    serde_json::from_slice(json).ok()
}

/// Reads the documents of a file, in their order. The file is open only while a block is read: there may be many.
#[derive(Debug)]
pub struct Reader {
    path: PathBuf,
    header: Header,
    offset: u64,
    /// Where the good part ends.
    end: u64,
    raw: Vec<u8>,
    at: usize,
    /// The document that comes next, when it was looked at already.
    begun: Option<Begin>,
    last: String,
}

impl Reader {
    /// Reads what [`scan`] found good in the file `path`.
    ///
    /// # Errors
    /// [`Error::State`] when not even the header is there.
    pub fn new(path: &Path, scan: Scan) -> Result<Self> {
        let Some(header) = scan.header else {
            return Err(Error::State {
                path: path.to_owned(),
                message: "ends before it begins; audit the documents again".to_owned(),
            });
        };
        let mut reader = Self {
            path: path.to_owned(),
            header,
            offset: MAGIC.len() as u64,
            end: scan.whole,
            raw: Vec::new(),
            at: 0,
            begun: None,
            last: String::new(),
        };
        // the header was read; its block is passed over
        reader.block()?;
        reader.raw.clear();
        Ok(reader)
    }

    /// What the run was begun with.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Name of the document that comes next; nothing at the end.
    ///
    /// # Errors
    /// [`Error::State`] when the file does not hold what was written.
    pub fn peek(&mut self) -> Result<Option<&str>> {
        if self.begun.is_none() {
            let Some((letter, line)) = self.line()? else {
                return Ok(None);
            };
            let begin = (letter == line::DOCUMENT)
                .then(|| parse::<Begin>(&self.raw[line]))
                .flatten()
                .ok_or_else(|| self.broken())?;
            if begin.document < self.last {
                return Err(self.broken());
            }
            self.last.clone_from(&begin.document);
            self.begun = Some(begin);
        }
        Ok(self.begun.as_ref().map(|begin| begin.document.as_str()))
    }

    /// The next document; nothing at the end.
    ///
    /// # Errors
    /// As [`Self::peek`].
    pub fn entry(&mut self) -> Result<Option<Entry>> {
        self.peek()?;
        let Some(mut begin) = self.begun.take() else {
            return Ok(None);
        };
        let (stamp, expected) = (begin.stamp.take(), std::mem::take(&mut begin.expected));
        let (row, mut digest) = begin.into_parts();
        let mut audit = AuditBuilder::new(row);
        loop {
            let Some((letter, line)) = self.line()? else {
                return Err(self.broken());
            };
            let line = &self.raw[line];
            let taken = match letter {
                line::FINDING => found(line).and_then(|finding| audit.finding(finding)),
                line::SILENCED => {
                    found(line).map(|finding| audit.silenced(Silencer::Comment, finding))
                }
                line::SEGMENT => Stored::decode(line).and_then(|row| audit.segment(row)),
                line::UNIT => unit(digest.as_mut(), line),
                line::END => {
                    let audit: Audit = audit.finish(digest);
                    return Ok(Some(Entry {
                        audit,
                        stamp,
                        expected,
                    }));
                }
                _ => Err(io::ErrorKind::InvalidData.into()),
            };
            if taken.is_err() {
                return Err(self.broken());
            }
        }
    }

    /// The next line: its letter, and where it lies in `raw`.
    fn line(&mut self) -> Result<Option<(u8, std::ops::Range<usize>)>> {
        if self.at >= self.raw.len() {
            if self.offset >= self.end {
                return Ok(None);
            }
            self.block()?;
        }
        let start = self.at;
        let length = memchr::memchr(b'\n', &self.raw[start..]);
        match length {
            Some(length) if length > 0 => {
                self.at = start + length + 1;
                Ok(Some((self.raw[start], start + 1..start + length)))
            }
            _ => Err(self.broken()),
        }
    }

    fn block(&mut self) -> Result<()> {
        let read = || -> io::Result<(Head, Vec<u8>)> {
            let mut file = File::open(&self.path)?;
            file.seek(SeekFrom::Start(self.offset))?;
            let head = block::head(&mut file)?.ok_or(io::ErrorKind::UnexpectedEof)?;
            let content = head.content(&mut file)?;
            Ok((head, content))
        };
        let (head, content) = read().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => Error::Read {
                path: self.path.clone(),
                source: error,
            },
            _ => self.broken(),
        })?;
        self.offset += block::HEAD as u64 + u64::from(head.packed);
        self.raw = content;
        self.at = 0;
        Ok(())
    }

    fn broken(&self) -> Error {
        Error::State {
            path: self.path.clone(),
            message: format!(
                "does not hold what was written, in the block before byte {}; copy it anew, or audit the documents again",
                self.offset
            ),
        }
    }
}

fn found(line: &[u8]) -> io::Result<Finding> {
    let finding = Finding::decode(line)?;
    if finding.rule.is_empty() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    Ok(finding)
}

fn unit(digest: Option<&mut Digest>, line: &[u8]) -> io::Result<()> {
    let unit = serde_json::from_slice(line)?;
    digest
        .is_some_and(|digest| digest.push(&unit))
        .then_some(())
        .ok_or_else(|| io::ErrorKind::InvalidData.into())
}
