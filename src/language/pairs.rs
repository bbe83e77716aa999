//! Pairs of languages made ready for many questions, kept for the documents that come after.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use super::hashed;
use super::lang::Lang;
use crate::lid::{Lid, Pair};

/// Pairs that are kept: at 128 KiB each, 8 MiB.
const KEPT: usize = 64;

type Kept = HashMap<(Lid, Lid), Arc<Pair>>;

static PAIRS: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

/// `one` against `other`, scores above 0 for `one`; `None` when the engine lacks one of them or they are one to it.
#[must_use]
pub fn pair(one: Lang, other: Lang) -> Option<Arc<Pair>> {
    let key = (hashed::class(one)?, hashed::class(other)?);
    let mut pairs = PAIRS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pair) = pairs.get(&key) {
        return Some(Arc::clone(pair));
    }
    let pair = Arc::new(Pair::new(key.0, key.1)?);
    if pairs.len() >= KEPT {
        pairs.clear();
    }
    pairs.insert(key, Arc::clone(&pair));
    Some(pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_made_once() {
        let lang = |tag| Lang::exact(tag).expect("in the table");
        let first = pair(lang("en"), lang("de")).expect("both known");
        let again = pair(lang("en"), lang("de")).expect("both known");
        assert!(Arc::ptr_eq(&first, &again));
        assert!(pair(lang("en"), lang("en")).is_none());
    }
}
