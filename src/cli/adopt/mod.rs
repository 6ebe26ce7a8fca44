//! `adopt`: resources that exist outside a stack come into it, as they are.

mod files;
mod lookup;
mod text;

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::aws::Aws;
use super::diff::base::Base;
use super::outcome::{EXIT_CODES, Outcome, print};
use super::report::Finding;
use super::session::Session;
use super::stop::Stop;
use super::{environments, synth, synthesis};
use crate::adopt::{self, Adoption, Unknown};
use crate::diagnostic::nearest;
use crate::language::stacks::StackSource;
use crate::stack::{Assembly, SynthesizedStack};
use lookup::Found;

/// So often, what was found lets more be found.
const ROUNDS: usize = 4;

const ABOUT: &str = "\
Write what imports resources that exist, and that are in no stack, into a stack of the app: `resources-to-import.json`, and the template of \
the change set. It prints the commands in order, and runs none.

What is imported is what the code has and the deployed stack has not, or the resources that are named. Their code must say what they are: \
CloudFormation changes nothing of them, and the drift detection at the end shows what differs. What identifies a resource comes from its \
properties; what only AWS knows is given with `--identifier`, or looked for with `--from-cli`.

The template is the deployed one with the imported resources in it, each with the deletion policy of the code, or else `Retain`. Outputs and \
other new resources come with the next deployment: an import may not add them.";

const EXAMPLES: &str = "\
Examples:
  cargo run -- adopt data -e prod                                          all that is not deployed
  cargo run -- adopt data Uploads Orders -e prod                           only these
  cargo run -- adopt network Vpc -e prod --identifier Vpc=vpc-0123456789abcdef0
  cargo run -- adopt network Vpc -e prod --from-cli                        the VPC that the code says
  cargo run -- adopt data Client -e prod --identifier Client.ClientId=abc  a part of an identifier";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let stack = Arg::new("stack").value_name("STACK").required(true).help("The stack, by its short name");
    let ids = Arg::new("ids")
        .value_name("ID")
        .num_args(0..)
        .help("Only these resources, by their logical ids [default: all that are new]");
    let identifier = Arg::new("identifier")
        .long("identifier")
        .value_name("ID=VALUE")
        .action(ArgAction::Append)
        .help("What identifies a resource in AWS; `ID.PROPERTY=VALUE` for one part of several");
    let against = Arg::new("against")
        .long("against")
        .value_name("BASE")
        .default_value("deployed")
        .help("What the stack has now: `deployed`, `git`, git:REVISION, or a directory; what is deployed must be the same");
    let from_cli = Arg::new("from-cli").long("from-cli").action(ArgAction::SetTrue).help(
        "Look in AWS for what identifies the others: `aws cloudcontrol` lists them, and one must have the properties of the code",
    );
    let [_, output] = synth::layout_arguments();
    Command::new("adopt")
        .about("Write what imports resources that exist into a stack")
        .long_about(ABOUT)
        .args([stack, ids])
        .args(environments::arguments())
        .args([identifier, from_cli, against, output])
        .after_help(format!("{EXAMPLES}\n\n{EXIT_CODES}"))
}

/// Writes the change set's input, and prints the commands.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let files = environments::asked_for(arguments, session)?;
    let assemblies = synthesis::sound(&files, session, None, "nothing was written", |assembly| assembly)?;
    let [assembly] = assemblies.as_slice() else {
        let help = "`--environment NAME` says where the resources are";
        return Err(Finding::error("resources are adopted in one environment").help(help).into());
    };
    let stack = stack(arguments, assembly)?;
    let asked: Vec<&str> = arguments.get_many::<String>("ids").into_iter().flatten().map(String::as_str).collect();
    let given = identifiers(arguments)?;
    check_ids(stack, asked.iter().copied().chain(given.keys().filter_map(|key| key.split('.').next())))?;
    let base = Base::of(arguments.get_one::<String>("against").map(String::as_str), session)?;
    let before = base.stacks(assembly, session)?;
    let side = before.iter().find(|(name, _)| name == stack.name).map(|(_, side)| side);
    let deployed = side.map(|side| &side.template);
    let mut values: BTreeMap<String, String> = side.map(|side| side.values.clone()).unwrap_or_default();
    values.extend(stack.values(&assembly.target));
    let code = StackSource { name: stack.name, template: &stack.template, values };
    let mut adoption = adopt::adopt(&code, deployed, &asked, &given);
    let mut found = Found::default();
    if arguments.get_flag("from-cli") && !adoption.unknown.is_empty() {
        let aws = Aws::of(&assembly.target)?;
        // What identifies one may be a part of what identifies the next.
        for _ in 0..ROUNDS {
            let known = if found.given.is_empty() { &given } else { &found.given };
            let more = lookup::identifiers(&adoption, &code, known, &aws)?;
            let is_done = more.by.is_empty();
            found.by.extend(more.by);
            (found.given, found.why) = (more.given, more.why);
            adoption = adopt::adopt(&code, deployed, &asked, &found.given);
            if is_done || adoption.unknown.is_empty() {
                break;
            }
        }
    }
    check(&adoption, stack, &asked, &found)?;
    let written = files::make(&adoption, assembly, stack, deployed, &synth::output(arguments, session), session)?;
    print(&text::text(&adoption, &written, assembly, stack, &found))
}

fn stack<'a>(arguments: &ArgMatches, assembly: &'a Assembly) -> Result<&'a SynthesizedStack, Stop> {
    let asked: Vec<&String> = arguments.get_many("stack").into_iter().flatten().collect();
    let known: Vec<&str> = assembly.stacks.iter().map(|stack| stack.name).collect();
    synthesis::check_stack_names(&asked, &known)?;
    let found = assembly.stacks.iter().find(|stack| asked.iter().any(|name| *name == stack.name));
    found.ok_or_else(|| Finding::error("no stack was named").into())
}

fn identifiers(arguments: &ArgMatches) -> Result<BTreeMap<String, String>, Stop> {
    let given = arguments.get_many::<String>("identifier").into_iter().flatten();
    let each = given.map(|text| match text.split_once('=') {
        Some((id, value)) if !id.is_empty() && !value.is_empty() => Ok((id.to_owned(), value.to_owned())),
        _ => Err(Finding::error(format!("`{text}` is not an identifier"))
            .help("expected `ID=VALUE` or `ID.PROPERTY=VALUE`")
            .into()),
    });
    each.collect()
}

fn check_ids<'a>(stack: &SynthesizedStack, ids: impl Iterator<Item = &'a str>) -> Result<(), Stop> {
    let unknown: Vec<Finding> = ids
        .filter(|id| stack.template.resource(id).is_none())
        .map(|id| {
            let known = stack.template.resources();
            let near = nearest(id, known.map(|entry| entry.id.as_str())).map(|near| format!("did you mean `{near}`?"));
            let finding = Finding::error(format!("the stack `{}` has no resource `{id}`", stack.name));
            finding.help(near.unwrap_or_else(|| "write its code first: an import needs it".to_owned()))
        })
        .collect();
    if unknown.is_empty() { Ok(()) } else { Err(Stop::Mistakes(unknown, "nothing was written")) }
}

/// Everything that stands against the import, in one run.
fn check(adoption: &Adoption, stack: &SynthesizedStack, asked: &[&str], found: &Found) -> Result<(), Stop> {
    let mut findings: Vec<Finding> = Vec::new();
    for (id, why) in adoption.refused.iter().filter(|(id, _)| asked.contains(&id.as_str())) {
        let help = "leave it out: a deployment makes a new one beside it. `--identifier` imports it all the same";
        findings.push(Finding::error(format!("`{id}` cannot be imported: {why}")).help(help));
    }
    findings.extend(adoption.unknown.iter().map(|unknown| missing(unknown, found.why.get(&unknown.id))));
    for (id, other) in &adoption.dangling {
        let why = adoption.refused.iter().find(|(refused, _)| refused == other).map(|(_, why)| why.as_str());
        let (reason, help) = match why {
            Some(why) => (format!(", which cannot be imported: {why}"), format!("import `{id}` after `{other}` is deployed")),
            None => {
                (", which is neither deployed nor imported with it".to_owned(), format!("name `{other}` too, or deploy it first"))
            }
        };
        findings.push(Finding::error(format!("`{id}` refers to `{other}`{reason}")).help(help));
    }
    if findings.is_empty() && adoption.resources.is_empty() {
        let message = format!(
            "the stack `{}` has nothing to import: what its code has is deployed, or cannot be imported",
            stack.full_name
        );
        let reasons: Vec<String> = adoption.refused.iter().map(|(id, why)| format!("{id}: {why}")).collect();
        let finding = Finding::error(message);
        return Err(if reasons.is_empty() { finding } else { finding.help(reasons.join("; ")) }.into());
    }
    if findings.is_empty() { Ok(()) } else { Err(Stop::Mistakes(findings, "nothing was written")) }
}

fn missing(unknown: &Unknown, why: Option<&String>) -> Finding {
    let Unknown { id, resource_type, property, is_part, .. } = unknown;
    let option = if *is_part { format!("{id}.{property}") } else { id.clone() };
    let message = format!("only AWS knows the `{property}` that identifies `{id}` ({resource_type})");
    let found = why.map_or_else(|| "`--from-cli` looks for it".to_owned(), Clone::clone);
    let help = format!("`--identifier {option}=VALUE`; {found}");
    Finding::error(message).help(help)
}
