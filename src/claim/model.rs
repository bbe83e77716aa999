//! The logistic model that weighs the features, the same for every language.

use std::sync::LazyLock;

use super::features::Features;

/// The logarithm of the number of rows.
pub(super) const BITS: u32 = 20;

/// Steps of a quantised weight in one.
const STEPS: f32 = 24.0;

/// A table of weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// One a row.
    pub weights: Vec<f32>,
}

static SHIPPED: LazyLock<Model> =
    LazyLock::new(|| Model::read(include_bytes!("../data/claims/weights.bin")));

impl Default for Model {
    fn default() -> Self {
        Self {
            weights: vec![0.0; 1 << BITS],
        }
    }
}

impl Model {
    /// The model that comes with the program; `cargo run --release --example train-claims` makes it.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads what [`Model::write`] wrote: a number of rows to pass over, then the weight of the next one, each a byte;
    /// 255 passes over as many rows and has no weight behind it. A table cut short has zeros at its end.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let mut model = Self::default();
        let mut row = 0;
        let mut bytes = bytes.iter();
        while let Some(&skip) = bytes.next() {
            row += usize::from(skip);
            if skip == u8::MAX {
                continue;
            }
            let (Some(&weight), Some(place)) = (bytes.next(), model.weights.get_mut(row)) else {
                break;
            };
            *place = f32::from(weight.cast_signed()) / STEPS;
            row += 1;
        }
        model
    }

    /// The table as bytes.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "rounded, and held to the range of the type"
    )]
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut skip = 0_u32;
        for weight in &self.weights {
            let step = (weight * STEPS).round().clamp(-128.0, 127.0) as i8;
            if step == 0 {
                skip += 1;
                continue;
            }
            while skip >= 255 {
                bytes.push(255);
                skip -= 255;
            }
            bytes.push(u8::try_from(skip).unwrap_or_default());
            bytes.push(step.cast_unsigned());
            skip = 0;
        }
        bytes
    }

    /// The sum of the weights: the logarithm of the odds of a claim.
    #[must_use]
    pub fn sum(&self, features: &Features) -> f32 {
        features
            .values
            .iter()
            .map(|&(row, value)| self.weights[row as usize] * value)
            .sum()
    }

    /// Probability of a claim, 0 to 1.
    #[must_use]
    pub fn probability(&self, features: &Features) -> f32 {
        sigmoid(self.sum(features))
    }
}

/// The logistic function.
#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
