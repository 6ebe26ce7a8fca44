//! E3001: a resource of the wrong form.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::Severity;
use crate::language::read::resource;
use crate::schema;
use crate::template::{Content, Key, Map, Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "E3001",
    severity: Severity::Error,
    what: "Finds a resource with a logical id that is not alphanumeric, that is not a map, with an unknown attribute, or with `Properties` or a `Condition` of the wrong type.",
    why: "CloudFormation refuses the whole template.",
    example: "Queue: { Type: AWS::SQS::Queue, Propertys: {} }",
    fix: "use `Type`, `Properties`, `DependsOn`, `Condition`, `DeletionPolicy`, `UpdateReplacePolicy`, `CreationPolicy`, `UpdatePolicy` and `Metadata`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
    kind: RuleKind::Template(run),
};

/// What AWS Config reads in a template of a conformance pack, which CloudFormation never sees as it is written.
const OF_CONFORMANCE_PACK: (&str, &str) = ("AWS::Config::", "Controls");

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut shape = SectionSchema::new(rule, context, "Resources", "resource");
    shape.check_names();
    let known: Vec<&str> = resource::attributes().collect();
    let (config, of_config) = OF_CONFORMANCE_PACK;
    let known_of_config: Vec<&str> = known.iter().copied().chain([of_config]).collect();
    for (key, map) in shape.check_maps() {
        // A text that is meant as something else, such as a comment, is no resource at all: `E3006`.
        if !map.contains_key("Type") {
            continue;
        }
        let kind = map.get("Type").and_then(Node::as_str).unwrap_or_default();
        let known = if kind.starts_with(config) { &known_of_config } else { &known };
        // The serverless transform leaves out what it does not know.
        if !schema::is_serverless(kind) {
            shape.check_entries(key, map, known, &[]);
        }
        shape.check_text(key, map, "Condition");
        check_properties(rule, &mut shape, key, map);
    }
    context.report_all(shape.found);
}

fn check_properties(rule: &Rule, shape: &mut SectionSchema<'_, '_>, key: &Key, map: &Map) {
    let Some(node) = map.get("Properties") else { return };
    // A branch of `Fn::If` is left to CloudFormation, and what a macro makes may be a map.
    let call = function::call(node).map(|(name, _)| name).filter(|name| ![function::IF, function::TRANSFORM].contains(name));
    if call.is_some() || !matches!(node.content, Content::Map(_) | Content::Null) {
        let found = call.map(|name| format!(", found `{name}`")).unwrap_or_default();
        let finding = rule.finding(format!("`Properties` of a resource must be a map{found}"));
        shape.put(finding, key, &Key::new("Properties".to_owned(), node.location), &["Properties"]);
    }
}
