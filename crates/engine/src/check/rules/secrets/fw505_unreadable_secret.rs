//! FW505: a container's secret that its execution role may not read.

use std::collections::BTreeMap;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::{resource, role, task};
use crate::template::function;
use crate::template::substitution::Substitution;

pub(crate) const RULE: Rule = Rule {
    code: "FW505",
    severity: Severity::Warning,
    what: "Finds a secret of a container whose execution role is in the template and has no policy that allows `ssm:GetParameters` or `secretsmanager:GetSecretValue`.",
    why: "ECS cannot start the task (`ResourceInitializationError: unable to pull secrets`), and the service never becomes stable.",
    example: "An execution role with `AmazonECSTaskExecutionRolePolicy` alone, and a secret from the Parameter Store.",
    fix: "allow the action on exactly the ARNs of the secrets, as the construct `FargateTask` does",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html#task-execution-secrets",
    kind: RuleKind::Template(run),
};

const PARAMETERS: &str = "ssm:GetParameters";
const SECRETS: &str = "secretsmanager:GetSecretValue";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut known: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for task in resource::of_type(context.scope(), task::TASK_DEFINITION) {
        let Some(role) = role::of(&task::execution_role(&task)) else { continue };
        for secret in task::variables(&task).into_iter().filter(|variable| variable.is_secret) {
            let (Some(name), Some(action)) = (secret.name, needed(&secret.value)) else { continue };
            if *known.entry((role.id, action)).or_insert_with(|| role::surely_lacks(&role, action)) {
                let message =
                    format!("the execution role `{}` cannot read the secret `{name}`: no policy allows `{action}`", role.id);
                secret.value.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}

/// The action that reading a secret needs, if its store is known.
fn needed(source: &Property<'_>) -> Option<&'static str> {
    if let Some(resource) = source.target() {
        return match resource.kind {
            "AWS::SSM::Parameter" => Some(PARAMETERS),
            "AWS::SecretsManager::Secret" => Some(SECRETS),
            _ => None,
        };
    }
    let text = match source.node().and_then(function::call) {
        Some((function::SUB, argument)) => Substitution::of(argument)?.text.to_owned(),
        _ => source.text()?,
    };
    if text.starts_with("arn:") {
        let text = text.replace("${AWS::Partition}", "aws");
        let is_of = |service: &str| text.split(':').nth(2) == Some(service);
        return is_of("ssm").then_some(PARAMETERS).or_else(|| is_of("secretsmanager").then_some(SECRETS));
    }
    // A name without an ARN is one of the Parameter Store.
    (!text.starts_with("${")).then_some(PARAMETERS)
}
