//! `deploy-role`: the least role that can deploy the stacks of an environment, as a template of CloudFormation.

mod pack;
mod stack;

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, ValueHint, value_parser};

use self::stack::{Trust, Wanted};
use super::new::draft::{Draft, compared, make, writing};
use super::outcome::{EXIT_CODES, Outcome, print};
use super::report::Finding;
use super::session::Session;
use super::stop::Stop;
use super::{environments, synthesis};
use crate::deploy::role::{self, Permissions};
use crate::stack::{Assembly, Environment, Pack};
use crate::template::Format;

/// Where the templates are.
pub(super) const DIRECTORY: &str = "deploy-role";

const ABOUT: &str = "\
Write `deploy-role/ENVIRONMENT.yaml` for each environment: a stack with the role that may deploy its stacks, and little else. What CloudFormation \
calls is what the handlers of the resource types are published to need, or their whole service where nothing is published; ARNs are \
narrowed to the names that the stacks have; roles are passed to the services that trust them alone; a permissions boundary holds whatever is \
added later. What could not be known stands at the top of the file, and is printed.

An administrator deploys it once, and again when the stacks get resources of other types: `--check` says when. docs/deploy-role.md explains it.";

const EXAMPLES: &str = "\
Examples:
  cargo run -- deploy-role --github ORGANISATION/REPOSITORY
  cargo run -- deploy-role -e prod --principal arn:aws:iam::123456789012:role/deployer --service-role
  cargo run -- deploy-role --github ORGANISATION/REPOSITORY --check";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    let github = Arg::new("github")
        .long("github")
        .value_name("OWNER/REPOSITORY")
        .help("Let jobs of this repository on GitHub take the role, in the environment of the same name, through OIDC");
    let principal = Arg::new("principal").long("principal").value_name("ARN").help("Let this role or user take it");
    let output = Arg::new("output")
        .long("output")
        .value_name("DIR")
        .value_hint(ValueHint::DirPath)
        .value_parser(value_parser!(PathBuf))
        .help("Where the templates are [default: deploy-role of the project]");
    Command::new("deploy-role")
        .about("Write a stack with the least role that can deploy the stacks")
        .long_about(ABOUT)
        .args(environments::arguments())
        .args([github, principal])
        .group(ArgGroup::new("who").args(["github", "principal"]).required(true))
        .args([
            flag(
                "service-role",
                "Make a second role with which CloudFormation deploys; the first one starts deployments and passes it",
            ),
            flag("check", "Write nothing, and fail where a template is not what it would be now"),
            output,
        ])
        .args(writing())
        .after_help(format!("{EXAMPLES}\n\n{EXIT_CODES}"))
}

/// Writes the templates, or compares them.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let taker = taker(arguments)?;
    let given = arguments.get_one::<PathBuf>("output").map(|path| session.paths.absolute(path));
    let directory = given.unwrap_or_else(|| session.project.root.join(DIRECTORY));
    let asked: Vec<String> = environments::asked_for(arguments, session)?.into_iter().map(|file| file.name).collect();
    // Which of them makes the provider depends on all.
    let files = environments::all_in(&environments::directory(arguments, session), session)?;
    let assemblies = synthesis::sound(&files, session, None, "nothing was written", |assembly| assembly)?;
    let form = Form { taker, service_role: arguments.get_flag("service-role") };
    let mut templates = templates(&assemblies, &form, session)?;
    templates.retain(|template| asked.contains(&template.environment));
    let said: String = templates.iter().map(|template| template.said.as_str()).collect();
    let steps: String = templates.iter().map(|template| format!("  {}\n", template.next)).collect();
    let drafts = templates.into_iter().map(|template| {
        let path = directory.join(format!("{}.yaml", template.environment));
        // It is made anew whenever the stacks change.
        Draft::edit(path, template.text)
    });
    let drafts: Vec<Draft> = drafts.collect();
    if arguments.get_flag("check") {
        return check(drafts, arguments, session);
    }
    let left = format!("{said}\nRead them, and deploy them as an administrator of the account:\n{steps}");
    make(&session.project.root, drafts, arguments, session, &left)
}

fn check(drafts: Vec<Draft>, arguments: &ArgMatches, session: &Session) -> Outcome {
    let written = compared(&session.project.root, drafts, arguments, session)?;
    let changed: Vec<String> = written
        .batches(&session.project.root)
        .iter()
        .flat_map(|batch| &batch.files)
        .map(|file| session.paths.shown(&file.path))
        .collect();
    if changed.is_empty() {
        return print(&format!("{}as the stacks need it\n", written.shown));
    }
    let help = "write it anew without `--check`, read the difference, and have an administrator deploy it";
    Err(Finding::error(format!("{} is not what the stacks need now", changed.join(", "))).help(help).into())
}

/// The template for one environment.
pub(super) struct RoleTemplate {
    pub(super) environment: String,
    /// Its text, with what could not be known at the top.
    pub(super) text: String,
    /// What could not be known, for a person.
    pub(super) said: String,
    /// The command that deploys it.
    pub(super) next: String,
}

/// What is asked for.
pub(super) struct Form {
    /// Who may take the role.
    pub(super) taker: Taker,
    /// Whether CloudFormation has a role of its own.
    pub(super) service_role: bool,
}

/// The templates for environments. In each account the stack of the first makes GitHub's provider, by their names.
pub(super) fn templates(assemblies: &[Assembly], form: &Form, session: &Session) -> Result<Vec<RoleTemplate>, Stop> {
    let first = |account: &str| {
        let of_account = assemblies.iter().filter(|assembly| assembly.target.account == account);
        of_account.map(|assembly| assembly.environment.as_str()).min()
    };
    let mut templates = Vec::new();
    for assembly in assemblies {
        let makes_provider = first(&assembly.target.account) == Some(assembly.environment.as_str());
        let trust = match &form.taker {
            Taker::Principal(arn) => Trust::Principal(arn.clone()),
            Taker::GitHub(repository) => Trust::GitHub { repository: repository.clone(), makes_provider },
        };
        templates.push(template(assembly, &Wanted { trust: &trust, service_role: form.service_role }, session)?);
    }
    Ok(templates)
}

fn template(assembly: &Assembly, wanted: &Wanted<'_>, session: &Session) -> Result<RoleTemplate, Stop> {
    let permissions = role::permissions(assembly);
    let mut target = assembly.target.clone();
    // The role is checked by the pack, whatever its stacks are.
    target.packs = vec![Pack::Security];
    let environment = Environment { name: assembly.environment.clone(), target, settings: () };
    let (made, mut findings) = stack::app(&environment, assembly, &permissions, wanted).synth();
    findings.extend(session.rule_set().assembly(&made));
    let errors: Vec<Finding> = findings.into_iter().map(Finding::from).filter(Finding::is_error).collect();
    if !errors.is_empty() {
        return Err(Stop::Mistakes(errors, "nothing was written"));
    }
    let Some(stack) = made.stacks.first() else { return Err(Finding::error("the stack of the role was not made").into()) };
    let environment = &assembly.environment;
    let tags: String = assembly
        .target
        .tags
        .iter()
        .map(|(key, value)| format!(" {}", crate::scaffold::shell::quote(&format!("{key}={value}"))))
        .collect();
    let tags = if tags.is_empty() { tags } else { format!(" --tags{tags}") };
    let next = format!(
        "aws cloudformation deploy --region {} --stack-name {} --template-file deploy-role/{environment}.yaml --capabilities CAPABILITY_IAM{tags}",
        assembly.target.region, stack.full_name
    );
    let lines = known(&permissions);
    let commented: String = lines.iter().map(|line| format!("# {line}\n")).collect();
    let text = format!(
        "# Made by `deploy-role` for the environment {environment}. Make it anew when the stacks change; change nothing here.\n{commented}{}",
        stack.template.to_text(Format::Yaml)
    );
    let said: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    Ok(RoleTemplate { said: format!("\n{environment}\n{said}"), environment: environment.clone(), text, next })
}

/// What is known, and what is not, a line each.
fn known(permissions: &Permissions) -> Vec<String> {
    let count = |grants: &[role::Grant]| grants.iter().map(|grant| grant.actions.len()).sum::<usize>();
    let mut lines = vec![format!(
        "{} actions for the resources, {} for deployments.",
        count(&permissions.resources),
        count(&permissions.caller)
    )];
    lines.extend(
        permissions
            .by_service
            .iter()
            .map(|(kind, actions)| format!("By service: {kind} gets {actions}, since nothing is published of it.")),
    );
    lines.extend(permissions.unknown.iter().map(|unknown| format!("Not known: {unknown}.")));
    lines
}

/// Who may take the roles.
pub(super) enum Taker {
    /// A user or a role, by its ARN.
    Principal(String),
    /// Jobs of a repository on GitHub.
    GitHub(String),
}

fn taker(arguments: &ArgMatches) -> Result<Taker, Stop> {
    let Some(principal) = arguments.get_one::<String>("principal") else { return repository(arguments).map(Taker::GitHub) };
    let parts: Vec<&str> = principal.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", _, "iam", "", _, name] if ["role/", "user/"].iter().any(|kind| name.starts_with(kind)) && !name.contains('*') => {
            Ok(Taker::Principal(principal.clone()))
        }
        _ => Err(Finding::error(format!("`{principal}` is not the ARN of a role or a user"))
            .help("for example `arn:aws:iam::123456789012:role/deployer`")
            .into()),
    }
}

/// The repository whose jobs may take the roles.
pub(super) fn repository(arguments: &ArgMatches) -> Result<String, Stop> {
    let repository = arguments.get_one::<String>("github").cloned().unwrap_or_default();
    let is_plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    match repository.split_once('/') {
        Some((owner, name)) if is_plain(owner) && is_plain(name) => Ok(repository),
        _ => {
            Err(Finding::error(format!("`{repository}` is not a repository on GitHub")).help("expected OWNER/REPOSITORY").into())
        }
    }
}
