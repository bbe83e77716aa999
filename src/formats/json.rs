//! Strings of JSON, with the way back to the file.

use super::record::decoded;
use crate::unit::Side;

/// The text of a JSON string whose inside is `raw`, at byte `start` of its window.
pub(super) fn string(raw: &str, start: usize) -> Side {
    if !raw.contains('\\') {
        return decoded(raw, start, b'\\', |_| ('\\', 1));
    }
    decoded(raw, start, b'\\', escape)
}

/// The character of the escape at the beginning of `raw`, and its length: `serde_json` has checked that it is one. A half
/// of a surrogate pair is U+FFFD.
fn escape(raw: &str) -> (char, usize) {
    let bytes = raw.as_bytes();
    let simple = match bytes.get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => {
            let unit = |at: usize| {
                raw.get(at..at + 4)
                    .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            };
            let Some(first) = unit(2) else {
                return ('\u{FFFD}', raw.len().min(2));
            };
            if (0xD800..0xDC00).contains(&first)
                && raw.get(6..8) == Some("\\u")
                && let Some(second) = unit(8).filter(|second| (0xDC00..0xE000).contains(second))
            {
                let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return (char::from_u32(code).unwrap_or('\u{FFFD}'), 12);
            }
            return (char::from_u32(first).unwrap_or('\u{FFFD}'), 6);
        }
        Some(&other) => char::from(other),
        None => return ('\\', 1),
    };
    (simple, 2)
}
