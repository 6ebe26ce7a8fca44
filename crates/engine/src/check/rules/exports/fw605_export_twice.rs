//! FW605: one export name twice in a template.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::template::path::Path;
use crate::template::{Key, Node};

pub(crate) const RULE: Rule = Rule {
    code: "FW605",
    severity: Severity::Error,
    what: "Finds two outputs of a template that export the same name, as a literal or by the same function. Outputs with different conditions may do so.",
    why: "Export names are unique in an account and region, so the stack fails when it deploys.",
    example: "Two outputs with Export: { Name: VpcId }.",
    fix: "give each export its own name",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut seen: Vec<(&Key, &Node, Option<&Node>)> = Vec::new();
    let mut found: Vec<Found> = Vec::new();
    let scope = context.scope();
    for (key, output) in scope.section("Outputs").into_iter().flatten() {
        let Some(written) = output.at_path(&["Export", "Name"]) else { continue };
        let Some(name) = scope.reduce(written) else { continue };
        let condition = output.get("Condition");
        let Some((first, ..)) = seen.iter().find(|(_, other, when)| *other == name && *when == condition) else {
            seen.push((key, name, condition));
            continue;
        };
        let shown = name.as_str().map_or_else(|| "this name".to_owned(), |text| format!("the name `{text}`"));
        let finding = rule.finding(format!("{shown} is exported twice")).related(first.location(), "first exported here");
        let path = Path::of(["Outputs", key.as_str(), "Export", "Name"]);
        found.push((finding.help(rule.fix), written.location.or(key.location()), path));
    }
    context.report_all(found);
}
