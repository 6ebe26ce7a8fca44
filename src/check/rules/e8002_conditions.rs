//! E8002: a condition that is not defined.

use crate::check::{Context, Reach, Rule};
use crate::diagnostic::Severity;
use crate::template::{Key, Map, Node, function};

pub const RULE: Rule = Rule {
    code: "E8002",
    severity: Severity::Error,
    what: "Finds a `Condition` attribute, a `Fn::If` or a condition of conditions whose name is not in the `Conditions` section.",
    why: "CloudFormation refuses the whole template.",
    example: "\"Condition\": \"IsProdd\"",
    fix: "Use the handle that `Stack::condition` gives.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    if context.has_loops() {
        return;
    }
    let mut found = Vec::new();
    context.walk(&mut |visit| {
        // `Condition` names a condition as an attribute of a resource or output and inside conditions; in a policy it is something else.
        let attribute =
            visit.depth() == 3 && visit.key() == Some("Condition") && matches!(visit.section(), "Resources" | "Outputs");
        let name: Option<&Node> = match function::call(visit.node) {
            Some((function::IF, argument)) => argument.as_list().and_then(|items| items.first()),
            Some((function::CONDITION, argument)) if visit.section() == "Conditions" => Some(argument),
            _ if attribute => Some(visit.node),
            _ => None,
        };
        if let Some(name) =
            name.filter(|name| !context.is_stray(name)).and_then(Node::as_str).filter(|name| !context.has("Conditions", name))
        {
            found.push((name.to_owned(), visit.place, visit.path()));
        }
    });
    for (name, place, path) in found {
        let mut finding = rule.finding(format!("the condition `{name}` is not defined"));
        let known = context.template().section("Conditions").into_iter().flat_map(Map::keys).map(Key::as_str);
        finding.help = context.hint(&name, known);
        context.report(finding, place, path);
    }
}
