//! FW510: a role of a task that ECS may not assume.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Scope;
use crate::language::read::resource;
use crate::language::read::role;
use crate::template::Node;

pub(crate) const RULE: Rule = Rule {
    code: "FW510",
    severity: Severity::Error,
    what: "Finds a task role or execution role of the template whose trust policy names services, and `ecs-tasks.amazonaws.com` is not among them.",
    why: "No task starts: ECS is unable to assume the role.",
    example: "\"Principal\": { \"Service\": \"ecs.amazonaws.com\" }",
    fix: "Trust `ecs-tasks.amazonaws.com`; the constructs `Role::for_tasks` and `ExecutionRole` do.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    kind: RuleKind::Template(run),
};

const SERVICE: &str = "ecs-tasks.amazonaws.com";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for task in resource::of_type(scope, "AWS::ECS::TaskDefinition") {
        for name in ["TaskRoleArn", "ExecutionRoleArn"] {
            let written = scope.section("Resources").and_then(|all| all.get(task.id)?.at_path(&["Properties", name]));
            let Some(role) = written.and_then(|node| role::of(scope, node)) else { continue };
            let Some(services) = trusted(scope, role).filter(|services| !services.iter().any(|one| one == SERVICE)) else {
                continue;
            };
            let message =
                format!("ECS may not assume `{role}`, the `{name}` of `{}`: it trusts {}", task.id, services.join(", "));
            task.properties.get(name).report(context, rule.finding(message).help(rule.fix));
        }
    }
}

/// The services that a role trusts, where its trust policy is written out and trusts services alone.
fn trusted<'a>(scope: &'a Scope<'a>, role: &str) -> Option<Vec<String>> {
    let policy = scope.section("Resources")?.get(role)?.at_path(&["Properties", "AssumeRolePolicyDocument"])?;
    let statement = scope.literal(policy)?.get("Statement")?;
    let statements = statement.as_list().unwrap_or(std::slice::from_ref(statement));
    let mut services = Vec::new();
    for statement in statements.iter().filter(|statement| statement.get("Effect").and_then(Node::as_str) != Some("Deny")) {
        let principal = statement.get("Principal")?.as_map()?;
        if principal.len() != 1 {
            return None;
        }
        let service = principal.get("Service")?;
        let items = service.as_list().unwrap_or(std::slice::from_ref(service));
        for item in items {
            services.push(scope.text(item)?);
        }
    }
    (!services.is_empty()).then_some(services)
}
