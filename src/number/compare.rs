//! Holds the numbers of two texts against each other.

use super::{Number, read, words};
use crate::pair::View;

/// Numbers without a partner: more of them are no text but a dump, and are left alone.
const MOST: usize = 1000;

/// The numbers of a unit's sides, and which of them have no partner.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Of the source.
    pub source: Vec<Number>,
    /// Of the target.
    pub target: Vec<Number>,
    /// Indices of the source's numbers that the target does not say.
    pub missing: Vec<usize>,
    /// Indices of the target's numbers that the source does not say.
    pub added: Vec<usize>,
    /// Numbers that are the same: source, target.
    pub pairs: Vec<(usize, usize)>,
    /// Indices of small numbers that the source says more often than the target.
    pub repeated: Vec<usize>,
}

impl Comparison {
    /// Compares the numbers of two sides.
    #[must_use]
    pub fn of(source: &View<'_>, target: &View<'_>) -> Self {
        let mut comparison = Self {
            source: super::numbers(source.text, source.inline(), source.primary()),
            target: super::numbers(target.text, target.inline(), target.primary()),
            ..Self::default()
        };
        comparison.match_values();
        if comparison.missing.len() + comparison.added.len() > MOST {
            comparison.missing.clear();
            comparison.added.clear();
        }
        if comparison.missing.is_empty() && comparison.added.is_empty() {
            return comparison;
        }
        comparison.forgive_repeats();
        comparison.forgive_times(source.text, target.text);
        comparison.forgive_bounds(target.text);
        if !(comparison.missing.is_empty() && comparison.added.is_empty()) {
            comparison.forgive_words(source, target);
        }
        comparison
    }

    fn match_values(&mut self) {
        let mut used = vec![false; self.target.len()];
        // a dump of figures is compared in its own order
        let reach = if self.source.len() * self.target.len() > 100_000 {
            50
        } else {
            usize::MAX
        };
        for (index, number) in self.source.iter().enumerate() {
            let from = index.saturating_sub(reach);
            let found = (from..self.target.len().min(index.saturating_add(reach)))
                .find(|&other| !used[other] && number.equals(&self.target[other]));
            match found {
                Some(other) => {
                    used[other] = true;
                    self.pairs.push((index, other));
                }
                None => self.missing.push(index),
            }
        }
        self.added = (0..used.len()).filter(|&index| !used[index]).collect();
    }

    /// What the other side says once, where this side says it twice.
    fn forgive_repeats(&mut self) {
        let (source, target) = (&self.source, &self.target);
        if self.missing.len() + self.added.len() > 200 {
            return;
        }
        // as many numbers on both sides: nothing was said once more, one stands where another should
        if source.len() == target.len() && self.missing.len() == 1 && self.added.len() == 1 {
            return;
        }
        let small = |number: &Number| number.value() <= 12.0 || number.part;
        let repeated = &mut self.repeated;
        self.missing.retain(|&index| {
            let number = &source[index];
            let again = small(number) && target.iter().any(|other| other.equals(number));
            if again {
                repeated.push(index);
            }
            !again
        });
        self.added
            .retain(|&index| !source.iter().any(|number| number.equals(&target[index])));
    }

    /// Years of other eras, hours of other clocks, parts of dates.
    fn forgive_times(&mut self, source_text: &str, target_text: &str) {
        let (source, target) = (&self.source, &self.target);
        let mut spent = Vec::new();
        self.missing.retain(|&index| {
            let number = &source[index];
            let found = self
                .added
                .iter()
                .copied()
                .find(|other| !spent.contains(other) && same_time(number, &target[*other]));
            spent.extend(found);
            found.is_none()
        });
        self.added.retain(|index| !spent.contains(index));
        // a month that the other side names
        let month = |number: &Number, text: &str| {
            number.part
                && number.value() >= 1.0
                && number.value() <= 12.0
                && !text[..number.range.start].ends_with(':')
                && !text[number.range.end..].starts_with(':')
        };
        if self.added.is_empty() {
            self.missing
                .retain(|&index| !month(&source[index], source_text));
        }
        if self.missing.is_empty() {
            self.added
                .retain(|&index| !month(&target[index], target_text));
        }
    }

    /// "More than 8" is "9 or more" in Chinese and Japanese.
    fn forgive_bounds(&mut self, text: &str) {
        if self.missing.is_empty() || self.added.is_empty() {
            return;
        }
        let (source, target) = (&self.source, &self.target);
        let missing = &mut self.missing;
        self.added.retain(|&index| {
            let number = &target[index];
            let mut after = text[number.range.end..].chars();
            let bound = after.by_ref().take(4).collect::<String>();
            let bounded = ["以上", "以下", "以内", "以內", "未満", "未满"]
                .iter()
                .any(|word| bound.contains(word));
            let found = missing
                .iter()
                .position(|&other| close((source[other].value() - number.value()).abs(), 1.0));
            match found.filter(|_| bounded) {
                Some(found) => {
                    missing.remove(found);
                    false
                }
                None => true,
            }
        });
    }

    /// Numbers that stand in the other side in words, in Roman or Chinese figures, or in a code.
    fn forgive_words(&mut self, source: &View<'_>, target: &View<'_>) {
        let before = (self.missing.clone(), self.added.clone());
        let in_target = Said::by(target);
        let (numbers, text) = (&self.source, source.text);
        self.missing
            .retain(|&index| !in_target.says(&numbers[index], &text[numbers[index].range.clone()]));
        let in_source = Said::by(source);
        let (numbers, text) = (&self.target, target.text);
        self.added
            .retain(|&index| !in_source.says(&numbers[index], &text[numbers[index].range.clone()]));
        // one number for one, in languages whose words are known: a word that happens to say one of them does not
        // account for the other
        let known = in_source.words.is_some() && in_target.words.is_some();
        if known
            && before.0.len() == 1
            && before.1.len() == 1
            && self.missing.len() + self.added.len() == 1
        {
            (self.missing, self.added) = before;
        }
    }
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

/// The same year or hour by another count.
fn same_time(one: &Number, other: &Number) -> bool {
    let (one_value, other_value) = (one.value(), other.value());
    let year = |value: f64| (1300.0..2700.0).contains(&value);
    let (old, new) = if one_value < other_value {
        (one_value, other_value)
    } else {
        (other_value, one_value)
    };
    let apart = new - old;
    let is = |value: f64| (apart - value).abs() < 0.5;
    // the 19th century, in the north the 1800s
    let hundreds = (13.0..=21.0).contains(&old) || (1.0..=12.0).contains(&old);
    if hundreds && (new - (old - 1.0) * 100.0).abs() < 0.5 && new >= 100.0 {
        return true;
    }
    if year(new) {
        // Buddhist, Republic of China, Persian, Islamic
        let eras = is(543.0) || is(1911.0) || is(621.0) || is(622.0) || is(579.0) || is(578.0);
        // Japanese: Meiji to Reiwa
        let reigns = is(1867.0) || is(1911.0) || is(1925.0) || is(1988.0) || is(2018.0);
        // '24, the 80s
        let short = new >= 1800.0 && old < 100.0 && (new % 100.0 - old).abs() < 0.5;
        return eras || reigns || short;
    }
    // 2:30 p.m.
    (is(12.0) && new <= 24.0 && [one, other].iter().any(|hour| hour.part || hour.half_day))
        || (close(old, 0.0) && (is(24.0) || is(12.0)) && one.part && other.part)
}

/// What a text says beside its numbers.
struct Said<'a> {
    text: &'a str,
    lower: String,
    words: Option<&'static words::Words>,
    runs: Vec<f64>,
}

impl<'a> Said<'a> {
    fn by(view: &View<'a>) -> Self {
        Self {
            text: view.text,
            lower: view.text.to_lowercase(),
            words: words::of(view.primary()),
            runs: runs(view),
        }
    }

    fn says(&self, number: &Number, written: &str) -> bool {
        let value = number.value();
        self.runs.iter().any(|&run| number.is(run))
            || self.words.is_some_and(|words| number.values.iter().any(|&value| words.say(&self.lower, value)))
            || (value.fract() == 0.0 && roman(self.text, value))
            || (value >= 1000.0 && value % 100.0 == 0.0 && roman(self.text, value / 100.0 + 1.0))
            // 25 % as a quarter
            || (number.percent && self.words.is_some_and(|words| {
                [(25.0, 4.0), (50.0, 2.0), (75.0, 3.0), (75.0, 4.0), (100.0, 2.0), (200.0, 2.0)]
                    .iter()
                    .any(|&(percent, part)| close(value, percent) && words.say(&self.lower, part))
            }))
            // 0.5 as half
            || (close(value, 0.5) && self.words.is_some_and(|words| words.say(&self.lower, 2.0)))
            // one part of what this side writes apart: 1,2 as 1, 2
            || self.split(written)
    }

    /// The parts of a number written with marks stand in the text by themselves, one behind the other.
    fn split(&self, written: &str) -> bool {
        let parts: Vec<&str> = written.split(|c: char| read::digit(c).is_none()).collect();
        parts.len() > 1
            && self.runs.windows(parts.len()).any(|runs| {
                runs.iter().zip(&parts).all(|(run, part)| {
                    let value = part
                        .chars()
                        .filter_map(read::digit)
                        .fold(0.0, |value, digit| value * 10.0 + f64::from(digit));
                    (run - value).abs() < 0.5
                })
            })
    }
}

/// Every run of digits, whatever it stands in but placeholders and tags.
fn runs(view: &View<'_>) -> Vec<f64> {
    let mut runs = Vec::new();
    let mut current: Option<f64> = None;
    let inline = view.inline();
    let plain = inline.pieces.is_empty();
    let mut high = false;
    for (at, c) in view.text.char_indices() {
        let found = read::digit(c).map(|digit| (digit, false));
        let found = found.or_else(|| raised(c).map(|digit| (digit, true)));
        match found.filter(|_| plain || !inline.covers_placeholder(at)) {
            Some((digit, raised)) => {
                // 2⁴⁸ are two
                if raised != high {
                    runs.extend(current.take());
                    high = raised;
                }
                current = Some(current.unwrap_or(0.0) * 10.0 + f64::from(digit));
            }
            None => runs.extend(current.take()),
        }
    }
    runs.extend(current);
    runs
}

/// The value of a digit that is set high: 2⁴⁸.
fn raised(c: char) -> Option<u32> {
    match c {
        '⁰' => Some(0),
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴'..='⁹' => Some(u32::from(c) - 0x2070),
        _ => None,
    }
}

/// Whether `value` stands in the text in Roman figures.
fn roman(text: &str, value: f64) -> bool {
    (1.0..=3999.0).contains(&value)
        && text
            .split(|c: char| !c.is_alphanumeric())
            .filter_map(|word| {
                let figures = word.trim_end_matches(|c: char| c.is_lowercase());
                read_roman(figures)
            })
            .any(|read| (read - value).abs() < 0.5)
}

fn read_roman(word: &str) -> Option<f64> {
    let mut total = 0.0;
    let mut last = f64::MAX;
    if word.is_empty() || word.len() > 15 {
        return None;
    }
    for c in word.chars() {
        let value = match c {
            'I' | 'Ⅰ' => 1.0,
            'V' => 5.0,
            'X' => 10.0,
            'L' => 50.0,
            'C' => 100.0,
            'D' => 500.0,
            'M' => 1000.0,
            _ => return None,
        };
        total += value;
        if value > last {
            total -= 2.0 * last;
        }
        last = value;
    }
    Some(total)
}
