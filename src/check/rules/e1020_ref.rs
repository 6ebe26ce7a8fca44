//! E1020: a `Ref` to nothing.

use crate::check::{Context, Reach, Rule};
use crate::diagnostic::Severity;
use crate::template::function;

pub const RULE: Rule = Rule {
    code: "E1020",
    severity: Severity::Error,
    what: "Finds a `Ref` whose name is no parameter, resource or pseudo parameter of the template.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Ref\": \"BackendTargetGrup\" }",
    fix: "Use the handle that `Stack::add` gives, or the name that stands in the template.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    if context.has_loops() {
        return;
    }
    let mut found = Vec::new();
    context.calls(&mut |name, argument, visit| {
        let Some(target) = argument.as_str().filter(|_| name == function::REF) else { return };
        if !context.is_stray(visit.node) && !context.referable().any(|known| known == target) {
            let mut finding = rule.finding(format!("`Ref` of `{target}`, which is neither a parameter nor a resource"));
            finding.help = context.hint(target, context.referable());
            found.push((finding, visit.place, visit.path()));
        }
    });
    for (finding, place, path) in found {
        context.report(finding, place, path);
    }
}
