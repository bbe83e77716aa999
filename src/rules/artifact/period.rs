//! Stretches of a sequence that repeat themselves: the search behind repeated words and loops.
//!
//! A stretch of period `p` that comes `r` times holds `(r - 1) * p` places in a row where an item equals the one `p`
//! further on, so it is enough to look at every `(r - 1) * p`-th place and to widen the search where that holds. The
//! cost over all periods up to `P` is about `n * ln P`, whatever the text.

use std::ops::RangeInclusive;

/// A stretch that equals itself `period` places further on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Its first item.
    pub(super) start: usize,
    /// The item after its last.
    pub(super) end: usize,
    /// Items until it begins again.
    pub(super) period: usize,
}

impl Run {
    /// How many times the whole period stands there.
    pub(super) fn repeats(&self) -> usize {
        (self.end - self.start) / self.period
    }
}

/// Collects the runs among `len` items whose period is one of `periods` and comes `repeats(period)` times or more
/// (two at least), smallest period first. `same` compares two items by their indices.
pub(super) fn runs(
    len: usize,
    periods: RangeInclusive<usize>,
    repeats: impl Fn(usize) -> usize,
    same: impl Fn(usize, usize) -> bool,
    runs: &mut Vec<Run>,
) {
    runs.clear();
    // a longer period does not come twice
    for period in *periods.start()..=(*periods.end()).min(len / 2) {
        let need = (repeats(period).max(2) - 1) * period;
        let mut floor = 0;
        let mut at = need - 1;
        while at + period < len {
            if !same(at, at + period) {
                floor = at + 1;
                at += need;
                continue;
            }
            let mut start = at;
            while start > floor && same(start - 1, start - 1 + period) {
                start -= 1;
            }
            let mut end = at + 1;
            while end + period < len && same(end, end + period) {
                end += 1;
            }
            if end - start >= need {
                runs.push(Run {
                    start,
                    end: end + period,
                    period,
                });
            }
            floor = end;
            at = end + need;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, repeats: usize) -> Vec<(usize, usize, usize)> {
        let bytes = text.as_bytes();
        let mut found = Vec::new();
        runs(
            bytes.len(),
            1..=10,
            |_| repeats,
            |i, j| bytes[i] == bytes[j],
            &mut found,
        );
        found
            .iter()
            .map(|run| (run.start, run.end, run.period))
            .collect()
    }

    #[test]
    fn finds_runs_wherever_they_begin() {
        for before in 0..12 {
            let text = format!("{}xyzxyzxyzw", &"abcdefghijkl"[..before]);
            assert_eq!(
                find(&text, 3),
                [(before, before + 9, 3)],
                "after {before} letters"
            );
        }
    }

    #[test]
    fn a_run_broken_in_between_is_none() {
        assert!(find("abcabdabc", 3).is_empty());
        assert_eq!(find("abcabdabc", 2), []);
        assert_eq!(find("aab", 2), [(0, 2, 1)]);
        assert_eq!(find("", 2), []);
    }

    #[test]
    fn agrees_with_a_plain_search() {
        let mut seed = 7_u32;
        for _ in 0..300 {
            let text: String = (0..40)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    if seed >> 30 == 0 { 'a' } else { 'b' }
                })
                .collect();
            let bytes = text.as_bytes();
            let mut plain = Vec::new();
            for period in 1..=10 {
                let mut at = 0;
                while at + period < bytes.len() {
                    let start = at;
                    while at + period < bytes.len() && bytes[at] == bytes[at + period] {
                        at += 1;
                    }
                    if at - start >= 2 * period {
                        plain.push((start, at + period, period));
                    }
                    at += 1;
                }
            }
            assert_eq!(find(&text, 3), plain, "{text}");
        }
    }
}
