//! The text that rules about one language see of a side: tags are dropped as the reader of a page does not see them, and
//! [`OBJECT`] stands for placeholders and code spans, as in a document.

use super::{Side, Unit};
use crate::block::{Block, OBJECT};
use crate::formats::html::reference;
use crate::inline::{Inline, Kind, Piece, Tag};

/// Refills the text and the map of `block` with those of `side`, whole.
pub(super) fn copy_whole(side: &Side, block: &mut Block) {
    block.text.clone_from(&side.text);
    block.map.clone_from(&side.map);
}

/// Refills the text and the map of `block` with what a reader sees of `side`, whose pieces are `inline`.
pub(super) fn fill(side: &Side, unit: &Unit, inline: &Inline, block: &mut Block) {
    let accelerator = accelerator(&side.text, &unit.source.text, inline);
    if inline.pieces.iter().all(|piece| kept(piece, &side.text)) && accelerator.is_none() {
        copy_whole(side, block);
        return;
    }
    block.text.clear();
    block.map = crate::position::OffsetMap::default();
    let source = &unit.source.text;
    let references = (source.contains('&') && source.contains(';'))
        || inline.pieces.iter().any(|piece| piece.kind == Kind::Tag);
    let mut at = 0;
    for piece in &inline.pieces {
        if kept(piece, &side.text) {
            continue;
        }
        copy(side, block, at, piece.range.start, accelerator);
        at = piece.range.end;
        let raw = &side.text[piece.range.clone()];
        match piece.kind {
            Kind::Tag => {
                if breaks(raw) {
                    put(side, block, piece, "\n");
                }
            }
            Kind::Role => {}
            Kind::Entity if references => match reference::read(raw, false) {
                Some(found) => {
                    let mut text = String::from(found.first);
                    text.extend(found.second);
                    put(side, block, piece, &text);
                }
                None => copy(side, block, piece.range.start, piece.range.end, None),
            },
            Kind::Entity => copy(side, block, piece.range.start, piece.range.end, None),
            _ => put(side, block, piece, OBJECT.encode_utf8(&mut [0; 4])),
        }
    }
    copy(side, block, at, side.text.len(), accelerator);
    if block.text.is_empty() {
        block.map.push_decoded(0, side.map.start(0), 0, 0);
    }
}

/// Stays as it is: addresses are looked at by the rules about provenance, spaces in braces by the one about damage.
fn kept(piece: &Piece, text: &str) -> bool {
    match piece.kind {
        Kind::Url | Kind::Email | Kind::Path | Kind::LinkTarget | Kind::Object => true,
        Kind::Brace => {
            let raw = &text[piece.range.clone()];
            raw.contains(' ') && !raw.starts_with("{{") && !raw.starts_with("{%")
        }
        _ => false,
    }
}

/// A tag that begins a new line.
fn breaks(raw: &str) -> bool {
    Tag::read(raw).is_some_and(|tag| {
        [
            "br",
            "p",
            "li",
            "div",
            "tr",
            "td",
            "th",
            "ul",
            "ol",
            "hr",
            "h1",
            "h2",
            "h3",
            "h4",
            "title",
            "dt",
            "dd",
            "h5",
            "h6",
            "blockquote",
            "caption",
            "figcaption",
            "option",
            // DocBook
            "para",
            "simpara",
            "formalpara",
            "note",
            "tip",
            "warning",
            "listitem",
            "term",
            "entry",
            "row",
            "screen",
            "section",
        ]
        .iter()
        .any(|name| tag.name.eq_ignore_ascii_case(name))
    })
}

/// The byte that marks the key of a menu entry (`&File`, `_File`), when the source marks one too.
fn accelerator(text: &str, source: &str, inline: &Inline) -> Option<usize> {
    const LONGEST: usize = 80;
    if text.len() > LONGEST {
        return None;
    }
    ['&', '_', '~'].into_iter().find_map(|sign| {
        let mut found = text.match_indices(sign);
        let (at, _) = found.next()?;
        let letter = text[at + 1..].starts_with(char::is_alphanumeric);
        let fits = found.next().is_none()
            && letter
            && source.matches(sign).count() == 1
            && !inline.covers(at);
        fits.then_some(at)
    })
}

/// Appends the text from `start` to `end` as it is, without the byte at `skip`.
fn copy(side: &Side, block: &mut Block, start: usize, end: usize, skip: Option<usize>) {
    if let Some(skip) = skip.filter(|skip| (start..end).contains(skip)) {
        copy(side, block, start, skip, None);
        copy(side, block, skip + 1, end, None);
        return;
    }
    block.map.append(&side.map, start..end, block.text.len());
    block.text.push_str(&side.text[start..end]);
}

/// Appends `text`, which stands for a piece.
fn put(side: &Side, block: &mut Block, piece: &Piece, text: &str) {
    let (start, end) = (
        side.map.start(piece.range.start),
        side.map.end(piece.range.end),
    );
    block.map.push_decoded(
        block.text.len(),
        start,
        text.len(),
        end.saturating_sub(start),
    );
    block.text.push_str(text);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::block::Kind as BlockKind;
    use crate::position::{Position, Window};

    fn block(text: &str, source: &str) -> Block {
        let window = Window::new(text.to_owned(), Position::START);
        let side = Side::verbatim(&window, 0..text.len());
        let unit = Unit {
            source: Side {
                text: source.to_owned(),
                ..Side::default()
            },
            target: side.clone(),
            ..Unit::default()
        };
        let mut block = Block::verbatim(BlockKind::Cell, &window, 0..0);
        side.block(&Arc::new(unit), &window, &mut block);
        block
    }

    fn seen(text: &str, source: &str) -> String {
        block(text, source).text
    }

    #[test]
    fn what_a_reader_sees() {
        assert_eq!(
            seen("Ein <b>fet</b>tes Wort<br/>und %s", ""),
            "Ein fettes Wort\nund \u{FFFC}"
        );
        assert_eq!(seen("Spei&chern", "&Save"), "Speichern");
        assert_eq!(seen("R&D", "Research"), "R&D");
        assert_eq!(seen("a &amp; b", "x &amp; y"), "a & b");
        assert_eq!(seen("Nichts davon.", ""), "Nichts davon.");
        assert_eq!(seen("<名前>を入力", ""), "<名前>を入力");
        assert_eq!(seen("{{ name }} und { 0 }", ""), "\u{FFFC} und { 0 }");
    }

    #[test]
    fn places_lead_back_to_the_file() {
        let block = block("Ein <b>fet</b>tes %d Wort", "");
        let at = block.text.find("Wort").unwrap();
        let (start, end) = block.place(&(at..at + 4));
        assert_eq!((start.column, end.column), (22, 26));
        let (start, end) = block.place(&(4..10));
        assert_eq!((start.column, end.column), (8, 18));
    }

    proptest! {
        #[test]
        fn every_character_kept_leads_to_itself(text in "(<b>|</b>|<br>|%s|\\{x\\}|&amp;|`|[a-z文 é&_]){0,30}") {
            let block = block(&text, "&amp; x");
            for (at, c) in block.text.char_indices() {
                let raw = block.map.start(at);
                let kept = text[raw..].starts_with(c);
                prop_assert!(kept || matches!(c, OBJECT | '\n' | '&'), "{c} at {at} of {:?}", block.text);
                prop_assert!(block.map.end(at + c.len_utf8()) > raw);
            }
        }
    }
}
