//! FW103: an IAM policy that is too large.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::template::Node;

/// Characters without white space: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
const TRUST: usize = 2048;
const INLINE_OF_ROLE: usize = 10_240;
const INLINE_OF_USER: usize = 2048;
const INLINE_OF_GROUP: usize = 5120;
const MANAGED: usize = 6144;

pub(crate) const RULE: Rule = Rule {
    code: "FW103",
    severity: Severity::Error,
    what: "Finds an IAM policy over its size: 2,048 characters for a trust policy, 10,240 for all inline policies of a role together (5,120 of a group, 2,048 of a user), 6,144 for a managed policy; white space does not count.",
    why: "IAM refuses it when the stack deploys.",
    example: "A role with 200 statements.",
    fix: "Join statements with the same actions, use patterns of resources, or split the policy into managed policies.",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for resource in context.scope().resources() {
        let Some(properties) = resource.node.get("Properties") else { continue };
        let inline =
            || properties.get("Policies").and_then(Node::as_list).into_iter().flatten().filter_map(|p| p.get("PolicyDocument"));
        let checks: Vec<(&str, &str, usize, usize)> = match resource.resource_type {
            "AWS::IAM::Role" => vec![
                ("AssumeRolePolicyDocument", "trust policy", size(properties.get("AssumeRolePolicyDocument")), TRUST),
                ("Policies", "inline policies", inline().map(|p| size(Some(p))).sum(), INLINE_OF_ROLE),
            ],
            "AWS::IAM::Group" => vec![("Policies", "inline policies", inline().map(|p| size(Some(p))).sum(), INLINE_OF_GROUP)],
            "AWS::IAM::User" => vec![("Policies", "inline policies", inline().map(|p| size(Some(p))).sum(), INLINE_OF_USER)],
            "AWS::IAM::ManagedPolicy" => vec![("PolicyDocument", "policy", size(properties.get("PolicyDocument")), MANAGED)],
            "AWS::IAM::Policy" => vec![("PolicyDocument", "policy", size(properties.get("PolicyDocument")), INLINE_OF_ROLE)],
            _ => continue,
        };
        for (property, what, characters, most) in checks.into_iter().filter(|(_, _, characters, most)| characters > most) {
            let message = format!("{characters} characters in the {what} of `{}`, and IAM takes {most}", resource.id.as_str());
            let location = properties.get(property).map_or(resource.node.location, |node| node.location);
            let path = ["Resources", resource.id.as_str(), "Properties", property];
            context.report(rule.finding(message).help(rule.fix), location, path);
        }
    }
}

/// The characters of a document as IAM counts them. An intrinsic function counts as its own text, which is near its value.
fn size(document: Option<&Node>) -> usize {
    let text = document.and_then(|node| serde_json::to_string(node).ok()).unwrap_or_default();
    text.chars().filter(|c| !c.is_whitespace()).count()
}
