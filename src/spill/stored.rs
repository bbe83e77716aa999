//! How what is kept in a temporary file is written there: a line of JSON each.

use std::io;

use serde::{Deserialize, Serialize};

use super::Item;
use crate::chars::Script;
use crate::document::SegmentRow;
use crate::finding::Finding;
use crate::position::Position;
use crate::rule::Severity;
use crate::rules;

/// What can be kept in a temporary file, a line each.
pub trait Stored: Sized {
    /// Writes it down.
    ///
    /// # Errors
    /// Those of the writer.
    fn encode(&self, line: &mut Vec<u8>) -> io::Result<()>;

    /// Reads it back.
    ///
    /// # Errors
    /// When `line` is not what was written.
    fn decode(line: &[u8]) -> io::Result<Self>;

    /// Bytes that it takes in memory, about.
    fn size(&self) -> usize;
}

impl Stored for Item {
    fn encode(&self, line: &mut Vec<u8>) -> io::Result<()> {
        Ok(serde_json::to_writer(line, &Record::of(&self.0, &self.1))?)
    }

    fn decode(line: &[u8]) -> io::Result<Self> {
        let record: Record = serde_json::from_slice(line)?;
        Ok(record.into_item())
    }

    fn size(&self) -> usize {
        size_of::<Vec<u32>>() + size_of_val(&*self.1) + self.0.size()
    }
}

impl Stored for Finding {
    fn encode(&self, line: &mut Vec<u8>) -> io::Result<()> {
        Ok(serde_json::to_writer(line, &Record::of(self, &[]))?)
    }

    fn decode(line: &[u8]) -> io::Result<Self> {
        let record: Record = serde_json::from_slice(line)?;
        Ok(record.into_item().0)
    }

    fn size(&self) -> usize {
        let texts = [
            &self.message,
            &self.excerpt,
            &self.suggestion,
            &self.source,
            &self.target,
            &self.line,
        ];
        size_of::<Self>() + texts.iter().map(|text| text.len()).sum::<usize>()
    }
}

impl Stored for SegmentRow {
    fn encode(&self, line: &mut Vec<u8>) -> io::Result<()> {
        let row = (
            &self.segment,
            self.line,
            self.side,
            &self.language,
            self.confidence,
            self.script,
            self.letters,
            &self.expected,
            self.consistent,
        );
        Ok(serde_json::to_writer(line, &row)?)
    }

    fn decode(line: &[u8]) -> io::Result<Self> {
        type Row<'a> = (
            String,
            u64,
            &'a str,
            String,
            Option<f32>,
            &'a str,
            u64,
            String,
            Option<bool>,
        );
        let (segment, place, side, language, confidence, script, letters, expected, consistent): Row<'_> =
            serde_json::from_slice(line)?;
        let known = |name: &str| {
            Script::ALL
                .iter()
                .map(|script| script.code())
                .find(|&code| code == name)
        };
        Ok(Self {
            segment,
            line: place,
            side: ["text", "source", "target"]
                .into_iter()
                .find(|&name| name == side)
                .unwrap_or(""),
            language,
            confidence,
            script: known(script).unwrap_or(""),
            letters,
            expected,
            consistent,
        })
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.segment.len() + self.language.len() + self.expected.len()
    }
}

/// A finding as it lies on disk.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    id: String,
    rule: String,
    severity: Severity,
    confidence: f32,
    place: [u64; 4],
    segment: String,
    language: String,
    message: String,
    excerpt: String,
    suggestion: String,
    source: String,
    target: String,
    line: String,
    mark: (usize, usize),
    residue: bool,
    suppressions: Vec<u32>,
}

impl Record {
    fn of(finding: &Finding, suppressions: &[u32]) -> Self {
        let finding = finding.clone();
        Self {
            id: finding.id,
            rule: finding.rule.to_owned(),
            severity: finding.severity,
            confidence: finding.confidence,
            place: [
                finding.start.line,
                finding.start.column,
                finding.end.line,
                finding.end.column,
            ],
            segment: finding.segment,
            language: finding.language,
            message: finding.message,
            excerpt: finding.excerpt,
            suggestion: finding.suggestion,
            source: finding.source,
            target: finding.target,
            line: finding.line,
            mark: (finding.mark.start, finding.mark.end),
            residue: finding.residue,
            suppressions: suppressions.to_vec(),
        }
    }

    fn into_item(self) -> Item {
        let rule = rules::find(&self.rule);
        let [line, column, end_line, end_column] = self.place;
        let finding = Finding {
            id: self.id,
            rule: rule.map_or("", |rule| rule.name),
            mqm: rule.map_or("", |rule| rule.mqm),
            severity: self.severity,
            confidence: self.confidence,
            start: Position { line, column },
            end: Position {
                line: end_line,
                column: end_column,
            },
            segment: self.segment,
            language: self.language,
            message: self.message,
            excerpt: self.excerpt,
            suggestion: self.suggestion,
            source: self.source,
            target: self.target,
            line: self.line,
            mark: self.mark.0..self.mark.1,
            residue: self.residue,
        };
        (finding, self.suppressions)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::rules::RULES;

    /// A finding with everything in it.
    pub(in crate::spill) fn finding(line: u64, message: &str) -> Finding {
        let record = Record {
            id: String::new(),
            rule: RULES[0].name.to_owned(),
            severity: Severity::Minor,
            confidence: 0.25,
            place: [line, 1, line, 2],
            segment: "7".to_owned(),
            language: "en".to_owned(),
            message: message.to_owned(),
            excerpt: "“a”\n\u{FFFD}".to_owned(),
            suggestion: String::new(),
            source: "s".to_owned(),
            target: "t".to_owned(),
            line: "l".to_owned(),
            mark: (0, 1),
            residue: true,
            suppressions: Vec::new(),
        };
        record.into_item().0
    }

    #[test]
    fn what_is_written_is_read_back() {
        let item = (finding(3, "a “b”\n"), vec![0, 7]);
        let mut line = Vec::new();
        item.encode(&mut line).expect("in memory");
        assert_eq!(Item::decode(&line).expect("a line"), item);
        assert!(!line.contains(&b'\n'));
    }
}
