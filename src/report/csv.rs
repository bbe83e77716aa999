//! The CSV reports: RFC 4180, UTF-8, LF, one header row, columns only ever appended to.
//!
//! A cell that a spreadsheet would run as a formula gets a leading apostrophe; so does a cell that begins with an
//! apostrophe before such a character, so that reading a report back ([`plain`]) restores every cell.

use std::borrow::Cow;
use std::io::{self, Write};

use super::Sink;
use super::summary::Summary;
use crate::detect::Audit;
use crate::document::{Row, SegmentRow};
use crate::finding::Finding;

/// Columns of `findings.csv`.
pub const FINDINGS: [&str; 19] = [
    "id",
    "document",
    "line",
    "column",
    "end_line",
    "end_column",
    "segment",
    "rule",
    "severity",
    "mqm",
    "confidence",
    "language",
    "message",
    "excerpt",
    "suggestion",
    "source",
    "target",
    "verdict",
    "note",
];

/// Columns of `documents.csv`.
pub const DOCUMENTS: [&str; 17] = [
    "document",
    "status",
    "format",
    "encoding",
    "declared_language",
    "language",
    "language_consistency",
    "provenance",
    "disclosure",
    "segments",
    "words",
    "penalty_per_1000_words",
    "critical",
    "major",
    "minor",
    "neutral",
    "error",
];

/// Columns of `segments.csv`.
pub const SEGMENTS: [&str; 10] = [
    "document",
    "segment",
    "line",
    "side",
    "language",
    "confidence",
    "script",
    "letters",
    "expected",
    "consistent",
];

/// A cell as it is written: one that a spreadsheet would take for a formula gets a leading apostrophe.
#[must_use]
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if runs(cell.trim_start_matches('\'')) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A cell as it was before [`guarded`].
#[must_use]
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if runs(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn runs(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A CSV writer with the report's conventions.
#[derive(Debug)]
pub struct Table<W: Write> {
    writer: ::csv::Writer<W>,
}

impl<W: Write> Table<W> {
    /// Begins a table with its header row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(out: W, columns: &[&str]) -> io::Result<Self> {
        let mut writer = ::csv::WriterBuilder::new()
            .terminator(::csv::Terminator::Any(b'\n'))
            .from_writer(out);
        writer.write_record(columns).map_err(io_error)?;
        Ok(Self { writer })
    }

    /// A row of any table: the cells, guarded where a spreadsheet would run them.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cow<'a, str>>) -> io::Result<()> {
        for cell in cells {
            self.writer
                .write_field(guarded(&cell).as_bytes())
                .map_err(io_error)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(io_error)
    }

    /// A row of `findings.csv`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finding(&mut self, document: &str, finding: &Finding) -> io::Result<()> {
        self.row([
            finding.id.as_str().into(),
            document.into(),
            finding.start.line.to_string().into(),
            finding.start.column.to_string().into(),
            finding.end.line.to_string().into(),
            finding.end.column.to_string().into(),
            finding.segment.as_str().into(),
            finding.rule.into(),
            finding.severity.as_str().into(),
            finding.mqm.into(),
            format!("{:.2}", finding.confidence).into(),
            finding.language.as_str().into(),
            finding.message.as_str().into(),
            finding.excerpt.as_str().into(),
            finding.suggestion.as_str().into(),
            finding.source.as_str().into(),
            finding.target.as_str().into(),
            "".into(),
            "".into(),
        ])
    }

    /// A row of `documents.csv`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn document(&mut self, row: &Row) -> io::Result<()> {
        let status = if row.error.is_empty() { "ok" } else { "error" };
        let [neutral, minor, major, critical] = row.counts;
        self.row([
            row.document.as_str().into(),
            status.into(),
            row.format.into(),
            row.encoding.as_str().into(),
            row.declared.as_str().into(),
            row.language.as_str().into(),
            row.consistency.map_or_else(String::new, share).into(),
            row.provenance.as_str().into(),
            if row.disclosure { "yes" } else { "no" }.into(),
            row.segments.to_string().into(),
            row.words.to_string().into(),
            format!("{:.1}", row.penalty_per_1000_words()).into(),
            critical.to_string().into(),
            major.to_string().into(),
            minor.to_string().into(),
            neutral.to_string().into(),
            row.error.as_str().into(),
        ])
    }

    /// A row of `segments.csv`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn segment(&mut self, document: &str, row: &SegmentRow) -> io::Result<()> {
        self.row([
            document.into(),
            row.segment.as_str().into(),
            row.line.to_string().into(),
            row.side.into(),
            row.language.as_str().into(),
            row.confidence
                .map_or_else(String::new, |p| format!("{p:.3}"))
                .into(),
            row.script.into(),
            row.letters.to_string().into(),
            row.expected.as_str().into(),
            row.consistent
                .map_or("", |yes| if yes { "yes" } else { "no" })
                .into(),
        ])
    }

    /// Writes what is buffered and returns what was written to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.writer
            .into_inner()
            .map_err(|error| io::Error::from(error.error().kind()))
    }

    /// Writes what is buffered.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The I/O error inside an error of the CSV writer, which has no other when it writes.
fn io_error(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A share of 0 to 1 with four decimals; 1 only when it is whole.
fn share(value: f64) -> String {
    let rounded = format!("{value:.4}");
    if value < 1.0 && rounded == "1.0000" {
        "0.9999".to_owned()
    } else {
        rounded
    }
}

/// Findings as CSV on a stream.
#[derive(Debug)]
pub struct Stream<W: Write>(Table<W>);

impl<W: Write> Stream<W> {
    /// Begins with the header row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(out: W) -> io::Result<Self> {
        Ok(Self(Table::new(out, &FINDINGS)?))
    }
}

impl<W: Write> Sink for Stream<W> {
    fn document(&mut self, audit: &Audit) -> io::Result<()> {
        audit.each(&mut |finding| self.0.finding(&audit.row.document, finding))
    }

    fn end(&mut self, _: &Summary) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_restored() {
        for cell in [
            "=SUM(A1)", "+1", "-x", "@y", "\tz", "\r", "'=a", "''+", "'tis", "plain", "",
        ] {
            assert_eq!(plain(&guarded(cell)), cell);
        }
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("'tis"), "'tis");
    }

    #[test]
    fn nearly_whole_is_not_whole() {
        assert_eq!(
            (share(1.0), share(0.999_99), share(0.5)),
            ("1.0000".into(), "0.9999".into(), "0.5000".into())
        );
    }
}
