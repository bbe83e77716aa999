//! `traditore init`: a commented policy to begin with.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, bail};
use traditore::config::TEMPLATE;

use crate::cli::Init;

pub(crate) fn run(args: &Init) -> anyhow::Result<ExitCode> {
    let path = &args.file;
    let mut options = OpenOptions::new();
    options.write(true);
    if args.force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(TEMPLATE.as_bytes()));
    match written {
        Ok(()) => {
            let name = path.display();
            let how = if path
                .file_name()
                .is_some_and(|name| name == "traditore.toml")
            {
                String::new()
            } else {
                format!(" --config {name}")
            };
            anstream::eprintln!("wrote {name}; `traditore gate{how}` goes by it");
            Ok(ExitCode::SUCCESS)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            bail!(
                "{} is there already; edit it, or replace it with --force",
                path.display()
            )
        }
        Err(error) => Err(error).with_context(|| format!("cannot write {}", path.display())),
    }
}
