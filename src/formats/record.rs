//! A record of a table on its way to a unit: what CSV, JSON lines and tables with named columns have in common.

use std::sync::Arc;

use super::columns::Role;
use super::{BLOCK, Emit, bound};
use crate::block::{Directive, Event};
use crate::position::{OffsetMap, Window, floor_char};
use crate::tag;
use crate::unit::{Side, Unit};

/// The languages that the records before had: what the first one says holds for the document.
#[derive(Debug, Default)]
pub(super) struct Languages {
    declared: [Option<String>; 2],
    last: [Option<(String, Option<Arc<str>>)>; 2],
}

/// The cells of a record that matter.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) id: String,
    pub(super) source: Option<Side>,
    pub(super) target: Option<Side>,
    pub(super) text: Option<Side>,
    pub(super) source_lang: String,
    pub(super) lang: String,
    /// The note, and where it begins in the window.
    pub(super) note: Option<(String, usize)>,
}

impl Record {
    /// Takes a cell.
    pub(super) fn take(&mut self, role: Role, side: Side) {
        match role {
            Role::Id => self.id = side.text,
            Role::Source => self.source = Some(side),
            Role::Target => self.target = Some(side),
            Role::Text => self.text = Some(side),
            Role::SourceLang => self.source_lang = side.text,
            Role::Lang => self.lang = side.text,
            Role::Note => self.note = Some((side.text, side.map.start(0))),
        }
    }

    /// Hands the record on. What is wrong with it comes back: it has no text at all, or only a target.
    pub(super) fn emit(
        self,
        window: &Arc<Window>,
        languages: &mut Languages,
        emit: &mut Emit<'_>,
    ) -> Result<(), &'static str> {
        let source_language = languages.of(0, &self.source_lang, emit);
        let language = languages.of(1, &self.lang, emit);
        let mut suppressions = Vec::new();
        if let Some((note, at)) = &self.note
            && let Some(directive) = Directive::parse(note, window.position(*at))
        {
            if directive.whole_file {
                emit.event(Event::Directive(directive));
            } else {
                suppressions.push(emit.directive(directive));
            }
        }
        let mut id = self.id;
        bound(&mut id);
        let mut unit = Unit {
            id,
            suppressions,
            ..Unit::default()
        };
        match (self.source, self.target, self.text) {
            (Some(mut source), target, _) => {
                source.language = source_language;
                let mut target = target.unwrap_or_else(Side::absent);
                target.language = language;
                unit.source = source;
                unit.target = target;
                emit.unit(Box::new(unit), window);
                Ok(())
            }
            (None, _, Some(text)) => {
                let mut first = true;
                for mut piece in paragraphs(text) {
                    piece.language.clone_from(&language);
                    let unit = Unit {
                        source: Side::absent(),
                        target: piece,
                        ..unit.clone()
                    };
                    emit.unit_piece(Box::new(unit), window, first);
                    first = false;
                }
                Ok(())
            }
            (None, Some(_), None) => Err("there is a target, but no source"),
            (None, None, None) => Err("there is neither a source nor a text"),
        }
    }
}

impl Languages {
    /// The language of a side where it is not the document's; the first record's is the document's.
    fn of(&mut self, side: usize, name: &str, emit: &mut Emit<'_>) -> Option<Arc<str>> {
        if name.is_empty() {
            return None;
        }
        if let Some((last, language)) = &self.last[side]
            && last == name
        {
            return language.clone();
        }
        let tag = tag::canonical(&name.replace('_', "-"))?;
        let declared = self.declared[side].get_or_insert_with(|| {
            emit.event(if side == 0 {
                Event::DeclaredSource(tag.clone())
            } else {
                Event::Declared(tag.clone())
            });
            tag.clone()
        });
        let language = (*declared != tag).then(|| Arc::from(tag.as_str()));
        self.last[side] = Some((name.to_owned(), language.clone()));
        language
    }
}

/// The paragraphs of a long text, parted by blank lines; none is longer than [`BLOCK`].
fn paragraphs(side: Side) -> Vec<Side> {
    if side.text.len() <= BLOCK && !side.text.contains("\n\n") {
        return vec![side];
    }
    let text = side.text.as_str();
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = text[at..].find("\n\n").map_or(text.len(), |n| at + n);
        let mut start = at;
        while start < end {
            let limit = floor_char(text, start + BLOCK).min(end);
            let stop = if limit < end {
                text[start..limit]
                    .rfind(char::is_whitespace)
                    .filter(|&n| n > 0)
                    .map_or(limit, |n| start + n)
            } else {
                end
            };
            pieces.push(part(&side, start, stop));
            start = stop;
        }
        at = end + 2;
    }
    pieces
}

/// A part of a side.
fn part(side: &Side, start: usize, end: usize) -> Side {
    Side {
        text: side.text[start..end].to_owned(),
        map: side.map.part(start, end),
        ..Side::default()
    }
}

/// The side that `raw` bytes of the window stand for, where `decode` turns each special place into a character.
///
/// `special` finds the next place from which the text is not verbatim; `decode` gets the text from there and returns the
/// character and the bytes it takes, at least one.
pub(super) fn decoded(
    raw: &str,
    start: usize,
    special: u8,
    mut decode: impl FnMut(&str) -> (char, usize),
) -> Side {
    let mut text = String::with_capacity(raw.len());
    let mut map = OffsetMap::identity(start, 0);
    let mut at = 0;
    while at < raw.len() {
        let stop = memchr::memchr(special, &raw.as_bytes()[at..]).map_or(raw.len(), |n| at + n);
        map.push_verbatim(text.len(), start + at, stop - at);
        text.push_str(&raw[at..stop]);
        at = stop;
        if at < raw.len() {
            let (character, length) = decode(&raw[at..]);
            map.push_decoded(text.len(), start + at, character.len_utf8(), length);
            text.push(character);
            at += length;
        }
    }
    Side {
        text,
        map,
        ..Side::default()
    }
}
