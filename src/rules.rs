//! The table of rules.
//!
//! A rule is one file below its family: its page, its examiner, nothing else. A rule that is left out here fails the
//! build (its static is never used).

use crate::document::Document;
use crate::rule::{Examiner, PairExaminer, Rule};
use crate::select::Selection;

pub mod artifact;
pub mod bilingual;
pub mod language;
pub mod provenance;
pub mod suppression;

/// Every rule, by family, in the order in which they are listed.
pub static RULES: &[&Rule] = &[
    &artifact::broken_placeholder::BROKEN_PLACEHOLDER,
    &artifact::double_escape::DOUBLE_ESCAPE,
    &artifact::mojibake::MOJIBAKE,
    &artifact::repeated_word::REPEATED_WORD,
    &artifact::phrase_loop::PHRASE_LOOP,
    &artifact::mixed_quotes::MIXED_QUOTES,
    &artifact::detached_punctuation::DETACHED_PUNCTUATION,
    &artifact::fused_sentence::FUSED_SENTENCE,
    &artifact::hidden_control::HIDDEN_CONTROL,
    &artifact::duplicated_segment::DUPLICATED_SEGMENT,
    &artifact::inconsistent_name::INCONSISTENT_NAME,
    &artifact::mixed_number_format::MIXED_NUMBER_FORMAT,
    &artifact::truncated_text::TRUNCATED_TEXT,
    &artifact::unfilled_template::UNFILLED_TEMPLATE,
    &bilingual::empty_target::EMPTY_TARGET,
    &bilingual::placeholder_mismatch::PLACEHOLDER_MISMATCH,
    &bilingual::markup_mismatch::MARKUP_MISMATCH,
    &bilingual::copied_source::COPIED_SOURCE,
    &bilingual::partly_copied::PARTLY_COPIED,
    &bilingual::plural_forms::PLURAL_FORMS,
    &bilingual::edge_whitespace::EDGE_WHITESPACE,
    &bilingual::inner_whitespace::INNER_WHITESPACE,
    &bilingual::newline_mismatch::NEWLINE_MISMATCH,
    &bilingual::end_punctuation::END_PUNCTUATION,
    &bilingual::punctuation_spacing::PUNCTUATION_SPACING,
    &bilingual::unbalanced_pair::UNBALANCED_PAIR,
    &bilingual::sentence_count::SENTENCE_COUNT,
    &bilingual::length_ratio::LENGTH_RATIO,
    &bilingual::capitalisation::CAPITALISATION,
    &bilingual::missing_term::MISSING_TERM,
    &bilingual::forbidden_term::FORBIDDEN_TERM,
    &bilingual::untranslatable_changed::UNTRANSLATABLE_CHANGED,
    &bilingual::inconsistent_translation::INCONSISTENT_TRANSLATION,
    &bilingual::reused_translation::REUSED_TRANSLATION,
    &bilingual::link_mismatch::LINK_MISMATCH,
    &bilingual::code_changed::CODE_CHANGED,
    &bilingual::number_changed::NUMBER_CHANGED,
    &bilingual::number_format::NUMBER_FORMAT,
    &language::foreign_segment::FOREIGN_SEGMENT,
    &language::foreign_span::FOREIGN_SPAN,
    &language::mixed_script::MIXED_SCRIPT,
    &language::mixed_variant::MIXED_VARIANT,
    &language::unsupported_language::UNSUPPORTED_LANGUAGE,
    &language::wrong_language::WRONG_LANGUAGE,
    &provenance::candidate_match::CANDIDATE_MATCH,
    &provenance::chat_leak::CHAT_LEAK,
    &provenance::decoder_debris::DECODER_DEBRIS,
    &provenance::disclosure_notice::DISCLOSURE_NOTICE,
    &provenance::file_metadata::FILE_METADATA,
    &provenance::house_marker::HOUSE_MARKER,
    &provenance::page_fingerprint::PAGE_FINGERPRINT,
    &provenance::prompt_leak::PROMPT_LEAK,
    &provenance::proxy_url::PROXY_URL,
    &provenance::service_leak::SERVICE_LEAK,
    &provenance::widget_label::WIDGET_LABEL,
    &suppression::unknown::UNKNOWN,
    &suppression::unused::UNUSED,
];

/// The rule called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// The examiners of a document for the rules selected.
#[must_use]
pub fn examiners(selection: &Selection, document: &Document) -> Vec<Box<dyn Examiner>> {
    RULES
        .iter()
        .filter(|rule| selection.contains(rule.name))
        .filter_map(|rule| rule.start.map(|start| start(document)))
        .collect()
}

/// The examiners of a document's translation units for the rules selected.
#[must_use]
pub fn pair_examiners(selection: &Selection, document: &Document) -> Vec<Box<dyn PairExaminer>> {
    RULES
        .iter()
        .filter(|rule| selection.contains(rule.name))
        .filter_map(|rule| rule.pairs.map(|start| start(document)))
        .collect()
}
