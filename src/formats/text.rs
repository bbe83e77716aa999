//! Plain text: paragraphs parted by blank lines.
//!
//! Inside a group of lines the question is whether they are one hard-wrapped paragraph or one paragraph each. They are
//! wrapped when every line but the last is about as full as the widest: the first word of the next line would not have
//! fitted. Lines of more than 120 characters are never wrapped ones.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use super::{BLOCK, Emit, WINDOW, Windows};
use crate::block::{Block, Kind};
use crate::open::Decoded;
use crate::position::{Window, floor_char};

/// Reads a plain text to its end.
///
/// # Errors
/// When the file cannot be read on; what came before has been reported.
pub fn read(decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    let mut windows = Windows::new(decoded);
    while let Some((window, _)) = windows.next(WINDOW, end_of_paragraphs)? {
        blocks(&window, 0..window.text().len(), Kind::Paragraph, emit);
    }
    Ok(())
}

/// Length of the part of `text` that ends with a blank line, else with a line break, else 0.
fn end_of_paragraphs(text: &str) -> usize {
    let half = floor_char(text, text.len() / 2);
    let tail = &text[half..];
    let blank = tail
        .rfind("\n\n")
        .map(|at| at + 2)
        .or_else(|| tail.rfind("\n\r\n").map(|at| at + 3));
    blank
        .or_else(|| tail.rfind('\n').map(|at| at + 1))
        .map_or(0, |end| half + end)
}

/// Reports the paragraphs in a range of a window.
pub(crate) fn blocks(window: &Arc<Window>, range: Range<usize>, kind: Kind, emit: &mut Emit<'_>) {
    let text = window.text();
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..range.end])
            .map_or(range.end, |found| at + found);
        let line = trim(text, at..end);
        if line.is_empty() {
            group(window, &lines, kind, emit);
            lines.clear();
        } else {
            lines.push(line);
        }
        at = end + 1;
    }
    group(window, &lines, kind, emit);
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let line = &text[range.clone()];
    let start = range.start + (line.len() - line.trim_start().len());
    start..(range.start + line.trim_end().len()).max(start)
}

/// Reports a group of lines without a blank one among them.
fn group(window: &Arc<Window>, lines: &[Range<usize>], kind: Kind, emit: &mut Emit<'_>) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return;
    };
    if lines.len() > 1 && !is_wrapped(window.text(), lines) {
        for line in lines {
            pieces(window, line.clone(), kind, emit);
        }
    } else {
        pieces(window, first.start..last.end, kind, emit);
    }
}

/// Reports a paragraph, in pieces when it is longer than a block may be.
pub(crate) fn pieces(window: &Arc<Window>, range: Range<usize>, kind: Kind, emit: &mut Emit<'_>) {
    let text = window.text();
    let mut start = range.start;
    while range.end - start > BLOCK {
        let limit = floor_char(text, start + BLOCK);
        let piece = &text[start..limit];
        let end = piece
            .rfind(char::is_whitespace)
            .filter(|&at| at > BLOCK / 2)
            .map_or(limit, |at| start + at);
        emit.block(Block::verbatim(kind, window, start..end));
        start = end;
    }
    let rest = trim(text, start..range.end);
    if !rest.is_empty() {
        emit.block(Block::verbatim(kind, window, rest));
    }
}

/// Whether a group of lines is one paragraph, broken where the lines were full.
fn is_wrapped(text: &str, lines: &[Range<usize>]) -> bool {
    const WIDEST: usize = 120;
    const NARROWEST: usize = 30;
    let width = |line: &Range<usize>| text[line.clone()].chars().map(columns).sum::<usize>();
    let mut widths = Vec::with_capacity(lines.len());
    for line in lines {
        if line.len() > WIDEST * 4 {
            return false;
        }
        widths.push(width(line));
    }
    let widest = widths.iter().copied().max().unwrap_or(0);
    if !(NARROWEST..=WIDEST).contains(&widest) {
        return false;
    }
    let full = |index: usize| {
        let next = &text[lines[index + 1].clone()];
        let word: usize = next
            .split_whitespace()
            .next()
            .unwrap_or(next)
            .chars()
            .map(columns)
            .sum();
        let fits = widths[index] + 1 + word.min(widest / 2);
        let starts_item = next
            .strip_prefix(['-', '*', '•', '–', '—', '#', '|'])
            .is_some_and(|rest| rest.starts_with(' '));
        fits + 2 > widest && !starts_item
    };
    (0..lines.len() - 1).all(full)
}

/// Columns a character takes on a screen: two for East Asian scripts.
fn columns(character: char) -> usize {
    if crate::chars::class(character).is_mark() {
        return 0;
    }
    let wide = matches!(u32::from(character), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60);
    1 + usize::from(wide)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::Event;
    use crate::position::Position;

    fn paragraphs(text: &str) -> Vec<(u64, String)> {
        let window = Window::new(text.to_owned(), Position::START);
        let mut found = Vec::new();
        let mut sink = |event| {
            if let Event::Block(block) = event {
                found.push((block.place(&(0..block.text.len())).0.line, block.text));
            }
        };
        blocks(
            &window,
            0..text.len(),
            Kind::Paragraph,
            &mut Emit::new(&mut sink),
        );
        found
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "The council met on Monday to discuss the new bridge, which\nhas been closed since the storm of last November because of\ndamage.\n\nNext.";
        let found = paragraphs(text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], (5, "Next.".to_owned()));
    }

    #[test]
    fn lines_that_stand_alone_are_paragraphs() {
        let found =
            paragraphs("Ein Satz.\nNoch ein viel längerer Satz als der erste davor.\nKurz.\n");
        assert_eq!(found.len(), 3);
        let caption = format!(
            "{}\nBeta V.1.0 - label\n\nText.",
            "A long caption line. ".repeat(10)
        );
        assert_eq!(
            paragraphs(&caption)[1],
            (2, "Beta V.1.0 - label".to_owned())
        );
    }

    #[test]
    fn a_list_is_not_joined() {
        let found = paragraphs(
            "- first point of the list that is long enough to be full of\n- second point of the list that is long enough to be full of\n",
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn long_paragraphs_come_in_pieces() {
        let text = "word ".repeat(40_000);
        let found = paragraphs(&text);
        assert!(found.len() > 2);
        assert_eq!(
            found
                .iter()
                .map(|(_, t)| t.matches("word").count())
                .sum::<usize>(),
            40_000
        );
    }
}
