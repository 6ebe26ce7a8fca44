//! E3514: a resource of a policy that is no ARN.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::functions::kinds;
use crate::diagnostic::Severity;
use crate::language::Piece;
use crate::language::read::policy::{self, PolicyType};
use crate::language::read::property::Property;
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E3514",
    severity: Severity::Error,
    what: "Finds a `Resource` or `NotResource` of a policy that is neither an ARN nor `*`: a text, or a `Ref` that gives a name, an id or an address.",
    why: "IAM refuses the policy: `Resource … must be in ARN format or \"*\"`.",
    example: "`Resource: my-bucket`",
    fix: "write the ARN, such as `arn:aws:s3:::my-bucket`, or `*`",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for document in policy::documents(scope).iter().filter(|document| document.kind != PolicyType::Trust) {
        for statement in policy::statements(&document.property) {
            for name in ["Resource", "NotResource"] {
                for resource in statement.get(name).every_entry() {
                    let is_strict = document.kind == PolicyType::Identity || document.is_of_bucket();
                    let written = no_arn(&resource).filter(|_| is_strict).map(|text| (format!("`{}`", shown(&text)), None));
                    let referred = || kinds::no_arn(scope, resource.node()?);
                    let Some((found, way)) = written.or_else(referred) else { continue };
                    let message = format!("expected an ARN or `*` for `{name}`, found {found}");
                    resource.report(context, rule.finding(message).help(way.unwrap_or_else(|| rule.fix.to_owned())));
                }
            }
        }
    }
}

/// The text of a resource that is no ARN, whatever its variables are.
fn no_arn(resource: &Property<'_>) -> Option<String> {
    if let Some(text) = resource.text() {
        return Some(text).filter(|text| !is_arn(text));
    }
    let mut start = String::new();
    for part in resource.parts() {
        match part {
            Piece::Text(text) => start.push_str(&text),
            // Every partition begins so: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
            Piece::Call(call) if function::referred(call) == Some("AWS::Partition") => {
                start.push_str("aws");
                break;
            }
            Piece::Call(_) => break,
        }
    }
    let is_open = "arn:".starts_with(start.as_str()) || start.split_once('*').is_some();
    let written = function::substituted(resource.node()?).map_or_else(|| start.clone(), str::to_owned);
    Some(written).filter(|_| !is_open && !is_arn(&start))
}

/// Whether a text may be an ARN, or what stands for several. What a placeholder or the serverless framework fills in is one too.
fn is_arn(text: &str) -> bool {
    let is_open = text.split_once('*').is_some_and(|(before, _)| "arn:".starts_with(before));
    text.starts_with("arn:") || is_open || text.is_empty() || text.contains(['$', '<', '{'])
}

#[cfg(test)]
mod tests {
    use super::is_arn;

    #[test]
    fn what_begins_like_no_arn_is_none() {
        assert!(["*", "arn:aws:s3:::logs/*", "a*", "", "${Bucket}", "<arn>"].into_iter().all(is_arn));
        assert!(!["glue:*", "logs", "logs*", "ar"].into_iter().any(is_arn));
    }
}
