//! Placeholders that begin with a per-cent sign: `printf` in all its dialects, Python, Qt, KDE, Objective-C.

use std::ops::Range;

use super::scan::{Scan, is_word};
use super::{Kind, sigil};

/// What a `%` placeholder says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent<'a> {
    /// Its position among the arguments, if it names one (`%1$s`).
    pub position: Option<u32>,
    /// Its name, if it has one (`%(name)s`).
    pub name: Option<&'a str>,
    /// Length of the argument: `l`, `ll`, `z` …
    pub length: &'a str,
    /// The conversion.
    pub conversion: char,
}

impl<'a> Percent<'a> {
    /// Reads the placeholder that `piece` is.
    #[must_use]
    pub fn read(piece: &'a str) -> Option<Self> {
        let mut rest = piece.strip_prefix(['%', '~'])?;
        let mut position = None;
        let mut name = None;
        if let Some(inner) = rest.strip_prefix('(') {
            let close = inner.find(')')?;
            name = Some(inner[..close].trim());
            rest = inner[close + 1..].trim_start();
        } else {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if digits > 0 && rest[digits..].starts_with('$') {
                position = rest[..digits].parse().ok();
                rest = &rest[digits + 1..];
            }
        }
        let conversion = rest.chars().next_back()?;
        let body = &rest[..rest.len() - conversion.len_utf8()];
        let length = &body[body
            .trim_end_matches(['h', 'l', 'q', 'L', 'j', 'z', 't'])
            .len()..];
        Some(Self {
            position,
            name,
            length,
            conversion,
        })
    }

    /// The kind of argument that it takes: signed numbers alike, however they are written.
    #[must_use]
    pub fn class(&self) -> char {
        match self.conversion {
            'i' => 'd',
            'F' => 'f',
            other => other,
        }
    }

    /// Writes a whole number.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self.conversion, 'd' | 'i' | 'u' | 'n')
    }
}

/// What begins at the `%` at `at`.
pub(super) fn scan(scan: &Scan<'_>, at: usize) -> Option<(Kind, Range<usize>)> {
    let next = scan.byte(at + 1);
    let families = scan.families;
    if next == b'%' {
        // an escaped per-cent sign, or LibreOffice's %%NAME%%
        return None;
    }
    // the second half of an escaped sign, unless a placeholder follows it: `%%%d`
    if scan.before(at) == b'%' && at > scan.floor && !escaped_pairs(scan, at) {
        return None;
    }
    if next == b'{' && (families.sign_brace || families.brace) {
        return sigil::braced(scan, at).map(|end| (Kind::Brace, at..end));
    }
    if next == b'<' && families.sign_brace {
        let end = scan.run(at + 2, is_word);
        if end > at + 2 && scan.byte(end) == b'>' {
            return Some((Kind::Brace, at..end + 1));
        }
    }
    if next == b'(' && families.percent {
        let close = scan.run(at + 2, |byte| {
            is_word(byte) || matches!(byte, b'.' | b'-' | b' ')
        });
        if close > at + 2 && scan.byte(close) == b')' {
            let end = conversion(scan, close + 1, true)?;
            return Some((Kind::Percent, at..end));
        }
        return None;
    }
    if families.percent
        && let Some(end) = printf(scan, at)
    {
        return Some((Kind::Percent, at..end));
    }
    if families.numbered
        && let Some(end) = numbered(scan, at)
    {
        return Some((Kind::Numbered, at..end));
    }
    if families.name {
        return name(scan, at).map(|end| (Kind::Name, at..end));
    }
    None
}

/// Whether the signs before `at` are escaped pairs, so that the one at `at` begins anew.
fn escaped_pairs(scan: &Scan<'_>, at: usize) -> bool {
    let signs = scan.bytes[scan.floor..at]
        .iter()
        .rev()
        .take_while(|&&byte| byte == b'%')
        .count();
    signs % 2 == 0
}

/// The end of a conversion with its flags, width, precision and length.
fn conversion(scan: &Scan<'_>, at: usize, sure: bool) -> Option<usize> {
    let space = |byte: u8| byte == b' ' && sure;
    let flags = scan.run(at, |byte| {
        matches!(byte, b'-' | b'+' | b'#' | b'0' | b'\'' | b'I') || space(byte)
    });
    let mut end = if scan.byte(flags) == b'*' {
        flags + 1
    } else {
        scan.run(flags, |byte| byte.is_ascii_digit())
    };
    if scan.byte(end) == b'.' {
        end = if scan.byte(end + 1) == b'*' {
            end + 2
        } else {
            scan.run(end + 1, |byte| byte.is_ascii_digit())
        };
    }
    let length = scan.run(end, |byte| {
        matches!(byte, b'h' | b'l' | b'q' | b'L' | b'j' | b'z' | b't')
    });
    matches!(
        scan.byte(length),
        b'd' | b'i'
            | b'o'
            | b'u'
            | b'x'
            | b'X'
            | b'e'
            | b'E'
            | b'f'
            | b'F'
            | b'g'
            | b'G'
            | b'a'
            | b'A'
            | b'c'
            | b'C'
            | b's'
            | b'S'
            | b'p'
            | b'n'
            | b'@'
            | b'b'
            | b'r'
            | b'm'
    )
    .then_some(length + 1)
}

fn printf(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let digits = scan.run(at + 1, |byte| byte.is_ascii_digit());
    if digits > at + 1 && scan.byte(digits) == b'$' {
        return conversion(scan, digits + 1, false);
    }
    let sure = scan.families.sure;
    // "100% of", "5%s" after a number
    let after_number = scan.before(at).is_ascii_digit();
    // a space flag is never meant after a number or where only the shape speaks
    let end = conversion(scan, at + 1, sure && !after_number)?;
    let last = scan.bytes[end - 1];
    // Hungarian hangs its endings on with a hyphen: "100%-a"
    if after_number && scan.byte(at + 1) == b'-' && scan.byte(at + 2).is_ascii_lowercase() {
        return None;
    }
    if sure {
        return (!after_number || !scan.byte(at + 1).is_ascii_whitespace()).then_some(end);
    }
    let plain = end == at + 2;
    // %1x%2 of Qt
    if last == b'x' && !plain && matches!(scan.byte(at + 1), b'1'..=b'9') {
        return None;
    }
    if matches!(
        last,
        b'a' | b'A' | b'b' | b'r' | b'm' | b'C' | b'S' | b'p' | b'o' | b'e' | b'E'
    ) && plain
        && is_word(scan.byte(end))
    {
        return None;
    }
    // a letter follows: a name (%description) rather than a conversion, unless it is a unit or a second one
    let glued = scan.before(at).is_ascii_alphabetic();
    let capital =
        plain && last.is_ascii_lowercase() && (glued || scan.byte(end).is_ascii_uppercase());
    if is_word(scan.byte(end)) && !capital && (after_number || !unit_follows(scan, end)) {
        return None;
    }
    // "up 20%, i…" has no letter; "20%i" is no word of any language at the end of a word, but "100%d'…" is
    if after_number && (scan.byte(end) == b'\'' || is_word(scan.byte(end))) {
        return None;
    }
    Some(end)
}

/// Letters after a conversion that are a unit: `%dpx`, `%dx%d`, `%sB`, `%dth`.
fn unit_follows(scan: &Scan<'_>, at: usize) -> bool {
    let end = scan.run(at, is_word);
    let word = &scan.text[at..end];
    word.len() == 1
        || matches!(
            word,
            "px" | "pt"
                | "mm"
                | "cm"
                | "km"
                | "ms"
                | "ns"
                | "kB"
                | "KB"
                | "MB"
                | "GB"
                | "TB"
                | "KiB"
                | "MiB"
                | "GiB"
                | "min"
                | "sec"
                | "em"
                | "dpi"
                | "ppi"
                | "Hz"
                | "kHz"
                | "st"
                | "nd"
                | "rd"
                | "th"
                | "bit"
                | "bits"
                | "fps"
                | "hp"
                | "gp"
                | "xp"
                | "mp"
        )
        || word.starts_with('_')
        || word.starts_with(|c: char| c.is_ascii_digit())
}

/// `%1`, `%L1`, `%n`, `%1%`.
fn numbered(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let start = at + 1 + usize::from(scan.byte(at + 1) == b'L');
    let end = scan.run(start, |byte| byte.is_ascii_digit());
    if scan.families.sure && end == start && scan.byte(start) == b'n' {
        return Some(start + 1);
    }
    if end == start || end - start > 2 || scan.byte(start) == b'0' {
        return None;
    }
    if !scan.families.sure {
        // 20%1…, %5.3, %50 as Turkish writes it is told by the other side
        let decimal = matches!(scan.byte(end), b'.' | b',') && scan.byte(end + 1).is_ascii_digit();
        if scan.before(at).is_ascii_digit() || decimal {
            return None;
        }
    }
    Some(
        if scan.byte(end) == b'%'
            && scan.byte(end + 1) != b'%'
            && !scan.byte(end + 1).is_ascii_digit()
            && scan.families.sure
        {
            end + 1
        } else {
            end
        },
    )
}

/// `%PRODUCTNAME`, `%APPDATA%`, `%name`.
fn name(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let before = scan.before(at);
    let end = scan.run(at + 1, is_word);
    let word = &scan.bytes[at + 1..end];
    let capitals = word.iter().all(u8::is_ascii_uppercase);
    if before.is_ascii_digit() || before == b'%' || (scan.inside_word(at) && !capitals) {
        return None;
    }
    if word.len() < 3 || !word[0].is_ascii_alphabetic() {
        return None;
    }
    Some(end + usize::from(scan.byte(end) == b'%'))
}
