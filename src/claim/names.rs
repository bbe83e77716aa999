//! Names of engines, and stems that mean one thing in whatever language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::grammar::fold;

/// Names of engines, by the name shown, in every script they are written in.
pub(super) static ENGINES: LazyLock<Engines> = LazyLock::new(|| {
    data!("claims/engines").expect("the embedded names of engines parse: a test reads them")
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
static STEMS: LazyLock<Lists> = LazyLock::new(|| {
    data!("claims/translating").expect("the embedded stems parse: a test reads them")
});

#[derive(serde::Deserialize)]
struct Lists {
    stems: Vec<String>,
    engines: Vec<String>,
    machine: Vec<String>,
    versions: Vec<String>,
}

/// An automaton over stems, made when first asked for.
macro_rules! automaton {
    ($list:ident) => {{
        static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| {
            AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::NoncontiguousNFA))
                .build(STEMS.$list.iter().map(|stem| fold(stem)))
                .expect("a hundred stems fit an automaton")
        });
        &AUTOMATON
    }};
}

/// Whether `word`, folded, means translating and nothing else.
pub(super) fn means_translating(word: &str) -> bool {
    automaton!(stems).is_match(word)
}

/// Whether `word`, folded, begins as a word for a version of a text does.
pub(super) fn means_version(word: &str) -> bool {
    let found = automaton!(versions).find(word);
    found.is_some_and(|found| found.start() == 0)
}

/// Whether `word`, folded, has the name of a well-known engine in it.
pub(super) fn names_engine(word: &str) -> bool {
    automaton!(engines).is_match(word)
}

/// Whether `word`, folded, means a machine at work and hardly anything else.
pub(super) fn means_machine(word: &str) -> bool {
    automaton!(machine).is_match(word)
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
