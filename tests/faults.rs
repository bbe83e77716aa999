//! What goes wrong around a run: odd files, full disks, signals, another run in the same folder.
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

#[path = "support/binary.rs"]
mod binary;

use binary::{err, folder, out, table, traditore};

const TEXT: &[u8] = b"The museum opens at at nine in the morning, and closes at five.\n";

/// Starts the binary in `dir`, its standard input held open.
fn start(dir: &Path, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_traditore"))
        .current_dir(dir)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts")
}

/// Waits for its end, but not for ever.
fn end(mut child: Child) -> Option<ExitStatus> {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(60) {
        if let Some(status) = child.try_wait().expect("a child") {
            return Some(status);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().expect("a child");
    child.wait().expect("a child");
    None
}

/// Waits until `done` holds, but not for ever.
fn until(done: impl Fn() -> bool) -> bool {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(60) {
        if done() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

fn fifo(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().expect("mkfifo");
    assert!(made.success());
}

#[test]
fn pipes_and_devices_named_as_documents_are_errors_and_nobody_waits_for_them() {
    let dir = folder(&[("a.txt", TEXT)]);
    fifo(&dir.path().join("pipe"));
    let child = start(
        dir.path(),
        &["audit", "-o", "report", "pipe", "/dev/zero", "a.txt"],
    );
    assert_eq!(end(child).and_then(|status| status.code()), Some(2));
    let rows = table(&fs::read_to_string(dir.path().join("report/documents.csv")).expect("rows"));
    let states: Vec<_> = rows[1..].iter().map(|row| (&*row[0], &*row[1])).collect();
    assert_eq!(
        states,
        [("/dev/zero", "error"), ("a.txt", "ok"), ("pipe", "error")]
    );
}

#[test]
fn links_pipes_and_hidden_files_of_a_folder_are_passed_over() {
    let outside = folder(&[("secret.txt", TEXT)]);
    let dir = folder(&[("in/a.txt", TEXT), ("in/.hidden.txt", TEXT)]);
    let inside = dir.path().join("in");
    std::os::unix::fs::symlink(outside.path(), inside.join("out")).expect("a link");
    std::os::unix::fs::symlink(outside.path().join("secret.txt"), inside.join("b.txt"))
        .expect("a link");
    fifo(&inside.join("pipe.txt"));
    let output = traditore(dir.path(), &["audit", "-o", "report", "in"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let rows = table(&fs::read_to_string(dir.path().join("report/documents.csv")).expect("rows"));
    let documents: Vec<_> = rows[1..].iter().map(|row| &*row[0]).collect();
    assert_eq!(documents, ["in/a.txt"]);
}

#[test]
fn a_name_that_is_no_unicode_is_shown_and_opened() {
    let dir = folder(&[("a.txt", TEXT)]);
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.txt");
    if fs::write(dir.path().join(name), TEXT).is_err() {
        return;
    }
    let output = traditore(dir.path(), &["audit", "-q", "."]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let rows = table(&out(&output));
    assert_eq!(rows[2][1], "caf\u{FFFD}.txt");
}

#[test]
fn how_large_a_compressed_file_may_become_is_an_option() {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gz.write_all(&TEXT.repeat(5000)).expect("in memory");
    let dir = folder(&[("a.txt.gz", &gz.finish().expect("in memory"))]);
    let run = |size: &str| {
        let args = ["audit", "-q", "--select", "suppression", "a.txt.gz"];
        traditore(
            dir.path(),
            &[&args[..], &["--max-decompressed", size]].concat(),
        )
    };
    let output = run("200K");
    assert_eq!(output.status.code(), Some(2));
    let shown = err(&output);
    assert!(
        shown.contains("more than 204800 bytes") && shown.contains("--max-decompressed"),
        "{shown}"
    );
    assert_eq!(run("1M").status.code(), Some(0));
    assert_eq!(run("none").status.code(), Some(0));
}

#[test]
fn a_full_disk_is_an_error_of_the_run() {
    let dir = folder(&[("a.txt", TEXT)]);
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        return;
    };
    let output = Command::new(env!("CARGO_BIN_EXE_traditore"))
        .current_dir(dir.path())
        .args(["audit", "-f", "csv", "a.txt"])
        .stdout(full)
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("cannot write the report"),
        "{}",
        err(&output)
    );
}

#[test]
fn a_report_that_finds_no_room_leaves_nothing_behind() {
    let dir = folder(&[("a.txt", &TEXT.repeat(2000))]);
    let report = dir.path().join("report");
    fs::create_dir(&report).expect("a folder");
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
        .arg(&report)
        .stderr(Stdio::null())
        .status();
    // only the superuser may do that
    if !mounted.is_ok_and(|status| status.success()) {
        return;
    }
    let output = traditore(
        dir.path(),
        &["audit", "--select", "all", "-o", "report", "a.txt"],
    );
    let left = names(&report);
    let unmounted = Command::new("umount")
        .arg(&report)
        .status()
        .expect("umount");
    assert!(unmounted.success());
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    assert!(
        err(&output).contains("cannot write the report"),
        "{}",
        err(&output)
    );
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn signals_leave_no_half_written_report() {
    for (signal, code) in [("TERM", 143), ("INT", 130)] {
        let dir = folder(&[("a.txt", TEXT)]);
        let report = dir.path().join("report");
        let child = start(dir.path(), &["audit", "-o", "report", "a.txt", "-"]);
        assert!(until(|| report.is_dir() && names(&report).len() == 2));
        // SIGINT and SIGTERM come at any time; here while it waits for standard input
        let sent = Command::new("kill")
            .args([&format!("-{signal}"), &child.id().to_string()])
            .status()
            .expect("kill");
        assert!(sent.success());
        assert_eq!(end(child).and_then(|status| status.code()), Some(code));
        assert_eq!(names(&report), Vec::<String>::new(), "{signal}");
    }
}

#[test]
fn a_report_is_published_while_no_other_is() {
    let dir = folder(&[("a.txt", TEXT)]);
    let report = dir.path().join("report");
    fs::create_dir(&report).expect("a folder");
    let lock = report.join(".traditore-publishing");
    let held = fs::File::create(&lock).expect("a file");
    held.lock().expect("a lock");
    let mut child = start(dir.path(), &["audit", "-o", "report", "a.txt"]);
    std::thread::sleep(Duration::from_millis(1500));
    assert!(child.try_wait().expect("a child").is_none(), "it waits");
    assert!(!report.join("findings.csv").exists());
    fs::remove_file(&lock).expect("it is there");
    drop(held);
    assert_eq!(end(child).and_then(|status| status.code()), Some(0));
    assert_eq!(
        names(&report),
        ["documents.csv", "findings.csv", "summary.json"]
    );
}

#[test]
fn nobody_waits_for_a_run_that_was_killed() {
    let dir = folder(&[("a.txt", TEXT)]);
    let report = dir.path().join("report");
    fs::create_dir(&report).expect("a folder");
    fs::write(report.join(".traditore-publishing"), "").expect("a file");
    let child = start(dir.path(), &["audit", "-o", "report", "a.txt"]);
    assert_eq!(end(child).and_then(|status| status.code()), Some(0));
    assert_eq!(
        names(&report),
        ["documents.csv", "findings.csv", "summary.json"]
    );
}

#[test]
fn a_document_that_vanishes_is_a_row() {
    use traditore::walk::{Origin, Source, Sources};
    let sources: Sources = [Source {
        name: "gone.txt".to_owned(),
        origin: Origin::File("/nowhere/gone.txt".into()),
    }]
    .into_iter()
    .collect();
    let mut rows = Vec::new();
    traditore::run::run(
        &sources,
        2,
        &|_| traditore::detect::Settings::default(),
        |audit| {
            rows.push(audit.row.error);
            Ok::<_, ()>(())
        },
    )
    .expect("no error of the sink");
    assert_eq!(rows, ["there is no such file; check the path"]);
}

#[test]
fn a_document_with_very_many_findings_is_reported_whole_and_in_order() {
    let dir = folder(&[]);
    let count = 10_000;
    let mut text = Vec::new();
    for number in 0..count {
        writeln!(
            text,
            "In the year {number} the museum opens at at nine in the morning.\n"
        )
        .expect("in memory");
    }
    fs::write(dir.path().join("a.txt"), text).expect("a file");
    let output = traditore(
        dir.path(),
        &["audit", "-q", "--select", "artifact/repeated-word", "a.txt"],
    );
    let rows = table(&out(&output));
    let lines: Vec<usize> = rows[1..]
        .iter()
        .map(|row| row[2].parse().expect("a line"))
        .collect();
    assert!(
        lines
            .iter()
            .copied()
            .eq((0..count).map(|number| 2 * number + 1))
    );
    let ids: std::collections::HashSet<_> = rows[1..].iter().map(|row| &row[0]).collect();
    assert_eq!(ids.len(), count);
}
