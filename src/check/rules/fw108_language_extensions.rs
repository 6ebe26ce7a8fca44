//! FW108: a function of the language extensions without their transform.

use crate::check::{Context, Reach, Rule};
use crate::diagnostic::Severity;
use crate::template::{Content, Node, function};

pub const RULE: Rule = Rule {
    code: "FW108",
    severity: Severity::Error,
    what: "Finds `Fn::Length`, `Fn::ToJsonString`, `Fn::ForEach` or a default value of `Fn::FindInMap` in a template without the transform `AWS::LanguageExtensions`.",
    why: "CloudFormation refuses the template: it knows these functions only through the transform.",
    example: "{ \"Fn::Length\": { \"Ref\": \"SubnetIds\" } } without `Transform`",
    fix: "Call `stack.language_extensions()`, or add `Transform: AWS::LanguageExtensions` to the template.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    if transforms(context).contains(&function::LANGUAGE_EXTENSIONS) {
        return;
    }
    let mut found = Vec::new();
    context.calls(&mut |name, argument, visit| {
        let extended = match name {
            function::LENGTH | function::TO_JSON_STRING => true,
            function::FIND_IN_MAP => argument.as_list().is_some_and(|items| items.len() > 3),
            _ => name.starts_with(function::FOR_EACH),
        };
        if extended {
            let finding = rule.finding(format!("`{name}` needs the transform `{}`", function::LANGUAGE_EXTENSIONS));
            found.push((finding.help(rule.fix), visit.place, visit.path()));
        }
    });
    let loops = context.template().section("Resources").into_iter().flatten();
    for (key, node) in loops.filter(|(key, _)| key.as_str().starts_with(function::FOR_EACH)) {
        let finding = rule.finding(format!("`{}` needs the transform `{}`", key.as_str(), function::LANGUAGE_EXTENSIONS));
        let path = vec!["Resources".to_owned(), key.as_str().to_owned()];
        found.push((finding.help(rule.fix), node.place.or(key.place()), path));
    }
    for (finding, place, path) in found {
        context.report(finding, place, path);
    }
}

fn transforms<'a>(context: &Context<'a>) -> Vec<&'a str> {
    match context.template().root().get("Transform").map(|node| &node.content) {
        Some(Content::Text(name)) => vec![name],
        Some(Content::List(names)) => names.iter().filter_map(Node::as_str).collect(),
        _ => Vec::new(),
    }
}
