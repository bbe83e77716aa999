//! The summary for programs.

use std::io::{self, Write};

use serde_json::{Value, json};
use traditore::review::Report;
use traditore::review::compare::Comparison;
use traditore::review::count::Tally;
use traditore::review::finding::Finding;

pub(super) fn print(
    out: &mut impl Write,
    report: &Report,
    against: Option<(&Report, &Comparison<'_>)>,
) -> io::Result<()> {
    let tally = report.tally();
    let rules: Vec<Value> = report
        .by_rule()
        .iter()
        .map(|(rule, tally)| with(json!({"rule": rule}), tally))
        .collect();
    let documents: Vec<Value> = report
        .by_document()
        .iter()
        .map(|document| {
            let head = json!({
                "document": document.name, "words": document.words,
                "penalty_per_1000_words": document.per_1000_words(),
            });
            with(head, &document.tally)
        })
        .collect();
    let errors: Vec<Value> = report
        .documents
        .iter()
        .flatten()
        .filter(|document| !document.error.is_empty())
        .map(|document| json!({"document": document.name, "error": document.error}))
        .collect();
    let mut summary = with(
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "report": report.path.to_string_lossy(),
            "documents_audited": report.documents.as_ref().map(Vec::len),
        }),
        &tally,
    );
    summary["rules"] = rules.into();
    summary["documents"] = documents.into();
    summary["errors"] = errors.into();
    if let Some((old, comparison)) = against {
        let list = |findings: &[&Finding]| -> Value {
            findings
                .iter()
                .map(|finding| {
                    json!({
                        "id": finding.id, "document": finding.document, "line": finding.line, "column": finding.column,
                        "rule": finding.rule, "severity": finding.severity, "message": finding.message,
                        "excerpt": finding.excerpt,
                    })
                })
                .collect()
        };
        summary["comparison"] = json!({
            "against": old.path.to_string_lossy(),
            "new": list(&comparison.new),
            "fixed": list(&comparison.fixed),
            "unchanged": comparison.unchanged.len(),
        });
    }
    serde_json::to_writer_pretty(&mut *out, &summary)?;
    writeln!(out)
}

/// `head` with the counts of a tally.
fn with(mut head: Value, tally: &Tally) -> Value {
    let [neutral, minor, major, critical] = tally.severities;
    let [accepted, false_positive, wont_fix] = tally.verdicts;
    head["findings"] = tally.total().into();
    head["severities"] =
        json!({"critical": critical, "major": major, "minor": minor, "neutral": neutral});
    head["penalty"] = tally.points.into();
    head["verdicts"] = json!({"accept": accepted, "false-positive": false_positive, "wont-fix": wont_fix, "open": tally.total() - tally.judged()});
    head["precision"] = tally
        .precision()
        .map(|(share, low, high)| json!({"share": share, "low": low, "high": high}))
        .into();
    head
}
