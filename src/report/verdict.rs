//! The verdicts of the gate for people: in three lines what stops a document, where, and what to do.
//!
//! Every line begins with words of its own, so that no file name or text can pass for a command to the program that
//! shows the log.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::terminal::printable;
use super::{Sink, summary::Summary};
use crate::detect::Audit;
use crate::finding::Finding;
use crate::gate::{Outcome, Reason, Verdict};

/// Places named behind the first.
const MORE: usize = 5;

/// Verdicts on a stream.
#[derive(Debug)]
pub struct Stream<W: Write> {
    out: W,
    colour: bool,
}

impl<W: Write> Stream<W> {
    /// With or without colours.
    pub fn new(out: W, colour: bool) -> Self {
        Self { out, colour }
    }

    fn verdict(&mut self, audit: &Audit, verdict: &Verdict) -> io::Result<()> {
        let paint = |code: &'static str| if self.colour { code } else { "" };
        let (red, bold, reset) = (paint("\x1b[1;31m"), paint("\x1b[1m"), paint("\x1b[0m"));
        let text = format!(
            "{red}{}:{reset} {bold}{}{reset}\n{}\n",
            verdict.outcome.as_str(),
            headline(audit, verdict),
            details(audit, verdict)
        );
        self.out.write_all(text.as_bytes())
    }
}

/// What stops the document, in a line.
pub(super) fn headline(audit: &Audit, verdict: &Verdict) -> String {
    let whats: Vec<&str> = verdict.reasons.iter().map(|r| r.what.as_str()).collect();
    format!(
        "{} {}",
        printable(&audit.row.document),
        whats.join(", and ")
    )
}

/// Where, and what to do: two lines a reason.
pub(super) fn details(audit: &Audit, verdict: &Verdict) -> String {
    let name = printable(&audit.row.document);
    let mut text = String::new();
    for reason in &verdict.reasons {
        let _ = writeln!(text, "  where: {}", place(&name, audit, reason));
        let _ = writeln!(text, "  to do: {}", printable(&reason.remedy));
    }
    text
}

/// Where a reason shows, and the fact.
fn place(name: &str, audit: &Audit, reason: &Reason) -> String {
    let mut findings = reason.findings.iter().map(|&n| &audit.findings[n]);
    let Some(first) = findings.next() else {
        return format!("{name}: {}", printable(&reason.fact));
    };
    let (line, column) = (first.start.line, first.start.column);
    let fact = if reason.fact.is_empty() {
        format!("{} [{}]", printable(&first.message), first.rule)
    } else {
        format!("{}; {}", printable(&reason.fact), printable(&first.message))
    };
    let mut others: Vec<&Finding> = findings.collect();
    others.sort_by(|one, other| {
        (one.rule != first.rule)
            .cmp(&(other.rule != first.rule))
            .then_with(|| one.order(other))
    });
    let mut rule = first.rule;
    let mut also = String::new();
    for finding in others.iter().take(MORE) {
        also.push_str(if also.is_empty() { "; also at " } else { ", " });
        let _ = write!(also, "{}:{}", finding.start.line, finding.start.column);
        if finding.rule != rule && reason.fact.is_empty() {
            let _ = write!(also, " [{}]", finding.rule);
            rule = finding.rule;
        }
    }
    if let Some(rest) = others.len().checked_sub(MORE).filter(|&rest| rest > 0) {
        let _ = write!(also, " and {rest} more");
    }
    format!("{name}:{line}:{column}: {fact}{also}")
}

impl<W: Write> Sink for Stream<W> {
    fn document(&mut self, audit: &Audit) -> io::Result<()> {
        match &audit.verdict {
            Some(verdict) if verdict.outcome != Outcome::Passed => self.verdict(audit, verdict),
            _ => Ok(()),
        }
    }

    fn end(&mut self, _: &Summary) -> io::Result<()> {
        self.out.flush()
    }
}
