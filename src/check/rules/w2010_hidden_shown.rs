//! W2010: a hidden parameter where its value is shown.

use crate::check::{Context, Found, Reach, Rule, secrets, uses};
use crate::diagnostic::Severity;
use crate::template::function;

pub const RULE: Rule = Rule {
    code: "W2010",
    severity: Severity::Warning,
    what: "Finds a parameter with `NoEcho` in an output or in `Metadata`.",
    why: "CloudFormation shows both in full to whoever may describe the stack.",
    example: "Outputs: { Password: { Value: !Ref Password } }",
    fix: "Keep the secret in Secrets Manager, and put out the ARN of it.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let parameters = context.template().section("Parameters").into_iter().flatten();
    let hidden: Vec<&str> = parameters.filter(|(_, node)| secrets::is_hidden(node)).map(|(key, _)| key.as_str()).collect();
    if hidden.is_empty() {
        return;
    }
    let mut found: Vec<Found> = Vec::new();
    context.walk(&mut |visit| {
        let Some((name, argument)) = function::call(visit.node) else { return };
        let place = match visit.section() {
            "Outputs" => "an output",
            "Metadata" => "`Metadata`",
            "Resources" if visit.path().get(2).is_some_and(|attribute| attribute == "Metadata") => "`Metadata`",
            _ => return,
        };
        uses::references(name, argument, &mut |id| {
            if hidden.contains(&id) {
                let finding = rule.finding(format!("`{id}` is hidden by `NoEcho`, and {place} shows it")).help(rule.fix);
                found.push((finding, visit.place, visit.path()));
            }
        });
    });
    context.report_all(found);
}
