//! The same machine for other mark-up with HTML in it: Markdown opens and closes elements by hand.

use std::ops::Range;

use super::attributes::Attributes;
use super::tags::Tag;
use super::{Page, Reader};
use crate::block::Event;
use crate::formats::prose::Prose;
use crate::tag;

/// What [`Reader::enter`] opened, for [`Reader::leave`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Level {
    depth: usize,
    beyond: bool,
}

impl Reader {
    /// Declares the document's language.
    pub(crate) fn declare(&mut self, value: &str, page: &mut Page<'_, '_>) {
        if let Some(language) = tag::canonical(value)
            && self.declared.is_none()
        {
            self.declared = Some(language);
            page.emit.event(Event::Declared(value.to_owned()));
        }
    }

    /// Opens an element at `range`.
    pub(crate) fn enter(
        &mut self,
        tag: Tag,
        range: &Range<usize>,
        page: &mut Page<'_, '_>,
    ) -> Level {
        if tag.is_block() {
            self.flush(range.start, page);
        }
        let (depth, beyond) = (self.stack.len(), self.beyond);
        let attributes = Attributes {
            link: tag == Tag::A,
            ..Attributes::default()
        };
        self.open(tag, &(0..0), range, &attributes, false, page);
        Level {
            depth,
            beyond: self.beyond > beyond,
        }
    }

    /// Closes what was opened, and what was opened inside and left open.
    pub(crate) fn leave(&mut self, level: Level, at: usize, page: &mut Page<'_, '_>) {
        if level.beyond {
            self.beyond = self.beyond.saturating_sub(1);
        }
        self.pop_to(level.depth, at, page);
        if !self.context().skip && level.beyond {
            self.flush(at, page);
        }
    }

    /// Text as it stands.
    pub(crate) fn words(&mut self, range: Range<usize>, page: &mut Page<'_, '_>) {
        if !self.context().skip {
            self.verbatim(range, page);
        }
    }

    /// Text that a range of the window as a whole stands for.
    pub(crate) fn decoded(&mut self, text: &str, raw: &Range<usize>, page: &mut Page<'_, '_>) {
        if !self.context().skip {
            for character in text.chars() {
                self.character(character, raw, page);
            }
        }
    }

    /// An image in the line.
    pub(crate) fn image(&mut self, raw: Range<usize>) {
        if !self.context().skip {
            self.put_image(raw);
        }
    }

    /// A text beside the prose: an image's description, a link's title.
    pub(crate) fn attribute(&mut self, prose: Prose, page: &mut Page<'_, '_>) {
        let context = self.context();
        if !context.skip {
            self.here.append(&mut self.pending);
            self.put_aside_prose(prose, context, context.language, page);
        }
    }

    /// A text that is a block for itself.
    pub(crate) fn single(&mut self, prose: Prose, tag: Tag, page: &mut Page<'_, '_>) {
        let level = self.enter(tag, &(0..0), page);
        self.prose = prose;
        self.leave(level, page.text.len(), page);
    }

    /// Machine text: the target of a link.
    pub(crate) fn machine(&mut self, range: Range<usize>, page: &mut Page<'_, '_>) {
        self.markup.push(page.window, range, page.emit);
    }

    /// HTML in the line or in lines of its own. Tags and raw elements that are not complete end with it.
    pub(crate) fn html(&mut self, range: Range<usize>, page: &mut Page<'_, '_>) {
        self.started = true;
        let mut inner = Page {
            window: page.window,
            text: &page.text[..range.end],
            emit: page.emit,
        };
        self.lexer.reset();
        self.tokens(range.start, &mut inner);
        self.lexer.reset();
    }

    /// HTML in lines of its own. Code that is not closed there ends with it.
    pub(crate) fn html_block(&mut self, range: Range<usize>, page: &mut Page<'_, '_>) {
        let end = range.end;
        self.html(range, page);
        let unclosed = |tag: Tag| tag.is_object() || tag.is_raw();
        if let Some(depth) = self.stack.iter().position(|entry| unclosed(entry.tag)) {
            self.pop_to(depth, end, page);
        }
        if !self.context().skip {
            self.flush(end, page);
        }
    }

    /// Reports what is open at the end of a window.
    pub(crate) fn end_of_window(&mut self, page: &mut Page<'_, '_>) {
        self.finish(page);
    }
}
