//! E1019: a `Fn::Sub` that names nothing.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::substitution::{Substitution, variables};
use crate::template::{Node, function, parameter_type};

pub(crate) const RULE: Rule = Rule {
    code: "E1019",
    severity: Severity::Error,
    what: "Finds a `${Name}` in a `Fn::Sub` that is not a parameter, resource, pseudo parameter or variable of that `Fn::Sub`.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::Sub\": \"https://${LoadBalancr.DNSName}\" }",
    fix: "correct the name, define it (in Rust `.with(…)`, in YAML in the map that follows the text), or write `${!Name}` for the literal text",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::SUB]), run),
};

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    match function::call(visit.node) {
        Some((function::SUB, argument)) => validate(rule, context, argument),
        _ => Vec::new(),
    }
}

fn validate(rule: &Rule, context: &Context<'_>, argument: &Node) -> Vec<Diagnostic> {
    let Some(substitution) = Substitution::of(argument) else {
        // What a macro makes stands there before CloudFormation reads the function.
        let text = argument.as_list().and_then(<[Node]>::first).unwrap_or(argument);
        if text.get(function::TRANSFORM).is_some() {
            return Vec::new();
        }
        return vec![rule.finding("`Fn::Sub`: expected a string, or a list of a string and a map of variables")];
    };
    let used = variables(substitution.text);
    let mut findings = Vec::new();
    for variable in &used {
        let (name, id) = (variable.0, variable.element());
        if substitution.given(*variable).is_some() {
            continue;
        }
        if is_list(context, name) {
            let finding = rule.finding(format!("`${{{name}}}` is a list, and `Fn::Sub` takes strings"));
            let finding = finding.help(format!("give it as a variable: `!Join [',', !Ref {name}]`"));
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
        if context.is_referable(name) || context.is_referable(id) {
            continue;
        }
        let mut finding = rule.finding(format!("`${{{name}}}` names neither a parameter nor a resource"));
        finding.help = context.hint(id, context.referable());
        findings.push(finding);
    }
    findings
}

/// Whether a name is that of a parameter whose value is a list. A resource of that name would hide it, and is another mistake.
fn is_list(context: &Context<'_>, name: &str) -> bool {
    let declared = context.scope().section("Parameters").and_then(|parameters| parameters.get(name));
    declared.and_then(|declared| declared.get("Type")?.as_str()).is_some_and(parameter_type::is_list)
}
