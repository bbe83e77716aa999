//! When two spellings can be one name.
//!
//! Transliterations write the same sound in several ways. A skeleton is the spelling with each of these ways replaced by
//! one; names with equal skeletons that are not equal are spellings of one name, or two names.

use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::RandomState;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::chars::class;

/// The embedded data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Data {
    same: Vec<(String, String)>,
    near: Vec<(String, String)>,
    vowels: String,
    /// Two names of one place or person.
    pub(crate) pairs: Vec<(String, String)>,
    /// Words before a name that many people share.
    pub(crate) titles: HashSet<String>,
    /// Endings of common nouns.
    nouns: Vec<String>,
    /// Small words between the parts of a name.
    pub(crate) particles: HashSet<String, RandomState>,
    /// Given names with variants that different people bear.
    pub(crate) given: HashSet<String>,
}

static DATA: LazyLock<Data> =
    LazyLock::new(|| data!("names").expect("the embedded names parse: a test reads them"));

/// The embedded data.
pub(crate) fn data() -> &'static Data {
    &DATA
}

/// How alike two spellings are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// The vowels differ in a way that transliterations of scripts without vowels do.
    Distant,
    /// One sound in two spellings, and a vowel.
    Near,
    /// One sound in two spellings.
    Same,
}

/// A spelling, and what it comes to without the freedom of transliteration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Skeleton {
    /// Small letters without marks.
    folded: String,
    same: String,
    near: String,
    /// Consonants, and `a` for a vowel at the start: the key under which candidates meet.
    pub(crate) key: String,
}

impl Skeleton {
    /// The skeleton of a name.
    pub(crate) fn of(name: &str) -> Self {
        let folded: String = name
            .nfd()
            .filter(|&c| !class(c).is_mark())
            .flat_map(char::to_lowercase)
            .collect();
        let folded = folded.replace('ё', "е");
        let mut same = folded.clone();
        for (from, to) in &DATA.same {
            if same.contains(from.as_str()) {
                same = same.replace(from.as_str(), to);
            }
        }
        let same = hard_c(&same);
        let mut near = same.clone();
        for (from, to) in &DATA.near {
            near = near.replace(from.as_str(), to);
        }
        let same = undoubled(&same);
        let near = undoubled(&near);
        let key: String = near
            .char_indices()
            .filter_map(|(at, c)| match (DATA.vowels.contains(c), at) {
                (true, 0) => Some('a'),
                (true, _) => None,
                (false, _) => Some(c),
            })
            .collect();
        Self {
            folded,
            same,
            near,
            key: undoubled(&key),
        }
    }

    /// How alike the names are; `None` when they are the same, differ in marks only, or differ at their ends, as
    /// inflected forms do.
    pub(crate) fn likeness(&self, other: &Self) -> Option<Likeness> {
        if DATA
            .nouns
            .iter()
            .any(|ending| self.folded.ends_with(ending.as_str()))
        {
            return None;
        }
        if self.folded == other.folded || !ends_alike(&self.folded, &other.folded) {
            return None;
        }
        if self.same == other.same {
            Some(Likeness::Same)
        } else if self.near == other.near {
            Some(Likeness::Near)
        } else if self.key == other.key && strsim::damerau_levenshtein(&self.near, &other.near) <= 1
        {
            Some(Likeness::Distant)
        } else {
            None
        }
    }
}

/// `c` before a dark vowel or a consonant is `k`.
fn hard_c(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let soft = matches!(characters.peek(), Some('e' | 'i' | 'y'));
        out.push(if c == 'c' && !soft { 'k' } else { c });
    }
    out
}

fn undoubled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// The last two letters are the same: what differs is not the ending.
fn ends_alike(one: &str, other: &str) -> bool {
    let tail = |text: &str| text.chars().rev().take(2).collect::<String>();
    tail(one) == tail(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, other: &str) -> Option<Likeness> {
        Skeleton::of(one).likeness(&Skeleton::of(other))
    }

    #[test]
    fn spellings_of_one_name() {
        for (one, other) in [
            ("Qandil", "Kandil"),
            ("Tchaikovsky", "Chaikovsky"),
            ("Dostoevsky", "Dostoyevsky"),
            ("Gaddafi", "Gadhafi"),
            ("Khamenei", "Hamenei"),
            ("Тэлманн", "Телманн"),
        ] {
            assert_eq!(likeness(one, other), Some(Likeness::Same), "{one} {other}");
            assert_eq!(Skeleton::of(one).key, Skeleton::of(other).key);
        }
        assert_eq!(likeness("Suleimani", "Soleimani"), Some(Likeness::Near));
        assert_eq!(likeness("Mohammed", "Mohammad"), None, "differs at its end");
    }

    #[test]
    fn different_names() {
        for (one, other) in [
            ("Austria", "Australia"),
            ("Slovakia", "Slovenia"),
            ("Korea", "Korean"),
            ("Johansen", "Johnson"),
            ("Москва", "Москвы"),
            ("Helsinki", "Helsingin"),
            ("Bogotá", "Bogota"),
            ("Горбачёв", "Горбачев"),
            ("Debian", "Debians"),
            ("Paraguay", "Uruguay"),
            ("Introduction", "Introduktion"),
        ] {
            assert_eq!(likeness(one, other), None, "{one} {other}");
        }
    }
}
