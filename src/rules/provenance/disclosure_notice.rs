//! `provenance/disclosure-notice`.

use crate::rule::rule;

rule! {
    /// # What it finds
    ///
    /// A notice that tells readers that a machine translated the text.
    ///
    /// The wordings are those of published notices in some seventy languages (`src/data/markers/disclosure-notice.toml`).
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
    /// A wording that nobody has published yet is not found. In a text about machine translation a notice that is
    /// quoted is neutral; one that is quoted without quotation marks, alone in its paragraph, is not.
    ///
    /// # References
    ///
    /// Each wording names where it was seen. ISO 18587:2017 (post-editing of machine translation output) has the
    /// vocabulary.
    pub DISCLOSURE_NOTICE = "provenance/disclosure-notice", Minor, "custom/provenance", on
}
