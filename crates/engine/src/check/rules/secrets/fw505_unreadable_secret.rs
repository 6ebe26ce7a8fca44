//! FW505: a container's secret that its execution role may not read.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::check::rules::secrets::variables;
use crate::diagnostic::Severity;
use crate::language::Scope;
use crate::language::read::policy;
use crate::language::read::role;
use crate::template::substitution::Substitution;
use crate::template::{Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "FW505",
    severity: Severity::Warning,
    what: "Finds a secret of a container whose execution role is in the template, and none of whose policies allows `ssm:GetParameters` or `secretsmanager:GetSecretValue`.",
    why: "ECS cannot start the task (`ResourceInitializationError: unable to pull secrets`), and the service never becomes stable.",
    example: "An execution role with `AmazonECSTaskExecutionRolePolicy` alone, and a secret from the Parameter Store.",
    fix: "Allow the action on exactly the ARNs of the secrets, as the construct `FargateTask` does.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html#task-execution-secrets",
    kind: RuleKind::Template(run),
};

const PARAMETERS: &str = "ssm:GetParameters";
const SECRETS: &str = "secretsmanager:GetSecretValue";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut found: Vec<Found> = Vec::new();
    let mut documents = None;
    for resource in scope.resources().filter(|resource| resource.resource_type == "AWS::ECS::TaskDefinition") {
        let variables = variables::of(scope, resource.id.as_str(), resource.resource_type, resource.node);
        let role = resource.node.at_path(&["Properties", "ExecutionRoleArn"]).and_then(|node| role::of(scope, node));
        let Some(role) = role else { continue };
        for secret in variables.into_iter().filter(|variable| variable.is_secret) {
            let Some(action) = needed(scope, secret.value) else { continue };
            let documents = documents.get_or_insert_with(|| policy::documents(scope));
            if role::surely_lacks(scope, documents, role, action) {
                let message =
                    format!("the execution role `{role}` may not read the secret `{}`: no policy allows `{action}`", secret.name);
                found.push((rule.finding(message).help(rule.fix), secret.location, secret.path));
            }
        }
    }
    context.report_all(found);
}

/// The action that reading a secret needs, if its store is known.
fn needed<'a>(scope: &'a Scope<'a>, node: &'a Node) -> Option<&'static str> {
    if let Some((function::REF, argument)) = function::call(node) {
        let resource = scope.section("Resources")?.get(argument.as_str()?)?;
        return match resource.get("Type")?.as_str()? {
            "AWS::SSM::Parameter" => Some(PARAMETERS),
            "AWS::SecretsManager::Secret" => Some(SECRETS),
            _ => None,
        };
    }
    let text = match function::call(node) {
        Some((function::SUB, argument)) => Substitution::of(argument)?.text.to_owned(),
        _ => scope.text(node)?,
    };
    if text.starts_with("arn:") {
        let text = text.replace("${AWS::Partition}", "aws");
        let is_of = |service: &str| text.split(':').nth(2) == Some(service);
        return is_of("ssm").then_some(PARAMETERS).or_else(|| is_of("secretsmanager").then_some(SECRETS));
    }
    // A name without an ARN is one of the Parameter Store.
    (!text.starts_with("${")).then_some(PARAMETERS)
}
