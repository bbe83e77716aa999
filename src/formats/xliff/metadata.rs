//! What XLIFF and its relatives say about where a translation comes from.

use std::ops::Range;

use super::state;
use super::work::Work;
use super::{Element, Frame, Reading, Sink};
use crate::formats::engine;
use crate::formats::xml::{Attribute, Site, Space, Tag};
use crate::unit::{Origin, OriginKind, State, Unit};

/// Bytes of the file's words that are quoted.
const QUOTED: usize = 120;

/// A machine translation that the file offers.
#[derive(Debug, Default)]
pub(super) struct Candidate {
    text: Option<String>,
    /// The attribute that says so.
    range: Range<usize>,
    /// The segment it is for, where it says so.
    mid: Option<String>,
}

/// What Trados says about a segment.
#[derive(Debug, Default)]
pub(super) struct Seg {
    pub(super) id: String,
    conf: String,
    /// Its origin now, and the attribute.
    origin: Option<(String, Range<usize>)>,
    /// The machine's part in an earlier state of it.
    earlier: Option<Range<usize>>,
}

impl Seg {
    pub(super) fn state(&self) -> State {
        state::of_sdl(&self.conf)
    }
}

/// Words for machine translation in `sdl:seg/@origin`.
fn is_machine_origin(origin: &str) -> bool {
    matches!(origin, "mt" | "nmt" | "amt" | "automatic-translation")
}

impl Reading {
    /// An element of another namespace outside of texts.
    pub(super) fn foreign_element(
        &mut self,
        parent: Element,
        frame: &mut Frame,
        tag: &Tag<'_>,
    ) -> Option<Element> {
        Some(match (tag.space, tag.name) {
            (Space::Metadata, "metadata" | "metaGroup")
            | (Space::Matches, "matches")
            | (Space::Sdl, "seg-defs") => Element::Through,
            (Space::Matches, "match") if self.work.candidate_match(tag) => Element::Candidate,
            (Space::Sdl, "seg") => {
                self.work.seg(tag);
                Element::Seg
            }
            (Space::Metadata, "meta") if parent == Element::Through => {
                self.content.clear();
                self.work.meta = tag
                    .get("type")
                    .map(|kind| (kind.value().into_owned(), tag.range.clone()));
                frame.sink = Sink::Data;
                Element::Meta
            }
            (Space::Sdl, "prev-origin") if matches!(parent, Element::Seg | Element::Previous) => {
                self.work.previous(tag);
                Element::Previous
            }
            _ => return None,
        })
    }
}

impl Work {
    /// Whether an `alt-trans` is a machine's.
    pub(super) fn candidate(&mut self, tag: &Tag<'_>) -> bool {
        let said = tag.attributes().find(|a| match a.name {
            "origin" | "tool" | "tool-id" | "extype" => engine::is_machine(&a.value()),
            "mtConfidence" => a.space == Space::Its,
            _ => false,
        });
        let mid = tag.get("mid").map(|mid| mid.value().into_owned());
        self.take_candidate(said, mid)
    }

    /// Whether a candidate of XLIFF 2 is a machine's.
    fn candidate_match(&mut self, tag: &Tag<'_>) -> bool {
        let said = tag
            .get("type")
            .filter(|kind| kind.raw == "mt" || kind.raw == "am");
        self.take_candidate(said, None)
    }

    fn take_candidate(&mut self, said: Option<Attribute<'_>>, mid: Option<String>) -> bool {
        let Some(said) = said else { return false };
        self.candidates.push(Candidate {
            text: None,
            range: said.range,
            mid,
        });
        true
    }

    pub(super) fn candidate_text(&mut self, text: String) {
        if let Some(candidate) = self.candidates.last_mut() {
            candidate.text = Some(text);
        }
    }

    fn seg(&mut self, tag: &Tag<'_>) {
        let value = |name: &str| tag.get(name).map(|a| a.value().into_owned());
        self.segs.push(Seg {
            id: value("id").unwrap_or_default(),
            conf: value("conf").unwrap_or_default(),
            origin: tag
                .get("origin")
                .map(|origin| (origin.value().into_owned(), origin.range)),
            earlier: None,
        });
    }

    fn previous(&mut self, tag: &Tag<'_>) {
        let origin = tag.get("origin");
        if let (Some(seg), Some(origin)) = (self.segs.last_mut(), origin)
            && is_machine_origin(origin.raw)
        {
            seg.earlier = Some(origin.range);
        }
    }
}

impl Reading {
    /// Takes note of what ITS says about the text or unit that begins with `tag`.
    pub(super) fn its(&mut self, tag: &Tag<'_>) {
        let mut machine = None;
        let mut person = false;
        for attribute in tag.attributes().filter(|a| a.space == Space::Its) {
            let said = match attribute.name {
                "mtConfidence" => true,
                "tool" => engine::is_machine(&attribute.value()),
                "toolRef" => engine::is_machine_address(&attribute.value()),
                "revPerson" | "revPersonRef" | "revOrg" | "revOrgRef" => {
                    person = true;
                    false
                }
                _ => false,
            };
            if said && machine.is_none() {
                machine = Some(attribute.range);
            }
        }
        if let Some(range) = machine {
            let kind = if person {
                OriginKind::PostEdited
            } else {
                OriginKind::Raw
            };
            self.work.signal(kind, range);
        }
    }
}

impl Work {
    /// A property of the unit (XLIFF 2, module metadata).
    pub(super) fn metadata(&mut self, content: &str) {
        if let Some((kind, range)) = self.meta.take()
            && engine::is_machine_property(&kind, content)
        {
            self.signals.push((OriginKind::Raw, range));
        }
    }
}

/// What an attribute of another namespace says about a unit.
pub(super) fn of_unit(attribute: &Attribute<'_>, work: &mut Work) {
    match (attribute.space, attribute.name) {
        (Space::Memsource, "confirmed") => work.claim(if attribute.raw == "1" {
            State::Translated
        } else {
            State::Draft
        }),
        (Space::MemoQ, "status") => {
            work.claim(state::of_memoq(attribute.raw));
            if attribute.raw == "MachineTranslated" {
                work.signals
                    .push((OriginKind::Raw, attribute.range.clone()));
            }
        }
        (Space::Memsource, "trans-origin") if attribute.raw == "mt" => {
            // whether a person has confirmed it stands in another attribute
            work.translated_by = Some(attribute.range.clone());
        }
        _ => {}
    }
}

/// What an attribute of a `target` says; `claimed` is the state that it claims.
pub(super) fn of_target(attribute: &Attribute<'_>, claimed: Option<State>) -> Option<OriginKind> {
    match (attribute.name, attribute.raw.trim()) {
        ("state-qualifier", "leveraged-mt")
        | ("state" | "state-qualifier", "x-apple-machine-translated" | "x-machine-translated") => {
            Some(OriginKind::Raw)
        }
        ("state-qualifier", "mt-suggestion") => Some(if claimed >= Some(State::Translated) {
            OriginKind::PostEdited
        } else {
            OriginKind::Raw
        }),
        _ => None,
    }
}

/// What an attribute of a `segment` says.
pub(super) fn of_segment(attribute: &Attribute<'_>) -> Option<OriginKind> {
    (attribute.name == "subState")
        .then(|| attribute.raw.split_once(':'))
        .flatten()
        .filter(|(_, state)| engine::is_machine(state))
        .map(|_| OriginKind::Raw)
}

/// Writes down where the target of `unit` comes from.
pub(super) fn origins(
    unit: &mut Unit,
    signals: &[(OriginKind, Range<usize>)],
    candidates: &[Candidate],
    seg: Option<&Seg>,
    mid: Option<&str>,
    at: &Site<'_, '_>,
) {
    if unit.target.is_blank() {
        return;
    }
    let live = unit.target.text.clone();
    let mut note = |kind: OriginKind, range: &Range<usize>| {
        unit.origins.push(origin(kind, range, at));
    };
    for (kind, range) in signals {
        note(*kind, range);
    }
    if let Some(seg) = seg {
        match (&seg.origin, &seg.earlier) {
            (Some((origin, range)), _) if is_machine_origin(origin) => note(OriginKind::Raw, range),
            (_, Some(range)) => note(OriginKind::PostEdited, range),
            _ => {}
        }
    }
    for candidate in candidates {
        let Some(text) = &candidate.text else {
            continue;
        };
        if let (Some(mid), Some(other)) = (mid, &candidate.mid)
            && mid != other
        {
            continue;
        }
        let same = is_same(text, &live);
        let kind = if same {
            OriginKind::Raw
        } else {
            OriginKind::Offered
        };
        note(kind, &candidate.range);
    }
}

/// What the words at `range` say.
pub(super) fn origin(kind: OriginKind, range: &Range<usize>, at: &Site<'_, '_>) -> Origin {
    let text = at.window.text();
    let end = crate::position::floor_char(text, range.end.min(range.start + QUOTED));
    Origin {
        kind,
        evidence: text[range.start..end].to_owned(),
        start: at.window.position(range.start),
        end: at.window.position(range.end),
    }
}

/// A candidate that is the translation, and has more than one word: one word is what any two translations come to.
fn is_same(candidate: &str, target: &str) -> bool {
    let words = target.split_whitespace();
    let long = words.clone().count() > 1 || target.chars().filter(|&c| c > '\u{2e80}').count() > 4;
    long && candidate.split_whitespace().eq(words)
}
