//! Front matter: the metadata that a Markdown file may begin with, as YAML, TOML or JSON.
//!
//! Only lines with a key at the margin are understood; that is where titles and languages are.

use std::ops::Range;

use super::super::html::tags::Tag;
use super::super::html::{Page, Reader};
use super::super::prose::Prose;
use super::super::text;
use crate::block::Kind;

/// How far the front matter of a text reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// There is none.
    None,
    /// It ends here, its last line included.
    Until(usize),
    /// Its end is not in the text.
    Open,
}

/// Finds the end of the front matter.
pub(super) fn extent(text: &str) -> Extent {
    let begin = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let mut lines = text[begin..].split_inclusive('\n');
    let Some(first) = lines.next() else {
        return Extent::None;
    };
    let mark = first.trim_end();
    if !matches!(mark, "---" | "+++" | ";;;") || !first.ends_with('\n') {
        return Extent::None;
    }
    let mut at = begin + first.len();
    for (number, line) in lines.enumerate() {
        at += line.len();
        let line = line.trim_end();
        if line == mark || (mark == "---" && line == "...") {
            return Extent::Until(at);
        }
        // a rule and then text is no front matter
        if number == 0 && mark == "---" && !line.contains(':') && !line.starts_with('#') {
            return Extent::None;
        }
    }
    Extent::Open
}

/// Reports the front matter at the start of a window; returns where the document proper begins.
pub(super) fn read(reader: &mut Reader, page: &mut Page<'_, '_>) -> usize {
    let Extent::Until(end) = extent(page.text) else {
        return 0;
    };
    text::pieces(page.window, 0..end, Kind::FrontMatter, page.emit);
    let text = page.text;
    let mut at = 0;
    while at < end {
        let stop = memchr::memchr(b'\n', &text.as_bytes()[at..end]).map_or(end, |n| at + n + 1);
        let next = match entry(text, at..stop, end) {
            Some((key, value, next)) => {
                put(key, value, reader, page);
                next
            }
            None => stop,
        };
        at = next.max(stop);
    }
    end
}

/// The key of a line, the extent of its value, and where the next entry begins.
fn entry(text: &str, line: Range<usize>, end: usize) -> Option<(&str, Range<usize>, usize)> {
    let content = &text[line.clone()];
    let json = content.trim_start().starts_with('"');
    if content.starts_with([' ', '\t']) && !json {
        return None;
    }
    let separator = content.find([':', '='])?;
    let key = content[..separator].trim().trim_matches(['"', '\'']);
    let value = trim(text, line.start + separator + 1..line.end);
    let raw = &text[value.clone()];
    if let Some(quote @ ('"' | '\'')) = raw.chars().next() {
        let triple = [quote; 3].iter().collect::<String>();
        if raw.starts_with(&triple) {
            let begin = value.start + 3;
            let close = begin + text[begin..end].find(&triple)?;
            return Some((key, begin..close, close + 3));
        }
        let begin = value.start + 1;
        let close = begin + closing(&text[begin..line.end], quote)?;
        return Some((key, begin..close, line.end));
    }
    // the value goes on in the lines that are indented
    let mut stop = line.end;
    for next in text[line.end..end].split_inclusive('\n') {
        if !next.starts_with([' ', '\t']) || next.trim_start().starts_with("- ") {
            break;
        }
        stop += next.len();
    }
    let block = raw.starts_with(['>', '|']);
    if block || raw.is_empty() {
        return block.then(|| (key, trim(text, line.end..stop), stop));
    }
    let close = raw.find(" #").map_or(value.end, |at| value.start + at);
    if raw.starts_with(['[', '{', '&', '*', '!', '#']) {
        return None;
    }
    let close = if stop > line.end && close == value.end {
        stop
    } else {
        close
    };
    Some((key, trim(text, value.start..close), stop))
}

/// Where a quoted value ends.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character == '\\' && quote == '"' {
            characters.next();
        } else if character == quote {
            if quote == '\'' && characters.next_if(|&(_, next)| next == quote).is_some() {
                continue;
            }
            return Some(at);
        }
    }
    None
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let value = &text[range.clone()];
    let start = range.start + (value.len() - value.trim_start().len());
    start..(range.start + value.trim_end().len()).max(start)
}

fn put(key: &str, value: Range<usize>, reader: &mut Reader, page: &mut Page<'_, '_>) {
    const LANGUAGE: [&str; 4] = ["lang", "language", "locale", "languagecode"];
    const TEXTS: [&str; 8] = [
        "title",
        "description",
        "summary",
        "subtitle",
        "excerpt",
        "caption",
        "abstract",
        "lead",
    ];
    let is = |known: &&str| key.eq_ignore_ascii_case(known);
    if LANGUAGE.iter().any(is) {
        let text = page.text;
        reader.declare(text[value].trim(), page);
    } else if let Some(known) = TEXTS.iter().find(|known| is(known)) {
        let prose = unescape(page.text, value);
        if *known == "title" {
            reader.single(prose, Tag::Title, page);
        } else {
            reader.attribute(prose, page);
            reader.end_of_window(page);
        }
    }
}

/// The value with its quotes unescaped.
fn unescape(text: &str, value: Range<usize>) -> Prose {
    let quote = text.as_bytes().get(value.start.wrapping_sub(1)).copied();
    let escape = match quote {
        Some(b'"') => '\\',
        Some(b'\'') => '\'',
        _ => '\0',
    };
    let mut prose = Prose::default();
    let mut at = value.start;
    while let Some(found) = text[at..value.end].find(escape) {
        let begin = at + found;
        let Some(next) = text[begin + 1..value.end].chars().next() else {
            break;
        };
        prose.verbatim(text, at..begin);
        at = begin + 1 + next.len_utf8();
        let character = match next {
            'n' | 't' | 'r' if escape == '\\' => ' ',
            _ => next,
        };
        if prose.is_full() {
            return prose;
        }
        prose.decoded(character, &(begin..at));
    }
    prose.verbatim(text, at..value.end);
    prose
}
