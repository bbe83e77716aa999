//! Compression undone, within limits.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::CHUNK;

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

/// Kilobytes of memory that a block of an xz file may ask for: four times what `xz -9` does.
const XZ_MEMORY: u32 = 256 << 10;

/// The bytes of `reader`, decompressed within `limits` if they are compressed.
pub(super) fn undone(
    reader: impl Read + Send + 'static,
    limits: Limits,
) -> io::Result<Box<dyn Read + Send>> {
    let count = Arc::new(AtomicU64::new(0));
    let counted = Counted {
        reader,
        count: Arc::clone(&count),
    };
    let (reader, compressed) = decompress(BufReader::with_capacity(CHUNK, counted))?;
    Ok(match limits.decompressed {
        Some(most) if compressed => Box::new(Limited {
            reader,
            taken: 0,
            most,
            count,
        }),
        _ => reader,
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

/// Undoes gzip (all members), zstd (all frames), xz and bzip2; tells whether there was something to undo.
fn decompress<R: Read + Send + 'static>(
    mut reader: BufReader<R>,
) -> io::Result<(Box<dyn Read + Send>, bool)> {
    let magic = reader.fill_buf()?;
    let undone: Box<dyn Read + Send> = match magic {
        [0x1F, 0x8B, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(reader)),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Box::new(zstd::Decoder::with_buffer(reader)?),
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => {
            Box::new(lzma_rust2::XzReader::new_mem_limit(reader, true, XZ_MEMORY))
        }
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, ..] => {
            Box::new(bzip2::bufread::MultiBzDecoder::new(reader))
        }
        _ => return Ok((Box::new(reader), false)),
    };
    Ok((undone, true))
}
