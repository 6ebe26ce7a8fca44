//! E1016: a malformed `Fn::ImportValue`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::reference;
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E1016",
    severity: Severity::Error,
    what: "Finds a `Fn::ImportValue` whose argument is not the name of an export, a string or a function, and one whose name depends on a resource.",
    why: "CloudFormation refuses the whole template: it reads imports before it makes a resource.",
    example: "{ \"Fn::ImportValue\": [\"network\", \"VpcId\"] }",
    fix: "in Rust share the value as a link, in YAML give the name of the export",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::IMPORT_VALUE]), run),
};

const FORM: Form = Form::One(Part::Text);

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let mut found = arguments::validate(rule, visit, function::IMPORT_VALUE, &FORM);
    let name = function::call(visit.node).map(|(_, name)| name);
    let resource = name.and_then(|name| reference::ids(name).into_iter().find(|id| context.has("Resources", id)));
    found.extend(resource.map(|id| {
        let finding = rule.finding(format!("the name of the import depends on the resource `{id}`"));
        finding.help("build the name from parameters and pseudo parameters")
    }));
    found
}
