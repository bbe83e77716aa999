//! Text in Chinese characters where Chinese or Japanese is expected.

use super::super::cleaning::Sample;
use super::super::lang::Lang;
use super::super::{han, identify};
use super::{Judgement, Stand, decided};

/// Chinese and Japanese by kana and grammatical characters; `None` for other languages.
pub(super) fn judge(sample: &Sample, expected: Lang) -> Option<Judgement> {
    let tag = expected.tag();
    let (kana, all) = sample.tally.kana();
    if all == 0 {
        return None;
    }
    let other = |tag: &str, confidence: f32, reportable: bool| {
        Lang::exact(tag).map(|language| Judgement {
            language: Some(language),
            confidence,
            stand: Stand::Foreign,
            reportable,
        })
    };
    match tag {
        "ja" => {
            let han = all - kana;
            if kana > 0 {
                return Some(decided(expected, 0.99, Stand::Expected));
            }
            let grammar = han::grammatical(&sample.text);
            if grammar >= 2 && grammar * 25 >= han && (han >= 30 || (han >= 10 && grammar >= 3)) {
                return other(identify::chinese(&sample.text).tag(), 0.97, true);
            }
            // ideographs alone: a title or a name as likely as not, and nothing Chinese about it
            if grammar == 0 {
                return Some(decided(expected, 0.85, Stand::Expected));
            }
            Some(Judgement::default())
        }
        "zh" | "zh-Hans" | "zh-Hant" | "yue" => {
            if kana >= 6 && kana * 5 >= all {
                return other("ja", 0.98, kana >= 10);
            }
            let variant = identify::chinese(&sample.text);
            let language = if han::Variant::of_tag(variant.tag()).is_some() && tag != "yue" {
                variant
            } else {
                expected
            };
            let agrees = language == expected || tag == "zh" || tag == "yue";
            Some(Judgement {
                language: Some(language),
                confidence: 0.98,
                stand: if agrees {
                    Stand::Expected
                } else {
                    Stand::Foreign
                },
                reportable: false,
            })
        }
        _ => None,
    }
}
