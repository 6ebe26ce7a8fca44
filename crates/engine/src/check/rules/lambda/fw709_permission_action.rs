//! FW709: a permission for an action that Lambda does not have.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::iam::w3037_unknown_action;
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW709",
    severity: Severity::Warning,
    what: "Finds a permission of a function or a layer for an action that Lambda does not have.",
    why: "The caller is refused: nothing permits what it calls.",
    example: "`Action: lambda:Invoke`",
    fix: "write `lambda:InvokeFunction`, or `lambda:InvokeFunctionUrl` for a URL",
    link: "https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html",
    kind: RuleKind::Template(run),
};

const HOLDERS: [&str; 2] = ["AWS::Lambda::LayerVersionPermission", "AWS::Lambda::Permission"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for permission in HOLDERS.iter().flat_map(|kind| resource::of_type(scope, kind)) {
        for action in permission.properties.get("Action").cases() {
            if let Some((message, _)) = action.text().and_then(|text| w3037_unknown_action::validate(&text)) {
                action.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}
