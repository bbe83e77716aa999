//! Which bytes a text holds, and what follows from the lack of some.
//!
//! Most blocks hold neither `%` nor `{` nor `&`, so they cannot hold what rules about placeholders and escapes look
//! for. The bytes of a block are noted once; a rule that knows a rare byte of everything it looks for asks before it
//! searches.

/// The bytes that occur in a text, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bytes([u64; 4]);

impl Bytes {
    /// The bytes of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut seen = [false; 256];
        for &byte in text.as_bytes() {
            seen[usize::from(byte)] = true;
        }
        let mut set = Self::default();
        for (byte, _) in (0..=255_u8).zip(seen).filter(|&(_, seen)| seen) {
            set.add(byte);
        }
        set
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
        Self(set)
    }

    /// Whether the sets have a byte in common.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.0
            .iter()
            .zip(other.0)
            .any(|(one, other)| one & other != 0)
    }

    /// Whether `byte` is in it.
    #[must_use]
    pub fn has(self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] & (1 << (byte & 63)) != 0
    }

    fn add(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }
}

/// For a list of strings, a set of bytes of which a text must hold one if it holds any of the strings: the rarest of
/// each. A string may be empty; then every text passes.
#[must_use]
pub fn sieve<'a>(strings: impl IntoIterator<Item = &'a str>) -> Bytes {
    let mut set = Bytes::default();
    for string in strings {
        match string.bytes().min_by_key(|&byte| frequency(byte)) {
            Some(byte) => set.add(byte),
            None => return Bytes([u64::MAX; 4]),
        }
    }
    set
}

/// How common a byte is in prose, roughly: only the order matters, and only for speed.
fn frequency(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' | b' ' => 9,
        b',' | b'.' | b'-' | b'\n' => 8,
        b'A'..=b'Z' => 7,
        0x80..=0xBF => 6,
        b'0'..=b'9' | b'\'' | b'"' | b'(' | b')' | b':' => 5,
        0xC0..=0xFF => 4,
        b'/' | b'_' | b'!' | b'?' | b';' => 3,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_holds_a_string_passes_its_sieve() {
        let strings = ["% s", "{ 0", "％", "word", "&"];
        let set = sieve(strings);
        for string in strings {
            assert!(set.meets(Bytes::of(&format!("xx {string} yy"))), "{string}");
        }
        assert!(!sieve(["%d", "{0}"]).meets(Bytes::of("Plain words, nothing else.")));
        assert!(sieve([""]).meets(Bytes::of("a")));
    }
}
