//! Words that say a number, by language.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    small: Vec<String>,
    large: Vec<(f64, String)>,
    #[serde(default)]
    tens: Vec<(f64, String)>,
}

/// The words of a language.
#[derive(Debug)]
pub(crate) struct Words {
    small: Vec<Vec<String>>,
    large: Vec<(f64, Vec<String>)>,
    tens: Vec<(f64, Vec<String>)>,
    /// A word may begin anywhere: written without spaces, or with prefixes.
    anywhere: bool,
}

static LANGUAGES: LazyLock<HashMap<String, Words>> = LazyLock::new(|| {
    let data: HashMap<String, Entry> =
        data!("number-words").expect("the embedded data parse: a test reads them");
    let list = |text: &str| text.split(' ').map(str::to_lowercase).collect::<Vec<_>>();
    let pairs = |entries: Vec<(f64, String)>| {
        entries
            .into_iter()
            .map(|(value, words)| (value, list(&words)))
            .collect::<Vec<_>>()
    };
    data.into_iter()
        .map(|(language, entry)| {
            let anywhere = matches!(
                language.as_str(),
                "ar" | "fa" | "he" | "ja" | "ko" | "th" | "ur" | "zh"
            );
            let words = Words {
                small: entry.small.iter().map(|words| list(words)).collect(),
                large: pairs(entry.large),
                tens: pairs(entry.tens),
                anywhere,
            };
            (language, words)
        })
        .collect()
});

/// The words of a language by its primary subtag.
pub(crate) fn of(language: &str) -> Option<&'static Words> {
    let language = match language {
        "no" | "nn" => "nb",
        "bs" | "sh" => "hr",
        other => other,
    };
    LANGUAGES.get(language)
}

impl Words {
    /// Whether `text`, in lower case, says `value` in a word.
    pub(crate) fn say(&self, text: &str, value: f64) -> bool {
        let whole = value.fract() == 0.0 && value >= 0.0;
        if whole
            && let Some(words) = self.small.get(index(value))
            && value <= 12.0
        {
            return words.iter().any(|word| self.begins(text, word));
        }
        if let Some((_, words)) = self
            .large
            .iter()
            .find(|(large, _)| (large - value).abs() < 0.5)
        {
            return words.iter().any(|word| self.begins(text, word));
        }
        // fifteen; twenty-five by its twenty
        let tens = if value < 20.0 {
            value
        } else {
            value - value % 10.0
        };
        if value >= 100.0 {
            return whole && self.multiplied(text, value);
        }
        self.tens.iter().chain(&self.large).any(|(own, words)| {
            (own - tens).abs() < 0.5 && words.iter().any(|word| text.contains(word.as_str()))
        })
    }

    /// Whether `text` says `value` by two words, or one made of them: “five hundred”, “vijfhonderd”.
    fn multiplied(&self, text: &str, value: f64) -> bool {
        let mut scales = self.large.iter().filter(|(scale, _)| *scale >= 100.0);
        scales.any(|(scale, words)| {
            let times = value / scale;
            if times.fract() != 0.0 || !(2.0..=12.0).contains(&times) {
                return false;
            }
            let Some(small) = self.small.get(index(times)) else {
                return false;
            };
            words
                .iter()
                .flat_map(|word| text.match_indices(word.as_str()))
                .any(|(at, _)| {
                    let before = text[..at].trim_end_matches([' ', '\u{a0}', '-']);
                    let start = before
                        .char_indices()
                        .rfind(|(_, c)| !c.is_alphabetic())
                        .map_or(0, |(at, c)| at + c.len_utf8());
                    small.iter().any(|word| before[start..].starts_with(word))
                })
        })
    }

    /// The number by which the word at the beginning of `text` multiplies the number before it.
    pub(crate) fn scale(&self, text: &str) -> Option<f64> {
        // marks of Indic scripts are part of the word, and no letters
        let end = text
            .find(|c: char| {
                c.is_whitespace() || (c.is_ascii() && !c.is_ascii_alphabetic() && c != '\'')
            })
            .unwrap_or(text.len());
        let word = text[..end].to_lowercase();
        if word.len() < 2 {
            return None;
        }
        self.large
            .iter()
            .filter(|(value, _)| *value >= 100.0)
            .flat_map(|(value, words)| words.iter().map(move |own| (own, *value)))
            .filter(|(own, _)| word.starts_with(own.as_str()))
            // “millones” begins with “mil”, too
            .max_by_key(|(own, _)| own.len())
            .map(|(_, value)| value)
    }

    fn begins(&self, text: &str, word: &str) -> bool {
        text.match_indices(word).any(|(at, _)| {
            self.anywhere
                || !text[..at]
                    .chars()
                    .next_back()
                    .is_some_and(char::is_alphabetic)
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "asked of small whole numbers"
)]
fn index(value: f64) -> usize {
    value.clamp(0.0, 1000.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_zero_to_twelve() {
        for (language, words) in LANGUAGES.iter() {
            assert_eq!(words.small.len(), 13, "{language}");
        }
        assert!(LANGUAGES.len() >= 42);
    }

    #[test]
    fn words_are_known_in_their_forms() {
        let says = |language: &str, text: &str, value: f64| {
            of(language).is_some_and(|words| words.say(text, value))
        };
        assert!(says("de", "mit zweien davon", 2.0));
        assert!(says("ru", "в пятой главе", 5.0));
        assert!(says("ja", "三つの本", 3.0));
        assert!(says("en", "a dozen eggs", 12.0));
        assert!(says("fr", "quinze jours", 15.0));
        assert!(!says("fr", "quelques jours", 7.0));
        assert!(!says("pl", "kilka książek", 5.0));
    }

    #[test]
    fn words_multiply_in_every_script() {
        let says = |language: &str, text: &str, value: f64| {
            of(language).is_some_and(|words| words.say(text, value))
        };
        let scale = |language: &str, text: &str| of(language).and_then(|words| words.scale(text));
        assert_eq!(scale("hi", "करोड़ रुपये"), Some(1e7));
        assert_eq!(scale("hi", "लाख लोग"), Some(1e5));
        assert_eq!(scale("en", "million-year"), Some(1e6));
        assert_eq!(scale("de", "Meter"), None);
        assert_eq!(scale("es", "millones de personas"), Some(1e6));
        assert_eq!(scale("es", "mil personas"), Some(1e3));
        assert!(says("nl", "vijfhonderd meter", 500.0));
        assert!(says("en", "seven hundred years", 700.0));
        assert!(!says("en", "seven hundred years", 800.0));
        assert!(!says("en", "seven or a hundred years", 700.0));
    }
}
