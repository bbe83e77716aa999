//! Character references: `&eacute;`, `&#233;`, `&#xE9;`, and the old ones without a semicolon.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a reference stands for: one character, now and then two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// Bytes of the reference, `&` included.
    pub(crate) len: usize,
    /// The character.
    pub(crate) first: char,
    /// The second character of the few references that stand for two.
    pub(crate) second: Option<char>,
}

struct Named {
    first: char,
    second: Option<char>,
    bare: bool,
}

/// Bytes of the longest name.
const LONGEST: usize = 31;

static NAMED: LazyLock<HashMap<&'static str, Named>> = LazyLock::new(|| {
    include_str!("../../data/entities.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut fields = line.split(' ');
            let name = fields.next()?;
            let mut points = fields
                .next()?
                .split('+')
                .filter_map(|hex| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32));
            let named = Named {
                first: points.next()?,
                second: points.next(),
                bare: fields.next().is_some(),
            };
            Some((name, named))
        })
        .collect()
});

/// Reads the reference at the start of `text`, which begins with `&`. In the value of an attribute a name without
/// semicolon is left alone before a letter, a digit or `=`.
pub(crate) fn read(text: &str, attribute: bool) -> Option<Reference> {
    let bytes = text.as_bytes();
    match bytes.get(1)? {
        b'#' => numeric(bytes),
        first if first.is_ascii_alphabetic() => named(text, attribute),
        _ => None,
    }
}

fn named(text: &str, attribute: bool) -> Option<Reference> {
    let bytes = text.as_bytes();
    let name_len = bytes[1..]
        .iter()
        .take(LONGEST + 1)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    let end = 1 + name_len;
    let reference = |len: usize, named: &Named| Reference {
        len,
        first: named.first,
        second: named.second,
    };
    if bytes.get(end) == Some(&b';')
        && let Some(named) = NAMED.get(&text[1..end])
    {
        return Some(reference(end + 1, named));
    }
    // the longest old name that the letters begin with; the longest of them has six letters
    for stop in (3..=end.min(7)).rev() {
        if let Some(named) = NAMED.get(&text[1..stop]).filter(|named| named.bare) {
            let follows = bytes.get(stop).copied().unwrap_or(b' ');
            if attribute && (follows == b'=' || follows.is_ascii_alphanumeric()) {
                return None;
            }
            return Some(reference(stop, named));
        }
    }
    None
}

fn numeric(bytes: &[u8]) -> Option<Reference> {
    let hex = matches!(bytes.get(2), Some(b'x' | b'X'));
    let (start, radix) = if hex { (3, 16) } else { (2, 10) };
    let mut end = start;
    let mut value = 0_u32;
    while let Some(digit) = bytes
        .get(end)
        .and_then(|&byte| char::from(byte).to_digit(radix))
    {
        value = value.saturating_mul(radix).saturating_add(digit);
        end += 1;
    }
    if end == start {
        return None;
    }
    if bytes.get(end) == Some(&b';') {
        end += 1;
    }
    Some(Reference {
        len: end,
        first: scalar(value),
        second: None,
    })
}

/// The character with this number. C1 controls mean what windows-1252 has there, as in every browser.
fn scalar(value: u32) -> char {
    if let Ok(byte) = u8::try_from(value)
        && (0x80..=0x9F).contains(&byte)
    {
        let (text, _) =
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
        return text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    char::from_u32(value)
        .filter(|&character| character != '\0')
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Option<(String, usize)> {
        read(text, false).map(|r| (std::iter::once(r.first).chain(r.second).collect(), r.len))
    }

    #[test]
    fn references_of_every_sort() {
        for (raw, expected, len) in [
            ("&eacute;t&eacute;", "é", 8),
            ("&eacutetude", "é", 7),
            ("&amp;amp;", "&", 5),
            ("&AMPx", "&", 4),
            ("&notit;", "¬", 4),
            ("&notin;", "∉", 7),
            ("&nbsp;", "\u{a0}", 6),
            ("&fjlig;", "fj", 7),
            ("&semi;", ";", 6),
            ("&#233;", "é", 6),
            ("&#233e", "é", 5),
            ("&#xE9;", "é", 6),
            ("&#X1F600 ", "😀", 8),
            ("&#146;", "’", 6),
            ("&#0;", "\u{fffd}", 4),
            ("&#xD800;", "\u{fffd}", 8),
            ("&#99999999999999;", "\u{fffd}", 17),
            ("&CounterClockwiseContourIntegral;", "∳", 33),
        ] {
            assert_eq!(decoded(raw), Some((expected.to_owned(), len)), "{raw}");
        }
        for raw in [
            "&",
            "& ",
            "&;",
            "&#;",
            "&#x;",
            "&#xg;",
            "&unknown;",
            "&hellip…",
            "&a",
            "&é;",
        ] {
            assert_eq!(decoded(raw), None, "{raw}");
        }
    }

    #[test]
    fn query_strings_in_attributes_are_left_alone() {
        assert_eq!(read("&copy=1", true), None);
        assert_eq!(read("&copying", true), None);
        assert!(read("&copy;=1", true).is_some() && read("&copy ", true).is_some());
        assert!(read("&copy=1", false).is_some());
    }
}
