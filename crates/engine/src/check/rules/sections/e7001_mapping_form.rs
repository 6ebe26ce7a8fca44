//! E7001: a mapping of the wrong form.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::Severity;
use crate::template::{Content, Key, LogicalId, Map, Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "E7001",
    severity: Severity::Error,
    what: "Finds a mapping that is not a map of maps of strings or lists, and invalid names in it.",
    why: "CloudFormation refuses the whole template.",
    example: "Images: { us-east-1: ami-00000001 }",
    fix: "write two levels of names and then a string or a list of strings: `Images: { us-east-1: { Arm: ami-00000001 } }`; the first level takes letters, digits, hyphens and dots, the second letters and digits",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    // With the language extensions more is taken than is documented.
    let is_extended = context.scope().template().root().get("Transform").is_some();
    let mut shape = SectionSchema::new(rule, context, "Mappings", "mapping");
    shape.check_names();
    for (key, map) in shape.check_maps() {
        if is_made(map) {
            continue;
        }
        if map.is_empty() {
            shape.put(rule.finding(format!("the mapping `{}` has no entries", key.as_str())).help(rule.fix), key, key, &[]);
        }
        for (top, node) in map {
            check_top(rule, &mut shape, key, top);
            match &node.content {
                Content::Map(row) if !is_made(row) => check_row(rule, &mut shape, key, top, row, is_extended),
                Content::Map(_) | Content::Null => {}
                _ => {
                    let message =
                        format!("`{}` of the mapping `{}` must be a map of names and values", top.as_str(), key.as_str());
                    shape.put(rule.finding(message).help(rule.fix), key, top, &[top.as_str()]);
                }
            }
        }
    }
    context.report_all(shape.found);
}

fn is_made(map: &Map) -> bool {
    function::has_functions(map)
}

fn check_top(rule: &Rule, shape: &mut SectionSchema<'_, '_>, mapping: &Key, top: &Key) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    if top.as_str().is_empty() || !top.as_str().chars().all(is_name) {
        let finding = rule.finding(format!("`{}` cannot name an entry of a mapping", top.as_str()));
        shape.put(finding.help("use letters, digits, hyphens and dots"), mapping, top, &[top.as_str()]);
    }
}

fn check_row(rule: &Rule, shape: &mut SectionSchema<'_, '_>, mapping: &Key, top: &Key, row: &Map, is_extended: bool) {
    for (name, value) in row {
        let path = [top.as_str(), name.as_str()];
        if LogicalId::new(name.as_str()).is_err() {
            let finding = rule.finding(format!("`{}` cannot name a value of a mapping", name.as_str()));
            shape.put(finding.help("use letters and digits"), mapping, name, &path);
        }
        if !is_value(value) && !is_extended {
            let what = if function::call(value).is_some() { "a function" } else { "neither a string nor a list of strings" };
            let finding = rule.finding(format!("the value `{}` of the mapping `{}` is {what}", name.as_str(), mapping.as_str()));
            shape.put(finding.help(rule.fix), mapping, name, &path);
        }
    }
}

fn is_value(node: &Node) -> bool {
    match &node.content {
        Content::List(items) => items.iter().all(|item| item.scalar().is_some() || item.content == Content::Null),
        Content::Null => true,
        _ => node.scalar().is_some(),
    }
}
