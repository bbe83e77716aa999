//! What a candidate comes to, in numbers that mean the same in every language.

use super::Claim;
use super::grammar::Grammar;
use super::model::BITS;
use super::names;
use super::roles::Role;
use super::view::View;
use super::{measures, sequence, wordings};

/// A feature's name, hashed (FNV-1a): roles and marks rather than letters, so that few of them meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hash(pub(super) u64);

impl Hash {
    /// The hash of a kind of features.
    pub(super) fn new(kind: u8) -> Self {
        Self(0xCBF2_9CE4_8422_2325).add(&[kind])
    }

    /// With more bytes.
    pub(super) fn add(self, bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(self.0, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        }))
    }

    /// The row of the table of weights.
    fn row(self) -> u32 {
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        u32::try_from(mixed >> (64 - BITS)).unwrap_or_default()
    }
}

/// The features of a candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// Rows of the table of weights, with the value there; each row once.
    pub values: Vec<(u32, f32)>,
    machine: String,
    engine: Option<&'static str>,
    sure: bool,
    label: bool,
    bare: bool,
    source: String,
}

impl Features {
    /// The features of what is in view.
    #[must_use]
    pub(super) fn of(view: &View<'_>) -> Self {
        let mut values: Vec<(u32, f32)> = measures::measures(view)
            .into_iter()
            .zip(0_u8..)
            .filter(|&(value, _)| value != 0.0)
            .map(|(value, number)| (Hash::new(b'd').add(&[number]).row(), value))
            .collect();
        let mut hashes = Vec::new();
        sequence::sequence(view, &mut hashes);
        values.extend(hashes.drain(..).map(|hash| (hash.row(), 1.0)));
        wordings::wordings(view, &mut hashes);
        values.extend(hashes.into_iter().map(|hash| (hash.row(), wordings::SHARE)));
        values.sort_by_key(|&(row, _)| row);
        values.dedup_by_key(|&mut (row, _)| row);
        let named = |role: Role| view.places(&[role]).first().map(|&index| view.word(index));
        Self {
            values,
            machine: named(Role::Engine)
                .or_else(|| named(Role::Machine))
                .or_else(|| named(Role::MachineTranslation))
                .or_else(|| named(Role::Tool))
                .unwrap_or_default()
                .to_owned(),
            engine: names::engine(view.items.iter().map(|i| i.engine).max().unwrap_or(0)),
            sure: view.sure(),
            label: view.label(),
            bare: view.bare(),
            source: named(Role::Languages).unwrap_or_default().to_owned(),
        }
    }

    /// The claim that these features speak for.
    pub(super) fn claim(
        self,
        span: std::ops::Range<usize>,
        probability: f32,
        grammar: &Grammar,
    ) -> Claim {
        Claim {
            span,
            probability,
            language: grammar.language,
            machine: self.machine,
            engine: self.engine,
            sure: self.sure,
            source: self.source,
            label: self.label,
            bare: self.bare,
        }
    }
}
