//! The words and sentences of the languages of one group.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use traditore::lid::Group;

/// What is known of a language.
#[derive(Default)]
pub(crate) struct Language {
    pub words: Vec<String>,
    /// Sums of the words' weights, flattened, up to each word.
    pub sums: Vec<f64>,
    pub lines: Vec<String>,
    /// How often it is drawn, against others.
    pub share: f64,
}

pub(crate) struct Corpus {
    pub languages: Vec<Language>,
}

impl Corpus {
    pub(crate) fn read(folders: &[PathBuf], group: &Group) -> Result<Self> {
        let mut lists: Vec<Vec<(String, f64)>> = Vec::new();
        let mut languages = Vec::new();
        for tag in group.tags {
            let mut language = Language::default();
            let mut list = Vec::new();
            for folder in folders {
                if let Ok(text) = fs::read_to_string(folder.join(format!("words/{tag}.txt"))) {
                    for line in text.lines() {
                        if let Some((word, weight)) = line.split_once(' ') {
                            list.push((word.to_owned(), weight.parse()?));
                        }
                    }
                }
                if let Ok(text) = fs::read_to_string(folder.join(format!("text/{tag}.txt"))) {
                    // Every fiftieth line is kept from training: `evaluate-language --every 50` calibrates on them.
                    let lines = text.lines().enumerate();
                    let lines = lines.filter(|(index, _)| index % 50 != 49);
                    language
                        .lines
                        .extend(lines.map(|(_, line)| line.to_owned()));
                }
            }
            list.truncate(longest(group.name));
            let total: f64 = list.iter().map(|(_, weight)| weight).sum();
            for (_, weight) in &mut list {
                *weight /= total;
            }
            anyhow::ensure!(
                !list.is_empty() || !language.lines.is_empty(),
                "no data for {tag}"
            );
            lists.push(list);
            language.share = share(tag);
            languages.push(language);
        }
        // A word that is a hundred times commoner elsewhere is a quotation, a name, a slip of the list.
        let mut most: HashMap<&str, f64> = HashMap::new();
        for (word, weight) in lists.iter().flatten() {
            let most = most.entry(word).or_insert(0.0);
            *most = most.max(*weight);
        }
        for (language, list) in languages.iter_mut().zip(&lists) {
            let mut sum = 0.0;
            for (word, weight) in list {
                if *weight < most[word.as_str()] * 0.01 {
                    continue;
                }
                // The power 5/8, by square roots alone.
                let root = weight.sqrt();
                sum += root * root.sqrt().sqrt();
                language.words.push(word.clone());
                language.sums.push(sum);
            }
        }
        for (tag, language) in group.tags.iter().zip(&languages) {
            eprintln!(
                "{tag}: {} words, {} lines",
                language.words.len(),
                language.lines.len()
            );
        }
        Ok(Self { languages })
    }
}

/// Words of a list that are used: where relatives have short lists, a long one would claim all that is rare.
fn longest(group: &str) -> usize {
    match group {
        "devanagari" => 4_000,
        "hebrew" => 5_000,
        _ => 90_000,
    }
}

/// Languages seldom met, with little text or with a near and far commoner relative, are drawn less often.
fn share(tag: &str) -> f64 {
    match tag {
        "bs" => 0.1,
        "sr-Latn" | "ms" => 0.15,
        "az" | "la" | "da" | "sk" | "sl" => 1.6,
        "nn" | "ast" | "oc" | "ak" | "fo" | "fy" | "gd" | "ha" | "jv" | "ku" | "lb" | "mi"
        | "rw" | "so" | "st" | "tn" | "xh" | "yo" | "br" | "mt" | "tk" | "tt" | "ky"
        | "uz-Cyrl" | "ckb" | "sa" => 0.3,
        "en" => 1.5,
        "mr" => 1.3,
        "he" => 0.5,
        _ => 1.0,
    }
}
