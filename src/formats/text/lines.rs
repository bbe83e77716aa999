//! Lines of plain text: which of them are one paragraph.
//!
//! A line goes on in the next when it is about as full as the widest, so that the next word would not have fitted; or,
//! in text wrapped by hand, when it is long, ends no sentence, and the next line begins with a small letter. To part
//! at the end of a sentence does no harm, so the end of a sentence always counts against.

use std::ops::Range;

use crate::chars;

/// Columns of the widest line that may be a wrapped one.
pub(super) const WIDEST: usize = 120;

/// Columns that the widest line of a wrapped paragraph has at least.
const NARROWEST: usize = 30;

/// What passes for the width of a line that is too long to be measured.
const LONG: usize = 10_000;

/// A line, or a column of one.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(super) struct Line {
    /// Without the white space around it.
    pub(super) range: Range<usize>,
    /// Columns before it.
    pub(super) indent: usize,
    /// Columns up to its end.
    pub(super) edge: usize,
    /// No letter or digit in it.
    pub(super) rule: bool,
    /// A column of a table.
    pub(super) cell: bool,
    /// Begins with the mark of a list.
    pub(super) item: bool,
    /// Ends with what ends a sentence.
    pub(super) ends_sentence: bool,
    /// Its first character.
    first: char,
}

/// Appends the line at `range`, or its columns, to `list`.
pub(super) fn split(text: &str, range: Range<usize>, list: &mut Vec<Line>) {
    if range.len() > 4 * WIDEST {
        list.push(line(text, range, 0, LONG));
        return;
    }
    let content = super::trim(text, range.clone());
    if !has_gap(&text.as_bytes()[content.clone()]) {
        let indent = text[range.start..content.start]
            .chars()
            .fold(0, |at, character| match character {
                '\t' => (at / 8 + 1) * 8,
                _ => at + 1,
            });
        let edge = indent + width(&text[content.clone()]);
        list.push(line(text, content, indent, edge));
        return;
    }
    columns_of(text, range, list);
}

/// Appends the columns of a line to `list`.
fn columns_of(text: &str, range: Range<usize>, list: &mut Vec<Line>) {
    let begin = list.len();
    let mut edge = 0;
    let (mut start, mut column, mut indent) = (None, 0, 0);
    let (mut end, mut gap) = (range.start, 0);
    let mut characters = text[range.clone()].char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let at = range.start + at;
        if character == '\t' {
            column = (column / 8 + 1) * 8;
            gap += 3;
            continue;
        }
        if character.is_whitespace() {
            column += 1;
            gap += 1;
            continue;
        }
        if start.is_some_and(|start| gap >= 3 && start < end) {
            list.push(line(text, start.unwrap_or(end)..end, indent, edge));
            start = None;
        }
        if start.is_none() {
            start = Some(at);
            indent = column;
        }
        gap = 0;
        column += columns(character);
        edge = column;
        end = at + character.len_utf8();
        // dots that lead the eye to another column
        let mut dots = usize::from(character == '.');
        while dots > 0 && characters.next_if(|&(_, next)| next == '.').is_some() {
            dots += 1;
            column += 1;
        }
        if dots > 3 {
            end = at;
            gap = 3;
        } else if dots > 1 {
            end += dots - 1;
        }
    }
    if let Some(start) = start.filter(|&start| start < end) {
        list.push(line(text, start..end, indent, edge));
    }
    let parts = list.len() - begin;
    if parts > 1 {
        // of two columns the second may be the explanation of the first, which goes on below
        let cells = if parts == 2 {
            begin..begin + 1
        } else {
            begin..list.len()
        };
        for cell in &mut list[cells] {
            cell.cell = true;
        }
    }
}

fn line(text: &str, range: Range<usize>, indent: usize, edge: usize) -> Line {
    let range = super::trim(text, range);
    let content = &text[range.clone()];
    Line {
        indent,
        edge,
        rule: edge < LONG && !content.chars().any(char::is_alphanumeric),
        cell: false,
        item: is_item(content),
        ends_sentence: ends_sentence(content),
        first: content.chars().next().unwrap_or(' '),
        range,
    }
}

/// The indices of the lines with which paragraphs end.
pub(super) fn ends(text: &str, list: &[Line]) -> Vec<usize> {
    let widest = list.iter().map(|line| line.edge).max().unwrap_or(0);
    let wrapped = (NARROWEST..=WIDEST).contains(&widest);
    let follows = |at: usize| {
        let (line, next) = (&list[at], &list[at + 1]);
        !(line.rule || line.cell || next.rule || next.cell || next.item)
    };
    let full: Vec<bool> = (0..list.len().saturating_sub(1))
        .map(|at| wrapped && is_full(text, &list[at], &list[at + 1], widest))
        .collect();
    let small = |line: &Line| !chars::class(line.first).is_upper();
    let even = full
        .iter()
        .enumerate()
        .all(|(at, &full)| full && follows(at))
        && (widest >= 60 || list.iter().skip(1).any(small));
    // text wrapped by hand shows by lines that break off and go on in small letters
    let by_hand = list
        .windows(2)
        .filter(|pair| pair[0].is_long(widest) && !pair[0].ends_sentence)
        .any(|pair| !has_case(pair[1].first) || pair[1].first.is_lowercase());
    let mut first = 0;
    (0..list.len())
        .filter(|&at| {
            let joined = list.get(at + 1).is_some_and(|next| {
                let line = &list[at];
                wrapped
                    && follows(at)
                    && aligned(line, next, at == first)
                    && (even
                        || (!line.ends_sentence
                            && (full[at] || line.edge * 2 >= widest)
                            && goes_on(line, next, widest, by_hand)))
            });
            if !joined {
                first = at + 1;
            }
            !joined
        })
        .collect()
}

impl Line {
    fn is_long(&self, widest: usize) -> bool {
        self.edge * 100 >= widest * 72
    }
}

/// Whether a line that ends no sentence goes on in the next, in text that is not evenly full.
fn goes_on(line: &Line, next: &Line, widest: usize, by_hand: bool) -> bool {
    if next.first.is_lowercase() {
        return true;
    }
    if chars::class(next.first).script().is_unspaced() {
        return line.edge * 100 >= widest * 85;
    }
    by_hand && line.is_long(widest)
}

/// Whether the next word would not have fitted on the line.
fn is_full(text: &str, line: &Line, next: &Line, widest: usize) -> bool {
    let mut word = 0;
    for character in text[next.range.clone()].chars() {
        if character.is_whitespace() || word > widest / 2 {
            break;
        }
        word += columns(character);
        if chars::class(character).script().is_unspaced() {
            break;
        }
    }
    line.edge + 3 + word > widest
}

/// Whether the margin of the next line fits: the first line of a paragraph may be indented or hang.
fn aligned(line: &Line, next: &Line, first: bool) -> bool {
    line.indent.abs_diff(next.indent) <= if first { 8 } else { 1 }
}

fn is_item(content: &str) -> bool {
    let blank = |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    if let Some(rest) = content.strip_prefix([
        '-', '*', '•', '–', '—', '#', '|', '+', '·', '◦', '▪', '■', '●',
    ]) {
        return blank(rest);
    }
    let bare = content.strip_prefix('(').unwrap_or(content);
    let number = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let letter = usize::from(bare.starts_with(|c: char| c.is_ascii_alphabetic()));
    let len = if (1..=3).contains(&number) {
        number
    } else {
        letter
    };
    len > 0
        && bare[len..]
            .strip_prefix([')', '.'])
            .is_some_and(|rest| blank(rest) && (number > 0 || bare[len..].starts_with(')')))
}

fn ends_sentence(content: &str) -> bool {
    if content.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return false;
    }
    content
        .trim_end_matches(['"', '\'', '”', '’', '»', '“', ')', ']', '」', '』', '）'])
        .ends_with([
            '.', '!', '?', ':', ';', '…', '。', '！', '？', '：', '；', '．', '।', '॥', '؟', '۔',
            '։', '၊', '။', '።', '᠃', '…', '！', '؛',
        ])
}

fn has_case(character: char) -> bool {
    chars::class(character).script().has_case()
}

/// Whether there is room for another column inside a line.
fn has_gap(content: &[u8]) -> bool {
    let row = |byte: u8, length: usize| {
        content.len() >= length
            && memchr::memchr(byte, content).is_some()
            && content
                .windows(length)
                .any(|part| part.iter().all(|&other| other == byte))
    };
    memchr::memchr(b'\t', content).is_some() || spaces(content) || row(b'.', 4)
}

/// Whether three spaces stand side by side.
fn spaces(content: &[u8]) -> bool {
    memchr::memmem::find(content, b"   ").is_some()
}

fn width(content: &str) -> usize {
    if content.is_ascii() {
        content.len()
    } else {
        content.chars().map(columns).sum()
    }
}

/// Columns a character takes on a screen: two for East Asian scripts.
fn columns(character: char) -> usize {
    if character.is_ascii() {
        return 1;
    }
    if character < '\u{300}' {
        return 1;
    }
    if chars::class(character).is_mark() {
        return 0;
    }
    let wide = matches!(u32::from(character), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60);
    1 + usize::from(wide)
}
