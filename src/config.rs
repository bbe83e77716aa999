//! The policy file, `traditore.toml`: found upwards, read strictly, merged with the command line.
//!
//! Order: defaults, file, its overrides in their order, command line. A key that does not exist is an error with the
//! line, the column and the key that was probably meant.

use std::path::{Path, PathBuf};

use globset::GlobSet;

use crate::document::HouseMarker;
use crate::error::{Error, Result};
use crate::gate::Terms;
use crate::select::{Selection, hint};
use crate::{tag, walk};

mod check;
mod policy;

pub use policy::{Gate, MachineTranslation, Marker, Policy, Residue, Rules, Text};

/// Name of the policy file.
pub const FILE_NAME: &str = "traditore.toml";

/// A commented policy file to begin with, which says what holds without one.
pub const TEMPLATE: &str = include_str!("data/traditore.toml");

/// A policy ready for use: checked, its globs compiled.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// As written.
    pub policy: Policy,
    root: PathBuf,
    globs: Vec<GlobSet>,
}

impl Config {
    /// Reads the policy that `path` names, or else the nearest `traditore.toml` from the working directory upwards;
    /// without one, the defaults.
    ///
    /// # Errors
    /// [`Error::Read`]; [`Error::Config`] with line, column and what was probably meant.
    pub fn find(path: Option<&Path>) -> Result<Self> {
        if let Some(path) = path {
            return Self::read(path);
        }
        let here = std::env::current_dir().unwrap_or_default();
        match here
            .ancestors()
            .map(|dir| dir.join(FILE_NAME))
            .find(|path| path.is_file())
        {
            Some(path) => Self::read(&path),
            None => Ok(Self::default()),
        }
    }

    /// Reads the policy in the file `path`.
    ///
    /// # Errors
    /// As [`Config::find`].
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        let root = walk::absolute(path)
            .parent()
            .map(Path::to_owned)
            .unwrap_or_default();
        Self::parse(&text, path, root)
    }

    fn parse(text: &str, path: &Path, root: PathBuf) -> Result<Self> {
        let wrong = |at: usize, message: String| {
            let position = crate::position::Position::START
                .after(&text[..crate::position::floor_char(text, at)]);
            Error::Config {
                path: path.to_owned(),
                line: position.line,
                column: position.column,
                message,
            }
        };
        let policy: Policy = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            wrong(at, suggest(error.message()))
        })?;
        let globs = check::policy(&policy).map_err(|(at, message)| wrong(at, message))?;
        Ok(Self {
            policy,
            root,
            globs,
        })
    }

    /// The numbers of the overrides that hold for the document called `name`, in order.
    #[must_use]
    pub fn overrides_of(&self, name: &str) -> Vec<usize> {
        if self.globs.is_empty() {
            return Vec::new();
        }
        let absolute = walk::absolute(Path::new(name));
        let relative = absolute.strip_prefix(&self.root).unwrap_or(&absolute);
        (0..self.globs.len())
            .filter(|&index| self.globs[index].is_match(relative))
            .collect()
    }

    /// The file, then its overrides that hold, in order.
    fn scopes(&self, overrides: &[usize]) -> impl DoubleEndedIterator<Item = &Policy> {
        let special = overrides
            .iter()
            .map(|&index| self.policy.overrides[index].get_ref());
        std::iter::once(&self.policy).chain(special)
    }

    /// The value of a key: that of the last override that has it, else the file's.
    fn last<'a, T>(
        &'a self,
        overrides: &[usize],
        key: impl Fn(&'a Policy) -> Option<T>,
    ) -> Option<T> {
        self.scopes(overrides).rev().find_map(key)
    }

    /// The language that documents under `overrides` should be in.
    #[must_use]
    pub fn lang(&self, overrides: &[usize]) -> Option<String> {
        self.last(overrides, |scope| scope.lang.as_ref())
            .and_then(|lang| tag::canonical(lang.get_ref()))
    }

    /// The language that documents under `overrides` were translated from.
    #[must_use]
    pub fn source_lang(&self, overrides: &[usize]) -> Option<String> {
        self.last(overrides, |scope| scope.source_lang.as_ref())
            .and_then(|lang| tag::canonical(lang.get_ref()))
    }

    /// The rules that run on documents under `overrides`, before the command line has its say.
    ///
    /// # Errors
    /// [`Error::UnknownRule`].
    pub fn selection(&self, overrides: &[usize]) -> Result<Selection> {
        let texts = |list: &[Text]| list.iter().map(|name| name.get_ref().clone()).collect();
        let select: Vec<String> = self
            .last(overrides, |scope| scope.rules.select.as_deref())
            .map_or_else(Vec::new, texts);
        let ignore: Vec<String> = self
            .scopes(overrides)
            .flat_map(|scope| &scope.rules.ignore)
            .map(|name| name.get_ref().clone())
            .collect();
        Selection::new(&select, &ignore)
    }

    /// What documents under `overrides` must fulfil to be published.
    #[must_use]
    pub fn terms(&self, overrides: &[usize]) -> Terms {
        let usual = Terms::default();
        Terms {
            machine_translation: self
                .last(overrides, |scope| scope.gate.machine_translation)
                .unwrap_or(usual.machine_translation),
            residue: self
                .last(overrides, |scope| scope.gate.residue)
                .unwrap_or(usual.residue),
            min_language_consistency: self.last(overrides, |scope| {
                let bound = scope.gate.min_language_consistency.as_ref();
                bound.map(|bound| *bound.get_ref())
            }),
            max_penalty_per_1000_words: self.last(overrides, |scope| {
                let bound = scope.gate.max_penalty_per_1000_words.as_ref();
                bound.map(|bound| *bound.get_ref())
            }),
            fail_on: self
                .last(overrides, |scope| scope.gate.fail_on)
                .unwrap_or(usual.fail_on),
        }
    }

    /// The house's own markers for documents under `overrides`.
    ///
    /// # Errors
    /// [`Error::Usage`] for a pattern that is no regular expression; [`Config::read`] has refused such a policy already.
    pub fn house_markers(&self, overrides: &[usize]) -> Result<Vec<HouseMarker>> {
        self.scopes(overrides)
            .flat_map(|scope| &scope.rules.provenance_marker)
            .map(|marker| {
                HouseMarker::new(&marker.name, marker.pattern.get_ref()).map_err(|error| {
                    Error::Usage(format!("the pattern of `{}`: {error}", marker.name))
                })
            })
            .collect()
    }
}

/// Adds what was probably meant to a message of the TOML reader about an unknown key or value.
fn suggest(message: &str) -> String {
    let message = message.lines().next().unwrap_or(message).to_owned();
    if !message.starts_with("unknown") {
        return message;
    }
    let mut quoted = message.split('`').skip(1).step_by(2);
    let Some(wrong) = quoted.next() else {
        return message;
    };
    let meant = hint(wrong, quoted);
    format!("{message}{meant}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Severity;

    fn parse(text: &str) -> Result<Config> {
        Config::parse(
            text,
            Path::new("traditore.toml"),
            std::env::current_dir().unwrap_or_default(),
        )
    }

    fn error(text: &str) -> String {
        parse(text).expect_err("the policy is wrong").to_string()
    }

    #[test]
    fn the_policy_of_the_manual_is_read() {
        let config = parse(
            r#"
lang = "en"
[rules]
ignore = ["artifact/repeated-word"]
[[rules.provenance-marker]]
name = "house-desk-label"
pattern = "Machine desk draft"
[gate]
machine-translation = "disclose"
residue = "forbid"
min-language-consistency = 0.98
max-penalty-per-1000-words = 20
fail-on = "major"
[[overrides]]
paths = ["fr/**"]
lang = "fr"
"#,
        )
        .expect("a policy");
        assert_eq!(
            config.lang(&config.overrides_of("fr/a.html")).as_deref(),
            Some("fr")
        );
        assert_eq!(
            config.lang(&config.overrides_of("en/fr.html")).as_deref(),
            Some("en")
        );
        assert!(
            !config
                .selection(&[])
                .expect("known rules")
                .contains("artifact/repeated-word")
        );
        let terms = config.terms(&[]);
        assert_eq!(terms.fail_on, Severity::Major);
        assert_eq!(terms.max_penalty_per_1000_words, Some(20.0));
    }

    #[test]
    fn mistakes_are_named_with_place_and_remedy() {
        let message = error("lang = \"en\"\n[gates]\n");
        assert!(
            message.starts_with("traditore.toml:2:2:") && message.contains("did you mean `gate`"),
            "{message}"
        );
        let message = error("[gate]\nresidu = \"forbid\"\n");
        assert!(
            message.contains(":2:1:") && message.contains("did you mean `residue`"),
            "{message}"
        );
        let message = error("[gate]\nresidue = \"forbidden\"\n");
        assert!(
            message.contains(":2:11:") && message.contains("did you mean `forbid`"),
            "{message}"
        );
        let message = error("[rules]\nignore = [\"artifact/repeated-wrod\"]\n");
        assert!(
            message.contains(":2:11:") && message.contains("did you mean `artifact/repeated-word`"),
            "{message}"
        );
        assert!(error("lang = \"english\"\n").contains("is no language tag"));
        assert!(error("lang = \n").contains(":1:8:"));
        for (policy, place, part) in [
            (
                "# \"english\"\nlang = \"english\"\n",
                ":2:8:",
                "is no language tag",
            ),
            ("paths = [\"fr/**\"]\n", ":1:10:", "[[overrides]]"),
            (
                "lang = \"en\"\n[[overrides]]\nlang = \"fr\"\n",
                ":2:1:",
                "needs `paths`",
            ),
            ("[[overrides]]\npaths = [\"a\", \"[\"]\n", ":2:15:", "glob"),
            (
                "[[overrides]]\npaths = [\"a\"]\n[[overrides.overrides]]\npaths = [\"b\"]\n",
                ":3:1:",
                "no overrides of their own",
            ),
            (
                "[gate]\nmin-language-consistency = 98\n",
                ":2:28:",
                "from 0 to 1",
            ),
            (
                "[gate]\nmax-penalty-per-1000-words = -1\n",
                ":2:30:",
                "0 or more",
            ),
            (
                "[gate]\nmax-penalty-per-1000-words = nan\n",
                ":2:30:",
                "0 or more",
            ),
            (
                "[gate]\nfail-on = \"mayor\"\n",
                ":2:11:",
                "did you mean `major`",
            ),
            (
                "[[rules.provenance-marker]]\nname = \"x\"\npattern = \"(\"\n",
                ":3:11:",
                "the pattern of `x`",
            ),
        ] {
            let message = error(policy);
            assert!(
                message.contains(place) && message.contains(part),
                "{policy}: {message}"
            );
        }
    }

    #[test]
    fn the_template_says_what_holds_without_it() {
        let config = parse(TEMPLATE).expect("a policy");
        assert_eq!(config.terms(&[]), Terms::default());
        let usual = Config::default();
        assert_eq!(config.selection(&[]).ok(), usual.selection(&[]).ok());
        // its examples can be uncommented as they are
        let is_code = |line: &&str| {
            line.starts_with('[')
                || line.split_once(" = ").is_some_and(|(key, _)| {
                    key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                })
        };
        let all: Vec<&str> = TEMPLATE
            .lines()
            .map(|line| line.strip_prefix("# ").filter(is_code).unwrap_or(line))
            .collect();
        let config = parse(&all.join("\n")).expect("a policy");
        let french = config.overrides_of("fr/a.html");
        assert_eq!(config.lang(&french).as_deref(), Some("fr"));
        assert_eq!(config.source_lang(&french).as_deref(), Some("de"));
        assert_eq!(
            config.terms(&french).machine_translation,
            MachineTranslation::Forbid
        );
        assert_eq!(
            config.terms(&[]).min_language_consistency,
            Some(0.98),
            "{all:?}"
        );
        assert_eq!(
            config.house_markers(&[]).map(|list| list.len()).ok(),
            Some(1)
        );
    }

    #[test]
    fn the_last_override_that_holds_decides() {
        let config = parse(
            r#"
[gate]
residue = "allow"
fail-on = "critical"
[[overrides]]
paths = ["news/**"]
gate = { residue = "forbid", machine-translation = "forbid" }
[[overrides]]
paths = ["news/wire/**"]
gate = { machine-translation = "allow" }
"#,
        )
        .expect("a policy");
        let terms = |name: &str| {
            let terms = config.terms(&config.overrides_of(name));
            (terms.machine_translation, terms.residue, terms.fail_on)
        };
        assert_eq!(
            terms("about.html"),
            (
                MachineTranslation::Disclose,
                Residue::Allow,
                Severity::Critical
            )
        );
        assert_eq!(
            terms("news/a.html"),
            (
                MachineTranslation::Forbid,
                Residue::Forbid,
                Severity::Critical
            )
        );
        assert_eq!(
            terms("./x/../news/wire/a.html"),
            (
                MachineTranslation::Allow,
                Residue::Forbid,
                Severity::Critical
            )
        );
        assert_eq!(terms("../news/a.html").0, MachineTranslation::Disclose);
    }
}
