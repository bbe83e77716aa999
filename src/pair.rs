//! A translation unit under examination: the unit, its place, its languages, and what rules share about its sides.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use crate::block::Block;
use crate::document::Document;
use crate::finding::{Draft, Findings, Place};
use crate::inline::Inline;
use crate::number::{self, Comparison};
use crate::position::{Position, Window};
use crate::sieve::Bytes;
use crate::tag;
use crate::unit::{Flag, Side, State, Unit};

/// A unit, and what examiners may know about it, worked out once for all of them.
#[derive(Debug)]
pub struct Pair<'a> {
    /// The document.
    pub document: &'a Document,
    /// The unit.
    pub unit: &'a Arc<Unit>,
    /// The source text.
    pub source: View<'a>,
    /// The target text.
    pub target: View<'a>,
    window: &'a Arc<Window>,
    numbers: OnceCell<Comparison>,
}

/// One side of a unit.
#[derive(Debug)]
pub struct View<'a> {
    /// The text, with [`OBJECT`](crate::block::OBJECT) for inline codes.
    pub text: &'a str,
    /// The side as read.
    pub side: &'a Side,
    /// The language it is in by its own account, else the document's; BCP 47.
    pub language: Option<&'a str>,
    /// The bytes of the text.
    pub bytes: Bytes,
    flags: &'a [Flag],
    inline: OnceCell<Inline>,
    characters: OnceCell<usize>,
    blank: bool,
    bare: bool,
}

/// What a text without any piece is cut into.
static NOTHING: Inline = Inline { pieces: Vec::new() };

impl<'a> View<'a> {
    fn new(side: &'a Side, language: Option<&'a str>, flags: &'a [Flag]) -> Self {
        let bytes = Bytes::of(&side.text);
        Self {
            text: &side.text,
            side,
            language: side.language.as_deref().or(language),
            bytes,
            flags,
            inline: OnceCell::new(),
            characters: OnceCell::new(),
            blank: side.is_blank(),
            bare: !Inline::may_begin(&side.text, bytes),
        }
    }

    /// What stands in the text and is not language, cut when first asked for.
    #[must_use]
    pub fn inline(&self) -> &Inline {
        if self.bare {
            return &NOTHING;
        }
        self.inline
            .get_or_init(|| Inline::of(self.text, self.flags))
    }

    /// The text holds no byte with which something could begin that is not language.
    #[inline]
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.bare
    }

    /// The characters of the text without the white space around it.
    #[must_use]
    pub fn characters(&self) -> usize {
        *self.characters.get_or_init(|| {
            let text = self.text.trim();
            if self.bytes.is_ascii() {
                return text.len();
            }
            let starts = |byte: &&u8| **byte & 0xC0 != 0x80;
            text.as_bytes().iter().filter(starts).count()
        })
    }

    /// No character in it that a reader sees.
    #[inline]
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.blank
    }

    /// Refills `block` with this side of `pair` ([`Side::block`]). Returns the bytes of its text.
    pub(crate) fn block(&self, pair: &Pair<'_>, block: &mut Block) -> Bytes {
        let (unit, window) = (pair.unit, pair.window);
        if self.bare && !self.bytes.has(b'_') {
            self.side.bare_block(unit, window, block);
            return self.bytes;
        }
        self.side.cut_block(self.inline(), unit, window, block);
        if block.text == self.text {
            self.bytes
        } else {
            Bytes::of(&block.text)
        }
    }

    /// Primary language subtag: `pt` for `pt-BR`; empty when unknown.
    #[must_use]
    pub fn primary(&self) -> &'a str {
        self.language.map_or("", tag::primary)
    }
}

impl<'a> Pair<'a> {
    /// `unit` of `document`, read from `window`.
    #[must_use]
    pub fn new(document: &'a Document, unit: &'a Arc<Unit>, window: &'a Arc<Window>) -> Self {
        Self {
            document,
            unit,
            source: View::new(&unit.source, document.source.as_deref(), &unit.flags),
            target: View::new(&unit.target, document.expected(), &unit.flags),
            window,
            numbers: OnceCell::new(),
        }
    }

    /// The target is to be held against the source: see [`Unit::is_translated`].
    #[inline]
    #[must_use]
    pub fn is_translated(&self) -> bool {
        self.unit.is_pair()
            && self.unit.state >= State::Translated
            && !self.source.blank
            && !self.target.blank
    }

    /// The numbers of both sides, compared when first asked for; `None` where neither has a digit.
    #[must_use]
    pub fn numbers(&self) -> Option<&Comparison> {
        if !number::may_hold(self.source.bytes) && !number::may_hold(self.target.bytes) {
            return None;
        }
        Some(
            self.numbers
                .get_or_init(|| Comparison::of(&self.source, &self.target)),
        )
    }

    /// Reports `draft` at `span` of the target's text.
    pub fn report(&self, span: Range<usize>, draft: Draft, findings: &mut Findings<'_>) {
        self.report_in(&self.target, span, draft, findings);
    }

    /// Reports `draft` at the whole target without the white space around it; at the source where there is no target.
    pub fn report_whole(&self, draft: Draft, findings: &mut Findings<'_>) {
        let view = if self.target.side.missing {
            &self.source
        } else {
            &self.target
        };
        let start = view.text.len() - view.text.trim_start().len();
        let end = view.text.trim_end().len().max(start);
        self.report_in(view, start..end, draft, findings);
    }

    /// Reports `draft` at `span` of the source's text.
    pub fn report_source(&self, span: Range<usize>, draft: Draft, findings: &mut Findings<'_>) {
        self.report_in(&self.source, span, draft, findings);
    }

    fn report_in(
        &self,
        view: &View<'_>,
        span: Range<usize>,
        draft: Draft,
        findings: &mut Findings<'_>,
    ) {
        if !findings.wants(draft.rule()) {
            return;
        }
        let place = self.place(view, &span);
        let draft = match view.language {
            Some(language) if !draft.has_language() => draft.language(language),
            _ => draft,
        };
        findings.report_at(place, draft);
    }

    /// The place of `span` of the target, to be reported after the unit is gone.
    #[must_use]
    pub fn target_place(&self, span: &Range<usize>) -> Place {
        self.place(&self.target, span)
    }

    /// Where the character at `offset` of the target begins in the file.
    #[must_use]
    pub fn target_start(&self, offset: usize) -> Position {
        self.window.position(self.target.side.map.start(offset))
    }

    /// The window it was read from.
    #[must_use]
    pub fn window(&self) -> &'a Arc<Window> {
        self.window
    }

    /// The bytes of the window that `span` of the target takes.
    #[must_use]
    pub fn target_raw(&self, span: &Range<usize>) -> Range<usize> {
        let map = &self.target.side.map;
        map.start(span.start)..map.end(span.end).max(map.start(span.start))
    }

    fn place(&self, view: &View<'_>, span: &Range<usize>) -> Place {
        Place::of_side(view.side, self.window, span).in_unit(self.unit)
    }
}
