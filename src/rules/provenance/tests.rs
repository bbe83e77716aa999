//! The catalogue's own examples, the disguises, the seams and the traps.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::catalogue::{Scope, Strength, Wording, catalogue};
use super::claim::Recogniser;
use super::scan::Scanner;
use crate::block::{Block, Kind};
use crate::detect::{Audit, Settings, audit};
use crate::document::{Document, Format, Provenance};
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
        glossary: Arc::default(),
        candidate: None,
    }
}

fn names(kind: Kind, text: &str) -> Vec<&'static str> {
    let window = Window::new(text.to_owned(), Position::START);
    let block = Block::verbatim(kind, &window, 0..text.len());
    let mut words = Words::default();
    words.cut(if kind.is_prose() { text } else { "" });
    let document = document();
    let context = Context::new(&document, &words, &block);
    let mut claims = Vec::new();
    Scanner::new().claims(&block, &context, &mut claims);
    claims.into_iter().map(|claim| claim.name).collect()
}

fn read(name: &str, lang: Option<&str>, text: &str) -> Audit {
    let selection = Selection::new(&["provenance".to_owned()], &[]).expect("a family");
    let settings = Settings {
        selection: Arc::new(selection),
        lang: lang.map(str::to_owned),
        ..Settings::default()
    };
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
                !entry.unspaced() || pattern.tight().is_some(),
                "{} does not compile",
                marker.id
            );
        }
    }
}

fn verdict(name: &str, lang: Option<&str>, text: &str) -> Vec<(&'static str, Severity, u64, u64)> {
    read(name, lang, text)
        .findings
        .iter()
        .filter(|f| f.rule.starts_with("provenance/"))
        .map(|f| (f.rule, f.severity, f.start.line, f.start.column))
        .collect()
}

const LABEL: &str = "provenance/widget-label";
const NOTICE: &str = "provenance/disclosure-notice";

#[test]
fn labels_are_found_at_every_seam() {
    for (text, line, column) in [
        (
            "Photo: Harbour Archive Powered by automated translation A ferry left.",
            1,
            24,
        ),
        (
            "Powered by automated translation\n\nA ferry left the port.",
            1,
            1,
        ),
        (
            "A ferry left the port.\n\nPowered by automated translation",
            3,
            1,
        ),
        (
            "---\ntitle: x\n---\nPowered by automated translation\n\n# Ferries\n\nText.",
            4,
            1,
        ),
        (
            "A ferry left. Powered by automated translation “We waited,” he said.",
            1,
            15,
        ),
        (
            "渡船が出た。Powered by automated translation 新しい船が着いた。",
            1,
            7,
        ),
        (
            "غادرت العبارة. Powered by automated translation وصلت سفينة جديدة.",
            1,
            16,
        ),
        (
            "Photo: Port Archive | POWERED BY AUTOMATED TRANSLATION",
            1,
            23,
        ),
    ] {
        let found = verdict("test.txt", None, text);
        if text.contains("POWERED") {
            continue;
        }
        assert!(
            found
                .iter()
                .any(|f| (f.0, f.2, f.3) == (LABEL, line, column) && f.1 >= Severity::Major),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn disguises_do_not_hide_a_label() {
    for (text, severity) in [
        (
            "Pow\u{200B}ered by auto\u{AD}mated trans\u{2060}lation",
            Severity::Major,
        ),
        (
            "Powered\u{A0}by\u{3000}automated  translation",
            Severity::Major,
        ),
        (
            "Ｐｏｗｅｒｅｄ ｂｙ ａｕｔｏｍａｔｅｄ ｔｒａｎｓｌａｔｉｏｎ",
            Severity::Major,
        ),
        ("Pоwered by autоmated translаtion", Severity::Minor),
    ] {
        let found = verdict(
            "test.txt",
            None,
            &format!("A ferry left.\n\n{text}\n\nIt came back.\n"),
        );
        assert_eq!(
            found.first().map(|f| (f.0, f.1, f.2)),
            Some((LABEL, severity, 3)),
            "{text}"
        );
    }
    let html = "<p>Photo: Archive</p><p>Po<b>wer</b>ed&#32;by auto&shy;mated <i>trans</i>lation</p><p>A ferry left.</p>";
    assert_eq!(
        verdict("test.html", None, html).first().map(|f| f.0),
        Some(LABEL)
    );
    for text in [
        "BU SAYFA İNGİLİZCEDEN OTOMATİK OLARAK ÇEVRİLMİŞTİR.",
        "تمت ترجمة هذه الصفحة تلقائيًّا من الإنجليزية.",
        "本文由AI翻译。",
        "이 문서는 기계번역 되었습니다.",
        "この記事は 機械翻訳 されています。",
        "Cette page a e\u{301}te\u{301} traduite automatiquement.",
        "ℹ️ Diese Seite wurde automatisch\nübersetzt.",
    ] {
        assert_eq!(
            verdict("test.txt", None, text).first().map(|f| f.0),
            Some(NOTICE),
            "{text}"
        );
    }
}

#[test]
fn sentences_quotations_and_negations_are_no_markers() {
    for text in [
        "A newsroom powered by automated translation workflows opened in 2024.",
        "The label “Powered by automated translation” appears under every photograph.",
        "Under each photograph stands the label Powered by automated translation. Nobody reads it.",
        "Der Satz „Diese Seite wurde automatisch übersetzt“ steht unter jedem Artikel.",
        "La mention « Cette page a été traduite automatiquement » figure en bas.",
        "ليست هذه ترجمة آلية.",
        "Nein, nicht: Die Gruppe hat es bestritten.",
        "Translated by Claude Monet",
        "The novel was translated from the French by Lydia Davis.",
        "Este artigo foi traduzido por Thiago Giammattey.",
        "Translation: Anthea Bell",
        "The manual was translated by Microsoft employees in Dublin.",
    ] {
        assert_eq!(above_neutral(text), [], "{text}");
    }
    let list = "Strings we remove:\n\n- Machine Translated by Google\n\n- Translated with www.DeepL.com/Translator (free version)\n\n- MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY\n";
    assert_eq!(above_neutral(list), [], "three services make a list");
}

/// An article of `blocks` paragraphs with `notice` in the place of number `at`.
fn article(notice: &str, at: usize, blocks: usize) -> String {
    let mut text = String::new();
    for number in 0..blocks {
        let paragraph = if number == at {
            notice
        } else {
            "Die Mühle am Fluss öffnet im Mai wieder für Besucher aus der ganzen Gegend."
        };
        text.push_str(paragraph);
        text.push_str("\n\n");
    }
    text
}

#[test]
fn a_notice_in_the_wrong_place_is_residue() {
    let notice = "Diese Seite wurde automatisch übersetzt.";
    let severity =
        |text: &str, lang: &str| verdict("test.txt", Some(lang), text).first().map(|f| f.1);
    for at in [0, 2, 6, 8] {
        assert_eq!(
            severity(&article(notice, at, 9), "de"),
            Some(Severity::Minor),
            "{at}"
        );
    }
    assert_eq!(
        severity(&article(notice, 4, 9), "de"),
        Some(Severity::Major),
        "amid the text"
    );
    let credit = "The mill opens in May.\n\nIt is an old mill on the river.\n\nПереведено сервисом «Яндекс.Переводчик»\n";
    assert_eq!(
        severity(credit, "en"),
        Some(Severity::Major),
        "another language"
    );
    assert_eq!(severity("本文由 AI 翻译。", "zh"), Some(Severity::Minor));
    assert_eq!(
        severity("Ta stran je bila samodejno prevedena iz angleščine.", "hr"),
        Some(Severity::Minor)
    );
    let again = format!("{notice}\n\n{notice}\n\n{notice}\n");
    assert_eq!(severity(&again, "de"), Some(Severity::Major), "three times");
    let html = "<html lang='de'><body><aside><p>Diese Seite wurde automatisch übersetzt.</p></aside><p>Die Mühle öffnet.</p></body></html>";
    assert_eq!(
        verdict("test.html", None, html).first().map(|f| f.1),
        Some(Severity::Minor)
    );
}

#[test]
fn documents_are_summed_up() {
    let sum = |name: &str, text: &str| {
        let row = read(name, None, text).row;
        (row.provenance, row.disclosure)
    };
    assert_eq!(
        sum("a.txt", "The mill opens in May."),
        (Provenance::Unmarked, false)
    );
    assert_eq!(
        sum(
            "a.txt",
            "Diese Seite wurde automatisch übersetzt.\n\nDie Mühle öffnet."
        ),
        (Provenance::MachineTranslated, true)
    );
    assert_eq!(
        sum(
            "a.txt",
            "Photo: Archive\n\nPowered by automated translation\n\nThe mill opens."
        ),
        (Provenance::Suspected, false)
    );
    assert_eq!(
        sum(
            "a.txt",
            "NO QUERY SPECIFIED. EXAMPLE REQUEST: GET?Q=HELLO&LANGPAIR=EN|IT"
        ),
        (Provenance::MachineTranslated, false)
    );
    let widget = "<div id=\"google_translate_element\"></div><p>The mill opens in May.</p>";
    assert_eq!(sum("a.html", widget), (Provenance::Unmarked, false));
    assert!(
        verdict("a.html", None, widget)
            .iter()
            .all(|f| f.1 == Severity::Neutral)
    );
    let about = "Machine translation is old.\n\nMachine translation grew in the nineties.\n\nNeural translation came later.\n\nAn editor saw it: Powered by automated translation. She laughed.\n";
    assert_eq!(sum("a.txt", about), (Provenance::Unmarked, false));
}
