//! The language that most of a document is in, by pooled samples of its running text.

use super::cleaning::{self, Sample};
use super::engine::Verdict;
use super::judge::{Question, Stand};
use super::lang::Lang;
use super::{engine, function_words, han, identify};
use crate::block::Block;

/// What the beginning of a document says about the language of the whole.
#[derive(Clone, Debug, Default)]
pub struct Dominant {
    /// BCP 47 tag of the language most of it is in; `None` when that cannot be told.
    pub tag: Option<String>,
    /// Whether hardly any of it is in the language it declares.
    pub contradicts: bool,
    /// Whether so much of it is in two languages that neither can be called foreign to it.
    pub torn: bool,
}

/// Characters of a sample that a question is asked about: a tenth of the document, within these bounds.
const CHUNK: std::ops::RangeInclusive<usize> = 60..=500;

/// Samples that are looked at, spread over the document.
const CHUNKS: usize = 40;

/// Samples, spread over the document, that must all be in one language for the rest not to be asked. A part that would
/// change the answer, two fifths of the document, is missed by six of them once in twenty times even where it is strewn
/// about.
const UNANIMOUS: usize = 6;

/// Letters below which nothing is said against what a document declares.
const LEAST: u32 = 120;

/// A cheap guess by one sample from the middle of the running text.
#[must_use]
pub fn guess(blocks: &[Block], declared: Option<&str>) -> Dominant {
    let running: Vec<&Block> = running(blocks);
    let total: usize = running.iter().map(|block| block.text.len()).sum();
    let mut sample = Sample::default();
    let mut before = 0;
    let skip = (total / 2).saturating_sub(600);
    for block in running {
        before += block.text.len();
        if before < skip {
            continue;
        }
        let end = crate::position::floor_char(&block.text, 2000);
        sample.add(&block.text, 0..end, &[]);
        if sample.tally.weight() >= 800 {
            break;
        }
    }
    let found = identify::open(&sample);
    let language = found
        .language
        .filter(|_| found.confidence >= 0.8 && sample.letters() >= 20);
    let declared = declared.and_then(Lang::of);
    let close = |language: Lang| declared.filter(|&declared| language.is_close(declared));
    Dominant {
        tag: language.map(|language| close(language).unwrap_or(language).tag().to_owned()),
        ..Dominant::default()
    }
}

/// The dominant language by samples of about ten segments each, by their letters.
#[must_use]
pub fn find(blocks: &[Block], declared: Option<&str>) -> Dominant {
    let groups = groups(blocks);
    let known = declared.and_then(Lang::of);
    let mut votes = vec![0_u32; Lang::count()];
    let (mut own, mut other, mut silent) = (0_u32, 0_u32, 0_u32);
    let step = groups.len().div_ceil(CHUNKS).max(1);
    let chosen: Vec<&Vec<&Block>> = groups.iter().step_by(step).collect();
    for (asked, place) in spread(chosen.len()).enumerate() {
        let all = own + other + silent;
        if asked == UNANIMOUS && votes.contains(&all) {
            break;
        }
        let sample = sample(chosen[place]);
        let weight = sample.tally.weight();
        let found = settle(&sample, known);
        match found.language {
            Some(language) if found.confidence >= 0.8 => {
                votes[language.number()] += weight;
                if known == Some(language) {
                    own += weight;
                } else {
                    other += weight;
                }
            }
            _ => silent += weight,
        }
    }
    let best = votes
        .iter()
        .enumerate()
        .max_by_key(|&(number, &weight)| (weight, std::cmp::Reverse(number)))
        .filter(|&(_, &weight)| weight > 0)
        .and_then(|(number, _)| Lang::all().nth(number));
    let all = own + other + silent;
    let tag = best.filter(|best| votes[best.number()] * 2 > all);
    let tag = tag.or_else(|| {
        let found = pooled(&groups).filter(|_| declared.is_none())?;
        (votes[found.number()] + silent >= own + other).then_some(found)
    });
    let torn = known.is_none()
        && tag.is_some_and(|tag| {
            // text half in English is mostly a translation half done, and the other language the one meant
            let least = if tag == Lang::english() { 8 } else { 6 };
            votes[tag.number()] * 10 < (own + other) * least
        });
    let contradicts = known.is_some_and(|known| {
        tag.is_some_and(|tag| tag != known && !same_variant(tag, known))
            && all >= LEAST
            && other * 20 >= all * 17
            && (engine().knows(known)
                || tag == Some(Lang::english())
                || differs_in_script(tag, known))
    });
    Dominant {
        tag: tag.map(|tag| written(tag, declared)),
        contradicts,
        torn,
    }
}

/// The numbers below `count`, so that the first few are spread over all of them: in the order of their bits reversed.
fn spread(count: usize) -> impl Iterator<Item = usize> {
    let bits = count.next_power_of_two().trailing_zeros();
    (0..count.next_power_of_two())
        .map(move |number| match bits {
            0 => number,
            _ => number.reverse_bits() >> (usize::BITS - bits),
        })
        .filter(move |&number| number < count)
}

/// The language of all samples together, where none of them says enough.
fn pooled(groups: &[Vec<&Block>]) -> Option<Lang> {
    let mut text = String::new();
    let mut tally = super::script::Tally::default();
    for sample in groups.iter().map(|group| sample(group)) {
        text.push_str(&sample.text);
        text.push(' ');
        tally.merge(&sample.tally);
        if tally.letters() >= 3000 {
            break;
        }
    }
    let whole = Sample::of(&text, 0..text.len(), &[]);
    let found = identify::open(&whole);
    found
        .language
        .filter(|_| found.confidence >= 0.95 && whole.letters() >= 300)
}

/// A document declared `zh` is in `zh-Hans`, and one declared `pt-BR` in `pt`; that is no contradiction.
fn same_variant(found: Lang, declared: Lang) -> bool {
    let chinese = |lang: Lang| crate::tag::primary(lang.tag()) == "zh";
    chinese(found)
        && chinese(declared)
        && (han::Variant::of_tag(found.tag()).is_none()
            || han::Variant::of_tag(declared.tag()).is_none())
}

fn differs_in_script(found: Option<Lang>, declared: Lang) -> bool {
    found.is_some_and(|found| !found.scripts().iter().any(|&script| declared.uses(script)))
}

/// The tag as reports write it: with what the declared one says beyond the language, if they agree.
fn written(found: Lang, declared: Option<&str>) -> String {
    match declared {
        Some(declared) if Lang::of(declared) == Some(found) && !declared.contains("-x-") => {
            declared.to_owned()
        }
        _ => found.tag().to_owned(),
    }
}

/// The language of a pooled sample; the declared one has the benefit of the doubt against its neighbours.
fn settle(sample: &Sample, declared: Option<Lang>) -> Verdict {
    let found = identify::open(sample);
    let Some(language) = found.language else {
        return found;
    };
    if declared.is_none() && !is_supported(sample, language) {
        return Verdict::default();
    }
    let Some(declared) = declared.filter(|&declared| declared != language) else {
        return found;
    };
    let agreed = Verdict {
        language: Some(declared),
        confidence: found.confidence,
    };
    if language.is_close(declared) {
        if crate::tag::primary(language.tag()) == "zh" {
            return if same_variant(language, declared) && declared.tag() != "zh" {
                agreed
            } else {
                found
            };
        }
        let engine = engine();
        let distinct = engine.knows(language)
            && engine.knows(declared)
            && PAIRS.contains(&(declared.tag(), language.tag()));
        let pair = engine.rank(&sample.text, &[declared, language]);
        if distinct && pair.language == Some(language) && pair.confidence >= 0.99 {
            let (for_it, against) = function_words::compare(&sample.text, declared, language);
            if against >= 3 && against > 2 * for_it {
                return pair;
            }
        }
        return agreed;
    }
    let question = Question::new(Some(declared), &[language]);
    if !engine().knows(declared) && language.uses(declared.scripts()[0]) {
        // the engine has no class for it, so its open answer is worth something for English only
        let judgement = question.judge(sample, 0.0);
        return match judgement.stand {
            Stand::Foreign if language == Lang::english() => found,
            _ => Verdict::default(),
        };
    }
    let judgement = question.judge(sample, 0.0);
    match judgement.stand {
        Stand::Foreign => Verdict {
            language: judgement.language,
            confidence: judgement.confidence,
        },
        Stand::Expected => agreed,
        Stand::Undecided => Verdict::default(),
    }
}

/// Whether an open answer on text of a shared script is borne out: lists of names look like Latin or Welsh.
fn is_supported(sample: &Sample, language: Lang) -> bool {
    if sample
        .tally
        .main()
        .is_none_or(|script| super::script::sole_language(script).is_some() || script.is_unspaced())
    {
        return true;
    }
    if !function_words::listed(language) {
        return sample.letters() >= 300 || sample.tally.main() != Some(crate::chars::Script::Latin);
    }
    function_words::count(&sample.text, language) > 0 || sample.words < 10
}

/// Close languages that pooled text tells apart well enough to contradict a declaration.
const PAIRS: [(&str, &str); 8] = [
    ("nb", "da"),
    ("da", "nb"),
    ("cs", "sk"),
    ("sk", "cs"),
    ("es", "ca"),
    ("ca", "es"),
    ("nl", "af"),
    ("af", "nl"),
];

fn running(blocks: &[Block]) -> Vec<&Block> {
    let running: Vec<&Block> = blocks
        .iter()
        .filter(|block| block.kind.is_running())
        .collect();
    let enough: usize = running.iter().map(|block| block.text.len()).sum();
    if enough >= 200 {
        return running;
    }
    blocks
        .iter()
        .filter(|block| block.kind.is_prose() && block.kind != crate::block::Kind::Attribute)
        .collect()
}

/// Blocks of running text in the order of the document, as many together as make a sample.
fn groups(blocks: &[Block]) -> Vec<Vec<&Block>> {
    let running = running(blocks);
    let total: usize = running.iter().map(|block| characters(block)).sum();
    let chunk = (total.min(1 << 20) / 10).clamp(*CHUNK.start(), *CHUNK.end());
    let mut groups = vec![Vec::new()];
    let mut filled = 0;
    for block in running {
        if block.quoted || block.language.is_some() {
            continue;
        }
        if filled >= chunk {
            groups.push(Vec::new());
            filled = 0;
        }
        filled += characters(block);
        if let Some(last) = groups.last_mut() {
            last.push(block);
        }
    }
    // what is left over says little
    if groups.len() > 1 && filled < chunk / 4 {
        groups.pop();
    }
    groups
}

fn characters(block: &Block) -> usize {
    let starts = |byte: &&u8| **byte & 0xC0 != 0x80;
    block.text.as_bytes().iter().filter(starts).count()
}

/// What is left of a group of blocks when it is cleaned.
fn sample(group: &[&Block]) -> Sample {
    let mut sample = Sample::default();
    for block in group {
        let holes = cleaning::quotations(&block.text);
        sample.add(&block.text, 0..block.text.len(), &holes);
    }
    sample
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::Kind;
    use crate::position::{Position, Window};

    #[test]
    fn the_first_few_are_spread_over_all_and_none_is_left_out() {
        for count in [0, 1, 2, 3, 7, 10, 40] {
            let mut order: Vec<usize> = spread(count).collect();
            order.sort_unstable();
            assert_eq!(order, (0..count).collect::<Vec<_>>());
        }
        let mut first: Vec<usize> = spread(40).take(UNANIMOUS).collect();
        first.sort_unstable();
        // nowhere are more than a third of all left out
        let gaps = first.windows(2).map(|two| two[1] - two[0]);
        assert!(gaps.max() <= Some(13), "{first:?}");
        assert!(first[0] <= 13 && first[UNANIMOUS - 1] >= 26, "{first:?}");
    }

    #[test]
    fn a_second_half_in_another_language_is_not_overlooked() {
        let english = "The council met on Monday evening to talk about the bridge, which has been closed since the flood.";
        let german = "Der Rat kam am Montagabend zusammen, um über die Brücke zu sprechen, die seit dem Hochwasser gesperrt ist.";
        let blocks = |texts: &[&str]| -> Vec<Block> {
            texts
                .iter()
                .map(|text| {
                    let window = Window::new((*text).to_owned(), Position::START);
                    Block::verbatim(Kind::Paragraph, &window, 0..text.len())
                })
                .collect()
        };
        let own = find(&blocks(&[english; 60]), None);
        assert_eq!((own.tag.as_deref(), own.torn), (Some("en"), false));
        let halves = [[english; 36], [german; 36]].concat();
        assert!(find(&blocks(&halves), None).torn);
    }
}
