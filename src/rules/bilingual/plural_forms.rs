//! `bilingual/plural-forms`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::copied_source::is_copy;
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::pair::Pair;
use crate::rule::{PairExaminer, Severity, rule};

rule! {
    /// # What it finds
    /// A plural unit that has another number of forms than its file declares or than its language can have, and (minor)
    /// one whose forms are all the same although the source's two differ and the language inflects its nouns after numbers.
    ///
    /// The numbers are CLDR's for whole numbers and gettext's, where they differ. Forms that have no text yet are told by `bilingual/empty-target`.
    ///
    /// # Why it matters
    /// A program that asks for the third form of two shows nothing, or the source language.
    ///
    /// # Examples
    /// ```flagged source=en lang=pl format=po
    /// msgid ""
    /// msgstr ""
    /// "Content-Type: text/plain; charset=UTF-8\n"
    /// "Language: pl\n"
    /// "Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"
    ///
    /// msgid "%d bridge"
    /// msgid_plural "%d bridges"
    /// msgstr[0] "%d most"
    /// msgstr[1] "%d mosty"
    /// ```
    /// ```clean source=en lang=pl format=po
    /// msgid ""
    /// msgstr ""
    /// "Content-Type: text/plain; charset=UTF-8\n"
    /// "Language: pl\n"
    /// "Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"
    ///
    /// msgid "%d bridge"
    /// msgid_plural "%d bridges"
    /// msgstr[0] "%d most"
    /// msgstr[1] "%d mosty"
    /// msgstr[2] "%d mostów"
    /// ```
    /// ```clean source=en lang=ja format=po
    /// msgid ""
    /// msgstr ""
    /// "Content-Type: text/plain; charset=UTF-8\n"
    /// "Language: ja\n"
    /// "Plural-Forms: nplurals=1; plural=0;\n"
    ///
    /// msgid "%d bridge"
    /// msgid_plural "%d bridges"
    /// msgstr[0] "%d本の橋"
    /// ```
    /// ```clean source=en lang=tr format=po
    /// msgid ""
    /// msgstr ""
    /// "Content-Type: text/plain; charset=UTF-8\n"
    /// "Language: tr\n"
    /// "Plural-Forms: nplurals=2; plural=(n != 1);\n"
    ///
    /// msgid "%d bridge"
    /// msgid_plural "%d bridges"
    /// msgstr[0] "%d köprü"
    /// msgstr[1] "%d köprü"
    /// ```
    ///
    /// # Known mistakes
    /// Words that have one form in both numbers, and abbreviations.
    ///
    /// # References
    /// CLDR plural rules; GNU gettext manual; Weblate `plurals`, `same-plurals`; translate-toolkit `nplurals`.
    pub PLURAL_FORMS = "bilingual/plural-forms", Major, "fluency/grammar", on, pairs PluralForms::start
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    one: Vec<String>,
    two: Vec<String>,
    three: Vec<String>,
    four: Vec<String>,
    five: Vec<String>,
    six: Vec<String>,
    alike: HashSet<String>,
}

static DATA: LazyLock<Data> =
    LazyLock::new(|| data!("plural-forms").expect("the embedded table parses: a test reads it"));

/// Numbers of forms by language.
static FORMS: LazyLock<HashMap<&'static str, Vec<u32>>> = LazyLock::new(|| {
    let mut forms: HashMap<&str, Vec<u32>> = HashMap::new();
    let lists = [
        &DATA.one,
        &DATA.two,
        &DATA.three,
        &DATA.four,
        &DATA.five,
        &DATA.six,
    ];
    for (number, list) in (1..).zip(lists) {
        for language in list {
            forms.entry(language).or_default().push(number);
        }
    }
    forms
});

#[derive(Default)]
struct PluralForms {
    /// Hash of the forms of the unit before, so that a unit is spoken of once.
    last: Option<(u64, String)>,
}

impl PluralForms {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self::default())
    }
}

impl PairExaminer for PluralForms {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let Some(plural) = &pair.unit.plural else {
            return;
        };
        // said at the first form only
        if plural.index != 0 || !pair.is_translated() {
            return;
        }
        let language = pair.target.primary();
        let usual = FORMS.get(language).map(Vec::as_slice).unwrap_or_default();
        let wrong = match plural.declared {
            Some(declared) if declared != plural.forms => Some(format!(
                "{}, where the file declares {declared}",
                forms(plural.forms)
            )),
            None if !usual.is_empty() && !usual.contains(&plural.forms) => Some(format!(
                "{}, where the language has {}",
                forms(plural.forms),
                list(usual)
            )),
            _ => None,
        };
        if let Some(message) = wrong {
            pair.report_whole(
                Draft::new(&PLURAL_FORMS, message).evidence("number"),
                findings,
            );
            return;
        }
        let key = (plural.whole, pair.unit.source.text.clone());
        if self.last.as_ref() == Some(&key) {
            return;
        }
        let same = plural.forms > 1
            && plural.filled == plural.forms
            && plural.is_uniform(pair.target.text)
            && plural.other_source != pair.source.text
            && !DATA.alike.contains(language)
            && !usual.is_empty()
            && !is_copy(pair);
        if same {
            let message = "all plural forms are the same, where the source has two";
            let draft = Draft::new(&PLURAL_FORMS, message)
                .severity(Severity::Neutral)
                .evidence("same");
            pair.report_whole(draft, findings);
        }
        self.last = Some(key);
    }
}

fn forms(number: u32) -> String {
    format!("{number} plural form{}", if number == 1 { "" } else { "s" })
}

fn list(numbers: &[u32]) -> String {
    let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
    numbers.join(" or ")
}
