//! A table of weights, as training wrote it.
//!
//! A file is a head (`LID1`, logarithm of the rows, languages, width, longest n-gram, one byte each, then the scale and a
//! bias for each language as `f32`) and the rows: one signed byte for each column, the columns padded to a width that
//! fills vector registers. Bytes are read where they lie in the program.

use std::sync::LazyLock;

use super::feature::Word;
use super::language::{GROUPS, TABLES, WIDEST};

/// Weights of one group.
#[derive(Debug)]
pub struct Table {
    /// Binary logarithm of the number of rows.
    pub bits: u32,
    /// Longest n-gram.
    pub longest: usize,
    /// What one unit of weight is worth, in nats.
    pub scale: f32,
    /// Bias of each language, in nats.
    pub bias: Vec<f32>,
    /// What is taken from each language where the question is open, in nats.
    pub seldom: Vec<f32>,
    width: usize,
    rows: &'static [u8],
}

const MAGIC: &[u8; 4] = b"LID1";

static TABLE: LazyLock<[Option<Table>; TABLES]> = LazyLock::new(|| {
    const FILES: [&[u8]; TABLES] = [
        include_bytes!("../data/lid/latin.bin"),
        include_bytes!("../data/lid/cyrillic.bin"),
        include_bytes!("../data/lid/arabic.bin"),
        include_bytes!("../data/lid/devanagari.bin"),
        include_bytes!("../data/lid/bengali.bin"),
        include_bytes!("../data/lid/ethiopic.bin"),
        include_bytes!("../data/lid/hebrew.bin"),
        include_bytes!("../data/lid/han.bin"),
    ];
    std::array::from_fn(|group| Table::read(group, FILES[group]))
});

/// What a language must be likelier by than its relatives, from which a sentence hardly tells it and which are met more
/// often, in nats, before its length counts.
fn seldom(tag: &str) -> f32 {
    match tag {
        "bs" | "sr-Latn" => 1.5,
        "xh" => 0.7,
        "ms" => 2.0,
        _ => 0.0,
    }
}

/// The table of a group, if it has one.
#[must_use]
pub fn table(group: usize) -> Option<&'static Table> {
    TABLE.get(group)?.as_ref()
}

/// Sums of weights, one for each column.
pub type Sums = [i32; WIDEST];

impl Table {
    /// Reads the file of a group; `None` when it is not one for the languages of this program.
    #[must_use]
    pub fn read(group: usize, bytes: &'static [u8]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(12)?;
        let [logarithm, classes, width, longest] = *head.get(4..8)?.first_chunk()?;
        let expected = &GROUPS[group];
        if &head[..4] != MAGIC
            || usize::from(classes) != expected.tags.len()
            || usize::from(width) != expected.width
            || u32::from(logarithm) > 20
        {
            return None;
        }
        let (bias, rows) = rest.split_at_checked(4 * usize::from(classes))?;
        (rows.len() == usize::from(width) << logarithm).then(|| Self {
            bits: u32::from(logarithm),
            longest: usize::from(longest),
            scale: float(&head[8..]),
            bias: bias.chunks_exact(4).map(float).collect(),
            seldom: expected.tags.iter().map(|tag| seldom(tag)).collect(),
            width: usize::from(width),
            rows,
        })
    }

    /// Writes a file as the program reads it; for training.
    #[must_use]
    pub fn write(group: usize, logarithm: u32, scale: f32, biases: &[f32], rows: &[i8]) -> Vec<u8> {
        let languages = &GROUPS[group];
        let narrow = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
        let mut out = MAGIC.to_vec();
        out.extend([
            narrow(logarithm as usize),
            narrow(languages.tags.len()),
            narrow(languages.width),
            narrow(languages.longest),
        ]);
        out.extend(scale.to_le_bytes());
        for bias in biases {
            out.extend(bias.to_le_bytes());
        }
        out.extend(rows.iter().flat_map(|weight| weight.to_le_bytes()));
        out
    }

    /// One weight.
    #[must_use]
    pub fn weight(&self, row: usize, class: usize) -> i8 {
        self.rows
            .get(row * self.width + class)
            .map_or(0, |&byte| byte.cast_signed())
    }

    /// Adds the weights of a word's n-grams.
    #[inline]
    pub fn add(&self, word: &Word, sums: &mut Sums) {
        match self.width {
            64 => self.add_wide::<64>(word, sums),
            16 => self.add_wide::<16>(word, sums),
            _ => self.add_wide::<8>(word, sums),
        }
    }

    #[inline(always)]
    fn add_wide<const WIDTH: usize>(&self, word: &Word, sums: &mut Sums) {
        let near = self.near::<WIDTH>(word);
        for (sum, &part) in sums.iter_mut().zip(&near) {
            *sum += i32::from(part);
        }
    }

    /// What a word's n-grams add up to, in a table of this width.
    #[inline(always)]
    pub(super) fn near<const WIDTH: usize>(&self, word: &Word) -> [i16; WIDTH] {
        // At most 42 letters with 5 n-grams each and the word: 211 * 128 fits.
        let mut near = [0i16; WIDTH];
        word.rows(self.longest, self.bits, |row| {
            let at = row * WIDTH;
            if let Some(weights) = self.rows.get(at..at + WIDTH) {
                for (sum, &weight) in near.iter_mut().zip(weights) {
                    *sum = sum.wrapping_add(i16::from(weight.cast_signed()));
                }
            }
        });
        near
    }
}

fn float(bytes: &[u8]) -> f32 {
    bytes
        .first_chunk()
        .map_or(0.0, |bytes| f32::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_that_shares_a_script_has_weights() {
        for (group, languages) in GROUPS.iter().enumerate().take(TABLES) {
            let table = table(group).unwrap_or_else(|| panic!("{}", languages.name));
            assert_eq!(table.bits, languages.bits);
            assert_eq!(table.longest, languages.longest);
            assert!(table.scale > 0.0 && table.scale < 1.0);
        }
        assert!(super::table(TABLES).is_none());
    }

    #[test]
    fn a_file_of_other_languages_is_refused() {
        assert!(Table::read(0, b"").is_none());
        assert!(Table::read(0, b"LID1\x10\x03\x40\x05\0\0\0\0").is_none());
    }
}
