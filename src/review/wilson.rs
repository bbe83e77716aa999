//! The share of findings that reviewers found right, and how sure that is.
//!
//! The interval is Wilson's: it keeps near its stated coverage for small samples and shares near 0 and 1, where the usual
//! `p ± 1.96 s` says that ten right out of ten is certain.
//!
//! E. B. Wilson, “Probable inference, the law of succession, and statistical inference”, Journal of the American
//! Statistical Association 22 (158), 1927, pages 209–212, doi:10.1080/01621459.1927.10502953.

/// The 97.5th percentile of the normal distribution: 95 % lie within it on both sides.
const Z: f64 = 1.959_963_984_540_054;

/// Lower and upper bound of the 95 % interval for `right` out of `judged`, 0 to 1; the whole range when nothing was judged.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of rows stay far below 2^52"
)]
pub fn interval(right: u64, judged: u64) -> (f64, f64) {
    if judged == 0 {
        return (0.0, 1.0);
    }
    let n = judged as f64;
    let p = right.min(judged) as f64 / n;
    let scale = 1.0 + Z * Z / n;
    let centre = (p + Z * Z / (2.0 * n)) / scale;
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / scale;
    let low = if right == 0 { 0.0 } else { centre - half };
    let high = if right >= judged { 1.0 } else { centre + half };
    (low.max(0.0), high.min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_intervals() {
        // Newcombe 1998, Statistics in Medicine 17, table I, method 3
        for (right, judged, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
            (29, 29, 0.8830, 1.0),
        ] {
            let (found_low, found_high) = interval(right, judged);
            assert!(
                (found_low - low).abs() < 5e-5,
                "{right}/{judged}: {found_low}"
            );
            assert!(
                (found_high - high).abs() < 5e-5,
                "{right}/{judged}: {found_high}"
            );
        }
        assert_eq!(interval(0, 0), (0.0, 1.0));
    }
}
