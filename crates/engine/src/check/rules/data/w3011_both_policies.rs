//! W3011: a resource that is kept when it is deleted, but not when it is replaced, or the other way round.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::check::rules::data::retention;
use crate::diagnostic::Severity;
use crate::schema;
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "W3011",
    severity: Severity::Warning,
    what: "Finds a resource with data that has one of `DeletionPolicy` and `UpdateReplacePolicy`, but not the other.",
    why: "`DeletionPolicy` alone does not keep the data when a change replaces the resource, and `UpdateReplacePolicy` alone does not keep it when the resource is removed from the template.",
    example: "A table with \"DeletionPolicy\": \"Retain\" and no `UpdateReplacePolicy`.",
    fix: "give both",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut found: Vec<Found> = Vec::new();
    for resource in context.scope().resources().filter(|resource| schema::is_stateful(resource.resource_type)) {
        let Some(map) = resource.node.as_map() else { continue };
        let (deletion, replacement) = (map.get_key_value(retention::DELETION), map.get_key_value(retention::REPLACEMENT));
        let (given, missing) = match (deletion, replacement) {
            // `Delete` is what happens anyway, and is often said for that.
            (Some((key, node)), None) if node.as_str() != Some("Delete") => (key, retention::REPLACEMENT),
            (None, Some((key, node))) if node.as_str() != Some("Delete") => (key, retention::DELETION),
            _ => continue,
        };
        let message = format!("`{}` has `{}`, but no `{missing}`", resource.id.as_str(), given.as_str());
        let path = Path::of(["Resources", resource.id.as_str(), given.as_str()]);
        found.push((rule.finding(message).help(rule.fix), given.location(), path));
    }
    context.report_all(found);
}
