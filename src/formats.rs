//! The formats: which one a document is in, and the readers that turn it into blocks.
//!
//! A reader is a function from decoded text to [`Event`]s in reading order. It holds one window of text at a time
//! ([`Windows`]), so that memory does not grow with the file.

use std::fmt::Write as _;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use self::columns::Columns;
use crate::block::{Block, Directive, Event, OBJECT};
use crate::document::Format;
use crate::open::Decoded;
use crate::position::{Position, Window, floor_char};
use crate::unit::Unit;

pub mod columns;
pub mod csv;
mod engine;
mod flow;
pub mod html;
mod json;
pub mod jsonl;
mod line;
#[cfg(test)]
mod listing;
pub mod markdown;
pub mod po;
mod prose;
mod record;
pub mod text;
pub mod tmx;
pub mod tsv;
pub mod xcstrings;
pub mod xliff;
mod xml;

/// Hands a reader's events on, and numbers the prose blocks.
pub struct Emit<'a> {
    sink: &'a mut dyn FnMut(Event),
    prose: u32,
    directives: u32,
    /// A unit that was handed on, to be refilled when nobody keeps it.
    spare: Option<Arc<Unit>>,
}

impl std::fmt::Debug for Emit<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Emit")
            .field("prose", &self.prose)
            .finish_non_exhaustive()
    }
}

impl<'a> Emit<'a> {
    /// Events go to `sink`.
    pub fn new(sink: &'a mut dyn FnMut(Event)) -> Self {
        Self {
            sink,
            prose: 0,
            directives: 0,
            spare: None,
        }
    }

    /// A block; prose blocks without any visible character are dropped, very long ones cut.
    pub fn block(&mut self, mut block: Block) {
        if block
            .text
            .chars()
            .all(|c| c == OBJECT || c.is_whitespace() || crate::chars::is_invisible(c))
        {
            return;
        }
        if block.kind.is_prose() {
            self.prose += 1;
        }
        block.number = self.prose.max(1);
        (self.sink)(Event::Block(block));
    }

    /// A translation unit; it gets the number after the last one's.
    pub fn unit(&mut self, unit: Box<Unit>, window: &Arc<Window>) {
        self.unit_piece(unit, window, true);
    }

    /// Hands on a unit of a source and a target that stand in `window` as they are.
    pub(crate) fn verbatim(
        &mut self,
        source: Range<usize>,
        target: Range<usize>,
        window: &Arc<Window>,
    ) {
        self.prose += 1;
        let mut unit = self.spare.take().unwrap_or_default();
        if Arc::get_mut(&mut unit).is_none() {
            unit = Arc::default();
        }
        if let Some(unit) = Arc::get_mut(&mut unit) {
            unit.source.refill(window, source);
            unit.target.refill(window, target);
            unit.suppressions.clear();
            unit.number = self.prose;
        }
        self.spare = Some(Arc::clone(&unit));
        (self.sink)(Event::Unit(unit, Arc::clone(window)));
    }

    /// A text that belongs to the same record as the one before, unless it is the `first`: they share a number.
    pub(crate) fn unit_piece(&mut self, mut unit: Box<Unit>, window: &Arc<Window>, first: bool) {
        self.prose += u32::from(first);
        unit.number = self.prose;
        bound(&mut unit.id);
        (self.sink)(Event::Unit(Arc::from(unit), Arc::clone(window)));
    }

    /// Anything else.
    pub fn event(&mut self, event: Event) {
        if let Event::Directive(_) | Event::Scoped(_) = &event {
            self.directives += 1;
        }
        (self.sink)(event);
    }

    /// A directive whose extent the reader knows; returns its number, for [`Block::suppressions`].
    pub fn directive(&mut self, directive: Directive) -> u32 {
        let number = self.directives;
        self.event(Event::Scoped(directive));
        number
    }
}

/// Bytes of a unit's id: one that is longer ends in a hash of the whole, for every finding carries it.
const ID: usize = 256;

/// Shortens an id that is too long to be one.
pub(crate) fn bound(id: &mut String) {
    if id.len() > ID {
        let hash = xxhash_rust::xxh3::xxh3_64(id.as_bytes());
        id.truncate(floor_char(id, ID - 20));
        let _ = write!(id, "…{hash:016x}");
    }
}

/// Bytes of text a window holds before it is cut.
pub const WINDOW: usize = 1 << 20;

/// Bytes of text a window may grow to in search of a good place to cut.
pub const LIMIT: usize = 4 << 20;

/// Bytes of text a prose block holds before it is cut.
pub const BLOCK: usize = 64 << 10;

/// Reads `decoded` to its end and reports what it holds. `columns` are those of a table that the user names.
///
/// # Errors
/// When the file cannot be read on; what came before has been reported.
pub fn read(
    format: Format,
    columns: &Columns,
    decoded: &mut Decoded,
    sink: &mut dyn FnMut(Event),
) -> io::Result<()> {
    let mut emit = Emit::new(sink);
    match format {
        Format::Text => text::read(decoded, &mut emit),
        Format::Html => html::read(decoded, &mut emit),
        Format::Markdown => markdown::read(decoded, &mut emit),
        Format::Po => po::read(decoded, &mut emit),
        Format::Csv => csv::read(decoded, columns, &mut emit),
        Format::Jsonl => jsonl::read(decoded, columns, &mut emit),
        Format::Tsv => tsv::read(decoded, columns, &mut emit),
        Format::Xliff => xliff::read(decoded, &mut emit),
        Format::Tmx => tmx::read(decoded, &mut emit),
        Format::Xcstrings => xcstrings::read(decoded, &mut emit),
    }
}

/// As [`read`], in windows of `amount` bytes or so instead of the format's own size: what is found is the same.
///
/// # Errors
/// As [`read`].
pub fn read_by(
    format: Format,
    amount: usize,
    decoded: &mut Decoded,
    sink: &mut dyn FnMut(Event),
) -> io::Result<()> {
    let mut emit = Emit::new(sink);
    let columns = &Columns::default();
    match format {
        Format::Text => text::read_by(amount, decoded, &mut emit),
        Format::Html => html::read_by(amount, decoded, &mut emit),
        Format::Markdown => markdown::read_by(amount, decoded, &mut emit),
        Format::Po => po::read_by(amount, decoded, &mut emit),
        Format::Csv => csv::read_by(amount, decoded, columns, &mut emit),
        Format::Jsonl => jsonl::read_by(amount, decoded, columns, &mut emit),
        Format::Tsv => tsv::read_by(amount, decoded, columns, &mut emit),
        Format::Xliff => xliff::read_by(amount, decoded, &mut emit),
        Format::Tmx => tmx::read_by(amount, decoded, &mut emit),
        Format::Xcstrings => xcstrings::read_by(amount, decoded, &mut emit),
    }
}

/// The format of a document by its name (compression suffixes taken off), else by its first bytes.
///
/// # Errors
/// The reason why a file of this name is not read.
pub fn choose(name: &str, head: &[u8]) -> Result<Format, String> {
    let lower = name.to_ascii_lowercase();
    let bare = [".gz", ".zst", ".xz", ".bz2"]
        .iter()
        .find_map(|suffix| lower.strip_suffix(suffix))
        .unwrap_or(&lower);
    if is_web_archive(head) {
        return Err("is a page saved with all its parts in one file (MHTML), where the text is encoded; save it as HTML".to_owned());
    }
    match extension(Path::new(bare)) {
        "html" | "htm" | "xhtml" | "xht" => Ok(Format::Html),
        "md" | "markdown" | "mdown" | "mkd" | "mdx" | "qmd" | "rmd" => Ok(Format::Markdown),
        "txt" | "text" => Ok(Format::Text),
        "tsv" | "tab" => Ok(Format::Tsv),
        "csv" => Ok(Format::Csv),
        "jsonl" | "ndjson" => Ok(Format::Jsonl),
        "po" | "pot" => Ok(Format::Po),
        "xlf" | "xliff" | "xlif" | "sdlxliff" | "mxliff" | "mqxliff" => Ok(Format::Xliff),
        "tmx" => Ok(Format::Tmx),
        "xcstrings" => Ok(Format::Xcstrings),
        _ if looks_like_html(head) => Ok(Format::Html),
        _ => Ok(match xml::root(head).as_deref() {
            Some("xliff") => Format::Xliff,
            Some("tmx") => Format::Tmx,
            _ => Format::Text,
        }),
    }
}

fn looks_like_html(head: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&head[..head.len().min(512)]).to_ascii_lowercase();
    let start = start.trim_start_matches('\u{FEFF}').trim_start();
    ["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|tag| start.starts_with(tag))
}

/// A mail of several parts, as which browsers save a page with its images.
fn is_web_archive(head: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&head[..head.len().min(2048)]).to_ascii_lowercase();
    start.contains("\nmime-version:") && start.contains("\ncontent-type: multipart/related")
}

/// The extension, as the site had it that the file was saved from: browsers add `.download` to programs, others leave
/// the query on.
fn extension(path: &Path) -> &str {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.unwrap_or_default();
    let name = name.split('?').next().unwrap_or_default();
    let name = name.strip_suffix(".download").unwrap_or(name);
    let extension = Path::new(name).extension();
    extension
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
}

/// Extensions of files that lie beside documents and are none: found in a directory they are passed over; named on
/// the command line they are read like any other file.
#[must_use]
pub fn is_companion(path: &Path) -> bool {
    const EXTENSIONS: &[&str] = &[
        "7z", "avi", "avif", "bin", "bmp", "c", "class", "cpp", "cs", "css", "db", "dll", "eot",
        "exe", "flac", "gif", "go", "h", "heic", "ico", "jar", "java", "jpeg", "jpg", "js",
        "json5", "kt", "less", "lock", "map", "mjs", "mkv", "mo", "mov", "mp3", "mp4", "o", "ogg",
        "otf", "parquet", "php", "png", "psd", "py", "pyc", "rb", "rs", "scss", "sh", "so",
        "sqlite", "svg", "swift", "tar", "tgz", "tif", "tiff", "toml", "ts", "tsx", "ttf", "wasm",
        "wav", "webm", "webp", "woff", "woff2", "yaml", "yml", "zip",
    ];
    let extension = extension(path).to_ascii_lowercase();
    EXTENSIONS.binary_search(&extension.as_str()).is_ok()
}

/// The extension of a file that may well hold text, in a format that is not read: found in a directory it is passed
/// over, but not without a word.
#[must_use]
pub fn unread(path: &Path) -> Option<&'static str> {
    const EXTENSIONS: &[&str] = &[
        "doc", "docx", "epub", "odp", "ods", "odt", "pdf", "ppt", "pptx", "ps", "rtf", "xls",
        "xlsx",
    ];
    let extension = extension(path).to_ascii_lowercase();
    let at = EXTENSIONS.binary_search(&extension.as_str()).ok()?;
    Some(EXTENSIONS[at])
}

/// Cuts a document's text into windows.
#[derive(Debug)]
pub struct Windows<'a> {
    decoded: &'a mut Decoded,
    carry: String,
    position: Position,
    done: bool,
    /// What went wrong behind the text that is left.
    failed: Option<io::Error>,
}

impl<'a> Windows<'a> {
    /// Windows over the whole of `decoded`.
    pub fn new(decoded: &'a mut Decoded) -> Self {
        Self {
            decoded,
            carry: String::new(),
            position: Position::START,
            done: false,
            failed: None,
        }
    }

    /// The next window, of `amount` bytes or so, and whether it is the last. `cut` chooses where it may end: it gets
    /// the text read so far and returns the length of the part that is complete, or 0 when there is none; then more is
    /// read. At [`LIMIT`] the text is cut at its last line break or white space, or wherever it must.
    ///
    /// # Errors
    /// When the file cannot be read on. What was read before is given as a window first, the error by the next call.
    pub fn next(
        &mut self,
        amount: usize,
        mut cut: impl FnMut(&str) -> usize,
    ) -> io::Result<Option<(Arc<Window>, bool)>> {
        let mut amount = amount.max(1);
        let length = loop {
            if !self.done && self.carry.len() < amount {
                let missing = amount - self.carry.len();
                match self.decoded.fill(&mut self.carry, missing) {
                    Ok(done) => self.done = done,
                    Err(error) => {
                        self.failed = Some(error);
                        self.done = true;
                    }
                }
            }
            if self.carry.is_empty() {
                return self.failed.take().map_or(Ok(None), Err);
            }
            if self.carry.len() < amount {
                break self.carry.len();
            }
            // what is longer than was asked for (left over, or decoded in one go) is for the windows after
            let head = if amount < LIMIT {
                &self.carry[..floor_char(&self.carry, amount)]
            } else {
                &self.carry[..floor_char(&self.carry, LIMIT)]
            };
            match cut(head) {
                0 if self.done && head.len() == self.carry.len() => break self.carry.len(),
                0 if amount >= LIMIT => break last_resort(head),
                0 => amount *= 2,
                length => break length,
            }
        };
        let rest = self.carry.split_off(length);
        let text = std::mem::replace(&mut self.carry, rest);
        let start = self.position;
        self.position = start.after(&text);
        let last = self.done && self.carry.is_empty();
        Ok(Some((Window::new(text, start), last)))
    }
}

/// Length of the part of `text` that ends with a line break or at least with white space.
fn last_resort(text: &str) -> usize {
    let near_end = floor_char(text, text.len() - text.len() / 4);
    let tail = &text[near_end..];
    memchr::memrchr(b'\n', tail.as_bytes())
        .or_else(|| tail.rfind(char::is_whitespace))
        .and_then(|at| Some(near_end + at + tail[at..].chars().next()?.len_utf8()))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_name_and_by_first_bytes() {
        assert_eq!(choose("a/B.HTML.gz", b""), Ok(Format::Html));
        assert_eq!(choose("notes.md", b""), Ok(Format::Markdown));
        assert_eq!(
            choose("page", b"\xEF\xBB\xBF <!DOCTYPE html>"),
            Ok(Format::Html)
        );
        assert_eq!(choose("README", b"hello"), Ok(Format::Text));
        assert_eq!(choose("de.tmx", b""), Ok(Format::Tmx));
        assert_eq!(choose("App.xcstrings.gz", b"{"), Ok(Format::Xcstrings));
        let xliff = b"<?xml version='1.0'?><!-- x --><!DOCTYPE a [<!ENTITY b '>'>]>\n<x:xliff version='2.0'>";
        assert_eq!(choose("strings", xliff), Ok(Format::Xliff));
        assert_eq!(choose("news.html?id=7", b"<p>"), Ok(Format::Html));
        let saved = b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n";
        assert!(choose("page.mhtml", saved).is_err());
        assert_eq!(
            choose("mail.txt", b"The MIME-Version: 1.0"),
            Ok(Format::Text)
        );
    }

    #[test]
    fn long_ids_stay_apart() {
        let (mut one, mut two) = ("é".repeat(5000), "é".repeat(5001));
        bound(&mut one);
        bound(&mut two);
        assert!(one != two && one.len() <= ID && two.len() <= ID);
    }

    #[test]
    fn companions_are_sorted() {
        for name in [
            "a.css",
            "b.PNG",
            "c.js",
            "d.zip",
            "e.7z",
            "f.yml",
            "g.js.download",
            "h.css?ver=6.2",
        ] {
            assert!(is_companion(Path::new(name)), "{name}");
        }
        for name in ["a.txt", "README", "b.html?page=2.js", "c.html", "d.docx"] {
            assert!(!is_companion(Path::new(name)), "{name}");
        }
        assert_eq!(unread(Path::new("x/minutes.DOCX")), Some("docx"));
        assert_eq!(unread(Path::new("xls")), None);
    }
}
