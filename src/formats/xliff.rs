//! XLIFF 1.0 to 1.2 and 2.0 to 2.2, with what Trados, Phrase, memoQ and Apple write into it.
//!
//! A `trans-unit` is a unit, or one for each of its segments (`<mrk mtype="seg">`); so is a `segment` of XLIFF 2. Inline
//! elements are codes, what they enclose of the original format is not text; annotations (`mrk`) are neither. Candidates
//! (`alt-trans`, `mtc:match`) are never taken for the translation.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use super::flow::Flow;
use super::xml::{self, Content, Site, Space, Tag};
use super::{Emit, WINDOW, engine};
use crate::block::{Directive, Event};
use crate::open::Decoded;
use crate::tag;
use crate::unit::{Origin, OriginKind};

mod inline;
mod metadata;
mod state;
mod work;

use work::Work;

/// Reads a file to its end.
///
/// # Errors
/// When the file cannot be read on; what came before has been reported.
pub fn read(decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    read_by(WINDOW, decoded, emit)
}

/// Reads a file in windows of `amount` bytes.
pub(crate) fn read_by(amount: usize, decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    xml::read(amount, decoded, emit, &mut Reading::default())
}

/// What an open element is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    /// The document's.
    Root,
    /// A file, or a group of units: what is said here holds for all units inside.
    Holder,
    /// `trans-unit`, `unit`.
    Unit,
    /// `segment`.
    Segment,
    /// `source` of a unit or a segment.
    Source,
    /// `seg-source`.
    SegSource,
    /// `target` of a unit or a segment.
    Target,
    /// A candidate that a machine made, and its `target`.
    Candidate,
    CandidateTarget,
    /// One segment inside a source or a target.
    Piece,
    /// An inline element around text: `g`, `pc`.
    Span,
    /// An inline element around code: `bpt`, `ept`, `ph`, `it`.
    Code,
    /// A comment of people.
    Note,
    /// The original code that inline elements refer to.
    Data,
    /// What Trados says about a segment, and about where that was before.
    Seg,
    Previous,
    /// A property of a unit.
    Meta,
    /// An annotation, and whatever else is looked through.
    Through,
}

/// Where text goes that stands directly in an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sink {
    Nowhere,
    Flow,
    Code,
    Note,
    Data,
}

#[derive(Clone, Copy, Debug)]
struct Frame {
    element: Element,
    sink: Sink,
    preserve: bool,
    translate: bool,
    limit: Option<u32>,
}

/// A file on its way through the reader.
#[derive(Debug, Default)]
struct Reading {
    frames: Vec<Frame>,
    /// Number of open elements inside one that is not looked at.
    skipped: usize,
    /// Namespace of the elements of XLIFF itself, as the root has it.
    core: Option<Space>,
    version: u8,
    /// Language of the first file's targets and sources, as the file writes it: the document's.
    declared: Option<String>,
    declared_source: Option<String>,
    /// Languages of the file under way, where they are not the document's.
    target_language: Option<Arc<str>>,
    source_language: Option<Arc<str>>,
    /// Directives in notes of files and groups, with the number of open elements around.
    held: Vec<(usize, u32)>,
    /// Phases of the file that are a machine's translation.
    phases: Vec<String>,
    /// What the file's target language says about all its targets, until it has been told once.
    by_language: Option<Origin>,
    /// Files that came.
    files: u32,
    work: Work,
    /// The text under way, and the one around it.
    flow: Flow,
    outer: Flow,
    /// Language of the text under way, where its element names one.
    language: Option<Arc<str>>,
    /// Inline codes whose content is being read.
    codes: Vec<inline::Open>,
    /// The content of the innermost of them.
    content: String,
}

impl Content for Reading {
    const RECORDS: &'static [&'static str] = &["trans-unit", "unit", "bin-unit"];
    const HOLDERS: &'static [&'static str] = &["body", "group", "file", "xliff"];

    fn start(&mut self, tag: &Tag<'_>, at: &mut Site<'_, '_>) {
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        let Some(frame) = self.frames.last().copied() else {
            self.root(tag, at);
            return;
        };
        match self.enter(frame, tag, at) {
            Some(frame) => self.frames.push(frame),
            None => self.skipped = 1,
        }
    }

    fn end(&mut self, range: Range<usize>, at: &mut Site<'_, '_>) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        if let Some(frame) = self.frames.pop() {
            self.leave(frame, range, at);
        }
    }

    fn text(&mut self, range: Range<usize>, at: &mut Site<'_, '_>) {
        if self.skipped > 0 {
            return;
        }
        let window = at.window.text();
        match self.frames.last().map(|frame| frame.sink) {
            Some(Sink::Flow) => self.flow.verbatim(window, range),
            Some(Sink::Code | Sink::Data) => self.content.push_str(&window[range]),
            Some(Sink::Note) => self.note(range, at),
            Some(Sink::Nowhere) | None => {}
        }
    }

    fn reference(&mut self, range: Range<usize>, text: Option<&str>, at: &mut Site<'_, '_>) {
        if self.skipped > 0 {
            return;
        }
        let raw = &at.window.text()[range.clone()];
        match (self.frames.last().map(|frame| frame.sink), text) {
            (Some(Sink::Flow), Some(text)) => self.flow.decoded(text, range),
            (Some(Sink::Flow), None) => inline::unknown(&mut self.flow, raw, range),
            (Some(Sink::Code | Sink::Data), _) => self.content.push_str(text.unwrap_or(raw)),
            _ => {}
        }
    }

    fn lost(&mut self, depth: usize) {
        self.frames.truncate(depth);
        self.skipped = depth - self.frames.len();
        self.work = Work::default();
        self.codes.clear();
    }
}

impl Reading {
    fn root(&mut self, tag: &Tag<'_>, at: &mut Site<'_, '_>) {
        if tag.name != "xliff" {
            at.fault(
                tag.range.start,
                format!(
                    "the document is a <{}>, no <xliff>; name its format with --input-format",
                    tag.name
                ),
            );
            self.skipped = 1;
            return;
        }
        self.core = Some(tag.space);
        let version = tag.get("version");
        let known = version.as_ref().map(|version| version.raw.trim());
        self.version = match known {
            Some("1.0" | "1.1" | "1.2") => 1,
            Some("2.0" | "2.1" | "2.2") => 2,
            _ => {
                let place = version.as_ref().map_or(tag.range.start, |v| v.range.start);
                let what = known.map_or("none".to_owned(), |version| format!("“{version}”"));
                at.fault(
                    place,
                    format!("the XLIFF version is {what}; 1.0 to 1.2 and 2.0 to 2.2 are known"),
                );
                if tag.space == Space::Xliff2 || tag.get("srcLang").is_some() {
                    2
                } else {
                    1
                }
            }
        };
        let mut frame = Frame {
            element: Element::Root,
            sink: Sink::Nowhere,
            preserve: false,
            translate: true,
            limit: None,
        };
        frame.inherit(tag);
        if self.version == 2 {
            if tag.get("srcLang").is_none() {
                at.fault(
                    tag.range.start,
                    "<xliff> has no srcLang; name the language of the sources",
                );
            }
            self.languages(tag, "srcLang", "trgLang", at);
        }
        self.frames.push(frame);
    }

    /// Takes the languages that `tag` declares.
    fn languages(&mut self, tag: &Tag<'_>, source: &str, target: &str, at: &mut Site<'_, '_>) {
        let take = |name: &str, declared: &mut Option<String>| {
            let canonical = tag::canonical(&tag.get(name)?.value())?;
            if declared.is_none() {
                *declared = Some(canonical.clone());
                return Some((canonical, true));
            }
            (declared.as_deref() != Some(&canonical)).then_some((canonical, false))
        };
        self.source_language = match take(source, &mut self.declared_source) {
            Some((language, true)) => {
                at.emit.event(Event::DeclaredSource(language));
                None
            }
            other => other.map(|(language, _)| Arc::from(language)),
        };
        if let Some(attribute) = tag.get(target)
            && engine::is_machine_language(attribute.raw)
        {
            self.by_language = Some(metadata::origin(OriginKind::Raw, &attribute.range, at));
        }
        self.target_language = match take(target, &mut self.declared) {
            Some((language, true)) => {
                at.emit.event(Event::Declared(language));
                None
            }
            other => other.map(|(language, _)| Arc::from(language)),
        };
    }

    /// What `tag` is, inside `parent`; `None`: nothing that is looked at.
    fn enter(&mut self, parent: Frame, tag: &Tag<'_>, at: &mut Site<'_, '_>) -> Option<Frame> {
        let mut frame = parent;
        frame.inherit(tag);
        let core = Some(tag.space) == self.core;
        if parent.sink == Sink::Flow || parent.element == Element::Code {
            return if core {
                self.inline(frame, tag)
            } else {
                self.foreign_inline(frame, tag)
            };
        }
        frame.sink = Sink::Nowhere;
        frame.element = if core {
            self.core_element(parent.element, &mut frame, tag, at)?
        } else {
            self.foreign_element(parent.element, &mut frame, tag)?
        };
        Some(frame)
    }

    /// An element of XLIFF itself outside of texts.
    fn core_element(
        &mut self,
        parent: Element,
        frame: &mut Frame,
        tag: &Tag<'_>,
        at: &mut Site<'_, '_>,
    ) -> Option<Element> {
        let in_unit = matches!(parent, Element::Unit | Element::Segment);
        Some(match tag.name {
            "file" if parent == Element::Root => {
                self.file(tag, at);
                Element::Holder
            }
            "phase" => {
                self.phase(tag);
                return None;
            }
            "body" | "header" | "phase-group" | "notes" | "originalData" | "context-group" => {
                Element::Through
            }
            "group" => Element::Holder,
            "trans-unit" if self.version == 1 => {
                self.unit(frame, tag, at);
                Element::Unit
            }
            "unit" if self.version == 2 => {
                self.unit(frame, tag, at);
                Element::Unit
            }
            "segment" if parent == Element::Unit => {
                self.work.segment(tag);
                self.its(tag);
                Element::Segment
            }
            "source" if in_unit => {
                self.begin(frame, tag);
                Element::Source
            }
            "seg-source" if parent == Element::Unit => {
                self.begin(frame, tag);
                Element::SegSource
            }
            "target" if in_unit => {
                self.begin(frame, tag);
                self.work.target(tag);
                self.its(tag);
                if let Some(phase) = tag.get("phase-name")
                    && self.phases.iter().any(|known| known == phase.raw)
                {
                    self.work.signal(OriginKind::Raw, phase.range);
                }
                Element::Target
            }
            "target" if parent == Element::Candidate => {
                self.begin(frame, tag);
                Element::CandidateTarget
            }
            "alt-trans" if parent == Element::Unit && self.work.candidate(tag) => {
                Element::Candidate
            }
            "note" => {
                frame.sink = Sink::Note;
                Element::Note
            }
            "data" => {
                self.content.clear();
                self.work.data_id = tag.get("id").map(|id| id.value().into_owned());
                frame.sink = Sink::Data;
                Element::Data
            }
            "context" if self.frames.iter().any(|f| f.element == Element::Unit) => {
                self.content.clear();
                self.work.context_type = tag.get("context-type").map(|t| t.raw.to_owned());
                frame.sink = Sink::Data;
                Element::Through
            }
            _ => return None,
        })
    }

    fn file(&mut self, tag: &Tag<'_>, at: &mut Site<'_, '_>) {
        self.files += 1;
        self.phases.clear();
        if self.version == 1 {
            if tag.get("source-language").is_none() {
                at.fault(
                    tag.range.start,
                    "<file> has no source-language; name the language of the sources",
                );
            }
            self.languages(tag, "source-language", "target-language", at);
        }
    }

    fn phase(&mut self, tag: &Tag<'_>) {
        let machine = ["process-name", "tool-id", "tool"]
            .iter()
            .filter_map(|name| tag.get(name))
            .any(|attribute| engine::is_machine(&attribute.value()));
        if machine && let Some(name) = tag.get("phase-name") {
            self.phases.push(name.raw.to_owned());
        }
    }

    fn unit(&mut self, frame: &Frame, tag: &Tag<'_>, at: &mut Site<'_, '_>) {
        self.work = Work::new(tag, frame.translate, frame.limit);
        if self.work.id.is_none() {
            at.fault(
                tag.range.start,
                format!("<{}> has no id; give it one", tag.name),
            );
        }
        self.its(tag);
        self.work
            .suppressions
            .extend(self.held.iter().map(|&(_, directive)| directive));
    }

    /// Begins the text of `tag`.
    fn begin(&mut self, frame: &mut Frame, tag: &Tag<'_>) {
        frame.sink = Sink::Flow;
        let start = if tag.empty {
            tag.range.start
        } else {
            tag.range.end
        };
        self.flow = Flow::new(start, frame.preserve);
        self.codes.clear();
        self.language = tag
            .attributes()
            .find(|attribute| attribute.space == Space::Xml && attribute.name == "lang")
            .and_then(|attribute| tag::canonical(&attribute.value()))
            .map(Arc::from);
    }

    fn leave(&mut self, frame: Frame, range: Range<usize>, at: &mut Site<'_, '_>) {
        match frame.element {
            Element::Span | Element::Code => self.close_inline(frame.element, range),
            Element::Source | Element::SegSource | Element::Target => {
                self.close_text(frame.element, at);
            }
            Element::Piece => self.close_piece(),
            Element::CandidateTarget => {
                let text = self.flow.text().to_owned();
                self.work.candidate_text(text);
            }
            Element::Data => {
                let content = std::mem::take(&mut self.content);
                self.work.data(content);
            }
            Element::Through if frame.sink == Sink::Data => {
                self.work.context(&self.content);
            }
            Element::Meta => self.work.metadata(&self.content),
            Element::Unit => {
                let work = std::mem::take(&mut self.work);
                work.emit(self.version, &mut self.by_language, at);
            }
            Element::Holder => {
                let depth = self.frames.len();
                self.held.retain(|&(held, _)| held < depth);
            }
            Element::Root if self.files == 0 => {
                at.fault(range.start, "<xliff> holds no <file>");
            }
            _ => {}
        }
    }

    fn close_text(&mut self, element: Element, at: &mut Site<'_, '_>) {
        let flow = std::mem::take(&mut self.flow);
        let in_target = element == Element::Target;
        if in_target
            && self.declared.is_none()
            && let Some(own) = &self.language
        {
            self.declared = Some(own.to_string());
            at.emit.event(Event::Declared(own.to_string()));
        }
        let side = flow.side(self.language_of(in_target));
        self.language = None;
        if in_target {
            self.work.take_target(side);
        } else {
            self.work.take_source(side, element == Element::SegSource);
        }
    }

    fn close_piece(&mut self) {
        let piece = std::mem::replace(&mut self.flow, std::mem::take(&mut self.outer));
        let in_target = self
            .frames
            .iter()
            .any(|frame| frame.element == Element::Target);
        let side = piece.side(self.language_of(in_target));
        self.work.take_piece(side, in_target);
    }

    /// Language of the text under way, where it is not the document's.
    fn language_of(&self, in_target: bool) -> Option<&Arc<str>> {
        let (whole, file) = if in_target {
            (&self.declared, &self.target_language)
        } else {
            (&self.declared_source, &self.source_language)
        };
        match &self.language {
            Some(own) => Some(own).filter(|own| Some(&***own) != whole.as_deref()),
            None => file.as_ref(),
        }
    }

    /// Finds a directive in a note.
    fn note(&mut self, range: Range<usize>, at: &mut Site<'_, '_>) {
        let text = &at.window.text()[range.clone()];
        if memchr::memmem::find(text.as_bytes(), b"traditore:").is_none() {
            return;
        }
        let Some(directive) = Directive::parse(text, at.window.position(range.start)) else {
            return;
        };
        let whole_file = directive.whole_file;
        let number = at.emit.directive(directive);
        if whole_file {
            return;
        }
        let depth = self
            .frames
            .iter()
            .rposition(|frame| matches!(frame.element, Element::Unit | Element::Holder));
        match depth {
            Some(depth) if self.frames[depth].element == Element::Holder => {
                self.held.push((depth, number));
            }
            Some(_) => self.work.suppressions.push(number),
            None => {}
        }
    }
}

impl Frame {
    /// Takes what an element says about everything inside it.
    fn inherit(&mut self, tag: &Tag<'_>) {
        for attribute in tag.attributes() {
            match (attribute.space, attribute.name) {
                (Space::Xml, "space") => self.preserve = attribute.raw == "preserve",
                (Space::None, "translate") => self.translate = attribute.raw != "no",
                (Space::None, "maxwidth") => {
                    let characters = tag.get("size-unit").is_some_and(|unit| unit.raw == "char");
                    self.limit = attribute.raw.parse().ok().filter(|_| characters);
                }
                (Space::Sizes, "sizeRestriction") => {
                    let most = attribute.raw.rsplit(',').next().unwrap_or("");
                    self.limit = most.trim().parse().ok();
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
