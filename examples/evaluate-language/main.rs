//! Prints how right and how fast the language engine is on a development set.
//!
//! ```text
//! cargo run --release --example evaluate-language -- DEV [--every N] [--calibrate FILE] [--worst] [--only TABLE]
//! ```
//!
//! DEV holds `eng-XXX.tsv` (English, tab, the other language; Tatoeba) or `TAG.txt` (a sentence a line; those of lingua are
//! `testdata/sentences.txt` of the crates `lingua-*-language-model`).
//! `--every 50` takes each fiftieth line, those that training leaves out of `text/`.
//! `--calibrate` writes the calibration table from DEV; use text that is not measured on.
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

mod bilingual;
mod calibrate;
mod sentences;
mod set;

use std::path::PathBuf;

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let (mut dev, mut calibrate, mut worst, mut only, mut every) = (None, None, false, None, 1);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--calibrate" => calibrate = arguments.next().map(PathBuf::from),
            "--worst" => worst = true,
            "--every" => every = arguments.next().unwrap_or_default().parse()?,
            "--only" => only = arguments.next(),
            _ => dev = Some(PathBuf::from(argument)),
        }
    }
    let set = set::Set::read(&dev.context("name a folder of sentences")?, every.max(1))?;
    if let Some(path) = calibrate {
        return calibrate::write(&set, &path);
    }
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    if wanted("sentences") {
        sentences::open(&set, worst);
    }
    if wanted("pairs") {
        sentences::pairs(&set, worst);
    }
    if wanted("untranslated") {
        bilingual::untranslated(&set);
    }
    if wanted("spans") {
        bilingual::foreign_spans(&set, worst);
    }
    if wanted("probability") {
        calibrate::reliability(&set);
    }
    if wanted("speed") {
        sentences::speed(&set);
    }
    Ok(())
}
