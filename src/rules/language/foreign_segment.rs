//! `language/foreign-segment`.

use std::ops::Range;

use crate::block::Block;
use crate::finding::{Draft, Findings};
use crate::language::lang::Lang;
use crate::rule::{Severity, rule};

rule! {
    /// # What it finds
    /// A paragraph, list item, heading or cell in another language than the document should be in. The document should be
    /// in the language it declares; without a declaration, or against one that hardly any of the text agrees with, in
    /// the language that most of it is in.
    ///
    /// # Why it matters
    /// Segments that nobody translated are the fault that readers see first and spelling checkers see last.
    ///
    /// # Examples
    /// ```flagged lang=de at=3:1
    /// Zwei Jahre lang hingen die roten Kabinen in der Halle der Talstation und warteten auf den Frühling.
    ///
    /// The new cabins are lighter than the old ones and have room for twelve passengers.
    /// ```
    /// ```clean lang=de
    /// Zwei Jahre lang hingen die roten Kabinen in der Halle der Talstation und warteten auf den Frühling.
    ///
    /// „The new cabins are lighter than the old ones and have room for twelve passengers.“
    /// ```
    /// ```flagged lang=ru at=3:1
    /// Станция стоит на высоком берегу, и с её вышки видно всё озеро.
    ///
    /// The tower overlooks the whole of the lake and the marsh behind it.
    /// ```
    /// ```clean lang=ru
    /// Станция стоит на высоком берегу, и с её вышки видно всё озеро.
    ///
    /// Microsoft Visual Studio Community Edition
    /// ```
    /// ```flagged lang=ja at=3:1
    /// 新しい図書館が駅の前に開館し、初日から多くの人が訪れた。
    ///
    /// The reading room on the third floor is open until nine in the evening.
    /// ```
    /// ```clean lang=ja
    /// 新しい図書館が駅の前に開館し、初日から多くの人が訪れた。
    ///
    /// 東京都立中央図書館
    /// ```
    /// ```clean lang=ko
    /// 새 도서관이 역 앞에 문을 열었고 첫날부터 많은 사람이 찾았다.
    ///
    /// Windows 10에서 Visual Studio Code를 설치하세요.
    /// ```
    /// ```clean lang=hr
    /// Nova knjižnica otvorena je ispred kolodvora, a već prvog dana posjetilo ju je mnogo ljudi.
    ///
    /// Ovaj dokument je preveden na srpski jezik prošle godine i dostupan je svima.
    /// ```
    ///
    /// # Known mistakes
    /// Quotations, lists of names, titles, addresses and references are left alone, and with them what was really left in
    /// another language there. Languages too close to be told apart in a sentence are never held against one another
    /// (Danish and Norwegian, Croatian and Serbian, Spanish and Galician). Licence texts kept in English on purpose are
    /// found: declare them with a `lang` attribute. What begins and ends as a sentence does is found from two words on; a
    /// label of few words needs more that speaks against it.
    ///
    /// The `confidence` of a segment in `segments.csv` is the probability that its language is right, by counts on text that
    /// neither the weights nor the counts have seen (112 languages of the Tatoeba development set: sentences, their first
    /// three words, their first word). The mean error is 0.010 for the open question and 0.007 for English against another
    /// language, and 0.028 at most in a band of lengths.
    ///
    /// | confidence | open question, right | English against another, right |
    /// |---|---|---|
    /// | 0.3 to 0.4 | 36 % | |
    /// | 0.4 to 0.5 | 50 % | |
    /// | 0.5 to 0.6 | 48 % | |
    /// | 0.6 to 0.7 | 60 % | 67 % |
    /// | 0.7 to 0.8 | 73 % | 69 % |
    /// | 0.8 to 0.9 | 86 % | 73 % |
    /// | 0.9 to 1.0 | 99.1 % | 99.7 % |
    ///
    /// # References
    /// MQM, accuracy/untranslated (themqm.org). WCAG 2.2, success criterion 3.1.2 (Language of Parts).
    pub FOREIGN_SEGMENT = "language/foreign-segment", Major, "accuracy/untranslated", on
}

/// Reports it for a block.
pub(super) fn report(
    block: &Block,
    range: Range<usize>,
    language: Lang,
    expected: Lang,
    findings: &mut Findings<'_>,
) {
    let message = format!("the segment is {language} where {expected} is expected");
    let mut draft = Draft::new(&FOREIGN_SEGMENT, message).language(language.tag());
    if is_reference(&block.text) {
        draft = draft.severity(Severity::Neutral).evidence("reference");
    } else if !block.kind.is_running() {
        draft = draft.evidence("label");
    }
    findings.report(block, range, draft);
}

/// Whether a text is an entry of a bibliography: a year and what only stands in references.
pub(super) fn is_reference(text: &str) -> bool {
    const SIGNS: [&str; 10] = [
        "ISBN",
        "ISSN",
        "doi:",
        "doi.org",
        "arXiv",
        "pp. ",
        "et al",
        "Proceedings",
        "Vol. ",
        "vol. ",
    ];
    text.len() < 600
        && SIGNS.iter().any(|sign| text.contains(sign))
        && text.as_bytes().windows(4).any(|year| {
            (year.starts_with(b"19") || year.starts_with(b"20"))
                && year[2..].iter().all(u8::is_ascii_digit)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_told_by_year_and_sign() {
        assert!(is_reference(
            "D. Knuth: The TeXbook. Addison-Wesley, 1986, ISBN 0-201-13448-9"
        ));
        assert!(!is_reference(
            "The harbour was closed in 1986 after the storm"
        ));
    }
}
