//! What a run comes to: `summary.json` and the line on stderr.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::detect::{Audit, Silencer};
use crate::gate::Outcome;
use crate::rule::Severity;

/// Counts over a whole run.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// Version of traditore.
    pub version: &'static str,
    /// Documents, those that could not be read included.
    pub documents: u64,
    /// Documents that could not be read, or not wholly.
    pub errors: u64,
    /// Segments of text.
    pub segments: u64,
    /// Words.
    pub words: u64,
    /// Findings in all.
    pub findings: u64,
    /// Findings by severity.
    pub severities: BTreeMap<&'static str, u64>,
    /// Findings by rule.
    pub rules: BTreeMap<&'static str, u64>,
    /// Documents by what their markers come to.
    pub provenance: BTreeMap<&'static str, u64>,
    /// Documents with a notice for their readers.
    pub disclosures: u64,
    /// Documents by dominant language.
    pub languages: BTreeMap<String, u64>,
    /// Findings that a baseline silenced.
    pub silenced: u64,
    /// Entries of the baseline that match nothing any more in the documents that were read.
    pub stale: u64,
    /// What the gate decided, if it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<Tally>,
}

/// Documents by verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// May be published.
    pub passed: u64,
    /// Violate the policy.
    pub stopped: u64,
    /// Could not be read, or not wholly.
    pub unread: u64,
}

impl Summary {
    /// Nothing counted yet.
    #[must_use]
    pub fn new() -> Self {
        let zero = |names: &[&'static str]| names.iter().map(|&name| (name, 0)).collect();
        Self {
            version: env!("CARGO_PKG_VERSION"),
            severities: zero(&["neutral", "minor", "major", "critical"]),
            provenance: zero(&["machine-translated", "suspected", "unmarked"]),
            ..Self::default()
        }
    }

    /// Counts one document.
    pub fn add(&mut self, audit: &Audit) {
        let row = &audit.row;
        self.documents += 1;
        self.errors += u64::from(!row.error.is_empty());
        self.segments += row.segments;
        self.words += row.words;
        self.findings += audit.count();
        self.silenced += audit
            .silenced
            .iter()
            .filter(|(silencer, _)| *silencer == Silencer::Baseline)
            .count() as u64;
        if let Some(verdict) = &audit.verdict {
            let tally = self.gate.get_or_insert_default();
            *match verdict.outcome {
                Outcome::Passed => &mut tally.passed,
                Outcome::Stopped => &mut tally.stopped,
                Outcome::Unread => &mut tally.unread,
            } += 1;
        }
        for severity in Severity::ALL {
            *self.severities.entry(severity.as_str()).or_default() += row.counts[severity as usize];
        }
        // what cannot be read back from the disk is told by the outputs
        let _ = audit.each(&mut |finding| {
            *self.rules.entry(finding.rule).or_default() += 1;
            Ok(())
        });
        *self.provenance.entry(row.provenance.as_str()).or_default() += 1;
        self.disclosures += u64::from(row.disclosure);
        if !row.language.is_empty() {
            *self.languages.entry(row.language.clone()).or_default() += 1;
        }
    }

    /// One line for people: `72 documents, 31 findings (4 critical, …), 2 could not be read`.
    #[must_use]
    pub fn line(&self) -> String {
        let mut line = format!(
            "{}, {}",
            count(self.documents, "document"),
            count(self.findings, "finding")
        );
        let parts: Vec<String> = ["critical", "major", "minor", "neutral"]
            .iter()
            .filter_map(|name| {
                self.severities
                    .get(name)
                    .filter(|&&n| n > 0)
                    .map(|n| format!("{n} {name}"))
            })
            .collect();
        if !parts.is_empty() {
            let _ = write!(line, " ({})", parts.join(", "));
        }
        if self.silenced > 0 {
            let _ = write!(line, ", {} silenced by the baseline", self.silenced);
        }
        if self.stale > 0 {
            let _ = write!(
                line,
                ", {} in the baseline without its finding",
                match self.stale {
                    1 => "1 entry".to_owned(),
                    n => format!("{n} entries"),
                }
            );
        }
        if self.errors > 0 {
            let _ = write!(line, ", {} could not be read", self.errors);
        }
        if let Some(tally) = self.gate {
            let _ = write!(
                line,
                "; {} may be published, {} stopped",
                tally.passed, tally.stopped
            );
        }
        line
    }
}

/// `1 document`, `2 documents`.
pub(super) fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
