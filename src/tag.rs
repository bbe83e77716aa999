//! BCP 47 language tags, as far as a checker needs them.

/// The primary language subtag: `pt` of `pt-BR`.
#[must_use]
pub fn primary(tag: &str) -> &str {
    let end = tag.bytes().position(|byte| matches!(byte, b'-' | b'_'));
    &tag[..end.unwrap_or(tag.len())]
}

/// The script subtag (`Latn`), if the tag has one.
#[must_use]
pub fn script(tag: &str) -> Option<&str> {
    tag.split(['-', '_'])
        .skip(1)
        .take_while(|part| part.len() > 1)
        .find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// The region subtag (`BR`), if the tag has one.
#[must_use]
pub fn region(tag: &str) -> Option<&str> {
    tag.split(['-', '_'])
        .skip(1)
        .take_while(|part| part.len() > 1)
        .find(|part| {
            part.len() == 2 || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
        })
}

/// The tag in the spelling of BCP 47 (`zh-Hant-TW`, `pt-BR`), three-letter codes of languages that have two letters
/// shortened, withdrawn codes replaced; `None` when it is no tag at all.
#[must_use]
pub fn canonical(tag: &str) -> Option<String> {
    let tag = tag.trim();
    // POSIX locales: de_DE.UTF-8@euro
    let tag = tag.split(['.', '@']).next().unwrap_or(tag);
    let mut out = String::with_capacity(tag.len());
    for (index, part) in tag.split(['-', '_']).enumerate() {
        if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        if index == 0 {
            let lower = part.to_ascii_lowercase();
            if !(2..=3).contains(&lower.len()) || !lower.bytes().all(|b| b.is_ascii_lowercase()) {
                return None;
            }
            out.push_str(shorten(&lower));
            continue;
        }
        out.push('-');
        match part.len() {
            // subtags of extensions and of private use are no regions and no scripts
            _ if out.split('-').skip(1).any(|before| before.len() == 1) => {
                out.push_str(&part.to_ascii_lowercase());
            }
            2 => out.push_str(&part.to_ascii_uppercase()),
            4 if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
                let (head, tail) = part.split_at(1);
                out.push_str(&head.to_ascii_uppercase());
                out.push_str(&tail.to_ascii_lowercase());
            }
            _ => out.push_str(&part.to_ascii_lowercase()),
        }
    }
    Some(out)
}

/// Two-letter codes for the three-letter codes of ISO 639-2/3 that people write, and today's codes for withdrawn ones.
fn shorten(code: &str) -> &str {
    const CODES: &[(&str, &str)] = &[
        ("ara", "ar"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("chi", "zh"),
        ("cmn", "zh"),
        ("cze", "cs"),
        ("dan", "da"),
        ("deu", "de"),
        ("dut", "nl"),
        ("ell", "el"),
        ("eng", "en"),
        ("est", "et"),
        ("fas", "fa"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("ger", "de"),
        ("gre", "el"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("in", "id"),
        ("ind", "id"),
        ("ita", "it"),
        ("iw", "he"),
        ("ji", "yi"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("msa", "ms"),
        ("nld", "nl"),
        ("no", "nb"),
        ("nob", "nb"),
        ("nno", "nn"),
        ("nor", "nb"),
        ("per", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rum", "ro"),
        ("rus", "ru"),
        ("slk", "sk"),
        ("slo", "sk"),
        ("slv", "sl"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tha", "th"),
        ("tl", "fil"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("vie", "vi"),
        ("zho", "zh"),
    ];
    CODES
        .binary_search_by_key(&code, |&(long, _)| long)
        .map_or(code, |index| CODES[index].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        assert_eq!(
            (
                primary("zh-Hant-TW"),
                script("zh-Hant-TW"),
                region("zh-Hant-TW")
            ),
            ("zh", Some("Hant"), Some("TW"))
        );
        assert_eq!((script("pt-BR"), region("es-419")), (None, Some("419")));
        assert_eq!(
            region("fr-x-mtfrom-en"),
            None,
            "what follows a singleton is no region"
        );
    }

    #[test]
    fn spelling() {
        for (written, canonical_form) in [
            ("EN_us", "en-US"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("de_DE.UTF-8", "de-DE"),
            ("eng", "en"),
            ("iw", "he"),
            ("sr-latn", "sr-Latn"),
            ("no", "nb"),
            ("no-NO", "nb-NO"),
            ("fr-x-mtfrom-en", "fr-x-mtfrom-en"),
        ] {
            assert_eq!(
                canonical(written).as_deref(),
                Some(canonical_form),
                "{written}"
            );
        }
        for wrong in ["", "english", "e", "de-", "12", "d€"] {
            assert_eq!(canonical(wrong), None, "{wrong}");
        }
    }
}
