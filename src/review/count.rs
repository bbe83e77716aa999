//! What the findings of a report come to: by rule, by document, by verdict.

use std::collections::{BTreeMap, HashMap};

use super::finding::Finding;
use super::verdict::Verdict;
use super::{Report, wilson};

/// Findings counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// By severity: neutral, minor, major, critical.
    pub severities: [u64; 4],
    /// By verdict: accepted, false positive, won't fix.
    pub verdicts: [u64; 3],
    /// MQM penalty points; false alarms weigh nothing.
    pub points: u64,
}

impl Tally {
    /// Counts one finding.
    pub fn add(&mut self, finding: &Finding) {
        self.severities[finding.severity as usize] += 1;
        if let Some(verdict) = finding.verdict {
            self.verdicts[verdict as usize] += 1;
        }
        self.points += finding.penalty();
    }

    /// All findings.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.severities.iter().sum()
    }

    /// Findings with a verdict.
    #[must_use]
    pub fn judged(&self) -> u64 {
        self.verdicts.iter().sum()
    }

    /// Findings that were judged true: accepted, and those that will not be mended.
    #[must_use]
    pub fn right(&self) -> u64 {
        self.verdicts[Verdict::Accept as usize] + self.verdicts[Verdict::WontFix as usize]
    }

    /// The share that was judged true, with its 95 % interval; `None` when nothing was judged.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of rows stay far below 2^52"
    )]
    pub fn precision(&self) -> Option<(f64, f64, f64)> {
        let judged = self.judged();
        let (low, high) = wilson::interval(self.right(), judged);
        (judged > 0).then(|| (self.right() as f64 / judged as f64, low, high))
    }
}

/// A document and its findings counted.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Tallied<'a> {
    /// The document's name.
    pub name: &'a str,
    /// Its findings.
    pub tally: Tally,
    /// Its words, where the report says.
    pub words: Option<u64>,
}

impl Tallied<'_> {
    /// Penalty points per 1,000 words, where the words are known.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of words and points stay far below 2^52"
    )]
    pub fn per_1000_words(&self) -> Option<f64> {
        self.words
            .map(|words| self.tally.points as f64 * 1000.0 / words.max(1) as f64)
    }
}

impl Report {
    /// All findings.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.findings.iter().for_each(|finding| tally.add(finding));
        tally
    }

    /// Findings by rule: the weightiest rule first, then the one with the most findings.
    #[must_use]
    pub fn by_rule(&self) -> Vec<(&'static str, Tally)> {
        let mut rules: BTreeMap<&'static str, Tally> = BTreeMap::new();
        for finding in &self.findings {
            rules.entry(finding.rule).or_default().add(finding);
        }
        let mut rules: Vec<_> = rules.into_iter().collect();
        rules.sort_by_key(|(_, tally)| {
            let [neutral, minor, major, critical] = tally.severities;
            std::cmp::Reverse((critical, major, minor, neutral))
        });
        rules
    }

    /// Documents with findings, the one with the most penalty points first.
    #[must_use]
    pub fn by_document(&self) -> Vec<Tallied<'_>> {
        let words: HashMap<&str, u64> = self
            .documents
            .iter()
            .flatten()
            .map(|document| (document.name.as_str(), document.words))
            .collect();
        let mut documents: BTreeMap<&str, Tally> = BTreeMap::new();
        for finding in &self.findings {
            documents.entry(&finding.document).or_default().add(finding);
        }
        let mut documents: Vec<_> = documents
            .into_iter()
            .map(|(name, tally)| Tallied {
                name,
                tally,
                words: words.get(name).copied(),
            })
            .collect();
        documents.sort_by_key(|document| {
            std::cmp::Reverse((document.tally.points, document.tally.total()))
        });
        documents
    }
}
