//! What the reader wants to know of a tag's attributes.

use std::ops::Range;

use super::lexer::Attribute;
use super::tags::Tag;

/// The attributes of a tag that matter; ranges are values as they stand in the window.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(crate) struct Attributes {
    pub(crate) lang: Option<Range<usize>>,
    /// Language of what a link leads to.
    pub(crate) target_lang: Option<Range<usize>>,
    /// Not shown.
    pub(crate) hidden: bool,
    /// Kept from translators.
    pub(crate) untranslated: bool,
    pub(crate) link: bool,
    pub(crate) role: Role,
    /// An `input` that nobody sees.
    pub(crate) no_field: bool,
    /// The languages of the page, as `meta` says.
    pub(crate) content_language: Option<Range<usize>>,
    /// Values that a reader sees or hears.
    pub(crate) texts: Vec<Range<usize>>,
}

/// What an element is for, as `role` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// Nothing that the element itself would not say.
    #[default]
    None,
    /// Navigation or a control.
    Interface,
    /// The page's header or footer.
    Frame,
    /// The content proper.
    Content,
    /// A heading.
    Heading,
}

impl Attributes {
    /// Looks through the attributes of `tag`. Of two with the same name the first one counts.
    pub(crate) fn read(text: &str, list: &[Attribute], tag: Tag) -> Self {
        let mut found = Self::default();
        let (mut content, mut described, mut equivalent, mut value, mut submits) =
            (None, false, false, None, false);
        for attribute in list {
            let range = || attribute.value.clone();
            let raw = &text[attribute.value.clone()];
            let mut buffer = [0_u8; 11];
            let Some(name) = buffer.get_mut(..attribute.name.len()) else {
                continue;
            };
            name.copy_from_slice(&text.as_bytes()[attribute.name.clone()]);
            name.make_ascii_lowercase();
            match &*name {
                b"href" => found.link = tag == Tag::A,
                b"class" => found.untranslated |= has_word(raw, "notranslate"),
                b"lang" | b"xml:lang" if found.lang.is_none() => found.lang = Some(range()),
                b"hreflang" if tag == Tag::A => found.target_lang = Some(range()),
                b"hidden" => found.hidden |= !raw.eq_ignore_ascii_case("until-found"),
                b"style" => found.hidden |= is_undisplayed(raw),
                b"translate" => found.untranslated |= raw.eq_ignore_ascii_case("no"),
                b"role" => found.role = role(raw),
                b"title" if tag != Tag::Link && tag != Tag::Style => found.texts.push(range()),
                b"alt" | b"aria-label" | b"placeholder" => found.texts.push(range()),
                b"summary" if tag == Tag::Table => found.texts.push(range()),
                b"label" if matches!(tag, Tag::Option | Tag::Optgroup | Tag::Track) => {
                    found.texts.push(range());
                }
                b"value" if tag == Tag::Input => value = Some(range()),
                b"type" if tag == Tag::Input => {
                    found.no_field = raw.eq_ignore_ascii_case("hidden");
                    submits = ["submit", "button", "reset"]
                        .iter()
                        .any(|kind| raw.eq_ignore_ascii_case(kind));
                }
                b"content" if tag == Tag::Meta => content = Some(range()),
                b"name" | b"property" | b"itemprop" if tag == Tag::Meta => {
                    described |= is_description(raw);
                }
                b"http-equiv" if tag == Tag::Meta => {
                    equivalent = raw.eq_ignore_ascii_case("content-language");
                }
                _ => {}
            }
        }
        if described {
            found.texts.extend(content);
        } else if equivalent {
            found.content_language = content;
        }
        if submits {
            found.texts.extend(value);
        }
        found
    }
}

/// Whether a `meta` of this name holds words for readers.
fn is_description(name: &str) -> bool {
    const NAMES: [&str; 18] = [
        "description",
        "keywords",
        "og:title",
        "og:description",
        "og:image:alt",
        "og:site_name",
        "twitter:title",
        "twitter:description",
        "twitter:image:alt",
        "abstract",
        "summary",
        "subject",
        "dc.title",
        "dc.description",
        "dc.subject",
        "dcterms.title",
        "dcterms.description",
        "dcterms.abstract",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn has_word(list: &str, word: &str) -> bool {
    list.len() >= word.len() && list.split_ascii_whitespace().any(|part| part == word)
}

/// Whether a style says `display: none`.
fn is_undisplayed(style: &str) -> bool {
    style.split(';').any(|declaration| {
        declaration.split_once(':').is_some_and(|(name, value)| {
            name.trim().eq_ignore_ascii_case("display")
                && value
                    .trim()
                    .get(..4)
                    .is_some_and(|value| value.eq_ignore_ascii_case("none"))
        })
    })
}

fn role(value: &str) -> Role {
    const INTERFACE: [&str; 11] = [
        "navigation",
        "button",
        "menu",
        "menubar",
        "menuitem",
        "tablist",
        "tab",
        "toolbar",
        "search",
        "option",
        "listbox",
    ];
    let value = value.split_ascii_whitespace().next().unwrap_or("");
    let is = |name: &str| value.eq_ignore_ascii_case(name);
    if INTERFACE.into_iter().any(is) {
        Role::Interface
    } else if is("banner") || is("contentinfo") {
        Role::Frame
    } else if is("main") || is("article") {
        Role::Content
    } else if is("heading") {
        Role::Heading
    } else {
        Role::None
    }
}
