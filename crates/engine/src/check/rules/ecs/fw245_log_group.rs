//! FW245: a container whose log group nobody makes.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Severity, nearest};
use crate::language::Piece;
use crate::language::read::property::Property;
use crate::language::read::{resource, task};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "FW245",
    severity: Severity::Error,
    what: "Finds a container that logs to a group by its ARN, and (warning) by a name much like that of a group of the template which nothing else writes to.",
    why: "The log driver does not find the group, and ECS stops every task before it starts: `ResourceInitializationError`.",
    example: "`awslogs-group: /ecs/bakend` beside a log group `/ecs/backend`",
    fix: "refer to the group: `!Ref Logs`",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
    kind: RuleKind::Template(run),
};

const GROUP: &str = "AWS::Logs::LogGroup";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut written: Vec<Property<'_>> = Vec::new();
    for task in resource::of_type(scope, task::TASK_DEFINITION) {
        for container in task::every_container(&task) {
            let options = container.get("LogConfiguration").get("Options");
            if container.log_driver().is("awslogs") && options.get("awslogs-create-group").is_absent() {
                written.push(options.get("awslogs-group"));
            }
        }
    }
    if written.is_empty() {
        return;
    }
    // A group that another resource refers to, or that a container has by its name, is no misspelt one.
    let named: Vec<String> = written.iter().filter_map(form).collect();
    let groups = resource::of_type(scope, GROUP).into_iter().filter(|group| !context.uses().referred.contains(group.id));
    let groups: Vec<_> = groups.filter_map(|group| Some((form(&group.properties.get("LogGroupName"))?, group))).collect();
    let unused: Vec<_> = groups.iter().filter(|(name, _)| !named.contains(name)).collect();
    for property in written {
        if let (Some(group), Some((function::GET_ATT, _))) = (property.owner_of(GROUP), property.node().and_then(function::call))
        {
            let message = format!("expected the name of a log group, found the ARN of `{}`", group.id);
            property.report(context, rule.finding(message).help(format!("write `!Ref {}`", group.id)));
            continue;
        }
        let Some(name) = form(&property).filter(|name| groups.iter().all(|(known, _)| known != name)) else { continue };
        let near = nearest(&name, unused.iter().map(|(known, _)| known.as_str()));
        let Some((known, group)) = near.and_then(|near| unused.iter().find(|(known, _)| known == near)) else { continue };
        let message =
            format!("nothing here makes the log group `{name}`, and nothing writes to `{}`, which is `{known}`", group.id);
        let mut finding = rule.finding(message).help(format!("write `!Ref {}`", group.id)).related(group.location, "the group");
        finding.severity = Severity::Warning;
        property.report(context, finding);
    }
}

/// The name of a group, with what only the deployment knows as it is written: `/ecs/${Environment}`.
fn form(name: &Property<'_>) -> Option<String> {
    let part = |piece: &Piece<'_>| match piece {
        Piece::Text(text) => Some(text.clone()),
        Piece::Call(call) => Some(format!("${{{}}}", function::referred(call)?)),
    };
    let form: String = name.parts().iter().map(part).collect::<Option<_>>()?;
    form.contains(|character: char| character.is_alphanumeric()).then_some(form)
}
