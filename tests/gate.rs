//! The gate: each clause of the policy with what just misses it, and exit codes that formats do not change.

#[path = "support/binary.rs"]
mod binary;

use std::fs;
use std::path::Path;
use std::process::Stdio;

use binary::{command, err, folder, out, table, traditore};

/// An article that nothing is wrong with.
const GOOD: &str = "<!DOCTYPE html><html lang=\"en\"><head><title>New bridge opens</title></head><body>
<h1>New bridge opens</h1>
<p>The new bridge across the river was opened on Monday morning by the mayor of the town.</p>
<p>It replaces a ferry that has carried people and goods from one bank to the other for ninety years.</p>
BODY
<p>Work took three years. The old pier will become a small park, the council says.</p>
</body></html>
";

/// The article with something in its middle.
fn article(middle: &str) -> String {
    GOOD.replace("BODY", middle)
}

/// The article with a notice for its readers at the foot.
fn disclosed(middle: &str) -> String {
    article(middle).replace(
        "</body>",
        "<p>This page was automatically translated.</p></body>",
    )
}

/// The article with honest metadata, which readers do not see.
fn metadata() -> String {
    "---\ntitle: New bridge opens\nmachine_translated: true\n---\n\nThe new bridge across the river was opened on Monday morning by the mayor of the town.\n".to_owned()
}

/// Runs the gate over one document under a policy: exit code and standard output.
fn gate(policy: &str, name: &str, document: &str) -> (Option<i32>, String) {
    let dir = folder(&[
        ("traditore.toml", policy.as_bytes()),
        (name, document.as_bytes()),
    ]);
    let output = traditore(dir.path(), &["gate", "-f", "text", name]);
    (output.status.code(), out(&output))
}

const FIELD: &str = "<p>AI_MUST_REPLACE</p>";
const LABEL: &str = "<p>Powered by automated translation</p>";
const MINOR: &str = "<p>The museum opens at at nine in the morning.</p>";
const MAJOR: &str = "<p>The pier is built of st\u{200B}one from the quarry.</p>";

#[test]
fn without_a_policy_the_defaults_hold() {
    for (document, code) in [
        (article(""), 0),
        (article(MINOR), 0),
        (article(MAJOR), 1),
        // the field of a template that went out in many articles of a parliament
        (article(FIELD), 1),
        (
            article("<p>The form says AI_MUST_REPLACE in <code>AI_MUST_REPLACE</code>.</p>")
                .replace("<p>The form", "<p hidden>The form"),
            0,
        ),
        (disclosed(""), 0),
        (disclosed(LABEL), 1),
        (
            article("<p>The museum shop sells “Powered by automated translation” stickers.</p>"),
            0,
        ),
    ] {
        let (found, text) = gate("", "a.html", &document);
        assert_eq!(found, Some(code), "{document}\n{text}");
        assert_eq!(text.is_empty(), code == 0, "{text}");
    }
    assert_eq!(
        gate("", "a.md", &metadata()).0,
        Some(1),
        "metadata are no notice"
    );
}

#[test]
fn machine_translation_is_forbidden_disclosed_or_allowed() {
    let silent = metadata();
    let open = format!("{silent}\nThis page was automatically translated.\n");
    for (policy, silent_code, open_code) in [("forbid", 1, 1), ("disclose", 1, 0), ("allow", 0, 0)]
    {
        let policy = format!("[gate]\nmachine-translation = \"{policy}\"\n");
        let (code, text) = gate(&policy, "a.md", &silent);
        assert_eq!(code, Some(silent_code), "{policy}: {text}");
        let (code, text) = gate(&policy, "a.md", &open);
        assert_eq!(code, Some(open_code), "{policy}: {text}");
        assert_eq!(gate(&policy, "a.html", &article("")).0, Some(0));
        // residue is another clause: neither a notice nor leave to translate by machine excuses it
        let (code, text) = gate(&policy, "a.html", &disclosed(LABEL));
        assert_eq!(code, Some(1), "{policy}: {text}");
    }
}

#[test]
fn residue_can_be_allowed() {
    let policy = "[gate]\nresidue = \"allow\"\nfail-on = \"critical\"\n";
    assert_eq!(gate(policy, "a.html", &disclosed(LABEL)).0, Some(0));
    let (code, text) = gate(policy, "a.html", &article(LABEL));
    assert_eq!(code, Some(1), "it is still evidence without a notice");
    assert!(text.contains("does not tell its readers"), "{text}");
    // a field that nobody filled in is a fault of the text as well
    assert_eq!(gate(policy, "a.html", &article(FIELD)).0, Some(1));
    let policy = "[gate]\nresidue = \"allow\"\nmachine-translation = \"allow\"\nfail-on = \"minor\"\nmax-penalty-per-1000-words = 0\n";
    let (code, text) = gate(policy, "a.html", &article(LABEL));
    assert_eq!(
        code,
        Some(0),
        "the bar and the penalty leave provenance alone: {text}"
    );
}

#[test]
fn the_severity_bar_is_where_the_policy_puts_it() {
    for (bar, minor, major) in [
        ("neutral", 1, 1),
        ("minor", 1, 1),
        ("major", 0, 1),
        ("critical", 0, 0),
    ] {
        let policy = format!("[gate]\nfail-on = \"{bar}\"\n");
        assert_eq!(
            gate(&policy, "a.html", &article(MINOR)).0,
            Some(minor),
            "{bar}"
        );
        assert_eq!(
            gate(&policy, "a.html", &article(MAJOR)).0,
            Some(major),
            "{bar}"
        );
        assert_eq!(gate(&policy, "a.html", &article("")).0, Some(0), "{bar}");
        assert_eq!(
            gate(&policy, "a.html", &disclosed("")).0,
            Some(0),
            "a notice is minor, and no fault"
        );
    }
}

#[test]
fn the_penalty_is_for_1000_words() {
    // 20 words a paragraph, 10 paragraphs, one minor fault: 5 points for 1,000 words
    let paragraph = "The ferry carried people and goods from one bank of the river to the other for more than ninety years. ";
    let text = format!(
        "{}The museum opens at at nine in the morning.\n",
        format!("{paragraph}\n\n").repeat(10)
    );
    let policy = |bound: &str| {
        format!(
            "lang = \"en\"\n[rules]\nselect = [\"artifact/repeated-word\"]\n[gate]\nmax-penalty-per-1000-words = {bound}\n"
        )
    };
    let (code, out) = gate(&policy("4.7"), "a.txt", &text);
    assert_eq!(code, Some(1), "{out}");
    assert!(
        out.contains("4.8 penalty points per 1,000 words; the policy allows 4.7"),
        "{out}"
    );
    assert_eq!(gate(&policy("4.8"), "a.txt", &text).0, Some(0));
    assert_eq!(gate(&policy("0"), "a.txt", paragraph).0, Some(0));
    assert_eq!(
        gate(&policy("0"), "a.txt", "").0,
        Some(0),
        "no words, no fault"
    );
}

#[test]
fn the_language_must_be_consistent_enough() {
    let english = "The ferry carried people and goods from one bank of the river to the other for more than ninety years, and nobody missed the bridge.";
    let german = "Die Fähre brachte neunzig Jahre lang Menschen und Waren von einem Ufer des Flusses zum anderen, und niemand vermisste die Brücke.";
    let text = format!("{english}\n\n{english}\n\n{english}\n\n{german}\n");
    // by the bound alone: the bar is above what the findings weigh
    let policy = |bound: &str| {
        format!(
            "lang = \"en\"\n[gate]\nfail-on = \"critical\"\nmin-language-consistency = {bound}\n"
        )
    };
    let (code, out) = gate(&policy("0.98"), "a.txt", &text);
    assert_eq!(code, Some(1), "{out}");
    assert!(
        out.contains(
            "% of the letters are in the expected language (en); the policy asks for 98 %"
        ),
        "{out}"
    );
    assert!(out.contains("a.txt:7:1:"), "{out}");
    assert_eq!(gate(&policy("0.7"), "a.txt", &text).0, Some(0));
    assert_eq!(gate(&policy("1"), "a.txt", english).0, Some(0));
    assert_eq!(
        gate(&policy("1"), "a.txt", "12 345\n").0,
        Some(0),
        "nothing to identify"
    );
    let no_rules = policy("0.98").replace("[gate]", "[rules]\nignore = [\"language\"]\n[gate]");
    assert_eq!(
        gate(&no_rules, "a.txt", &text).0,
        Some(1),
        "the bound holds without the rules"
    );
}

#[test]
fn overrides_hold_for_their_paths() {
    let policy = b"[gate]\nmachine-translation = \"forbid\"\n[[overrides]]\npaths = [\"wire/**\"]\n[overrides.gate]\nmachine-translation = \"disclose\"\nresidue = \"allow\"\n";
    let dir = folder(&[
        ("traditore.toml", policy),
        ("desk/a.html", disclosed("").as_bytes()),
        ("wire/a.html", disclosed(LABEL).as_bytes()),
        ("wire/b.html", article(FIELD).as_bytes()),
    ]);
    let code = |args: &[&str]| traditore(dir.path(), args).status.code();
    assert_eq!(code(&["gate", "desk"]), Some(1));
    assert_eq!(code(&["gate", "wire/a.html"]), Some(0));
    assert_eq!(code(&["gate", "wire/b.html"]), Some(1));
    let inside = dir.path().join("desk");
    assert_eq!(
        traditore(&inside, &["gate", "../wire/a.html"])
            .status
            .code(),
        Some(0)
    );
    assert_eq!(
        traditore(
            &inside,
            &["gate", "--config", "../traditore.toml", "a.html"]
        )
        .status
        .code(),
        Some(1)
    );
}

#[test]
fn the_exit_code_is_the_same_in_every_format() {
    let dir = folder(&[
        ("good/a.html", article("").as_bytes()),
        ("bad/a.html", article(FIELD).as_bytes()),
        ("broken/a.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("both/a.html", article(FIELD).as_bytes()),
        ("both/b.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    ]);
    for format in ["text", "csv", "jsonl", "sarif", "github", "junit"] {
        for (path, gate, audit) in [
            ("good", 0, 0),
            ("bad", 1, 0),
            ("broken", 2, 2),
            ("both", 2, 2),
            ("gone", 2, 2),
        ] {
            for (command, code) in [("gate", gate), ("audit", audit)] {
                let output = traditore(dir.path(), &[command, "-f", format, path]);
                assert_eq!(
                    output.status.code(),
                    Some(code),
                    "{command} -f {format} {path}: {}",
                    err(&output)
                );
            }
        }
    }
    let quiet = traditore(dir.path(), &["gate", "-q", "-f", "csv", "bad"]);
    assert_eq!((quiet.status.code(), err(&quiet)), (Some(1), String::new()));
}

#[test]
fn machine_formats_carry_the_findings_and_stderr_the_verdicts() {
    let dir = folder(&[("a.html", article(FIELD).as_bytes())]);
    let output = traditore(dir.path(), &["gate", "-f", "csv", "a.html"]);
    assert_eq!(table(&out(&output))[1][7], "artifact/unfilled-template");
    assert!(
        err(&output).contains("stopped: a.html has a template field"),
        "{}",
        err(&output)
    );
    let output = traditore(dir.path(), &["gate", "-o", "report", "a.html"]);
    assert_eq!(
        (output.status.code(), out(&output)),
        (Some(1), String::new())
    );
    assert!(err(&output).contains("stopped: a.html"));
    let summary = fs::read_to_string(dir.path().join("report/summary.json")).expect("a report");
    let summary: serde_json::Value = serde_json::from_str(&summary).expect("JSON");
    assert_eq!(
        summary["gate"],
        serde_json::json!({"passed": 0, "stopped": 1, "unread": 0})
    );
}

#[test]
fn an_editor_reads_three_lines() {
    let (_, text) = gate("", "a.html", &article(FIELD));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines[0].starts_with("stopped: a.html "), "{text}");
    assert!(
        lines[1].starts_with("  where: a.html:5:4: ") && lines[1].contains("AI_MUST_REPLACE"),
        "{text}"
    );
    assert!(lines[2].starts_with("  to do: "), "{text}");
    assert_eq!(lines[3], "");
    let (_, text) = gate("", "a.html", "\x01\x02\x03\x04\x05\0\0\0");
    assert!(
        text.starts_with("unread: a.html could not be read"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 4, "{text}");
}

#[cfg(unix)]
#[test]
fn nothing_in_a_document_steers_the_log() {
    let label = "<p>\x1b[2J AI_MUST_REPLACE</p>";
    let dir = folder(&[("::error::x\n::y.html", article(label).as_bytes())]);
    let output = traditore(dir.path(), &["gate", "-f", "text", "."]);
    for line in out(&output).lines().filter(|line| !line.is_empty()) {
        assert!(
            ["stopped: ", "  where: ", "  to do: "]
                .iter()
                .any(|start| line.starts_with(start)),
            "{line}"
        );
        assert!(!line.contains('\x1b'));
    }
}

#[test]
fn baseline_and_comments_open_the_gate() {
    let dir = folder(&[("a.html", article(&format!("{FIELD}{LABEL}")).as_bytes())]);
    let run = |args: &[&str]| traditore(dir.path(), &[&["gate", "-f", "csv"], args].concat());
    let rows = table(&out(&run(&["a.html"])));
    let ids: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(ids.len(), 2, "{rows:?}");
    fs::write(dir.path().join("judged"), ids[0]).expect("written");
    assert_eq!(
        run(&["--baseline", "judged", "a.html"]).status.code(),
        Some(1)
    );
    fs::write(dir.path().join("judged"), ids.join("\n")).expect("written");
    let output = run(&["--baseline", "judged", "a.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(
        err(&output).contains("2 silenced by the baseline"),
        "{}",
        err(&output)
    );
    let commented = article(&format!(
        "<!-- traditore: ignore[artifact/unfilled-template] -->{FIELD}<!-- traditore: ignore[provenance] -->{LABEL}"
    ));
    fs::write(dir.path().join("a.html"), commented).expect("written");
    let output = run(&["a.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
}

#[test]
fn entries_of_the_baseline_without_their_finding_are_counted() {
    let dir = folder(&[
        ("a.html", article("").as_bytes()),
        ("b.html", article(FIELD).as_bytes()),
        (
            "judged",
            b"0123456789abcdef\tartifact/unfilled-template\ta.html\tmended since\n\
              0123456789abcde0\tartifact/mojibake\tgone.html\n0123456789abcde1\n",
        ),
    ]);
    let run = |args: &[&str]| {
        let common = ["gate", "-f", "csv", "--baseline", "judged"];
        err(&traditore(dir.path(), &[&common, args].concat()))
    };
    let said = run(&["-v", "a.html"]);
    assert!(
        said.contains("1 entry in the baseline without its finding"),
        "{said}"
    );
    assert!(
        said.contains("a.html: 0123456789abcdef of the baseline"),
        "{said}"
    );
    for args in [&["b.html"][..], &["--ignore", "artifact", "a.html"]] {
        let said = run(args);
        assert!(!said.contains("in the baseline"), "nobody can tell: {said}");
    }
    fs::write(
        dir.path().join("judged"),
        "0123456789abcdef\tartifact/mojibak\n",
    )
    .expect("written");
    let said = run(&["a.html"]);
    assert!(
        said.contains("judged:1:18: unknown rule") && said.contains("did you mean"),
        "{said}"
    );
}

#[test]
fn a_policy_to_begin_with_is_written_once() {
    let dir = folder(&[("a.html", disclosed("").as_bytes())]);
    let run = |args: &[&str]| traditore(dir.path(), args);
    let output = run(&["init"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(run(&["gate", "a.html"]).status.code(), Some(0));
    fs::write(
        dir.path().join("traditore.toml"),
        "[gate]\nmachine-translation = \"forbid\"\n",
    )
    .expect("written");
    let output = run(&["init"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("is there already") && err(&output).contains("--force"));
    assert_eq!(
        run(&["gate", "a.html"]).status.code(),
        Some(1),
        "it was left alone"
    );
    assert_eq!(run(&["init", "--force"]).status.code(), Some(0));
    assert_eq!(run(&["gate", "a.html"]).status.code(), Some(0));
    let output = run(&["init", "no/such/folder.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("no/such/folder.toml"));
}

#[test]
fn completions_and_man_pages_are_printed() {
    let dir = folder(&[]);
    let run = |args: &[&str]| traditore(dir.path(), args);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        assert!(out(&output).contains("files-from"), "{shell}");
    }
    assert_eq!(run(&["completions", "tcsh"]).status.code(), Some(2));
    let page = out(&run(&["man", "gate"]));
    assert!(
        page.contains(".TH traditore-gate 1") && page.contains("Exit codes"),
        "{page}"
    );
    assert!(out(&run(&["man"])).contains(".TH traditore 1"));
    let output = run(&["man", "gat"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("did you mean `gate`?"),
        "{}",
        err(&output)
    );
    assert_eq!(run(&["man", "--dir", "man1"]).status.code(), Some(0));
    for name in [
        "traditore",
        "traditore-audit",
        "traditore-gate",
        "traditore-review",
        "traditore-man",
    ] {
        assert!(
            dir.path().join(format!("man1/{name}.1")).is_file(),
            "{name}"
        );
    }
}

#[test]
fn the_files_of_the_run_are_no_documents() {
    let dir = folder(&[("a.html", article(FIELD).as_bytes()), ("list", b".\n")]);
    let args = ["gate", "-f", "csv", "-o", "report", "--files-from", "list"];
    let first = traditore(dir.path(), &args);
    let second = traditore(dir.path(), &args);
    assert_eq!(out(&first), out(&second));
    assert!(
        err(&second).contains("1 document, 1 finding"),
        "{}",
        err(&second)
    );
    #[cfg(unix)]
    {
        let dir = folder(&[("a.html", article(FIELD).as_bytes())]);
        let path = dir.path().join("findings.txt");
        let file = fs::File::create(&path).expect("made");
        let status = command(
            dir.path(),
            &["gate", "-q", "-f", "csv", ".", "--select", "artifact"],
        )
        .stdout(file)
        .status()
        .expect("runs");
        assert_eq!(status.code(), Some(1));
        let rows = table(&fs::read_to_string(path).expect("written"));
        assert!(rows.iter().all(|row| row[1] != "findings.txt"), "{rows:?}");
    }
}

#[test]
fn nothing_to_read_is_said() {
    let dir = folder(&[
        ("list", b""),
        ("files/picture.png", b""),
        ("files/a.docx", b""),
    ]);
    let output = traditore(dir.path(), &["gate", "files"]);
    assert_eq!(output.status.code(), Some(0));
    let said = err(&output);
    assert!(said.contains("no documents there"), "{said}");
    assert!(said.contains("passed over 1 .docx"), "{said}");
    // of an empty list nobody wonders
    let output = traditore(dir.path(), &["gate", "--files-from", "list"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(err(&output), "0 documents, 0 findings\n");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let dir = folder(&[("a.txt", "AI_MUST_REPLACE\n\n".repeat(20_000).as_bytes())]);
    for format in ["text", "csv", "sarif", "junit"] {
        let mut child = command(dir.path(), &["gate", "-q", "-f", format, "a.txt"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("ends");
        assert_eq!(
            (output.status.code(), err(&output)),
            (Some(0), String::new()),
            "{format}"
        );
    }
}

/// Files that a run has begun and not finished.
fn unfinished(dir: &Path) -> usize {
    fs::read_dir(dir).map_or(0, |entries| {
        entries
            .filter(|entry| {
                let name = entry.as_ref().expect("an entry").file_name();
                name.to_string_lossy().starts_with(".traditore-")
            })
            .count()
    })
}

#[cfg(unix)]
#[test]
fn signals_leave_no_temporary_files() {
    use std::os::unix::process::ExitStatusExt;
    let dir = folder(&[("a.txt", b"The ferry left at noon.\n")]);
    let report = dir.path().join("report");
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        // standard input that never ends keeps it busy
        let mut child = command(dir.path(), &["gate", "-q", "-o", "report", "-"])
            .stdin(Stdio::piped())
            .spawn()
            .expect("starts");
        let begun = (0..500).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            unfinished(&report) > 0
        });
        assert!(begun, "it never began");
        let id = child.id().to_string();
        // waiting closes standard input otherwise, and the run comes to its end
        let input = child.stdin.take();
        std::process::Command::new("kill")
            .args([signal, &id])
            .status()
            .expect("kill runs");
        let status = child.wait().expect("ends");
        drop(input);
        assert_eq!(
            (status.code(), status.signal()),
            (Some(code), None),
            "{signal}"
        );
        assert_eq!(unfinished(&report), 0, "{signal}");
    }
}
