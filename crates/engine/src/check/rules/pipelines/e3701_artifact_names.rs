//! E3701: an artifact that no action before makes.

use super::stages;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Severity, nearest};
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3701",
    severity: Severity::Error,
    what: "Finds an input artifact that no earlier action puts out, and two actions that put out artifacts of one name.",
    why: "CodePipeline refuses the pipeline.",
    example: "`InputArtifacts: [{Name: cod}]` where the source makes `code`",
    fix: "write the name of an artifact that an earlier action puts out",
    link: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for pipeline in resource::of_type(context.scope(), stages::PIPELINE) {
        check(rule, context, &stages::actions(&pipeline).unwrap_or_default());
    }
}

/// The actions of one stage may run in any order, so each takes what any of them puts out.
fn check(rule: &Rule, context: &mut Context<'_>, stages: &[Vec<Property<'_>>]) {
    let mut made: Vec<(String, Property<'_>)> = Vec::new();
    for actions in stages {
        for output in names(actions, "OutputArtifacts") {
            let Some(output) = output else { return };
            match made.iter().find(|(name, _)| *name == output.0) {
                Some((name, first)) => {
                    let finding = rule.finding(format!("two actions put out an artifact `{name}`"));
                    output.1.report(context, finding.related(first.location(), "the first"));
                }
                None => made.push(output),
            }
        }
        for input in names(actions, "InputArtifacts").into_iter().flatten() {
            if !made.iter().any(|(name, _)| *name == input.0) {
                let known: Vec<&str> = made.iter().map(|(name, _)| name.as_str()).collect();
                let list = format!("there are {}", known.join(", "));
                let help = nearest(&input.0, known.iter().copied()).map_or(list, |near| format!("did you mean `{near}`?"));
                input.1.report(context, rule.finding(format!("no action before puts out an artifact `{}`", input.0)).help(help));
            }
        }
    }
}

/// The names of the artifacts of some actions; nothing for one that is unknown.
fn names<'a>(actions: &[Property<'a>], which: &'static str) -> Vec<Option<(String, Property<'a>)>> {
    let artifacts = actions.iter().map(|action| action.get(which).items());
    artifacts
        .flat_map(|items| items.map_or_else(|| vec![None], |items| items.into_iter().map(Some).collect()))
        .map(|item| item.map(|item| item.get("Name")).and_then(|name| Some((name.text()?, name))))
        .collect()
}
