//! Trains the weights of the language engine.
//!
//! ```text
//! cargo run --release --example train-language -- DATA… [--out DIR] [--group NAME] [--rounds N] [--from DIR]
//! ```
//!
//! DATA holds `words/TAG.txt` (`word weight` a line) and `text/TAG.txt` (a sentence a line), as `gather.py` writes them.
//! `--from` goes on from the weights in DIR instead of from nothing. The same data give the same bytes: one thread, a fixed seed, files in the order of the languages, and no function of
//! floating point but those that every machine rounds alike (+, -, ×, ÷, square root).
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    clippy::too_many_lines,
    clippy::float_cmp
)]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]

mod corpus;
mod model;

use std::path::PathBuf;

use anyhow::Result;
use traditore::lid::{GROUPS, TABLES};

fn main() -> Result<()> {
    let mut data = Vec::new();
    let mut out = PathBuf::from("src/data/lid");
    let mut only = None;
    let mut rounds = 1.0;
    let mut from: Option<PathBuf> = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--out" => out = arguments.next().unwrap_or_default().into(),
            "--group" => only = arguments.next(),
            "--from" => from = arguments.next().map(PathBuf::from),
            "--rounds" => rounds = arguments.next().unwrap_or_default().parse()?,
            _ => data.push(PathBuf::from(argument)),
        }
    }
    anyhow::ensure!(!data.is_empty(), "name a data folder");
    std::fs::create_dir_all(&out)?;
    for (index, group) in GROUPS.iter().enumerate().take(TABLES) {
        if only.as_deref().is_some_and(|name| name != group.name) {
            continue;
        }
        let corpus = corpus::Corpus::read(&data, group)?;
        let samples = (samples(group.name) as f64 * rounds) as usize;
        let start = match &from {
            Some(from) => Some(std::fs::read(from.join(format!("{}.bin", group.name)))?),
            None => None,
        };
        let bytes = model::train(index, &corpus, samples, start.as_deref())?;
        std::fs::write(out.join(format!("{}.bin", group.name)), bytes)?;
    }
    Ok(())
}

/// How many samples each table sees.
fn samples(group: &str) -> usize {
    match group {
        "latin" => 128_000_000,
        "cyrillic" => 4_000_000,
        "arabic" | "devanagari" | "han" => 1_600_000,
        _ => 400_000,
    }
}
