//! The same pairs in eight formats: the same findings.

use std::fmt::Write;
use std::io::Cursor;

use traditore::detect::{Settings, audit};
use traditore::open;

/// Sources and targets.
type Pairs = &'static [(&'static str, &'static str)];

/// Pairs with and without faults, in several languages.
const PAIRS: [(&str, &str, Pairs); 4] = [
    (
        "en",
        "de",
        &[
            (
                "The bridge opened in 1987.",
                "Die Brücke wurde 1978 eröffnet.",
            ),
            ("Hello {name}, welcome!", "Hallo {nome}, willkommen!"),
            (
                "Open the <b>old</b> map & close it.",
                "Öffne die <b>alte Karte & schließe sie.",
            ),
            (
                "The bridge was closed last year. Its foundations are being replaced today.",
                "Die Brücke wurde letztes Jahr gesperrt.",
            ),
            (
                "The library opens at nine in the morning.",
                "The library opens at nine in the morning.",
            ),
            ("Is the ferry running?", "Fährt die Fähre."),
            (
                "The bridge (built in 1907) is closed.",
                "Die Brücke ist (erbaut 1907 gesperrt.",
            ),
            (
                "See https://example.org/map for more.",
                "Siehe https://example.org/karten für mehr.",
            ),
            ("It costs 1,234.50 crowns.", "Es kostet 1,234.50 Kronen."),
            ("The old harbour is quiet.", "Der alte  Hafen ist ruhig."),
            ("He said \"no\" and left.", "Er sagte „nein“ und ging."),
            ("The map, too", "Die Karte auch"),
        ],
    ),
    (
        "en",
        "ja",
        &[
            ("%d files in %s", "%s に %d 個のファイル"),
            (
                "About 1.2 million people live here.",
                "ここには約12万人が住んでいます。",
            ),
            ("He said “no” and left.", "彼は「いいえと言って去った。"),
            (
                "The ferry leaves every hour from the old harbour.",
                "フェリーは every hour from the old harbour 出発します。",
            ),
            ("The bridge is closed.", "橋は閉鎖されています。"),
        ],
    ),
    (
        "en",
        "ar",
        &[
            ("It costs 45 crowns.", "يكلف ٥٤ كرونة."),
            ("You have {{ count }} messages.", "لديك رسائل."),
            ("The bridge is closed.", "الجسر مغلق."),
            (
                "Remove the selected pages of the map",
                "Remove the selected pages of the map",
            ),
        ],
    ),
    (
        "de",
        "fr",
        &[
            (
                "Die Brücke wird nicht vor dem Winter geöffnet.",
                "Die Brücke wird nicht vor dem Winter geöffnet.",
            ),
            ("Seite %1$d von %2$d", "Page %1$d"),
            (
                "Das Haus ist alt & klein.",
                "La maison est vieille et petite.",
            ),
            ("Es sind 250 Plätze frei.", "Il reste 205 places."),
        ],
    ),
];

fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// The pairs as a file: its name and its text.
fn written(from: &str, to: &str, pairs: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let each = |line: &dyn Fn(usize, &str, &str) -> String| -> String {
        pairs
            .iter()
            .enumerate()
            .fold(String::new(), |mut text, (index, (source, target))| {
                let _ = write!(text, "{}", line(index + 1, source, target));
                text
            })
    };
    vec![
        (
            "pairs.tsv",
            each(&|_, source, target| format!("{source}\t{target}\n")),
        ),
        (
            "pairs.csv",
            "source,target\n".to_owned()
                + &each(&|_, source, target| {
                    format!(
                        "\"{}\",\"{}\"\n",
                        source.replace('"', "\"\""),
                        target.replace('"', "\"\"")
                    )
                }),
        ),
        (
            "pairs.jsonl",
            each(&|_, source, target| {
                format!(
                    "{{\"source\": \"{}\", \"target\": \"{}\"}}\n",
                    quoted(source),
                    quoted(target)
                )
            }),
        ),
        (
            "pairs.po",
            format!(
                "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Language: {to}\\n\"\n\"X-Source-Language: {from}\\n\"\n\n"
            ) + &each(&|_, source, target| {
                format!(
                    "msgid \"{}\"\nmsgstr \"{}\"\n\n",
                    quoted(source),
                    quoted(target)
                )
            }),
        ),
        (
            "pairs.xlf",
            format!(
                "<?xml version=\"1.0\"?>\n<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n\
                 <file original=\"pairs\" datatype=\"plaintext\" source-language=\"{from}\" target-language=\"{to}\"><body>\n"
            ) + &each(&|index, source, target| {
                format!(
                    "<trans-unit id=\"{index}\"><source>{}</source><target>{}</target></trans-unit>\n",
                    xml(source),
                    xml(target)
                )
            }) + "</body></file></xliff>\n",
        ),
        (
            "pairs.xliff",
            format!(
                "<?xml version=\"1.0\"?>\n<xliff version=\"2.0\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" srcLang=\"{from}\" trgLang=\"{to}\">\n<file id=\"f\">\n"
            ) + &each(&|index, source, target| {
                format!(
                    "<unit id=\"{index}\"><segment><source>{}</source><target>{}</target></segment></unit>\n",
                    xml(source),
                    xml(target)
                )
            }) + "</file></xliff>\n",
        ),
        (
            "pairs.tmx",
            format!(
                "<?xml version=\"1.0\"?>\n<tmx version=\"1.4\"><header creationtool=\"hand\" creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"none\" adminlang=\"en\" srclang=\"{from}\" datatype=\"plaintext\"/><body>\n"
            ) + &each(&|index, source, target| {
                format!(
                    "<tu tuid=\"{index}\"><tuv xml:lang=\"{from}\"><seg>{}</seg></tuv><tuv xml:lang=\"{to}\"><seg>{}</seg></tuv></tu>\n",
                    xml(source),
                    xml(target)
                )
            }) + "</body></tmx>\n",
        ),
        (
            "pairs.xcstrings",
            format!("{{\n  \"sourceLanguage\" : \"{from}\",\n  \"strings\" : {{\n")
                + &each(&|index, source, target| {
                    let (source, target) = (quoted(source), quoted(target));
                    let comma = if index == pairs.len() { "" } else { "," };
                    format!(
                        "    \"{index}\" : {{ \"localizations\" : {{\n      \"{from}\" : {{ \"stringUnit\" : {{ \"value\" : \"{source}\" }} }},\n      \"{to}\" : {{ \"stringUnit\" : {{ \"state\" : \"translated\", \"value\" : \"{target}\" }} }} }} }}{comma}\n"
                    )
                })
                + "  },\n  \"version\" : \"1.0\"\n}\n",
        ),
    ]
}

/// What is found, without what a file alone knows: places, ids.
fn found(name: &str, text: &str, from: &str, to: &str) -> Vec<String> {
    let mut settings = Settings::default();
    settings.lang = Some(to.to_owned());
    settings.source_lang = Some(from.to_owned());
    let decoded = open::decode(Cursor::new(text.as_bytes().to_vec()));
    let audit = audit(name, decoded, &settings);
    assert_eq!(audit.row.error, "", "{name}");
    let mut found: Vec<String> = audit
        .findings
        .iter()
        .map(|finding| {
            format!(
                "{} {:?} {} | {} | {} | {} | {}",
                finding.rule,
                finding.severity,
                finding.confidence,
                finding.message,
                finding.excerpt,
                finding.source,
                finding.target
            )
        })
        .collect();
    found.sort();
    found
}

#[test]
fn the_same_pairs_give_the_same_findings_in_every_format() {
    let mut rules = std::collections::BTreeSet::new();
    for (from, to, pairs) in PAIRS {
        let files = written(from, to, pairs);
        let (name, text) = &files[0];
        let expected = found(name, text, from, to);
        assert!(expected.len() >= 3, "{from} {to}: {expected:#?}");
        rules.extend(
            expected
                .iter()
                .filter_map(|line| line.split(' ').next().map(str::to_owned)),
        );
        for (name, text) in &files[1..] {
            let own = found(name, text, from, to);
            assert_eq!(own, expected, "{from} {to} {name}\n{text}");
        }
    }
    assert!(rules.len() >= 9, "{rules:?}");
}

#[test]
fn a_finding_stands_where_its_text_stands() {
    for (from, to, pairs) in PAIRS {
        for (name, text) in written(from, to, pairs) {
            let mut settings = Settings::default();
            settings.lang = Some(to.to_owned());
            settings.source_lang = Some(from.to_owned());
            let audit = audit(
                name,
                open::decode(Cursor::new(text.clone().into_bytes())),
                &settings,
            );
            for finding in &audit.findings {
                let place = |number: u64| usize::try_from(number).expect("small") - 1;
                let line = text.lines().nth(place(finding.start.line)).unwrap_or("");
                let rest: String = line.chars().skip(place(finding.start.column)).collect();
                let start: String = finding
                    .excerpt
                    .chars()
                    .take(4)
                    .filter(|c| *c != '…')
                    .collect();
                let kind = name.trim_start_matches("pairs.");
                let escaped = if kind == "tsv" {
                    start.clone()
                } else if kind == "csv" {
                    start.replace('"', "\"\"")
                } else if kind == "po" || kind == "jsonl" {
                    quoted(&start)
                } else {
                    xml(&start)
                };
                assert!(
                    rest.starts_with(&escaped) || start.trim().is_empty(),
                    "{name}: {} at {}:{} is “{rest}”, not “{escaped}”",
                    finding.rule,
                    finding.start.line,
                    finding.start.column
                );
            }
        }
    }
}
