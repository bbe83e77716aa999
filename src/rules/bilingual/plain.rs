//! The words of a text that a translator would translate: not its codes, names of files, placeholders and acronyms.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::block::OBJECT;
use crate::chars::{Script, class};
use crate::language::lang::Lang;

/// English words that translators translate.
static ORDINARY: LazyLock<HashMap<&'static str, Ordinary>> = LazyLock::new(|| {
    include_str!("../../data/ordinary-en.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let word = line.trim_end_matches(['!', '~', '?']);
            let ordinary = Ordinary {
                alone: line.ends_with('!'),
                abroad: line.ends_with('?'),
                shared: line[word.len()..].starts_with('~'),
            };
            (word, ordinary)
        })
        .collect()
});

/// A word that translators translate.
#[derive(Clone, Copy, Debug)]
struct Ordinary {
    /// Also where it stands alone.
    alone: bool,
    /// Alone as well where the target has other letters.
    abroad: bool,
    /// Some language of Latin letters has the word itself.
    shared: bool,
}

/// Which words are looked up as ordinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lookup {
    /// None: the source is not English.
    Nothing,
    /// English words that no language shares.
    Unshared,
    /// Those that languages of Latin letters share as well: the target has other letters.
    Every,
}

impl Lookup {
    /// For texts of the language `from` that stand in one of the language `to`.
    pub(super) fn of(from: Option<Lang>, to: Option<Lang>) -> Self {
        match from {
            Some(from) if from != Lang::english() => Self::Nothing,
            None => Self::Nothing,
            Some(_) if to.is_some_and(|to| !to.uses(Script::Latin)) => Self::Every,
            Some(_) => Self::Unshared,
        }
    }

    fn get(self, word: &str) -> Option<Ordinary> {
        if self == Self::Nothing {
            return None;
        }
        let ordinary = ORDINARY.get(word).copied()?;
        (self == Self::Every || !ordinary.shared).then_some(ordinary)
    }
}

/// What the words of a text come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Plain {
    /// Words of two letters or more that are no code, no address, no acronym.
    pub(super) words: usize,
    /// Those of three letters or more that begin with a small letter.
    pub(super) small: usize,
    /// Those that are ordinary English.
    pub(super) ordinary: usize,
}

impl Plain {
    /// The words of `text`.
    pub(super) fn of(text: &str, lookup: Lookup) -> Self {
        let mut plain = Self::default();
        let mut in_tag = false;
        for token in text.split(|c: char| c.is_whitespace() || c == OBJECT) {
            let mut rest = token;
            if in_tag {
                let Some((_, behind)) = token.split_once('>') else {
                    continue;
                };
                in_tag = false;
                rest = behind;
            }
            // what stands around a tag without a space
            while let Some((before, tag)) = rest.split_once('<')
                && tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
            {
                plain.token(before, lookup);
                let Some((_, behind)) = tag.split_once('>') else {
                    in_tag = true;
                    rest = "";
                    break;
                };
                rest = behind;
            }
            plain.token(rest, lookup);
        }
        plain
    }

    fn token(&mut self, token: &str, lookup: Lookup) {
        if is_technical(token) {
            return;
        }
        let pieces = token.split(|c: char| {
            !(class(c).is_word() || matches!(c, '\'' | '’' | '-' | '_' | '&' | '~'))
        });
        for piece in pieces {
            self.word(piece.trim_matches(['\'', '’', '-']), lookup);
        }
    }

    fn word(&mut self, word: &str, lookup: Lookup) {
        let mark = |c: char| matches!(c, '_' | '&' | '~');
        let marked = word.matches(mark).count();
        if marked > 1 {
            return;
        }
        let bare: String = word.chars().filter(|&c| !mark(c)).collect();
        let inside = marked == 1 && !word.starts_with(mark);
        let ordinary = is_ordinary(&bare, lookup);
        // `Na_me` has a key mark in it, `file_name` is code
        if inside && lookup != Lookup::Nothing && !ordinary {
            return;
        }
        let (mut letters, mut capitals, mut first) = (0, 0, true);
        let mut inner_capital = false;
        for c in bare.chars() {
            let class = class(c);
            if class.is_digit() {
                return;
            }
            if class.is_letter() {
                letters += 1;
                if class.is_upper() {
                    capitals += 1;
                    inner_capital |= !first;
                }
                first = false;
            } else if !class.is_mark() {
                first = true;
            }
        }
        if letters < 2 || (!ordinary && inner_capital) {
            return;
        }
        self.words += 1;
        self.small += usize::from(capitals == 0 && letters >= 3);
        self.ordinary += usize::from(ordinary);
    }
}

/// Addresses, paths, placeholders, formulas, code.
fn is_technical(token: &str) -> bool {
    token.contains([
        '@', '\\', '=', '{', '}', '$', '%', '`', '#', '<', '>', '*', '^', '|',
    ]) || token.contains("://")
        || token.starts_with("www.")
        || token.starts_with("--")
        || token.contains('/')
        || inner_colon(token)
        || inner_dot(token)
}

/// `default:LTR`, `?terrain:Hills`: a colon between letters.
fn inner_colon(token: &str) -> bool {
    token.split_once(':').is_some_and(|(before, after)| {
        !before.is_empty() && after.starts_with(char::is_alphanumeric)
    })
}

/// `traditore.toml`, `e.g.`: a full stop between letters.
fn inner_dot(token: &str) -> bool {
    let bytes = token.as_bytes();
    (1..bytes.len().saturating_sub(1)).any(|at| {
        bytes[at] == b'.'
            && bytes[at - 1].is_ascii_alphanumeric()
            && bytes[at + 1].is_ascii_alphanumeric()
    })
}

/// Whether `text` is one word, key marks left out, that is translated also where it stands alone.
pub(super) fn is_common_word(text: &str, lookup: Lookup) -> bool {
    let word: String = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    lookup
        .get(&word)
        .is_some_and(|ordinary| ordinary.alone || ordinary.abroad && lookup == Lookup::Every)
}

/// The grammar of a generator of names (`main={prefix}{suffix}|…` in each line), which every language writes anew.
pub(super) fn is_grammar(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    text.contains('=')
        && text.contains(['|', '{'])
        && lines.all(|line| {
            line.split_once('=').is_some_and(|(name, _)| {
                !name.is_empty()
                    && name
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            })
        })
}

/// Lines of commands, options or keys (`show <name>`, `A;B;C;`) rather than language.
pub(super) fn is_listing(text: &str) -> bool {
    let semicolons = text.bytes().filter(|&byte| byte == b';').count();
    if semicolons >= 3 && semicolons * 20 >= text.len() {
        return true;
    }
    let (mut lines, mut commands) = (0, 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        lines += 1;
        let words = line.split_whitespace().count();
        let ends = line.trim_end().ends_with(['.', '!', '?', ':', ',']);
        commands +=
            usize::from(words <= 4 && !ends && line.starts_with(|c: char| c.is_ascii_lowercase()));
    }
    lines >= 4 && commands * 4 >= lines * 3
}

/// Strings that stand for the translators' names: what is in them is no translation.
pub(super) fn is_credits(source: &str) -> bool {
    source.len() < 64
        && matches!(
            source.trim(),
            "translator-credits"
                | "translator_credits"
                | "Your names"
                | "Your emails"
                | "NAME OF TRANSLATORS"
                | "EMAIL OF TRANSLATORS"
        )
}

/// Whether a word (parts with hyphens between them) is ordinary English.
pub(super) fn is_ordinary(word: &str, lookup: Lookup) -> bool {
    let lower = word.to_ascii_lowercase();
    lower
        .split('-')
        .all(|part| part.len() >= 2 && lookup.get(part).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_no_words() {
        for text in [
            "%d Hz",
            "GNU GPL",
            "<b>%s</b>",
            "file_name.txt",
            "https://example.org/the/file",
            "x_2 = y",
            "kMeans",
        ] {
            let plain = Plain::of(text, Lookup::Unshared);
            assert!(plain.words <= 1 && plain.ordinary == 0, "{text}: {plain:?}");
        }
    }

    #[test]
    fn key_marks_do_not_part_words() {
        assert_eq!(Plain::of("_Save Chan_ge", Lookup::Unshared).ordinary, 2);
        assert_eq!(
            Plain::of("<b>Remove the</b> old layer", Lookup::Unshared).words,
            4
        );
    }
}
