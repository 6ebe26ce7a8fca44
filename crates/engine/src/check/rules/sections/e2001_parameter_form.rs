//! E2001: a parameter of the wrong form.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::Severity;
use crate::template::{Content, Key, Map, Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "E2001",
    severity: Severity::Error,
    what: "Finds a parameter with a name that is not alphanumeric, without `Type`, with an unknown entry, with entries of the wrong type, or from an included file.",
    why: "CloudFormation refuses the whole template.",
    example: "Image: { Type: String, Defalt: nginx }",
    fix: "use `Type`, `Default`, `AllowedValues`, `AllowedPattern`, `MinLength`, `MaxLength`, `MinValue`, `MaxValue`, `NoEcho`, `Description` and `ConstraintDescription`; a default is one string, even for a list: `a,b`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    kind: RuleKind::Template(run),
};

const ENTRIES: [&str; 11] = [
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Default",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
    "Type",
];
const TEXTS: [&str; 5] = ["AllowedPattern", "ConstraintDescription", "Default", "Description", "Type"];
const NUMBERS: [&str; 4] = ["MaxLength", "MaxValue", "MinLength", "MinValue"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut shape = SectionSchema::new(rule, context, "Parameters", "parameter");
    shape.check_names();
    for (key, map) in shape.check_maps() {
        shape.check_entries(key, map, &ENTRIES, &[]);
        if !map.contains_key("Type") {
            let finding = rule.finding(format!("the parameter `{}` has no `Type`", key.as_str()));
            shape.put(finding.help("most parameters have the type `String`"), key, key, &[]);
        }
        TEXTS.iter().for_each(|name| shape.check_text(key, map, name));
        NUMBERS.iter().for_each(|name| check_number(rule, &mut shape, key, map, name));
        check_flag(rule, &mut shape, key, map);
        check_allowed(rule, &mut shape, key, map);
    }
    included(rule, context, &mut shape);
    context.report_all(shape.found);
}

/// Files may be included everywhere but here.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html>
fn included(rule: &Rule, context: &Context<'_>, shape: &mut SectionSchema<'_, '_>) {
    for (key, node) in context.scope().section("Parameters").into_iter().flatten() {
        let transform = if key.as_str() == function::TRANSFORM { Some(node) } else { node.get(function::TRANSFORM) };
        if transform.is_some_and(|transform| transform.get("Name").and_then(Node::as_str) == Some("AWS::Include")) {
            let finding = rule.finding("`AWS::Include` is not allowed in `Parameters`").help("write the parameters themselves");
            shape.put(finding, key, key, &[]);
        }
    }
}

fn check_number(rule: &Rule, shape: &mut SectionSchema<'_, '_>, key: &Key, map: &Map, name: &str) {
    let Some(node) = map.get(name).filter(|node| node.content != Content::Null) else { return };
    if node.scalar().is_none_or(|text| text.trim().parse::<f64>().is_err()) {
        let finding = rule.finding(format!("`{name}` of a parameter must be a number"));
        shape.put(finding, key, &Key::new(name.to_owned(), node.location), &[name]);
    }
}

fn check_flag(rule: &Rule, shape: &mut SectionSchema<'_, '_>, key: &Key, map: &Map) {
    let Some(node) = map.get("NoEcho").filter(|node| node.content != Content::Null) else { return };
    if node.scalar().is_none_or(|text| !matches!(text.to_lowercase().as_str(), "true" | "false")) {
        let finding = rule.finding("`NoEcho` of a parameter must be true or false");
        shape.put(finding, key, &Key::new("NoEcho".to_owned(), node.location), &["NoEcho"]);
    }
}

fn check_allowed(rule: &Rule, shape: &mut SectionSchema<'_, '_>, key: &Key, map: &Map) {
    let Some(node) = map.get("AllowedValues").filter(|node| node.content != Content::Null) else { return };
    let at = Key::new("AllowedValues".to_owned(), node.location);
    match node.as_list() {
        None => shape.put(rule.finding("`AllowedValues` of a parameter must be a list"), key, &at, &["AllowedValues"]),
        Some(items) => {
            let odd = items.iter().filter(|item| item.scalar().is_none() && item.content != Content::Null);
            for item in odd {
                let at = Key::new("AllowedValues".to_owned(), item.location.or(node.location));
                shape.put(rule.finding("each of the `AllowedValues` must be a string"), key, &at, &["AllowedValues"]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::engine::{RuleSet, run};
    use crate::template::read;

    #[test]
    fn no_parameter_comes_from_a_file() {
        let found = |parameters: &str| {
            let text = format!("Parameters: {parameters}\nResources: {{Topic: {{Type: AWS::SNS::Topic}}}}\n");
            let template = read::template(text.as_bytes()).unwrap().0;
            let found = run::template(&RuleSet::of([&RULE]), &[], "", &template);
            found.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
        };
        let include = "{Name: AWS::Include, Parameters: {Location: 's3://shared/parameters.yaml'}}";
        let wanted = ["`AWS::Include` is not allowed in `Parameters`"];
        assert_eq!(found(&format!("{{'Fn::Transform': {include}}}")), wanted);
        assert_eq!(found(&format!("{{Stage: {{Type: String, 'Fn::Transform': {include}}}}}")), wanted);
        assert_eq!(found("{'Fn::Transform': {Name: Mine}}"), Vec::<String>::new());
    }
}
