//! `provenance/page-fingerprint`.

use crate::rule::rule;

rule! {
    /// # What it finds
    ///
    /// Mark-up that a page translator leaves in a page that was saved or copied while it was translated.
    ///
    /// Google's nested `<font>` elements, Microsoft's `_msttexthash`, the attributes of browser extensions, and language
    /// tags that say “machine translation” (`fr-x-mtfrom-en`, `-t-…-t0-…`; these are honest and minor). Only tags and
    /// comments are looked at, not scripts, styles or code. The scripts of an installed widget (Weglot, say) show
    /// that a site offers translation, not that this text is one: neutral. Each mark is reported once, where it first
    /// stands.
    ///
    /// # Why it matters
    ///
    /// The text is what a machine made of the page, whatever the page says.
    ///
    /// # Examples
    ///
    /// ```flagged lang=it format=html at=1:1
    /// <font style="vertical-align: inherit;"><font style="vertical-align: inherit;">Il mulino riapre</font></font>
    /// ```
    /// ```flagged lang=de format=html at=1:4
    /// <p _msttexthash="112233" _msthash="7">Die Mühle öffnet im Mai.</p>
    /// ```
    /// ```clean lang=en format=html
    /// <p>The selector <code>font[style="vertical-align: inherit;"]</code> hides the copies.</p>
    /// ```
    /// ```clean lang=en format=html
    /// <p style="vertical-align: inherit;">The mill opens in May.</p>
    /// ```
    ///
    /// # Known mistakes
    ///
    /// A page that shows such mark-up as an example without escaping it is taken for a saved one.
    ///
    /// # References
    ///
    /// RFC 6497 (extension T of BCP 47); the Google Chrome and Microsoft Edge page translators.
    pub PAGE_FINGERPRINT = "provenance/page-fingerprint", Major, "design/markup", on
}
