//! Untranslated segments and foreign spans, as in a translated document.

use traditore::lid::{Lid, Pair, SpanCost, spans};

use crate::set::{Random, Set, en};

/// English runs in documents of 25 segments of another language; never a segment's own source.
pub(crate) fn untranslated(set: &Set) {
    println!(
        "\n## Untranslated segments: documents of 25, runs of 1 to 5 English segments in half of them"
    );
    println!("| prior, nats | P | R | F1 | false alarms / 1000 clean |");
    println!("|---|---|---|---|---|");
    let mut rows: Vec<(f32, bool, bool)> = Vec::new();
    let mut random = Random(7);
    for (&lid, sentences) in &set.0 {
        if lid == en()
            || sentences.english.iter().all(String::is_empty)
            || sentences.target.len() < 100
            || lid.tag() == "sr-Latn"
        {
            continue;
        }
        let Some(pair) = Pair::new(en(), lid) else {
            continue;
        };
        for (number, document) in sentences.target.chunks(25).enumerate() {
            let mut foreign = vec![false; document.len()];
            if number % 2 == 0 {
                let (first, count) = (random.below(document.len()), 1 + random.below(5));
                for slot in foreign.iter_mut().skip(first).take(count) {
                    *slot = true;
                }
            }
            for (index, text) in document.iter().enumerate() {
                let text = if foreign[index] {
                    let other = random.below(sentences.english.len());
                    &sentences.english[if other == number * 25 + index {
                        (other + 1) % sentences.english.len()
                    } else {
                        other
                    }]
                } else {
                    text
                };
                let nats = pair.score(text).nats;
                rows.push((nats, foreign[index], in_scope(lid)));
            }
        }
    }
    for (name, only) in [("the shared languages", true), ("all languages", false)] {
        for prior in [0.0, 1.0, 2.0, 3.0, 4.0] {
            let (mut hit, mut miss, mut alarm, mut clean) = (0, 0, 0, 0);
            for &(nats, foreign, shared) in &rows {
                if only && !shared {
                    continue;
                }
                match (nats - prior > 0.0, foreign) {
                    (true, true) => hit += 1,
                    (false, true) => miss += 1,
                    (true, false) => alarm += 1,
                    (false, false) => clean += 1,
                }
            }
            let (p, r) = (
                f64::from(hit) / f64::from(hit + alarm),
                f64::from(hit) / f64::from(hit + miss),
            );
            println!(
                "| {name}, {prior} | {:.2} | {:.2} | {:.2} | {:.2} |",
                p * 100.0,
                r * 100.0,
                200.0 * p * r / (p + r),
                f64::from(alarm) * 1000.0 / f64::from(alarm + clean)
            );
        }
    }
    println!(
        "{} segments, {} injected",
        rows.len(),
        rows.iter().filter(|row| row.1).count()
    );
}

/// English words pasted into half of the sentences.
pub(crate) fn foreign_spans(set: &Set, worst: bool) {
    println!("\n## English spans inside sentences of other Latin languages");
    println!("| words | switch, word, capital | P | R | F1 | IoU >= 0.5 | clean flagged % |");
    println!("|---|---|---|---|---|---|---|");
    for (least, most) in [(7, 10), (3, 6)] {
        for (switch, word, capital) in [
            (2.0, 0.1, 0.4),
            (2.0, 0.1, 0.5),
            (2.0, 0.0, 0.4),
            (2.0, 0.0, 0.5),
            (2.0, 0.1, 0.7),
            (1.5, 0.1, 0.5),
        ] {
            let cost = SpanCost {
                switch,
                word,
                capital,
                ..SpanCost::default()
            };
            row(
                set,
                least,
                most,
                &cost,
                worst && switch == 2.0 && word == 0.1 && capital == 0.5 && least == 3,
            );
        }
    }
}

fn row(set: &Set, least: usize, most: usize, cost: &SpanCost, show: bool) {
    let mut random = Random(11);
    let (
        mut hit,
        mut found_words,
        mut all_words,
        mut spans_hit,
        mut spans_all,
        mut clean,
        mut flagged,
    ) = (0, 0, 0, 0, 0, 0, 0);
    for (&lid, sentences) in &set.0 {
        if lid == en()
            || lid.group() != en().group()
            || sentences.target.len() < 200
            || !in_scope(lid)
        {
            continue;
        }
        let Some(pair) = Pair::new(en(), lid) else {
            continue;
        };
        for (index, text) in sentences.target.iter().enumerate() {
            if text.split_whitespace().count() < 4 {
                continue;
            }
            if index % 2 == 1 {
                clean += 1;
                let found = spans(text, &pair, cost);
                flagged += usize::from(!found.is_empty());
                if show && !found.is_empty() {
                    println!(
                        "  {} {text} -> {}",
                        lid.tag(),
                        &text[found[0].range.clone()]
                    );
                }
                continue;
            }
            let english = loop {
                let other = &sentences.english[random.below(sentences.english.len())];
                let words: Vec<&str> = other.split_whitespace().collect();
                if words.len() >= least {
                    let count = (least + random.below(most - least + 1)).min(words.len());
                    let first = random.below(words.len() - count + 1);
                    break words[first..first + count].join(" ");
                }
            };
            let words: Vec<&str> = text.split_whitespace().collect();
            let at = random.below(words.len() + 1);
            let before = words[..at].join(" ");
            let start = before.len() + usize::from(at > 0);
            let mixed = format!(
                "{before}{}{english} {}",
                if at > 0 { " " } else { "" },
                words[at..].join(" ")
            );
            let end = start + english.len();
            let (mut tp, mut fp, mut fnn) = (0, 0, 0);
            let found = spans(&mixed, &pair, cost);
            pair.words(&mixed, |word| {
                let truth = word.range.start >= start && word.range.end <= end;
                let said = found
                    .iter()
                    .any(|span| span.range.contains(&word.range.start));
                tp += usize::from(truth && said);
                fp += usize::from(!truth && said);
                fnn += usize::from(truth && !said);
            });
            hit += tp;
            found_words += tp + fp;
            all_words += tp + fnn;
            spans_all += 1;
            spans_hit += usize::from(2 * tp >= tp + fp + fnn && tp > 0);
        }
    }
    let (p, r) = (
        hit as f64 / found_words as f64,
        hit as f64 / all_words as f64,
    );
    println!(
        "| {least}-{most} | {}, {}, {} | {:.1} | {:.1} | {:.1} | {:.1} | {:.3} |",
        cost.switch,
        cost.word,
        cost.capital,
        p * 100.0,
        r * 100.0,
        200.0 * p * r / (p + r),
        spans_hit as f64 * 100.0 / f64::from(spans_all),
        flagged as f64 * 100.0 / f64::from(clean)
    );
}

/// The Latin languages of the earlier measurement: those with lists of frequencies.
fn in_scope(lid: Lid) -> bool {
    crate::set::SHARED.contains(&lid.tag())
}
