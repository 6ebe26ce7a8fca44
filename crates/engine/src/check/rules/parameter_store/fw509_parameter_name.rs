//! FW509: a name that the Parameter Store does not take.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "FW509",
    severity: Severity::Error,
    what: "Finds a name of an SSM parameter with characters other than letters, digits and `_.-/`, with more than 15 levels, or with levels but no leading slash.",
    why: "The Parameter Store refuses the parameter when the stack deploys.",
    example: "Name: app/db/host",
    fix: "write `/app/db/host`, or a name without slashes",
    link: "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html#sysman-parameter-name-constraints",
    kind: RuleKind::Template(run),
};

/// Levels of a hierarchy.
const MOST_LEVELS: usize = 15;

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut found: Vec<Found> = Vec::new();
    for resource in scope.resources().filter(|resource| resource.resource_type == "AWS::SSM::Parameter") {
        let Some(node) = resource.node.at_path(&["Properties", "Name"]) else { continue };
        let Some(why) = scope.text(node).and_then(|name| problem(&name)) else { continue };
        let path = Path::of(["Resources", resource.id.as_str(), "Properties", "Name"]);
        found.push((rule.finding(why).help(rule.fix), node.location.or(resource.node.location), path));
    }
    context.report_all(found);
}

fn problem(name: &str) -> Option<String> {
    let is_legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '/');
    let levels = name.strip_prefix('/').unwrap_or(name).split('/').count();
    let given = shown(name);
    if let Some(odd) = name.chars().find(|c| !is_legal(*c)) {
        return Some(format!("the name `{given}` has the character `{odd}`"));
    }
    if levels > 1 && !name.starts_with('/') {
        return Some(format!("the name `{given}` has levels but no leading slash"));
    }
    (levels > MOST_LEVELS).then(|| format!("the name `{given}` has {levels} levels, the limit is {MOST_LEVELS}"))
}
