//! The binary: reads the command line, calls the command, prints the error, returns the exit code.

use std::process::ExitCode;

use clap::Parser;

mod cli;
mod commands;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let outcome = match cli.command {
        cli::Command::Audit(args) => commands::audit::run(*args),
        cli::Command::Merge(args) => commands::merge::run(&args),
        cli::Command::Review(args) => commands::review::run(&args),
        cli::Command::Gate(args) => commands::gate::run(&args),
        cli::Command::Rules(args) => commands::rules::run(&args),
        cli::Command::Init(args) => commands::init::run(&args),
        cli::Command::Completions(args) => commands::print::completions(&args),
        cli::Command::Man(args) => commands::print::man(&args),
    };
    match outcome {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("traditore: {}", told(&error));
            ExitCode::from(2)
        }
    }
}

/// The error and what led to it; the library's own errors say that themselves.
fn told(error: &anyhow::Error) -> String {
    let mut told = Vec::new();
    for cause in error.chain() {
        told.push(cause.to_string());
        if cause.is::<traditore::error::Error>() {
            break;
        }
    }
    told.join(": ")
}

/// Whoever read our output has seen enough: no error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
