//! The table of languages: tags, names, scripts, and the groups that are too close to be told apart in a sentence.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::chars::Script;
use crate::tag;

/// A language of the table, as small as an index into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(u8);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    name: String,
    scripts: Vec<String>,
    iso: Option<String>,
}

#[derive(Deserialize)]
struct Groups {
    groups: Vec<Vec<String>>,
}

struct Entry {
    tag: String,
    name: String,
    scripts: Vec<Script>,
    iso: Option<String>,
    /// Languages it is not told apart from in a sentence.
    close: Vec<Lang>,
}

static TABLE: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let records: BTreeMap<String, Record> =
        data!("languages").expect("the embedded languages parse: a test reads them");
    let groups: Groups =
        data!("language-groups").expect("the embedded groups parse: a test reads them");
    let tags: Vec<&str> = records.keys().map(String::as_str).collect();
    let close = |tag: &str| {
        let mut close: Vec<Lang> = groups
            .groups
            .iter()
            .filter(|group| group.iter().any(|member| member == tag))
            .flatten()
            .filter(|member| *member != tag)
            .filter_map(|member| index(tags.binary_search(&member.as_str()).ok()?))
            .collect();
        close.sort_unstable();
        close.dedup();
        close
    };
    records
        .iter()
        .map(|(tag, record)| Entry {
            tag: tag.clone(),
            name: record.name.clone(),
            scripts: record.scripts.iter().map(|code| script_of(code)).collect(),
            iso: record.iso.clone(),
            close: close(tag),
        })
        .collect()
});

fn index(at: usize) -> Option<Lang> {
    u8::try_from(at).ok().map(Lang)
}

fn script_of(code: &str) -> Script {
    Script::ALL
        .into_iter()
        .find(|script| script.code() == code)
        .unwrap_or(Script::Other)
}

impl Lang {
    /// The language a BCP 47 tag means: its script and, for Chinese, its region count, other parts do not. `None` for
    /// one that is not in the table.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        let primary = tag::primary(tag);
        let script = tag::script(tag);
        match (primary, script) {
            ("zh", Some("Hans")) => Self::exact("zh-Hans"),
            ("zh", Some("Hant")) => Self::exact("zh-Hant"),
            ("zh", _) => match tag::region(tag) {
                Some("CN" | "SG" | "MY") => Self::exact("zh-Hans"),
                Some("TW" | "HK" | "MO") => Self::exact("zh-Hant"),
                _ => Self::exact("zh"),
            },
            ("sh", Some("Cyrl")) => Self::exact("sr"),
            ("sr", Some("Latn")) | ("sh", _) => Self::exact("sr-Latn"),
            ("tl", _) => Self::exact("fil"),
            _ => Self::exact(primary),
        }
    }

    /// The language with exactly this tag in the table.
    #[must_use]
    pub fn exact(tag: &str) -> Option<Self> {
        index(
            TABLE
                .binary_search_by(|entry| entry.tag.as_str().cmp(tag))
                .ok()?,
        )
    }

    /// English: the usual intruder.
    #[must_use]
    pub fn english() -> Self {
        static ENGLISH: LazyLock<Lang> =
            LazyLock::new(|| Lang::exact("en").expect("English is in the table: a test looks"));
        *ENGLISH
    }

    /// The language with this ISO 639-3 code.
    #[must_use]
    pub fn of_iso(code: &str) -> Option<Self> {
        index(
            TABLE
                .iter()
                .position(|entry| entry.iso.as_deref() == Some(code))?,
        )
    }

    /// Every language of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.len()).filter_map(index)
    }

    fn entry(self) -> &'static Entry {
        &TABLE[usize::from(self.0)]
    }

    /// Its BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        &self.entry().tag
    }

    /// Its English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        &self.entry().name
    }

    /// Its ISO 639-3 code; `None` for a variant of another entry.
    #[must_use]
    pub fn iso(self) -> Option<&'static str> {
        self.entry().iso.as_deref()
    }

    /// The scripts it is written in.
    #[must_use]
    pub fn scripts(self) -> &'static [Script] {
        &self.entry().scripts
    }

    /// Whether it is written in `script`.
    #[must_use]
    pub fn uses(self, script: Script) -> bool {
        self.entry().scripts.contains(&script)
    }

    /// The same language, or one that a sentence does not tell it apart from.
    #[must_use]
    pub fn is_close(self, other: Self) -> bool {
        self == other || self.entry().close.contains(&other)
    }

    /// Number in the table.
    #[must_use]
    pub fn number(self) -> usize {
        usize::from(self.0)
    }

    /// Languages in the table.
    #[must_use]
    pub fn count() -> usize {
        TABLE.len()
    }
}

impl std::fmt::Display for Lang {
    /// `French (fr)`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Entry { name, tag, .. } = self.entry();
        if name.ends_with(')') {
            write!(f, "{}, {tag})", name.trim_end_matches(')'))
        } else {
            write!(f, "{name} ({tag})")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag_of(tag: &str) -> Option<&'static str> {
        Lang::of(tag).map(Lang::tag)
    }

    #[test]
    fn tags_lead_to_languages() {
        assert_eq!(tag_of("pt-BR"), Some("pt"));
        assert_eq!(tag_of("zh-TW"), Some("zh-Hant"));
        assert_eq!(tag_of("zh-Hans-HK"), Some("zh-Hans"));
        assert_eq!(tag_of("zh"), Some("zh"));
        assert_eq!(tag_of("sr"), Some("sr"));
        assert_eq!(tag_of("sr-Latn-RS"), Some("sr-Latn"));
        assert_eq!(tag_of("tlh"), None);
        assert_eq!(Lang::english().to_string(), "English (en)");
    }

    #[test]
    fn the_table_is_sound() {
        assert!(Lang::count() > 100 && Lang::count() <= 256);
        for lang in Lang::all() {
            assert!(!lang.scripts().is_empty(), "{lang}");
            assert_eq!(Lang::exact(lang.tag()), Some(lang));
        }
        let groups: Groups = data!("language-groups").expect("groups");
        for tag in groups.groups.iter().flatten() {
            assert!(Lang::exact(tag).is_some(), "{tag}");
        }
    }

    #[test]
    fn close_languages_are_close_both_ways() {
        let lang = |tag| Lang::exact(tag).expect("in the table");
        assert!(lang("nb").is_close(lang("da")) && lang("da").is_close(lang("nb")));
        assert!(lang("hr").is_close(lang("sr-Latn")) && !lang("hr").is_close(lang("sr")));
        assert!(!lang("de").is_close(lang("nl")));
    }
}
