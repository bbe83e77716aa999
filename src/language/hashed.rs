//! The engine of our own, [`crate::lid`], with `whatlang` behind it for what it does not know.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::engine::{Engine, Verdict};
use super::lang::Lang;
use super::trigram::Trigram;
use crate::lid::{self, Answer, Lid};

/// [`crate::lid`] as an [`Engine`].
#[derive(Clone, Copy, Debug)]
pub struct Hashed;

/// The engine's class for each language of the table that has one of its own.
static CLASSES: LazyLock<Vec<Option<Lid>>> = LazyLock::new(|| {
    Lang::all()
        .map(|lang| {
            // Filipino is the same class under its older tag
            Lid::from_tag(lang.tag()).filter(|lid| lid.tag() == lang.tag() || lid.tag() == "tl")
        })
        .collect()
});

/// The way back from the classes.
static LANGUAGES: LazyLock<HashMap<Lid, Lang>> = LazyLock::new(|| {
    Lang::all()
        .filter_map(|lang| Some((class(lang)?, lang)))
        .collect()
});

/// The engine's class for `language`, if it has one of its own.
#[must_use]
pub fn class(language: Lang) -> Option<Lid> {
    CLASSES[language.number()]
}

/// The language that a class stands for.
#[must_use]
pub fn language(lid: Lid) -> Option<Lang> {
    LANGUAGES.get(&lid).copied()
}

impl Engine for Hashed {
    fn knows(&self, language: Lang) -> bool {
        class(language).is_some() || Trigram.knows(language)
    }

    fn rank(&self, text: &str, candidates: &[Lang]) -> Verdict {
        let known: Vec<Lid> = candidates.iter().copied().filter_map(class).collect();
        if known.len() < candidates.len().max(2) {
            return Trigram.rank(text, candidates);
        }
        lid::identify_among(text, &known).map_or_else(Verdict::default, verdict)
    }

    fn open(&self, text: &str) -> Verdict {
        lid::identify(text).map_or_else(Verdict::default, verdict)
    }
}

fn verdict(answer: Answer) -> Verdict {
    Verdict {
        language: language(answer.lid),
        confidence: answer.probability,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_stands_for_a_language_of_the_table() {
        for lid in Lid::all() {
            let own = language(lid);
            let needless = ["uz-Cyrl", "ak"].contains(&lid.tag());
            assert!(own.is_some() || needless, "{lid:?}");
        }
        let filipino = Lang::exact("fil").expect("in the table");
        assert_eq!(class(filipino).map(Lid::tag), Some("tl"));
    }

    #[test]
    fn knows_what_whatlang_lacks() {
        let lang = |tag| Lang::exact(tag).expect("in the table");
        assert!(
            Hashed.knows(lang("sq")) && Hashed.knows(lang("ga")) && Hashed.knows(lang("sr-Latn"))
        );
        let basque =
            "Zubia eraikitzeko lanak udazkenean amaitu ziren eta orain berriro igaro daiteke ibaia";
        assert_eq!(Hashed.open(basque).language, Some(lang("eu")));
        assert_eq!(
            Hashed.rank(basque, &[lang("es"), lang("eu")]).language,
            Some(lang("eu"))
        );
    }
}
