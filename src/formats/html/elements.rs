//! Start and end tags: the stack of open elements, and what an element says about the text inside.

use std::ops::Range;
use std::sync::Arc;

use super::attributes::{Attributes, Role};
use super::tags::Tag;
use super::{Context, DEPTH, Entry, MARKS, Mark, Page, Reader};
use crate::block::{Event, Kind};
use crate::tag;

/// Controls inside controls that are kept apart.
const CONTROLS: usize = 4;

/// Languages that parts of a page may declare.
const LANGUAGES: usize = 1000;

impl Reader {
    pub(super) fn start(
        &mut self,
        range: Range<usize>,
        tag: Tag,
        name: Range<usize>,
        closed: bool,
        page: &mut Page<'_, '_>,
    ) {
        if !self.context().mute {
            self.markup.push(page.window, range.clone(), page.emit);
        }
        self.close_implied(tag, range.start, page);
        let outside = self.context();
        let attributes = Attributes::read(page.text, self.lexer.attributes(), tag);
        if tag.is_block() && !(outside.skip && tag == Tag::Title) {
            self.flush(range.start, page);
        } else if !attributes.texts.is_empty() && tag != Tag::Meta {
            self.here.append(&mut self.pending);
        }
        self.open(tag, &name, &range, &attributes, closed, page);
    }

    pub(super) fn open(
        &mut self,
        tag: Tag,
        name: &Range<usize>,
        range: &Range<usize>,
        attributes: &Attributes,
        closed: bool,
        page: &mut Page<'_, '_>,
    ) {
        let outside = self.context();
        let language = attributes
            .lang
            .clone()
            .map(|value| self.language(&page.text[value], tag, outside, page));
        let context = inside(outside, tag, attributes, language);
        let whole = tag.is_void()
            || (closed && (self.lexer.xml || outside.mute || matches!(tag, Tag::Svg | Tag::Math)));
        let mut entry = Entry {
            tag,
            hash: hash(tag, &page.text.as_bytes()[name.clone()]),
            context,
            object: false,
            control: false,
            mark: None,
            directives: self.active.len(),
        };
        let deep = !whole && self.stack.len() >= DEPTH;
        if deep {
            self.beyond += 1;
        }
        if !outside.skip {
            if whole || deep {
                self.void(range, tag, attributes, outside, page);
            } else if tag.is_block() {
                if !matches!(tag, Tag::Html | Tag::Head | Tag::Body) {
                    self.active.append(&mut self.pending);
                }
            } else if context.skip {
                entry.object = !tag.is_dropped() && !attributes.hidden;
                if entry.object {
                    self.object = Some(range.start);
                }
            } else if tag.is_control() && self.outer.len() < CONTROLS {
                self.put_object(range, page);
                self.note_marks();
                let here = std::mem::take(&mut self.here);
                self.outer.push((std::mem::take(&mut self.prose), here));
                self.line_break = None;
                self.image_at = None;
                entry.control = true;
            } else if self.marks < MARKS {
                entry.mark = self.mark(tag, attributes, outside, language, page);
                self.marks += usize::from(entry.mark.is_some());
            }
        }
        if !context.skip || (!outside.skip && !attributes.hidden && !tag.is_dropped()) {
            for value in &attributes.texts {
                self.put_aside(
                    value.clone(),
                    context,
                    language.unwrap_or(outside.language),
                    page,
                );
            }
        }
        if !whole && !deep {
            self.counts[tag as usize] += 1;
            self.stack.push(entry);
        }
    }

    /// An element without content.
    fn void(
        &mut self,
        range: &Range<usize>,
        tag: Tag,
        attributes: &Attributes,
        outside: Context,
        page: &mut Page<'_, '_>,
    ) {
        match tag {
            _ if attributes.hidden => {}
            Tag::Br => self.line_break(range, page),
            Tag::Img => self.put_image(range.clone()),
            Tag::Input if attributes.no_field => {}
            Tag::Input | Tag::Embed | Tag::Keygen | Tag::Svg | Tag::Math => {
                self.put_object(range, page);
            }
            Tag::Meta => {
                if let Some(value) = attributes.content_language.clone()
                    && self.declared.is_none()
                {
                    self.language(&page.text[value], Tag::Html, outside, page);
                }
            }
            _ => {}
        }
    }

    /// The number of a declared language; the document's own is announced.
    fn language(
        &mut self,
        value: &str,
        tag: Tag,
        outside: Context,
        page: &mut Page<'_, '_>,
    ) -> u16 {
        let Some(language) = tag::canonical(value) else {
            return outside.language;
        };
        if matches!(tag, Tag::Html | Tag::Body) && self.declared.is_none() {
            page.emit.event(Event::Declared(value.trim().to_owned()));
            self.declared = Some(language);
            return 0;
        }
        if self.declared.as_ref() == Some(&language) {
            return 0;
        }
        let known = self.languages.iter().position(|known| **known == *language);
        let number = known.unwrap_or_else(|| {
            if self.languages.len() < LANGUAGES {
                self.languages.push(Arc::from(language));
            }
            self.languages.len() - 1
        });
        u16::try_from(number).unwrap_or(0)
    }

    /// What has to be noted about an inline element.
    fn mark(
        &mut self,
        tag: Tag,
        attributes: &Attributes,
        outside: Context,
        language: Option<u16>,
        page: &mut Page<'_, '_>,
    ) -> Option<Mark> {
        let target = attributes
            .target_lang
            .clone()
            .map(|value| self.language(&page.text[value], tag, outside, page));
        let foreign = matches!(tag, Tag::Q | Tag::Cite)
            || [language, target]
                .into_iter()
                .flatten()
                .any(|number| number != outside.language);
        let link = attributes.link;
        (foreign || link).then(|| Mark {
            start: self.prose.len(),
            foreign,
            link,
        })
    }

    pub(super) fn end(
        &mut self,
        range: &Range<usize>,
        tag: Tag,
        name: &Range<usize>,
        page: &mut Page<'_, '_>,
    ) {
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if let Some(index) = self.find_end(tag, &page.text.as_bytes()[name.clone()]) {
            self.pop_to(index + 1, range.start, page);
            self.pop_to(index, range.end, page);
        }
        let context = self.context();
        if !context.mute {
            self.markup.push(page.window, range.clone(), page.emit);
        }
        if !context.skip {
            if tag == Tag::Br {
                self.line_break(range, page);
            } else if tag.is_block() {
                self.flush(range.start, page);
            }
        }
    }

    /// The open element that an end tag closes.
    fn find_end(&self, tag: Tag, name: &[u8]) -> Option<usize> {
        if self.counts[tag as usize] == 0 && !tag.is_heading()
            || matches!(tag, Tag::Html | Tag::Body)
        {
            return None;
        }
        let hash = hash(tag, name);
        let outmost = tag.is_object() || tag.is_dropped() || tag.is_control();
        let table = matches!(
            tag,
            Tag::Td | Tag::Th | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption
        );
        for (index, entry) in self.stack.iter().enumerate().rev() {
            let open = entry.tag;
            if (open == tag && entry.hash == hash) || (tag.is_heading() && open.is_heading()) {
                return Some(index);
            }
            let stop = if outmost || tag == Tag::Table {
                matches!(open, Tag::Html | Tag::Body | Tag::Template)
            } else if table {
                open == Tag::Table
            } else if tag.is_block() {
                open.is_scope()
            } else {
                open.is_block() || open.is_control()
            };
            if stop {
                return None;
            }
        }
        None
    }

    /// Closes what a start tag closes that was left open before it.
    fn close_implied(&mut self, tag: Tag, at: usize, page: &mut Page<'_, '_>) {
        use Tag as T;
        if tag.is_block() && !matches!(tag, T::Option | T::Optgroup | T::Hr) {
            self.close_any(T::Select, |_| false, at, page);
        }
        if tag.closes_paragraph() {
            self.close_any(T::P, T::is_scope, at, page);
        }
        match tag {
            T::Li => self.close_any(T::Li, bounds_item, at, page),
            T::Dt | T::Dd => {
                self.close(|open| matches!(open, T::Dt | T::Dd), bounds_item, at, page);
            }
            T::Td | T::Th => {
                let cell = |open| matches!(open, T::Td | T::Th | T::Caption);
                self.close(cell, |open| open == T::Table, at, page);
            }
            T::Tr => {
                let row = |open| matches!(open, T::Tr | T::Caption);
                self.close(row, |open| open == T::Table, at, page);
            }
            T::Tbody | T::Thead | T::Tfoot => {
                let part = |open| matches!(open, T::Tbody | T::Thead | T::Tfoot | T::Caption);
                self.close(part, |open| open == T::Table, at, page);
                self.close_any(T::Tr, |open| open == T::Table, at, page);
            }
            T::Option | T::Optgroup => {
                let option = |open| open == T::Option || (open == T::Optgroup && tag == open);
                self.close(option, |open| open == T::Select, at, page);
                if tag == T::Optgroup {
                    self.close(option, |open| open == T::Select, at, page);
                }
            }
            T::A => self.close_any(T::A, T::is_block, at, page),
            T::Button => self.close_any(T::Button, T::is_block, at, page),
            T::Select | T::Input | T::Textarea => {
                self.close_any(T::Select, T::is_block, at, page);
            }
            T::Body => self.close_any(T::Head, |_| false, at, page),
            _ if tag.is_heading() => {
                let stop = |open: T| open.is_block() && !open.is_heading();
                self.close(T::is_heading, stop, at, page);
            }
            _ => {}
        }
    }

    /// Closes the innermost `tag`, if one is open.
    fn close_any(
        &mut self,
        tag: Tag,
        stop: impl Fn(Tag) -> bool,
        at: usize,
        page: &mut Page<'_, '_>,
    ) {
        if self.counts[tag as usize] > 0 {
            self.close(|open| open == tag, stop, at, page);
        }
    }

    /// Closes the innermost element that `wanted` names, unless one that `stop` names lies around the place first.
    fn close(
        &mut self,
        wanted: impl Fn(Tag) -> bool,
        stop: impl Fn(Tag) -> bool,
        at: usize,
        page: &mut Page<'_, '_>,
    ) {
        for index in (0..self.stack.len()).rev() {
            let open = self.stack[index].tag;
            if wanted(open) {
                self.pop_to(index, at, page);
                return;
            }
            if stop(open) {
                return;
            }
        }
    }

    pub(super) fn pop_to(&mut self, len: usize, at: usize, page: &mut Page<'_, '_>) {
        while self.stack.len() > len {
            self.pop(at, page);
        }
    }

    /// Closes the innermost element, whose content or end tag ends at `at`.
    fn pop(&mut self, at: usize, page: &mut Page<'_, '_>) {
        let Some(&entry) = self.stack.last() else {
            return;
        };
        let outside = match self.stack.len() {
            0 | 1 => self.base,
            len => self.stack[len - 2].context,
        };
        if !outside.skip && (entry.tag.is_block() || entry.control) {
            self.flush(at, page);
        }
        if let Some(mark) = entry.mark {
            self.note(mark);
            self.marks -= 1;
        }
        self.stack.pop();
        self.counts[entry.tag as usize] -= 1;
        self.active.truncate(entry.directives);
        if entry.object
            && let Some(start) = self.object.take()
        {
            self.put_object(&(start..at), page);
        }
        if entry.control
            && let Some((prose, here)) = self.outer.pop()
        {
            self.prose = prose;
            self.here = here;
            self.move_marks(self.prose.len());
        }
    }
}

/// Whether an item of a list cannot be closed through this element.
fn bounds_item(open: Tag) -> bool {
    (open.is_block() || open.is_scope())
        && !matches!(open, Tag::Div | Tag::Address | Tag::P | Tag::Label)
}

/// Tells elements of unknown names apart (FNV-1a); known ones need no such thing.
fn hash(tag: Tag, name: &[u8]) -> u32 {
    if tag != Tag::Other {
        return 0;
    }
    name.iter().take(64).fold(0x811C_9DC5, |hash, byte| {
        (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    })
}

/// What holds inside an element.
fn inside(outside: Context, tag: Tag, attributes: &Attributes, language: Option<u16>) -> Context {
    let mut context = outside;
    let root = matches!(tag, Tag::Html | Tag::Body);
    let parts = tag.is_block() || tag.is_control();
    context.skip |= tag.is_object()
        || tag.is_dropped()
        || (attributes.hidden && !root)
        || (attributes.untranslated && !parts);
    context.mute |= tag.hides_markup();
    if !parts {
        return context;
    }
    if let Some(language) = language {
        context.language = language;
    }
    context.quoted |= tag == Tag::Blockquote;
    context.content |= matches!(
        tag,
        Tag::Article
            | Tag::Main
            | Tag::Section
            | Tag::Aside
            | Tag::Blockquote
            | Tag::Figure
            | Tag::Td
            | Tag::Dialog
            | Tag::Details
    ) || attributes.role == Role::Content;
    let frame = matches!(tag, Tag::Header | Tag::Footer) && !context.content;
    context.frame |= frame || attributes.role == Role::Frame;
    context.interface |= matches!(tag, Tag::Nav | Tag::Menu) || attributes.role == Role::Interface;
    let heading = tag.is_heading() || attributes.role == Role::Heading;
    context.kind = match tag {
        Tag::Title => {
            return Context {
                kind: Kind::Title,
                ..context
            };
        }
        _ if context.interface => Kind::Interface,
        _ if heading => Kind::Heading,
        _ if context.frame => Kind::Interface,
        Tag::Button
        | Tag::Label
        | Tag::Option
        | Tag::Optgroup
        | Tag::Select
        | Tag::Legend
        | Tag::Summary => Kind::Interface,
        Tag::Li | Tag::Dt | Tag::Dd => Kind::ListItem,
        Tag::Td | Tag::Th => Kind::Cell,
        Tag::Caption | Tag::Figcaption => Kind::Caption,
        Tag::P | Tag::Div | Tag::Address | Tag::Center | Tag::Details => match outside.kind {
            kind @ (Kind::ListItem | Kind::Cell | Kind::Caption | Kind::Heading) => kind,
            _ => Kind::Paragraph,
        },
        _ => Kind::Paragraph,
    };
    context
}
