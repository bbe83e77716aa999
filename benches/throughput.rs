//! Throughput of the stages. `cargo bench` reports; nothing depends on it.
//!
//! The texts are the clean articles of `corpora/`, repeated to a megabyte, so that the figures can be had anywhere.

use std::io::Cursor;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::BytesCount;
use traditore::detect::{Settings, audit};
use traditore::open;
use traditore::select::Selection;

fn main() {
    divan::main();
}

/// A megabyte of an article of the corpora.
fn text(name: &str) -> String {
    let path = format!("{}/corpora/clean/{name}", env!("CARGO_MANIFEST_DIR"));
    let article = std::fs::read_to_string(path).expect("a document of the corpora");
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= 1 << 20 {
            break;
        }
        // numbered, so that no paragraph repeats another
        for paragraph in article.split_inclusive("\n\n") {
            text += &number.to_string();
            text += ". ";
            text += paragraph;
        }
    }
    text
}

const PLAIN: [&str; 3] = ["article.it.txt", "article.th.txt", "article.zh-hant.txt"];

fn with(select: &[&str], ignore: &[&str]) -> Settings {
    let own = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let mut settings = Settings::default();
    settings.selection = Arc::new(Selection::new(&own(select), &own(ignore)).expect("known rules"));
    settings
}

fn measure(bencher: Bencher, name: &str, settings: &Settings) {
    let text = text(name);
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone().into_bytes())
        .bench_values(|bytes| audit(name, open::decode(Cursor::new(bytes)), settings));
}

#[divan::bench(args = PLAIN)]
fn reading_only(bencher: Bencher, name: &str) {
    measure(bencher, name, &with(&["suppression"], &[]));
}

#[divan::bench(args = PLAIN)]
fn family_provenance(bencher: Bencher, name: &str) {
    measure(bencher, name, &with(&["provenance"], &[]));
}

#[divan::bench(args = PLAIN)]
fn family_artifact(bencher: Bencher, name: &str) {
    measure(bencher, name, &with(&["artifact"], &[]));
}

#[divan::bench(args = PLAIN)]
fn all_but_language(bencher: Bencher, name: &str) {
    measure(bencher, name, &with(&[], &["language"]));
}

#[divan::bench(args = PLAIN)]
fn everything(bencher: Bencher, name: &str) {
    measure(bencher, name, &with(&["all"], &[]));
}

#[divan::bench(args = ["article.en.html", "article.ru.html", "article.ja.html"])]
fn everything_on_pages(bencher: Bencher, name: &str) {
    measure(bencher, name, &with(&["all"], &[]));
}
