//! FW108: a function of the language extensions without their transform.

use crate::check::engine::{Context, Reach, Rule, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::{Content, Node, function};

pub const RULE: Rule = Rule {
    code: "FW108",
    severity: Severity::Error,
    what: "Finds `Fn::Length`, `Fn::ToJsonString`, `Fn::ForEach` or a default value of `Fn::FindInMap` in a template without the transform `AWS::LanguageExtensions`.",
    why: "CloudFormation refuses the template: it knows these functions only through the transform.",
    example: "{ \"Fn::Length\": { \"Ref\": \"SubnetIds\" } } without `Transform`",
    fix: "Call `stack.language_extensions()`, or add `Transform: AWS::LanguageExtensions` to the template.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html",
    reach: Reach::Node(run),
};

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    // A loop over resources stands beside other resources, so it is no call: its key tells.
    let name = match function::call(visit.node) {
        Some((name @ (function::LENGTH | function::TO_JSON_STRING), _)) => name,
        Some((function::FIND_IN_MAP, argument)) if argument.as_list().is_some_and(|items| items.len() > 3) => {
            function::FIND_IN_MAP
        }
        _ => match visit.key() {
            Some(key) if key.starts_with(function::FOR_EACH) => key,
            _ => return Vec::new(),
        },
    };
    if transforms(context).contains(&function::LANGUAGE_EXTENSIONS) {
        return Vec::new();
    }
    vec![rule.finding(format!("`{name}` needs the transform `{}`", function::LANGUAGE_EXTENSIONS)).help(rule.fix)]
}

fn transforms<'a>(context: &Context<'a>) -> Vec<&'a str> {
    match context.scope().template().root().get("Transform").map(|node| &node.content) {
        Some(Content::Text(name)) => vec![name],
        Some(Content::List(names)) => names.iter().filter_map(Node::as_str).collect(),
        _ => Vec::new(),
    }
}
