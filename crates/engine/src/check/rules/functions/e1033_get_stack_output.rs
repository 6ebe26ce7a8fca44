//! E1033: a malformed `Fn::GetStackOutput`, or one where none may stand.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::template::{Map, Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "E1033",
    severity: Severity::Error,
    what: "Finds a `Fn::GetStackOutput` that lacks `StackName` or `OutputName`, has an unknown argument, or is used in a condition.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::GetStackOutput\": { \"StackName\": \"network\", \"OutputNme\": \"VpcId\" } }",
    fix: "give `StackName` and `OutputName`; `Region` and `RoleArn` are optional",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::GET_STACK_OUTPUT]), run),
};

const REQUIRED: [&str; 2] = ["StackName", "OutputName"];
const ARGUMENTS: [&str; 4] = ["StackName", "OutputName", "Region", "RoleArn"];

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let Some((function::GET_STACK_OUTPUT, argument)) = function::call(visit.node) else { return Vec::new() };
    let mut findings = match argument.as_map() {
        Some(arguments) => faults(rule, arguments, argument),
        None => vec![rule.finding("expected a map of `StackName` and `OutputName`").help(rule.fix).at(argument.location)],
    };
    if visit.section() == "Conditions" {
        let finding = rule.finding("`Fn::GetStackOutput` cannot be used in a condition");
        findings.push(
            finding.help("pass the value as a parameter: conditions are evaluated before CloudFormation reads other stacks"),
        );
    }
    findings
}

fn faults(rule: &Rule, arguments: &Map, node: &Node) -> Vec<Diagnostic> {
    let unknown = arguments.keys().filter(|key| !ARGUMENTS.contains(&key.as_str()) && !function::is_function(key.as_str()));
    let mut findings: Vec<Diagnostic> = unknown
        .map(|key| {
            let finding = rule.finding(format!("`Fn::GetStackOutput` has no argument `{}`", key.as_str())).at(key.location());
            let near = nearest(key.as_str(), ARGUMENTS);
            finding.help(near.map_or_else(|| rule.fix.to_owned(), |near| format!("did you mean `{near}`?")))
        })
        .collect();
    let missing = REQUIRED.into_iter().filter(|name| findings.is_empty() && !arguments.contains_key(name));
    let missing: Vec<Diagnostic> = missing
        .map(|name| rule.finding(format!("`Fn::GetStackOutput` lacks `{name}`")).help(rule.fix).at(node.location))
        .collect();
    findings.extend(missing);
    findings
}
