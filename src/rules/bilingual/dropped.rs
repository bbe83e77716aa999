//! Whether a sentence was left out, or sentences were drawn together: what the lengths say.
//!
//! Sentences of both sides are put side by side in their order, as Gale and Church do ("A Program for Aligning Sentences in
//! Bilingual Corpora", 1993): one for one, two or three for one, one for two. The best way with a sentence that has no
//! counterpart is held against the best way without. The logarithm of a sentence's length over the usual length of its
//! counterpart is taken to be normal, with the spread that translations of that length have.

use super::lengths::Lengths;

/// Sentences of a side, at the most: longer texts are not compared.
const MOST: usize = 40;
/// Share of their length that sentences drawn together keep.
const DRAWN: f32 = 0.93;
/// Logarithms of how often sentences are drawn together by two and by three, and one is made of two, against one for one: near
/// Gale and Church, table 5. Sentences that were drawn together have a comma between them, as a rule.
const TWO: f32 = -1.6;
const THREE: f32 = -3.6;
const BARE: f32 = -2.0;
const SPLIT: f32 = -3.0;
/// What a spread is at least, for sentences.
const LEAST_SPREAD: f32 = 0.16;
const IMPOSSIBLE: f32 = f32::MIN;

/// A sentence, as far as this goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sentence {
    /// In characters.
    pub(super) length: usize,
    /// Marks inside at which sentences may be joined: commas, semicolons, dashes.
    pub(super) joints: usize,
}

/// How much likelier it is that sentences of the source were left out than that they were drawn together, as a logarithm,
/// prior odds left out; `None` where that cannot be said.
pub(super) fn likelihood(
    source: &[Sentence],
    target: &[Sentence],
    lengths: &Lengths,
) -> Option<f32> {
    let (n, m) = (source.len(), target.len());
    if n > MOST || m > MOST || m == 0 || n <= m {
        return None;
    }
    lengths.standing(64, 64)?;
    // best way to account for the first i and j: nothing left out, something left out
    let mut best = vec![[IMPOSSIBLE; 2]; (n + 1) * (m + 1)];
    best[0][0] = 0.0;
    let at = |i: usize, j: usize| i * (m + 1) + j;
    for i in 0..=n {
        for j in 0..=m {
            for left_out in 0..2 {
                let score = best[at(i, j)][left_out];
                if score <= IMPOSSIBLE {
                    continue;
                }
                let mut reach = |di: usize, dj: usize, gain: f32, left_out: usize| {
                    if i + di <= n && j + dj <= m {
                        let cell = &mut best[at(i + di, j + dj)][left_out];
                        *cell = cell.max(score + gain);
                    }
                };
                for (di, dj, prior, share) in [
                    (1, 1, 0.0, 1.0),
                    (2, 1, TWO, DRAWN),
                    (3, 1, THREE, DRAWN),
                    (1, 2, SPLIT, 1.0),
                ] {
                    if i + di <= n && j + dj <= m {
                        let from = source[i..i + di].iter().map(|one| one.length).sum();
                        let to = target[j..j + dj].iter().map(|one| one.length).sum();
                        let bare = (1..di).skip(target[j].joints).count();
                        let prior = prior + [0.0, BARE, 2.0 * BARE][bare];
                        reach(di, dj, prior + density(from, to, share, lengths), left_out);
                    }
                }
                if i < n {
                    reach(1, 0, 0.0, 1);
                }
            }
        }
    }
    let [whole, left_out] = best[at(n, m)];
    (whole > IMPOSSIBLE && left_out > IMPOSSIBLE).then_some(left_out - whole)
}

/// Logarithm of how dense translations of `from` characters lie around `to`, where they keep `share` of the usual length.
#[expect(clippy::cast_precision_loss, reason = "lengths of texts")]
fn density(from: usize, to: usize, share: f32, lengths: &Lengths) -> f32 {
    let standing = lengths.standing(from.max(8), to.max(1));
    let Some(standing) = standing else {
        return IMPOSSIBLE;
    };
    let short = 8.0 / from.max(1) as f32;
    let spread = standing.spread.max(LEAST_SPREAD) * short.max(1.0);
    let far = (standing.share * short.max(1.0) / share).ln() / spread;
    -0.5 * far * far - spread.ln()
}
