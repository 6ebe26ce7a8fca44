//! W3701: a name of an SSM parameter that AWS keeps for itself.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "W3701",
    severity: Severity::Warning,
    what: "Finds a name of an SSM parameter that begins with `aws` or `ssm`, with or without a slash before it.",
    why: "These names are reserved for AWS; the Parameter Store refuses them in most accounts.",
    example: "Name: /aws/app/db",
    fix: "begin with the name of the application: `/app/db`",
    link: "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html#sysman-parameter-name-constraints",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut found: Vec<Found> = Vec::new();
    for resource in scope.resources().filter(|resource| resource.resource_type == "AWS::SSM::Parameter") {
        let Some(node) = resource.node.at_path(&["Properties", "Name"]) else { continue };
        let Some(name) = scope.text(node) else { continue };
        let start = name.strip_prefix('/').unwrap_or(&name).to_lowercase();
        if start.starts_with("aws") || start.starts_with("ssm") {
            let finding = rule.finding(format!("names like `{}` are reserved for AWS", shown(&name))).help(rule.fix);
            let path = Path::of(["Resources", resource.id.as_str(), "Properties", "Name"]);
            found.push((finding, node.location.or(resource.node.location), path));
        }
    }
    context.report_all(found);
}
