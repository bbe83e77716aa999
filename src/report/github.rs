//! Findings as annotations of a GitHub workflow: commands on standard output that the runner reads.
//!
//! GitHub shows ten annotations of a level for each step and drops the rest without a word. The worst are shown, and a
//! last notice counts the others. Nothing of a document can begin a command of its own: what could is escaped.

use std::io::{self, Write};

use super::Sink;
use super::level::Level;
use super::summary::{Summary, count};
use super::terminal::printable;
use crate::detect::Audit;
use crate::gate::Outcome;

/// Annotations of a level that GitHub shows for a step.
const SHOWN: usize = 10;

/// Annotations on a stream.
#[derive(Debug)]
pub struct Stream<W: Write> {
    out: W,
    levels: [Worst; 3],
}

/// The worst annotations of a level, and how many there were.
#[derive(Debug, Default)]
struct Worst {
    kept: Vec<(Weight, String)>,
    seen: u64,
}

/// What comes first: documents nobody could read, documents that are stopped as a whole, then findings by severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Finding(u32),
    Document,
    Unread,
}

impl Worst {
    fn add(&mut self, weight: Weight, annotation: impl FnOnce() -> String) {
        self.seen += 1;
        let place = self.kept.partition_point(|(other, _)| *other >= weight);
        if place < SHOWN {
            self.kept.insert(place, (weight, annotation()));
            self.kept.truncate(SHOWN);
        }
    }
}

impl<W: Write> Stream<W> {
    /// Writes to `out` at the end.
    pub fn new(out: W) -> Self {
        Self {
            out,
            levels: Default::default(),
        }
    }

    fn findings(&mut self, audit: &Audit) {
        for (number, finding) in audit.findings.iter().enumerate() {
            let weight = Weight::Finding(finding.severity.weight());
            self.levels[Level::of(audit, number) as usize].add(weight, || {
                let (start, end) = (finding.start, finding.end);
                // columns make sense to GitHub within a line only
                let place = if start.line == end.line {
                    format!(",col={},endColumn={}", start.column, end.column)
                } else {
                    String::new()
                };
                format!(
                    "file={},line={},endLine={}{place},title={}::{}",
                    property(&audit.row.document),
                    start.line,
                    end.line,
                    property(finding.rule),
                    data(&finding.message)
                )
            });
        }
    }

    /// An error about a document as a whole.
    fn whole(&mut self, audit: &Audit, weight: Weight, title: &str, text: &str) {
        self.levels[Level::Error as usize].add(weight, || {
            let (file, title) = (property(&audit.row.document), property(title));
            format!("file={file},title={title}::{}", data(text))
        });
    }
}

impl<W: Write> Sink for Stream<W> {
    fn document(&mut self, audit: &Audit) -> io::Result<()> {
        if !audit.row.error.is_empty() {
            self.whole(audit, Weight::Unread, "could not be read", &audit.row.error);
        }
        self.findings(audit);
        if let Some(verdict) = &audit.verdict
            && verdict.outcome != Outcome::Passed
        {
            for reason in verdict
                .reasons
                .iter()
                .filter(|reason| !reason.fact.is_empty() && reason.fact != audit.row.error)
            {
                let text = format!("{}; to do: {}", reason.fact, reason.remedy);
                self.whole(audit, Weight::Document, reason.clause.as_str(), &text);
            }
        }
        Ok(())
    }

    fn end(&mut self, _: &Summary) -> io::Result<()> {
        let names = ["error", "warning", "notice"];
        let dropped = |level: &Worst| level.seen - level.kept.len() as u64;
        // the last notice needs a place itself
        if self.levels.iter().any(|level| dropped(level) > 0) {
            self.levels[Level::Note as usize].kept.truncate(SHOWN - 1);
        }
        let mut rest = Vec::new();
        for (level, name) in self.levels.iter().zip(names) {
            for (_, annotation) in &level.kept {
                writeln!(self.out, "::{name} {annotation}")?;
            }
            if dropped(level) > 0 {
                rest.push(count(dropped(level), name));
            }
        }
        if !rest.is_empty() {
            writeln!(
                self.out,
                "::notice title=traditore::not shown here: {}; GitHub shows {SHOWN} of a kind for each step",
                rest.join(", ")
            )?;
        }
        self.out.flush()
    }
}

/// Text behind `::`.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_or_begins_one() {
        assert_eq!(data("50 %\r\n::error::x"), "50 %25\u{FFFD} ::error::x");
        assert_eq!(property("a,b:c%.txt"), "a%2Cb%3Ac%25.txt");
    }

    #[test]
    fn the_worst_are_kept_in_order() {
        let mut worst = Worst::default();
        for number in 0..30_u32 {
            worst.add(Weight::Finding(number % 3), || number.to_string());
        }
        worst.add(Weight::Unread, || "unread".to_owned());
        let kept: Vec<&str> = worst.kept.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(
            kept,
            ["unread", "2", "5", "8", "11", "14", "17", "20", "23", "26"]
        );
        assert_eq!(worst.seen, 31);
    }
}
