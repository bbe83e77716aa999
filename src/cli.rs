//! The command line: types only.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use traditore::document::Format;
use traditore::open::Limits;

/// Checks translation quality and machine-translation provenance.
#[derive(Debug, Parser)]
#[command(name = "traditore", version, max_term_width = 100)]
#[command(after_help = "Examples:
  traditore audit articles/             findings on the terminal
  traditore audit -o report articles/   CSV reports for review
  traditore gate articles/              may they be published?
  traditore rules artifact/mojibake     what a rule finds, and why")]
pub(crate) struct Cli {
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Audit a corpus and write the CSV reports
    #[command(after_help = AUDIT_EXAMPLES)]
    Audit(Box<Audit>),
    /// Decide by the policy which documents may be published
    #[command(after_help = GATE_EXAMPLES)]
    Gate(Box<Line>),
    /// Join reports of shards to the report of one run over all
    Merge(Merge),
    /// Read a report back: summary, comparison, verdicts, baseline, HTML page
    Review(Review),
    /// List the rules, or explain one
    Rules(Rules),
    /// Write a commented policy, traditore.toml
    Init(Init),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print a man page, or write all of them
    Man(Manual),
}

const AUDIT_EXAMPLES: &str = "Examples:
  traditore audit .                                 the documents below this folder
  traditore audit -o report --segments corpus/      the report as files, with languages
  traditore audit --lang fr --select language fr/   only: is it all French?
  traditore audit -f jsonl corpus/ | jq .excerpt    findings for other programs
  git diff --name-only -z | traditore audit --files-from - -0
  traditore audit --resume report corpus/              when it was stopped, the same command goes on
  traditore audit --shard -o report-1 corpus/1/        a part of a corpus, for `traditore merge`

Exit codes: 0 everything was audited; 2 something could not be read, or the command line or the
policy is wrong.";

const GATE_EXAMPLES: &str = "Examples:
  traditore gate articles/                         what stops which article, and what to do
  traditore gate --config house.toml articles/     by this policy, not the nearest one
  traditore gate -f sarif articles/ > gate.sarif   for code scanning; verdicts go to stderr
  traditore gate -f github articles/               annotations in a GitHub workflow
  traditore gate --baseline judged.tsv articles/   silent about what was judged before

Exit codes, the same in every format: 0 all may be published; 1 the policy is violated; 2 something
could not be read, or the command line or the policy is wrong. Without a policy, machine translation
needs a notice for readers, residue of it is forbidden, and so are major faults.";

/// What `audit` takes.
#[derive(Debug, Args)]
pub(crate) struct Audit {
    #[command(flatten)]
    pub(crate) line: Line,
    /// As --out, and a run that was stopped goes on where it was when the same command is given again
    #[arg(long, value_name = "DIR", group = "folder")]
    pub(crate) resume: Option<PathBuf>,
    /// Write corpus.state too, by which `merge` joins reports
    #[arg(long, requires = "folder")]
    pub(crate) shard: bool,
}

/// What `audit` and `gate` take.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Line {
    /// Files, directories, or - for standard input [default: the current directory]
    pub(crate) paths: Vec<PathBuf>,
    /// Read more paths from this file, one a line (- for standard input)
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<PathBuf>,
    /// The paths in --files-from end with NUL, not with a line break
    #[arg(short = '0', long = "null", requires = "files_from")]
    pub(crate) null: bool,
    /// What standard input is called: its extension tells the format
    #[arg(long, value_name = "NAME", default_value = "-")]
    pub(crate) stdin_filename: String,
    /// Read every document in this format
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = FormatParser)]
    pub(crate) input_format: InputFormat,
    /// Columns or keys of a table: source=3,target=4 by number, or by name [default: source, target, text, …]
    #[arg(long, value_name = "ROLE=COLUMN,…", value_parser = traditore::formats::columns::Columns::parse)]
    pub(crate) columns: Option<traditore::formats::columns::Columns>,
    /// Language the text should be in (BCP 47: de, pt-BR, zh-Hant), whatever it declares itself
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub(crate) lang: Option<String>,
    /// Language the text was translated from
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub(crate) source_lang: Option<String>,
    /// Run only these rules: names, families or all, comma-separated
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Do not run these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Leave out findings below this confidence
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = probability)]
    pub(crate) min_confidence: f32,
    /// How large a compressed file may become: bytes, or with K, M, G, T; `none` for no limit [default: 16G]
    #[arg(long, value_name = "SIZE", value_parser = limits)]
    pub(crate) max_decompressed: Option<Limits>,
    /// Leave out the findings listed in this file
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Glossary: TSV, CSV or TBX with source, target and status (approved, forbidden, untranslatable); may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) glossary: Vec<PathBuf>,
    /// A machine translation of the same source, same format, same ids or order: what copies it is reported
    #[arg(long, value_name = "FILE")]
    pub(crate) mt_candidate: Option<PathBuf>,
    /// Policy file [default: the nearest traditore.toml upwards]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// What goes to standard output [default: text on a terminal, else csv; nothing with --out]
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<Output>,
    /// Write findings.csv, documents.csv and summary.json into this folder
    #[arg(short, long, value_name = "DIR", group = "folder")]
    pub(crate) out: Option<PathBuf>,
    /// Write segments.csv too
    #[arg(long, requires = "folder")]
    pub(crate) segments: bool,
    /// Documents audited at the same time [default: one a processor]
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<std::num::NonZeroUsize>,
    /// Show progress on standard error
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) progress: When,
    /// Colour the text output
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
    /// Only errors on standard error: no summary, no notes, no verdicts
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Say on standard error which documents are read, and how
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// What `merge` takes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  traditore audit --shard -o one a/ && traditore audit --shard -o two b/
  traditore merge one two -o all                        what `traditore audit -o all a/ b/` writes, to the byte
  traditore merge --shard one two -o both               to be merged again, with others

The shards are folders that `audit --shard` wrote, with the same version and options, each document in one of them;
or their files corpus.state alone.

Exit codes: 0 merged, also when some documents could not be read: the summary says so; 2 a report cannot be used: the
message names it, and nothing is written.")]
pub(crate) struct Merge {
    /// Report folders of the shards
    #[arg(required = true, value_name = "REPORT")]
    pub(crate) reports: Vec<PathBuf>,
    /// Write the joined report into this folder
    #[arg(short, long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Write corpus.state too, so that the report can be merged again
    #[arg(long)]
    pub(crate) shard: bool,
    /// No summary line on standard error
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// What `review` takes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  traditore review report                              what the report comes to
  traditore review report --html review.html           a page to look at and to judge in
  traditore review judged.csv                          precision of each rule, from the verdicts
  traditore review judged.csv --write-baseline known   what `audit --baseline known` leaves out
  traditore review report --against last-week/report   new, fixed, unchanged

The column `verdict` takes accept, false-positive or wont-fix, the column `note` anything. CSV as
Excel, LibreOffice or Numbers saves it is read: any of , ; tab between the cells, any encoding,
columns in any order.

Exit codes: 0 the report was read; 2 it cannot be used: the message names row and column, and no
file is written.")]
pub(crate) struct Review {
    /// A report folder, or a findings.csv, also as a spreadsheet saved it
    pub(crate) report: PathBuf,
    /// Compare with this older report
    #[arg(long, value_name = "OLD")]
    pub(crate) against: Option<PathBuf>,
    /// Take the rows marked false-positive or wont-fix into this baseline
    #[arg(long, value_name = "FILE")]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Write a page to look at and to judge in: one file, no network
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// How to print
    #[arg(short, long, default_value = "text")]
    pub(crate) format: Printed,
    /// Print errors only
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// What `rules` takes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  traditore rules                       a line a rule
  traditore rules provenance            the rules of a family
  traditore rules artifact/mojibake     what it finds, why, examples, how to silence it
  traditore rules -f json | jq '.[].name'")]
pub(crate) struct Rules {
    /// A rule (its page is shown) or a family (its rules are listed) [default: all rules are listed]
    pub(crate) rule: Option<String>,
    /// How to print
    #[arg(short, long, default_value = "text")]
    pub(crate) format: Printed,
}

/// What `init` takes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  traditore init                        traditore.toml in this folder
  traditore init house.toml             under another name, for --config")]
pub(crate) struct Init {
    /// Where to write it
    #[arg(default_value = "traditore.toml")]
    pub(crate) file: PathBuf,
    /// Replace what is there
    #[arg(long)]
    pub(crate) force: bool,
}

/// What `completions` takes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  traditore completions bash > ~/.local/share/bash-completion/completions/traditore
  traditore completions zsh > ~/.zfunc/_traditore
  traditore completions fish > ~/.config/fish/completions/traditore.fish")]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// What `man` takes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  traditore man | man -l -                            the overview
  traditore man gate | man -l -                       a command
  traditore man --dir ~/.local/share/man/man1         all pages, for `man traditore-gate`")]
pub(crate) struct Manual {
    /// A command [default: the program as a whole]
    pub(crate) command: Option<String>,
    /// Write all pages into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub(crate) dir: Option<PathBuf>,
}

/// How `rules` and `review` print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Printed {
    /// For people
    Text,
    /// For programs
    Json,
}

/// `--input-format`: a format, or none for `auto`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InputFormat(pub(crate) Option<Format>);

/// Reads a format by its name, and lists all in the help.
#[derive(Clone, Debug)]
struct FormatParser;

impl TypedValueParser for FormatParser {
    type Value = InputFormat;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<InputFormat, clap::Error> {
        let names = PossibleValuesParser::new(names());
        let name = names.parse_ref(command, argument, value)?;
        Ok(InputFormat(Format::named(&name)))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(names().map(PossibleValue::new)))
    }
}

/// `auto` (by name and first bytes) and the names of all formats.
fn names() -> impl Iterator<Item = &'static str> {
    std::iter::once("auto").chain(Format::ALL.into_iter().map(Format::as_str))
}

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// For people
    Text,
    /// The rows of findings.csv
    Csv,
    /// One JSON object a finding
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// JUnit XML, a test case a document
    #[expect(clippy::doc_markdown, reason = "shown as it stands")]
    Junit,
}

/// `--progress` and `--color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn language(text: &str) -> Result<String, String> {
    traditore::tag::canonical(text)
        .ok_or_else(|| "is no language tag; write de, pt-BR or zh-Hant".to_owned())
}

fn limits(text: &str) -> Result<Limits, String> {
    if text == "none" {
        return Ok(Limits { decompressed: None });
    }
    let (digits, unit) = match text.char_indices().last() {
        Some((at, unit)) if unit.is_ascii_alphabetic() => (&text[..at], unit.to_ascii_uppercase()),
        _ => (text, 'B'),
    };
    let shift = match unit {
        'B' => 0,
        'K' => 10,
        'M' => 20,
        'G' => 30,
        'T' => 40,
        _ => return Err("units are K, M, G and T".to_owned()),
    };
    let size: u64 = digits
        .parse()
        .map_err(|_| "a number of bytes, such as 500M, or none".to_owned())?;
    let decompressed = size
        .checked_mul(1 << shift)
        .ok_or("is larger than any file")?;
    Ok(Limits {
        decompressed: Some(decompressed),
    })
}

fn probability(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|p| (0.0..=1.0).contains(p))
        .ok_or_else(|| "is no number from 0 to 1".to_owned())
}
