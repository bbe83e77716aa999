//! Trains the model that weighs claims (`src/data/claims/weights.toml`) on labelled sentences, and prints what it finds.
//!
//! `cargo run --release --example train-claims -- FOLDER [OUT]`: FOLDER holds `<language>.tsv` files with the columns
//! kind (`claim` or `mention`), subtype and text. Logistic regression by full-batch gradient descent with an L2 penalty;
//! no chance in it, so the same data give the same weights. A text counts with its likeliest candidate.

#![expect(clippy::print_stdout, reason = "a program that prints its figures")]

use std::collections::BTreeMap;
use std::path::Path;

use traditore::claim::{LANGUAGES, Languages, Model, NAMES, Setting, THRESHOLD, examine, sigmoid};

struct Row {
    language: String,
    claim: bool,
    subtype: String,
    text: String,
    candidates: Vec<Vec<f64>>,
}

fn read(folder: &Path) -> Vec<Row> {
    let mut rows = Vec::new();
    for language in LANGUAGES {
        let Ok(text) = std::fs::read_to_string(folder.join(format!("{language}.tsv"))) else {
            continue;
        };
        for line in text.lines() {
            let mut cells = line.splitn(3, '\t');
            let (Some(kind), Some(subtype), Some(text)) =
                (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            rows.push(Row::new(language, kind == "claim", subtype, text));
        }
    }
    rows
}

fn dot(weights: &[f64], values: &[f64]) -> f64 {
    weights.iter().zip(values).map(|(w, v)| w * v).sum()
}

/// The catalogue's own examples: notices and labels are claims, near-misses are mentions.
fn catalogue() -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    #[derive(serde::Deserialize)]
    struct Entry {
        language: String,
        stance: String,
        anchor: String,
        strength: String,
        flagged: Vec<String>,
        clean: Vec<String>,
    }
    let mut rows = Vec::new();
    for file in [
        "chat-leak",
        "disclosure-notice",
        "prompt-leak",
        "service-leak",
        "widget-label",
    ] {
        let path = format!(
            "{}/src/data/markers/{file}.toml",
            env!("CARGO_MANIFEST_DIR")
        );
        let mut table: std::collections::HashMap<String, Vec<Entry>> =
            toml::from_str(&std::fs::read_to_string(path)?)?;
        for entry in table.remove("marker").unwrap_or_default() {
            if entry.anchor.starts_with("raw") {
                continue;
            }
            let notice = entry.stance == "disclosure"
                && entry.strength != "weak"
                && matches!(file, "disclosure-notice" | "widget-label");
            let claims = entry
                .flagged
                .into_iter()
                .filter(|_| notice)
                .map(|text| (true, text));
            for (claim, text) in claims.chain(entry.clean.into_iter().map(|text| (false, text))) {
                let language = LANGUAGES
                    .iter()
                    .find(|tag| **tag == entry.language)
                    .copied()
                    .unwrap_or("en");
                rows.push(Row::new(language, claim, "catalogue", &text));
            }
        }
    }
    Ok(rows)
}

impl Row {
    fn new(language: &str, claim: bool, subtype: &str, text: &str) -> Self {
        let mut candidates = Vec::new();
        let languages = Languages {
            home: &[language],
            wide: true,
        };
        examine(text, languages, Setting::default(), |features, _, _| {
            candidates.push(features.values.to_vec());
        });
        Self {
            language: language.to_owned(),
            claim,
            subtype: subtype.to_owned(),
            text: text.to_owned(),
            candidates,
        }
    }
}

/// The candidate that the weights like best.
fn best<'a>(weights: &[f64], row: &'a Row) -> Option<(&'a [f64], f64)> {
    row.candidates
        .iter()
        .map(|c| (c.as_slice(), dot(weights, c)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

fn train(rows: &[Row]) -> Vec<f64> {
    let mut weights = vec![0.0; NAMES.len()];
    let mut momentum = vec![0.0; NAMES.len()];
    for step in 0..12000 {
        let mut gradient = vec![0.0; NAMES.len()];
        let mut count = 0.0;
        for row in rows {
            let Some((values, sum)) = best(&weights, row) else {
                continue;
            };
            // a false alarm costs more than a miss; the catalogue is easier and larger than the rest
            let weight = match (row.claim, row.subtype == "catalogue") {
                (true, false) => 1.0,
                (true, true) => 0.2,
                (false, false) => 2.0,
                (false, true) => 0.5,
            };
            let error = (sigmoid(sum) - f64::from(u8::from(row.claim))) * weight;
            count += 1.0;
            for (g, v) in gradient.iter_mut().zip(values) {
                *g += error * v;
            }
        }
        let rate = if step < 10000 { 1.0 } else { 0.2 };
        for ((w, m), g) in weights.iter_mut().zip(&mut momentum).zip(&gradient) {
            *m = 0.9 * *m + 0.1 * (g / count + 0.0002 * *w);
            *w -= rate * *m;
        }
    }
    weights
}

fn table(rows: &[Row], weights: &[f64], threshold: f64, verbose: bool) {
    let mut by: BTreeMap<&str, [u32; 4]> = BTreeMap::new();
    for row in rows {
        let p = best(weights, row).map_or(0.0, |(_, sum)| sigmoid(sum));
        let hit = p >= threshold;
        let cell = by.entry(&row.language).or_default();
        let at = if row.claim { 0 } else { 2 };
        cell[at] += 1;
        cell[at + 1] += u32::from(hit);
        if verbose && hit != row.claim {
            println!(
                "{}\t{}\t{}\t{p:.2}\t{}",
                row.language,
                if row.claim { "MISS" } else { "FALSE" },
                row.subtype,
                row.text
            );
        }
    }
    let mut total = [0; 4];
    for (language, cell) in &by {
        println!(
            "{language:8} claims {:3}/{:3}  mentions flagged {:3}/{:3}",
            cell[1], cell[0], cell[3], cell[2]
        );
        for (t, c) in total.iter_mut().zip(cell) {
            *t += c;
        }
    }
    println!(
        "all      claims {}/{} ({:.1} %)  mentions flagged {}/{} ({:.1} %)",
        total[1],
        total[0],
        100.0 * f64::from(total[1]) / f64::from(total[0].max(1)),
        total[3],
        total[2],
        100.0 * f64::from(total[3]) / f64::from(total[2].max(1))
    );
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| "tests/claims/dev".to_owned());
    let out = args.next();
    let rows = read(Path::new(&folder));
    let weights = match out.as_deref() {
        Some("-") | None => Model::shipped().weights.clone(),
        Some(_) => {
            let mut all = catalogue()?;
            println!("{} examples of the catalogue", all.len());
            all.extend(read(Path::new(&folder)));
            let weights = train(&all);
            table(&all[..all.len() - rows.len()], &weights, 0.6, true);
            weights
        }
    };
    table(&rows, &weights, f64::from(THRESHOLD), true);
    for threshold in [0.3, 0.5, 0.7, 0.85, 0.95] {
        print!("at {threshold}: ");
        let (mut found, mut claims, mut flagged, mut mentions) = (0, 0, 0, 0);
        for row in &rows {
            let hit = best(&weights, row).is_some_and(|(_, sum)| sigmoid(sum) >= threshold);
            if row.claim {
                claims += 1;
                found += i32::from(hit);
            } else {
                mentions += 1;
                flagged += i32::from(hit);
            }
        }
        println!("{found}/{claims} claims, {flagged}/{mentions} mentions");
    }
    if let Some(out) = out.filter(|out| out != "-") {
        let mut text = String::from(
            "# Weights of the features of a claim; made by `cargo run --release --example train-claims`.\n\n",
        );
        for (name, weight) in NAMES.iter().zip(&weights) {
            let line = format!("{name} = {weight:.3}\n");
            text += &line;
        }
        std::fs::write(out, text)?;
    }
    Ok(())
}
