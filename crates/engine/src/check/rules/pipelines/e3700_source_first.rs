//! E3700: a source action outside of the first stage.

use super::stages;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3700",
    severity: Severity::Error,
    what: "Finds a pipeline whose first stage has an action that is not a source, and a source action in a later stage.",
    why: "CodePipeline refuses the pipeline.",
    example: "A build in the first stage",
    fix: "put all sources into the first stage, and nothing else",
    link: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for pipeline in resource::of_type(context.scope(), stages::PIPELINE) {
        for (index, actions) in stages::actions(&pipeline).unwrap_or_default().iter().enumerate() {
            for action in actions {
                let category = action.at(&["ActionTypeId", "Category"]);
                let Some(given) = category.text() else { continue };
                let message = match (index, given == "Source") {
                    (0, false) => format!("the first stage takes sources only, and this action is of category `{given}`"),
                    (1.., true) => "a source belongs into the first stage".to_owned(),
                    _ => continue,
                };
                category.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}
