//! What came of a document: its row, its findings, what was kept silent.

use std::io;
use std::sync::Arc;

use crate::baseline::Baseline;
use crate::corpus::Digest;
use crate::document::{Row, SegmentRow};
use crate::finding::Finding;
use crate::gate::Verdict;
use crate::spill::{self, Rest, Sorter, Stored};

/// What came of a document.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Audit {
    /// Its row in `documents.csv`.
    pub row: Row,
    /// Its findings, in reading order.
    pub findings: Vec<Finding>,
    /// Its rows in `segments.csv`, if they were wanted.
    pub segments: Vec<SegmentRow>,
    /// Findings behind those, when there are more than memory should hold.
    pub more: Option<Arc<Rest<Finding>>>,
    /// Rows behind those of `segments`.
    pub more_segments: Option<Arc<Rest<SegmentRow>>>,
    /// Findings that are kept silent (the first few thousand of them), by a comment in the document or by a baseline.
    pub silenced: Vec<(Silencer, Finding)>,
    /// Its units, for what is compared over a run ([`crate::corpus::Memory`]).
    pub digest: Option<Digest>,
    /// Whether it may be published, if somebody asked.
    pub verdict: Option<Verdict>,
}

/// What keeps a finding silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silencer {
    /// A comment in the document.
    Comment,
    /// A baseline.
    Baseline,
}

impl Audit {
    /// The audit of a document that could not be read at all.
    #[must_use]
    pub fn unreadable(name: &str, error: String) -> Self {
        Self {
            row: Row::unreadable(name, error),
            findings: Vec::new(),
            segments: Vec::new(),
            more: None,
            more_segments: None,
            silenced: Vec::new(),
            digest: None,
            verdict: None,
        }
    }

    /// How many findings there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.findings.len() as u64 + self.more.as_ref().map_or(0, |more| more.len())
    }

    /// Hands each finding to `visit`, in reading order.
    ///
    /// # Errors
    /// When those on disk cannot be read, and what `visit` returns.
    pub fn each(&self, visit: &mut dyn FnMut(&Finding) -> io::Result<()>) -> io::Result<()> {
        self.findings.iter().try_for_each(&mut *visit)?;
        self.more.as_ref().map_or(Ok(()), |more| more.each(visit))
    }

    /// Hands each row of `segments.csv` to `visit`, in reading order.
    ///
    /// # Errors
    /// As [`Self::each`].
    pub fn each_segment(
        &self,
        visit: &mut dyn FnMut(&SegmentRow) -> io::Result<()>,
    ) -> io::Result<()> {
        self.segments.iter().try_for_each(&mut *visit)?;
        let more = self.more_segments.as_ref();
        more.map_or(Ok(()), |more| more.each(visit))
    }

    /// Takes out the findings that `baseline` holds.
    pub fn silence(&mut self, baseline: &Baseline) {
        if baseline.entries.is_empty() {
            return;
        }
        let all = std::mem::take(self);
        let mut kept = Kept::default();
        let mut sieve = |finding: &Finding| {
            if baseline.contains(&finding.id) {
                kept.silence(Silencer::Baseline, finding.clone());
                Ok(())
            } else {
                kept.keep(finding.clone())
            }
        };
        let outcome = all.each(&mut sieve);
        *self = Self {
            row: all.row,
            segments: all.segments,
            more_segments: all.more_segments,
            silenced: all.silenced,
            digest: all.digest,
            ..Self::default()
        };
        self.silenced.append(&mut kept.silenced);
        self.take(kept);
        if let Err(error) = outcome {
            self.row.error = room(&error);
        }
    }

    /// Adds findings that have their ids already.
    pub fn add(&mut self, mut found: Vec<Finding>) {
        if self.more.is_none() && self.findings.len() + found.len() <= 2 * spill::RUN {
            self.findings.append(&mut found);
            self.findings.sort_by(Finding::order);
            self.row.count_all(&self.findings);
            return;
        }
        let mut sorter = Sorter::default();
        let mut kept = Kept::default();
        let outcome = self
            .each(&mut |finding| {
                sorter.push((finding.clone(), Vec::new()));
                Ok(())
            })
            .and_then(|()| {
                for finding in found {
                    sorter.push((finding, Vec::new()));
                }
                sorter.sorted()?.try_for_each(|item| kept.keep(item?.0))
            });
        self.take(kept);
        if let Err(error) = outcome {
            self.row.error = room(&error);
        }
    }

    /// Takes over what was decided.
    pub(super) fn take(&mut self, kept: Kept) {
        self.row.counts = kept.counts;
        self.findings = kept.findings;
        self.more = (!kept.more.is_empty()).then(|| Arc::new(kept.more));
    }
}

/// Findings that are decided about.
#[derive(Debug, Default)]
pub(super) struct Kept {
    findings: Vec<Finding>,
    bytes: usize,
    more: Rest<Finding>,
    counts: [u64; 4],
    pub(super) silenced: Vec<(Silencer, Finding)>,
}

impl Kept {
    pub(super) fn keep(&mut self, finding: Finding) -> io::Result<()> {
        self.counts[finding.severity as usize] += 1;
        if self.findings.len() < spill::RUN && self.bytes < spill::BYTES {
            self.bytes += finding.size();
            self.findings.push(finding);
            return Ok(());
        }
        self.more.push(finding)
    }

    pub(super) fn silence(&mut self, silencer: Silencer, finding: Finding) {
        if self.silenced.len() < spill::RUN {
            self.silenced.push((silencer, finding));
        }
    }
}

/// Puts an audit together again from what was written down of it, in bounded memory.
#[derive(Debug)]
pub(crate) struct AuditBuilder {
    row: Row,
    kept: Kept,
    segments: Vec<SegmentRow>,
    more_segments: Rest<SegmentRow>,
}

impl AuditBuilder {
    pub(crate) fn new(row: Row) -> Self {
        Self {
            row,
            kept: Kept::default(),
            segments: Vec::new(),
            more_segments: Rest::default(),
        }
    }

    /// Takes the next finding in reading order.
    pub(crate) fn finding(&mut self, finding: Finding) -> io::Result<()> {
        self.kept.keep(finding)
    }

    /// Takes a finding that is kept silent.
    pub(crate) fn silenced(&mut self, silencer: Silencer, finding: Finding) {
        self.kept.silence(silencer, finding);
    }

    /// Takes the next row of `segments.csv`.
    pub(crate) fn segment(&mut self, row: SegmentRow) -> io::Result<()> {
        if self.segments.len() < spill::RUN {
            self.segments.push(row);
            return Ok(());
        }
        self.more_segments.push(row)
    }

    /// The audit.
    pub(crate) fn finish(mut self, digest: Option<Digest>) -> Audit {
        let mut audit = Audit {
            silenced: std::mem::take(&mut self.kept.silenced),
            row: self.row,
            segments: self.segments,
            digest,
            ..Audit::default()
        };
        audit.more_segments =
            (!self.more_segments.is_empty()).then(|| Arc::new(self.more_segments));
        audit.take(self.kept);
        audit
    }
}

/// What a document's row says when its findings found no room.
pub(super) fn room(error: &io::Error) -> String {
    format!(
        "more findings than memory should hold, and no room for them on disk: {error}; let TMPDIR name a folder with room"
    )
}
