//! Where things lie: windows of decoded text, positions in them, and the maps that carry an offset in decoded
//! prose back to the file.
//!
//! Lines and columns are never stored with the text; they are worked out for the few places that become findings.
//! A [`Window`] keeps a checkpoint a kilobyte, so that a place in a line of a hundred megabytes costs no more than one
//! in a short line.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use tinyvec::TinyVec;

/// A place in a file: both numbers count from 1, the column in Unicode scalar values.
///
/// LF and CRLF end lines; a lone CR does not. A byte-order mark is part of no line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: u64,
    /// Column in Unicode scalar values, from 1.
    pub column: u64,
}

impl Position {
    /// The first place of a file.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The place after `text`, when `text` begins here.
    #[must_use]
    pub fn after(mut self, text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut start = 0;
        if let Some(last) = memchr::memrchr(b'\n', bytes) {
            self.line += memchr::memchr_iter(b'\n', &bytes[..last]).count() as u64 + 1;
            self.column = 1;
            start = last + 1;
        }
        self.column += count_scalars(&bytes[start..]);
        self
    }
}

/// Unicode scalar values in valid UTF-8: every byte that does not continue a sequence.
fn count_scalars(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u64
}

/// Bytes between two checkpoints of a window.
const CHECKPOINT: usize = 1024;

/// A stretch of a document's decoded text, as it lies on disk, and the place where it begins.
#[derive(Debug)]
pub struct Window {
    text: String,
    start: Position,
    checkpoints: OnceLock<Vec<(usize, Position)>>,
}

impl Window {
    /// A window over `text`, whose first character stands at `start`.
    #[must_use]
    pub fn new(text: String, start: Position) -> Arc<Self> {
        Arc::new(Self {
            text,
            start,
            checkpoints: OnceLock::new(),
        })
    }

    /// The decoded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of the byte `offset`, rounded down to a character and capped at the window's end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = floor_char(&self.text, offset);
        let (at, position) = self.checkpoint(offset);
        position.after(&self.text[at..offset])
    }

    /// The line of the byte `offset`, as [`Self::position`] gives it.
    #[must_use]
    pub fn line(&self, offset: usize) -> u64 {
        let offset = floor_char(&self.text, offset);
        let (at, position) = self.checkpoint(offset);
        let breaks = memchr::memchr_iter(b'\n', &self.text.as_bytes()[at..offset]).count();
        position.line + breaks as u64
    }

    /// The last checkpoint at or before `offset`.
    fn checkpoint(&self, offset: usize) -> (usize, Position) {
        let checkpoints = self.checkpoints.get_or_init(|| self.lay_checkpoints());
        let index = checkpoints.partition_point(|&(at, _)| at <= offset);
        checkpoints[index - 1]
    }

    /// The line on which `span` begins, without its line break and shortened on both sides when long, and the bytes of
    /// it that the span takes, as far as they lie on it.
    #[must_use]
    pub fn line_around(&self, span: Range<usize>) -> (String, Range<usize>) {
        const REACH: usize = 240;
        let start = floor_char(&self.text, span.start);
        let from = floor_char(&self.text, start.saturating_sub(REACH));
        let from = self.text[from..start]
            .rfind('\n')
            .map_or(from, |at| from + at + 1);
        let to = floor_char(
            &self.text,
            span.end
                .max(start)
                .saturating_add(REACH)
                .min(start + 4 * REACH),
        );
        let to = self.text[start..to].find('\n').map_or(to, |at| start + at);
        let line = self.text[from..to].trim_end_matches('\r');
        let end =
            floor_char(&self.text, span.end).clamp(start, from + line.len().max(start - from));
        (line.to_owned(), start - from..end - from)
    }

    /// The place after the last character.
    #[must_use]
    pub fn end(&self) -> Position {
        self.position(self.text.len())
    }

    fn lay_checkpoints(&self) -> Vec<(usize, Position)> {
        let mut checkpoints = Vec::with_capacity(self.text.len() / CHECKPOINT + 1);
        let (mut at, mut position) = (0, self.start);
        checkpoints.push((at, position));
        while at + CHECKPOINT < self.text.len() {
            let next = floor_char(&self.text, at + CHECKPOINT);
            position = position.after(&self.text[at..next]);
            at = next;
            checkpoints.push((at, position));
        }
        checkpoints
    }
}

/// The last character boundary of `text` at or before `offset`.
#[must_use]
pub fn floor_char(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// One run of an [`OffsetMap`]: `text_len` bytes of prose that come from `raw_len` bytes of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Run {
    text: u32,
    raw: u32,
    text_len: u32,
    raw_len: u32,
    /// Copied byte for byte; else decoded as a whole (an entity, a collapsed code span).
    verbatim: bool,
}

/// Carries byte offsets of decoded prose to byte offsets of the window it was decoded from.
///
/// Built front to back while the prose is put together. Both sides only ever grow, so the map is monotone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    /// Most texts have one run, which takes no memory of its own.
    runs: TinyVec<[Run; 1]>,
}

impl OffsetMap {
    /// A map for prose that is the window's text from `raw` on, `len` bytes, unchanged.
    #[must_use]
    pub fn identity(raw: usize, len: usize) -> Self {
        let mut map = Self::default();
        // kept also when empty: an empty text has a place
        map.push(0, raw, len, len, true);
        map
    }

    /// Says that `len` bytes of prose at `text` were copied from `raw`.
    pub fn push_verbatim(&mut self, text: usize, raw: usize, len: usize) {
        if len == 0 {
            return;
        }
        if let Some(last) = self.runs.last_mut() {
            let follows = (last.text + last.text_len) as usize == text
                && (last.raw + last.raw_len) as usize == raw;
            if last.verbatim && follows {
                last.text_len += narrow(len);
                last.raw_len += narrow(len);
                return;
            }
        }
        self.push(text, raw, len, len, true);
    }

    /// Says that `text_len` bytes of prose at `text` stand for the `raw_len` bytes at `raw` as a whole.
    pub fn push_decoded(&mut self, text: usize, raw: usize, text_len: usize, raw_len: usize) {
        self.push(text, raw, text_len, raw_len, false);
    }

    /// The map of the prose from `start` to `end`.
    #[must_use]
    pub fn part(&self, start: usize, end: usize) -> Self {
        let mut map = Self::identity(self.start(start), 0);
        let (start, end) = (narrow(start), narrow(end));
        for run in &self.runs {
            let (from, to) = (run.text.max(start), (run.text + run.text_len).min(end));
            if from >= to {
                continue;
            }
            let (raw, raw_len) = if run.verbatim {
                (run.raw + (from - run.text), to - from)
            } else {
                (run.raw, run.raw_len)
            };
            map.runs.push(Run {
                text: from - start,
                raw,
                text_len: to - from,
                raw_len,
                verbatim: run.verbatim,
            });
        }
        map
    }

    /// Appends what `other` says about `range` of its prose, which begins at `text` here.
    pub fn append(&mut self, other: &Self, range: Range<usize>, text: usize) {
        let first = other
            .runs
            .partition_point(|run| (run.text + run.text_len) as usize <= range.start);
        for run in &other.runs[first..] {
            let start = (run.text as usize).max(range.start);
            let end = ((run.text + run.text_len) as usize).min(range.end);
            if run.text as usize >= range.end {
                break;
            }
            if end <= start {
                continue;
            }
            let at = text + start - range.start;
            if run.verbatim {
                let raw = run.raw as usize + start - run.text as usize;
                self.push_verbatim(at, raw, end - start);
            } else {
                self.push_decoded(at, run.raw as usize, end - start, run.raw_len as usize);
            }
        }
    }

    /// Forgets everything about the prose from `len` on.
    pub fn truncate(&mut self, len: usize) {
        let len = narrow(len);
        while let Some(last) = self.runs.last_mut() {
            if last.text >= len {
                self.runs.pop();
                continue;
            }
            if last.verbatim && last.text + last.text_len > len {
                last.text_len = len - last.text;
                last.raw_len = last.text_len;
            }
            return;
        }
    }

    fn push(&mut self, text: usize, raw: usize, text_len: usize, raw_len: usize, verbatim: bool) {
        self.runs.push(Run {
            text: narrow(text),
            raw: narrow(raw),
            text_len: narrow(text_len),
            raw_len: narrow(raw_len),
            verbatim,
        });
    }

    /// Where the character at `offset` begins in the window.
    #[must_use]
    pub fn start(&self, offset: usize) -> usize {
        let Some(run) = self.run_of(offset) else {
            return 0;
        };
        let inside = offset - run.text as usize;
        if inside >= run.text_len as usize {
            return (run.raw + run.raw_len) as usize;
        }
        if run.verbatim {
            run.raw as usize + inside
        } else {
            run.raw as usize
        }
    }

    /// Where the character that ends before `offset` ends in the window: the exclusive end of a span.
    #[must_use]
    pub fn end(&self, offset: usize) -> usize {
        let Some(before) = offset.checked_sub(1) else {
            return self.start(0);
        };
        let Some(run) = self.run_of(before) else {
            return 0;
        };
        let inside = offset - run.text as usize;
        if run.verbatim && inside <= run.text_len as usize {
            run.raw as usize + inside
        } else {
            (run.raw + run.raw_len) as usize
        }
    }

    fn run_of(&self, offset: usize) -> Option<&Run> {
        let index = self.runs.partition_point(|run| run.text as usize <= offset);
        self.runs.get(index.saturating_sub(1))
    }
}

/// Offsets inside a window fit 32 bits: a window holds at most a few megabytes.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_scalars() {
        let window = Window::new("ab\r\nçd\ne😀f".to_owned(), Position::START);
        let places: Vec<_> = window
            .text()
            .char_indices()
            .map(|(offset, _)| {
                let place = window.position(offset);
                (place.line, place.column)
            })
            .collect();
        assert_eq!(
            places,
            [
                (1, 1),
                (1, 2),
                (1, 3),
                (1, 4),
                (2, 1),
                (2, 2),
                (2, 3),
                (3, 1),
                (3, 2),
                (3, 3)
            ]
        );
    }

    #[test]
    fn checkpoints_agree_with_a_scan_from_the_start() {
        let text = "héllo wörld\n".repeat(1000) + &"ж".repeat(5000);
        let window = Window::new(text.clone(), Position { line: 7, column: 3 });
        for offset in (0..text.len()).step_by(97) {
            let offset = floor_char(&text, offset);
            let expected = Position { line: 7, column: 3 }.after(&text[..offset]);
            assert_eq!(window.position(offset), expected, "at {offset}");
        }
    }

    #[test]
    fn decoded_runs_are_taken_as_a_whole() {
        // raw: a&amp;b<i>c</i>   text: a&bc
        let mut map = OffsetMap::default();
        map.push_verbatim(0, 0, 1);
        map.push_decoded(1, 1, 1, 5);
        map.push_verbatim(2, 6, 1);
        map.push_verbatim(3, 10, 1);
        assert_eq!((map.start(1), map.end(2)), (1, 6));
        assert_eq!((map.start(3), map.end(4)), (10, 11));
        assert_eq!((map.start(0), map.end(3)), (0, 7));
        assert_eq!(map.start(4), 11);
    }
}
