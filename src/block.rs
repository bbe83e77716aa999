//! Blocks: the unit that formats hand to the rules.
//!
//! A block is one paragraph, heading, list item, table cell or caption as a reader sees it: entities decoded, inline
//! tags dropped, so that a sentence that mark-up splits is whole again. Beside the prose there are blocks of machine
//! text (tags, comments, front matter), which only the provenance catalogues look at.

use std::ops::Range;
use std::sync::Arc;

use crate::finding::excerpt;
use crate::position::{OffsetMap, Position, Window};
use crate::unit::Unit;

/// Stands in prose for something that is not prose: a code span, an image, a form field.
pub const OBJECT: char = '\u{FFFC}';

/// What a block is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Running text.
    Paragraph,
    /// A heading of any level.
    Heading,
    /// An item of a list; also a term or a definition.
    ListItem,
    /// A cell of a table.
    Cell,
    /// A caption of a figure or table.
    Caption,
    /// The document's title, as browsers show it in the tab.
    Title,
    /// A short text of the interface around the content: navigation, buttons, labels, header and footer of a page.
    Interface,
    /// Text that only an attribute or a metadata field holds: `alt`, `title`, `meta description`, a front matter value.
    Attribute,
    /// The tags of a page, verbatim, without the text between them. Not prose.
    Markup,
    /// A comment in the mark-up. Not prose.
    Comment,
    /// Metadata lines: front matter. Not prose.
    FrontMatter,
    /// Words of a bilingual format around its texts: comments, header fields, attributes. Not prose.
    Metadata,
}

impl Kind {
    /// Whether a reader sees it as text: rules about language and artifacts look at nothing else.
    #[must_use]
    pub fn is_prose(self) -> bool {
        !matches!(
            self,
            Self::Markup | Self::Comment | Self::FrontMatter | Self::Metadata
        )
    }

    /// Whether it is running text, as opposed to titles, labels and cells, which obey other conventions.
    #[must_use]
    pub fn is_running(self) -> bool {
        matches!(self, Self::Paragraph | Self::ListItem)
    }
}

/// A piece of a document: its text and the way back to the file.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Number among the prose blocks of the document, from 1; machine text carries the number of the block before it.
    pub number: u32,
    /// The text: entities decoded, tags dropped, [`OBJECT`] for code. Line breaks of the file are kept as they are,
    /// so rules treat any run of white space as one space.
    pub text: String,
    /// From offsets in `text` to offsets in `window`.
    pub map: OffsetMap,
    /// The stretch of the file it comes from.
    pub window: Arc<Window>,
    /// The language that the nearest `lang` attribute around it declares, if it is not the document's own.
    pub language: Option<Arc<str>>,
    /// Inside a quotation block or an example: other people's words.
    pub quoted: bool,
    /// Stretches of the text whose mark-up says that they are not in the block's language or not the author's words:
    /// an inline element with another `lang`, a link with another `hreflang`, `<q>`, `<cite>`. Mostly empty.
    pub foreign: Vec<Range<usize>>,
    /// Stretches of the text that are the text of a link. Mostly empty.
    pub links: Vec<Range<usize>>,
    /// Rules silenced for this block by a comment before it: indices into the document's list of suppressions.
    pub suppressions: Vec<u32>,
    /// The translation unit that it is a side of.
    pub unit: Option<Arc<Unit>>,
}

impl Block {
    /// The target of a translation unit that has a source to go by.
    #[must_use]
    pub fn is_of_pair(&self) -> bool {
        self.unit.as_deref().is_some_and(Unit::is_pair)
    }

    /// A prose or machine-text block that is part of the window as it stands.
    #[must_use]
    pub fn verbatim(kind: Kind, window: &Arc<Window>, range: Range<usize>) -> Self {
        Self {
            kind,
            number: 0,
            text: window.text()[range.clone()].to_owned(),
            map: OffsetMap::identity(range.start, range.len()),
            window: Arc::clone(window),
            language: None,
            quoted: false,
            foreign: Vec::new(),
            links: Vec::new(),
            suppressions: Vec::new(),
            unit: None,
        }
    }

    /// The places in the file where `span` of the text begins and ends (exclusive).
    ///
    /// White space and tags before the first and after the last character are not part of it.
    #[must_use]
    pub fn place(&self, span: &Range<usize>) -> (Position, Position) {
        let start = self.window.position(self.map.start(span.start));
        if span.is_empty() {
            return (start, start);
        }
        (start, self.window.position(self.map.end(span.end)))
    }

    /// The line of the file on which the text begins.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.window.line(self.map.start(0))
    }

    /// The line of the file on which `span` begins, shortened on both sides when long, and the bytes of it that the
    /// span takes.
    #[must_use]
    pub fn line_around(&self, span: &Range<usize>) -> (String, Range<usize>) {
        self.window
            .line_around(self.map.start(span.start)..self.map.end(span.end))
    }
}

/// What a format reports while it reads a document.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// A block of prose or machine text, in reading order.
    Block(Block),
    /// A translation unit, in reading order, and the window that its maps lead to.
    Unit(Arc<Unit>, Arc<Window>),
    /// The language that the document declares for itself (`<html lang>`, front matter, the target language of a
    /// bilingual file), as written there.
    Declared(String),
    /// The language that the document says it was translated from.
    DeclaredSource(String),
    /// A comment that silences rules: for the prose block that comes next, or for the file.
    Directive(Directive),
    /// A comment that silences rules, whose reader knows for how long: it writes the directive's number among all
    /// directives of the document, from 0, into [`Block::suppressions`] of the blocks concerned.
    Scoped(Directive),
    /// A record that could not be read; reading goes on behind it.
    Fault {
        /// Where it is.
        position: Position,
        /// What is wrong with it and what to do.
        message: String,
    },
}

/// A suppression found in a document: `traditore: ignore[RULE, …]` or `traditore: ignore-file[RULE, …]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// Rules, families or `all`, as written.
    pub rules: Vec<String>,
    /// For the whole file; else for the block that follows.
    pub whole_file: bool,
    /// Where it stands.
    pub start: Position,
    /// The first place after it.
    pub end: Position,
}

/// Names in one comment that are read: far more than there are rules.
const NAMES: usize = 1000;

impl Directive {
    /// Finds the directive in the text of a comment that begins at `start`; `None` when there is none. Names behind the
    /// first thousand are passed over.
    #[must_use]
    pub fn parse(comment: &str, start: Position) -> Option<Self> {
        let at = comment.find("traditore:")?;
        let rest = comment[at + "traditore:".len()..].trim_start();
        let (whole_file, rest) = match rest.strip_prefix("ignore-file") {
            Some(rest) => (true, rest),
            None => (false, rest.strip_prefix("ignore")?),
        };
        let rest = rest.trim_start().strip_prefix('[')?;
        let close = rest.find(']')?;
        let rules = rest[..close]
            .split(',')
            .map(excerpt)
            .filter(|rule| !rule.is_empty())
            .take(NAMES)
            .collect();
        let length = comment.len() - rest.len() + close + 1;
        let first = start.after(&comment[..at]);
        Some(Self {
            rules,
            whole_file,
            start: first,
            end: first.after(&comment[at..length]),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_read_with_their_place() {
        let directive = Directive::parse(
            " traditore: ignore[artifact/mojibake, language] because",
            Position::START,
        );
        let directive = directive.expect("a directive");
        assert_eq!(directive.rules, ["artifact/mojibake", "language"]);
        assert!(!directive.whole_file);
        assert_eq!(directive.start.column, 2);
        assert_eq!(directive.end.column, 48);
        assert!(
            Directive::parse("traditore: ignore-file[all]", Position::START)
                .is_some_and(|d| d.whole_file)
        );
        assert_eq!(
            Directive::parse("the word traditore: nothing", Position::START),
            None
        );
    }
}
