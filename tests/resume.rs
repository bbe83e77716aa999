//! An audit that was killed goes on where it was, with the same bytes at the end.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[path = "support/binary.rs"]
mod binary;
#[path = "support/corpus.rs"]
mod corpus;
#[path = "support/report.rs"]
mod report;

use binary::{command, err, traditore};
use corpus::documents;
use report::report;

/// Without what a killed process could not remove; nothing where it was killed before it made the folder.
fn published(dir: &Path) -> Vec<(String, Vec<u8>)> {
    if !dir.exists() {
        return Vec::new();
    }
    let files = report(dir).into_iter();
    files.filter(|(name, _)| !name.starts_with('.')).collect()
}

/// Audits everything in `dir` into the folder `out`, with its state.
fn shard(dir: &Path, out: &str) {
    let args = [
        "audit",
        "-q",
        "--shard",
        "-o",
        out,
        "texts",
        "pairs",
        "catalogues",
    ];
    let output = traditore(dir, &args);
    assert!(output.status.success(), "{}", err(&output));
}

fn folder(count: usize) -> tempfile::TempDir {
    let documents = documents(count);
    let files: Vec<(&str, &[u8])> = documents
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect();
    binary::folder(&files)
}

/// Runs `args` and kills the process after `time`; returns whether it had ended before.
fn killed(dir: &Path, args: &[&str], time: Duration) -> bool {
    let mut child = command(dir, args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    let begin = Instant::now();
    while begin.elapsed() < time {
        if child.try_wait().expect("a child").is_some() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("killed");
    child.wait().expect("a child");
    false
}

#[test]
fn a_killed_audit_goes_on_and_ends_with_the_same_bytes() {
    let dir = folder(120);
    let dir = dir.path();
    let paths = ["texts", "pairs", "catalogues"];
    let whole = ["audit", "-q", "--segments", "-o", "whole"];
    assert!(
        traditore(dir, &[&whole[..], &paths].concat())
            .status
            .success()
    );
    let begin = Instant::now();
    assert!(
        traditore(dir, &[&whole[..], &paths].concat())
            .status
            .success()
    );
    let time = begin.elapsed();
    let finished = report(&dir.join("whole"));
    for (name, more) in [("a", &[][..]), ("b", &["--shard", "-j1"])] {
        let args = [
            &["audit", "-q", "--segments", "--resume", name],
            more,
            &paths,
        ]
        .concat();
        let mut kills = 0;
        // every time a little longer, so that it ends on a slow machine as well
        for attempt in 1..60 {
            if killed(dir, &args, time * attempt / 6) {
                break;
            }
            kills += 1;
            // a kill among the renames leaves some files, each of them whole
            for file in published(&dir.join(name)) {
                assert!(
                    file.0 == "corpus.state" || finished.contains(&file),
                    "half of {} has its name",
                    file.0
                );
            }
        }
        assert!(kills > 0);
        assert!(traditore(dir, &args).status.success());
        let mut found = published(&dir.join(name));
        found.retain(|(name, _)| name != "corpus.state");
        assert!(found == finished, "{name}, killed {kills} times");
        // nor is anything left of the runs that were killed
        assert!(
            report(&dir.join(name))
                .iter()
                .all(|(name, _)| !name.starts_with('.'))
        );
        assert!(!dir.join(name).join(".traditore-resume").exists());
    }
    assert!(
        traditore(dir, &["merge", "-q", "b", "-o", "merged"])
            .status
            .success()
    );
    assert!(report(&dir.join("merged")) == report(&dir.join("whole")));
}

#[test]
fn a_journal_cut_off_anywhere_is_good_up_to_there() {
    let dir = folder(60);
    let dir = dir.path();
    let args = [
        "audit",
        "-q",
        "--resume",
        "r",
        "texts",
        "pairs",
        "catalogues",
    ];
    shard(dir, "whole");
    let state = fs::read(dir.join("whole/corpus.state")).expect("a state");
    fs::remove_file(dir.join("whole/corpus.state")).expect("removed");
    fs::create_dir(dir.join("r")).expect("made");
    for cut in (0..=state.len()).step_by(state.len() / 6) {
        fs::write(dir.join("r/.traditore-resume"), &state[..cut]).expect("written");
        let output = traditore(dir, &args);
        assert!(output.status.success(), "{cut}: {}", err(&output));
        assert!(
            report(&dir.join("r")) == report(&dir.join("whole")),
            "{cut}"
        );
    }
}

#[test]
fn what_has_changed_meanwhile_stops_it() {
    let dir = folder(12);
    let dir = dir.path();
    let audit = ["audit", "--resume", "r", "texts", "pairs", "catalogues"];
    shard(dir, "s");
    let refused = |args: &[&str], expected: &[&str]| {
        let output = traditore(dir, args);
        assert_eq!(output.status.code(), Some(2));
        for text in expected {
            assert!(err(&output).contains(text), "{text:?} in {}", err(&output));
        }
        assert!(!dir.join("r/findings.csv").exists());
    };
    fs::create_dir(dir.join("r")).expect("made");
    fs::copy(dir.join("s/corpus.state"), dir.join("r/.traditore-resume")).expect("copied");
    let anew = "to begin anew, delete r/.traditore-resume";
    refused(
        &[&audit[..], &["--lang", "de"]].concat(),
        &["now and then --lang `de` and none", anew],
    );
    refused(
        &["audit", "--resume", "r", "-"],
        &["standard input cannot be read again"],
    );
    refused(&["audit", "--resume", "r", "texts"], &["catalogues", anew]);
    fs::write(dir.join("texts/0.txt"), "New.").expect("written");
    let first = fs::read_dir(dir.join("catalogues"))
        .expect("a folder")
        .next()
        .expect("a file")
        .expect("an entry")
        .path();
    let content = fs::read(&first).expect("a file");
    fs::write(&first, [&content[..], b"\n"].concat()).expect("written");
    refused(&audit, &["has changed since it was audited", anew]);
    fs::remove_file(dir.join("r/.traditore-resume")).expect("removed");
    let output = traditore(dir, &audit);
    assert!(output.status.success(), "{}", err(&output));
    let both = traditore(dir, &["audit", "-o", "r", "--resume", "r"]);
    assert_eq!(both.status.code(), Some(2));
}
