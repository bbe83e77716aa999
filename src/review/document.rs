//! A row of `documents.csv`, read back.

use super::finding::{decimal, integer, share};
use super::table::{Problem, Table, shown};
use crate::rule::Severity;

/// What the audit said about a document.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Document {
    /// Its name.
    pub name: String,
    /// Its format.
    pub format: String,
    /// Language it should be in; empty when it is not declared.
    pub declared: String,
    /// Language most of it is in; empty when unknown.
    pub language: String,
    /// Share of its letters in the expected language.
    pub consistency: Option<f64>,
    /// `machine-translated`, `suspected` or `unmarked`; empty when it could not be read.
    pub provenance: String,
    /// Carries a notice for its readers.
    pub disclosure: bool,
    /// Words.
    pub words: u64,
    /// MQM penalty points per 1,000 words.
    pub penalty: f64,
    /// Findings by severity: neutral, minor, major, critical.
    pub counts: [u64; 4],
    /// Why it could not be read, or not wholly; empty when it could.
    pub error: String,
}

impl Document {
    /// Reads all rows.
    ///
    /// # Errors
    /// Every cell that makes no sense.
    pub fn read_all(table: &Table) -> Result<Vec<Self>, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut documents = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let mut kept = |column: &str, outcome: Result<Option<f64>, String>| {
                outcome.unwrap_or_else(|message| {
                    problems.push(table.problem(row.number, column, message));
                    None
                })
            };
            let consistency = kept(
                "language_consistency",
                share(table.cell(row, "language_consistency")),
            );
            let penalty = kept(
                "penalty_per_1000_words",
                decimal(table.cell(row, "penalty_per_1000_words")),
            );
            let mut count = |column: &str| {
                let number = integer(table.cell(row, column)).unwrap_or_else(|message| {
                    problems.push(table.problem(row.number, column, message));
                    None
                });
                number.unwrap_or(0)
            };
            let words = count("words");
            let mut counts = [0; 4];
            for severity in [
                Severity::Neutral,
                Severity::Minor,
                Severity::Major,
                Severity::Critical,
            ] {
                counts[severity as usize] = count(severity.as_str());
            }
            let provenance = table.cell(row, "provenance").trim().to_lowercase();
            if !["", "machine-translated", "suspected", "unmarked"].contains(&provenance.as_str()) {
                let message = format!("`{}` is no provenance", shown(&provenance));
                problems.push(table.problem(row.number, "provenance", message));
            }
            let text = |column: &str| table.cell(row, column).to_owned();
            documents.push(Self {
                name: text("document"),
                format: text("format"),
                declared: text("declared_language"),
                language: text("language"),
                consistency,
                provenance,
                disclosure: table
                    .cell(row, "disclosure")
                    .trim()
                    .eq_ignore_ascii_case("yes"),
                words,
                penalty: penalty.unwrap_or(0.0),
                counts,
                error: text("error"),
            });
        }
        if problems.is_empty() {
            Ok(documents)
        } else {
            Err(problems)
        }
    }
}
