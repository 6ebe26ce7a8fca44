//! FW103: an IAM policy that is too large.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::{resource, role};

/// Characters without white space: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
const TRUST: usize = 2048;
const INLINE_OF_ROLE: usize = 10_240;
const INLINE_OF_USER: usize = 2048;
const INLINE_OF_GROUP: usize = 5120;
const MANAGED: usize = 6144;

pub(crate) const RULE: Rule = Rule {
    code: "FW103",
    severity: Severity::Error,
    what: "Finds an IAM policy over its size limit: 2,048 characters for a trust policy, 10,240 for all inline policies of a role together (5,120 of a group, 2,048 of a user), 6,144 for a managed policy; whitespace does not count.",
    why: "IAM refuses it when the stack deploys.",
    example: "A role with 200 statements.",
    fix: "Merge statements with the same actions, use wildcards for resources, or split the policy into managed policies.",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for holder in resource::all(scope) {
        let inline = || {
            // Those that a condition decides may not all be there.
            let own = role::inline(&holder).into_iter().filter(|policy| policy.document.when() == holder.properties.when());
            (own.map(|policy| size(&policy.document)).sum(), holder.properties.get("Policies"))
        };
        let of = |name| (size(&holder.properties.get(name)), holder.properties.get(name));
        let document = || of("PolicyDocument");
        let checks = match holder.kind {
            role::ROLE => {
                vec![
                    ("trust policy", (size(&role::trust(&holder)), role::trust(&holder)), TRUST),
                    ("inline policies", inline(), INLINE_OF_ROLE),
                ]
            }
            "AWS::IAM::Group" => vec![("inline policies", inline(), INLINE_OF_GROUP)],
            "AWS::IAM::User" => vec![("inline policies", inline(), INLINE_OF_USER)],
            "AWS::IAM::ManagedPolicy" => vec![("policy", document(), MANAGED)],
            "AWS::IAM::Policy" => vec![("policy", document(), INLINE_OF_ROLE)],
            _ => continue,
        };
        for (what, (characters, property), most) in checks.into_iter().filter(|(_, (characters, _), most)| characters > most) {
            let message = format!("{characters} characters in the {what} of `{}`, the limit is {most}", holder.id);
            property.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

/// The characters of a document as IAM counts them. An intrinsic function counts as its own text, which is near its value.
fn size(document: &Property<'_>) -> usize {
    let text = document.node().and_then(|node| serde_json::to_string(node).ok()).unwrap_or_default();
    text.chars().filter(|c| !c.is_whitespace()).count()
}
