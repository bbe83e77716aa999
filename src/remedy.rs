//! What to do about a finding, in a line, for every rule: on its page, and from the gate to an editor.

/// Each rule and its remedy: an instruction without a full stop.
const REMEDIES: &[(&str, &str)] = &[
    (
        "artifact/broken-placeholder",
        "put the placeholder back as it is in the source",
    ),
    (
        "artifact/double-escape",
        "write the character itself, and escape once where the text is put into the page",
    ),
    (
        "artifact/mojibake",
        "write what the characters were meant to be, and read the file in its own encoding where it was converted",
    ),
    (
        "artifact/repeated-word",
        "take one of the two out, or put the word there that was meant",
    ),
    (
        "artifact/phrase-loop",
        "translate the segment anew: what the loop stands for is missing",
    ),
    (
        "artifact/mixed-quotes",
        "use the quotation marks that the rest of the document uses",
    ),
    (
        "artifact/detached-punctuation",
        "close the gap, or take the space out on the inner side of the bracket",
    ),
    (
        "artifact/fused-sentence",
        "put a space between the sentences",
    ),
    (
        "artifact/hidden-control",
        "delete the character, which nobody sees and programs read",
    ),
    (
        "artifact/duplicated-segment",
        "delete one of the two, and look whether something else belongs there",
    ),
    (
        "artifact/inconsistent-name",
        "choose one spelling of the name and write it throughout",
    ),
    (
        "artifact/mixed-number-format",
        "write numbers as the language of the text does, all of them alike",
    ),
    (
        "artifact/truncated-text",
        "put in what is missing from the source",
    ),
    (
        "artifact/unfilled-template",
        "write the text that belongs there",
    ),
    ("bilingual/empty-target", "translate the unit"),
    (
        "bilingual/placeholder-mismatch",
        "give the target the same placeholders as the source, letter by letter",
    ),
    (
        "bilingual/markup-mismatch",
        "give the target the same tags as the source, each closed",
    ),
    (
        "bilingual/copied-source",
        "translate the unit; if it stays as it is, list the text as untranslatable in a glossary",
    ),
    (
        "bilingual/partly-copied",
        "translate the part that was left in the source's language",
    ),
    (
        "bilingual/plural-forms",
        "give each plural form that the language has its own text",
    ),
    (
        "bilingual/edge-whitespace",
        "begin and end the target with the white space of the source",
    ),
    ("bilingual/inner-whitespace", "leave one space"),
    (
        "bilingual/newline-mismatch",
        "give the target the line breaks of the source",
    ),
    (
        "bilingual/end-punctuation",
        "end the target as the source ends, with the marks of its language",
    ),
    (
        "bilingual/punctuation-spacing",
        "space the mark as the language of the target does",
    ),
    (
        "bilingual/unbalanced-pair",
        "close what is open, or take the single mark out",
    ),
    (
        "bilingual/sentence-count",
        "translate the sentence that is missing, or take out the one too many",
    ),
    (
        "bilingual/length-ratio",
        "read source and target side by side: something is left out or added",
    ),
    (
        "bilingual/capitalisation",
        "begin the target with a capital, or without, as the source does",
    ),
    (
        "bilingual/missing-term",
        "use the term that the glossary approves",
    ),
    (
        "bilingual/forbidden-term",
        "replace the term by the one that the glossary approves",
    ),
    (
        "bilingual/untranslatable-changed",
        "leave the name as it is in the source",
    ),
    (
        "bilingual/inconsistent-translation",
        "choose one of the translations, or tell the units apart by their context",
    ),
    (
        "bilingual/reused-translation",
        "look which of the sources the translation belongs to, and translate the other",
    ),
    (
        "bilingual/link-mismatch",
        "put the address of the source back, unless the target has one of its own",
    ),
    (
        "bilingual/code-changed",
        "put the code back as it is in the source",
    ),
    ("bilingual/number-changed", "write the number of the source"),
    (
        "bilingual/number-format",
        "write the number as the language of the target does",
    ),
    (
        "language/foreign-segment",
        "translate what is left; if it is quoted on purpose, mark its language or put it in quotation marks",
    ),
    (
        "language/foreign-span",
        "translate what is left; if it is quoted on purpose, mark its language or put it in quotation marks",
    ),
    (
        "language/mixed-script",
        "type the word anew in the letters of one script",
    ),
    (
        "language/mixed-variant",
        "choose one variant of the language and write it throughout",
    ),
    (
        "language/unsupported-language",
        "nothing; or say with `lang` which language was meant",
    ),
    (
        "language/wrong-language",
        "put in the text in that language, or correct the language that the document declares or that `lang` sets for it",
    ),
    (
        "provenance/candidate-match",
        "have the text edited by a person, or say that a machine translated it",
    ),
    (
        "provenance/chat-leak",
        "take it out and read the text around it: nobody did so before",
    ),
    (
        "provenance/decoder-debris",
        "translate the segment anew: the signs stand for words that are missing",
    ),
    (
        "provenance/disclosure-notice",
        "leave it if it is right; if it stands in the wrong place, put it once, in the language of the text, at the head or the foot",
    ),
    (
        "provenance/file-metadata",
        "tell readers as well, with a notice; if nobody translated by machine, correct the metadata",
    ),
    (
        "provenance/house-marker",
        "take the label out, and do what it was a reminder of",
    ),
    (
        "provenance/page-fingerprint",
        "publish the page itself, not a copy saved from a translated view",
    ),
    (
        "provenance/prompt-leak",
        "take it out and read the text around it: nobody did so before",
    ),
    (
        "provenance/proxy-url",
        "link to the page itself, not to its translated view",
    ),
    (
        "provenance/service-leak",
        "take it out, translate anew what it stands for, and read the whole text",
    ),
    (
        "provenance/widget-label",
        "take it out and read the text around it: nobody did so before",
    ),
    (
        "suppression/unknown",
        "write the name of a rule or a family; `traditore rules` lists them",
    ),
    (
        "suppression/unused",
        "take the comment out: it would hide the next fault",
    ),
];

/// What to do about a finding of the rule called `rule`; empty for no rule.
#[must_use]
pub fn of(rule: &str) -> &'static str {
    REMEDIES
        .iter()
        .find(|(name, _)| *name == rule)
        .map_or("", |(_, remedy)| remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;

    #[test]
    fn every_rule_has_one_remedy() {
        let mut names: Vec<&str> = REMEDIES.iter().map(|(name, _)| *name).collect();
        let mut rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        rules.sort_unstable();
        assert_eq!(names, rules);
        for (name, remedy) in REMEDIES {
            assert!(!remedy.ends_with('.') && remedy.len() > 10, "{name}");
        }
    }
}
