//! Every rule: its page is complete and its examples hold.

use std::io::Cursor;
use std::sync::Arc;

use traditore::candidate::Candidate;
use traditore::corpus::Memory;
use traditore::detect::{Settings, audit};
use traditore::document::HouseMarker;
use traditore::glossary::{Glossary, Row, Status};
use traditore::page::{self, HEADINGS};
use traditore::rules::RULES;
use traditore::select::Selection;
use traditore::{open, tag};

#[test]
fn pages_have_their_headings_in_order() {
    for rule in RULES {
        let headings: Vec<&str> = rule
            .docs
            .lines()
            .filter_map(|line| line.trim().strip_prefix("# "))
            .collect();
        let expected: Vec<&str> = headings
            .iter()
            .copied()
            .filter(|h| *h != "Options")
            .collect();
        assert_eq!(expected, HEADINGS, "{}", rule.name);
        let summary = rule.summary();
        assert!(summary.ends_with(['.', '”']), "{}: {summary}", rule.name);
    }
}

#[test]
fn examples_hold() {
    let mut failures = Vec::new();
    for rule in RULES {
        for (index, example) in page::examples(rule.docs).iter().enumerate() {
            let mut settings = Settings::default();
            settings.selection = Arc::new(Selection::all());
            settings.house = house();
            settings.glossary = glossary();
            settings.candidate = Some(candidate());
            settings.lang = example.lang.as_deref().and_then(tag::canonical);
            settings.source_lang = example.source.as_deref().and_then(tag::canonical);
            settings.format = Some(example.format);
            let decoded = open::decode(Cursor::new(example.text.clone().into_bytes()));
            let mut found = audit("example", decoded, &settings);
            Memory::default().compare(&mut found, 0.0);
            let mine: Vec<_> = found
                .findings
                .iter()
                .filter(|f| f.rule == rule.name)
                .collect();
            let place = mine.first().map(|f| (f.start.line, f.start.column));
            if mine.is_empty() == example.flagged || (example.at.is_some() && example.at != place) {
                failures.push(format!(
                    "{} example {}: {:?}\n{}",
                    rule.name,
                    index + 1,
                    mine,
                    example.text
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The terms that the examples of the rules about terms take for granted.
fn glossary() -> Arc<Glossary> {
    let row = |source: &str, target: &str, status| Row {
        source: source.to_owned(),
        target: target.to_owned(),
        status,
    };
    let rows = vec![
        row("bridge", "Brücke", Status::Approved),
        row("bridge", "Übergang", Status::Approved),
        row("bridge", "Überführung", Status::Forbidden),
        row("bridge office", "Brückenamt", Status::Approved),
        row("", "Kahn", Status::Forbidden),
        row("Vuurtoren", "", Status::Untranslatable),
    ];
    Arc::new(Glossary::of(rows).expect("few rows"))
}

/// The machine translation that the examples of `provenance/candidate-match` take for granted.
fn candidate() -> Arc<Candidate> {
    Arc::new(Candidate::of(&[
        "Die Bibliothek bleibt während der Feiertage geschlossen und öffnet im Januar wieder.",
    ]))
}

/// The marker that the examples of `provenance/house-marker` take for granted.
fn house() -> Arc<[HouseMarker]> {
    Arc::from([HouseMarker {
        name: "house-desk-label".to_owned(),
        pattern: regex::Regex::new("Machine desk draft").expect("a pattern"),
    }])
}

#[test]
fn near_misses_are_at_least_as_many_as_hits() {
    for rule in RULES {
        let examples = page::examples(rule.docs);
        let flagged = examples.iter().filter(|example| example.flagged).count();
        assert!(flagged > 0, "{} has no example", rule.name);
        assert!(
            examples.len() >= 2 * flagged,
            "{} has fewer near-misses than hits",
            rule.name
        );
    }
}
