//! FW206: a secret that has the name of another variable.

use std::collections::BTreeMap;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;
use crate::template::SourceLocation;

pub(crate) const RULE: Rule = Rule {
    code: "FW206",
    severity: Severity::Error,
    what: "Finds a secret of a container that has the name of another secret, or of a plain variable in `Environment`.",
    why: "ECS refuses the task definition: the container would have two variables of one name.",
    example: "\"Environment\": [{\"Name\": \"CONNECTION_URL\", …}], \"Secrets\": [{\"Name\": \"CONNECTION_URL\", …}]",
    fix: "Remove the plain variable, and what it says from the template, or rename one of the two.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-secret.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for task in resource::of_type(scope, "AWS::ECS::TaskDefinition") {
        for container in task.properties.get("ContainerDefinitions").items().unwrap_or_default() {
            let variables = container.get("Environment").items().unwrap_or_default().into_iter();
            let names = variables.map(|variable| variable.get("Name"));
            let mut seen: BTreeMap<String, (SourceLocation, &str)> =
                names.filter_map(|name| Some((name.text()?, (name.location(), "a plain variable")))).collect();
            for secret in container.get("Secrets").items().unwrap_or_default() {
                let property = secret.get("Name");
                let Some(name) = property.text() else { continue };
                if let Some((location, what)) = seen.get(&name) {
                    let finding = rule.finding(format!("`{name}` is a secret and also {what} of the container"));
                    property.report(context, finding.help(rule.fix).related(*location, "the other one"));
                    continue;
                }
                seen.insert(name, (property.location(), "another secret"));
            }
        }
    }
}
