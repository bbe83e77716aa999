//! `provenance/file-metadata`.

use crate::rule::rule;

rule! {
    /// # What it finds
    ///
    /// Metadata that record a machine translation: front matter, comments, `meta` elements, ITS attributes; headers and
    /// comments of catalogues; in XLIFF and its relatives the qualifier, phase or origin of a target, a candidate of an
    /// engine that was taken over as it was; in TMX who created an entry; the state of a text in Apple's string
    /// catalogues; language tags with `-t0-` or `x-mtfrom`.
    ///
    /// Honest metadata are minor. They are no notice for readers: a policy that asks for one is not satisfied by them.
    /// Of a file's units the first hundred of each sort are reported. What a machine translated and nobody touched
    /// makes the document `machine-translated`; what a person confirmed or edited since, `suspected`. A candidate
    /// beside another translation is neutral: it was on offer, and was not taken.
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
    /// ```flagged lang=de format=xliff at=2:59
    /// <xliff version="1.2"><file source-language="en" target-language="de"><body>
    /// <trans-unit id="1"><source>Close the door</source><target state-qualifier="leveraged-mt">Tür zu</target></trans-unit>
    /// </body></file></xliff>
    /// ```
    /// ```clean lang=de format=xliff
    /// <xliff version="1.2"><file source-language="en" target-language="de"><body>
    /// <trans-unit id="1"><source>Close the door</source><target state-qualifier="leveraged-tm">Die Tür schließen</target></trans-unit>
    /// <trans-unit id="2"><source>Open the door</source><target/><alt-trans origin="MT"><target>Die Tür öffnen</target></alt-trans></trans-unit>
    /// </body></file></xliff>
    /// ```
    /// ```flagged lang=ja format=tmx at=2:5
    /// <tmx version="1.4"><header srclang="en"/><body>
    /// <tu creationid="MT!"><tuv xml:lang="en"><seg>The door</seg></tuv><tuv xml:lang="ja"><seg>扉</seg></tuv></tu></body></tmx>
    /// ```
    /// ```clean lang=ja format=tmx
    /// <tmx version="1.4"><header srclang="en" creationtool="Desk"/><body>
    /// <tu creationid="mtanaka"><tuv xml:lang="en"><seg>The door</seg></tuv><tuv xml:lang="ja"><seg>扉</seg></tuv></tu></body></tmx>
    /// ```
    ///
    /// ```flagged lang=fr format=xcstrings at=2:55
    /// {"sourceLanguage": "en", "strings": {"The door": {"localizations": {
    ///   "fr": {"stringUnit": {"value": "La porte", "state": "machine_translated"}}}}}}
    /// ```
    /// ```clean lang=fr format=xcstrings
    /// {"sourceLanguage": "en", "strings": {"The state is machine_translated": {"localizations": {
    ///   "fr": {"stringUnit": {"value": "L’état est machine_translated", "state": "translated"}}}}}}
    /// ```
    ///
    /// # Known mistakes
    ///
    /// A translation of two words or more that a person made and that is letter for letter the candidate of the engine
    /// counts as taken over. Whose words `creationid` gives is told by a list of names (`engines.txt`).
    ///
    /// # References
    ///
    /// XLIFF 1.2, `state-qualifier`; XLIFF 2.1, module Translation Candidates; TMX 1.4b; RFC 6497 (`t0`); ITS 2.0 (W3C,
    /// 2013), MT Confidence and Provenance; C2PA 2.1, `c2pa.translated`; Microsoft's `ms.translationtype`.
    pub FILE_METADATA = "provenance/file-metadata", Minor, "custom/provenance", on
}
