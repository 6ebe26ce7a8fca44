//! FW508: more dynamic references than a template takes.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::dynamic_references::references;
use crate::diagnostic::Severity;
use crate::template::{Content, Node, dynamic, function, limits};

pub(crate) const RULE: Rule = Rule {
    code: "FW508",
    severity: Severity::Error,
    what: "Finds a template with more than 60 dynamic references.",
    why: "CloudFormation refuses the stack.",
    example: "A template in which `{{resolve:` stands 61 times.",
    fix: "move some resources into another stack, or read a value once, through a parameter of type `AWS::SSM::Parameter::Value<String>`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    if context.uses().dynamic_references <= limits::DYNAMIC_REFERENCES {
        return;
    }
    let count = at_once(context.scope().template().root());
    if count <= limits::DYNAMIC_REFERENCES {
        return;
    }
    let references = references::of(context);
    let Some(first_over) = references.get(limits::DYNAMIC_REFERENCES) else { return };
    let message = format!("the template has {count} dynamic references, the limit is {}", limits::DYNAMIC_REFERENCES);
    context.report(rule.finding(message).help(rule.fix), first_over.location, first_over.path.clone());
}

/// How many references there are at one deployment: of an `Fn::If`, those of one branch.
fn at_once(node: &Node) -> usize {
    match (&node.content, function::call(node)) {
        (_, Some((function::IF, arguments))) => {
            arguments.as_list().unwrap_or_default().iter().skip(1).map(at_once).max().unwrap_or_default()
        }
        (Content::Text(text), _) => dynamic::references(text).count(),
        (Content::List(items), _) => items.iter().map(at_once).sum(),
        (Content::Map(map), _) => map.values().map(at_once).sum(),
        _ => 0,
    }
}
