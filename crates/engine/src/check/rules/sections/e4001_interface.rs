//! E4001: parameters that the console is to show in an order that it cannot read.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::language::read::property::Property;
use crate::template::path::Path;
use crate::template::{Map, function};

pub(crate) const RULE: Rule = Rule {
    code: "E4001",
    severity: Severity::Warning,
    what: "Finds an entry of `AWS::CloudFormation::Interface` that it does not have, or a parameter in it that the template does not have.",
    why: "The console overlooks it.",
    example: "`ParameterGroups: [{Parameters: [VpcIdd]}]`",
    fix: "write `ParameterGroups`, each with `Label` and `Parameters`, and `ParameterLabels`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-interface.html",
    kind: RuleKind::Template(run),
};

const INTERFACE: &str = "AWS::CloudFormation::Interface";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let entry = scope.section("Metadata").and_then(|metadata| metadata.get_key_value(INTERFACE));
    let Some((key, node)) = entry else { return };
    let interface = Property::of(scope, node, key.location_with(node));
    entries(rule, context, &interface, &["ParameterGroups", "ParameterLabels"]);
    for group in interface.get("ParameterGroups").items().unwrap_or_default() {
        entries(rule, context, &group, &["Label", "Parameters"]);
        for name in group.get("Parameters").items().unwrap_or_default() {
            if let Some(text) = name.text() {
                parameter(rule, context, &name, &text);
            }
        }
    }
    let labels = interface.get("ParameterLabels");
    for name in labels.keys().unwrap_or_default() {
        parameter(rule, context, &labels.get(name), name);
    }
}

fn entries(rule: &Rule, context: &mut Context<'_>, of: &Property<'_>, known: &[&str]) {
    let unknown = of.keys().unwrap_or_default().into_iter().filter(|key| !known.contains(key) && !function::is_function(key));
    for key in unknown {
        let finding = rule.finding(format!("the console knows no entry `{key}` here"));
        report(context, &of.get(key), finding, key, known);
    }
}

fn parameter(rule: &Rule, context: &mut Context<'_>, at: &Property<'_>, name: &str) {
    if context.has("Parameters", name) || context.may_make("Parameters", name) {
        return;
    }
    let known: Vec<&str> =
        context.scope().section("Parameters").into_iter().flat_map(Map::keys).map(|key| key.as_str()).collect();
    report(context, at, rule.finding(format!("the template has no parameter `{name}`")), name, &known);
}

fn report(context: &mut Context<'_>, at: &Property<'_>, finding: Diagnostic, given: &str, known: &[&str]) {
    let near = nearest(given, known.iter().copied());
    let help = near.map_or_else(|| "remove it".to_owned(), |near| format!("did you mean `{near}`?"));
    context.report(finding.help(help), at.location(), Path::of(["Metadata", INTERFACE]).join(at.path()));
}
