//! FW102: one export name in two stacks.

use crate::check::engine::{Deployed, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::reference;
use crate::stack::Assembly;
use crate::template::SourceLocation;

pub(crate) const RULE: Rule = Rule {
    code: "FW102",
    severity: Severity::Error,
    what: "Finds an export name that two stacks of the app use. (`FW605` finds two exports of one stack.)",
    why: "Export names are unique in an account and region: the second stack fails to deploy.",
    example: "`.export(\"VpcId\")` in the stacks `network` and `cluster`.",
    fix: "use `Stack::share`, which puts the stack's name before the export's, or choose another name",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
    kind: RuleKind::App(run),
};

fn run(rule: &Rule, _: &Assembly, stacks: &[Deployed<'_, '_>], findings: &mut Vec<Diagnostic>) {
    let mut seen: Vec<(&str, String, SourceLocation)> = Vec::new();
    for Deployed { stack, scope } in stacks {
        for export in reference::exports(scope) {
            let Some(name) = export.name.scalar() else { continue };
            let (id, location) = (export.output, export.output.location_with(export.node));
            match seen.iter().find(|(_, known, _)| *known == name) {
                Some((owner, ..)) if *owner == stack.name => {}
                Some((_, _, first)) => findings.push(
                    rule.finding(format!("the export name `{name}` is used twice"))
                        .at(location)
                        .path([stack.name, "Outputs", id.as_str(), "Export"])
                        .related(*first, "first used here")
                        .help(rule.fix),
                ),
                None => seen.push((stack.name, name, location)),
            }
        }
    }
}
