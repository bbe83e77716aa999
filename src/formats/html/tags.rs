//! The elements that the reader knows, and what it does with each.

macro_rules! tags {
    ($($variant:ident $name:literal,)*) => {
        /// An element by its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Tag {
            $(#[doc = $name] $variant,)*
            /// Any other element; it is in a line.
            Other,
        }

        impl Tag {
            /// How many there are.
            pub(crate) const COUNT: usize = Self::Other as usize + 1;

            /// The element of this name, in whatever case.
            pub(crate) fn of(name: &str) -> Self {
                let mut buffer = [0_u8; 12];
                let Some(lower) = buffer.get_mut(..name.len()) else {
                    return Self::Other;
                };
                lower.copy_from_slice(name.as_bytes());
                lower.make_ascii_lowercase();
                match &*lower {
                    $(lower if lower == $name.as_bytes() => Self::$variant,)*
                    _ => Self::Other,
                }
            }
        }
    };
}

// The most frequent come first: names are compared in this order.
tags! {
    A "a", P "p", Div "div", Span "span", Li "li", Td "td", Tr "tr", Code "code", B "b", I "i", Em "em",
    Strong "strong", Br "br", Tt "tt", Img "img", Dt "dt", Dd "dd", Ul "ul", Pre "pre", Table "table", H1 "h1",
    H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", Meta "meta", Link "link", Script "script", Th "th", Dl "dl", Ol "ol",
    Hr "hr", Var "var", Kbd "kbd", Samp "samp", Cite "cite", Q "q", Abbr "abbr", Address "address", Applet "applet",
    Area "area", Article "article", Aside "aside", Audio "audio", Base "base", Basefont "basefont",
    Blockquote "blockquote", Body "body", Button "button", Canvas "canvas", Caption "caption", Center "center",
    Col "col", Colgroup "colgroup", Datalist "datalist", Details "details", Dialog "dialog", Dir "dir",
    Embed "embed", Fieldset "fieldset", Figcaption "figcaption", Figure "figure", Font "font", Footer "footer",
    Form "form", Frame "frame", Frameset "frameset", Head "head", Header "header", Hgroup "hgroup", Html "html",
    Iframe "iframe", Input "input", Keygen "keygen", Label "label", Legend "legend", Listing "listing", Main "main",
    Marquee "marquee", Math "math", Menu "menu", Meter "meter", Nav "nav", Noembed "noembed", Noframes "noframes",
    Noscript "noscript", Object "object", Optgroup "optgroup", Option "option", Output "output", Param "param",
    Picture "picture", Plaintext "plaintext", Progress "progress", Rp "rp", Rt "rt", Ruby "ruby", Search "search",
    Section "section", Select "select", Source "source", Style "style", Summary "summary", Svg "svg", Tbody "tbody",
    Template "template", Textarea "textarea", Tfoot "tfoot", Thead "thead", Title "title", Track "track",
    Video "video", Wbr "wbr", Xmp "xmp",
}

impl Tag {
    /// Has no content and no end tag.
    pub(crate) fn is_void(self) -> bool {
        matches!(
            self,
            Self::Area
                | Self::Base
                | Self::Basefont
                | Self::Br
                | Self::Col
                | Self::Embed
                | Self::Frame
                | Self::Hr
                | Self::Img
                | Self::Input
                | Self::Keygen
                | Self::Link
                | Self::Meta
                | Self::Param
                | Self::Source
                | Self::Track
                | Self::Wbr
        )
    }

    /// Holds text up to its own end tag, whatever looks like a tag in between.
    pub(crate) fn is_raw(self) -> bool {
        matches!(
            self,
            Self::Script
                | Self::Style
                | Self::Title
                | Self::Textarea
                | Self::Xmp
                | Self::Iframe
                | Self::Noembed
                | Self::Noframes
                | Self::Plaintext
        )
    }

    /// Ends the block before it, and its end ends its own.
    pub(crate) fn is_block(self) -> bool {
        matches!(
            self,
            Self::P
                | Self::Div
                | Self::Li
                | Self::Td
                | Self::Tr
                | Self::Dt
                | Self::Dd
                | Self::Ul
                | Self::Pre
                | Self::Table
                | Self::H1
                | Self::H2
                | Self::H3
                | Self::H4
                | Self::H5
                | Self::H6
                | Self::Th
                | Self::Dl
                | Self::Ol
                | Self::Hr
                | Self::Address
                | Self::Article
                | Self::Aside
                | Self::Blockquote
                | Self::Body
                | Self::Caption
                | Self::Center
                | Self::Colgroup
                | Self::Details
                | Self::Dialog
                | Self::Dir
                | Self::Fieldset
                | Self::Figcaption
                | Self::Figure
                | Self::Footer
                | Self::Form
                | Self::Frameset
                | Self::Head
                | Self::Header
                | Self::Hgroup
                | Self::Html
                | Self::Label
                | Self::Legend
                | Self::Listing
                | Self::Main
                | Self::Marquee
                | Self::Menu
                | Self::Nav
                | Self::Noframes
                | Self::Optgroup
                | Self::Option
                | Self::Plaintext
                | Self::Search
                | Self::Section
                | Self::Summary
                | Self::Tbody
                | Self::Tfoot
                | Self::Thead
                | Self::Title
                | Self::Xmp
        )
    }

    /// Holds something else than prose that has its place in a sentence: [`crate::block::OBJECT`] stands for it.
    pub(crate) fn is_object(self) -> bool {
        matches!(
            self,
            Self::Code
                | Self::Kbd
                | Self::Samp
                | Self::Var
                | Self::Tt
                | Self::Applet
                | Self::Audio
                | Self::Canvas
                | Self::Math
                | Self::Meter
                | Self::Object
                | Self::Progress
                | Self::Svg
                | Self::Textarea
                | Self::Video
        )
    }

    /// Holds nothing that a reader sees, or nothing that is prose.
    pub(crate) fn is_dropped(self) -> bool {
        matches!(
            self,
            Self::Script
                | Self::Style
                | Self::Template
                | Self::Noscript
                | Self::Iframe
                | Self::Noembed
                | Self::Noframes
                | Self::Rt
                | Self::Rp
                | Self::Pre
                | Self::Xmp
                | Self::Listing
                | Self::Plaintext
                | Self::Datalist
        )
    }

    /// Tags inside are part of a listing or a drawing, not of the page.
    pub(crate) fn hides_markup(self) -> bool {
        matches!(
            self,
            Self::Code
                | Self::Pre
                | Self::Svg
                | Self::Math
                | Self::Xmp
                | Self::Listing
                | Self::Samp
        )
    }

    /// A control with text of its own in the middle of a sentence.
    pub(crate) fn is_control(self) -> bool {
        matches!(self, Self::Button | Self::Select)
    }

    /// Ends an open paragraph whose end tag was left out.
    pub(crate) fn closes_paragraph(self) -> bool {
        self.is_block()
            && !matches!(
                self,
                Self::Body
                    | Self::Html
                    | Self::Head
                    | Self::Title
                    | Self::Label
                    | Self::Legend
                    | Self::Option
                    | Self::Optgroup
                    | Self::Caption
                    | Self::Colgroup
                    | Self::Marquee
                    | Self::Noframes
            )
    }

    /// End tags inside do not close what was opened outside.
    pub(crate) fn is_scope(self) -> bool {
        matches!(
            self,
            Self::Td
                | Self::Th
                | Self::Caption
                | Self::Table
                | Self::Html
                | Self::Body
                | Self::Template
                | Self::Button
                | Self::Select
                | Self::Object
                | Self::Marquee
                | Self::Applet
        )
    }

    /// A heading.
    pub(crate) fn is_heading(self) -> bool {
        matches!(
            self,
            Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6
        )
    }
}
