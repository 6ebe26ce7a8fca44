//! FW403: an address block with bits that its prefix leaves out.

use crate::check::engine::{Rule, RuleKind, Subject, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::read::address_block::Block;

pub(crate) const RULE: Rule = Rule {
    code: "FW403",
    severity: Severity::Warning,
    what: "Finds an IPv4 address block whose address has bits beyond the prefix.",
    why: "EC2 drops them: the block begins earlier than written, and a single address becomes a whole network.",
    example: "\"CidrIp\": \"203.0.113.7/24\"",
    fix: "write the first address of the block, or `/32` for one address",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
    kind: RuleKind::Value(Values::Named(&["CidrBlock", "CidrIp", "DestinationCidrBlock"]), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    if !subject.resource_type.starts_with("AWS::EC2::") {
        return Vec::new();
    }
    let Some(text) = subject.node.as_str() else { return Vec::new() };
    let Some(block) = Block::parse(text).filter(|block| block.to_string() != text.trim()) else { return Vec::new() };
    vec![rule.finding(format!("`{text}` means {block}")).help(format!("write `{block}`, or `/32` for one address"))]
}
