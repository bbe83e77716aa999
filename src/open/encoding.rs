//! The encoding of a text, and whether it is text at all, by its first bytes.

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// The encoding of a text by its first bytes, and the length of its byte-order mark.
pub(super) fn detect(head: &[u8], whole: bool) -> (&'static Encoding, usize) {
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return (encoding, mark);
    }
    if let Some(encoding) = utf16_without_mark(head) {
        return (encoding, 0);
    }
    let (faults, sequences) = utf8_faults(head, whole);
    if faults == 0 {
        // ISO-2022-JP is ASCII with escapes; those of terminals are others, mostly
        let escapes = sequences == 0 && memchr::memmem::find(head, b"\x1B$").is_some();
        let japanese = escapes && guess(head, whole) == ISO_2022_JP;
        return (if japanese { ISO_2022_JP } else { UTF_8 }, 0);
    }
    if sequences >= 4 * faults {
        return (UTF_8, 0);
    }
    if let Some(encoding) = declared(head)
        && encoding != UTF_8
        && decodes(encoding, head, whole)
    {
        return (encoding, 0);
    }
    (guess(head, whole), 0)
}

/// The legacy encoding that a text looks like.
fn guess(head: &[u8], whole: bool) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(head, whole);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// Whether `head` is without a fault in `encoding`. A character cut off by its end is none, unless it is the `whole`.
fn decodes(encoding: &'static Encoding, head: &[u8], whole: bool) -> bool {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length(head.len());
    let mut text = String::with_capacity(room.unwrap_or(4 * head.len()));
    let (_, _, faults) = decoder.decode_to_string(head, &mut text, whole);
    !faults
}

/// UTF-16 without a mark shows by its zero bytes: nearly every other one in text of Latin letters, and at least every
/// line break and space elsewhere.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let sample = &head[..head.len().min(4096) & !1];
    let pairs = sample.len() / 2;
    if pairs < 8 {
        return None;
    }
    let zeros = |odd: usize| {
        sample
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (high_first, low_first) = (zeros(0), zeros(1));
    if low_first * 5 > pairs && high_first * 50 < pairs {
        Some(UTF_16LE)
    } else if high_first * 5 > pairs && low_first * 50 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Invalid places in `bytes` read as UTF-8, and valid sequences of several bytes.
fn utf8_faults(bytes: &[u8], whole: bool) -> (usize, usize) {
    let (mut faults, mut sequences) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sequences += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    // a sequence cut off by the end of the head is no fault
    if !whole
        && faults > 0
        && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
    {
        faults -= 1;
    }
    (faults, sequences)
}

/// The encoding that an HTML or XML document declares in its first 4 kilobytes (or a catalogue in its header).
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&head[..head.len().min(4096)]).to_ascii_lowercase();
    let after = |key: &str| {
        start
            .find(key)
            .map(|at| start[at + key.len()..].trim_start())
    };
    let value = after("charset=").or_else(|| after("encoding="))?;
    let value = value.trim_start_matches(['"', '\'']);
    let end = value
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        .unwrap_or(value.len());
    Encoding::for_label(&value.as_bytes()[..end])
}

/// What kind of binary file this is; `None` for text, which may hold any number of control characters with `controls`.
pub(super) fn binary(
    head: &[u8],
    encoding: &'static Encoding,
    controls: bool,
) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"\x89PNG", "a PNG image"),
        (b"\xFF\xD8\xFF", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a ZIP archive or office document"),
        (b"\x7FELF", "a program"),
        (b"MZ\x90", "a program"),
        (b"\xD0\xCF\x11\xE0", "an old office document"),
        (b"SQLite format 3", "a database"),
        (b"wOFF", "a font"),
        (b"wOF2", "a font"),
        (b"OggS", "a sound or video file"),
        (b"ID3", "a sound file"),
        (b"RIFF", "a sound, video or image file"),
        (b"PAR1", "a Parquet file"),
        (b"7z\xBC\xAF", "a 7z archive"),
        (
            b"bplist",
            "a property list, perhaps a page saved by Safari: save it as HTML",
        ),
    ];
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(kind);
    }
    if controls || encoding == UTF_16LE || encoding == UTF_16BE {
        return None;
    }
    let sample = &head[..head.len().min(8192)];
    let controls = sample
        .iter()
        .filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B | 0x08))
        .count();
    // no legacy encoding has control characters in its text; of random bytes they are one in ten
    if encoding != UTF_8 && controls * 50 > sample.len() {
        return Some("control characters stand in it, and it is no UTF-8");
    }
    (controls * 10 > sample.len()).then_some("one byte in ten is a control character")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_cut_off_at_the_end_of_the_head_is_no_fault() {
        let bytes = encoding_rs::GBK.encode("<meta charset=gbk>今天天气很好").0;
        let cut = &bytes[..bytes.len() - 1];
        assert!(decodes(encoding_rs::GBK, cut, false));
        assert!(!decodes(encoding_rs::GBK, cut, true));
        assert_eq!(detect(cut, false).0, encoding_rs::GBK);
    }
}
