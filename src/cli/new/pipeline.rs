//! `new pipeline`: the workflow that deploys, and the roles that it takes, without a key anywhere.

use clap::{Arg, ArgMatches, Command};

use super::draft::{Draft, make, writing};
use super::workflow;
use crate::cli::deploy_role::{self, Form, Taker};
use crate::cli::outcome::{EXIT_CODES, Outcome};
use crate::cli::session::Session;
use crate::stack::Assembly;

const ABOUT: &str = "\
Make .github/workflows/formwork.yml, as `new workflow` does, and for each environment a template with the role that its job takes: \
`deploy-role/ENVIRONMENT.yaml`, as `deploy-role` does. GitHub vouches for the job through OIDC, so no keys are stored; a role trusts jobs of this \
repository in the environment of its name, and nobody else. The account's provider is made by one of the stacks, unless the parameter \
GitHubProviderArn names the one that is there.

What is compiled runs before there are credentials. An environment on GitHub asks its reviewers, and only protected branches get into it. The workflow \
fails where the roles are not what the stacks need.";

const EXAMPLES: &str = "\
Examples:
  cargo run -- new pipeline github --repository ORGANISATION/REPOSITORY
  cargo run -- new pipeline github --repository ORGANISATION/REPOSITORY --branch release --dry-run";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let repository = Arg::new("github")
        .long("repository")
        .value_name("OWNER/NAME")
        .required(true)
        .help("The repository on GitHub whose jobs may deploy");
    Command::new("pipeline")
        .about("Make a workflow that deploys, and the roles that it takes")
        .long_about(ABOUT)
        .args(workflow::arguments())
        .arg(repository)
        .args(writing())
        .after_help(format!("{EXAMPLES}\n\n{EXIT_CODES}"))
}

/// Makes the workflow and the templates of the roles.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let repository = deploy_role::repository(arguments)?;
    let assemblies = workflow::assemblies(session)?;
    let workflow = workflow::draft(&assemblies, "new pipeline github", Some(&repository), arguments, session)?;
    let form = Form { taker: Taker::GitHub(repository), service_role: false };
    let roles = deploy_role::templates(&assemblies, &form, session)?;
    let mut drafts = vec![workflow];
    let mut commands = String::new();
    for role in &roles {
        let path = session.project.root.join(deploy_role::DIRECTORY).join(format!("{}.yaml", role.environment));
        drafts.push(Draft::new(path, role.text.clone()));
        commands.push_str(&format!("     {}\n", role.next));
    }
    let environments: String = assemblies.iter().map(|assembly| on_github(assembly, arguments)).collect();
    let said: String = roles.iter().map(|role| role.said.as_str()).collect();
    let left = format!(
        "{said}\nWhat is left to do:\n  1. Read the roles, and deploy them as an administrator of each account, in this order; where the account has a provider for \
         GitHub already, add --parameter-overrides GitHubProviderArn=ARN:\n{commands}  2. On GitHub, an environment of each name that only protected branches get into, \
         with the variable DEPLOY_ROLE_ARN (the output of its stack) and required reviewers for production; TEAM is the number that \
         `gh api orgs/ORGANISATION/teams/NAME --jq .id` prints.\n{environments}"
    );
    make(&session.project.root, drafts, arguments, session, &left)
}

/// The commands that make the environment of a job on GitHub: who approves, from which branches, with which role.
fn on_github(assembly: &Assembly, arguments: &ArgMatches) -> String {
    let repository = arguments.get_one::<String>("github").map(String::as_str).unwrap_or_default();
    let name = &assembly.environment;
    let reviewers = if assembly.target.production { "\"reviewers\":[{\"type\":\"Team\",\"id\":TEAM}]," } else { "" };
    let rules =
        format!("{{{reviewers}\"deployment_branch_policy\":{{\"protected_branches\":true,\"custom_branch_policies\":false}}}}");
    format!(
        "     printf '{rules}' | gh api --method PUT repos/{repository}/environments/{name} --input -\n     \
         gh variable set DEPLOY_ROLE_ARN --repo {repository} --env {name} --body ARN\n"
    )
}
