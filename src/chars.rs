//! Classes of characters: letter, mark, digit, case and script in one table look-up.
//!
//! The standard library and `unicode-script` answer each question by a search; a checker asks for every character of
//! every document. The table is filled a page of 256 characters at a time, when a text first uses it.

use std::sync::OnceLock;

use unicode_script::UnicodeScript;

/// Scripts that rules tell apart; everything else is [`Script::Other`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names are Unicode's")]
pub enum Script {
    Common,
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Oriya,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Lao,
    Khmer,
    Myanmar,
    Tibetan,
    Han,
    Hiragana,
    Katakana,
    Bopomofo,
    Hangul,
    Armenian,
    Georgian,
    Ethiopic,
    Mongolian,
    Other,
}

impl Script {
    /// Every script, in the order of their numbers.
    pub const ALL: [Self; 31] = [
        Self::Common,
        Self::Latin,
        Self::Cyrillic,
        Self::Greek,
        Self::Arabic,
        Self::Hebrew,
        Self::Devanagari,
        Self::Bengali,
        Self::Gurmukhi,
        Self::Gujarati,
        Self::Oriya,
        Self::Tamil,
        Self::Telugu,
        Self::Kannada,
        Self::Malayalam,
        Self::Sinhala,
        Self::Thai,
        Self::Lao,
        Self::Khmer,
        Self::Myanmar,
        Self::Tibetan,
        Self::Han,
        Self::Hiragana,
        Self::Katakana,
        Self::Bopomofo,
        Self::Hangul,
        Self::Armenian,
        Self::Georgian,
        Self::Ethiopic,
        Self::Mongolian,
        Self::Other,
    ];

    /// ISO 15924 code: `Latn`, `Cyrl`; `Zyyy` for common, `Zzzz` for other.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Common => "Zyyy",
            Self::Latin => "Latn",
            Self::Cyrillic => "Cyrl",
            Self::Greek => "Grek",
            Self::Arabic => "Arab",
            Self::Hebrew => "Hebr",
            Self::Devanagari => "Deva",
            Self::Bengali => "Beng",
            Self::Gurmukhi => "Guru",
            Self::Gujarati => "Gujr",
            Self::Oriya => "Orya",
            Self::Tamil => "Taml",
            Self::Telugu => "Telu",
            Self::Kannada => "Knda",
            Self::Malayalam => "Mlym",
            Self::Sinhala => "Sinh",
            Self::Thai => "Thai",
            Self::Lao => "Laoo",
            Self::Khmer => "Khmr",
            Self::Myanmar => "Mymr",
            Self::Tibetan => "Tibt",
            Self::Han => "Hani",
            Self::Hiragana => "Hira",
            Self::Katakana => "Kana",
            Self::Bopomofo => "Bopo",
            Self::Hangul => "Hang",
            Self::Armenian => "Armn",
            Self::Georgian => "Geor",
            Self::Ethiopic => "Ethi",
            Self::Mongolian => "Mong",
            Self::Other => "Zzzz",
        }
    }

    /// Written without spaces between words.
    #[inline]
    #[must_use]
    pub fn is_unspaced(self) -> bool {
        matches!(
            self,
            Self::Han
                | Self::Hiragana
                | Self::Katakana
                | Self::Bopomofo
                | Self::Thai
                | Self::Lao
                | Self::Khmer
                | Self::Myanmar
                | Self::Tibetan
        )
    }

    /// Distinguishes capital and small letters.
    #[inline]
    #[must_use]
    pub fn has_case(self) -> bool {
        matches!(
            self,
            Self::Latin | Self::Cyrillic | Self::Greek | Self::Armenian
        )
    }

    fn of(character: char) -> Self {
        use unicode_script::Script as S;
        match character.script() {
            S::Common | S::Inherited => Self::Common,
            S::Latin => Self::Latin,
            S::Cyrillic => Self::Cyrillic,
            S::Greek => Self::Greek,
            S::Arabic => Self::Arabic,
            S::Hebrew => Self::Hebrew,
            S::Devanagari => Self::Devanagari,
            S::Bengali => Self::Bengali,
            S::Gurmukhi => Self::Gurmukhi,
            S::Gujarati => Self::Gujarati,
            S::Oriya => Self::Oriya,
            S::Tamil => Self::Tamil,
            S::Telugu => Self::Telugu,
            S::Kannada => Self::Kannada,
            S::Malayalam => Self::Malayalam,
            S::Sinhala => Self::Sinhala,
            S::Thai => Self::Thai,
            S::Lao => Self::Lao,
            S::Khmer => Self::Khmer,
            S::Myanmar => Self::Myanmar,
            S::Tibetan => Self::Tibetan,
            S::Han => Self::Han,
            S::Hiragana => Self::Hiragana,
            S::Katakana => Self::Katakana,
            S::Bopomofo => Self::Bopomofo,
            S::Hangul => Self::Hangul,
            S::Armenian => Self::Armenian,
            S::Georgian => Self::Georgian,
            S::Ethiopic => Self::Ethiopic,
            S::Mongolian => Self::Mongolian,
            _ => Self::Other,
        }
    }
}

const SCRIPT: u16 = 0x3F;
const LETTER: u16 = 1 << 6;
const MARK: u16 = 1 << 7;
const DIGIT: u16 = 1 << 8;
const UPPER: u16 = 1 << 9;
const LOWER: u16 = 1 << 10;
const SPACE: u16 = 1 << 11;
const INVISIBLE: u16 = 1 << 12;

/// What a character is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class(u16);

impl Class {
    /// A letter of any script (including modifier letters and ideographs).
    #[inline]
    #[must_use]
    pub fn is_letter(self) -> bool {
        self.0 & LETTER != 0
    }

    /// A combining mark: belongs to the letter before it.
    #[inline]
    #[must_use]
    pub fn is_mark(self) -> bool {
        self.0 & MARK != 0
    }

    /// A decimal digit of any script.
    #[inline]
    #[must_use]
    pub fn is_digit(self) -> bool {
        self.0 & DIGIT != 0
    }

    /// A capital letter.
    #[inline]
    #[must_use]
    pub fn is_upper(self) -> bool {
        self.0 & UPPER != 0
    }

    /// A small letter.
    #[inline]
    #[must_use]
    pub fn is_lower(self) -> bool {
        self.0 & LOWER != 0
    }

    /// White space, line breaks included.
    #[inline]
    #[must_use]
    pub fn is_space(self) -> bool {
        self.0 & SPACE != 0
    }

    /// Takes no room on the page: zero-width characters, soft hyphen, bidirectional controls, byte-order mark.
    #[inline]
    #[must_use]
    pub fn is_invisible(self) -> bool {
        self.0 & INVISIBLE != 0
    }

    /// Part of a word: letter, mark or digit.
    #[inline]
    #[must_use]
    pub fn is_word(self) -> bool {
        self.0 & (LETTER | MARK | DIGIT) != 0
    }

    /// The script of the character itself; [`Script::Common`] for digits, punctuation and inherited marks.
    #[inline]
    #[must_use]
    pub fn script(self) -> Script {
        Script::ALL[(self.0 & SCRIPT) as usize]
    }

    fn compute(character: char) -> Self {
        let mut bits = Script::of(character) as u16;
        let mark = is_mark(character);
        if mark {
            bits |= MARK;
        } else if character.is_alphabetic() {
            bits |= LETTER;
            if character.is_uppercase() {
                bits |= UPPER;
            } else if character.is_lowercase() {
                bits |= LOWER;
            }
        } else if character.is_numeric() && unicode_digit(character) {
            bits |= DIGIT;
        } else if character.is_whitespace() {
            bits |= SPACE;
        }
        if is_invisible(character) {
            bits |= INVISIBLE;
        }
        Self(bits)
    }
}

/// Combining marks, as canonical combination and the mark blocks of scripts with vowel signs tell them.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

/// Decimal digits only: `½`, `Ⅳ` and `²` count as numeric but not as digits.
fn unicode_digit(character: char) -> bool {
    character.is_ascii_digit() || (!character.is_ascii() && decimal_value(character).is_some())
}

/// First digits of the decimal number ranges of the Basic Multilingual Plane (Unicode 16, category Nd).
const ZEROS: [u32; 37] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
    0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

/// The value of a decimal digit of any script, 0 to 9.
#[must_use]
pub fn decimal_value(character: char) -> Option<u32> {
    let code = u32::from(character);
    let index = ZEROS.partition_point(|&zero| zero <= code).checked_sub(1)?;
    let value = code - ZEROS[index];
    (value < 10).then_some(value)
}

/// Zero-width characters, soft hyphen, bidirectional controls: what the folding of notices deletes.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// The classes of ASCII, which every text asks for most.
static ASCII: [Class; 128] = {
    let mut table = [Class(Script::Common as u16); 128];
    let mut byte = 0_u8;
    while byte < 128 {
        let bits = if byte.is_ascii_uppercase() {
            Script::Latin as u16 | LETTER | UPPER
        } else if byte.is_ascii_lowercase() {
            Script::Latin as u16 | LETTER | LOWER
        } else if byte.is_ascii_digit() {
            Script::Common as u16 | DIGIT
        } else if matches!(byte, b'\t'..=b'\r' | b' ') {
            Script::Common as u16 | SPACE
        } else {
            Script::Common as u16
        };
        table[byte as usize] = Class(bits);
        byte += 1;
    }
    table
};

/// The class of a character.
#[inline]
#[must_use]
pub fn class(character: char) -> Class {
    let code = u32::from(character);
    match ASCII.get(code as usize) {
        Some(class) => *class,
        None => other_class(character),
    }
}

/// The class of a character beyond ASCII.
fn other_class(character: char) -> Class {
    static PAGES: [OnceLock<Box<[Class; 256]>>; 256] = [const { OnceLock::new() }; 256];
    let code = u32::from(character);
    if code > 0xFFFF {
        return Class::compute(character);
    }
    let page = PAGES[(code >> 8) as usize].get_or_init(|| {
        let first = code & 0xFF00;
        let mut page = Box::new([Class(0); 256]);
        for (index, class) in (0_u32..).zip(page.iter_mut()) {
            if let Some(character) = char::from_u32(first + index) {
                *class = Class::compute(character);
            }
        }
        page
    });
    page[(code & 0xFF) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_agree_with_the_standard_library() {
        for character in ('\0'..='\u{FFFF}').chain('😀'..='😏') {
            let class = class(character);
            assert_eq!(class.is_space(), character.is_whitespace(), "{character:?}");
            assert_eq!(
                class.is_letter(),
                character.is_alphabetic() && !class.is_mark(),
                "{character:?}"
            );
            assert!(!class.is_upper() || class.is_letter());
        }
    }

    #[test]
    fn the_table_of_ascii_agrees_with_the_computation() {
        for character in '\0'..='\x7F' {
            assert_eq!(class(character), Class::compute(character), "{character:?}");
        }
    }

    #[test]
    fn scripts_and_digits_of_many_languages() {
        assert_eq!(class('ж').script(), Script::Cyrillic);
        assert_eq!(class('한').script(), Script::Hangul);
        assert_eq!(class('ー').script(), Script::Common);
        assert!(class('\u{0940}').is_mark());
        assert!(class('٣').is_digit() && class('३').is_digit() && class('３').is_digit());
        assert_eq!(decimal_value('६'), Some(6));
        assert!(!class('²').is_digit() && !class('Ⅳ').is_digit());
        assert!(class('\u{200B}').is_invisible());
    }
}
