//! Puts the text of a block together while its mark-up is taken off, and keeps the way back to the file.

use std::ops::Range;
use std::sync::Arc;

use super::{BLOCK, Emit};
use crate::block::{Block, Kind};
use crate::position::{OffsetMap, Window, floor_char};

/// A block in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prose {
    text: String,
    map: OffsetMap,
    /// See [`Block::foreign`].
    pub(crate) foreign: Vec<Range<usize>>,
    /// See [`Block::links`].
    pub(crate) links: Vec<Range<usize>>,
}

impl Prose {
    /// Nothing but white space has come yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Bytes so far.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Appends part of the window as it stands, without the white space a block begins with. Returns what did not fit:
    /// then the block has to be [taken](Self::take) before more can come.
    pub(crate) fn verbatim(&mut self, window: &str, range: Range<usize>) -> Range<usize> {
        let mut piece = &window[range.clone()];
        if self.text.is_empty() {
            piece = piece.trim_start();
        }
        let start = range.end - piece.len();
        let room = BLOCK.saturating_sub(self.text.len());
        let mut len = piece.len();
        if len > room {
            let limit = floor_char(piece, room);
            len = piece[..limit]
                .rfind(char::is_whitespace)
                .filter(|&at| at > 0)
                .unwrap_or(if self.text.is_empty() { limit } else { 0 });
        }
        self.map.push_verbatim(self.text.len(), start, len);
        self.text.push_str(&piece[..len]);
        start + len..range.end
    }

    /// Appends a character that stands for a range of the window as a whole.
    pub(crate) fn decoded(&mut self, character: char, raw: &Range<usize>) {
        if self.text.is_empty() && character.is_whitespace() {
            return;
        }
        let at = self.text.len();
        self.text.push(character);
        self.map
            .push_decoded(at, raw.start, character.len_utf8(), raw.len());
    }

    /// Whether no other character would fit.
    pub(crate) fn is_full(&self) -> bool {
        self.text.len() + 8 > BLOCK
    }

    /// Forgets the text from `len` on.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.text.truncate(len);
        self.map.truncate(len);
    }

    /// The block, without the white space at its end; nothing is left.
    pub(crate) fn take(&mut self, kind: Kind, window: &Arc<Window>) -> Option<Block> {
        let len = self.text.trim_end().len();
        if len == 0 {
            self.text.clear();
            self.map = OffsetMap::default();
            self.foreign.clear();
            self.links.clear();
            return None;
        }
        self.text.truncate(len);
        self.map.truncate(len);
        Some(Block {
            kind,
            number: 0,
            text: std::mem::take(&mut self.text),
            map: std::mem::take(&mut self.map),
            window: Arc::clone(window),
            language: None,
            quoted: false,
            foreign: tidy(std::mem::take(&mut self.foreign), len),
            links: tidy(std::mem::take(&mut self.links), len),
            suppressions: Vec::new(),
            unit: None,
        })
    }
}

/// Ranges within `len`, sorted, those that overlap as one.
fn tidy(mut ranges: Vec<Range<usize>>, len: usize) -> Vec<Range<usize>> {
    ranges.retain_mut(|range| {
        range.end = range.end.min(len);
        range.start < range.end
    });
    ranges.sort_by_key(|range| range.start);
    ranges.dedup_by(|next, range| {
        let overlap = next.start < range.end;
        if overlap {
            range.end = range.end.max(next.end);
        }
        overlap
    });
    ranges
}

/// Collects machine text of a window: stretches that follow each other stay together, others are parted by `\n`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Machine {
    text: String,
    map: OffsetMap,
    end: usize,
}

impl Machine {
    /// Appends a stretch of the window. Stretches come in order.
    pub(crate) fn push(
        &mut self,
        window: &Arc<Window>,
        mut range: Range<usize>,
        emit: &mut Emit<'_>,
    ) {
        if self.text.len() + 1 + range.len() > BLOCK {
            self.flush(window, emit);
        }
        if !self.text.is_empty() && range.start < self.end {
            return;
        }
        while range.len() > BLOCK {
            let end = floor_char(window.text(), range.start + BLOCK);
            emit.block(Block::verbatim(Kind::Markup, window, range.start..end));
            range.start = end;
        }
        if !self.text.is_empty() && self.end != range.start {
            let at = self.text.len();
            self.text.push('\n');
            self.map.push_decoded(at, self.end, 1, 0);
        }
        self.map
            .push_verbatim(self.text.len(), range.start, range.len());
        self.text.push_str(&window.text()[range.clone()]);
        self.end = range.end;
    }

    /// Reports what there is.
    pub(crate) fn flush(&mut self, window: &Arc<Window>, emit: &mut Emit<'_>) {
        if self.text.is_empty() {
            return;
        }
        let mut block = Block::verbatim(Kind::Markup, window, 0..0);
        block.text = std::mem::take(&mut self.text);
        block.map = std::mem::take(&mut self.map);
        emit.block(block);
    }
}
