//! Writes a journal as a run goes.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::block::{self, Kind, MAGIC, SIZE};
use super::line::{self, Begin};
use super::{Header, Seal, Stamp};
use crate::corpus::Digest;
use crate::detect::{Audit, Silencer};
use crate::spill::Stored;

/// How long a finished document may wait to be written down.
const PAUSE: Duration = Duration::from_millis(500);

/// Writes audits down, in their order.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
    raw: Vec<u8>,
    documents: u64,
    written: Instant,
}

impl<W: Write> Writer<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(mut out: W, header: &Header) -> io::Result<Self> {
        out.write_all(MAGIC)?;
        block::write(&mut out, &serde_json::to_vec(header)?, Kind::Header)?;
        Ok(Self::after(out, 0))
    }

    /// Goes on with a file that holds this many documents; `out` stands at its end.
    pub fn after(out: W, documents: u64) -> Self {
        Self {
            out,
            raw: Vec::with_capacity(SIZE),
            documents,
            written: Instant::now(),
        }
    }

    /// Writes the audit of a document down.
    ///
    /// # Errors
    /// When it cannot be written, or what the document brought cannot be read back.
    pub fn document(
        &mut self,
        audit: &Audit,
        stamp: Option<Stamp>,
        expected: &[String],
    ) -> io::Result<()> {
        let begin = Begin::new(audit, stamp, expected);
        line::push(&mut self.raw, line::DOCUMENT, |raw| {
            Ok(serde_json::to_writer(raw, &begin)?)
        })?;
        audit.each(&mut |finding| self.line(line::FINDING, |raw| finding.encode(raw)))?;
        for (silencer, finding) in &audit.silenced {
            // what a baseline silences is worked out again
            if *silencer == Silencer::Comment {
                self.line(line::SILENCED, |raw| finding.encode(raw))?;
            }
        }
        audit.each_segment(&mut |row| self.line(line::SEGMENT, |raw| row.encode(raw)))?;
        for unit in audit.digest.iter().flat_map(Digest::units) {
            self.line(line::UNIT, |raw| Ok(serde_json::to_writer(raw, &unit)?))?;
        }
        line::push(&mut self.raw, line::END, |_| Ok(()))?;
        self.documents += 1;
        if self.raw.len() >= SIZE || self.written.elapsed() >= PAUSE {
            self.flush(Kind::Whole)?;
        }
        Ok(())
    }

    fn line(
        &mut self,
        letter: u8,
        content: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
    ) -> io::Result<()> {
        line::push(&mut self.raw, letter, content)?;
        if self.raw.len() >= SIZE {
            self.flush(Kind::Part)?;
        }
        Ok(())
    }

    fn flush(&mut self, kind: Kind) -> io::Result<()> {
        block::write(&mut self.out, &self.raw, kind)?;
        self.raw.clear();
        self.written = Instant::now();
        Ok(())
    }

    /// Ends the file; `files` are the others of the report, with their hashes.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn seal(mut self, files: std::collections::BTreeMap<String, String>) -> io::Result<W> {
        if !self.raw.is_empty() {
            self.flush(Kind::Whole)?;
        }
        let seal = Seal {
            documents: self.documents,
            files,
        };
        block::write(&mut self.out, &serde_json::to_vec(&seal)?, Kind::Seal)?;
        self.out.flush()?;
        Ok(self.out)
    }
}
