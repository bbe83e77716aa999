//! A row of `findings.csv`, read back.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::table::{Place, Problem, Row, Table, shown};
use super::verdict::Verdict;
use crate::rule::Severity;
use crate::rules;
use crate::select::hint;

/// A finding and what a reviewer said about it. The fields are the columns.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "the columns are described where they are written"
)]
pub struct Finding {
    /// The row it was read from, as a spreadsheet counts.
    pub row: u64,
    pub id: String,
    pub document: String,
    pub line: Option<u64>,
    pub column: Option<u64>,
    pub end_line: Option<u64>,
    pub end_column: Option<u64>,
    pub segment: String,
    pub rule: &'static str,
    pub severity: Severity,
    pub mqm: String,
    pub confidence: Option<f64>,
    pub language: String,
    pub message: String,
    pub excerpt: String,
    pub suggestion: String,
    pub source: String,
    pub target: String,
    pub verdict: Option<Verdict>,
    pub note: String,
    /// The cells of the reviewer's own columns.
    pub extra: Vec<String>,
}

impl Finding {
    /// Reads a row; what makes no sense goes to `problems`. The id is read as it stands ([`super::restore`]).
    #[must_use]
    pub fn read(table: &Table, row: &Row, problems: &mut Vec<Problem>) -> Option<Self> {
        let before = problems.len();
        let text = |column: &str| table.cell(row, column).to_owned();
        let mut number = |column: &str| {
            integer(table.cell(row, column)).unwrap_or_else(|message| {
                problems.push(table.problem(row.number, column, message));
                None
            })
        };
        let [line, column, end_line, end_column] =
            ["line", "column", "end_line", "end_column"].map(&mut number);
        let mut wrong = |column: &str, message: String| {
            problems.push(table.problem(row.number, column, message));
        };
        let confidence = share(table.cell(row, "confidence")).unwrap_or_else(|message| {
            wrong("confidence", message);
            None
        });
        let verdict = Verdict::read(table.cell(row, "verdict")).unwrap_or_else(|message| {
            wrong("verdict", message);
            None
        });
        let rule = rule(table.cell(row, "rule")).map_err(|message| wrong("rule", message));
        let severity =
            severity(table.cell(row, "severity")).map_err(|message| wrong("severity", message));
        let document = text("document");
        if document.trim().is_empty() {
            wrong("document", missing("the document's name"));
        }
        if problems.len() > before {
            return None;
        }
        Some(Self {
            row: row.number,
            id: table.cell(row, "id").trim().to_ascii_lowercase(),
            document,
            line,
            column,
            end_line,
            end_column,
            segment: text("segment"),
            rule: rule.ok()?,
            severity: severity.ok()?,
            mqm: text("mqm"),
            confidence,
            language: text("language"),
            message: text("message"),
            excerpt: text("excerpt"),
            suggestion: text("suggestion"),
            source: text("source"),
            target: text("target"),
            verdict,
            note: text("note"),
            extra: table.extra(row),
        })
    }

    /// Penalty points: none for a false alarm.
    #[must_use]
    pub fn penalty(&self) -> u64 {
        match self.verdict {
            Some(Verdict::FalsePositive) => 0,
            _ => u64::from(self.severity.weight()),
        }
    }

    /// The cells of its row, as `findings.csv` orders and writes them.
    #[must_use]
    pub fn cells(&self) -> Vec<Cow<'_, str>> {
        let number = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string()).into();
        let mut cells: Vec<Cow<'_, str>> = vec![
            self.id.as_str().into(),
            self.document.as_str().into(),
            number(self.line),
            number(self.column),
            number(self.end_line),
            number(self.end_column),
            self.segment.as_str().into(),
            self.rule.into(),
            self.severity.as_str().into(),
            self.mqm.as_str().into(),
            self.confidence
                .map_or_else(String::new, |p| format!("{p:.2}"))
                .into(),
            self.language.as_str().into(),
            self.message.as_str().into(),
            self.excerpt.as_str().into(),
            self.suggestion.as_str().into(),
            self.source.as_str().into(),
            self.target.as_str().into(),
            self.verdict.map_or("", Verdict::as_str).into(),
            self.note.as_str().into(),
        ];
        cells.extend(self.extra.iter().map(|cell| cell.as_str().into()));
        cells
    }
}

fn missing(what: &str) -> String {
    format!("{what} is missing; take it from the original report, or take the row out")
}

fn rule(cell: &str) -> Result<&'static str, String> {
    let name = cell.trim().to_lowercase();
    if name.is_empty() {
        return Err(missing("the rule's name"));
    }
    rules::find(&name).map(|rule| rule.name).ok_or_else(|| {
        let hint = hint(&name, rules::RULES.iter().map(|rule| rule.name));
        format!(
            "unknown rule `{}`{hint} (`traditore rules` lists them)",
            shown(cell)
        )
    })
}

/// Reads a severity.
///
/// # Errors
/// What is wrong with it, and what was perhaps meant.
fn severity(cell: &str) -> Result<Severity, String> {
    const ALL: [Severity; 4] = [
        Severity::Critical,
        Severity::Major,
        Severity::Minor,
        Severity::Neutral,
    ];
    let name = cell.trim().to_lowercase();
    if name.is_empty() {
        return Err(missing("the severity"));
    }
    ALL.into_iter()
        .find(|severity| severity.as_str() == name)
        .ok_or_else(|| {
            let hint = hint(&name, ALL.into_iter().map(Severity::as_str));
            format!(
                "`{}` is no severity{hint} (critical, major, minor, neutral)",
                shown(cell)
            )
        })
}

/// A number of lines, columns or words, as people and spreadsheets write it; `None` for an empty cell.
///
/// # Errors
/// What is wrong with it.
pub fn integer(cell: &str) -> Result<Option<u64>, String> {
    let digits = cell.trim();
    if digits.is_empty() {
        return Ok(None);
    }
    // 12.0 and 12,00 are what a column of decimal numbers shows
    let whole = digits
        .split_once(['.', ','])
        .filter(|(_, rest)| rest.len() < 3 && rest.bytes().all(|byte| byte == b'0'))
        .map_or(digits, |(whole, _)| whole);
    whole
        .parse()
        .map(Some)
        .map_err(|_| format!("`{}` is no whole number", shown(cell)))
}

/// A decimal number: 0.93, 0,93, .93; `None` for an empty cell.
///
/// # Errors
/// What is wrong with it.
pub fn decimal(cell: &str) -> Result<Option<f64>, String> {
    let digits = cell.trim();
    if digits.is_empty() {
        return Ok(None);
    }
    let plain = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    plain
        .then(|| digits.replace(',', ".").parse().ok())
        .flatten()
        .map(Some)
        .ok_or_else(|| format!("`{}` is no number", shown(cell)))
}

/// A share of 0 to 1: also as a percentage, 93 % or 93,0%.
///
/// # Errors
/// What is wrong with it.
pub fn share(cell: &str) -> Result<Option<f64>, String> {
    let percent = cell.trim().strip_suffix('%');
    let value = decimal(percent.unwrap_or(cell))?;
    let value = value.map(|value| {
        if percent.is_some() {
            value / 100.0
        } else {
            value
        }
    });
    if value.is_some_and(|value| value > 1.0) {
        return Err(format!("`{}` is no number from 0 to 1", shown(cell)));
    }
    Ok(value)
}

/// Sees to it that every id stands once: a row that was copied whole counts once, any other second row is a problem.
pub(super) fn once(
    table: &Table,
    findings: &mut Vec<Finding>,
    remarks: &mut Vec<String>,
    problems: &mut Vec<Problem>,
) {
    let mut first: HashMap<&str, &Finding> = HashMap::with_capacity(findings.len());
    let mut doubled: BTreeSet<u64> = BTreeSet::new();
    // an id that is none has been reported
    let is_id = |id: &str| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    for finding in findings.iter().filter(|finding| is_id(&finding.id)) {
        match first.get(finding.id.as_str()) {
            None => {
                first.insert(&finding.id, finding);
            }
            Some(other) if finding.cells() == other.cells() => {
                doubled.insert(finding.row);
            }
            Some(other) => problems.push(Problem {
                place: Place {
                    row: finding.row,
                    ..table.problem(finding.row, "id", String::new()).place
                },
                column: "id".to_owned(),
                message: format!(
                    "the finding {} stands in row {} too, with other contents; keep one of the two rows",
                    finding.id, other.row
                ),
            }),
        }
    }
    if let Some(row) = doubled.first() {
        remarks.push(format!(
            "{} of the rows stand twice and count once, the first of them row {row}",
            doubled.len()
        ));
        findings.retain(|finding| !doubled.contains(&finding.row));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_the_notation_of_the_reviewer() {
        assert_eq!(integer(" 12 "), Ok(Some(12)));
        assert_eq!(integer("12,0"), Ok(Some(12)));
        assert_eq!(integer(""), Ok(None));
        assert!(integer("1.234").is_err() && integer("-1").is_err() && integer("1-Feb").is_err());
        assert_eq!(share("0,93"), Ok(Some(0.93)));
        assert_eq!(share("93 %"), Ok(Some(0.93)));
        assert_eq!(share(".5"), Ok(Some(0.5)));
        assert!(share("93").is_err() && share("inf").is_err() && share("1.2.3").is_err());
        assert!(share("1e-3").is_err());
    }

    #[test]
    fn names_are_checked() {
        assert_eq!(rule(" Artifact/Mojibake"), Ok("artifact/mojibake"));
        assert!(
            rule("artifact/mojibak")
                .expect_err("unknown")
                .contains("did you mean `artifact/mojibake`")
        );
        assert_eq!(severity("MAJOR"), Ok(Severity::Major));
        assert!(
            severity("majr")
                .expect_err("unknown")
                .contains("did you mean `major`")
        );
        assert!(severity("").expect_err("empty").contains("missing"));
    }
}
