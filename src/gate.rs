//! The gate: whether a document may be published under a policy, and if not, what stops it.
//!
//! Provenance findings are decided by what the policy says about machine translation and residue, and by that alone;
//! they count neither into the penalty nor against the severity bar. Everything is decided by the findings that are
//! left after comments and baseline have silenced theirs, so that what stops a document can always be shown.

use std::cmp::Reverse;

use crate::config::{MachineTranslation, Residue};
use crate::detect::Audit;
use crate::document::per_1000_words;
use crate::finding::Finding;
use crate::rule::Severity;

mod wording;

/// What a document must fulfil.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Terms {
    /// What machine translation may do.
    pub machine_translation: MachineTranslation,
    /// Whether residue may be published.
    pub residue: Residue,
    /// Lowest language consistency.
    pub min_language_consistency: Option<f64>,
    /// Highest penalty, in MQM points per 1,000 words.
    pub max_penalty_per_1000_words: Option<f64>,
    /// The lowest severity that stops a document.
    pub fail_on: Severity,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            machine_translation: MachineTranslation::Disclose,
            residue: Residue::Forbid,
            min_language_consistency: None,
            max_penalty_per_1000_words: None,
            fail_on: Severity::Major,
        }
    }
}

/// What the gate says about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// In a word.
    pub outcome: Outcome,
    /// Why it is not [`Outcome::Passed`], the gravest first.
    pub reasons: Vec<Reason>,
}

impl Verdict {
    /// Whether the finding with this number is among the reasons.
    #[must_use]
    pub fn blames(&self, finding: usize) -> bool {
        self.reasons
            .iter()
            .any(|reason| reason.findings.contains(&finding))
    }
}

/// In a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It may be published.
    Passed,
    /// It violates the policy.
    Stopped,
    /// It could not be read, or not wholly, so nobody knows.
    Unread,
}

impl Outcome {
    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Stopped => "stopped",
            Self::Unread => "unread",
        }
    }
}

/// A clause of the policy that a document violates.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// The clause.
    pub clause: Clause,
    /// What stops the document, the rest of a sentence that begins with its name.
    pub what: String,
    /// The fact behind it, where no finding says it.
    pub fact: String,
    /// What to do.
    pub remedy: String,
    /// Numbers of the findings that show it, the worst first.
    pub findings: Vec<usize>,
}

/// The clauses of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Clause {
    /// Everything can be read.
    Readable,
    /// `residue`.
    Residue,
    /// `machine-translation`.
    MachineTranslation,
    /// `min-language-consistency`.
    LanguageConsistency,
    /// `max-penalty-per-1000-words`.
    Penalty,
    /// `fail-on`.
    FailOn,
}

impl Clause {
    /// The key of the policy; `readable` where there is none.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Readable => "readable",
            Self::Residue => "residue",
            Self::MachineTranslation => "machine-translation",
            Self::LanguageConsistency => "min-language-consistency",
            Self::Penalty => "max-penalty-per-1000-words",
            Self::FailOn => "fail-on",
        }
    }
}

/// Rules of other families whose findings are residue.
const RESIDUE: [&str; 2] = ["artifact/broken-placeholder", "artifact/unfilled-template"];

/// Decides about a document by its audit.
#[must_use]
pub fn decide(audit: &Audit, terms: &Terms) -> Verdict {
    let document = Document { audit };
    let mut reasons = Vec::new();
    if !audit.row.error.is_empty() {
        reasons.push(wording::unread(&audit.row.error));
    }
    let residue = document.residue(terms);
    let marks = document.machine_translation(terms, residue.as_ref());
    reasons.extend(residue);
    reasons.extend(marks);
    reasons.extend(document.consistency(terms));
    reasons.extend(document.fail_on(terms));
    reasons.extend(document.penalty(terms));
    if reasons.is_empty() && audit.more.is_some() {
        let count = audit.count();
        reasons.push(wording::unread(&format!(
            "has {count} findings, more than can be weighed together; leave out the rules that bring most of them, or part the file"
        )));
    }
    let outcome = match reasons.first() {
        None => Outcome::Passed,
        Some(reason) if reason.clause == Clause::Readable => Outcome::Unread,
        Some(_) => Outcome::Stopped,
    };
    Verdict { outcome, reasons }
}

/// An audit, and what of it the clauses ask for.
struct Document<'a> {
    audit: &'a Audit,
}

impl Document<'_> {
    /// Numbers of the findings that `wanted` accepts, the worst first.
    fn findings(&self, wanted: impl Fn(&Finding) -> bool) -> Vec<usize> {
        let list = &self.audit.findings;
        let mut numbers: Vec<usize> = (0..list.len()).filter(|&n| wanted(&list[n])).collect();
        numbers.sort_by_key(|&n| Reverse(list[n].severity));
        numbers
    }

    fn is_residue(&self, finding: usize) -> bool {
        is_residue(&self.audit.findings[finding])
    }

    fn residue(&self, terms: &Terms) -> Option<Reason> {
        if terms.residue == Residue::Allow {
            return None;
        }
        let found = self.findings(is_residue);
        let worst = &self.audit.findings[*found.first()?];
        let silent = terms.machine_translation == MachineTranslation::Disclose
            && !self.audit.row.disclosure
            && found.iter().any(|&n| is_evidence(&self.audit.findings[n]));
        let kinds = found
            .iter()
            .any(|&n| self.audit.findings[n].rule != worst.rule);
        Some(wording::residue(worst, kinds, silent, found))
    }

    fn machine_translation(&self, terms: &Terms, residue: Option<&Reason>) -> Option<Reason> {
        let evidence = self.findings(is_evidence);
        evidence.first()?;
        match terms.machine_translation {
            MachineTranslation::Allow => None,
            MachineTranslation::Disclose if self.audit.row.disclosure => None,
            // nothing else says so: the residue is the place to begin, and its remedy asks for the notice
            MachineTranslation::Disclose
                if residue.is_some() && evidence.iter().all(|n| self.is_residue(*n)) =>
            {
                None
            }
            MachineTranslation::Disclose => {
                let language = match self.audit.row.declared.as_str() {
                    "" => &self.audit.row.language,
                    declared => declared,
                };
                Some(wording::undisclosed(language, evidence))
            }
            MachineTranslation::Forbid => Some(wording::forbidden(evidence)),
        }
    }

    fn consistency(&self, terms: &Terms) -> Option<Reason> {
        let bound = terms.min_language_consistency?;
        let share = self.audit.row.consistency?;
        if share >= bound {
            return None;
        }
        let found = self.findings(|finding| {
            finding.severity > Severity::Neutral && family(finding) == "language"
        });
        Some(wording::inconsistent(&self.audit.row, share, bound, found))
    }

    fn fail_on(&self, terms: &Terms) -> Option<Reason> {
        let found = self.findings(|finding| {
            is_fault(finding)
                && finding.severity >= terms.fail_on
                // said already
                && !(terms.residue == Residue::Forbid && is_residue(finding))
        });
        let worst = &self.audit.findings[*found.first()?];
        Some(wording::severe(worst, terms.fail_on, found))
    }

    fn penalty(&self, terms: &Terms) -> Option<Reason> {
        let bound = terms.max_penalty_per_1000_words?;
        let found = self.findings(|finding| is_fault(finding) && finding.severity.weight() > 0);
        let points = found
            .iter()
            .map(|&n| u64::from(self.audit.findings[n].severity.weight()))
            .sum();
        let penalty = per_1000_words(points, self.audit.row.words);
        (penalty > bound).then(|| wording::costly(penalty, bound, found))
    }
}

fn family(finding: &Finding) -> &str {
    finding.rule.split('/').next().unwrap_or(finding.rule)
}

/// Says that a machine translated the document.
fn is_evidence(finding: &Finding) -> bool {
    family(finding) == "provenance" && finding.severity > Severity::Neutral
}

fn is_residue(finding: &Finding) -> bool {
    finding.severity > Severity::Neutral && (finding.residue || RESIDUE.contains(&finding.rule))
}

/// A fault of the text, as opposed to what says where it comes from.
fn is_fault(finding: &Finding) -> bool {
    family(finding) != "provenance"
}
