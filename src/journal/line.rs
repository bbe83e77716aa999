//! Lines of a block: a document's row, and what belongs to it.

use std::io;

use serde::{Deserialize, Serialize};

use super::Stamp;
use crate::corpus::Digest;
use crate::detect::Audit;
use crate::document::{Format, Provenance, Row};

/// The letters that lines begin with.
pub(super) const DOCUMENT: u8 = b'D';
pub(super) const FINDING: u8 = b'F';
pub(super) const SILENCED: u8 = b'X';
pub(super) const SEGMENT: u8 = b'S';
pub(super) const UNIT: u8 = b'U';
pub(super) const END: u8 = b'Z';

/// The line that a document begins with.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Begin {
    pub(super) document: String,
    format: String,
    encoding: String,
    declared: String,
    language: String,
    /// Its bits: decimals do not always lead back to the same number.
    consistency: Option<u64>,
    provenance: String,
    disclosure: bool,
    segments: u64,
    words: u64,
    counts: [u64; 4],
    error: String,
    pub(super) stamp: Option<Stamp>,
    pub(super) expected: Vec<String>,
    digest: Option<(bool, bool, String)>,
}

impl Begin {
    pub(super) fn new(audit: &Audit, stamp: Option<Stamp>, expected: &[String]) -> Self {
        let row = audit.row.clone();
        Self {
            document: row.document,
            format: row.format.to_owned(),
            encoding: row.encoding,
            declared: row.declared,
            language: row.language,
            consistency: row.consistency.map(f64::to_bits),
            provenance: row.provenance.as_str().to_owned(),
            disclosure: row.disclosure,
            segments: row.segments,
            words: row.words,
            counts: row.counts,
            error: row.error,
            stamp,
            expected: expected.to_vec(),
            digest: audit.digest.as_ref().map(Digest::about),
        }
    }

    /// The row, and a digest without its units.
    pub(super) fn into_parts(self) -> (Row, Option<Digest>) {
        let provenance = [Provenance::Suspected, Provenance::MachineTranslated]
            .into_iter()
            .find(|provenance| provenance.as_str() == self.provenance)
            .unwrap_or_default();
        let row = Row {
            document: self.document,
            format: Format::named(&self.format).map_or("", Format::as_str),
            encoding: self.encoding,
            declared: self.declared,
            language: self.language,
            consistency: self.consistency.map(f64::from_bits),
            provenance,
            disclosure: self.disclosure,
            segments: self.segments,
            words: self.words,
            counts: self.counts,
            error: self.error,
        };
        (row, self.digest.map(Digest::empty))
    }
}

/// Appends a line.
pub(super) fn push(
    raw: &mut Vec<u8>,
    letter: u8,
    content: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
) -> io::Result<()> {
    raw.push(letter);
    content(raw)?;
    raw.push(b'\n');
    Ok(())
}
