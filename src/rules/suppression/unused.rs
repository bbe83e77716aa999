//! `suppression/unused`: reported by [`crate::suppress`].

use crate::rule::rule;

rule! {
    /// # What it finds
    ///
    /// A comment that ignores a rule where that rule finds nothing.
    ///
    /// # Why it matters
    ///
    /// Comments outlive the faults they excuse. One that is left behind will hide the next fault, a real one.
    ///
    /// # Examples
    ///
    /// ```flagged format=html at=1:6
    /// <!-- traditore: ignore[artifact/repeated-word] -->
    /// <p>The museum opens at nine.</p>
    /// ```
    ///
    /// ```flagged format=markdown lang=fr
    /// <!-- traditore: ignore[artifact/mojibake] -->
    ///
    /// Le musée ouvre à neuf heures.
    /// ```
    ///
    /// ```clean format=html
    /// <!-- traditore: ignore[artifact/repeated-word] -->
    /// <p>The museum opens at at nine.</p>
    /// ```
    ///
    /// ```clean format=html
    /// <p>Write ignore[artifact/repeated-word] in a comment to silence the rule.</p>
    /// ```
    ///
    /// # Known mistakes
    ///
    /// A rule that does not run, because it was not selected, leaves its comments alone.
    ///
    /// # References
    ///
    /// ESLint's `--report-unused-disable-directives` and Ruff's `unused-noqa` do the same for code.
    pub UNUSED = "suppression/unused", Minor, "design/markup", on
}
