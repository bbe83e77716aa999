//! `provenance/file-metadata`.

use crate::rule::rule;

rule! {
    /// # What it finds
    ///
    /// Metadata that record a machine translation: front matter, comments, `meta` elements, ITS attributes.
    ///
    /// Honest metadata are minor. They are no notice for readers: a policy that asks for one is not satisfied by them.
    ///
    /// # Why it matters
    ///
    /// They are the most reliable evidence there is, written by the tool chain itself.
    ///
    /// # Examples
    ///
    /// ```flagged lang=pl format=markdown at=3:1
    /// ---
    /// title: Stara cegielnia
    /// machine_translated: true
    /// ---
    /// Komin cegielni widać z daleka.
    /// ```
    /// ```clean lang=pl format=markdown
    /// ---
    /// title: Stara cegielnia
    /// machine_translated: false
    /// ---
    /// Komin cegielni widać z daleka.
    /// ```
    /// ```clean lang=de format=markdown
    /// ---
    /// translator: Maria Auto
    /// ms.translationtype: HT
    /// ---
    /// Die Mühle öffnet im Mai.
    /// ```
    ///
    /// # Known mistakes
    ///
    /// Files of translation tools (PO, XLIFF, TMX) are read as text until their readers exist; their entries wait.
    ///
    /// # References
    ///
    /// ITS 2.0 (W3C, 2013), MT Confidence; C2PA 2.1, `c2pa.translated`; Microsoft's `ms.translationtype`.
    pub FILE_METADATA = "provenance/file-metadata", Minor, "custom/provenance", on
}
