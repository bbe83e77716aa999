//! Namespaces: by their names, whatever prefix a file gives them.

/// A namespace that a reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Space {
    /// No namespace at all.
    None,
    /// `xml:`.
    Xml,
    /// XLIFF 1.0 to 1.2.
    Xliff1,
    /// XLIFF 2.0 to 2.2.
    Xliff2,
    /// Translation candidates of XLIFF 2.
    Matches,
    /// Metadata of XLIFF 2.
    Metadata,
    /// Size restrictions of XLIFF 2.
    Sizes,
    /// ITS 2.0, and its form for XLIFF.
    Its,
    /// SDLXLIFF.
    Sdl,
    /// MXLIFF.
    Memsource,
    /// mqxliff.
    MemoQ,
    /// Any other.
    Other,
}

impl Space {
    fn named(uri: &str) -> Self {
        let uri = uri.trim();
        match uri {
            "" => Self::None,
            "http://www.w3.org/XML/1998/namespace" => Self::Xml,
            "http://www.w3.org/2005/11/its" | "http://www.w3.org/ns/its-xliff/" => Self::Its,
            "MQXliff" => Self::MemoQ,
            _ if uri.starts_with("urn:oasis:names:tc:xliff:document:1.") => Self::Xliff1,
            _ if uri.starts_with("urn:oasis:names:tc:xliff:document:") => Self::Xliff2,
            _ if uri.starts_with("urn:oasis:names:tc:xliff:matches:") => Self::Matches,
            _ if uri.starts_with("urn:oasis:names:tc:xliff:metadata:") => Self::Metadata,
            _ if uri.starts_with("urn:oasis:names:tc:xliff:sizerestriction:") => Self::Sizes,
            _ if uri.starts_with("http://sdl.com/FileTypes/SdlXliff/") => Self::Sdl,
            _ if uri.starts_with("http://www.memsource.com/mxlf/") => Self::Memsource,
            _ => Self::Other,
        }
    }
}

/// The bindings in force.
#[derive(Debug, Default)]
pub(crate) struct Namespaces {
    bindings: Vec<(Box<str>, Space)>,
}

impl Namespaces {
    pub(super) fn len(&self) -> usize {
        self.bindings.len()
    }

    /// Takes note of an attribute that binds a prefix.
    pub(super) fn bind(&mut self, key: &str, value: &str) {
        let Some(rest) = key.strip_prefix("xmlns") else {
            return;
        };
        let prefix = match rest.strip_prefix(':') {
            Some(prefix) => prefix,
            None if rest.is_empty() => "",
            None => return,
        };
        self.bindings.push((prefix.into(), Space::named(value)));
    }

    /// Forgets all bindings but the first `len`.
    pub(super) fn leave(&mut self, len: usize) {
        self.bindings.truncate(len);
    }

    /// The namespace of names with `prefix`; `None` when nobody declared it.
    pub(super) fn resolve(&self, prefix: &str) -> Option<Space> {
        self.bindings
            .iter()
            .rev()
            .find(|(bound, _)| **bound == *prefix)
            .map(|&(_, space)| space)
            .or(match prefix {
                "" => Some(Space::None),
                "xml" => Some(Space::Xml),
                "xmlns" => Some(Space::Other),
                _ => None,
            })
    }
}
