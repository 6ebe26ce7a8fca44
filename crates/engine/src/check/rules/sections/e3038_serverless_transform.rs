//! E3038: a serverless resource without the transform that makes resources of it.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::sam;
use crate::schema;
use crate::template::{Content, Node, Template, function};

pub(crate) const RULE: Rule = Rule {
    code: "E3038",
    severity: Severity::Error,
    what: "Finds a resource of a type `AWS::Serverless::…`, or the section `Globals`, in a template without the transform `AWS::Serverless-2016-10-31`.",
    why: "CloudFormation refuses the template: only the transform provides these types and this section.",
    example: "Type: AWS::Serverless::Function, without `Transform`",
    fix: "add `Transform: AWS::Serverless-2016-10-31` to the template",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-serverless.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let template = context.program().expanded();
    if sam::uses(template) || has_macro(template) {
        return;
    }
    let message = |what: &str| format!("{what} needs the transform `{}`", sam::TRANSFORM);
    for resource in template.resources().filter(|resource| schema::is_serverless(resource.resource_type)) {
        let (location, mut path) = context.element("Resources", resource.id, resource.node);
        path.push("Type");
        let location = resource.node.get("Type").map_or(location, |node| node.location.or(location));
        let finding = rule.finding(message(&format!("`{}`", resource.resource_type))).help(rule.fix);
        context.report(finding, location, path);
    }
    if let Some((key, _)) = template.root().as_map().and_then(|map| map.get_key_value("Globals")) {
        context.report(rule.finding(message("the section `Globals`")).help(rule.fix), key.location(), ["Globals"]);
    }
}

/// Whether a macro may rewrite the template, and with it these resources. AWS's own transforms leave them alone.
fn has_macro(template: &Template) -> bool {
    let is_aws = |node: &Node| {
        let name = node.as_str().or_else(|| node.get("Name")?.as_str());
        name.is_some_and(|name| name.starts_with("AWS::"))
    };
    let transform = template.root().get("Transform");
    let is_macro = match transform.map(|node| &node.content) {
        None | Some(Content::Null) => false,
        Some(Content::List(items)) => !items.iter().all(is_aws),
        Some(_) => !transform.is_some_and(is_aws),
    };
    is_macro || template.root().get(function::TRANSFORM).is_some()
}
