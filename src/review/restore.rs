//! Ids that a spreadsheet took for numbers.
//!
//! One id in two thousand consists of digits only, another of digits around an `e`; a spreadsheet shows `1.23457E+15`
//! or drops leading zeros, and saves what it shows. An id is a hash of the rule, the document and the excerpt, so it can
//! be worked out again from the row; it is restored only when the result fits what the spreadsheet left of it.

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
            original(finding)
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
    if number(id).is_some() {
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

/// The id of the finding, if what stands in its place is what a spreadsheet makes of it.
fn original(finding: &Finding) -> Option<String> {
    let (shown, digits) = number(&finding.id)?;
    let text = if finding.excerpt.is_empty() {
        &finding.source
    } else {
        &finding.excerpt
    };
    let mut fitting = (1..=OCCURRENCES)
        .map(|occurrence| id(finding.rule, &finding.document, text, occurrence))
        .filter(|id| number(id).is_some_and(|(value, _)| fits(value, shown, digits)));
    let id = fitting.next()?;
    fitting.next().is_none().then_some(id)
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
    }
}
