//! Documents as `JUnit` XML: one test suite, a test case a document.
//!
//! After an audit a test fails when the document has findings above neutral; after a gate, when it is stopped. The
//! counts stand before the cases, so the cases wait in memory, and when they grow large in a nameless temporary file.

use std::fmt::Write as _;
use std::io::{self, Seek, Write};

use tempfile::SpooledTempFile;

use super::Sink;
use super::summary::{Summary, count};
use super::terminal::printable;
use super::verdict;
use crate::detect::Audit;
use crate::gate::Outcome;
use crate::rule::Severity;

/// Bytes of test cases that wait in memory.
const WAITING: usize = 8 << 20;

/// Findings of a document that are listed.
const LISTED: usize = 100;

/// `JUnit` XML on a stream.
#[derive(Debug)]
pub struct Stream<W: Write> {
    out: W,
    cases: SpooledTempFile,
    tests: u64,
    failures: u64,
    errors: u64,
}

impl<W: Write> Stream<W> {
    /// Writes to `out` at the end.
    pub fn new(out: W) -> Self {
        Self {
            out,
            cases: SpooledTempFile::new(WAITING),
            tests: 0,
            failures: 0,
            errors: 0,
        }
    }
}

impl<W: Write> Sink for Stream<W> {
    fn document(&mut self, audit: &Audit) -> io::Result<()> {
        self.tests += 1;
        let name = escaped(&audit.row.document);
        let mut case =
            format!("<testcase classname=\"traditore\" name=\"{name}\" file=\"{name}\" time=\"0\"");
        let trouble = trouble(audit);
        match &trouble {
            None => case.push_str("/>\n"),
            Some(trouble) => {
                let element = if trouble.error { "error" } else { "failure" };
                let (kind, message) = (escaped(trouble.kind), escaped(&trouble.message));
                let _ = write!(
                    case,
                    ">\n<{element} type=\"{kind}\" message=\"{message}\">{}</{element}>\n</testcase>\n",
                    text(&trouble.details)
                );
                *(if trouble.error {
                    &mut self.errors
                } else {
                    &mut self.failures
                }) += 1;
            }
        }
        self.cases.write_all(case.as_bytes())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        let suite = if summary.gate.is_some() {
            "traditore gate"
        } else {
            "traditore audit"
        };
        let counts = format!(
            "tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"0\"",
            self.tests, self.failures, self.errors
        );
        writeln!(self.out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(self.out, "<testsuites name=\"traditore\" {counts}>")?;
        writeln!(
            self.out,
            "<testsuite name=\"{suite}\" {counts} skipped=\"0\">"
        )?;
        self.cases.rewind()?;
        io::copy(&mut self.cases, &mut self.out)?;
        writeln!(self.out, "</testsuite>\n</testsuites>")?;
        self.out.flush()
    }
}

/// Why a test does not pass.
struct Trouble<'a> {
    error: bool,
    kind: &'a str,
    message: String,
    details: String,
}

fn trouble(audit: &Audit) -> Option<Trouble<'_>> {
    let unread = !audit.row.error.is_empty();
    if let Some(verdict) = &audit.verdict {
        let first = verdict.reasons.first()?;
        return Some(Trouble {
            error: verdict.outcome == Outcome::Unread,
            kind: first.clause.as_str(),
            message: verdict::headline(audit, verdict),
            details: verdict::details(audit, verdict),
        });
    }
    let worst = audit
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Neutral)
        .max_by(|one, other| {
            // the first of the worst
            one.severity.cmp(&other.severity).then(other.order(one))
        });
    if !unread && worst.is_none() {
        return None;
    }
    let mut details = String::new();
    for finding in audit.findings.iter().take(LISTED) {
        let _ = writeln!(
            details,
            "{}:{}: {}[{}] {}",
            finding.start.line,
            finding.start.column,
            finding.severity,
            finding.rule,
            finding.message
        );
    }
    if audit.count() > LISTED as u64 {
        let _ = writeln!(details, "and {} more", audit.count() - LISTED as u64);
    }
    Some(if unread {
        Trouble {
            error: true,
            kind: "unreadable",
            message: audit.row.error.clone(),
            details,
        }
    } else {
        let findings = count(audit.count(), "finding");
        Trouble {
            error: false,
            kind: worst.map_or("", |finding| finding.rule),
            message: worst.map_or(String::new(), |worst| {
                format!("{findings}: {}", worst.message)
            }),
            details,
        }
    })
}

/// Lines of text as the content of an element.
fn text(lines: &str) -> String {
    let lines: Vec<String> = lines.lines().map(escaped).collect();
    lines.join("\n")
}

/// One line of text as XML can hold it: its mark-up escaped, characters that XML does not have replaced.
fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in printable(line).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_valid_in_xml() {
        assert_eq!(
            escaped("<a b='&\"'>]]>\0\x1b\u{FFFF}\u{85}é\n"),
            "&lt;a b=&apos;&amp;&quot;&apos;&gt;]]&gt;\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}é "
        );
    }
}
