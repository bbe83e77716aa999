//! Inline elements: which are codes, what tells them apart, what they stand for.

use std::ops::Range;

use super::{Element, Frame, Reading, Sink};
use crate::formats::flow::Flow;
use crate::formats::xml::{Space, Tag};
use crate::unit::CodeRole;

/// Characters of a code that messages show.
const SHOWN: usize = 80;

/// A code whose end has not come.
#[derive(Debug)]
pub(super) struct Open {
    key: String,
    role: CodeRole,
    shown: Option<String>,
    range: Range<usize>,
}

impl Reading {
    /// An inline element of XLIFF itself.
    pub(super) fn inline(&mut self, mut frame: Frame, tag: &Tag<'_>) -> Option<Frame> {
        if frame.element == Element::Code {
            // text inside a code: a flow of its own, which stands nowhere in the text around it
            return None;
        }
        let version = self.version;
        frame.element = match tag.name {
            "g" if version == 1 => {
                self.open_span("g", tag);
                Element::Span
            }
            "pc" if version == 2 => {
                self.open_span("pc", tag);
                Element::Span
            }
            "x" if version == 1 => self.alone(&key("x", tag, &["id"]), CodeRole::Alone, tag),
            "bx" if version == 1 => self.alone(&key("b", tag, &["rid", "id"]), CodeRole::Open, tag),
            "ex" if version == 1 => {
                self.alone(&key("b", tag, &["rid", "id"]), CodeRole::Close, tag)
            }
            "bpt" if version == 1 => {
                self.enclose(key("p", tag, &["rid", "id"]), CodeRole::Open, tag)
            }
            "ept" if version == 1 => {
                self.enclose(key("p", tag, &["rid", "id"]), CodeRole::Close, tag)
            }
            "it" if version == 1 => {
                let role = match tag.get("pos").map(|pos| pos.raw) {
                    Some("open" | "begin") => CodeRole::Open,
                    Some("close" | "end") => CodeRole::Close,
                    _ => CodeRole::Alone,
                };
                self.enclose(key("i", tag, &["id"]), role, tag)
            }
            "ph" if version == 1 => self.enclose(key("ph", tag, &["id"]), CodeRole::Alone, tag),
            "ph" => self.alone(&key("ph", tag, &["id"]), CodeRole::Alone, tag),
            "sc" if version == 2 => self.alone(&key("pc", tag, &["id"]), CodeRole::Open, tag),
            "ec" if version == 2 => {
                self.alone(&key("pc", tag, &["startRef", "id"]), CodeRole::Close, tag)
            }
            "cp" if version == 2 => self.alone(&key("cp", tag, &["hex"]), CodeRole::Alone, tag),
            "mrk" => return self.mark(frame, tag),
            "sm" if version == 2 => return self.mark(frame, tag),
            "em" if version == 2 => Element::Through,
            _ => return None,
        };
        if frame.element == Element::Code {
            frame.sink = Sink::Code;
        }
        Some(frame)
    }

    /// An inline element that XLIFF does not know.
    #[expect(clippy::unused_self, reason = "beside its sibling")]
    pub(super) fn foreign_inline(&mut self, mut frame: Frame, tag: &Tag<'_>) -> Option<Frame> {
        if frame.element == Element::Code || tag.space == Space::Sdl {
            return None;
        }
        frame.element = Element::Through;
        Some(frame)
    }

    fn mark(&mut self, mut frame: Frame, tag: &Tag<'_>) -> Option<Frame> {
        let kind = tag.get("mtype").map_or("", |kind| kind.raw);
        if self
            .frames
            .iter()
            .any(|frame| frame.element == Element::Target)
        {
            self.its(tag);
        }
        frame.element = Element::Through;
        match kind {
            // what a reviewer took out is not there
            "x-sdl-deleted" => return None,
            "seg" if self.is_segmented() => {
                let start = if tag.empty {
                    tag.range.start
                } else {
                    tag.range.end
                };
                let outer = std::mem::replace(&mut self.flow, Flow::new(start, frame.preserve));
                self.outer = outer;
                self.work.piece = tag.get("mid").map(|mid| mid.value().into_owned());
                frame.element = Element::Piece;
            }
            _ => {}
        }
        Some(frame)
    }

    /// Whether segments are told apart where we are: in `seg-source`, and in the target of one.
    fn is_segmented(&self) -> bool {
        for frame in self.frames.iter().rev() {
            match frame.element {
                Element::SegSource => return true,
                Element::Target => return self.work.has_segments(),
                Element::Span | Element::Through => {}
                _ => return false,
            }
        }
        false
    }

    fn open_span(&mut self, prefix: &str, tag: &Tag<'_>) {
        let key = key(prefix, tag, &["id"]);
        let shown = self.shown(tag, "Start");
        self.codes.push(Open {
            key: key.clone(),
            role: CodeRole::Close,
            shown: Some(shown_end(&self.shown(tag, "End"))),
            range: tag.range.clone(),
        });
        self.flow
            .code(key, CodeRole::Open, shown, tag.range.clone());
    }

    fn alone(&mut self, key: &str, role: CodeRole, tag: &Tag<'_>) -> Element {
        let shown = self.shown(tag, "");
        self.flow
            .code(key.to_owned(), role, shown, tag.range.clone());
        Element::Through
    }

    fn enclose(&mut self, key: String, role: CodeRole, tag: &Tag<'_>) -> Element {
        self.content.clear();
        self.codes.push(Open {
            key,
            role,
            shown: tag.get("equiv-text").map(|text| short(&text.value())),
            range: tag.range.clone(),
        });
        Element::Code
    }

    /// The end of a code at `range`; empty for an element without content.
    pub(super) fn close_inline(&mut self, element: Element, range: Range<usize>) {
        let Some(open) = self.codes.pop() else { return };
        if element == Element::Span {
            let shown = open.shown.unwrap_or_default();
            self.flow.code(open.key, open.role, shown, range);
            return;
        }
        let content = std::mem::take(&mut self.content);
        let shown = if content.trim().is_empty() {
            open.shown.unwrap_or_default()
        } else {
            short(&content)
        };
        let key = if open.key.ends_with(':') {
            open.key + &shown
        } else {
            open.key
        };
        self.flow
            .code(key, open.role, shown, open.range.start..range.end);
    }

    /// What a code stands for, as far as the file says it.
    fn shown(&self, tag: &Tag<'_>, which: &str) -> String {
        let said = |name: &str| {
            tag.attributes()
                .find(|a| a.space == Space::None && a.name.strip_suffix(which) == Some(name))
                .map(|a| a.value())
                .filter(|value| !value.trim().is_empty())
        };
        if let Some(text) = tag.get("equiv-text").map(|text| text.value()) {
            return short(&text);
        }
        if let Some(data) = said("dataRef").and_then(|id| self.work.original(&id)) {
            return short(data);
        }
        if let Some(text) = said("disp").or_else(|| said("equiv")) {
            return short(&text);
        }
        if let Some(kind) = tag.get("ctype").or_else(|| tag.get("subType")) {
            let name = kind.raw.rsplit(['-', ':']).next().unwrap_or(kind.raw);
            return format!("<{name}>");
        }
        short(tag.raw())
    }
}

/// What stands in a text for a reference that nobody knows.
pub(super) fn unknown(flow: &mut Flow, raw: &str, range: Range<usize>) {
    flow.code(raw.to_owned(), CodeRole::Alone, raw.to_owned(), range);
}

/// What tells a code from others: its kind, and the first of the attributes `names` that it has.
fn key(kind: &str, tag: &Tag<'_>, names: &[&str]) -> String {
    let id = names.iter().find_map(|name| tag.get(name));
    let mut key = String::with_capacity(kind.len() + 1 + id.as_ref().map_or(0, |id| id.raw.len()));
    key.push_str(kind);
    key.push(':');
    if let Some(id) = id {
        key.push_str(&id.value());
    }
    key
}

fn short(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

/// `<g id="1">` is closed by `</g>`.
fn shown_end(start: &str) -> String {
    let Some(rest) = start.strip_prefix('<') else {
        return start.to_owned();
    };
    if rest.starts_with('/') {
        return start.to_owned();
    }
    let name = rest
        .split(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .next()
        .unwrap_or("");
    format!("</{name}>")
}
