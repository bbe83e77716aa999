//! XML in windows: what the readers of XLIFF and TMX share.
//!
//! quick-xml cuts a window into tokens; here those become elements in namespaces, text with references resolved, and,
//! where the file is not well-formed, faults with their place. A window ends where a record (a translation unit) ends, so
//! that the whole of a record lies in one. Behind a fault reading goes on at the next record.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::events::Event as Token;

use super::{Emit, LIMIT, WINDOW, Windows};
use crate::block::Event;
use crate::open::Decoded;
use crate::position::{Position, Window};

mod cut;
mod entity;
mod namespace;
mod tag;

use entity::{Entities, Value};
use namespace::Namespaces;
pub(crate) use namespace::Space;
pub(crate) use tag::{Attribute, Tag};

/// What a format does with the elements and texts of its files.
pub(crate) trait Content {
    /// Local names of the elements that are records: no window ends inside one.
    const RECORDS: &'static [&'static str];
    /// Local names of the elements that hold records: reading goes on behind their end tags, too.
    const HOLDERS: &'static [&'static str];

    /// An element begins.
    fn start(&mut self, tag: &Tag<'_>, at: &mut Site<'_, '_>);
    /// The innermost element ends, with the tag at `range`; an element without content has ended with its start tag.
    fn end(&mut self, range: Range<usize>, at: &mut Site<'_, '_>);
    /// Text, as it stands in the window.
    fn text(&mut self, range: Range<usize>, at: &mut Site<'_, '_>);
    /// Text that the reference at `range` stands for; `None` for one that nobody knows.
    fn reference(&mut self, range: Range<usize>, text: Option<&str>, at: &mut Site<'_, '_>);
    /// The record under way is broken: it is to be forgotten. `depth` elements are still open.
    fn lost(&mut self, depth: usize);
}

/// Where the content stands, and where it reports to.
pub(crate) struct Site<'a, 'e> {
    pub(crate) window: &'a Arc<Window>,
    pub(crate) emit: &'a mut Emit<'e>,
}

impl Site<'_, '_> {
    /// Reports a fault at `offset` of the window.
    pub(crate) fn fault(&mut self, offset: usize, message: impl Into<String>) {
        self.emit.event(Event::Fault {
            position: self.window.position(offset),
            message: message.into(),
        });
    }
}

/// Elements that may stand inside each other.
const DEPTH: usize = 256;

/// A document on its way through the windows.
struct Document<'c, C> {
    content: &'c mut C,
    /// The open elements: their names as written, one behind the other, and what is known of each.
    names: String,
    open: Vec<Open>,
    namespaces: Namespaces,
    entities: Entities,
    attributes: Vec<(Range<usize>, Range<usize>)>,
    /// Number of open elements around the record under way.
    record: Option<usize>,
    /// Reading goes on at the next record.
    skipping: bool,
    /// Reading goes on behind these characters: a comment or CDATA section longer than any window.
    behind: Option<&'static str>,
    seen_root: bool,
}

struct Open {
    name: usize,
    bindings: usize,
}

/// Reads a document to its end, in windows of `amount` bytes or so.
///
/// # Errors
/// When the file cannot be read on.
pub(crate) fn read<C: Content>(
    amount: usize,
    decoded: &mut Decoded,
    emit: &mut Emit<'_>,
    content: &mut C,
) -> io::Result<()> {
    let mut windows = Windows::new(decoded);
    let mut document = Document {
        content,
        names: String::new(),
        open: Vec::new(),
        namespaces: Namespaces::default(),
        entities: Entities::default(),
        attributes: Vec::new(),
        record: None,
        skipping: false,
        behind: None,
        seen_root: false,
    };
    let mut end = Window::new(String::new(), Position::START);
    let outcome = loop {
        match windows.next(amount, |head| cut::cut(head, C::RECORDS, WINDOW, LIMIT)) {
            Ok(Some((window, last))) => {
                let mut site = Site {
                    window: &window,
                    emit,
                };
                document.window(last, &mut site);
                end = window;
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    // a file that breaks off says so itself
    if outcome.is_ok() {
        document.finish(&mut Site { window: &end, emit });
    }
    outcome
}

impl<C: Content> Document<'_, C> {
    fn window(&mut self, last: bool, site: &mut Site<'_, '_>) {
        let window = Arc::clone(site.window);
        let text = window.text();
        let mut at = 0;
        if let Some(pattern) = self.behind {
            let Some(found) = text.find(pattern) else {
                return;
            };
            self.behind = None;
            at = found + pattern.len();
        }
        loop {
            if self.skipping {
                let Some(next) = cut::resume(&text[at..], C::RECORDS, C::HOLDERS) else {
                    return;
                };
                at += next;
                self.skipping = false;
            }
            match self.tokens(text, at, last, site) {
                Ok(()) => break,
                Err((next, broken)) => {
                    site.fault(broken.at, broken.message);
                    self.lose();
                    at = next;
                }
            }
        }
        if !last && self.record.is_some() {
            site.fault(
                0,
                "the unit is longer than 4 MB, which none is; it was left out",
            );
            self.lose();
        }
    }

    /// Forgets the record under way and waits for the next.
    fn lose(&mut self) {
        if let Some(depth) = self.record.take() {
            self.pop_to(depth);
        }
        self.content.lost(self.open.len());
        self.skipping = true;
    }

    fn pop_to(&mut self, depth: usize) {
        if let Some(open) = self.open.get(depth) {
            self.names.truncate(open.name);
            self.namespaces.leave(open.bindings);
            self.open.truncate(depth);
        }
    }

    /// Reads the tokens of a window from `from` on. An error is what is broken, and where to look for the next record.
    fn tokens(
        &mut self,
        text: &str,
        from: usize,
        last: bool,
        site: &mut Site<'_, '_>,
    ) -> Result<(), (usize, Broken)> {
        // quick-xml takes a byte-order mark away without counting it
        let from = from
            + if text[from..].starts_with('\u{feff}') {
                3
            } else {
                0
            };
        let mut reader = Reader::from_str(&text[from..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        let position = |reader: &Reader<&[u8]>| {
            from + usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
        };
        loop {
            let start = position(&reader);
            let token = reader.read_event();
            let end = position(&reader);
            let outcome = match token {
                Ok(Token::Text(_)) => self.text(text, start..end, site),
                Ok(Token::Start(_)) => self.start(text, start..end, false, site),
                Ok(Token::Empty(_)) => self.start(text, start..end, true, site),
                Ok(Token::End(_)) => self.end(text, start..end, site),
                Ok(Token::GeneralRef(_)) => self.reference(text, start..end, site),
                Ok(Token::CData(_)) => {
                    let inner = start + "<![CDATA[".len()..end - "]]>".len();
                    self.character_data(text, inner, site)
                }
                Ok(Token::DocType(declaration)) => {
                    self.entities.declare(&declaration.into_inner());
                    Ok(())
                }
                Ok(Token::Comment(_) | Token::PI(_) | Token::Decl(_)) => Ok(()),
                Ok(Token::Eof) => return Ok(()),
                Err(error) => {
                    let error_at =
                        from + usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                    if !last && let Some(pattern) = unclosed(&error) {
                        self.behind = Some(pattern);
                        return Ok(());
                    }
                    let broken = Broken::of(&error, text, error_at);
                    return Err((error_at + 1, broken));
                }
            };
            if let Err(broken) = outcome {
                // a record that begins here is read; what is broken before it is not
                let next = if broken.again { start } else { end };
                return Err((next, broken));
            }
        }
    }

    fn text(
        &mut self,
        text: &str,
        range: Range<usize>,
        site: &mut Site<'_, '_>,
    ) -> Result<(), Broken> {
        if let Some(at) = memchr::memmem::find(text[range.clone()].as_bytes(), b"]]>") {
            site.fault(range.start + at, "“]]>” in a text; write “]]&gt;”");
        }
        self.character_data(text, range, site)
    }

    fn character_data(
        &mut self,
        text: &str,
        range: Range<usize>,
        site: &mut Site<'_, '_>,
    ) -> Result<(), Broken> {
        if self.open.is_empty() {
            let piece = &text[range.clone()];
            let Some(at) = piece.find(|c: char| !c.is_whitespace() && c != '\u{feff}') else {
                return Ok(());
            };
            return Err(Broken::new(
                range.start + at,
                if self.seen_root {
                    "text behind the end of the document; take it away"
                } else {
                    "this is no XML: text stands where the first element is expected"
                },
            ));
        }
        if self.record.is_some()
            && let Some(at) = control(&text.as_bytes()[range.clone()])
        {
            let character = text.as_bytes()[range.start + at];
            site.fault(
                range.start + at,
                format!("the character U+{character:04X} is not allowed in XML; take it out"),
            );
        }
        self.content.text(range, site);
        Ok(())
    }

    fn reference(
        &mut self,
        text: &str,
        range: Range<usize>,
        site: &mut Site<'_, '_>,
    ) -> Result<(), Broken> {
        if self.open.is_empty() {
            return Err(Broken::new(
                range.start,
                "a reference outside of the document's element; take it away",
            ));
        }
        let name = &text[range.start + 1..range.end - 1];
        match self.entities.value(name) {
            Value::Character(character) => {
                let mut buffer = [0; 4];
                let text = character.encode_utf8(&mut buffer);
                self.content.reference(range, Some(text), site);
            }
            Value::Text(text) => self.content.reference(range, Some(&text), site),
            Value::Wrong(message) => {
                site.fault(range.start, message);
                self.content.reference(range, None, site);
            }
            Value::Again => self.content.reference(range, None, site),
        }
        Ok(())
    }

    fn start(
        &mut self,
        text: &str,
        range: Range<usize>,
        empty: bool,
        site: &mut Site<'_, '_>,
    ) -> Result<(), Broken> {
        let inner = range.start + 1..range.end - if empty { 2 } else { 1 };
        let name_len = text[inner.clone()]
            .find(|c: char| c.is_ascii_whitespace())
            .unwrap_or(inner.len());
        let name = inner.start..inner.start + name_len;
        if self.open.is_empty() && self.seen_root {
            return Err(Broken::new(
                range.start,
                "a second element behind the end of the document; a file has one",
            ));
        }
        let is_record = C::RECORDS.contains(&local(&text[name.clone()]));
        if is_record && self.record.is_some() {
            let message = format!(
                "<{}> begins before the unit before it ends; an end tag is missing",
                &text[name]
            );
            return Err(Broken {
                again: true,
                ..Broken::new(range.start, message)
            });
        }
        if self.open.len() >= DEPTH {
            return Err(Broken::new(
                range.start,
                format!("elements stand inside each other more than {DEPTH} deep"),
            ));
        }
        self.attributes.clear();
        if name.end < inner.end {
            tag::attributes(text, name.end..inner.end, &mut self.attributes, site)?;
        }
        let bindings = self.namespaces.len();
        for (key, value) in &self.attributes {
            self.namespaces
                .bind(&text[key.clone()], &text[value.clone()]);
        }
        let (prefix, local) = text[name.clone()]
            .split_once(':')
            .unwrap_or(("", &text[name.clone()]));
        let space = self.namespaces.resolve(prefix).unwrap_or_else(|| {
            site.fault(
                range.start,
                format!("the prefix “{prefix}” is not declared; add xmlns:{prefix}=\"…\""),
            );
            Space::Other
        });
        self.seen_root = true;
        let tag = Tag {
            space,
            name: local,
            text,
            range: range.clone(),
            empty,
            attributes: &self.attributes,
            namespaces: &self.namespaces,
        };
        self.content.start(&tag, site);
        if empty {
            self.content.end(range.end..range.end, site);
            self.namespaces.leave(bindings);
            return Ok(());
        }
        if is_record {
            self.record = Some(self.open.len());
        }
        self.open.push(Open {
            name: self.names.len(),
            bindings,
        });
        self.names.push_str(&text[name]);
        Ok(())
    }

    fn end(
        &mut self,
        text: &str,
        range: Range<usize>,
        site: &mut Site<'_, '_>,
    ) -> Result<(), Broken> {
        let name = text[range.start + 2..range.end - 1].trim_ascii_end();
        let Some(open) = self.open.last() else {
            return Err(Broken::new(
                range.start,
                format!("</{name}> ends an element that never began"),
            ));
        };
        if &self.names[open.name..] != name {
            let message = format!(
                "</{name}> stands where </{}> is expected",
                &self.names[open.name..]
            );
            self.close_around(name);
            return Err(Broken::new(range.start, message));
        }
        self.names.truncate(open.name);
        self.namespaces.leave(open.bindings);
        self.open.pop();
        self.content.end(range, site);
        if self.record == Some(self.open.len()) {
            self.record = None;
        }
        Ok(())
    }

    /// Closes what is open inside the innermost element called `name`, and that one, as far as it is no record.
    fn close_around(&mut self, name: &str) {
        let mut end = self.names.len();
        for depth in (0..self.open.len()).rev() {
            let start = self.open[depth].name;
            if &self.names[start..end] == name && self.record.is_none_or(|record| depth < record) {
                self.record = None;
                self.pop_to(depth);
                return;
            }
            end = start;
        }
    }

    fn finish(&mut self, site: &mut Site<'_, '_>) {
        let end = site.window.text().len();
        if let Some(open) = self.open.last()
            && !self.skipping
        {
            let message = format!(
                "the file ends inside <{}>; it is not whole",
                &self.names[open.name..]
            );
            site.fault(end, message);
        } else if !self.seen_root {
            site.fault(end, "the file holds no element; it is no XML");
        }
    }
}

/// Something that is not well-formed.
struct Broken {
    at: usize,
    message: String,
    /// What stands there can be read again as the beginning of a record.
    again: bool,
}

impl Broken {
    fn new(at: usize, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
            again: false,
        }
    }

    fn of(error: &Error, text: &str, at: usize) -> Self {
        let shown: String = text[crate::position::floor_char(text, at)..]
            .chars()
            .take(20)
            .enumerate()
            .take_while(|&(index, c)| c != '\n' && (index == 0 || c != '<'))
            .map(|(_, c)| c)
            .collect();
        let message = match error {
            Error::Syntax(SyntaxError::UnclosedComment) => {
                "the comment has no end; “-->” is missing".to_owned()
            }
            Error::Syntax(SyntaxError::UnclosedCData) => {
                "the CDATA section has no end; “]]>” is missing".to_owned()
            }
            Error::Syntax(
                SyntaxError::UnclosedTag
                | SyntaxError::UnclosedDoubleQuotedAttributeValue
                | SyntaxError::UnclosedSingleQuotedAttributeValue,
            ) => {
                format!("“{shown}” begins a tag that has no end; write “&lt;” for a “<” in a text")
            }
            Error::IllFormed(_) if text[at..].starts_with('&') => {
                format!("“{shown}”: a lone “&”; write “&amp;”")
            }
            other => format!("“{shown}” is not well-formed XML: {other}"),
        };
        Self::new(at, message)
    }
}

/// What ends the construct that is not closed in this window and may be in a later one.
fn unclosed(error: &Error) -> Option<&'static str> {
    match error {
        Error::Syntax(SyntaxError::UnclosedComment) => Some("-->"),
        Error::Syntax(SyntaxError::UnclosedCData) => Some("]]>"),
        Error::Syntax(SyntaxError::UnclosedPI) => Some("?>"),
        _ => None,
    }
}

/// The name of the root element, without prefix, by a document's first bytes in any encoding; `None` when this is no XML.
pub(super) fn root(head: &[u8]) -> Option<String> {
    let plain: String = head
        .iter()
        .filter(|&&byte| byte != 0 && byte < 0x80)
        .map(|&byte| char::from(byte))
        .collect();
    let mut rest = plain.trim_start();
    loop {
        let stop = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!") {
            // an internal subset has `>` of its own
            let subset = rest.find('[').is_some_and(|at| rest.find('>') > Some(at));
            if subset { "]>" } else { ">" }
        } else {
            break;
        };
        rest = rest.split_once(stop)?.1.trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    Some(local(&name[..end]).to_owned())
}

/// The name without its prefix.
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// The first character that XML does not allow.
fn control(bytes: &[u8]) -> Option<usize> {
    let wrong = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
    // without a branch for each byte
    if bytes.iter().fold(false, |found, &byte| found | wrong(byte)) {
        bytes.iter().position(|&byte| wrong(byte))
    } else {
        None
    }
}
