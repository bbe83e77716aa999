//! What the audit finds of claims in any wording, on sentences that nothing was made from.

use std::path::Path;

use traditore::rules::RULES;

#[path = "claims/evaluation.rs"]
mod evaluation;

/// Claims found when this was last raised.
const FOUND: usize = 470;

#[test]
fn claims_are_found_and_mentions_are_not() {
    let rows = evaluation::rows(Path::new("tests/claims/test"));
    assert!(rows.iter().all(|row| !row.subtype.is_empty()));
    let counts = evaluation::count(&rows, true);
    let [found, claims, flagged, mentions] = evaluation::total(&counts);
    assert_eq!((claims, mentions), (501, 505));
    assert!(found >= FOUND, "{found} of {claims} claims");
    assert!(flagged <= 5, "{flagged} of {mentions} mentions");
    let page = RULES
        .iter()
        .find(|rule| rule.name == "provenance/disclosure-notice")
        .map(|rule| {
            rule.docs
                .lines()
                .map(str::trim)
                .collect::<Vec<_>>()
                .join("\n")
        })
        .unwrap_or_default();
    let table = evaluation::table(&counts);
    let table = table.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    assert!(
        page.contains(&table),
        "the page of the rule shows another table than\n{table}"
    );
}
