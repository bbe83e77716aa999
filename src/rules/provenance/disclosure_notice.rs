//! `provenance/disclosure-notice`.

use crate::rule::rule;

rule! {
    /// # What it finds
    ///
    /// A notice that tells readers that a machine translated the text.
    ///
    /// Known are the wordings of published notices in some seventy languages (`src/data/markers/disclosure-notice.toml`);
    /// in 42 of them any wording that claims “a machine translated this text” is recognised (`src/data/claims/`), and the
    /// message says which words name the machine.
    /// An honest notice at the head or the foot of a document is minor: it is a fact about the document, and the policy
    /// decides whether it is required, allowed or forbidden. It becomes major, as residue, when it stands in the middle
    /// of the text, when it is in another language than the document, when an assistant's remark stands in the same
    /// paragraph, or when it is there three times or more.
    ///
    /// # Why it matters
    ///
    /// Readers are entitled to know; a notice between two paragraphs, or in a language that they do not read, tells
    /// them above all that nobody looked at the page before it was published.
    ///
    /// # Examples
    ///
    /// At the head of an article:
    /// ```flagged lang=de at=1:1
    /// Diese Seite wurde automatisch übersetzt. Maßgeblich ist die polnische Fassung.
    ///
    /// In den Dörfern an der Warthe brüten in diesem Jahr viele Störche.
    /// ```
    /// In a wording that nobody has published:
    /// ```flagged lang=en at=1:1
    /// What you are reading was put into English by our software, Lingomat; no human hand has touched it.
    /// ```
    /// In capitals, and behind a reference mark:
    /// ```flagged lang=tr at=1:1
    /// BU SAYFA İNGİLİZCEDEN OTOMATİK OLARAK ÇEVRİLMİŞTİR.
    /// ```
    /// ```flagged lang=ja at=1:2
    /// ※この記事は 機械翻訳されたものです。誤訳があればお知らせください。
    /// ```
    /// A sentence about such pages, and its negation:
    /// ```clean lang=de
    /// Automatisch übersetzte Seiten schaden dem Ruf, sagt der Verband.
    /// ```
    /// ```clean lang=en
    /// The museum had its labels translated by people, not by a machine.
    /// ```
    /// ```clean lang=fr
    /// Notre nouvelle appli traduit automatiquement vos menus en six langues.
    /// ```
    /// ```clean lang=zh
    /// 本文由 AI 翻译专业的研究生撰写。
    /// ```
    /// ```clean lang=ar
    /// ليست هذه ترجمة آلية، بل عمل مترجم محترف.
    /// ```
    /// ```clean lang=es
    /// Este artículo trata de la traducción automática y de quienes la corrigen.
    /// ```
    ///
    /// # Known mistakes
    ///
    /// Notices in any wording, and mentions that are none, in sentences that nothing was made from
    /// (`cargo run --release --example evaluate-claims`):
    /// ```text
    /// language  claims found  mentions flagged
    /// ar               10/12              0/11
    /// bg               10/11              0/12
    /// bn               13/13              0/12
    /// cs               10/10              0/13
    /// da               13/14              0/13
    /// de               11/13              0/13
    /// el               11/12              0/11
    /// en                8/11              1/11
    /// es               12/12              1/14
    /// et               13/13              0/12
    /// fa               11/12              0/11
    /// fi               13/13              0/11
    /// fr               11/13              0/11
    /// he               10/12              0/12
    /// hi               11/12              0/12
    /// hr               11/11              1/13
    /// hu               11/12              0/12
    /// id               11/12              0/12
    /// it               12/13              0/13
    /// ja               12/12              0/11
    /// ko               10/11              0/10
    /// lt               10/11              0/13
    /// lv               12/12              0/11
    /// nb               12/12              0/12
    /// nl               11/11              0/10
    /// pl               12/13              0/13
    /// pt                9/11              0/10
    /// pt-BR            13/13              0/11
    /// ro               12/12              0/14
    /// ru               12/12              0/13
    /// sk               11/11              0/11
    /// sl               13/13              1/11
    /// sr               11/11              0/13
    /// sv               12/12              0/11
    /// ta                6/11              0/11
    /// th               13/13              0/15
    /// tr               10/11              1/12
    /// uk               12/12              0/13
    /// ur               12/12              0/13
    /// vi               10/11              0/13
    /// zh-Hans          11/11              0/12
    /// zh-Hant          12/12              0/13
    /// all            470/501             5/505
    /// ```
    /// Amid other text only the surest claims count. In a text about machine translation a notice that is
    /// quoted is neutral; one that is quoted without quotation marks, alone in its paragraph, is not.
    ///
    /// # References
    ///
    /// Each wording names where it was seen. ISO 18587:2017 (post-editing of machine translation output) has the
    /// vocabulary.
    pub DISCLOSURE_NOTICE = "provenance/disclosure-notice", Minor, "custom/provenance", on
}
