//! `language/foreign-span`.

use std::ops::Range;

use super::foreign_segment::is_reference;
use crate::block::Block;
use crate::finding::{Draft, Findings};
use crate::language::lang::Lang;
use crate::rule::{Severity, rule};

rule! {
    /// # What it finds
    /// Three or more words in another language inside a paragraph that is otherwise in the language expected: a clause
    /// left inside a sentence, or one or more whole sentences. The finding covers the words from the first to the last.
    ///
    /// # Why it matters
    /// A sentence that stayed behind in the middle of a paragraph escapes whoever compares paragraph by paragraph.
    ///
    /// # Examples
    /// ```flagged lang=de at=1:54
    /// Der Ersatz wurde im Herbst mit dem Schiff geliefert. The foundations had to be poured by hand because no lorry could reach the slope. Im Winter ruhten die Arbeiten.
    /// ```
    /// ```clean lang=de
    /// Der Ersatz wurde im Herbst mit dem Schiff geliefert. „The foundations had to be poured by hand because no lorry could reach the slope“, sagt der Leiter. Im Winter ruhten die Arbeiten.
    /// ```
    /// ```flagged lang=fr at=1:25
    /// Le pont, on s’en doute, because nobody had told the drivers, est resté fermé jusqu’au soir.
    /// ```
    /// ```clean lang=fr
    /// Ils parlent de logiciels libres (free and open source software) depuis vingt ans.
    /// ```
    /// ```flagged lang=uk at=1:38
    /// Заміну привезли восени гелікоптером. The foundations had to be poured by hand because no lorry could reach the slope. Узимку роботи зупинили.
    /// ```
    /// ```clean lang=uk
    /// Заміну привезли восени гелікоптером. Microsoft Visual Studio Community Edition. Узимку роботи зупинили.
    /// ```
    /// ```clean lang=es
    /// El repuesto llegó en otoño por helicóptero. Open Source Summit Europe. En invierno se detuvieron las obras por el frío.
    /// ```
    /// ```clean lang=zh-Hans
    /// 替换的支柱在秋天由直升机运来。请下载 Visual Studio Code Installer for Windows。冬天因为寒冷而停工。
    /// ```
    /// ```flagged lang=it at=1:14
    /// La chiesa di We are waiting for you. San Marco resta chiusa fino a maggio.
    /// ```
    /// ```clean lang=it
    /// Il libro The Wind in the Willows resta in biblioteca fino a maggio.
    /// ```
    /// ```clean lang=nl
    /// De film is om half acht in de grote zaal en begint op tijd, last but not least met ondertitels.
    /// ```
    ///
    /// # Known mistakes
    /// Inside a sentence only English and the source's language are looked for. One or two words are never a finding, and
    /// quotations, titles, names, glosses in brackets and phrases at home in many languages (`last but not least`) are
    /// left alone, as are the terms of the glossary (`--glossary`), and with them what was really left behind there. The last word of a span may belong to both languages
    /// (`in`, `is`).
    ///
    /// # References
    /// MQM, accuracy/untranslated (themqm.org). WCAG 2.2, success criterion 3.1.2 (Language of Parts).
    pub FOREIGN_SPAN = "language/foreign-span", Major, "accuracy/untranslated", on
}

/// Reports it for a run of sentences.
pub(super) fn report(
    block: &Block,
    range: Range<usize>,
    language: Lang,
    expected: Lang,
    findings: &mut Findings<'_>,
) {
    let message = format!("part of the segment is {language} where {expected} is expected");
    let mut draft = Draft::new(&FOREIGN_SPAN, message).language(language.tag());
    if is_reference(&block.text) {
        draft = draft.severity(Severity::Neutral).evidence("reference");
    }
    findings.report(block, range, draft);
}
