//! Finds texts in running text by four bytes of each, in a few instructions a byte and with next to nothing to build.
//!
//! Each text that is looked for is entered under the rarest four bytes of it. Four bytes of the running text at a time are
//! hashed into a table of bits, which answers “nothing here” nearly everywhere; where it does not, whoever asks compares
//! the texts that were entered there. No step depends on the one before. Capital and small letters of ASCII are one.

/// Four bytes of a text that is looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gram {
    key: u32,
    /// Number of the text.
    pub(crate) text: u16,
    /// Where they stand in it.
    pub(crate) at: u16,
}

/// Capital and small letters of ASCII under one key.
const CASE: u32 = 0x2020_2020;
const BITS: u32 = 17;
const BUCKETS: u32 = 12;

/// The grams of some texts; there may be 65,536 of these.
#[derive(Debug)]
pub(crate) struct Grams {
    bits: Box<[u64; 1 << (BITS - 6)]>,
    /// First gram of each bucket, and the end of the last.
    buckets: Vec<u32>,
    entries: Vec<Gram>,
}

/// The four bytes by which `text` is best looked for, and where they stand in it; none in a shorter text.
pub(crate) fn rarest(text: &[u8]) -> Option<(usize, &[u8])> {
    text.windows(4)
        .enumerate()
        .min_by_key(|(_, four)| four.iter().map(|&b| u32::from(common(b))).sum::<u32>())
}

/// Texts under their grams, before they are looked for.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    grams: Vec<Gram>,
}

impl Builder {
    /// Enters the text with this number under `part`, three bytes of it or more, which stands `at` there. False for
    /// shorter ones.
    pub(crate) fn enter(&mut self, text: usize, part: &[u8], at: usize) -> bool {
        if let Some((inside, four)) = rarest(part) {
            self.gram(text, four, at + inside);
        } else if let &[one, two, three] = part {
            // with whatever may stand behind it
            for last in (0..=255_u8).filter(|last| last & 0x20 != 0) {
                self.gram(text, &[one, two, three, last], at);
            }
        } else {
            return false;
        }
        true
    }

    fn gram(&mut self, text: usize, four: &[u8], at: usize) {
        let narrow = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        self.grams.push(Gram {
            key: key(four),
            text: narrow(text),
            at: narrow(at),
        });
    }

    /// Ready for the search.
    pub(crate) fn build(self) -> Grams {
        let mut grams = self.grams;
        grams.sort_by_key(|gram| (hash(gram.key, BUCKETS), gram.key, gram.text));
        let mut bits = Box::new([0; 1 << (BITS - 6)]);
        let mut buckets = vec![0; (1 << BUCKETS) + 1];
        for gram in &grams {
            let bit = hash(gram.key, BITS);
            bits[bit >> 6] |= 1 << (bit & 63);
            buckets[hash(gram.key, BUCKETS) + 1] += 1;
        }
        let mut sum = 0;
        for bucket in &mut buckets {
            sum += *bucket;
            *bucket = sum;
        }
        Grams {
            bits,
            buckets,
            entries: grams,
        }
    }
}

impl Grams {
    /// Calls `visit` with every gram that may stand in `text` and where it would, until that returns true.
    #[inline]
    pub(crate) fn any(&self, text: &[u8], mut visit: impl FnMut(Gram, usize) -> bool) -> bool {
        let mut visit = |key: u32, at: usize| {
            self.may_hold(key) && self.bucket(key).any(|gram| visit(gram, at))
        };
        let mut at = 0;
        for eight in text.windows(8).step_by(4) {
            let Some(&eight) = eight.first_chunk() else {
                break;
            };
            let word = u64::from_le_bytes(eight);
            let keys = [0, 8, 16, 24].map(|shift| (word >> shift & 0xFFFF_FFFF) as u32 | CASE);
            let found = keys
                .iter()
                .fold(false, |found, &key| found | self.may_hold(key));
            if found && (at..).zip(keys).any(|(at, key)| visit(key, at)) {
                return true;
            }
            at += 4;
        }
        // the last few; what follows the text belongs to nothing but texts of three bytes
        (at..text.len()).any(|at| {
            let mut four = [0; 4];
            let part = &text[at..text.len().min(at + 4)];
            four[..part.len()].copy_from_slice(part);
            visit(key(&four), at)
        })
    }

    #[inline]
    fn may_hold(&self, key: u32) -> bool {
        let bit = hash(key, BITS);
        self.bits[bit >> 6] >> (bit & 63) & 1 != 0
    }

    #[cold]
    fn bucket(&self, key: u32) -> impl Iterator<Item = Gram> {
        let bucket = hash(key, BUCKETS);
        let range = self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize;
        self.entries[range]
            .iter()
            .filter(move |gram| gram.key == key)
            .copied()
    }
}

fn key(four: &[u8]) -> u32 {
    u32::from_le_bytes([four[0], four[1], four[2], four[3]]) | CASE
}

#[inline]
fn hash(key: u32, bits: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> (32 - bits)) as usize
}

/// How common a byte is in folded prose, roughly: only for speed.
pub(crate) fn common(byte: u8) -> u8 {
    match byte {
        b' ' => 20,
        b'a' | b'e' | b'i' | b'n' | b'o' | b'r' | b's' | b't' => 10,
        b'c' | b'd' | b'h' | b'l' | b'm' | b'p' | b'u' => 7,
        b'b' | b'f' | b'g' | b'v' | b'w' | b'y' | b'k' => 5,
        b'j' | b'q' | b'x' | b'z' => 3,
        0x80.. => 6,
        b'.' | b',' | b'-' => 4,
        _ => 2,
    }
}
