//! Where a window may end: behind a record, outside of comments and CDATA sections.

use memchr::memmem;

use crate::position::floor_char;

/// Length of the part of `head` that ends with a record; 0 when there is none and more can be read. Outside of records
/// and in records longer than any window the text is cut between two tags.
pub(super) fn cut(head: &str, records: &[&str], window: usize, limit: usize) -> usize {
    let bytes = head.as_bytes();
    let (end, begun) = if is_plain(bytes) {
        last_record(head, records)
    } else {
        scan(head, records)
    };
    if end > 0 {
        return end;
    }
    let full = head.len() + 4 > limit;
    if full || (!begun && head.len() >= window) {
        between_tags(head)
    } else {
        0
    }
}

/// Holds nothing in which a tag would be none. The document's first lines are excused.
fn is_plain(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"<!").is_none() && memmem::find(bytes, b"<?").is_none()
}

/// Behind the last record that ends, and whether one begins after it.
fn last_record(head: &str, records: &[&str]) -> (usize, bool) {
    let bytes = head.as_bytes();
    let mut begun = false;
    for at in memchr::memrchr_iter(b'<', bytes) {
        let Some(tag) = tag(head, at) else { continue };
        if !records.contains(&tag.name) {
            continue;
        }
        if tag.closes {
            return (tag.end, begun);
        }
        begun = true;
    }
    (0, begun)
}

/// As [`last_record`], for a text with comments, CDATA sections or processing instructions.
fn scan(head: &str, records: &[&str]) -> (usize, bool) {
    let bytes = head.as_bytes();
    let (mut at, mut end, mut begun) = (0, 0, false);
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found;
        let rest = &bytes[at..];
        let stop: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<![CDATA[") {
            b"]]>"
        } else if rest.starts_with(b"<?") {
            b"?>"
        } else {
            if let Some(tag) = tag(head, at)
                && records.contains(&tag.name)
            {
                if tag.closes {
                    end = tag.end;
                }
                begun = !tag.closes;
            }
            at += 1;
            continue;
        };
        match memmem::find(rest, stop) {
            Some(found) => at += found + stop.len(),
            None => break,
        }
    }
    (end, begun)
}

struct TagHere<'a> {
    name: &'a str,
    /// An end tag, or an element without content.
    closes: bool,
    end: usize,
}

/// The whole tag at `at`; its name is without prefix.
fn tag(head: &str, at: usize) -> Option<TagHere<'_>> {
    let bytes = head.as_bytes();
    let closing = bytes.get(at + 1) == Some(&b'/');
    let start = at + 1 + usize::from(closing);
    let len = bytes[start..]
        .iter()
        .position(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'>' | b'<'))?;
    let name = super::local(&head[start..start + len]);
    let (mut quote, mut end) = (0, start + len);
    loop {
        let byte = *bytes.get(end)?;
        end += 1;
        match byte {
            b'>' if quote == 0 => break,
            b'<' if quote == 0 => return None,
            b'"' | b'\'' if quote == 0 => quote = byte,
            _ if byte == quote => quote = 0,
            _ => {}
        }
    }
    Some(TagHere {
        name,
        closes: closing || bytes[end - 2] == b'/',
        end,
    })
}

/// Cuts a text without a good place so that no tag, reference or end of a comment is parted.
fn between_tags(head: &str) -> usize {
    let bytes = head.as_bytes();
    if let Some(at) = memchr::memrchr(b'<', bytes)
        && at > 0
        && memchr::memchr(b'>', &bytes[at..]).is_none()
    {
        return at;
    }
    let near_end = floor_char(head, head.len() - head.len() / 64);
    let safe = |byte: u8| !matches!(byte, b'&' | b'-' | b']' | b'?' | b'\r' | b'>');
    let mut end = head.len();
    if let Some(at) = memchr::memrchr(b'&', &bytes[near_end..]) {
        end = near_end + at;
    }
    while end > near_end && !(head.is_char_boundary(end) && safe(bytes[end - 1])) {
        end -= 1;
    }
    end
}

/// Where reading may go on in `text`: at the start tag of a record, at the end tag of a holder of records, behind the end
/// tag of a record.
pub(super) fn resume(text: &str, records: &[&str], holders: &[&str]) -> Option<usize> {
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let Some(tag) = tag(text, at) else { continue };
        let closing = text[at..].starts_with("</");
        if records.contains(&tag.name) {
            return Some(if closing { tag.end } else { at });
        }
        if closing && holders.contains(&tag.name) {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDS: &[&str] = &["unit"];

    #[test]
    fn windows_end_behind_records() {
        let cut = |head| cut(head, RECORDS, 1000, 1000);
        assert_eq!(cut("<f><unit a='>'>x</unit><unit>"), 23);
        assert_eq!(cut("<f><p:unit/><a/>"), 12);
        assert_eq!(cut("<f><unit>x</uni"), 0);
        assert_eq!(cut("<f><unit>x</unit><!-- </unit>"), 17);
        assert_eq!(cut("<f><unit>x<![CDATA[</unit>]]></unit>y"), 36);
    }

    #[test]
    fn long_texts_are_cut_between_tags() {
        assert_eq!(cut("<f>aaaa<b c", RECORDS, 4, 1000), 7);
        assert_eq!(cut("<f>aaaa</f>", RECORDS, 4, 1000), 11);
        assert_eq!(cut("<f><unit>aaaa", RECORDS, 4, 1000), 0);
    }

    #[test]
    fn reading_goes_on_at_records() {
        let resume = |text| resume(text, RECORDS, &["file"]);
        assert_eq!(resume("b c=\"<d>\" <unit id='1'>"), Some(10));
        assert_eq!(resume("x</target></unit> "), Some(17));
        assert_eq!(resume("x</file>"), Some(1));
        assert_eq!(resume("x</body>"), None);
    }
}
