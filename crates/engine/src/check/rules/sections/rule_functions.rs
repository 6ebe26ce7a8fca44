//! The functions that the section `Rules` takes.

use crate::check::engine::{Context, Found, Rule};
use crate::template::path::Path;
use crate::template::{Node, function};

/// Those that decide, and those that read parameters.
const TAKEN: [&str; 12] = [
    function::REF,
    function::AND,
    function::EQUALS,
    function::NOT,
    function::OR,
    "Fn::Contains",
    "Fn::EachMemberEquals",
    "Fn::EachMemberIn",
    "Fn::Implies",
    "Fn::RefAll",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
];

/// Finds the functions in a part of each rule that the section does not take.
pub(super) fn report(rule: &Rule, context: &mut Context<'_>, part: &'static str) {
    let rules = context.scope().section("Rules").filter(|_| !context.uses().is_rewritten);
    let mut found: Vec<Found> = Vec::new();
    for (key, node) in rules.into_iter().flatten() {
        let Some(root) = node.get(part) else { continue };
        root.walk(&mut |node| {
            let resource = function::referred(node).filter(|id| context.has("Resources", id));
            let message = match (foreign(context, node), resource) {
                (Some(name), _) => format!("`{name}` is not allowed in `{part}` of the rule `{}`", key.as_str()),
                (None, Some(id)) => {
                    format!("`{part}` of the rule `{}` reads the resource `{id}`: rules read parameters only", key.as_str())
                }
                (None, None) => return,
            };
            let location = node.location.or(key.location());
            found.push((rule.finding(message).help(rule.fix), location, Path::of(["Rules", key.as_str(), part])));
        });
    }
    context.report_all(found);
}

/// A function of the language that the section does not take. Rules come before conditions, so they name none.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html>
fn foreign<'n>(context: &Context<'_>, node: &'n Node) -> Option<&'n str> {
    let (name, argument) = function::call(node)?;
    let is_foreign = match name {
        // What a macro makes is unknown.
        function::TRANSFORM => false,
        function::CONDITION => argument.as_str().is_some_and(|name| context.has("Conditions", name)),
        _ => !TAKEN.contains(&name) && function::ALL.contains(&name),
    };
    is_foreign.then_some(name)
}
