//! Text in Chinese characters: Simplified or Traditional, Chinese or Japanese.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    pairs: String,
    traditional: String,
    chinese: String,
}

struct Tables {
    /// Whether a character is Traditional; those of both norms are not in it.
    variants: HashMap<char, bool>,
    chinese: HashSet<char>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let data: Data = data!("han-variants").expect("the embedded variants parse: a test reads them");
    let mut variants = HashMap::new();
    for pair in data.pairs.split_whitespace() {
        let mut pair = pair.chars();
        if let (Some(simplified), Some(traditional)) = (pair.next(), pair.next())
            && simplified != traditional
        {
            variants.insert(simplified, false);
            variants.insert(traditional, true);
        }
    }
    variants.extend(data.traditional.chars().map(|character| (character, true)));
    Tables {
        variants,
        chinese: data.chinese.chars().collect(),
    }
});

/// A norm of written Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// Simplified, `zh-Hans`.
    Simplified,
    /// Traditional, `zh-Hant`.
    Traditional,
}

impl Variant {
    /// Its tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Simplified => "zh-Hans",
            Self::Traditional => "zh-Hant",
        }
    }

    /// The norm a tag of the table stands for; `None` for plain `zh` and other languages.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        match tag {
            "zh-Hans" => Some(Self::Simplified),
            "zh-Hant" => Some(Self::Traditional),
            _ => None,
        }
    }
}

/// Characters of a text that only one of the norms writes: Simplified, Traditional.
#[must_use]
pub fn count(text: &str) -> (u32, u32) {
    let mut counts = (0, 0);
    for character in text.chars().filter(|&c| c >= '\u{4E00}') {
        match TABLES.variants.get(&character) {
            Some(false) => counts.0 += 1,
            Some(true) => counts.1 += 1,
            None => {}
        }
    }
    counts
}

/// The norm of a text, if `least` of its characters tell and nearly all of these agree.
#[must_use]
pub fn variant(text: &str, least: u32) -> Option<Variant> {
    let (simplified, traditional) = count(text);
    if simplified >= least && simplified >= 6 * traditional {
        Some(Variant::Simplified)
    } else if traditional >= least && traditional >= 6 * simplified {
        Some(Variant::Traditional)
    } else {
        None
    }
}

/// Grammatical characters of Chinese in a text.
#[must_use]
pub fn grammatical(text: &str) -> u32 {
    let count = text
        .chars()
        .filter(|character| TABLES.chinese.contains(character))
        .count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norms_are_told_apart() {
        assert_eq!(
            variant("海风忽然变强，几只较小的风筝被吹进了海里", 3),
            Some(Variant::Simplified)
        );
        assert_eq!(
            variant("海風忽然變強，幾隻較小的風箏被吹進了海裡", 3),
            Some(Variant::Traditional)
        );
        assert_eq!(variant("山水之中有人", 3), None);
    }

    #[test]
    fn pairs_are_pairs() {
        let data: Data = data!("han-variants").expect("variants");
        for pair in data.pairs.split_whitespace() {
            assert_eq!(pair.chars().count(), 2, "{pair}");
        }
        assert!(TABLES.variants.len() > 500);
        for both in "后里面台只几干系松谷云斗丑余制冲准出".chars() {
            assert!(!TABLES.variants.contains_key(&both), "{both}");
        }
    }
}
