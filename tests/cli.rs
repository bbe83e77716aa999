//! The built binary: streams, exit codes, errors, bad input.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

#[path = "support/binary.rs"]
mod binary;

use binary::{err, fed, folder, out, table, traditore};

/// The row of `documents.csv` for a document, by column name.
fn document(dir: &Path, name: &str, column: &str) -> String {
    let rows = table(&fs::read_to_string(dir.join("report/documents.csv")).expect("a report"));
    let index = rows[0].iter().position(|c| c == column).expect("a column");
    rows.iter().find(|row| row[0] == name).map_or_else(
        || panic!("{name} has no row: {rows:?}"),
        |row| row[index].clone(),
    )
}

const FAULT: &[u8] = b"The museum opens at at nine in the morning, and closes at five.\n";

#[test]
fn findings_go_to_stdout_and_the_summary_to_stderr() {
    let dir = folder(&[("a.txt", FAULT)]);
    let output = traditore(
        dir.path(),
        &["audit", "--select", "artifact/repeated-word", "a.txt"],
    );
    let rows = table(&out(&output));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1][1..6], ["a.txt", "1", "21", "1", "23"]);
    assert_eq!(err(&output), "1 document, 1 finding (1 minor)\n");
    let quiet = traditore(dir.path(), &["audit", "-q", "-o", "report", "a.txt"]);
    assert_eq!((out(&quiet), err(&quiet)), (String::new(), String::new()));
    assert!(dir.path().join("report/findings.csv").is_file());
}

#[test]
fn the_report_folder_holds_finished_files_only() {
    let dir = folder(&[("a.txt", FAULT)]);
    let output = traditore(
        dir.path(),
        &[
            "audit",
            "-o",
            "report",
            "--segments",
            "-f",
            "jsonl",
            "a.txt",
        ],
    );
    assert_eq!(output.status.code(), Some(0));
    let line: serde_json::Value =
        serde_json::from_str(out(&output).lines().next().expect("a finding")).expect("JSON");
    assert_eq!(line["document"], "a.txt");
    let mut names: Vec<_> = fs::read_dir(dir.path().join("report"))
        .expect("a folder")
        .map(|e| e.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "documents.csv",
            "findings.csv",
            "segments.csv",
            "summary.json"
        ]
    );
}

#[test]
fn jobs_and_the_order_of_paths_change_no_byte() {
    let corpora = concat!(env!("CARGO_MANIFEST_DIR"), "/corpora");
    let dir = Path::new(corpora);
    let mut outputs = Vec::new();
    for args in [
        [
            "audit",
            "-j1",
            "--select=all",
            "artifact",
            "provenance",
            "language",
            "clean",
        ],
        [
            "audit",
            "-j2",
            "--select=all",
            "clean",
            "language",
            "provenance",
            "artifact",
        ],
        [
            "audit",
            "-j7",
            "--select=all",
            "./provenance",
            "artifact/",
            "clean",
            "language",
        ],
    ] {
        outputs.push(out(&traditore(dir, &args)));
    }
    assert!(outputs[0].lines().count() > 20);
    assert!(outputs.iter().all(|o| *o == outputs[0]));
}

#[test]
fn paths_come_from_lists_and_standard_input() {
    let dir = folder(&[
        ("a.txt", FAULT),
        ("b c.txt", FAULT),
        ("list", b"a.txt\n\nb c.txt\r\na.txt\n"),
    ]);
    let listed = traditore(
        dir.path(),
        &[
            "audit",
            "--select=artifact/repeated-word",
            "--files-from",
            "list",
        ],
    );
    assert_eq!(table(&out(&listed)).len(), 3);
    let nul = fed(
        dir.path(),
        &[
            "audit",
            "--select=artifact/repeated-word",
            "--files-from",
            "-",
            "-0",
        ],
        b"b c.txt\0a.txt\0",
    );
    assert_eq!(out(&nul), out(&listed));
    let html = b"<p>The museum opens at <b>at</b> nine &amp; closes at five.</p>";
    let piped = fed(
        dir.path(),
        &[
            "audit",
            "--select=artifact/repeated-word",
            "--stdin-filename",
            "x/page.html",
            "-",
        ],
        FAULT,
    );
    assert_eq!(table(&out(&piped))[1][1], "x/page.html");
    let piped = fed(
        dir.path(),
        &[
            "audit",
            "-o",
            "report",
            "--stdin-filename",
            "page.html",
            "-",
        ],
        html,
    );
    assert_eq!(piped.status.code(), Some(0));
    assert_eq!(document(dir.path(), "page.html", "format"), "html");
}

#[test]
fn wrong_usage_is_2_and_says_what_was_meant() {
    let dir = folder(&[
        ("a.txt", FAULT),
        ("bad.toml", b"[gate]\nresidu = \"allow\"\n"),
    ]);
    for (args, part) in [
        (
            &["audit", "--select", "artifact/repeated-wrod", "a.txt"][..],
            "did you mean `artifact/repeated-word`?",
        ),
        (
            &["audit", "--ignore", "artefact", "a.txt"],
            "did you mean `artifact`?",
        ),
        (
            &["audit", "--config", "bad.toml", "a.txt"],
            "bad.toml:2:1: unknown field `residu`",
        ),
        (&["audit", "--segments", "a.txt"], "--out"),
        (
            &["audit", "--lang", "english", "a.txt"],
            "is no language tag",
        ),
        (
            &["audit", "--min-confidence", "2", "a.txt"],
            "is no number from 0 to 1",
        ),
        (
            &["audit", "--baseline", "a.txt", "a.txt"],
            "is no finding id",
        ),
        (
            &["rules", "repeated-wrod"],
            "did you mean `artifact/repeated-word`?",
        ),
        (&["audit", "gone.txt"], "gone.txt: there is no such file"),
    ] {
        let output = traditore(dir.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(err(&output).contains(part), "{args:?}: {}", err(&output));
    }
}

#[test]
fn bad_input_becomes_a_row_and_the_rest_is_audited() {
    let gz = {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let text: Vec<String> = (0..100_000_u32).map(|n| n.to_string()).collect();
        gz.write_all(text.join(" ").as_bytes()).expect("in memory");
        let bytes = gz.finish().expect("in memory");
        bytes[..bytes.len() / 2].to_vec()
    };
    let nested = format!("{}deep{}", "<div>".repeat(10_000), "</div>".repeat(10_000));
    let dir = folder(&[
        ("in/good.txt", FAULT),
        ("in/empty.txt", b""),
        (
            "in/invalid.txt",
            b"The gallery \xFF\xFE opens at nine \xC3( every day.\n",
        ),
        (
            "in/nul.txt",
            b"The gallery opens\0 at nine every day of the week.\n",
        ),
        ("in/binary", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("in/cut.txt.gz", &gz),
        ("in/nested.html", nested.as_bytes()),
        ("in/line\nbreak.txt", FAULT),
    ]);
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        std::os::unix::fs::symlink("..", dir.path().join("in/loop")).expect("linked");
        let name = std::ffi::OsStr::from_bytes(b"in/latin-\xE9.txt");
        fs::write(dir.path().join(name), FAULT).expect("written");
    }
    let output = traditore(dir.path(), &["audit", "-o", "report", "in"]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    for (name, status) in [
        ("in/good.txt", "ok"),
        ("in/empty.txt", "ok"),
        ("in/invalid.txt", "ok"),
        ("in/nul.txt", "ok"),
        ("in/binary", "error"),
        ("in/cut.txt.gz", "error"),
        ("in/nested.html", "ok"),
        ("in/line\nbreak.txt", "ok"),
        ("in/latin-\u{FFFD}.txt", "ok"),
    ] {
        assert_eq!(document(dir.path(), name, "status"), status, "{name}");
    }
    assert!(document(dir.path(), "in/binary", "error").contains("PNG"));
    let findings =
        table(&fs::read_to_string(dir.path().join("report/findings.csv")).expect("a report"));
    let repeated = findings
        .iter()
        .filter(|row| row[7] == "artifact/repeated-word")
        .count();
    assert_eq!(repeated, 3, "good.txt, and the two with odd names");
}

#[test]
fn encodings_and_compression_are_named_and_read() {
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(
            String::from_utf8_lossy(FAULT)
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    let dir = folder(&[
        ("a.txt", &utf16),
        ("b.txt.zst", &zstd::encode_all(FAULT, 1).expect("in memory")),
        ("c.txt", &[b"\xEF\xBB\xBF", FAULT].concat()),
    ]);
    let output = traditore(
        dir.path(),
        &[
            "audit",
            "-o",
            "report",
            "-f",
            "csv",
            "--select=artifact/repeated-word",
            ".",
        ],
    );
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(document(dir.path(), "a.txt", "encoding"), "UTF-16LE");
    for row in &table(&out(&output))[1..] {
        assert_eq!(row[2..4], ["1", "21"], "{row:?}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let dir = folder(&[]);
    let text = "The museum opens at at nine.\n\n".repeat(20_000);
    fs::write(dir.path().join("a.txt"), text).expect("written");
    let mut child = Command::new(env!("CARGO_BIN_EXE_traditore"))
        .args(["audit", "-q", "--select=artifact/repeated-word", "a.txt"])
        .current_dir(dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ends");
    assert_eq!(
        (output.status.code(), err(&output)),
        (Some(0), String::new())
    );
}

#[test]
fn policy_and_command_line_decide_together() {
    let dir = folder(&[
        ("traditore.toml", b"lang = \"en\"\n[rules]\nignore = [\"artifact/repeated-word\"]\n[[overrides]]\npaths = [\"de/**\"]\nlang = \"de\"\n"),
        ("en.txt", FAULT),
        ("de/a.txt", b"Das Museum \xC3\xB6ffnet um neun Uhr.\n"),
    ]);
    let output = traditore(dir.path(), &["audit", "-o", "report", "-f", "csv", "."]);
    assert!(!out(&output).contains("repeated-word"));
    assert_eq!(document(dir.path(), "en.txt", "declared_language"), "en");
    assert_eq!(document(dir.path(), "de/a.txt", "declared_language"), "de");
    let selected = traditore(
        dir.path(),
        &["audit", "--select", "artifact/repeated-word", "."],
    );
    assert!(
        out(&selected).contains("repeated-word"),
        "a rule named on the command line runs"
    );
}

#[test]
fn a_baseline_silences_exactly_its_findings() {
    let dir = folder(&[("a.txt", b"It opens at at nine.\n\nIt closes at at five.\n")]);
    let args = ["audit", "--select=artifact/repeated-word", "a.txt"];
    let rows = table(&out(&traditore(dir.path(), &args)));
    assert_eq!(rows.len(), 3);
    fs::write(
        dir.path().join("baseline"),
        format!(
            "# judged\n{}\tartifact/repeated-word\ta.txt\tfine\n",
            rows[1][0]
        ),
    )
    .expect("written");
    let output = traditore(
        dir.path(),
        &["audit", "--baseline", "baseline", args[1], args[2]],
    );
    assert_eq!(table(&out(&output))[1], rows[2]);
    assert!(err(&output).contains("1 silenced"));
    fs::write(
        dir.path().join("a.txt"),
        "A new first line.\n\nIt opens at at nine.\n\nIt closes at at five.\n",
    )
    .expect("written");
    let moved = traditore(
        dir.path(),
        &["audit", "--baseline", "baseline", args[1], args[2]],
    );
    assert_eq!(table(&out(&moved)).len(), 2, "ids do not depend on lines");
}

#[test]
fn the_house_has_markers_of_its_own() {
    let dir = folder(&[
        (
            "traditore.toml",
            b"[[rules.provenance-marker]]\nname = \"desk-label\"\npattern = \"machine desk draft\"\n",
        ),
        ("a.txt", b"The bridge was closed on Monday.\n\nMachine Desk Draft 7\n"),
        ("b.txt", b"The bridge was closed on Monday.\n\nThe desk drafts machines.\n"),
    ]);
    let output = traditore(dir.path(), &["audit", "--select", "provenance", "."]);
    let rows = table(&out(&output));
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(
        rows[1][1..8],
        ["a.txt", "3", "1", "3", "19", "2", "provenance/house-marker"]
    );
}
