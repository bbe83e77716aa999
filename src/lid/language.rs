//! The languages that the engine tells apart, and the tables that they share.
//!
//! Languages of one script compete in one table of weights; a script with a single language needs none.

use std::fmt;

/// A group of languages that are told apart by one table of weights, or a script that means one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Name of the weights file.
    pub name: &'static str,
    /// Tags of the languages, in the order of the columns.
    pub tags: &'static [&'static str],
    /// Columns of a row, padding included.
    pub width: usize,
    /// Binary logarithm of the rows.
    pub bits: u32,
    /// Longest n-gram.
    pub longest: usize,
    /// What a letter weighs when scripts compete for the language of a text: a Latin name is at home in any script.
    pub weight: u32,
}

/// Groups with a table come first, so that their index is the table's.
pub const GROUPS: &[Group] = &[
    Group {
        name: "latin",
        tags: &[
            "af", "ak", "ast", "az", "br", "bs", "ca", "cs", "cy", "da", "de", "en", "eo", "es",
            "et", "eu", "fi", "fo", "fr", "fy", "ga", "gd", "gl", "ha", "hr", "hu", "id", "is",
            "it", "jv", "ku", "la", "lb", "lt", "lv", "mi", "ms", "mt", "nb", "nl", "nn", "oc",
            "pl", "pt", "ro", "rw", "sk", "sl", "sn", "so", "sq", "sr-Latn", "st", "sv", "sw",
            "tk", "tl", "tn", "tr", "uz", "vi", "xh", "yo", "zu",
        ],
        width: 64,
        bits: 16,
        longest: 5,
        weight: 1,
    },
    Group {
        name: "cyrillic",
        tags: &[
            "be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk", "uz-Cyrl",
        ],
        width: 16,
        bits: 16,
        longest: 5,
        weight: 2,
    },
    Group {
        name: "arabic",
        tags: &["ar", "ckb", "fa", "ps", "ug", "ur"],
        width: 8,
        bits: 16,
        longest: 5,
        weight: 2,
    },
    Group {
        name: "devanagari",
        tags: &["hi", "mr", "ne", "sa"],
        width: 8,
        bits: 15,
        longest: 5,
        weight: 2,
    },
    Group {
        name: "bengali",
        tags: &["as", "bn"],
        width: 8,
        bits: 12,
        longest: 3,
        weight: 2,
    },
    Group {
        name: "ethiopic",
        tags: &["am", "ti"],
        width: 8,
        bits: 12,
        longest: 3,
        weight: 3,
    },
    Group {
        name: "hebrew",
        tags: &["he", "yi"],
        width: 8,
        bits: 12,
        longest: 2,
        weight: 2,
    },
    Group {
        name: "han",
        tags: &["ja", "zh-Hans", "zh-Hant"],
        width: 8,
        bits: 15,
        longest: 2,
        weight: 4,
    },
    single("greek", &["el"]),
    single("armenian", &["hy"]),
    single("georgian", &["ka"]),
    single("gujarati", &["gu"]),
    single("gurmukhi", &["pa"]),
    single("tamil", &["ta"]),
    single("telugu", &["te"]),
    single("kannada", &["kn"]),
    single("malayalam", &["ml"]),
    single("oriya", &["or"]),
    single("sinhala", &["si"]),
    single("thai", &["th"]),
    single("lao", &["lo"]),
    single("myanmar", &["my"]),
    single("khmer", &["km"]),
    single("hangul", &["ko"]),
    single("tibetan", &["bo"]),
    // Letters of every other script: no language known here.
    single("other", &[]),
];

/// How many groups have a table.
pub const TABLES: usize = 8;
/// Columns of the widest table.
pub const WIDEST: usize = 64;

const fn single(name: &'static str, tags: &'static [&'static str]) -> Group {
    Group {
        name,
        tags,
        width: 0,
        bits: 0,
        longest: 0,
        weight: 2,
    }
}

/// A language the engine knows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lid {
    group: u8,
    class: u8,
}

impl Lid {
    /// The language of a column.
    pub(crate) const fn at(group: usize, class: usize) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "26 groups of at most 64")]
        Self {
            group: group as u8,
            class: class as u8,
        }
    }

    /// Every language, group by group.
    pub fn all() -> impl Iterator<Item = Self> {
        GROUPS.iter().enumerate().flat_map(|(group, languages)| {
            (0..languages.tags.len()).map(move |class| Self::at(group, class))
        })
    }

    /// The language that a BCP 47 tag means here: regions fall away, scripts decide where a language has several
    /// (`zh-TW` is `zh-Hant`, `sr` is Cyrillic), and other codes of the same language are understood.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let mut parts = tag.split(['-', '_']);
        let language = parts.next()?.to_ascii_lowercase();
        let (mut script, mut region) = (None, None);
        for part in parts {
            match part.len() {
                1 => break,
                4 if part.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                    script = Some(part.to_ascii_lowercase());
                }
                2 => region = Some(part.to_ascii_uppercase()),
                _ => {}
            }
        }
        let script = script.as_deref();
        let name = match language.as_str() {
            "zh" | "cmn" | "yue" | "wuu" | "hak" | "nan" => match (script, region.as_deref()) {
                (Some("hant"), _) | (None, Some("TW" | "HK" | "MO")) => "zh-Hant",
                _ if language == "yue" && script.is_none() => "zh-Hant",
                _ => "zh-Hans",
            },
            "sr" | "srp" if script == Some("latn") => "sr-Latn",
            "sh" | "hbs" | "cnr" | "bs" if script == Some("cyrl") => "sr",
            "srp" => "sr",
            "sh" | "hbs" | "cnr" => "sr-Latn",
            "uz" if script == Some("cyrl") => "uz-Cyrl",
            "no" | "nor" | "nob" => "nb",
            "fil" | "tgl" => "tl",
            "iw" => "he",
            "ji" | "ydd" => "yi",
            "in" => "id",
            "zsm" | "zlm" | "msa" => "ms",
            "pes" | "prs" => "fa",
            "kmr" => "ku",
            "als" => "sq",
            "swh" => "sw",
            "azj" => "az",
            "lvs" => "lv",
            "ekk" => "et",
            "arb" => "ar",
            "tw" | "twi" | "aka" => "ak",
            "khk" => "mn",
            "uzn" => "uz",
            "npi" => "ne",
            "ory" => "or",
            "pnb" => return None,
            other => other,
        };
        let found = Self::all().find(|lid| lid.tag() == name)?;
        // `az-Cyrl`, `kk-Latn`: a script that the engine has no letters for.
        let group = GROUPS[found.group as usize].name;
        let expected = match script {
            Some("latn") => "latin",
            Some("cyrl") => "cyrillic",
            Some("arab") => "arabic",
            Some("deva") => "devanagari",
            _ => group,
        };
        (expected == group).then_some(found)
    }

    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        GROUPS[self.group as usize].tags[self.class as usize]
    }

    /// Index of its group in [`GROUPS`].
    #[must_use]
    pub fn group(self) -> usize {
        self.group as usize
    }

    /// Its column in the group's table.
    #[must_use]
    pub fn class(self) -> usize {
        self.class as usize
    }

    /// Whether `other` is so near that telling the two apart is no ground for a finding.
    #[must_use]
    pub fn is_near(self, other: Self) -> bool {
        const NEAR: &[&[&str]] = &[
            &["nb", "nn"],
            &["hr", "bs", "sr-Latn"],
            &["id", "ms"],
            &["xh", "zu"],
            &["st", "tn"],
            &["zh-Hans", "zh-Hant"],
        ];
        self == other
            || NEAR
                .iter()
                .any(|set| set.contains(&self.tag()) && set.contains(&other.tag()))
    }
}

impl fmt::Debug for Lid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_finds_itself() {
        for lid in Lid::all() {
            assert_eq!(Lid::from_tag(lid.tag()), Some(lid), "{lid:?}");
        }
        assert!(Lid::all().count() > 100);
    }

    #[test]
    fn groups_fit_their_tables() {
        for (index, group) in GROUPS.iter().enumerate() {
            assert_eq!(index < TABLES, group.width > 0, "{}", group.name);
            assert!(index >= TABLES || group.tags.len() <= group.width);
            assert!(group.tags.is_sorted(), "{}", group.name);
        }
    }

    #[test]
    fn tags_of_regions_and_scripts() {
        let tag = |tag| Lid::from_tag(tag).map(Lid::tag);
        assert_eq!(tag("pt-BR"), Some("pt"));
        assert_eq!(tag("zh-TW"), Some("zh-Hant"));
        assert_eq!(tag("zh"), Some("zh-Hans"));
        assert_eq!(tag("sr"), Some("sr"));
        assert_eq!(tag("sr-Latn-RS"), Some("sr-Latn"));
        assert_eq!(tag("no"), Some("nb"));
        assert_eq!(tag("kk-Latn"), None);
        assert_eq!(tag("tlh"), None);
    }

    #[test]
    fn near_languages() {
        let lid = |tag| Lid::from_tag(tag).unwrap();
        assert!(lid("nb").is_near(lid("nn")));
        assert!(!lid("nb").is_near(lid("da")));
    }
}
