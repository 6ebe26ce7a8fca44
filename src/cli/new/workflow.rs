//! `new workflow`: a pipeline that checks pull requests and deploys.

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::draft::{Draft, make, writing};
use crate::cli::outcome::{EXIT_CODES, Outcome};
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::{environments, synthesis, templates};
use crate::stack::Assembly;

/// What the workflow is made from.
const TEMPLATE: &str = "workflow.yml.tera";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    Command::new("workflow")
        .about("Make a workflow that checks pull requests and deploys what lands")
        .long_about(
            "Make .github/workflows/formwork.yml. A pull request: format, tests, snapshots, and `diff` as a comment; it fails on WILL FAIL. \
             The branch: each environment is deployed through OIDC, production last, and no keys are stored.",
        )
        .args(arguments())
        .args(writing())
        .after_help(EXIT_CODES)
}

/// Where it runs, and of what.
pub(super) fn arguments() -> [Arg; 2] {
    let kind = Arg::new("kind").value_name("KIND").required(true).value_parser(["github"]).help("Where it runs: GitHub Actions");
    let branch = Arg::new("branch").long("branch").value_name("NAME").default_value("main").help("What lands there is deployed");
    [kind, branch]
}

#[derive(Serialize)]
struct Values<'a> {
    made_by: &'a str,
    branch: String,
    /// The repository whose roles are checked, where they are files of the project.
    repository: Option<&'a str>,
    environments: Vec<Deployed>,
}

#[derive(Serialize)]
struct Deployed {
    name: String,
    region: String,
    after: String,
}

/// Makes the workflow.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let draft = draft(&assemblies(session)?, "new workflow github", None, arguments, session)?;
    let left = "\nWhat is left to do:\n  1. In each account, an OIDC provider for token.actions.githubusercontent.com and a role that trusts this repository; \
                `new pipeline` makes both.\n  2. On GitHub, an environment of each name with the variable DEPLOY_ROLE_ARN, and reviewers for production.\n";
    make(&session.project.root, vec![draft], arguments, session, left)
}

/// Every environment, production last: what fails elsewhere never reaches it.
pub(super) fn assemblies(session: &Session) -> Result<Vec<Assembly>, Stop> {
    let files = environments::all_in(&session.project.environments(), session)?;
    let mut assemblies = synthesis::sound(&files, session, None, "nothing was written", |assembly| assembly)?;
    assemblies.sort_by_key(|assembly| assembly.target.production);
    Ok(assemblies)
}

/// The file of the workflow.
pub(super) fn draft(
    assemblies: &[Assembly],
    made_by: &str,
    repository: Option<&str>,
    arguments: &ArgMatches,
    session: &Session,
) -> Result<Draft, Stop> {
    let branch = arguments.get_one::<String>("branch").cloned().unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if branch.is_empty() || !branch.chars().all(is_plain) {
        return Err(Finding::error(format!("`{branch}` is not a branch name that the workflow can hold")).into());
    }
    let mut deployed: Vec<Deployed> = Vec::new();
    for assembly in assemblies {
        let after = deployed.last().map(|before| before.name.clone()).unwrap_or_default();
        deployed.push(Deployed { name: assembly.environment.clone(), region: assembly.target.region.clone(), after });
    }
    let values = Values { made_by, branch, repository, environments: deployed };
    let text = templates::load(&[TEMPLATE], session)?.render(TEMPLATE, &values).map_err(templates::wrong)?;
    let path = session.project.root.join(".github").join("workflows").join("formwork.yml");
    Ok(Draft::new(path, format!("{}\n", text.trim_end())))
}
