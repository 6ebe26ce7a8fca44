//! E3042: a task definition without an essential container.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::{resource, task};

pub(crate) const RULE: Rule = Rule {
    code: "E3042",
    severity: Severity::Error,
    what: "Finds a task definition whose containers all have `Essential: false`.",
    why: "ECS refuses it: a task ends with its essential containers.",
    example: "\"Essential\": false in the only container.",
    fix: "remove `Essential`, or write `true`, for the main container",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-containerdefinition.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for task in resource::of_type(scope, task::TASK_DEFINITION) {
        let Some(containers) = task::containers(&task).filter(|containers| !containers.is_empty()) else { continue };
        let essential: Vec<Property<'_>> = containers.iter().map(|container| container.get("Essential")).collect();
        if essential.iter().all(|property| property.is("false") || property.is("False")) {
            let finding = rule.finding(format!("no container of `{}` is essential", task.id));
            essential[0].report(context, finding.help(rule.fix));
        }
    }
}
