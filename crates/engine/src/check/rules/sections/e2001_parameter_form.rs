//! E2001: a parameter of the wrong form.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::Severity;
use crate::template::{Content, Key, Map};

pub(crate) const RULE: Rule = Rule {
    code: "E2001",
    severity: Severity::Error,
    what: "Finds a parameter with a name that is not alphanumeric, without `Type`, with an unknown entry, or with entries of the wrong type.",
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
    context.report_all(shape.found);
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
