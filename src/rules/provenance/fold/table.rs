//! What becomes of a single character when a text is folded: a table of pages of 256 characters, filled when a text first
//! uses them.

use std::sync::OnceLock;

use unicode_normalization::{IsNormalized, UnicodeNormalization, char::canonical_combining_class};

use crate::chars;

pub(super) const SPACE: u8 = 1;
pub(super) const DELETE: u8 = 2;
pub(super) const SPECIAL: u8 = 4;
pub(super) const MARK: u8 = 8;
pub(super) const UNSPACED: u8 = 16;

/// What becomes of a character: its replacement in UTF-8, and flags.
#[derive(Clone, Copy)]
pub(super) struct Mapped {
    pub(super) bytes: [u8; 4],
    pub(super) len: u8,
    pub(super) flags: u8,
}

impl Mapped {
    const NONE: Self = Self {
        bytes: [0; 4],
        len: 0,
        flags: 0,
    };

    fn character(character: char, flags: u8) -> Self {
        let mut bytes = [0; 4];
        let len = character.encode_utf8(&mut bytes).len();
        Self {
            bytes,
            len: u8::try_from(len).unwrap_or(4),
            flags,
        }
    }

    fn compute(character: char, cased: bool) -> Self {
        if character.is_whitespace() {
            return Self {
                flags: SPACE,
                ..Self::NONE
            };
        }
        if is_dropped(character) {
            return Self {
                flags: DELETE,
                ..Self::NONE
            };
        }
        let mut flags = if is_unspaced(character) { UNSPACED } else { 0 };
        // "i" + dot above comes from folding İ elsewhere; letter-like emoji are no letters
        if matches!(character, 'ℹ' | '™' | 'Ⓜ' | '\u{1F170}'..='\u{1F251}') {
            return Self::character(character, flags);
        }
        if canonical_combining_class(character) != 0 {
            flags |= MARK;
        }
        match unicode_normalization::is_nfkc_quick(std::iter::once(character)) {
            IsNormalized::Yes => return Self::character(simple(character, cased), flags),
            IsNormalized::Maybe => {
                return Self {
                    flags: flags | SPECIAL,
                    ..Self::NONE
                };
            }
            IsNormalized::No => {}
        }
        let mut normal = std::iter::once(character).nfkc();
        match (normal.next(), normal.next()) {
            (Some(one), None) => Self::character(simple(one, cased), flags),
            _ => Self {
                flags: flags | SPECIAL,
                ..Self::NONE
            },
        }
    }
}

/// Of a script that is written without spaces, or Hangul.
pub(crate) fn is_unspaced(character: char) -> bool {
    // Thai is the first of them
    character >= '\u{E00}' && {
        let script = chars::class(character).script();
        script.is_unspaced() || script == chars::Script::Hangul
    }
}

/// Takes no room, or may be left out: zero-width characters, soft hyphens, variation selectors, tatweel, harakat.
pub(super) fn is_dropped(character: char) -> bool {
    chars::is_invisible(character)
        || matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{640}' | '\u{64B}'..='\u{652}' | '\u{670}')
}

/// One character for one: case, quotation marks, dashes.
pub(super) fn simple(character: char, cased: bool) -> char {
    match character {
        '‘' | '’' | 'ʼ' | '‛' | '´' | '`' => '\'',
        '“' | '”' | '„' | '‟' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ if cased => character,
        'İ' | 'ı' => 'i',
        'ς' => 'σ',
        _ => {
            let mut lower = character.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => one,
                _ => character,
            }
        }
    }
}

type Page = OnceLock<Box<[Mapped; 256]>>;

/// A page of the table that was filled, its number, and whether it leaves capitals.
pub(super) type Open = (u32, &'static [Mapped; 256]);

/// What becomes of `character`; `open` is the page it was found on last, for neighbours mostly share one.
#[inline]
pub(super) fn mapped(character: char, cased: bool, open: &mut Option<Open>) -> Mapped {
    let code = u32::from(character);
    if code > 0xFFFF {
        return Mapped::compute(character, cased);
    }
    let page = match *open {
        Some((number, page)) if number == code >> 8 => page,
        _ => {
            let page = page(code >> 8, cased);
            *open = Some((code >> 8, page));
            page
        }
    };
    page[(code & 0xFF) as usize]
}

/// A page of the table, filled when a text first uses it.
fn page(number: u32, cased: bool) -> &'static [Mapped; 256] {
    static LOWER: [Page; 256] = [const { OnceLock::new() }; 256];
    static CASED: [Page; 256] = [const { OnceLock::new() }; 256];
    let pages = if cased { &CASED } else { &LOWER };
    pages[(number & 0xFF) as usize].get_or_init(|| {
        let first = number << 8;
        let mut page = Box::new([Mapped::NONE; 256]);
        for (index, slot) in (0_u32..).zip(page.iter_mut()) {
            if let Some(character) = char::from_u32(first + index) {
                *slot = Mapped::compute(character, cased);
            }
        }
        page
    })
}

/// Small letters of ASCII; 0 for white space.
pub(super) const ASCII: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'\t'..=b'\r' | b' ' => 0,
            b'`' => b'\'',
            _ => byte.to_ascii_lowercase(),
        };
        byte += 1;
    }
    table
};

/// The same with a space for itself.
pub(super) const PLAIN: [u8; 128] = {
    let mut table = ASCII;
    table[b' ' as usize] = b' ';
    table
};

/// Visible ASCII.
const VISIBLE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = b'!';
    while byte < 0x80 {
        table[byte as usize] = true;
        byte += 1;
    }
    table
};

/// Length of the stretch of visible ASCII at the beginning of `text`, single spaces inside of it included unless they are
/// dropped: folding copies it.
pub(super) fn plain_run(text: &[u8], unspaced: bool) -> usize {
    let visible = |at: usize| text.get(at).is_some_and(|&byte| VISIBLE[usize::from(byte)]);
    let mut len = 0;
    loop {
        while visible(len) {
            len += 1;
        }
        if unspaced || len == 0 || text.get(len) != Some(&b' ') || !visible(len + 1) {
            return len;
        }
        len += 1;
    }
}
