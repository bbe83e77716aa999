//! Placeholders in braces: Python, Java, C#, ICU, i18next, Vue, Mustache, Jinja.

use super::scan::{Scan, is_word};

/// The end of the placeholder in braces that begins at `at`.
pub(super) fn scan(scan: &Scan<'_>, at: usize) -> Option<usize> {
    // \command{…} of TeX
    let command = scan.bytes[..at]
        .iter()
        .rev()
        .find(|byte| !byte.is_ascii_alphabetic());
    if command == Some(&b'\\') {
        return None;
    }
    match scan.byte(at + 1) {
        b'{' => double(scan, at),
        b'%' => {
            let end = scan.ahead(at + 2).find("%}")? + at + 4;
            short(scan, at, end)
        }
        _ => single(scan, at),
    }
}

fn short(scan: &Scan<'_>, at: usize, end: usize) -> Option<usize> {
    (end - at <= 200 && !scan.text[at..end].contains('\n')).then_some(end)
}

/// `{{…}}`, `{{{…}}}`.
fn double(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let inner = scan.run_up_to(4, at, |byte| byte == b'{');
    if inner - at > 3 {
        return None;
    }
    let close = memchr::memchr(b'}', scan.ahead(inner).as_bytes())? + inner;
    let end = scan.run(close, |byte| byte == b'}');
    let braces = inner - at;
    if end - close < 2 {
        return None;
    }
    let content = scan.text[inner..close].trim();
    let fits = !content.is_empty() && content.len() <= 120 && !content.contains(['\n', '{', '<']);
    fits.then_some(close + (end - close).min(braces))
}

/// `{}`, `{0}`, `{name}`, `{name:format}`, `{0,number,…}`, `{ name }`.
fn single(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let close = memchr::memchr2(b'}', b'{', scan.ahead(at + 1).as_bytes())? + at + 1;
    if scan.bytes[close] != b'}' || close - at > 100 {
        return None;
    }
    let content = scan.text[at + 1..close].trim();
    let end = close + 1;
    if content.is_empty() {
        // an empty set, an empty body of code
        let before = scan.behind(at).trim_end();
        return (close == at + 1 && !before.ends_with([')', '='])).then_some(end);
    }
    let name_end = name(content)?;
    let rest = content[name_end..].trim_start();
    let fits = match rest.as_bytes().first() {
        None => true,
        Some(b':') => {
            !rest[1..].starts_with(' ') && !rest.contains(';') && name_end < rest.len() + name_end
        }
        Some(b'!') => rest.len() >= 2,
        Some(b',') => {
            let kind = rest[1..].trim_start();
            kind.starts_with(|c: char| c.is_ascii_lowercase()) && !kind.trim_end().contains(' ')
                || (scan.families.sure
                    && kind.starts_with(|c: char| c == '-' || c.is_ascii_digit()))
        }
        _ => false,
    };
    fits.then_some(end)
}

/// The end of the name or number at the beginning of `content`; `Some(0)` before a format without a name (`{:>5}`).
fn name(content: &str) -> Option<usize> {
    if content.starts_with([':', '!']) {
        return Some(0);
    }
    let end = content
        .find(|c: char| {
            !(c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']' | '-' | '#' | '$' | '@'))
        })
        .unwrap_or(content.len());
    let first = content.chars().next()?;
    if first.is_ascii_digit() {
        let digits = content[..end].bytes().all(|byte| byte.is_ascii_digit());
        return (digits && end <= 3).then_some(end);
    }
    (first.is_alphabetic() || matches!(first, '_' | '$' | '#' | '@')).then_some(end)
}

/// The end of `{name, plural, … {` at `at`, where the first branch of an ICU message begins.
pub(super) fn icu_head(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let blank = |byte: u8| byte.is_ascii_whitespace();
    let start = scan.run(at + 1, blank);
    let name = scan.run(start, |byte| is_word(byte) || byte == b'.');
    let comma = scan.run(name, blank);
    if name == start || scan.byte(comma) != b',' {
        return None;
    }
    let kind = scan.run(comma + 1, blank);
    let kind_end = scan.run(kind, |byte| byte.is_ascii_alphabetic());
    if !matches!(
        &scan.text[kind..kind_end],
        "plural" | "select" | "selectordinal"
    ) {
        return None;
    }
    let comma = scan.run(kind_end, blank);
    if scan.byte(comma) != b',' {
        return None;
    }
    let mut branch = scan.run(comma + 1, blank);
    if scan.text[branch..].starts_with("offset:") {
        branch = scan.run(branch + 7, |byte| byte.is_ascii_digit());
    }
    icu_branch(scan, branch)
}

/// The end of `one {`, where a branch begins.
pub(super) fn icu_branch(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let blank = |byte: u8| byte.is_ascii_whitespace();
    let start = scan.run(at, blank);
    let end = scan.run(start, |byte| {
        is_word(byte) || matches!(byte, b'=' | b'-' | 0x80..)
    });
    let brace = scan.run(end, blank);
    (end > start && scan.byte(brace) == b'{').then_some(brace + 1)
}
