//! `refactor`: what moves resources in AWS to where the code has them.

mod files;
mod refactored;
mod text;

use clap::{Arg, ArgMatches, Command};

use super::diff::base::{Base, sides};
use super::outcome::{EXIT_CODES, Outcome, print};
use super::report::{Finding, Reporter};
use super::session::Session;
use super::stop::Stop;
use super::terminal::Palette;
use super::{aws, environments, moves, synth, synthesis};
use crate::diagnostic::Diagnostic;
use crate::diff::{self, MoveState, Moved};
use crate::refactor::Refactored;
use crate::stack::Assembly;
use refactored::RefactoredApp;

const ABOUT: &str = "\
Write what moves resources in AWS to where the code has them, for the lines `stack.moved(…)` and `stack.moved_from(…)`: the input of \
`aws cloudformation create-stack-refactor`, and the templates of the stacks afterwards. It prints the commands in order, and runs none.

The templates are those that are deployed, with the moves in them and nothing else of the code: CloudFormation refuses a refactor that \
changes anything. A reference that reaches into another stack then becomes an import of what the code exports. Deploy the rest of the \
change afterwards, as usual.";

const LIMITS: &str = "\
What CloudFormation does not refactor (the command says so of what it can see):
  more than 5 stacks at a time; a stack that would have no resource left; stacks with a stack policy
  types that it cannot read, custom resources, and what a transform makes
  what refers to AWS::StackName, AWS::StackId or AWS::NotificationARNs, to another stack
  what needs a parameter, condition or mapping that the other stack does not have: deploy that first
  an export that a stack outside the app imports cannot go to another stack";

const EXAMPLES: &str = "\
Examples:
  cargo run -- refactor -e dev                     from what is deployed, through the AWS CLI
  cargo run -- refactor -e dev --against git       from the committed snapshots, offline";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let against =
        Arg::new("against").long("against").value_name("BASE").default_value("deployed").help(
            "Where the resources are now: `deployed`, `git`, git:REVISION, or a directory; what is deployed must be the same",
        );
    let [_, output] = synth::layout_arguments();
    Command::new("refactor")
        .about("Write what moves resources to other logical ids and stacks, so that nothing is replaced")
        .long_about(ABOUT)
        .args(environments::arguments())
        .args([against, output])
        .after_help(format!("{LIMITS}\n\n{EXAMPLES}\n\n{EXIT_CODES}"))
}

/// Writes the requests, and prints the commands.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let files = environments::asked_for(arguments, session)?;
    let assemblies = synthesis::sound(&files, session, None, "there is nothing to move", |assembly| assembly)?;
    let base = Base::of(arguments.get_one::<String>("against").map(String::as_str), session)?;
    let made: Vec<RefactoredApp> =
        assemblies.into_iter().map(|assembly| refactored(assembly, &base, session)).collect::<Result<_, _>>()?;
    let findings: Vec<Finding> = made.iter().flat_map(blocked).collect();
    if !findings.is_empty() {
        return Err(Stop::Mistakes(findings, "nothing was written"));
    }
    let environments: Vec<(&str, &[Moved])> =
        made.iter().map(|made| (made.assembly.environment.as_str(), made.refactored.moves.as_slice())).collect();
    Reporter::new(session).print(moves::lost(&environments));
    if base.is_deployed() {
        Reporter::new(session).print(moves::stale(&environments));
    }
    let output = synth::output(arguments, session);
    let requests: Vec<files::Request> = made
        .iter()
        .filter(|made| made.is_pending())
        .map(|made| files::request(made, &output, session))
        .collect::<Result<_, _>>()?;
    files::write(&requests, &output, session)?;
    let palette = Palette::stdout();
    print(
        &made
            .iter()
            .map(|made| text::text(made, requests.iter().find(|request| request.is_of(made)), palette))
            .collect::<String>(),
    )
}

fn refactored(assembly: Assembly, base: &Base, session: &Session) -> Result<RefactoredApp, Stop> {
    if assembly.stacks.iter().all(|stack| stack.moves.is_empty()) {
        return Ok(RefactoredApp { assembly, refactored: Refactored::default(), deployed: Vec::new() });
    }
    let before = base.stacks(&assembly, session)?;
    let refactored = diff::refactored(&before, &sides(&assembly));
    if base.is_deployed() {
        without_policies(&assembly, &refactored)?;
    }
    let deployed = before.into_iter().map(|(name, _)| name).collect();
    Ok(RefactoredApp { assembly, refactored, deployed })
}

/// A stack with a stack policy cannot be refactored, whatever the policy says.
fn without_policies(assembly: &Assembly, refactored: &Refactored) -> Result<(), Stop> {
    let aws = aws::Aws::of(&assembly.target)?;
    for (name, _) in &refactored.templates {
        let Some(stack) = assembly.stacks.iter().find(|stack| stack.name == name) else { continue };
        let answer = aws.ask(&["cloudformation", "get-stack-policy", "--stack-name", &stack.full_name])?;
        if answer.is_ok_and(|answer| answer["StackPolicyBody"].is_string()) {
            let message =
                format!("the stack `{}` has a stack policy, and CloudFormation refactors none that has one", stack.full_name);
            return Err(Finding::error(message)
                .help("a stack policy cannot be removed: leave the resource where it is, or retain it and `adopt` it")
                .into());
        }
    }
    Ok(())
}

/// What cannot be moved.
fn blocked(made: &RefactoredApp) -> Vec<Finding> {
    let mut found = Vec::new();
    for moved in &made.refactored.moves {
        let MoveState::Blocked(reasons) = &moved.state else { continue };
        let said = &moved.said;
        let message = format!("`{}` cannot be moved to `{}`: {}", said.from, said.to, reasons.join("; "));
        let help = "remove the cause first, in a deployment of its own, or remove the `moved` line";
        let problem =
            Diagnostic::error("DIFF702", message).at(said.location).path([said.to_stack, "Resources", said.to.as_str()]);
        found.push(Finding::from(problem.help(help)).in_environment(&made.assembly.environment));
    }
    found
}
