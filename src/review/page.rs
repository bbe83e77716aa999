//! The page: one HTML file that shows a report and takes verdicts.
//!
//! Nothing of the report is HTML in it. The report is JSON in a block that browsers do not run, with every `<`, `>` and `&`
//! escaped, and the script puts it on the page as text. The content security policy allows that one script and that one
//! style sheet, by their hashes, and nothing else: no network, no frames, no forms.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Report;
use super::compare::Comparison;
use super::context::{self, Context};
use super::finding::Finding;
use super::verdict::Verdict;
use crate::error::Result;
use crate::report::csv::FINDINGS;
use crate::rules;

const HTML: &str = include_str!("page/page.html");
const CSS: &str = concat!(
    include_str!("page/base.css"),
    include_str!("page/overview.css"),
    include_str!("page/list.css"),
    include_str!("page/finding.css"),
    include_str!("page/adapt.css"),
);
/// The script, in the order in which its parts need each other.
const JS: &str = concat!(
    "\"use strict\";\n{\n",
    include_str!("page/report.js"),
    include_str!("page/verdicts.js"),
    include_str!("page/text.js"),
    include_str!("page/filter.js"),
    include_str!("page/charts.js"),
    include_str!("page/list.js"),
    include_str!("page/detail.js"),
    include_str!("page/main.js"),
    "}\n",
);

/// Bytes of context that a page carries. Findings after that have none.
const CONTEXT: usize = 24 << 20;

/// The report as the script reads it. Names are short because they are written for every finding.
#[derive(Serialize)]
struct Data<'a> {
    report: String,
    version: &'static str,
    /// What verdicts are kept under in the browser.
    key: String,
    columns: Vec<&'a str>,
    rules: Vec<Rule<'a>>,
    documents: Vec<&'a str>,
    findings: Vec<Row<'a>>,
    audited: Option<Vec<Document<'a>>>,
    against: Option<Against<'a>>,
}

#[derive(Serialize)]
struct Rule<'a> {
    name: &'a str,
    summary: String,
    why: String,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    d: usize,
    place: [Option<u64>; 4],
    segment: &'a str,
    r: usize,
    s: u8,
    mqm: &'a str,
    p: String,
    lang: &'a str,
    message: &'a str,
    excerpt: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    suggestion: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    source: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    target: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    verdict: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    extra: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<(u64, String, String, String)>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    new: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    name: &'a str,
    format: &'a str,
    declared: &'a str,
    language: &'a str,
    consistency: Option<f64>,
    provenance: &'a str,
    disclosure: bool,
    words: u64,
    #[serde(skip_serializing_if = "str::is_empty")]
    error: &'a str,
}

#[derive(Serialize)]
struct Against<'a> {
    report: String,
    new: usize,
    fixed: usize,
    unchanged: usize,
    list: Vec<(&'a str, &'a str, &'a str)>,
}

/// Findings of the older report that are gone and that the page lists.
const FIXED: usize = 200;

/// The page of `report`, compared with an older one if there is one. Documents that still lie below `folder` under their
/// names lend the text around the findings.
#[must_use]
pub fn render(
    report: &Report,
    against: Option<(&Report, &Comparison<'_>)>,
    folder: Option<&Path>,
) -> String {
    let contexts = folder.map_or_else(
        || vec![None; report.findings.len()],
        |folder| contexts(report, folder),
    );
    let data = data(report, against, contexts);
    let json = serde_json::to_string(&data).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(JS),
        hash(CSS)
    );
    let mut page = String::with_capacity(HTML.len() + CSS.len() + JS.len() + json.len() + 1024);
    let mut rest = HTML;
    // the parts are put in one after the other, so that nothing in one of them is taken for a place of another
    for (place, part) in [
        ("{{policy}}", policy.as_str()),
        ("{{style}}", CSS),
        ("{{data}}", &inert(&json)),
        ("{{script}}", JS),
    ] {
        let (before, after) = rest.split_once(place).unwrap_or((rest, ""));
        page.push_str(before);
        page.push_str(part);
        rest = after;
    }
    page.push_str(rest);
    page
}

/// Writes the page to the file `path`, which holds the old content or the new one, never a part.
///
/// # Errors
/// [`crate::error::Error::Write`].
pub fn write(path: &Path, page: &str) -> Result<()> {
    crate::report::folder::replace(path, page.as_bytes())
}

fn data<'a>(
    report: &'a Report,
    against: Option<(&Report, &Comparison<'a>)>,
    contexts: Vec<Option<Context>>,
) -> Data<'a> {
    let mut rules = Names::default();
    let mut documents = Names::default();
    let new: std::collections::HashSet<&str> = against
        .iter()
        .flat_map(|(_, comparison)| &comparison.new)
        .map(|finding| finding.id.as_str())
        .collect();
    let findings = report
        .findings
        .iter()
        .zip(contexts)
        .map(|(finding, context)| {
            let (rule, document) = (
                rules.number(finding.rule),
                documents.number(&finding.document),
            );
            row(
                finding,
                rule,
                document,
                context,
                new.contains(finding.id.as_str()),
            )
        })
        .collect();
    Data {
        report: report.path.to_string_lossy().into_owned(),
        version: env!("CARGO_PKG_VERSION"),
        key: key(report),
        columns: FINDINGS
            .into_iter()
            .chain(report.extra.iter().map(String::as_str))
            .collect(),
        rules: rules.list.into_iter().map(about).collect(),
        documents: documents.list,
        findings,
        audited: report.documents.as_ref().map(|all| {
            all.iter()
                .map(|document| Document {
                    name: &document.name,
                    format: &document.format,
                    declared: &document.declared,
                    language: &document.language,
                    consistency: document.consistency,
                    provenance: &document.provenance,
                    disclosure: document.disclosure,
                    words: document.words,
                    error: &document.error,
                })
                .collect()
        }),
        against: against.map(|(old, comparison)| Against {
            report: old.path.to_string_lossy().into_owned(),
            new: comparison.new.len(),
            fixed: comparison.fixed.len(),
            unchanged: comparison.unchanged.len(),
            list: comparison
                .fixed
                .iter()
                .take(FIXED)
                .map(|finding| {
                    (
                        finding.rule,
                        finding.document.as_str(),
                        finding.message.as_str(),
                    )
                })
                .collect(),
        }),
    }
}

fn row(
    finding: &Finding,
    rule: usize,
    document: usize,
    context: Option<Context>,
    new: bool,
) -> Row<'_> {
    Row {
        id: &finding.id,
        d: document,
        place: [
            finding.line,
            finding.column,
            finding.end_line,
            finding.end_column,
        ],
        segment: &finding.segment,
        r: rule,
        s: finding.severity as u8,
        mqm: &finding.mqm,
        p: finding
            .confidence
            .map_or_else(String::new, |p| format!("{p:.2}")),
        lang: &finding.language,
        message: &finding.message,
        excerpt: &finding.excerpt,
        suggestion: &finding.suggestion,
        source: &finding.source,
        target: &finding.target,
        verdict: finding.verdict.map_or("", Verdict::as_str),
        note: &finding.note,
        extra: &finding.extra,
        context: context
            .map(|context| (context.line, context.before, context.marked, context.after)),
        new,
    }
}

/// Names, each once, in the order in which they came.
#[derive(Default)]
struct Names<'a> {
    list: Vec<&'a str>,
    numbers: HashMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    fn number(&mut self, name: &'a str) -> usize {
        *self.numbers.entry(name).or_insert_with(|| {
            self.list.push(name);
            self.list.len() - 1
        })
    }
}

/// What the page says about a rule: the first paragraphs under two of its headings.
fn about(name: &str) -> Rule<'_> {
    let docs = rules::find(name).map_or("", |rule| rule.docs);
    let section = docs
        .split("# ")
        .find_map(|section| section.trim().strip_prefix("Why it matters"))
        .unwrap_or_default();
    let why: Vec<&str> = section
        .trim()
        .lines()
        .map(str::trim)
        .take_while(|line| !line.is_empty())
        .collect();
    Rule {
        name,
        summary: rules::find(name).map_or_else(String::new, crate::rule::Rule::summary),
        why: why.join(" "),
    }
}

/// What tells this report from any other, verdicts and notes included.
fn key(report: &Report) -> String {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    for finding in &report.findings {
        for cell in finding.cells() {
            hasher.update(cell.as_bytes());
            hasher.update(b"\0");
        }
    }
    format!("{:016x}", hasher.digest())
}

fn contexts(report: &Report, folder: &Path) -> Vec<Option<Context>> {
    let mut contexts = vec![None; report.findings.len()];
    let mut documents: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut order: Vec<&str> = Vec::new();
    for (index, finding) in report.findings.iter().enumerate() {
        let indices = documents.entry(&finding.document).or_insert_with(|| {
            order.push(&finding.document);
            Vec::new()
        });
        indices.push(index);
    }
    let mut room = CONTEXT;
    for name in order {
        let Some(path) = context::locate(folder, name) else {
            continue;
        };
        let indices = &documents[name];
        let findings: Vec<&Finding> = indices
            .iter()
            .map(|&index| &report.findings[index])
            .collect();
        for (&index, context) in indices.iter().zip(context::read(&path, &findings)) {
            let size = context.as_ref().map_or(0, |context| {
                context.before.len() + context.marked.len() + context.after.len()
            });
            if size <= room {
                room -= size;
                contexts[index] = context;
            }
        }
    }
    contexts
}

/// JSON that no HTML parser takes for anything but text.
fn inert(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(text, "\\u{:04x}", u32::from(character));
            }
            _ => text.push(character),
        }
    }
    text
}

/// The SHA-256 of a script or a style sheet, as a content security policy writes it.
fn hash(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for chunk in Sha256::digest(text.as_bytes()).chunks(3) {
        let bits = chunk
            .iter()
            .fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            if place <= chunk.len() {
                let digit = bits >> (18 - 6 * place) & 63;
                encoded.push(char::from(DIGITS[digit as usize]));
            } else {
                encoded.push('=');
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::table::Table;

    #[test]
    fn hashes_are_base64() {
        assert_eq!(hash("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn nothing_of_a_report_is_html() {
        let text = "id,document,rule,severity,excerpt,note\n0123456789abcdef,</script>{{script}}.html,artifact/mojibake,minor,<!--<script>alert(1)</script>,\"&lt;img src=x onerror=alert(1)>\"\n";
        let table = Table::parse(text, &FINDINGS).expect("a table");
        let report = Report::from_table(&table).expect("a report");
        let page = render(&report, None, None);
        let lower = page.to_lowercase();
        assert_eq!(lower.matches("<script").count(), 2);
        assert_eq!(lower.matches("</script").count(), 2);
        assert_eq!(lower.matches("<style").count(), 1);
        assert!(!lower.contains("<img") && !lower.contains("<!--<"));
        let (_, rest) = page.split_once("id=\"report\">").expect("the data");
        let (json, _) = rest.split_once("</script>").expect("its end");
        let data: serde_json::Value = serde_json::from_str(json).expect("JSON");
        assert_eq!(data["documents"][0], "</script>{{script}}.html");
        assert_eq!(
            data["findings"][0]["note"],
            "&lt;img src=x onerror=alert(1)>"
        );
    }

    #[test]
    fn the_parts_of_the_page_do_not_end_each_other() {
        assert!(!CSS.contains("</") && !JS.contains("</") && !JS.contains("<!--"));
        for place in ["{{policy}}", "{{style}}", "{{data}}", "{{script}}"] {
            assert_eq!(HTML.matches(place).count(), 1, "{place}");
        }
        assert!(
            !JS.contains("innerHTML")
                && !JS.contains("insertAdjacentHTML")
                && !JS.contains("eval(")
        );
    }
}
