//! E1029: a variable in a text that nothing fills in.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::{function, substitution};

pub(crate) const RULE: Rule = Rule {
    code: "E1029",
    severity: Severity::Warning,
    what: "Finds a `${Name}` of a parameter, resource or pseudo parameter in a string that is not in a `Fn::Sub`. Properties of several lines, such as scripts, are not checked.",
    why: "CloudFormation uses the string literally: the service refuses a name or ARN with `${…}`, or it names something else.",
    example: "\"Resource\": \"arn:aws:s3:::${Bucket}/*\"",
    fix: "put the string into `Fn::Sub`: in Rust `sub(\"…\")`, in YAML `!Sub`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
    kind: RuleKind::Node(Nodes::Texts, run),
};

/// Types whose own texts have variables of that form, which something else fills in.
const OWN_VARIABLES: [&str; 4] =
    ["AWS::StepFunctions::StateMachine", "AWS::AppSync::Resolver", "AWS::AppSync::FunctionConfiguration", "AWS::SSM::Document"];

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let Some(text) = visit.node.as_str().filter(|text| substitution::begins(text)) else { return Vec::new() };
    let is_property = visit.section() == "Resources" && visit.is_under("Properties") && !text.contains('\n');
    // No output is a script.
    let is_output = visit.section() == "Outputs" && visit.attribute() == Some("Value");
    if !is_property && !is_output || visit.is_under(function::SUB) || visit.is_under(function::TRANSFORM) {
        return Vec::new();
    }
    let resource = context.scope().section("Resources").and_then(|resources| resources.get(visit.element()));
    let resource_type = resource.and_then(|resource| resource.get("Type")).and_then(|node| node.as_str()).unwrap_or_default();
    if OWN_VARIABLES.contains(&resource_type) {
        return Vec::new();
    }
    let known = substitution::variables(text).into_iter().find(|variable| context.is_referable(variable.element()));
    known
        .map(|substitution::Variable(name)| {
            rule.finding(format!("`${{{name}}}` is used literally: it is not in a `Fn::Sub`")).help(rule.fix)
        })
        .into_iter()
        .collect()
}
