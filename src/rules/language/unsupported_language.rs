//! `language/unsupported-language`.

use crate::block::Block;
use crate::finding::{Draft, Findings};
use crate::language::lang::Lang;
use crate::rule::rule;

rule! {
    /// # What it finds
    /// A document that declares a language which the engine does not know. Nothing is then said about whether its text
    /// is in that language; only text that is clearly English or the source language is still found.
    ///
    /// # Why it matters
    /// An empty report on such a document does not mean that its language was checked. The finding is neutral: it says
    /// what was not done.
    ///
    /// # Examples
    /// ```flagged lang=ia at=1:1
    /// Le barca del pilota lassa le porto quando un nave attende, e le naves non demanda qual hora il es.
    /// ```
    /// ```clean lang=fi
    /// Luotsivene lähtee laiturista aina, kun laiva odottaa, eivätkä laivat välitä kellonajasta.
    /// ```
    /// ```clean lang=ka
    /// სალოცმანო ნავი ნავმისადგომს ტოვებს ყოველთვის, როცა გემი ელოდება.
    /// ```
    /// ```clean
    /// Le barca del pilota lassa le porto quando un nave attende, e le naves non demanda qual hora il es.
    /// ```
    ///
    /// # Known mistakes
    /// None known: it states a fact about this program.
    ///
    /// # References
    /// BCP 47 (RFC 5646); the languages that are known are listed in the manual.
    pub UNSUPPORTED_LANGUAGE = "language/unsupported-language", Neutral, "locale-convention/unchecked-language", on
}

/// Reports it at the first block.
pub(super) fn report(
    block: &Block,
    tag: &str,
    declared: Option<Lang>,
    findings: &mut Findings<'_>,
) {
    let name = declared.map_or_else(
        || format!("“{tag}”"),
        |language| format!("{} ({tag})", language.name()),
    );
    let message = format!(
        "the declared language {name} is not known to the engine; only English and the source language are looked for"
    );
    findings.report(
        block,
        super::trim(&block.text),
        Draft::new(&UNSUPPORTED_LANGUAGE, message),
    );
}
