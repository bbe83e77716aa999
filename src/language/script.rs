//! Letters by script, and what a script alone says.

use crate::chars::Script;

use super::lang::Lang;

/// How many letters of each script a text has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally([u32; Script::ALL.len()]);

impl Default for Tally {
    fn default() -> Self {
        Self([0; Script::ALL.len()])
    }
}

impl Tally {
    /// Adds letters of `script`.
    pub fn add(&mut self, script: Script, letters: u32) {
        let count = &mut self.0[script as usize];
        *count = count.saturating_add(letters);
    }

    /// Adds what `other` counted.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine = mine.saturating_add(*theirs);
        }
    }

    /// Letters of `script`.
    #[must_use]
    pub fn of(&self, script: Script) -> u32 {
        self.0[script as usize]
    }

    /// Letters of any of `scripts`, weighed by how much of a word a character makes.
    #[must_use]
    pub fn weight_of(&self, scripts: &[Script]) -> u32 {
        scripts
            .iter()
            .map(|&script| self.of(script) * density(script))
            .sum()
    }

    /// Letters of all scripts, weighed.
    #[must_use]
    pub fn weight(&self) -> u32 {
        self.weight_of(&Script::ALL)
    }

    /// Letters of all scripts.
    #[must_use]
    pub fn letters(&self) -> u32 {
        self.0.iter().sum()
    }

    /// The script that most of the text is in, Han, kana and Hangul weighed up; `None` without letters.
    #[must_use]
    pub fn main(&self) -> Option<Script> {
        Script::ALL
            .into_iter()
            .filter(|&script| self.of(script) > 0)
            .max_by_key(|&script| (self.of(script) * density(script), std::cmp::Reverse(script)))
    }

    /// Characters of kana among the letters of Chinese and Japanese, and all of these.
    #[must_use]
    pub fn kana(&self) -> (u32, u32) {
        let kana = self.of(Script::Hiragana) + self.of(Script::Katakana);
        (kana, kana + self.of(Script::Han))
    }
}

/// Letters of an alphabet that a character of the script is worth: a Chinese word has two characters where an English
/// one has five.
fn density(script: Script) -> u32 {
    match script {
        Script::Han => 3,
        Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo => 2,
        _ => 1,
    }
}

/// The only language of the table that a script is used for, as far as running text goes; `None` for scripts that
/// several share.
#[must_use]
pub fn sole_language(script: Script) -> Option<Lang> {
    let tag = match script {
        Script::Greek => "el",
        Script::Hangul => "ko",
        Script::Hiragana | Script::Katakana => "ja",
        Script::Thai => "th",
        Script::Lao => "lo",
        Script::Khmer => "km",
        Script::Myanmar => "my",
        Script::Gurmukhi => "pa",
        Script::Gujarati => "gu",
        Script::Oriya => "or",
        Script::Tamil => "ta",
        Script::Telugu => "te",
        Script::Kannada => "kn",
        Script::Malayalam => "ml",
        Script::Sinhala => "si",
        Script::Armenian => "hy",
        Script::Georgian => "ka",
        Script::Mongolian => "mn",
        Script::Tibetan => "bo",
        Script::Ethiopic => "am",
        Script::Bengali => "bn",
        _ => return None,
    };
    Lang::exact(tag)
}

/// A script's name for messages.
#[must_use]
pub fn name(script: Script) -> &'static str {
    match script {
        Script::Common => "common",
        Script::Latin => "Latin",
        Script::Cyrillic => "Cyrillic",
        Script::Greek => "Greek",
        Script::Arabic => "Arabic",
        Script::Hebrew => "Hebrew",
        Script::Devanagari => "Devanagari",
        Script::Han => "Han",
        Script::Hiragana => "Hiragana",
        Script::Katakana => "Katakana",
        Script::Hangul => "Hangul",
        Script::Armenian => "Armenian",
        Script::Georgian => "Georgian",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ideographs_outweigh_product_names() {
        let mut tally = Tally::default();
        tally.add(Script::Latin, 10);
        tally.add(Script::Han, 4);
        assert_eq!(tally.main(), Some(Script::Han));
        assert_eq!(tally.letters(), 14);
        assert_eq!(Tally::default().main(), None);
    }

    #[test]
    fn sole_languages_use_their_script() {
        for script in Script::ALL {
            if let Some(lang) = sole_language(script) {
                assert!(lang.uses(script), "{lang}");
            }
        }
    }
}
