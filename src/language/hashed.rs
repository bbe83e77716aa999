//! The engine of our own, [`crate::lid`], with `whatlang` behind it for what it does not know.

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
        .map(|lang| Lid::from_tag(lang.tag()).filter(|lid| lid.tag() == lang.tag()))
        .collect()
});

fn class(language: Lang) -> Option<Lid> {
    CLASSES[language.number()]
}

fn language(lid: Lid) -> Option<Lang> {
    Lang::all().find(|&lang| class(lang) == Some(lid))
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
