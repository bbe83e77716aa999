//! One language against another: the question that is asked of every segment of a document.
//!
//! Two columns of a table become one column of differences, so that an n-gram costs one look-up. Languages of different
//! scripts are told apart by their letters; there Latin names inside the other script weigh little.

use std::ops::Range;

use super::feature;
use super::language::{GROUPS, Lid};
use super::table::table;

/// Two languages, made ready for many questions.
#[derive(Clone, Debug)]
pub struct Pair {
    first: Lid,
    second: Lid,
    by: By,
}

#[derive(Clone, Debug)]
enum By {
    Weights(Weights),
    Letters,
}

/// Two languages of one script by their words.
#[derive(Clone, Debug)]
pub struct Weights {
    group: usize,
    bits: u32,
    longest: usize,
    scale: f32,
    bias: f32,
    rows: Vec<i16>,
}

impl Weights {
    /// What a word of their script says in nats, above 0 for the first language.
    #[inline(always)]
    #[must_use]
    pub fn nats(&self, word: &feature::Word) -> f32 {
        let sum = match self.rows.first_chunk() {
            Some(rows) if self.bits == 16 && self.longest == 5 => word.sum(rows),
            _ => difference(word, &self.rows, self.longest, self.bits),
        };
        sum as f32 * self.scale
    }

    /// What is added to the words of a text.
    #[must_use]
    pub fn bias(&self) -> f32 {
        self.bias
    }
}

/// A word and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct WordScore {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Log-likelihood ratio in nats, above 0 for the first language.
    pub score: f32,
    /// Capitalised as a name is: not `I`, `I’m`.
    pub capitalised: bool,
}

/// What a text says about a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Log-likelihood ratio in nats, above 0 for the first language.
    pub nats: f32,
    /// Letters that were looked at.
    pub letters: usize,
    /// Words that were looked at.
    pub words: usize,
}

/// What a text says about a pair, names held back.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// All of it.
    pub score: Score,
    /// What of the log-likelihood ratio is left when no word says more than a few nats and words that look like names
    /// hardly speak for the first language.
    pub sober: f32,
    /// Words that do not look like names.
    pub small: usize,
}

/// No word says more than this many nats, for or against, where [`Evidence::sober`] is summed.
const SOBER: f32 = 8.0;
/// What is left there of the score of a word that looks like a name.
const NAME: f32 = 0.2;

impl Pair {
    /// Makes the table of differences; `None` when the two are the same language.
    #[must_use]
    pub fn new(first: Lid, second: Lid) -> Option<Self> {
        if first == second {
            return None;
        }
        let by = if first.group() == second.group() {
            let group = first.group();
            let table = table(group)?;
            let (a, b) = (first.class(), second.class());
            By::Weights(Weights {
                group,
                bits: table.bits,
                longest: table.longest,
                scale: table.scale,
                bias: table.bias[a] - table.bias[b],
                rows: (0..1usize << table.bits)
                    .map(|row| i16::from(table.weight(row, a)) - i16::from(table.weight(row, b)))
                    .collect(),
            })
        } else {
            By::Letters
        };
        Some(Self { first, second, by })
    }

    /// The language that scores above 0 speak for.
    #[must_use]
    pub fn first(&self) -> Lid {
        self.first
    }

    /// The language that scores below 0 speak for.
    #[must_use]
    pub fn second(&self) -> Lid {
        self.second
    }

    /// What `text` says.
    #[must_use]
    pub fn score(&self, text: &str) -> Score {
        let mut score = Score::default();
        feature::words(text, |word| {
            if let Some(nats) = self.nats(word, score.words == 0) {
                score.nats += nats;
                score.letters += word.letters();
                score.words += 1;
            }
        });
        if score.words > 0 {
            score.nats += self.bias();
        }
        score
    }

    fn bias(&self) -> f32 {
        self.weights().map_or(0.0, Weights::bias)
    }

    /// What the words of the two say; `None` where their scripts differ.
    #[must_use]
    pub fn weights(&self) -> Option<&Weights> {
        match &self.by {
            By::Weights(weights) => Some(weights),
            By::Letters => None,
        }
    }

    /// What a word says; `None` when it is of another script than the two.
    #[inline(always)]
    fn nats(&self, word: &feature::Word, first_word: bool) -> Option<f32> {
        match &self.by {
            By::Weights(weights) => (word.group == weights.group).then(|| weights.nats(word)),
            By::Letters => self.letters(word, first_word),
        }
    }

    /// What `text` says, names held back.
    #[must_use]
    pub fn evidence(&self, text: &str) -> Evidence {
        let mut evidence = Evidence::default();
        let mut sum = 0.0;
        let mut first = true;
        feature::words(text, |word| {
            let nats = self.nats(word, first);
            first = false;
            let Some(nats) = nats else { return };
            sum += nats;
            evidence.score.letters += word.letters();
            evidence.score.words += 1;
            let name = word.is_name_like();
            evidence.small += usize::from(!name);
            evidence.sober += sober(nats, name);
        });
        if evidence.score.words > 0 {
            evidence.score.nats = sum + self.bias();
        }
        evidence
    }

    /// What every word of `text` says, in order.
    pub fn words(&self, text: &str, mut found: impl FnMut(WordScore)) {
        let mut first = true;
        feature::words(text, |word| {
            let score = self.nats(word, first).unwrap_or(0.0);
            first = false;
            found(WordScore {
                range: word.range(),
                score,
                capitalised: word.is_name_like(),
            });
        });
    }

    /// What the letters of a word say when the two languages do not share a script.
    fn letters(&self, word: &feature::Word, first_word: bool) -> Option<f32> {
        let side = if word.group == self.first.group() {
            1.0
        } else if word.group == self.second.group() {
            -1.0
        } else {
            return None;
        };
        let weight = match (GROUPS[word.group].name, word.capitalised) {
            ("latin", false) => 0.5,
            ("latin", true) if first_word => 0.3,
            ("latin", true) => 0.1,
            _ => GROUPS[word.group].weight as f32,
        };
        Some(side * weight * word.letters() as f32)
    }
}

/// What a word counts where names are held back.
#[inline]
pub(crate) fn sober(nats: f32, name: bool) -> f32 {
    let held = nats.clamp(-SOBER, SOBER);
    if name && held > 0.0 {
        held * NAME
    } else {
        held
    }
}

#[inline(always)]
fn difference(word: &feature::Word, rows: &[i16], longest: usize, bits: u32) -> i32 {
    let mut sum = 0i32;
    word.rows(longest, bits, |row| {
        sum += rows.get(row).map_or(0, |&row| i32::from(row));
    });
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(first: &str, second: &str) -> Pair {
        Pair::new(
            Lid::from_tag(first).unwrap(),
            Lid::from_tag(second).unwrap(),
        )
        .unwrap()
    }

    #[test]
    fn a_sentence_scores_for_its_language() {
        let pair = pair("en", "de");
        assert!(
            pair.score("The house stands on the other side of the street.")
                .nats
                > 5.0
        );
        assert!(
            pair.score("Das Haus steht auf der anderen Straßenseite.")
                .nats
                < -5.0
        );
        assert_eq!(pair.score("12345 https://example.org/").words, 0);
        assert_eq!(pair.score(""), Score::default());
    }

    #[test]
    fn names_in_another_script_are_no_sentence() {
        let pair = pair("en", "ko");
        assert!(
            pair.score("Windows 10에서 Visual Studio Code를 설치하세요")
                .nats
                < 0.0
        );
        assert!(pair.score("Install the program before you begin").nats > 5.0);
        assert!(pair.score("Visual Studio Code").nats < 3.0);
    }

    #[test]
    fn words_add_up_to_the_text() {
        let pair = pair("en", "fr");
        let text = "Il a dit that nobody would come to the house.";
        let mut sum = 0.0;
        let mut count = 0;
        pair.words(text, |word| {
            sum += word.score;
            count += 1;
        });
        let score = pair.score(text);
        assert_eq!(score.words, count);
        let bias = table(0).map_or(0.0, |table| {
            table.bias[pair.first.class()] - table.bias[pair.second.class()]
        });
        assert!((score.nats - bias - sum).abs() < 0.01);
    }

    #[test]
    fn a_language_against_itself_is_no_question() {
        let en = Lid::from_tag("en").unwrap();
        assert!(Pair::new(en, en).is_none());
    }
}
