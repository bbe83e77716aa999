//! From a file to decoded text: compression undone, encoding found, read in pieces.
//!
//! Compression is told by the first bytes, not by the name. UTF-8 is believed when it is valid; a legacy encoding is
//! taken from the document's own declaration or guessed (chardetng) only when UTF-8 fails, and always named in the
//! report. Text that is UTF-8 but for a few bytes stays UTF-8: those bytes become U+FFFD and `artifact/mojibake` shows
//! where they are.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use encoding_rs::{Decoder, Encoding};

mod compression;
mod encoding;

pub use compression::Limits;

/// Bytes by which the encoding is judged. Smaller files are judged whole.
const HEAD: usize = 4 << 20;

/// Bytes read at a time behind the head.
const CHUNK: usize = 256 << 10;

/// A document's text, decoded as it is asked for.
pub struct Decoded {
    rest: Box<dyn Read + Send>,
    head: Cursor<Vec<u8>>,
    decoder: Decoder,
    encoding: &'static Encoding,
    buffer: Vec<u8>,
    done: bool,
    /// What went wrong behind the head.
    failed: Option<io::Error>,
}

impl std::fmt::Debug for Decoded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoded")
            .field("encoding", &self.encoding.name())
            .finish_non_exhaustive()
    }
}

/// Opens a regular file, compressed or not.
///
/// # Errors
/// When it cannot be opened, is no regular file, or its first bytes cannot be read.
pub fn open(path: &Path) -> io::Result<Decoded> {
    open_within(path, Limits::default())
}

/// As [`open`], with other limits.
///
/// # Errors
/// As [`open`].
pub fn open_within(path: &Path, limits: Limits) -> io::Result<Decoded> {
    decode_within(regular_file(path)?, limits)
}

/// As [`open`], for a table of a report: its cells may hold what was found in a document, control characters as well.
///
/// # Errors
/// As [`open`].
pub fn open_report(path: &Path) -> io::Result<Decoded> {
    start(regular_file(path)?, Limits::default(), true)
}

fn regular_file(path: &Path) -> io::Result<File> {
    // asked before it is opened as well: to open a pipe is to wait for its other end
    regular(&std::fs::metadata(path)?)?;
    let file = File::open(path)?;
    regular(&file.metadata()?)?;
    Ok(file)
}

fn regular(metadata: &std::fs::Metadata) -> io::Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    Err(io::Error::other(
        "is no regular file; name files or directories of files",
    ))
}

/// Decodes any stream of bytes.
///
/// # Errors
/// When the first bytes cannot be read or decompressed, or what they hold is no text.
pub fn decode(reader: impl Read + Send + 'static) -> io::Result<Decoded> {
    decode_within(reader, Limits::default())
}

/// As [`decode`], with other limits.
///
/// # Errors
/// As [`decode`].
pub fn decode_within(reader: impl Read + Send + 'static, limits: Limits) -> io::Result<Decoded> {
    start(reader, limits, false)
}

/// Looks at the first bytes; with `controls` any number of control characters may be among them.
fn start(
    reader: impl Read + Send + 'static,
    limits: Limits,
    controls: bool,
) -> io::Result<Decoded> {
    let mut rest = compression::undone(reader, limits)?;
    let mut head = Vec::new();
    let failed = match rest.by_ref().take(HEAD as u64).read_to_end(&mut head) {
        Ok(_) => None,
        Err(error) if head.is_empty() => return Err(error),
        Err(error) => Some(error),
    };
    let whole = head.len() < HEAD && failed.is_none();
    let (encoding, mark) = encoding::detect(&head, whole);
    if let Some(kind) = encoding::binary(&head, encoding, controls) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("is no text ({kind}); leave it out with .traditoreignore"),
        ));
    }
    let mut head = Cursor::new(head);
    head.set_position(mark as u64);
    Ok(Decoded {
        rest,
        head,
        decoder: encoding.new_decoder_without_bom_handling(),
        encoding,
        buffer: Vec::new(),
        done: false,
        failed,
    })
}

impl Decoded {
    /// The encoding's name in the WHATWG Encoding Standard.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// The first bytes, as they lie in the file: what a format is told by.
    #[must_use]
    pub fn head(&self) -> &[u8] {
        let head = self.head.get_ref();
        &head[..head.len().min(4096)]
    }

    /// Appends about `amount` bytes of text to `text`; returns whether that was the last of it.
    ///
    /// # Errors
    /// When the file cannot be read on, or its compression is broken. What was decoded before the fault has been
    /// appended.
    pub fn fill(&mut self, text: &mut String, amount: usize) -> io::Result<bool> {
        let goal = text.len() + amount;
        while !self.done && text.len() < goal {
            if self.head.position() < self.head.get_ref().len() as u64 {
                let start = usize::try_from(self.head.position()).unwrap_or(usize::MAX);
                let bytes = self.head.get_ref();
                let end = bytes.len().min(start + CHUNK);
                append(&mut self.decoder, &bytes[start..end], text, false);
                self.head.set_position(end as u64);
                continue;
            }
            self.buffer.resize(CHUNK, 0);
            let outcome = match self.failed.take() {
                Some(error) => Err(error),
                None => self.rest.read(&mut self.buffer),
            };
            let read = match outcome {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.done = true;
                    return Err(error);
                }
                Ok(read) => read,
            };
            self.done = read == 0;
            append(&mut self.decoder, &self.buffer[..read], text, self.done);
        }
        Ok(self.done)
    }
}

fn append(decoder: &mut Decoder, mut bytes: &[u8], text: &mut String, last: bool) {
    loop {
        let room = decoder
            .max_utf8_buffer_length(bytes.len())
            .unwrap_or(4 * CHUNK);
        text.reserve(room);
        let (result, read, _) = decoder.decode_to_string(bytes, text, last);
        bytes = &bytes[read..];
        if result == encoding_rs::CoderResult::InputEmpty {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn read(bytes: Vec<u8>) -> (String, &'static str) {
        let mut decoded = decode(Cursor::new(bytes)).expect("text");
        let mut text = String::new();
        while !decoded.fill(&mut text, 10).expect("readable") {}
        (text, decoded.encoding())
    }

    #[test]
    fn encodings_by_mark_by_validity_by_declaration_and_by_guess() {
        assert_eq!(read("\u{FEFF}größe".into()), ("größe".to_owned(), "UTF-8"));
        let utf16: Vec<u8> = "Καλημέρα κόσμε"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(
            read([vec![0xFF, 0xFE], utf16].concat()),
            ("Καλημέρα κόσμε".to_owned(), "UTF-16LE")
        );
        let unmarked: Vec<u8> = "plain words without a mark"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(read(unmarked).1, "UTF-16BE");
        let russian =
            "Министерство образования сообщило о начале учебного года во всех школах области.";
        assert_eq!(
            read(encoding_rs::WINDOWS_1251.encode(russian).0.into_owned()),
            (russian.to_owned(), "windows-1251")
        );
        let polish = "<?xml version='1.0' encoding='ISO-8859-2'?><p>zażółć</p>";
        assert_eq!(
            read(encoding_rs::ISO_8859_2.encode(polish).0.into_owned()),
            (polish.to_owned(), "ISO-8859-2")
        );
    }

    #[test]
    fn escapes_of_a_terminal_make_no_legacy_encoding() {
        let text = "Größe \u{1B}(B in der \u{1B}[1mStraße";
        assert_eq!(read(text.into()), (text.to_owned(), "UTF-8"));
        let text = "plain words \u{1B}(B and more of them";
        assert_eq!(read(text.into()), (text.to_owned(), "UTF-8"));
        let japanese = b"\x1B$B$3$l$OF|K\\8l$NJ8>O$G$9!#\x1B(B".to_vec();
        assert_eq!(
            read(japanese),
            ("これは日本語の文章です。".to_owned(), "ISO-2022-JP")
        );
    }

    #[test]
    fn one_bad_byte_does_not_make_a_legacy_encoding() {
        let mut bytes = "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich — schön"
            .as_bytes()
            .to_vec();
        bytes.push(0xFF);
        let (text, encoding) = read(bytes);
        assert_eq!(encoding, "UTF-8");
        assert!(text.ends_with("schön\u{FFFD}"));
    }

    #[test]
    fn an_escape_does_not_undo_utf_8() {
        let text = "„Größe“ \u{1B}[0m\u{1B}(B — ok";
        assert_eq!(read(text.into()), (text.to_owned(), "UTF-8"));
        let japanese = b"\x1B$B%F%9%H\x1B(B".to_vec();
        assert_eq!(read(japanese), ("テスト".to_owned(), "ISO-2022-JP"));
    }

    #[test]
    fn compression_is_told_by_content() {
        let text = "Satz um Satz. ".repeat(1000);
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(text.as_bytes()).expect("in memory");
        let gz = gz.finish().expect("in memory");
        assert_eq!(read([gz.clone(), gz].concat()).0, text.repeat(2));
        assert_eq!(
            read(zstd::encode_all(text.as_bytes(), 1).expect("in memory")).0,
            text
        );
    }

    #[test]
    fn truncated_gzip_gives_what_there_is_and_an_error() {
        let text = (0..200_000)
            .map(|number: u32| number.to_string())
            .collect::<Vec<_>>()
            .join(" ");
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(text.as_bytes()).expect("in memory");
        let mut bytes = gz.finish().expect("in memory");
        bytes.truncate(bytes.len() / 2);
        let mut decoded = decode(Cursor::new(bytes)).expect("the beginning is whole");
        let mut found = String::new();
        let outcome = loop {
            match decoded.fill(&mut found, 1000) {
                Ok(false) => {}
                outcome => break outcome,
            }
        };
        assert!(outcome.is_err());
        assert!(found.len() > 100_000 && text.starts_with(&found));
        assert!(decode(Cursor::new(b"\x1F\x8B\x08nonsense".to_vec())).is_err());
    }

    #[test]
    fn bombs_are_cut_off() {
        let bomb = |bytes: usize| {
            let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            let piece = b"a b c d\n".repeat(1 << 17);
            for _ in 0..bytes >> 20 {
                gz.write_all(&piece).expect("in memory");
            }
            gz.finish().expect("in memory")
        };
        let length = |bytes: Vec<u8>, decompressed: Option<u64>| {
            let mut decoded = decode_within(Cursor::new(bytes), Limits { decompressed })?;
            let mut total = 0;
            loop {
                let mut text = String::new();
                let done = decoded.fill(&mut text, 1 << 20)?;
                total += text.len();
                if done {
                    return Ok::<_, io::Error>(total);
                }
            }
        };
        let (small, large) = (bomb(2 << 20), bomb(64 << 20));
        assert_eq!(length(small.clone(), Some(16 << 30)).ok(), Some(2 << 20));
        let error = length(small, Some(1 << 20)).expect_err("above the limit");
        assert!(error.to_string().contains("1048576 bytes"), "{error}");
        let error = length(large.clone(), Some(16 << 30)).expect_err("a bomb");
        assert!(error.to_string().contains("times its size"), "{error}");
        assert_eq!(length(large, None).ok(), Some(64 << 20));
        let plain = b"a b c d\n".repeat(1 << 18);
        assert_eq!(length(plain, Some(1)).ok(), Some(2 << 20));
    }

    #[test]
    fn binary_files_are_told() {
        assert!(decode(Cursor::new(b"\x89PNG\r\n\x1a\n....".to_vec())).is_err());
        assert!(decode(Cursor::new(vec![1_u8, 2, 3, 4, 5, 6])).is_err());
        // every byte as often as any other, as in what is compressed or encrypted
        let random: Vec<u8> = (0..4096_u32).map(|n| (n * 167).to_le_bytes()[0]).collect();
        assert!(decode(Cursor::new(random)).is_err());
    }
}
