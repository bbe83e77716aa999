//! Which grammars a text is worth trying with: one automaton over the words for translating in all languages.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use aho_corasick::AhoCorasick;

use super::finder::Finder;
use super::grammar::{self, LANGUAGES};
use super::names;
use super::roles::Role;

struct Trigger {
    automaton: AhoCorasick,
    /// For each literal, the languages that have it, as bits.
    languages: Vec<u64>,
}

static TRIGGER: LazyLock<Trigger> = LazyLock::new(|| {
    let mut literals: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
    for index in 0..LANGUAGES.len() {
        let words = grammar::words(index);
        for role in [Role::Translated, Role::MachineTranslation, Role::Into] {
            let own = words.get(&role).into_iter().flatten().map(String::as_str);
            // names of translators are a trigger in the document's own language only: see `languages`
            for word in own {
                let literal = grammar::fold(word.trim_matches('*').trim());
                if !literal.is_empty() {
                    *literals.entry(literal).or_default() |= 1 << index;
                }
            }
        }
    }
    let automaton = AhoCorasick::builder()
        .build(literals.keys())
        .expect("a few thousand short words fit an automaton");
    Trigger {
        automaton,
        languages: literals.into_values().collect(),
    }
});

/// Bytes between a word for translating and a word for a machine that may belong to one claim.
const REACH: usize = 160;

/// The numbers of the grammars to try on `text`: those of `home` and English where a word for translating stands near
/// one for a machine; with `wide` also all others whose words for translating occur in it. `text` is as it stands in the
/// document.
pub(super) fn languages(text: &str, home: &[&str], wide: bool) -> Vec<usize> {
    let marked;
    // points that vocalise Arabic are not in the words
    let text = if text.contains(|c| ('\u{64B}'..='\u{652}').contains(&c)) {
        marked = super::folded::Folded::new(text).text;
        marked.as_str()
    } else {
        text
    };
    let is_home = |index: usize| is_home(index, home);
    let mut indices: Vec<usize> = (0..LANGUAGES.len())
        .filter(|&index| is_home(index) && near(index, text))
        .collect();
    if wide {
        let folded = super::folded::Folded::new(text);
        let mut found = 0_u64;
        for hit in TRIGGER.automaton.find_overlapping_iter(&folded.text) {
            found |= TRIGGER.languages[hit.pattern().as_usize()];
        }
        indices.extend(
            (0..LANGUAGES.len()).filter(|&index| !is_home(index) && found & (1 << index) != 0),
        );
    }
    indices
}

/// Whether the grammar is of English or of one of the languages of `home`.
fn is_home(index: usize, home: &[&str]) -> bool {
    let own = crate::tag::primary(LANGUAGES[index]);
    own == "en"
        || home
            .iter()
            .any(|language| crate::tag::primary(language) == own)
}

/// The grammars that texts are tried with where the languages of `home` are known.
pub(super) fn at_home(home: &[&str]) -> impl Iterator<Item = usize> {
    (0..LANGUAGES.len()).filter(move |&index| is_home(index, home))
}

/// A word of a grammar in a spelling of running text.
pub(super) type Literal = (String, Meaning);

/// What a word of a grammar means, as far as triggers go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    /// Translating.
    pub(super) act: bool,
    /// A machine.
    pub(super) machine: bool,
    /// It counts between other characters than letters only.
    pub(super) alone: bool,
}

/// A grammar's words in the spellings of running text.
pub(super) fn literals(index: usize) -> Vec<Literal> {
    let mut literals: BTreeMap<String, Meaning> = BTreeMap::new();
    let unspaced = grammar::is_unspaced(LANGUAGES[index]);
    let mut add = |entry: &str, act: bool, machine: bool| {
        let word = entry.trim_matches('*').trim().to_lowercase();
        let alone =
            !entry.starts_with('*') && !entry.ends_with('*') && (!unspaced || word.is_ascii());
        let folded = grammar::fold(&word);
        let mut letters = word.chars();
        let capitalised: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .chain(letters)
            .collect();
        // running text is not folded: capitals outside ASCII are other bytes, and so is the Turkish ı
        let upper = word.to_uppercase();
        for form in [word, folded, capitalised, upper] {
            if !form.is_empty() {
                let form = form.to_ascii_lowercase();
                let meaning = literals.entry(form).or_insert(Meaning {
                    act: false,
                    machine: false,
                    alone: true,
                });
                meaning.act |= act;
                meaning.machine |= machine;
                meaning.alone &= alone;
            }
        }
    };
    for (role, list) in grammar::words(index) {
        let (act, machine) = match role {
            Role::Translated | Role::Into => (true, false),
            // “Translated by … · Show original”: the tool may have any name
            Role::Machine | Role::Engine | Role::Tool | Role::Show => (false, true),
            Role::MachineTranslation | Role::Translator => (true, true),
            _ => continue,
        };
        for word in &list {
            let act = act || role == Role::Tool && names::means_translating(&grammar::fold(word));
            add(word, act, machine);
        }
    }
    for (name, translator) in names::engines() {
        add(name, translator, true);
    }
    literals.into_iter().collect()
}

/// A grammar's words in the spellings of running text: those for translating, and those for a machine, which are looked
/// for only where one of the first was found.
struct Near {
    acts: Finder,
    /// For each word of `acts`, whether it means a machine as well.
    both: Vec<bool>,
    machines: Vec<String>,
    machine: OnceLock<AhoCorasick>,
}

/// Whether a word for translating stands near a word for a machine.
fn near(index: usize, text: &str) -> bool {
    static COMPILED: [OnceLock<Near>; 64] = [const { OnceLock::new() }; 64];
    let near = COMPILED[index].get_or_init(|| Near::compile(index));
    let mut acts: Vec<usize> = Vec::new();
    let whole = near.acts.any(text, |word, end| {
        acts.push(end);
        near.both[word]
    });
    if whole || acts.is_empty() {
        return whole;
    }
    near.machine()
        .find_overlapping_iter(text)
        .any(|machine| acts.iter().any(|act| act.abs_diff(machine.end()) <= REACH))
}

impl Near {
    fn compile(index: usize) -> Self {
        let literals = literals(index);
        let acts = literals.iter().filter(|(_, meaning)| meaning.act);
        let machines = literals.iter().filter(|(_, meaning)| meaning.machine);
        Self {
            acts: Finder::new(acts.clone().map(|(word, _)| word.as_str())),
            both: acts.map(|(_, meaning)| meaning.machine).collect(),
            machines: machines.map(|(word, _)| word.clone()).collect(),
            machine: OnceLock::new(),
        }
    }

    fn machine(&self) -> &AhoCorasick {
        self.machine.get_or_init(|| {
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(&self.machines)
                .expect("a few thousand short words fit an automaton")
        })
    }
}
