//! Right translations that other checkers report: nothing is said of them that a gate would stop at.
//!
//! `traps/pairs.tsv`: the kind of trap, source and target language, source and target.

use std::io::Cursor;

use traditore::detect::{Settings, audit};
use traditore::open;
use traditore::rule::Severity;

/// The pairs with what stands in the cells, as they lie in the file.
fn pairs() -> Vec<[&'static str; 5]> {
    include_str!("traps/pairs.tsv")
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            cells.try_into().expect("five cells")
        })
        .collect()
}

/// Rules above neutral that are reported for a pair.
fn reported(from: &str, to: &str, source: &str, target: &str) -> Vec<String> {
    let mut settings = Settings::default();
    settings.source_lang = Some(from.to_owned());
    settings.lang = Some(to.to_owned());
    let table = format!("{source}\t{target}\n");
    let decoded = open::decode(Cursor::new(table.into_bytes()));
    audit("pairs.tsv", decoded, &settings)
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Neutral)
        .map(|finding| format!("{}: {}", finding.rule, finding.message))
        .collect()
}

#[test]
fn right_translations_are_left_alone() {
    let mut wrong = Vec::new();
    for [kind, from, to, source, target] in pairs() {
        for report in reported(from, to, source, target) {
            wrong.push(format!("{kind} {from}-{to} {source} | {target}: {report}"));
        }
    }
    assert!(pairs().len() >= 270);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
