//! `artifact/truncated-text`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::block::{Block, Kind};
use crate::chars::{Script, class};
use crate::document::Document;
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Context, Examiner, rule};
use crate::{sentence, tag};

rule! {
    /// # What it finds
    /// A document whose last paragraph stops in the middle of a sentence.
    ///
    /// It ends in a comma, a hyphen, an article, a preposition or a conjunction, or, in a paragraph whose other sentences
    /// are complete, in a small letter without a final mark. Only in documents whose other paragraphs end as sentences do
    /// (four at least, and four of five). Nothing may follow but the page's own furniture.
    ///
    /// # Why it matters
    /// Translation services cut long texts off at their limit, and the end of the article is lost.
    ///
    /// # Examples
    /// ```flagged lang=de at=9:43
    /// Die alte Mühle am Bach bekommt nach vielen Jahren endlich ein neues Dach aus Schiefer.
    ///
    /// Der Verein hat dafür drei Jahre lang Geld gesammelt, vor allem auf dem Wochenmarkt.
    ///
    /// Im Sommer sollen die ersten Besucher kommen, und im Herbst wird wieder Korn gemahlen.
    ///
    /// Das Mehl wird im Dorf verkauft, der Erlös kommt der Mühle und ihrem Garten zugute.
    ///
    /// Auch die Schule freut sich auf die Mühle. Die Kinder haben schon einen Plan gemacht, nach dem die
    /// ```
    /// ```flagged lang=en at=9:1
    /// The old mill by the stream is going to have a new slate roof after so many years.
    ///
    /// The society has been collecting money for three years, mostly at the weekly market.
    ///
    /// The first visitors are expected in summer, and in autumn corn will be ground again.
    ///
    /// The flour is sold in the village, and what it earns goes to the mill and its garden.
    ///
    /// The school is looking forward to it as well, because the children have drawn a plan,
    /// ```
    /// ```clean lang=en
    /// The old mill by the stream is going to have a new slate roof after so many years.
    ///
    /// The society has been collecting money for three years, mostly at the weekly market.
    ///
    /// The first visitors are expected in summer, and in autumn corn will be ground again.
    ///
    /// The flour is sold in the village, and what it earns goes to the mill and its garden.
    ///
    /// Translated from the German by the Friends of the Mill, Lower Village, Rhineland-Palatinate
    /// ```
    /// ```clean lang=de
    /// Die Mühle bekommt ein neues Dach aus Schiefer, und der Verein sammelt weiterhin Geld dafür,
    /// ```
    /// ```clean lang=th
    /// โรงสีเก่าริมลำธารจะมีหลังคาใหม่หลังจากรอมาหลายปี และทุกคนในหมู่บ้านก็ดีใจมาก
    ///
    /// สมาคมได้รวบรวมเงินมาเป็นเวลาสามปี โดยเฉพาะที่ตลาดนัดประจำสัปดาห์ของหมู่บ้าน
    /// ```
    /// ```clean lang=fr
    /// Le vieux moulin au bord du ruisseau aura bientôt un toit neuf, après tant d’années.
    ///
    /// L’association a recueilli de l’argent pendant trois ans, surtout au marché du samedi.
    ///
    /// Les premiers visiteurs sont attendus en été, et en automne on y moudra de nouveau.
    ///
    /// La farine se vend au village, et le bénéfice revient au moulin et à son petit jardin.
    ///
    /// L’école s’en réjouit aussi. Les enfants ont dessiné un plan avec le meunier et sa fille.
    /// ```
    ///
    /// # Known mistakes
    /// A text that was cut at the end of a sentence is not seen, nor one followed by a footer in plain text. Thai, Lao,
    /// Khmer, Burmese and Tibetan, which need no final mark, are left out.
    ///
    /// # References
    /// MQM, accuracy/omission. `OpusFilter`, `TerminalPunctuationFilter`.
    pub TRUNCATED_TEXT = "artifact/truncated-text", Major, "accuracy/omission", on, TruncatedText::start
}

static UNFINISHED: LazyLock<HashMap<String, HashSet<String>>> =
    LazyLock::new(|| data!("unfinished").expect("the embedded words parse: a test reads them"));

/// Letters of a paragraph that counts.
const LONG: u32 = 60;

#[derive(Default)]
struct TruncatedText {
    finished: u32,
    open: u32,
    /// The last block, if it ends in the middle.
    last: Option<(Place, Draft, Evidence)>,
}

/// How a paragraph ends that is not finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Evidence {
    /// In a way no sentence ends.
    Certain,
    /// Without a final mark.
    Unmarked,
}

impl TruncatedText {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self::default())
    }
}

impl Examiner for TruncatedText {
    fn block(&mut self, block: &Block, context: &Context<'_>, _: &mut Findings<'_>) {
        if block.is_of_pair()
            || matches!(block.kind, Kind::Interface | Kind::Attribute | Kind::Title)
        {
            return;
        }
        self.last = None;
        if block.kind != Kind::Paragraph || block.quoted {
            return;
        }
        let letters: u32 = context
            .words
            .iter()
            .map(|word| u32::from(word.letters))
            .sum();
        if letters < LONG {
            return;
        }
        let text = block.text.trim_end();
        let Some(end) = text.chars().next_back() else {
            return;
        };
        if !(class(end).is_word()
            || matches!(
                end,
                ',' | '-' | '‐' | '(' | '[' | '„' | '«' | '、' | '，' | '،'
            ))
        {
            self.finished += 1;
            return;
        }
        self.open += 1;
        let sentences = context.sentences(block);
        let Some(sentence) = sentences.last() else {
            return;
        };
        let Some(evidence) = evidence(text, end, sentences, context) else {
            return;
        };
        let tail: Vec<&str> = text[sentence.clone()]
            .split_whitespace()
            .rev()
            .take(6)
            .collect();
        let tail: Vec<&str> = tail.into_iter().rev().collect();
        let message = format!(
            "the text ends in the middle of a sentence, with “{}”",
            crate::finding::excerpt(&tail.join(" "))
        );
        let draft = Draft::new(&TRUNCATED_TEXT, message).evidence(match evidence {
            Evidence::Certain => "",
            Evidence::Unmarked => "unmarked",
        });
        self.last = Some((Place::of(block, sentence), draft, evidence));
    }

    fn finish(&mut self, _: &Document, findings: &mut Findings<'_>) {
        let Some((place, draft, evidence)) = self.last.take() else {
            return;
        };
        let others = self.open - 1;
        let enough = match evidence {
            Evidence::Certain => self.finished >= 4 && self.finished >= 4 * others,
            Evidence::Unmarked => self.finished >= 5 && others == 0,
        };
        if enough {
            findings.report_at(place, draft);
        }
    }
}

/// How strongly the end of `text`, the character `end`, speaks for a cut; `None` when it does not.
fn evidence(
    text: &str,
    end: char,
    sentences: &[Range<usize>],
    context: &Context<'_>,
) -> Option<Evidence> {
    let sentence = sentences.last()?;
    if matches!(
        class(end).script(),
        Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar | Script::Tibetan
    ) {
        return None;
    }
    let last = context.words.last()?;
    let tail = text.rsplit(char::is_whitespace).next().unwrap_or(text);
    // addresses, versions, file names
    if tail.contains(['/', '@', '_', '=', '\u{FFFC}'])
        || tail.trim_end_matches(',').contains('.')
        || last.digits > 0
    {
        return None;
    }
    let words = context
        .words
        .iter()
        .filter(|word| word.start as usize >= sentence.start)
        .count();
    if words < 4 && !last.unspaced() {
        return None;
    }
    if !class(end).is_word() {
        // a line of an address or of verse may end in a comma
        let wide = matches!(end, '、' | '，');
        return (last.letters > 0
            && !last.capitalised
            && (wide || !text.trim_end_matches(end).ends_with(char::is_whitespace)))
        .then_some(Evidence::Certain);
    }
    let word = last.text(text).to_lowercase();
    let language = context.language.map(tag::primary)?;
    if last.capitals == 0
        && UNFINISHED
            .get(language)
            .is_some_and(|words| words.contains(&word))
    {
        return Some(Evidence::Certain);
    }
    let several = sentences.len() > 1 && {
        let before = &text[sentences[sentences.len() - 2].clone()];
        before
            .trim_end()
            .ends_with(|c| sentence::is_final(c) || "”\"»」）)’".contains(c))
    };
    let small =
        class(end).is_lower() || (!class(end).script().has_case() && class(end).is_letter());
    (several && small && last.capitals == 0 && words > 4).then_some(Evidence::Unmarked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_of_lower_case_words() {
        assert!(UNFINISHED.len() > 30);
        for (language, words) in &*UNFINISHED {
            for word in words {
                assert_eq!(*word, word.to_lowercase(), "{language}");
            }
        }
        assert!(UNFINISHED["fi"].contains("joihin"));
    }
}
