//! `bilingual/placeholder-mismatch`.

use super::difference::{self, Item, count};
use super::lengths::{is_forms, without_variants};
use super::placeholder::{self, Numbering, Placeholder};
use super::plain::is_grammar;
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::inline::Kind;
use crate::pair::Pair;
use crate::position::floor_char;
use crate::rule::{PairExaminer, Severity, rule};
use crate::sieve::Bytes;
use crate::unit::Plural;

rule! {
    /// # What it finds
    /// A placeholder that the source has and the target has not, or the other way round.
    ///
    /// Where the file says of which family its placeholders are, those are compared; else they are told by shape: `%s`,
    /// `%1$d`, `%(name)s`, `%@`, `%1`, `{0}`, `{name}`, `{{ name }}`, `${name}`, `#{name}`, `%{name}`, ICU plurals and
    /// selects, `$NAME`, `%NAME%`, `#NAME#`, `@name`, `:name`, `&name.of.entity;`. Numbered and named ones may change
    /// their order; unnumbered ones of different kinds may not. Width and precision are the translator's. A plural form
    /// that stands for one number may leave the number out. Names with a mere sign before them, which prose also has,
    /// are major; one that is only repeated is minor, one less often repeated neutral.
    ///
    /// # Why it matters
    /// A name or a number is not filled in, the reader sees the code, or the program crashes.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv
    /// Deleted %s from %s.⇥Aus %s gelöscht.
    /// ```
    /// ```flagged source=en lang=fr format=tsv at=1:32
    /// Hello {name}, welcome!⇥Bonjour {nom}, bienvenue !
    /// ```
    /// ```flagged source=en lang=ru format=tsv
    /// Page %1$d of %2$d⇥Страница %1$d
    /// ```
    /// ```flagged source=en lang=ar format=tsv
    /// You have {{ count }} messages.⇥لديك رسائل.
    /// ```
    /// ```flagged source=en lang=ja format=tsv
    /// %d files in %s⇥%s に %d 個のファイル
    /// ```
    /// ```clean source=en lang=ja format=tsv
    /// %d files in %s⇥%2$s に %1$d 個のファイル
    /// ```
    /// ```clean source=en lang=he format=tsv
    /// Hello {name}, you have {n} points.⇥יש לך {n} נקודות, {name}.
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// 100% of the books, 5% discount⇥100 % des livres, 5 % de remise
    /// ```
    /// ```clean source=en lang=tr format=tsv
    /// Save 50% today.⇥Bugün %50 tasarruf edin.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// Hello {{name}}, see {0}.⇥Hallo {{ name }}, siehe {0}.
    /// ```
    /// ```clean source=en lang=ru format=tsv
    /// {n, plural, one {# file} other {# files}}⇥{n, plural, one {# файл} few {# файла} many {# файлов} other {# файла}}
    /// ```
    /// ```clean source=en lang=es format=tsv
    /// Usage: cp <source> <target>, see &File⇥Uso: cp <origen> <destino>, véase &Archivo
    /// ```
    /// ```clean source=en lang=ru format=tsv
    /// Help %sbuild the bridge%s, %d of %dkb⇥Помочь %sстроить мост%s, %d из %dкб
    /// ```
    /// ```clean source=en lang=pl format=tsv
    /// Wait {{ n }} minute.|Wait {{ n }} minutes.⇥Poczekaj {{ n }} minutę.|Poczekaj {{ n }} minuty.|Poczekaj {{ n }} minut.
    /// ```
    /// ```clean source=en lang=hu format=tsv
    /// 100% of the books are here.⇥A könyvek 100%-a itt van.
    /// ```
    /// ```clean source=en lang=uk format=po
    /// msgid ""
    /// msgstr ""
    /// "Language: uk\n"
    /// "Plural-Forms: nplurals=4; plural=n==1 ? 3 : n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;\n"
    ///
    /// msgid "In %d day"
    /// msgid_plural "In %d days"
    /// msgstr[0] "Через %d день"
    /// msgstr[1] "Через %d дні"
    /// msgstr[2] "Через %d днів"
    /// msgstr[3] "Завтра"
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// main={start}{end}\nstart=$base|$river⇥main=Saint-$base|$base
    /// ```
    /// ```clean source=en lang=fi format=tsv
    /// Open %s⇥Avaa %sen tiedot
    /// ```
    /// ```flagged source=en lang=cs format=tsv
    /// Show %APPNAME %MODULENAME help⇥Ukázat nápovědu %APPNAME
    /// ```
    /// ```clean source=en lang=cs format=tsv
    /// %A, %B %d⇥%A %d. %B
    /// ```
    ///
    /// # Known mistakes
    /// Words in braces that stand for something the reader fills in are translated in some manuals. Formats of dates
    /// (`%d %B %Y`) are not compared: languages order and choose their parts.
    ///
    /// # References
    /// MQM, design/markup. translate-toolkit `printf`, `pythonbraceformat`, `variables`; Weblate's format checks; gettext
    /// manual, 15.3 (`c-format` and its kin); ICU MessageFormat.
    pub PLACEHOLDER_MISMATCH = "bilingual/placeholder-mismatch", Critical, "design/markup", on, pairs PlaceholderMismatch::start
}

struct PlaceholderMismatch;

const DOLLAR: Bytes = Bytes::from_list(b"$");

impl PlaceholderMismatch {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self)
    }
}

impl PairExaminer for PlaceholderMismatch {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let has = |view: &crate::pair::View<'_>| {
            view.inline()
                .pieces
                .iter()
                .any(|piece| piece.kind.is_placeholder() || piece.kind == Kind::Object)
        };
        let dollar = pair.source.bytes.meets(DOLLAR);
        if (!has(&pair.source) && !has(&pair.target) && !dollar) || !pair.is_translated() {
            return;
        }
        let text = pair.source.text;
        if pair.unit.flags.is_empty()
            && (is_date_format(text) || is_grammar(text) || is_label(text))
        {
            return;
        }
        if lone_argument(pair, findings) {
            return;
        }
        let numbering = Numbering::default().see(&pair.source).see(&pair.target);
        let mut source = placeholder::of(&pair.source, &pair.target, numbering);
        let mut target = placeholder::of(&pair.target, &pair.source, numbering);
        if source.len() + target.len() > difference::MOST {
            return;
        }
        let icu = [&source, &target]
            .iter()
            .any(|side| side.iter().any(|found| found.kind == Kind::Icu));
        if icu || is_forms(pair.source.text) || is_forms(pair.target.text) {
            // branches repeat what they need
            once(&mut source);
            once(&mut target);
        }
        if let Some(draft) = compare(pair, &source, &target) {
            let (draft, at) = draft;
            match at {
                Some(range) => pair.report(range, draft, findings),
                None => pair.report_whole(draft, findings),
            }
        } else if icu && let Some((name, range)) = wrong_branch(pair) {
            let message = format!("“{name}” is no branch of the ICU message of the source");
            pair.report(range, Draft::new(&PLACEHOLDER_MISMATCH, message), findings);
        }
    }
}

/// `$1` by itself is an argument or an amount. Where the target has no such number at all, it is lost either way.
fn lone_argument(pair: &Pair<'_>, findings: &mut Findings<'_>) -> bool {
    let text = pair.source.text;
    let Some(at) = text.find('$').filter(|_| pair.unit.flags.is_empty()) else {
        return false;
    };
    let argument = &text[at..floor_char(text, at + 2).max(at + 1)];
    let single = argument.len() == 2
        && argument.ends_with(|c: char| c.is_ascii_digit())
        && !goes_on(&text[at + argument.len()..]);
    let (here, there) = (count(text, argument), count(pair.target.text, argument));
    if single && there > here {
        let message = format!(
            "“{argument}” stands {} in the source and {} in the target",
            times(here),
            times(there)
        );
        let draft = Draft::new(&PLACEHOLDER_MISMATCH, message).severity(Severity::Minor);
        pair.report_whole(draft, findings);
        return true;
    }
    let Some(numbers) = pair.numbers().filter(|numbers| numbers.added.is_empty()) else {
        return false;
    };
    let lost = numbers
        .missing
        .iter()
        .map(|&index| &numbers.source[index])
        .find(|number| number.range.start == at + 1 && number.digits == 1);
    let Some(number) = lost else { return false };
    let message = difference::message(&[&text[at..number.range.end]], &[]);
    let draft = Draft::new(&PLACEHOLDER_MISMATCH, message).severity(Severity::Major);
    pair.report_whole(draft, findings);
    true
}

/// Whether a figure goes on in `rest`: `$2.50`, and not `$2.` at the end of a sentence.
fn goes_on(rest: &str) -> bool {
    rest.strip_prefix(['.', ','])
        .unwrap_or(rest)
        .starts_with(|c: char| c.is_ascii_digit())
}

type Reported = (Draft, Option<std::ops::Range<usize>>);

fn compare(pair: &Pair<'_>, source: &[Placeholder], target: &[Placeholder]) -> Option<Reported> {
    let (one, other) = (items(source), items(target));
    let mut missing = difference::without(&one, &other);
    let mut added = difference::without(&other, &one);
    if missing.is_empty() && added.is_empty() {
        return order(pair, source, target);
    }
    let (source_text, target_text) = (pair.source.text, pair.target.text);
    let plural = pair.unit.plural.as_ref();
    let mut spared = 0;
    missing.retain(|&index| {
        let found = &source[index];
        let text = &source_text[found.item.range.clone()];
        // there, with a mark of direction inside
        if target_text.contains(['\u{200E}', '\u{200F}']) {
            let bare: String = target_text
                .chars()
                .filter(|c| !matches!(c, '\u{200E}' | '\u{200F}'))
                .collect();
            if count(&bare, text) > count(target_text, text) {
                return false;
            }
        }
        // there, but glued to a word so that it is cut otherwise
        if count(target_text, text) > written(target, target_text, text) {
            return false;
        }
        if found.kind == Kind::Numbered && pair.unit.flags.is_empty() && per_cent(target_text, text)
        {
            return false;
        }
        if may_lack_number(plural, found) && spared == 0 {
            spared += 1;
            return false;
        }
        true
    });
    let numbered = source.iter().any(|found| found.kind == Kind::Numbered);
    added.retain(|&index| {
        let found = &target[index];
        let text = &target_text[found.item.range.clone()];
        let prose = pair.unit.flags.is_empty()
            && match found.kind {
                Kind::Numbered => !numbered,
                Kind::Name => {
                    missing.is_empty() && !one.iter().any(|item| item.key == found.item.key)
                }
                _ => false,
            };
        let in_other_form = plural.is_some_and(|plural| plural.other_source.contains(text));
        // numbered so that it can be repeated
        let repeats = found.kind == Kind::Percent
            && !found.sequential
            && text.contains('$')
            && !source_text.contains('$')
            && one.iter().any(|item| item.key == found.item.key);
        // 80 % of the source, as Turkish and Basque write it
        let percentage = found.kind == Kind::Numbered
            && pair.unit.flags.is_empty()
            && per_cent(source_text, text)
            && !source_text.contains(text);
        !prose
            && !percentage
            && !in_other_form
            && !repeats
            && count(source_text, text) <= written(source, source_text, text)
    });
    if missing.is_empty() && added.is_empty() {
        return None;
    }
    draft(pair, source, target, &missing, &added)
}

fn draft(
    pair: &Pair<'_>,
    source: &[Placeholder],
    target: &[Placeholder],
    missing: &[usize],
    added: &[usize],
) -> Option<Reported> {
    let lacks: Vec<&str> = missing
        .iter()
        .map(|&index| &pair.source.text[source[index].item.range.clone()])
        .collect();
    let extra: Vec<&str> = added
        .iter()
        .map(|&index| &pair.target.text[target[index].item.range.clone()])
        .collect();
    let concerned = missing
        .iter()
        .map(|&index| &source[index])
        .chain(added.iter().map(|&index| &target[index]));
    // named or numbered, and still there: only the count differs
    let repeated = concerned.clone().all(|found| {
        let key = &found.item.key;
        !found.sequential
            && source.iter().any(|other| other.item.key == *key)
            && target.iter().any(|other| other.item.key == *key)
    });
    let sure = concerned.clone().any(|found| {
        !matches!(found.kind, Kind::Name | Kind::Numbered) || !pair.unit.flags.is_empty()
    });
    // the target is written twice, for two places of the program
    let variant = without_variants(pair.source.text, pair.target.text).len();
    if repeated
        && missing.is_empty()
        && added
            .iter()
            .all(|&index| target[index].item.range.start > variant)
    {
        return None;
    }
    let message = if repeated {
        let text = lacks.first().or(extra.first()).unwrap_or(&"");
        let key = concerned.clone().next().map_or("", |found| &found.item.key);
        format!(
            "“{text}” stands {} in the source and {} in the target",
            times(of_key(source, key)),
            times(of_key(target, key))
        )
    } else {
        difference::message(&lacks, &extra)
    };
    let mut draft = Draft::new(&PLACEHOLDER_MISMATCH, message);
    if repeated && added.is_empty() {
        // said once, where the source says it twice: most languages have a pronoun for it
        draft = draft.severity(Severity::Neutral).evidence("repeated");
    } else if repeated {
        draft = draft.severity(Severity::Minor).evidence("repeated");
    } else if !sure {
        draft = draft.severity(Severity::Major);
    }
    if let ([lack], [_]) = (&lacks[..], &extra[..]) {
        draft = draft.suggestion(*lack);
    }
    let at = added.first().map(|&index| target[index].item.range.clone());
    Some((draft, at))
}

/// How many placeholders are written like `raw`.
fn written(placeholders: &[Placeholder], text: &str, raw: &str) -> usize {
    placeholders
        .iter()
        .filter(|found| text[found.item.range.clone()] == *raw)
        .count()
}

fn of_key(placeholders: &[Placeholder], key: &str) -> usize {
    placeholders
        .iter()
        .filter(|found| found.item.key == key)
        .count()
}

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{count} times"),
    }
}

fn items(placeholders: &[Placeholder]) -> Vec<Item> {
    placeholders
        .iter()
        .map(|found| found.item.clone())
        .collect()
}

/// Keeps the first of each.
fn once(placeholders: &mut Vec<Placeholder>) {
    let mut seen: Vec<String> = Vec::new();
    placeholders.retain(|found| {
        let new = !seen.contains(&found.item.key);
        if new {
            seen.push(found.item.key.clone());
        }
        new
    });
}

/// Unnumbered placeholders of different kinds in another order: the wrong values are filled in.
fn order(pair: &Pair<'_>, source: &[Placeholder], target: &[Placeholder]) -> Option<Reported> {
    let sequence = |side: &[Placeholder]| -> Vec<Item> {
        side.iter()
            .filter(|found| found.sequential)
            .map(|found| found.item.clone())
            .collect()
    };
    let (one, other) = (sequence(source), sequence(target));
    let (first, second) = one
        .iter()
        .zip(&other)
        .find(|(one, other)| one.key != other.key)?;
    let message = format!(
        "“{}” stands where the source has “{}”, and neither is numbered",
        &pair.target.text[second.range.clone()],
        &pair.source.text[first.range.clone()]
    );
    Some((
        Draft::new(&PLACEHOLDER_MISMATCH, message),
        Some(second.range.clone()),
    ))
}

/// This form stands for one number alone, so that the text may say it in words.
fn may_lack_number(plural: Option<&Plural>, found: &Placeholder) -> bool {
    let Some(plural) = plural else { return false };
    // where the file does not say what its forms stand for, the first are taken to be those of single numbers
    let single = plural.lone.unwrap_or(match plural.forms {
        0 | 1 => false,
        2 | 3 => plural.index == 0,
        4 | 5 => plural.index <= 1,
        _ => plural.index <= 2,
    });
    single && (found.number || found.kind == Kind::Name)
}

/// `text` is `%50`, and the target has the number with a per-cent sign.
fn per_cent(target: &str, text: &str) -> bool {
    let number = text.trim_start_matches(['%', '$']);
    target.match_indices(number).any(|(at, _)| {
        let before = target[..at].trim_end();
        let after = target[at + number.len()..].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        before.ends_with(['%', '٪', '$']) || after.starts_with(['%', '٪', '$'])
    })
}

/// A format of `strftime`: languages order and choose its parts.
fn is_date_format(text: &str) -> bool {
    let mut parts = 0;
    let mut sure = false;
    for (at, _) in text.match_indices('%') {
        // %-d, %#d, %Ey
        let mut letters = text[at + 1..]
            .trim_start_matches(['-', '#', '_', '^', 'E', 'O'])
            .chars();
        let Some(letter) = letters.next() else {
            return false;
        };
        // %MODULENAME
        if letters.take(2).filter(char::is_ascii_uppercase).count() == 2 {
            return false;
        }
        match letter {
            'A' | 'B' | 'H' | 'I' | 'M' | 'T' | 'Y' | 'b' | 'j' | 'y' => sure = true,
            'D' | 'F' | 'P' | 'R' | 'S' | 'Z' | 'a' | 'c' | 'd' | 'e' | 'h' | 'k' | 'l' | 'm'
            | 'p' | 'r' | 'z' => {}
            _ => return false,
        }
        parts += 1;
    }
    sure && parts > 1
}

/// Nothing but one word in braces: `{None}`, which is a label.
fn is_label(text: &str) -> bool {
    text.trim()
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .is_some_and(|word| word.starts_with(char::is_uppercase) && !word.contains(['{', '.', '_']))
}

/// A branch of the target that ICU knows nothing of and the source has not.
fn wrong_branch<'a>(pair: &Pair<'a>) -> Option<(&'a str, std::ops::Range<usize>)> {
    let source = placeholder::branches(&pair.source);
    placeholder::branches(&pair.target)
        .into_iter()
        .find(|(name, _)| {
            let category = matches!(*name, "zero" | "one" | "two" | "few" | "many" | "other");
            !category && !name.starts_with('=') && !source.iter().any(|(other, _)| other == name)
        })
}
