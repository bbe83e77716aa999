//! Web and mail addresses, paths, and the targets of Markdown links.

use std::ops::Range;

use super::Kind;
use super::scan::{Scan, is_word};

/// The address whose `://` begins at `at`.
pub(super) fn url(scan: &Scan<'_>, at: usize) -> Option<Range<usize>> {
    if scan.byte(at + 1) != b'/' || scan.byte(at + 2) != b'/' {
        return None;
    }
    let scheme = scan.bytes[scan.floor..at]
        .iter()
        .rev()
        .take_while(|&&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        .count();
    let start = at - scheme;
    if scheme < 2 || !scan.byte(start).is_ascii_alphabetic() {
        return None;
    }
    let end = tail(scan, at + 3);
    (end > at + 3).then_some(start..end)
}

/// The end of the address that begins with `www.` at `at`.
pub(super) fn www(scan: &Scan<'_>, at: usize) -> Option<usize> {
    if !scan.text[at..].starts_with("www.") || is_word(scan.before(at)) {
        return None;
    }
    let end = tail(scan, at + 4);
    scan.text[at + 4..end].contains('.').then_some(end)
}

/// The end of an address that goes on at `from`, without the punctuation of the sentence.
fn tail(scan: &Scan<'_>, from: usize) -> usize {
    let mut depth = 0_i32;
    let mut end = scan.bytes.len();
    for (offset, c) in scan.text[from..].char_indices() {
        let goes_on = match c {
            '(' => {
                depth += 1;
                true
            }
            ')' => {
                depth -= 1;
                depth >= 0
            }
            '<' | '>' | '"' | '\'' | '`' | '|' | '[' | ']' | '\\' | '^' => false,
            '&' if entity_ends(&scan.text[from + offset..]) => false,
            _ if c.is_ascii() => !c.is_ascii_whitespace() && !c.is_ascii_control(),
            _ => c.is_alphanumeric() && !wide(c),
        };
        if !goes_on {
            end = from + offset;
            break;
        }
    }
    while end > from
        && matches!(
            scan.bytes[end - 1],
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'*' | b'_' | b'~'
        )
    {
        end -= 1;
    }
    end
}

/// A character reference that stands for a mark around the address.
fn entity_ends(text: &str) -> bool {
    ["&gt;", "&lt;", "&quot;", "&nbsp;", "&#"]
        .iter()
        .any(|entity| text.starts_with(entity))
}

/// Scripts that write without spaces, so that an address ends before them.
fn wide(c: char) -> bool {
    ('\u{1100}'..='\u{11FF}').contains(&c)
        || ('\u{0E00}'..='\u{0EFF}').contains(&c)
        || c >= '\u{2E80}'
}

/// The mail address whose `@` stands at `at`.
pub(super) fn email(scan: &Scan<'_>, at: usize) -> Option<Range<usize>> {
    let local = scan.bytes[scan.floor..at]
        .iter()
        .rev()
        .take_while(|&&byte| is_word(byte) || matches!(byte, b'.' | b'+' | b'-' | b'%'))
        .count();
    let start = at - local;
    let mut end = scan.run(at + 1, |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')
    });
    while end > at && matches!(scan.bytes[end - 1], b'.' | b'-') {
        end -= 1;
    }
    let domain = &scan.text[at + 1..end.max(at + 1)];
    let last = domain.rsplit('.').next().unwrap_or("");
    let fits = local > 0
        && domain.contains('.')
        && last.len() >= 2
        && last.bytes().all(|byte| byte.is_ascii_alphabetic());
    fits.then_some(start..end)
}

/// An address in angle brackets, as plain text and Markdown link it: the address without them.
pub(super) fn angle(scan: &Scan<'_>, at: usize) -> Option<(Kind, Range<usize>)> {
    let close = memchr::memchr(b'>', scan.ahead(at).as_bytes())? + at;
    let content = &scan.text[at + 1..close];
    if content.len() > 500 || content.contains(char::is_whitespace) {
        return None;
    }
    if content.contains("://") || content.starts_with("mailto:") {
        return content
            .starts_with(|c: char| c.is_ascii_alphabetic())
            .then_some((Kind::Url, at + 1..close));
    }
    let sign = content.find('@')?;
    email(scan, at + 1 + sign)
        .filter(|range| *range == (at + 1..close))
        .map(|range| (Kind::Email, range))
}

/// The end of `](target)` at `at`.
pub(super) fn markdown(scan: &Scan<'_>, at: usize) -> Option<usize> {
    if scan.byte(at + 1) != b'(' || !scan.behind(at).contains('[') {
        return None;
    }
    let mut depth = 0_u32;
    for (offset, &byte) in scan.bytes[at + 1..].iter().enumerate().take(1000) {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    let end = at + 2 + offset;
                    let target = scan.text[at + 2..end - 1].split_whitespace().next()?;
                    let fits = target.contains(['/', '#', '.', ':', '{', '<']);
                    return fits.then_some(end);
                }
            }
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

/// The end of the path of a Unix file system whose first `/` stands at `at`.
pub(super) fn unix_path(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let before = scan.before(at);
    let home = matches!(before, b'~' | b'.');
    let opens = before == 0
        || before.is_ascii_whitespace()
        || matches!(before, b'"' | b'\'' | b'(' | b'=' | b':' | b'>' | b'`')
        || home;
    let first = scan.byte(at + 1);
    if !opens || !(is_word(first) || first == b'.') {
        return None;
    }
    let part =
        |byte: u8| is_word(byte) || matches!(byte, b'.' | b'-' | b'+' | b'/' | b'*' | b'%' | b'~');
    let mut end = scan.run(at + 1, part);
    while matches!(scan.bytes[end - 1], b'.' | b'-' | b'+' | b'*') {
        end -= 1;
    }
    (end > at + 1 && (home || scan.text[at + 1..end].trim_end_matches('/').contains('/')))
        .then_some(end)
}

/// The path of Windows whose first backslash stands at `at`: `C:\…`.
pub(super) fn windows_path(scan: &Scan<'_>, at: usize) -> Option<Range<usize>> {
    let start = at.checked_sub(2)?;
    let drive = scan.byte(start + 1) == b':'
        && scan.byte(start).is_ascii_uppercase()
        && start >= scan.floor
        && !is_word(scan.before(start));
    if !drive {
        return None;
    }
    let end = scan.run(at, |byte| {
        is_word(byte) || matches!(byte, b'\\' | b'.' | b'-' | b'~' | b'%')
    });
    (end > at + 1).then_some(start..end)
}
