//! `provenance/service-leak`.

use crate::rule::rule;

rule! {
    /// # What it finds
    ///
    /// A message of a translation service that was stored as text: an error, a quota notice, the footer of a free version.
    ///
    /// An error or a quota notice stands in place of the text and is critical; a footer comes with the text and is major.
    ///
    /// # Why it matters
    ///
    /// Where the service answered with an error, readers get the error and no text.
    ///
    /// # Examples
    ///
    /// ```flagged lang=hi at=1:1
    /// MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. NEXT AVAILABLE IN 11 HOURS
    /// ```
    /// ```flagged lang=pt at=1:1
    /// Traduzido com a versão gratuita do tradutor - www.DeepL.com/Translator
    /// ```
    /// ```clean lang=en
    /// You used all available free trials for today, the landlord said.
    /// ```
    /// ```clean lang=pt
    /// A versão gratuita do tradutor DeepL.com tem limites.
    /// ```
    ///
    /// # Known mistakes
    ///
    /// Documentation that shows such messages in running text without quotation marks.
    ///
    /// # References
    ///
    /// The MyMemory API, the web translator of DeepL; the entries of `src/data/markers/service-leak.toml`.
    pub SERVICE_LEAK = "provenance/service-leak", Major, "accuracy/addition", on
}
