//! Texts as far as two translations must differ to be two.

use crate::block::OBJECT;

/// What the characters of ASCII are folded to; 0 for what is left out.
const ASCII: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => byte.to_ascii_lowercase(),
            b'%' | b'$' | b'{' | b'<' | b'+' | b'=' | b'>' => byte,
            _ if byte.is_ascii_whitespace() => b' ',
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// `text` as far as two translations must differ to be two: without capitals, key marks, punctuation and the width of
/// white space.
pub(super) fn fold(text: &str, folded: &mut String) {
    folded.clear();
    folded.reserve(text.len());
    let mut spaced = false;
    for c in text.chars() {
        let low = match ASCII.get(c as usize) {
            Some(&byte) => byte,
            None if c.is_whitespace() => b' ',
            None => {
                if c == OBJECT || c.is_alphanumeric() || crate::chars::class(c).is_mark() {
                    folded.extend(c.to_lowercase());
                    spaced = false;
                }
                continue;
            }
        };
        if low != 0 && !(low == b' ' && spaced) {
            folded.push(char::from(low));
            spaced = low == b' ';
        }
    }
    folded.truncate(folded.trim_end().len());
}
