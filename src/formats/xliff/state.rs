//! What the states of XLIFF and its relatives say about a translation.

use crate::unit::State;

/// `target/@state` of XLIFF 1.2; Apple's and other tools' own values claim nothing.
pub(super) fn of_version_1(state: &str) -> Option<State> {
    Some(match state {
        "new" | "needs-translation" => State::Untranslated,
        "needs-adaptation"
        | "needs-l10n"
        | "needs-review-adaptation"
        | "needs-review-l10n"
        | "needs-review-translation" => State::Draft,
        "translated" => State::Translated,
        "final" | "signed-off" => State::Final,
        _ => return None,
    })
}

/// `segment/@state` of XLIFF 2.
pub(super) fn of_version_2(state: &str) -> Option<State> {
    Some(match state {
        "initial" => State::Untranslated,
        "translated" | "reviewed" => State::Translated,
        "final" => State::Final,
        _ => return None,
    })
}

/// `sdl:seg/@conf`.
pub(super) fn of_sdl(conf: &str) -> State {
    match conf {
        "Translated" => State::Translated,
        "ApprovedTranslation" | "ApprovedSignOff" => State::Final,
        _ => State::Draft,
    }
}

/// `mq:status`.
pub(super) fn of_memoq(status: &str) -> State {
    match status {
        "NotStarted" => State::Untranslated,
        "ManuallyConfirmed" | "TranslatorConfirmed" | "Confirmed" => State::Translated,
        "Proofread" | "ProofreadConfirmed" | "Reviewer1Confirmed" | "Reviewer2Confirmed" => {
            State::Final
        }
        _ => State::Draft,
    }
}

/// A unit with a text is at least a draft, one without at most untranslated unless it claims otherwise.
pub(super) fn settle(claimed: Option<State>, has_text: bool) -> State {
    match (claimed, has_text) {
        (Some(State::Untranslated), true) => State::Draft,
        (Some(State::Draft) | None, false) => State::Untranslated,
        (Some(state), _) => state,
        (None, true) => State::Translated,
    }
}
