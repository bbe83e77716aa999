//! What the audit finds in a folder of claims and mentions; shared by the test and the example that prints the table.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Cursor;
use std::path::Path;

use traditore::claim::LANGUAGES;
use traditore::detect::{Settings, audit};
use traditore::rule::Severity;
use traditore::{open, tag};

/// A labelled sentence.
pub(crate) struct Row {
    /// BCP 47 tag.
    pub(crate) language: &'static str,
    /// A claim, not a mention.
    pub(crate) claim: bool,
    /// What kind of claim or mention.
    pub(crate) subtype: String,
    /// The sentence.
    pub(crate) text: String,
}

/// The sentences of a folder of `<language>.tsv` files: kind, subtype, text.
pub(crate) fn rows(folder: &Path) -> Vec<Row> {
    let mut rows = Vec::new();
    for &language in LANGUAGES {
        let Ok(text) = std::fs::read_to_string(folder.join(format!("{language}.tsv"))) else {
            continue;
        };
        for line in text.lines() {
            let mut cells = line.splitn(3, '\t');
            if let (Some(kind), Some(subtype), Some(text)) =
                (cells.next(), cells.next(), cells.next())
            {
                rows.push(Row {
                    language,
                    claim: kind == "claim",
                    subtype: subtype.to_owned(),
                    text: text.to_owned(),
                });
            }
        }
    }
    rows
}

/// Whether the audit says that `text`, a document in `language`, discloses a machine translation.
pub(crate) fn flagged(text: &str, language: Option<&str>) -> bool {
    let mut settings = Settings::default();
    settings.lang = language.and_then(tag::canonical);
    let decoded = open::decode(Cursor::new(text.as_bytes().to_vec()));
    audit("row.txt", decoded, &settings)
        .findings
        .iter()
        .any(|found| found.rule.starts_with("provenance/") && found.severity > Severity::Neutral)
}

/// For each language, claims found, claims, mentions flagged, mentions.
pub(crate) fn count(rows: &[Row], declared: bool) -> BTreeMap<&'static str, [usize; 4]> {
    let mut counts: BTreeMap<&'static str, [usize; 4]> = BTreeMap::new();
    for row in rows {
        let hit = flagged(&row.text, declared.then_some(row.language));
        let cell = counts.entry(row.language).or_default();
        let at = if row.claim { 0 } else { 2 };
        cell[at] += usize::from(hit);
        cell[at + 1] += 1;
    }
    counts
}

/// The sums of all languages.
pub(crate) fn total(counts: &BTreeMap<&'static str, [usize; 4]>) -> [usize; 4] {
    counts.values().fold([0; 4], |mut sums, cell| {
        for (sum, count) in sums.iter_mut().zip(cell) {
            *sum += count;
        }
        sums
    })
}

/// The table of the rule's page: a language a line.
pub(crate) fn table(counts: &BTreeMap<&'static str, [usize; 4]>) -> String {
    let mut text = String::from("language  claims found  mentions flagged\n");
    for (language, [found, claims, flagged, mentions]) in counts {
        let _ = writeln!(
            text,
            "{language:8}  {:>12}  {:>16}",
            format!("{found}/{claims}"),
            format!("{flagged}/{mentions}")
        );
    }
    let [found, claims, flagged, mentions] = total(counts);
    let _ = writeln!(
        text,
        "{:8}  {:>12}  {:>16}",
        "all",
        format!("{found}/{claims}"),
        format!("{flagged}/{mentions}")
    );
    text
}
