//! Findings as JSON, one object a line, keyed like the columns of `findings.csv`.

use std::io::{self, Write};

use serde::Serialize;

use super::Sink;
use super::summary::Summary;
use crate::detect::Audit;

#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    document: &'a str,
    line: u64,
    column: u64,
    end_line: u64,
    end_column: u64,
    segment: &'a str,
    rule: &'a str,
    severity: &'a str,
    mqm: &'a str,
    confidence: f64,
    language: &'a str,
    message: &'a str,
    excerpt: &'a str,
    suggestion: &'a str,
    source: &'a str,
    target: &'a str,
}

/// Findings as JSON lines on a stream.
#[derive(Debug)]
pub struct Stream<W: Write>(pub W);

impl<W: Write> Sink for Stream<W> {
    fn document(&mut self, audit: &Audit) -> io::Result<()> {
        audit.each(&mut |finding| {
            let record = Record {
                id: &finding.id,
                document: &audit.row.document,
                line: finding.start.line,
                column: finding.start.column,
                end_line: finding.end.line,
                end_column: finding.end.column,
                segment: &finding.segment,
                rule: finding.rule,
                severity: finding.severity.as_str(),
                mqm: finding.mqm,
                confidence: (f64::from(finding.confidence) * 100.0).round() / 100.0,
                language: &finding.language,
                message: &finding.message,
                excerpt: &finding.excerpt,
                suggestion: &finding.suggestion,
                source: &finding.source,
                target: &finding.target,
            };
            serde_json::to_writer(&mut self.0, &record)?;
            self.0.write_all(b"\n")
        })
    }

    fn end(&mut self, _: &Summary) -> io::Result<()> {
        self.0.flush()
    }
}
