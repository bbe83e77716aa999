//! Throughput of the stages. `cargo bench` reports; nothing depends on it.
//!
//! The texts are the clean articles of `corpora/`, repeated to a megabyte, so that the figures can be had anywhere.

use std::io::Cursor;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::BytesCount;
use traditore::claim::{Languages, recognise};
use traditore::detect::{Settings, audit};
use traditore::language::cleaning::{self, Sample};
use traditore::language::judge::Question;
use traditore::language::lang::Lang;
use traditore::lid::{self, Lid, Pair};
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

/// The texts of the engine's own figures: Latin, Cyrillic and Chinese letters.
const ENGINE: [&str; 3] = ["article.it.txt", "article.ru.html", "article.zh-hant.txt"];

/// The paragraphs of an article, each by itself.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n")
}

fn engine(bencher: Bencher, name: &str, mut ask: impl FnMut(&str) -> bool) {
    let text = text(name);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| paragraphs(&text).filter(|text| ask(text)).count());
}

#[divan::bench(args = ENGINE)]
fn engine_open(bencher: Bencher, name: &str) {
    engine(bencher, name, |text| lid::identify(text).is_some());
}

#[divan::bench(args = ENGINE)]
fn engine_pair_english_italian(bencher: Bencher, name: &str) {
    let lid = |tag| Lid::from_tag(tag).expect("a language of the engine");
    let pair = Pair::new(lid("en"), lid("it")).expect("two languages");
    engine(bencher, name, |text| pair.score(text).nats > 0.0);
}

#[divan::bench(args = ENGINE)]
fn engine_cleaning(bencher: Bencher, name: &str) {
    engine(bencher, name, |text| {
        let holes = cleaning::quotations(text);
        Sample::of(text, 0..text.len(), &holes).words > 0
    });
}

#[divan::bench(args = ENGINE)]
fn engine_judging(bencher: Bencher, name: &str) {
    let lang = |tag| Lang::of(tag).expect("a language of the table");
    let question = Question::new(Some(lang("it")), &[lang("en")]);
    engine(bencher, name, |text| {
        let sample = Sample::of(text, 0..text.len(), &[]);
        question.judge(&sample, 0.0).language.is_some()
    });
}

/// What a paragraph of the language expected costs when nothing in it calls for a closer look.
#[divan::bench(args = ["article.it.txt"])]
fn engine_settling(bencher: Bencher, name: &str) {
    let lang = |tag| Lang::of(tag).expect("a language of the table");
    let question = Question::new(Some(lang("it")), &[lang("en")]);
    engine(bencher, name, |text| {
        let sentence = 0..text.len();
        question
            .settle(text, std::slice::from_ref(&sentence), 0.0, true)
            .is_some()
    });
}

/// Looking for claims that a machine translated, in the language of the text.
#[divan::bench(args = ["article.it.txt"])]
fn claims(bencher: Bencher, name: &str) {
    let languages = Languages {
        home: &["it"],
        wide: false,
    };
    engine(bencher, name, |text| recognise(text, languages).is_some());
}

#[divan::bench(args = ENGINE)]
fn whatlang_open(bencher: Bencher, name: &str) {
    engine(bencher, name, |text| whatlang::detect(text).is_some());
}
