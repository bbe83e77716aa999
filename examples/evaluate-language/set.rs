//! The development set.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;
use traditore::lid::{Lid, feature};

/// Sentences of a language, each with its English where it is known.
#[derive(Default)]
pub(crate) struct Sentences {
    pub target: Vec<String>,
    pub english: Vec<String>,
}

pub(crate) struct Set(pub BTreeMap<Lid, Sentences>);

/// The 57 languages that whatlang 0.18 and lingua 1.8 share.
pub(crate) const SHARED: &[&str] = &[
    "af", "ar", "az", "be", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es", "et",
    "fa", "fi", "fr", "gu", "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ka", "ko", "la", "lt",
    "lv", "mk", "mr", "nb", "nl", "pa", "pl", "pt", "ro", "ru", "sk", "sl", "sn", "sr", "sv", "ta",
    "te", "th", "tl", "tr", "uk", "ur", "vi", "zh-Hans", "zu",
];

impl Set {
    pub(crate) fn read(folder: &Path, every: usize) -> Result<Self> {
        let mut set: BTreeMap<Lid, Sentences> = BTreeMap::new();
        let mut paths: Vec<_> = fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        paths.sort();
        for path in paths {
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let code = name.strip_prefix("eng-").unwrap_or(&name);
            let Some(lid) = Lid::from_tag(short(code)) else {
                continue;
            };
            for line in fs::read_to_string(&path)?
                .lines()
                .skip(every - 1)
                .step_by(every)
            {
                let (english, target) = line.split_once('\t').unwrap_or(("", line));
                let lid = written(lid, target);
                let sentences = set.entry(lid).or_default();
                sentences.target.push(target.to_owned());
                sentences.english.push(english.to_owned());
                // English itself: one sentence of every file in turn.
                if code == "fra" {
                    set.entry(en()).or_default().target.push(english.to_owned());
                }
            }
        }
        Ok(Self(set))
    }

    pub(crate) fn get(&self, tag: &str) -> &[String] {
        Lid::from_tag(tag)
            .and_then(|lid| self.0.get(&lid))
            .map_or(&[], |sentences| &sentences.target)
    }
}

pub(crate) fn en() -> Lid {
    Lid::from_tag("en").expect("known")
}

/// Serbian and Uzbek come in two scripts under one code.
fn written(lid: Lid, text: &str) -> Lid {
    let mut groups = [0usize; 32];
    feature::words(text, |word| groups[word.group] += word.letters());
    let tag = match lid.tag() {
        "sr" if groups[0] > groups[1] => "sr-Latn",
        "uz" if groups[1] > groups[0] => "uz-Cyrl",
        tag => tag,
    };
    Lid::from_tag(tag).unwrap_or(lid)
}

fn short(code: &str) -> &str {
    const CODES: &[(&str, &str)] = &[
        ("afr", "af"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bos", "bs"),
        ("bre", "br"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("epo", "eo"),
        ("est", "et"),
        ("eus", "eu"),
        ("fao", "fo"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("fry", "fy"),
        ("gla", "gd"),
        ("gle", "ga"),
        ("glg", "gl"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("isl", "is"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kat", "ka"),
        ("kaz", "kk"),
        ("khm", "km"),
        ("kor", "ko"),
        ("kur", "ku"),
        ("lat", "la"),
        ("lit", "lt"),
        ("lvs", "lv"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mon", "mn"),
        ("nld", "nl"),
        ("nno", "nn"),
        ("nob", "nb"),
        ("oci", "oc"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("spa", "es"),
        ("sqi", "sq"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("swh", "sw"),
        ("tam", "ta"),
        ("tat", "tt"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("uig", "ug"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("xho", "xh"),
        ("yid", "yi"),
        ("zsm", "ms"),
    ];
    CODES
        .iter()
        .find(|(long, _)| *long == code)
        .map_or(code, |(_, short)| short)
}

/// A generator of numbers (splitmix64).
pub(crate) struct Random(pub u64);

impl Random {
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) % most.max(1) as u64) as usize
    }
}
