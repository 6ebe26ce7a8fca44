//! FW105: characters beyond ASCII where EC2 refuses them.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) const RULE: Rule = Rule {
    code: "FW105",
    severity: Severity::Warning,
    what: "Finds characters beyond ASCII in the descriptions of the rules of security groups.",
    why: "EC2 refuses such rules. Elsewhere CloudFormation only shows question marks.",
    example: "\"Description\": \"Clients of the load balancer – public\"",
    fix: "use ASCII characters",
    link: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
    kind: RuleKind::Node(Nodes::Texts, run),
};

/// The key whose text is meant. The other texts of a security group have patterns.
const KEY: &str = "Description";

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let text = visit.node.as_str().filter(|text| !text.is_ascii());
    let Some(text) = text.filter(|_| visit.key() == Some(KEY)) else { return Vec::new() };
    let resource = context.scope().resource(visit.element()).filter(|_| visit.section() == "Resources");
    if !resource.is_some_and(|resource| resource.resource_type.starts_with("AWS::EC2::SecurityGroup")) {
        return Vec::new();
    }
    let odd: String = text.chars().filter(|c| !c.is_ascii()).take(5).collect();
    vec![rule.finding(format!("`{KEY}` has non-ASCII characters: `{odd}`")).help(rule.fix)]
}
