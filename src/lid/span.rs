//! Words of another language inside a text: a two-state Viterbi path over the scores of the words.

use std::ops::Range;

use super::pair::{Pair, WordScore};

/// How a path is priced, in nats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpanCost {
    /// For going from one language to the other.
    pub switch: f32,
    /// For every word that is called foreign.
    pub word: f32,
    /// No single word says more than this, for or against.
    pub clip: f32,
    /// What is left of the score of a capitalised word that looks foreign: names are at home everywhere.
    pub capital: f32,
    /// Fewest words of a span.
    pub least: usize,
}

impl Default for SpanCost {
    fn default() -> Self {
        Self {
            switch: 1.0,
            word: -0.1,
            clip: 12.0,
            capital: 0.8,
            least: 3,
        }
    }
}

/// A run of words in the first language of a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// From the first byte of the first word to the end of the last.
    pub range: Range<usize>,
    /// Which words, counted as [`Pair::words`] gives them.
    pub words: Range<usize>,
    /// Sum of their scores, in nats.
    pub score: f32,
}

/// The runs of at least `cost.least` words of `text` that are in the pair's first language while the rest is in its
/// second.
#[must_use]
pub fn spans(text: &str, pair: &Pair, cost: &SpanCost) -> Vec<Span> {
    let mut words = Vec::new();
    pair.words(text, |word| words.push(word));
    spans_of(&words, cost)
}

/// The same for words that are already scored.
#[must_use]
pub fn spans_of(words: &[WordScore], cost: &SpanCost) -> Vec<Span> {
    // Best sums so far of the paths that end outside and inside a span, and where the one inside came from.
    let (mut outside, mut inside) = (0.0f32, f32::NEG_INFINITY);
    let mut from: Vec<(bool, bool)> = Vec::with_capacity(words.len());
    for word in words {
        let mut score = word.score.clamp(-cost.clip, cost.clip);
        if word.capitalised && score > 0.0 {
            score *= cost.capital;
        }
        let score = score - cost.word;
        let enter = outside - cost.switch;
        let leave = inside - cost.switch;
        from.push((leave > outside, inside >= enter));
        let before = outside;
        outside = outside.max(leave);
        inside = inside.max(before - cost.switch) + score;
    }
    let mut is_inside = inside > outside;
    let mut found = Vec::new();
    let mut end = words.len();
    for index in (0..words.len()).rev() {
        let (left, stayed) = from[index];
        if is_inside {
            if !stayed {
                push(&mut found, words, index..end, cost);
                is_inside = false;
            }
        } else if left {
            is_inside = true;
            end = index;
        }
        if index == 0 && is_inside {
            push(&mut found, words, 0..end, cost);
        }
    }
    found.reverse();
    found
}

fn push(found: &mut Vec<Span>, words: &[WordScore], range: Range<usize>, cost: &SpanCost) {
    if range.len() < cost.least {
        return;
    }
    let Some((first, last)) = words.get(range.start).zip(words.get(range.end - 1)) else {
        return;
    };
    found.push(Span {
        range: first.range.start..last.range.end,
        score: words[range.clone()].iter().map(|word| word.score).sum(),
        words: range,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lid::Lid;

    fn word(score: f32) -> WordScore {
        WordScore {
            range: 0..1,
            score,
            capitalised: false,
        }
    }

    fn of(scores: &[f32]) -> Vec<(usize, usize)> {
        let words: Vec<_> = scores.iter().map(|&score| word(score)).collect();
        spans_of(&words, &SpanCost::default())
            .into_iter()
            .map(|span| (span.words.start, span.words.end))
            .collect()
    }

    #[test]
    fn a_run_of_foreign_words() {
        assert_eq!(of(&[-4.0, -4.0, 4.0, 4.0, 4.0, -4.0]), [(2, 5)]);
        assert_eq!(of(&[4.0, 4.0, 4.0, -4.0, -4.0, -4.0]), [(0, 3)]);
        assert_eq!(of(&[-4.0, -4.0, -4.0, 4.0, 4.0, 4.0]), [(3, 6)]);
        assert_eq!(of(&[4.0, 4.0, 4.0]), [(0, 3)]);
    }

    #[test]
    fn two_runs() {
        assert_eq!(
            of(&[5.0, 5.0, 5.0, -9.0, -9.0, 5.0, 5.0, 5.0, -9.0]),
            [(0, 3), (5, 8)]
        );
    }

    #[test]
    fn short_or_weak_runs_are_none() {
        assert!(of(&[-4.0, 9.0, 9.0, -4.0]).is_empty());
        assert!(of(&[-4.0, 0.5, 0.5, 0.5, -4.0]).is_empty());
        assert!(of(&[]).is_empty());
    }

    #[test]
    fn exact_ranges_in_a_sentence() {
        let lid = |tag| Lid::from_tag(tag).unwrap();
        let pair = Pair::new(lid("en"), lid("de")).unwrap();
        let text = "Wenn Sie fertig sind, because nobody knows what happened, danach schließen Sie das Fenster.";
        let found = spans(text, &pair, &SpanCost::default());
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            &text[found[0].range.clone()],
            "because nobody knows what happened"
        );
        let clean =
            "Wenn Sie fertig sind, schließen Sie bitte das Fenster und starten den Rechner neu.";
        assert!(spans(clean, &pair, &SpanCost::default()).is_empty());
    }
}
