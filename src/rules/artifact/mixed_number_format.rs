//! `artifact/mixed-number-format`.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;
use serde::Deserialize;

use super::technical::Technical;
use crate::block::Block;
use crate::document::Document;
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Context, Examiner, rule};
use crate::sieve::Search;
use crate::tag;

rule! {
    /// # What it finds
    /// Numbers with a decimal point beside numbers with a decimal comma in the running text of one document.
    ///
    /// Only figures that can be read in one way count: `1,234.5` or `1,234,567` against `1.234,5` or `1 234,5`; and
    /// percentages (`3.5 %` against `3,5 %`) where there are two of each. The form that is rarer is reported, at most ten
    /// times; where both are as frequent, the one that is not the language's own.
    ///
    /// # Why it matters
    /// A reader takes 1.250 for one and a quarter or for twelve hundred and fifty, by what the rest of the text does.
    ///
    /// # Examples
    /// ```flagged lang=en at=2:9
    /// The bridge carried 1,284,600 cyclists and cost 3,450.75 crowns a stand.
    /// It cost 1.250.000,50 crowns in all, with the lighting.
    /// ```
    /// ```flagged lang=de at=3:12
    /// Der Anteil stieg von 12,5 % auf 13,8 % im Vorjahr, so die Stadt.
    /// Im Norden lag er bei 9,1 %, im Süden höher.
    /// Heute sind 14.2 % oder gar 15.7 % erreicht.
    /// ```
    /// ```clean lang=en
    /// It sold 1,284,600 copies. Version 1.250.000 is out; see section 3.5 and 192.168.100.200.
    /// ```
    /// ```clean lang=de
    /// Die Stadt hat 1.284.600 Einwohner und nahm US$1,000.50 und $2,500,000.00 ein.
    /// ```
    /// ```clean lang=fr
    /// Le prix est de 1 234,50 euros ; la version 2.5 coûte 1.234 euros, à 10.30 heures.
    /// ```
    /// ```clean lang=es
    /// Se vendieron 1.284.600 ejemplares entre los puntos (48.2,16.3) y 1,2, 3,4 y 5,6.
    /// ```
    ///
    /// # Known mistakes
    /// `1.234` alone is never evidence. Foreign prices without a sign of the currency may be reported.
    ///
    /// # References
    /// MQM, locale-convention/number-format. CLDR number symbols.
    pub MIXED_NUMBER_FORMAT = "artifact/mixed-number-format", Minor, "locale-convention/number-format", on, MixedNumberFormat::start
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    comma: Vec<String>,
    point: Vec<String>,
    topics: Vec<String>,
    money: Vec<String>,
}

static DATA: LazyLock<Data> =
    LazyLock::new(|| data!("number-marks").expect("the embedded data parse: a test reads them"));

static TOPICS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new(&DATA.topics)
        .expect("a list of short strings makes an automaton: a test builds it")
});

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<grouped>\d{1,3}(?:(?:,\d{3})+|(?:\.\d{3})+|(?:[\u{A0}\u{202F}\u{2009} ]\d{3})+|(?:['’]\d{3})+)(?P<mark>[.,]\d{1,2})?)",
        r"|(?P<percent>\d{1,3}(?P<point>[.,])\d{1,2})[\u{A0}\u{202F} ]?%"
    ))
    .expect("a fixed pattern compiles: a test uses it")
});

/// A decimal mark that a figure shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Point,
    Comma,
}

/// Places kept of each form.
const MOST: usize = 10;

/// What is known of one form.
#[derive(Default)]
struct Form {
    grouped: u32,
    percents: u32,
    places: Vec<Place>,
    percent_places: Vec<Place>,
    first: u32,
}

impl Form {
    /// How often it occurs; percentages count when there are several.
    fn count(&self) -> u32 {
        self.grouped + if self.percents > 1 { self.percents } else { 0 }
    }
}

#[derive(Default)]
struct MixedNumberFormat {
    point: Form,
    comma: Form,
    technical: Technical,
    seen: u32,
}

impl MixedNumberFormat {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self::default())
    }

    fn form(&mut self, mark: Mark) -> &mut Form {
        match mark {
            Mark::Point => &mut self.point,
            Mark::Comma => &mut self.comma,
        }
    }
}

impl Examiner for MixedNumberFormat {
    fn block(&mut self, block: &Block, context: &Context<'_>, _: &mut Findings<'_>) {
        if !block.kind.is_running() || block.quoted || is_foreign(block, context.document) {
            return;
        }
        self.technical.look(block, context);
        let text = block.text.as_str();
        if !context.bytes.calls_for(Search::Figure)
            || !holds_figure(text)
            || !NUMBER.is_match(text)
            || TOPICS.is_match(&text.to_lowercase())
        {
            return;
        }
        for captures in NUMBER.captures_iter(text) {
            let Some(found) = captures
                .name("grouped")
                .or_else(|| captures.name("percent"))
            else {
                continue;
            };
            let grouped = captures.name("grouped").is_some();
            let Some(mark) = mark(&captures, found.as_str()) else {
                continue;
            };
            if !stands_free(text, found.start(), found.end())
                || is_money(text, found.start(), found.end())
                || is_shown(text, found.start(), found.end())
            {
                continue;
            }
            self.seen += 1;
            let seen = self.seen;
            let form = self.form(mark);
            if form.first == 0 {
                form.first = seen;
            }
            let (count, places) = if grouped {
                (&mut form.grouped, &mut form.places)
            } else {
                (&mut form.percents, &mut form.percent_places)
            };
            *count += 1;
            if places.len() < MOST {
                places.push(Place::of(block, &found.range()));
            }
        }
    }

    fn finish(&mut self, document: &Document, findings: &mut Findings<'_>) {
        let (point, comma) = (self.point.count(), self.comma.count());
        let only_percents = self.point.grouped == 0 || self.comma.grouped == 0;
        let enough = if only_percents {
            point > 1 && comma > 1
        } else {
            point > 0 && comma > 0
        };
        if !enough || self.technical.is_document() {
            return;
        }
        let own = document.expected().map(tag::primary).and_then(own_mark);
        let rarer = match point.cmp(&comma) {
            std::cmp::Ordering::Less => Mark::Point,
            std::cmp::Ordering::Greater => Mark::Comma,
            std::cmp::Ordering::Equal => {
                let later = self.point.first > self.comma.first;
                if own == Some(Mark::Comma) || (own.is_none() && later) {
                    Mark::Point
                } else {
                    Mark::Comma
                }
            }
        };
        let (name, other) = match rarer {
            Mark::Point => ("a decimal point", "decimal commas"),
            Mark::Comma => ("a decimal comma", "decimal points"),
        };
        let form = self.form(rarer);
        if form.percents > 1 {
            form.places.append(&mut form.percent_places);
        }
        for place in form.places.drain(..).take(MOST) {
            let message = format!(
                "“{}” is written with {name} in a text with {other}",
                place.excerpt
            );
            findings.report_at(place, Draft::new(&MIXED_NUMBER_FORMAT, message));
        }
    }
}

/// The decimal mark that a figure shows; `None` when it can be read in two ways.
fn mark(captures: &regex::Captures<'_>, figure: &str) -> Option<Mark> {
    let of = |character| {
        if character == '.' {
            Mark::Point
        } else {
            Mark::Comma
        }
    };
    if let Some(point) = captures.name("point") {
        return point.as_str().chars().next().map(of);
    }
    let separator = figure.chars().find(|c| !c.is_ascii_digit())?;
    let decimal = captures
        .name("mark")
        .and_then(|mark| mark.as_str().chars().next());
    match (separator, decimal) {
        (',' | '.', Some(decimal)) => (decimal != separator).then(|| of(decimal)),
        (_, Some(decimal)) => Some(of(decimal)),
        (',' | '.', None) => {
            let parts: Vec<u32> = figure
                .split(separator)
                .filter_map(|part| part.parse().ok())
                .collect();
            let address = parts.len() == 4 && parts.iter().all(|&part| part < 256);
            (parts.len() > 2 && !address).then_some(if separator == ',' {
                Mark::Point
            } else {
                Mark::Comma
            })
        }
        _ => None,
    }
}

/// A figure that is not part of a longer one, of a code, a list or a date.
fn stands_free(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let behind = text[end..].chars().nth(1);
    let joined = |c: char| c.is_alphanumeric() || "/:_-–.,'’\\#=+*^@".contains(c);
    let ends = match after {
        Some('.' | ',' | '-' | '–' | ':' | '’' | '\'') => {
            behind.is_none_or(|c| !c.is_numeric())
        }
        Some(c) => !joined(c),
        None => true,
    };
    let mut ahead = text[..start].chars().rev();
    let spaced = matches!(before, Some(' ' | '\u{A0}' | '\u{202F}'))
        && ahead.nth(1).is_some_and(char::is_numeric);
    ends && !before.is_some_and(joined) && !spaced
}

fn is_money(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].trim_end();
    let after = text[end..].trim_start();
    DATA.money
        .iter()
        .any(|sign| before.ends_with(sign.as_str()) || after.starts_with(sign.as_str()))
}

/// A figure in quotation marks is shown, not used.
fn is_shown(text: &str, start: usize, end: usize) -> bool {
    let quote = |c: char| "\"'“”„‘’«»‹›「」『』".contains(c);
    text[..start].ends_with(quote)
        && text[end..]
            .trim_start_matches([',', '.'])
            .starts_with(quote)
}

/// A point or a comma between digits.
fn holds_figure(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'.', b',', bytes).any(|at| {
        at > 0
            && bytes[at - 1].is_ascii_digit()
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
    })
}

fn is_foreign(block: &Block, document: &Document) -> bool {
    match (&block.language, document.expected()) {
        (Some(block), Some(document)) => tag::primary(block) != tag::primary(document),
        _ => false,
    }
}

fn own_mark(language: &str) -> Option<Mark> {
    let holds = |list: &[String]| list.iter().any(|entry| entry == language);
    if holds(&DATA.comma) {
        Some(Mark::Comma)
    } else if holds(&DATA.point) {
        Some(Mark::Point)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<Option<Mark>> {
        NUMBER
            .captures_iter(text)
            .filter(|captures| {
                captures
                    .name("grouped")
                    .or(captures.name("percent"))
                    .is_some_and(|f| stands_free(text, f.start(), f.end()))
            })
            .map(|captures| {
                mark(
                    &captures,
                    captures.name("grouped").map_or("", |f| f.as_str()),
                )
            })
            .collect()
    }

    #[test]
    fn figures_show_their_mark() {
        assert_eq!(
            marks("1,234.5 and 1,234,567"),
            [Some(Mark::Point), Some(Mark::Point)]
        );
        assert_eq!(
            marks("1.234,5 und 1 234,50, 3,5 %."),
            [Some(Mark::Comma); 3]
        );
        assert_eq!(
            marks("1’234.50 / 1.234 / 1,234 / 12 345"),
            [Some(Mark::Point), None, None, None]
        );
    }

    #[test]
    fn codes_and_addresses_do_not() {
        for text in [
            "192.168.100.200",
            "v1.234.567",
            "1.234.567.8",
            "1,234,5678",
            "ISBN 3-123,456.7",
            "a/1,234.5",
        ] {
            assert!(
                marks(text).iter().all(Option::is_none),
                "{text} {:?}",
                marks(text)
            );
        }
        assert!(is_money("US$1,000.50", 3, 11) && !is_money("1.000,50 Euro", 0, 8));
    }
}
