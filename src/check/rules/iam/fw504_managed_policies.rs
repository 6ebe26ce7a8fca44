//! FW504: more managed policies than a role takes.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::template::Node;
use crate::template::path::Path;

/// Of one user, group or role, unless the quota has been raised: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
const MOST: usize = 10;

pub(crate) const RULE: Rule = Rule {
    code: "FW504",
    severity: Severity::Warning,
    what: "Finds a user, group or role with more than 10 managed policies.",
    why: "IAM refuses them unless the account's quota has been raised.",
    example: "A role with 11 `ManagedPolicyArns`.",
    fix: "Join policies, or write some as inline policies of the role.",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut found: Vec<Found> = Vec::new();
    let holders = ["AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User"];
    for resource in scope.resources().filter(|resource| holders.contains(&resource.resource_type)) {
        let Some(node) = resource.node.at_path(&["Properties", "ManagedPolicyArns"]) else { continue };
        let Some(items) = scope.literal(node).and_then(Node::as_list) else { continue };
        let count = items.iter().filter(|item| scope.literal(item).is_some()).count();
        if count > MOST {
            let message = format!("{count} managed policies of `{}`, and IAM takes {MOST}", resource.id.as_str());
            let path = Path::of(["Resources", resource.id.as_str(), "Properties", "ManagedPolicyArns"]);
            found.push((rule.finding(message).help(rule.fix), node.location.or(resource.node.location), path));
        }
    }
    context.report_all(found);
}
