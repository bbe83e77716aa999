//! `suppression/unknown`: reported by [`crate::suppress`].

use crate::rule::rule;

rule! {
    /// # What it finds
    ///
    /// A comment that ignores a rule by a name that no rule has.
    ///
    /// # Why it matters
    ///
    /// The comment silences nothing, although its author thought so; mostly the name is misspelt.
    ///
    /// # Examples
    ///
    /// ```flagged format=html at=1:6
    /// <!-- traditore: ignore[artifact/mojibak] -->
    /// <p>The museum opens at nine.</p>
    /// ```
    ///
    /// ```flagged format=markdown
    /// <!-- traditore: ignore-file[langage] -->
    ///
    /// Das Museum öffnet um neun.
    /// ```
    ///
    /// ```clean format=html
    /// <!-- The word traditore: a traitor, as in the proverb. -->
    /// <p>The museum opens at nine.</p>
    /// ```
    ///
    /// ```clean format=html
    /// <!-- traditore: ignore[artifact/mojibake] -->
    /// <p>The museum opens at nine.</p>
    /// ```
    ///
    /// # Known mistakes
    ///
    /// None: a name is in the list of rules or it is not.
    ///
    /// # References
    ///
    /// `traditore rules` lists the names.
    pub UNKNOWN = "suppression/unknown", Minor, "design/markup", on
}
