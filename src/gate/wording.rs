//! What the gate says to an editor: what stops the document, and what to do.

use super::{Clause, Reason};
use crate::document::Row;
use crate::finding::Finding;
use crate::remedy;
use crate::rule::Severity;

fn reason(clause: Clause, what: String, remedy: impl Into<String>, findings: Vec<usize>) -> Reason {
    Reason {
        clause,
        what,
        fact: String::new(),
        remedy: remedy.into(),
        findings,
    }
}

pub(super) fn unread(error: &str) -> Reason {
    Reason {
        fact: error.to_owned(),
        ..reason(
            Clause::Readable,
            "could not be read, so nobody knows".to_owned(),
            "mend the file, or name only those that are to be published",
            Vec::new(),
        )
    }
}

/// `kinds`: there is residue of other kinds as well. `silent`: it shows that a machine translated the text, and no notice
/// says so.
pub(super) fn residue(worst: &Finding, kinds: bool, silent: bool, found: Vec<usize>) -> Reason {
    let what = match worst.rule {
        "artifact/unfilled-template" => "has a template field that nobody filled in",
        "artifact/broken-placeholder" => "has a broken placeholder",
        "provenance/service-leak" => "has a message of a translation service in its text",
        "provenance/page-fingerprint" => "has mark-up of a page translator in it",
        "provenance/proxy-url" => "links to a translated view of a page",
        "provenance/disclosure-notice" => {
            "has its notice of machine translation in the wrong place"
        }
        _ => "has residue of a machine translation in its text",
    };
    let remedy = match worst.rule {
        "provenance/disclosure-notice" => {
            "put it once, in the language of the text, at the head or the foot"
        }
        rule => remedy::of(rule),
    };
    let rest = if kinds {
        "; take out what stands at the other places"
    } else {
        ""
    };
    let notice = if silent {
        "; if a machine translated the text, add a notice for its readers"
    } else {
        ""
    };
    reason(
        Clause::Residue,
        what.to_owned(),
        format!("{remedy}{rest}{notice}"),
        found,
    )
}

pub(super) fn undisclosed(language: &str, evidence: Vec<usize>) -> Reason {
    let language = if language.is_empty() {
        String::new()
    } else {
        format!(" in its language ({language})")
    };
    reason(
        Clause::MachineTranslation,
        "is machine-translated and does not tell its readers".to_owned(),
        format!(
            "add a notice{language} at the head or the foot, such as “This text was translated by a machine”"
        ),
        evidence,
    )
}

pub(super) fn forbidden(evidence: Vec<usize>) -> Reason {
    reason(
        Clause::MachineTranslation,
        "is machine-translated, which the policy forbids".to_owned(),
        "publish a translation that a person made, or allow it for this path under [gate] machine-translation",
        evidence,
    )
}

pub(super) fn inconsistent(row: &Row, share: f64, bound: f64, found: Vec<usize>) -> Reason {
    let expected = match row.declared.as_str() {
        "" => row.language.as_str(),
        declared => declared,
    };
    Reason {
        fact: format!(
            "{} of the letters are in the expected language ({expected}); the policy asks for {}",
            percent(share),
            percent(bound)
        ),
        ..reason(
            Clause::LanguageConsistency,
            "is not in the language that it should be in".to_owned(),
            "translate the rest; if another language is meant, set `lang` for this path",
            found,
        )
    }
}

pub(super) fn severe(worst: &Finding, bar: Severity, found: Vec<usize>) -> Reason {
    let what = match found.len() {
        1 => format!("has a fault that is {}", worst.severity),
        n if bar == worst.severity => format!("has {n} faults that are {bar}"),
        n => format!("has {n} faults that are {bar} or worse"),
    };
    let explained = format!(
        "`traditore rules {}` explains it and says how to silence it",
        worst.rule
    );
    let remedy = match (worst.suggestion.as_str(), found.len()) {
        ("", _) => format!("{}; {explained}", remedy::of(worst.rule)),
        (better, 1) => format!("write “{better}”; {explained}"),
        (better, _) => format!("mend them, the first with “{better}”; {explained}"),
    };
    reason(Clause::FailOn, what, remedy, found)
}

pub(super) fn costly(penalty: f64, bound: f64, found: Vec<usize>) -> Reason {
    Reason {
        fact: format!("{penalty:.1} penalty points per 1,000 words; the policy allows {bound}"),
        ..reason(
            Clause::Penalty,
            "has too many faults for its length".to_owned(),
            "mend the worst first: a critical fault costs 25 points, a major one 5, a minor one 1",
            found,
        )
    }
}

/// A share as a percentage, rounded down so that what is not enough does not look as if it were.
fn percent(share: f64) -> String {
    let tenths = (share * 1000.0 + 1e-9).floor() / 10.0;
    format!("{tenths} %")
}
