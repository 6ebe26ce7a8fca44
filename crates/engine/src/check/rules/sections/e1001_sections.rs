//! E1001: sections that are missing or that do not exist.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::{Severity, nearest};
use crate::template::path::Path;
use crate::template::{Content, Map, function};

pub(crate) const RULE: Rule = Rule {
    code: "E1001",
    severity: Severity::Error,
    what: "Finds a template without resources, an unknown section, a section that is not a map, and a format version other than `2010-09-09`.",
    why: "CloudFormation refuses the whole template.",
    example: "Ressources: …",
    fix: "correct the name of the section, and define at least one resource",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html",
    kind: RuleKind::Template(run),
};

/// The sections that are maps.
const MAPS: [&str; 9] = ["Metadata", "Parameters", "Rules", "Mappings", "Conditions", "Resources", "Outputs", "Hooks", "Globals"];
/// The only version of the format of templates.
const FORMAT_VERSION: &str = "2010-09-09";
const OTHERS: [&str; 3] = ["AWSTemplateFormatVersion", "Description", "Transform"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let root = scope.template().root();
    let Some(map) = root.as_map() else { return };
    let mut found: Vec<Found> = Vec::new();
    for (key, node) in map {
        let name = key.as_str();
        if MAPS.contains(&name) {
            // That null stands nowhere is `E0000`.
            if !matches!(node.content, Content::Map(_) | Content::Null) {
                found.push((rule.finding(format!("`{name}` must be a map")), key.location(), [name].into()));
            }
        } else if !OTHERS.contains(&name) && name != function::TRANSFORM {
            let mut finding = rule.finding(format!("a template has no section `{name}`"));
            let near = nearest(name, MAPS.into_iter().chain(OTHERS));
            finding.help = near.map(|near| format!("did you mean `{near}`?"));
            found.push((finding, key.location(), [name].into()));
        }
    }
    found.extend(format_version(rule, map));
    let written_later = root.get(function::TRANSFORM).is_some() || root.get("Transform").is_some();
    if scope.section("Resources").is_none_or(Map::is_empty) && found.is_empty() && !written_later {
        found.push((rule.finding("the template has no resources").help(rule.fix), root.location, Path::default()));
    }
    context.report_all(found);
}

fn format_version(rule: &Rule, sections: &Map) -> Option<Found<'static>> {
    let node = sections.get("AWSTemplateFormatVersion")?;
    // A date without quotes is text, and what is no text at all is not read as a version.
    let call = || function::call(node).map(|(name, _)| name.to_owned());
    let version = node.scalar().or_else(call).filter(|version| version != FORMAT_VERSION)?;
    let finding = rule.finding(format!("expected the format version `{FORMAT_VERSION}`, found `{}`", shown(&version)));
    let help = format!("write `AWSTemplateFormatVersion: \"{FORMAT_VERSION}\"`, or remove it: there is no other version");
    Some((finding.help(help), node.location, ["AWSTemplateFormatVersion"].into()))
}
