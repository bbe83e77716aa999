//! What `traditore audit` finds in a folder of claims and mentions, each a document of its own: the table of the page of
//! `provenance/disclosure-notice`.
//!
//! `cargo run --release --example evaluate-claims [-- FOLDER] [--undeclared] [-v]`; the folder is `tests/claims/test`
//! when not said. `--undeclared` does not tell the audit the language; `-v` shows the mistakes.

#![expect(clippy::print_stdout, reason = "a program that prints its figures")]

use std::path::Path;

#[path = "../tests/claims/evaluation.rs"]
mod evaluation;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let folder = arguments.iter().find(|argument| !argument.starts_with('-'));
    let folder = folder.map_or("tests/claims/test", String::as_str);
    let declared = !has("--undeclared");
    let rows = evaluation::rows(Path::new(folder));
    print!("{}", evaluation::table(&evaluation::count(&rows, declared)));
    if has("-v") {
        for row in &rows {
            if evaluation::flagged(&row.text, declared.then_some(row.language)) != row.claim {
                let mistake = if row.claim { "missed" } else { "flagged" };
                println!("{}\t{mistake}\t{}\t{}", row.language, row.subtype, row.text);
            }
        }
    }
}
