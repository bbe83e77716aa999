//! `bilingual/number-changed`.

use std::sync::LazyLock;

use super::difference::{quoted, verb};
use crate::chars::class;
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::number::{Comparison, Number, words};
use crate::pair::Pair;
use crate::rule::{PairExaminer, Severity, rule};

rule! {
    /// # What it finds
    /// A number of the source that the target does not say, with another number in its place; a number that is
    /// missing, or that only the target has.
    ///
    /// Numbers are compared by value: `1,234.5` is `1.234,5`, `1 234,5` and `١٬٢٣٤٫٥`; `1.2 million` is `120万`. A number may
    /// stand in words up to twelve and in tens, in Roman or Chinese figures. Dates may change their order and name their
    /// month, hours may be those of a clock of twelve or twenty-four, years those of another era. Numbers in tags,
    /// placeholders, addresses and codes are not compared here. A number changed is major, one merely missing
    /// minor, one merely added neutral: translators condense and explain. So is a nought, a one or a two that is missing,
    /// for which most languages have other words, and a number that the source says once more than the target.
    ///
    /// # Why it matters
    /// The reader pays another price, takes another dose, comes on another day.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:45
    /// The bridge opened in 1987.⇥Die Brücke wurde 1978 eröffnet.
    /// ```
    /// ```flagged source=en lang=ar format=tsv
    /// It costs 45 crowns.⇥يكلف ٥٤ كرونة.
    /// ```
    /// ```flagged source=en lang=ja format=tsv
    /// About 1.2 million people live here.⇥ここには約12万人が住んでいます。
    /// ```
    /// ```flagged source=fr lang=en format=tsv
    /// Il reste 250 places.⇥There are places left.
    /// ```
    /// ```flagged source=en lang=es format=tsv
    /// It saves 45% of the water.⇥Ahorra 45 del agua.
    /// ```
    /// ```flagged source=en lang=fr format=tsv
    /// From 0 to 5 degrees⇥De 5 à 5 degrés
    /// ```
    /// ```flagged source=en lang=cs format=tsv
    /// Soft is 20%, hard is 100%.⇥Měkká je 20 %, tvrdá je 100.
    /// ```
    /// ```flagged source=en lang=pl format=tsv
    /// Lines of 0.25 or 0.35 mm⇥Linie o grubości 025 lub 0,35 mm
    /// ```
    /// ```flagged source=en lang=de format=tsv
    /// Shipping address 2⇥Lieferanschrift
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// 5% to 10% of 3 towns⇥5 bis 10 % von 3 Städten
    /// 2 chapters have 1 picture each.⇥Zwei Kapitel haben je ein Bild.
    /// ```
    /// ```clean source=en lang=sl format=tsv
    /// 2 pictures below the title⇥Sliki pod naslovom
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// Title of the 2nd axis⇥Titre de l’autre axe
    /// ```
    /// ```clean source=en lang=fi format=tsv
    /// It saves 45% of the water.⇥Se säästää 45 prosenttia vedestä.
    /// ```
    /// ```clean source=en lang=es format=tsv
    /// A 3D map, smaller than 2^48⇥Un mapa tridimensional, menor que 2⁴⁸
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// It costs 1,234.50 crowns, or 3.5 million.⇥Es kostet 1.234,50 Kronen oder 3,5 Millionen.
    /// ```
    /// ```clean source=en lang=ja format=tsv
    /// About 1.2 million people on March 5, 2024⇥2024年3月5日に約120万人
    /// ```
    /// ```clean source=en lang=fa format=tsv
    /// Chapter 12, page 345⇥فصل ۱۲، صفحهٔ ۳۴۵
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// 2 books, 15 days, 5:30 p.m., 50%, the 19th century⇥Deux livres, quinze jours, 17 h 30, 50 %, le XIXe siècle
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// The ferry leaves at 5 pm.⇥Die Fähre geht um 17 Uhr.
    /// ```
    /// ```flagged source=en lang=de format=tsv
    /// The ferry leaves at 5 pm.⇥Die Fähre geht um 16 Uhr.
    /// ```
    /// ```clean source=en lang=ko format=tsv
    /// It costs 12,000 won.⇥1만 2천 원입니다.
    /// ```
    /// ```clean source=en lang=tr format=tsv
    /// 50% of 1,000 readers⇥1.000 okurun %50’si
    /// ```
    /// ```clean source=en lang=hi format=tsv
    /// The town has 1,50,000 people.⇥नगर में 1.5 लाख लोग हैं।
    /// ```
    /// ```clean source=en lang=th format=tsv
    /// Printed in 2024.⇥พิมพ์เมื่อ พ.ศ. 2567
    /// ```
    /// ```clean source=en lang=ru format=tsv
    /// There are two copies, the first on page 7.⇥Есть 2 экземпляра, 1-й на с. 7.
    /// ```
    /// ```flagged source=en lang=de format=tsv
    /// A grid of 8 x 8 cells⇥Ein Raster von 8 x Zellen
    /// ```
    ///
    /// # Known mistakes
    /// Prices and measures converted for the reader (miles to kilometres) are reported. Numbers from thirteen on that are
    /// spelt out in a language whose words are not listed (`data/number-words.toml`) are reported as missing.
    ///
    /// # References
    /// MQM, accuracy/mistranslation. WMT annotations: of numbers dropped or changed, 20 to 90 in a hundred are major
    /// errors; human translations change one in 1,000 segments. CLDR 47 for words and marks.
    pub NUMBER_CHANGED = "bilingual/number-changed", Major, "accuracy/mistranslation", on, pairs NumberChanged::start
}

struct NumberChanged;

/// What says "per cent" in the languages of the world.
static PER_CENT: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/percent-words.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
});

impl NumberChanged {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self)
    }
}

impl PairExaminer for NumberChanged {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        // a message that stands for the names of those who translated
        let credits = pair.source.text.starts_with("translator");
        if credits || !pair.is_translated() {
            return;
        }
        let Some(numbers) = pair.numbers() else {
            return;
        };
        if numbers.missing.is_empty() && numbers.added.is_empty() {
            if !repeated(pair, numbers, findings) {
                per_cent(pair, numbers, findings);
            }
            return;
        }
        judge(pair, numbers, findings);
    }
}

/// A number that the source says once more than the target.
fn repeated(pair: &Pair<'_>, numbers: &Comparison, findings: &mut Findings<'_>) -> bool {
    let Some(&index) = numbers.repeated.first() else {
        return false;
    };
    let message = format!(
        "the source says the number “{}” once more",
        &pair.source.text[numbers.source[index].range.clone()]
    );
    let draft = Draft::new(&NUMBER_CHANGED, message).severity(Severity::Neutral);
    pair.report_whole(draft.evidence("repeated"), findings);
    true
}

/// The number is there and its per-cent sign is lost.
fn per_cent(pair: &Pair<'_>, numbers: &Comparison, findings: &mut Findings<'_>) {
    let lost = numbers.pairs.iter().find(|&&(index, other)| {
        numbers.source[index].percent
            && !numbers.target[other].percent
            && !shares_sign(pair.target.text, &numbers.target, other)
    });
    let Some(&(index, other)) = lost else { return };
    let signs = |numbers: &[Number]| numbers.iter().filter(|number| number.percent).count();
    let lower = pair.target.text.to_lowercase();
    if signs(&numbers.target) >= signs(&numbers.source)
        || PER_CENT.iter().any(|word| stands_in(word, &lower))
    {
        return;
    }
    let message = format!(
        "{} of the source is a percentage, in the target it is none",
        &pair.source.text[numbers.source[index].range.clone()]
    );
    let draft = Draft::new(&NUMBER_CHANGED, message)
        .severity(Severity::Minor)
        .evidence("percent");
    pair.report(numbers.target[other].range.clone(), draft, findings);
}

/// Bytes between two numbers that may have one sign for both: “5 to 10 %”.
const SHARED: usize = 24;

/// Whether a number soon after the one with this index has a sign, which may stand for both.
fn shares_sign(text: &str, numbers: &[Number], index: usize) -> bool {
    let end = numbers[index].range.end;
    let reach = numbers[index + 1..]
        .iter()
        .take_while(|next| next.range.start.saturating_sub(end) <= SHARED);
    let mut reach = reach.skip_while(|next| !next.percent);
    reach.next().is_some_and(|next| {
        // `0 = soft, 100 % = hard`: another matter
        text.get(end..next.range.start)
            .is_some_and(|between| !between.contains(['=', ';', '.', '(', ')', '。']))
    })
}

/// Whether a word of the lower-cased `text` begins with `word`, or contains it where words are not parted by spaces.
fn stands_in(word: &str, text: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|c| c.is_lowercase() && class(c).script().has_case())
    })
}

fn judge(pair: &Pair<'_>, numbers: &Comparison, findings: &mut Findings<'_>) {
    let missing: Vec<&Number> = numbers
        .missing
        .iter()
        .map(|&index| &numbers.source[index])
        .collect();
    let added: Vec<&Number> = numbers
        .added
        .iter()
        .map(|&index| &numbers.target[index])
        .collect();
    let written = |number: &Number| &pair.source.text[number.range.clone()];
    let shown = |number: &Number| &pair.target.text[number.range.clone()];
    match (&missing[..], &added[..]) {
        ([], _) | (_, []) => {}
        ([one], [other]) => {
            let message = format!(
                "{} of the source is {} in the target",
                written(one),
                shown(other)
            );
            let draft = Draft::new(&NUMBER_CHANGED, message);
            pair.report(other.range.clone(), draft, findings);
            return;
        }
        (lacks, extra) => {
            let message = format!(
                "{} of the source {} missing, {} {} in the target instead",
                quoted(lacks.iter().map(|number| written(number))),
                verb(lacks.len()),
                quoted(extra.iter().map(|number| shown(number))),
                verb(extra.len()),
            );
            let draft = Draft::new(&NUMBER_CHANGED, message);
            pair.report(extra[0].range.clone(), draft, findings);
            return;
        }
    }
    let plural = pair.unit.plural.is_some();
    let weighs = |number: &&&Number, language: &str| {
        // a language whose words are unknown may have said it
        words::of(language).is_some()
            && (number.value() > 12.0
                || number.value().fract() != 0.0
                || (!plural && number.value() > 2.0 && !number.part))
    };
    let lacks: Vec<&&Number> = missing
        .iter()
        .filter(|number| weighs(number, pair.target.primary()))
        .collect();
    if !lacks.is_empty() {
        let message = format!(
            "the number {} {} missing from the target",
            quoted(lacks.iter().map(|number| written(number))),
            verb(lacks.len())
        );
        // the 15th century, which many languages spell out
        let ordinal = |number: &Number| is_ordinal(pair.source.text, number);
        let draft = Draft::new(&NUMBER_CHANGED, message);
        // all of it, twice as much, one and a half
        let worded = |number: &Number| {
            number.percent && number.is(100.0) || (number.value().fract() - 0.5).abs() < 1e-9
        };
        let draft = if lacks.iter().all(|number| ordinal(number) || worded(number)) {
            draft.severity(Severity::Neutral).evidence("ordinal")
        } else {
            draft.severity(Severity::Minor).evidence("missing")
        };
        pair.report_whole(draft, findings);
        return;
    }
    if small(pair, &missing, findings) {
        return;
    }
    let extra: Vec<&&Number> = added
        .iter()
        .filter(|number| weighs(number, pair.source.primary()))
        .collect();
    if let Some(first) = extra.first() {
        let message = format!(
            "the number {} {} not in the source",
            quoted(extra.iter().map(|number| shown(number))),
            verb(extra.len())
        );
        let draft = Draft::new(&NUMBER_CHANGED, message).severity(Severity::Neutral);
        pair.report(first.range.clone(), draft.evidence("added"), findings);
    }
}

/// A side of `8:1`, which no month is.
fn is_ratio(text: &str, number: &Number) -> bool {
    text[..number.range.start].ends_with(':') || text[number.range.end..].starts_with(':')
}

fn is_ordinal(text: &str, number: &Number) -> bool {
    ["th", "st", "nd", "rd"]
        .iter()
        .any(|ending| text[number.range.end..].starts_with(ending))
}

/// Languages that have a form of the noun for two of it.
const DUAL: [&str; 4] = ["ar", "he", "mt", "sl"];

/// Reports a missing nought, one or two, which translators often leave out or say otherwise.
fn small(pair: &Pair<'_>, missing: &[&Number], findings: &mut Findings<'_>) -> bool {
    let language = pair.target.primary();
    if pair.unit.plural.is_some() || words::of(language).is_none() {
        return false;
    }
    let lost = missing.iter().find(|number| {
        let dual = number.is(2.0) && DUAL.contains(&language);
        let part = number.part && !is_ratio(pair.source.text, number);
        !part && !dual && !is_ordinal(pair.source.text, number)
    });
    let Some(number) = lost else { return false };
    let message = format!(
        "the number “{}” is missing from the target",
        &pair.source.text[number.range.clone()]
    );
    let draft = Draft::new(&NUMBER_CHANGED, message).severity(Severity::Neutral);
    pair.report_whole(draft.evidence("small"), findings);
    true
}
