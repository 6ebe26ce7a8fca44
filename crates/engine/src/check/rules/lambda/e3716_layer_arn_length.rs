//! E3716: the ARN of a layer that is too long to be one.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3716",
    severity: Severity::Error,
    what: "Finds the ARN of a layer with a name of more than 140 characters.",
    why: "No layer has such a name, so Lambda refuses the function.",
    example: "arn:aws:lambda:eu-west-1:123456789012:layer:… with 141 characters",
    fix: "write the ARN of the layer's version as Lambda shows it",
    link: "https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html",
    kind: RuleKind::Template(run),
};

/// The most characters of a layer's name.
const LONGEST: usize = 140;

fn run(rule: &Rule, context: &mut Context<'_>) {
    for function in resource::of_type(context.scope(), "AWS::Lambda::Function") {
        for layer in function.properties.get("Layers").every_item() {
            let Some(arn) = layer.text() else { continue };
            let name = arn.split(":layer:").nth(1).and_then(|rest| rest.split(':').next()).unwrap_or_default();
            if name.len() > LONGEST {
                let message = format!("the name of the layer has {} characters, more than {LONGEST}", name.len());
                layer.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}
