//! `bilingual/missing-term`.

use std::sync::Arc;

use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::glossary::{Glossary, fold, stands_in};
use crate::pair::Pair;
use crate::rule::{PairExaminer, rule};

rule! {
    /// # What it finds
    /// A source with a term of the glossary (`--glossary`) whose target has none of the approved translations.
    ///
    /// The longest term wins (“health care” over “health”); several rows with the same source are alternatives; a term with a
    /// capital is found in that spelling only. Translations count in every inflected form: by their stems and by similarity.
    ///
    /// # Why it matters
    /// A glossary is an agreement; who reads two documents takes two words for two things.
    ///
    /// # Examples
    /// The examples take a glossary for granted that has “bridge” as „Brücke“ or „Übergang“, “bridge office” as „Brückenamt“.
    /// ```flagged source=en lang=de format=tsv at=1:23
    /// The bridge is closed.⇥Der Steg ist gesperrt.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// The bridges are closed.⇥Die Brücken sind gesperrt.
    /// The bridge office is closed.⇥Das Brückenamt ist geschlossen.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// Use the bridge.⇥Benutzen Sie den Übergang.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// The cambridge road is closed.⇥Die Straße nach Cambridge ist gesperrt.
    /// ```
    ///
    /// # Known mistakes
    /// Pronouns and verbs that take the term's place, and forms whose stem changes wholly (Irish, Welsh).
    ///
    /// # References
    /// Weblate `check_glossary` and its issue 1297; Xbench “key term mismatch”, forum topic 85; translate-toolkit `musttranslatewords`; Okapi `TERMINOLOGY`.
    pub MISSING_TERM = "bilingual/missing-term", Major, "terminology/inconsistent-with-terminology-resource", on, pairs MissingTerm::start
}

struct MissingTerm(Arc<Glossary>);

impl MissingTerm {
    fn start(document: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self(Arc::clone(&document.glossary)))
    }
}

impl PairExaminer for MissingTerm {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        if self.0.is_empty() || !pair.is_translated() {
            return;
        }
        let english = pair.source.primary() == "en";
        let mut target = None;
        for (term, _) in self.0.terms_in(pair.source.text, english) {
            let target = target.get_or_insert_with(|| fold(pair.target.text));
            if term.approved.is_empty()
                || term
                    .approved
                    .iter()
                    .any(|approved| stands_in(&fold(approved), target))
            {
                continue;
            }
            let message = format!(
                "“{}” is not translated as the glossary has it: “{}”",
                term.source,
                term.approved.join("”, “")
            );
            let draft = Draft::new(&MISSING_TERM, message).suggestion(term.approved[0].as_str());
            pair.report_whole(draft, findings);
        }
    }
}
