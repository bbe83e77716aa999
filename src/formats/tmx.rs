//! TMX 1.1 to 1.4: translation memories.
//!
//! A `tu` holds the same text in several languages (`tuv`). The one in the source language of the memory (`srclang`; the
//! first one where that is `*all*` or missing) is the source of one unit for each of the others.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use super::flow::Flow;
use super::xml::{self, Content, Site, Space, Tag};
use super::{Emit, WINDOW, engine};
use crate::block::{Directive, Event};
use crate::open::Decoded;
use crate::tag;
use crate::unit::{CodeRole, Origin, OriginKind, Side, State, Unit};

/// Reads a memory to its end.
///
/// # Errors
/// When the file cannot be read on; what came before has been reported.
pub fn read(decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    read_by(WINDOW, decoded, emit)
}

/// Reads a memory in windows of `amount` bytes.
pub(crate) fn read_by(amount: usize, decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    xml::read(amount, decoded, emit, &mut Reading::default())
}

/// Bytes of a code that tell it from others and that messages show.
const SHOWN: usize = 80;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Root,
    Header,
    Entry,
    Variant,
    Segment,
    /// `bpt`, `ept`, `ph`, `it`, `ut`.
    Code,
    Note,
    Property,
    /// `body`, `hi`.
    Through,
}

#[derive(Clone, Copy, Debug)]
struct Frame {
    element: Element,
    preserve: bool,
}

/// What attributes and properties say about the making of a text.
#[derive(Clone, Debug, Default)]
struct Making {
    /// A machine made it, and these words say so.
    machine: Option<Range<usize>>,
    /// A person changed it.
    changed: bool,
}

/// A `tuv` under way.
#[derive(Debug, Default)]
struct Variant {
    language: Option<String>,
    side: Option<Side>,
    making: Making,
}

/// An inline code under way.
#[derive(Debug)]
struct Code {
    kind: &'static str,
    role: CodeRole,
    /// `i`, which pairs the two ends of a code.
    pair: Option<String>,
    /// `x`, which pairs codes of two languages.
    match_id: Option<String>,
    type_name: Option<String>,
    start: usize,
}

#[derive(Debug, Default)]
struct Reading {
    frames: Vec<Frame>,
    skipped: usize,
    source_language: Option<String>,
    declared: Option<Arc<str>>,
    declared_source: Option<Arc<str>>,
    /// What the header says about all entries, told once.
    header: Option<(Range<usize>, Origin)>,
    /// Directives in the header's notes.
    held: Vec<u32>,
    id: String,
    entry_start: usize,
    entry_language: Option<String>,
    making: Making,
    suppressions: Vec<u32>,
    variants: Vec<Variant>,
    flow: Flow,
    codes: Vec<Code>,
    /// Keys of the opened codes of the text, by their `i`.
    keys: Vec<(String, String)>,
    content: String,
    property: Option<(String, usize)>,
}

impl Content for Reading {
    const RECORDS: &'static [&'static str] = &["tu"];
    const HOLDERS: &'static [&'static str] = &["body", "tmx"];

    fn start(&mut self, tag: &Tag<'_>, at: &mut Site<'_, '_>) {
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        let Some(parent) = self.frames.last().copied() else {
            if tag.name != "tmx" {
                at.fault(
                    tag.range.start,
                    format!(
                        "the document is a <{}>, no <tmx>; name its format with --input-format",
                        tag.name
                    ),
                );
                self.skipped = 1;
                return;
            }
            self.root(tag, at);
            return;
        };
        let mut frame = parent;
        if let Some(space) = tag
            .attributes()
            .find(|a| a.space == Space::Xml && a.name == "space")
        {
            frame.preserve = space.raw == "preserve";
        }
        match self.element(parent.element, frame.preserve, tag, at) {
            Some(element) => self.frames.push(Frame { element, ..frame }),
            None => self.skipped = 1,
        }
    }

    fn end(&mut self, range: Range<usize>, at: &mut Site<'_, '_>) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match self.frames.pop().map(|frame| frame.element) {
            Some(Element::Code) => self.close_code(range.end),
            Some(Element::Segment) => {
                let side = std::mem::take(&mut self.flow).side(None);
                if let Some(variant) = self.variants.last_mut() {
                    variant.side = Some(side);
                }
            }
            Some(Element::Property) => self.close_property(range.start, at),
            Some(Element::Entry) => self.emit(at),
            _ => {}
        }
    }

    fn text(&mut self, range: Range<usize>, at: &mut Site<'_, '_>) {
        if self.skipped > 0 {
            return;
        }
        let window = at.window.text();
        match self.frames.last().map(|frame| frame.element) {
            Some(Element::Segment) => self.flow.verbatim(window, range),
            Some(Element::Through) if self.in_segment() => self.flow.verbatim(window, range),
            Some(Element::Code | Element::Property) => self.content.push_str(&window[range]),
            Some(Element::Note) => self.note(range, at),
            _ => {}
        }
    }

    fn reference(&mut self, range: Range<usize>, text: Option<&str>, at: &mut Site<'_, '_>) {
        if self.skipped > 0 {
            return;
        }
        let raw = &at.window.text()[range.clone()];
        let flows = match self.frames.last().map(|frame| frame.element) {
            Some(Element::Segment) => true,
            Some(Element::Through) => self.in_segment(),
            Some(Element::Code | Element::Property) => {
                self.content.push_str(text.unwrap_or(raw));
                false
            }
            _ => false,
        };
        match text {
            Some(text) if flows => self.flow.decoded(text, range),
            None if flows => {
                self.flow
                    .code(raw.to_owned(), CodeRole::Alone, raw.to_owned(), range);
            }
            _ => {}
        }
    }

    fn lost(&mut self, depth: usize) {
        self.frames.truncate(depth);
        self.skipped = depth - self.frames.len();
        self.variants.clear();
        self.codes.clear();
    }
}

impl Reading {
    fn root(&mut self, tag: &Tag<'_>, at: &mut Site<'_, '_>) {
        let version = tag.get("version");
        if !version
            .as_ref()
            .is_some_and(|version| version.raw.trim().starts_with("1."))
        {
            let what = version.map_or("none".to_owned(), |version| format!("“{}”", version.raw));
            at.fault(
                tag.range.start,
                format!("the TMX version is {what}; 1.1 to 1.4 are known"),
            );
        }
        self.frames.push(Frame {
            element: Element::Root,
            preserve: false,
        });
    }

    fn in_segment(&self) -> bool {
        self.frames
            .iter()
            .any(|frame| frame.element == Element::Segment)
    }

    fn element(
        &mut self,
        parent: Element,
        preserve: bool,
        tag: &Tag<'_>,
        at: &mut Site<'_, '_>,
    ) -> Option<Element> {
        Some(match (parent, tag.name) {
            (Element::Root, "header") => {
                self.source_language = tag.get("srclang").map(|a| a.value().into_owned());
                if self.source_language.is_none() {
                    at.fault(
                        tag.range.start,
                        "<header> has no srclang; name the language of the sources, or *all*",
                    );
                }
                let making = making(tag);
                if let Some(range) = making.machine {
                    let origin = origin(OriginKind::Raw, &range, at);
                    self.header = Some((range, origin));
                }
                Element::Header
            }
            (Element::Root, "body") => Element::Through,
            (Element::Root | Element::Through, "tu") => {
                self.entry_start = tag.range.start;
                self.id = tag
                    .get("tuid")
                    .map_or_else(String::new, |a| a.value().into_owned());
                self.entry_language = tag.get("srclang").map(|a| a.value().into_owned());
                self.making = making(tag);
                self.suppressions.clone_from(&self.held);
                self.variants.clear();
                Element::Entry
            }
            (Element::Entry, "tuv") => {
                let language = tag
                    .attributes()
                    .find(|a| a.name == "lang" && matches!(a.space, Space::Xml | Space::None));
                if language.is_none() {
                    at.fault(tag.range.start, "<tuv> has no xml:lang; name its language");
                }
                let mut making = making(tag);
                if let Some(language) = &language
                    && engine::is_machine_language(language.raw)
                {
                    making.machine = Some(language.range.clone());
                }
                self.variants.push(Variant {
                    language: language.map(|a| a.value().into_owned()),
                    side: None,
                    making,
                });
                Element::Variant
            }
            (Element::Variant, "seg") => {
                let start = if tag.empty {
                    tag.range.start
                } else {
                    tag.range.end
                };
                self.flow = Flow::new(start, preserve);
                self.codes.clear();
                self.keys.clear();
                Element::Segment
            }
            (Element::Header | Element::Entry | Element::Variant, "note") => Element::Note,
            (Element::Header | Element::Entry | Element::Variant, "prop") => {
                self.content.clear();
                let kind = tag.get("type").map(|a| a.value().into_owned());
                self.property = kind.map(|kind| (kind, tag.range.start));
                Element::Property
            }
            (Element::Segment | Element::Through, _) => self.inline(tag)?,
            _ => return None,
        })
    }

    fn inline(&mut self, tag: &Tag<'_>) -> Option<Element> {
        let (kind, role) = match tag.name {
            "bpt" => ("p", CodeRole::Open),
            "ept" => ("p", CodeRole::Close),
            "it" => (
                "i",
                match tag.get("pos").map(|pos| pos.raw) {
                    Some("begin" | "open") => CodeRole::Open,
                    Some("end" | "close") => CodeRole::Close,
                    _ => CodeRole::Alone,
                },
            ),
            "ph" => ("ph", CodeRole::Alone),
            "ut" => ("ut", CodeRole::Alone),
            "hi" => return Some(Element::Through),
            _ => return None,
        };
        self.content.clear();
        let value = |name: &str| tag.get(name).map(|a| a.value().into_owned());
        self.codes.push(Code {
            kind,
            role,
            pair: value("i"),
            match_id: value("x"),
            type_name: value("type"),
            start: tag.range.start,
        });
        Some(Element::Code)
    }

    fn close_code(&mut self, end: usize) {
        let Some(code) = self.codes.pop() else { return };
        let content: String = self.content.chars().take(SHOWN).collect();
        self.content.clear();
        let opened = code
            .pair
            .as_ref()
            .filter(|_| code.role == CodeRole::Close && code.kind == "p")
            .and_then(|pair| self.keys.iter().find(|(known, _)| known == pair))
            .map(|(_, key)| key.clone());
        let key = opened.unwrap_or_else(|| {
            let id = match (&code.match_id, &code.pair, &code.type_name) {
                (Some(id), _, _) => format!("#{id}"),
                _ if !content.trim().is_empty() => content.clone(),
                (None, Some(id), _) | (None, None, Some(id)) => id.clone(),
                (None, None, None) => String::new(),
            };
            format!("{}:{id}", code.kind)
        });
        if code.role == CodeRole::Open
            && let Some(pair) = code.pair
        {
            self.keys.push((pair, key.clone()));
        }
        let shown = if content.trim().is_empty() {
            code.type_name
                .map_or_else(|| format!("<{}>", code.kind), |name| format!("<{name}>"))
        } else {
            content
        };
        self.flow.code(key, code.role, shown, code.start..end);
    }

    fn close_property(&mut self, end: usize, at: &Site<'_, '_>) {
        let content = std::mem::take(&mut self.content);
        let Some((kind, start)) = self.property.take() else {
            return;
        };
        if !engine::is_machine_property(&kind, &content) {
            return;
        }
        let range = start..end;
        match self.frames.last().map(|frame| frame.element) {
            Some(Element::Variant) => {
                if let Some(variant) = self.variants.last_mut() {
                    variant.making.machine.get_or_insert(range);
                }
            }
            Some(Element::Entry) => {
                self.making.machine.get_or_insert(range);
            }
            Some(Element::Header) if self.header.is_none() => {
                let origin = origin(OriginKind::Raw, &range, at);
                self.header = Some((range, origin));
            }
            _ => {}
        }
    }

    fn note(&mut self, range: Range<usize>, at: &mut Site<'_, '_>) {
        let text = &at.window.text()[range.clone()];
        let Some(directive) = Directive::parse(text, at.window.position(range.start)) else {
            return;
        };
        let whole_file = directive.whole_file;
        let number = at.emit.directive(directive);
        if whole_file {
            return;
        }
        if self
            .frames
            .iter()
            .any(|frame| frame.element == Element::Entry)
        {
            self.suppressions.push(number);
        } else {
            self.held.push(number);
        }
    }

    /// Hands on the units of an entry.
    fn emit(&mut self, at: &mut Site<'_, '_>) {
        let mut variants = std::mem::take(&mut self.variants);
        let whole = variants.len();
        variants.retain(|variant| variant.side.is_some());
        if variants.len() < whole || whole == 0 {
            let what = if whole == 0 {
                "<tuv>"
            } else {
                "<seg> in one of its <tuv>"
            };
            at.fault(
                self.entry_start,
                format!("the entry has no {what}; it was left out in part"),
            );
        }
        if variants.is_empty() {
            return;
        }
        let wanted = self
            .entry_language
            .as_deref()
            .or(self.source_language.as_deref())
            .filter(|language| *language != "*all*");
        let source = match wanted {
            None => Some(0),
            Some(wanted) => position(&variants, wanted),
        };
        // a memory of one language, or an entry without the memory's own
        let source = match source {
            None if variants.len() > 1 => Some(0),
            other => other,
        };
        let mut left = None;
        let mut source_making = Making::default();
        if let Some(source) = source {
            let variant = variants.remove(source);
            left = variant.side.map(|side| (side, variant.language));
            source_making = variant.making;
        }
        let _ = source_making;
        let (mut source, language) = left.unwrap_or_else(|| (Side::absent(), None));
        let language = canonical(language.as_deref());
        if self.declared_source.is_none() {
            self.declared_source.clone_from(&language);
            if let Some(language) = &language {
                at.emit.event(Event::DeclaredSource(language.to_string()));
            }
        }
        source.language = language.filter(|own| Some(own) != self.declared_source.as_ref());
        if variants.is_empty() {
            let unit = self.unit(source, Side::absent(), State::Untranslated);
            at.emit.unit(unit, at.window);
            return;
        }
        let last = variants.len() - 1;
        for (index, variant) in variants.into_iter().enumerate() {
            let Some(mut target) = variant.side else {
                continue;
            };
            let language = canonical(variant.language.as_deref());
            if self.declared.is_none() {
                self.declared.clone_from(&language);
                if let Some(language) = &language {
                    at.emit.event(Event::Declared(language.to_string()));
                }
            }
            target.language = language.filter(|own| Some(own) != self.declared.as_ref());
            let source = if index == last {
                std::mem::take(&mut source)
            } else {
                source.clone()
            };
            let mut unit = self.unit(source, target, State::Translated);
            if let Some((_, origin)) = self.header.take() {
                unit.origins.push(origin);
            }
            let own = &variant.making;
            let machine = own.machine.as_ref().or(self.making.machine.as_ref());
            if let Some(range) = machine
                && !unit.target.is_blank()
            {
                let kind = if own.changed || self.making.changed {
                    OriginKind::PostEdited
                } else {
                    OriginKind::Raw
                };
                unit.origins.push(origin(kind, range, at));
            }
            at.emit.unit(unit, at.window);
        }
    }

    fn unit(&self, source: Side, target: Side, state: State) -> Box<Unit> {
        Box::new(Unit {
            id: self.id.clone(),
            source,
            target,
            state,
            suppressions: self.suppressions.clone(),
            ..Unit::default()
        })
    }
}

/// Number of the variant in the language `wanted`, else in another variety of it.
fn position(variants: &[Variant], wanted: &str) -> Option<usize> {
    let is = |variant: &Variant| {
        variant
            .language
            .as_ref()
            .is_some_and(|language| language.eq_ignore_ascii_case(wanted))
    };
    let akin = |variant: &Variant| {
        variant.language.as_ref().is_some_and(|language| {
            tag::primary(language).eq_ignore_ascii_case(tag::primary(wanted))
        })
    };
    variants
        .iter()
        .position(is)
        .or_else(|| variants.iter().position(akin))
}

fn canonical(language: Option<&str>) -> Option<Arc<str>> {
    language.and_then(tag::canonical).map(Arc::from)
}

/// Who made, and who changed, what `tag` holds.
fn making(tag: &Tag<'_>) -> Making {
    let mut making = Making::default();
    for attribute in tag.attributes() {
        let value = attribute.value();
        match attribute.name {
            "creationid" if engine::is_machine_user(&value) => {
                making.machine = Some(attribute.range);
            }
            "creationtool" if engine::is_machine(&value) => {
                making.machine.get_or_insert(attribute.range);
            }
            "changeid" if engine::is_machine_user(&value) => {
                making.machine.get_or_insert(attribute.range);
                making.changed = false;
            }
            "changeid" => making.changed = !value.trim().is_empty(),
            _ => {}
        }
    }
    making
}

fn origin(kind: OriginKind, range: &Range<usize>, at: &Site<'_, '_>) -> Origin {
    let text = at.window.text();
    let end = crate::position::floor_char(text, range.end.min(range.start + 120));
    Origin {
        kind,
        evidence: text[range.start..end].to_owned(),
        start: at.window.position(range.start),
        end: at.window.position(range.end),
    }
}

#[cfg(test)]
mod tests;
