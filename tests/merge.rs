//! Reports of shards, joined, are the report of one run over all, to the byte.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;

#[path = "support/binary.rs"]
mod binary;
#[path = "support/corpus.rs"]
mod corpus;
#[path = "support/report.rs"]
mod report;

use binary::{err, traditore};
use corpus::documents;
use report::report;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn run(dir: &Path, args: &[&str]) {
    let output = traditore(dir, args);
    assert!(err(&output).is_empty(), "{args:?}: {}", err(&output));
}

/// Audits `names` below `dir` into `out`.
fn audit(dir: &Path, names: &[&str], out: &Path, more: &[&str]) {
    let list = out.with_extension("list");
    fs::write(&list, names.join("\n")).expect("written");
    let (list, out) = (list.to_string_lossy(), out.to_string_lossy());
    let mut args = vec!["audit", "-q", "-o", &*out, "--files-from", &*list];
    args.extend(more);
    let output = traditore(dir, &args);
    assert!(
        output
            .status
            .code()
            .is_some_and(|code| code == 0 || code == 2)
    );
}

/// Splits `names` as `shard_of` says, audits each shard, joins the reports, and compares with one run over all.
fn check(
    dir: &Path,
    names: &[&str],
    shards: usize,
    shard_of: &dyn Fn(usize) -> usize,
    more: &[&str],
) {
    let work = tempfile::tempdir().expect("a folder");
    let work = work.path();
    audit(dir, names, &work.join("whole"), more);
    let mut args = vec![
        "merge".to_owned(),
        "-q".to_owned(),
        "-o".to_owned(),
        "joined".to_owned(),
    ];
    for shard in 0..shards {
        let part: Vec<&str> = (0..names.len())
            .filter(|&number| shard_of(number) == shard)
            .map(|number| names[number])
            .collect();
        let out = format!("shard-{shard}");
        let options: Vec<&str> = more.iter().copied().chain(["--shard"]).collect();
        audit(dir, &part, &work.join(&out), &options);
        args.push(out);
    }
    run(work, &args.iter().map(String::as_str).collect::<Vec<_>>());
    let (whole, joined) = (report(&work.join("whole")), report(&work.join("joined")));
    assert_eq!(
        whole.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        joined.iter().map(|(name, _)| name).collect::<Vec<_>>()
    );
    for ((name, whole), (_, joined)) in whole.iter().zip(&joined) {
        assert!(whole == joined, "{name} differs, {shards} shards");
    }
}

fn folder(documents: &[(String, Vec<u8>)]) -> tempfile::TempDir {
    let files: Vec<(&str, &[u8])> = documents
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect();
    binary::folder(&files)
}

/// The documents of this repository.
fn corpora() -> Vec<String> {
    let output = traditore(
        Path::new(ROOT),
        &[
            "audit",
            "-q",
            "-f",
            "csv",
            "-o",
            &std::env::temp_dir()
                .join("traditore-merge-list")
                .to_string_lossy(),
            "corpora",
        ],
    );
    assert!(output.status.code().is_some());
    let table = fs::read_to_string(std::env::temp_dir().join("traditore-merge-list/documents.csv"))
        .expect("a report");
    table
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn seven_shards_of_the_corpora_are_one_run() {
    let names = corpora();
    let names: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .chain(["corpora/gone.txt"])
        .collect();
    let count = names.len();
    assert!(count > 70);
    let splits: [&dyn Fn(usize) -> usize; 3] = [&|n| n % 7, &|n| n * 7 / count, &|n| n * n % 7];
    for shard_of in splits {
        check(Path::new(ROOT), &names, 7, shard_of, &["--segments"]);
    }
}

#[test]
fn rules_over_the_whole_run_see_across_shards() {
    let documents = documents(60);
    let dir = folder(&documents);
    let names: Vec<&str> = documents.iter().map(|(name, _)| name.as_str()).collect();
    check(dir.path(), &names, 7, &|n| n % 7, &["--select", "all"]);
    let out = dir.path().join("report");
    audit(dir.path(), &names, &out, &[]);
    let findings = fs::read_to_string(out.join("findings.csv")).expect("a report");
    for rule in [
        "bilingual/inconsistent-translation",
        "bilingual/reused-translation",
    ] {
        assert!(findings.matches(rule).count() > 5, "{rule}");
    }
}

#[test]
fn a_baseline_and_a_bar_hold_for_the_joined_report() {
    let documents = documents(40);
    let dir = folder(&documents);
    let names: Vec<&str> = documents.iter().map(|(name, _)| name.as_str()).collect();
    let out = dir.path().join("report");
    audit(dir.path(), &names, &out, &[]);
    let findings = fs::read_to_string(out.join("findings.csv")).expect("a report");
    let mut baseline = "0123456789abcdef\tartifact/repeated-word\ttexts/000.txt\tgone\n".to_owned();
    for line in findings.lines().skip(1).step_by(2) {
        let mut cells = line.split(',');
        let (id, document) = (
            cells.next().expect("an id"),
            cells.next().expect("a document"),
        );
        let rule = line
            .split(',')
            .find(|cell| cell.starts_with("bilingual/") || cell.starts_with("artifact/"));
        let _ = writeln!(baseline, "{id}\t{}\t{document}", rule.unwrap_or_default());
    }
    fs::write(dir.path().join("baseline"), baseline).expect("written");
    check(
        dir.path(),
        &names,
        5,
        &|n| n % 5,
        &["--baseline", "baseline"],
    );
    check(
        dir.path(),
        &names,
        5,
        &|n| n % 5,
        &["--min-confidence", "0.9", "--baseline", "baseline"],
    );
}

#[test]
fn joined_reports_can_be_joined_again() {
    let documents = documents(30);
    let dir = folder(&documents);
    let names: Vec<&str> = documents.iter().map(|(name, _)| name.as_str()).collect();
    let work = tempfile::tempdir().expect("a folder");
    audit(dir.path(), &names, &work.path().join("whole"), &["--shard"]);
    for shard in 0..3 {
        let part: Vec<&str> = names.iter().copied().skip(shard).step_by(3).collect();
        audit(
            dir.path(),
            &part,
            &work.path().join(shard.to_string()),
            &["--shard"],
        );
    }
    run(
        work.path(),
        &["merge", "-q", "--shard", "0", "2", "-o", "even"],
    );
    // the state alone is enough
    fs::rename(
        work.path().join("even/corpus.state"),
        work.path().join("even.state"),
    )
    .expect("renamed");
    run(
        work.path(),
        &["merge", "-q", "--shard", "1", "even.state", "-o", "joined"],
    );
    run(work.path(), &["merge", "-q", "whole", "-o", "copy"]);
    let csv = |name: &str| -> Vec<(String, Vec<u8>)> {
        let files = report(&work.path().join(name)).into_iter();
        files.filter(|(name, _)| name != "corpus.state").collect()
    };
    assert!(csv("whole") == csv("joined"));
    assert!(csv("whole") == csv("copy"));
}

#[test]
fn what_cannot_be_joined_is_named() {
    let documents = documents(12);
    let dir = folder(&documents);
    let names: Vec<&str> = documents.iter().map(|(name, _)| name.as_str()).collect();
    let work = tempfile::tempdir().expect("a folder");
    let work = work.path();
    let shard = |name: &str, names: &[&str], more: &[&str]| {
        let options: Vec<&str> = more.iter().copied().chain(["--shard"]).collect();
        audit(dir.path(), names, &work.join(name), &options);
    };
    let refused = |args: &[&str], expected: &[&str]| {
        let mut all = vec!["merge"];
        all.extend(args);
        all.extend(["-o", "joined"]);
        let output = traditore(work, &all);
        let message = err(&output);
        assert_eq!(output.status.code(), Some(2), "{message}");
        for text in expected {
            assert!(message.contains(text), "{text:?} in {message}");
        }
        let files = fs::read_dir(work.join("joined")).map_or(0, Iterator::count);
        assert_eq!(files, 0, "{args:?}");
    };
    shard("one", &names[..4], &[]);
    shard("two", &names[4..], &[]);
    shard("both", &names[3..6], &[]);
    shard("other", &names[4..], &["--lang", "de"]);
    shard("segments", &names[4..], &["--segments"]);
    audit(dir.path(), &names[4..], &work.join("plain"), &[]);
    refused(
        &["one", "both"],
        &[
            "both: holds `",
            "which one holds as well; give each document to one shard",
        ],
    );
    refused(&["one", "one"], &["one: holds `"]);
    refused(
        &["one", "other"],
        &["other: was audited otherwise than one: --lang `de` and none; audit all shards"],
    );
    refused(&["one", "segments"], &["with and without --segments"]);
    refused(
        &["one", "plain"],
        &["plain: has no corpus.state; audit the shard with --shard"],
    );
    refused(&["one", "gone"], &["gone"]);
    refused(
        &["one", "one/findings.csv"],
        &["one/findings.csv: is no state of an audit"],
    );
    fs::write(work.join("two/findings.csv"), "id\n").expect("written");
    refused(
        &["one", "two"],
        &["findings.csv: is not as the audit wrote it; merge reports before they are judged"],
    );
    fs::remove_file(work.join("two/findings.csv")).expect("removed");
    refused(
        &["one", "two"],
        &["findings.csv: is missing; copy the whole report folder"],
    );
    let state = fs::read(work.join("one/corpus.state")).expect("a state");
    for cut in [0, 7, 16, 40, state.len() / 2, state.len() - 1] {
        fs::write(work.join("cut"), &state[..cut]).expect("written");
        refused(
            &["cut"],
            &["cut: is unfinished; let its audit end, or copy it anew"],
        );
    }
    for at in (16..state.len()).step_by(state.len() / 23) {
        let mut turned = state.clone();
        turned[at] ^= 0x40;
        fs::write(work.join("turned"), turned).expect("written");
        refused(&["turned"], &["turned: "]);
    }
    let into = traditore(work, &["merge", "one", "-o", "./one"]);
    assert!(err(&into).contains("one is a shard; name another folder with --out"));
    run(work, &["merge", "-q", "one", "-o", "joined"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn any_split_is_one_run(shards in prop::collection::vec(0_usize..5, 30)) {
        let documents = documents(30);
        let dir = folder(&documents);
        let names: Vec<&str> = documents.iter().map(|(name, _)| name.as_str()).collect();
        check(dir.path(), &names, 5, &|number| shards[number], &[]);
    }
}
