//! Brackets and quotation marks of a text, counted by kind.

use crate::chars::{Script, class};

/// Kinds of paired marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `(…)`, `（…）`.
    Round,
    /// `[…]`, `【…】`, `〔…〕`.
    Square,
    /// `«…»`, `‹…›`, in either direction.
    Guillemets,
    /// `「…」`, `『…』`, `《…》`, `〈…〉`.
    Corner,
    /// `"…"`.
    Straight,
    /// `“…”`, `„…“`, `”…”`.
    Curly,
}

/// Number of kinds.
const KINDS: usize = 6;

impl Kind {
    pub(super) const BRACKETS: [Self; 2] = [Self::Round, Self::Square];
    pub(super) const QUOTES: [Self; 4] =
        [Self::Guillemets, Self::Corner, Self::Straight, Self::Curly];
}

/// The marks of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    opening: [u32; KINDS],
    closing: [u32; KINDS],
    /// First and last place of each kind.
    places: [(usize, usize); KINDS],
    /// Single quotation marks that are no apostrophes.
    pub(super) singles: u32,
}

impl Marks {
    /// The marks of `text`; smileys, list numbers, inches, apostrophes, key marks and what stands in tags are left out.
    pub(super) fn of(text: &str) -> Self {
        let mut marks = Self::default();
        let mut tag_end = 0;
        for (at, c) in text.char_indices() {
            if at < tag_end || c.is_ascii_alphanumeric() || c == ' ' {
                continue;
            }
            if c == '<' {
                tag_end = end_of_tag(text, at);
                continue;
            }
            let Some((kind, opens)) = paired(c) else {
                if matches!(c, '\'' | '‘' | '‚') && !is_apostrophe(text, at, c) {
                    marks.singles += 1;
                }
                continue;
            };
            if is_exempt(text, at, c, &marks) {
                continue;
            }
            let index = kind as usize;
            if marks.total(kind) == 0 {
                marks.places[index].0 = at;
            }
            marks.places[index].1 = at;
            if opens {
                marks.opening[index] += 1;
            } else {
                marks.closing[index] += 1;
            }
        }
        marks
    }

    /// Whether `c` is a bracket or a double quotation mark.
    pub(super) fn is_mark(c: char) -> bool {
        paired(c).is_some()
    }

    pub(super) fn total(&self, kind: Kind) -> u32 {
        self.opening[kind as usize] + self.closing[kind as usize]
    }

    /// Pairs, or what would be pairs.
    pub(super) fn pairs(&self, kinds: &[Kind]) -> u32 {
        kinds.iter().map(|&kind| self.total(kind).div_ceil(2)).sum()
    }

    /// Whether every mark of the kind has its partner.
    pub(super) fn is_balanced(&self, kind: Kind) -> bool {
        match kind {
            Kind::Straight | Kind::Curly => self.total(kind).is_multiple_of(2),
            _ => self.opening[kind as usize] == self.closing[kind as usize],
        }
    }

    /// The last mark of the kind that is in excess, for want of a better guess.
    pub(super) fn place(&self, kind: Kind) -> usize {
        let index = kind as usize;
        if self.closing[index] > self.opening[index] {
            self.places[index].1
        } else {
            self.places[index].0
        }
    }

    /// What lacks: “opening”, “closing”.
    pub(super) fn lacking(&self, kind: Kind) -> &'static str {
        let index = kind as usize;
        match kind {
            Kind::Straight | Kind::Curly => "second",
            _ if self.closing[index] > self.opening[index] => "opening",
            _ => "closing",
        }
    }
}

fn paired(c: char) -> Option<(Kind, bool)> {
    Some(match c {
        '(' | '（' => (Kind::Round, true),
        ')' | '）' => (Kind::Round, false),
        '[' | '［' | '【' | '〔' => (Kind::Square, true),
        ']' | '］' | '】' | '〕' => (Kind::Square, false),
        '«' | '‹' => (Kind::Guillemets, true),
        '»' | '›' => (Kind::Guillemets, false),
        '「' | '『' | '《' | '〈' => (Kind::Corner, true),
        '」' | '』' | '》' | '〉' => (Kind::Corner, false),
        '"' | '＂' => (Kind::Straight, true),
        '“' | '„' | '‟' => (Kind::Curly, true),
        '”' => (Kind::Curly, false),
        _ => return None,
    })
}

/// The byte after a tag that begins at `at`; `at` itself when none does.
fn end_of_tag(text: &str, at: usize) -> usize {
    let rest = &text[at + 1..];
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return at;
    }
    let mut from = 0;
    while let Some(found) = rest[from..].find(['>', '<', '"']).map(|n| from + n) {
        match rest.as_bytes()[found] {
            b'>' => return at + 1 + found + 1,
            // the value of an attribute may hold what ends a tag
            b'"' if rest[..found].ends_with('=') => match rest[found + 1..].find('"') {
                Some(close) => from = found + 1 + close + 1,
                None => return at,
            },
            b'"' => from = found + 1,
            _ => return at,
        }
    }
    at
}

fn is_exempt(text: &str, at: usize, c: char, marks: &Marks) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + c.len_utf8()..].chars().next();
    match c {
        ')' | ']' | '(' | '[' | '）' | '（' => {
            is_smiley(text, at, before)
                || is_key_mark(text, at, c)
                || (matches!(c, ')' | '）') && is_list_number(text, at, marks))
        }
        // Sealladh » Seall: an arrow
        '»' | '›' | '«' | '‹' => {
            let apart = |c: Option<char>| c == Some(' ');
            apart(before)
                && apart(after)
                && !text.contains(if c == '»' {
                    '«'
                } else if c == '›' {
                    '‹'
                } else if c == '«' {
                    '»'
                } else {
                    '›'
                })
        }
        // inches and seconds, and the sign that Hebrew sets inside abbreviations
        '"' | '”' => match (before, after) {
            (Some(before), _)
                if class(before).is_digit()
                    && marks.total(Kind::Straight).is_multiple_of(2)
                    && c == '"' =>
            {
                true
            }
            (Some(before), Some(after)) => {
                class(before).script() == Script::Hebrew
                    && class(after).script() == Script::Hebrew
                    && c == '"'
            }
            _ => false,
        },
        _ => false,
    }
}

/// `:)`, `;-(`, `:]`.
fn is_smiley(text: &str, at: usize, before: Option<char>) -> bool {
    match before {
        Some(':' | ';' | '=') => {
            !text[at..].contains(')')
                || text[..at].len() >= 2 && {
                    let eyes = text[..at].chars().rev().nth(1);
                    eyes.is_none_or(char::is_whitespace)
                }
        }
        Some('-') => text[..at - 1].ends_with([':', ';']),
        _ => false,
    }
}

/// `a)`, `12)`, `iv)` at the beginning of a text, a line or a clause, with no bracket open.
fn is_list_number(text: &str, at: usize, marks: &Marks) -> bool {
    if marks.opening[Kind::Round as usize] > marks.closing[Kind::Round as usize] {
        return false;
    }
    let number = text[..at]
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |space| {
            space + text[space..].chars().next().map_or(1, char::len_utf8)
        });
    let before = text[..number].chars().next_back();
    let length = text[number..at].chars().count();
    // a letter or a figure anywhere; more at the beginning of a text, a line or a clause
    let figures = text[number..at].chars().all(|c| class(c).is_digit());
    let begins = text[..number]
        .trim_end_matches([' ', '\u{A0}'])
        .chars()
        .next_back()
        .is_none_or(|c| {
            matches!(
                c,
                '\n' | ',' | ';' | ':' | '.' | '—' | '–' | '>' | '，' | '；' | '：' | '。' | '、'
            )
        });
    (length == 1 || (length <= 4 && (figures || begins)))
        && length > 0
        && before.is_none_or(|c| !c.is_alphanumeric() && c != '-')
}

/// `(_O)`, `(&O)`, `(~O)`: a key mark that a language of another script sets behind the word.
fn is_key_mark(text: &str, at: usize, c: char) -> bool {
    let mark = |c: Option<char>| matches!(c, Some('_' | '&' | '~' | '＿'));
    if matches!(c, '(' | '（') {
        let mut after = text[at + c.len_utf8()..].chars();
        return mark(after.next())
            && after.next().is_some()
            && matches!(after.next(), Some(')' | '）'));
    }
    let mut before = text[..at].chars().rev();
    before.next().is_some() && mark(before.next()) && matches!(before.next(), Some('(' | '（'))
}

/// Between letters, at the beginning or end of a word that is shortened (`'n`, `l'`, `dogs'`), or behind a number.
fn is_apostrophe(text: &str, at: usize, c: char) -> bool {
    if c != '\'' {
        return false;
    }
    let before = text[..at].chars().next_back();
    before.is_some_and(|c| class(c).is_word())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn balanced(text: &str) -> bool {
        let marks = Marks::of(text);
        Kind::BRACKETS
            .iter()
            .chain(&Kind::QUOTES)
            .all(|&kind| marks.is_balanced(kind))
    }

    #[test]
    fn what_is_no_bracket_is_left_out() {
        for text in [
            "a) first, b) second",
            "Well done :-) and on",
            "Well done :)",
            "12) The end",
            "A 5\" nail",
            "<a title=\"x>y\">“text”</a>",
            "„Ja“, sagte er",
            "»Ja«, sagte er",
            "ארה\"ב",
            "打开(_O)",
            "\"파일\"을 열기",
            "「はい」と『本』",
        ] {
            assert!(balanced(text), "{text}: {:?}", Marks::of(text));
        }
    }

    #[test]
    fn lost_partners_are_seen() {
        for text in [
            "(open",
            "close]",
            "“open",
            "「開く",
            "say \"no",
            "« oui",
            "\"파일을",
        ] {
            assert!(!balanced(text), "{text}");
        }
    }
}
