//! From text and inline elements to blocks.

use std::ops::Range;

use super::super::text;
use super::tags::Tag;
use super::{Context, Mark, Page, Reader, reference};
use crate::block::{Block, Directive, Kind, OBJECT};
use crate::formats::prose::Prose;

/// Bytes of a table cell from which it is running text: a layout table, or a table of paragraphs.
const RUNNING: usize = 300;

impl Reader {
    pub(super) fn comment(&mut self, content: Range<usize>, page: &mut Page<'_, '_>) {
        if self.context().mute {
            return;
        }
        let text = &page.text[content.clone()];
        if let Some(directive) = directive(text, || page.window.position(content.start)) {
            let whole_file = directive.whole_file;
            let number = page.emit.directive(directive);
            if !whole_file {
                self.pending.push(number);
            }
        }
        text::pieces(page.window, content, Kind::Comment, page.emit);
    }

    /// Text of the page, character references in it.
    pub(super) fn text(&mut self, range: Range<usize>, page: &mut Page<'_, '_>) {
        let raw = self.lexer.raw().is_some_and(|tag| tag != Tag::Title);
        if raw || self.context().skip {
            return;
        }
        let bytes = page.text.as_bytes();
        let (mut at, mut from) = (range.start, range.start);
        while let Some(found) = memchr::memchr(b'&', &bytes[from..range.end]) {
            let open = from + found;
            from = open + 1;
            let Some(reference) = reference::read(&page.text[open..range.end], false) else {
                continue;
            };
            self.verbatim(at..open, page);
            at = open + reference.len;
            from = at;
            for character in std::iter::once(reference.first).chain(reference.second) {
                self.character(character, &(open..at), page);
            }
        }
        self.verbatim(at..range.end, page);
    }

    pub(super) fn verbatim(&mut self, mut range: Range<usize>, page: &mut Page<'_, '_>) {
        let piece = &page.text[range.clone()];
        if !self.pending.is_empty() && !piece.trim_start().is_empty() {
            self.here.append(&mut self.pending);
        }
        if let Some(first) = piece.chars().next() {
            self.place_image(first);
        }
        while !range.is_empty() {
            range = self.prose.verbatim(page.text, range);
            if !range.is_empty() {
                self.cut_block(range.start, page);
            }
        }
    }

    pub(super) fn character(
        &mut self,
        character: char,
        raw: &Range<usize>,
        page: &mut Page<'_, '_>,
    ) {
        if !character.is_whitespace() {
            self.here.append(&mut self.pending);
        }
        self.place_image(character);
        if self.prose.is_full() {
            self.cut_block(raw.start, page);
        }
        self.prose.decoded(character, raw);
    }

    /// Reports what there is of a block that is too long, and goes on with the next.
    fn cut_block(&mut self, at: usize, page: &mut Page<'_, '_>) {
        let here = self.here.clone();
        self.flush(at, page);
        self.here = here;
    }

    /// Something in the line that is not text.
    pub(super) fn put_object(&mut self, raw: &Range<usize>, page: &mut Page<'_, '_>) {
        self.character(OBJECT, raw, page);
    }

    /// An image in the line: what becomes of it is decided when something follows.
    pub(super) fn put_image(&mut self, raw: Range<usize>) {
        self.place_image(OBJECT);
        if !self.prose.is_empty() {
            self.image = Some(raw);
        }
    }

    /// Between two letters an image is part of a word (an ornament, a smiley) and vanishes, else it is something that
    /// is not text.
    fn place_image(&mut self, next: char) {
        let Some(raw) = self.image.take() else {
            return;
        };
        let before = self.prose.text().chars().next_back();
        if !(next.is_alphanumeric() && before.is_some_and(char::is_alphanumeric)) {
            self.image_at = Some(self.prose.len());
            self.prose.decoded(OBJECT, &raw);
        }
    }

    /// A line break; the second of two ends the block.
    pub(super) fn line_break(&mut self, raw: &Range<usize>, page: &mut Page<'_, '_>) {
        if self.prose.is_empty() {
            return;
        }
        let bare = self.image.is_none()
            && self
                .line_break
                .is_some_and(|at| self.prose.text()[at..].chars().all(char::is_whitespace));
        if bare {
            self.flush(raw.start, page);
        } else {
            self.character('\n', raw, page);
            self.line_break = Some(self.prose.len());
        }
    }

    /// Reports the open block, which ends at `at`, and the texts of attributes in it.
    pub(super) fn flush(&mut self, at: usize, page: &mut Page<'_, '_>) {
        if !self.prose.is_empty() {
            if let Some(start) = self.object.take() {
                self.prose.decoded(OBJECT, &(start..at.max(start)));
            }
            if let Some(image) = self.image_at
                && self.prose.text()[image..].trim_end().len() <= OBJECT.len_utf8()
            {
                self.prose.truncate(image);
            }
            self.note_marks();
            let context = self.prose_context();
            if let Some(mut block) = self.prose.take(context.kind, page.window) {
                if block.kind == Kind::Cell && block.text.len() > RUNNING {
                    block.kind = Kind::Paragraph;
                }
                self.dress(&mut block, context, context.language);
                page.emit.block(block);
            }
        }
        self.object = None;
        self.image = None;
        self.image_at = None;
        self.line_break = None;
        self.here.clear();
        for block in self.aside.drain(..) {
            page.emit.block(block);
        }
    }

    /// Keeps the value of an attribute for when the block it stands in is over.
    pub(super) fn put_aside(
        &mut self,
        value: Range<usize>,
        context: Context,
        language: u16,
        page: &mut Page<'_, '_>,
    ) {
        let mut prose = Prose::default();
        let bytes = page.text.as_bytes();
        let (mut at, mut from) = (value.start, value.start);
        while let Some(found) = memchr::memchr(b'&', &bytes[from..value.end]) {
            let open = from + found;
            from = open + 1;
            let Some(reference) = reference::read(&page.text[open..value.end], true) else {
                continue;
            };
            if !prose.verbatim(page.text, at..open).is_empty() || prose.is_full() {
                at = value.end;
                break;
            }
            at = open + reference.len;
            from = at;
            for character in std::iter::once(reference.first).chain(reference.second) {
                prose.decoded(character, &(open..at));
            }
        }
        prose.verbatim(page.text, at..value.end);
        self.put_aside_prose(prose, context, language, page);
    }

    /// Keeps a text for when the block it stands in is over.
    pub(super) fn put_aside_prose(
        &mut self,
        mut prose: Prose,
        context: Context,
        language: u16,
        page: &Page<'_, '_>,
    ) {
        if let Some(mut block) = prose.take(Kind::Attribute, page.window) {
            self.dress(&mut block, context, language);
            self.aside.push(block);
        }
    }

    /// Gives a block what its surroundings say about it.
    fn dress(&self, block: &mut Block, context: Context, language: u16) {
        if language > 0 {
            block.language = self.languages.get(usize::from(language)).cloned();
        }
        block.quoted = context.quoted;
        block.suppressions.extend_from_slice(&self.active);
        block.suppressions.extend_from_slice(&self.here);
    }

    /// Notes the extent of open inline elements in the block that ends, and lets them begin again in the next.
    pub(super) fn note_marks(&mut self) {
        if self.marks == 0 {
            return;
        }
        for index in 0..self.stack.len() {
            if let Some(mark) = self.stack[index].mark {
                self.note(mark);
            }
        }
        self.move_marks(0);
    }

    /// Lets the open inline elements begin at `start` of the text.
    pub(super) fn move_marks(&mut self, start: usize) {
        for entry in &mut self.stack {
            if let Some(mark) = &mut entry.mark {
                mark.start = start;
            }
        }
    }

    /// Notes the extent of an inline element that ends here.
    pub(super) fn note(&mut self, mark: Mark) {
        let range = mark.start..self.prose.len();
        if range.is_empty() {
            return;
        }
        if mark.foreign {
            self.prose.foreign.push(range.clone());
        }
        if mark.link {
            self.prose.links.push(range);
        }
    }
}

/// The directive in a comment, if there is one.
pub(crate) fn directive(
    comment: &str,
    start: impl FnOnce() -> crate::position::Position,
) -> Option<Directive> {
    memchr::memmem::find(comment.as_bytes(), b"traditore:")?;
    Directive::parse(comment, start())
}
