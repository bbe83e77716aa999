//! Whether a term stands in a text, inflected or not.

use crate::chars::class;

/// Characters of a word that endings leave alone, at least.
const STEM: usize = 4;
/// Similarity from which two words are forms of one.
const ALIKE: f64 = 0.75;
/// Characters of words that are compared by similarity.
const LONGEST: usize = 32;

/// Whether `term` stands in `text`, both folded: as it is; or each of its words in some form, in any order.
#[must_use]
pub fn stands_in(term: &str, text: &str) -> bool {
    let unspaced = term.chars().any(|c| class(c).script().is_unspaced());
    // a few letters stand inside many a longer word
    let short = !unspaced && term.chars().count() < STEM;
    if term.is_empty() || (!short && text.contains(term)) {
        return true;
    }
    // scripts without spaces do not inflect by endings
    if unspaced {
        return false;
    }
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !(class(c).is_word() || c == '\''))
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let text = words(text);
    words(term)
        .iter()
        .all(|word| text.iter().any(|other| is_form(word, other)))
}

/// Whether two words may be forms of one: the same beginning, or nearly the same letters. A compound may hold the word.
fn is_form(word: &str, other: &str) -> bool {
    if word == other {
        return true;
    }
    let length = word.chars().count();
    if length < STEM {
        // a short word may have an ending
        return length >= 2 && other.starts_with(word) && other.chars().count() <= length + 2;
    }
    let stem = (length * 7).div_ceil(10).max(STEM);
    let head: String = word.chars().take(stem).collect();
    if other.contains(&head) {
        return true;
    }
    // Arabic and Hebrew set articles and prepositions before the word, other languages change the vowel
    let others = other.chars().count();
    length <= LONGEST
        && others <= LONGEST
        && length.abs_diff(others) <= 4
        && strsim::normalized_damerau_levenshtein(word, other) >= ALIKE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_forms_are_the_term() {
        for (term, text) in [
            ("brücke", "auf den brücken"),
            ("kirjasto", "kirjastossa on"),
            ("könyvtár", "a könyvtárban"),
            ("библиотека", "в библиотеке"),
            ("مكتبة", "في المكتبة"),
            ("図書館", "新しい図書館です"),
            ("open source", "quelle: open-source"),
            ("gesundheit", "das gesundheitswesen"),
        ] {
            assert!(stands_in(term, text), "{term}: {text}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for (term, text) in [
            ("brücke", "der steg ist zu"),
            ("図書館", "本屋です"),
            ("библиотека", "мост закрыт"),
            ("tür", "die türkei"),
        ] {
            assert!(!stands_in(term, text), "{term}: {text}");
        }
    }
}
