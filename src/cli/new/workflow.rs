//! `new workflow`: a pipeline that checks pull requests and deploys.

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::draft::{Draft, make, writing};
use crate::cli::outcome::{EXIT_CODES, Outcome};
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::{deploy_plan, environments, synthesis, templates};
use crate::deploy::{Stage, Wave};
use crate::stack::Assembly;

/// What the workflow is made from.
const TEMPLATE: &str = "workflow.yml.tera";

/// What comes of mistakes.
const NOTHING: &str = "nothing was written";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    Command::new("workflow")
        .about("Make a workflow that checks pull requests and deploys what lands")
        .long_about(
            "Make .github/workflows/formwork.yml. A pull request: format, tests, snapshots, and `diff` as a comment; it fails on WILL FAIL. \
             The branch: the environments are deployed through OIDC in the waves of `deploy-plan --all`, production after the others, and no keys are \
             stored.",
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
    wave: u32,
    /// The jobs that end before it begins: those of the wave before.
    needs: String,
}

/// Makes the workflow.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let draft = draft(&assemblies(session)?, "new workflow github", None, arguments, session)?;
    let left = "\nWhat is left to do:\n  1. In each account, an OIDC provider for token.actions.githubusercontent.com and a role that trusts this repository; \
                `new pipeline` makes both.\n  2. On GitHub, an environment of each name with the variable DEPLOY_ROLE_ARN, and reviewers for production.\n";
    make(&session.project.root, vec![draft], arguments, session, left)
}

/// Every environment, in the order of the names.
pub(super) fn assemblies(session: &Session) -> Result<Vec<Assembly>, Stop> {
    let files = environments::all_in(&session.project.environments(), session)?;
    synthesis::sound(&files, session, None, NOTHING, |assembly| assembly)
}

/// The jobs that deploy, in waves: what fails in one never reaches the next.
fn deployed(assemblies: &[Assembly]) -> Result<Vec<Deployed>, Stop> {
    let stages = assemblies.iter().map(|assembly| Stage::of(assembly, "")).collect();
    let mut deployed = Vec::new();
    let mut needs = "check".to_owned();
    for Wave { wave, environments, .. } in deploy_plan::in_waves(stages, NOTHING)? {
        let jobs: Vec<String> = environments.iter().map(|environment| format!("deploy-{}", environment.environment)).collect();
        let each = environments.into_iter().map(|environment| Deployed {
            name: environment.environment,
            region: environment.region,
            wave,
            needs: needs.clone(),
        });
        deployed.extend(each);
        needs = if let [job] = jobs.as_slice() { job.clone() } else { format!("[{}]", jobs.join(", ")) };
    }
    Ok(deployed)
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
    let values = Values { made_by, branch, repository, environments: deployed(assemblies)? };
    let text = templates::load(&[TEMPLATE], session)?.render(TEMPLATE, &values).map_err(templates::wrong)?;
    let path = session.project.root.join(".github").join("workflows").join("formwork.yml");
    Ok(Draft::new(path, format!("{}\n", text.trim_end())))
}
