//! FW602: an image whose tag may be another image tomorrow.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::check::rules::ecs::mutable;
use crate::diagnostic::Severity;
use crate::language::read::image;
use crate::language::{Given, Made, Scope};

pub(crate) const RULE: Rule = Rule {
    code: "FW602",
    severity: Severity::Warning,
    what: "Finds a container or function whose image has the tag `latest` or none, as a literal or as the default of a parameter.",
    why: "The template stays the same when the image changes, so a deployment changes nothing; and a task that starts later may run different code.",
    example: "\"Image\": \"backend-flask:latest\"",
    fix: "pin the image by its digest (`backend-flask@sha256:…`) or an immutable tag, best through a parameter without a default",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html#deployment-container-image-stability",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    // The values that an environment gives are checked by `FW604`.
    let made = Made::new();
    let scope = Scope::new(context.scope().template(), Given::default(), &made);
    let mut found: Vec<Found> = Vec::new();
    for image in image::of(&scope) {
        let Some(why) = image.text(&scope).and_then(|text| mutable::mutable(&text)) else { continue };
        let finding = rule.finding(format!("the image of {} {why}", image.owner)).help(rule.fix);
        found.push((finding, image.property.location(), image.property.path()));
    }
    context.report_all(found);
}
