//! FW203: two containers of one name.

use std::collections::BTreeMap;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, task};
use crate::template::SourceLocation;

pub(crate) const RULE: Rule = Rule {
    code: "FW203",
    severity: Severity::Error,
    what: "Finds two containers of one name in a task definition.",
    why: "ECS refuses the task definition: services and other containers refer to a container by its name.",
    example: "Two containers with \"Name\": \"backend\"",
    fix: "give each container of the task a name of its own",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for task in resource::of_type(scope, task::TASK_DEFINITION) {
        let mut seen: BTreeMap<String, SourceLocation> = BTreeMap::new();
        for container in task::containers(&task).unwrap_or_default() {
            let property = container.name();
            let Some(name) = property.text() else { continue };
            if let Some(first) = seen.get(&name) {
                let finding = rule.finding(format!("`{}` has two containers named `{name}`", task.id));
                property.report(context, finding.help(rule.fix).related(*first, "the first one"));
                continue;
            }
            seen.insert(name, property.location());
        }
    }
}
