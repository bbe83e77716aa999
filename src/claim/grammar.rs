//! The words of a language by the role they play in a claim, and where they stand in a sentence.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::folded::Folded;
use super::names::ENGINES;
use super::roles::Role;
use super::stranger;
use crate::chars::class;

/// How a word of the data matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pattern {
    role: Role,
    /// Must begin at the beginning of a word.
    starts: bool,
    /// Must end at the end of a word.
    ends: bool,
    /// Must stand in capitals: “DI”, an abbreviation, and not “di”, a word.
    capitals: bool,
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
    words: Lexicon,
    shades: Lexicon,
}

/// Words with their roles, and the automaton that finds them.
#[derive(Debug)]
struct Lexicon {
    automaton: AhoCorasick,
    patterns: Vec<Pattern>,
}

/// A word found: first byte, the byte after the last, what it is.
type Hit = (usize, usize, Pattern);

impl Lexicon {
    fn compile(words: &[(String, Pattern)]) -> Self {
        Self {
            automaton: AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .build(words.iter().map(|(literal, _)| literal))
                .expect("a few thousand short words fit an automaton"),
            patterns: words.iter().map(|&(_, pattern)| pattern).collect(),
        }
    }

    /// The words of it in `folded`, overlapping ones too; `original` is the text before it was folded.
    fn find(&self, folded: &Folded, original: &str) -> Vec<Hit> {
        let text = folded.text.as_str();
        self.automaton
            .find_overlapping_iter(text)
            .map(|hit| {
                (
                    hit.start(),
                    hit.end(),
                    self.patterns[hit.pattern().as_usize()],
                )
            })
            .filter(|&(start, end, pattern)| {
                (!pattern.starts || !joins(text, start))
                    && (!pattern.ends || !joins(text, end))
                    && (!pattern.capitals
                        || !original[folded.original(&(start..end))].contains(char::is_lowercase))
            })
            .collect()
    }
}

/// A word of a text, or in unspaced scripts a matched expression or a single character, with its roles as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
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
    pub(super) fn is(&self, role: Role) -> bool {
        self.roles & role.bit() != 0
    }
}

macro_rules! grammars {
    ($($tag:literal),* $(,)?) => {
        /// The languages that have a grammar.
        pub static LANGUAGES: &[&str] = &[$($tag),*];
        static SOURCES: &[&str] = &[$(data_text!("claims/", $tag)),*];
    };
}

grammars![
    "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr",
    "hu", "id", "it", "ja", "ko", "lt", "lv", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk",
    "sl", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh-Hans", "zh-Hant"
];

/// Whether the data mean a word in capitals only: two to four letters, all of them large.
fn is_abbreviation(word: &str) -> bool {
    (2..=4).contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

/// The grammar with this number, compiled when first asked for.
#[must_use]
pub(super) fn get(index: usize) -> &'static Grammar {
    static COMPILED: OnceLock<Vec<OnceLock<Grammar>>> = OnceLock::new();
    let all = COMPILED.get_or_init(|| (0..LANGUAGES.len()).map(|_| OnceLock::new()).collect());
    all[index].get_or_init(|| Grammar::compile(LANGUAGES[index], &words(index)))
}

/// The words of a grammar as its file lists them, with those of the other file of its language.
pub(super) fn words(index: usize) -> BTreeMap<Role, Vec<String>> {
    let mut words = listed(index);
    for other in siblings(index) {
        for (role, list) in listed(other) {
            words.entry(role).or_default().extend(list);
        }
    }
    words
}

fn listed(index: usize) -> BTreeMap<Role, Vec<String>> {
    serde_json::from_str(SOURCES[index]).expect("the embedded grammars parse: a test reads them")
}

/// The other grammars of the same language: of European and Brazilian Portuguese, of simplified and traditional Chinese.
pub(super) fn siblings(index: usize) -> impl Iterator<Item = usize> {
    let own = crate::tag::primary(LANGUAGES[index]);
    (0..LANGUAGES.len())
        .filter(move |&other| other != index && crate::tag::primary(LANGUAGES[other]) == own)
}

/// Whether the words of the language stand without spaces between them.
pub(super) fn is_unspaced(language: &str) -> bool {
    matches!(crate::tag::primary(language), "zh" | "ja" | "th")
}

impl Grammar {
    fn compile(language: &'static str, words: &BTreeMap<Role, Vec<String>>) -> Self {
        let unspaced = is_unspaced(language);
        let (mut main, mut shades) = (Vec::new(), Vec::new());
        let mut add = |word: &str, role: Role, engine: u16, anywhere: bool| {
            let literal = word.trim_matches('*').trim();
            if literal.is_empty() {
                return;
            }
            let pattern = Pattern {
                role,
                starts: !(anywhere || word.starts_with('*')),
                ends: !(anywhere || word.ends_with('*')),
                capitals: is_abbreviation(literal),
                engine,
            };
            let lexicon = if role.is_shade() {
                &mut shades
            } else {
                &mut main
            };
            lexicon.push((fold(literal), pattern));
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
        Self {
            language,
            unspaced,
            words: Lexicon::compile(&main),
            shades: Lexicon::compile(&shades),
        }
    }

    /// Finds the words of the grammar in `folded`, which was `original`, for all the stretches of it that are looked at.
    #[must_use]
    pub(super) fn find(&self, folded: &Folded, original: &str) -> Found {
        Found {
            words: self.words.find(folded, original),
            shades: self.shades.find(folded, original),
        }
    }

    /// Cuts the stretch `span` of `text` into items and gives them the roles of the words `found` in the text. Items begin
    /// at the beginning of the stretch.
    pub(super) fn items(
        &self,
        text: &str,
        span: &Range<usize>,
        found: &Found,
        items: &mut Vec<Item>,
    ) {
        items.clear();
        let text = &text[span.clone()];
        let mut hits: Vec<Hit> = within(&found.words, span).collect();
        // the longest expression wins: “without human involvement” is no negation
        hits.sort_by_key(|&(start, end, _)| (std::cmp::Reverse(end - start), start));
        let mut taken: Vec<Hit> = Vec::with_capacity(hits.len());
        for hit in hits {
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
        for (start, end, pattern) in within(&found.shades, span) {
            for item in items.iter_mut() {
                if item.start < end && start < item.end {
                    item.roles |= pattern.role.bit();
                }
            }
        }
        stranger::name(text, items);
    }
}

/// The words of a grammar in a text.
#[derive(Debug)]
pub(super) struct Found {
    words: Vec<Hit>,
    shades: Vec<Hit>,
}

impl Found {
    /// Whether a word in `span` plays one of the roles in `bits`.
    pub(super) fn any(&self, span: &Range<usize>, bits: u32) -> bool {
        let plays = |&(_, _, pattern): &Hit| pattern.role.bit() & bits != 0;
        within(&self.words, span).any(|hit| plays(&hit))
            || within(&self.shades, span).any(|hit| plays(&hit))
    }
}

/// The hits inside `span`, counted from its beginning.
fn within<'a>(hits: &'a [Hit], span: &'a Range<usize>) -> impl Iterator<Item = Hit> + 'a {
    hits.iter()
        .filter(|hit| span.start <= hit.0 && hit.1 <= span.end)
        .map(|&(start, end, pattern)| (start - span.start, end - span.start, pattern))
}

/// Two parts of one word, as in “Maschinenübersetzung”: both count.
fn nested(text: &str, hit: Hit, other: Hit) -> bool {
    let one_word = |(start, end, _): Hit| !text[start..end].contains(' ');
    let disjoint = hit.1 <= other.0 || other.1 <= hit.0;
    disjoint && one_word(hit) && one_word(other)
}

/// Whether the place at `offset` is inside a word.
pub(super) fn joins(text: &str, offset: usize) -> bool {
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

fn cut_words(text: &str, taken: &[Hit], items: &mut Vec<Item>) {
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

fn cut_unspaced(text: &str, taken: &[Hit], items: &mut Vec<Item>) {
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
    use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let is_normal = |text: &str| is_nfkc_quick(text.chars()) == IsNormalized::Yes;
    let mut lower: String = if is_normal(word) {
        word.chars().flat_map(char::to_lowercase).collect()
    } else {
        word.nfkc().flat_map(char::to_lowercase).collect()
    };
    if !is_normal(&lower) {
        lower = lower.nfkc().collect();
    }
    let changes =
        |c: char| matches!(c, 'ı' | '\u{307}' | '’' | '‘') || crate::chars::is_invisible(c);
    if !lower.contains(changes) {
        return lower;
    }
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
    fn abbreviations_stand_in_capitals() {
        assert!(is_abbreviation("DI") && is_abbreviation("ПО"));
        assert!(!is_abbreviation("di") && !is_abbreviation("Di") && !is_abbreviation("DI*"));
        let grammar = get(LANGUAGES.iter().position(|tag| *tag == "lt").unwrap());
        let machines = |text: &str| {
            let found = grammar.find(&Folded::new(text), text);
            found.any(&(0..text.len()), Role::Machine.bit())
        };
        assert!(machines("Išvertė DI."));
        assert!(!machines("Leonardo di Caprio"));
    }

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
