//! Cuts a page into tags, comments and text, as browsers do (WHATWG HTML, section 13.2.5), and keeps their places.
//!
//! Nothing is copied. A construct that the window's end cuts in two comes as two tokens; [`Mode`] is carried over.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::tags::Tag;

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// Text, in which character references stand for themselves unless the element is a raw one.
    Text(Range<usize>),
    /// A start tag; its attributes are in [`Lexer::attributes`].
    Start {
        /// From `<` to `>`.
        range: Range<usize>,
        /// The element.
        tag: Tag,
        /// Its name as written.
        name: Range<usize>,
        /// Ends in `/>`.
        closed: bool,
    },
    /// An end tag.
    End {
        /// From `<` to `>`.
        range: Range<usize>,
        /// The element.
        tag: Tag,
        /// Its name as written.
        name: Range<usize>,
    },
    /// A comment: what stands between the marks, and all of it.
    Comment {
        /// From `<` to `>`.
        range: Range<usize>,
        /// Without the marks.
        content: Range<usize>,
    },
    /// A document type, a processing instruction, the rest of a tag that began in the window before.
    Declaration(Range<usize>),
}

/// An attribute of the tag read last: name and value as they stand in the window, quotes not included.
#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: Range<usize>,
    pub(crate) value: Range<usize>,
}

/// Attributes of one tag that are remembered.
const ATTRIBUTES: usize = 128;

/// In the middle of what a window begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Data,
    Raw(Tag),
    Comment,
    Declaration,
    Tag(Option<u8>),
}

/// The state between two tokens.
#[derive(Clone, Debug)]
pub(crate) struct Lexer {
    mode: Mode,
    attributes: Vec<Attribute>,
    /// `<script/>` is a whole element: the page is XML.
    pub(crate) xml: bool,
}

impl Lexer {
    /// At the start of a page.
    pub(crate) fn new() -> Self {
        Self {
            mode: Mode::Data,
            attributes: Vec::new(),
            xml: false,
        }
    }

    /// The attributes of the start tag read last.
    pub(crate) fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// Whether the last token was cut off by the window's end.
    pub(crate) fn is_inside(&self) -> bool {
        matches!(self.mode, Mode::Comment | Mode::Declaration | Mode::Tag(_))
    }

    /// Begins anew, whatever was open.
    pub(crate) fn reset(&mut self) {
        self.mode = Mode::Data;
    }

    /// The element whose raw text comes next.
    pub(crate) fn raw(&self) -> Option<Tag> {
        match self.mode {
            Mode::Raw(tag) => Some(tag),
            _ => None,
        }
    }

    /// The token at `at`.
    pub(crate) fn next(&mut self, text: &str, at: usize) -> Option<Token> {
        if at >= text.len() {
            return None;
        }
        match self.mode {
            Mode::Data => Some(self.data(text, at)),
            Mode::Raw(tag) => Some(self.raw_text(text, at, tag)),
            Mode::Comment => Some(self.comment(text, at, at)),
            Mode::Declaration => Some(self.declaration(text, at, at)),
            Mode::Tag(quote) => {
                let begin = match quote {
                    None => at,
                    Some(quote) => match memchr(quote, &text.as_bytes()[at..]) {
                        Some(found) => at + found + 1,
                        None => return Some(Token::Declaration(at..text.len())),
                    },
                };
                self.mode = Mode::Data;
                let (end, _) = self.attribute_list(text, begin);
                self.attributes.clear();
                Some(Token::Declaration(at..end))
            }
        }
    }

    fn data(&mut self, text: &str, at: usize) -> Token {
        let bytes = text.as_bytes();
        let mut from = at;
        while let Some(found) = memchr(b'<', &bytes[from..]) {
            let open = from + found;
            let marks = match (bytes.get(open + 1), bytes.get(open + 2)) {
                (Some(b'!' | b'?'), _) | (Some(b'/'), Some(_)) => true,
                (Some(byte), _) => byte.is_ascii_alphabetic(),
                (None, _) => false,
            };
            if marks && open == at {
                return self.markup(text, open);
            }
            if marks {
                return Token::Text(at..open);
            }
            from = open + 1;
        }
        Token::Text(at..text.len())
    }

    fn markup(&mut self, text: &str, open: usize) -> Token {
        let bytes = text.as_bytes();
        match bytes[open + 1] {
            b'!' if bytes[open..].starts_with(b"<!--") => {
                let begin = open + 4;
                for (mark, len) in [(&b">"[..], 1), (b"->", 2)] {
                    if bytes[begin..].starts_with(mark) {
                        return Token::Comment {
                            range: open..begin + len,
                            content: begin..begin,
                        };
                    }
                }
                self.comment(text, open, begin)
            }
            b'/' if bytes[open + 2].is_ascii_alphabetic() => {
                let name = self::name(bytes, open + 2);
                let (end, _) = self.attribute_list(text, name.end);
                Token::End {
                    range: open..end,
                    tag: Tag::of(&text[name.clone()]),
                    name,
                }
            }
            b'!' | b'?' | b'/' => self.declaration(text, open, open + 2),
            _ => {
                let name = self::name(bytes, open + 1);
                let tag = Tag::of(&text[name.clone()]);
                let (end, closed) = self.attribute_list(text, name.end);
                if self.mode == Mode::Data && tag.is_raw() && !(closed && self.xml) {
                    self.mode = Mode::Raw(tag);
                }
                Token::Start {
                    range: open..end,
                    tag,
                    name,
                    closed,
                }
            }
        }
    }

    /// A comment whose text begins at `begin`: up to `-->` or `--!>`.
    fn comment(&mut self, text: &str, open: usize, begin: usize) -> Token {
        let bytes = text.as_bytes();
        let mut from = begin;
        self.mode = Mode::Data;
        while let Some(found) = memmem::find(&bytes[from..], b"--") {
            let dashes = from + found;
            let len = match bytes[dashes + 2..] {
                [b'>', ..] => 3,
                [b'!', b'>', ..] => 4,
                _ => {
                    from = dashes + 1;
                    continue;
                }
            };
            return Token::Comment {
                range: open..dashes + len,
                content: begin..dashes,
            };
        }
        self.mode = Mode::Comment;
        Token::Comment {
            range: open..text.len(),
            content: begin..text.len(),
        }
    }

    fn declaration(&mut self, text: &str, open: usize, begin: usize) -> Token {
        if let Some(found) = memchr(b'>', &text.as_bytes()[begin..]) {
            self.mode = Mode::Data;
            return Token::Declaration(open..begin + found + 1);
        }
        self.mode = Mode::Declaration;
        Token::Declaration(open..text.len())
    }

    fn raw_text(&mut self, text: &str, at: usize, tag: Tag) -> Token {
        let bytes = text.as_bytes();
        let mut from = at;
        while let Some(found) = memmem::find(&bytes[from..], b"</") {
            let open = from + found;
            let name = name(bytes, open + 2);
            if name.end < bytes.len() && Tag::of(&text[name]) == tag && tag != Tag::Plaintext {
                if open > at {
                    return Token::Text(at..open);
                }
                self.mode = Mode::Data;
                return self.markup(text, open);
            }
            from = open + 2;
        }
        Token::Text(at..text.len())
    }

    /// Reads attributes up to `>`; returns the end of the tag and whether it was `/>`.
    fn attribute_list(&mut self, text: &str, mut at: usize) -> (usize, bool) {
        let bytes = text.as_bytes();
        self.attributes.clear();
        loop {
            let slash = at;
            while let Some(b' ' | b'\n' | b'\t' | b'\r' | b'\x0C' | b'/') = bytes.get(at) {
                at += 1;
            }
            match bytes.get(at) {
                None => break,
                Some(b'>') => return (at + 1, at > slash && bytes[at - 1] == b'/'),
                Some(_) => {}
            }
            let begin = at;
            at += 1;
            while let Some(&byte) = bytes.get(at) {
                if matches!(
                    byte,
                    b' ' | b'\n' | b'\t' | b'\r' | b'\x0C' | b'/' | b'>' | b'='
                ) {
                    break;
                }
                at += 1;
            }
            let name = begin..at;
            at = blank(bytes, at);
            let mut value = name.end..name.end;
            if bytes.get(at) == Some(&b'=') {
                at = blank(bytes, at + 1);
                match bytes.get(at) {
                    Some(&quote @ (b'"' | b'\'')) => {
                        let Some(found) = memchr(quote, &bytes[at + 1..]) else {
                            self.mode = Mode::Tag(Some(quote));
                            return (text.len(), false);
                        };
                        value = at + 1..at + 1 + found;
                        at = value.end + 1;
                    }
                    Some(_) => {
                        let begin = at;
                        while let Some(&byte) = bytes.get(at) {
                            if matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0C' | b'>') {
                                break;
                            }
                            at += 1;
                        }
                        value = begin..at;
                    }
                    None => break,
                }
            }
            if self.attributes.len() < ATTRIBUTES {
                self.attributes.push(Attribute { name, value });
            }
        }
        self.mode = Mode::Tag(None);
        (text.len(), false)
    }
}

fn name(bytes: &[u8], begin: usize) -> Range<usize> {
    let len = bytes[begin..]
        .iter()
        .position(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0C' | b'/' | b'>'))
        .unwrap_or(bytes.len() - begin);
    begin..begin + len
}

fn blank(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\t' | b'\r' | b'\x0C') = bytes.get(at) {
        at += 1;
    }
    at
}
