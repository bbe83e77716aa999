//! Which bytes a text holds, and what follows from the lack of some.
//!
//! Most blocks hold neither `%` nor `{` nor `&`, so they cannot hold what rules about placeholders and escapes look
//! for. The bytes of a block, and its pairs of neighbouring bytes, are noted once; a rule that knows a rare byte or
//! pair of everything it looks for asks before it searches.

use std::sync::LazyLock;

use crate::rules::artifact;

/// A search that most texts need not go through, because they hold no pair of bytes that all its strings hold one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Search {
    /// Signs of programs and mark-up.
    Code = 1,
    /// Damaged placeholders.
    Placeholder = 2,
    /// Fields of templates.
    Template = 4,
    /// Escapes that were not undone.
    Escape = 8,
    /// What decoding with the wrong encoding leaves of Chinese.
    Debris = 16,
    /// A point or a comma between digits.
    Figure = 32,
    /// White space before a mark.
    Detached = 64,
    /// Letters that fold to something else than their own small form, and what a reader does not see.
    Folding = 128,
}

/// The bytes that occur in a text, as a set, and the searches that its pairs of bytes call for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bytes {
    set: [u64; 4],
    searches: u8,
}

impl Bytes {
    /// The bytes of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let table: &Pairs = &PAIRS;
        let (mut set, mut searches) = ([0_u64; 4], 0);
        let mut before = usize::from(b'\n') << 8;
        for &byte in text.as_bytes() {
            let byte = usize::from(byte);
            let single = &SINGLE[byte];
            set[0] |= single[0];
            set[1] |= single[1];
            set[2] |= single[2];
            set[3] |= single[3];
            searches |= table[before | byte];
            before = byte << 8;
        }
        Self { set, searches }
    }

    /// The bytes of a list.
    #[must_use]
    pub const fn from_list(list: &[u8]) -> Self {
        let mut set = [0; 4];
        let mut index = 0;
        while index < list.len() {
            set[(list[index] >> 6) as usize] |= 1 << (list[index] & 63);
            index += 1;
        }
        Self { set, searches: 0 }
    }

    /// Whether the sets have a byte in common.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.set
            .iter()
            .zip(other.set)
            .any(|(one, other)| one & other != 0)
    }

    /// Whether every byte of `other` occurs.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        self.set
            .iter()
            .zip(other.set)
            .all(|(one, other)| one & other == other)
    }

    /// Whether `byte` occurs.
    #[inline]
    #[must_use]
    pub fn has(self, byte: u8) -> bool {
        self.set[usize::from(byte >> 6)] & (1 << (byte & 63)) != 0
    }

    /// Whether there is nothing but ASCII.
    #[inline]
    #[must_use]
    pub fn is_ascii(self) -> bool {
        self.set[2] == 0 && self.set[3] == 0
    }

    /// Whether the text is in ASCII and letters of Latin alphabets, with typographic marks: where it is folded, the
    /// letters of ASCII become small ones, white space and marks may change, and nothing else becomes ASCII or vanishes.
    #[inline]
    #[must_use]
    pub fn is_plain(self) -> bool {
        !self.calls_for(Search::Folding)
    }

    /// Whether the text may hold what `search` looks for.
    #[inline]
    #[must_use]
    pub fn calls_for(self, search: Search) -> bool {
        self.searches & search as u8 != 0
    }

    /// The set of the bytes for which `accept` holds.
    #[must_use]
    pub fn that(accept: impl Fn(u8) -> bool) -> Self {
        let mut set = Self::default();
        for byte in (0..=255).filter(|&byte| accept(byte)) {
            set.set[usize::from(byte >> 6)] |= 1 << (byte & 63);
        }
        set
    }
}

/// For each byte the set of it alone.
static SINGLE: [[u64; 4]; 256] = {
    let mut table = [[0; 4]; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte][byte >> 6] = 1 << (byte & 63);
        byte += 1;
    }
    table
};

/// For each pair of bytes the searches that it calls for, one bit each.
type Pairs = [u8; 1 << 16];

static PAIRS: LazyLock<Box<Pairs>> = LazyLock::new(|| {
    let mut table: Box<Pairs> = vec![0; 1 << 16]
        .try_into()
        .unwrap_or_else(|_| Box::new([0; 1 << 16]));
    for pair in (0..=0xFFFF_u16).filter(|&pair| !is_plain(pair)) {
        table[usize::from(pair)] |= Search::Folding as u8;
    }
    artifact::strings(&mut |search, string| enter(&mut table, search, string.as_bytes()));
    table
});

/// Whether a pair of bytes is part of a plain text, see [`Bytes::is_plain`].
fn is_plain(pair: u16) -> bool {
    let [one, two] = pair.to_be_bytes();
    match (one, two) {
        // no soft hyphen, no letters and digits that stand for others
        (0xC2, _) => matches!(
            two,
            0xA0..=0xA7 | 0xA9 | 0xAB | 0xAC | 0xAE | 0xB0 | 0xB1 | 0xB5 | 0xB6 | 0xBB | 0xBF
        ),
        (0xC4, _) => !matches!(two, 0xB0..=0xB3 | 0xBF),
        (0xC5, _) => !matches!(two, 0x80 | 0x89 | 0xBF),
        (0xE2, _) => matches!(two, 0x80 | 0x82),
        // the second and third byte of spaces and marks that do not vanish, after E2
        (0x80, 0x80..=0xBF) => matches!(two, 0x90 | 0x93..=0x9E | 0xA0..=0xA2 | 0xB0 | 0xB9 | 0xBA),
        (0x82, 0x80..=0xBF) => two == 0xAC,
        (0xC6.., _) => false,
        // all letters of C3, and ASCII
        _ => true,
    }
}

/// Has the rarest pair of `string` call for `search`; for a single byte all pairs that end with it.
fn enter(table: &mut Pairs, search: Search, string: &[u8]) {
    let pair = |one: u8, two: u8| usize::from(one) << 8 | usize::from(two);
    match string {
        [] => table.iter_mut().for_each(|bits| *bits |= search as u8),
        [only] => (0..=255).for_each(|before| table[pair(before, *only)] |= search as u8),
        _ => {
            // of equal ones the last: beginnings of words are more alike than their ends
            let rarest = string
                .windows(2)
                .rev()
                .min_by_key(|pair| frequency(pair[0], pair[1]));
            if let Some(rarest) = rarest {
                table[pair(rarest[0], rarest[1])] |= search as u8;
            }
        }
    }
}

/// How common a pair of bytes is in prose, roughly: only the order matters, and only for speed.
fn frequency(one: u8, two: u8) -> u8 {
    match (one, two) {
        // the first two bytes of a character say more than the last of one and the first of the next
        (0xE2, 0x80) | (0xEF, 0xBC) => 20,
        (0xC0.., _) => 3,
        (0x80..=0xBF, _) => 14,
        (b'.' | b',' | b':', b'a'..=b'z' | b'A'..=b'Z') | (b'a'..=b'z', b'A'..=b'Z') => 2,
        (b'A'..=b'Z', b'A'..=b'Z') => 8,
        _ => rank(one) + rank(two),
    }
}

/// How common a byte is in prose.
pub(crate) fn rank(byte: u8) -> u8 {
    match byte {
        b' ' | b'a' | b'e' | b'h' | b'i' | b'n' | b'o' | b'r' | b's' | b't' => 11,
        b'c' | b'd' | b'l' | b'm' | b'u' => 10,
        b'b' | b'f' | b'g' | b'k' | b'p' | b'v' | b'w' | b'y' => 9,
        b',' | b'.' | b'-' | b'\n' => 8,
        b'A'..=b'Z' => 7,
        0x80..=0xBF => 6,
        b'0'..=b'9' | b'\'' | b'"' | b'(' | b')' | b':' | b'j' | b'q' | b'x' | b'z' => 5,
        0xC0..=0xFF => 4,
        b'/' | b'_' | b'!' | b'?' | b';' => 3,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_holds_a_string_calls_for_its_search() {
        artifact::strings(&mut |search, string| {
            for text in [
                string.to_owned(),
                format!("xx {string} yy"),
                format!("ж{string}ж"),
            ] {
                assert!(Bytes::of(&text).calls_for(search), "{string} {search:?}");
            }
        });
    }

    #[test]
    fn prose_calls_for_nothing() {
        for text in [
            "The council met on Monday to discuss the bridge; nobody asked for more.",
            "Der Rat tagte am Montag und sprach über die Brücke, die größer werden soll.",
            "Совет собрался в понедельник и говорил о мосте.",
        ] {
            let bytes = Bytes::of(text);
            for search in [
                Search::Code,
                Search::Placeholder,
                Search::Escape,
                Search::Debris,
                Search::Figure,
                Search::Detached,
            ] {
                assert!(!bytes.calls_for(search), "{text} {search:?}");
            }
        }
    }

    #[test]
    fn the_set_is_that_of_the_bytes() {
        let text = "Größe? 12 % \u{7F} 東";
        let set = Bytes::of(text);
        for byte in 0..=255 {
            assert_eq!(set.has(byte), text.as_bytes().contains(&byte), "{byte}");
        }
        assert!(!set.is_ascii() && Bytes::of("abc").is_ascii());
        assert!(
            set.meets(Bytes::that(|byte| byte == 0x7F)) && !set.meets(Bytes::that(|b| b == b'!'))
        );
    }
}
