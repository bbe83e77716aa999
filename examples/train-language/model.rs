//! Softmax regression with one adaptive step for each row.

use anyhow::{Context, Result};
use traditore::lid::feature;
use traditore::lid::table::Table;
use traditore::lid::{GROUPS, Group};

use crate::corpus::{Corpus, Language};

/// Words of a language other than the sample's, to a thousand.
const FOREIGN: u64 = 40;
/// Length of the first steps.
const RATE: f32 = 0.4;
/// Samples of one to three words, in quarters.
const SHORT: usize = 3;
/// Windows of sentences, to a hundred, where there is a good list of words; the rest is drawn from the list.
const TEXT: usize = 20;
/// What a row is taken to have seen where training goes on.
const SEEN: f32 = 20.0;
/// The largest weight, in nats, that a signed byte stands for.
const LARGEST: f32 = 3.5;

/// A generator of numbers (splitmix64, Steele et al. 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }
    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// e^x for x <= 0, by the same operations everywhere.
fn exp(x: f32) -> f32 {
    if x < -40.0 {
        return 0.0;
    }
    let y = 1.0 + x / 1024.0;
    let mut power = y;
    for _ in 0..10 {
        power *= power;
    }
    power
}

/// Trains the weights of a group, from nothing or on from those of the file `start`.
pub(crate) fn train(
    index: usize,
    corpus: &Corpus,
    samples: usize,
    start: Option<&[u8]>,
) -> Result<Vec<u8>> {
    let group = &GROUPS[index];
    let start = start
        .map(|bytes| {
            Table::read(index, Vec::from(bytes).leak()).context("weights of other languages")
        })
        .transpose()?;
    let start = start.as_ref();
    Ok(match group.width {
        64 => run::<64>(index, group, corpus, samples, start),
        16 => run::<16>(index, group, corpus, samples, start),
        _ => run::<8>(index, group, corpus, samples, start),
    })
}

fn run<const WIDTH: usize>(
    index: usize,
    group: &Group,
    corpus: &Corpus,
    samples: usize,
    start: Option<&Table>,
) -> Vec<u8> {
    let classes = group.tags.len();
    let mut random = Random(20_240_229);
    let mut weights = vec![[0f32; WIDTH]; 1 << group.bits];
    let mut seen = vec![0f32; 1 << group.bits];
    let mut bias = [0f32; WIDTH];
    if let Some(table) = start {
        for (row, weights) in weights.iter_mut().enumerate() {
            for (class, weight) in weights.iter_mut().enumerate() {
                *weight = f32::from(table.weight(row, class)) * table.scale;
            }
        }
        bias[..classes].copy_from_slice(&table.bias);
        // as if the rows had been seen often: small steps
        seen.fill(SEEN);
    }
    let mut shares = Vec::new();
    let mut sum = 0.0;
    for language in &corpus.languages {
        sum += language.share;
        shares.push(sum);
    }
    let (mut text, mut rows) = (String::new(), Vec::new());
    let (mut right, mut judged) = (0u32, 0u32);
    for step in 0..samples {
        let at = random.unit() * sum;
        let class = shares
            .partition_point(|&share| share <= at)
            .min(classes - 1);
        sample(corpus, class, group, &mut random, &mut text);
        rows.clear();
        feature::words(&text, |word| {
            if word.group == index {
                word.rows(group.longest, group.bits, |row| rows.push(row));
            }
        });
        if rows.is_empty() {
            continue;
        }
        let mut logits = bias;
        for &row in &rows {
            for (logit, weight) in logits.iter_mut().zip(&weights[row]) {
                *logit += weight;
            }
        }
        for logit in &mut logits[classes..] {
            *logit = f32::NEG_INFINITY;
        }
        let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        right += u32::from(logits[class] >= most);
        judged += 1;
        if judged == 200_000 {
            eprintln!(
                "{}: {step} {:.2} %",
                group.name,
                f64::from(right) * 100.0 / f64::from(judged)
            );
            (right, judged) = (0, 0);
        }
        let mut total = 0.0;
        let mut gradient = [0f32; WIDTH];
        for (p, logit) in gradient.iter_mut().zip(&logits) {
            *p = exp(logit - most);
            total += *p;
        }
        for p in &mut gradient {
            *p /= total;
        }
        if gradient[class] > 0.9995 {
            continue;
        }
        gradient[class] -= 1.0;
        let square: f32 = gradient.iter().map(|g| g * g).sum();
        let rate = RATE * (1.0 - 0.95 * step as f32 / samples as f32);
        for &row in &rows {
            seen[row] += square;
            let rate = rate / (seen[row] + 0.1).sqrt();
            for (weight, g) in weights[row].iter_mut().zip(&gradient) {
                *weight -= rate * g;
            }
        }
        for (bias, g) in bias.iter_mut().zip(&gradient) {
            *bias -= 0.0005 * g;
        }
    }
    // What drawing them oftener adds to two languages is taken back where a relative pays for it.
    for (bias, tag) in bias.iter_mut().zip(group.tags) {
        if matches!(*tag, "da" | "sk") {
            *bias -= 0.47;
        }
    }
    let scale = LARGEST / 127.0;
    let bytes: Vec<i8> = weights
        .iter()
        .flatten()
        .map(|weight| (weight / scale).round().clamp(-127.0, 127.0) as i8)
        .collect();
    Table::write(index, group.bits, scale, &bias[..classes], &bytes)
}

/// Writes one sample of a language into `text`: a window of a sentence, or words drawn from the list.
fn sample(corpus: &Corpus, class: usize, group: &Group, random: &mut Random, text: &mut String) {
    text.clear();
    let language = &corpus.languages[class];
    let count = match random.below(4) {
        x if x < SHORT => 1 + random.below(3),
        x if x < 3 => 3 + random.below(8),
        _ => 8 + random.below(14),
    };
    let spaced = !matches!(group.name, "han");
    let use_text = language.words.len() < 50
        || !language.lines.is_empty()
            && random.below(100)
                < if language.words.len() < 10_000 {
                    45
                } else if language.lines.len() < 300 {
                    30
                } else {
                    TEXT
                };
    if use_text {
        let line = &language.lines[random.below(language.lines.len())];
        if spaced {
            let words = line.split_whitespace().count();
            let first = random.below(words.saturating_sub(count) + 1);
            for word in line.split_whitespace().skip(first).take(count) {
                text.push_str(word);
                text.push(' ');
            }
        } else {
            let letters = line.chars().count();
            let count = count * 2;
            let first = random.below(letters.saturating_sub(count) + 1);
            text.extend(line.chars().skip(first).take(count));
        }
        return;
    }
    for _ in 0..count {
        let other;
        let from: &Language = if random.next() % 1000 < FOREIGN && count > 3 {
            other = random.below(corpus.languages.len());
            &corpus.languages[other]
        } else {
            language
        };
        if let Some(total) = from.sums.last() {
            let at = random.unit() * total;
            let index = from
                .sums
                .partition_point(|&sum| sum <= at)
                .min(from.words.len() - 1);
            text.push_str(&from.words[index]);
            text.push(' ');
        }
    }
}
