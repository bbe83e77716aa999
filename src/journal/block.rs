//! Blocks: length, checksum, Zstandard frame.

use std::io::{self, Read, Write};

use xxhash_rust::xxh3::xxh3_64;

/// What a file of blocks begins with.
pub(super) const MAGIC: &[u8; 16] = b"traditore state\n";

/// Bytes of lines after which a block is written.
pub(super) const SIZE: usize = 256 << 10;

/// Bytes of a block that nobody writes: a line holds a few texts of 4 MB at most.
const LARGEST: u32 = 256 << 20;

/// Bytes before the frame: its length, the length of its content, what it is, and the checksum over all that and it.
pub(super) const HEAD: usize = 17;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The header.
    Header,
    /// Lines; the document goes on in the next block.
    Part,
    /// Lines; a document ends with the block.
    Whole,
    /// The last one.
    Seal,
}

impl Kind {
    fn of(byte: u8) -> Option<Self> {
        [Self::Header, Self::Part, Self::Whole, Self::Seal]
            .into_iter()
            .find(|&kind| kind as u8 == byte)
    }
}

/// The head of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    pub(super) packed: u32,
    unpacked: u32,
    pub(super) kind: Kind,
    checksum: u64,
}

/// Appends a block to `out`, in one piece.
pub(super) fn write(out: &mut impl Write, content: &[u8], kind: Kind) -> io::Result<()> {
    let frame = zstd::bulk::compress(content, 1)?;
    let mut block = Vec::with_capacity(HEAD + frame.len());
    for length in [frame.len(), content.len()] {
        let length = u32::try_from(length)
            .ok()
            .filter(|&length| length <= LARGEST)
            .ok_or_else(|| io::Error::other("a finding is too long to be kept"))?;
        block.extend(length.to_le_bytes());
    }
    block.push(kind as u8);
    block.extend(checksum(&block, &frame).to_le_bytes());
    block.extend(frame);
    out.write_all(&block)
}

fn checksum(head: &[u8], frame: &[u8]) -> u64 {
    xxh3_64(&head[..9]) ^ xxh3_64(frame)
}

/// Reads the head of a block; nothing at the end of the file.
pub(super) fn head(input: &mut impl Read) -> io::Result<Option<Head>> {
    let mut bytes = [0_u8; HEAD];
    let mut got = 0;
    while got < HEAD {
        match input.read(&mut bytes[got..])? {
            0 if got == 0 => return Ok(None),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => got += read,
        }
    }
    let number =
        |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let (packed, unpacked) = (number(0), number(4));
    let kind = Kind::of(bytes[8]).filter(|_| packed <= LARGEST && unpacked <= LARGEST);
    let Some(kind) = kind else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    let checksum = u64::from(number(9)) | u64::from(number(13)) << 32;
    Ok(Some(Head {
        packed,
        unpacked,
        kind,
        checksum,
    }))
}

impl Head {
    /// Reads the frame behind the head and checks it.
    pub(super) fn frame(&self, input: &mut impl Read) -> io::Result<Vec<u8>> {
        let mut frame = Vec::new();
        input.take(u64::from(self.packed)).read_to_end(&mut frame)?;
        if frame.len() < self.packed as usize {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut head = Vec::with_capacity(9);
        head.extend(self.packed.to_le_bytes());
        head.extend(self.unpacked.to_le_bytes());
        head.push(self.kind as u8);
        if checksum(&head, &frame) != self.checksum {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(frame)
    }

    /// Reads the content of the block.
    pub(super) fn content(&self, input: &mut impl Read) -> io::Result<Vec<u8>> {
        zstd::bulk::decompress(&self.frame(input)?, self.unpacked as usize)
    }
}
