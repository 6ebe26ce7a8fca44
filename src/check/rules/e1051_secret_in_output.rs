//! E1051: a secret of Secrets Manager outside of a resource's properties.

use crate::check::shown::shown;
use crate::check::{Context, Found, Reach, Rule, dynamic};
use crate::diagnostic::Severity;

pub const RULE: Rule = Rule {
    code: "E1051",
    severity: Severity::Error,
    what: "Finds `{{resolve:secretsmanager:…}}` in an output.",
    why: "CloudFormation resolves it in the properties of resources alone; an output would show the secret.",
    example: "Outputs: { Password: { Value: \"{{resolve:secretsmanager:db}}\" } }",
    fix: "Put out the ARN of the secret.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let references = dynamic::references(context).into_iter();
    let shown_secrets = references.filter(|reference| {
        reference.service() == "secretsmanager" && reference.path.first().is_some_and(|section| section == "Outputs")
    });
    let found: Vec<Found> = shown_secrets
        .map(|reference| {
            let message = format!("an output takes no secret: `{{{{{}}}}}`", shown(reference.text));
            (rule.finding(message).help(rule.fix), reference.place, reference.path)
        })
        .collect();
    context.report_all(found);
}
