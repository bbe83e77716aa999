//! The catalogue's own examples, the disguises, the seams and the traps.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::catalogue::{Scope, Strength, Wording, catalogue};
use super::claim::Recogniser;
use super::scan::Scanner;
use crate::block::{Block, Kind};
use crate::detect::{Audit, Settings, audit};
use crate::document::{Document, Format};
use crate::finding::Finding;
use crate::position::{Position, Window};
use crate::rule::{Context, Severity};
use crate::select::Selection;
use crate::words::Words;

fn document() -> Document {
    Document {
        name: "test".to_owned(),
        format: Format::Text,
        declared: None,
        dominant: None,
        source: None,
        house: Arc::from([]),
    }
}

fn names(kind: Kind, text: &str) -> Vec<&'static str> {
    let window = Window::new(text.to_owned(), Position::START);
    let block = Block::verbatim(kind, &window, 0..text.len());
    let mut words = Words::default();
    words.cut(if kind.is_prose() { text } else { "" });
    let document = document();
    let context = Context {
        document: &document,
        words: &words,
        sentences: &[],
        language: None,
    };
    let mut claims = Vec::new();
    Scanner::new().claims(&block, &context, &mut claims);
    claims.into_iter().map(|claim| claim.name).collect()
}

fn read(name: &str, lang: Option<&str>, text: &str) -> Audit {
    let mut settings = Settings::default();
    settings.selection =
        Arc::new(Selection::new(&["provenance".to_owned()], &[]).expect("a family"));
    settings.lang = lang.map(str::to_owned);
    audit(
        name,
        crate::open::decode(std::io::Cursor::new(text.as_bytes().to_vec())),
        &settings,
    )
}

fn found(text: &str) -> Vec<Finding> {
    read("test.txt", None, text).findings
}

fn above_neutral(text: &str) -> Vec<Finding> {
    let mut findings = found(text);
    findings.retain(|finding| {
        finding.severity > Severity::Neutral && finding.rule.starts_with("provenance/")
    });
    findings
}

/// The kinds of block in which an entry's examples may stand.
fn kinds(scopes: &[Scope], text: &str) -> Vec<Kind> {
    let mut kinds = Vec::new();
    if scopes.contains(&Scope::Text) {
        kinds.push(Kind::Paragraph);
    }
    if scopes.contains(&Scope::Html) || scopes.contains(&Scope::Url) {
        kinds.push(if text.starts_with("<!--") {
            Kind::Comment
        } else {
            Kind::Markup
        });
    }
    if scopes.contains(&Scope::FrontMatter) {
        kinds.push(Kind::FrontMatter);
    }
    kinds
}

#[test]
fn every_entry_finds_its_examples_and_nothing_in_the_others() {
    let mut failures = Vec::new();
    for entry in &catalogue().entries {
        let marker = &entry.marker;
        for text in &marker.flagged {
            let kinds = kinds(&marker.scope, text);
            let hit = if kinds.is_empty() {
                matches!(&entry.wording, Wording::Pattern(p) if p.regex().is_some_and(|r| r.is_match(text)))
                    || marker
                        .text
                        .as_deref()
                        .is_some_and(|wording| text.contains(wording))
            } else {
                kinds
                    .iter()
                    .any(|&kind| names(kind, text).contains(&marker.id.as_str()))
            };
            if !hit {
                failures.push(format!("{}: not found in {text:?}", marker.id));
            }
            if marker.scope.contains(&Scope::Text)
                && marker.strength > Strength::Weak
                && !marker.offered
                && !found(text)
                    .iter()
                    .any(|f| f.rule.starts_with("provenance/"))
            {
                failures.push(format!("{}: not reported in {text:?}", marker.id));
            }
        }
        for text in &marker.clean {
            let findings = above_neutral(text);
            if !findings.is_empty() {
                failures.push(format!(
                    "{}: {:?} in {text:?}",
                    marker.id, findings[0].message
                ));
            }
            for kind in kinds(&marker.scope, text) {
                if names(kind, text).contains(&marker.id.as_str()) && kind != Kind::Paragraph {
                    failures.push(format!("{}: matches as {kind:?} {text:?}", marker.id));
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn entries_are_unique_sorted_and_sourced() {
    let mut seen = BTreeSet::new();
    let mut last = ("", String::new());
    for entry in &catalogue().entries {
        let marker = &entry.marker;
        assert!(
            seen.insert(marker.id.as_str()),
            "{} is there twice",
            marker.id
        );
        assert!(
            !marker.source.is_empty() && !marker.flagged.is_empty() && !marker.clean.is_empty(),
            "{}",
            marker.id
        );
        if last.0 == entry.rule.name {
            assert!(last.1 < marker.id, "{} stands after {}", marker.id, last.1);
        }
        last = (entry.rule.name, marker.id.clone());
        if let Wording::Pattern(pattern) = &entry.wording {
            assert!(pattern.regex().is_some(), "{} does not compile", marker.id);
            assert!(
                !entry.unspaced || pattern.tight().is_some(),
                "{} does not compile",
                marker.id
            );
        }
    }
}
