//! `language/mixed-variant`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::block::{Block, Kind};
use crate::chars::{Script, class};
use crate::document::Document;
use crate::finding::{Draft, Findings, Place};
use crate::language::cleaning;
use crate::language::han::{self, Variant};
use crate::language::lang::Lang;
use crate::rule::{Context, Examiner, rule};
use crate::tag;

rule! {
    /// # What it finds
    /// Words and characters of another variant of the document's language: American spelling in a British text and the
    /// other way round, European words in Brazilian Portuguese and the other way round, Traditional paragraphs in
    /// Simplified Chinese, paragraphs of Serbian in the other alphabet. The variant is the declared one (`en-GB`,
    /// `zh-TW`); where none is declared, a clear majority (at least three, and three times as many) settles it.
    ///
    /// # Why it matters
    /// A text that changes its norm was put together from several sources, or translated for other readers than its
    /// own.
    ///
    /// # Examples
    /// ```flagged lang=en-GB at=1:43
    /// The council liked the scheme, but not the color of the doors in the centre.
    /// ```
    /// ```clean lang=en-GB
    /// The organizers of the Center for Disease Control walked from the World Trade Center to the “color wall”.
    /// ```
    /// ```flagged lang=zh at=7:1
    /// 每年四月，东海边的石浦岛都会举办风筝节。
    ///
    /// 今年的风筝节吸引了三十六支队伍，客栈提前两个月就订满了房间。
    ///
    /// 他们用竹片做骨架，每一节都画着不同的鱼，让风筝飞过海面。
    ///
    /// 當天下午，海風忽然變強，幾隻較小的風箏被吹進了海裡。
    /// ```
    /// ```clean lang=zh-TW
    /// 當天下午，海風忽然變強，幾隻較小的風箏被吹進了海裡。
    ///
    /// 皇后、公里、面子，都出自山谷中的小村。
    /// ```
    /// ```flagged lang=pt-BR at=1:42
    /// Os bilhetes podem ser comprados pelo seu telemóvel na estação.
    /// ```
    /// ```clean lang=pt-BR
    /// A equipe registrou o trem e o ônibus no patrimônio econômico da cidade de Facto.
    /// ```
    /// ```flagged lang=sr at=3:1
    /// Чамац напушта пристаниште кад год брод чека, а бродови не маре колико је сати.
    ///
    /// Za četrdeset godina najstariji pilot popeo se uz devet hiljada konopnih lestvica, većinom po mraku.
    /// ```
    /// ```clean lang=sr
    /// Чамац напушта пристаниште кад год брод чека, а бродови не маре колико је сати.
    ///
    /// Microsoft Visual Studio Community Edition
    /// ```
    ///
    /// # Known mistakes
    /// Knows a list of words, not the grammar of a variant. Spelling with -ize is British too (Oxford) and never
    /// reported. Capitalised words, quotations and titles are left alone. At most 20 findings of each kind a document.
    ///
    /// # References
    /// New Oxford Style Manual; Merriam-Webster; Acordo Ortográfico da Língua Portuguesa (1990); General List of
    /// Simplified Characters (1986).
    pub MIXED_VARIANT = "language/mixed-variant", Minor, "locale-convention/language-variant", on, MixedVariant::start
}

/// Chinese characters of a paragraph below which its norm says nothing: names and credits.
const LEAST: usize = 12;

/// Findings of one kind in a document.
const MOST: usize = 20;

/// A word list of two variants: whether a word is of the second, and what the other variant writes.
struct Pairs {
    names: [&'static str; 2],
    words: HashMap<String, (usize, Option<String>)>,
}

static ENGLISH: LazyLock<Pairs> = LazyLock::new(|| {
    Pairs::read(
        include_str!("../../data/spelling-en.txt"),
        ["British", "American"],
    )
});
static PORTUGUESE: LazyLock<Pairs> = LazyLock::new(|| {
    Pairs::read(
        include_str!("../../data/variants-pt.txt"),
        ["Brazilian", "European"],
    )
});

impl Pairs {
    fn read(list: &str, names: [&'static str; 2]) -> Self {
        let mut words = HashMap::new();
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split_whitespace();
            let (Some(one), Some(two)) = (parts.next(), parts.next()) else {
                continue;
            };
            for ending in parts {
                let ending = if ending == "=" { "" } else { ending };
                let form = |stem: &str| (stem != "-").then(|| format!("{stem}{ending}"));
                let forms = [form(one), form(two)];
                for (side, word) in forms.iter().enumerate() {
                    if let Some(word) = word {
                        words.insert(word.clone(), (side, forms[1 - side].clone()));
                    }
                }
            }
        }
        Self { names, words }
    }
}

/// A word or paragraph of one variant, kept until the document's variant is known.
struct Hit {
    place: Place,
    text: String,
    other: Option<String>,
}

/// Evidence for two variants.
#[derive(Default)]
struct Count {
    seen: [usize; 2],
    hits: [Vec<Hit>; 2],
}

impl Count {
    fn add(&mut self, side: usize, hit: impl FnOnce() -> Hit) {
        self.seen[side] += 1;
        if self.hits[side].len() < MOST {
            self.hits[side].push(hit());
        }
    }

    /// The side that the document should be of: the declared one, else a clear majority.
    fn norm(&self, declared: Option<usize>) -> Option<usize> {
        declared.or_else(|| {
            (0..2).find(|&side| self.seen[side] >= 3 && self.seen[side] >= 3 * self.seen[1 - side])
        })
    }
}

struct MixedVariant {
    pairs: Option<&'static Pairs>,
    chinese: bool,
    declared: Option<usize>,
    count: Count,
}

impl MixedVariant {
    fn start(document: &Document) -> Box<dyn Examiner> {
        let expected = document.expected().unwrap_or_default();
        let primary = tag::primary(expected);
        let region = tag::region(expected);
        let (pairs, declared) = match (primary, region) {
            ("en", Some("GB" | "IE" | "AU" | "NZ" | "ZA" | "IN")) => (Some(&*ENGLISH), Some(0)),
            ("en", Some("US")) => (Some(&*ENGLISH), Some(1)),
            ("en", None) => (Some(&*ENGLISH), None),
            ("pt", Some("BR")) => (Some(&*PORTUGUESE), Some(0)),
            ("pt", Some("PT")) => (Some(&*PORTUGUESE), Some(1)),
            ("pt", None) => (Some(&*PORTUGUESE), None),
            ("zh", _) => (
                None,
                document
                    .declared
                    .as_deref()
                    .and_then(Lang::of)
                    .and_then(|lang| Variant::of_tag(lang.tag()))
                    .map(|variant| usize::from(variant == Variant::Traditional)),
            ),
            _ => (None, None),
        };
        // a document wholly in another norm than declared is wrong-language, not a mixture
        let found = document.dominant.as_deref().and_then(Lang::of);
        let declared = match found.and_then(|lang| Variant::of_tag(lang.tag())) {
            Some(variant) => Some(usize::from(variant == Variant::Traditional)),
            _ => declared,
        };
        Box::new(Self {
            pairs,
            chinese: primary == "zh",
            declared,
            count: Count::default(),
        })
    }

    fn words(&mut self, block: &Block, context: &Context<'_>, pairs: &'static Pairs) {
        let quotations = cleaning::quotations(&block.text);
        let bytes = block.text.as_bytes();
        for word in context.words.iter() {
            if word.capitals > 0 || word.digits > 0 || word.letters < 3 {
                continue;
            }
            let Some((side, other)) = pairs.words.get(word.text(&block.text)) else {
                continue;
            };
            let range = word.range();
            let quoted = quotations
                .iter()
                .any(|hole| hole.start <= range.start && range.end <= hole.end);
            if quoted || is_code(bytes, &range) {
                continue;
            }
            self.count.add(*side, || Hit {
                text: word.text(&block.text).to_owned(),
                other: other.clone(),
                place: Place::of(block, &range),
            });
        }
    }

    fn paragraph(&mut self, block: &Block) {
        let Some(variant) = han::variant(&block.text, 3) else {
            return;
        };
        let written = |c: &char| class(*c).script() == Script::Han;
        if block.text.chars().filter(written).count() < LEAST {
            return;
        }
        self.count
            .add(usize::from(variant == Variant::Traditional), || Hit {
                text: String::new(),
                other: None,
                place: Place::of(block, &super::trim(&block.text)),
            });
    }
}

/// Part of an identifier, an address or an option: `background-color:`, `text/center`, `--color`.
fn is_code(text: &[u8], range: &Range<usize>) -> bool {
    let glue = |byte: u8| {
        matches!(
            byte,
            b'_' | b'/' | b'=' | b'\\' | b'$' | b'@' | b'#' | b'<' | b'{' | b'`'
        )
    };
    let before = range.start.checked_sub(1).map(|at| text[at]);
    let after = text.get(range.end).copied();
    before.is_some_and(|byte| glue(byte) || matches!(byte, b'-' | b'.' | b':'))
        || after.is_some_and(|byte| {
            glue(byte)
                || matches!(byte, b'(' | b'>' | b'}')
                || (matches!(byte, b'.' | b'-' | b':')
                    && text
                        .get(range.end + 1)
                        .is_some_and(|next| !next.is_ascii_whitespace()))
        })
}

impl Examiner for MixedVariant {
    fn block(&mut self, block: &Block, context: &Context<'_>, _findings: &mut Findings<'_>) {
        let foreign = block
            .language
            .as_deref()
            .is_some_and(|own| context.document.expected().is_none_or(|tag| own != tag));
        if block.quoted || foreign || matches!(block.kind, Kind::Attribute | Kind::Title) {
            return;
        }
        if let Some(pairs) = self.pairs {
            self.words(block, context, pairs);
        } else if self.chinese && block.kind.is_running() {
            self.paragraph(block);
        }
    }

    fn finish(&mut self, _document: &Document, findings: &mut Findings<'_>) {
        let Some(norm) = self.count.norm(self.declared) else {
            return;
        };
        for hit in std::mem::take(&mut self.count.hits[1 - norm]) {
            let draft = if let Some(pairs) = self.pairs {
                let message = format!(
                    "“{}” is {} usage in a text of {} usage",
                    hit.text,
                    pairs.names[1 - norm],
                    pairs.names[norm]
                );
                Draft::new(&MIXED_VARIANT, message)
                    .evidence("word")
                    .suggestion(hit.other.unwrap_or_default())
            } else {
                let names = ["Simplified", "Traditional"];
                let message = format!(
                    "the paragraph is in {} characters in a text in {} ones",
                    names[1 - norm],
                    names[norm]
                );
                Draft::new(&MIXED_VARIANT, message)
                    .evidence("characters")
                    .language(["zh-Hans", "zh-Hant"][1 - norm])
            };
            findings.report_at(hit.place, draft);
        }
    }
}

/// Reports a stretch in the expected language but its other script.
pub(super) fn script(
    block: &Block,
    range: Range<usize>,
    language: Lang,
    expected: Lang,
    findings: &mut Findings<'_>,
) {
    let message = format!("the segment is {language} where {expected} is expected");
    findings.report(
        block,
        range,
        Draft::new(&MIXED_VARIANT, message)
            .evidence("alphabet")
            .language(language.tag()),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oxford_spelling_is_evidence_for_nobody() {
        assert!(!ENGLISH.words.contains_key("organize"));
        assert_eq!(ENGLISH.words.get("organised").map(|w| w.0), Some(0));
        assert_eq!(
            ENGLISH.words.get("colors"),
            Some(&(1, Some("colours".to_owned())))
        );
        assert_eq!(PORTUGUESE.words.get("facto"), Some(&(1, None)));
    }

    #[test]
    fn identifiers_are_no_words() {
        let text = b"background-color: red; text.center; a color";
        assert!(is_code(text, &(11..16)) && !is_code(text, &(38..43)));
    }
}
