//! Findings as SARIF 2.1.0, for code scanning.
//!
//! Results are written as they come, one a line; what is known only at the end (the rules met, documents that could
//! not be read) follows them, which JSON permits. Written by hand and not with a crate that models the whole schema:
//! a test validates the result against that schema.

use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::Sink;
use super::level::Level;
use super::summary::Summary;
use super::terminal::printable;
use crate::confidence;
use crate::detect::{Audit, Silencer};
use crate::finding::Finding;
use crate::gate::Outcome;
use crate::{page, rules};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// SARIF on a stream.
#[derive(Debug)]
pub struct Stream<W: Write> {
    out: W,
    results: u64,
    /// Rules met, by the index under which results refer to them.
    met: Vec<&'static str>,
    index: HashMap<&'static str, usize>,
    notifications: Vec<Value>,
    verdicts: Vec<Value>,
}

impl<W: Write> Stream<W> {
    /// Begins the log.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(mut out: W) -> io::Result<Self> {
        write!(
            out,
            "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"columnKind\":\"unicodeCodePoints\",\"results\":["
        )?;
        Ok(Self {
            out,
            results: 0,
            met: Vec::new(),
            index: HashMap::new(),
            notifications: Vec::new(),
            verdicts: Vec::new(),
        })
    }

    fn rule(&mut self, name: &'static str) -> usize {
        let met = &mut self.met;
        *self.index.entry(name).or_insert_with(|| {
            met.push(name);
            met.len() - 1
        })
    }

    fn result(
        &mut self,
        document: &str,
        finding: &Finding,
        level: Level,
        silencer: Option<Silencer>,
    ) -> io::Result<()> {
        let mut result = json!({
            "ruleId": finding.rule,
            "ruleIndex": self.rule(finding.rule),
            "level": level.sarif(),
            "message": { "text": message(&finding.message) },
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": { "uri": uri(document) },
                    "region": {
                        "startLine": finding.start.line,
                        "startColumn": finding.start.column,
                        "endLine": finding.end.line,
                        "endColumn": finding.end.column,
                    },
                },
            }],
            "partialFingerprints": { "traditore/v1": finding.id },
            "rank": percent(finding.confidence),
            "properties": {
                "severity": finding.severity,
                "mqm": finding.mqm,
                "confidence": percent(finding.confidence) / 100.0,
                "language": finding.language,
                "segment": finding.segment,
                "excerpt": finding.excerpt,
                "suggestion": finding.suggestion,
            },
        });
        if let Some(silencer) = silencer {
            let kind = match silencer {
                Silencer::Comment => "inSource",
                Silencer::Baseline => "external",
            };
            result["suppressions"] = json!([{ "kind": kind, "status": "accepted" }]);
        }
        let comma = if self.results == 0 { "" } else { "," };
        self.results += 1;
        write!(self.out, "{comma}\n{result}")
    }
}

impl<W: Write> Sink for Stream<W> {
    fn document(&mut self, audit: &Audit) -> io::Result<()> {
        let document = &audit.row.document;
        for (number, finding) in audit.findings.iter().enumerate() {
            self.result(document, finding, Level::of(audit, number), None)?;
        }
        if let Some(more) = &audit.more {
            more.each(&mut |finding| {
                self.result(document, finding, Level::usual(finding.severity), None)
            })?;
        }
        for (silencer, finding) in &audit.silenced {
            let level = Level::usual(finding.severity);
            self.result(document, finding, level, Some(*silencer))?;
        }
        if !audit.row.error.is_empty() {
            self.notifications.push(json!({
                "level": "error",
                "message": { "text": message(&audit.row.error) },
                "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(document) } } }],
            }));
        }
        if let Some(verdict) = &audit.verdict
            && verdict.outcome != Outcome::Passed
        {
            let reasons: Vec<Value> = verdict
                .reasons
                .iter()
                .map(|reason| {
                    json!({
                        "clause": reason.clause.as_str(), "what": reason.what, "fact": reason.fact, "remedy": reason.remedy,
                    })
                })
                .collect();
            self.verdicts.push(json!({
                "document": document, "outcome": verdict.outcome.as_str(), "reasons": reasons,
            }));
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        let rules: Vec<Value> = self.met.iter().map(|name| descriptor(name)).collect();
        let invocation = json!([{
            "executionSuccessful": summary.errors == 0,
            "toolExecutionNotifications": self.notifications,
        }]);
        let tool = json!({ "driver": {
            "name": "traditore",
            "version": summary.version,
            "semanticVersion": summary.version,
            "rules": rules,
        }});
        write!(
            self.out,
            "\n],\"invocations\":{invocation},\n\"tool\":{tool}"
        )?;
        if let Some(tally) = summary.gate {
            let gate = json!({ "gate": { "documents": tally, "verdicts": self.verdicts } });
            write!(self.out, ",\n\"properties\":{gate}")?;
        }
        writeln!(self.out, "}}]}}")?;
        self.out.flush()
    }
}

/// What SARIF calls a reporting descriptor: the rule's page.
fn descriptor(name: &str) -> Value {
    let Some(rule) = rules::find(name) else {
        return json!({ "id": name });
    };
    let page = page::markdown(rule);
    json!({
        "id": rule.name,
        "shortDescription": { "text": message(&rule.summary()) },
        "fullDescription": { "text": message(&rule.summary()) },
        "help": { "text": message(&page), "markdown": page },
        "defaultConfiguration": { "enabled": rule.default, "level": Level::usual(rule.severity).sarif() },
        "properties": {
            "tags": [rule.family(), rule.mqm],
            "precision": precision(confidence::of(rule.name, "")),
        },
    })
}

/// The words that code scanning has for the share of findings that are right.
fn precision(confidence: f32) -> &'static str {
    match confidence {
        p if p >= 0.95 => "very-high",
        p if p >= 0.8 => "high",
        p if p >= 0.5 => "medium",
        _ => "low",
    }
}

/// A probability in percent, without the noise of single precision.
fn percent(probability: f32) -> f64 {
    (f64::from(probability) * 100.0).round()
}

/// Text as a SARIF message: braces stand for placeholders unless doubled (§3.11.5), and brackets before a parenthesis
/// for a link unless escaped (§3.11.6).
fn message(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(printable).collect();
    let text = lines.join("\n").replace('{', "{{").replace('}', "}}");
    if text.contains("](") {
        text.replace('[', "\\[").replace("](", "\\](")
    } else {
        text
    }
}

/// The document's name as a URI reference: relative to where the command ran, unless it is absolute.
fn uri(document: &str) -> String {
    use std::fmt::Write as _;
    let mut uri = String::new();
    if document.starts_with('/') {
        uri.push_str("file://");
    }
    for &byte in document.as_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_literal() {
        assert_eq!(message("“{0}” is {}"), "“{{0}}” is {{}}");
        assert_eq!(message("[x](http://y) [z]"), "\\[x\\](http://y) \\[z]");
        assert_eq!(message("[1] and (2)\x1b\nz"), "[1] and (2)\u{FFFD}\nz");
    }

    #[test]
    fn names_are_uri_references() {
        assert_eq!(uri("a b/ä:#?.html"), "a%20b/%C3%A4%3A%23%3F.html");
        assert_eq!(uri("/srv/a%.txt"), "file:///srv/a%25.txt");
    }
}
