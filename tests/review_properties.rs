//! What holds for every report: what is written is read back, in whatever notation; nonsense is told, never a crash.

use std::borrow::Cow;

use proptest::prelude::*;
use traditore::report::csv::{DOCUMENTS, FINDINGS, Table as Writer};
use traditore::review::document::Document;
use traditore::review::table::Table;
use traditore::review::{Report, page};
use traditore::rules::RULES;

/// Text with everything that CSV, spreadsheets and browsers give a meaning to.
fn cell() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zäöü ]{1,6}",
        1 => "[=+@'\\-]{1,3}",
        1 => prop::sample::select(&["\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", "|", "</script>", "<!--", "&amp;", "\u{2028}", "\u{feff}", "1/2", "0,5", "1E5"][..]).prop_map(str::to_owned),
        1 => "[א-ת]{1,4}",
        1 => "[一-丏]{1,3}",
        1 => any::<char>().prop_filter("no text", |&c| c != '\0').prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn row() -> impl Strategy<Value = Vec<String>> {
    let number = prop_oneof![
        Just(String::new()),
        (1_u64..100_000).prop_map(|n| n.to_string())
    ];
    let numbers = [number.clone(), number.clone(), number.clone(), number];
    let severity = prop::sample::select(&["critical", "major", "minor", "neutral"][..]);
    let verdict = prop::sample::select(&["", "accept", "false-positive", "wont-fix"][..]);
    let rule = (0..RULES.len()).prop_map(|index| RULES[index].name);
    let texts = prop::collection::vec(cell(), 10);
    let document = cell().prop_map(|name| format!("x{name}"));
    (
        any::<u64>(),
        document,
        numbers,
        rule,
        severity,
        verdict,
        0..=100_u32,
        texts,
    )
        .prop_map(
            |(id, document, numbers, rule, severity, verdict, confidence, texts)| {
                // digits alone are what `restore` is about
                let mut row = vec![format!("a{:015x}", id >> 4), document];
                row.extend(numbers);
                let mut texts = texts.into_iter();
                let mut text = || texts.next().unwrap_or_default();
                row.extend([text(), rule.to_owned(), severity.to_owned(), text()]);
                row.push(format!("{:.2}", f64::from(confidence) / 100.0));
                row.extend([text(), text(), text(), text(), text(), text()]);
                row.extend([verdict.to_owned(), text()]);
                row
            },
        )
}

fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(row(), 0..6).prop_map(|mut rows| {
        let mut seen = std::collections::HashSet::new();
        rows.retain(|row| seen.insert(row[0].clone()));
        rows
    })
}

fn written(rows: &[Vec<String>]) -> String {
    let mut writer = Writer::new(Vec::new(), &FINDINGS).expect("in memory");
    for row in rows {
        writer
            .row(row.iter().map(|cell| Cow::from(cell.as_str())))
            .expect("in memory");
    }
    String::from_utf8(writer.finish().expect("in memory")).expect("UTF-8")
}

fn read(text: &str) -> Result<Report, Vec<traditore::review::Problem>> {
    Report::from_table(&Table::parse(text, &FINDINGS)?)
}

/// The same rows with another separator, other line ends, and every cell in quotation marks or only where it must be.
fn notation(text: &str, separator: u8, crlf: bool, quoted: bool) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .terminator(if crlf {
            csv::Terminator::CRLF
        } else {
            csv::Terminator::Any(b'\n')
        })
        .quote_style(if quoted {
            csv::QuoteStyle::Always
        } else {
            csv::QuoteStyle::Necessary
        })
        .from_writer(Vec::new());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    for record in reader.records() {
        writer
            .write_record(&record.expect("CSV"))
            .expect("in memory");
    }
    String::from_utf8(writer.into_inner().expect("in memory")).expect("UTF-8")
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(rows in rows()) {
        let text = written(&rows);
        let report = read(&text).map_err(|problems| TestCaseError::fail(format!("{problems:?}")))?;
        prop_assert_eq!(report.findings.len(), rows.len());
        for (finding, row) in report.findings.iter().zip(&rows) {
            prop_assert_eq!(&finding.cells(), row);
        }
        let again = report.write(Vec::new()).expect("in memory");
        prop_assert_eq!(String::from_utf8(again).expect("UTF-8"), text);
    }

    #[test]
    fn the_notation_makes_no_difference(
        rows in rows(), separator in prop::sample::select(&b",;\t|"[..]), crlf: bool, quoted: bool, mark: bool,
    ) {
        let text = written(&rows);
        let other = notation(&text, separator, crlf, quoted);
        let other = if mark { format!("\u{feff}{other}") } else { other };
        let report = read(&other).map_err(|problems| TestCaseError::fail(format!("{problems:?}")))?;
        let again = report.write(Vec::new()).expect("in memory");
        prop_assert_eq!(String::from_utf8(again).expect("UTF-8"), text);
    }

    #[test]
    fn nonsense_is_told(rows in rows(), from in 0.0..1.0_f64, length in 0..40_usize, put in cell()) {
        let text = written(&rows);
        let at = |share: f64| {
            #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let mut at = (text.len() as f64 * share) as usize;
            while !text.is_char_boundary(at) { at -= 1; }
            at
        };
        let start = at(from);
        let mut end = (start + length).min(text.len());
        while !text.is_char_boundary(end) { end += 1; }
        let spoilt = format!("{}{put}{}", &text[..start], &text[end..]);
        match read(&spoilt) {
            Ok(report) => { let _ = page::render(&report, None, None); }
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(problem.to_string().starts_with("row "));
                    prop_assert!(problem.place.row >= 1);
                }
            }
        }
        if let Ok(table) = Table::parse(&spoilt, &DOCUMENTS) {
            let _ = Document::read_all(&table);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&text);
        let _ = read(&format!("id,document,rule,severity\n{text}"));
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("findings.csv");
        std::fs::write(&path, bytes).expect("written");
        let _ = Report::read(&path);
    }

    #[test]
    fn the_page_carries_the_report_and_none_of_it_as_markup(rows in rows()) {
        let report = read(&written(&rows)).map_err(|problems| TestCaseError::fail(format!("{problems:?}")))?;
        let page = page::render(&report, None, None);
        let (_, rest) = page.split_once("id=\"report\">").expect("the data");
        let (json, _) = rest.split_once("</script>").expect("its end");
        prop_assert!(!json.contains(['<', '>', '&']));
        let data: serde_json::Value = serde_json::from_str(json).expect("JSON");
        for (row, finding) in rows.iter().zip(data["findings"].as_array().expect("a list")) {
            prop_assert_eq!(finding["excerpt"].as_str(), Some(row[13].as_str()));
            prop_assert_eq!(finding["note"].as_str().unwrap_or_default(), row[18].as_str());
        }
    }
}
