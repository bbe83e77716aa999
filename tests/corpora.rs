//! Every document of `corpora/`: its whole CSV report, all rules on, as a snapshot; and every rule fires somewhere.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use traditore::corpus::Memory;
use traditore::detect::{Audit, Settings, audit};
use traditore::glossary::Glossary;
use traditore::open;
use traditore::report::csv::{DOCUMENTS, FINDINGS, Table};
use traditore::rules::RULES;
use traditore::select::Selection;
use traditore::walk::{self, Origin};

const CORPORA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpora");

fn audits() -> Vec<Audit> {
    let mut settings = Settings::default();
    settings.selection = Arc::new(Selection::all());
    let terms = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/glossaries/terms.csv");
    let glossary = Arc::new(Glossary::read(&[terms], None, None).expect("a glossary"));
    let sources = walk::list(&[Path::new(CORPORA).to_owned()], "-");
    sources
        .iter()
        .map(|source| {
            let Origin::File(path) = &source.origin else {
                panic!("{} cannot be read", source.name)
            };
            let name = source
                .name
                .strip_prefix(CORPORA)
                .unwrap_or(&source.name)
                .trim_start_matches('/');
            // the glossary is about the documents called after it
            settings.glossary = if name.contains("/terms.") {
                Arc::clone(&glossary)
            } else {
                Arc::default()
            };
            let mut audit = audit(name, open::open(path), &settings);
            Memory::default().compare(&mut audit, 0.0);
            audit
        })
        .collect()
}

/// The report of one document: its row, then its findings.
fn report(audit: &Audit) -> String {
    let mut documents = Table::new(Vec::new(), &DOCUMENTS).expect("in memory");
    documents.document(&audit.row).expect("in memory");
    let mut findings = Table::new(Vec::new(), &FINDINGS).expect("in memory");
    for finding in &audit.findings {
        findings
            .finding(&audit.row.document, finding)
            .expect("in memory");
    }
    let text = |table: Table<Vec<u8>>| {
        String::from_utf8(table.finish().expect("in memory")).expect("UTF-8")
    };
    format!("{}\n{}", text(documents), text(findings))
}

#[test]
fn reports_are_as_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/corpora"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for audit in audits() {
            let name = audit.row.document.replace('/', "__");
            insta::assert_snapshot!(name, report(&audit));
        }
    });
}

#[test]
fn clean_documents_bring_nothing_above_neutral() {
    for audit in audits() {
        if audit.row.document.starts_with("clean/") {
            assert_eq!(
                audit.row.counts[1..],
                [0, 0, 0],
                "{}: {:?}",
                audit.row.document,
                audit.findings
            );
        }
    }
}

#[test]
fn every_document_says_where_it_comes_from() {
    let list =
        std::fs::read_to_string(format!("{CORPORA}/README.md")).expect("the list of documents");
    for audit in audits() {
        assert!(
            list.contains(&format!("`{}`", audit.row.document)),
            "{} is not listed",
            audit.row.document
        );
        assert!(
            audit.row.error.is_empty(),
            "{}: {}",
            audit.row.document,
            audit.row.error
        );
    }
}

#[test]
fn every_rule_fires_in_some_document() {
    let fired: BTreeSet<&str> = audits()
        .iter()
        .flat_map(|audit| audit.findings.iter().map(|f| f.rule).collect::<Vec<_>>())
        .collect();
    // these speak about the policy, about another file or about comments, not about what a document holds
    let elsewhere = [
        "provenance/candidate-match",
        "provenance/house-marker",
        "suppression/unknown",
        "suppression/unused",
    ];
    let silent: Vec<&str> = RULES
        .iter()
        .map(|rule| rule.name)
        .filter(|name| !fired.contains(name) && !elsewhere.contains(name))
        .collect();
    assert!(silent.is_empty(), "no document shows {silent:?}");
}
