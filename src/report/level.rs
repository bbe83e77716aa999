//! How loudly the tools of others should speak of a finding.

use crate::detect::Audit;
use crate::rule::Severity;

/// The three levels that SARIF and GitHub have, the loudest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Error,
    Warning,
    Note,
}

impl Level {
    /// By severity alone.
    pub(super) fn usual(severity: Severity) -> Self {
        match severity {
            Severity::Critical | Severity::Major => Self::Error,
            Severity::Minor => Self::Warning,
            Severity::Neutral => Self::Note,
        }
    }

    /// Of a finding, by its number. Where a gate has decided, what stops the document is an error and nothing else is.
    pub(super) fn of(audit: &Audit, number: usize) -> Self {
        let usual = Self::usual(audit.findings[number].severity);
        match &audit.verdict {
            None => usual,
            Some(verdict) if verdict.blames(number) => Self::Error,
            Some(_) => usual.max(Self::Warning),
        }
    }

    /// As SARIF says it.
    pub(super) fn sarif(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}
