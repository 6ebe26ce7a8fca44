//! `--drift`: what CloudFormation's drift detection found in the deployed stacks, through the AWS CLI.

use std::fmt::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches};
use serde_json::Value;

use crate::cli::aws::{Aws, Refusal};
use crate::cli::markdown;
use crate::cli::report::Finding;
use crate::cli::stop::Stop;
use crate::cli::terminal::{self, Palette, Style};
use crate::diff::{DriftAnswers, PropertyDrift, ResourceDrift, Side, StackDrift};
use crate::stack::{Assembly, SynthesizedStack};
use crate::template::counted;

/// CloudFormation takes minutes for a large stack.
const PATIENCE: Duration = Duration::from_secs(30 * 60);
const PAUSE: Duration = Duration::from_secs(2);

/// `--drift`
pub(super) fn argument() -> Arg {
    Arg::new("drift")
        .long("drift")
        .value_name("WHEN")
        .num_args(0..=1)
        .require_equals(true)
        .default_missing_value("last")
        .value_parser(["last", "detect"])
        .help("With --against deployed: also show what was changed past CloudFormation, as its last drift detection found it; `--drift=detect` starts one first")
}

/// Whether it is asked for, and whether a detection is to be started.
pub(super) enum Asked {
    Last,
    Detect,
}

impl Asked {
    /// As the arguments say. What was only written has no drift.
    pub(super) fn of(arguments: &ArgMatches) -> Result<Option<Asked>, Stop> {
        let asked = match arguments.try_get_one::<String>("drift").ok().flatten().map(String::as_str) {
            None => return Ok(None),
            Some("detect") => Asked::Detect,
            Some(_) => Asked::Last,
        };
        if arguments.get_one::<String>("against").is_none_or(|base| base != "deployed") {
            let help = "write `--against deployed --drift`";
            return Err(Finding::error("`--drift` is of what is deployed").help(help).into());
        }
        Ok(Some(asked))
    }

    /// The drift of the stacks that are asked for and exist.
    pub(super) fn drifts(
        &self,
        assembly: &Assembly,
        [before, after]: [&[(String, Side)]; 2],
        is_asked: impl Fn(&str) -> bool,
    ) -> Result<Vec<StackDrift>, Stop> {
        let aws = Aws::of(&assembly.target)?;
        let find = |sides: &'_ [(String, Side)], name: &str| sides.iter().position(|(known, _)| known == name);
        let mut found = Vec::new();
        for stack in assembly.stacks.iter().filter(|stack| is_asked(stack.name)) {
            let (Some(old), Some(new)) = (find(before, stack.name), find(after, stack.name)) else { continue };
            let answers = self.answers(&aws, stack)?;
            found.push(StackDrift::new(stack.name, &answers, &after[new].1, Some(&before[old].1)));
        }
        Ok(found)
    }

    fn answers(&self, aws: &Aws<'_>, stack: &SynthesizedStack) -> Result<DriftAnswers, Stop> {
        let name = stack.full_name.as_str();
        let ask = |words: &[&str]| -> Result<Value, Stop> {
            aws.ask(&[&["cloudformation"], words].concat())?.map_err(|Refusal(words)| {
                Finding::error(format!("AWS does not show the drift of the stack `{name}`: {words}")).into()
            })
        };
        if matches!(self, Asked::Detect) {
            let started = ask(&["detect-stack-drift", "--stack-name", name])?;
            wait(started["StackDriftDetectionId"].as_str().unwrap_or_default(), name, ask)?;
        }
        let described = ask(&["describe-stacks", "--stack-name", name])?;
        let listed = ask(&["list-stack-resources", "--stack-name", name])?;
        let mut answers = DriftAnswers { stack: described["Stacks"][0].clone(), ..DriftAnswers::default() };
        answers.resources = listed["StackResourceSummaries"].as_array().cloned().unwrap_or_default();
        let mut token = String::new();
        loop {
            let page = ["--next-token", token.as_str()];
            let page: &[&str] = if token.is_empty() { &[] } else { &page };
            let page = ask(&[&["describe-stack-resource-drifts", "--stack-name", name], page].concat())?;
            answers.drifts.extend(page["StackResourceDrifts"].as_array().into_iter().flatten().cloned());
            let next = page["NextToken"].as_str().unwrap_or_default();
            if next.is_empty() || next == token {
                return Ok(answers);
            }
            token = next.to_owned();
        }
    }
}

/// Waits until a detection has ended. Of one that failed for some resources, the others are shown.
fn wait(id: &str, name: &str, ask: impl Fn(&[&str]) -> Result<Value, Stop>) -> Result<(), Stop> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        let state = ask(&["describe-stack-drift-detection-status", "--stack-drift-detection-id", id])?;
        if state["DetectionStatus"] != "DETECTION_IN_PROGRESS" {
            return Ok(());
        }
        thread::sleep(PAUSE);
    }
    let message = format!("the drift detection of the stack `{name}` has not ended after {} minutes", PATIENCE.as_secs() / 60);
    Err(Finding::error(message).help("`--drift` shows its result later").into())
}

/// The drift of all stacks, for people.
pub(super) fn text(drifts: &[StackDrift], palette: Palette) -> String {
    let mut text = String::new();
    for drift in drifts {
        let name = palette.paint(Style::Strong, terminal::line(&drift.name));
        let _ = writeln!(text, "\n{name} · drift: {}", terminal::line(&summary(drift)));
        for resource in &drift.resources {
            let [id, kind] = [&resource.id, &resource.resource_type].map(|it| terminal::line(it));
            let place = if resource.location.is_known() { format!("  {}", resource.location) } else { String::new() };
            let sign = palette.paint(Style::Warning, "~");
            let _ = writeln!(
                text,
                "  {sign} {id}  {kind}  {}{}",
                terminal::line(&said(resource)),
                palette.paint(Style::Faint, terminal::line(&place))
            );
            for property in &resource.differences {
                let _ = writeln!(text, "      {}", terminal::line(&line(property)));
            }
        }
    }
    text
}

/// The same as a list.
pub(super) fn markdown(drifts: &[StackDrift]) -> String {
    let mut text = String::new();
    for drift in drifts {
        let _ = writeln!(text, "\n**{}**, drift: {}\n", markdown::text(&drift.name), markdown::text(&summary(drift)));
        for resource in &drift.resources {
            let _ = writeln!(text, "- {} {}", markdown::code(&resource.id), markdown::text(&said(resource)));
            for property in &resource.differences {
                let _ = writeln!(text, "  - {}", markdown::text(&line(property)));
            }
        }
    }
    text
}

/// What it comes to, and when it was found.
fn summary(drift: &StackDrift) -> String {
    let Some(checked) = &drift.checked else {
        return "never detected; `--drift=detect` does".to_owned();
    };
    let mut parts = vec![match drift.resources.len() {
        0 => "none".to_owned(),
        count => counted(count, "resource"),
    }];
    parts.push(format!("{} as deployed", drift.in_sync));
    if !drift.not_checked.is_empty() {
        let types: Vec<String> = drift.not_checked.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        parts.push(format!("{} not checked ({})", drift.not_checked.values().sum::<usize>(), types.join(", ")));
    }
    let outdated = if drift.is_outdated { ", before the last deployment" } else { "" };
    format!("{}; detected at {checked}{outdated}", parts.join(", "))
}

fn said(resource: &ResourceDrift) -> String {
    match (resource.status.as_str(), &resource.reason) {
        ("MODIFIED", _) => "was modified".to_owned(),
        ("DELETED", _) => "was deleted".to_owned(),
        (_, Some(reason)) => format!("could not be checked: {reason}"),
        _ => "could not be checked".to_owned(),
    }
}

/// `DelaySeconds: 5 deployed, 30 there (stacks/data.rs:12:3)`
fn line(property: &PropertyDrift) -> String {
    let path = property.path.trim_start_matches('/').replace('/', ".");
    let values = match (&property.expected, &property.actual) {
        (Some(expected), Some(actual)) => format!("{expected} → {actual}"),
        (Some(expected), None) => format!("{expected} → nothing"),
        (None, Some(actual)) => format!("nothing → {actual}"),
        (None, None) => "differs".to_owned(),
    };
    let place = if property.location.is_known() { format!("  {}", property.location) } else { String::new() };
    format!("{path}: {values}{place}")
}
