//! E1010: a `Fn::GetAtt` of nothing.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::language::read::resource;
use crate::schema;
use crate::template::substitution::Substitution;
use crate::template::{Key, Map, Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "E1010",
    severity: Severity::Error,
    what: "Finds a `Fn::GetAtt`, or a `${Id.Attribute}` of a `Fn::Sub`, whose resource is not in the template or has no such attribute, or has it only with a property that is missing.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::GetAtt\": [\"LoadBalancer\", \"DnsName\"] }",
    fix: "use the attribute's method on the handle; it exists only where the schema has the attribute",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::GET_ATT, function::SUB]), run),
};

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    if context.is_stray(visit.node) {
        return Vec::new();
    }
    match function::call(visit.node) {
        Some((function::GET_ATT, argument)) => match function::get_att_target(argument) {
            Some((id, attribute)) => validate(rule, context, id, attribute).into_iter().collect(),
            None if is_malformed(argument) => {
                vec![
                    rule.finding("`Fn::GetAtt`: expected a logical id and an attribute")
                        .help("`[\"Cluster\", \"Arn\"]`, or `Cluster.Arn` in YAML"),
                ]
            }
            // The parts may be expressions, with the language extensions.
            None => Vec::new(),
        },
        Some((function::SUB, argument)) => in_text(rule, context, argument),
        _ => Vec::new(),
    }
}

/// Whether the parts are not there, rather than made by functions, which the language extensions allow.
fn is_malformed(argument: &Node) -> bool {
    match argument.as_list() {
        Some(items) => items.len() != 2 || items.iter().any(|item| item.as_str().is_none() && function::call(item).is_none()),
        None => function::call(argument).is_none(),
    }
}

fn in_text(rule: &Rule, context: &Context<'_>, argument: &Node) -> Vec<Diagnostic> {
    let variables = Substitution::of(argument).map(Substitution::references).unwrap_or_default();
    variables
        .into_iter()
        .filter_map(|variable| Some((variable.element(), variable.attribute()?)))
        // A name that is no resource is `E1019`.
        .filter(|(id, _)| context.has("Resources", id))
        .filter_map(|(id, attribute)| validate(rule, context, id, attribute))
        .collect()
}

fn validate(rule: &Rule, context: &Context<'_>, id: &str, attribute: &str) -> Option<Diagnostic> {
    let empty = Map::default();
    let resources = context.scope().section("Resources").unwrap_or(&empty);
    // SAM takes `Function.Alias` and the like for the ids of what it makes.
    let ends = attribute.match_indices('.').map(|(end, _)| end).chain([attribute.len()]);
    if ends.into_iter().any(|end| context.may_make("Resources", &format!("{id}.{}", &attribute[..end]))) {
        return None;
    }
    let Some(resource_type) = context.program().type_of(id) else {
        if context.may_make("Resources", id) {
            return None;
        }
        let mut finding = rule.finding(format!("`Fn::GetAtt` names `{id}`, which is not a resource of this template"));
        finding.help = context.hint(id, resources.keys().map(Key::as_str));
        return Some(finding);
    };
    let schema = schema::find(resource_type).filter(|_| !schema::is_serverless(resource_type))?;
    if let Some(property) = missing(context, id, resource_type, attribute) {
        let message = format!("`{id}` has the attribute `{attribute}` only with `{property}`, which is missing");
        return Some(rule.finding(message).help(format!("write `{property}` for `{id}`")));
    }
    if schema.any_attribute() || schema.attribute(attribute).is_some() {
        return None;
    }
    let mut finding = rule.finding(format!("{resource_type} has no attribute `{attribute}`"));
    let attributes = schema.attributes();
    let names: Vec<&str> = attributes.iter().map(|attribute| attribute.name.as_ref()).collect();
    // Older types also answer for properties that the author sets.
    let settable = schema.root().properties().map(|(name, _)| name);
    let settable: Vec<&str> = settable.filter(|name| !names.contains(name) && schema.attribute(name).is_some()).collect();
    finding.help = Some(advice(attribute, &names, &settable));
    Some(finding)
}

/// Attributes that a resource has only where a property is set.
const MADE_BY: [(&str, &str, &str); 2] = [
    ("AWS::DynamoDB::GlobalTable", "StreamArn", "StreamSpecification"),
    ("AWS::DynamoDB::Table", "StreamArn", "StreamSpecification"),
];

/// The property without which a resource does not have an attribute, where it is known to be missing.
fn missing(context: &Context<'_>, id: &str, resource_type: &str, attribute: &str) -> Option<&'static str> {
    let is_it = |(kind, name, _): &&(&str, &str, &str)| *name == attribute && *kind == resource_type;
    let (_, _, property) = MADE_BY.iter().find(is_it)?;
    let resource = resource::find(context.scope(), id)?;
    resource.properties.get(property).is_absent().then_some(*property)
}

fn advice(given: &str, names: &[&str], settable: &[&str]) -> String {
    let listed = names.iter().take(12).copied().collect::<Vec<_>>().join(", ");
    match nearest(given, names.iter().chain(settable).copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() && settable.is_empty() => "this type has no attributes; use `Ref`".to_owned(),
        None if settable.is_empty() => format!("its attributes: {listed}"),
        None if names.is_empty() => "its attributes are its properties".to_owned(),
        None => format!("its attributes: {listed}, and its properties"),
    }
}
