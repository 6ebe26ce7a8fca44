//! FW407: a security group with more rules than an account may have.

use std::collections::BTreeMap;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::security_group::GroupRule;

pub(crate) const RULE: Rule = Rule {
    code: "FW407",
    severity: Severity::Warning,
    what: "Finds a security group with more than 60 inbound, or outbound, rules for IPv4 or for IPv6.",
    why: "EC2 refuses the 61st unless the quota of the account was raised.",
    example: "61 rules with `CidrIp` in one group.",
    fix: "use a prefix list, larger blocks, the security group of the caller as source, or a second group",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
    kind: RuleKind::Template(run),
};

const MOST: usize = 60;

fn run(rule: &Rule, context: &mut Context<'_>) {
    let rules = context.group_rules();
    let mut counted: BTreeMap<(String, &str, &str), Vec<&GroupRule<'_>>> = BTreeMap::new();
    for one in rules.iter().filter(|one| one.is_sure() && one.resource.node.get("Condition").is_none()) {
        let Some(group) = one.group() else { continue };
        let direction = if one.outward { "outbound" } else { "inbound" };
        // A rule for a security group counts for both.
        let [ipv4, ipv6] = one.blocks();
        for (family, other) in [("IPv4", ipv6), ("IPv6", ipv4)] {
            if other.is_absent() {
                counted.entry((group.clone(), direction, family)).or_default().push(one);
            }
        }
    }
    for ((_, direction, family), rules) in counted {
        if let Some(beyond) = rules.get(MOST) {
            let count = rules.len();
            let message = format!("the security group has {count} {direction} rules for {family}, the default limit is {MOST}");
            beyond.rule.report(context, rule.finding(message).help(rule.fix));
        }
    }
}
