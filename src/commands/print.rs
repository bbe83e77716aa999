//! `traditore completions` and `traditore man`: what is made from the command line's own types.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::CommandFactory;
use clap_mangen::Man;
use traditore::select::hint;

use crate::cli::{Cli, Completions, Manual};

pub(crate) fn completions(args: &Completions) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "traditore", &mut script);
    write(&script)
}

pub(crate) fn man(args: &Manual) -> anyhow::Result<ExitCode> {
    let pages = pages()?;
    if let Some(dir) = &args.dir {
        save(dir, &pages)
            .with_context(|| format!("cannot write the pages into {}", dir.display()))?;
        anstream::eprintln!("wrote {} pages into {}", pages.len(), dir.display());
        return Ok(ExitCode::SUCCESS);
    }
    let wanted = match args.command.as_deref() {
        None => "traditore".to_owned(),
        Some(command) => format!("traditore-{command}"),
    };
    if let Some((_, page)) = pages.iter().find(|(name, _)| *name == wanted) {
        return write(page);
    }
    let command = args.command.as_deref().unwrap_or_default();
    let names = pages
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("traditore-"));
    anyhow::bail!("there is no command `{command}`{}", hint(command, names))
}

/// A page for the program and one for each command, by name.
fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut program = Cli::command().disable_help_subcommand(true);
    // gives each command the name that its page has: traditore-audit
    program.build();
    let commands = program.get_subcommands().cloned().collect::<Vec<_>>();
    std::iter::once(program)
        .chain(commands)
        .map(|command| {
            let name = command
                .get_display_name()
                .unwrap_or_else(|| command.get_name())
                .to_owned();
            let mut page = Vec::new();
            Man::new(command).render(&mut page)?;
            Ok((name, page))
        })
        .collect()
}

fn save(dir: &Path, pages: &[(String, Vec<u8>)]) -> io::Result<()> {
    std::fs::create_dir_all(dir)?;
    for (name, page) in pages {
        std::fs::write(dir.join(format!("{name}.1")), page)?;
    }
    Ok(())
}

fn write(bytes: &[u8]) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
