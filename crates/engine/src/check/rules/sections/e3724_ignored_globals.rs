//! E3724: a resource that ignores a global property that there is not.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Severity, nearest};
use crate::language::sam;
use crate::template::path::Path;
use crate::template::{Key, Map, Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "E3724",
    severity: Severity::Error,
    what: "Finds an entry of `IgnoreGlobals` that is not a property in `Globals` of the resource's type.",
    why: "The serverless transform refuses the template: `has invalid resource attribute 'IgnoreGlobals'`.",
    example: "IgnoreGlobals: [Timeot]",
    fix: "name properties that `Globals` has, or write `'*'` for all of them",
    link: "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let template = context.program().written();
    let Some(globals) = template.root().get("Globals").filter(|_| sam::uses(template) && !context.uses().is_rewritten) else {
        return;
    };
    let mut found = Vec::new();
    for resource in template.resources() {
        let kind = resource.resource_type.strip_prefix("AWS::Serverless::");
        let Some(section) = kind.and_then(|kind| globals.get(kind)?.as_map()).filter(|map| !function::has_functions(map)) else {
            continue;
        };
        let ignored = resource.node.get("IgnoreGlobals").and_then(Node::as_list).unwrap_or_default();
        for (index, entry) in ignored.iter().enumerate() {
            let Some(name) = entry.as_str().filter(|name| !section.contains_key(name)) else { continue };
            let near = nearest(name, names(section)).map(|near| format!("did you mean `{near}`?"));
            let finding = rule.finding(format!("`Globals` has no `{name}` for {}", resource.resource_type));
            let mut path = Path::of(["Resources", resource.id.as_str(), "IgnoreGlobals"]);
            path.push(index);
            found.push((finding.help(near.unwrap_or_else(|| rule.fix.to_owned())), entry.location, path));
        }
    }
    context.report_all(found);
}

fn names(section: &Map) -> impl Iterator<Item = &str> {
    section.keys().map(Key::as_str)
}
