//! From a file to decoded text: compression undone, encoding found, read in pieces.
//!
//! Compression is told by the first bytes, not by the name. UTF-8 is believed when it is valid; a legacy encoding is
//! taken from the document's own declaration or guessed (chardetng) only when UTF-8 fails, and always named in the
//! report. Text that is UTF-8 but for a few bytes stays UTF-8: those bytes become U+FFFD and `artifact/mojibake` shows
//! where they are.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

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

/// How much a compressed file may grow. Both bounds are far above what documents come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of decompressed text; `None`: as many as there are, whatever the ratio.
    pub decompressed: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            decompressed: Some(16 << 30),
        }
    }
}

/// Decompressed bytes for each compressed one, once there are [`FREE`] of them: text comes to 20, seldom to 100, a bomb
/// of gzip to 1000, of other formats to many thousands.
const RATIO: u64 = 500;

/// Decompressed bytes that no ratio forbids.
const FREE: u64 = 32 << 20;

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
    // asked before it is opened as well: to open a pipe is to wait for its other end
    regular(&std::fs::metadata(path)?)?;
    let file = File::open(path)?;
    regular(&file.metadata()?)?;
    decode_within(file, limits)
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
    let count = Arc::new(AtomicU64::new(0));
    let counted = Counted {
        reader,
        count: Arc::clone(&count),
    };
    let (rest, compressed) = decompress(BufReader::with_capacity(CHUNK, counted))?;
    let mut rest: Box<dyn Read + Send> = match limits.decompressed {
        Some(most) if compressed => Box::new(Limited {
            reader: rest,
            taken: 0,
            most,
            count,
        }),
        _ => rest,
    };
    let mut head = Vec::new();
    let failed = match rest.by_ref().take(HEAD as u64).read_to_end(&mut head) {
        Ok(_) => None,
        Err(error) if head.is_empty() => return Err(error),
        Err(error) => Some(error),
    };
    let whole = head.len() < HEAD && failed.is_none();
    let (encoding, mark) = detect(&head, whole);
    if let Some(kind) = binary(&head, encoding) {
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

/// Counts the bytes that are read.
struct Counted<R> {
    reader: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Ends a decompression that grows beyond its limits.
struct Limited {
    reader: Box<dyn Read + Send>,
    taken: u64,
    most: u64,
    /// Compressed bytes that were read.
    count: Arc<AtomicU64>,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.taken += read as u64;
        let compressed = self.count.load(Ordering::Relaxed).max(1);
        let reason = if self.taken > self.most {
            format!("decompresses to more than {} bytes", self.most)
        } else if self.taken > FREE && self.taken / compressed > RATIO {
            format!("decompresses to more than {RATIO} times its size")
        } else {
            return Ok(read);
        };
        Err(io::Error::other(format!(
            "{reason}; if that is meant, say so with --max-decompressed"
        )))
    }
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

/// Undoes gzip (all members), zstd (all frames), xz and bzip2; tells whether there was something to undo.
fn decompress<R: Read + Send + 'static>(
    mut reader: BufReader<R>,
) -> io::Result<(Box<dyn Read + Send>, bool)> {
    let magic = reader.fill_buf()?;
    let undone: Box<dyn Read + Send> = match magic {
        [0x1F, 0x8B, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(reader)),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Box::new(zstd::Decoder::with_buffer(reader)?),
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Box::new(lzma_rust2::XzReader::new(reader, true)),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, ..] => {
            Box::new(bzip2::bufread::MultiBzDecoder::new(reader))
        }
        _ => return Ok((Box::new(reader), false)),
    };
    Ok((undone, true))
}

/// The encoding of a text by its first bytes, and the length of its byte-order mark.
fn detect(head: &[u8], whole: bool) -> (&'static Encoding, usize) {
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return (encoding, mark);
    }
    if let Some(encoding) = utf16_without_mark(head) {
        return (encoding, 0);
    }
    let (faults, sequences) = utf8_faults(head, whole);
    let escapes = memchr::memmem::find(head, b"\x1B$").is_some()
        || memchr::memmem::find(head, b"\x1B(").is_some();
    if (faults == 0 && !escapes) || (faults > 0 && sequences >= 4 * faults) {
        return (UTF_8, 0);
    }
    if let Some(encoding) = declared(head)
        && faults > 0
        && encoding != UTF_8
        && !encoding.decode_without_bom_handling(head).1
    {
        return (encoding, 0);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(head, whole);
    (detector.guess(None, chardetng::Utf8Detection::Deny), 0)
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

/// What kind of binary file this is; `None` for text.
fn binary(head: &[u8], encoding: &'static Encoding) -> Option<&'static str> {
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
    ];
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(kind);
    }
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return None;
    }
    let sample = &head[..head.len().min(8192)];
    let controls = sample
        .iter()
        .filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B | 0x08))
        .count();
    (controls * 10 > sample.len()).then_some("one byte in ten is a control character")
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
    }
}
