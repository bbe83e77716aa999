//! What XLIFF and its relatives say about where a translation comes from.

use std::ops::Range;

use super::state;
use super::work::Work;
use super::{Element, Frame, Reading};
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
        let _ = frame;
        Some(match (tag.space, tag.name) {
            (Space::Matches, "matches") | (Space::Sdl, "seg-defs") => Element::Through,
            (Space::Matches, "match") if self.work.candidate_match(tag) => Element::Candidate,
            (Space::Sdl, "seg") => {
                self.work.seg(tag);
                Element::Seg
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
            work.signals
                .push((OriginKind::Raw, attribute.range.clone()));
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
    at: &mut Site<'_, '_>,
) {
    if unit.target.is_blank() {
        return;
    }
    let mut note = |kind: OriginKind, range: &Range<usize>| {
        let text = at.window.text();
        let end = crate::position::floor_char(text, range.end.min(range.start + QUOTED));
        unit.origins.push(Origin {
            kind,
            evidence: text[range.start..end].to_owned(),
            start: at.window.position(range.start),
            end: at.window.position(range.end),
        });
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
        let same = text
            .split_whitespace()
            .eq(unit.target.text.split_whitespace());
        let kind = if same {
            OriginKind::Raw
        } else {
            OriginKind::Offered
        };
        note(kind, &candidate.range);
    }
}
