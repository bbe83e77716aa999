//! `traditore rules`: the table of rules, or a rule's page.

use std::io::{self, Write};
use std::process::ExitCode;

use traditore::confidence;
use traditore::page;
use traditore::rule::Rule;
use traditore::rules::{RULES, find};
use traditore::select::{hint, resolve};

use crate::cli::{Printed, Rules};

pub(crate) fn run(args: &Rules) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let listed: Vec<&Rule> = match args.rule.as_deref() {
        None => RULES.to_vec(),
        Some(name) => {
            if let Some(rule) = find(name) {
                match args.format {
                    Printed::Text => out.write_all(page::markdown(rule).as_bytes())?,
                    Printed::Json => writeln!(out, "{}", json(rule))?,
                }
                out.flush()?;
                return Ok(ExitCode::SUCCESS);
            }
            let names = resolve(name).map_err(|error| {
                let last: Vec<&str> = RULES
                    .iter()
                    .map(|rule| rule.name)
                    .filter(|rule| rule.ends_with(&format!("/{name}")))
                    .collect();
                if last.is_empty() {
                    anyhow::Error::from(error)
                } else {
                    anyhow::anyhow!(
                        "unknown rule `{name}`{}",
                        hint(last[0], last.iter().copied())
                    )
                }
            })?;
            names.into_iter().filter_map(find).collect()
        }
    };
    match args.format {
        Printed::Text => table(&mut out, &listed)?,
        Printed::Json => {
            let list: Vec<_> = listed.into_iter().map(json).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn table(out: &mut impl Write, rules: &[&Rule]) -> io::Result<()> {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    for rule in rules {
        let off = if rule.default {
            ""
        } else {
            " (off by default)"
        };
        writeln!(
            out,
            "{:width$}  {:8}  {}{off}",
            rule.name,
            rule.severity,
            rule.summary()
        )?;
    }
    Ok(())
}

fn json(rule: &Rule) -> serde_json::Value {
    let counts: Vec<_> = confidence::counts(rule.name)
        .into_iter()
        .map(|(name, count)| serde_json::json!({"evidence": name.split_once('#').map_or("", |(_, kind)| kind), "judged": count.judged, "right": count.right, "on": count.on}))
        .collect();
    let docs: String = rule
        .docs
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n");
    serde_json::json!({
        "name": rule.name, "family": rule.family(), "severity": rule.severity, "mqm": rule.mqm, "default": rule.default,
        "summary": rule.summary(), "documentation": docs.trim(), "measured": counts,
    })
}
