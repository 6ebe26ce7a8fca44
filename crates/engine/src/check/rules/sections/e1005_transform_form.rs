//! E1005: a transform of the wrong form.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Severity, nearest};
use crate::language::opaque::KNOWN_TRANSFORMS;
use crate::template::{Content, Node};

pub(crate) const RULE: Rule = Rule {
    code: "E1005",
    severity: Severity::Error,
    what: "Finds a `Transform` that is neither the name of a macro, nor a map with `Name` and `Parameters`, nor a list of these, and a misspelt name of a transform of AWS.",
    why: "CloudFormation refuses the whole template.",
    example: "`Transform: {AWS::Include: …}`",
    fix: "write the name of the macro, or `Name` and `Parameters`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let root = context.scope().template().root();
    let Some((key, transform)) = root.as_map().and_then(|map| map.get_key_value("Transform")) else { return };
    let entries = transform.as_list().map_or_else(|| vec![transform], |items| items.iter().collect());
    for entry in entries {
        if let Some(message) = fault(entry) {
            context.report(rule.finding(message).help(rule.fix), entry.location.or(key.location()), [key.as_str()]);
        }
    }
}

fn fault(entry: &Node) -> Option<String> {
    match &entry.content {
        Content::Text(name) => misspelt(name),
        Content::Null => None,
        Content::Map(map) => {
            if let Some(misspelt) = map.get("Name").and_then(Node::as_str).and_then(misspelt) {
                return Some(misspelt);
            }
            let unknown = map.keys().find(|key| !["Name", "Parameters"].contains(&key.as_str()));
            let unknown = unknown.map(|key| format!("a transform has no entry `{}`", key.as_str()));
            let name = match map.get("Name") {
                None => Some("the transform has no `Name`"),
                Some(name) if name.as_map().is_some() => Some("the `Name` of a transform must be a string, and no function"),
                Some(_) => None,
            };
            unknown.or_else(|| name.map(str::to_owned))
        }
        _ => Some("expected the name of a macro, found something else".to_owned()),
    }
}

/// The transforms of AWS that make what is not known, beside those that are understood. Nobody else's has a name that begins with `AWS::`.
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html>.
const OPAQUE: [&str; 3] = ["AWS::CodeStar", "AWS::Include", "AWS::ServiceCatalog"];

/// What is like one of AWS's names and is none of them; another name may be of a newer transform.
fn misspelt(name: &str) -> Option<String> {
    let of_aws = || KNOWN_TRANSFORMS.into_iter().chain(OPAQUE);
    let is_foreign = name.starts_with("AWS::") && !of_aws().any(|known| known == name);
    let near = nearest(name, of_aws()).filter(|_| is_foreign)?;
    Some(format!("there is no transform `{name}`; did you mean `{near}`?"))
}
