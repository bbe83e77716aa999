//! Which grammars a text is worth trying with: those of which it has a word for translating near one for a machine.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use aho_corasick::AhoCorasick;

use super::finder::Finder;
use super::grammar::{self, LANGUAGES};
use super::names;
use super::roles::Role;
use crate::chars::Script;
use crate::language::lang::Lang;

/// Bytes between a word for translating and a word for a machine that may belong to one claim.
const REACH: usize = 160;

/// The numbers of the grammars to try on `text`: those of `home` and English where a word for translating stands near
/// one for a machine; with `wide` also all others in whose letters it is written. `text` is as it stands in the document.
pub(super) fn languages(text: &str, home: &[&str], wide: bool) -> Vec<usize> {
    let marked;
    // points that vocalise Arabic are not in the words
    let text = if text.contains(|c| ('\u{64B}'..='\u{652}').contains(&c)) {
        marked = super::folded::Folded::new(text).text;
        marked.as_str()
    } else {
        text
    };
    let written = if wide {
        of_letters(text) & of_acts(text)
    } else {
        0
    };
    (0..LANGUAGES.len())
        .filter(|&index| is_home(index, home) || written >> index & 1 != 0)
        .filter(|&index| near(index, text))
        .collect()
}

/// For each word, the grammars that have it and what it means there.
type Meanings = Vec<Vec<(usize, Meaning)>>;

/// The grammars, as bits, that have a word for translating in `text`.
fn of_acts(text: &str) -> u64 {
    static ACTS: LazyLock<(Finder, Meanings)> = LazyLock::new(|| {
        let mut acts: BTreeMap<&str, Vec<(usize, Meaning)>> = BTreeMap::new();
        for index in 0..LANGUAGES.len() {
            for (word, meaning) in literals(index) {
                if meaning.act {
                    acts.entry(word).or_default().push((index, *meaning));
                }
            }
        }
        let finder = Finder::new(acts.keys().copied());
        (finder, acts.into_values().collect())
    });
    let (finder, meanings) = &*ACTS;
    let mut found = 0;
    finder.any(text, |word, span| {
        for &(index, meaning) in &meanings[word] {
            if found >> index & 1 == 0 && meaning.holds(text, span.start, span.end) {
                found |= 1 << index;
            }
        }
        false
    });
    found
}

/// The grammars, as bits, of languages that are written in letters of `text`: in Latin ones, or in any.
pub(super) fn of_letters(text: &str) -> u64 {
    static LATIN: LazyLock<u64> = LazyLock::new(|| {
        (0..LANGUAGES.len())
            .filter(|&index| Lang::of(LANGUAGES[index]).is_none_or(|it| it.uses(Script::Latin)))
            .fold(0, |mask, index| mask | 1 << index)
    });
    if is_latin(text.as_bytes()) {
        *LATIN
    } else {
        (1 << LANGUAGES.len()) - 1
    }
}

/// Holds no letter beyond the Latin ones, by the first bytes of its characters.
fn is_latin(text: &[u8]) -> bool {
    // up to U+02FF; U+1E00 to U+1EFF; punctuation from U+2000
    !text.iter().enumerate().any(|(at, &byte)| match byte {
        0xE1 => !text
            .get(at + 1)
            .is_some_and(|next| (0xB8..=0xBB).contains(next)),
        0xCC..=0xE0 | 0xE3.. => true,
        _ => false,
    })
}

/// Whether the grammar is of English or of one of the languages of `home`; not where the other one of its language fits
/// better.
fn is_home(index: usize, home: &[&str]) -> bool {
    let own = LANGUAGES[index];
    let primary = crate::tag::primary(own);
    let named = |tag: &str| home.contains(&tag);
    primary == "en"
        || home
            .iter()
            .any(|language| crate::tag::primary(language) == primary)
            && (named(own) || !grammar::siblings(index).any(|other| named(LANGUAGES[other])))
}

/// The grammars that texts are tried with where the languages of `home` are known.
pub(super) fn at_home(home: &[&str]) -> impl Iterator<Item = usize> {
    (0..LANGUAGES.len()).filter(move |&index| is_home(index, home))
}

/// A word of a grammar in a spelling of running text.
pub(super) type Literal = (String, Meaning);

/// What a word of a grammar means, as far as triggers go.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
pub(super) struct Meaning {
    /// Translating.
    pub(super) act: bool,
    /// A machine.
    pub(super) machine: bool,
    /// It begins a word.
    starts: bool,
    /// It ends one.
    ends: bool,
}

impl Meaning {
    /// It counts between other characters than letters only.
    pub(super) fn is_alone(self) -> bool {
        self.starts && self.ends
    }

    /// Whether it counts where it stands in `text`.
    fn holds(self, text: &str, start: usize, end: usize) -> bool {
        !(self.starts && grammar::joins(text, start) || self.ends && grammar::joins(text, end))
    }
}

/// A grammar's words in the spellings of running text, put together when first asked for.
pub(super) fn literals(index: usize) -> &'static [Literal] {
    static ALL: [OnceLock<Vec<Literal>>; 64] = [const { OnceLock::new() }; 64];
    ALL[index].get_or_init(|| spelled(index))
}

fn spelled(index: usize) -> Vec<Literal> {
    let mut literals: BTreeMap<String, Meaning> = BTreeMap::new();
    let unspaced = grammar::is_unspaced(LANGUAGES[index]);
    let mut add = |entry: &str, act: bool, machine: bool| {
        let word = entry.trim_matches('*').trim().to_lowercase();
        let bounded = !unspaced || word.is_ascii();
        let (starts, ends) = (
            bounded && !entry.starts_with('*'),
            bounded && !entry.ends_with('*'),
        );
        let mut enter = |form: String| {
            if form.is_empty() {
                return;
            }
            let meaning = literals.entry(form).or_insert(Meaning {
                act: false,
                machine: false,
                starts: true,
                ends: true,
            });
            meaning.act |= act;
            meaning.machine |= machine;
            meaning.starts &= starts;
            meaning.ends &= ends;
        };
        // the Turkish capital of i is none of any other language
        if LANGUAGES[index] == "tr" && word.contains('i') {
            let mut form = word.replace('i', "İ").to_uppercase();
            form.make_ascii_lowercase();
            enter(form);
        }
        if word.is_ascii() {
            enter(word);
            return;
        }
        let mut letters = word.chars();
        let capitalised: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .chain(letters)
            .collect();
        // running text is not folded: capitals outside ASCII are other bytes, and so is the Turkish ı
        for mut form in [grammar::fold(&word), capitalised, word.to_uppercase(), word] {
            form.make_ascii_lowercase();
            enter(form);
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
    /// What each word of `acts` means.
    meanings: Vec<Meaning>,
    machines: Vec<Literal>,
    machine: OnceLock<AhoCorasick>,
}

/// Whether a word for translating stands near a word for a machine.
fn near(index: usize, text: &str) -> bool {
    static COMPILED: [OnceLock<Near>; 64] = [const { OnceLock::new() }; 64];
    let near = COMPILED[index].get_or_init(|| Near::compile(index));
    let mut acts: Vec<usize> = Vec::new();
    let whole = near.acts.any(text, |word, span| {
        let meaning = near.meanings[word];
        if !meaning.holds(text, span.start, span.end) {
            return false;
        }
        acts.push(span.end);
        meaning.machine
    });
    if whole || acts.is_empty() {
        return whole;
    }
    near.machine().find_overlapping_iter(text).any(|hit| {
        acts.iter().any(|act| act.abs_diff(hit.end()) <= REACH) && {
            let (_, meaning) = near.machines[hit.pattern().as_usize()];
            meaning.holds(text, hit.start(), hit.end())
        }
    })
}

impl Near {
    fn compile(index: usize) -> Self {
        let (acts, machines) = {
            let all = literals(index);
            let of = |wanted: fn(&Meaning) -> bool| -> Vec<Literal> {
                all.iter()
                    .filter(|(_, meaning)| wanted(meaning))
                    .cloned()
                    .collect()
            };
            (of(|meaning| meaning.act), of(|meaning| meaning.machine))
        };
        Self {
            acts: Finder::new(acts.iter().map(|(word, _)| word.as_str())),
            meanings: acts.iter().map(|&(_, meaning)| meaning).collect(),
            machines,
            machine: OnceLock::new(),
        }
    }

    fn machine(&self) -> &AhoCorasick {
        self.machine.get_or_init(|| {
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(self.machines.iter().map(|(word, _)| word))
                .expect("a few thousand short words fit an automaton")
        })
    }
}
