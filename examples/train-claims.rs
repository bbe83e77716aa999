//! Trains the model that weighs claims (`src/data/claims/weights.bin`), or shows what it finds.
//!
//! `cargo run --release --example train-claims` trains on `tests/claims/dev`, `tests/claims/train` and the catalogue's
//! own examples, prints what cross-validation in four parts finds on the two folders, and writes the weights. With
//! `--background FOLDER` adds paragraphs of texts that claim nothing, one a line in `<language>.txt`, as mentions. With
//! `--keep` it writes nothing. With a folder it prints what the shipped weights find there; `-v` shows the mistakes.
//!
//! Logistic regression by adaptive gradients (`AdaGrad`), the likeliest candidate of a text speaking for it, weights averaged over the second
//! half of the rounds. The order is shuffled by a fixed generator, so the same data give the same weights.

#![expect(clippy::print_stdout, reason = "a program that prints its figures")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use traditore::claim::{Features, LANGUAGES, Languages, Model, THRESHOLD, examine, sigmoid};

const ROUNDS: usize = 20;
const RATE: f32 = 0.05;
const DECAY: f32 = 0.001;
/// Models that are averaged, each of another order of the rows.
const SEEDS: u64 = 5;

const PARTS: usize = 4;

/// Rows of the table that fewer texts have stay zero: what one sentence has and no other tells nothing.
const LEAST: u16 = 3;

struct Row {
    language: String,
    claim: bool,
    subtype: String,
    text: String,
    weight: f32,
    part: usize,
    candidates: Vec<Features>,
}

impl Row {
    fn new(language: &str, claim: bool, subtype: &str, text: &str) -> Self {
        let languages = Languages {
            home: &[language],
            wide: false,
        };
        let mut candidates = Vec::new();
        examine(text, languages, |features, _, _| candidates.push(features));
        Self {
            language: language.to_owned(),
            claim,
            subtype: subtype.to_owned(),
            text: text.to_owned(),
            weight: 1.0,
            part: usize::MAX,
            candidates,
        }
    }

    /// The candidate that the model likes best, and how much.
    fn best(&self, model: &Model) -> Option<(&Features, f32)> {
        self.candidates
            .iter()
            .map(|candidate| (candidate, model.sum(candidate)))
            .max_by(|one, other| one.1.total_cmp(&other.1))
    }

    fn score(&self, model: &Model) -> f32 {
        self.best(model).map_or(-20.0, |(_, sum)| sum)
    }
}

fn read(folder: &Path) -> Vec<Row> {
    let mut rows = Vec::new();
    for language in LANGUAGES {
        let Ok(text) = std::fs::read_to_string(folder.join(format!("{language}.tsv"))) else {
            continue;
        };
        for line in text.lines() {
            let mut cells = line.splitn(3, '\t');
            if let (Some(kind), Some(subtype), Some(text)) =
                (cells.next(), cells.next(), cells.next())
            {
                let mut row = Row::new(language, kind == "claim", subtype, text);
                // what is true of machine translation at large looks most like a claim
                row.weight = if subtype == "general" { 2.0 } else { 1.0 };
                rows.push(row);
            }
        }
    }
    rows
}

/// Deals the rows of each language, kind and subtype to the parts in turn.
fn deal(rows: &mut [Row]) {
    let mut counts: BTreeMap<(String, bool, String), usize> = BTreeMap::new();
    for row in rows {
        let count = counts
            .entry((row.language.clone(), row.claim, row.subtype.clone()))
            .or_default();
        row.part = *count % PARTS;
        *count += 1;
    }
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
        let mut table: BTreeMap<String, Vec<Entry>> =
            toml::from_str(&std::fs::read_to_string(path)?)?;
        for entry in table.remove("marker").unwrap_or_default() {
            if entry.anchor.starts_with("raw") {
                continue;
            }
            let language = LANGUAGES
                .iter()
                .find(|tag| **tag == entry.language)
                .copied()
                .unwrap_or("en");
            let notice = entry.stance == "disclosure"
                && entry.strength != "weak"
                && matches!(file, "disclosure-notice" | "widget-label");
            let claims = entry.flagged.iter().filter(|_| notice).map(|t| (true, t));
            for (claim, text) in claims.chain(entry.clean.iter().map(|t| (false, t))) {
                let mut row = Row::new(language, claim, "catalogue", text);
                // easier and narrower than the rest
                row.weight = if claim { 0.2 } else { 0.5 };
                rows.push(row);
            }
        }
    }
    Ok(rows)
}

/// Paragraphs of texts that claim nothing, one a line in files `<language>.txt`; only those that the grammars look at.
fn paragraphs(folder: &Path) -> Vec<Row> {
    let mut rows = Vec::new();
    for language in LANGUAGES {
        let Ok(text) = std::fs::read_to_string(folder.join(format!("{language}.txt"))) else {
            continue;
        };
        for line in text.lines() {
            let mut row = Row::new(language, false, "background", line);
            row.weight = 0.3;
            if !row.candidates.is_empty() {
                rows.push(row);
            }
        }
    }
    rows
}

/// A fixed generator: Knuth's constants.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }
}

/// In how many texts each row of the table occurs.
fn counts(rows: &[&Row], places: usize) -> Vec<u16> {
    let mut counts = vec![0_u16; places];
    for row in rows {
        let values = row
            .candidates
            .iter()
            .flat_map(|candidate| &candidate.values);
        let own: BTreeSet<u32> = values.map(|&(place, _)| place).collect();
        for place in own {
            let count = &mut counts[place as usize];
            *count = count.saturating_add(1);
        }
    }
    counts
}

/// Trains on all rows but those of one part.
#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of rounds and features are small"
)]
fn train(rows: &[Row], without: usize) -> Model {
    let mut sum = Model::default();
    let models: Vec<Model> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..SEEDS)
            .map(|seed| scope.spawn(move || train_once(rows, without, 12345 + seed)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("training ends"))
            .collect()
    });
    for model in models {
        for (sum, weight) in sum.weights.iter_mut().zip(&model.weights) {
            *sum += weight / SEEDS as f32;
        }
    }
    // what ships is rounded: what is measured is too
    Model::read(&sum.write())
}

/// One model, the rows shuffled by `seed`.
#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of rounds and features are small"
)]
fn train_once(rows: &[Row], without: usize, seed: u64) -> Model {
    let mut model = Model::default();
    let mut squares = vec![0.001_f32; model.weights.len()];
    let mut mean = vec![0.0_f32; model.weights.len()];
    let mut order: Vec<&Row> = rows
        .iter()
        .filter(|row| row.part != without && !row.candidates.is_empty())
        .collect();
    let counts = counts(&order, model.weights.len());
    let mut dice = Dice(seed);
    for round in 0..ROUNDS {
        for index in (1..order.len()).rev() {
            order.swap(index, dice.below(index + 1));
        }
        for row in &order {
            // at first the longest candidate of a claim speaks for it
            let lead = |features: &Features| {
                if round < 2 && row.claim {
                    0.02 * features.values.len() as f32
                } else {
                    0.0
                }
            };
            let best = row
                .candidates
                .iter()
                .max_by(|a, b| (model.sum(a) + lead(a)).total_cmp(&(model.sum(b) + lead(b))));
            let Some(features) = best else { continue };
            let error =
                (sigmoid(model.sum(features)) - f32::from(u8::from(row.claim))) * row.weight;
            for &(place, value) in &features.values {
                let place = place as usize;
                if counts[place] < LEAST {
                    continue;
                }
                // what other texts are like draws no weight to zero
                let decay = if row.subtype == "background" {
                    0.0
                } else {
                    DECAY
                };
                let gradient = error * value + decay * model.weights[place];
                squares[place] += gradient * gradient;
                model.weights[place] -= RATE * gradient / squares[place].sqrt();
            }
        }
        if round >= ROUNDS / 2 {
            for (sum, weight) in mean.iter_mut().zip(&model.weights) {
                *sum += weight / (ROUNDS - ROUNDS / 2) as f32;
            }
        }
    }
    model.weights = mean;
    model
}

/// Prints the claims found and the mentions flagged, a language a line.
fn table(rows: &[Row], scores: &[f32], threshold: f32, verbose: bool) {
    let mut by: BTreeMap<&str, [u32; 4]> = BTreeMap::new();
    let mut kinds: BTreeMap<(bool, &str), [u32; 2]> = BTreeMap::new();
    for (row, &score) in rows.iter().zip(scores) {
        let hit = sigmoid(score) >= threshold;
        let at = if row.claim { 0 } else { 2 };
        let cell = by.entry(&row.language).or_default();
        cell[at] += 1;
        cell[at + 1] += u32::from(hit);
        let kind = kinds.entry((row.claim, &row.subtype)).or_default();
        kind[0] += 1;
        kind[1] += u32::from(hit);
        if verbose && hit != row.claim {
            let mistake = if row.claim { "MISS" } else { "FALSE" };
            println!(
                "{}\t{mistake}\t{}\t{:.2}\t{}",
                row.language,
                row.subtype,
                sigmoid(score),
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
    for ((claim, subtype), [all, hit]) in &kinds {
        let kind = if *claim { "claim" } else { "mention" };
        println!("{kind:8} {subtype:16} {hit:3}/{all:3}");
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

/// Prints what other thresholds would find.
fn thresholds(rows: &[Row], scores: &[f32]) {
    let share = |claim: bool, from: f32| {
        let all = rows.iter().filter(|row| row.claim == claim).count();
        let hits = rows
            .iter()
            .zip(scores)
            .filter(|(row, score)| row.claim == claim && **score >= from)
            .count();
        format!("{hits}/{all}")
    };
    let mut mentions: Vec<f32> = rows
        .iter()
        .zip(scores)
        .filter(|(row, _)| !row.claim)
        .map(|(_, &score)| score)
        .collect();
    mentions.sort_by(|a, b| b.total_cmp(a));
    for per_mille in [5, 10, 20, 50] {
        let Some(&at) = mentions.get(mentions.len() * per_mille / 1000) else {
            continue;
        };
        println!(
            "at {:.1} % of the mentions (from {:.3}): {} claims",
            f64::from(u32::try_from(per_mille).unwrap_or_default()) / 10.0,
            sigmoid(at),
            share(true, at + 1e-6)
        );
    }
    for threshold in [0.5_f32, 0.7, 0.8, 0.9, 0.95, 0.97] {
        let from = (threshold / (1.0 - threshold)).ln();
        println!(
            "from {threshold}: {} claims, {} mentions",
            share(true, from),
            share(false, from)
        );
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut verbose = false;
    let mut keep = false;
    let mut folder = None;
    let mut background = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--background" => background = arguments.next(),
            "-v" => verbose = true,
            "--keep" => keep = true,
            _ => folder = Some(argument),
        }
    }
    if let Some(folder) = folder {
        let rows = read(Path::new(&folder));
        let scores: Vec<f32> = rows.iter().map(|row| row.score(Model::shipped())).collect();
        table(&rows, &scores, THRESHOLD, verbose);
        thresholds(&rows, &scores);
        return Ok(());
    }
    let mut rows = read(Path::new("tests/claims/dev"));
    rows.extend(read(Path::new("tests/claims/train")));
    deal(&mut rows);
    let own = rows.len();
    rows.extend(catalogue()?);
    let known = rows.len();
    if let Some(background) = background {
        rows.extend(paragraphs(Path::new(&background)));
    }
    println!(
        "{own} sentences, {} examples of the catalogue, {} paragraphs of other texts",
        known - own,
        rows.len() - known
    );
    let models: Vec<Model> = (0..PARTS).map(|part| train(&rows, part)).collect();
    let scores: Vec<f32> = rows[..own]
        .iter()
        .map(|row| row.score(&models[row.part]))
        .collect();
    table(&rows[..own], &scores, THRESHOLD, verbose);
    thresholds(&rows[..own], &scores);
    if !keep {
        let model = train(&rows, usize::MAX - 1);
        std::fs::write("src/data/claims/weights.bin", model.write())?;
    }
    Ok(())
}
