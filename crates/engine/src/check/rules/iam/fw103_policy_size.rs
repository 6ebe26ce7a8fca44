//! FW103: an IAM policy that is too large.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::{resource, role};
use crate::template::substitution::{Part, Substitution, parts};
use crate::template::{Content, Node, function};

/// Characters without white space: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
const TRUST: usize = 2048;
const INLINE_OF_ROLE: usize = 10_240;
const INLINE_OF_USER: usize = 2048;
const INLINE_OF_GROUP: usize = 5120;
const MANAGED: usize = 6144;

pub(crate) const RULE: Rule = Rule {
    code: "FW103",
    severity: Severity::Error,
    what: "Finds an IAM policy over its size limit: 2,048 characters for a trust policy, 10,240 for all inline policies of a role together (5,120 of a group, 2,048 of a user), 6,144 for a managed policy; whitespace does not count.",
    why: "IAM refuses it when the stack deploys.",
    example: "A role with 200 statements.",
    fix: "merge statements with the same actions, use wildcards for resources, or split the policy into managed policies",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for holder in resource::all(scope) {
        let inline = || {
            // Those that a condition decides may not all be there.
            let own = role::inline(&holder).into_iter().filter(|policy| policy.document.when() == holder.properties.when());
            (own.map(|policy| size(&policy.document)).sum(), holder.properties.get("Policies"))
        };
        let of = |name| (size(&holder.properties.get(name)), holder.properties.get(name));
        let document = || of("PolicyDocument");
        let checks = match holder.kind {
            role::ROLE => {
                vec![
                    ("trust policy", (size(&role::trust(&holder)), role::trust(&holder)), TRUST),
                    ("inline policies", inline(), INLINE_OF_ROLE),
                ]
            }
            "AWS::IAM::Group" => vec![("inline policies", inline(), INLINE_OF_GROUP)],
            "AWS::IAM::User" => vec![("inline policies", inline(), INLINE_OF_USER)],
            "AWS::IAM::ManagedPolicy" => vec![("policy", document(), MANAGED)],
            "AWS::IAM::Policy" => vec![("policy", document(), INLINE_OF_ROLE)],
            _ => continue,
        };
        for (what, (characters, property), most) in checks.into_iter().filter(|(_, (characters, _), most)| characters > most) {
            let message = format!("at least {characters} characters in the {what} of `{}`, the limit is {most}", holder.id);
            property.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

/// The least characters that a document has as IAM counts them, without white space. What a function yields is counted as short as it can be.
fn size(document: &Property<'_>) -> usize {
    document.node().map_or(0, |node| if is_text(node) { characters(node) } else { written(node) })
}

/// Whether a document is written as text, which IAM counts as it is: its quotes are part of the JSON.
fn is_text(node: &Node) -> bool {
    node.as_str().is_some() || function::call(node).is_some_and(|(name, _)| [function::SUB, function::JOIN].contains(&name))
}

/// The least characters of a node as JSON.
fn written(node: &Node) -> usize {
    if function::call(node).is_some() {
        return QUOTES + characters(node);
    }
    let separated = |sizes: Vec<usize>| sizes.iter().sum::<usize>() + sizes.len().saturating_sub(1) + QUOTES;
    match &node.content {
        Content::List(items) => separated(items.iter().map(written).collect()),
        Content::Map(map) => {
            let entries = map.iter().map(|(key, value)| visible(key.as_str()) + QUOTES + COLON + written(value));
            separated(entries.collect())
        }
        Content::Text(text) => visible(text) + QUOTES,
        _ => visible(&node.scalar().unwrap_or_default()),
    }
}

const QUOTES: usize = 2;
const COLON: usize = 1;

/// The least characters of a text, or of what a function makes.
fn characters(node: &Node) -> usize {
    let Some((name, argument)) = function::call(node) else {
        return node.scalar().map_or(0, |text| visible(&text));
    };
    let items = argument.as_list().unwrap_or_default();
    match (name, items) {
        (function::REF, _) => argument.as_str().map_or(0, least),
        (function::SUB, _) => Substitution::of(argument).map_or(0, |found| {
            let parts = parts(found.text);
            parts
                .into_iter()
                .map(|part| match part {
                    Part::Text(text) => visible(text),
                    Part::Escaped(text) => visible(text),
                    Part::Variable(variable) => found.given(variable).map_or_else(|| least(variable.0), characters),
                })
                .sum()
        }),
        (function::JOIN, [delimiter, list]) => {
            let list = list.as_list().unwrap_or_default();
            list.iter().map(characters).sum::<usize>() + characters(delimiter) * list.len().saturating_sub(1)
        }
        (function::IF, [_, then, otherwise]) => characters(then).min(characters(otherwise)),
        _ => 0,
    }
}

/// The least characters of what a name stands for.
fn least(name: &str) -> usize {
    match name {
        "AWS::AccountId" => "123456789012".len(),
        "AWS::Partition" => "aws".len(),
        "AWS::Region" => "us-east-1".len(),
        "AWS::URLSuffix" => "amazonaws.com".len(),
        "AWS::NoValue" => 0,
        _ => 1,
    }
}

fn visible(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}
