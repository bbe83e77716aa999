//! `provenance/decoder-debris`.

use crate::rule::rule;

rule! {
    /// # What it finds
    ///
    /// Signs from the inside of a translation engine: word pieces, unknown-word tokens, placeholders not put back.
    ///
    /// # Why it matters
    ///
    /// The words are incomplete or stand for something that is missing.
    ///
    /// # Examples
    ///
    /// ```flagged lang=cs at=1:20
    /// Chatu založil 1926 <unk> a od té doby ji vlastní spolek.
    /// ```
    /// ```flagged lang=cs at=1:1
    /// ▁Stavba ▁vodovodu ▁začne ▁v červnu.
    /// ```
    /// ```flagged lang=zh at=1:4
    /// 请参阅__LINK_73__中的说明。
    /// ```
    /// ```clean lang=cs
    /// Sleva činí 3,5 % s DPH.
    /// ```
    /// ```clean lang=en
    /// The load fell ▁▂▃▄▅ over the night; see [[1]] and user@@host.
    /// ```
    /// ```clean lang=en
    /// The method __init__ is called first.
    /// ```
    ///
    /// # Known mistakes
    ///
    /// Texts about tokenisers that do not set their examples as code.
    ///
    /// # References
    ///
    /// SentencePiece (Kudo and Richardson, EMNLP 2018), subword-nmt, the Moses tokeniser, NLLB's language codes.
    pub DECODER_DEBRIS = "provenance/decoder-debris", Major, "accuracy/mistranslation", on
}
