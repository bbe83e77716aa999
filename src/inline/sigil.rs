//! Names with a sign before them, character references, code spans and roles.

use std::ops::Range;

use super::scan::{Scan, is_word};
use super::{Kind, Piece};
use crate::formats::html::reference;

/// The end of `${…}`, `%{…}`, `#{…}` whose sign stands at `at`.
pub(super) fn braced(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let close = memchr::memchr2(b'}', b'\n', scan.ahead(at + 2).as_bytes())? + at + 2;
    let content = scan.text[at + 2..close].trim();
    let fits = scan.bytes[close] == b'}'
        && !content.is_empty()
        && content.len() <= 100
        && content.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$' || c == '@');
    fits.then_some(close + 1)
}

/// What begins at the dollar sign at `at`.
pub(super) fn dollar(scan: &Scan<'_>, at: usize) -> Option<(Kind, Range<usize>)> {
    let families = scan.families;
    let next = scan.byte(at + 1);
    if next == b'{' && (families.sign_brace || families.name) {
        return braced(scan, at).map(|end| (Kind::Brace, at..end));
    }
    if !families.name || scan.inside_word(at) {
        return None;
    }
    if next == b'(' {
        let end = scan.run(at + 2, is_word);
        return (end > at + 2 && scan.byte(end) == b')').then_some((Kind::Name, at..end + 1));
    }
    if matches!(next, b'1'..=b'9') {
        let after = scan.byte(at + 2);
        let amount = after.is_ascii_digit()
            || (matches!(after, b'.' | b',') && scan.byte(at + 3).is_ascii_digit());
        return (!amount).then_some((Kind::Numbered, at..at + 2));
    }
    if !(next.is_ascii_alphabetic() || next == b'_') {
        return None;
    }
    let mut end = scan.run(at + 1, |byte| is_word(byte) || byte == b'.');
    while scan.bytes[end - 1] == b'.' {
        end -= 1;
    }
    let word = &scan.text[at + 1..end];
    // $US, $CAN, $A
    if word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    end += usize::from(matches!(scan.byte(end), b'|' | b'$'));
    Some((Kind::Name, at..end))
}

/// Leaves `$1` only beside `$2`: alone, it is an amount.
pub(super) fn keep_arguments(text: &str, pieces: &mut Vec<Piece>) {
    let has = |pieces: &[Piece], wanted: &str| {
        pieces
            .iter()
            .any(|piece| piece.kind == Kind::Numbered && text[piece.range.clone()] == *wanted)
    };
    if !(has(pieces, "$1") && has(pieces, "$2")) {
        pieces.retain(|piece| {
            piece.kind != Kind::Numbered || !text[piece.range.start..].starts_with('$')
        });
    }
}

/// What begins at the number sign at `at`: `#{x}`, `#NAME#`.
pub(super) fn hash(scan: &Scan<'_>, at: usize) -> Option<(Kind, Range<usize>)> {
    if scan.byte(at + 1) == b'{' && scan.families.sign_brace {
        return braced(scan, at).map(|end| (Kind::Brace, at..end));
    }
    if !scan.families.name {
        return None;
    }
    let end = scan.run(at + 1, |byte| {
        byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'
    });
    let fits = end >= at + 3 && scan.byte(end) == b'#' && scan.byte(at + 1).is_ascii_uppercase();
    fits.then_some((Kind::Name, at..end + 1))
}

/// The end of `@name` of Drupal at `at`.
pub(super) fn at(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let before = scan.before(at);
    if !scan.families.name || is_word(before) || matches!(before, b'.' | b'/' | b'%') {
        return None;
    }
    let end = scan.run(at + 1, is_word);
    (end >= at + 3 && scan.byte(at + 1).is_ascii_alphabetic()).then_some(end)
}

/// The end of `:name` of Laravel at `at`.
pub(super) fn colon(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let before = scan.before(at);
    let opens =
        before == 0 || before.is_ascii_whitespace() || matches!(before, b'(' | b'"' | b'\'');
    if !scan.families.name || !opens {
        return None;
    }
    let end = scan.run(at + 1, is_word);
    let word = &scan.bytes[at + 1..end];
    let fits = word.len() >= 3
        && word[0].is_ascii_lowercase()
        && word
            .iter()
            .all(|byte| byte.is_ascii_lowercase() || *byte == b'_')
        && scan.byte(end) != b':';
    fits.then_some(end)
}

/// The end of the role of reStructuredText at `at`: `:ref:` before a backtick.
pub(super) fn role(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let end = scan.run_up_to(60, at + 1, |byte| {
        byte.is_ascii_lowercase() || matches!(byte, b':' | b'-' | b'+' | b'_')
    });
    let fits = end > at + 2 && scan.bytes[end - 1] == b':' && scan.byte(end) == b'`';
    fits.then_some(end)
}

/// The end of the code span at `at`.
pub(super) fn code(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let open = scan.run_up_to(60, at, |byte| byte == b'`');
    let ticks = open - at;
    // the text of a role is language
    if ticks == 1 && at > 0 && scan.before(at) == b':' && scan.floor == at {
        return None;
    }
    let mut from = open;
    loop {
        let close = memchr::memchr(b'`', scan.ahead(from).as_bytes())? + from;
        let end = scan.run_up_to(61, close, |byte| byte == b'`');
        if end - close == ticks {
            let content = &scan.text[open..close];
            let fits = !content.trim().is_empty()
                && content.len() <= 300
                && !content.contains("\n\n")
                // the text of a hyperlink of reStructuredText
                && scan.byte(end) != b'_'
                && !(ticks == 1 && content.starts_with(char::is_whitespace));
            return fits.then_some(end);
        }
        from = end;
        if from - at > 400 {
            return None;
        }
    }
}

/// The end of a tag of a server page at `at`: `<%= x %>`, `<?x ?>`.
pub(super) fn server(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let close = match scan.byte(at + 1) {
        b'%' => "%>",
        b'?' => "?>",
        _ => return None,
    };
    let end = scan.ahead(at + 2).find(close)? + at + 4;
    (end - at <= 300).then_some(end)
}

/// The character reference at `at`; one that HTML does not know is a placeholder of Mozilla's kind (`&brandName;`).
pub(super) fn entity(scan: &Scan<'_>, at: usize) -> Option<(Kind, Range<usize>)> {
    let end = scan.run(at + 1, |byte| {
        is_word(byte) || matches!(byte, b'#' | b'.' | b'-')
    });
    if scan.byte(end) != b';' || end == at + 1 || end - at > 60 {
        return None;
    }
    let name = &scan.text[at + 1..end];
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let fits = hex.map_or_else(
            || number.bytes().all(|byte| byte.is_ascii_digit()),
            |hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
        );
        return (fits && !number.is_empty()).then_some((Kind::Entity, at..end + 1));
    }
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let known =
        reference::read(&scan.text[at..], false).is_some_and(|found| found.len == end + 1 - at);
    // "Search &amp; find" and "A&B;" aside, a name in camel case or with a dot is an entity of a DTD
    let dtd = name.len() > 2
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .any(|byte| byte.is_ascii_uppercase() || byte == b'.' || byte == b'-' || byte == b'_');
    if known {
        Some((Kind::Entity, at..end + 1))
    } else {
        (dtd && scan.families.name).then_some((Kind::Name, at..end + 1))
    }
}
