//! What a character is to the engine: its folded code, the group of languages that write with it.

use std::sync::OnceLock;

use super::language::GROUPS;

/// Group of the Latin letters, plus one.
pub(super) const LATIN: usize = 1;

/// Folded code, group, and what else a character is, for the basic plane.
#[derive(Clone, Copy)]
pub(super) struct Fold(u32);

pub(super) const CAPITAL: u32 = 1 << 24;
/// Neither a letter nor the end of a word: marks, joiners, soft hyphens.
pub(super) const INVISIBLE: u32 = 1 << 25;
pub(super) const DIGIT: u32 = 1 << 26;

impl Fold {
    #[inline(always)]
    pub(super) const fn code(self) -> u16 {
        (self.0 & 0xffff) as u16
    }
    /// Group plus one; 0 for what is no letter.
    #[inline(always)]
    pub(super) const fn group(self) -> usize {
        (self.0 >> 16 & 0xff) as usize
    }
    pub(super) const fn is(self, flag: u32) -> bool {
        self.0 & flag != 0
    }
}

/// ASCII, which every text asks for most.
#[expect(clippy::cast_possible_truncation, reason = "below 128")]
static ASCII: [Fold; 128] = {
    let mut table = [Fold(0); 128];
    let mut code = 0;
    while code < 128 {
        let byte = code as u8;
        table[code] = Fold(if byte.is_ascii_alphabetic() {
            let capital = if byte.is_ascii_uppercase() {
                CAPITAL
            } else {
                0
            };
            byte.to_ascii_lowercase() as u32 | (LATIN as u32) << 16 | capital
        } else if byte.is_ascii_digit() {
            DIGIT
        } else {
            0
        });
        code += 1;
    }
    table
};

/// A page of 256 characters, filled when a text first uses it.
fn page(number: u32) -> &'static [Fold; 256] {
    static PAGES: [OnceLock<Box<[Fold; 256]>>; 256] = [const { OnceLock::new() }; 256];
    PAGES[(number & 0xff) as usize].get_or_init(|| {
        let first = (number & 0xff) << 8;
        let mut page = Box::new([Fold(0); 256]);
        for (code, slot) in (0..).zip(page.iter_mut()) {
            *slot = fold(first | code);
        }
        page
    })
}

fn fold(code: u32) -> Fold {
    let Some(character) = char::from_u32(code) else {
        return Fold(0);
    };
    // Hebrew points go, but for those that Yiddish spells with.
    if matches!(code, 0xad | 0x300..=0x36f | 0x640 | 0x64b..=0x65f | 0x670 | 0x591..=0x5b6 | 0x5b9..=0x5bd | 0x5c1..=0x5c7 | 0x200b..=0x200f | 0x2060 | 0xfe00..=0xfe0f)
    {
        return Fold(INVISIBLE);
    }
    if character.is_numeric() && !matches!(group_of(code), Some("han")) {
        return Fold(DIGIT);
    }
    let Some(name) = group_of(code) else {
        return Fold(0);
    };
    let Some(group) = GROUPS.iter().position(|group| group.name == name) else {
        return Fold(0);
    };
    let lower = character.to_lowercase().next().unwrap_or(character);
    let mut value = (lower as u32) & 0xffff;
    // Letters written in two ways: Romanian comma and cedilla, Arabic and Persian yeh.
    value = match value {
        0x219 => 0x15f,
        0x21b => 0x163,
        0x6cc | 0x649 => 0x64a,
        _ => value,
    };
    let capital = if lower == character { 0 } else { CAPITAL };
    #[expect(clippy::cast_possible_truncation, reason = "26 groups")]
    let group = group as u32 + 1;
    Fold(value | group << 16 | capital)
}

/// Name of the group whose letter `code` is.
pub(super) fn group_of(code: u32) -> Option<&'static str> {
    let character = char::from_u32(code)?;
    // Signs that close or change a syllable count as letters although they are marks.
    let sign = matches!(code, 0x900..=0xdff | 0xe30..=0xe4e | 0xeb0..=0xecd | 0xf71..=0xfbc | 0x102b..=0x103e | 0x17b4..=0x17d3)
        && !character.is_numeric()
        && !matches!(code, 0x964 | 0x965 | 0x970 | 0xdf4 | 0xe3f | 0xe46);
    if !character.is_alphabetic() && !sign {
        return None;
    }
    Some(match code {
        // Ordinals, and the letters that modify.
        0xaa | 0xba | 0x2b0..=0x2ff => return None,
        0x41..=0x2af
        | 0x1e00..=0x1eff
        | 0x2c60..=0x2c7f
        | 0xa720..=0xa7ff
        | 0xff21..=0xff5a
        | 0xfb00..=0xfb06 => "latin",
        0x370..=0x3ff | 0x1f00..=0x1fff => "greek",
        0x400..=0x52f | 0x1c80..=0x1c8f => "cyrillic",
        0x531..=0x58f => "armenian",
        0x591..=0x5ff | 0xfb1d..=0xfb4f => "hebrew",
        0x600..=0x6ff | 0x750..=0x77f | 0x8a0..=0x8ff | 0xfb50..=0xfdff | 0xfe70..=0xfeff => {
            "arabic"
        }
        0x900..=0x97f => "devanagari",
        0x980..=0x9ff => "bengali",
        0xa00..=0xa7f => "gurmukhi",
        0xa80..=0xaff => "gujarati",
        0xb00..=0xb7f => "oriya",
        0xb80..=0xbff => "tamil",
        0xc00..=0xc7f => "telugu",
        0xc80..=0xcff => "kannada",
        0xd00..=0xd7f => "malayalam",
        0xd80..=0xdff => "sinhala",
        0xe00..=0xe7f => "thai",
        0xe80..=0xeff => "lao",
        0xf00..=0xfff => "tibetan",
        0x1000..=0x109f => "myanmar",
        0x10a0..=0x10ff | 0x1c90..=0x1cbf => "georgian",
        0x1100..=0x11ff | 0x3130..=0x318f | 0xac00..=0xd7af => "hangul",
        0x1200..=0x139f => "ethiopic",
        0x1780..=0x17ff => "khmer",
        0x3005..=0x3007
        | 0x3040..=0x312f
        | 0x31f0..=0x31ff
        | 0x3400..=0x9fff
        | 0xf900..=0xfaff
        | 0xff66..=0xff9f => "han",
        _ => "other",
    })
}

#[inline(always)]
pub(super) fn look(code: u32) -> Fold {
    match code {
        0..0x80 => ASCII[code as usize],
        0x80..0x1_0000 => page(code >> 8)[(code & 0xff) as usize],
        // Ideographs beyond the basic plane; nothing else there is met in prose.
        0x2_0000..0x3_2000 => Fold(code & 0xffff | 8 << 16),
        _ => Fold(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_ascii_agrees_with_the_computation() {
        for code in 0..128 {
            assert_eq!(ASCII[code as usize].0, fold(code).0, "{code}");
        }
    }
}
