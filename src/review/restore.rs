//! Ids that a spreadsheet took for numbers.
//!
//! One id in two thousand consists of digits only, another of digits around an `e`; a spreadsheet shows `1.23457E+15`
//! or drops leading zeros, and saves what it shows. An id is a hash of the rule, the document and the excerpt, so it can
//! be worked out again from the row; it is restored only when the result fits what the spreadsheet left of it. Of
//! `12e4567890123456`, too large for any spreadsheet, nothing is left: then the id has to be one of the few that the rows
//! of this excerpt can have, and to be such a number.

use std::collections::HashMap;

use super::finding::Finding;
use super::table::{Problem, Table, shown};
use crate::finding::id;

/// Occurrences of the same excerpt that are tried.
const OCCURRENCES: u64 = 1000;

/// Ids that cannot be worked out before no more are tried: the column holds something else.
const ATTEMPTS: usize = 1000;

/// Checks every id, restores what can be restored.
pub(super) fn ids(
    table: &Table,
    findings: &mut [Finding],
    remarks: &mut Vec<String>,
    problems: &mut Vec<Problem>,
) {
    let mut restored: Vec<(u64, String)> = Vec::new();
    let rows = rows_of_excerpts(findings);
    for finding in findings {
        let whole =
            finding.id.len() == 16 && finding.id.bytes().all(|byte| byte.is_ascii_hexdigit());
        // sixteen digits that end in 0 may be a number rounded to fifteen
        let doubtful = whole
            && finding.id.bytes().all(|byte| byte.is_ascii_digit())
            && finding.id.ends_with('0');
        if whole && !doubtful {
            continue;
        }
        let original = if problems.len() < ATTEMPTS {
            let same = rows.get(&key(finding)).copied().unwrap_or_default();
            original(finding, same)
        } else {
            None
        };
        match original {
            Some(id) if id == finding.id => {}
            Some(id) => restored.push((finding.row, std::mem::replace(&mut finding.id, id))),
            None if doubtful => {}
            None => problems.push(table.problem(finding.row, "id", complaint(&finding.id))),
        }
    }
    if let Some((row, id)) = restored.first() {
        remarks.push(format!(
            "{} of the ids had become numbers in a spreadsheet (row {row}: `{id}`) and were worked out again",
            restored.len()
        ));
    }
}

fn complaint(id: &str) -> String {
    if id.is_empty() {
        return "the id is missing; take it from the original report, or take the row out"
            .to_owned();
    }
    if number(id).is_some() || is_lost(id) {
        return format!(
            "a spreadsheet changed the id into the number `{}`; take it from the original report, and import the column as text",
            shown(id)
        );
    }
    format!(
        "`{}` is no finding id, which has 16 hexadecimal digits; take it from the original report",
        shown(id)
    )
}

/// What the ids of a document's findings differ by, but for the occurrence.
fn key(finding: &Finding) -> u64 {
    let key = id(finding.rule, &finding.document, text(finding), 0);
    u64::from_str_radix(&key, 16).unwrap_or_default()
}

/// How many rows there are of each excerpt, where an id is lost whole; else nothing is counted.
fn rows_of_excerpts(findings: &[Finding]) -> HashMap<u64, u64> {
    let mut rows = HashMap::new();
    if findings.iter().any(|finding| is_lost(&finding.id)) {
        for finding in findings {
            *rows.entry(key(finding)).or_default() += 1;
        }
    }
    rows
}

fn text(finding: &Finding) -> &str {
    if finding.excerpt.is_empty() {
        &finding.source
    } else {
        &finding.excerpt
    }
}

/// The id of the finding, one of `same` rows of its excerpt, if what stands in its place is what a spreadsheet makes of
/// it.
fn original(finding: &Finding, same: u64) -> Option<String> {
    let ids = |occurrences: u64| {
        (1..=occurrences)
            .map(|occurrence| id(finding.rule, &finding.document, text(finding), occurrence))
    };
    if is_lost(&finding.id) {
        return only(ids(same.min(OCCURRENCES)).filter(|id| overflows(id)));
    }
    let (shown, digits) = number(&finding.id)?;
    only(
        ids(OCCURRENCES)
            .filter(|id| number(id).is_some_and(|(value, _)| fits(value, shown, digits))),
    )
}

/// The one there is.
fn only(mut fitting: impl Iterator<Item = String>) -> Option<String> {
    let id = fitting.next()?;
    fitting.next().is_none().then_some(id)
}

/// Whether a spreadsheet puts this where a number was too large: infinity by any name, its largest number, 0, an error.
fn is_lost(cell: &str) -> bool {
    matches!(cell, "0" | "inf" | "infinity" | "∞" | "#num!" | "#value!")
        || cell.starts_with("err:")
        || overflows(&cell.replace(',', "."))
}

/// Whether this is a number that is too large.
fn overflows(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_digit())
        && cell.parse().is_ok_and(|value: f64| value.is_infinite())
}

/// What a spreadsheet reads in a cell: the number, and how many digits of it are shown.
fn number(cell: &str) -> Option<(f64, i32)> {
    let plain = cell.bytes().all(|byte| {
        byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'e' | b'E' | b'+' | b'-')
    });
    if !plain || cell.is_empty() {
        return None;
    }
    let cell = cell.replace(',', ".");
    let digits = cell
        .split(['e', 'E'])
        .next()
        .unwrap_or_default()
        .trim_start_matches(['0', '.'])
        .bytes()
        .filter(u8::is_ascii_digit)
        .count();
    let value: f64 = cell.parse().ok()?;
    value
        .is_finite()
        .then_some((value, i32::try_from(digits).unwrap_or(i32::MAX)))
}

/// Whether `shown`, a number of so many digits, is `value` rounded. A double has fifteen digits at most.
fn fits(value: f64, shown: f64, digits: i32) -> bool {
    let exact = value.abs() < f64::EPSILON && shown.abs() < f64::EPSILON;
    exact || (digits >= 3 && (value - shown).abs() <= value.abs() * 10_f64.powi(1 - digits.min(15)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_number_fits() {
        let fits = |id: &str, cell: &str| {
            let (value, _) = number(id).expect("digits");
            let (shown, digits) = number(cell).expect("a number");
            super::fits(value, shown, digits)
        };
        assert!(fits("1234567890123456", "1.23457E+15"));
        assert!(fits("1234567890123456", "1,23456789012346e+15"));
        assert!(fits("1234567890123456", "1234567890123450"));
        assert!(fits("0012345678901234", "12345678901234"));
        assert!(fits("1234567890123e45", "1.23457E+57"));
        assert!(!fits("1234567890123456", "1.23557E+15"));
        assert!(!fits("1234567890123456", "1.23457E+14"));
        assert!(number("79146460eae68b25").is_none() && number("").is_none());
        assert!(number("1e999").is_none());
        assert!(is_lost("1.79769313486232e+308") && is_lost("inf") && is_lost("0"));
        assert!(!is_lost("1.23457e+57") && !is_lost("12") && !is_lost("") && !is_lost("12e4a"));
    }

    #[test]
    fn an_id_too_large_for_a_number_is_worked_out_again() {
        let rule = "artifact/repeated-word";
        let word = (0..100_000)
            .map(|n| format!("w{n}"))
            .find(|word| overflows(&id(rule, "a.txt", word, 2)))
            .expect("one in two thousand");
        let rows = |lost: &str, more: &str| {
            let first = id(rule, "a.txt", &word, 1);
            let text = format!(
                "id;document;rule;severity;excerpt;verdict\n{first};a.txt;{rule};minor;{word};\n{lost};a.txt;{rule};minor;{word};accept\n{more}"
            );
            let table = Table::parse(&text, &crate::report::csv::FINDINGS)?;
            super::super::Report::from_table(&table)
        };
        for lost in ["1,79769313486232E+308", "inf", "0", "#NUM!", "Err:503"] {
            let report = rows(lost, "").expect("a report");
            assert_eq!(report.findings[1].id, id(rule, "a.txt", &word, 2), "{lost}");
        }
        // of two rows that lost it, one cannot have that id
        let problems = rows("0", &format!("0;a.txt;{rule};minor;other;\n")).expect_err("none");
        assert_eq!(problems.len(), 1);
        assert!(
            problems[0]
                .to_string()
                .starts_with("row 4, column id (cell A4)")
        );
    }
}
