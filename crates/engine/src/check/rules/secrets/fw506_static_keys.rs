//! FW506: AWS keys in a container's variables.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::check::rules::secrets::variables;
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "FW506",
    severity: Severity::Warning,
    what: "Finds a variable or secret of a container that is called `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` or `AWS_SESSION_TOKEN`.",
    why: "The SDKs take such keys before the task's role: they do not expire, and who reads them keeps them.",
    example: "A container secret `AWS_ACCESS_KEY_ID` from the Parameter Store.",
    fix: "Give the task a role (`TaskRoleArn`) with the rights it needs, and drop the keys.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    kind: RuleKind::Template(run),
};

const KEYS: [&str; 3] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut found: Vec<Found> = Vec::new();
    // In a function these names are reserved: `E3663`.
    for resource in scope.resources().filter(|resource| resource.resource_type == "AWS::ECS::TaskDefinition") {
        let variables = variables::of(scope, resource.id.as_str(), resource.resource_type, resource.node);
        for variable in variables.into_iter().filter(|variable| KEYS.contains(&variable.name.as_str())) {
            let finding = rule.finding(format!("the container has AWS keys of its own: `{}`", variable.name)).help(rule.fix);
            found.push((finding, variable.location, variable.path));
        }
    }
    context.report_all(found);
}
