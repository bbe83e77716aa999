//! What of a text is language.
//!
//! Addresses, numbers, code, placeholders, words in capitals and other people's words (quotations, what the mark-up
//! declares foreign) say nothing about the language that an author writes. What is left is words of letters with one
//! space between them, each with its script.

use std::ops::Range;

use super::script::Tally;
use crate::block::OBJECT;
use crate::chars::{Script, class};

/// The words of a stretch of text that are language.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// The words, one space between them.
    pub text: String,
    /// Letters by script.
    pub tally: Tally,
    /// Words.
    pub words: u32,
    /// Words that begin with a small letter, in scripts that have such.
    pub small: u32,
    /// Words of scripts that have capitals.
    pub cased: u32,
    /// Tokens left out because they are addresses, numbers or code.
    pub dropped: u32,
    /// Whether it begins and ends as a sentence does, where all of it was looked at.
    pub closed: bool,
}

impl Sample {
    /// Cleans `range` of `text`; `holes` (sorted) are left out.
    #[must_use]
    pub fn of(text: &str, range: Range<usize>, holes: &[Range<usize>]) -> Self {
        let mut sample = Self {
            closed: is_closed(&text[range.clone()]),
            text: String::with_capacity(range.len()),
            ..Self::default()
        };
        sample.add(text, range, holes);
        sample
    }

    /// Adds `range` of `text` without its `holes`.
    pub fn add(&mut self, text: &str, range: Range<usize>, holes: &[Range<usize>]) {
        let mut at = range.start;
        let first = holes.partition_point(|hole| hole.end <= range.start);
        for hole in &holes[first..] {
            if hole.start >= range.end {
                break;
            }
            if hole.start > at {
                self.stretch(&text[at..hole.start]);
            }
            at = at.max(hole.end);
        }
        if at < range.end {
            self.stretch(&text[at..range.end]);
        }
    }

    fn stretch(&mut self, text: &str) {
        for token in text.split(|c: char| c.is_whitespace() || c == OBJECT) {
            if token.is_ascii() {
                self.token(token);
                continue;
            }
            // Chinese and Japanese leave no space around Latin words
            let mut start = 0;
            let mut wide = None;
            for (at, character) in token.char_indices() {
                let now = is_wide(character);
                if wide.is_some_and(|before| before != now) {
                    self.token(&token[start..at]);
                    start = at;
                }
                wide = Some(now);
            }
            self.token(&token[start..]);
        }
    }

    fn token(&mut self, token: &str) {
        if token.is_empty() {
            return;
        }
        // most tokens are a word, perhaps with a mark behind it
        let bare = token
            .strip_suffix(['.', ',', ';', ':', '!', '?'])
            .unwrap_or(token);
        if bare.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            self.ascii_word(bare);
            return;
        }
        if is_code(token) {
            self.dropped += 1;
            return;
        }
        for part in token.split(|c: char| {
            !(class(c).is_letter()
                || class(c).is_mark()
                || class(c).is_invisible()
                || matches!(c, '\'' | '’' | 'ʼ'))
        }) {
            self.word(part.trim_matches(['\'', '’', 'ʼ']));
        }
    }

    /// What [`Self::word`] does, for letters of ASCII.
    fn ascii_word(&mut self, word: &str) {
        let Some(first) = word.bytes().next() else {
            return;
        };
        let capital = first.is_ascii_uppercase();
        let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
        let abbreviation = capitals == word.len() && capitals > 1;
        let inner = capitals > usize::from(capital) && capitals < word.len();
        if abbreviation || inner {
            return;
        }
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(word);
        let letters = u32::try_from(word.len()).unwrap_or(u32::MAX);
        self.tally.add(Script::Latin, letters);
        self.words += 1;
        self.cased += 1;
        // the English pronoun is no name
        self.small += u32::from(!capital || word == "I");
    }

    fn word(&mut self, word: &str) {
        let (mut letters, mut capitals, mut script) = (0_u32, 0_u32, Script::Common);
        let mut first_capital = false;
        let mut mixed = Tally::default();
        for character in word.chars() {
            let class = class(character);
            if !class.is_letter() {
                continue;
            }
            let own = class.script();
            if own != Script::Common {
                if script == Script::Common {
                    script = own;
                }
                mixed.add(own, 1);
            }
            if class.is_upper() {
                capitals += 1;
                first_capital |= letters == 0;
            }
            letters += 1;
        }
        if script == Script::Common
            || (letters > 1 && capitals == letters && script.has_case())
            || (capitals > u32::from(first_capital) && capitals < letters)
        {
            return;
        }
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(word);
        self.tally.merge(&mixed);
        self.words += 1;
        if script.has_case() {
            self.cased += 1;
            // the English pronoun is no name
            self.small += u32::from(
                !first_capital
                    || matches!(
                        word.as_bytes(),
                        [b'I'] | [b'I', b'\'', ..] | [b'I', 0xE2, 0x80, 0x99, ..]
                    ),
            );
        }
    }

    /// Letters.
    #[must_use]
    pub fn letters(&self) -> u32 {
        self.tally.letters()
    }

    /// Whether it reads like a sentence rather than a list of names: where there are capitals, most words begin small.
    #[must_use]
    pub fn is_prose(&self, words: u32) -> bool {
        if self.dropped > self.words {
            return false;
        }
        if self.cased * 2 < self.words {
            return self.letters() >= 2 * words;
        }
        self.words >= words && self.small * 2 > self.cased
    }

    /// Whether it is a sentence from its capital to its full stop, with at most one number or the like in it.
    #[must_use]
    pub fn is_sentence(&self) -> bool {
        self.closed && (self.dropped == 0 || self.dropped == 1 && self.words >= 3)
    }

    /// Its words that are of one of `scripts`.
    #[must_use]
    pub fn only(&self, scripts: &[Script]) -> Self {
        let mut sample = Self {
            dropped: self.dropped,
            closed: self.closed,
            ..Self::default()
        };
        for word in self.text.split(' ') {
            let first = word
                .chars()
                .map(|c| class(c).script())
                .find(|&script| script != Script::Common);
            if first.is_some_and(|script| scripts.contains(&script)) {
                sample.word(word);
            }
        }
        sample
    }
}

/// Whether a text begins with a capital, where its script has such, and ends with a mark that closes sentences. An ellipsis
/// closes none, as it ends commands of menus, and what a full stop begins is code.
#[must_use]
pub fn is_closed(text: &str) -> bool {
    const CLOSERS: [char; 8] = ['"', '”', '“', '’', '»', '›', ')', '」'];
    let end = text.trim_end().trim_end_matches(CLOSERS);
    end.ends_with(['.', '!', '?', '。', '！', '？', '।', '؟', '۔'])
        && !end.ends_with("..")
        && !text.trim_start().starts_with('.')
        && text
            .chars()
            .find(|&c| class(c).is_letter())
            .is_some_and(|first| !first.is_lowercase())
}

/// Characters that stand without spaces beside Latin words.
fn is_wide(character: char) -> bool {
    class(character).script().is_unspaced()
        || matches!(u32::from(character), 0x3000..=0x303F | 0x30FB..=0x30FC | 0xFF00..=0xFF65)
}

/// Addresses, paths, options, identifiers, placeholders, numbers and what is glued to them.
fn is_code(token: &str) -> bool {
    let token = token.trim_end_matches([
        '.', ',', ';', ':', '!', '?', ')', ']', '…', '"', '”', '»', '“', '*',
    ]);
    let bare = token.trim_start_matches(['(', '[', '"', '“', '„', '«', '*', '¿', '¡']);
    if bare.starts_with(['-', '/', '~', '.', '+', '&']) && bare.len() > 1 {
        let after = bare.trim_start_matches('-');
        return after.is_empty()
            || bare.len() - after.len() <= 2
                && after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
    }
    let mut slashes = 0;
    let mut before = ' ';
    for character in bare.chars() {
        match character {
            '0'..='9'
            | '@'
            | '\\'
            | '_'
            | '='
            | '<'
            | '>'
            | '{'
            | '}'
            | '|'
            | '~'
            | '^'
            | '$'
            | '%'
            | '#'
            | '+'
            | '`' => return true,
            '/' => slashes += 1,
            c if matches!(before, '.' | ':') && class(c).is_letter() => return true,
            '(' | '[' if class(before).is_letter() => return true,
            c if class(c).is_digit() => return true,
            _ => {}
        }
        before = character;
    }
    slashes > 1
}

/// Whether a text is a line of code, a command or a comment in one, as plain text files show them without mark-up.
#[must_use]
pub fn is_code_line(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(['#', '$', '%', '{', '}', '<'])
        || text.starts_with("//")
        || text.starts_with("/*")
        || text.starts_with("--")
        || text.ends_with(['{', '}', ';', '\\', '='])
        || text.contains(" = ")
        || text.contains("();")
        || text.contains(" && ")
        || text.contains(" | ")
        || text.contains("esac")
        || is_command(text)
}

/// Whether a short line without a full stop has an option in it: `apt-get install --yes build-essential`.
fn is_command(text: &str) -> bool {
    !text.ends_with(['.', '!', '?', ':', '。'])
        && text.split_whitespace().count() <= 10
        && text.split_whitespace().any(|token| {
            token
                .strip_prefix("--")
                .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
        })
}

/// Stretches between quotation marks, of every style, the marks included; sorted.
#[must_use]
pub fn quotations(text: &str) -> Vec<Range<usize>> {
    /// A mark without a partner within this many bytes is none.
    const REACH: usize = 2000;
    let mut found = Vec::new();
    if text.is_ascii() && memchr::memchr2(b'"', b'\'', text.as_bytes()).is_none() {
        return found;
    }
    let straight = memchr::memchr_iter(b'"', text.as_bytes())
        .count()
        .is_multiple_of(2);
    let mut at = 0;
    let mut before = ' ';
    while let Some(character) = text[at..].chars().next() {
        let next = at + character.len_utf8();
        let closers = if matches!(character, '\'' | '‘') && class(before).is_word() {
            None
        } else {
            closers(character).filter(|_| character != '"' || straight)
        };
        before = character;
        if let Some(closers) = closers {
            let reach = if character == '\'' { 120 } else { REACH };
            let limit = crate::position::floor_char(text, (next + reach).min(text.len()));
            if let Some(end) = close(text, next..limit, character, closers) {
                found.push(at..end);
                at = end;
                continue;
            }
        }
        at = next;
    }
    found
}

fn closers(opener: char) -> Option<&'static [char]> {
    Some(match opener {
        '"' => &['"'],
        '\'' => &['\''],
        '“' | '„' | '‟' | '”' => &['”', '“'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '‹' => &['›'],
        '›' => &['‹'],
        '‘' => &['’'],
        '‚' => &['‘', '’'],
        '「' => &['」'],
        '『' => &['』'],
        '《' => &['》'],
        '〈' => &['〉'],
        '〝' => &['〞', '〟'],
        _ => return None,
    })
}

/// The place after the closing mark; a mark that may be an apostrophe closes only where no letter follows.
fn close(text: &str, range: Range<usize>, opener: char, closers: &[char]) -> Option<usize> {
    let mut from = range.start;
    loop {
        let (offset, mark) = text[from..range.end]
            .char_indices()
            .find(|(_, c)| closers.contains(c))?;
        let end = from + offset + mark.len_utf8();
        let doubtful = matches!(opener, '\'' | '‘' | '‚');
        let letter_follows = text[end..]
            .chars()
            .next()
            .is_some_and(|c| class(c).is_letter());
        if !doubtful || (!letter_follows && offset > 0) {
            return Some(end);
        }
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(text: &str) -> String {
        Sample::of(text, 0..text.len(), &quotations(text)).text
    }

    #[test]
    fn what_is_no_language_goes() {
        for (text, left) in [
            (
                "Klicken Sie hier: https://example.org/a?b=c",
                "Klicken Sie hier",
            ),
            ("Schreiben Sie an info@example.org!", "Schreiben Sie an"),
            (
                "Rufen Sie foo_bar(), getElementById und parse() auf",
                "Rufen Sie und auf",
            ),
            (
                "Die Datei /etc/passwd oder config.toml, %s und {name}",
                "Die Datei oder und",
            ),
            ("mit --verbose und -v, 300 MB am 3. Mai", "mit und am Mai"),
            ("NATO und CPU-Last", "und Last"),
            ("12345 — 3,5 % !!! OK", ""),
            ("l’été d'hier", "l’été d'hier"),
            ("und/oder", "und oder"),
            ("Codeを設定します。", "Code を設定します"),
        ] {
            assert_eq!(clean(text), left, "{text}");
        }
    }

    #[test]
    fn quotations_of_every_style_go() {
        for (text, left) in [
            ("Er sagte „nothing at all“ und ging", "Er sagte und ging"),
            ("Il dit « never again » puis sortit", "Il dit puis sortit"),
            ("Sie rief »come here« laut", "Sie rief laut"),
            ("he said \"adiós amigo\" twice", "he said twice"),
            ("a \"lone mark stays", "a lone mark stays"),
            ("彼は「let it be」と言った", "彼は と言った"),
            ("the ‘Zeitgeist’ of it", "the of it"),
            ("don't won't can't", "don't won't can't"),
            (
                "the dogs' bowls and cats' toys",
                "the dogs bowls and cats toys",
            ),
        ] {
            assert_eq!(clean(text), left, "{text}");
        }
    }

    #[test]
    fn lists_of_names_are_not_prose() {
        let prose = |text: &str| Sample::of(text, 0..text.len(), &[]).is_prose(4);
        assert!(prose("Every seventh is higher than the others"));
        assert!(!prose("Microsoft Visual Studio Community Edition"));
        assert!(!prose("open the door"));
        assert!(prose("请下载安装程序并重新启动"));
    }
}
