//! Strings of a catalogue: quoted, with the escapes of C, a text over several lines.

use std::ops::Range;

use crate::position::{OffsetMap, Window};
use crate::unit::Side;

/// Length of the string that `line` begins with, quotation marks included; `None` when it is not closed.
pub(super) fn end(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// The text that the strings in `ranges` of the window make together.
pub(super) fn side(window: &Window, ranges: &[Range<usize>]) -> Side {
    let raw = window.text();
    let mut text = String::with_capacity(ranges.iter().map(Range::len).sum());
    let mut map = OffsetMap::default();
    for range in ranges {
        let (mut at, end) = (range.start + 1, range.end - 1);
        while at < end {
            let stop = memchr::memchr(b'\\', &raw.as_bytes()[at..end]).map_or(end, |n| at + n);
            map.push_verbatim(text.len(), at, stop - at);
            text.push_str(&raw[at..stop]);
            at = stop;
            if at < end {
                let (character, length) = escape(&raw[at..end]);
                map.push_decoded(text.len(), at, character.len_utf8(), length);
                text.push(character);
                at += length;
            }
        }
    }
    if text.is_empty() {
        // a text that is not there yet has its place: inside the last pair of quotation marks
        let at = ranges.last().map_or(0, |range| range.end - 1);
        map = OffsetMap::identity(at, 0);
    }
    Side {
        text,
        map,
        ..Side::default()
    }
}

/// The character that the escape at the beginning of `raw` stands for, and its length. An escape that C does not know
/// stands for its letter.
fn escape(raw: &str) -> (char, usize) {
    let Some(letter) = raw[1..].chars().next() else {
        return ('\\', 1);
    };
    let simple = match letter {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        'x' => return numeric(&raw[2..], 16, 2, 2).unwrap_or(('x', 2)),
        '0'..='7' => return numeric(&raw[1..], 8, 3, 1).unwrap_or((letter, 2)),
        other => other,
    };
    (simple, 1 + letter.len_utf8())
}

/// A number of at most `most` digits behind `before` bytes of escape.
fn numeric(digits: &str, radix: u32, most: usize, before: usize) -> Option<(char, usize)> {
    let length = digits
        .bytes()
        .take(most)
        .take_while(|&byte| char::from(byte).is_digit(radix))
        .count();
    let value = u32::from_str_radix(&digits[..length], radix).ok()?;
    Some((char::from_u32(value)?, before + length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::position::Position;

    #[test]
    fn escapes_lead_back_to_the_file() {
        let window = Window::new(
            "\"a\\\"b\\n\"\n\"\\101ü\\x41\\q\"".to_owned(),
            Position::START,
        );
        let side = side(&window, &[0..8, 9..window.text().len()]);
        assert_eq!(side.text, "a\"b\nAüAq");
        let places: Vec<usize> = side
            .text
            .char_indices()
            .map(|(at, _)| side.map.start(at))
            .collect();
        assert_eq!(places, [1, 2, 4, 5, 10, 14, 16, 20]);
        assert_eq!(side.map.end(side.text.len()), window.text().len() - 1);
    }

    #[test]
    fn closed_and_open_strings() {
        assert_eq!(end(r#""a\"b" x"#), Some(6));
        assert_eq!(end(r#""a\""#), None);
        assert_eq!(end(r#"""#), None);
        assert_eq!(end(r#""a\"#), None);
    }
}
