//! `provenance/prompt-leak`.

use crate::rule::rule;

rule! {
    /// # What it finds
    ///
    /// An instruction to a language model, or a control token of one, left in the text.
    ///
    /// # Why it matters
    ///
    /// It shows how the text was made, and that nobody has read it.
    ///
    /// # Examples
    ///
    /// ```flagged lang=sv at=1:1
    /// Translate the following text into Swedish. Keep the Markdown formatting and do not add any explanations:
    /// ```
    /// ```flagged lang=de at=1:31
    /// Das Lager schließt um 18 Uhr. <|im_end|>
    /// ```
    /// ```clean lang=en
    /// Translate the following sentences into French:
    /// ```
    /// ```clean lang=de
    /// Geben Sie nur die Übersetzerin an, nicht den Verlag.
    /// ```
    /// ```clean lang=en
    /// Provide only the translation fee in the form.
    /// ```
    ///
    /// # Known mistakes
    ///
    /// Exercises and instructions about prompting that are not set as code or quotation.
    ///
    /// # References
    ///
    /// The chat templates of Llama, Mistral, Gemma and others for the tokens.
    pub PROMPT_LEAK = "provenance/prompt-leak", Major, "accuracy/addition", on
}
