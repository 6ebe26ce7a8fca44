//! E3019: two resources that are one.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource::{self, Resource};
use crate::schema;

pub(crate) const RULE: Rule = Rule {
    code: "E3019",
    severity: Severity::Error,
    what: "Finds two resources of a type with the same identifier, such as the same name.",
    why: "CloudFormation refuses the second: it exists already.",
    example: "Two log groups with one `LogGroupName`",
    fix: "give them different names, or none",
    link: "https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-identifier.html",
    kind: RuleKind::Template(run),
};

/// Types whose identifier is no name that must be free.
const EXCEPT: [&str; 1] = ["AWS::CodeBuild::Project"];

/// Types of which there is one for each of these properties together, beside what identifies them.
const ONE_FOR_EACH: [(&str, &[&str]); 1] = [("AWS::EFS::MountTarget", &["FileSystemId", "SubnetId"])];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let resources = resource::all(scope).filter(|resource| !EXCEPT.contains(&resource.kind));
    let groups = resource::grouped(resources, identifier);
    let mut found: Vec<Found> = Vec::new();
    for resources in groups.values() {
        for (index, one) in resources.iter().enumerate() {
            let Some(other) = resources[..index].iter().find(|other| resource::coexist(one, other)) else { continue };
            let names = names(one.kind).unwrap_or_default();
            let property = one.properties.get(names.first().copied().unwrap_or_default());
            let message = format!("`{}` and `{}` are one resource: their {} is the same", other.id, one.id, in_words(&names));
            let finding = rule.finding(message).help(rule.fix).related(other.location, "the other resource");
            found.push((finding, property.location(), property.path()));
        }
    }
    context.report_all(found);
}

fn in_words(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" with ")
}

/// What identifies a resource, where its author says all of it and nobody decides whether it is there.
fn identifier(resource: &Resource<'_>) -> Option<String> {
    let mut parts = vec![resource.kind.to_owned()];
    for name in names(resource.kind)? {
        let property = resource.properties.get(name);
        // What a condition decides may differ, and what only the deployment knows is equal if it is written alike.
        let is_one = property.is_given() && property.cases().len() == 1;
        parts.push(property.identity().filter(|_| is_one)?);
    }
    Some(parts.join("\n"))
}

/// The properties of which no two resources of a type have the same.
fn names(kind: &str) -> Option<Vec<&'static str>> {
    let further = ONE_FOR_EACH.iter().find(|(name, _)| *name == kind);
    further.map_or_else(|| schema::find(kind)?.own_identifier(), |(_, names)| Some(names.to_vec()))
}
