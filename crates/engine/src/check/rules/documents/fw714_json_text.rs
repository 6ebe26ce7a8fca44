//! FW714: a text that a service reads as JSON, and that is none.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource;
use crate::template::function;
use crate::template::substitution::{self, Part, Substitution};

pub(crate) const RULE: Rule = Rule {
    code: "FW714",
    severity: Severity::Error,
    what: "Finds the body of a dashboard, the template of a generated secret, the pattern of a filter of events, and the lifecycle policy of a repository, that is not JSON.",
    why: "The service refuses it.",
    example: "SecretStringTemplate: '{username: app}'",
    fix: "write JSON: keys and texts in double quotes, and no comma after the last entry",
    link: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html",
    kind: RuleKind::Template(run),
};

/// Types, each with the way to the text.
const TEXTS: [(&str, &[&str]); 4] = [
    ("AWS::CloudWatch::Dashboard", &["DashboardBody"]),
    ("AWS::ECR::Repository", &["LifecyclePolicy", "LifecyclePolicyText"]),
    ("AWS::Lambda::EventSourceMapping", &["FilterCriteria", "Filters", "*", "Pattern"]),
    ("AWS::SecretsManager::Secret", &["GenerateSecretString", "SecretStringTemplate"]),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for (kind, way) in TEXTS {
        for found in resource::of_type(scope, kind) {
            for written in found.properties.places(way).into_iter().flatten().filter(|written| !written.is_chosen()) {
                let Some(Err(error)) = text(&written).map(|text| serde_json::from_str::<serde::de::IgnoredAny>(&text)) else {
                    continue;
                };
                let name = way.last().copied().unwrap_or_default();
                written.report(context, rule.finding(format!("`{name}` is not JSON: {error}")).help(rule.fix));
            }
        }
    }
}

/// The text, with a digit for each variable. One that stands outside of quotes may be anything, such as one entry more, or nothing.
fn text(written: &Property<'_>) -> Option<String> {
    let Some((function::SUB, argument)) = function::call(written.node()?) else { return written.text() };
    let mut made = String::new();
    for part in substitution::parts(Substitution::of(argument)?.text) {
        match part {
            Part::Text(text) => made.push_str(text),
            Part::Escaped(name) => made.extend(["${", name, "}"]),
            Part::Variable(_) if is_in_quotes(&made) => made.push('0'),
            Part::Variable(_) => return None,
        }
    }
    Some(made)
}

/// Whether a text of JSON has begun and not ended.
fn is_in_quotes(before: &str) -> bool {
    before.replace(r"\\", "").replace(r#"\""#, "").matches('"').count() % 2 == 1
}
