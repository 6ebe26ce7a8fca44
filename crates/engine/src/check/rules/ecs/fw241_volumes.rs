//! FW241: a container that mounts what its task does not have.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::{resource, task};

pub(crate) const RULE: Rule = Rule {
    code: "FW241",
    severity: Severity::Error,
    what: "Finds a mount point whose `SourceVolume` is none of the task definition's `Volumes`, and a `VolumesFrom` of a container that is not in it.",
    why: "ECS refuses the task definition.",
    example: "`SourceVolume: data` in a task definition without `Volumes`",
    fix: "add the volume to `Volumes`, or write the name of one that is there",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for task in resource::of_type(context.scope(), task::TASK_DEFINITION) {
        let volumes = names(&task.properties.get("Volumes"));
        let containers = names(&task.properties.get("ContainerDefinitions"));
        for container in task::every_container(&task) {
            for (list, key, known, what) in [
                ("MountPoints", "SourceVolume", &volumes, "volume"),
                ("VolumesFrom", "SourceContainer", &containers, "container"),
            ] {
                let Some(known) = known else { continue };
                for entry in container.get(list).every_item() {
                    let property = entry.get(key);
                    let Some(name) = property.text().filter(|name| !known.contains(name)) else { continue };
                    let message = format!("`{}` has no {what} `{name}`", task.id);
                    let help = match known.as_slice() {
                        [] => rule.fix.to_owned(),
                        known => format!("it has {}", known.join(", ")),
                    };
                    property.report(context, rule.finding(message).help(help));
                }
            }
        }
    }
}

/// Every name that the items of a list may have, where all are known.
fn names(list: &Property<'_>) -> Option<Vec<String>> {
    let is_known = list.cases().iter().all(|case| case.items().is_some());
    is_known.then(|| list.every_item().iter().map(|item| item.get("Name").text()).collect::<Option<Vec<_>>>())?
}
