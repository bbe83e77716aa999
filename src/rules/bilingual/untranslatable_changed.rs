//! `bilingual/untranslatable-changed`.

use std::sync::Arc;

use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::glossary::{Glossary, fold};
use crate::pair::Pair;
use crate::rule::{PairExaminer, rule};

rule! {
    /// # What it finds
    /// A source with a term that the glossary (`--glossary`) calls untranslatable and whose target does not have it as it is.
    ///
    /// An ending, an article or a hyphen that the language adds does no harm. In a target that is all capitals the spelling is free.
    ///
    /// # Why it matters
    /// Brands, product names and commands are looked up and typed; translated or misspelt they lead nowhere.
    ///
    /// # Examples
    /// The examples take a glossary for granted in which “Vuurtoren” is untranslatable.
    /// ```flagged source=en lang=de format=tsv at=1:22
    /// Start Vuurtoren now.⇥Starten Sie jetzt den Leuchtturm.
    /// ```
    /// ```clean source=en lang=hu format=tsv
    /// Start Vuurtoren now.⇥Indítsa el a Vuurtorent most.
    /// ```
    /// ```clean source=en lang=ja format=tsv
    /// Start Vuurtoren now.⇥今すぐVuurtorenを起動します。
    /// ```
    ///
    /// # Known mistakes
    /// Names that a language writes in its own script by custom.
    ///
    /// # References
    /// translate-toolkit `notranslatewords`; Weblate's untranslatable glossary terms.
    pub UNTRANSLATABLE_CHANGED = "bilingual/untranslatable-changed", Major, "accuracy/do-not-translate", on, pairs UntranslatableChanged::start
}

struct UntranslatableChanged(Arc<Glossary>);

impl UntranslatableChanged {
    fn start(document: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self(Arc::clone(&document.glossary)))
    }
}

impl PairExaminer for UntranslatableChanged {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        if self.0.is_empty() || !pair.is_translated() {
            return;
        }
        let target = pair.target.text;
        let english = pair.source.primary() == "en";
        for (term, _) in self.0.terms_in(pair.source.text, english) {
            if !term.untranslatable || target.contains(term.source.as_str()) {
                continue;
            }
            let other_spelling = fold(target).contains(&fold(&term.source));
            if other_spelling && !target.chars().any(char::is_lowercase) {
                continue;
            }
            let message = if other_spelling {
                format!("“{}” is spelt otherwise in the target", term.source)
            } else {
                format!(
                    "“{}” is to be left as it is, and the target does not have it",
                    term.source
                )
            };
            let draft =
                Draft::new(&UNTRANSLATABLE_CHANGED, message).suggestion(term.source.as_str());
            pair.report_whole(draft, findings);
        }
    }
}
