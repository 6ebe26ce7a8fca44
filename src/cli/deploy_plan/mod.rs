//! `deploy-plan`: how each environment is deployed, and why so.

mod waves;

use std::fmt::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::list::heading;
use super::outcome::{EXIT_CODES, Outcome, print, print_json};
use super::session::Session;
use super::table::{self, Cell};
use super::terminal::Palette;
use super::{environments, synth, synthesis};
use crate::deploy::{Layout, Plan, PlannedArtifact, PlannedParameter, PlannedStack, Preparation, Stage, ValueSource};
use crate::redact::Redactor;
use crate::template::{counted, parameter_type, with_commas};
use waves::Waves;
pub(super) use waves::in_waves;

const ABOUT: &str = "\
Show how each environment is deployed: the stacks in their order, the links that make the order, the parameters and where each \
value comes from, what must be acknowledged, sizes, and the commands.

With --all it shows in which waves the environments go: those of a wave at the same time, after the waves before. An environment goes after \
those whose exports and outputs its stacks read; `wave` in the settings' [environment] says more, and without it production comes second.

It writes nothing. It needs no credentials and no network.";

const EXAMPLES: &str = "\
Examples:
  cargo run -- deploy-plan --environment prod
  cargo run -- deploy-plan --all
  cargo run -- deploy-plan --json | jq -r '.[].stacks[].command'";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    Command::new("deploy-plan")
        .about("Show how each environment is deployed, and why so")
        .long_about(ABOUT)
        .args(environments::arguments())
        .args(synth::layout_arguments())
        .arg(
            Arg::new("all")
                .long("all")
                .action(ArgAction::SetTrue)
                .help("In which waves the environments are deployed, and why so"),
        )
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print JSON, for other tools to read"))
        .after_help(format!("{EXAMPLES}\n\n{}", EXIT_CODES))
}

/// Shows the plans of what is asked for.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let files = environments::asked_for(arguments, session)?;
    let (format, output) = synth::layout(arguments, session);
    if arguments.get_flag("all") {
        let directory = |name: &str| session.paths.shown(&output.join(name));
        let waves = Waves::of(&files, |assembly| Stage::of(&assembly, &directory(&assembly.environment)), session)?;
        // Texts, numbers and flags always have a JSON form.
        return match arguments.get_flag("json") {
            true => print_json(&(serde_json::to_string_pretty(&waves).unwrap_or_default() + "\n")),
            false => print(&waves.text(Palette::stdout())),
        };
    }
    let plans = synthesis::sound(&files, session, Some(&session.rule_set()), "there is no plan to show", |assembly| {
        let directory = output.join(&assembly.environment);
        let sources = session.project.seen_from(&directory);
        let directory = session.paths.shown(&directory);
        let texts: Vec<String> = assembly.stacks.iter().map(|stack| stack.template.to_text(format)).collect();
        Plan::new(&assembly, Layout { format, directory: &directory, sources: sources.as_deref() }, &texts)
    })?;
    let plans = hidden(plans, &session.redactor());
    if arguments.get_flag("json") {
        // Texts, numbers and flags always have a JSON form.
        return print_json(&(serde_json::to_string_pretty(&plans).unwrap_or_default() + "\n"));
    }
    let palette = Palette::stdout();
    print(&plans.iter().map(|plan| text(plan, palette)).collect::<String>())
}

/// The plans without the values of secrets.
fn hidden(mut plans: Vec<Plan>, redactor: &Redactor) -> Vec<Plan> {
    let stacks = plans.iter_mut().flat_map(|plan| &mut plan.stacks);
    for value in stacks.flat_map(|stack| &mut stack.parameters).filter_map(|parameter| parameter.value.as_mut()) {
        *value = redactor.value(value);
    }
    plans
}

fn text(plan: &Plan, palette: Palette) -> String {
    let mut text = heading(&plan.environment, &plan.account, &plan.region, plan.production, palette) + "\n";
    if !plan.tags.is_empty() {
        let tags: Vec<String> = plan.tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let _ = writeln!(text, "tags of every stack: {}", tags.join(", "));
    }
    if let Some(role) = &plan.deploy_role_arn {
        let _ = writeln!(text, "the scripts assume {role}");
    }
    if plan.production {
        text.push_str("production: every stack is protected against deletion, and images must be pinned by digest\n");
    }
    for said in &plan.moves {
        let _ = writeln!(text, "moved, by `refactor` before the deployment: {said}");
    }
    for (index, stack) in plan.stacks.iter().enumerate() {
        let step = format!("\n{}. {}: {}", index + 1, stack.name, stack.stack_name);
        let (resources, bytes) = (counted(stack.resources, "resource"), with_commas(stack.bytes));
        let _ = writeln!(text, "{step} ({resources}, {bytes} bytes)");
        text.push_str(&details(plan, stack));
        text.push_str(&parameters(&stack.parameters, palette));
        let _ = writeln!(text, "   {}", stack.command);
    }
    text.push('\n');
    text
}

fn details(plan: &Plan, stack: &PlannedStack) -> String {
    let mut text = String::new();
    for why in &stack.after {
        let _ = writeln!(text, "   after {}, for {}", why.stack, why.links.join(", "));
    }
    if !stack.capabilities.is_empty() {
        let _ = writeln!(text, "   to acknowledge: {}", stack.capabilities.join(", "));
    }
    if stack.needs_bucket {
        let bucket = plan.template_bucket.as_deref().unwrap_or("a bucket that the settings do not name");
        let _ = writeln!(text, "   over 51,200 bytes: goes through {bucket}");
    }
    for artifact in &stack.artifacts {
        let _ = writeln!(text, "   {}", made(artifact));
    }
    for set in &stack.stack_sets {
        let _ = writeln!(text, "   {}", waves::stack_set(set));
    }
    for service in &stack.services {
        let _ = writeln!(text, "   checked at the end: {} runs {}", service.service, service.task_definition);
    }
    for kept in &stack.retained {
        let _ = writeln!(text, "   stays when the stack is deleted: {} ({}, {})", kept.id, kept.resource_type, kept.by);
    }
    for kept in &stack.protected {
        let _ = writeln!(text, "   protected against deletion: {} ({}, {})", kept.id, kept.resource_type, kept.by);
    }
    text
}

/// What is made of the project's files.
fn made(artifact: &PlannedArtifact) -> String {
    let (id, path) = (&artifact.id, &artifact.path);
    let first = artifact.built_by.as_ref().map(|command| format!("after `{command}`, ")).unwrap_or_default();
    match &artifact.made {
        Preparation::Zip { .. } => format!("{first}{path} is zipped and uploaded for {id}"),
        Preparation::File { .. } => format!("{first}{path} is uploaded for {id}"),
        Preparation::Image { repository, .. } => {
            format!("{first}an image is built of {path} and pushed to {repository} for {id}")
        }
        Preparation::Site { .. } => format!("{first}{path} is published to the site {id}"),
    }
}

fn parameters(parameters: &[PlannedParameter], palette: Palette) -> String {
    if parameters.is_empty() {
        return String::new();
    }
    let rows = parameters.iter().map(|parameter| {
        let source = match (parameter.source, &parameter.at) {
            (ValueSource::App, Some(at)) => format!("the app, {at}"),
            (ValueSource::App, None) => "the app".to_owned(),
            (ValueSource::Default, _) => "the template's default".to_owned(),
            (ValueSource::Artifact, _) => "deploy.sh, which makes it".to_owned(),
            (ValueSource::Creator, _) => "whoever creates the stack (NoEcho)".to_owned(),
        };
        let is_read = parameter_type::is_stored(&parameter.kind);
        let source = if is_read { format!("{source}; AWS reads the SSM parameter of this name") } else { source };
        let value = parameter.value.as_deref().unwrap_or("-");
        [Cell::text(&parameter.name), Cell::text(source), Cell::text(value)]
    });
    let table = table::render(["PARAMETER", "FROM", "VALUE"], rows.collect(), palette);
    table.lines().fold(String::new(), |text, line| format!("{text}  {line}\n"))
}
