//! The words of a language by the role they play in a claim, and where they stand in a sentence.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};

use crate::chars::class;

/// What a word does in a claim, or in a sentence that looks like one. The names are the keys of the data files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Role {
    /// Translating: verbs in all their forms, the noun.
    Translated,
    /// By a machine: adverbs, adjectives, programs, “without human involvement”.
    Machine,
    /// Both in one expression: “machine translation”, “auto-translated”, “MT”.
    MachineTranslation,
    /// Pointing at the text itself: “this”, “the following”, “here”.
    This,
    /// What the text is: article, page, review, answer, description …
    Text,
    /// First person: who writes.
    Writer,
    /// Negation.
    Not,
    /// People who translate or check: translator, editor, by hand.
    People,
    /// What a reader can do or switch on: can, click, settings, would you like.
    Offer,
    /// What news and advertising about translation speak of: company, market, researchers, tool, feature.
    About,
    /// Another text or time: “the letter”, “had been”, “will be”, “must not”.
    Elsewhere,
    /// What disclaimers add: errors possible, original prevails, no liability, not reviewed.
    Caution,
    /// “Show original”, “see the original”, “rate this translation”.
    Original,
    /// Names of languages, with “from” and “into”.
    Languages,
    /// Function words that carry nothing: was, been, has, by, the, with.
    Small,
    /// “Into English”, “in English”: that the text now is in a language, said without a word for translating.
    Into,
    /// Names of engines and assistants; from the file that all languages share.
    Engine,
    /// Names of engines that do nothing but translate, so that the name stands for the act.
    Translator,
}

impl Role {
    /// The role as a bit.
    #[must_use]
    pub fn bit(self) -> u32 {
        1 << (self as u32)
    }
}

/// How a word of the data matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pattern {
    role: Role,
    /// Must begin at the beginning of a word.
    starts: bool,
    /// Must end at the end of a word.
    ends: bool,
    /// Number of the engine, for names of engines.
    engine: u16,
}

/// A language's words, compiled.
#[derive(Debug)]
pub struct Grammar {
    /// BCP 47 tag.
    pub language: &'static str,
    /// Written without spaces: words are found anywhere.
    pub unspaced: bool,
    automaton: AhoCorasick,
    patterns: Vec<Pattern>,
}

/// A word of a text, or in unspaced scripts a matched expression or a single character, with its roles as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Bits of [`Role`].
    pub roles: u32,
    /// Letters in it.
    pub letters: u32,
    /// Number of the engine it names, 0 for none.
    pub engine: u16,
}

impl Item {
    /// Whether it plays any of the roles in `bits`.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles & role.bit() != 0
    }
}

macro_rules! grammars {
    ($($tag:literal),* $(,)?) => {
        /// The languages that have a grammar.
        pub static LANGUAGES: &[&str] = &[$($tag),*];
        static SOURCES: &[&str] = &[$(include_str!(concat!("../data/claims/", $tag, ".toml"))),*];
    };
}

grammars![
    "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr",
    "hu", "id", "it", "ja", "ko", "lt", "lv", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk",
    "sl", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh-Hans", "zh-Hant"
];

/// Names of engines, by the name shown, in every script they are written in.
static ENGINES: LazyLock<Engines> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/claims/engines.toml"))
        .expect("the embedded names of engines parse: a test reads them")
});

#[derive(serde::Deserialize)]
struct Engines {
    translators: BTreeMap<String, Vec<String>>,
    assistants: BTreeMap<String, Vec<String>>,
}

impl Engines {
    /// Name, spellings, and whether it does nothing but translate; in the order of their numbers, from 1.
    fn iter(&self) -> impl Iterator<Item = (&String, &Vec<String>, bool)> {
        let translators = self
            .translators
            .iter()
            .map(|(name, spellings)| (name, spellings, true));
        translators.chain(
            self.assistants
                .iter()
                .map(|(name, spellings)| (name, spellings, false)),
        )
    }
}

/// The spellings of the engines, and whether each does nothing but translate.
pub(super) fn engines() -> impl Iterator<Item = (&'static str, bool)> {
    ENGINES.iter().flat_map(|(_, spellings, translator)| {
        spellings
            .iter()
            .map(move |name| (name.as_str(), translator))
    })
}

/// Stems that mean one thing in whatever language: translating, a machine at work.
static STEMS: LazyLock<BTreeMap<String, AhoCorasick>> = LazyLock::new(|| {
    let table: BTreeMap<String, Vec<String>> =
        toml::from_str(include_str!("../data/claims/translating.toml"))
            .expect("the embedded stems parse: a test reads them");
    let automaton = |stems: Vec<String>| {
        AhoCorasick::new(stems.iter().map(|stem| fold(stem)))
            .expect("a hundred stems fit an automaton")
    };
    table
        .into_iter()
        .map(|(name, stems)| (name, automaton(stems)))
        .collect()
});

/// Whether `word`, folded, means translating and nothing else.
pub(super) fn means_translating(word: &str) -> bool {
    STEMS.get("stems").is_some_and(|stems| stems.is_match(word))
}

/// Whether `word`, folded, means a machine at work and hardly anything else.
pub(super) fn means_machine(word: &str) -> bool {
    STEMS
        .get("machine")
        .is_some_and(|stems| stems.is_match(word))
        || matches!(
            word,
            "ai" | "ki" | "ia" | "ии" | "ші" | "si" | "ti" | "mi" | "yz" | "llm"
        )
}

/// The grammar with this number, compiled when first asked for.
#[must_use]
pub(super) fn get(index: usize) -> &'static Grammar {
    static COMPILED: OnceLock<Vec<OnceLock<Grammar>>> = OnceLock::new();
    let all = COMPILED.get_or_init(|| (0..LANGUAGES.len()).map(|_| OnceLock::new()).collect());
    all[index].get_or_init(|| Grammar::compile(LANGUAGES[index], &words(index)))
}

/// The words of a grammar as its file lists them.
pub(super) fn words(index: usize) -> BTreeMap<Role, Vec<String>> {
    toml::from_str(SOURCES[index]).expect("the embedded grammars parse: a test reads them")
}

/// The name of the engine with this number.
pub(super) fn engine(number: u16) -> Option<&'static str> {
    let index = usize::from(number).checked_sub(1)?;
    ENGINES.iter().nth(index).map(|(name, _, _)| name.as_str())
}

impl Grammar {
    fn compile(language: &'static str, words: &BTreeMap<Role, Vec<String>>) -> Self {
        let unspaced = matches!(crate::tag::primary(language), "zh" | "ja" | "th");
        let mut literals = Vec::new();
        let mut patterns = Vec::new();
        let mut add = |word: &str, role: Role, engine: u16, anywhere: bool| {
            let literal = word.trim_matches('*').trim();
            if literal.is_empty() {
                return;
            }
            literals.push(fold(literal));
            patterns.push(Pattern {
                role,
                starts: !(anywhere || word.starts_with('*')),
                ends: !(anywhere || word.ends_with('*')),
                engine,
            });
        };
        for (&role, list) in words {
            for word in list {
                // Latin words in Chinese, Japanese or Thai have their limits
                add(word, role, 0, unspaced && !word.is_ascii());
                if role == Role::Translator {
                    add(word, Role::Engine, 0, unspaced && !word.is_ascii());
                }
            }
        }
        for (number, (_, names, translator)) in (1_u16..).zip(ENGINES.iter()) {
            for name in names {
                let anywhere = unspaced && !name.is_ascii();
                add(name, Role::Engine, number, anywhere);
                if translator {
                    add(name, Role::Translator, number, anywhere);
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&literals)
            .expect("a few thousand short words fit an automaton");
        Self {
            language,
            unspaced,
            automaton,
            patterns,
        }
    }

    /// Cuts `text` into items and gives them their roles.
    pub fn items(&self, text: &str, items: &mut Vec<Item>) {
        items.clear();
        let mut found: Vec<(usize, usize, Pattern)> = self
            .automaton
            .find_overlapping_iter(text)
            .map(|hit| {
                (
                    hit.start(),
                    hit.end(),
                    self.patterns[hit.pattern().as_usize()],
                )
            })
            .filter(|&(start, end, pattern)| {
                (!pattern.starts || !joins(text, start)) && (!pattern.ends || !joins(text, end))
            })
            .collect();
        // the longest expression wins: “without human involvement” is no negation
        found.sort_by_key(|&(start, end, _)| (std::cmp::Reverse(end - start), start));
        let mut taken: Vec<(usize, usize, Pattern)> = Vec::with_capacity(found.len());
        for hit in found {
            let covered = taken.iter().any(|other| {
                hit.0 < other.1
                    && other.0 < hit.1
                    && (other.0, other.1) != (hit.0, hit.1)
                    && !nested(text, hit, *other)
            });
            if !covered {
                taken.push(hit);
            }
        }
        taken.sort_by_key(|&(start, end, _)| (start, end));
        if self.unspaced {
            cut_unspaced(text, &taken, items);
        } else {
            cut_words(text, &taken, items);
        }
    }
}

/// Two parts of one word, as in “Maschinenübersetzung”: both count.
fn nested(text: &str, hit: (usize, usize, Pattern), other: (usize, usize, Pattern)) -> bool {
    let one_word = |(start, end, _): (usize, usize, Pattern)| !text[start..end].contains(' ');
    let disjoint = hit.1 <= other.0 || other.1 <= hit.0;
    disjoint && one_word(hit) && one_word(other)
}

/// Whether the place at `offset` is inside a word.
fn joins(text: &str, offset: usize) -> bool {
    let before = text[..offset].chars().next_back();
    let after = text[offset..].chars().next();
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    let (before, after) = (class(before), class(after));
    before.is_word()
        && after.is_word()
        && (before.script() == after.script() || after.is_mark() || before.is_mark())
}

fn cut_words(text: &str, taken: &[(usize, usize, Pattern)], items: &mut Vec<Item>) {
    let mut words = crate::words::Words::default();
    words.cut(text);
    let mut next = 0;
    for word in words.iter() {
        let range = word.range();
        let mut item = Item {
            start: range.start,
            end: range.end,
            roles: 0,
            letters: u32::from(word.letters) + u32::from(word.digits),
            engine: 0,
        };
        while next < taken.len() && taken[next].1 <= range.start {
            next += 1;
        }
        for &(_, _, pattern) in taken[next..]
            .iter()
            .take_while(|hit| hit.0 < range.end)
            .filter(|hit| hit.1 > range.start)
        {
            item.roles |= pattern.role.bit();
            item.engine = item.engine.max(pattern.engine);
        }
        items.push(item);
    }
}

fn cut_unspaced(text: &str, taken: &[(usize, usize, Pattern)], items: &mut Vec<Item>) {
    let letters = |range: &str| {
        u32::try_from(
            range
                .chars()
                .filter(|&c| class(c).is_word() && !class(c).is_mark())
                .count(),
        )
        .unwrap_or(u32::MAX)
    };
    let mut at = 0;
    let plain = |from: usize, to: usize, items: &mut Vec<Item>| {
        for (offset, character) in text[from..to].char_indices() {
            if class(character).is_word() && !class(character).is_mark() {
                let start = from + offset;
                items.push(Item {
                    start,
                    end: start + character.len_utf8(),
                    roles: 0,
                    letters: 1,
                    engine: 0,
                });
            }
        }
    };
    for &(start, end, pattern) in taken {
        if let Some(last) = items.last_mut()
            && last.start == start
            && last.end == end
        {
            last.roles |= pattern.role.bit();
            last.engine = last.engine.max(pattern.engine);
            continue;
        }
        if start < at {
            continue;
        }
        plain(at, start, items);
        items.push(Item {
            start,
            end,
            roles: pattern.role.bit(),
            letters: letters(&text[start..end]),
            engine: pattern.engine,
        });
        at = end;
    }
    plain(at, text.len(), items);
}

/// The folding of the data: as the texts are folded, as far as the data needs it.
pub(super) fn fold(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let lower: String = word.nfkc().flat_map(char::to_lowercase).nfkc().collect();
    lower
        .replace('ı', "i")
        .replace("i\u{307}", "i")
        .replace(['’', '‘'], "'")
        .chars()
        .filter(|&c| !crate::chars::is_invisible(c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grammar_has_the_roles_that_make_a_claim() {
        assert!(ENGINES.iter().count() > 10);
        for (index, language) in LANGUAGES.iter().enumerate() {
            let words = words(index);
            for role in [
                Role::Translated,
                Role::Machine,
                Role::MachineTranslation,
                Role::This,
                Role::Text,
                Role::Not,
            ] {
                assert!(
                    words.get(&role).is_some_and(|list| !list.is_empty()),
                    "{language}: {role:?}"
                );
            }
        }
    }
}
