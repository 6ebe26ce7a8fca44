//! E6101: an output whose value is no text.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::Severity;
use crate::language::{Case, Scope};
use crate::schema::{self, JsonType};
use crate::template::{Content, Key, Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "E6101",
    severity: Severity::Error,
    what: "Finds an output whose value is not a string: a literal list or map, a list parameter, an attribute that is a list or a boolean, or the result of `Fn::Split`, `Fn::GetAZs` or `Fn::Cidr`.",
    why: "CloudFormation refuses it: the value of an output must be a string.",
    example: "Subnets: { Value: !Ref SubnetIds }, where `SubnetIds` is a `List<AWS::EC2::Subnet::Id>`",
    fix: "join the list: `!Join [\",\", !Ref SubnetIds]`; split it again where it is imported",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut shape = SectionSchema::new(rule, context, "Outputs", "output");
    for (key, output) in shape.elements() {
        let Some(value) = output.get("Value") else { continue };
        if let Some(what) = not_text(scope, value) {
            let finding = rule.finding(format!("expected a string for the value of the output `{}`, found {what}", key.as_str()));
            let at = Key::new("Value".to_owned(), value.location);
            let help = if what == "a list" { rule.fix } else { "remove the output, or output a value that is a string" };
            shape.put(finding.help(help), key, &at, &["Value"]);
        }
    }
    context.report_all(shape.found);
}

/// The pseudo parameter that is a list.
const NOTIFICATIONS: &str = "AWS::NotificationARNs";

/// What a value is known to be, if that is no text.
fn not_text<'a>(scope: &'a Scope<'a>, value: &'a Node) -> Option<&'static str> {
    let by_function = function::call(value).and_then(|(name, argument)| match name {
        function::SPLIT | function::GET_AZS | function::CIDR => Some("a list"),
        function::REF => (is_list_parameter(scope, argument) || argument.as_str() == Some(NOTIFICATIONS)).then_some("a list"),
        function::GET_ATT => attribute(scope, argument),
        _ => None,
    });
    by_function.or_else(|| {
        scope.cases(value).iter().filter_map(Case::node).find_map(|node| match node.content {
            Content::List(_) => Some("a list"),
            Content::Map(_) => Some("a map"),
            _ => None,
        })
    })
}

fn is_list_parameter<'a>(scope: &'a Scope<'a>, argument: &'a Node) -> bool {
    let parameter = argument.as_str().and_then(|name| scope.section("Parameters")?.get(name));
    let kind = parameter.and_then(|parameter| parameter.get("Type")).and_then(Node::as_str).unwrap_or_default();
    let kind = kind.strip_prefix("AWS::SSM::Parameter::Value<").unwrap_or(kind);
    kind.starts_with("CommaDelimitedList") || kind.starts_with("List<")
}

fn attribute<'a>(scope: &'a Scope<'a>, argument: &'a Node) -> Option<&'static str> {
    let (id, name) = function::get_att_target(argument)?;
    let resource_type = scope.section("Resources")?.get(id)?.get("Type")?.as_str()?;
    let attribute = schema::find(resource_type)?.attribute(name)?;
    let types: Vec<JsonType> = attribute.schema.types().collect();
    match types.as_slice() {
        [JsonType::Array] => Some("a list"),
        [JsonType::Boolean] => Some("a boolean"),
        _ => None,
    }
}
