//! HTML: blocks as a reader sees them, whatever the mark-up in between.
//!
//! No tree is built. A stack of open elements, bounded in depth, tells what the text belongs to; block elements part
//! blocks, inline tags vanish. What may be wrong in a page is read as browsers read it as far as prose is concerned:
//! end tags left out or left over, elements crossing each other.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use super::prose::{Machine, Prose};
use super::{Emit, WINDOW, Windows};
use crate::block::{Block, Kind};
use crate::open::Decoded;
use crate::position::Window;

pub(crate) mod assemble;
mod attributes;
mod blocks;
mod elements;
mod lexer;
pub(crate) mod reference;
pub(crate) mod tags;

use lexer::{Lexer, Token};
use tags::Tag;

/// Reads a page to its end.
///
/// # Errors
/// When the file cannot be read on; what came before has been reported.
pub fn read(decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    read_by(WINDOW, decoded, emit)
}

/// Reads a page in windows of `amount` bytes.
pub(crate) fn read_by(amount: usize, decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    let mut windows = Windows::new(decoded);
    let mut reader = Reader::new();
    while let Some((window, last)) = windows.next(amount, |text| reader.cut(text))? {
        reader.feed(&window, last, emit);
    }
    Ok(())
}

/// Open elements that are remembered; deeper ones are passed over.
const DEPTH: usize = 512;

/// Inline elements whose extent is noted at the same time.
const MARKS: usize = 16;

/// What the elements around a place say about its text.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
struct Context {
    kind: Kind,
    /// Number in [`Reader::languages`]; 0 for the document's own.
    language: u16,
    /// Nothing of it is prose.
    skip: bool,
    /// Not even its tags are looked at.
    mute: bool,
    quoted: bool,
    /// Part of the interface.
    interface: bool,
    /// Part of the page's own header or footer.
    frame: bool,
    /// Inside the content proper.
    content: bool,
}

/// What is noted about an inline element.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// Where in the block it begins.
    start: usize,
    /// See [`Block::foreign`].
    foreign: bool,
    /// See [`Block::links`].
    link: bool,
}

/// An open element.
#[derive(Clone, Copy, Debug)]
struct Entry {
    tag: Tag,
    /// Tells elements of unknown names apart.
    hash: u32,
    context: Context,
    /// [`OBJECT`] stands for it once it is closed.
    object: bool,
    /// The text around it is put by until it is closed.
    control: bool,
    mark: Option<Mark>,
    /// Directives in force around it.
    directives: usize,
}

/// Where the reader is and whom it reports to.
pub(crate) struct Page<'a, 'b> {
    pub(crate) window: &'a Arc<Window>,
    /// The window's text up to where the reader stops.
    pub(crate) text: &'a str,
    pub(crate) emit: &'a mut Emit<'b>,
}

/// Reads a page, window by window.
#[derive(Debug)]
pub(crate) struct Reader {
    lexer: Lexer,
    stack: Vec<Entry>,
    /// Open elements by [`Tag`].
    counts: [u16; Tag::COUNT],
    /// Open elements beyond [`DEPTH`].
    beyond: u64,
    marks: usize,
    base: Context,
    languages: Vec<Arc<str>>,
    /// The document's own language, canonical.
    declared: Option<String>,
    prose: Prose,
    /// Text around open controls.
    outer: Vec<(Prose, Vec<u32>)>,
    markup: Machine,
    /// Texts of attributes, which follow the block they stand in.
    aside: Vec<Block>,
    /// Where the element begins that [`OBJECT`] will stand for.
    object: Option<usize>,
    /// An image that nothing has followed yet.
    image: Option<Range<usize>>,
    /// Where in the text an image is, if that was the last thing.
    image_at: Option<usize>,
    /// Length of the text at the last line break.
    line_break: Option<usize>,
    /// Directives whose block has not begun.
    pending: Vec<u32>,
    /// Directives of the open block.
    here: Vec<u32>,
    /// Directives of the open elements.
    active: Vec<u32>,
    started: bool,
}

impl Reader {
    /// At the start of a page.
    pub(crate) fn new() -> Self {
        Self {
            lexer: Lexer::new(),
            stack: Vec::new(),
            counts: [0; Tag::COUNT],
            beyond: 0,
            marks: 0,
            base: Context {
                kind: Kind::Paragraph,
                language: 0,
                skip: false,
                mute: false,
                quoted: false,
                interface: false,
                frame: false,
                content: false,
            },
            languages: vec![Arc::from("")],
            declared: None,
            prose: Prose::default(),
            outer: Vec::new(),
            markup: Machine::default(),
            aside: Vec::new(),
            object: None,
            image: None,
            image_at: None,
            line_break: None,
            pending: Vec::new(),
            here: Vec::new(),
            active: Vec::new(),
            started: false,
        }
    }

    /// Where a window may end: before the last tag in it that begins a block anyway.
    fn cut(&self, text: &str) -> usize {
        let mut lexer = self.lexer.clone();
        let (mut at, mut safe) = (0, 0);
        let mut buttons = u32::from(self.counts[Tag::Button as usize]);
        let mut select = self.counts[Tag::Select as usize] > 0;
        while let Some(token) = lexer.next(text, at) {
            at = match token {
                Token::Text(range) | Token::Declaration(range) | Token::Comment { range, .. } => {
                    range.end
                }
                Token::Start { range, tag, .. } => {
                    buttons += u32::from(tag == Tag::Button);
                    select |= tag == Tag::Select;
                    let parts = tag.is_block() && tag != Tag::Title && !lexer.is_inside();
                    if parts && buttons == 0 && !select {
                        safe = range.start;
                    }
                    range.end
                }
                Token::End { range, tag, .. } => {
                    buttons = buttons.saturating_sub(u32::from(tag == Tag::Button));
                    select &= tag != Tag::Select;
                    range.end
                }
            };
        }
        safe
    }

    /// Reads a window to its end and reports what it holds.
    fn feed(&mut self, window: &Arc<Window>, last: bool, emit: &mut Emit<'_>) {
        let text = window.text();
        if !self.started {
            self.started = true;
            let head = text.trim_start_matches('\u{FEFF}');
            self.lexer.xml = head.trim_start().starts_with("<?xml");
        }
        let mut page = Page { window, text, emit };
        self.tokens(0, &mut page);
        if last {
            self.pop_to(0, text.len(), &mut page);
        }
        self.finish(&mut page);
    }

    /// Reports what is open at a window's end.
    fn finish(&mut self, page: &mut Page<'_, '_>) {
        let end = page.text.len();
        self.flush(end, page);
        let outer = std::mem::take(&mut self.outer);
        for (prose, here) in outer.into_iter().rev() {
            self.prose = prose;
            self.here = here;
            self.flush(end, page);
            self.outer.push((Prose::default(), Vec::new()));
        }
        self.markup.flush(page.window, page.emit);
    }

    /// Reads the window's text from `at` on.
    fn tokens(&mut self, mut at: usize, page: &mut Page<'_, '_>) {
        while let Some(token) = self.lexer.next(page.text, at) {
            match token {
                Token::Text(range) => {
                    at = range.end;
                    self.text(range, page);
                }
                Token::Start {
                    range,
                    tag,
                    name,
                    closed,
                } => {
                    at = range.end;
                    self.start(range, tag, name, closed, page);
                }
                Token::End { range, tag, name } => {
                    at = range.end;
                    self.end(&range, tag, &name, page);
                }
                Token::Comment { range, content } => {
                    at = range.end;
                    self.comment(content, page);
                }
                Token::Declaration(range) => {
                    at = range.end;
                    if !self.context().mute {
                        self.markup.push(page.window, range, page.emit);
                    }
                }
            }
        }
    }

    /// What holds for the open block, whatever that is no prose has begun in it.
    fn prose_context(&self) -> Context {
        let mut entries = self.stack.iter().rev();
        entries
            .find(|entry| !entry.context.skip)
            .map_or(self.base, |entry| entry.context)
    }

    /// What holds in the innermost element.
    fn context(&self) -> Context {
        self.stack.last().map_or(self.base, |entry| entry.context)
    }
}

#[cfg(test)]
mod tests;
