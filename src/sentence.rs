//! Sentence boundaries in running text.
//!
//! A boundary is a final mark of any script, the closing quotation marks and brackets behind it, and then white space
//! (none in Chinese and Japanese). A full stop is more than that only where the word before it is no abbreviation, no
//! initial and no ordinal, and what follows does not begin with a small letter. The abbreviations are data
//! (`data/abbreviations.toml`). Where it is in doubt it does not cut: rules lose less by a long sentence than by half a
//! one.

use std::collections::HashMap;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::chars::{Script, class};

/// The abbreviations of a language.
#[derive(Debug, Default)]
struct List {
    single: HashSet<String>,
    /// Those of several parts with a space between them ("z. b"), by the last part.
    parted: HashMap<String, Vec<String>>,
}

static ABBREVIATIONS: LazyLock<HashMap<String, List>> = LazyLock::new(|| {
    let table: HashMap<String, HashSet<String>> =
        data!("abbreviations").expect("the embedded abbreviations parse: a test reads them");
    let list = |entries: HashSet<String>| {
        let mut list = List::default();
        for entry in entries {
            if let Some((_, last)) = entry.rsplit_once(' ') {
                let parted = list.parted.entry(last.to_owned()).or_default();
                parted.push(entry.clone());
            }
            list.single.insert(entry);
        }
        list
    };
    table
        .into_iter()
        .map(|(language, entries)| (language, list(entries)))
        .collect()
});

/// Appends the byte ranges of the sentences of `text` to `sentences`, without the white space around them.
///
/// `language` is the primary language subtag (`de`), which chooses the abbreviations; those common to all languages
/// hold always.
pub fn sentences(text: &str, language: Option<&str>, sentences: &mut Vec<Range<usize>>) {
    let mut start = skip_space(text, 0);
    let mut at = start;
    while at < text.len() {
        let Some(mark) = next_final(text, at) else {
            break;
        };
        let character = text[mark..].chars().next().unwrap_or('.');
        let after_marks = skip(text, mark, |c| is_final(c) || c == '.');
        let after_closers = skip(text, after_marks, is_closer);
        let next = skip_space(text, after_closers);
        let wide = is_wide_final(character);
        let ends = next >= text.len()
            || ((wide || next > after_closers)
                && begins_sentence(text, next, character)
                && (character != '.'
                    || after_marks - mark > 1
                    || !holds_on(text, start, mark, language)));
        if ends {
            sentences.push(start..after_closers);
            start = next;
        }
        at = next.max(after_marks);
    }
    let end = text.trim_end().len();
    if start < end {
        sentences.push(start..end);
    }
}

/// The bytes with which final marks begin.
const LEADS: [bool; 256] = {
    let mut table = [false; 256];
    let leads = b".!?\xD6\xD8\xDB\xE0\xE1\xE2\xE3\xEF";
    let mut index = 0;
    while index < leads.len() {
        table[leads[index] as usize] = true;
        index += 1;
    }
    table
};

/// Where the next final mark stands.
fn next_final(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes
            .get(at..)?
            .iter()
            .position(|&byte| LEADS[usize::from(byte)])?;
        let character = text.get(at..)?.chars().next()?;
        if is_final(character) {
            return Some(at);
        }
        at += character.len_utf8();
    }
}

/// Marks that can end a sentence, in the scripts of the world.
#[must_use]
pub fn is_final(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…')
        || is_wide_final(character)
        || is_foreign_final(character)
}

fn is_wide_final(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '｡' | '．')
}

fn is_foreign_final(character: char) -> bool {
    matches!(
        character,
        '।' | '॥' | '؟' | '۔' | '։' | '។' | '။' | '።' | '།' | '‼' | '⁇' | '⁈' | '⁉'
    )
}

fn is_closer(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | ')'
            | ']'
            | '}'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '“'
            | '*'
            | '_'
    )
}

fn is_opener(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '“'
            | '‘'
            | '„'
            | '‚'
            | '«'
            | '»'
            | '‹'
            | '('
            | '['
            | '「'
            | '『'
            | '（'
            | '【'
            | '《'
            | '¿'
            | '¡'
            | '—'
            | '–'
            | '-'
            | '•'
    )
}

fn skip(text: &str, from: usize, accept: impl Fn(char) -> bool) -> usize {
    text[from..]
        .find(|c| !accept(c))
        .map_or(text.len(), |found| from + found)
}

fn skip_space(text: &str, from: usize) -> usize {
    skip(text, from, |c| c.is_whitespace() || class(c).is_invisible())
}

/// What follows a full stop at the start of a sentence is not a small letter; after `!` and `?` neither, for a quoted
/// question goes on in its sentence (“Why?” he asked).
fn begins_sentence(text: &str, at: usize, mark: char) -> bool {
    let first = text[at..]
        .chars()
        .find(|&c| !is_opener(c) && !c.is_whitespace());
    match first {
        None => true,
        Some(c) if mark == '…' => class(c).is_upper() || !class(c).script().has_case(),
        // Georgian has capitals only for whole words
        Some(c) => !class(c).is_lower() || class(c).script() == Script::Georgian,
    }
}

/// Whether the full stop at `mark` belongs to an abbreviation, an initial or an ordinal.
fn holds_on(text: &str, sentence: usize, mark: usize, language: Option<&str>) -> bool {
    let before = &text[sentence..mark];
    let tail = before
        .rfind(|c: char| {
            c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '„' | '«' | '—' | '/')
        })
        .map_or(before, |space| {
            before[space..].trim_start_matches(|c: char| !class(c).is_word())
        });
    if tail.is_empty() {
        return false;
    }
    let mut characters = tail.chars();
    let single = characters.next().filter(|_| characters.next().is_none());
    if let Some(letter) = single
        && class(letter).is_letter()
        && class(letter).script().has_case()
    {
        // the end of a placeholder: `the account %s.`
        let start = before.len() - letter.len_utf8();
        let placeholder = before[..start].ends_with(['%', '$', '\\', '&', '@']);
        // an initial; a small vowel is a word in many languages, and so may end a sentence
        return !placeholder && !is_small_vowel(letter);
    }
    if tail.chars().all(|c| class(c).is_digit()) {
        return writes_ordinals(language) && tail.chars().count() <= 2;
    }
    let folded = tail.to_lowercase();
    let known = |key: &str| {
        ABBREVIATIONS.get(key).is_some_and(|list| {
            list.single.contains(&folded)
                || list.parted.get(&folded).is_some_and(|entries| {
                    // two parts with a space between them: "z. B."
                    let start =
                        crate::position::floor_char(before, before.len().saturating_sub(32));
                    let long = before[start..].to_lowercase();
                    entries.iter().any(|entry| long.ends_with(entry.as_str()))
                })
        })
    };
    known("any")
        || language.is_some_and(|language| known(language.split('-').next().unwrap_or(language)))
}

fn is_small_vowel(letter: char) -> bool {
    matches!(
        letter,
        'a' | 'e'
            | 'i'
            | 'o'
            | 'u'
            | 'y'
            | 'à'
            | 'è'
            | 'é'
            | 'ó'
            | 'å'
            | 'ö'
            | 'ý'
            | 'а'
            | 'е'
            | 'є'
            | 'и'
            | 'і'
            | 'о'
            | 'у'
            | 'я'
            | 'η'
            | 'ή'
            | 'ο'
            | 'ω'
    )
}

/// Whether `text`, up to its final full stop, ends with an abbreviation, an initial or an ordinal.
#[must_use]
pub fn is_abbreviation(text: &str, language: Option<&str>) -> bool {
    text.strip_suffix('.')
        .is_some_and(|before| is_lettered(before) || holds_on(text, 0, before.len(), language))
}

/// Ends with letters that have stops between them: “p.n.e”, “e.W”, “a.C”.
fn is_lettered(text: &str) -> bool {
    let word = text
        .rsplit(|c: char| !(class(c).is_letter() || c == '.'))
        .next()
        .unwrap_or_default();
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1)
}

/// Languages that write an ordinal number as a figure with a full stop.
fn writes_ordinals(language: Option<&str>) -> bool {
    let Some(language) = language else {
        return false;
    };
    matches!(
        language.split('-').next().unwrap_or(language),
        "bs" | "cs"
            | "da"
            | "de"
            | "et"
            | "fi"
            | "hr"
            | "hu"
            | "is"
            | "lv"
            | "nb"
            | "nn"
            | "no"
            | "sk"
            | "sl"
            | "sr"
            | "tr"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
        let mut ranges = Vec::new();
        sentences(text, Some(language), &mut ranges);
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn every_abbreviation_list_is_read() {
        assert!(
            ABBREVIATIONS["de"].parted["b"].contains(&"z. b".to_owned())
                && ABBREVIATIONS["any"].single.contains("prof")
        );
    }

    #[test]
    fn cuts_at_final_marks_and_keeps_closing_quotes() {
        assert_eq!(
            cut("He left. “Why?” she asked. (Nobody knew.) End", "en"),
            ["He left.", "“Why?” she asked.", "(Nobody knew.)", "End"]
        );
        assert_eq!(
            cut("雨が降った。「帰ろう」と言った！次の日", "ja"),
            ["雨が降った。", "「帰ろう」と言った！", "次の日"]
        );
        assert_eq!(cut("वह आया। वह गया।", "hi"), ["वह आया।", "वह गया।"]);
        assert_eq!(cut("هل جاء؟ نعم.", "ar"), ["هل جاء؟", "نعم."]);
    }

    #[test]
    fn abbreviations_initials_and_ordinals_do_not_cut() {
        assert_eq!(
            cut(
                "Prof. Weber kam am 3. Mai, z. B. mit J. Roth. Dann ging er.",
                "de"
            )
            .len(),
            2
        );
        assert_eq!(cut("En EE. UU. Hay 3.5 millones. Punto.", "es").len(), 2);
        assert_eq!(cut("Это было в 1999 г. Москва росла. Да.", "ru").len(), 2);
        assert_eq!(
            cut("It rose by 3.5 percent in the U.S. He paid.", "en").len(),
            1
        );
    }

    #[test]
    fn white_space_is_outside() {
        assert_eq!(cut("  One.\n  Two.  ", "en"), ["One.", "Two."]);
        assert!(cut("  ", "en").is_empty());
    }
}
