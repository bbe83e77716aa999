//! Round trips: characters that, written back in the encoding they were misread in, are UTF-8.
//!
//! One table tells for each character the byte it has in each encoding. A sequence is a lead byte of UTF-8 and its
//! continuation bytes that decode to a character; it is certain when sound text cannot hold it.

use std::ops::Range;
use std::sync::LazyLock;

use encoding_rs::Encoding;
use serde::Deserialize;

use crate::chars::class;

/// The embedded data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Data {
    after_letters: String,
    /// Strings that are debris wherever they stand.
    pub(crate) debris: Vec<String>,
    /// Characters that make a run worth a conversion.
    pub(crate) rare: Vec<String>,
    coding: Vec<Coding>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Coding {
    name: String,
    /// So many sequences in a row are certain; 0: a single one may be, by what stands around it.
    #[serde(default)]
    run: usize,
    /// Only characters of two bytes count.
    #[serde(default)]
    short: bool,
}

static DATA: LazyLock<Data> =
    LazyLock::new(|| data!("mojibake").expect("the embedded data parse: a test reads them"));

/// The embedded data.
pub(crate) fn data() -> &'static Data {
    &DATA
}

/// No character of a single-byte encoding lies above.
const LAST: usize = 0x2600;
/// Encodings the tables have room for.
const MOST: usize = 9;

/// The byte that each character has in each encoding (0: none above ASCII), and which encodings have it as a lead or
/// continuation byte.
struct Tables {
    bytes: Vec<[u8; MOST]>,
    lead: Vec<u16>,
    continuation: Vec<u16>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables {
        bytes: vec![[0; MOST]; LAST],
        lead: vec![0; LAST],
        continuation: vec![0; LAST],
    };
    for (index, coding) in DATA.coding.iter().take(MOST).enumerate() {
        let Some(encoding) = Encoding::for_label(coding.name.as_bytes()) else {
            continue;
        };
        for byte in 0x80..=0xFF_u8 {
            let single = [byte];
            let Some(decoded) =
                encoding.decode_without_bom_handling_and_without_replacement(&single)
            else {
                continue;
            };
            tables.enter(index, byte, decoded.chars().next());
            if coding.name == "windows-1252" && byte < 0xA0 {
                // read as ISO 8859-1 the byte is a control character
                tables.enter(index, byte, Some(char::from(byte)));
            }
        }
    }
    tables
});

impl Tables {
    fn enter(&mut self, index: usize, byte: u8, character: Option<char>) {
        let Some(code) = character
            .map(|c| u32::from(c) as usize)
            .filter(|&code| code < LAST)
        else {
            return;
        };
        self.bytes[code][index] = byte;
        if byte < 0xC0 {
            self.continuation[code] |= 1 << index;
        } else if (0xC2..0xF5).contains(&byte) {
            self.lead[code] |= 1 << index;
        }
    }
}

/// A character of UTF-8 as it looks in the wrong encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sequence {
    /// First byte in the text.
    pub(crate) start: usize,
    /// The byte after the last.
    pub(crate) end: usize,
    /// What it should have been.
    pub(crate) character: char,
    /// Sound text cannot hold it.
    pub(crate) certain: bool,
    coding: usize,
}

impl Sequence {
    /// The encoding it was misread in, by its WHATWG name.
    pub(crate) fn coding(&self) -> &'static str {
        DATA.coding
            .get(self.coding)
            .map_or("", |coding| coding.name.as_str())
    }
}

/// Appends the sequences of `text` in order, of the encoding that explains most of them.
pub(crate) fn sequences(text: &str, found: &mut Vec<Sequence>) {
    let mut candidates = 0_u16;
    let tables = &*TABLES;
    let mut before = 0_u16;
    for character in text.chars() {
        let code = u32::from(character) as usize;
        if !(0x80..LAST).contains(&code) {
            before = 0;
            continue;
        }
        candidates |= before & tables.continuation[code];
        before = tables.lead[code];
    }
    let mut best: Vec<Sequence> = Vec::new();
    let mut coding = 0;
    while candidates >> coding != 0 {
        if candidates & (1 << coding) != 0 {
            let these = of_coding(text, coding);
            let weight = |list: &[Sequence]| {
                list.iter()
                    .map(|s| 1 + 3 * usize::from(s.certain))
                    .sum::<usize>()
            };
            if weight(&these) > weight(&best) {
                best = these;
            }
        }
        coding += 1;
    }
    found.append(&mut best);
}

fn of_coding(text: &str, coding: usize) -> Vec<Sequence> {
    let mut list: Vec<Sequence> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if text.as_bytes()[at] < 0x80 {
            at += 1;
            continue;
        }
        match sequence(text, at, coding) {
            Some(sequence) => {
                at = sequence.end;
                list.push(sequence);
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    let need = DATA.coding.get(coding).map_or(0, |coding| coding.run);
    let mut start = 0;
    while start < list.len() {
        let mut end = start + 1;
        while end < list.len() && list[end].start == list[end - 1].end {
            end += 1;
        }
        for index in start..end {
            list[index].certain = if need > 0 {
                (end - start >= need && is_one_script(&list[start..end]))
                    || is_quotation(text, &list[index])
            } else {
                alone_is_certain(text, &list[index])
            };
        }
        start = end;
    }
    if need > 0 && !list.iter().any(|sequence| sequence.certain) {
        list.clear();
    }
    list
}

/// Chance hits are of many scripts, words of one.
fn is_one_script(run: &[Sequence]) -> bool {
    let scripts = || {
        run.iter()
            .map(|sequence| class(sequence.character))
            .filter(|class| class.is_letter())
            .map(crate::chars::Class::script)
    };
    scripts().next().is_some_and(|first| {
        scripts().all(|script| script == first || (script.is_unspaced() && first.is_unspaced()))
    })
}

/// The character of UTF-8 that begins at `start`, if the characters there are its bytes.
fn sequence(text: &str, start: usize, coding: usize) -> Option<Sequence> {
    let tables = &*TABLES;
    let mut bytes = [0_u8; 4];
    let mut end = start;
    let mut length = 1;
    let mut count = 0;
    for character in text[start..].chars().take(4) {
        let code = u32::from(character) as usize;
        if code >= LAST {
            return None;
        }
        let byte = tables.bytes[code][coding];
        if count == 0 {
            length = match byte {
                0xC2..=0xDF => 2,
                _ if DATA.coding[coding].short => return None,
                0xE0..=0xEF => 3,
                0xF0..=0xF4 => 4,
                _ => return None,
            };
        } else if !(0x80..0xC0).contains(&byte) {
            return None;
        }
        bytes[count] = byte;
        count += 1;
        end += character.len_utf8();
        if count == length {
            break;
        }
    }
    let character = std::str::from_utf8(bytes.get(..length)?)
        .ok()?
        .chars()
        .next()?;
    (count == length && is_text(character)).then_some(Sequence {
        start,
        end,
        character,
        certain: false,
        coding,
    })
}

/// What texts are made of: letters, marks, punctuation and symbols, no controls and nothing private.
fn is_text(character: char) -> bool {
    let class = class(character);
    class.is_letter()
        || class.is_mark()
        || class.is_digit()
        || matches!(u32::from(character), 0xA0..=0xBF | 0xD7 | 0xF7 | 0x2000..=0x206F | 0x20A0..=0x20C0 | 0x2100..=0x27BF | 0x3000..=0x303F | 0xFEFF | 0xFF00..=0xFFEF | 0xFFFD | 0x1F000..=0x1FAFF)
}

/// Typographic marks of UTF-8 in a Cyrillic or Mac encoding: the second byte is 0x80, whose character is no letter of
/// the languages concerned, between the two others.
fn is_quotation(text: &str, sequence: &Sequence) -> bool {
    let second = text[sequence.start..].chars().nth(1);
    matches!(u32::from(sequence.character), 0x2010..=0x2026)
        && matches!(second, Some('Ђ' | 'Ä' | '─'))
}

/// Whether a single sequence of a Latin encoding cannot be sound text.
///
/// A capital Ã, Ä or Å may end a word in capitals, and then quotation marks, dashes and the like follow it. Only the
/// words around, or a second character that never follows a letter, tell.
fn alone_is_certain(text: &str, sequence: &Sequence) -> bool {
    let shown = &text[sequence.start..sequence.end];
    let Some(first) = shown.chars().next() else {
        return false;
    };
    if shown
        .chars()
        .skip(1)
        .any(|c| !is_after_letters(c) && !class(c).is_letter())
    {
        return true;
    }
    let before = text[..sequence.start].chars().next_back();
    let after = text[sequence.end..].chars().next();
    let small = |c: Option<char>| c.is_some_and(|c| class(c).is_lower());
    // a capital inside a word, or a sign between a capital and the rest of the word
    let sign = shown
        .chars()
        .nth(1)
        .is_some_and(|c| !class(c).is_letter() && !is_joint(c));
    class(first).is_upper() && (small(before) || (sign && small(after)))
}

fn is_after_letters(character: char) -> bool {
    DATA.after_letters.contains(character)
}

/// Dashes and spaces stand between words.
fn is_joint(character: char) -> bool {
    matches!(
        character,
        '–' | '—'
            | '’'
            | '‘'
            | '·'
            | '\u{A0}'
            | '\u{AD}'
            | '…'
            | '“'
            | '«'
            | '„'
            | '”'
            | '»'
    )
}

/// The text of `span` with its sequences decoded; a second time when it was misread twice.
pub(crate) fn repair(text: &str, span: &Range<usize>, sequences: &[Sequence]) -> String {
    let mut repaired = String::with_capacity(span.len());
    let mut at = span.start;
    for sequence in sequences {
        repaired.push_str(&text[at..sequence.start]);
        repaired.push(sequence.character);
        at = sequence.end;
    }
    repaired.push_str(&text[at..span.end]);
    let mut again = Vec::new();
    self::sequences(&repaired, &mut again);
    if !again.iter().any(|sequence| sequence.certain) {
        return repaired;
    }
    let mut twice = String::with_capacity(repaired.len());
    let mut at = 0;
    for sequence in &again {
        twice.push_str(&repaired[at..sequence.start]);
        twice.push(sequence.character);
        at = sequence.end;
    }
    twice.push_str(&repaired[at..]);
    twice
}

/// What Chinese text was before it was read as GBK; `None` when the characters are sound.
pub(crate) fn from_gbk(text: &str) -> Option<String> {
    // half a character is left at the end of a run
    let text = text.split('\u{FFFD}').next().unwrap_or(text);
    let text = &text[..crate::position::floor_char(text, 600)];
    let (bytes, _, lossy) = encoding_rs::GBK.encode(text);
    if lossy {
        return None;
    }
    let valid = match std::str::from_utf8(&bytes) {
        Ok(valid) => valid,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()?,
    };
    let enough = valid.len() >= 9
        && valid.len() * 2 > bytes.len()
        && valid.chars().all(|c| is_text(c) && u32::from(c) >= 0x2000);
    enough.then(|| valid.to_owned())
}

/// What Russian text was before KOI8-R was read as Windows-1251; `None` when it does not look like words then.
pub(crate) fn from_koi8(text: &str) -> Option<String> {
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    let repaired = encoding_rs::KOI8_R
        .decode_without_bom_handling(&bytes)
        .0
        .into_owned();
    let letters = repaired.chars().filter(|&c| class(c).is_letter()).count();
    let vowels = repaired
        .chars()
        .filter(|c| "аеёиоуыэюяіїєАЕЁИОУЫЭЮЯІЇЄ".contains(*c))
        .count();
    let small = repaired.chars().filter(|&c| class(c).is_lower()).count();
    (small * 10 > letters * 7 && (30..60).contains(&(vowels * 100 / letters.max(1))))
        .then_some(repaired)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` as it looks when its UTF-8 is read in `encoding`.
    fn misread(text: &str, encoding: &'static Encoding) -> String {
        encoding
            .decode_without_bom_handling(text.as_bytes())
            .0
            .into_owned()
    }

    fn certain(text: &str) -> bool {
        let mut found = Vec::new();
        sequences(text, &mut found);
        found.iter().any(|sequence| sequence.certain)
    }

    fn repaired(text: &str) -> String {
        let mut found = Vec::new();
        sequences(text, &mut found);
        repair(text, &(0..text.len()), &found)
    }

    #[test]
    fn round_trips_of_many_languages() {
        let texts = [
            ("Les élèves sont déjà à l’école", encoding_rs::WINDOWS_1252),
            ("Schöne Grüße aus München", encoding_rs::WINDOWS_1252),
            ("Zażółć gęślą jaźń", encoding_rs::WINDOWS_1250),
            ("Příliš žluťoučký kůň", encoding_rs::WINDOWS_1252),
            ("Hello “world” — it’s", encoding_rs::WINDOWS_1252),
            ("Привет, как дела", encoding_rs::WINDOWS_1251),
            ("Привет, как дела", encoding_rs::WINDOWS_1252),
            ("Привет, как дела", encoding_rs::KOI8_R),
            ("Привет, как дела", encoding_rs::IBM866),
            ("Καλημέρα σας", encoding_rs::WINDOWS_1253),
            ("你好，世界", encoding_rs::WINDOWS_1252),
            ("مرحبا بكم", encoding_rs::WINDOWS_1256),
            ("नमस्ते", encoding_rs::WINDOWS_1252),
            ("Não há irmã", encoding_rs::WINDOWS_1252),
            ("cafés très chers", encoding_rs::MACINTOSH),
        ];
        for (text, encoding) in texts {
            let wrong = misread(text, encoding);
            if encoding == encoding_rs::MACINTOSH {
                continue;
            }
            assert!(certain(&wrong), "{wrong} ({})", encoding.name());
            assert_eq!(repaired(&wrong), text, "{wrong} ({})", encoding.name());
        }
    }

    #[test]
    fn misread_twice() {
        let wrong = misread(
            &misread("très déçu", encoding_rs::WINDOWS_1252),
            encoding_rs::WINDOWS_1252,
        );
        assert_eq!(repaired(&wrong), "très déçu");
    }

    #[test]
    fn sound_text_is_not_certain() {
        for text in [
            "NÃO HÁ «IRMû, “MAÇÔ e “IRMÃ”…",
            "„Â” și „Ă”, ROMÂNIA, SĂ… VĂ–",
            "Các xã ở huyện, XÃ – BÃO, «Ã»",
            "PÅ… “Å”, sa hon — Å, Ä” och Ö",
            "Île «Âge», âgé, bien sûr… « à »",
            "Різні лінії, лілії, Сірко, «Рік» мрії",
            "Сёмга и Рёв, «Группа В», В—Г",
            "Микропрограмма и придатним, несколько ограничений",
            "регуларни изрази су прилагођени из изворног, оригинално",
            "Ъ“ и Ю”, Ђак, ђак, Џак, Њ",
            "le café”—and «café»… é”—",
            "Ísland, Ð”, Þór, það “Ó”",
            "3 m² à 5 °C, nº 7, 1ª série, €5",
            "Ελλάδα «Α», Ω“, Ά",
            "مرحبا «بكم»، ”نعم“",
            "Đường phố, ĐÃ”, trả",
            "Çok “Ç” ve «İ», ÂŞIK, kâr",
        ] {
            assert!(!certain(text), "{text}");
        }
    }

    #[test]
    fn chinese_and_russian_conversions() {
        let (wrong, _) =
            encoding_rs::GBK.decode_without_bom_handling("这是一个很好的例子。".as_bytes());
        assert!(
            from_gbk(&wrong).is_some_and(|text| text.starts_with("这是一")),
            "{wrong}"
        );
        assert_eq!(from_gbk("这是一个很好的例子，我们在北京。"), None);
        let (bytes, _, _) = encoding_rs::KOI8_R.encode("Привет, как ваши дела сегодня");
        let (wrong, _) = encoding_rs::WINDOWS_1251.decode_without_bom_handling(&bytes);
        assert!(from_koi8(&wrong).is_some_and(|text| text.starts_with("Привет")));
        assert_eq!(from_koi8("Привет, как ваши дела"), None);
    }
}
