//! FW108: a function of the language extensions without their transform.

use crate::check::engine::{Context, Found, Rule, RuleKind, Visit, walk_written};
use crate::diagnostic::Severity;
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "FW108",
    severity: Severity::Error,
    what: "Finds `Fn::Length`, `Fn::ToJsonString` or `Fn::ForEach` in a template without the transform `AWS::LanguageExtensions`.",
    why: "CloudFormation refuses the template: only the transform provides these functions.",
    example: "{ \"Fn::Length\": { \"Ref\": \"SubnetIds\" } } without `Transform`",
    fix: "in Rust call `stack.language_extensions()`, in YAML add `Transform: AWS::LanguageExtensions` to the template",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    // What the loops make no longer shows that they are loops.
    let template = context.program().written();
    if template.may_use_extensions() || !context.uses().has_extensions {
        return;
    }
    let mut found: Vec<Found> = Vec::new();
    walk_written(template, &mut |visit| {
        if let Some(name) = extension(visit) {
            let finding = rule.finding(format!("`{name}` needs the transform `{}`", function::LANGUAGE_EXTENSIONS));
            found.push((finding.help(rule.fix), visit.location, visit.path().clone()));
        }
    });
    context.report_all(found);
}

fn extension<'v>(visit: &'v Visit<'_, '_>) -> Option<&'v str> {
    match function::call(visit.node) {
        Some((name @ (function::LENGTH | function::TO_JSON_STRING), _)) => Some(name),
        // A loop stands beside other entries, so it is no call: its key tells.
        _ => visit.key().filter(|key| key.starts_with(function::FOR_EACH)),
    }
}
