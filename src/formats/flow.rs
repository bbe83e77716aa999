//! The text of one side of a unit while its mark-up is read: characters with the way back to the file, and inline codes.
//!
//! White space is kept as it stands, but for the lay-out of the file: a line break with the indentation behind it is one
//! space, and nothing at either end of a text, unless the file says `xml:space="preserve"`.

use std::ops::Range;
use std::sync::Arc;

use crate::block::OBJECT;
use crate::position::OffsetMap;
use crate::unit::{Code, CodeRole, Side};

/// A side in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flow {
    text: String,
    map: OffsetMap,
    codes: Vec<Code>,
    /// Where the element that holds it begins.
    at: usize,
    preserve: bool,
    /// The text ends with lay-out, which began here.
    layout: Option<usize>,
}

impl Flow {
    /// Begins the text of an element whose content starts at `at`.
    pub(crate) fn new(at: usize, preserve: bool) -> Self {
        Self {
            at,
            preserve,
            ..Self::default()
        }
    }

    /// Appends `range` of the window as it stands.
    pub(crate) fn verbatim(&mut self, window: &str, range: Range<usize>) {
        let piece = &window.as_bytes()[range.clone()];
        if memchr::memchr2(b'\n', b'\r', piece).is_none() {
            self.push(window, range);
            return;
        }
        let mut from = range.start;
        while let Some(found) = memchr::memchr2(b'\n', b'\r', &window.as_bytes()[from..range.end]) {
            let at = from + found;
            let mut start = at;
            let mut end = at + 1;
            if window[at..range.end].starts_with("\r\n") {
                end += 1;
            }
            let indent = window[end..range.end]
                .find(|c| !matches!(c, ' ' | '\t' | '\n' | '\r'))
                .unwrap_or(range.end - end);
            let indented = window[end..end + indent].ends_with([' ', '\t']);
            if self.preserve || !indented {
                self.push(window, from..start);
                self.decoded("\n", at..end);
                from = end;
                continue;
            }
            // blanks before the line break belong to it
            while start > from && matches!(window.as_bytes()[start - 1], b' ' | b'\t') {
                start -= 1;
            }
            self.push(window, from..start);
            end += indent;
            if !self.text.is_empty() && self.layout.is_none() {
                let layout = self.text.len();
                self.decoded(" ", start..end);
                self.layout = Some(layout);
            }
            from = end;
        }
        self.push(window, from..range.end);
    }

    fn push(&mut self, window: &str, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        self.layout = None;
        self.map
            .push_verbatim(self.text.len(), range.start, range.len());
        self.text.push_str(&window[range]);
    }

    /// Appends text that stands for `range` of the window as a whole.
    pub(crate) fn decoded(&mut self, text: &str, range: Range<usize>) {
        if text.is_empty() {
            return;
        }
        self.layout = None;
        self.map
            .push_decoded(self.text.len(), range.start, text.len(), range.len());
        self.text.push_str(text);
    }

    /// Appends an inline code that `range` of the window is.
    pub(crate) fn code(&mut self, key: String, role: CodeRole, shown: String, range: Range<usize>) {
        let at = self.text.len();
        self.decoded(OBJECT.encode_utf8(&mut [0; 4]), range);
        self.codes.push(Code {
            at,
            key,
            role,
            shown,
        });
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The side.
    pub(crate) fn side(mut self, language: Option<&Arc<str>>) -> Side {
        if let Some(layout) = self.layout {
            self.text.truncate(layout);
            self.map.truncate(layout);
        }
        if self.text.is_empty() {
            self.map = OffsetMap::identity(self.at, 0);
        }
        Side {
            text: self.text,
            map: self.map,
            codes: self.codes,
            language: language.cloned(),
            missing: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str, preserve: bool) -> String {
        let mut flow = Flow::new(0, preserve);
        flow.verbatim(raw, 0..raw.len());
        flow.side(None).text
    }

    #[test]
    fn lay_out_is_not_text() {
        assert_eq!(text("\n   Two  \n    lines\n  ", false), "Two lines");
        assert_eq!(text("One\nTwo\n", false), "One\nTwo\n");
        assert_eq!(text(" One \r\n\r\nTwo ", false), " One \n\nTwo ");
        assert_eq!(text("\n  One\n  ", true), "\n  One\n  ");
    }
}
