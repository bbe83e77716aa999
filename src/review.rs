//! Reading a report back: what its findings come to, what reviewers said, how it differs from an older one, and a page
//! to look at.
//!
//! A report comes back from a spreadsheet with other separators, another encoding, numbers in the reviewer's notation and
//! ids that were taken for numbers. What can be understood is understood ([`table`], [`finding`], [`restore`]); everything
//! else is a [`Problem`] with its row and column, and then nothing is written anywhere.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

pub mod compare;
pub mod context;
pub mod count;
pub mod document;
pub mod finding;
pub mod page;
pub mod restore;
pub mod table;
pub mod verdict;
pub mod wilson;

use document::Document;
use finding::Finding;
use table::Table;
pub use table::{Place, Problem};
pub use verdict::Verdict;

/// A report as it was read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// The file with the findings.
    pub path: PathBuf,
    /// The findings, in the order of their rows.
    pub findings: Vec<Finding>,
    /// Names of the columns that are not ours, in order: a reviewer's own.
    pub extra: Vec<String>,
    /// The rows of `documents.csv`, where the report has one that belongs to these findings.
    pub documents: Option<Vec<Document>>,
    /// What the reader had to assume or repair, for people.
    pub remarks: Vec<String>,
}

/// The first row whose message shows that a program took UTF-8 for windows-1252: every quotation mark is three
/// characters.
fn misread(findings: &[Finding]) -> Option<u64> {
    findings
        .iter()
        .find(|finding| finding.message.contains("â€œ") && !finding.message.contains('“'))
        .map(|finding| finding.row)
}

impl Report {
    /// Reads a report folder, or the `findings.csv` of one, also as a spreadsheet saved it.
    ///
    /// `documents.csv` is read where it lies beside the findings and names every document that they name.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Content`] when there is no report; [`Error::Report`] with the rows and columns that make
    /// no sense.
    pub fn read(path: &Path) -> Result<Self> {
        let folder = path.is_dir();
        let file = if folder {
            path.join("findings.csv")
        } else {
            path.to_owned()
        };
        if folder && !file.is_file() {
            return Err(Error::Content {
                document: path.display().to_string(),
                message: "holds no findings.csv; `traditore audit --out DIR` writes one".to_owned(),
            });
        }
        let table = Table::read(&file, &crate::report::csv::FINDINGS)?;
        let mut report = Self::from_table(&table).map_err(|problems| Error::Report {
            path: file.clone(),
            problems,
        })?;
        report.path.clone_from(&file);
        let beside = file.with_file_name("documents.csv");
        if beside.is_file() {
            match report.documents_from(&beside) {
                Ok(documents) => report.documents = documents,
                Err(error) if folder => report.remarks.push(error.to_string()),
                Err(_) => {}
            }
        }
        Ok(report)
    }

    /// Makes sense of the rows of a table of findings.
    ///
    /// # Errors
    /// Every cell that makes no sense.
    pub fn from_table(table: &Table) -> std::result::Result<Self, Vec<Problem>> {
        let mut remarks = table.remarks.clone();
        let mut problems = Vec::new();
        for column in ["id", "document", "rule", "severity"] {
            if !table.has(column) {
                let message =
                    format!("the column `{column}` is missing; take it from the original report");
                problems.push(Problem {
                    column: String::new(),
                    ..table.problem(1, column, message)
                });
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        if !table.has("verdict") {
            remarks.push("has no column `verdict`: no finding counts as judged".to_owned());
        }
        let mut findings = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            findings.extend(Finding::read(table, row, &mut problems));
        }
        if let Some(row) = misread(&findings) {
            remarks.push(format!(
                "was opened in windows-1252, though it is UTF-8, and saved like that (row {row}): the texts in it are damaged, the verdicts are not; choose UTF-8 when it is opened"
            ));
        }
        restore::ids(table, &mut findings, &mut remarks, &mut problems);
        finding::once(table, &mut findings, &mut remarks, &mut problems);
        if problems.is_empty() {
            Ok(Self {
                path: PathBuf::new(),
                findings,
                extra: table.extra.iter().map(|(name, _)| name.clone()).collect(),
                documents: None,
                remarks,
            })
        } else {
            problems.sort_by_key(|problem| problem.place);
            Err(problems)
        }
    }

    /// The documents in `path`, if they are those of the findings.
    fn documents_from(&self, path: &Path) -> Result<Option<Vec<Document>>> {
        let table = Table::read(path, &crate::report::csv::DOCUMENTS)?;
        let documents = Document::read_all(&table).map_err(|problems| Error::Report {
            path: path.to_owned(),
            problems,
        })?;
        let names: std::collections::HashSet<&str> = documents
            .iter()
            .map(|document| document.name.as_str())
            .collect();
        let belong = self
            .findings
            .iter()
            .all(|finding| names.contains(finding.document.as_str()));
        Ok(belong.then_some(documents))
    }

    /// Writes the findings as `findings.csv` is written: the same bytes, when nothing was changed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write<W: std::io::Write>(&self, out: W) -> std::io::Result<W> {
        let columns: Vec<&str> = crate::report::csv::FINDINGS
            .into_iter()
            .chain(self.extra.iter().map(String::as_str))
            .collect();
        let mut table = crate::report::csv::Table::new(out, &columns)?;
        for finding in &self.findings {
            table.row(finding.cells())?;
        }
        table.finish()
    }
}
