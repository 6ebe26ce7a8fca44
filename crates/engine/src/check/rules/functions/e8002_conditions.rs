//! E8002: a condition that is not defined.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::{Key, Map, Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "E8002",
    severity: Severity::Error,
    what: "Finds a `Condition` attribute, a `Fn::If` or a condition function that names a condition which is not in the `Conditions` section.",
    why: "CloudFormation refuses the whole template.",
    example: "\"Condition\": \"IsProdd\"",
    fix: "use the handle that `Stack::condition` returns, or correct the name",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
    kind: RuleKind::Node(Nodes::All, run),
};

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let named = named(visit).filter(|name| !context.is_stray(name)).and_then(Node::as_str);
    let Some(name) = named.filter(|name| !context.has("Conditions", name) && !context.may_make("Conditions", name)) else {
        return Vec::new();
    };
    let mut finding = rule.finding(format!("the condition `{name}` is not defined"));
    let known = context.scope().section("Conditions").into_iter().flat_map(Map::keys).map(Key::as_str);
    finding.help = context.hint(name, known);
    vec![finding]
}

/// The node that names a condition: `Condition` as an attribute of a resource or output and inside conditions (in a policy it is
/// something else), and the first argument of `Fn::If`.
fn named<'a>(visit: &Visit<'a, '_>) -> Option<&'a Node> {
    let attribute = visit.depth() == 3 && visit.key() == Some("Condition") && matches!(visit.section(), "Resources" | "Outputs");
    match function::call(visit.node) {
        Some((function::IF, argument)) => argument.as_list().and_then(|items| items.first()),
        Some((function::CONDITION, argument)) if visit.section() == "Conditions" => Some(argument),
        _ if attribute => Some(visit.node),
        _ => None,
    }
}
