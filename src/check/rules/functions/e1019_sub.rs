//! E1019: a `Fn::Sub` that names nothing.

use crate::check::engine::{Context, Reach, Rule, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::{Node, function};

pub const RULE: Rule = Rule {
    code: "E1019",
    severity: Severity::Error,
    what: "Finds a `${Name}` of a `Fn::Sub` that is no parameter, resource, pseudo parameter or variable given beside the text, and a variable that the text does not use.",
    why: "CloudFormation refuses the whole template for an unknown name; an unused variable is usually a misspelt one.",
    example: "{ \"Fn::Sub\": \"https://${LoadBalancr.DNSName}\" }",
    fix: "Correct the name, give it with `.with(…)`, or write `${!Name}` for the text itself.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
    reach: Reach::Node(run),
};

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    match function::call(visit.node) {
        Some((function::SUB, argument)) => judge(rule, context, argument),
        _ => Vec::new(),
    }
}

fn judge(rule: &Rule, context: &Context<'_>, argument: &Node) -> Vec<Diagnostic> {
    let (text, given) = function::sub_parts(argument);
    let Some(text) = text else {
        return vec![rule.finding("`Fn::Sub` takes a text, or a list of a text and a map of variables")];
    };
    let used = function::sub_variables(text);
    let mut findings = Vec::new();
    for name in &used {
        let is_given = given.is_some_and(|map| map.contains_key(*name));
        let id = name.split('.').next().unwrap_or(name);
        if is_given || context.is_referable(name) || context.is_referable(id) {
            continue;
        }
        let mut finding = rule.finding(format!("`${{{name}}}` names neither a parameter nor a resource"));
        finding.help = context.hint(id, context.referable());
        findings.push(finding);
    }
    for key in given.into_iter().flat_map(|map| map.keys()).filter(|key| !used.contains(&key.as_str())) {
        findings.push(rule.finding(format!("the variable `{}` is given but not used in the text", key.as_str())));
    }
    findings
}
