//! FW105: text beyond ASCII where CloudFormation garbles it.

use crate::check::{Context, Reach, Rule};
use crate::diagnostic::Severity;

pub const RULE: Rule = Rule {
    code: "FW105",
    severity: Severity::Warning,
    what: "Finds characters beyond ASCII in descriptions of templates, parameters and outputs, and in descriptions of security groups and their rules.",
    why: "EC2 refuses such security groups, CloudFormation shows question marks, and the AWS CLI fails to read the file in some locales.",
    example: "\"GroupDescription\": \"Clients of the load balancer – public\"",
    fix: "Write the text with ASCII characters.",
    link: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
    reach: Reach::Template(run),
};

/// The keys whose text is meant; values of other properties may be anything.
const KEYS: [&str; 4] = ["Description", "ConstraintDescription", "GroupDescription", "AssertDescription"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut found = Vec::new();
    context.walk(&mut |visit| {
        let Some(text) = visit.node.as_str().filter(|text| !text.is_ascii()) else { return };
        let Some(key) = visit.key().filter(|key| KEYS.contains(key)) else { return };
        let odd: String = text.chars().filter(|c| !c.is_ascii()).take(5).collect();
        found.push((
            rule.finding(format!("`{key}` has characters beyond ASCII: `{odd}`")).help(rule.fix),
            visit.place,
            visit.path(),
        ));
    });
    for (finding, place, path) in found {
        context.report(finding, place, path);
    }
}
