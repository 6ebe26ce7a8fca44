//! FW242: what a container's secret is read from, in a form that ECS does not read.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Piece;
use crate::language::read::property::Property;
use crate::language::read::{arn, resource, task};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "FW242",
    severity: Severity::Error,
    what: "Finds a secret of a container whose `ValueFrom` has a key of a JSON secret without the two colons after it, and the ARN of a parameter without `parameter/`.",
    why: "ECS cannot read the secret, and stops every task before it starts: `unexpected ARN format with parameters when trying to retrieve ASM secret`.",
    example: "`ValueFrom: !Sub \"${DbSecret}:password\"`",
    fix: "write the key, the stage and the version, of which the last two may be empty: `!Sub \"${DbSecret}:password::\"`",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html",
    kind: RuleKind::Template(run),
};

/// The type of secrets, whose `Ref` is the ARN.
const SECRET: &str = "AWS::SecretsManager::Secret";

/// The colons behind the ARN of a secret: before its key, the stage and the version.
const FURTHER: usize = 3;

fn run(rule: &Rule, context: &mut Context<'_>) {
    for task in resource::of_type(context.scope(), task::TASK_DEFINITION) {
        for container in task::every_container(&task) {
            let variables = container.variables().into_iter().filter(|variable| variable.is_secret);
            for secret in variables.chain(container.log_secrets()) {
                let Some(message) = fault(context, &secret.value) else { continue };
                secret.value.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}

fn fault<'a>(context: &Context<'a>, source: &Property<'a>) -> Option<String> {
    if let [Piece::Call(call), Piece::Text(rest)] = source.parts().as_slice() {
        let secret = function::referred(call).and_then(|id| resource::find(context.scope(), id));
        return secret.filter(|found| found.kind == SECRET).and_then(|found| of_parts(rest, &format!("`{}`", found.id)));
    }
    let arn = arn::of(source)?;
    match arn.service.as_str() {
        "secretsmanager" if arn.is_whole => {
            let name = arn.resource.strip_prefix("secret:")?;
            of_parts(name.find(':').map_or("", |end| &name[end..]), "the ARN")
        }
        "ssm" => {
            let is_parameter = |begin: &str| arn.resource.starts_with(begin) || !arn.is_whole && begin.starts_with(&arn.resource);
            (!is_parameter("parameter/")).then(|| format!("expected `parameter/` before the name, found `{}`", arn.resource))
        }
        _ => None,
    }
}

/// What is wrong with what follows the ARN of a secret.
fn of_parts(rest: &str, what: &str) -> Option<String> {
    let colons = rest.matches(':').count();
    (colons != 0 && colons != FURTHER).then(|| format!("expected 3 colons after {what}, found {colons} in `{rest}`"))
}
