//! Which language a text is in: a linear classifier over hashed character n-grams, with one table of weights for each
//! script that several languages share.
//!
//! - [`identify`] asks openly, [`identify_among`] among candidates, [`scores`] gives the candidates' log-likelihoods.
//! - [`Pair`] asks one language against another and is made once for many questions.
//! - [`spans`] finds runs of words of one language in a text of the other.
//!
//! The weights are signed bytes, trained by `cargo run --release --example train-language`; NOTICE names the data. How
//! right the engine is, `cargo run --release --example evaluate-language` prints.
//!
//! On the 57 languages that whatlang and lingua share, 1,000 sentences each of lingua's test set, 98.9 % of the open
//! answers among 112 languages are right (whatlang 95.1 %), 99.4 % among the 57, 100 % of ten sentences together; of
//! English against another language 99.94 %, of 24 close pairs 99.5 %. On the shorter sentences of the Tatoeba development
//! set it is 98.6 % (whatlang 83.5 %), 99.8 % from 60 bytes on; 99.97 % and 98.8 %. The expected calibration error is 0.010
//! for the open question and 0.007 for English against another language, and 0.028 at most in a band of lengths.
//!
//! Sources: hashed features and a linear classifier as in Joulin et al., "Bag of Tricks for Efficient Text
//! Classification" (2017); word and n-gram back-off as in Jauhiainen et al., "Evaluation of language identification
//! methods using 285 languages" (2017); calibration as in Zadrozny and Elkan, "Transforming classifier scores into
//! accurate multiclass probability estimates" (2002).
#![expect(
    clippy::cast_precision_loss,
    reason = "sums of weights and counts of letters are far below what a float holds exactly"
)]
#![expect(
    clippy::inline_always,
    reason = "the loops over letters are specialised to their caller"
)]

use std::cell::RefCell;

mod calibration;
pub mod feature;
mod fold;
mod language;
mod memory;
mod pair;
mod span;
pub mod table;

pub use calibration::{Kind, probability};
pub use language::{GROUPS, Group, Lid, TABLES, WIDEST};
pub(crate) use pair::sober;
pub use pair::{Evidence, Pair, Score, Weights, WordScore};
pub use span::{Span, SpanCost, spans, spans_of};

use memory::Memory;
use table::{Sums, table};

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// Fewest letters that are judged at all.
const LEAST_LETTERS: usize = 3;

/// Letters that weigh as much against a language seldom met as having it before one at all.
const LENGTHY: f32 = 100.0;

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// The most likely language.
    pub lid: Lid,
    /// The log-odds of it against the others, as the engine has them; infinite for a language alone in its script.
    pub raw: f32,
    /// How likely that is right, as counted on held-out text.
    pub probability: f32,
    /// Letters that were looked at.
    pub letters: usize,
}

/// What the words of a text add up to.
struct Totals {
    letters: [usize; GROUPS.len()],
    /// Quarters of a letter, of which Latin names count one and everything else four.
    quarters: [usize; GROUPS.len()],
    sums: [Sums; TABLES],
}

impl Totals {
    fn of(text: &str) -> Self {
        let mut totals = Self {
            letters: [0; GROUPS.len()],
            quarters: [0; GROUPS.len()],
            sums: [[0; WIDEST]; TABLES],
        };
        let tables: [_; TABLES] = std::array::from_fn(table);
        let mut add = |word: &feature::Word, memory: &mut Memory| {
            let letters = word.letters();
            totals.letters[word.group] += letters;
            let is_name = word.group == 0 && word.is_name_like();
            totals.quarters[word.group] += if is_name { letters } else { 4 * letters };
            if let Some(Some(table)) = tables.get(word.group) {
                let sums = &mut totals.sums[word.group];
                if word.group == 0 {
                    memory.add(table, word, sums);
                } else {
                    table.add(word, sums);
                }
            }
        };
        MEMORY.with_borrow_mut(|memory| feature::words(text, |word| add(word, memory)));
        totals
    }

    /// The group whose letters weigh most, and its share.
    fn group(&self, allowed: impl Fn(usize) -> bool) -> Option<(usize, f32)> {
        let weight = |group: usize| self.quarters[group] as f32 * GROUPS[group].weight as f32;
        let all: f32 = (0..GROUPS.len()).map(weight).sum();
        (0..GROUPS.len())
            .filter(|&group| self.letters[group] > 0 && allowed(group))
            .max_by(|&a, &b| weight(a).total_cmp(&weight(b)))
            .map(|group| (group, weight(group) / all))
    }

    /// Log-likelihood of a language, up to what all languages of the group share.
    fn score(&self, lid: Lid) -> f32 {
        table(lid.group()).map_or(0.0, |table| {
            self.sums[lid.group()][lid.class()] as f32 * table.scale + table.bias[lid.class()]
        })
    }

    /// The same of all languages of a group, with how seldom each is met, the more the longer the text: its n-grams say
    /// the same again and again.
    fn weighed(&self, group: usize) -> [f32; WIDEST] {
        let mut scores = [0.0; WIDEST];
        let Some(table) = table(group) else {
            return scores;
        };
        let length = 1.0 + self.letters[group] as f32 / LENGTHY;
        for (class, score) in scores.iter_mut().enumerate().take(table.bias.len()) {
            let sum = self.sums[group][class] as f32 * table.scale + table.bias[class];
            *score = sum - table.seldom[class] * length;
        }
        scores
    }

    fn answer(&self, allowed: impl Fn(Lid) -> bool) -> Option<Answer> {
        let languages = |group: usize| {
            (0..GROUPS[group].tags.len())
                .map(move |class| Lid::at(group, class))
                .filter(|&lid| allowed(lid))
        };
        let (group, share) = self.group(|group| languages(group).next().is_some())?;
        let letters = self.letters[group];
        let tiny = letters < LEAST_LETTERS && GROUPS[group].weight < 3;
        if tiny {
            return None;
        }
        let scores = self.weighed(group);
        let mut best: Option<(Lid, f32)> = None;
        for lid in languages(group) {
            let score = scores[lid.class()];
            if best.is_none_or(|(_, most)| score > most) {
                best = Some((lid, score));
            }
        }
        let (lid, most) = best?;
        let others: f32 = languages(group)
            .filter(|&other| other != lid)
            .map(|other| (scores[other.class()] - most).exp())
            .sum();
        // A language alone in its script: nothing in the table speaks against it.
        let raw = if others > 0.0 {
            -others.ln()
        } else {
            f32::INFINITY
        };
        Some(Answer {
            lid,
            raw,
            probability: probability(Kind::Open, letters, raw) * share.sqrt(),
            letters,
        })
    }
}

/// The language of `text` among all that are known, or `None` when too few letters are left to judge by.
#[must_use]
pub fn identify(text: &str) -> Option<Answer> {
    Totals::of(text).answer(|_| true)
}

/// The language of `text` among `candidates`.
#[must_use]
pub fn identify_among(text: &str, candidates: &[Lid]) -> Option<Answer> {
    Totals::of(text).answer(|lid| candidates.contains(&lid))
}

/// Log-likelihoods of `candidates` in nats, up to a constant that all languages of one script share.
#[must_use]
pub fn scores(text: &str, candidates: &[Lid]) -> Vec<f32> {
    let totals = Totals::of(text);
    candidates.iter().map(|&lid| totals.score(lid)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sentence in each of many languages.
    const SENTENCES: &[(&str, &str)] = &[
        (
            "af",
            "Ons het gister lank gewerk, maar die kinders wou nog nie slaap nie.",
        ),
        (
            "ar",
            "ذهبت إلى السوق صباح اليوم لكنني لم أجد الخبز الذي أحبه.",
        ),
        (
            "bg",
            "Вчера вечерта отидохме на кино, защото навън валеше дъжд.",
        ),
        ("bn", "আজ সকালে আমি বাজারে গিয়ে কিছু তাজা সবজি কিনেছি।"),
        (
            "ca",
            "Aquest matí hem anat a comprar el pa i després hem pres un cafè amb els veïns.",
        ),
        (
            "cs",
            "Včera večer jsme šli do kina, protože venku celý den pršelo.",
        ),
        (
            "da",
            "Vi var nødt til at vente, fordi toget fra København var blevet forsinket.",
        ),
        (
            "de",
            "Gestern Abend sind wir ins Kino gegangen, weil es draußen geregnet hat.",
        ),
        (
            "el",
            "Χθες το βράδυ πήγαμε στον κινηματογράφο επειδή έβρεχε.",
        ),
        (
            "en",
            "Yesterday evening we went to the cinema because it was raining outside.",
        ),
        (
            "eo",
            "Hieraŭ vespere ni iris al la kinejo, ĉar ekstere pluvis.",
        ),
        (
            "es",
            "Ayer por la tarde fuimos al cine porque fuera estaba lloviendo.",
        ),
        ("et", "Eile õhtul läksime kinno, sest õues sadas vihma."),
        (
            "eu",
            "Atzo arratsaldean zinemara joan ginen, kanpoan euria ari zuelako.",
        ),
        ("fa", "دیروز عصر به سینما رفتیم چون بیرون باران می‌بارید."),
        (
            "fi",
            "Eilen illalla menimme elokuviin, koska ulkona satoi vettä.",
        ),
        (
            "fr",
            "Hier soir, nous sommes allés au cinéma parce qu’il pleuvait dehors.",
        ),
        (
            "ga",
            "Chuamar go dtí an phictiúrlann aréir mar go raibh sé ag cur báistí.",
        ),
        ("he", "אתמול בערב הלכנו לקולנוע כי בחוץ ירד גשם."),
        ("hi", "कल शाम हम सिनेमा देखने गए क्योंकि बाहर बारिश हो रही थी।"),
        (
            "hu",
            "Tegnap este moziba mentünk, mert odakint esett az eső.",
        ),
        (
            "id",
            "Kemarin sore kami pergi ke bioskop karena di luar sedang hujan.",
        ),
        (
            "is",
            "Í gærkvöldi fórum við í bíó vegna þess að það rigndi úti.",
        ),
        (
            "it",
            "Ieri sera siamo andati al cinema perché fuori pioveva.",
        ),
        ("ja", "昨日の夜は雨が降っていたので、映画館に行きました。"),
        ("ka", "გუშინ საღამოს კინოში წავედით, რადგან გარეთ წვიმდა."),
        ("ko", "어제 저녁에 밖에 비가 와서 우리는 영화관에 갔습니다."),
        ("lt", "Vakar vakare nuėjome į kiną, nes lauke lijo."),
        ("lv", "Vakar vakarā mēs gājām uz kino, jo ārā lija lietus."),
        (
            "mr",
            "काल संध्याकाळी बाहेर पाऊस पडत होता म्हणून आम्ही चित्रपट पाहायला गेलो.",
        ),
        (
            "nl",
            "Gisteravond zijn we naar de bioscoop gegaan, omdat het buiten regende.",
        ),
        (
            "pl",
            "Wczoraj wieczorem poszliśmy do kina, ponieważ na dworze padał deszcz.",
        ),
        (
            "pt",
            "Ontem à noite fomos ao cinema porque estava a chover lá fora.",
        ),
        (
            "ro",
            "Aseară am mers la cinematograf pentru că afară ploua.",
        ),
        (
            "ru",
            "Вчера вечером мы пошли в кино, потому что на улице шёл дождь.",
        ),
        ("sk", "Včera večer sme išli do kina, pretože vonku pršalo."),
        ("sl", "Včeraj zvečer smo šli v kino, ker je zunaj deževalo."),
        ("sq", "Mbrëmë shkuam në kinema sepse jashtë po binte shi."),
        ("sv", "I går kväll gick vi på bio eftersom det regnade ute."),
        (
            "sw",
            "Jana jioni tulienda kwenye sinema kwa sababu mvua ilikuwa inanyesha.",
        ),
        (
            "tr",
            "Dün akşam dışarıda yağmur yağdığı için sinemaya gittik.",
        ),
        ("uk", "Учора ввечері ми пішли в кіно, бо надворі йшов дощ."),
        (
            "ur",
            "کل شام ہم سنیما دیکھنے گئے کیونکہ باہر بارش ہو رہی تھی۔",
        ),
        ("vi", "Tối hôm qua chúng tôi đi xem phim vì ngoài trời mưa."),
        ("zh-Hans", "昨天晚上外面下雨，所以我们去看了电影。"),
        ("zh-Hant", "昨天晚上外面下雨，所以我們去看了電影。"),
    ];

    #[test]
    fn sentences_in_many_languages() {
        for &(tag, text) in SENTENCES {
            let answer = identify(text).unwrap_or_else(|| panic!("{tag}: {text}"));
            assert_eq!(answer.lid.tag(), tag, "{text}: {answer:?}");
            assert!(answer.probability > 0.8, "{tag}: {answer:?}");
        }
    }

    #[test]
    fn nothing_to_judge_is_no_answer() {
        for text in [
            "",
            "OK",
            "12345 — 67,89 %",
            "https://example.org/a/path",
            "someone@example.org",
            "{0} %s $HOME",
            "USB 3.0",
        ] {
            assert_eq!(identify(text), None, "{text}");
        }
    }

    #[test]
    fn a_single_word_is_not_certain() {
        for text in ["Cancel", "Total", "Code"] {
            let sure = identify(text).map_or(0.0, |answer| answer.probability);
            assert!(sure < 0.95, "{text}: {sure}");
        }
    }

    #[test]
    fn names_in_latin_letters_do_not_hide_the_language() {
        for (tag, text) in [
            ("ko", "Windows 10에서 Visual Studio Code를 설치하세요"),
            ("zh-Hans", "请下载 Visual Studio Code Installer for Windows"),
            ("ru", "Установите Microsoft Visual Studio Community Edition"),
        ] {
            assert_eq!(identify(text).map(|answer| answer.lid.tag()), Some(tag));
        }
    }

    #[test]
    fn candidates_bound_the_answer() {
        let lids: Vec<Lid> = ["nb", "sv"].into_iter().filter_map(Lid::from_tag).collect();
        let text = "Vi var nødt til at vente, fordi toget fra København var blevet forsinket.";
        assert_eq!(
            identify_among(text, &lids).map(|answer| answer.lid.tag()),
            Some("nb")
        );
        let scores = scores(text, &lids);
        assert!(scores[0] > scores[1]);
        assert_eq!(identify_among(text, &[]), None);
    }
}
