//! Tags of HTML, XML and BBCode.
//!
//! Angle and square brackets also stand for things a reader is to fill in (`<name>`, `[file]`), which translators
//! translate. A tag is real when it has attributes, closes itself, has its partner in the text, or is one of the plain
//! ones that every mark-up has.

use std::collections::HashMap;

use super::scan::Scan;
use super::{Kind, Piece};
use crate::unit::CodeRole;

/// A tag, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Its name as written.
    pub name: &'a str,
    /// Opens, closes, or stands alone.
    pub role: CodeRole,
    /// What stands between its name and its end.
    pub attributes: &'a str,
    /// Written with square brackets.
    pub bracket: bool,
}

/// Elements of HTML that have no end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements that are mark-up also without a partner and attributes.
const PLAIN: &[&str] = &[
    "a", "b", "big", "body", "br", "center", "code", "div", "dd", "dl", "dt", "em", "font", "h1",
    "h2", "h3", "h4", "h5", "h6", "head", "hr", "html", "i", "img", "kbd", "li", "ol", "p", "pre",
    "qt", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "tr", "tt",
    "u", "ul", "wbr",
];

impl<'a> Tag<'a> {
    /// Reads the tag that `piece` is; `None` for a comment.
    #[must_use]
    pub fn read(piece: &'a str) -> Option<Self> {
        let bracket = piece.starts_with('[');
        let inner = piece.get(1..piece.len().checked_sub(1)?)?;
        if inner.starts_with(['!', '?']) {
            return None;
        }
        let closes = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        let alone = !closes && inner.ends_with('/');
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let end = inner.find(|c: char| !is_name(c)).unwrap_or(inner.len());
        let name = &inner[..end];
        let role = if closes {
            CodeRole::Close
        } else if alone || (!bracket && VOID.iter().any(|void| name.eq_ignore_ascii_case(void))) {
            CodeRole::Alone
        } else {
            CodeRole::Open
        };
        Some(Self {
            name,
            role,
            attributes: inner[end..].trim(),
            bracket,
        })
    }

    /// Its attributes as names and values, the quotation marks taken off. The value of `[url=…]` has an empty name.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        Attributes(self.attributes)
    }

    fn plain(&self) -> bool {
        !self.bracket
            && PLAIN
                .iter()
                .any(|plain| self.name.eq_ignore_ascii_case(plain))
    }
}

struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.trim_start();
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let name = &rest[..end];
        let after = rest[end..].trim_start();
        let Some(value) = after.strip_prefix('=') else {
            self.0 = after;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let value = value.strip_prefix('\\').unwrap_or(value);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        if let Some(quote) = quote {
            let inner = &value[1..];
            let close = inner.find(quote).unwrap_or(inner.len());
            self.0 = inner.get(close + 1..).unwrap_or("");
            return Some((name, inner[..close].trim_end_matches('\\')));
        }
        let close = value.find(char::is_whitespace).unwrap_or(value.len());
        self.0 = &value[close..];
        Some((name, &value[..close]))
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '.' | '-' | '*')
}

/// The end of what looks like a tag or comment at the angle bracket at `at`.
pub(super) fn angle(scan: &Scan<'_>, at: usize) -> Option<usize> {
    if scan.text[at..].starts_with("<!--") {
        return scan.ahead(at + 4).find("-->").map(|end| at + 4 + end + 3);
    }
    let start = at + 1 + usize::from(scan.byte(at + 1) == b'/');
    let end = scan.run(start, |byte| is_name(char::from(byte)));
    if end == start || !scan.byte(start).is_ascii_alphanumeric() {
        return None;
    }
    body(scan, end, b'>')
}

/// The end of what looks like a tag of BBCode at the square bracket at `at`: real when its partner is there.
pub(super) fn bracket(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let closes = scan.byte(at + 1) == b'/';
    let start = at + 1 + usize::from(closes);
    let name_end = scan.run(start, |byte| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'*'
    });
    let name_end = if name_end == start {
        scan.run(start, |byte| byte.is_ascii_uppercase())
    } else {
        name_end
    };
    if name_end == start || name_end - start > 12 || scan.byte(start).is_ascii_digit() {
        return None;
    }
    let end = body(scan, name_end, b']')?;
    if scan.byte(end) == b'(' {
        return None;
    }
    let name = &scan.text[start..name_end];
    let partner = if closes {
        has(scan.behind(at), &["[", name])
    } else {
        has(scan.ahead(end), &["[/", name, "]"])
    };
    partner.then_some(end)
}

/// Whether the parts stand in `text` one after the other.
fn has(text: &str, parts: &[&str]) -> bool {
    let first = parts[0].len();
    text.match_indices(parts[0]).any(|(found, _)| {
        let mut rest = &text[found + first..];
        parts[1..].iter().all(|part| {
            let fits = rest.starts_with(part);
            rest = rest.get(part.len()..).unwrap_or("");
            fits
        })
    })
}

/// The end of a tag whose name ends at `at`.
fn body(scan: &Scan<'_>, at: usize, close: u8) -> Option<usize> {
    let next = scan.byte(at);
    if !(next == close
        || next == b'/'
        || next == b'=' && close == b']'
        || next.is_ascii_whitespace())
    {
        return None;
    }
    let mut quote = 0;
    for (offset, &byte) in scan.bytes[at..].iter().enumerate().take(2000) {
        if quote != 0 {
            if byte == quote {
                quote = 0;
            }
        } else if byte == close {
            return Some(at + offset + 1);
        } else if matches!(byte, b'"' | b'\'')
            && matches!(scan.before(at + offset), b'=' | b'\\' | b' ')
        {
            quote = byte;
        } else if matches!(byte, b'<' | b'[') {
            return None;
        }
    }
    None
}

/// Leaves the tags that are real.
pub(super) fn keep_real(text: &str, pieces: &mut Vec<Piece>) {
    // by name, where the first opens and the last closes
    let mut partners: HashMap<&str, (usize, usize)> = HashMap::new();
    for piece in pieces.iter().filter(|piece| piece.kind == Kind::Tag) {
        let Some(tag) = Tag::read(&text[piece.range.clone()]) else {
            continue;
        };
        let entry = partners.entry(tag.name).or_insert((usize::MAX, 0));
        match tag.role {
            CodeRole::Open => entry.0 = entry.0.min(piece.range.start),
            CodeRole::Close => entry.1 = piece.range.start,
            CodeRole::Alone => {}
        }
    }
    pieces.retain(|piece| {
        if piece.kind != Kind::Tag {
            return true;
        }
        let Some(tag) = Tag::read(&text[piece.range.clone()]) else {
            return true;
        };
        if tag.bracket || tag.plain() || tag.attributes.contains('=') {
            return true;
        }
        // "<John Smith>", "<a b>"
        if !tag.attributes.is_empty() {
            return false;
        }
        let (open, close) = partners[tag.name];
        match tag.role {
            CodeRole::Alone => true,
            CodeRole::Open => close > piece.range.start,
            CodeRole::Close => open < piece.range.start,
        }
    });
}
