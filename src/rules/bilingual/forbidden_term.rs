//! `bilingual/forbidden-term`.

use std::sync::Arc;

use crate::chars::class;
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::glossary::{Glossary, fold, stands_in};
use crate::pair::Pair;
use crate::rule::{PairExaminer, rule};

rule! {
    /// # What it finds
    /// A target with a word that the glossary (`--glossary`) forbids: as a translation of a term that stands in the source, or,
    /// where the row has no source term, anywhere.
    ///
    /// Whole words count, with their endings; a word inside another is another word, and a forbidden word that is part of an approved
    /// translation of the same source is allowed.
    ///
    /// # Why it matters
    /// Forbidden words are mostly names of competitors, withdrawn names of products, and words that hurt.
    ///
    /// # Examples
    /// The examples take a glossary for granted that forbids „Überführung“ for “bridge” and „Kahn“ anywhere.
    /// ```flagged source=en lang=de format=tsv at=1:27
    /// The bridge is closed.⇥Die Überführung ist gesperrt.
    /// ```
    /// ```flagged source=en lang=de format=tsv
    /// The boat leaves.⇥Der Kahn fährt ab.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// The transfer is closed.⇥Die Überführung ist abgeschlossen.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// The boatyard is old.⇥Die Kahnwerft ist alt.
    /// ```
    ///
    /// # Known mistakes
    /// Compounds that hold the word are missed.
    ///
    /// # References
    /// Weblate's forbidden glossary terms; Okapi blacklist; Xbench checklists.
    pub FORBIDDEN_TERM = "bilingual/forbidden-term", Major, "terminology/wrong-term", on, pairs ForbiddenTerm::start
}

struct ForbiddenTerm(Arc<Glossary>);

impl ForbiddenTerm {
    fn start(document: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self(Arc::clone(&document.glossary)))
    }
}

impl PairExaminer for ForbiddenTerm {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        if self.0.is_empty() || !pair.is_translated() {
            return;
        }
        let text = pair.target.text;
        for (word, span) in self.0.banned_in(text) {
            let message = format!("the glossary forbids “{word}”");
            pair.report(span, Draft::new(&FORBIDDEN_TERM, message), findings);
        }
        let english = pair.source.primary() == "en";
        for (term, _) in self.0.terms_in(pair.source.text, english) {
            for word in &term.forbidden {
                let Some(span) = place(word, text) else {
                    continue;
                };
                let approved = term.approved.iter().any(|approved| {
                    fold(approved).contains(&fold(word)) && stands_in(&fold(approved), &fold(text))
                });
                if approved {
                    continue;
                }
                let message = format!("the glossary forbids “{word}” for “{}”", term.source);
                let draft = Draft::new(&FORBIDDEN_TERM, message)
                    .suggestion(term.approved.first().map_or("", String::as_str));
                pair.report(span, draft, findings);
            }
        }
    }
}

/// Where `word` stands in `text` as a word of its own, capitals or not, with an ending of up to three letters.
fn place(word: &str, text: &str) -> Option<std::ops::Range<usize>> {
    let wanted = fold(word);
    let first = wanted.chars().next()?;
    for (at, c) in text.char_indices() {
        if c.to_lowercase().next() != Some(first) {
            continue;
        }
        let before = text[..at].chars().next_back();
        if !class(c).script().is_unspaced() && before.is_some_and(|c| class(c).is_word()) {
            continue;
        }
        // capital and small letter nearly always take as many bytes
        let Some(head) = text.get(at..at + word.len()) else {
            continue;
        };
        if fold(head) != wanted {
            continue;
        }
        let rest = &text[at + word.len()..];
        let ending = rest.chars().take_while(|&c| class(c).is_word()).count();
        let unspaced = class(c).script().is_unspaced();
        if unspaced || ending == 0 || (ending <= 3 && word.chars().count() >= 4) {
            return Some(at..at + word.len());
        }
    }
    None
}
