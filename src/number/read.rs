//! Reads the numbers of a text.

use super::{Number, words};
use crate::inline::Inline;

/// The value of a digit of any script in which numbers are written by place.
pub(crate) fn digit(c: char) -> Option<u32> {
    const ZEROS: [char; 19] = [
        '\u{660}', '\u{6F0}', '\u{7C0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}',
        '\u{BE6}', '\u{C66}', '\u{CE6}', '\u{D66}', '\u{E50}', '\u{ED0}', '\u{F20}', '\u{1040}',
        '\u{17E0}', '\u{1810}', '\u{FF10}',
    ];
    if c.is_ascii() {
        return c.to_digit(10);
    }
    if c < '\u{660}' {
        return None;
    }
    ZEROS
        .iter()
        .map(|&zero| u32::from(c).wrapping_sub(u32::from(zero)))
        .find(|&value| value < 10)
}

/// The value of a fraction in one character.
fn fraction(c: char) -> Option<f64> {
    Some(match c {
        '¼' => 0.25,
        '½' => 0.5,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅛' => 0.125,
        _ => return None,
    })
}

/// The value of a character that multiplies what is before it, in Chinese, Japanese and Korean.
fn han_scale(c: char) -> Option<f64> {
    Some(match c {
        '百' | '백' => 1e2,
        '千' | '천' => 1e3,
        '万' | '萬' | '만' => 1e4,
        '億' | '亿' | '억' => 1e8,
        '兆' | '조' => 1e12,
        _ => return None,
    })
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// A letter of a script that writes words apart, so that a digit behind it belongs to a code.
fn is_letter(c: char) -> bool {
    c == '_' || (c < '\u{530}' && c.is_alphabetic())
}

struct Reader<'a> {
    text: &'a str,
    language: &'a str,
    out: Vec<Number>,
}

/// A run of digits.
#[derive(Clone, Copy)]
struct Group {
    start: usize,
    end: usize,
    value: f64,
    digits: usize,
}

pub(super) fn numbers(text: &str, inline: &Inline, language: &str) -> Vec<Number> {
    let mut reader = Reader {
        text,
        language,
        out: Vec::new(),
    };
    let bytes = text.as_bytes();
    let mut pieces = inline.pieces.iter().peekable();
    let mut at = 0;
    while at < bytes.len() {
        while pieces.next_if(|piece| piece.range.end <= at).is_some() {}
        if let Some(piece) = pieces.peek()
            && piece.range.start <= at
        {
            at = piece.range.end;
            continue;
        }
        let limit = pieces.peek().map_or(bytes.len(), |piece| piece.range.start);
        let byte = bytes[at];
        if byte < 0x80 {
            if byte.is_ascii_digit() {
                at = reader.number(at, limit);
            } else {
                at += 1;
            }
            continue;
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        if digit(c).is_some() {
            at = reader.number(at, limit);
            continue;
        }
        if let Some(value) = fraction(c) {
            reader.fraction(at, at + c.len_utf8(), value);
        }
        at += c.len_utf8();
    }
    reader.out
}

impl Reader<'_> {
    fn char(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|rest| rest.chars().next())
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    fn group(&self, at: usize, limit: usize) -> Group {
        let (mut end, mut value, mut digits) = (at, 0.0, 0);
        for c in self.text[at..limit].chars() {
            // Burmese writes the letter wa for the digit zero
            let zero = (c == '\u{101D}' && digits > 0).then_some(0);
            let Some(found) = digit(c).or(zero) else {
                break;
            };
            value = value * 10.0 + f64::from(found);
            digits += 1;
            end += c.len_utf8();
        }
        Group {
            start: at,
            end,
            value,
            digits,
        }
    }

    /// Reads the number at `at`; where to go on.
    fn number(&mut self, at: usize, limit: usize) -> usize {
        let first = self.group(at, limit);
        // the Burmese word for "this" begins with the digit four
        if self.text[first.end..].starts_with('\u{1004}') {
            return first.end;
        }
        if let Some(end) = self.code(at, first.end, limit) {
            return end;
        }
        let mut groups = vec![first];
        let mut marks: Vec<char> = Vec::new();
        loop {
            let last = groups[groups.len() - 1];
            let Some(mark) = self.char(last.end).filter(|_| last.end < limit) else {
                break;
            };
            let next = last.end + mark.len_utf8();
            if next >= limit || self.char(next).and_then(digit).is_none() {
                break;
            }
            let group = self.group(next, limit);
            let fits = match mark {
                '.' | ',' | '٫' => true,
                '\'' | '’' | '٬' => group.digits == 3,
                _ if is_space(mark) => {
                    group.digits == 3
                        && first.digits <= 3
                        && marks.iter().all(|&other| other == mark)
                        // "in 5 100-page books", "5 100 px" keep apart only what is written apart
                        && !(mark == ' ' && first.value == 0.0)
                }
                _ => false,
            };
            if !fits || groups.len() > 8 {
                break;
            }
            groups.push(group);
            marks.push(mark);
        }
        let end = groups[groups.len() - 1].end;
        self.interpret(&groups, &marks);
        let end = self.scale(end, limit);
        self.surroundings(at, end);
        end
    }

    /// Where the code ends to which the digits at `at` belong: `RC2`, `x86`, `3f2a`, `0x1F`.
    fn code(&self, at: usize, end: usize, limit: usize) -> Option<usize> {
        let word = |at: usize| {
            self.text[at..limit]
                .find(|c: char| !(is_letter(c) || c.is_ascii_digit()))
                .map_or(limit, |length| at + length)
        };
        let before = self.before(at);
        // the letter of an escape: `\\n`
        let escape = matches!(before, Some('n' | 't' | 'r')) && self.text[..at - 1].ends_with('\\');
        // a key mark: `Rotate _180°`
        let key = before == Some('_') && !self.before(at - 1).is_some_and(char::is_alphanumeric);
        if let Some(letter) = before.filter(|&c| is_letter(c) && !escape && !key) {
            let times = matches!(letter, 'x' | 'X')
                && self.text[..at - letter.len_utf8()]
                    .chars()
                    .next_back()
                    .is_some_and(|c| digit(c).is_some());
            return (!times).then(|| word(end));
        }
        let tail = &self.text[end..word(end)];
        // 3D: a word of its own in many languages
        if matches!(tail.trim_start_matches(['_', '~', '&']), "D" | "d") && end - at == 1 {
            return Some(word(end));
        }
        let letters = tail.find(|c: char| c.is_ascii_digit())?;
        // 800x600, 1h30
        let short = matches!(&tail[..letters], "x" | "X" | "h" | "m");
        (!short || tail.starts_with('x') && self.text[at..end] == *"0").then(|| word(end))
    }

    fn push(&mut self, start: usize, end: usize, values: Vec<f64>, digits: usize) -> &mut Number {
        let index = self.out.len();
        self.out.push(Number {
            range: start..end,
            values,
            digits,
            decimal: None,
            group: None,
            doubtful: None,
            percent: false,
            part: false,
            half_day: false,
        });
        &mut self.out[index]
    }

    fn interpret(&mut self, groups: &[Group], marks: &[char]) {
        let (start, end) = (groups[0].start, groups[groups.len() - 1].end);
        let digits = groups.iter().map(|group| group.digits).sum();
        let joined = groups.iter().fold(0.0, |value, group| {
            value * power(group.digits) + group.value
        });
        let last = groups[groups.len() - 1];
        let decimal = |joined: f64| joined / power(last.digits);
        let threes = |groups: &[Group]| {
            groups[0].digits <= 3 && groups[1..].iter().all(|group| group.digits == 3)
        };
        let Some(&final_mark) = marks.last() else {
            self.push(start, end, vec![joined], digits);
            return;
        };
        let alike = marks.iter().all(|&mark| mark == final_mark);
        let plain = |mark: char| matches!(mark, '.' | ',');
        if alike && !plain(final_mark) {
            let number = if final_mark == '٫' {
                if marks.len() > 1 {
                    return self.apart(groups);
                }
                self.push(start, end, vec![decimal(joined)], digits)
            } else {
                self.push(start, end, vec![joined], digits)
            };
            if final_mark == '٫' {
                number.decimal = Some(final_mark);
            } else {
                number.group = Some(final_mark);
            }
            return;
        }
        if alike && marks.len() == 1 {
            // in English a full stop never parts thousands
            let both = last.digits == 3
                && groups[0].digits <= 3
                && groups[0].value != 0.0
                && !(final_mark == '.' && self.language == "en");
            let values = if both {
                vec![joined, decimal(joined)]
            } else {
                vec![decimal(joined)]
            };
            let number = self.push(start, end, values, digits);
            if both {
                number.doubtful = Some(final_mark);
            } else {
                number.decimal = Some(final_mark);
            }
            return;
        }
        if alike {
            let indian = last.digits == 3
                && final_mark == ','
                && groups[0].digits <= 2
                && groups[1..groups.len() - 1]
                    .iter()
                    .all(|group| group.digits == 2);
            if threes(groups) || indian {
                self.push(start, end, vec![joined], digits).group = Some(final_mark);
                return;
            }
            return self.apart(groups);
        }
        let head = &marks[..marks.len() - 1];
        let grouped = head.iter().all(|&mark| mark == head[0])
            && head[0] != final_mark
            && (plain(final_mark) || final_mark == '٫')
            && groups[1..groups.len() - 1]
                .iter()
                .all(|group| group.digits == 3 || (head[0] == ',' && group.digits == 2));
        if grouped {
            let number = self.push(start, end, vec![decimal(joined)], digits);
            number.decimal = Some(final_mark);
            number.group = Some(head[0]);
            return;
        }
        self.apart(groups);
    }

    /// Versions, dates, addresses: each part by itself.
    fn apart(&mut self, groups: &[Group]) {
        let parts: Vec<&str> = groups
            .iter()
            .map(|group| &self.text[group.start..group.end])
            .collect();
        // a version or an address of the network is a code
        if groups.len() > 2 && !is_date(&parts) {
            return;
        }
        for group in groups {
            self.push(group.start, group.end, vec![group.value], group.digits)
                .part = true;
        }
    }

    fn fraction(&mut self, start: usize, end: usize, value: f64) {
        let follows = self.out.last().is_some_and(|number| {
            let between = &self.text[number.range.end..start];
            between.is_empty() || between.chars().all(is_space) && between.chars().count() == 1
        });
        if follows && let Some(number) = self.out.last_mut() {
            let whole = number.value();
            number.values.insert(0, whole + value);
            number.range.end = end;
        } else {
            self.push(start, end, vec![value], 1);
        }
    }

    /// Takes what multiplies the last number into it; its new end.
    fn scale(&mut self, end: usize, limit: usize) -> usize {
        let Some(value) = self.out.last().map(Number::value) else {
            return end;
        };
        let mut at = end;
        let (mut total, mut section, mut current) = (0.0, 0.0, value);
        while let Some(scale) = self
            .char(at)
            .filter(|_| at < limit)
            .and_then(|c| han_scale(c).map(|scale| (scale, c.len_utf8())))
        {
            if scale.0 < 1e4 {
                section += current * scale.0;
            } else {
                total += (section + current) * scale.0;
                section = 0.0;
            }
            at += scale.1;
            current = 0.0;
            // in Korean the parts stand apart: 1만 2천
            let apart = usize::from(self.char(at) == Some(' '));
            let group = self.group(at + apart, limit);
            let next = self.char(group.end).and_then(han_scale);
            if group.digits > 0 && (apart == 0 || next.is_some_and(|next| next < scale.0)) {
                current = group.value;
                at = group.end;
            }
        }
        if at > end {
            if let Some(number) = self.out.last_mut() {
                number.values = vec![total + section + current];
                number.range.end = at;
            }
            return at;
        }
        let rest = &self.text[end..limit];
        let gap = rest
            .chars()
            .next()
            .filter(|&c| is_space(c) || c == '-')
            .map_or(0, char::len_utf8);
        let rest = &rest[gap..];
        let scale = match rest.as_bytes().first() {
            Some(b'k' | b'K')
                if gap == 0 && !rest[1..].starts_with(|c: char| c.is_alphanumeric()) =>
            {
                Some(1e3)
            }
            Some(b'M') if gap == 0 && !rest[1..].starts_with(|c: char| c.is_alphanumeric()) => {
                Some(1e6)
            }
            Some(_) if rest.starts_with(char::is_alphabetic) => {
                words::of(self.language).and_then(|words| words.scale(rest))
            }
            _ => None,
        };
        if let Some(scale) = scale
            && let Some(number) = self.out.last_mut()
        {
            let scaled: Vec<f64> = number.values.iter().map(|value| value * scale).collect();
            number.values.extend(scaled);
        }
        end
    }

    /// What stands around the number from `start` to `end`.
    fn surroundings(&mut self, start: usize, end: usize) {
        let after = self.text[end..].trim_start_matches(is_space);
        let before = self.text[..start].trim_end_matches(is_space);
        // `2000%s`: the sign begins a placeholder
        let mut letters = after.chars().skip(1);
        let placeholder = after.len() == self.text.len() - end
            && letters.next().is_some_and(|c| c.is_ascii_alphabetic())
            && !letters.next().is_some_and(char::is_alphabetic);
        let percent =
            (after.starts_with(['%', '٪', '％']) && !placeholder) || before.ends_with(['%', '٪']);
        let half_day = is_half_day(after, self.language);
        let joins = |c: char| matches!(c, ':' | '/' | '-' | '–' | '：');
        let near = |text: &str| {
            let mut chars = text.chars();
            chars.next().is_some_and(joins) && chars.next().and_then(digit).is_some()
        };
        let mut behind = self.text[..start].chars().rev();
        let part = near(&self.text[end..])
            || (behind.next().is_some_and(joins) && behind.next().and_then(digit).is_some())
            || self.text[end..].starts_with(['月', '日', '年', '時', '时', '월', '일', '년', '시']);
        for number in self
            .out
            .iter_mut()
            .rev()
            .take_while(|number| number.range.start >= start)
        {
            number.percent = percent;
            number.part |= part;
            number.half_day = half_day;
        }
    }
}

/// Whether what follows a number says that it is an hour before or after noon.
fn is_half_day(after: &str, language: &str) -> bool {
    let mut letters = after
        .chars()
        .filter(|c| !is_space(*c) && *c != '.')
        .map(|c| c.to_ascii_lowercase());
    let first = letters.next();
    // in German and Portuguese “am”, “a m…” are words
    let says = first == Some('p')
        || (first == Some('a') && (language == "en" || after[1..].starts_with('.')));
    let end = after
        .char_indices()
        .filter(|(_, c)| c.is_ascii_alphabetic())
        .nth(1);
    says && letters.next() == Some('m')
        && end.is_some_and(|(at, _)| at < 5 && !after[at + 1..].starts_with(char::is_alphabetic))
}

/// The parts of a date in figures: day, month, year in any order.
pub(crate) fn is_date(parts: &[&str]) -> bool {
    let values: Vec<u32> = parts
        .iter()
        .map(|part| {
            part.chars().filter_map(digit).fold(0, |value: u32, digit| {
                value.saturating_mul(10).saturating_add(digit)
            })
        })
        .collect();
    let &[first, second, third] = &values[..] else {
        return false;
    };
    let year = |value: u32| (1000..3000).contains(&value);
    let day = |value: u32| (1..=31).contains(&value);
    let short = parts[2].chars().count() == 2
        && parts[0].chars().count() == 2
        && parts[1].chars().count() == 2;
    (day(first) && day(second) && (year(third) || short))
        || (year(first) && day(second) && day(third))
}

fn power(digits: usize) -> f64 {
    10_f64.powi(i32::try_from(digits.min(40)).unwrap_or(40))
}
