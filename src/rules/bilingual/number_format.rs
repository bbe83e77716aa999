//! `bilingual/number-format`.

use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::number::{Format, Number};
use crate::pair::Pair;
use crate::rule::{PairExaminer, rule};

rule! {
    /// # What it finds
    /// A number that is the same in both texts, but written in the target with the marks of another language: `1,234.5` or
    /// `1,234` in a German text, `1.234,5` in an English one.
    ///
    /// Only figures that the target's readers take for something else, or for nothing, are reported: the mark of decimals
    /// between groups, the mark of groups before decimals. A lone decimal point counts before a per-cent sign only, for
    /// versions and section numbers keep theirs. Languages with more than one format (Arabic, Swiss German, American
    /// Spanish) are left alone.
    ///
    /// # Why it matters
    /// `1,234` is more than a thousand in English and little more than one in German.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:53
    /// The bridge cost 1,234.50 crowns.⇥Die Brücke kostete 1,234.50 Kronen.
    /// ```
    /// ```flagged source=en lang=ru format=tsv
    /// There are 12,500 books.⇥Здесь 12,500 книг.
    /// ```
    /// ```flagged source=en lang=pt-BR format=tsv
    /// It rose by 3.5% last year.⇥Subiu 3.5% no ano passado.
    /// ```
    /// ```flagged source=de lang=en format=tsv
    /// Es kostet 1.234,50 Kronen.⇥It costs 1.234,50 crowns.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// Version 2.5 holds 1,234 books.⇥Version 2.5 enthält 1.234 Bücher.
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// 1,234.5 crowns, 12,500 books⇥1 234,5 couronnes, 12 500 livres
    /// ```
    /// ```clean source=en lang=ja format=tsv
    /// 12,500 books⇥12,500冊の本
    /// ```
    /// ```clean source=en-US lang=en-GB format=tsv
    /// The color of 1,234.5 items⇥The colour of 1,234.5 items
    /// ```
    /// ```clean source=en lang=es-MX format=tsv
    /// It costs 1,234.50 pesos.⇥Cuesta 1,234.50 pesos.
    /// ```
    /// ```clean source=en lang=ar format=tsv
    /// 12,500 books⇥١٢٬٥٠٠ كتاب، 12,500
    /// ```
    ///
    /// # Known mistakes
    /// Numbers that a program prints in its own format and the text quotes are reported.
    ///
    /// # References
    /// MQM, locale-convention/number-format. CLDR 47, number symbols (`data/number-formats.toml`).
    pub NUMBER_FORMAT = "bilingual/number-format", Minor, "locale-convention/number-format", on, pairs NumberFormat::start
}

struct NumberFormat;

impl NumberFormat {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self)
    }
}

impl PairExaminer for NumberFormat {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        if !pair.is_translated() {
            return;
        }
        let Some(numbers) = pair.numbers() else {
            return;
        };
        let Some(format) = pair.target.language.and_then(Format::of) else {
            return;
        };
        let source = pair.source.language.and_then(Format::of);
        for &(one, other) in &numbers.pairs {
            let (one, other) = (&numbers.source[one], &numbers.target[other]);
            let spared = is_foreign_money(pair.target.text, other)
                || is_sample(pair.target.text, other)
                || is_size(pair.target.text, other)
                || source.is_some_and(|source| is_wrong(one, one, source, None));
            if !spared && is_wrong(one, other, format, source) {
                let written = &pair.target.text[other.range.clone()];
                let right = rewritten(written, format);
                let message =
                    format!("{written} is written as in another language; here it is {right}");
                let draft = Draft::new(&NUMBER_FORMAT, message).suggestion(right);
                pair.report(other.range.clone(), draft, findings);
                return;
            }
        }
    }
}

fn is_wrong(one: &Number, other: &Number, format: Format, source: Option<Format>) -> bool {
    if let (Some(group), Some(decimal)) = (other.group, other.decimal) {
        return group == format.decimal || (decimal == ',' && format.decimal == '.');
    }
    if let Some(group) = other.group {
        return group == format.decimal;
    }
    if let Some(mark) = other.doubtful {
        // groups by the source's own marks, decimals by the target's
        return mark == format.decimal
            && one.doubtful == Some(mark)
            && source.is_some_and(|source| source.group == mark);
    }
    other.percent
        && one.percent
        && other
            .decimal
            .is_some_and(|mark| matches!(mark, '.' | ',') && mark != format.decimal)
        && source.is_some_and(|source| source.decimal != format.decimal)
}

/// An amount with a sign of money that keeps its own format.
fn is_foreign_money(text: &str, number: &Number) -> bool {
    let before = text[..number.range.start].trim_end();
    let after = text[number.range.end..].trim_start();
    let signs = ["$", "£", "USD", "GBP"];
    signs
        .iter()
        .any(|sign| before.ends_with(sign) || after.starts_with(sign))
}

/// A width or a height: "1,024 × 768".
fn is_size(text: &str, number: &Number) -> bool {
    let times = |c: char| matches!(c, '×' | 'x' | 'X');
    let before = text[..number.range.start].trim_end();
    let after = text[number.range.end..].trim_start();
    let digit = |c: char| c.is_ascii_digit();
    after
        .strip_prefix(times)
        .is_some_and(|rest| rest.trim_start().starts_with(digit))
        || before
            .strip_suffix(times)
            .is_some_and(|rest| rest.trim_end().ends_with(digit))
}

/// Nothing but a number, or a label and a number: a sample of a format.
fn is_sample(text: &str, number: &Number) -> bool {
    let before = text[..number.range.start].trim_end();
    let after = text[number.range.end..].trim();
    after.is_empty() && (before.is_empty() || before.ends_with([':', '：']))
}

/// The number with the language's own marks. The last mark before fewer or more than three digits, or after another
/// mark, is the decimal one.
fn rewritten(written: &str, format: Format) -> String {
    let marks: Vec<(usize, char)> = written
        .char_indices()
        .filter(|(_, c)| matches!(c, '.' | ','))
        .collect();
    let Some(&(last, mark)) = marks.last() else {
        return written.to_owned();
    };
    let three = written[last + 1..].chars().count() == 3;
    let decimal_at = if marks.iter().all(|&(_, other)| other == mark) && (marks.len() > 1 || three)
    {
        None
    } else {
        Some(last)
    };
    written
        .char_indices()
        .map(|(at, c)| match c {
            '.' | ',' if Some(at) == decimal_at => format.decimal,
            '.' | ',' => format.group,
            other => other,
        })
        .collect()
}
