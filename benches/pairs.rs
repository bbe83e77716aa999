//! Pairs a second through the stages of a bilingual table. `cargo bench --bench pairs` reports; nothing depends on it.
//!
//! The table is made of two lists of short sentences: every one of the first before every one of the second, so that no
//! pair is there twice. A pair has about 75 bytes.

use std::fmt::Write as _;
use std::io::Cursor;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use traditore::detect::{Settings, audit};
use traditore::open;
use traditore::rules::RULES;
use traditore::select::Selection;
use traditore::sieve::Bytes;

fn main() {
    divan::main();
}

const FIRST: &[(&str, &str)] = &[
    ("It rains.", "Es regnet."),
    ("We are late.", "Wir sind spät dran."),
    ("The door is open.", "Die Tür ist offen."),
    ("I know him.", "Ich kenne ihn."),
    ("Where is the key?", "Wo ist der Schlüssel?"),
    ("Come in!", "Komm herein!"),
    ("She has two sisters.", "Sie hat zwei Schwestern."),
    ("Nobody asked.", "Niemand hat gefragt."),
    ("That was easy.", "Das war leicht."),
    ("Take the bus.", "Nimm den Bus."),
];

const SECOND: &[(&str, &str)] = &[
    ("He left at 7.", "Er ging um 7."),
    ("You can sit here.", "Hier kannst du sitzen."),
    ("My brother lives in Kiel.", "Mein Bruder wohnt in Kiel."),
    ("What did you say?", "Was hast du gesagt?"),
    ("The soup is still hot.", "Die Suppe ist noch heiß."),
    ("It's my turn.", "Ich bin dran."),
    ("The shop closes at noon.", "Der Laden schließt mittags."),
    ("I forgot my umbrella.", "Ich habe meinen Schirm vergessen."),
    ("They sold the house.", "Sie haben das Haus verkauft."),
    ("Read it again.", "Lies es noch einmal."),
];

const PAIRS: usize = 20_000;

fn pairs() -> impl Iterator<Item = (String, String)> {
    (0..PAIRS).map(|number| {
        let (one, two) = (FIRST[number % 10], SECOND[number / 10 % 10]);
        // what is left of the number, in letters
        let name: String = (number / 100)
            .to_string()
            .bytes()
            .map(|digit| char::from(b'A' + digit - b'0'))
            .collect();
        (
            format!("{} {} {name}", one.0, two.0),
            format!("{} {} {name}", one.1, two.1),
        )
    })
}

fn table() -> String {
    pairs().fold(String::new(), |mut table, (source, target)| {
        writeln!(table, "{source}\t{target}").expect("memory takes it");
        table
    })
}

fn catalogue() -> String {
    let head = "msgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n".to_owned();
    pairs().fold(head, |mut catalogue, (source, target)| {
        write!(
            catalogue,
            "\n#: src/main.c:1\nmsgid \"{source}\"\nmsgstr \"{target}\"\n"
        )
        .expect("memory takes it");
        catalogue
    })
}

fn with(select: &[&str], ignore: &[&str]) -> Settings {
    let own = |names: &[&str]| -> Vec<String> { names.iter().map(|&name| name.into()).collect() };
    let mut settings = Settings::default();
    settings.selection = Arc::new(Selection::new(&own(select), &own(ignore)).expect("known rules"));
    settings.source_lang = Some("en".to_owned());
    settings.lang = Some("de".to_owned());
    settings
}

fn measure(bencher: Bencher, name: &str, text: &str, settings: &Settings) {
    bencher
        .counter(ItemsCount::new(PAIRS))
        .with_inputs(|| text.to_owned().into_bytes())
        .bench_values(|bytes| audit(name, open::decode(Cursor::new(bytes)), settings));
}

/// What every rule asks first.
#[divan::bench]
fn bytes_of_both_sides(bencher: Bencher) {
    let pairs: Vec<_> = pairs().collect();
    bencher.counter(ItemsCount::new(PAIRS)).bench_local(|| {
        let plain = |text: &str| Bytes::of(text).is_plain();
        pairs
            .iter()
            .filter(|(source, target)| plain(source) && plain(target))
            .count()
    });
}

/// Reading, and a rule that looks at no pair.
#[divan::bench]
fn reading_only(bencher: Bencher) {
    measure(bencher, "a.tsv", &table(), &with(&["suppression"], &[]));
}

#[divan::bench]
fn reading_a_catalogue(bencher: Bencher) {
    measure(bencher, "a.po", &catalogue(), &with(&["suppression"], &[]));
}

fn rules() -> impl Iterator<Item = &'static str> {
    let bilingual = RULES.iter().filter(|rule| rule.pairs.is_some());
    bilingual.map(|rule| rule.name)
}

/// Reading and one rule.
#[divan::bench(args = rules())]
fn one_rule(bencher: Bencher, rule: &str) {
    measure(bencher, "a.tsv", &table(), &with(&[rule], &[]));
}

#[divan::bench(args = ["artifact", "bilingual", "provenance"])]
fn one_family(bencher: Bencher, family: &str) {
    measure(bencher, "a.tsv", &table(), &with(&[family], &[]));
}

#[divan::bench]
fn all_but_language(bencher: Bencher) {
    measure(bencher, "a.tsv", &table(), &with(&[], &["language"]));
}

#[divan::bench]
fn all_but_language_of_a_catalogue(bencher: Bencher) {
    measure(bencher, "a.po", &catalogue(), &with(&[], &["language"]));
}
