//! Which column or key of a table holds what.
//!
//! Names that are read without being told: `id`, `source` or `src`, `target`, `tgt` or `translation`, `text` for a table
//! of one language, `source_lang`, `target_lang` or `lang`, `note`; capitals and the characters `-`, `_` and space make
//! no difference. `--columns source=3,target=4` names others, by number (from 1) or by header.

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The unit's id.
    Id,
    /// The source text.
    Source,
    /// The target text.
    Target,
    /// A text without source.
    Text,
    /// Language of the source.
    SourceLang,
    /// Language of the target or text.
    Lang,
    /// A note to the translator, which may silence rules.
    Note,
}

impl Role {
    const NAMES: [(&'static str, Self); 11] = [
        ("id", Self::Id),
        ("source", Self::Source),
        ("src", Self::Source),
        ("target", Self::Target),
        ("tgt", Self::Target),
        ("translation", Self::Target),
        ("text", Self::Text),
        ("sourcelang", Self::SourceLang),
        ("targetlang", Self::Lang),
        ("lang", Self::Lang),
        ("note", Self::Note),
    ];

    /// The role that a name stands for by itself.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let plain = |c: &char| !matches!(c, '_' | '-' | ' ' | '\u{FEFF}');
        Self::NAMES
            .iter()
            .find(|(known, _)| {
                name.trim()
                    .chars()
                    .filter(plain)
                    .map(|c| c.to_ascii_lowercase())
                    .eq(known.chars())
            })
            .map(|&(_, role)| role)
    }
}

/// Columns that the user names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(Vec<(Role, String)>);

impl Columns {
    /// Reads `source=3,target=4` or `source=English,target=Deutsch`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut list = Vec::new();
        for part in text.split(',') {
            let (role, column) = part
                .split_once('=')
                .ok_or_else(|| format!("`{part}` is not ROLE=COLUMN, such as source=1"))?;
            let role = Role::named(role).ok_or_else(|| {
                format!(
                    "`{}` is no role; write id, source, target, text, source_lang, target_lang or note",
                    role.trim()
                )
            })?;
            if column.trim().is_empty() || column.trim() == "0" {
                return Err(format!("`{part}` names no column; the first one is 1"));
            }
            list.push((role, column.trim().to_owned()));
        }
        Ok(Self(list))
    }

    /// Nothing is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The role of the column `index` (from 0) with the header `name`; a role that is named is not told by itself.
    #[must_use]
    pub fn role(&self, index: usize, name: Option<&str>) -> Option<Role> {
        let named = self.0.iter().find(|(_, column)| {
            name.is_some_and(|name| name.trim() == column)
                || column.parse::<usize>().is_ok_and(|n| n == index + 1)
        });
        if let Some((role, _)) = named {
            return Some(*role);
        }
        let role = Role::named(name?)?;
        (!self.0.iter().any(|(taken, _)| *taken == role)).then_some(role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_by_themselves_and_named() {
        let none = Columns::default();
        assert_eq!(none.role(0, Some("Source ")), Some(Role::Source));
        assert_eq!(none.role(0, Some("target_lang")), Some(Role::Lang));
        assert_eq!(none.role(0, Some("score")), None);
        let columns = Columns::parse("source=Deutsch, target=3").expect("columns");
        assert_eq!(columns.role(0, Some("Deutsch")), Some(Role::Source));
        assert_eq!(columns.role(2, None), Some(Role::Target));
        assert_eq!(columns.role(1, Some("source")), None);
        assert_eq!(columns.role(1, Some("id")), Some(Role::Id));
        for wrong in ["source", "colour=1", "source=", "source=0"] {
            assert!(Columns::parse(wrong).is_err(), "{wrong}");
        }
    }
}
