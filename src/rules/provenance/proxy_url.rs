//! `provenance/proxy-url`.

use crate::rule::rule;

rule! {
    /// # What it finds
    ///
    /// An address that leads through a page-translation proxy, such as `example-org.translate.goog`.
    ///
    /// Such addresses get into a page when it is saved from the proxy or when links are copied there. A link that only
    /// offers to translate (`translate.google.com/translate?u=…`) is neutral. Each kind is reported once, where it first
    /// stands.
    ///
    /// # Why it matters
    ///
    /// Readers who follow the link see a machine translation of the page, and the address tells where the text was
    /// copied from.
    ///
    /// # Examples
    ///
    /// ```flagged lang=en
    /// The timetable is at https://ferries-example-org.translate.goog/times?_x_tr_sl=sv&_x_tr_tl=en on the web.
    /// ```
    /// ```clean lang=en
    /// Paste the text into https://translate.google.com/ or ask a colleague.
    /// ```
    /// ```clean lang=ru
    /// Сервис находится по адресу https://translate.yandex.ru/ и работает бесплатно.
    /// ```
    ///
    /// # Known mistakes
    ///
    /// None known.
    ///
    /// # References
    ///
    /// Google's documentation of translate.goog; the entries of `src/data/markers/proxy-url.toml`.
    pub PROXY_URL = "provenance/proxy-url", Major, "design/link", on
}
