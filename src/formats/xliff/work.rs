//! A unit while it is read, and the units that come of it.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::metadata::{self, Candidate, Seg};
use super::state;
use crate::formats::xml::{Site, Space, Tag};
use crate::unit::{Origin, OriginKind, Side, State, Unit};

/// A `trans-unit` or `unit` under way.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Its tag.
    start: usize,
    pub(super) id: Option<String>,
    context: u64,
    translate: bool,
    approved: bool,
    limit: Option<u32>,
    /// Directives that hold for it.
    pub(super) suppressions: Vec<u32>,
    source: Option<Side>,
    target: Option<Side>,
    claimed: Option<State>,
    /// The segment that begins.
    pub(super) piece: Option<String>,
    source_pieces: Vec<(String, Side)>,
    target_pieces: Vec<(String, Side)>,
    segments: Vec<Segment>,
    pub(super) data_id: Option<String>,
    originals: Vec<(String, String)>,
    pub(super) context_type: Option<String>,
    /// What attributes say about the origin of all targets of the unit.
    pub(super) signals: Vec<(OriginKind, Range<usize>)>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) segs: Vec<Seg>,
    /// The property that is being read: its type, and its tag.
    pub(super) meta: Option<(String, Range<usize>)>,
    /// Phrase says that a machine made the target.
    pub(super) translated_by: Option<Range<usize>>,
    /// What the file says about all its targets, to be told with the first.
    said: Option<Origin>,
}

/// A `segment` of XLIFF 2.
#[derive(Debug, Default)]
struct Segment {
    start: usize,
    id: Option<String>,
    source: Option<Side>,
    target: Option<Side>,
    claimed: Option<State>,
    signals: Vec<(OriginKind, Range<usize>)>,
}

impl Work {
    pub(super) fn new(tag: &Tag<'_>, translate: bool, limit: Option<u32>) -> Self {
        let mut work = Self {
            start: tag.range.start,
            translate,
            limit,
            ..Self::default()
        };
        for attribute in tag.attributes() {
            match (attribute.space, attribute.name) {
                (Space::None, "id") => work.id = Some(attribute.value().into_owned()),
                (Space::None, "approved") => work.approved = attribute.raw == "yes",
                (Space::None, _) => {}
                _ => metadata::of_unit(&attribute, &mut work),
            }
        }
        if let Some(range) = work.translated_by.take() {
            let kind = if work.claimed == Some(State::Translated) {
                OriginKind::PostEdited
            } else {
                OriginKind::Raw
            };
            work.signals.push((kind, range));
        }
        work
    }

    /// Takes note of what is said about the origin of the target under way, or of all of the unit.
    pub(super) fn signal(&mut self, kind: OriginKind, range: Range<usize>) {
        match self.segments.last_mut() {
            Some(segment) => segment.signals.push((kind, range)),
            None => self.signals.push((kind, range)),
        }
    }

    /// Says what the unit claims about itself.
    pub(super) fn claim(&mut self, state: State) {
        self.claimed = Some(state);
    }

    pub(super) fn segment(&mut self, tag: &Tag<'_>) {
        let mut segment = Segment {
            start: tag.range.start,
            ..Segment::default()
        };
        for attribute in tag.attributes() {
            match (attribute.space, attribute.name) {
                (Space::None, "id") => segment.id = Some(attribute.value().into_owned()),
                (Space::None, "state") => {
                    segment.claimed = state::of_version_2(attribute.raw.trim());
                }
                _ => {
                    if let Some(kind) = metadata::of_segment(&attribute) {
                        segment.signals.push((kind, attribute.range));
                    }
                }
            }
        }
        self.segments.push(segment);
    }

    pub(super) fn target(&mut self, tag: &Tag<'_>) {
        let mut claimed = self.claimed;
        for attribute in tag.attributes() {
            if attribute.space == Space::None && attribute.name == "state" {
                claimed = state::of_version_1(attribute.raw.trim()).or(claimed);
            }
        }
        self.claimed = claimed;
        for attribute in tag.attributes() {
            if let Some(kind) = metadata::of_target(&attribute, claimed) {
                self.signals.push((kind, attribute.range));
            }
        }
    }

    pub(super) fn take_source(&mut self, side: Side, segmented: bool) {
        if segmented {
            return;
        }
        match self.segments.last_mut() {
            Some(segment) => segment.source = Some(side),
            None => self.source = Some(side),
        }
    }

    pub(super) fn take_target(&mut self, side: Side) {
        match self.segments.last_mut() {
            Some(segment) => segment.target = Some(side),
            None => self.target = Some(side),
        }
    }

    /// Its source came in segments.
    pub(super) fn has_segments(&self) -> bool {
        !self.source_pieces.is_empty()
    }

    pub(super) fn take_piece(&mut self, side: Side, in_target: bool) {
        let mid = self.piece.take().unwrap_or_default();
        if in_target {
            self.target_pieces.push((mid, side));
        } else {
            self.source_pieces.push((mid, side));
        }
    }

    /// Original code that inline elements refer to.
    pub(super) fn data(&mut self, content: String) {
        if let Some(id) = self.data_id.take() {
            self.originals.push((id, content));
        }
    }

    pub(super) fn original(&self, id: &str) -> Option<&str> {
        self.originals
            .iter()
            .find(|(known, _)| known == id)
            .map(|(_, content)| content.as_str())
    }

    pub(super) fn context(&mut self, content: &str) {
        let kind = self.context_type.take().unwrap_or_default();
        // where a string stands does not make it another one
        if !matches!(
            kind.as_str(),
            "sourcefile" | "linenumber" | "x-po-autocomment" | "x-po-trancomment"
        ) {
            self.context ^= xxh3_64(content.as_bytes());
        }
    }

    /// Hands on the units.
    pub(super) fn emit(mut self, version: u8, said: &mut Option<Origin>, at: &mut Site<'_, '_>) {
        self.said = said.take();
        if version == 2 {
            self.emit_segments(at);
        } else if self.source_pieces.is_empty()
            || self.target_pieces.is_empty()
                && self
                    .target
                    .as_ref()
                    .is_some_and(|target| !target.is_blank())
        {
            self.emit_whole(at);
        } else {
            self.emit_pieces(at);
        }
    }

    fn emit_whole(&mut self, at: &mut Site<'_, '_>) {
        let Some(source) = self.source.take() else {
            let name = self.name();
            at.fault(self.start, format!("the unit{name} has no <source>"));
            return;
        };
        let target = self.target.take().unwrap_or_else(Side::absent);
        let signals = std::mem::take(&mut self.signals);
        let seg = if self.segs.len() == 1 {
            self.segs.pop()
        } else {
            None
        };
        let claimed = seg.as_ref().map_or(self.claimed, |seg| Some(seg.state()));
        let mut unit = self.unit(source, target, claimed);
        unit.id = self.id.take().unwrap_or_default();
        metadata::origins(
            &mut unit,
            &signals,
            &self.candidates,
            seg.as_ref(),
            None,
            at,
        );
        at.emit.unit(unit, at.window);
    }

    fn emit_pieces(&mut self, at: &mut Site<'_, '_>) {
        let sources = std::mem::take(&mut self.source_pieces);
        let mut targets = std::mem::take(&mut self.target_pieces);
        let several = sources.len() > 1;
        let signals = std::mem::take(&mut self.signals);
        for (mid, source) in sources {
            let found = targets.iter().position(|(other, _)| *other == mid);
            let target = found.map_or_else(Side::absent, |found| targets.remove(found).1);
            let found = self.segs.iter().position(|seg| seg.id == mid);
            let seg = found.map(|found| self.segs.swap_remove(found));
            let claimed = seg.as_ref().map_or(self.claimed, |seg| Some(seg.state()));
            let mut unit = self.unit(source, target, claimed);
            unit.id = self.id.clone().unwrap_or_default();
            if several {
                unit.id = format!("{}/{mid}", unit.id);
            }
            metadata::origins(
                &mut unit,
                &signals,
                &self.candidates,
                seg.as_ref(),
                Some(&mid),
                at,
            );
            at.emit.unit(unit, at.window);
        }
    }

    fn emit_segments(&mut self, at: &mut Site<'_, '_>) {
        let segments = std::mem::take(&mut self.segments);
        if segments.is_empty() {
            let name = self.name();
            at.fault(self.start, format!("the unit{name} has no <segment>"));
            return;
        }
        let several = segments.len() > 1;
        for (index, segment) in segments.into_iter().enumerate() {
            let Some(source) = segment.source else {
                let name = self.name();
                at.fault(
                    segment.start,
                    format!("a segment of the unit{name} has no <source>"),
                );
                continue;
            };
            let target = segment.target.unwrap_or_else(Side::absent);
            let mut unit = self.unit(source, target, segment.claimed);
            unit.id = self.id.clone().unwrap_or_default();
            if several {
                let id = segment
                    .id
                    .clone()
                    .unwrap_or_else(|| (index + 1).to_string());
                unit.id = format!("{}/{id}", unit.id);
            }
            let signals: Vec<_> = self
                .signals
                .iter()
                .chain(&segment.signals)
                .cloned()
                .collect();
            metadata::origins(&mut unit, &signals, &self.candidates, None, None, at);
            at.emit.unit(unit, at.window);
        }
    }

    fn unit(&mut self, source: Side, target: Side, claimed: Option<State>) -> Box<Unit> {
        let origins = self.said.take().into_iter().collect();
        let has_text = !target.is_blank();
        let mut state = state::settle(claimed, has_text);
        if self.approved && has_text {
            state = State::Final;
        }
        // what is not to be translated is nobody's fault
        if !self.translate {
            state = State::Draft;
        }
        Box::new(Unit {
            source,
            target,
            state,
            context: self.context,
            limit: self.limit,
            suppressions: self.suppressions.clone(),
            origins,
            ..Unit::default()
        })
    }

    /// ` “id”`, for messages.
    fn name(&self) -> String {
        self.id
            .as_ref()
            .map_or_else(String::new, |id| format!(" “{id}”"))
    }
}
