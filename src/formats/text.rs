//! Plain text: paragraphs parted by blank lines.
//!
//! Inside a group of lines the question is whether they are one hard-wrapped paragraph or one paragraph each
//! (see `text/lines.rs`). Lines of nothing but rules and ornaments are left out; columns of a table are apart.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use super::prose::Prose;
use super::{BLOCK, Emit, WINDOW, Windows};
use crate::block::{Block, Kind};
use crate::open::Decoded;
use crate::position::{Window, floor_char};

mod lines;

use lines::Line;

/// Reads a plain text to its end.
///
/// # Errors
/// When the file cannot be read on; what came before has been reported.
pub fn read(decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    read_by(WINDOW, decoded, emit)
}

/// Reads a text in windows of `amount` bytes.
pub(crate) fn read_by(amount: usize, decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    let mut windows = Windows::new(decoded);
    while let Some((window, _)) = windows.next(amount, end_of_paragraphs)? {
        blocks(&window, 0..window.text().len(), Kind::Paragraph, emit);
    }
    Ok(())
}

/// Length of the part of `text` that ends with a blank line, else 0.
fn end_of_paragraphs(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut below = bytes.len();
    for at in memchr::memrchr_iter(b'\n', bytes) {
        if below < bytes.len() && text[at + 1..below].trim().is_empty() {
            return below + 1;
        }
        below = at;
    }
    0
}

/// Reports the paragraphs in a range of a window.
pub(crate) fn blocks(window: &Arc<Window>, range: Range<usize>, kind: Kind, emit: &mut Emit<'_>) {
    let text = window.text();
    let mut group: Vec<Range<usize>> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..range.end])
            .map_or(range.end, |found| at + found);
        if text[at..end].trim().is_empty() {
            paragraphs(window, &group, kind, emit);
            group.clear();
        } else {
            group.push(at..end);
        }
        at = end + 1;
    }
    paragraphs(window, &group, kind, emit);
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let line = &text[range.clone()];
    let start = range.start + (line.len() - line.trim_start().len());
    start..(range.start + line.trim_end().len()).max(start)
}

/// Reports a group of lines without a blank one among them.
fn paragraphs(window: &Arc<Window>, group: &[Range<usize>], kind: Kind, emit: &mut Emit<'_>) {
    let text = window.text();
    match group {
        [] => return,
        [only] if only.len() > 4 * lines::WIDEST => {
            pieces(window, only.clone(), kind, emit);
            return;
        }
        _ => {}
    }
    let prefixes: Option<Vec<usize>> = group
        .iter()
        .map(|line| quotation_mark(&text[line.clone()]))
        .collect();
    let quoted = prefixes.is_some();
    let mut list = Vec::with_capacity(group.len());
    for (index, line) in group.iter().enumerate() {
        let from = prefixes.as_ref().map_or(0, |prefixes| prefixes[index]);
        lines::split(text, line.start + from..line.end, &mut list);
    }
    let mut first = 0;
    for last in lines::ends(text, &list) {
        let part = &list[first..=last];
        first = last + 1;
        if part[0].rule {
            continue;
        }
        let kind = match kind {
            Kind::Paragraph if part[0].cell => Kind::Cell,
            Kind::Paragraph if part[0].item => Kind::ListItem,
            Kind::Paragraph if part.len() == 1 && is_heading(text, &list, last) => Kind::Heading,
            kind => kind,
        };
        if quoted {
            quotation(window, part, kind, emit);
        } else {
            let range = part[0].range.start..part[part.len() - 1].range.end;
            pieces(window, range, kind, emit);
        }
    }
}

/// Length of the marks (`> `, `>> `, `> > `) that show a line to be quoted; `None` when it has none. Marks that touch the
/// text, as in `>>deu<<`, quote nothing.
fn quotation_mark(line: &str) -> Option<usize> {
    let marks = line.len() - line.trim_start_matches(['>', ' ', '\t']).len();
    let quoted = line[..marks].contains('>');
    (quoted && (marks == line.len() || !line[..marks].ends_with('>'))).then_some(marks)
}

/// Whether a line is underlined, or stands at the margin over indented text, as in a manual page.
fn is_heading(text: &str, list: &[Line], index: usize) -> bool {
    let line = &list[index];
    let Some(next) = list.get(index + 1) else {
        return false;
    };
    let underlined = next.rule
        && matches!(
            text.as_bytes().get(next.range.start),
            Some(b'=' | b'-' | b'~' | b'^')
        )
        && (index == 0 || list[index - 1].rule);
    let margin =
        line.indent <= 4 && line.edge <= 44 && next.indent >= line.indent + 3 && !next.rule;
    underlined || (margin && !line.ends_sentence && !line.item)
}

/// Reports lines that a mark at their beginning shows to be somebody else's.
fn quotation(window: &Arc<Window>, part: &[Line], kind: Kind, emit: &mut Emit<'_>) {
    let text = window.text();
    let mut prose = Prose::default();
    for line in part {
        if !prose.is_empty() && line.range.start > 0 {
            let before = text[..line.range.start].rfind('\n').unwrap_or(0);
            prose.verbatim(text, before..before + 1);
        }
        let mut rest = line.range.clone();
        while !rest.is_empty() {
            rest = prose.verbatim(text, rest);
            if !rest.is_empty() {
                put(&mut prose, kind, window, emit);
            }
        }
    }
    put(&mut prose, kind, window, emit);
}

fn put(prose: &mut Prose, kind: Kind, window: &Arc<Window>, emit: &mut Emit<'_>) {
    if let Some(mut block) = prose.take(kind, window) {
        block.quoted = true;
        emit.block(block);
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

    fn kinds(text: &str) -> Vec<(Kind, String, bool)> {
        let window = Window::new(text.to_owned(), Position::START);
        let mut found = Vec::new();
        let mut sink = |event| {
            if let Event::Block(block) = event {
                found.push((block.kind, block.text, block.quoted));
            }
        };
        let mut emit = Emit::new(&mut sink);
        blocks(&window, 0..text.len(), Kind::Paragraph, &mut emit);
        found
    }

    fn texts(text: &str) -> Vec<String> {
        kinds(text).into_iter().map(|(_, text, _)| text).collect()
    }

    #[test]
    fn text_wrapped_by_hand_is_one_paragraph() {
        let text = "Einen großen Teil seines Lebens hatte er gegen\r\ndie Krankheit gekämpft und ist seit dem Sommer Entwickler\r\ngewesen, lange Zeit war er dabei fest ans Bett\r\nGefesselt gewesen.\r\n";
        assert_eq!(texts(text).len(), 1);
        let chinese = "所有模式名中唯一的名字空间它包含命名对象这些名字可以\n和其它模式里存在的其它对象重名命名对象要么是通过用模式名作\n为前缀修饰。\n";
        assert_eq!(texts(chinese).len(), 1);
    }

    #[test]
    fn headings_rules_and_tables_stand_alone() {
        let text = "Lenny dédiée à Thiemo Seufer\n----------------------------\nLe projet Debian a perdu un membre actif de sa\ncommunauté.\n=====\n+----+\n";
        assert_eq!(
            kinds(text)
                .iter()
                .map(|(kind, text, _)| (*kind, text.lines().count()))
                .collect::<Vec<_>>(),
            [(Kind::Heading, 1), (Kind::Paragraph, 2)]
        );
        let manual = "NAAM\n       mkdir - mappen aanmaken\n\n       -Z     de beveiligingscontext van het doelbestand op standaard\n              instellen\n\nOct   Dec   Hex\n000   0     00\n1. Einleitung ........ 3\n";
        let found = kinds(manual);
        assert_eq!(found[0], (Kind::Heading, "NAAM".to_owned(), false));
        assert_eq!(found[2], (Kind::Cell, "-Z".to_owned(), false));
        assert!(found[3].1.ends_with("instellen") && found[3].0 == Kind::Paragraph);
        assert_eq!(found.iter().filter(|f| f.0 == Kind::Cell).count(), 8);
    }

    #[test]
    fn verses_and_sentences_of_their_own_are_not_joined() {
        for text in [
            "Das ist der erste Satz der Sammlung hier.\nDas ist der zweite Satz der Sammlung.\nUnd das der dritte, etwas länger als der zweite.\n",
            "Kapitel Eins: Von den Anfängen des Hauses\nKapitel Zwei: Von den Wegen des Hauses\nKapitel Drei: Vom Ende\n",
            "1. first point that is quite long indeed and full\n2. second point that is quite long indeed too\n3. third\n",
        ] {
            assert_eq!(texts(text).len(), 3, "{text}");
        }
    }

    #[test]
    fn quotations_lose_their_marks() {
        let text = "On Monday somebody wrote:\n\n> The first line of a quotation that is as full as the second\n> line of it, and here it ends.\n>\n> > Inner.\n";
        let window = Window::new(text.to_owned(), Position::START);
        let mut found = Vec::new();
        let mut sink = |event| {
            if let Event::Block(block) = event {
                let at = block.text.find("line of it").unwrap_or(0);
                found.push((block.quoted, block.place(&(at..at + 1)).0));
            }
        };
        blocks(
            &window,
            0..text.len(),
            Kind::Paragraph,
            &mut Emit::new(&mut sink),
        );
        let place = |line, column| Position { line, column };
        assert_eq!(
            found,
            [
                (false, place(1, 1)),
                (true, place(4, 3)),
                (true, place(6, 5))
            ]
        );
    }

    #[test]
    fn a_line_without_end_is_read_in_bounded_memory() {
        struct Endless(usize);
        impl std::io::Read for Endless {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                let len = self.0.min(buffer.len());
                buffer[..len].fill(b'x');
                self.0 -= len;
                Ok(len)
            }
        }
        let mut decoded = crate::open::decode(Endless(50 << 20)).expect("text");
        let (mut bytes, mut place) = (0, Position::START);
        let mut sink = |event| {
            if let Event::Block(block) = event {
                assert!(block.window.text().len() <= super::super::LIMIT);
                bytes += block.text.len();
                place = block.place(&(0..block.text.len())).1;
            }
        };
        read(&mut decoded, &mut Emit::new(&mut sink)).expect("readable");
        assert_eq!(
            (bytes as u64, place.line, place.column),
            (50 << 20, 1, (50 << 20) + 1)
        );
    }

    #[test]
    fn form_feeds_and_line_ends_of_every_sort() {
        let text = "Eins.\r\n\r\nZwei.\n\u{c}\nDrei.\u{c}\n \t\nVier\rFünf.";
        assert_eq!(texts(text), ["Eins.", "Zwei.", "Drei.", "Vier\rFünf."]);
    }
}
