//! FW110: an import of what a stack of the app does not export.

use std::collections::BTreeSet;

use crate::check::engine::{Deployed, Rule, RuleKind, walk};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::language::reference;
use crate::stack::Assembly;
use crate::template::function;
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "FW110",
    severity: Severity::Error,
    what: "Finds a `Fn::ImportValue` whose name begins with the name of a stack of the app, as its exports do, but which that stack does not export.",
    why: "The deployment fails: no export has that name. Exports of other projects are unknown here, so other names are not checked.",
    example: "import_value(\"shop-prod-network-VpcIdd\")",
    fix: "use the link that `Stack::share` returns, or correct the name",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html",
    kind: RuleKind::App(run),
};

fn run(rule: &Rule, assembly: &Assembly, stacks: &[Deployed<'_, '_>], findings: &mut Vec<Diagnostic>) {
    let exports = stacks.iter().flat_map(|stack| reference::exports(stack.scope));
    let exports: BTreeSet<String> = exports.filter_map(|export| export.name.scalar()).collect();
    for Deployed { stack, scope } in stacks {
        walk(scope.template(), &mut |visit| {
            let argument = function::call(visit.node).filter(|(name, _)| *name == function::IMPORT_VALUE);
            let import = argument.and_then(|(_, argument)| scope.reduce(argument)?.scalar());
            let Some(import) = import else { return };
            let owner = assembly
                .stacks
                .iter()
                .find(|other| import.strip_prefix(&other.full_name).is_some_and(|rest| rest.starts_with('-')));
            let Some(owner) = owner.filter(|_| !exports.contains(&import)) else { return };
            let mut finding = rule.finding(format!("the stack `{}` exports no `{import}`", owner.name)).at(visit.location);
            finding.path = Path::of([stack.name]).join(visit.path().clone()).into_owned();
            let near = nearest(&import, exports.iter().map(String::as_str));
            finding.help = Some(near.map_or_else(|| rule.fix.to_owned(), |near| format!("did you mean `{near}`?")));
            findings.push(finding);
        });
    }
}
