//! `language/wrong-language`.

use crate::block::Block;
use crate::finding::{Draft, Findings};
use crate::language::lang::Lang;
use crate::rule::rule;

rule! {
    /// # What it finds
    /// A document whose text is in another language than the one it declares. The declaration is the command line's, the
    /// policy's, `<html lang>` or the front matter's, in that order. There is one finding, at the document's first
    /// segment; segments are then held against the language that the text is in.
    ///
    /// # Why it matters
    /// A page announced as French and written in English was published before it was translated, or under the wrong
    /// address. Screen readers read it aloud with the wrong sounds, browsers offer to translate it from the wrong
    /// language, and search engines show it to the wrong readers.
    ///
    /// # Examples
    /// ```flagged lang=fr at=1:1
    /// The pilot boat leaves the quay whenever a ship is waiting, and ships do not care about the hour.
    ///
    /// In forty years, the oldest pilot has climbed some nine thousand rope ladders, most of them in the dark.
    /// ```
    /// ```clean lang=fr
    /// La vedette du pilote quitte le quai dès qu’un navire attend, et les navires ne regardent pas l’heure.
    ///
    /// Le plus ancien des pilotes a gravi quelque neuf mille échelles de corde, la plupart dans l’obscurité.
    /// ```
    /// ```flagged lang=ja at=1:1
    /// 도선선은 배가 기다릴 때마다 부두를 떠나며, 배는 시간을 가리지 않는다.
    ///
    /// 사십 년 동안 가장 나이 많은 도선사는 구천 개의 줄사다리를 올랐고, 대부분은 어둠 속에서였다.
    ///
    /// 항구로 들어오는 길은 좁고 물살은 하루에 네 번 바뀐다. 처음 오는 선장의 눈에는 부표가 늘어선 줄밖에 보이지 않는다.
    /// ```
    /// ```clean lang=nb
    /// Losbåten går fra kaia hver gang et skip venter, og skipene bryr seg ikke om klokka.
    ///
    /// På førti år har den eldste losen klatret opp omtrent ni tusen leidere, de fleste i mørket.
    /// ```
    /// ```clean lang=de
    /// Das Lotsenboot verlässt den Kai, sobald ein Schiff wartet, und Schiffe fragen nicht nach der Uhrzeit.
    ///
    /// The oldest pilot of the harbour has climbed some nine thousand rope ladders, most of them in the dark.
    /// ```
    /// ```clean lang=sr-Latn
    /// Pilotski čamac napušta pristanište kad god brod čeka, a brodovi ne mare koliko je sati.
    ///
    /// Za četrdeset godina najstariji pilot popeo se uz devet hiljada konopnih lestvica, većinom po mraku.
    /// ```
    ///
    /// # Known mistakes
    /// Says nothing about texts of fewer than 120 letters, about mixtures (when more than a seventh of the text may be in
    /// the declared language), and about languages that are close to the declared one (Croatian and Serbian,
    /// Indonesian and Malay), but for Danish and Norwegian, Czech and Slovak, Catalan and Spanish, Dutch and Afrikaans in
    /// pooled text.
    ///
    /// # References
    /// WCAG 2.2, success criterion 3.1.1 (Language of Page). BCP 47 (RFC 5646).
    pub WRONG_LANGUAGE = "language/wrong-language", Critical, "locale-convention/wrong-language", on
}

/// Reports it at the first block.
pub(super) fn report(
    block: &Block,
    tag: &str,
    declared: Lang,
    found: Lang,
    findings: &mut Findings<'_>,
) {
    let message = if crate::tag::primary(declared.tag()) == crate::tag::primary(found.tag()) {
        format!("the document is declared “{tag}” but its text is {found}")
    } else {
        format!(
            "the document is declared {} ({tag}) but its text is {found}",
            declared.name()
        )
    };
    findings.report(
        block,
        super::trim(&block.text),
        Draft::new(&WRONG_LANGUAGE, message).language(found.tag()),
    );
}
