//! E3046: the log driver `awslogs` without what it needs.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Severity, nearest};
use crate::language::read::{resource, task};

pub(crate) const RULE: Rule = Rule {
    code: "E3046",
    severity: Severity::Error,
    what: "Finds a container that logs with `awslogs` and lacks the option `awslogs-group` or `awslogs-region`, or has one that ECS does not know.",
    why: "ECS refuses the task definition.",
    example: "\"LogConfiguration\": {\"LogDriver\": \"awslogs\", \"Options\": {\"awslogs-group\": \"web\"}}",
    fix: "give both options; the construct `LogGroup` and `Container::logs` do",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html",
    kind: RuleKind::Template(run),
};

const REQUIRED: [&str; 2] = ["awslogs-group", "awslogs-region"];
const KNOWN: [&str; 8] = [
    "awslogs-create-group",
    "awslogs-datetime-format",
    "awslogs-group",
    "awslogs-multiline-pattern",
    "awslogs-region",
    "awslogs-stream-prefix",
    "max-buffer-size",
    "mode",
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for task in resource::of_type(scope, task::TASK_DEFINITION) {
        for container in task::every_container(&task) {
            let configuration = container.get("LogConfiguration");
            if !configuration.get("LogDriver").is("awslogs") {
                continue;
            }
            let options = configuration.get("Options");
            let Some(given) = options.keys() else { continue };
            if let Some(missing) = REQUIRED.iter().find(|name| options.get(name).is_absent()) {
                let finding = rule.finding(format!("`awslogs` needs the option `{missing}`"));
                options.report(context, finding.help(rule.fix));
            }
            for name in given.into_iter().filter(|name| !KNOWN.contains(name)) {
                let mut finding = rule.finding(format!("`awslogs` has no option `{name}`"));
                let near = nearest(name, KNOWN);
                finding.help = Some(
                    near.map_or_else(|| format!("its options: {}", KNOWN.join(", ")), |near| format!("did you mean `{near}`?")),
                );
                options.get(name).report(context, finding);
            }
        }
    }
}
