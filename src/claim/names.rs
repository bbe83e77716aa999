//! Names of engines, and stems that mean one thing in whatever language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::grammar::fold;

/// Names of engines, by the name shown, in every script they are written in.
pub(super) static ENGINES: LazyLock<Engines> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/claims/engines.toml"))
        .expect("the embedded names of engines parse: a test reads them")
});

#[derive(serde::Deserialize)]
pub(super) struct Engines {
    translators: BTreeMap<String, Vec<String>>,
    assistants: BTreeMap<String, Vec<String>>,
}

impl Engines {
    /// Name, spellings, and whether it does nothing but translate; in the order of their numbers, from 1.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Vec<String>, bool)> {
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

/// Whether `word`, folded, has the name of a well-known engine in it.
pub(super) fn names_engine(word: &str) -> bool {
    STEMS
        .get("engines")
        .is_some_and(|stems| stems.is_match(word))
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

/// The name of the engine with this number.
pub(super) fn engine(number: u16) -> Option<&'static str> {
    let index = usize::from(number).checked_sub(1)?;
    ENGINES.iter().nth(index).map(|(name, _, _)| name.as_str())
}
