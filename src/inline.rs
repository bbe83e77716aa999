//! What stands in a text by nature and is not language: tags, placeholders, addresses, code.
//!
//! Formats without inline codes (PO, tables) leave all of it in the text. It is cut here once, by hand-written scanners
//! that only begin at a byte that can begin something; a plain text costs one pass over its bytes and no memory. Where
//! the file says which family its placeholders are of ([`Flag`]), only that family is looked for; else they are told by
//! shape, and shapes that prose also has (`100% of`, `$5`, `<name>`, `&File`) are left alone.

use std::ops::Range;

use crate::sieve::Bytes;
use crate::unit::Flag;

mod address;
mod brace;
mod percent;
mod scan;
mod sigil;
mod tag;

pub use percent::Percent;
pub use tag::Tag;

/// What a piece of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A tag of HTML, XML or BBCode, or a comment.
    Tag,
    /// A character reference that HTML knows: `&nbsp;`, `&#8217;`.
    Entity,
    /// A placeholder that begins with `%` and ends with a conversion: `%s`, `%1$d`, `%(name)s`, `%@`.
    Percent,
    /// A numbered placeholder of Qt and KDE: `%1`, `%L2`.
    Numbered,
    /// A placeholder in braces, with or without a sign before them: `{0}`, `{name}`, `{{ name }}`, `${name}`, `%{name}`.
    Brace,
    /// A name with a sign before it: `$NAME`, `%NAME%`, `@count`, `:name`, `#NAME#`. Prose has such shapes, if rarely.
    Name,
    /// The syntax around the branches of an ICU plural or select: `{n, plural, one {`, `} other {`, `}}`.
    Icu,
    /// A web address.
    Url,
    /// A mail address.
    Email,
    /// A path of a file system.
    Path,
    /// A code span: `` `x` ``.
    Code,
    /// The role before a text of reStructuredText: `:ref:`.
    Role,
    /// The end of a Markdown link, with its target: `](target)`.
    LinkTarget,
    /// An inline code that the format took out of the text.
    Object,
}

impl Kind {
    /// Something is filled in there.
    #[must_use]
    pub fn is_placeholder(self) -> bool {
        matches!(
            self,
            Self::Percent | Self::Numbered | Self::Brace | Self::Name | Self::Icu
        )
    }
}

/// A piece of a text that is not language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: Kind,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

/// The pieces of a text that are not language, in order, none overlapping.
#[derive(Clone, Debug, Default)]
pub struct Inline {
    /// The pieces.
    pub pieces: Vec<Piece>,
}

/// The bytes at which a piece begins, but for the `w` of `www.`.
const BEGINNINGS: Bytes = Bytes::from_list(scan::BEGINNINGS);

impl Inline {
    /// The pieces of `text`, whose placeholders are of the families that `flags` name, if they name any.
    #[must_use]
    pub fn of(text: &str, flags: &[Flag]) -> Self {
        Self {
            pieces: scan::scan(text, Families::of(flags)),
        }
    }

    /// Whether `text`, whose bytes are `bytes`, holds a byte with which a piece could begin.
    #[inline]
    #[must_use]
    pub fn may_begin(text: &str, bytes: Bytes) -> bool {
        bytes.meets(BEGINNINGS)
            || (bytes.has(b'w') && text.as_bytes().windows(2).any(|pair| pair == b"ww"))
    }

    /// The pieces of these kinds.
    pub fn of_kind(&self, wanted: impl Fn(Kind) -> bool) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().filter(move |piece| wanted(piece.kind))
    }

    /// Whether the byte at `offset` belongs to a piece.
    #[must_use]
    pub fn covers(&self, offset: usize) -> bool {
        self.at(offset).is_some()
    }

    /// Whether the byte at `offset` belongs to a placeholder or a tag.
    #[must_use]
    pub fn covers_placeholder(&self, offset: usize) -> bool {
        self.at(offset).is_some_and(|piece| {
            // `%50` may be a number of Turkish
            let numbered = piece.kind == Kind::Numbered;
            (piece.kind.is_placeholder() && !numbered)
                || matches!(piece.kind, Kind::Tag | Kind::Entity)
        })
    }

    fn at(&self, offset: usize) -> Option<&Piece> {
        let after = self
            .pieces
            .partition_point(|piece| piece.range.end <= offset);
        self.pieces
            .get(after)
            .filter(|piece| piece.range.start <= offset)
    }
}

/// Which families of placeholders are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a set of families")]
struct Families {
    /// `%s`, by the whole grammar of `printf` or by shape.
    percent: bool,
    /// `%1`, `%n`.
    numbered: bool,
    /// `{…}`.
    brace: bool,
    /// `$x`, `:x`, `@x`, `#X#`, `%NAME%`.
    name: bool,
    /// `${x}`, `%{x}`, `#{x}`.
    sign_brace: bool,
    /// `~a`.
    tilde: bool,
    /// The file says so, so that shapes which prose has count too.
    sure: bool,
}

impl Families {
    const NOTHING: Self = Self {
        percent: false,
        numbered: false,
        brace: false,
        name: false,
        sign_brace: false,
        tilde: false,
        sure: false,
    };
    /// By shape.
    const SHAPES: Self = Self {
        percent: true,
        numbered: true,
        brace: true,
        name: true,
        sign_brace: true,
        ..Self::NOTHING
    };

    fn of(flags: &[Flag]) -> Self {
        let mut families = Self::NOTHING;
        let mut named = false;
        for flag in flags {
            match flag {
                Flag::C
                | Flag::Python
                | Flag::JavaPrintf
                | Flag::Perl
                | Flag::Php
                | Flag::ObjC
                | Flag::Lua
                | Flag::Pascal => families.percent = true,
                Flag::PythonBrace | Flag::Java | Flag::CSharp | Flag::PerlBrace => {
                    families.brace = true;
                }
                Flag::JavaScript => {
                    families.percent = true;
                    families.sign_brace = true;
                    families.brace = true;
                }
                Flag::Ruby => {
                    families.percent = true;
                    families.sign_brace = true;
                }
                Flag::Qt | Flag::Kde | Flag::Boost => families.numbered = true,
                Flag::Scheme => families.tilde = true,
                Flag::Other => return Self::SHAPES,
                Flag::None => {}
            }
            named = true;
        }
        if named {
            families.sure = true;
            families
        } else {
            Self::SHAPES
        }
    }
}

#[cfg(test)]
mod tests;
