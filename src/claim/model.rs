//! The logistic model that weighs the features, the same for every language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::features::{Features, NAMES};

/// Weights by feature.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// In the order of [`NAMES`].
    pub weights: Vec<f64>,
}

static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
    let table: BTreeMap<String, f64> = toml::from_str(include_str!("../data/claims/weights.toml"))
        .expect("the embedded weights parse: a test reads them");
    Model {
        weights: NAMES
            .iter()
            .map(|&name| table.get(name).copied().unwrap_or(0.0))
            .collect(),
    }
});

impl Model {
    /// The model that comes with the program; `cargo run --release --example train-claims` makes it.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Probability of a claim, 0 to 1.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a probability needs no more digits"
    )]
    pub fn probability(&self, features: &Features) -> f32 {
        let sum: f64 = self
            .weights
            .iter()
            .zip(&features.values)
            .map(|(weight, value)| weight * value)
            .sum();
        sigmoid(sum) as f32
    }
}

/// The logistic function.
#[must_use]
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
