//! Scores to probabilities: isotonic regression, and how well it holds.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;
use traditore::lid::{self, Kind, Lid, Pair};

use crate::set::{SHARED, Set, en};

/// Lengths, in letters, from which a curve of its own holds.
const BANDS: &[usize] = &[0, 6, 10, 16, 24, 40, 80];

/// Raw log-odds, letters, and whether the answer was right.
type Case = (f32, usize, bool);

fn same(a: Lid, b: Lid) -> bool {
    a == b || a.tag().starts_with("zh") && b.tag().starts_with("zh")
}

fn open_cases(set: &Set) -> Vec<Case> {
    let mut cases = Vec::new();
    for (&lid, sentences) in &set.0 {
        if !SHARED.contains(&lid.tag()) {
            continue;
        }
        // Sentences, and their beginnings, so that short texts are seen too.
        for (index, text) in sentences.target.iter().enumerate() {
            let short: String = match index % 3 {
                0 => text.clone(),
                1 => text.split_inclusive(' ').take(3).collect(),
                _ => text.split_inclusive(' ').take(1).collect(),
            };
            if let Some(answer) = lid::identify(&short)
                && answer.raw.is_finite()
            {
                cases.push((answer.raw, answer.letters, same(answer.lid, lid)));
            }
        }
    }
    cases
}

fn pair_cases(set: &Set) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut ask = |pair: &Pair, text: &str, index: usize, first: bool| {
        let short: String = match index % 3 {
            0 => text.to_owned(),
            1 => text.split_inclusive(' ').take(3).collect(),
            _ => text.split_inclusive(' ').take(1).collect(),
        };
        let score = pair.score(&short);
        if score.words > 0 {
            cases.push((score.nats.abs(), score.letters, (score.nats > 0.0) == first));
        }
    };
    for (&lid, sentences) in &set.0 {
        if !SHARED.contains(&lid.tag()) || lid == en() || lid.group() != 0 {
            continue;
        }
        let Some(pair) = Pair::new(en(), lid) else {
            continue;
        };
        for (index, text) in sentences.target.iter().enumerate() {
            ask(&pair, text, index, false);
        }
        for (index, text) in set
            .get("en")
            .iter()
            .enumerate()
            .take(sentences.target.len())
        {
            ask(&pair, text, index, true);
        }
    }
    cases
}

pub(crate) fn write(set: &Set, path: &Path) -> Result<()> {
    let mut out = String::from(
        "# kind, letters from, raw log-odds, probability; written by evaluate-language --calibrate\n",
    );
    for (name, cases) in [("open", open_cases(set)), ("pair", pair_cases(set))] {
        for (index, &from) in BANDS.iter().enumerate() {
            let to = BANDS.get(index + 1).copied().unwrap_or(usize::MAX);
            let mut band: Vec<(f32, f64)> = cases
                .iter()
                .filter(|case| (from..to).contains(&case.1))
                .map(|case| (case.0, f64::from(u8::from(case.2))))
                .collect();
            band.sort_by(|a, b| a.0.total_cmp(&b.0));
            for (raw, probability) in isotonic(&band) {
                writeln!(out, "{name}\t{from}\t{raw:.2}\t{probability:.4}")?;
            }
        }
    }
    fs::write(path, out)?;
    Ok(())
}

/// Means of bins of equal size, made monotone by pooling neighbours that are out of order.
fn isotonic(cases: &[(f32, f64)]) -> Vec<(f32, f64)> {
    let size = (cases.len() / 14).max(40);
    let mut pools: Vec<(f64, f64, f64)> = Vec::new();
    // A rest too small to be a bin joins the last.
    let bins = (cases.len() / size).max(1);
    for index in 0..bins {
        let end = if index + 1 == bins {
            cases.len()
        } else {
            (index + 1) * size
        };
        let bin = &cases[index * size..end];
        if bin.is_empty() {
            continue;
        }
        let count = bin.len() as f64;
        let raw = bin.iter().map(|case| f64::from(case.0)).sum::<f64>();
        let right = bin.iter().map(|case| case.1).sum::<f64>();
        pools.push((raw, right, count));
        while let [.., a, b] = pools[..] {
            if a.1 / a.2 <= b.1 / b.2 {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    let mut before = 0.0f64;
    pools
        .iter()
        .map(|&(raw, right, count)| {
            // Half a case wrong more than seen, so that nothing is certain.
            before = before.max((right + 0.5) / (count + 1.0));
            ((raw / count) as f32, before)
        })
        .collect()
}

pub(crate) fn reliability(set: &Set) {
    println!("\n## Probability against how often it is right");
    for (name, kind, cases) in [
        ("open", Kind::Open, open_cases(set)),
        ("en against another", Kind::Pair, pair_cases(set)),
    ] {
        for (label, from, to) in [
            ("all", 0, usize::MAX),
            ("under 10 letters", 0, 10),
            ("10 to 39", 10, 40),
            ("40 and more", 40, usize::MAX),
        ] {
            let mut bins = [(0.0, 0.0, 0.0); 10];
            let mut all = 0.0;
            for &(raw, letters, right) in cases.iter().filter(|case| (from..to).contains(&case.1)) {
                let p = f64::from(lid::probability(kind, letters, raw));
                let bin = &mut bins[((p * 10.0) as usize).min(9)];
                bin.0 += p;
                bin.1 += f64::from(u8::from(right));
                bin.2 += 1.0;
                all += 1.0;
            }
            let error: f64 = bins.iter().map(|bin| (bin.0 - bin.1).abs()).sum::<f64>() / all;
            let cells: Vec<String> = bins
                .iter()
                .filter(|bin| bin.2 > 0.0)
                .map(|bin| format!("{:.2}:{:.1}", bin.0 / bin.2, bin.1 * 100.0 / bin.2))
                .collect();
            println!(
                "{name}, {label} ({all}): ECE {error:.4}; {}",
                cells.join(" ")
            );
        }
    }
}
