//! The manual: what is generated is up to date, and every link leads somewhere.
//!
//! `INSTA_UPDATE=always cargo test --test docs` writes what is generated anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use traditore::page;
use traditore::rules::RULES;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether what is generated is to be written.
fn writes() -> bool {
    std::env::var("INSTA_UPDATE").as_deref() == Ok("always")
}

/// Compares a file of the manual with what it should be, or writes it.
fn check(name: &str, expected: &str) {
    let path = root().join("docs").join(name);
    if writes() {
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(&path, expected).expect("written");
        return;
    }
    let found = fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        found == expected,
        "docs/{name} is out of date; `INSTA_UPDATE=always cargo test --test docs` writes it anew"
    );
}

fn families() -> Vec<&'static str> {
    let mut families: Vec<&str> = RULES.iter().map(|rule| rule.family()).collect();
    families.dedup();
    families
}

#[test]
fn every_rule_has_its_page() {
    let mut table =
        "# Rules\n\nWritten from the rules themselves; `traditore rules` prints the same.\n"
            .to_owned();
    for family in families() {
        let _ = write!(
            table,
            "\n## {family}\n\n| rule | severity | finds |\n|---|---|---|\n"
        );
        for rule in RULES.iter().filter(|rule| rule.family() == family) {
            let off = if rule.default {
                ""
            } else {
                " (off by default)"
            };
            let _ = writeln!(
                table,
                "| [`{0}`](rules/{0}.md) | {1} | {2}{off} |",
                rule.name,
                rule.severity,
                rule.summary().replace('|', "\\|")
            );
        }
    }
    check("rules.md", &table);
    for rule in RULES {
        check(&format!("rules/{}.md", rule.name), &page::markdown(rule));
    }
    let mut pages = Vec::new();
    files(&root().join("docs/rules"), &mut pages);
    assert_eq!(
        pages.len(),
        RULES.len(),
        "a page in docs/rules belongs to no rule"
    );
}

#[test]
fn the_summary_lists_every_page() {
    let path = root().join("docs/SUMMARY.md");
    let summary = fs::read_to_string(path)
        .expect("a summary")
        .replace("\r\n", "\n");
    let (by_hand, _) = summary
        .split_once("- [Rules](rules.md)\n")
        .expect("the rules come last");
    let mut expected = format!("{by_hand}- [Rules](rules.md)\n");
    for rule in RULES {
        let _ = writeln!(expected, "  - [{0}](rules/{0}.md)", rule.name);
    }
    check("SUMMARY.md", &expected);
    for entry in fs::read_dir(root().join("docs")).expect("the manual") {
        let name = entry
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned();
        let is_page = Path::new(&name)
            .extension()
            .is_some_and(|extension| extension == "md");
        if is_page && name != "SUMMARY.md" {
            assert!(
                summary.contains(&format!("]({name})")),
                "docs/SUMMARY.md lacks {name}"
            );
        }
    }
}

#[test]
fn every_option_is_in_the_manual() {
    let help = |command: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_traditore"))
            .args(command)
            .arg("--help")
            .env("COLUMNS", "100")
            .output()
            .expect("runs");
        let text = String::from_utf8(output.stdout)
            .expect("UTF-8")
            .replace("\r\n", "\n")
            .replace("traditore.exe", "traditore");
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        lines.join("\n")
    };
    let overview = help(&[]);
    let commands: Vec<&str> = overview
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert!(
        commands.contains(&"audit") && commands.contains(&"gate"),
        "{overview}"
    );
    let mut manual = format!(
        "# Commands and options\n\nWhat `--help` prints.\n\n```text\n{}\n```\n",
        overview.trim()
    );
    for command in commands {
        let _ = write!(
            manual,
            "\n## traditore {command}\n\n```text\n{}\n```\n",
            help(&[command]).trim()
        );
    }
    check("commands.md", &manual);
}

#[test]
fn links_lead_somewhere() {
    if writes() {
        // the pages are only just being written
        return;
    }
    let mut pages = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    files(&root().join("docs"), &mut pages);
    for page in pages
        .iter()
        .filter(|page| page.extension().is_some_and(|e| e == "md"))
    {
        let text = fs::read_to_string(page).expect("a page");
        let prose: Vec<&str> = text
            .split("```")
            .step_by(2)
            .flat_map(|prose| prose.split('`').step_by(2))
            .collect();
        for link in prose.join("").split("](").skip(1) {
            let target = link.split([')', '#']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") || target.contains(' ') {
                continue;
            }
            let path = page.parent().expect("a folder").join(target);
            assert!(path.exists(), "{}: {target} is not there", page.display());
        }
    }
}

/// The pages that people wrote and read.
fn pages() -> Vec<(PathBuf, String)> {
    let mut pages = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    for name in [
        "audit", "gate", "policy", "review", "silence", "reports", "scale",
    ] {
        pages.push(root().join(format!("docs/{name}.md")));
    }
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a page");
        (path, text.replace("\r\n", "\n"))
    };
    pages.into_iter().map(read).collect()
}

/// The blocks of a page in `language`.
fn blocks<'a>(text: &'a str, language: &'a str) -> impl Iterator<Item = &'a str> {
    let fenced = text.split("\n```").skip(1).step_by(2);
    fenced.filter_map(move |block| block.strip_prefix(language)?.strip_prefix('\n'))
}

#[test]
fn commands_of_the_manual_are_understood() {
    let mut count = 0;
    for (page, text) in pages() {
        for line in blocks(&text, "console").flat_map(str::lines) {
            let words = line
                .split([' ', '|'])
                .skip_while(|word| *word != "traditore");
            let words: Vec<&str> = words
                .skip(1)
                .take_while(|word| !matches!(*word, "#" | ">" | "&&"))
                .collect();
            let (true, [command, arguments @ ..]) = (line.starts_with("$ "), &words[..]) else {
                continue;
            };
            let help = Command::new(env!("CARGO_BIN_EXE_traditore"))
                .args([*command, "--help"])
                .output()
                .expect("runs");
            assert!(help.status.success(), "{}: {line}", page.display());
            let help = String::from_utf8(help.stdout).expect("UTF-8");
            for argument in arguments.iter().filter(|argument| argument.len() > 1) {
                let option = argument.split('=').next().unwrap_or_default();
                let known = !option.starts_with('-')
                    || help.contains(&format!("  {option} "))
                    || help.contains(&format!("  {option}\n"))
                    || help.contains(&format!(" {option},"))
                    || help.contains(&format!(", {option}"));
                assert!(known, "{}: {line}: no {option}", page.display());
            }
            count += 1;
        }
    }
    assert!(count >= 15, "{count}");
}

#[test]
fn policies_of_the_manual_hold() {
    let dir = tempfile::tempdir().expect("a folder");
    let policy = dir.path().join("policy.toml");
    let mut count = 0;
    for (page, text) in pages() {
        for block in blocks(&text, "toml").filter(|_| !page.ends_with("CONTRIBUTING.md")) {
            fs::write(&policy, block).expect("written");
            let output = Command::new(env!("CARGO_BIN_EXE_traditore"))
                .args(["gate", "--config", "policy.toml"])
                .current_dir(dir.path())
                .output()
                .expect("runs");
            let complaint = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}: {complaint}", page.display());
            count += 1;
        }
    }
    assert!(count >= 4, "{count}");
}

#[test]
fn the_readme_names_every_rule() {
    let text = fs::read_to_string(root().join("README.md")).expect("a page");
    for rule in RULES {
        let name = rule.name.rsplit('/').next().expect("a name");
        assert!(
            text.contains(&format!("`{name}`")),
            "README.md lacks {}",
            rule.name
        );
    }
}

fn files(dir: &Path, list: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, list);
        } else {
            list.push(path);
        }
    }
}
