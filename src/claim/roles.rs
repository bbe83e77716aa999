//! The parts that words play in a claim, or in a sentence that looks like one.

/// What a word does in a claim, or in a sentence that looks like one. The names are the keys of the data files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub(super) enum Role {
    /// Translating: verbs in all their forms, the noun.
    Translated,
    /// By a machine: adverbs, adjectives, programs, “without human involvement”.
    Machine,
    /// Both in one expression: “machine translation”, “auto-translated”, “MT”.
    MachineTranslation,
    /// Pointing at the text itself: “this”, “the following”, “here”.
    This,
    /// What the text is: article, page, review, answer, description …
    Text,
    /// First person: who writes.
    Writer,
    /// Negation.
    Not,
    /// People who translate or check: translator, editor, by hand.
    People,
    /// What a reader can do or switch on: can, click, settings, would you like.
    Offer,
    /// What news and advertising about translation speak of: company, market, researchers, tool, feature.
    About,
    /// Another text or time: “the letter”, “had been”, “will be”, “must not”.
    Elsewhere,
    /// What disclaimers add: errors possible, original prevails, no liability, not reviewed.
    Caution,
    /// “Show original”, “see the original”, “rate this translation”.
    Original,
    /// Names of languages, with “from” and “into”.
    Languages,
    /// Function words that carry nothing: was, been, has, by, the, with.
    Small,
    /// “Into English”, “in English”: that the text now is in a language, said without a word for translating.
    Into,
    /// Names of engines and assistants; from the file that all languages share.
    Engine,
    /// Names of engines that do nothing but translate, so that the name stands for the act.
    Translator,
    /// Forms that tell that a translation was made: participles, past tense, “came from”, “ran it through”.
    Done,
    /// Forms that ask for a translation or say what a product does: infinitive, imperative, present tense.
    Doing,
    /// What translates: app, program, translator, model, robot, phone.
    Tool,
    /// Speech about other people's texts: admitted, complained, apparently, as if, the boss, the court.
    Reported,
    /// What a text is about: about, explains, how, history of.
    Topic,
    /// Excuses and greetings of somebody who writes with a machine's help: sorry, my English, hello from.
    Sorry,
    /// Work of people on the machine's draft: edited, reviewed, polished.
    Checked,
    /// A part of the text: only the captions, some chapters, the rest.
    Partial,
    /// What one clicks to read the original: “show original”.
    Show,
}

impl Role {
    /// Whether the role is a shade: it adds to the other roles of a word instead of taking their place.
    pub(super) fn is_shade(self) -> bool {
        self as u8 >= Self::Done as u8
    }
}

impl Role {
    /// The role as a bit.
    #[must_use]
    pub(super) fn bit(self) -> u32 {
        1 << (self as u32)
    }
}
