//! What words of the widest table add up to, kept for the next time they are met: half of any text are the same few
//! hundred words.

use super::feature::Word;
use super::language::WIDEST;
use super::table::{Sums, Table};

/// Letters of the longest word that is kept.
const LONGEST: usize = 12;
/// Words that are kept: at 160 bytes each, 320 KiB.
const SLOTS: usize = 1 << 11;

#[derive(Clone)]
struct Slot {
    codes: [u16; LONGEST],
    length: usize,
    sums: [i16; WIDEST],
}

/// Words met lately, each in the one place that it can have.
pub(super) struct Memory(Vec<Slot>);

impl Default for Memory {
    fn default() -> Self {
        let empty = Slot {
            codes: [0; LONGEST],
            length: 0,
            sums: [0; WIDEST],
        };
        Self(vec![empty; SLOTS])
    }
}

impl Memory {
    /// Adds the weights of a word's n-grams in `table`, which must be the same each time.
    pub(super) fn add(&mut self, table: &Table, word: &Word, sums: &mut Sums) {
        let codes = word.codes();
        if codes.len() > LONGEST {
            table.add(word, sums);
            return;
        }
        let hash = codes.iter().fold(0_u32, |hash, &code| {
            (hash.rotate_left(5) ^ u32::from(code)).wrapping_mul(0x9e37_79b1)
        });
        let slot = &mut self.0[hash as usize >> 21 & (SLOTS - 1)];
        if slot.length != codes.len() || slot.codes[..codes.len()] != *codes {
            slot.length = codes.len();
            slot.codes[..codes.len()].copy_from_slice(codes);
            slot.sums = table.near(word);
        }
        for (sum, &part) in sums.iter_mut().zip(&slot.sums) {
            *sum += i32::from(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lid::{feature, table};

    #[test]
    fn what_is_kept_is_what_the_table_says() {
        let table = table::table(0).unwrap();
        let mut memory = Memory::default();
        let text = "the house and the houses, extraordinarily die das der the HOUSE don't";
        for _ in 0..2 {
            let (mut kept, mut plain) = ([0; WIDEST], [0; WIDEST]);
            feature::words(text, |word| {
                memory.add(table, word, &mut kept);
                table.add(word, &mut plain);
            });
            assert_eq!(kept, plain);
        }
    }
}
