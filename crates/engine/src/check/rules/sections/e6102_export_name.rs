//! E6102: an export whose name depends on a resource or is no text.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::Severity;
use crate::language::reference;
use crate::template::substitution::{self, Substitution};
use crate::template::{Content, ExportName, Key, Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "E6102",
    severity: Severity::Error,
    what: "Finds an export whose name is a list or a map, has other characters than letters, digits, colons and hyphens, or depends on a resource's `Ref` or `Fn::GetAtt`.",
    why: "CloudFormation must know the name before it creates a resource, and refuses the template, as it does other characters.",
    example: "Export: { Name: !Sub \"${Vpc}-id\" }, where `Vpc` is a resource",
    fix: "build the name from parameters and pseudo parameters: `!Sub \"${AWS::StackName}-VpcId\"`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut shape = SectionSchema::new(rule, context, "Outputs", "output");
    for (key, output) in shape.elements() {
        let Some(name) = output.at_path(&["Export", "Name"]) else { continue };
        let message = match &name.content {
            Content::List(_) => Some("expected a string for the name of an export, found a list".to_owned()),
            Content::Map(_) if function::call(name).is_none() => {
                Some("expected a string for the name of an export, found a map".to_owned())
            }
            _ => resource_in(context, name)
                .map(|id| format!("the name of an export depends on the resource `{id}`"))
                .or_else(|| outside(name).map(|call| format!("the name of an export depends on `{call}`")))
                .or_else(|| illegal(context, name)),
        };
        if let Some(message) = message {
            let at = Key::new("Name".to_owned(), name.location);
            shape.put(rule.finding(message).help(rule.fix), key, &at, &["Export", "Name"]);
        }
    }
    context.report_all(shape.found);
}

/// What is wrong with the characters of a name. What stands for a variable is known later, and is legal here.
fn illegal<'a>(context: &Context<'a>, name: &'a Node) -> Option<String> {
    let written = match function::call(name) {
        Some((function::SUB, argument)) => substitution::replaced(Substitution::of(argument)?.text, |_| Some("x".to_owned())),
        _ => context.scope().literal(name)?.scalar()?,
    };
    ExportName::validate(&written).err().map(|error| match function::call(name) {
        None => error.to_string(),
        Some(_) => format!("the name of an export has other characters: {}", error.rule),
    })
}

/// The first function in a name that reads what is not in the template.
fn outside(name: &Node) -> Option<&str> {
    let mut found = None;
    name.walk(&mut |node| {
        let call = function::call(node).map(|(call, _)| call);
        found =
            found.or(call.filter(|call| [function::IMPORT_VALUE, function::GET_STACK_OUTPUT, function::GET_AZS].contains(call)));
    });
    found
}

/// The first resource that a name is made of.
fn resource_in<'a>(context: &Context<'a>, name: &'a Node) -> Option<&'a str> {
    reference::ids(name).into_iter().find(|id| context.has("Resources", id))
}
