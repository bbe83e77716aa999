//! A text in the form in which the grammars list their words, with the way back.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// A folded text: NFKC, small letters, one space for any white space, straight quotation marks, invisible characters
/// gone.
#[derive(Clone, Debug, Default)]
pub(super) struct Folded {
    /// The folded text.
    pub(super) text: String,
    /// For each character of it, its offset and the offset of the character it came from.
    map: Vec<(u32, u32)>,
    length: u32,
}

impl Folded {
    /// Folds `text`.
    #[must_use]
    pub(super) fn new(text: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(text.len()),
            map: Vec::with_capacity(text.len()),
            length: u32::try_from(text.len()).unwrap_or(u32::MAX),
        };
        for (offset, character) in text.char_indices() {
            folded.push(offset, character);
        }
        folded
    }

    fn push(&mut self, offset: usize, character: char) {
        if crate::chars::is_invisible(character)
            || matches!(
                character,
                '\u{640}' | '\u{64B}'..='\u{652}' | '\u{FE0E}' | '\u{FE0F}'
            )
        {
            return;
        }
        if character.is_whitespace() {
            if !self.text.ends_with(' ') {
                self.add(offset, ' ');
            }
            return;
        }
        if character.is_ascii() {
            self.add(offset, character.to_ascii_lowercase());
            return;
        }
        let simple = match character {
            'İ' | 'ı' => 'i',
            '’' | '‘' | 'ʼ' => '\'',
            '‐' | '‑' => '-',
            '‒'..='―' => '–',
            other => other,
        };
        if simple != character {
            self.add(offset, simple);
            return;
        }
        let lower: String = character.to_lowercase().nfkc().collect();
        for character in lower.chars() {
            self.add(offset, character);
        }
    }

    fn add(&mut self, offset: usize, character: char) {
        let (at, from) = (self.text.len(), offset);
        self.map.push((
            u32::try_from(at).unwrap_or(u32::MAX),
            u32::try_from(from).unwrap_or(u32::MAX),
        ));
        self.text.push(character);
    }

    /// The bytes of the original text that `span` of the folded text came from.
    #[must_use]
    pub(super) fn original(&self, span: &Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            self.map
                .partition_point(|&(folded, _)| (folded as usize) < offset)
        };
        let from = |index: usize| {
            self.map
                .get(index)
                .map_or(self.length, |&(_, original)| original) as usize
        };
        from(at(span.start))..from(at(span.end))
    }

    /// The offset in the folded text of the character at or after `offset` of the original.
    #[must_use]
    pub(super) fn offset(&self, offset: usize) -> usize {
        let index = self
            .map
            .partition_point(|&(_, original)| (original as usize) < offset);
        self.map
            .get(index)
            .map_or(self.text.len(), |&(folded, _)| folded as usize)
    }
}
