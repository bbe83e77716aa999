//! The open question over all scripts: a script that one language uses decides by itself, the engine decides the rest.

use super::cleaning::Sample;
use super::engine::Verdict;
use super::han;
use super::lang::Lang;
use super::script;
use crate::chars::Script;

/// Which language cleaned text is in, without any expectation.
#[must_use]
pub fn open(sample: &Sample) -> Verdict {
    let Some(main) = sample.tally.main() else {
        return Verdict::default();
    };
    if matches!(
        main,
        Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo
    ) {
        return east_asian(sample);
    }
    if let Some(language) = script::sole_language(main) {
        return sure(Some(language), sample.tally.of(main));
    }
    if sample.tally.of(main) == sample.letters() {
        super::engine().open(&sample.text)
    } else {
        super::engine().open(&sample.only(&[main]).text)
    }
}

fn east_asian(sample: &Sample) -> Verdict {
    let (kana, all) = sample.tally.kana();
    if kana * 20 >= all {
        return sure(Lang::exact("ja"), all);
    }
    if han::grammatical(&sample.text) > 0 || all >= 30 {
        return sure(Some(chinese(&sample.text)), all);
    }
    Verdict {
        language: Some(chinese(&sample.text)),
        confidence: 0.6,
    }
}

/// Chinese in the norm that a text shows, plain Chinese if it shows none.
#[must_use]
pub fn chinese(text: &str) -> Lang {
    let tag = han::variant(text, 2).map_or("zh", han::Variant::tag);
    Lang::exact(tag).unwrap_or_else(Lang::english)
}

/// A verdict by script: the surer the more letters.
#[expect(clippy::cast_precision_loss, reason = "capped at 30")]
fn sure(language: Option<Lang>, letters: u32) -> Verdict {
    Verdict {
        language,
        confidence: 0.9 + letters.min(30) as f32 * 0.003,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Option<&'static str> {
        open(&Sample::of(text, 0..text.len(), &[]))
            .language
            .map(Lang::tag)
    }

    #[test]
    fn scripts_decide_where_they_can() {
        assert_eq!(tag("新しい図書館が開館した"), Some("ja"));
        assert_eq!(tag("岛上唯一的客栈提前两个月就订满了房间"), Some("zh-Hans"));
        assert_eq!(
            tag("主辦單位規定所有的風箏線都必須使用棉線"),
            Some("zh-Hant")
        );
        assert_eq!(tag("새 도서관이 문을 열었다"), Some("ko"));
        assert_eq!(tag("Η νέα βιβλιοθήκη άνοιξε"), Some("el"));
        assert_eq!(tag("12345"), None);
    }
}
