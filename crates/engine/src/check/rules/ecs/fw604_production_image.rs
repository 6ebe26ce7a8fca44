//! FW604: an image in production whose tag may be another image tomorrow.

use crate::check::engine::{Deployed, Rule, RuleKind};
use crate::check::rules::ecs::mutable;
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::read::image;
use crate::stack::Assembly;
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "FW604",
    severity: Severity::Error,
    what: "Finds, in an environment with `production = true`, an image with the tag `latest` or none: as a literal, as the value of a parameter in this environment, or as its default.",
    why: "Nobody can tell which code runs, a rollback restores the same tag, and a task that starts later may run different code.",
    example: "stack.value(\"Image\", \"backend-flask:latest\") in `prod`",
    fix: "pin the image by its digest (`backend-flask@sha256:…`) or an immutable tag",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html#deployment-container-image-stability",
    kind: RuleKind::App(run),
};

fn run(rule: &Rule, assembly: &Assembly, stacks: &[Deployed<'_, '_>], findings: &mut Vec<Diagnostic>) {
    if !assembly.target.production {
        return;
    }
    for Deployed { stack, scope } in stacks {
        for image in image::of(scope) {
            let Some(why) = image.text(scope).and_then(|text| mutable::mutable(&text)) else { continue };
            let message = format!("the image of {} {why}, but `{}` is production", image.owner, assembly.environment);
            let path = Path::of([stack.name]).join(image.property.path());
            // The warning says the same.
            findings.retain(|finding| finding.code != "FW602" || !finding.path.unrolled().eq(path.iter()));
            findings.push(rule.finding(message).at(image.property.location()).path(path).help(rule.fix));
        }
    }
}
