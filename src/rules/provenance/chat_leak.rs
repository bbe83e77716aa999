//! `provenance/chat-leak`.

use crate::rule::rule;

rule! {
    /// # What it finds
    ///
    /// What an assistant said around a translation, left in the text: “Sure! Here is the translation:”.
    ///
    /// Preambles must open a block. A definite one, and an answer in place of a translation (“Please provide the text
    /// you would like me to translate”), is critical; a remark of the model about itself or its work is major.
    ///
    /// # Why it matters
    ///
    /// Nobody has read the text. Where the model answered instead of translating, the text itself is missing.
    ///
    /// # Examples
    ///
    /// ```flagged lang=es at=1:1
    /// ¡Claro! Aquí está la traducción del artículo:
    /// ```
    /// ```flagged lang=en at=1:2
    /// (Note: I've kept the names of the products in German.)
    /// ```
    /// ```clean lang=en
    /// Here is the translation bureau that the ministry closed in 2012.
    /// ```
    /// ```clean lang=zh
    /// 这是翻译系的老教学楼。
    /// ```
    /// ```clean lang=fa
    /// این ترجمه بسیار خوب است
    /// ```
    /// ```clean lang=en
    /// Note: I kept a diary while the house was being rebuilt.
    /// ```
    ///
    /// # Known mistakes
    ///
    /// A scene of a story in which somebody hands over a translation with the same words.
    ///
    /// # References
    ///
    /// Seen in published repositories and pages; the entries of `src/data/markers/chat-leak.toml` say which were not.
    pub CHAT_LEAK = "provenance/chat-leak", Major, "accuracy/addition", on
}
