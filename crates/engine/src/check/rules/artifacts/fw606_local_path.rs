//! FW606: a path on this machine, where the deployment reads from S3.

use crate::check::engine::{Deployed, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::local_files;
use crate::stack::Assembly;
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "FW606",
    severity: Severity::Error,
    what: "Finds a path on this machine where the deployment of a synthesized stack reads from S3: the code of a function or layer, a nested template, a definition.",
    why: "CloudFormation sees no file of this machine, so the deployment fails. The scripts that `synth` writes deploy templates as they are, and upload only what the stacks declare as artifacts.",
    example: "override_property(\"Resize\", \"Code\", \"./resize\")",
    fix: "have `deploy.sh` upload it: `Function::folder`, `ZipFolder` and `TemplateFile` pass its bucket and key as parameters; or put it into a bucket yourself, under a name that holds its hash",
    link: "https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html",
    kind: RuleKind::App(run),
};

fn run(rule: &Rule, _: &Assembly, stacks: &[Deployed<'_, '_>], findings: &mut Vec<Diagnostic>) {
    for stack in stacks.iter().flat_map(|Deployed { stack, .. }| stack.with_instances()) {
        for resource in stack.template.resources() {
            for (way, text, location) in local_files(&resource) {
                let (kind, property) = (resource.resource_type, way.join("."));
                let message =
                    format!("`{property}` of {kind} is `{text}`, a path on this machine, which the deployment cannot read");
                let path = Path::of(
                    [stack.name, "Resources", resource.id.as_str(), "Properties"].into_iter().chain(way.iter().copied()),
                );
                findings.push(rule.finding(message).at(location).path(path).help(rule.fix));
            }
        }
    }
}
