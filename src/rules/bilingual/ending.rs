//! With which mark a text ends.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::block::OBJECT;
use crate::chars::class;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    marks: Marks,
    languages: BTreeMap<String, Marks>,
    without: List,
    loose: List,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Marks {
    stop: String,
    question: String,
    exclamation: String,
    colon: String,
    semicolon: String,
    ellipsis: String,
    inside: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    languages: HashSet<String>,
}

static DATA: LazyLock<Data> =
    LazyLock::new(|| data!("end-punctuation").expect("the embedded table parses: a test reads it"));

/// What a text ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum End {
    /// A word, a number, a bracket.
    Nothing,
    Stop,
    Question,
    Exclamation,
    /// `?!`, `!?`.
    Both,
    Colon,
    Semicolon,
    Ellipsis,
}

impl End {
    /// What it is called in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Nothing => "no mark",
            Self::Stop => "a full stop",
            Self::Question => "a question mark",
            Self::Exclamation => "an exclamation mark",
            Self::Both => "a question mark and an exclamation mark",
            Self::Colon => "a colon",
            Self::Semicolon => "a semicolon",
            Self::Ellipsis => "an ellipsis",
        }
    }
}

/// How a language ends its texts, looked up once for a document.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    marks: Marks,
    /// What the characters of ASCII are.
    ascii: [End; 128],
    /// Writes no final marks.
    pub(super) without: bool,
    /// Sets full stops as it likes.
    pub(super) loose: bool,
}

impl Marks {
    /// What a character is at the end of a text.
    fn class(&self, c: char) -> End {
        if c.is_ascii_alphanumeric() || class(c).is_letter() {
            End::Nothing
        } else if matches!(c, '‽' | '⁈' | '⁉') {
            End::Both
        } else if self.stop.contains(c) {
            End::Stop
        } else if self.question.contains(c) {
            End::Question
        } else if self.exclamation.contains(c) {
            End::Exclamation
        } else if self.colon.contains(c) {
            End::Colon
        } else if self.ellipsis.contains(c) {
            End::Ellipsis
        } else if self.semicolon.contains(c) {
            End::Semicolon
        } else {
            End::Nothing
        }
    }
}

impl Manner {
    /// The manner of a language, by its primary subtag.
    pub(super) fn of(language: &str) -> Self {
        let mut marks = DATA.marks.clone();
        if let Some(own) = DATA.languages.get(language) {
            for (mine, other) in [
                (&mut marks.stop, &own.stop),
                (&mut marks.question, &own.question),
                (&mut marks.exclamation, &own.exclamation),
                (&mut marks.colon, &own.colon),
                (&mut marks.semicolon, &own.semicolon),
                (&mut marks.ellipsis, &own.ellipsis),
                (&mut marks.inside, &own.inside),
            ] {
                if !other.is_empty() {
                    mine.clone_from(other);
                }
            }
        } else {
            // the Greek question mark is a semicolon everywhere else
            marks.question.retain(|c| c != ';');
        }
        let mut ascii = [End::Nothing; 128];
        for (byte, end) in (0_u8..).zip(&mut ascii) {
            *end = marks.class(char::from(byte));
        }
        Self {
            marks,
            ascii,
            without: DATA.without.languages.contains(language),
            loose: DATA.loose.languages.contains(language),
        }
    }

    fn class(&self, c: char) -> End {
        self.ascii
            .get(c as usize)
            .copied()
            .unwrap_or_else(|| self.marks.class(c))
    }

    /// What `text` ends with, and where the marks stand.
    pub(super) fn end(&self, text: &str) -> (End, Range<usize>) {
        let end = without_closers(text).len();
        let mut start = end;
        let mut found = End::Nothing;
        let mut stops = 0;
        if ends_with_entity(&text[..end]) {
            return (found, end..end);
        }
        for (at, c) in text[..end].char_indices().rev().take(8) {
            let class = self.class(c);
            if class == End::Nothing {
                break;
            }
            stops += usize::from(c == '.');
            found = match (found, class) {
                (End::Nothing, class) => class,
                (End::Question, End::Exclamation) | (End::Exclamation, End::Question) => End::Both,
                (End::Stop, End::Ellipsis) => End::Ellipsis,
                (End::Stop, other @ (End::Question | End::Exclamation | End::Colon)) => other,
                (found, _) => found,
            };
            start = at;
        }
        if stops >= 2 && found == End::Stop {
            found = End::Ellipsis;
        }
        if found == End::Nothing && !self.marks.inside.is_empty() {
            let tail = text[..end].rfind('։').unwrap_or(0);
            for c in text[tail..end].chars() {
                match c {
                    '՞' => found = End::Question,
                    '՜' => found = End::Exclamation,
                    _ => {}
                }
            }
        }
        (found, start..end)
    }
}

/// `text` without what may stand behind its final mark: quotation marks, brackets, codes, white space, key marks
/// (`(_O)`), tags.
pub(super) fn without_closers(text: &str) -> &str {
    let mut text = text;
    if text.as_bytes().last().is_some_and(|last| {
        last.is_ascii_alphanumeric() || matches!(last, b'.' | b'!' | b'?' | b':')
    }) {
        return text;
    }
    loop {
        let trimmed = text.trim_end_matches(is_closer);
        let trimmed = trim_key_mark(trim_tag(trim_entity(trimmed)), text);
        if trimmed.len() == text.len() {
            return text;
        }
        text = trimmed;
    }
}

fn is_closer(c: char) -> bool {
    match c {
        ' ' | '\n' | '"' | '\'' | ')' | ']' | '*' | '_' | '`' | OBJECT => true,
        _ if c.is_ascii() => c.is_ascii_whitespace(),
        '”' | '’' | '»' | '›' | '“' | '‘' | '«' | '」' | '』' | '）' | '】' | '》' | '〉'
        | '〕' | '］' | '＂' | '″' => true,
        _ => class(c).is_invisible() || c.is_whitespace(),
    }
}

/// Takes a key mark (`(_O)`, `(&O)`) off the end of `whole`, of which `trimmed` is what stands before the bracket.
fn trim_key_mark<'a>(trimmed: &'a str, whole: &str) -> &'a str {
    if !whole.trim_end().ends_with([')', '）']) {
        return trimmed;
    }
    let mut back = trimmed.char_indices().rev();
    match (back.next(), back.next(), back.next()) {
        (Some((_, key)), Some((_, '_' | '&' | '~')), Some((open, '(' | '（')))
            if key.is_alphanumeric() =>
        {
            &trimmed[..open]
        }
        _ => trimmed,
    }
}

/// Takes a quotation mark that is written as an entity off the end: `&quot;`.
fn trim_entity(text: &str) -> &str {
    ["&quot;", "&#39;", "&apos;", "&raquo;", "&rdquo;", "&nbsp;"]
        .iter()
        .find_map(|entity| text.strip_suffix(entity))
        .unwrap_or(text)
}

/// Ends with a character that is written as an entity (`&gt;`, `&#8364;`): its semicolon is no mark.
fn ends_with_entity(text: &str) -> bool {
    let Some(text) = text.strip_suffix(';') else {
        return false;
    };
    let name = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.ends_with('&') && (2..10).contains(&(text.len() - name.len()))
}

/// Takes a closing tag off the end: `</b>`, `<br/>`.
fn trim_tag(text: &str) -> &str {
    if !text.ends_with('>') {
        return text;
    }
    match text.rfind('<') {
        Some(open)
            if text[open + 1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) =>
        {
            &text[..open]
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(language: &str, text: &str) -> End {
        Manner::of(language).end(text).0
    }

    #[test]
    fn classes_of_many_languages() {
        for (language, text, expected) in [
            ("en", "Open the file.", End::Stop),
            ("en", "Open…", End::Ellipsis),
            ("en", "Open ...", End::Ellipsis),
            ("en", "He said “no”.", End::Stop),
            ("en", "He said “no.”)", End::Stop),
            ("en", "<b>Open?</b>", End::Question),
            ("en", "What?!", End::Both),
            ("en", "a;", End::Semicolon),
            ("en", "Use &lt;b&gt;", End::Nothing),
            ("en", "Use &#8364;", End::Nothing),
            ("en", "R & D;", End::Semicolon),
            ("en", "Really‽", End::Both),
            ("el", "Τι είναι αυτό;", End::Question),
            // the mark stands on the word that is asked for, wherever that is
            ("hy", "Ի՞նչ է սա", End::Question),
            ("hy", "Սա գիրք է՞", End::Question),
            ("hy", "Սա գիրք է։", End::Stop),
            ("ar", "ما هذا؟", End::Question),
            ("hi", "यह किताब है।", End::Stop),
            ("ja", "開きますか？", End::Question),
            ("zh", "打开……", End::Ellipsis),
            ("fr", "Quoi ?", End::Question),
            ("zh", "前往(_N)...", End::Ellipsis),
            ("zh", "前往...(_N)", End::Ellipsis),
            ("hi", "पंक्तियाँ : (&R)", End::Colon),
            ("ur", "یہ کتاب ہے۔", End::Stop),
        ] {
            assert_eq!(end(language, text), expected, "{language} {text}");
        }
    }
}
