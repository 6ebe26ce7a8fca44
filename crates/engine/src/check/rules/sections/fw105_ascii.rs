//! FW105: text beyond ASCII where CloudFormation garbles it.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) const RULE: Rule = Rule {
    code: "FW105",
    severity: Severity::Warning,
    what: "Finds non-ASCII characters in descriptions of templates, parameters and outputs, and of security groups and their rules.",
    why: "EC2 refuses such security groups, CloudFormation shows question marks, and the AWS CLI fails to read the file in some locales.",
    example: "\"GroupDescription\": \"Clients of the load balancer – public\"",
    fix: "Use ASCII characters.",
    link: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
    kind: RuleKind::Node(Nodes::Texts, run),
};

/// The keys whose text is meant; values of other properties may be anything.
const KEYS: [&str; 4] = ["Description", "ConstraintDescription", "GroupDescription", "AssertDescription"];

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let text = visit.node.as_str().filter(|text| !text.is_ascii());
    let (Some(text), Some(key)) = (text, visit.key().filter(|key| KEYS.contains(key))) else { return Vec::new() };
    let odd: String = text.chars().filter(|c| !c.is_ascii()).take(5).collect();
    vec![rule.finding(format!("`{key}` has non-ASCII characters: `{odd}`")).help(rule.fix)]
}
