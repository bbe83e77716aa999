//! `artifact/hidden-control`.

use std::ops::Range;
use std::sync::LazyLock;

use crate::block::Block;
use crate::chars::{Script, class};
use crate::document::Document;
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Context, Examiner, Severity, rule};
use crate::sieve::Bytes;

rule! {
    /// # What it finds
    /// An invisible character where none belongs: zero-width spaces and joiners inside a word, overrides of the writing
    /// direction, control characters, tag characters, stray variation selectors.
    ///
    /// The finding is the word that holds it, or the character itself outside words. Flagged are: zero-width spaces,
    /// word joiners and byte-order marks between two letters of one word in alphabets that do not need them; joiners
    /// there too, except where German typography parts ligatures; marks of direction between two letters of a
    /// left-to-right script; embeddings, overrides and isolates without their counterpart, and every override in text
    /// without right-to-left letters; control characters other than tab, line break and form feed; annotation and
    /// tag characters; two variation selectors in a row, or one after a Latin letter; soft hyphens that stand doubled
    /// or at the edge of a word (minor).
    ///
    /// # Why it matters
    /// The word can no longer be found, spelt or read aloud, and an override can make a text read other than it is
    /// stored. They come from decoders, from pasted web pages, and from people who hide things.
    ///
    /// # Examples
    /// ```flagged lang=en format=html at=1:27
    /// <p>Three hundred walls of sto&#x200B;ne stand in the valley.</p>
    /// ```
    /// ```flagged lang=en format=html at=1:28
    /// <p>It was planted with the &#x202E;vines&#x202C; long ago.</p>
    /// ```
    /// ```flagged lang=ru format=html at=1:4
    /// <p>Моско&#x2060;вский мост закрыт.</p>
    /// ```
    /// ```flagged lang=en format=html at=1:11
    /// <p>A bell &#x7; rang in the tower.</p>
    /// ```
    /// ```flagged lang=de format=html at=1:21
    /// <p>Das ist die alte Brü&#xAD;&#xAD;cke am Fluss.</p>
    /// ```
    /// ```clean lang=fa format=html
    /// <p>کتاب&#x200C;خانه&#x200C;ها می&#x200C;توانند باز باشند.</p>
    /// ```
    /// ```clean lang=hi format=html
    /// <p>क्&#x200D;या यह पुस्तक शक्&#x200C;ति है?</p>
    /// ```
    /// ```clean lang=km format=html
    /// <p>ភាសា&#x200B;ខ្មែរ&#x200B;ជា&#x200B;ភាសា&#x200B;ផ្លូវការ។</p>
    /// ```
    /// ```clean lang=de format=html
    /// <p>Das Donau&#xAD;dampf&#xAD;schiff hat eine Auf&#x200C;lage und ein Schilf&#x200C;insel&#x200C;chen.</p>
    /// ```
    /// ```clean lang=en format=html
    /// <p>See example.org/&#x200B;path/&#x200B;to, org.&#x200B;apache.&#x200B;Project and Java&#x200B;Script; a family 👨&#x200D;👩&#x200D;👧, a flag 🏴&#xE0067;&#xE0062;&#xE0065;&#xE006E;&#xE0067;&#xE007F;, a heart ❤&#xFE0F; and a key 1&#xFE0F;⃣.</p>
    /// ```
    /// ```clean lang=he format=html
    /// <p>הגשר (C++&#x200E;) נסגר בשנת &#x200F;2020 &#x2067;ועוד&#x2069;.</p>
    /// ```
    /// ```clean lang=ja format=html
    /// <p>葛&#xE0100;城市の橋は&#x200B;閉鎖された。</p>
    /// ```
    ///
    /// # Known mistakes
    /// A publisher's deliberate break points inside long Latin words look like faults.
    ///
    /// # References
    /// Unicode Standard, chapter 23, and Annexes 9 and 31; Unicode Technical Standard 55; bicleaner-hardrules
    /// `no_unicode_noise`; Weblate “zero-width space”.
    pub HIDDEN_CONTROL = "artifact/hidden-control", Major, "fluency/encoding", on, HiddenControl::start
}

/// Findings a document, before the rest is counted only.
const MOST: u32 = 20;

#[derive(Default)]
struct HiddenControl {
    found: u32,
    rest: Option<Place>,
}

impl HiddenControl {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self::default())
    }

    fn report(&mut self, block: &Block, at: usize, character: char, findings: &mut Findings<'_>) {
        self.found += 1;
        if self.found > MOST {
            if self.rest.is_none() {
                self.rest = Some(Place::of(block, &(at..at + character.len_utf8())));
            }
            return;
        }
        let text = &block.text;
        let span = word_around(text, at, character);
        let name = name(character);
        let visible: String = text[span.clone()]
            .chars()
            .filter(|&c| !is_suspect(c))
            .collect();
        let message = if visible.trim().is_empty() {
            format!("{name} stands in the text")
        } else {
            format!("{name} stands in “{visible}”")
        };
        let mut draft = Draft::new(&HIDDEN_CONTROL, message);
        if character == '\u{AD}' {
            draft = draft.severity(Severity::Minor).evidence("soft-hyphen");
        } else if is_control(character) {
            draft = draft.evidence("control");
        }
        findings.report(block, span, draft.suggestion(visible));
    }
}

impl Examiner for HiddenControl {
    fn block(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        if !LEADS.meets(context.bytes) {
            return;
        }
        let text = &block.text;
        let bytes = text.as_bytes();
        let mut directions = None;
        let mut reported_to = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            if !leads(byte) || at < reported_to {
                continue;
            }
            let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                continue;
            };
            if !is_suspect(character) {
                continue;
            }
            let spot = Spot::new(text, at, character);
            let wrong = if is_direction(character) {
                let faults = directions.get_or_insert_with(|| Directions::read(text));
                faults.is_wrong(at, character)
            } else {
                spot.is_wrong()
            };
            if wrong {
                self.report(block, at, character, findings);
                reported_to = word_around(text, at, character).end;
            }
        }
    }

    fn finish(&mut self, _: &Document, findings: &mut Findings<'_>) {
        if let Some(place) = self.rest.take() {
            let message = format!(
                "{} more hidden characters follow from here on",
                self.found - MOST
            );
            findings.report_at(place, Draft::new(&HIDDEN_CONTROL, message));
        }
    }
}

static LEADS: LazyLock<Bytes> = LazyLock::new(|| Bytes::that(leads));

/// Whether a byte can begin one of the characters that the rule is about.
fn leads(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C))
        || matches!(byte, 0x7F | 0xC2 | 0xD8 | 0xE2 | 0xEF | 0xF3)
}

fn is_control(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{0C}' | '\u{85}')
}

fn is_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Opens or closes a stretch of another direction.
fn is_direction(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_suspect(character: char) -> bool {
    is_control(character)
        || is_selector(character)
        || is_direction(character)
        || matches!(
            character,
            '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0001}'..='\u{E007F}'
        )
}

/// A suspect character and its neighbours.
struct Spot {
    character: char,
    before: Option<char>,
    after: Option<char>,
    tail: bool,
}

impl Spot {
    fn new(text: &str, at: usize, character: char) -> Self {
        let rest = &text[at + character.len_utf8()..];
        Self {
            character,
            before: text[..at].chars().next_back(),
            after: rest.chars().next(),
            tail: rest.is_empty(),
        }
    }

    fn is_wrong(&self) -> bool {
        match self.character {
            '\u{200B}' | '\u{2060}' | '\u{FEFF}' => self.is_inside_word() && !self.is_hump(),
            '\u{200C}' | '\u{200D}' => self.is_inside_word() && !self.parts_ligature(),
            '\u{200E}' | '\u{200F}' | '\u{61C}' => self.is_inside_word(),
            '\u{AD}' => self.before.is_some_and(|c| c == '\u{AD}') || self.is_at_edge(),
            '\u{FFF9}'..='\u{FFFB}' => true,
            '\u{E0001}'..='\u{E007F}' => !self
                .before
                .is_some_and(|c| c == '\u{1F3F4}' || matches!(c, '\u{E0020}'..='\u{E007F}')),
            c if is_selector(c) => self
                .before
                .is_some_and(|c| c.is_ascii_alphabetic() || is_selector(c)),
            // A lone Ctrl-Z ends files of old systems.
            '\u{1A}' if self.tail => false,
            // UTF-8 read as Latin-1: the whole is `mojibake`, not its parts.
            '\u{80}'..='\u{9F}'
                if self
                    .before
                    .is_some_and(|c| matches!(c, '\u{80}'..='\u{FF}')) =>
            {
                false
            }
            c => is_control(c),
        }
    }

    /// Between two letters of an alphabet that knows no such characters inside words.
    fn is_inside_word(&self) -> bool {
        let plain = |c: char| {
            class(c).is_letter()
                && matches!(
                    class(c).script(),
                    Script::Latin
                        | Script::Cyrillic
                        | Script::Greek
                        | Script::Armenian
                        | Script::Georgian
                )
        };
        self.before.is_some_and(plain) && self.after.is_some_and(plain)
    }

    /// A break point before a capital inside a compound identifier: `Java|Script`.
    fn is_hump(&self) -> bool {
        self.before.is_some_and(|c| class(c).is_lower())
            && self.after.is_some_and(|c| class(c).is_upper())
    }

    /// German typography parts `f` from the letter it would join across the seam of a compound.
    fn parts_ligature(&self) -> bool {
        self.character == '\u{200C}'
            && (matches!(self.before, Some('f' | 't' | 'T'))
                || self.before.is_some_and(|c| class(c).is_lower())
                    && matches!(self.after, Some('l' | 'f' | 'c' | 't' | 'i')))
    }

    /// A soft hyphen before or behind a word, where no line can break.
    fn is_at_edge(&self) -> bool {
        let letter = |c: char| class(c).is_letter() || class(c).is_mark();
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        (space(self.before) && self.after.is_some_and(letter))
            || (self.before.is_some_and(letter) && self.after == Some(' '))
    }
}

/// The directional formatting of a text: where it is out of balance, and whether it has right-to-left letters at all.
struct Directions {
    unmatched: Vec<usize>,
    right_to_left: bool,
}

impl Directions {
    fn read(text: &str) -> Self {
        let (mut embeddings, mut isolates, mut unmatched) = (Vec::new(), Vec::new(), Vec::new());
        for (at, character) in text.char_indices() {
            match character {
                '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => embeddings.push(at),
                '\u{202C}' if embeddings.pop().is_none() => unmatched.push(at),
                '\u{2066}'..='\u{2068}' => isolates.push(at),
                '\u{2069}' if isolates.pop().is_none() => unmatched.push(at),
                _ => {}
            }
        }
        unmatched.append(&mut embeddings);
        unmatched.append(&mut isolates);
        unmatched.sort_unstable();
        Self {
            unmatched,
            right_to_left: text.chars().any(|c| {
                matches!(class(c).script(), Script::Arabic | Script::Hebrew)
                    || matches!(c, '\u{700}'..='\u{8FF}')
            }),
        }
    }

    fn is_wrong(&self, at: usize, character: char) -> bool {
        let overrides = matches!(character, '\u{202D}' | '\u{202E}');
        (overrides && !self.right_to_left) || self.unmatched.binary_search(&at).is_ok()
    }
}

/// The word that holds or follows the character, else the character alone.
fn word_around(text: &str, at: usize, character: char) -> Range<usize> {
    let part = |c: char| class(c).is_word() || (is_suspect(c) && !is_control(c));
    let end = at + character.len_utf8();
    if is_control(character) {
        return at..end;
    }
    let start = text[..at]
        .char_indices()
        .rev()
        .take(64)
        .take_while(|&(_, c)| part(c))
        .last()
        .map_or(at, |(start, _)| start);
    let length: usize = text[end..]
        .chars()
        .take(64)
        .take_while(|&c| part(c))
        .map(char::len_utf8)
        .sum();
    start..end + length
}

/// Code point and name, as Unicode gives them.
fn name(character: char) -> String {
    let name = match character {
        '\u{AD}' => "soft hyphen",
        '\u{61C}' => "Arabic letter mark",
        '\u{200B}' => "zero-width space",
        '\u{200C}' => "zero-width non-joiner",
        '\u{200D}' => "zero-width joiner",
        '\u{200E}' => "left-to-right mark",
        '\u{200F}' => "right-to-left mark",
        '\u{202A}' => "left-to-right embedding",
        '\u{202B}' => "right-to-left embedding",
        '\u{202C}' => "pop directional formatting",
        '\u{202D}' => "left-to-right override",
        '\u{202E}' => "right-to-left override",
        '\u{2060}' => "word joiner",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "pop directional isolate",
        '\u{FEFF}' => "byte-order mark",
        '\u{FFF9}'..='\u{FFFB}' => "interlinear annotation mark",
        '\u{E0001}'..='\u{E007F}' => "tag character",
        c if is_selector(c) => "variation selector",
        _ => "control character",
    };
    format!("U+{:04X} {name}", u32::from(character))
}
