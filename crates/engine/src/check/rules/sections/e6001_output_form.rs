//! E6001: an output of the wrong form.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::Severity;
use crate::template::{Content, Key, Map, function};

pub(crate) const RULE: Rule = Rule {
    code: "E6001",
    severity: Severity::Error,
    what: "Finds an output that is not a map, that has an unknown entry, or whose `Export` is not a map with a `Name`.",
    why: "CloudFormation refuses the whole template.",
    example: "VpcId: { Value: vpc-00000001, Exports: { Name: vpc } }",
    fix: "use `Value`, `Description`, `Condition` and `Export: { Name: … }`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut shape = SectionSchema::new(rule, context, "Outputs", "output");
    for (key, map) in shape.check_maps() {
        shape.check_entries(key, map, &["Condition", "Description", "Export", "Value"], &[]);
        shape.check_text(key, map, "Condition");
        check_export(rule, &mut shape, key, map);
    }
    context.report_all(shape.found);
}

fn check_export(rule: &Rule, shape: &mut SectionSchema<'_, '_>, key: &Key, map: &Map) {
    let Some((entry, export)) = map.get_key_value("Export").filter(|(_, node)| node.content != Content::Null) else { return };
    let Some(parts) = export.as_map() else {
        shape.put(rule.finding("`Export` of an output must be a map with a `Name`").help(rule.fix), key, entry, &["Export"]);
        return;
    };
    let is_made = function::has_functions(parts);
    if !parts.contains_key("Name") && !is_made {
        shape.put(rule.finding("the export has no `Name`"), key, entry, &["Export"]);
    }
    shape.check_entries(key, parts, &["Name"], &["Export"]);
}
