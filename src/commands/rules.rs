//! `traditore rules`: the table of rules, or a rule's page.

use std::io::{self, Write};
use std::process::ExitCode;

use traditore::confidence;
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
                    Printed::Text => page(&mut out, rule)?,
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

fn page(out: &mut impl Write, rule: &Rule) -> io::Result<()> {
    writeln!(out, "{}", rule.name)?;
    writeln!(out, "{}", "=".repeat(rule.name.len()))?;
    let default = if rule.default { "on" } else { "off" };
    writeln!(
        out,
        "Severity {}, MQM {}, {default} by default.\n",
        rule.severity, rule.mqm
    )?;
    for line in rule.docs.lines() {
        writeln!(out, "{}", line.strip_prefix(' ').unwrap_or(line))?;
    }
    writeln!(out, "\n# Confidence\n")?;
    let counts = confidence::counts(rule.name);
    if counts.is_empty() {
        writeln!(out, "Not measured yet: findings carry 0.50.")?;
    }
    for (name, count) in counts {
        let kind = name
            .split_once('#')
            .map_or(String::new(), |(_, kind)| format!(" ({kind})"));
        let share = count.confidence();
        writeln!(
            out,
            "{share:.2}{kind}: {} of {} findings read were right, on {}",
            count.right, count.judged, count.on
        )?;
    }
    writeln!(out, "\n# How to silence it\n")?;
    writeln!(
        out,
        "For one block of HTML or Markdown:  <!-- traditore: ignore[{}] -->",
        rule.name
    )?;
    writeln!(
        out,
        "For one file:                       <!-- traditore: ignore-file[{}] -->",
        rule.name
    )?;
    writeln!(
        out,
        "For a run:                          --ignore {}",
        rule.name
    )?;
    writeln!(
        out,
        "For a project, in traditore.toml:   [rules] ignore = [\"{}\"]",
        rule.name
    )
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
