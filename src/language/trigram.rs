//! The engine on `whatlang`: trigram profiles and alphabets of 70 languages.
//!
//! Its confidence is a clipped margin between the best two and far too low in the middle, so it goes through a table of
//! shares found right (`data/trigram-calibration.toml`), one row for each length of text.

use std::sync::LazyLock;

use serde::Deserialize;
use whatlang::Detector;

use super::engine::{Engine, Verdict};
use super::lang::Lang;

/// `whatlang` as an [`Engine`].
#[derive(Clone, Copy, Debug)]
pub struct Trigram;

impl Engine for Trigram {
    fn knows(&self, language: Lang) -> bool {
        class(language).is_some()
    }

    fn rank(&self, text: &str, candidates: &[Lang]) -> Verdict {
        let mut classes: Vec<(whatlang::Lang, Lang)> = Vec::with_capacity(candidates.len());
        for &candidate in candidates {
            if let Some(class) = class(candidate)
                && !classes.iter().any(|&(other, _)| other == class)
            {
                classes.push((class, candidate));
            }
        }
        if classes.len() < 2 {
            return Verdict::default();
        }
        let detector = Detector::with_allowlist(classes.iter().map(|&(class, _)| class).collect());
        let Some(info) = detector.detect(text) else {
            return Verdict::default();
        };
        Verdict {
            language: classes
                .iter()
                .find(|&&(class, _)| class == info.lang())
                .map(|&(_, candidate)| candidate),
            confidence: CALIBRATION.closed.map(text, info.confidence()),
        }
    }

    fn open(&self, text: &str) -> Verdict {
        let Some(info) = whatlang::detect(text) else {
            return Verdict::default();
        };
        Verdict {
            language: CLASSES
                .iter()
                .position(|&class| class == Some(info.lang()))
                .and_then(|number| Lang::all().nth(number)),
            confidence: CALIBRATION.open.map(text, info.confidence()),
        }
    }
}

/// Its class for each language of the table that has one of its own.
static CLASSES: LazyLock<Vec<Option<whatlang::Lang>>> = LazyLock::new(|| {
    Lang::all()
        .map(|lang| lang.iso().and_then(whatlang::Lang::from_code))
        .collect()
});

/// Its class for a language: its own, or that of the language that its text looks like to the profiles.
fn class(language: Lang) -> Option<whatlang::Lang> {
    CLASSES[language.number()].or_else(|| match language.tag() {
        "zh-Hans" | "zh-Hant" => Some(whatlang::Lang::Cmn),
        "sr-Latn" | "bs" | "cnr" => Some(whatlang::Lang::Hrv),
        "nn" => Some(whatlang::Lang::Nob),
        "ms" => Some(whatlang::Lang::Ind),
        _ => None,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Calibration {
    closed: Maps,
    open: Maps,
}

static CALIBRATION: LazyLock<Calibration> = LazyLock::new(|| {
    data!("trigram-calibration").expect("the embedded calibration parses: a test reads it")
});

/// Probabilities at the margins 0, 0.1, … 1, by length of text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Maps {
    /// Characters below which a row holds; the last row holds for all longer texts.
    below: Vec<usize>,
    /// A row for each length, and one for longer ones.
    rows: Vec<[f32; 11]>,
}

impl Maps {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "the margin lies between 0 and 1"
    )]
    fn map(&self, text: &str, margin: f64) -> f32 {
        let length = text
            .bytes()
            .filter(|&b| b & 0xC0 != 0x80 && b != b' ')
            .count();
        let row = self.below.partition_point(|&limit| limit <= length);
        let Some(row) = self.rows.get(row).or_else(|| self.rows.last()) else {
            return 0.5;
        };
        let at = (margin.clamp(0.0, 1.0) * 10.0) as f32;
        let low = at.floor() as usize;
        let high = (low + 1).min(10);
        row[low] + (row[high] - row[low]) * (at - low as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calibration_only_grows() {
        for maps in [&CALIBRATION.closed, &CALIBRATION.open] {
            assert_eq!(maps.rows.len(), maps.below.len() + 1);
            for row in &maps.rows {
                assert!(row.is_sorted() && row[10] < 1.0, "{row:?}");
            }
        }
    }

    #[test]
    fn answers_closed_and_open_questions() {
        let german = "Die Brücke über den Fluss wurde im Herbst nach langer Bauzeit wieder für den Verkehr geöffnet";
        let lang = |tag| Lang::exact(tag).expect("in the table");
        let closed = Trigram.rank(german, &[lang("en"), lang("de")]);
        assert_eq!(closed.language, Some(lang("de")));
        assert_eq!(Trigram.open(german).language, Some(lang("de")));
        assert_eq!(
            Trigram.rank(german, &[lang("de"), lang("ga")]).language,
            None
        );
        assert!(Trigram.knows(lang("sr-Latn")) && !Trigram.knows(lang("sq")));
    }
}
