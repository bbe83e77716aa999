//! `bilingual/code-changed`.

use std::ops::Range;

use super::difference::{self, count};
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::inline::{Inline, Kind};
use crate::pair::{Pair, View};
use crate::rule::{PairExaminer, Severity, rule};
use crate::sieve::Bytes;

rule! {
    /// # What it finds
    /// A code of the source that the target has not, or has changed: code spans, options (`--force`), functions (`open()`),
    /// paths (`/etc/hosts`, `C:\Temp`), constants (`MAX_SIZE`), versions (`2.10.4`), names of letters and figures (`MD5`,
    /// `RC2`, `UTF-8`).
    ///
    /// It is enough that the target has the code somewhere, in any case, with or without its hyphens. Ordinals, sizes with
    /// their unit, quarters (`Q3`) and figures behind letters of the target's own script are not held to be codes. Names
    /// of letters and figures are minor, the others major.
    ///
    /// # Why it matters
    /// The reader types what the program does not know, or orders another part.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:48
    /// Run it with --dry-run to see what happens.⇥Mit --probelauf sehen Sie, was geschieht.
    /// ```
    /// ```flagged source=en lang=fr format=tsv
    /// Edit the file /etc/library/desk.conf first.⇥Modifiez d’abord le fichier /etc/bibliothèque/bureau.conf.
    /// ```
    /// ```flagged source=en lang=ja format=tsv
    /// The check sum is MD5, not SHA256.⇥チェックサムはSHA256ではなくMD4です。
    /// ```
    /// ```flagged source=en lang=ru format=tsv
    /// Call open_shelf() or set `max_books`.⇥Вызовите открыть_полку() или задайте `max_books`.
    /// ```
    /// ```flagged source=en lang=ar format=tsv
    /// Version 2.10.4 is out.⇥صدر الإصدار 2.10.3.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// Run it with --dry-run; the 3rd shelf holds 5MB of UTF-8.⇥Mit --dry-run; das 3. Regal fasst 5 MB UTF8.
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// Sales in Q3 were read in 3D with the and/or of 24/7.⇥Les ventes du T3 ont été lues en 3D avec le et/ou de 24 h/24.
    /// ```
    /// ```clean source=en lang=ru format=tsv
    /// Print it on A4 with the `Print` button.⇥Напечатайте на А4 кнопкой «Печать».
    /// ```
    /// ```clean source=en lang=ja format=tsv
    /// See /etc/hosts and open() in version 2.10.4.⇥バージョン2.10.4の/etc/hostsとopen()を参照。
    /// ```
    /// ```clean source=en lang=ar format=tsv
    /// The library (open) holds MP3 files -- and more.⇥تحتوي المكتبة (المفتوحة) على ملفات MP3 – وأكثر.
    /// ```
    ///
    /// # Known mistakes
    /// Paths of an example that a translator localised on purpose are reported.
    ///
    /// # References
    /// MQM, accuracy/do-not-translate. translate-toolkit `acronyms`, `options`, `functions`, `filepaths`; Xbench,
    /// alphanumeric mismatch.
    pub CODE_CHANGED = "bilingual/code-changed", Major, "accuracy/do-not-translate", on, pairs CodeChanged::start
}

struct CodeChanged;

impl CodeChanged {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self)
    }
}

/// What a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Span,
    Path,
    Option,
    Function,
    Constant,
    Version,
    /// Letters and figures.
    Mixed,
}

struct Found<'a> {
    sort: Sort,
    text: &'a str,
    range: Range<usize>,
}

/// A text without any of these has no code.
const SIGNS: Bytes = Bytes::from_list(b"0123456789`(/\\_-");

impl PairExaminer for CodeChanged {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        if !pair.source.bytes.meets(SIGNS) || !pair.is_translated() {
            return;
        }
        let codes = codes(&pair.source);
        if codes.is_empty() || codes.len() > difference::MOST {
            return;
        }
        let target = pair.target.text;
        let whole = pair.source.text.trim();
        let missing: Vec<&Found<'_>> = codes
            .iter()
            .filter(|code| !has(target, code))
            // a label of nothing but a name: a function of a spreadsheet, a menu entry with its key
            .filter(|code| !matches!(code.sort, Sort::Mixed | Sort::Constant) || code.text != whole)
            .collect();
        if missing.is_empty() {
            return;
        }
        let own = self::codes(&pair.target);
        let added: Vec<&Found<'_>> = own
            .iter()
            .filter(|code| {
                count(pair.source.text, code.text) == 0
                    && missing.iter().any(|other| other.sort == code.sort)
            })
            .collect();
        let lacks: Vec<&str> = missing.iter().map(|code| code.text).collect();
        let extra: Vec<&str> = added.iter().map(|code| code.text).collect();
        let mut draft = Draft::new(&CODE_CHANGED, difference::message(&lacks, &extra));
        if missing.iter().all(|code| code.sort == Sort::Mixed) {
            draft = draft.severity(Severity::Minor);
        }
        if let ([lack], [_]) = (&lacks[..], &extra[..]) {
            draft = draft.suggestion(*lack);
        }
        match added.first() {
            Some(code) => pair.report(code.range.clone(), draft, findings),
            None => pair.report_whole(draft, findings),
        }
    }
}

/// Whether the target has the code, in whatever case, with or without its hyphens.
fn has(target: &str, code: &Found<'_>) -> bool {
    if target.contains(code.text) {
        return true;
    }
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| {
                !matches!(
                    c,
                    '-' | '_'
                        | '/'
                        | ' '
                        | '\u{a0}'
                        | '\u{2011}'
                        | '\u{2013}'
                        | '\u{200e}'
                        | '\u{200f}'
                )
            })
            .flat_map(char::to_lowercase)
            .collect()
    };
    match code.sort {
        Sort::Option | Sort::Path | Sort::Function | Sort::Constant => false,
        Sort::Version => same_figures(target, code.text),
        Sort::Span => plain(target).contains(&plain(code.text)),
        Sort::Mixed => plain(target).contains(&plain(code.text)) || spelt(target, code.text),
    }
}

/// The text with the digits of every script as ASCII.
fn ascii_digits(text: &str) -> String {
    text.chars()
        .map(|c| {
            crate::number::digit(c)
                .and_then(|digit| char::from_digit(digit, 10))
                .unwrap_or(c)
        })
        .collect()
}

/// The figures of a version, in the digits of another script.
fn same_figures(target: &str, version: &str) -> bool {
    ascii_digits(target).contains(version)
}

/// The letters are written in another script, the figures are there: `А4`, `CO₂`, `یوتی‌اف-۸`.
fn spelt(target: &str, code: &str) -> bool {
    let figures = || {
        code.split(|c: char| !c.is_ascii_digit())
            .filter(|figures| !figures.is_empty())
    };
    let low = |figures: &str| -> String {
        figures
            .bytes()
            .filter_map(|byte| char::from_u32(0x2080 + u32::from(byte - b'0')))
            .collect()
    };
    if figures().all(|figures| target.contains(&low(figures))) {
        return true;
    }
    let other_script = target.chars().any(|c| c > '\u{370}' && c.is_alphabetic());
    let plain = ascii_digits(target);
    other_script
        && figures().all(|figures| {
            plain
                .split(|c: char| !c.is_ascii_digit())
                .any(|own| own == figures)
        })
}

fn codes<'a>(view: &View<'a>) -> Vec<Found<'a>> {
    let text: &'a str = view.text;
    let mut found = Vec::new();
    let inline = view.inline();
    for piece in &inline.pieces {
        let raw = &text[piece.range.clone()];
        match piece.kind {
            Kind::Code => {
                let inner = raw.trim_matches('`').trim();
                if is_code(inner) {
                    let start = piece.range.start + raw.find(inner).unwrap_or(0);
                    found.push(Found {
                        sort: Sort::Span,
                        text: inner,
                        range: start..start + inner.len(),
                    });
                }
            }
            Kind::Path if !is_sample(raw) => found.push(Found {
                sort: Sort::Path,
                text: raw,
                range: piece.range.clone(),
            }),
            _ => {}
        }
    }
    words(text, inline, &mut found);
    found
}

/// A code span that is code rather than a word in odd quotation marks.
fn is_code(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ':']);
    !text.is_empty()
        && !text.contains(" > ")
        && (text.contains(['_', '(', ')', '=', '/', '\\', '.', '<', '{', '$', '-', ':'])
            || text.bytes().any(|byte| byte.is_ascii_digit())
            || text.chars().skip(1).any(char::is_uppercase))
        && text.split(' ').count() <= 6
}

/// A path with a name that stands for another.
fn is_sample(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [
        "user",
        "name",
        "path",
        "example",
        "folder",
        "directory",
        "my",
        "foo",
    ]
    .iter()
    .any(|word| path.contains(word))
}

/// The words of a text that are codes by their shape.
fn words<'a>(text: &'a str, inline: &Inline, found: &mut Vec<Found<'a>>) {
    let bytes = text.as_bytes();
    let part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let mut at = 0;
    while at < bytes.len() {
        if !part(bytes[at]) {
            at += 1;
            continue;
        }
        let mut end = bytes[at..]
            .iter()
            .position(|&byte| !part(byte))
            .map_or(bytes.len(), |length| at + length);
        let (start, next) = (at, end);
        at = next;
        while end > start && matches!(bytes[end - 1], b'-' | b'.') {
            end -= 1;
        }
        if end - start < 2 {
            continue;
        }
        let word = &text[start..end];
        let after = &text[end..];
        let Some(sort) = sort(word, after) else {
            continue;
        };
        let before = text[..start].chars().next_back();
        if inline.covers(start) || before.is_some_and(char::is_alphabetic) {
            continue;
        }
        let end = if sort == Sort::Function { end + 2 } else { end };
        found.push(Found {
            sort,
            text: &text[start..end],
            range: start..end,
        });
    }
}

fn sort(word: &str, after: &str) -> Option<Sort> {
    let bytes = word.as_bytes();
    if let Some(name) = word.strip_prefix("--") {
        let fits = name.len() > 1 && name.as_bytes()[0].is_ascii_lowercase() && !name.contains('.');
        return fits.then_some(Sort::Option);
    }
    // TODAY() of a spreadsheet has a name in each language
    let lower_case = bytes.iter().any(u8::is_ascii_lowercase);
    if after.starts_with("()") && bytes[0].is_ascii_alphabetic() && lower_case {
        return Some(Sort::Function);
    }
    let (mut digits, mut upper, mut lower, mut underscores) = (0, 0, 0, 0);
    for byte in bytes {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'A'..=b'Z' => upper += 1,
            b'a'..=b'z' => lower += 1,
            b'_' => underscores += 1,
            _ => {}
        }
    }
    if digits == 0 && underscores == 0 {
        return None;
    }
    // HTTP_S marks a key; SPECIAL_NOTE^ is a context
    let parts_are_words = word.split('_').all(|part| part.len() > 2);
    if underscores > 0 && lower == 0 && upper > 3 && parts_are_words && !after.starts_with('^') {
        return Some(Sort::Constant);
    }
    if digits > 0 && upper + lower == 0 {
        let parts: Vec<&str> = word.split('.').collect();
        let version = parts.len() >= 3
            && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
            && !crate::number::is_date(&parts)
            // thousands with points
            && !parts[1..].iter().all(|part| part.len() == 3);
        return version.then_some(Sort::Version);
    }
    // RC2, MD5, x86, UTF-8, ISO-8859-1: letters first, in capitals
    let tail = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let head = word.len() - tail.len();
    let figures = tail.strip_prefix('-').unwrap_or(tail);
    let mixed = head > 0
        && digits > 0
        && lower == 0
        && underscores == 0
        && figures.starts_with(|c: char| c.is_ascii_digit())
        && !(head == 1 && matches!(bytes[0], b'Q' | b'H' | b'T' | b'S' | b'V' | b'W') && digits == 1)
        // a shortcut, an ordinal place, a range
        && !(head == 1 && tail.starts_with('-'));
    mixed.then_some(Sort::Mixed)
}
