//! Learns how long a translation is from pairs, and prints `src/data/lengths.toml`.
//!
//! ```console
//! cargo run --release --example learn-lengths -- pairs/*.tsv > src/data/lengths.toml
//! ```
//!
//! Each file holds pairs of an English source and a target, parted by a tab, and is called `….LANGUAGE.tsv`. For each language
//! and each class of source length it prints the median of target length over source length, in characters, and the spread:
//! half the distance between the 16th and the 84th percentile of the logarithm. Where pairs are few, the class before is repeated.

use std::collections::BTreeMap;
use std::io::{self, Write};

/// Shortest source of each class, in characters.
const CLASSES: [usize; 6] = [8, 16, 32, 64, 128, 256];
/// Pairs that a class needs.
const FEW: usize = 60;

fn main() -> io::Result<()> {
    let mut logs: BTreeMap<String, [Vec<f64>; 6]> = BTreeMap::new();
    for path in std::env::args().skip(1) {
        let name = path.strip_suffix(".tsv").unwrap_or(&path);
        let tag = name.rsplit('.').next().unwrap_or_default();
        let Some(tag) = traditore::tag::canonical(tag) else {
            continue;
        };
        let classes = logs.entry(tag).or_default();
        for line in std::fs::read_to_string(&path)?.lines() {
            let Some((source, target)) = line.split_once('\t') else {
                continue;
            };
            let length = |text: &str| text.trim().chars().count();
            let (from, to) = (length(source), length(target));
            // what was copied says nothing about the language, nor does what names its context
            if source == target || to == 0 || source.contains(['^', '|']) || source.starts_with('?')
            {
                continue;
            }
            if let Some(class) = CLASSES.iter().rposition(|&least| from >= least) {
                #[expect(clippy::cast_precision_loss, reason = "lengths of texts")]
                classes[class].push((to as f64 / from as f64).ln());
            }
        }
    }
    let mut out = io::stdout().lock();
    for (tag, mut classes) in logs {
        let mut rows: Vec<(f64, f64)> = Vec::new();
        for list in &mut classes {
            list.sort_by(f64::total_cmp);
            let at = |percent: usize| list[(list.len() * percent / 100).min(list.len() - 1)];
            if list.len() >= FEW {
                rows.push((at(50).exp(), (at(84) - at(16)) / 2.0));
            } else if let Some(&last) = rows.last() {
                rows.push(last);
            }
        }
        if rows.len() == CLASSES.len() {
            let show = |list: Vec<f64>| {
                let cells: Vec<String> = list.iter().map(|value| format!("{value:.2}")).collect();
                cells.join(", ")
            };
            writeln!(
                out,
                "\"{tag}\" = {{ median = [{}], spread = [{}] }}",
                show(rows.iter().map(|row| row.0).collect()),
                show(rows.iter().map(|row| row.1).collect()),
            )?;
        }
    }
    Ok(())
}
