//! Accuracy of single answers, and speed.

use std::collections::BTreeMap;
use std::time::Instant;

use traditore::lid::{self, Lid, Pair};

use crate::set::{SHARED, Sentences, Set, en};

/// Pairs that are hard to tell apart.
const CLOSE: &[(&str, &str)] = &[
    ("af", "nl"),
    ("az", "tr"),
    ("be", "ru"),
    ("be", "uk"),
    ("bg", "mk"),
    ("bg", "ru"),
    ("ca", "es"),
    ("ca", "fr"),
    ("cs", "pl"),
    ("cs", "sk"),
    ("da", "nb"),
    ("da", "sv"),
    ("de", "nl"),
    ("es", "it"),
    ("es", "pt"),
    ("et", "fi"),
    ("ar", "fa"),
    ("fa", "ur"),
    ("hi", "mr"),
    ("hr", "sl"),
    ("it", "la"),
    ("lt", "lv"),
    ("mk", "sr"),
    ("nb", "sv"),
];

/// A macro average over languages.
fn macro_of(rows: &BTreeMap<Lid, (usize, usize)>) -> f64 {
    let sum: f64 = rows
        .values()
        .map(|&(right, all)| right as f64 / all as f64)
        .sum();
    sum * 100.0 / rows.len().max(1) as f64
}

fn shared() -> Vec<Lid> {
    SHARED.iter().filter_map(|tag| Lid::from_tag(tag)).collect()
}

fn same(a: Lid, b: Lid) -> bool {
    a == b || a.tag().starts_with("zh") && b.tag().starts_with("zh")
}

fn whatlang_code(lid: Lid) -> Option<whatlang::Lang> {
    let three = match lid.tag() {
        "zh-Hans" | "zh-Hant" => "cmn",
        "af" => "afr",
        "ar" => "ara",
        "az" => "aze",
        "be" => "bel",
        "bg" => "bul",
        "bn" => "ben",
        "ca" => "cat",
        "cs" => "ces",
        "cy" => "cym",
        "da" => "dan",
        "de" => "deu",
        "el" => "ell",
        "en" => "eng",
        "eo" => "epo",
        "es" => "spa",
        "et" => "est",
        "fa" => "pes",
        "fi" => "fin",
        "fr" => "fra",
        "he" => "heb",
        "hi" => "hin",
        "hr" => "hrv",
        "hu" => "hun",
        "hy" => "hye",
        "id" => "ind",
        "it" => "ita",
        "ja" => "jpn",
        "ka" => "kat",
        "ko" => "kor",
        "la" => "lat",
        "lt" => "lit",
        "lv" => "lav",
        "mk" => "mkd",
        "mr" => "mar",
        "nb" => "nob",
        "nl" => "nld",
        "pl" => "pol",
        "pt" => "por",
        "ro" => "ron",
        "ru" => "rus",
        "sk" => "slk",
        "sl" => "slv",
        "sr" => "srp",
        "sv" => "swe",
        "ta" => "tam",
        "te" => "tel",
        "th" => "tha",
        "tl" => "tgl",
        "tr" => "tur",
        "uk" => "ukr",
        "ur" => "urd",
        "vi" => "vie",
        "gu" => "guj",
        "pa" => "pan",
        "sn" => "sna",
        "zu" => "zul",
        _ => return None,
    };
    whatlang::Lang::from_code(three)
}

pub(crate) fn open(set: &Set, worst: bool) {
    let shared = shared();
    let (mut all, mut among, mut what, mut docs) = <(
        BTreeMap<_, _>,
        BTreeMap<_, _>,
        BTreeMap<_, _>,
        BTreeMap<_, _>,
    )>::default();
    let mut others = BTreeMap::new();
    let mut long: BTreeMap<Lid, (usize, usize)> = BTreeMap::new();
    let mut long_what: BTreeMap<Lid, (usize, usize)> = BTreeMap::new();
    let mut confusion: BTreeMap<(Lid, String), usize> = BTreeMap::new();
    for (&lid, Sentences { target, .. }) in &set.0 {
        let is_shared = shared.iter().any(|&other| same(other, lid));
        let count = |rows: &mut BTreeMap<Lid, (usize, usize)>, right: bool| {
            let row = rows.entry(lid).or_default();
            row.0 += usize::from(right);
            row.1 += 1;
        };
        for text in target {
            let answer = lid::identify(text);
            let right = answer.is_some_and(|answer| same(answer.lid, lid));
            if !right {
                *confusion
                    .entry((lid, answer.map_or("none".into(), |a| a.lid.tag().into())))
                    .or_default() += 1;
            }
            if is_shared {
                count(&mut all, right);
                count(
                    &mut among,
                    lid::identify_among(text, &shared).is_some_and(|answer| same(answer.lid, lid)),
                );
                let other = whatlang::detect(text)
                    .is_some_and(|info| Some(info.lang()) == whatlang_code(lid));
                count(&mut what, other);
                if text.len() >= 60 {
                    count(&mut long, right);
                    count(&mut long_what, other);
                }
            } else {
                count(&mut others, right);
            }
        }
        if is_shared {
            for ten in target.chunks_exact(10) {
                let right =
                    lid::identify(&ten.join(" ")).is_some_and(|answer| same(answer.lid, lid));
                count(&mut docs, right);
            }
        }
    }
    println!(
        "## Sentences, macro %, {} of the 57 shared languages",
        all.len()
    );
    println!(
        "| | open, {} languages | among the 57 | whatlang, open | ten sentences, open |",
        Lid::all().count()
    );
    println!("|---|---|---|---|---|");
    println!(
        "| all | {:.2} | {:.2} | {:.2} | {:.2} |",
        macro_of(&all),
        macro_of(&among),
        macro_of(&what),
        macro_of(&docs)
    );
    println!(
        "| 60 bytes and more | {:.2} | | {:.2} | |",
        macro_of(&long),
        macro_of(&long_what)
    );
    println!(
        "| {} other languages | {:.2} | | | |",
        others.len(),
        macro_of(&others)
    );
    if worst {
        let mut rows: Vec<_> = all
            .iter()
            .chain(&others)
            .map(|(lid, &(right, all))| (right as f64 * 100.0 / all as f64, lid))
            .collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (share, lid) in rows.iter().take(40) {
            let mut wrong: Vec<_> = confusion
                .iter()
                .filter(|((of, _), _)| of == *lid)
                .map(|((_, as_), n)| (n, as_))
                .collect();
            wrong.sort_by(|a, b| b.cmp(a));
            let wrong: Vec<_> = wrong
                .iter()
                .take(6)
                .map(|(n, tag)| format!("{tag} {n}"))
                .collect();
            let among = among
                .get(*lid)
                .map_or(0.0, |&(right, all)| right as f64 * 100.0 / all as f64);
            println!(
                "{} {share:.1} ({among:.1})  {}",
                lid.tag(),
                wrong.join(", ")
            );
        }
        for (lid, &(right, all)) in &docs {
            if right < all {
                println!("documents {} {right} of {all}", lid.tag());
            }
        }
    }
}

fn pair_accuracy(set: &Set, a: &str, b: &str) -> Option<f64> {
    let (x, y) = (set.get(a), set.get(b));
    if x.is_empty() || y.is_empty() {
        return None;
    }
    let pair = Pair::new(Lid::from_tag(a)?, Lid::from_tag(b)?)?;
    let share = |texts: &[String], sign: f32| {
        texts
            .iter()
            .filter(|text| pair.score(text).nats * sign > 0.0)
            .count() as f64
            / texts.len() as f64
    };
    Some((share(x, 1.0) + share(y, -1.0)) * 50.0)
}

pub(crate) fn pairs(set: &Set, worst: bool) {
    let mut english = Vec::new();
    for tag in SHARED.iter().filter(|tag| **tag != en().tag()) {
        if let Some(share) = pair_accuracy(set, "en", tag) {
            english.push((share, format!("en-{tag}")));
        }
    }
    let mut close = Vec::new();
    for (a, b) in CLOSE {
        if let Some(share) = pair_accuracy(set, a, b) {
            close.push((share, format!("{a}-{b}")));
        }
    }
    println!("\n## Two candidates, sentences, macro %");
    for (name, mut rows) in [("English against others", english), ("close pairs", close)] {
        let mean = rows.iter().map(|row| row.0).sum::<f64>() / rows.len().max(1) as f64;
        println!("{name} ({}): {mean:.2}", rows.len());
        if worst {
            rows.sort_by(|a, b| a.0.total_cmp(&b.0));
            for (share, name) in rows.iter().take(12) {
                println!("  {name} {share:.2}");
            }
        }
    }
}

pub(crate) fn speed(set: &Set) {
    let sentences: Vec<&String> = set.0.values().flat_map(|s| &s.target).collect();
    let bytes: usize = sentences.iter().map(|s| s.len()).sum();
    let documents: Vec<String> = set
        .0
        .values()
        .map(|s| s.target.join(" ").chars().take(4000).collect())
        .collect();
    let document_bytes: usize = documents.iter().map(String::len).sum();
    let pair = Pair::new(en(), Lid::from_tag("de").expect("known")).expect("two");
    let latin: Vec<&String> = set
        .0
        .iter()
        .filter(|(lid, _)| lid.group() == 0)
        .flat_map(|(_, s)| &s.target)
        .collect();
    let latin_bytes: usize = latin.iter().map(|s| s.len()).sum();
    let time = |bytes: usize, mut work: Box<dyn FnMut() -> usize + '_>| {
        let mut best = f64::INFINITY;
        for _ in 0..7 {
            let start = Instant::now();
            std::hint::black_box(work());
            best = best.min(start.elapsed().as_secs_f64());
        }
        bytes as f64 / best / 1e6
    };
    println!("\n## Speed, MB/s of wall time, best of 7");
    println!(
        "open, sentences: {:.1}",
        time(
            bytes,
            Box::new(|| sentences.iter().filter_map(|t| lid::identify(t)).count())
        )
    );
    println!(
        "open, texts of 4,000 characters: {:.1}",
        time(
            document_bytes,
            Box::new(|| documents.iter().filter_map(|t| lid::identify(t)).count())
        )
    );
    println!(
        "open, Latin sentences: {:.1}",
        time(
            latin_bytes,
            Box::new(|| latin.iter().filter_map(|t| lid::identify(t)).count())
        )
    );
    println!(
        "en-de, sentences: {:.1}",
        time(
            bytes,
            Box::new(|| sentences
                .iter()
                .filter(|t| pair.score(t).nats > 0.0)
                .count())
        )
    );
    println!(
        "en-de, Latin sentences: {:.1}",
        time(
            latin_bytes,
            Box::new(|| latin.iter().filter(|t| pair.score(t).nats > 0.0).count())
        )
    );
    println!(
        "en-de, texts of 4,000 characters: {:.1}",
        time(
            document_bytes,
            Box::new(|| documents
                .iter()
                .filter(|t| pair.score(t).nats > 0.0)
                .count())
        )
    );
}
