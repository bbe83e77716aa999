//! `provenance/widget-label`.

use crate::rule::rule;

rule! {
    /// # What it finds
    ///
    /// The label of a translation widget or tool that was copied into the text.
    ///
    /// Labels are found wherever they stand, alone or fused with a caption or a paragraph, written with character
    /// references, split by tags, with invisible characters or with letters of other alphabets in them (then one step
    /// less severe). A label is major, also a definite one: the text around it is whole. “Powered by Google Translate”
    /// in the navigation of a page shows that the site offers translation and is neutral. Bare words such as “Machine
    /// translation” count only where labels stand: beside the title, a caption or a byline, or at the end.
    ///
    /// # Why it matters
    ///
    /// It is the mark of a text that was taken from the screen of a translation tool and published unread.
    ///
    /// # Examples
    ///
    /// Fused with a photo credit and the first sentence:
    /// ```flagged lang=en at=1:24
    /// Photo: Harbour Archive Powered by automated translation A ferry left the port at noon on Monday.
    /// ```
    /// On a line of its own:
    /// ```flagged lang=en at=2:1
    /// The islands want to replace vessels that are more than thirty years old, officials said on Tuesday, and are waiting for offers from several shipyards. / Port Authority
    /// Beta V.1.0 - Powered by automated translation
    /// ```
    /// What goes on in small letters is a sentence, and what is between quotation marks is a mention:
    /// ```clean lang=en
    /// A newsroom powered by automated translation workflows opened in 2024.
    /// ```
    /// ```clean lang=fr
    /// La traduction automatique progresse, mais les traducteurs restent.
    /// ```
    /// ```clean lang=ko
    /// Google 번역 제공자를 설정하는 방법을 설명한다.
    /// ```
    ///
    /// # Known mistakes
    ///
    /// A company that calls its product “Machine translation” in two words under a title is taken for a label.
    ///
    /// # References
    ///
    /// Google, Microsoft and Yandex ask for such attributions in the terms of their widgets; each entry of
    /// `src/data/markers/widget-label.toml` names where it was seen.
    pub WIDGET_LABEL = "provenance/widget-label", Major, "accuracy/addition", on
}
