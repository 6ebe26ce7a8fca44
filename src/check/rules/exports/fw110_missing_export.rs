//! FW110: an import of what a stack of the app does not export.

use std::collections::BTreeSet;

use crate::check::engine::{Context, Reach, Rule};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::stack::Assembly;
use crate::template::{Node, function};

pub const RULE: Rule = Rule {
    code: "FW110",
    severity: Severity::Error,
    what: "Finds a `Fn::ImportValue` whose name begins with the name of a stack of the app, as its exports do, and is none of its exports.",
    why: "The deployment fails: no export has that name. What other projects export, nobody can see here, so other names are not judged.",
    example: "import_value(\"shop-prod-network-VpcIdd\")",
    fix: "Use the link that `Stack::share` returns, or correct the name.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html",
    reach: Reach::App(run),
};

fn run(rule: &Rule, assembly: &Assembly, findings: &mut Vec<Diagnostic>) {
    let exports: BTreeSet<&str> = assembly
        .stacks
        .iter()
        .flat_map(|stack| stack.template.section("Outputs").into_iter().flatten())
        .filter_map(|(_, output)| output.at_path(&["Export", "Name"]).and_then(Node::as_str))
        .collect();
    for stack in &assembly.stacks {
        Context::new(stack.name, &stack.template).calls(&mut |name, argument, visit| {
            let Some(import) = argument.as_str().filter(|_| name == function::IMPORT_VALUE) else { return };
            let owner = assembly
                .stacks
                .iter()
                .find(|other| import.strip_prefix(&other.full_name).is_some_and(|rest| rest.starts_with('-')));
            let Some(owner) = owner.filter(|_| !exports.contains(import)) else { return };
            let mut finding = rule.finding(format!("the stack `{}` exports no `{import}`", owner.name)).at(visit.place);
            finding.path = std::iter::once(stack.name.to_owned()).chain(visit.path()).collect();
            let near = nearest(import, exports.iter().copied());
            finding.help = Some(near.map_or_else(|| rule.fix.to_owned(), |near| format!("did you mean `{near}`?")));
            findings.push(finding);
        });
    }
}
