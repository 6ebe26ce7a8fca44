//! `new workflow`: a pipeline that checks pull requests and deploys.

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::draft::{Draft, make, writing};
use crate::cli::outcome::{EXIT_CODES, Outcome};
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::{environments, synthesis, templates};

/// What the workflow is made from.
const TEMPLATE: &str = "workflow.yml.tera";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let kind = Arg::new("kind").value_name("KIND").required(true).value_parser(["github"]).help("Where it runs: GitHub Actions");
    let branch = Arg::new("branch").long("branch").value_name("NAME").default_value("main").help("What lands there is deployed");
    Command::new("workflow")
        .about("Makes a workflow that checks pull requests and deploys what lands")
        .long_about(
            "Makes .github/workflows/formwork.yml. A pull request: format, tests, snapshots, and `diff` as a comment; it fails on WILL FAIL. \
             The branch: each environment is deployed through OIDC, production last, and no keys are stored.",
        )
        .args([kind, branch])
        .args(writing())
        .after_help(EXIT_CODES)
}

#[derive(Serialize)]
struct Values {
    branch: String,
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
    let branch = arguments.get_one::<String>("branch").cloned().unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if branch.is_empty() || !branch.chars().all(is_plain) {
        return Err(Finding::error(format!("`{branch}` is not a branch name that the workflow can hold")).into());
    }
    let files = environments::all_in(&session.project.environments(), session)?;
    let mut assemblies = synthesis::sound(&files, session, None, "nothing was written", |assembly| assembly)?;
    // Production comes last: what fails elsewhere never reaches it.
    assemblies.sort_by_key(|assembly| assembly.target.production);
    let mut deployed: Vec<Deployed> = Vec::new();
    for assembly in assemblies {
        let after = deployed.last().map(|before| before.name.clone()).unwrap_or_default();
        deployed.push(Deployed { name: assembly.environment, region: assembly.target.region, after });
    }
    let values = Values { branch, environments: deployed };
    let text = templates::load(&[TEMPLATE], session)?.render(TEMPLATE, &values).map_err(templates::wrong)?;
    let text = format!("{}\n", text.trim_end());
    let path = session.project.root.join(".github").join("workflows").join("formwork.yml");
    let left = "\nWhat is left to do:\n  1. In each account, an OIDC provider for token.actions.githubusercontent.com and a role that trusts this repository.\n  \
                2. On GitHub, an environment of each name with the variable DEPLOY_ROLE_ARN, and reviewers for production.\n";
    make(&session.project.root, vec![Draft::new(path, text)], arguments, session, left)
}
