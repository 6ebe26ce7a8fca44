//! FW404: a rule that a security group already has.

use std::collections::BTreeMap;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::address_block::Block;
use crate::language::read::resource;
use crate::language::read::security_group::GroupRule;

pub(crate) const RULE: Rule = Rule {
    code: "FW404",
    severity: Severity::Warning,
    what: "Finds two rules of one security group, inline or standalone, with the same direction, protocol, ports and peer.",
    why: "EC2 keeps one rule for both. When a later update removes one of the two, the rule is gone although the template still has the other. The description does not make rules different.",
    example: "Port 443 from 0.0.0.0/0 in `SecurityGroupIngress` and in an `AWS::EC2::SecurityGroupIngress` of the group.",
    fix: "remove one of the two",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    kind: RuleKind::Template(run),
};

const ENDS: [&str; 8] = [
    "CidrIp",
    "CidrIpv6",
    "DestinationPrefixListId",
    "DestinationSecurityGroupId",
    "SourcePrefixListId",
    "SourceSecurityGroupId",
    "SourceSecurityGroupName",
    "SourceSecurityGroupOwnerId",
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let rules = context.group_rules();
    let mut seen: BTreeMap<String, Vec<&GroupRule<'_>>> = BTreeMap::new();
    for one in rules.iter().filter(|one| one.is_sure()) {
        let Some(key) = key(one) else { continue };
        let known = seen.entry(key).or_default();
        if let Some(first) = known.iter().find(|first| resource::coexist(&first.resource, &one.resource)) {
            let finding = rule.finding("the security group has this rule already".to_owned()).help(rule.fix);
            one.rule.report(context, finding.related(first.rule.location(), "the same rule"));
            continue;
        }
        known.push(one);
    }
}

/// What makes a rule the same as another; nothing where that is not known.
fn key(one: &GroupRule<'_>) -> Option<String> {
    let protocol = one.protocol()?;
    let part = |name| one.rule.get(name).identity().unwrap_or_default();
    // Without a protocol, EC2 ignores the ports.
    let ports = if protocol == "-1" { String::new() } else { format!("{} {}", part("FromPort"), part("ToPort")) };
    let ends = ENDS.into_iter().map(part);
    let ends: Vec<String> = ends.map(|end| Block::parse(&end).map_or(end, |block| block.to_string())).collect();
    Some(format!("{} {} {protocol} {ports} {}", one.group()?, one.outward, ends.join(" ")))
}
