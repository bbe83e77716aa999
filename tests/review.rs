//! Reports that come back from spreadsheets and from reviewers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use traditore::report::csv::FINDINGS;
use traditore::review::table::Table;
use traditore::review::{Report, Verdict};

fn reports() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports")
}

fn original() -> Report {
    Report::read(&reports().join("original")).expect("a report")
}

fn traditore(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_traditore"))
        .args(args)
        .current_dir(dir)
        .output()
        .expect("runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What the reviewer of the files in `tests/reports` typed into the row with this index.
fn typed(index: usize) -> (Option<Verdict>, &'static str) {
    [
        (Some(Verdict::Accept), ""),
        (Some(Verdict::Accept), ""),
        (Some(Verdict::FalsePositive), "a name; stays"),
        (Some(Verdict::FalsePositive), "\"quoted\", with comma"),
        (Some(Verdict::WontFix), "=the client wants it so"),
        (Some(Verdict::WontFix), "Zeile eins\nZeile zwei"),
        (None, ""),
    ][index % 7]
}

#[test]
fn what_was_written_is_read_back_and_written_the_same() {
    let bytes = fs::read(reports().join("original/findings.csv")).expect("a report");
    let report = original();
    assert_eq!(report.write(Vec::new()).expect("in memory"), bytes);
    assert_eq!(report.remarks, [""; 0]);
    assert_eq!(report.documents.as_ref().map(Vec::len), Some(9));
}

/// Found by fuzzing: what was found in a document may be control characters for the most part.
#[test]
fn control_characters_in_a_cell_are_no_reason_to_refuse_a_report() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("findings.csv");
    let nuls = "\0".repeat(4000);
    let text = format!(
        "id,document,line,rule,severity,excerpt\n0123456789abcdef,a.txt,1,artifact/hidden-control,major,{nuls}\n"
    );
    std::fs::write(&path, text).expect("written");
    let once = Report::read(&path)
        .expect("a report")
        .write(Vec::new())
        .expect("written");
    std::fs::write(&path, &once).expect("written");
    let again = Report::read(&path)
        .expect("a report")
        .write(Vec::new())
        .expect("written");
    assert_eq!(once, again);
}

#[test]
fn what_libreoffice_saves_is_the_same_report() {
    let original = original();
    for (name, whole) in [
        ("libreoffice-comma.csv", true),
        ("libreoffice-german-semicolon.csv", true),
        ("libreoffice-tab-utf-16.csv", true),
        // letters that windows-1252 lacks were lost when these were saved
        ("libreoffice-semicolon-windows-1252.csv", false),
        ("libreoffice-through-ods.csv", false),
        ("libreoffice-through-xlsx.csv", false),
    ] {
        let report = Report::read(&reports().join(name)).expect(name);
        assert_eq!(report.findings.len(), original.findings.len(), "{name}");
        for (index, (found, wanted)) in report.findings.iter().zip(&original.findings).enumerate() {
            let mut wanted = wanted.clone();
            (wanted.verdict, wanted.note) = (typed(index).0, typed(index).1.to_owned());
            wanted.extra = vec![if index == 2 { "Desk 2" } else { "" }.to_owned()];
            if !whole {
                wanted.message.clone_from(&found.message);
                wanted.excerpt.clone_from(&found.excerpt);
                wanted.suggestion.clone_from(&found.suggestion);
            }
            assert_eq!(found, &wanted, "{name}");
        }
        assert_eq!(report.extra, ["assigned to"]);
        let numbers = report
            .remarks
            .iter()
            .filter(|remark| remark.contains("had become numbers"))
            .count();
        assert_eq!(numbers, 1, "{name}: {:?}", report.remarks);
        let encoding = report
            .remarks
            .iter()
            .any(|remark| remark.contains("windows-1252"));
        assert_eq!(encoding, !whole, "{name}: {:?}", report.remarks);
    }
}

/// The original report in other notations, as Excel and Numbers save it.
#[test]
fn other_notations_are_the_same_report() {
    let path = reports().join("original/findings.csv");
    let text = fs::read_to_string(path).expect("a report");
    let records: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .records()
        .map(|record| record.expect("CSV"))
        .collect();
    let saved =
        |separator: u8, terminator: csv::Terminator, cell: &dyn Fn(usize, &str) -> String| {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(separator)
                .terminator(terminator)
                .from_writer(Vec::new());
            for record in &records {
                let cells = record.iter().enumerate();
                writer
                    .write_record(cells.map(|(column, text)| cell(column, text)))
                    .expect("in memory");
            }
            String::from_utf8(writer.into_inner().expect("in memory")).expect("UTF-8")
        };
    let comma = |column: usize, text: &str| {
        let text = text.strip_prefix('\'').unwrap_or(text);
        if column == 10 {
            text.replace("0.", "0,").trim_end_matches('0').to_owned()
        } else {
            text.to_owned()
        }
    };
    let same = |_: usize, text: &str| text.to_owned();
    let excel = saved(b';', csv::Terminator::CRLF, &comma);
    let dir = tempfile::tempdir().expect("a folder");
    let utf16 = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    for (name, bytes) in [
        ("excel", format!("\u{FEFF}{excel}").into_bytes()),
        ("declared", format!("sep=;\r\n{excel}").into_bytes()),
        (
            "unicode-text",
            utf16(&saved(b'\t', csv::Terminator::CRLF, &same)),
        ),
        (
            "old-mac",
            saved(b',', csv::Terminator::Any(b'\r'), &same).into_bytes(),
        ),
        (
            "numbers",
            saved(b';', csv::Terminator::Any(b'\n'), &comma).into_bytes(),
        ),
    ] {
        let path = dir.path().join(name);
        fs::write(&path, bytes).expect("written");
        let report = Report::read(&path).expect(name);
        let rows = |report: &Report| report.write(Vec::new()).expect("in memory");
        assert_eq!(rows(&report), rows(&original()), "{name}");
    }
}

#[test]
fn columns_come_in_any_order_and_need_not_all_be_there() {
    let table = Table::parse(
        "Verdict,rule,mine,severity,document,id\naccept,artifact/mojibake,x,minor,a.txt,0123456789abcdeF\n",
        &FINDINGS,
    )
    .expect("a table");
    let report = Report::from_table(&table).expect("a report");
    assert_eq!(report.findings[0].id, "0123456789abcdef");
    assert_eq!(report.findings[0].verdict, Some(Verdict::Accept));
    assert_eq!(report.findings[0].extra, ["x"]);
    assert_eq!(report.findings[0].line, None);
}

#[test]
fn nonsense_is_named_with_row_and_column_and_nothing_is_written() {
    let text = fs::read_to_string(reports().join("original/findings.csv")).expect("a report");
    let dir = tempfile::tempdir().expect("a folder");
    let spoilt = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    for (content, complaint) in [
        (
            spoilt("at,,,,,\n", "at,,,,acept,\n"),
            "row 17, column verdict (cell R17): `acept` is no verdict; did you mean `accept`?",
        ),
        (
            spoilt(",critical,", ",criticla,"),
            "row 8, column severity (cell I8): `criticla` is no severity; did you mean `critical`?",
        ),
        (
            spoilt("artifact/mojibake", "artifact/mojibale"),
            "row 8, column rule (cell H8): unknown rule `artifact/mojibale`; did you mean `artifact/mojibake`?",
        ),
        (
            spoilt(",1,21,1,23,", ",1,x,1,23,"),
            "row 17, column column (cell D17): `x` is no whole number",
        ),
        (
            spoilt(",0.95,", ",1.95,"),
            "column confidence (cell K8): `1.95` is no number from 0 to 1",
        ),
        (
            spoilt("1841905162682e41", "1.23E+12"),
            "row 17, column id (cell A17): a spreadsheet changed the id into the number `1.23e+12`",
        ),
        (
            spoilt("1841905162682e41", "row 17"),
            "row 17, column id (cell A17): `row 17` is no finding id",
        ),
        (
            spoilt("1841905162682e41", ""),
            "row 17, column id (cell A17): the id is missing",
        ),
        (
            spoilt("1260591171777055", "0d7060fb493b6ae6"),
            "row 20, column id (cell A20): the finding 0d7060fb493b6ae6 stands in row 18 too",
        ),
        (
            spoilt("notice-1522.txt", ""),
            "row 18, column document (cell B18): the document's name is missing",
        ),
        (
            spoilt("id,document,line", "id,file,line"),
            "row 1: the column `document` is missing",
        ),
        (
            spoilt(",verdict,", ",verdikt,"),
            "row 1 (cell R1): unknown column `verdikt`; did you mean `verdict`?",
        ),
        (
            spoilt("at,,,,,\n", "\"at,,,,,\n"),
            "row 17 (cell N17): a quotation mark opens this cell, and the next one is neither doubled nor the end",
        ),
        (
            spoilt("at,,,,,\n", "at,,,,,,,x\n"),
            "row 17 (cell U17): the row has 21 cells",
        ),
        (String::new(), "row 1: is empty"),
        (
            "nothing, to see\nhere,!\n".to_owned(),
            "names none of the columns of a report",
        ),
    ] {
        let path = dir.path().join("findings.csv");
        fs::write(&path, &content).expect("written");
        fs::write(dir.path().join("known.txt"), "0123456789abcdef\n").expect("written");
        let args = ["review", "findings.csv", "--write-baseline", "known.txt"];
        let output = traditore(dir.path(), &args);
        assert_eq!(output.status.code(), Some(2), "{complaint}");
        assert!(
            err(&output).contains(complaint),
            "{complaint}\n{}",
            err(&output)
        );
        assert!(
            err(&output).starts_with("traditore: findings.csv: "),
            "{}",
            err(&output)
        );
        assert_eq!(out(&output), "");
        let known = fs::read_to_string(dir.path().join("known.txt")).expect("a baseline");
        assert_eq!(known, "0123456789abcdef\n");
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 2);
    }
}

#[test]
fn every_problem_is_listed() {
    let text = fs::read_to_string(reports().join("original/findings.csv")).expect("a report");
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("f.csv"), text.replace(",,,\n", ",,yes,\n")).expect("written");
    let errors = err(&traditore(dir.path(), &["review", "f.csv"]));
    assert_eq!(errors.lines().count(), 21, "{errors}");
    assert!(errors.ends_with("f.csv: and 3 more\n"), "{errors}");
}

#[test]
fn other_files_are_no_reports() {
    let dir = reports();
    for (path, complaint) in [
        (
            "workbook.xlsx",
            "is a spreadsheet's own file; save it as CSV",
        ),
        (
            "corpus",
            "holds no findings.csv; `traditore audit --out DIR` writes one",
        ),
        (
            "corpus/mojibake.fr.txt",
            "names none of the columns of a report",
        ),
        ("gone.csv", "gone.csv: "),
    ] {
        let output = traditore(&dir, &["review", path]);
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(err(&output).contains(complaint), "{path}: {}", err(&output));
    }
}

#[test]
fn a_row_copied_whole_counts_once() {
    let text = fs::read_to_string(reports().join("original/findings.csv")).expect("a report");
    let row = text.lines().nth(5).expect("a row");
    let table = Table::parse(&format!("{text}{row}\n"), &FINDINGS).expect("a table");
    let report = Report::from_table(&table).expect("a report");
    assert_eq!(report.findings.len(), original().findings.len());
    assert!(report.remarks[0].contains("stand twice"));
}

#[test]
fn the_next_audit_is_silent_about_exactly_the_rows_of_the_baseline() {
    let dir = tempfile::tempdir().expect("a folder");
    let corpus = reports().join("corpus");
    let audit = |extra: &[&str]| {
        let mut args = vec!["audit", "-q", "-f", "csv"];
        args.extend(extra);
        out(&traditore(&corpus, &args))
    };
    let first = audit(&[]);
    let known = dir.path().join("known.txt");
    let known = known.to_str().expect("UTF-8");
    // a reviewer judges every third finding
    let mut rows: Vec<String> = first.lines().map(str::to_owned).collect();
    let mut marked = Vec::new();
    for (index, row) in rows.iter_mut().enumerate().skip(1) {
        if index % 3 == 0 {
            marked.push(row[..16].to_owned());
            let verdict = ["false-positive", "wont-fix"][index % 2];
            *row = format!(
                "{}{verdict},read",
                row.trim_end_matches(',').to_owned() + &",".repeat(trailing(row) - 1)
            );
        }
    }
    fs::write(dir.path().join("judged.csv"), rows.join("\r\n")).expect("written");
    let output = traditore(
        dir.path(),
        &["review", "judged.csv", "--write-baseline", known],
    );
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let second = audit(&["--baseline", known]);
    let expected: Vec<&str> = first
        .lines()
        .filter(|row| !marked.iter().any(|id| row.starts_with(id.as_str())))
        .collect();
    assert_eq!(second.lines().collect::<Vec<_>>(), expected);
    assert!(!marked.is_empty());
    // merged with what is there, and the same when it is written again
    let before = fs::read_to_string(known).expect("a baseline");
    let output = traditore(
        dir.path(),
        &["review", "judged.csv", "--write-baseline", known],
    );
    assert!(err(&output).contains("0 of them new"), "{}", err(&output));
    assert_eq!(fs::read_to_string(known).expect("a baseline"), before);
}

fn trailing(row: &str) -> usize {
    row.len() - row.trim_end_matches(',').len()
}

#[test]
fn the_summary_says_what_reviewers_said() {
    let output = traditore(&reports(), &["review", "libreoffice-comma.csv"]);
    let text = out(&output);
    assert!(
        text.contains("20 of 23 judged: 8 accepted, 6 true but not to be fixed, 6 false positives"),
        "{text}"
    );
    let output = traditore(
        &reports(),
        &["review", "-f", "json", "libreoffice-comma.csv"],
    );
    let json: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    assert_eq!(json["verdicts"]["open"], 3);
    assert_eq!(json["precision"]["share"], 0.7);
    assert!((json["precision"]["low"].as_f64().expect("a number") - 0.4810).abs() < 1e-3);
}

#[test]
fn two_reports_are_compared_by_id() {
    let dir = tempfile::tempdir().expect("a folder");
    let text = fs::read_to_string(reports().join("original/findings.csv")).expect("a report");
    let lines: Vec<&str> = text.lines().collect();
    let part = |range: std::ops::Range<usize>| [&lines[..1], &lines[range]].concat().join("\n");
    fs::write(dir.path().join("old.csv"), part(1..15)).expect("written");
    fs::write(dir.path().join("new.csv"), part(4..24)).expect("written");
    let output = traditore(
        dir.path(),
        &["review", "new.csv", "--against", "old.csv", "-f", "json"],
    );
    let json: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    let comparison = &json["comparison"];
    assert_eq!(comparison["new"].as_array().map(Vec::len), Some(9));
    assert_eq!(comparison["fixed"].as_array().map(Vec::len), Some(3));
    assert_eq!(comparison["unchanged"], 11);
    let output = traditore(dir.path(), &["review", "new.csv", "--against", "old.csv"]);
    assert!(out(&output).contains("against old.csv: 9 new, 3 fixed, 11 unchanged"));
}
