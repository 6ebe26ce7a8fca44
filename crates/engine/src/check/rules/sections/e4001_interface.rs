//! E4001: parameters that the console is to show in an order that it cannot read.

use crate::check::engine::shown::shown;
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

/// How many names a message shows.
const SHOWN: usize = 12;

const INTERFACE: &str = "AWS::CloudFormation::Interface";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let entry = scope.section("Metadata").and_then(|metadata| metadata.get_key_value(INTERFACE));
    let Some((key, node)) = entry else { return };
    let interface = Property::of(scope, node, key.location_with(node));
    entries(rule, context, &interface, &["ParameterGroups", "ParameterLabels"]);
    let mut missing: Vec<(String, Property<'_>)> = Vec::new();
    for group in interface.get("ParameterGroups").items().unwrap_or_default() {
        entries(rule, context, &group, &["Label", "Parameters"]);
        for name in group.get("Parameters").items().unwrap_or_default() {
            missing.extend(name.text().map(|text| (text, name)));
        }
    }
    let labels = interface.get("ParameterLabels");
    missing.extend(labels.keys().unwrap_or_default().into_iter().map(|name| (name.to_owned(), labels.get(name))));
    missing.retain(|(name, _)| !context.has("Parameters", name) && !context.may_make("Parameters", name));
    parameters(rule, context, &missing);
}

fn entries(rule: &Rule, context: &mut Context<'_>, of: &Property<'_>, known: &[&str]) {
    let unknown = of.keys().unwrap_or_default().into_iter().filter(|key| !known.contains(key) && !function::is_function(key));
    for key in unknown {
        let finding = rule.finding(format!("the console knows no entry `{key}` here"));
        let near = nearest(key, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        report(context, &of.get(key), finding, near);
    }
}

/// The parameters that the template does not have: told once, since the console overlooks each of them alike.
fn parameters(rule: &Rule, context: &mut Context<'_>, missing: &[(String, Property<'_>)]) {
    let Some((_, at)) = missing.first() else { return };
    let mut names: Vec<String> = Vec::new();
    for (name, _) in missing {
        let quoted = format!("`{}`", shown(name));
        if !names.contains(&quoted) {
            names.push(quoted);
        }
    }
    let known: Vec<&str> =
        context.scope().section("Parameters").into_iter().flat_map(Map::keys).map(|key| key.as_str()).collect();
    let meant = missing.iter().find_map(|(name, _)| Some((name, nearest(name, known.iter().copied())?)));
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let finding = rule.finding(format!("the template has no parameter {}{more}", names.join(", ")));
    let help =
        meant.map(|(name, near)| format!("is `{}` meant for `{near}`? Remove what the template does not have", shown(name)));
    report(context, at, finding, help);
}

fn report(context: &mut Context<'_>, at: &Property<'_>, finding: Diagnostic, help: Option<String>) {
    let help = help.unwrap_or_else(|| "remove what the console overlooks".to_owned());
    context.report(finding.help(help), at.location(), Path::of(["Metadata", INTERFACE]).join(at.path()));
}
