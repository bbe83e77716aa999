//! One set of findings through every output, hostile names and texts included.

use std::io::{self, Cursor, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use traditore::baseline::{Baseline, Entry};
use traditore::config::{Config, MachineTranslation};
use traditore::detect::{Audit, Settings, audit};
use traditore::gate::{Terms, decide};
use traditore::open;
use traditore::report::summary::Summary;
use traditore::report::{Sink, csv, github, jsonl, junit, sarif, terminal, verdict};

/// Documents with something for each output to trip over.
const DOCUMENTS: &[(&str, &str)] = &[
    (
        "a b/ä,:%&<\"'>.html",
        "<html lang=\"en\"><title>Harbour news</title>\n<p>The ferry left the the port at noon.</p>\n<p>{{TITLE}} AI_MUST_REPLACE</p>\n<p>Powered by automated translation</p></html>\n",
    ),
    (
        "clean.txt",
        "The ferry left the port at noon, and came back before the evening.\n",
    ),
    (
        "hostile\n::error::x.txt",
        "The ferry \x1b[2J ]]> ::warning::%0A <b>left</b> left [x](http://example.org) {0} the the port.\n",
    ),
    (
        "notice.de.txt",
        "Diese Seite wurde automatisch übersetzt. Maßgeblich ist die polnische Fassung.\n\nIn den Dörfern an der Warthe brüten in diesem Jahr viele Störche.\n",
    ),
    (
        "silenced.html",
        "<html lang=\"en\"><!-- traditore: ignore[artifact/repeated-word] -->\n<p>The ferry left at at noon.</p>\n<p>The ferry came back at at dusk.</p>\n<p>The ferry rests at at night.</p></html>\n",
    ),
    ("unreadable.bin", "\0\0\0\0\x01\x02\x03\x04"),
];

/// What a sink writes.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("one thread").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn audits(gate: bool) -> Vec<Audit> {
    let mut audits: Vec<Audit> = DOCUMENTS
        .iter()
        .map(|(name, text)| {
            let decoded = open::decode(Cursor::new(text.as_bytes()));
            audit(name, decoded, &Settings::default())
        })
        .collect();
    // one finding was judged before
    let mut baseline = Baseline::default();
    let judged = audits[4].findings.last().expect("a finding").id.clone();
    baseline.insert(&judged, Entry::default());
    let mut terms = Terms::default();
    terms.machine_translation = MachineTranslation::Forbid;
    terms.max_penalty_per_1000_words = Some(30.0);
    for audit in &mut audits {
        audit.silence(&baseline);
        audit.verdict = gate.then(|| decide(audit, &terms));
    }
    audits
}

/// The audits through the sink that `make` makes.
fn through<S: Sink>(audits: &[Audit], make: impl FnOnce(Written) -> S) -> String {
    let written = Written::default();
    let mut sink = make(written.clone());
    let mut summary = Summary::new();
    for audit in audits {
        summary.add(audit);
        sink.document(audit).expect("in memory");
    }
    sink.end(&summary).expect("in memory");
    drop(sink);
    let bytes = written.0.lock().expect("one thread").clone();
    String::from_utf8(bytes).expect("UTF-8")
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/outputs"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
        filters => [(regex(env!("CARGO_PKG_VERSION")), "[version]")],
    }, {
        insta::assert_snapshot!(name, text);
    });
}

fn regex(text: &str) -> &'static str {
    Box::leak(regex::escape(text).into_boxed_str())
}

#[test]
fn every_output_is_as_reviewed() {
    for gate in [false, true] {
        let audits = audits(gate);
        let name = |format: &str| format!("{}-{format}", if gate { "gate" } else { "audit" });
        let log = through(&audits, |out| sarif::Stream::new(out).expect("in memory"));
        // the rules' pages have snapshots of their own
        let mut log: serde_json::Value = serde_json::from_str(&log).expect("JSON");
        for rule in log["runs"][0]["tool"]["driver"]["rules"]
            .as_array_mut()
            .expect("rules")
        {
            let help = rule["help"]["markdown"].as_str().expect("help");
            assert!(help.contains("## Why it matters") && help.contains("## How to silence it"));
            rule["help"] = "[page]".into();
        }
        snapshot(
            &name("sarif"),
            &serde_json::to_string_pretty(&log).expect("JSON"),
        );
        snapshot(&name("github"), &through(&audits, github::Stream::new));
        snapshot(&name("junit"), &through(&audits, junit::Stream::new));
        if gate {
            snapshot(
                &name("text"),
                &through(&audits, |out| verdict::Stream::new(out, false)),
            );
        } else {
            snapshot(
                &name("text"),
                &through(&audits, |out| terminal::Stream::new(out, false, 100)),
            );
            snapshot(
                &name("csv"),
                &through(&audits, |out| csv::Stream::new(out).expect("in memory")),
            );
            snapshot(&name("jsonl"), &through(&audits, jsonl::Stream));
        }
    }
}

#[test]
fn sarif_follows_its_schema() {
    // a pattern in the schema as published is no regular expression; this is what errata 01 makes of it
    let schema = include_str!("schema/sarif-2.1.0.json").replace(
        "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$",
        "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$",
    );
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for gate in [false, true] {
        for audits in [audits(gate), Vec::new()] {
            let log = through(&audits, |out| sarif::Stream::new(out).expect("in memory"));
            let log: serde_json::Value = serde_json::from_str(&log).expect("JSON");
            let faults: Vec<String> = validator
                .iter_errors(&log)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{faults:#?}");
        }
    }
    assert!(!validator.is_valid(&serde_json::json!({"version": "2.1.0"})));
}

#[test]
fn sarif_says_what_is_silenced_and_what_could_not_be_read() {
    let audits = audits(true);
    let log = through(&audits, |out| sarif::Stream::new(out).expect("in memory"));
    let log: serde_json::Value = serde_json::from_str(&log).expect("JSON");
    let run = &log["runs"][0];
    let kinds: Vec<&str> = run["results"]
        .as_array()
        .expect("results")
        .iter()
        .filter_map(|result| result["suppressions"][0]["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["inSource", "external"]);
    for result in run["results"].as_array().expect("results") {
        let index =
            usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(
            run["tool"]["driver"]["rules"][index]["id"],
            result["ruleId"]
        );
    }
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(
        invocation["toolExecutionNotifications"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
}

#[test]
fn github_gets_ten_of_a_kind_the_worst_first() {
    let mut text = "The ferry left at at noon and came back at dusk.\n\n".repeat(30);
    text.push_str("The pier is built of st\u{200B}one.\n");
    let decoded = open::decode(Cursor::new(text.into_bytes()));
    let audits = [audit("a.txt", decoded, &Settings::default())];
    let commands = through(&audits, github::Stream::new);
    let count = |level: &str| commands.lines().filter(|l| l.starts_with(level)).count();
    assert!(
        commands.starts_with("::error file=a.txt,line=61,"),
        "{commands}"
    );
    assert_eq!(
        (count("::error"), count("::warning")),
        (1, 10),
        "{commands}"
    );
    let last = commands.lines().last().expect("a line");
    assert!(
        last.starts_with("::notice title=traditore::not shown here: 20 warnings"),
        "{last}"
    );
    assert!(count("::notice") <= 10);
}

#[test]
fn junit_is_well_formed() {
    for gate in [false, true] {
        let xml = through(&audits(gate), junit::Stream::new);
        let mut open: Vec<&str> = Vec::new();
        let body = xml.split_once("?>").expect("a declaration").1;
        assert!(!body.chars().any(|c| c.is_control() && c != '\n'));
        for part in body.split('<').skip(1) {
            let (tag, text) = part.split_once('>').expect("tags end");
            assert!(!text.contains('>'), "{part}");
            let name = tag
                .split([' ', '/'])
                .find(|name| !name.is_empty())
                .expect("a name");
            if let Some(closed) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(closed));
            } else if !tag.ends_with('/') {
                open.push(name);
            }
        }
        assert!(open.is_empty());
        assert_eq!(xml.matches("<testcase ").count(), DOCUMENTS.len());
    }
}

#[test]
fn without_a_policy_file_the_terms_are_the_defaults() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("traditore.toml");
    std::fs::write(&path, "").expect("written");
    let config = Config::find(Some(Path::new(&path))).expect("a policy");
    assert_eq!(config.terms(&[]), Terms::default());
}
