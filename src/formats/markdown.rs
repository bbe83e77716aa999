//! Markdown: `CommonMark` with tables, footnotes, definition lists and front matter, and the HTML inside.
//!
//! The events of pulldown-cmark drive the machine that reads [HTML](super::html): a paragraph is opened like `<p>`, a
//! link like `<a>`, so that both formats agree on what a block is and HTML in Markdown needs no reader of its own.

use std::io;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag as Mark, TagEnd};

use super::html::assemble::Level;
use super::html::tags::Tag;
use super::html::{Page, Reader};
use super::prose::Prose;
use super::{Emit, LIMIT, Windows};
use crate::block::OBJECT;
use crate::open::Decoded;
use crate::position::floor_char;

mod front_matter;

/// Reads a Markdown document to its end.
///
/// # Errors
/// When the file cannot be read on; what came before has been reported.
pub fn read(decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    read_by(LIMIT, decoded, emit)
}

/// Reads a document in windows of `amount` bytes.
pub(crate) fn read_by(amount: usize, decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    let mut windows = Windows::new(decoded);
    let mut reader = Reader::new();
    let mut first = true;
    let mut fence = None;
    while let Some((window, _)) = windows.next(amount, |text| cut(text, first, fence).0)? {
        let mut page = Page {
            window: &window,
            text: window.text(),
            emit,
        };
        let mut start = 0;
        if first {
            start = front_matter::read(&mut reader, &mut page);
            first = false;
        }
        if let Some(open) = fence {
            start = end_of_fence(page.text, open);
        }
        fence = cut(page.text, start > 0 && fence.is_none(), fence).1;
        window_blocks(start, &mut reader, &mut page);
        reader.end_of_window(&mut page);
    }
    Ok(())
}

/// A fence of code: its character and how many there are.
type Fence = (u8, usize);

/// Length of the part of `text` that ends with a blank line, the next line beginning a new block at the margin; and
/// the fence that is open at the end of the text. `open` is one that was open before it.
fn cut(text: &str, first: bool, open: Option<Fence>) -> (usize, Option<Fence>) {
    let mut at = if first {
        match front_matter::extent(text) {
            front_matter::Extent::None => 0,
            front_matter::Extent::Until(end) => end,
            front_matter::Extent::Open => return (0, None),
        }
    } else {
        0
    };
    let (mut safe, mut fence, mut html, mut blank) = (0, open, None, false);
    while at < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n + 1);
        let line = &text[at..end];
        let bare = line.trim_start_matches(' ');
        if let Some(closing) = html {
            if line.contains(closing) {
                html = None;
            }
        } else if let Some((character, count)) = fence {
            let run = bare.bytes().take_while(|&byte| byte == character).count();
            if run >= count && bare[run..].trim().is_empty() {
                fence = None;
            }
        } else {
            if blank && line.starts_with(|c: char| !c.is_whitespace()) {
                safe = at;
            }
            fence = fence_of(bare);
            html = html_of(bare);
        }
        blank = line.trim().is_empty();
        at = end;
    }
    (safe, fence)
}

/// The fence that a line opens.
fn fence_of(line: &str) -> Option<Fence> {
    let character = *line.as_bytes().first()?;
    if !matches!(character, b'`' | b'~') {
        return None;
    }
    let count = line.bytes().take_while(|&byte| byte == character).count();
    (count >= 3 && (character == b'~' || !line[count..].contains('`')))
        .then_some((character, count))
}

/// What ends the block of HTML that a line opens and does not close, where blank lines do not.
fn html_of(line: &str) -> Option<&'static str> {
    if !line.starts_with('<') {
        return None;
    }
    let lower = line
        .get(..9.min(line.len()))
        .unwrap_or(line)
        .to_ascii_lowercase();
    let closing = [
        ("<!--", "-->"),
        ("<pre", "</pre"),
        ("<script", "</script"),
        ("<style", "</style"),
        ("<textarea", "</textarea"),
        ("<?", "?>"),
    ]
    .into_iter()
    .find(|(opening, _)| lower.starts_with(opening))?
    .1;
    (!line.contains(closing)).then_some(closing)
}

/// Where the code ends that a window begins with.
fn end_of_fence(text: &str, (character, count): Fence) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        let bare = line.trim_start_matches(' ');
        let run = bare.bytes().take_while(|&byte| byte == character).count();
        if run >= count && bare[run..].trim().is_empty() {
            return at;
        }
    }
    text.len()
}

/// An open element of Markdown.
struct Open<'a> {
    level: Option<Level>,
    /// Title and target of a link or image.
    target: Option<(CowStr<'a>, CowStr<'a>)>,
}

/// Reports what the window holds from `start` on.
fn window_blocks(start: usize, reader: &mut Reader, page: &mut Page<'_, '_>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    let text = page.text;
    let mut events = Parser::new_ext(&text[start..], options).into_offset_iter();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut silent = 0_u32;
    // the image whose description is being read, and how many images deep
    let mut description: Option<(Prose, u32)> = None;
    for (event, range) in events.by_ref() {
        let range = start + range.start..start + range.end;
        match event {
            Event::Start(mark) => {
                let tag = tag_of(&mark);
                if let Mark::CodeBlock(_) = mark {
                    silent += 1;
                    let level = reader.enter(Tag::Pre, &range, page);
                    reader.leave(level, range.end, page);
                }
                if let Mark::HtmlBlock = mark {
                    silent += 1;
                    reader.html_block(range.clone(), page);
                }
                let target = match mark {
                    Mark::Link {
                        dest_url, title, ..
                    }
                    | Mark::Image {
                        dest_url, title, ..
                    } => Some((dest_url, title)),
                    _ => None,
                };
                if tag == Some(Tag::Img) {
                    let (_, depth) = description.get_or_insert_default();
                    *depth += 1;
                }
                let level = match tag {
                    Some(Tag::Img) | None => None,
                    Some(_) if description.is_some() => None,
                    Some(tag) => Some(reader.enter(tag, &range, page)),
                };
                open.push(Open { level, target });
            }
            Event::End(end) => {
                let Some(closed) = open.pop() else {
                    continue;
                };
                if matches!(end, TagEnd::CodeBlock | TagEnd::HtmlBlock) {
                    silent = silent.saturating_sub(1);
                }
                if let Some(level) = closed.level {
                    reader.leave(level, range.end, page);
                }
                if let Some((target, title)) = closed.target {
                    put_target(&target, &title, &range, reader, page);
                }
                if end == TagEnd::Image
                    && let Some((prose, depth)) = description.take()
                {
                    if depth > 1 {
                        description = Some((prose, depth - 1));
                    } else {
                        reader.attribute(prose, page);
                        reader.image(range);
                    }
                }
            }
            _ if silent > 0 => {}
            event => {
                if let Some((prose, _)) = &mut description {
                    describe(prose, &event, range, text);
                } else {
                    inline(&event, range, reader, page);
                }
            }
        }
    }
    let mut definitions: Vec<Range<usize>> = events
        .reference_definitions()
        .iter()
        .map(|(_, definition)| start + definition.span.start..start + definition.span.end)
        .collect();
    definitions.sort_by_key(|range| range.start);
    reader.end_of_window(page);
    for range in definitions {
        reader.machine(range, page);
    }
}

/// The element of HTML that a mark of Markdown is like.
fn tag_of(mark: &Mark<'_>) -> Option<Tag> {
    Some(match mark {
        Mark::Paragraph => Tag::P,
        Mark::Heading { .. } => Tag::H1,
        Mark::BlockQuote(None) => Tag::Blockquote,
        Mark::BlockQuote(Some(_)) | Mark::FootnoteDefinition(_) => Tag::Section,
        Mark::List(_) => Tag::Ul,
        Mark::Item => Tag::Li,
        Mark::DefinitionList => Tag::Dl,
        Mark::DefinitionListTitle => Tag::Dt,
        Mark::DefinitionListDefinition => Tag::Dd,
        Mark::Table(_) => Tag::Table,
        Mark::TableHead | Mark::TableRow => Tag::Tr,
        Mark::TableCell => Tag::Td,
        Mark::Link { .. } => Tag::A,
        Mark::Image { .. } => Tag::Img,
        _ => return None,
    })
}

/// Text and the like.
fn inline(event: &Event<'_>, range: Range<usize>, reader: &mut Reader, page: &mut Page<'_, '_>) {
    match event {
        Event::Text(text) => {
            if page.text[range.clone()] == **text {
                reader.words(range, page);
            } else {
                reader.decoded(text, &range, page);
            }
        }
        Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
            reader.decoded(OBJECT.encode_utf8(&mut [0; 4]), &range, page);
        }
        Event::SoftBreak | Event::HardBreak => {
            let text = page.text;
            match text[range.clone()].find('\n') {
                Some(at) => {
                    let at = range.start + at;
                    reader.words(at..at + 1, page);
                }
                None => reader.decoded("\n", &range, page),
            }
        }
        Event::InlineHtml(tag) if is_misplaced(tag) => {
            reader.machine(range.clone(), page);
            reader.decoded(OBJECT.encode_utf8(&mut [0; 4]), &range, page);
        }
        Event::Html(_) | Event::InlineHtml(_) => reader.html(range, page),
        _ => {}
    }
}

/// Whether a tag in a line is one that the line cannot mean: `<title>` is there to be read.
fn is_misplaced(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    let tag = Tag::of(&name[..end.unwrap_or(name.len())]);
    tag.is_raw() || matches!(tag, Tag::Html | Tag::Head | Tag::Body | Tag::Template)
}

/// Text in the description of an image.
fn describe(prose: &mut Prose, event: &Event<'_>, range: Range<usize>, page: &str) {
    if prose.is_full() {
        return;
    }
    match event {
        Event::Text(text) if page[range.clone()] == **text => {
            prose.verbatim(page, range);
        }
        Event::Text(text) => {
            for character in text.chars() {
                prose.decoded(character, &range);
            }
        }
        Event::Code(_) => prose.decoded(OBJECT, &range),
        Event::SoftBreak | Event::HardBreak => prose.decoded('\n', &range),
        _ => {}
    }
}

/// Reports where a link leads, and its title.
fn put_target(
    target: &str,
    title: &str,
    range: &Range<usize>,
    reader: &mut Reader,
    page: &mut Page<'_, '_>,
) {
    let text = page.text;
    // target and title follow the text; what stands elsewhere is not looked for
    let near = range.len().saturating_sub(target.len() + title.len() + 64);
    let begin = floor_char(text, range.start + near).max(range.start);
    let place = |needle: &str| {
        let at = begin + text[begin..range.end].rfind(needle)?;
        Some(at..at + needle.len())
    };
    if !target.is_empty()
        && let Some(range) = place(target)
    {
        reader.machine(range, page);
    }
    if !title.is_empty()
        && let Some(range) = place(title)
    {
        let mut prose = Prose::default();
        prose.verbatim(text, range);
        reader.attribute(prose, page);
    }
}

#[cfg(test)]
mod tests;
