//! What a score is worth as a probability.
//!
//! The sum of n-gram weights is too sure of itself: n-grams of one word are not independent. How often the engine is
//! right at each of its own probabilities was counted on held-out text, for texts of different length apart, and made
//! monotone. A row of `calibration.tsv` is `kind`, letters from, `raw log-odds`, `probability`.

use std::sync::LazyLock;

const DATA: &str = include_str!("../data/lid/calibration.tsv");

/// Which question was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Which of all languages.
    Open,
    /// Which of two.
    Pair,
}

struct Band {
    kind: Kind,
    letters: usize,
    points: Vec<(f32, f32)>,
}

static BANDS: LazyLock<Vec<Band>> = LazyLock::new(|| read(DATA));

fn read(data: &str) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for line in data.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(kind), Some(letters), Some(raw), Some(probability)) = (
            cells.next(),
            cells.next().and_then(|cell| cell.parse().ok()),
            cells.next().and_then(|cell| cell.parse().ok()),
            cells.next().and_then(|cell| cell.parse().ok()),
        ) else {
            continue;
        };
        let kind = if kind == "pair" {
            Kind::Pair
        } else {
            Kind::Open
        };
        match bands.last_mut() {
            Some(band) if band.kind == kind && band.letters == letters => {
                band.points.push((raw, probability));
            }
            _ => bands.push(Band {
                kind,
                letters,
                points: vec![(raw, probability)],
            }),
        }
    }
    bands
}

/// The probability that belongs to raw log-odds for a text of so many letters; the logistic curve itself where nothing
/// was measured.
#[must_use]
pub fn probability(kind: Kind, letters: usize, raw: f32) -> f32 {
    let band = BANDS
        .iter()
        .rev()
        .find(|band| band.kind == kind && band.letters <= letters);
    let Some(band) = band else {
        return 1.0 / (1.0 + (-raw).exp());
    };
    let after = band.points.partition_point(|&(at, _)| at < raw);
    match (
        after.checked_sub(1).and_then(|i| band.points.get(i)),
        band.points.get(after),
    ) {
        (Some(&(x, p)), Some(&(y, q))) if y > x => p + (q - p) * (raw - x) / (y - x),
        (Some(&(_, p)), _) | (_, Some(&(_, p))) => p,
        _ => 0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_rise_with_the_score() {
        for kind in [Kind::Open, Kind::Pair] {
            for letters in [1, 5, 15, 30, 60, 1000] {
                let mut before = 0.0;
                for raw in -20..60 {
                    let now = probability(kind, letters, raw as f32);
                    assert!(
                        (0.0..=1.0).contains(&now) && now >= before,
                        "{kind:?} {letters} {raw}"
                    );
                    before = now;
                }
                assert!(before > 0.8, "{kind:?} {letters}: {before}");
            }
        }
    }

    #[test]
    fn points_are_joined_by_lines() {
        let bands = read("# head\nopen\t0\t0\t0.5\nopen\t0\t2\t0.9\npair\t8\t1\t0.7\n");
        assert_eq!(bands.len(), 2);
        assert_eq!(bands[0].points, [(0.0, 0.5), (2.0, 0.9)]);
        assert_eq!(bands[1].letters, 8);
    }
}
