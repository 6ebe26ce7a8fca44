//! E3024: a tag that is given twice.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3024",
    severity: Severity::Error,
    what: "Finds two tags of one `Key` on a resource.",
    why: "The service refuses the resource: `Duplicate tag keys found`.",
    example: "Two tags with `Key: Name`",
    fix: "remove one of the two",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for resource in resource::all(context.scope()) {
        let mut seen: Vec<(String, Property<'_>)> = Vec::new();
        for tag in resource.properties.get("Tags").items().unwrap_or_default() {
            let key = tag.get("Key");
            // What a condition decides may leave one of them out.
            let Some(name) = key.text().filter(|_| tag.is_given()) else { continue };
            match seen.iter().find(|(known, _)| *known == name) {
                Some((_, first)) => {
                    let finding = rule.finding(format!("`{}` has two tags with the key `{}`", resource.id, shown(&name)));
                    key.report(context, finding.help(rule.fix).related(first.location(), "the first"));
                }
                None => seen.push((name, key)),
            }
        }
    }
}
